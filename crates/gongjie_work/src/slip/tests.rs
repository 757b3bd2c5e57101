//! Rules of slips as tables of cases, the ladder case by case, and what no sequence of steps can bring about.

mod ladder;

use std::collections::BTreeSet;

use jiff::civil::{Date, date};
use proptest::prelude::*;

use super::lifecycle::{Action, TABLE};
use super::rules::{
    self, AnswerInput, CannotStep, Input, Kind, State, Step, may_draft, may_step, steps,
};
use super::tables::slip::Model;
use crate::calendar::Calendar;
use crate::org::{Actor, Grant, Role, TermPack};

/// A Monday.
const TODAY: Date = date(2026, 11, 23);
/// The unit that slips are addressed to.
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

fn people() -> Vec<Actor> {
    vec![
        person(1, Role::Inspector, None),
        person(2, Role::Coordinator, None),
        person(3, Role::Supervisor, None),
        person(4, Role::Leader, None),
        person(5, Role::Liaison, Some(UNIT)),
        person(6, Role::UnitHead, Some(UNIT)),
        person(7, Role::Liaison, Some(8)),
        person(8, Role::Inspector, Some(UNIT)),
        person(9, Role::Sysadmin, None),
    ]
}

fn slip(kind: Kind, state: State, drafted_by: i64) -> Model {
    Model {
        id: 1,
        organization_id: 1,
        kind,
        year: None,
        number: None,
        problem_id: Some(1),
        measure_id: Some(1),
        about_unit_id: None,
        to_unit_id: UNIT,
        copies: None,
        matter: "事".into(),
        basis: "据".into(),
        demand: "求".into(),
        contact: None,
        state,
        state_since: 0,
        drafted_on: TODAY.to_string(),
        drafted_by_id: Some(drafted_by),
        approved_on: None,
        approved_by_id: None,
        sent_on: None,
        sent_by_id: None,
        answer_by: None,
        received_on: None,
        received_by_id: None,
        checked_on: None,
        checked_by_id: None,
        check_note: None,
        closed_on: None,
        withdrawn_on: None,
        withdraw_reason: None,
        created_at: 0,
        version: 1,
    }
}

#[test]
fn each_office_drafts_its_own_kinds() {
    let count = |id: usize| may_draft(&people()[id - 1]).len();
    assert_eq!([1, 2, 3].map(count), [3, 3, 3]);
    assert_eq!([4, 5, 6, 7, 9].map(count), [0, 0, 0, 0, 0]);
    assert!(may_draft(&people()[2]).iter().all(|kind| kind.is_letter()));
    assert!(!may_draft(&people()[0]).iter().any(|kind| kind.is_letter()));
}

/// Kind, state, who by number, step, and what comes of it.
type Try = (Kind, State, usize, Action, Result<(), CannotStep>);

#[test]
fn who_may_take_which_step() {
    use Action::{Answer, Approve, Check, Receive, Send, SendBack, Withdraw};
    let (urge, letter) = (Kind::Urge, Kind::Letter);
    let own = Err(CannotStep::OwnAnswer);
    let none = Err(CannotStep::NotYours);
    let cases: Vec<Try> = vec![
        (urge, State::Drafted, 1, Approve, Err(CannotStep::Drafter)),
        (urge, State::Drafted, 2, Approve, Ok(())),
        (urge, State::Drafted, 3, Approve, none),
        (urge, State::Drafted, 4, Approve, none),
        (letter, State::Drafted, 2, Approve, none),
        (letter, State::Drafted, 3, Approve, Ok(())),
        (letter, State::Drafted, 4, Approve, Ok(())),
        (letter, State::Approved, 4, Send, none),
        (letter, State::Approved, 3, Send, Ok(())),
        (urge, State::Approved, 3, Send, none),
        (urge, State::Sent, 5, Receive, Ok(())),
        (urge, State::Sent, 6, Receive, Ok(())),
        (urge, State::Sent, 7, Receive, none),
        (urge, State::Sent, 1, Receive, none),
        (urge, State::SentBack, 5, Answer, Ok(())),
        (
            urge,
            State::Sent,
            5,
            Answer,
            Err(CannotStep::NoSuchStep(State::Sent)),
        ),
        (urge, State::Answered, 1, Check, Ok(())),
        (urge, State::Answered, 8, Check, own),
        (urge, State::Answered, 8, SendBack, own),
        (urge, State::Answered, 3, Check, none),
        (urge, State::Received, 1, Withdraw, Ok(())),
        (
            urge,
            State::Answered,
            1,
            Withdraw,
            Err(CannotStep::NoSuchStep(State::Answered)),
        ),
    ];
    for (kind, state, who, action, wanted) in cases {
        let row = slip(kind, state, 1);
        let found = may_step(&people()[who - 1], &row, action).map(|_| ());
        assert_eq!(found, wanted, "{kind} {state} {who} {action}");
    }
}

#[test]
fn administrators_and_strangers_have_no_step_at_all() {
    for kind in Kind::ALL {
        for state in State::ALL {
            for who in [7, 9] {
                let row = slip(*kind, *state, 1);
                assert!(steps(&people()[who - 1], &row).is_empty(), "{kind} {state}");
            }
        }
    }
}

/// States that can be reached from the draft without passing through `without`.
fn reached(without: State) -> BTreeSet<State> {
    let mut found = BTreeSet::from([State::Drafted]);
    for _ in State::ALL {
        for line in TABLE.iter().filter(|line| line.to != without) {
            if line.from.iter().any(|from| found.contains(from)) {
                found.insert(line.to);
            }
        }
    }
    found
}

