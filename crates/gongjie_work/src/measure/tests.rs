//! Rules of a measure as tables of cases.

mod extension;
mod shine;

use gongjie_base::{Error, lifecycle as table};
use jiff::civil::{Date, date};

use super::calendar::Calendar;
use super::lifecycle::{Action, TABLE, bars_reporter, needs_words, waits_for_tasks};
use super::rules::{
    CannotEdit, DueKind, Input, State, may_change, may_issue, progress_wanted, read, read_due,
};
use super::tables::measure::Model;
use super::tree::{Done, Tree};
use crate::org::Part;

/// 2026-11-23, a Monday.
const MONDAY: Date = date(2026, 11, 23);

fn measure(id: i64, parent_id: Option<i64>, state: State) -> Model {
    Model {
        id,
        organization_id: 1,
        problem_id: 1,
        parent_id,
        position: id,
        text: "举措".into(),
        goal: None,
        start_on: None,
        due_text: Some("2026-12-31".into()),
        due_on: Some("2026-12-31".into()),
        first_due_on: Some("2026-12-31".into()),
        due_kind: DueKind::Date,
        stated_count: None,
        stated_tasks: None,
        source: None,
        state,
        state_since: 0,
        state_note: None,
        issued_on: "2026-10-05".into(),
        signed_on: None,
        suspended_on: None,
        result: None,
        reported_on: None,
        reported_by_id: None,
        done_on: None,
        decision_id: None,
        created_at: 0,
        version: 1,
    }
}

fn input() -> Input {
    Input {
        text: " 排班 ".into(),
        lead: "1".into(),
        partners: vec!["2".into(), "3".into(), "2".into(), String::new()],
        due_text: "6月底前".into(),
        ..Input::default()
    }
}

#[test]
fn a_measure_is_read_as_written() {
    let read = read(&input(), MONDAY, &Calendar::default()).unwrap();
    assert_eq!(
        (read.text.as_str(), read.lead, read.partners),
        ("排班", 1, vec![2, 3])
    );
    assert_eq!(read.due.on, Some(date(2026, 6, 30)));
    assert_eq!(read.due.text.as_deref(), Some("6月底前"));
}

#[test]
fn broken_fields_are_named() {
    let long = "长".repeat(8_001);
    let cases: [(&str, Input); 7] = [
        (
            "text",
            Input {
                text: String::new(),
                ..input()
            },
        ),
        (
            "text",
            Input {
                text: long,
                ..input()
            },
        ),
        (
            "lead",
            Input {
                lead: String::new(),
                ..input()
            },
        ),
        (
            "partners",
            Input {
                partners: vec!["1".into()],
                ..input()
            },
        ),
        (
            "start_on",
            Input {
                start_on: "昨天".into(),
                ..input()
            },
        ),
        (
            "due_text",
            Input {
                due_text: "尽快".into(),
                ..input()
            },
        ),
        (
            "due_text",
            Input {
                start_on: "2026-07-01".into(),
                ..input()
            },
        ),
    ];
    for (field, bad) in cases {
        let Err(Error::Invalid(fields)) = read(&bad, MONDAY, &Calendar::default()) else {
            panic!("{field} accepted: {bad:?}")
        };
        let names: Vec<&str> = fields.iter().map(|f| f.field.as_str()).collect();
        assert_eq!(names, [field]);
    }
}

#[test]
fn limits_are_read_in_every_way_an_office_writes_them() {
    let cases: [(&str, DueKind, Option<Date>); 9] = [
        ("", DueKind::None, None),
        ("2026-12-31", DueKind::Date, Some(date(2026, 12, 31))),
        ("12月20日", DueKind::Date, Some(date(2026, 12, 20))),
        ("12月底前", DueKind::Date, Some(date(2026, 12, 31))),
        ("11—12月", DueKind::Date, Some(date(2026, 12, 31))),
        ("立行立改", DueKind::Immediate, Some(date(2026, 11, 30))),
        ("长期坚持", DueKind::LongTerm, None),
        (
            "12月底前完成，长期坚持",
            DueKind::Date,
            Some(date(2026, 12, 31)),
        ),
        ("每季度", DueKind::LongTerm, None),
    ];
    for (text, kind, on) in cases {
        let due = read_due(text, MONDAY, &Calendar::default()).unwrap();
        assert_eq!((due.kind, due.on), (kind, on), "{text}");
    }
    for text in ["尽快", "5月以来", "2月30日"] {
        assert!(
            read_due(text, MONDAY, &Calendar::default()).is_err(),
            "{text}"
        );
    }
}

#[test]
fn working_days_skip_weekends_and_holidays_and_keep_make_up_days() {
    let friday = date(2026, 11, 27);
    let plain = Calendar::default();
    assert_eq!(plain.plus_working_days(friday, 1), date(2026, 11, 30));
    assert_eq!(plain.plus_working_days(friday, 0), friday);
    let calendar = Calendar {
        holidays: [date(2026, 11, 30)].into(),
        make_up_days: [date(2026, 11, 28)].into(),
        ..Calendar::default()
    };
    assert_eq!(calendar.plus_working_days(friday, 1), date(2026, 11, 28));
    assert_eq!(calendar.plus_working_days(friday, 2), date(2026, 12, 1));
}

