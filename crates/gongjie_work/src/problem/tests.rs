//! Rules of a problem as tables of cases.

use gongjie_base::{Error, lifecycle as table};

use super::lifecycle::{Action, TABLE, needs_reason};
use super::rules::{CannotList, Class, Input, State, TitleBasis, may_list, read};
use super::tables::problem::Model;
use crate::org::Part;

fn input() -> Input {
    Input {
        title: " 宿舍 晚间 停电 ".into(),
        hurts: "无法学习".into(),
        theme_id: "1".into(),
        raised_by_unit_id: "2".into(),
        ..Input::default()
    }
}

fn problem() -> Model {
    Model {
        id: 1,
        organization_id: 1,
        campaign_id: 1,
        number: None,
        title: "题".into(),
        title_basis: TitleBasis::Stated,
        hurts: None,
        class: Some(Class::MultiDept),
        theme_id: Some(1),
        grade: Some(1),
        origin: super::rules::Origin::Other,
        raised_by_unit_id: None,
        raised_by_person_id: None,
        raised_note: None,
        source: None,
        state: State::Proposed,
        state_since: 0,
        state_note: None,
        merged_into_id: None,
        rebounds: 0,
        closed_as: None,
        closed_on: None,
        review_on: None,
        created_at: 0,
        version: 1,
    }
}

#[test]
fn four_fields_are_enough() {
    let read = read(&input()).unwrap();
    assert_eq!(read.title, "宿舍 晚间 停电");
    assert_eq!(read.class, None);
}

#[test]
fn every_broken_field_is_named_at_once() {
    let bad = Input {
        grade: "4".into(),
        class: "x".into(),
        title: "题".repeat(201),
        ..Input::default()
    };
    let Err(Error::Invalid(fields)) = read(&bad) else {
        panic!("accepted")
    };
    let mut names: Vec<&str> = fields.iter().map(|f| f.field.as_str()).collect();
    names.sort_unstable();
    names.dedup();
    assert_eq!(
        names,
        [
            "class",
            "grade",
            "hurts",
            "raised_by_unit_id",
            "theme_id",
            "title"
        ]
    );
}

#[test]
fn a_school_level_problem_is_listed_by_a_leader_alone() {
    let cases = [
        (Some(Class::MultiDept), vec![Part::Coordinator], Ok(())),
        (
            Some(Class::SchoolLevel),
            vec![Part::Coordinator],
            Err(CannotList::LeaderDecides),
        ),
        (Some(Class::SchoolLevel), vec![Part::Leader], Ok(())),
        (None, vec![Part::Coordinator], Err(CannotList::NoClass)),
    ];
    for (class, parts, wanted) in cases {
        assert_eq!(
            may_list(&Model { class, ..problem() }, &parts),
            wanted,
            "{class:?} {parts:?}"
        );
    }
}

#[test]
fn every_state_can_be_reached_and_every_open_state_left() {
    for state in State::ALL {
        let reached = *state == State::Proposed || TABLE.iter().any(|l| l.to == *state);
        assert!(reached, "{state} is never reached");
        let ends = *state == State::Merged;
        let left = TABLE.iter().any(|l| l.from.contains(state));
        assert!(ends || left, "{state} is never left");
    }
}

#[test]
fn nobody_closes_a_problem_by_hand() {
    for line in TABLE.iter().filter(|l| l.to == State::Closed) {
        assert_eq!(line.who, [Part::System], "{}", line.action);
        assert_eq!(line.from, [State::Verifying], "{}", line.action);
    }
    assert!(table::find(TABLE, State::Working, Action::Close).is_none());
}

#[test]
fn a_verb_is_found_at_most_once_in_a_state() {
    for state in State::ALL {
        for action in Action::ALL {
            let lines = TABLE
                .iter()
                .filter(|l| l.action == *action && l.from.contains(state));
            assert!(lines.count() <= 1, "{state} {action}");
        }
    }
}

#[test]
fn refusals_ask_for_a_reason() {
    for action in [
        Action::Return,
        Action::Decline,
        Action::Suspend,
        Action::KeepGoing,
    ] {
        assert!(needs_reason(action), "{action}");
    }
    assert!(!needs_reason(Action::List));
}
