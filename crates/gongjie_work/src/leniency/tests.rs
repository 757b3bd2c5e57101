//! Rules of lenient notes as tables of cases.

use std::collections::BTreeSet;

use jiff::civil::{Date, date};

use super::lifecycle::{Action, TABLE};
use super::rules::{
    self, CannotApply, CannotStep, Grounds, Input, Mark, State, Step, may_step, read_step,
};
use super::tables::leniency::Model;
use crate::org::{Actor, Grant, Role, TermPack};

const TODAY: Date = date(2026, 11, 23);
const UNIT: i64 = 7;

fn person(id: i64, role: Role, unit: Option<i64>) -> Actor {
    Actor {
        organization_id: 1,
        organization_name: String::new(),
        is_example: false,
        term_pack: TermPack::Party,
        account_id: id,
        person_id: id,
        name: String::new(),
        unit_id: unit,
        unit_name: None,
        grants: vec![Grant {
            role,
            unit_id: unit,
            reach: unit.into_iter().collect(),
        }],
    }
}

fn note(state: State) -> Model {
    Model {
        id: 1,
        organization_id: 1,
        mark: Mark::Late,
        mark_id: 1,
        measure_id: Some(1),
        slip_id: None,
        unit_id: UNIT,
        grounds: Grounds::Force,
        statement: "停电".into(),
        state,
        state_since: 0,
        applied_on: TODAY.to_string(),
        applied_by_id: Some(5),
        settled_on: None,
        settled_by_id: None,
        refuse_reason: None,
        decision: None,
        decided_on: None,
        decided_by_id: None,
        meeting: None,
        finding: None,
        correction_plan: None,
        correct_by: None,
        closed_on: None,
        closed_by_id: None,
        close_note: None,
        withdraw_reason: None,
        version: 1,
    }
}

#[test]
fn taking_in_verifying_and_deciding_are_apart() {
    use Action::{Accept, Close, Correct, Grant as Give, Verify, Withdraw};
    let (not, own) = (Err(CannotStep::NotYours), Err(CannotStep::OwnMark));
    let supervisor = person(3, Role::Supervisor, None);
    let leader = person(4, Role::Leader, None);
    let liaison = person(5, Role::Liaison, Some(UNIT));
    let outsider = person(6, Role::Liaison, Some(8));
    let coordinator = person(7, Role::Coordinator, None);
    let inside = person(8, Role::Supervisor, Some(UNIT));
    let officer = person(9, Role::Leader, None);
    let cases = [
        (State::Applied, &supervisor, Accept, Ok(())),
        (State::Applied, &leader, Accept, not),
        (State::Applied, &coordinator, Accept, not),
        (State::Applied, &inside, Accept, own),
        (State::Applied, &liaison, Withdraw, Ok(())),
        (State::Applied, &outsider, Withdraw, not),
        (State::Accepted, &supervisor, Verify, Ok(())),
        (State::Verifying, &supervisor, Give, not),
        (State::Verifying, &leader, Give, Ok(())),
        (State::Verifying, &officer, Give, own),
        (State::Granted, &liaison, Correct, Ok(())),
        (State::Granted, &supervisor, Correct, not),
        (State::Correcting, &supervisor, Close, Ok(())),
        (
            State::Applied,
            &leader,
            Give,
            Err(CannotStep::NoSuchStep(State::Applied)),
        ),
    ];
    let officers = BTreeSet::from([9]);
    for (state, actor, action, wanted) in cases {
        let found = may_step(actor, &note(state), &officers, action).map(|_| ());
        assert_eq!(found, wanted, "{state} {} {action}", actor.person_id);
    }
}

#[test]
fn nothing_is_granted_that_was_not_taken_in_and_verified() {
    for without in [State::Accepted, State::Verifying] {
        let mut found = BTreeSet::from([State::Applied]);
        for _ in State::ALL {
            for line in TABLE.iter().filter(|line| line.to != without) {
                if line.from.iter().any(|from| found.contains(from)) {
                    found.insert(line.to);
                }
            }
        }
        let decided = [State::Granted, State::Partly, State::Closed];
        assert!(decided.iter().all(|s| !found.contains(s)), "{without}");
    }
}

#[test]
fn late_is_what_lies_behind_its_limit() {
    let (past, ahead) = (Some(date(2026, 11, 20)), Some(date(2026, 12, 1)));
    for (due, done, is_open, wanted) in [
        (past, None, true, true),
        (past, None, false, false),
        (past, past, false, false),
        (past, Some(TODAY), false, true),
        (ahead, None, true, false),
        (None, None, true, false),
    ] {
        let found = rules::is_late(due, done, is_open, TODAY);
        assert_eq!(found, wanted, "{due:?} {done:?} {is_open}");
    }
}

#[test]
fn it_is_asked_within_ten_working_days_of_the_notice() {
    for (noticed, wanted) in [
        (None, Ok(())),
        (Some(date(2026, 11, 23)), Ok(())),
        (Some(date(2026, 11, 9)), Ok(())),
        (
            Some(date(2026, 11, 6)),
            Err(CannotApply::TooLate(date(2026, 11, 20))),
        ),
    ] {
        assert_eq!(
            rules::in_time(noticed, &crate::calendar::Calendar::default(), TODAY),
            wanted,
            "{noticed:?}"
        );
    }
}

#[test]
fn forms_and_steps_name_what_is_missing() {
    assert!(rules::read(&Input::default()).is_err());
    let step = |action: &str| Step {
        action: action.into(),
        ..Step::default()
    };
    let full = |action: &str| Step {
        note: "查过".into(),
        officers: vec!["1".into(), "2".into()],
        meeting: "办公会".into(),
        correct_by: "2026-12-01".into(),
        ..step(action)
    };
    let alone = Step {
        officers: vec!["1".into(), "1".into(), String::new()],
        ..step("verify")
    };
    assert!(read_step(&alone, TODAY).is_err(), "the same person twice");
    for (action, bare) in [
        ("accept", true),
        ("refuse", false),
        ("verify", false),
        ("grant", false),
        ("grant_partly", false),
        ("deny", false),
        ("correct", false),
        ("close", false),
        ("withdraw", false),
    ] {
        assert_eq!(read_step(&step(action), TODAY).is_ok(), bare, "{action}");
        assert!(read_step(&full(action), TODAY).is_ok(), "{action}");
    }
    assert!(read_step(&full("dance"), TODAY).is_err());
}
