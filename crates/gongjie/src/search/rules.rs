//! Words of a search, and texts with what was found marked in them. Pure.

/// Characters of what is searched for.
pub const CHARS_MAX: usize = 100;
/// Words that must all occur.
pub const WORDS_MAX: usize = 5;
/// Characters before the first hit in an excerpt.
const BEFORE: usize = 20;
/// Characters of an excerpt.
const EXCERPT: usize = 90;

/// The words of a search, split at spaces; no word twice.
pub fn words(q: &str) -> Vec<String> {
    let mut words: Vec<String> = Vec::new();
    let cut: String = q.chars().take(CHARS_MAX).collect();
    for word in cut.split_whitespace().take(WORDS_MAX) {
        if !words.iter().any(|w| w == word) {
            words.push(word.to_owned());
        }
    }
    words
}

/// A part of a text, and whether it is a hit.
pub type Part = (bool, String);

fn is_same(a: char, b: char) -> bool {
    a == b || a.to_lowercase().eq(b.to_lowercase())
}

fn begins(text: &[char], word: &[char]) -> bool {
    !word.is_empty()
        && text.len() >= word.len()
        && text.iter().zip(word).all(|(a, b)| is_same(*a, *b))
}

/// The text in parts, hits apart; the parts put together are the text. Large and small letters are the same.
pub fn marked(text: &str, words: &[String]) -> Vec<Part> {
    let words: Vec<Vec<char>> = words.iter().map(|w| w.chars().collect()).collect();
    let chars: Vec<char> = text.chars().collect();
    let mut parts: Vec<Part> = Vec::new();
    let mut rest = chars.as_slice();
    while let Some((first, behind)) = rest.split_first() {
        let longest = words.iter().filter(|w| begins(rest, w)).map(Vec::len).max();
        let Some(length) = longest else {
            push(&mut parts, false, std::iter::once(*first));
            rest = behind;
            continue;
        };
        let (hit, behind) = rest.split_at(length);
        push(&mut parts, true, hit.iter().copied());
        rest = behind;
    }
    parts
}

fn push(parts: &mut Vec<Part>, is_hit: bool, chars: impl Iterator<Item = char>) {
    match parts.last_mut() {
        Some((was_hit, text)) if *was_hit == is_hit => text.extend(chars),
        _ => parts.push((is_hit, chars.collect())),
    }
}

/// The part of a long text around its first hit, marked; empty where nothing was hit.
pub fn excerpt(text: &str, words: &[String]) -> Vec<Part> {
    let parts = marked(text, words);
    let Some(hit) = parts.iter().position(|(is_hit, _)| *is_hit) else {
        return Vec::new();
    };
    let before: usize = parts.iter().take(hit).map(|(_, t)| t.chars().count()).sum();
    let start = before.saturating_sub(BEFORE);
    let total = text.chars().count();
    let mut cut: String = text.chars().skip(start).take(EXCERPT).collect();
    if start > 0 {
        cut.insert(0, '…');
    }
    if start + EXCERPT < total {
        cut.push('…');
    }
    marked(&cut, words)
}

/// A problem's number as people write it, with the year where they write that too: `3`, `3号`, `2026-3`, `难题〔2026〕3号`. Anything else is words.
pub fn number(q: &str) -> Option<(Option<i64>, i64)> {
    let is_around = |c: char| c.is_whitespace() || "难题第号年〔〕[]【】()（）-－—/#№.".contains(c);
    let is_number = |c: char| c.is_ascii_digit();
    if !q.chars().all(|c| is_number(c) || is_around(c)) {
        return None;
    }
    let numbers: Vec<i64> = q
        .split(|c| !is_number(c))
        .filter(|part| !part.is_empty())
        .map(str::parse)
        .collect::<Result<_, _>>()
        .ok()?;
    match numbers.as_slice() {
        [number] => Some((None, *number)),
        [year, number] => Some((Some(*year), *number)),
        _ => None,
    }
}
