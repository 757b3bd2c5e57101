//! A month as weeks that begin on Monday, with what is due on each day. Pure.

use std::collections::BTreeMap;

use gongjie_base::clock::plus_days;
use jiff::ToSpan;
use jiff::civil::Date;

use crate::measure::calendar::Calendar;

/// Entries of a day before the rest folds into a link.
pub const DAY_ENTRIES_MAX: usize = 4;

/// Something that is due.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    pub measure_id: i64,
    pub problem_id: i64,
    pub text: String,
    pub is_milestone: bool,
    pub is_done: bool,
    pub light: &'static str,
}

/// One day of the grid.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Day {
    pub date: Date,
    pub is_of_month: bool,
    pub is_today: bool,
    pub is_working: bool,
    /// `off` on a holiday in the week, `on` on a weekend day that is worked; else nothing.
    pub mark: Option<&'static str>,
    pub entries: Vec<Entry>,
    /// Entries that fold into a link.
    pub rest: usize,
}

/// First Monday and last Sunday of a month's grid.
pub fn bounds(month: Date) -> (Date, Date) {
    let (first, last) = (month.first_of_month(), month.last_of_month());
    let past = i64::from(first.weekday().to_monday_zero_offset());
    let left = 6 - i64::from(last.weekday().to_monday_zero_offset());
    (plus_days(first, -past), plus_days(last, left))
}

/// The weeks of a month.
pub fn weeks(
    month: Date,
    today: Date,
    calendar: &Calendar,
    mut due: BTreeMap<Date, Vec<Entry>>,
) -> Vec<Vec<Day>> {
    let (from, to) = bounds(month);
    let mut weeks = Vec::new();
    let mut week = Vec::new();
    let mut date = from;
    while date <= to {
        let mut entries = due.remove(&date).unwrap_or_default();
        let rest = entries.len().saturating_sub(DAY_ENTRIES_MAX);
        entries.truncate(DAY_ENTRIES_MAX);
        let is_working = calendar.is_working(date);
        let is_weekend = date.weekday().to_monday_zero_offset() >= 5;
        week.push(Day {
            date,
            is_of_month: date.month() == month.month(),
            is_today: date == today,
            is_working,
            mark: match (is_weekend, is_working) {
                (true, true) => Some("on"),
                (false, false) => Some("off"),
                _ => None,
            },
            entries,
            rest,
        });
        if week.len() == 7 {
            weeks.push(std::mem::take(&mut week));
        }
        date = plus_days(date, 1);
    }
    weeks
}

/// The month before and the one after.
pub fn neighbours(month: Date) -> (Date, Date) {
    let first = month.first_of_month();
    (
        first.saturating_sub(1.months()),
        first.saturating_add(1.months()),
    )
}
