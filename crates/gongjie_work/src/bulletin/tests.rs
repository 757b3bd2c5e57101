//! What a bulletin counts, and who may release it, as tables of cases.

use jiff::civil::{Date, date};

use super::lifecycle::Action;
use super::rules::{
    self, CannotStep, Counted, CountedSlip, Input, Period, State, TextInput, by_unit, may_step,
    rate, tally,
};
use super::tables::bulletin::Model;
use crate::org::{Actor, Grant, Role, TermPack};

const TODAY: Date = date(2026, 11, 23);

fn row(id: i64, due: Option<Date>, done: Option<Date>) -> Counted {
    Counted {
        measure_id: id,
        text: String::new(),
        unit_id: Some(id % 2),
        due,
        done,
        is_open: done.is_none(),
        is_grey: false,
        is_excused: false,
    }
}

fn period() -> Period {
    Period {
        from: date(2026, 11, 1),
        to: date(2026, 11, 30),
        as_of: TODAY,
    }
}

#[test]
fn numbers_are_the_rows_behind_them() {
    let day = |d| Some(date(2026, 11, d));
    let all = [
        row(1, day(5), day(5)),
        row(2, day(5), day(9)),
        row(3, day(20), None),
        row(4, day(28), None),
        row(5, Some(date(2026, 10, 1)), None),
        Counted {
            is_excused: true,
            ..row(6, day(2), None)
        },
        Counted {
            is_grey: true,
            ..row(7, day(2), None)
        },
        row(8, None, None),
    ];
    let tally = tally(&all, period());
    let ids = |rows: &[&Counted]| rows.iter().map(|r| r.measure_id).collect::<Vec<_>>();
    assert_eq!(ids(&tally.due), [1, 2, 3, 4, 6]);
    assert_eq!(ids(&tally.done), [1, 2]);
    assert_eq!(ids(&tally.in_time), [1]);
    assert_eq!(ids(&tally.late), [3, 5]);
    assert_eq!(ids(&tally.excused), [6]);
    let slip = CountedSlip {
        slip_id: 1,
        measure_id: Some(3),
        unit_id: 1,
        number: String::new(),
        sent: TODAY,
        is_unanswered: true,
        is_open: true,
    };
    let units = by_unit(&tally, &[slip]);
    assert_eq!(units.len(), 2);
    let odd = &units[1];
    assert_eq!(
        (odd.due, odd.done, odd.in_time, odd.late, odd.slips),
        (2, 1, 1, 2, 1)
    );
}

#[test]
fn a_rate_has_one_decimal_and_needs_a_sample() {
    assert_eq!(rate(0, 0), None);
    for (part, of, wanted) in [
        (32, 45, "71.1%"),
        (1, 3, "33.3%"),
        (2, 3, "66.7%"),
        (3, 3, "100.0%"),
    ] {
        assert_eq!(rate(part, of).as_deref(), Some(wanted));
    }
}

fn person(id: i64, role: Role) -> Actor {
    Actor {
        organization_id: 1,
        organization_name: String::new(),
        is_example: false,
        term_pack: TermPack::Party,
        account_id: id,
        person_id: id,
        name: String::new(),
        unit_id: None,
        unit_name: None,
        grants: vec![Grant {
            role,
            unit_id: None,
            reach: std::collections::BTreeSet::new(),
        }],
    }
}

#[test]
fn who_wrote_it_last_does_not_release_it() {
    let bulletin = |state| Model {
        id: 1,
        organization_id: 1,
        title: String::new(),
        from_on: String::new(),
        to_on: String::new(),
        as_of: String::new(),
        units: String::new(),
        state,
        state_since: 0,
        year: None,
        number: None,
        drafted_on: String::new(),
        drafted_by_id: Some(1),
        released_on: None,
        released_by_id: None,
        version: 1,
    };
    let draft = bulletin(State::Drafted);
    let (inspector, coordinator) = (person(1, Role::Inspector), person(2, Role::Coordinator));
    let release =
        |actor: &Actor, row: &Model, n| may_step(actor, row, n, Action::Release).map(|_| ());
    assert_eq!(release(&inspector, &draft, 3), Err(CannotStep::Drafter));
    assert_eq!(release(&coordinator, &draft, 3), Ok(()));
    assert_eq!(release(&coordinator, &draft, 0), Err(CannotStep::Empty));
    for role in [Role::Supervisor, Role::Leader, Role::Liaison, Role::Auditor] {
        assert_eq!(
            release(&person(3, role), &draft, 3),
            Err(CannotStep::NotYours)
        );
    }
    let out = bulletin(State::Released);
    let none = Err(CannotStep::NoSuchStep(State::Released));
    assert_eq!(release(&coordinator, &out, 3), none);
    assert!(rules::may_edit(&coordinator, &out).is_err(), "read-only");
}

#[test]
fn periods_and_texts_are_read_whole() {
    let input = |from: &str, to: &str| Input {
        title: "通报".into(),
        from_on: from.into(),
        to_on: to.into(),
    };
    assert!(rules::read(&input("2026-10-01", "2026-10-31"), TODAY).is_ok());
    for (from, to) in [
        ("2026-11-30", "2026-11-01"),
        ("2024-01-01", "2026-01-01"),
        ("", "2026-01-01"),
        ("x", "y"),
    ] {
        assert!(rules::read(&input(from, to), TODAY).is_err(), "{from} {to}");
    }
    let typed = TextInput {
        title: "通报".into(),
        line_id: vec!["1".into(), "2".into(), "3".into()],
        line_text: vec!["一".into(), "二".into(), " ".into()],
        line_in: vec!["2".into(), "3".into()],
        ..TextInput::default()
    };
    let read = rules::read_text(&typed).unwrap();
    let ticked: Vec<i64> = read
        .lines
        .iter()
        .filter(|(_, (_, i))| *i)
        .map(|(id, _)| *id)
        .collect();
    assert_eq!(ticked, [2], "an emptied sentence is out");
}
