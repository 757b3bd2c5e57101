//! The numbers in a cell: 1. ① （一） 一是 第一步， a. and where they count as numbering.

use super::Style;

/// A number found in the text: where it begins and ends (bytes), and its value.
#[derive(Debug, Clone, Copy)]
pub struct Mark {
    pub from: usize,
    pub to: usize,
    pub value: u32,
    pub style: Style,
    /// At the beginning of the text or of a line.
    pub is_at_line: bool,
}

/// Numbers that are one letter: ① ⑴ ⒈ ❶ ㈠, each row from one.
const LETTERS: [&str; 5] = [
    "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳",
    "⑴⑵⑶⑷⑸⑹⑺⑻⑼⑽⑾⑿⒀⒁⒂⒃⒄⒅⒆⒇",
    "⒈⒉⒊⒋⒌⒍⒎⒏⒐⒑⒒⒓⒔⒕⒖⒗⒘⒙⒚⒛",
    "❶❷❸❹❺❻❼❽❾❿",
    "㈠㈡㈢㈣㈤㈥㈦㈧㈨㈩",
];
/// The style that each of these rows stands for.
const LETTER_STYLES: [Style; 5] = [
    Style::Circle,
    Style::Brackets,
    Style::Digit,
    Style::Circle,
    Style::HanBrackets,
];

/// Every number that counts, in its place.
pub fn marks(text: &str) -> Vec<Mark> {
    let mut out: Vec<Mark> = Vec::new();
    let mut before: Option<char> = None;
    let mut skip_to = 0;
    for (at, letter) in text.char_indices() {
        if at >= skip_to {
            let is_at_line = before.is_none_or(|c| c == '\n')
                || text
                    .get(..at)
                    .is_some_and(|head| head.rsplit('\n').next().unwrap_or("").trim().is_empty());
            // Inside a sentence a number counts only after a stop.
            let is_after_stop =
                is_at_line || before.is_some_and(|c| "。；;，,：:！!、 \u{3000}.）)".contains(c));
            // 1.起草2.开会: once a cell counts, its numbers need no stop before them.
            let counts = out
                .last()
                .is_some_and(|mark| matches!(mark.style, Style::Digit | Style::DigitBracket));
            let is_after_stop =
                is_after_stop || (counts && before.is_some_and(|c| !c.is_ascii() && !is_digit(c)));
            let rest = text.get(at..).unwrap_or("");
            let found = mark_at(rest, is_at_line, is_after_stop).or_else(|| {
                let last = out
                    .last()
                    .filter(|_| before.is_some_and(char::is_whitespace))?;
                between_numbers(rest, last).map(|length| {
                    let value = last.value + 1;
                    let mark = Mark {
                        value,
                        is_at_line,
                        ..*last
                    };
                    (mark, length)
                })
            });
            if let Some((mark, length)) = found {
                out.push(Mark {
                    from: at,
                    to: at + length,
                    is_at_line,
                    ..mark
                });
                skip_to = at + length;
            }
        }
        before = Some(letter);
    }
    // Where some numbers stand at the beginning of lines, those in the middle of lines belong to their text.
    if let Some(first) = out.first().copied() {
        let at_lines = out
            .iter()
            .filter(|m| m.style == first.style && m.is_at_line)
            .count();
        if at_lines >= 2 {
            let is_one_line = |mark: &Mark| mark.style != first.style || mark.is_at_line;
            let values: Vec<u32> = out
                .iter()
                .filter(|m| m.style == first.style && m.is_at_line)
                .map(|m| m.value)
                .collect();
            let is_complete = values
                .iter()
                .zip(1..)
                .all(|(value, wanted)| *value == wanted);
            if is_complete {
                out.retain(is_one_line);
            }
        }
    }
    out
}

/// `2.48小时响应` after 1. and before 3.: a number and its text, not two and a half. Gives its length.
fn between_numbers(rest: &str, last: &Mark) -> Option<usize> {
    let own = format!("{}.", last.value + 1);
    let next = format!("{}.", last.value + 2);
    let is_one = last.style == Style::Digit && rest.starts_with(&own);
    let goes_on = rest.match_indices(&next).any(|(at, _)| {
        rest.get(..at)
            .is_some_and(|head| head.ends_with(char::is_whitespace))
    });
    (is_one && goes_on).then_some(own.len())
}

fn mark_at(text: &str, is_at_line: bool, is_after_stop: bool) -> Option<(Mark, usize)> {
    let mark = |value, style, length| {
        let mark = Mark {
            from: 0,
            to: 0,
            value,
            style,
            is_at_line,
        };
        Some((mark, length))
    };
    let first = text.chars().next()?;
    for (row, style) in LETTERS.iter().zip(LETTER_STYLES) {
        if let Some(at) = row.chars().position(|c| c == first) {
            return mark(u32::try_from(at + 1).ok()?, style, first.len_utf8());
        }
    }
    if matches!(first, '（' | '(') {
        let inside: String = text
            .chars()
            .skip(1)
            .take_while(|c| !matches!(c, '）' | ')'))
            .take(4)
            .collect();
        let length = first.len_utf8() + inside.len();
        let close = text
            .get(length..)?
            .chars()
            .next()
            .filter(|c| matches!(c, '）' | ')'))?;
        let length = length + close.len_utf8();
        if let Some(value) = digits(&inside) {
            return mark(value, Style::Brackets, length);
        }
        return mark(han(&inside)?, Style::HanBrackets, length);
    }
    if !is_after_stop {
        return None;
    }
    if is_at_line && let Some(found) = labelled(text) {
        return mark(found.0, Style::Nth, found.1);
    }
    if let Some(rest) = text.strip_prefix('第') {
        let number: String = rest.chars().take_while(|c| is_han(*c)).collect();
        let value = han(&number)?;
        let tail = rest.get(number.len()..)?;
        let step = if tail.starts_with('步') { "步" } else { "" };
        let stop = tail
            .get(step.len()..)?
            .chars()
            .next()
            .filter(|c| "，,：:、".contains(*c))?;
        return mark(
            value,
            Style::Nth,
            '第'.len_utf8() + number.len() + step.len() + stop.len_utf8(),
        );
    }
    let (value, style, length) = digit_mark(text, first, is_at_line)
        .or_else(|| han_mark(text, first, is_at_line))
        .or_else(|| latin_mark(text, first))?;
    mark(value, style, length)
}

