//! What of a problem everybody may see, as tables of cases.

use super::rules::{
    Stage, Way, is_taken_on, may_join, patterns, read_after, read_notice_after, shares, steps,
};
use crate::measure::rules::State as MeasureState;
use crate::problem::rules::State;
use crate::voice::rules::Solved;

#[test]
fn every_state_that_counts_has_one_stage_and_no_other_has_any() {
    for state in State::ALL {
        let found = Stage::ALL.iter().filter(|s| s.states().contains(state));
        assert_eq!(found.count(), usize::from(state.is_counted()), "{state}");
        assert_eq!(Stage::of(*state).is_some(), state.is_counted(), "{state}");
        assert!(!may_join(*state) || state.is_counted());
    }
    let open: Vec<_> = MeasureState::ALL
        .iter()
        .filter(|s| !is_taken_on(**s))
        .collect();
    assert_eq!(open, [&MeasureState::Issued, &MeasureState::Cancelled]);
}

#[test]
fn the_line_shows_what_is_behind_and_where_it_stands() {
    let line = |way: &Way| steps(way).map(|s| s.state);
    let listed = Way {
        raised_on: "2026-11-01".to_owned(),
        ..Way::default()
    };
    let paired = Way {
        is_paired: true,
        paired_on: Some("2026-11-05".to_owned()),
        ..listed.clone()
    };
    let checking = Way {
        is_checked_now: true,
        ..paired.clone()
    };
    let closed = Way {
        is_closed: true,
        closed_on: Some("2026-11-20".to_owned()),
        ..paired.clone()
    };
    assert_eq!(line(&listed), ["done", "now", "todo", "todo"]);
    assert_eq!(line(&paired), ["done", "done", "now", "todo"]);
    assert_eq!(line(&checking), ["done", "done", "done", "now"]);
    assert_eq!(line(&closed), ["done", "done", "done", "done"]);
    assert_eq!(steps(&closed)[3].on.as_deref(), Some("2026-11-20"));
}

#[test]
fn addresses_are_read_or_left() {
    assert_eq!(patterns(" 热水  50%_ "), ["%热水%", "%50\\%\\_%"]);
    assert_eq!(read_after("12-7"), Some((12, 7)));
    assert_eq!(read_after("12"), None);
    assert_eq!(
        read_notice_after("2026-11-30.7"),
        Some(("2026-11-30".to_owned(), 7))
    );
    assert_eq!(read_notice_after("x.7"), None);
}

#[test]
fn what_few_said_is_not_told() {
    let said = |n: usize| vec![Solved::Yes; n];
    assert_eq!(shares(30, &said(9)), None);
    let ten = shares(30, &said(10)).unwrap();
    assert_eq!((ten.asked, ten.said, ten.solved), (30, 10, 10));
}
