//! Stages of the board and weeks of the calendar as tables of cases.

use std::collections::{BTreeMap, BTreeSet};

use gongjie_base::clock::plus_days;
use jiff::civil::{Date, date};

use super::month::{DAY_ENTRIES_MAX, Entry, bounds, neighbours, weeks};
use super::stages::{stage_of, stages};
use crate::measure::calendar::Calendar;
use crate::problem::lifecycle::TABLE;
use crate::problem::rules::State;

#[test]
fn every_state_stands_in_exactly_one_column() {
    let columns = stages();
    for state in State::ALL {
        let holding = columns.iter().filter(|(_, states)| states.contains(state));
        assert_eq!(holding.count(), 1, "{state}");
    }
    assert_eq!(stage_of(State::Suspended), "working");
    assert_eq!(stage_of(State::Merged), "ended");
}

#[test]
fn every_verb_leads_to_a_column() {
    let codes: BTreeSet<&str> = stages().into_iter().map(|(code, _)| code).collect();
    for line in TABLE {
        assert!(codes.contains(stage_of(line.to)), "{}", line.action);
    }
}

#[test]
fn a_grid_begins_on_monday_and_ends_on_sunday() {
    let cases = [
        (date(2026, 11, 23), date(2026, 10, 26), date(2026, 12, 6), 6),
        (date(2026, 2, 1), date(2026, 1, 26), date(2026, 3, 1), 5),
        (date(2027, 2, 3), date(2027, 2, 1), date(2027, 2, 28), 4),
    ];
    for (month, from, to, rows) in cases {
        assert_eq!(bounds(month), (from, to));
        let weeks = weeks(month, month, &Calendar::default(), BTreeMap::new());
        assert_eq!(weeks.len(), rows, "{month}");
        assert!(weeks.iter().all(|week| week.len() == 7));
    }
    assert_eq!(
        neighbours(date(2027, 1, 31)),
        (date(2026, 12, 1), date(2027, 2, 1))
    );
}

fn entry(n: i64) -> Entry {
    Entry {
        measure_id: n,
        problem_id: 1,
        text: n.to_string(),
        is_milestone: false,
        is_done: false,
        light: "green",
    }
}

#[test]
fn more_than_four_a_day_fold_and_days_off_are_marked() {
    let today = date(2026, 10, 1);
    let calendar = Calendar {
        holidays: BTreeSet::from([today]),
        make_up_days: BTreeSet::from([date(2026, 10, 10)]),
        ..Calendar::default()
    };
    let due = BTreeMap::from([(today, (1..=6).map(entry).collect::<Vec<_>>())]);
    let days: BTreeMap<Date, _> = weeks(today, today, &calendar, due)
        .into_iter()
        .flatten()
        .map(|day| (day.date, day))
        .collect();
    let first = &days[&today];
    assert_eq!((first.entries.len(), first.rest), (DAY_ENTRIES_MAX, 2));
    assert_eq!(
        (first.mark, first.is_working, first.is_today),
        (Some("off"), false, true)
    );
    assert_eq!(days[&date(2026, 10, 10)].mark, Some("on"));
    assert_eq!(days[&plus_days(today, 2)].mark, None, "a plain Saturday");
    assert!(!days[&plus_days(today, 2)].is_working);
    assert!(!days[&date(2026, 9, 30)].is_of_month);
}
