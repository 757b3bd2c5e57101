//! Reads the words of a date cell from end to end.

use super::resolve::{Resolved, resolve};
use super::words;
use super::{Kind, Precision, Reading, Unread, WrittenDate, chinese, english};
use crate::normal::{normalise, squash};

/// Longer texts are sentences and no dates.
const LONGEST: usize = 60;

pub(super) fn read(text: &str, default_year: Option<i16>) -> Reading {
    let line = normalise(text);
    let line = without_time(line.trim_end_matches(['。', '；', ';', '，', ',', '、', '.']));
    let words = squash(line);
    if words.is_empty() {
        return unread(text, Kind::Date, &words, Unread::Empty);
    }
    if words.chars().count() > LONGEST {
        return unread(text, Kind::Date, "", Unread::NotUnderstood);
    }
    let promise = words::promise(&words);
    if promise.rest.is_empty() {
        return without_days(text, promise.kind, promise.both);
    }
    match days(line, &promise.rest, default_year) {
        Ok(days) => Reading {
            ambiguous: days.ambiguous || promise.both,
            written: WrittenDate {
                text: text.to_owned(),
                from: days.from,
                to: days.to,
                precision: days.precision,
                kind: promise.kind,
            },
            year_assumed: days.year_assumed,
            is_deadline: days.is_deadline,
            reason: None,
        },
        Err(reason) => unread(text, Kind::Date, &words, reason),
    }
}

fn days(line: &str, rest: &str, default_year: Option<i16>) -> Result<Resolved, Unread> {
    let chars: Vec<char> = rest.chars().collect();
    // Removing the blank in "1 2月" would make another number of it.
    let phrase = if has_split_number(line) {
        None
    } else {
        chinese::phrase(&chars)
    };
    if let Some(phrase) = phrase.or_else(|| english::phrase(line)) {
        return resolve(phrase, default_year);
    }
    Err(if words::needs_school_calendar(rest) {
        Unread::SchoolCalendar
    } else {
        Unread::NotUnderstood
    })
}

/// Words that promise a kind of time and no day.
fn without_days(text: &str, kind: Kind, both: bool) -> Reading {
    Reading {
        written: WrittenDate {
            text: text.to_owned(),
            from: None,
            to: None,
            precision: Precision::Unknown,
            kind,
        },
        year_assumed: false,
        is_deadline: false,
        ambiguous: both,
        reason: None,
    }
}

fn unread(text: &str, kind: Kind, words: &str, reason: Unread) -> Reading {
    Reading {
        is_deadline: words::sets_limit(words),
        reason: Some(reason),
        ..without_days(text, kind, false)
    }
}

/// Drops a time of day after the last blank: `2022-09-19 15:40`.
fn without_time(line: &str) -> &str {
    let Some((head, last)) = line.rsplit_once([' ', '\n']) else {
        return line;
    };
    let is_time = last.contains(':')
        && last
            .chars()
            .all(|c| c == ':' || c == '.' || c.is_ascii_digit());
    if is_time { head.trim_end() } else { line }
}

fn has_split_number(line: &str) -> bool {
    let digit = |c: char| crate::numeral::digit(c).is_some();
    line.split([' ', '\n'])
        .zip(line.split([' ', '\n']).skip(1))
        .any(|(left, right)| left.ends_with(digit) && right.starts_with(digit))
}