#[test]
fn every_state_can_be_reached_and_every_open_state_left() {
    for state in State::ALL {
        let reached = *state == State::Issued || TABLE.iter().any(|l| l.to == *state);
        assert!(reached, "{state} is never reached");
        // An import that is undone takes back what it made, whatever became of it: that is no step of its life.
        let steps = TABLE.iter().filter(|l| l.action != Action::TakeBack);
        let left = steps.clone().any(|l| l.from.contains(state));
        assert_eq!(left, state.is_open(), "{state}");
        for action in Action::ALL {
            let lines = TABLE
                .iter()
                .filter(|l| l.action == *action && l.from.contains(state));
            assert!(lines.count() <= 1, "{state} {action}");
        }
    }
}

#[test]
fn the_doers_never_pass_their_own_work() {
    for line in TABLE.iter().filter(|l| l.to == State::Done) {
        assert!(!line.who.contains(&Part::Owner) && !line.who.contains(&Part::OwnerHead));
        assert!(bars_reporter(line.action) && waits_for_tasks(line.action));
    }
    assert!(table::find(TABLE, State::Working, Action::Pass).is_none());
    assert!(needs_words(Action::Report) && needs_words(Action::Suspend));
    assert!(needs_words(Action::Cancel) && !needs_words(Action::Sign));
}

#[test]
fn tasks_are_issued_by_those_who_do_the_parent() {
    let cases: [(&[Part], &[Part], bool); 6] = [
        (&[Part::Lead], &[], true),
        (&[Part::LeadHead], &[], true),
        (&[Part::Coordinator], &[], true),
        (&[Part::Partner], &[], false),
        (&[Part::Partner], &[Part::Owner], true),
        (&[Part::Inspector, Part::Leader], &[Part::Partner], false),
    ];
    for (of_problem, of_parent, wanted) in cases {
        assert_eq!(
            may_issue(of_problem, of_parent),
            wanted,
            "{of_problem:?} {of_parent:?}"
        );
    }
}

#[test]
fn a_promised_limit_and_a_unit_that_signed_stay() {
    let typed = Input {
        due_text: "2026-12-31".into(),
        ..input()
    };
    let same = read(&typed, MONDAY, &Calendar::default()).unwrap();
    let later = Input {
        due_text: "2027-01-31".into(),
        ..input()
    };
    let later = read(&later, MONDAY, &Calendar::default()).unwrap();
    let issued = measure(1, None, State::Issued);
    let working = measure(1, None, State::Working);
    let free = Model {
        due_text: None,
        due_on: None,
        due_kind: DueKind::None,
        ..working.clone()
    };
    let cases = [
        (&issued, Some(1), &later, vec![Part::Lead], Ok(())),
        (&issued, Some(9), &same, vec![Part::Lead], Ok(())),
        (&working, Some(1), &same, vec![Part::Lead], Ok(())),
        (
            &working,
            Some(1),
            &later,
            vec![Part::Coordinator],
            Err(CannotEdit::DueIsPromised),
        ),
        (
            &working,
            Some(9),
            &same,
            vec![Part::Lead],
            Err(CannotEdit::LeadHasSigned),
        ),
        (&working, Some(9), &same, vec![Part::Coordinator], Ok(())),
        (&free, Some(1), &later, vec![Part::Lead], Ok(())),
    ];
    for (now, lead, typed, parts, wanted) in cases {
        assert_eq!(
            may_change(now, lead, typed, &parts),
            wanted,
            "{} {parts:?}",
            now.state
        );
    }
}

#[test]
fn progress_is_wanted_monthly_and_weekly_at_the_end() {
    let working = measure(1, None, State::Working);
    let cases = [
        // issued this month, no entry yet
        (None, date(2026, 10, 30), None),
        // no entry in November
        (
            Some(date(2026, 10, 30)),
            date(2026, 11, 2),
            Some(date(2026, 11, 30)),
        ),
        (Some(date(2026, 11, 2)), date(2026, 11, 29), None),
        // in the last two weeks: every week
        (Some(date(2026, 12, 10)), date(2026, 12, 17), None),
        (
            Some(date(2026, 12, 9)),
            date(2026, 12, 17),
            Some(date(2026, 12, 17)),
        ),
    ];
    for (last, today, wanted) in cases {
        assert_eq!(
            progress_wanted(&working, last, today),
            wanted,
            "{last:?} {today}"
        );
    }
    let signed = measure(1, None, State::Signed);
    assert_eq!(progress_wanted(&signed, None, date(2026, 12, 1)), None);
}

#[test]
fn what_is_done_is_counted_from_the_lowest_level_up() {
    let rows = [
        measure(1, None, State::Working),
        measure(2, Some(1), State::Done),
        measure(3, Some(1), State::Working),
        measure(4, Some(3), State::Done),
        measure(5, Some(3), State::Working),
        measure(6, Some(3), State::Cancelled),
        measure(7, Some(1), State::Cancelled),
        measure(8, Some(7), State::Working),
    ];
    let tree = Tree::new(&rows);
    assert_eq!(tree.done(1), Done { done: 2, all: 3 });
    assert_eq!(tree.done(3), Done { done: 1, all: 2 });
    assert_eq!(tree.done(2), Done { done: 1, all: 1 });
    assert_eq!((tree.depth(1), tree.depth(5)), (1, 3));
    let order: Vec<(usize, i64)> = tree.under(1).iter().map(|(l, m)| (*l, m.id)).collect();
    assert_eq!(
        order,
        [(1, 2), (1, 3), (2, 4), (2, 5), (2, 6), (1, 7), (2, 8)]
    );
    assert!(!tree.tasks_are_closed(1) && tree.tasks_are_closed(2));
}
