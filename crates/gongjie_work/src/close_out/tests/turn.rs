//! Which gate a close-out stands at, and what is missing there.

use super::*;
use crate::close_out::turn::{Gate, Missing, needs, present, turn};

#[test]
fn the_gate_follows_from_state_notice_and_look_back() {
    let jia = person(1, Role::Liaison, Some(DOER));
    let work = work();
    let easy = found_problem(Some(1), Some(Class::MultiDept), ProblemState::Verifying);
    let hard = found_problem(Some(3), Some(Class::MultiDept), ProblemState::Verifying);
    for (problem, state, notice_to, look_back, gate) in [
        (&easy, State::Applied, None, None, Gate::Sign),
        (&easy, State::Signed, None, None, Gate::View),
        (&easy, State::Viewed, None, None, Gate::Verify),
        (&easy, State::Verified, None, None, Gate::Verdict),
        (&easy, State::Unrated, None, None, Gate::Verdict),
        (&easy, State::Judged, None, None, Gate::Strike),
        (&hard, State::Checked, None, None, Gate::Notice),
        (&hard, State::Notice, Some("2026-11-23"), None, Gate::Notice),
        (&hard, State::Notice, Some("2026-11-22"), None, Gate::Strike),
        (&easy, State::Struck, None, None, Gate::LookBack),
        (
            &easy,
            State::Struck,
            None,
            Some(LookBack::Holds),
            Gate::Over,
        ),
        (&easy, State::SentBack, None, None, Gate::Nobody),
    ] {
        let row = close_out::Model {
            state,
            notice_to: notice_to.map(str::to_owned),
            look_back,
            ..application(1)
        };
        let case = case(&jia, &[Part::Lead], problem, &work, MONDAY);
        let found = turn(&case, Some(&row), &[], MONDAY);
        assert_eq!(found.gate, gate, "{state} {notice_to:?}");
    }
}

#[test]
fn what_an_application_needs_is_named_until_it_is_there() {
    let jia = person(1, Role::Liaison, Some(DOER));
    let (problem, work) = (found_problem(None, None, ProblemState::Working), work());
    for (measures, open_measures, evidence, missing) in
        [(0, 0, 0, 2), (3, 2, 1, 1), (3, 0, 0, 1), (3, 0, 1, 0)]
    {
        let mut case = case(&jia, &[Part::Lead], &problem, &work, MONDAY);
        case.progress = Progress {
            measures,
            open_measures,
            evidence,
        };
        let found = turn(&case, None, &[], MONDAY);
        assert_eq!((found.gate, found.missing.len()), (Gate::Apply, missing));
        let wanting = needs(case.progress);
        assert_eq!(
            wanting.iter().filter(|(is_there, _)| !is_there).count(),
            missing
        );
    }
}

#[test]
fn a_view_is_missing_until_it_is_given_and_has_its_days() {
    let jia = person(1, Role::Liaison, Some(DOER));
    let (problem, work) = (found_problem(None, None, ProblemState::Verifying), work());
    let view = |unit_id, opinion| close_out_view::Model {
        id: unit_id,
        close_out_id: 1,
        unit_id,
        opinion,
        words: None,
        person_id: None,
        given_on: None,
    };
    let views = [view(7, Opinion::Waiting), view(8, Opinion::Agree)];
    let row = close_out::Model {
        state: State::Signed,
        ..application(1)
    };
    let case = case(&jia, &[Part::Lead], &problem, &work, MONDAY);
    let found = turn(&case, Some(&row), &views, MONDAY);
    assert_eq!(found.missing, [Missing::View(7)]);
    assert_eq!(found.until, Some(date(2026, 11, 26)), "three working days");
}

#[test]
fn an_earlier_close_out_matters_only_where_it_closed_the_problem() {
    let row = |state| close_out::Model {
        state,
        ..application(1)
    };
    for (states, problem, place) in [
        (vec![State::SentBack], ProblemState::Working, None),
        (
            vec![State::Applied, State::SentBack],
            ProblemState::Verifying,
            Some(0),
        ),
        (vec![State::Struck], ProblemState::Closed, Some(0)),
        (vec![State::Struck], ProblemState::Working, None),
    ] {
        let rows: Vec<_> = states.iter().copied().map(row).collect();
        assert_eq!(present(&rows, problem), place, "{states:?}");
    }
}