/// `措施一：` and `举措1：` at the beginning of a line.
fn labelled(text: &str) -> Option<(u32, usize)> {
    let label = ["措施", "举措", "任务", "做法"]
        .into_iter()
        .find(|label| text.starts_with(label))?;
    let rest = text.get(label.len()..)?;
    let number: String = rest
        .chars()
        .take_while(|c| is_digit(*c) || is_han(*c))
        .collect();
    let value = digits(&number).or_else(|| han(&number))?;
    let stop = rest
        .get(number.len()..)?
        .chars()
        .next()
        .filter(|c| "：:、.".contains(*c))?;
    Some((value, label.len() + number.len() + stop.len_utf8()))
}

/// `1.` `1、` `1）` and a number before a blank.
fn digit_mark(text: &str, first: char, is_at_line: bool) -> Option<(u32, Style, usize)> {
    let mark = |value, style, length| Some((value, style, length));
    if is_digit(first) {
        let number: String = text.chars().take_while(|c| is_digit(*c)).collect();
        let value = digits(&number)?;
        let mut after = text.get(number.len()..)?.chars();
        let stop = after.next()?;
        let next = after.next();
        let length = number.len() + stop.len_utf8();
        return match stop {
            '）' | ')' => mark(value, Style::DigitBracket, length),
            '、' | '．' => mark(value, Style::Digit, length)
                .filter(|_| !next.is_some_and(is_digit) || stop == '．' && is_at_line),
            // 1.5 and 2022.6 are numbers, not numbering.
            '.' | ',' | '，' => mark(value, Style::Digit, length).filter(|_| {
                let is_part = next.is_some_and(is_digit) && !begins_with_year(text.get(length..));
                !is_part && (stop == '.' || is_at_line)
            }),
            '-' | '—' => mark(value, Style::Digit, length)
                .filter(|_| is_at_line && next.is_some_and(|c| !c.is_ascii() && !is_digit(c))),
            ' ' => mark(value, Style::Digit, length)
                .filter(|_| is_at_line && next.is_some_and(|c| !c.is_ascii())),
            _ => None,
        };
    }
    None
}

/// `a.` `b、` `A)` before a word that is not Latin.
fn latin_mark(text: &str, first: char) -> Option<(u32, Style, usize)> {
    let lower = first.to_ascii_lowercase();
    if !('a'..='h').contains(&lower) {
        return None;
    }
    let mut after = text.chars().skip(1);
    let stop = after.next().filter(|c| ".．、)）".contains(*c))?;
    let next = after.find(|c| *c != ' ')?;
    let value = u32::from(lower) - u32::from('a') + 1;
    (!next.is_ascii()).then_some((value, Style::Latin, 1 + stop.len_utf8()))
}

/// 1.2023年3月: a number, and then a year.
fn begins_with_year(text: Option<&str>) -> bool {
    let letters: Vec<char> = text.unwrap_or("").chars().take(5).collect();
    matches!(letters.as_slice(), [a @ ('1' | '2'), b, c, d, '年'] if [a, b, c, d].iter().all(|c| is_digit(**c)))
}

/// `一、` and `一是`.
fn han_mark(text: &str, first: char, is_at_line: bool) -> Option<(u32, Style, usize)> {
    let mark = |value, style, length| Some((value, style, length));
    if is_han(first) {
        let number: String = text.chars().take_while(|c| is_han(*c)).collect();
        let value = han(&number)?;
        let stop = text.get(number.len()..)?.chars().next()?;
        return match stop {
            '、' | '．' | '.' => mark(value, Style::Han, number.len() + stop.len_utf8())
                .filter(|_| is_at_line || value > 1),
            '是' => mark(value, Style::Is, number.len() + stop.len_utf8()),
            _ => None,
        };
    }
    None
}

fn is_digit(letter: char) -> bool {
    letter.is_ascii_digit() || ('０'..='９').contains(&letter)
}

fn digits(text: &str) -> Option<u32> {
    let plain: String = text
        .chars()
        .map(|c| {
            char::from_digit(
                u32::from(c)
                    .checked_sub(u32::from('０'))
                    .filter(|d| *d < 10)
                    .unwrap_or(99),
                10,
            )
            .unwrap_or(c)
        })
        .collect();
    plain.parse().ok().filter(|n| (1..=60).contains(n))
}

fn is_han(letter: char) -> bool {
    "一二三四五六七八九十".contains(letter)
}

/// 一 to 九十九.
fn han(text: &str) -> Option<u32> {
    let digit = |c: char| {
        "一二三四五六七八九"
            .chars()
            .zip(1..)
            .find_map(|(d, n)| (d == c).then_some(n))
    };
    let letters: Vec<char> = text.chars().collect();
    match letters.as_slice() {
        ['十'] => Some(10),
        ['十', one] => Some(10 + digit(*one)?),
        [ten, '十'] => Some(digit(*ten)? * 10),
        [ten, '十', one] => Some(digit(*ten)? * 10 + digit(*one)?),
        [one] => digit(*one),
        _ => None,
    }
}
