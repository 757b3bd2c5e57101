//! Reads the few English spellings of a date: June 2022, 21 June 2022, June 21, 2022, by Q2 2022.

use super::chinese::{Bound, Phrase};
use super::format::MONTHS;
use super::span::{Part, Span, Tail, Year};

/// Takes a normalised English text apart; `None` unless every word is understood.
pub(super) fn phrase(text: &str) -> Option<Phrase> {
    let lower = text.to_ascii_lowercase();
    let mut words: Vec<&str> = lower
        .split([' ', '\n', ',', '-', '/', '.'])
        .filter(|word| !word.is_empty())
        .collect();
    let bound = match words.first().copied()? {
        "by" | "until" | "till" => Bound::By,
        "before" => Bound::Before,
        "since" | "from" => Bound::Since,
        _ => Bound::None,
    };
    let tail = if words.contains(&"end") {
        Tail::End
    } else {
        Tail::None
    };
    words.retain(|word| {
        ![
            "by", "until", "till", "before", "since", "from", "in", "on", "the", "end", "of",
        ]
        .contains(word)
    });
    let mut day = None;
    let mut month = None;
    let mut year = Year::Missing;
    let mut quarter = None;
    for word in words {
        if let Some(found) = month_of(word) {
            put(&mut month, found)?;
        } else if let Some(digits) = word.strip_prefix('q') {
            put(&mut quarter, digits.parse().ok()?)?;
        } else if word.len() == 4 && year == Year::Missing && !word.contains(char::is_alphabetic) {
            year = Year::Full(word.parse().ok()?);
        } else {
            put(&mut day, day_of(word)?)?;
        }
    }
    let span = match (day, month, quarter) {
        (Some(day), Some(month), None) => Span::Day(month, day),
        (None, Some(month), None) => Span::Month(month),
        (None, None, Some(quarter)) => Span::Quarter(quarter),
        (None, None, None) if year != Year::Missing => Span::Whole,
        _ => return None,
    };
    let mut first = Part::new(year, span);
    first.tail = tail;
    Some(Phrase {
        first,
        second: None,
        bound,
    })
}

/// Fills an empty place; `None` when it is taken.
fn put(place: &mut Option<u32>, value: u32) -> Option<()> {
    place.replace(value).is_none().then_some(())
}

fn month_of(word: &str) -> Option<u32> {
    let at = MONTHS.iter().position(|name| {
        let name = name.to_ascii_lowercase();
        name == word || name.get(..3) == Some(word) || word == "sept" && name.starts_with(word)
    })?;
    u32::try_from(at + 1).ok()
}

fn day_of(word: &str) -> Option<u32> {
    let digits = ["st", "nd", "rd", "th"]
        .iter()
        .find_map(|ending| word.strip_suffix(ending))
        .unwrap_or(word);
    digits.parse().ok().filter(|_| digits.len() <= 2)
}
