//! Rules of exclusions as tables of cases.

use std::collections::BTreeSet;

use super::lifecycle::{Action, TABLE};
use super::rules::{
    self, About, CannotAsk, CannotStep, Input, Reason, State, Step, Subject, may_ask, may_step,
};
use super::tables::exclusion::Model;
use crate::org::{Actor, Grant, Role, TermPack};

const UNIT: i64 = 7;
const HELPER: i64 = 8;
const ASKER: i64 = 5;

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

fn row(state: State) -> Model {
    Model {
        id: 1,
        organization_id: 1,
        voice_id: Some(9),
        problem_id: None,
        unit_id: Some(UNIT),
        reason: Reason::Duplicate,
        words: "同一件事".into(),
        evidence: "20261123-0001".into(),
        evidence_link: None,
        state,
        state_since: 0,
        asked_on: "2026-11-23".into(),
        asked_by_id: ASKER,
        decided_on: None,
        decided_by_id: None,
        decision_note: None,
        withdrawn_on: None,
        withdrawn_by_id: None,
        withdraw_note: None,
        version: 1,
    }
}

#[test]
fn the_office_and_the_head_of_the_lead_ask() {
    let subject = Subject {
        voice_id: Some(9),
        problem_id: None,
        lead: Some(UNIT),
        doers: BTreeSet::from([UNIT]),
        is_counted: true,
    };
    let fresh = Subject {
        is_counted: false,
        ..subject.clone()
    };
    let not = Err(CannotAsk::NotYours);
    for (actor, subject, wanted) in [
        (person(1, Role::Coordinator, None), &subject, Ok(())),
        (person(2, Role::Dispatcher, None), &subject, Ok(())),
        (person(3, Role::UnitHead, Some(UNIT)), &subject, Ok(())),
        (person(3, Role::UnitHead, Some(HELPER)), &subject, not),
        (person(4, Role::Liaison, Some(UNIT)), &subject, not),
        (person(6, Role::Leader, None), &subject, not),
        (
            person(1, Role::Coordinator, None),
            &fresh,
            Err(CannotAsk::NotCounted),
        ),
        (person(4, Role::Liaison, Some(UNIT)), &fresh, not),
    ] {
        assert_eq!(may_ask(&actor, subject), wanted, "{}", actor.person_id);
    }
}

#[test]
fn a_second_person_who_gains_nothing_decides() {
    use Action::{Grant as Give, Refuse, Withdraw};
    use State::{Asked, Granted, Refused, Withdrawn};
    let coordinator = person(1, Role::Coordinator, None);
    let asker = person(ASKER, Role::Coordinator, None);
    let inspector = person(2, Role::Inspector, None);
    let leader = person(3, Role::Leader, None);
    let supervisor = person(4, Role::Supervisor, None);
    let inside = person(6, Role::Leader, Some(UNIT));
    let helps = person(8, Role::Inspector, Some(HELPER));
    let head = person(9, Role::UnitHead, Some(UNIT));
    let asked_it = person(ASKER, Role::UnitHead, Some(UNIT));
    let not = Err(CannotStep::NotYours);
    let none = |state| Err(CannotStep::NoSuchStep(state));
    let cases = [
        (Asked, &coordinator, Give, Ok(())),
        (Asked, &inspector, Give, Ok(())),
        (Asked, &leader, Refuse, Ok(())),
        (Asked, &asker, Give, Err(CannotStep::OwnAsking)),
        (Asked, &asker, Refuse, Err(CannotStep::OwnAsking)),
        (Asked, &supervisor, Give, not),
        (Asked, &inside, Give, Err(CannotStep::Profits)),
        (Asked, &helps, Give, Err(CannotStep::Profits)),
        (Asked, &head, Give, not),
        (Asked, &asked_it, Give, not),
        (Asked, &asked_it, Withdraw, Ok(())),
        (Asked, &head, Withdraw, not),
        (Granted, &asked_it, Withdraw, Ok(())),
        (Granted, &coordinator, Withdraw, Ok(())),
        (Granted, &inspector, Refuse, none(Granted)),
        (Refused, &inspector, Give, none(Refused)),
        (Withdrawn, &inspector, Give, none(Withdrawn)),
        (Refused, &asked_it, Withdraw, none(Refused)),
    ];
    let profit = BTreeSet::from([UNIT, HELPER]);
    for (state, actor, action, wanted) in cases {
        let found = may_step(actor, &row(state), &profit, action).map(|_| ());
        assert_eq!(found, wanted, "{state} {} {action}", actor.person_id);
    }
}

#[test]
fn only_a_grant_excludes_and_nothing_follows_what_ended() {
    let into: Vec<Action> = TABLE
        .iter()
        .filter(|line| line.to == State::Granted)
        .map(|line| line.action)
        .collect();
    assert_eq!(into, [Action::Grant]);
    let ended = [State::Refused, State::Withdrawn];
    let goes_on = |line: &super::lifecycle::Line| line.from.iter().any(|s| ended.contains(s));
    assert!(!TABLE.iter().any(goes_on));
}

#[test]
fn forms_and_steps_name_what_is_missing() {
    assert!(rules::read(&Input::default()).is_err());
    let full = Input {
        voice_id: "9".into(),
        reason: "duplicate".into(),
        words: "同一件事".into(),
        evidence: "20261123-0001".into(),
        ..Input::default()
    };
    assert_eq!(rules::read(&full).unwrap().about, About::Voice(9));
    for broken in [
        Input {
            problem_id: "3".into(),
            ..full.clone()
        },
        Input {
            voice_id: String::new(),
            ..full.clone()
        },
        Input {
            reason: "tired".into(),
            ..full.clone()
        },
        Input {
            words: " ".into(),
            ..full.clone()
        },
        Input {
            evidence: String::new(),
            ..full.clone()
        },
        Input {
            evidence_link: "javascript:alert(1)".into(),
            ..full.clone()
        },
    ] {
        assert!(rules::read(&broken).is_err(), "{broken:?}");
    }
    for (action, note, wanted) in [
        ("grant", "看过通话记录", true),
        ("grant", "", false),
        ("refuse", "", false),
        ("withdraw", "", false),
        ("dance", "看过", false),
        ("", "看过", false),
    ] {
        let step = Step {
            action: action.into(),
            note: note.into(),
            ..Step::default()
        };
        assert_eq!(rules::read_step(&step).is_ok(), wanted, "{action} {note}");
    }
}
