//! Puts a date text that was taken apart on the calendar.

use super::chinese::{Bound, Joint, Phrase};
use super::span::{self, Part, Span, Tail, Year};
use super::{Precision, Unread};
use jiff::civil::Date;

/// The days a phrase covers, and how sure they are.
#[derive(Debug, Clone, Copy)]
pub(super) struct Resolved {
    pub from: Option<Date>,
    pub to: Option<Date>,
    pub precision: Precision,
    pub year_assumed: bool,
    pub is_deadline: bool,
    pub ambiguous: bool,
}

/// The days of a phrase; the default year stands in where none is written.
pub(super) fn resolve(phrase: Phrase, default_year: Option<i16>) -> Result<Resolved, Unread> {
    match phrase.second {
        None => single(settle_alone(phrase.first)?, phrase.bound, default_year),
        Some((joint, second)) => {
            if let Some(day) = month_hyphen_day(phrase.first, joint, second) {
                return single(day, phrase.bound, default_year);
            }
            double(
                lend(phrase.first, second),
                joint,
                lend_back(phrase.first, second),
                phrase.bound,
                default_year,
            )
        }
    }
}

/// A lone number is a year when it has four digits, else nothing.
fn settle_alone(mut part: Part) -> Result<Part, Unread> {
    if let Span::Bare(number, digits) = part.span {
        let year = i16::try_from(number)
            .ok()
            .filter(|year| digits == 4 && (1900..=2100).contains(year));
        part.year = year
            .filter(|_| part.year == Year::Missing)
            .map(Year::Full)
            .ok_or(Unread::NotUnderstood)?;
        part.span = Span::Whole;
    }
    Ok(part)
}

/// `6-21` is a day when 21 can be no month; `5-7` stays unclear.
fn month_hyphen_day(first: Part, joint: Joint, second: Part) -> Option<Part> {
    let (Span::Bare(month, 1..=2), Span::Bare(day @ 13..=31, 2)) = (first.span, second.span) else {
        return None;
    };
    let plain = joint == Joint::Hyphen && second.year == Year::Missing;
    (plain && month <= 12).then(|| Part {
        unsure: first.year == Year::Missing,
        ..Part::new(first.year, Span::Day(month, day))
    })
}

/// Gives a bare first number the unit of the second part: 3—4月, 1—3季度, 2021—2023年.
fn lend(mut first: Part, second: Part) -> Part {
    if let Span::Bare(number, digits) = first.span {
        match second.span {
            Span::Month(_) => first.span = Span::Month(number),
            Span::Quarter(_) => first.span = Span::Quarter(number),
            Span::Whole
                if digits == 4 && first.year == Year::Missing && second.year != Year::Missing =>
            {
                first.year = i16::try_from(number).map_or(Year::Missing, Year::Full);
                first.span = Span::Whole;
            }
            _ => {}
        }
    }
    first
}

/// Gives the second part the month of the first: 6月21—23日, 2022.6.21-23.
fn lend_back(first: Part, mut second: Part) -> Part {
    if let (Span::Day(month, _), Span::DayOnly(day) | Span::Bare(day, 1..=2)) =
        (first.span, second.span)
        && second.year == Year::Missing
    {
        second.span = Span::Day(month, day);
    }
    second
}

fn single(part: Part, bound: Bound, default_year: Option<i16>) -> Result<Resolved, Unread> {
    let (year, year_assumed) = year_of(part, None, default_year)?;
    let (first, last, precision) = span::days(year, part.span)?;
    let mut resolved = Resolved {
        from: Some(first),
        to: Some(last),
        precision,
        year_assumed,
        is_deadline: part.tail == Tail::End || matches!(bound, Bound::By | Bound::Before),
        ambiguous: part.unsure,
    };
    match bound {
        Bound::None => {}
        Bound::By => resolved.from = None,
        Bound::Since => {
            resolved.from = Some(if part.tail == Tail::End { last } else { first });
            resolved.to = None;
            resolved.precision = Precision::Since;
            resolved.is_deadline = false;
        }
        Bound::Before => {
            resolved.from = None;
            if part.tail != Tail::End && precision != Precision::Day {
                // "2025年前": before the year begins, though some mean its end.
                resolved.to = Some(span::day_before(first)?);
                resolved.ambiguous = true;
            }
        }
    }
    Ok(resolved)
}

fn double(
    first: Part,
    joint: Joint,
    second: Part,
    bound: Bound,
    default_year: Option<i16>,
) -> Result<Resolved, Unread> {
    if matches!(bound, Bound::Since | Bound::Before) {
        return Err(Unread::NotUnderstood);
    }
    let (year, first_assumed) = year_of(first, None, default_year)?;
    let (from, first_end, _) = span::days(year, first.span)?;
    let (year, second_assumed) = year_of(second, Some((year, first_assumed)), default_year)?;
    let (second_start, to, _) = span::days(year, second.span)?;
    if to < from || second_start < from {
        return Err(Unread::EndBeforeStart);
    }
    if joint == Joint::List && span::day_before(second_start)? != first_end {
        return Err(Unread::Several);
    }
    Ok(Resolved {
        from: Some(from),
        to: Some(to),
        precision: Precision::Range,
        year_assumed: first_assumed || second_assumed,
        is_deadline: bound == Bound::By || second.tail == Tail::End,
        ambiguous: first.unsure || second.unsure,
    })
}

/// The year of a part and whether it was assumed; a second part without one takes the first part's.
fn year_of(
    part: Part,
    before: Option<(i16, bool)>,
    default_year: Option<i16>,
) -> Result<(i16, bool), Unread> {
    match part.year {
        Year::Full(year) => return Ok((year, false)),
        Year::Short(year) => return Ok((year, true)),
        Year::Following => {
            return before
                .map(|(year, assumed)| (year.saturating_add(1), assumed))
                .ok_or(Unread::NoYear);
        }
        Year::Relative(_) => {}
        Year::Missing => {
            // A day that is in no year is said to be so before the year is missed.
            span::days(2024, part.span)?;
            if let Some(year) = before {
                return Ok(year);
            }
        }
    }
    let offset = if let Year::Relative(offset) = part.year {
        offset
    } else {
        0
    };
    default_year
        .map(|year| (year.saturating_add(offset), true))
        .ok_or(Unread::NoYear)
}