#[test]
fn nothing_is_filed_that_was_not_approved_sent_signed_answered_and_checked() {
    for gate in [
        State::Approved,
        State::Sent,
        State::Received,
        State::Answered,
        State::Checked,
    ] {
        assert!(!reached(gate).contains(&State::Closed), "round {gate}");
    }
    let all = reached(State::Drafted);
    assert_eq!(all.len(), State::ALL.len(), "every state is reached");
}

proptest! {
    /// Whoever tries whatever: the drafter is never the approver, and units never check themselves.
    #[test]
    fn no_sequence_of_steps_lets_anybody_rule_on_their_own(
        tries in proptest::collection::vec((0usize..9, 0usize..8), 1..60),
        kind in 0usize..6,
    ) {
        let people = people();
        let kind = Kind::ALL[kind];
        let drafter = if kind.is_letter() { 3 } else { 1 };
        let mut row = slip(kind, State::Drafted, drafter);
        let mut trail = vec![row.state];
        for (who, action) in tries {
            let (actor, action) = (&people[who], Action::ALL[action]);
            let Ok(line) = may_step(actor, &row, action) else { continue };
            match action {
                Action::Approve => prop_assert_ne!(Some(actor.person_id), row.drafted_by_id),
                Action::Check | Action::SendBack => prop_assert!(!actor.units().contains(&UNIT)),
                Action::Receive | Action::Answer => prop_assert!(actor.speaks_for(UNIT)),
                _ => {}
            }
            row.state = line.to;
            trail.push(line.to);
        }
        if row.state == State::Closed {
            for gate in [State::Approved, State::Sent, State::Received, State::Answered, State::Checked] {
                prop_assert!(trail.contains(&gate));
            }
        }
    }
}

fn refused(error: gongjie_base::Error) -> Vec<String> {
    let gongjie_base::Error::Invalid(fields) = error else {
        panic!("{error}")
    };
    fields.into_iter().map(|f| f.field).collect()
}

#[test]
fn a_form_names_every_field_that_is_wrong() {
    let all = Kind::ALL;
    let empty = rules::read(&Input::default(), all).unwrap_err();
    let fields = [
        "kind",
        "about_unit_id",
        "to_unit_id",
        "matter",
        "basis",
        "demand",
    ];
    assert_eq!(refused(empty), fields);
    let full = Input {
        kind: "urge".into(),
        measure_id: "1".into(),
        to_unit_id: "7".into(),
        matter: "事".into(),
        basis: "据".into(),
        demand: "求".into(),
        ..Input::default()
    };
    assert!(rules::read(&full, all).is_ok());
    let letters = &[Kind::Letter];
    assert_eq!(refused(rules::read(&full, letters).unwrap_err()), ["kind"]);
}

#[test]
fn an_answer_needs_reason_and_deeds_and_asks_for_a_day_ahead() {
    let answer = AnswerInput {
        new_due_on: "2026-11-23".into(),
        evidence_link: "javascript:alert(1)".into(),
        ..AnswerInput::default()
    };
    let error = rules::read_answer(&answer, TODAY).unwrap_err();
    assert_eq!(
        refused(error),
        ["new_due_on", "evidence_link", "reason", "done"]
    );
    let answer = AnswerInput {
        reason: "等会签".into(),
        done: "催过两次".into(),
        new_due_on: "2026-12-10".into(),
        evidence_link: "https://example.edu/1".into(),
        ..AnswerInput::default()
    };
    assert!(rules::read_answer(&answer, TODAY).is_ok());
}

#[test]
fn sending_back_and_withdrawing_need_words() {
    for (action, note, wanted) in [
        ("send_back", "", false),
        ("send_back", "没有佐证", true),
        ("withdraw", " ", false),
        ("withdraw", "发错了", true),
        ("approve", "", true),
        ("answer", "", false),
        ("dance", "", false),
        ("", "", false),
    ] {
        let step = Step {
            action: action.into(),
            note: note.into(),
            ..Step::default()
        };
        assert_eq!(rules::read_step(&step).is_ok(), wanted, "{action}");
    }
}

#[test]
fn a_day_off_of_the_organisation_is_no_day_to_sign() {
    let row = Model {
        sent_on: Some("2026-11-20".into()),
        ..slip(Kind::Urge, State::Sent, 1)
    };
    let closed = Calendar {
        holidays: [date(2026, 11, 23)].into(),
        ..Calendar::default()
    };
    let tuesday = date(2026, 11, 24);
    assert!(rules::is_signed_late(&row, &Calendar::default(), tuesday));
    assert!(!rules::is_signed_late(&row, &closed, tuesday));
    assert_eq!(rules::limit(&row, &closed, None), Some(tuesday));
}

#[test]
fn signing_is_late_after_one_working_day() {
    // Sent on a Friday: Monday is in time.
    let cases = [
        (None, date(2026, 11, 23), false),
        (None, date(2026, 11, 24), true),
        (Some("2026-11-23"), date(2026, 12, 30), false),
        (Some("2026-11-24"), date(2026, 12, 30), true),
    ];
    for (received, today, wanted) in cases {
        let state = match received {
            Some(_) => State::Received,
            None => State::Sent,
        };
        let row = Model {
            sent_on: Some("2026-11-20".into()),
            received_on: received.map(str::to_owned),
            ..slip(Kind::Urge, state, 1)
        };
        assert_eq!(
            rules::is_signed_late(&row, &Calendar::default(), today),
            wanted,
            "{received:?}"
        );
    }
}
