//! How far a record reaches in time, what is late, and what decides the end of a problem. Pure.

use gongjie_base::clock::{days_between, plus_days};
use gongjie_words::date::{Precision, WrittenDate};
use jiff::civil::Date;

use crate::measure::rules::State;
use crate::measure::tables::measure;
use crate::pairing::rules::DatePrecision;

/// A time as exact as it was recorded.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum When {
    /// A day is known: a diamond.
    Day(Date),
    /// Somewhere between two days, both included: a hatched bar.
    Within(Date, Date),
    /// From one day to another, both included: a plain bar.
    Range(Date, Date),
    /// "以来" and "起": a bar that fades, without an end.
    Since(Date),
    /// Not recorded: drawn nowhere.
    Unknown,
}

impl When {
    /// The time that was stored with this precision.
    pub fn recorded(precision: DatePrecision, from: Option<&str>, to: Option<&str>) -> Self {
        let day = |text: Option<&str>| text.and_then(|t| t.parse::<Date>().ok());
        let (from, to) = (day(from), day(to));
        match (precision, from, to) {
            (DatePrecision::Day, Some(day), _) => Self::Day(day),
            (DatePrecision::Since, Some(from), _) => Self::Since(from),
            (DatePrecision::Range, Some(from), Some(to)) => Self::Range(from, to),
            (
                DatePrecision::Month
                | DatePrecision::Quarter
                | DatePrecision::HalfYear
                | DatePrecision::Year,
                Some(from),
                Some(to),
            ) => Self::Within(from, to),
            _ => Self::Unknown,
        }
    }

    /// The first day of it.
    pub const fn first(self) -> Option<Date> {
        match self {
            Self::Day(day) | Self::Within(day, _) | Self::Range(day, _) | Self::Since(day) => {
                Some(day)
            }
            Self::Unknown => None,
        }
    }

    /// The last day of it that is known.
    pub const fn last(self) -> Option<Date> {
        match self {
            Self::Day(day) | Self::Within(_, day) | Self::Range(_, day) | Self::Since(day) => {
                Some(day)
            }
            Self::Unknown => None,
        }
    }
}

/// Everything about a measure that can be drawn.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Times {
    /// Start, or the day of issue; nothing for an old record that states neither.
    pub start: Option<Date>,
    /// The first promise 首次承诺.
    pub first_due: Option<Date>,
    /// The limit that stands now, extensions included 批准到.
    pub due: Option<Date>,
    /// The period in which the limit lies, where the words name no day ("12 月").
    pub due_period: Option<Date>,
    /// When it was done.
    pub done: Option<Date>,
    pub is_open: bool,
}

impl Times {
    /// The times of a measure. The day of issue of an old record is the day of its import and says nothing.
    pub fn of(row: &measure::Model) -> Self {
        let day = |text: Option<&str>| text.and_then(|t| t.parse::<Date>().ok());
        let issued = Some(row.issued_on.as_str()).filter(|_| row.source.is_none());
        let due = day(row.due_on.as_deref());
        let first_due = day(row.first_due_on.as_deref());
        Self {
            start: day(row.start_on.as_deref()).or_else(|| day(issued)),
            first_due,
            due,
            // An extension is granted to a day; only the first promise may have been written as a period.
            due_period: due
                .filter(|due| Some(*due) == first_due)
                .and_then(|due| period(row.due_text.as_deref()?, due)),
            done: day(row.done_on.as_deref()),
            is_open: row.state.is_open(),
        }
    }

    /// Nothing can be drawn of it.
    pub const fn is_undated(&self) -> bool {
        self.start.is_none() && self.due.is_none() && self.done.is_none()
    }

    /// Days past the limit that stands: until today while it is open, else until it was done.
    pub fn days_late(&self, today: Date) -> Option<i64> {
        let until = if self.is_open { today } else { self.done? };
        Some(days_between(self.due?, until)).filter(|days| *days > 0)
    }

    /// Days that extensions moved the limit beyond the first promise.
    pub fn days_moved(&self) -> Option<i64> {
        Some(days_between(self.first_due?, self.due?)).filter(|days| *days > 0)
    }

    /// The earliest day on which it can be done: its limit, or today when that is past.
    pub fn expected(&self, today: Date) -> Option<Date> {
        if self.is_open {
            return self.due.map(|due| due.max(today));
        }
        self.done
    }

    /// First and last day of all that is drawn.
    pub fn reach(&self, today: Date) -> Option<(Date, Date)> {
        let late = self
            .is_open
            .then_some(today)
            .filter(|_| self.due.is_some_and(|d| d < today));
        let days = [self.start, self.first_due, self.due, self.done, late];
        let days = days.into_iter().flatten();
        Some((days.clone().min()?, days.max()?))
    }
}

/// The first day of the period that a limit names, when it names a month, quarter or year and no day.
fn period(text: &str, due: Date) -> Option<Date> {
    let reading = WrittenDate::read(text, Some(due.year()));
    let written = reading.written;
    if written.to != Some(due) {
        return None;
    }
    match written.precision {
        Precision::Month => Some(due.first_of_month()),
        Precision::Quarter | Precision::HalfYear | Precision::Year => written.from,
        _ => None,
    }
}

/// What the end of a problem is computed from: one measure that counts, with the open milestones on its way.
#[derive(Debug, Clone)]
pub struct Part {
    pub measure_id: i64,
    pub times: Times,
    /// Days of its milestones that are not reached.
    pub open_milestones: Vec<Date>,
}

impl Part {
    /// The earliest day on which it can be done, milestones included.
    fn expected(&self, today: Date) -> Option<Date> {
        let own = self.times.expected(today);
        if !self.times.is_open {
            return own;
        }
        let milestones = self.open_milestones.iter().map(|day| (*day).max(today));
        own.into_iter().chain(milestones).max()
    }
}

/// Critical lateness: the open measure that decides when its problem ends, and what that does to the first promise.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Critical {
    pub measure_id: i64,
    /// The end that was promised first.
    pub promised: Date,
    /// The end that can be expected today.
    pub expected: Date,
    /// Days between the two; always more than 0.
    pub days: i64,
}

/// Which open measure moves the end of its problem beyond the first promise, and by how much.
///
/// Of several that end on the same day it is the one whose own promise is broken the most. A problem in which no limit
/// was ever promised has no promise to break.
pub fn critical(parts: &[Part], today: Date) -> Option<Critical> {
    let first = |t: &Times| t.first_due.or(t.due);
    let promised = parts.iter().filter_map(|p| first(&p.times)).max()?;
    let open = parts.iter().filter(|p| p.times.is_open);
    let (expected, _, part) = open
        .filter_map(|p| {
            let expected = p.expected(today)?;
            let broken = first(&p.times).map_or(0, |day| days_between(day, expected));
            Some((expected, broken, p))
        })
        .max_by_key(|(expected, broken, p)| {
            (*expected, *broken, std::cmp::Reverse(p.measure_id))
        })?;
    let days = days_between(promised, expected);
    (days > 0).then_some(Critical {
        measure_id: part.measure_id,
        promised,
        expected,
        days,
    })
}

/// A measure counts for the end of its problem unless it was cancelled.
pub const fn counts(state: State) -> bool {
    !matches!(state, State::Cancelled)
}

/// The day after the last one, where a bar ends that covers the last one.
pub fn behind(day: Date) -> Date {
    plus_days(day, 1)
}
