//! One named stretch of a year and the days it covers.

use super::{Precision, Unread};
use jiff::ToSpan;
use jiff::civil::Date;

/// The year of a part, as far as it is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Year {
    Missing,
    /// Four digits.
    Full(i16),
    /// Two digits; the century is assumed.
    Short(i16),
    /// Years after the default year: 今年 0, 去年 -1.
    Relative(i16),
    /// 次年: the year after the first part of a range.
    Following,
}

/// What is named inside the year. Numbers are as written and may not exist in the calendar.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Span {
    Whole,
    Half(u32),
    Quarter(u32),
    Month(u32),
    /// 上旬 0, 中旬 1, 下旬 2 of a month.
    Tenth(u32, u32),
    Day(u32, u32),
    /// A day without its month; the other part of a range may lend it.
    DayOnly(u32),
    /// 月底, 本季度: no month can be known.
    NoMonth,
    /// A number without a unit, and how many digits it had.
    Bare(u32, usize),
}

/// What follows the stretch.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Tail {
    None,
    /// 初: its beginning.
    Start,
    /// 底, 末, 内: its last day is meant as a limit.
    End,
}

/// Year, stretch and tail of one side of a range, or of a single date.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Part {
    pub year: Year,
    pub span: Span,
    pub tail: Tail,
    /// Another reading is possible.
    pub unsure: bool,
}

impl Part {
    pub(super) fn new(year: Year, span: Span) -> Self {
        Self {
            year,
            span,
            tail: Tail::None,
            unsure: false,
        }
    }
}

/// First and last day of a stretch in a year, with its precision.
pub(super) fn days(year: i16, span: Span) -> Result<(Date, Date, Precision), Unread> {
    let (first, last, precision) = match span {
        Span::Whole => (1, 12, Precision::Year),
        Span::Half(half @ 1..=2) => (half * 6 - 5, half * 6, Precision::HalfYear),
        Span::Quarter(quarter @ 1..=4) => (quarter * 3 - 2, quarter * 3, Precision::Quarter),
        Span::Month(month @ 1..=12) => (month, month, Precision::Month),
        Span::Tenth(month, tenth) => {
            let last = if tenth == 2 {
                last_day(year, month)?
            } else {
                day(year, month, tenth * 10 + 10)?
            };
            return Ok((day(year, month, tenth * 10 + 1)?, last, Precision::Range));
        }
        Span::Day(month, d) => {
            let day = day(year, month, d)?;
            return Ok((day, day, Precision::Day));
        }
        Span::Half(_) | Span::Quarter(_) | Span::Month(_) => return Err(Unread::NotInCalendar),
        Span::NoMonth | Span::DayOnly(_) => return Err(Unread::NoMonth),
        Span::Bare(..) => return Err(Unread::Unclear),
    };
    Ok((day(year, first, 1)?, last_day(year, last)?, precision))
}

/// The day before; none before the first year jiff knows.
pub(super) fn day_before(day: Date) -> Result<Date, Unread> {
    day.checked_sub(1.day()).map_err(|_| Unread::NotInCalendar)
}

fn day(year: i16, month: u32, day: u32) -> Result<Date, Unread> {
    let small = |n: u32| i8::try_from(n).map_err(|_| Unread::NotInCalendar);
    if !(1900..=2100).contains(&year) {
        return Err(Unread::NotInCalendar);
    }
    Date::new(year, small(month)?, small(day)?).map_err(|_| Unread::NotInCalendar)
}

fn last_day(year: i16, month: u32) -> Result<Date, Unread> {
    day(year, month, 1).map(Date::last_of_month)
}
