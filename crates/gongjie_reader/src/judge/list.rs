//! Enumerations in a cell: 1.… 2.…; ①②; （一）（二）; 一是…二是…; lines. The style of the first number counts.

/// How the parts of a cell are numbered.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Style {
    /// `1.` `1、` `1．` `1，`
    Digit,
    /// `1)` `1）`
    DigitBracket,
    /// `（1）` `(1)`
    Brackets,
    /// `①`
    Circle,
    /// `一、`
    Han,
    /// `（一）`
    HanBrackets,
    /// `一是`
    Is,
    /// `第一，` `措施一：`
    Nth,
    /// `a.` `b、`
    Latin,
    /// Lines without numbers.
    Lines,
}

/// The parts of a cell.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cut {
    /// At least one.
    pub items: Vec<String>,
    /// Empty when nothing was split.
    pub style: Option<Style>,
    /// Words before the first number; a heading of the cell, or more.
    pub intro: String,
    /// Whether the split is a judgement.
    pub is_sure: bool,
}

/// A number found in the text: where it begins and ends (bytes), and its value.
#[derive(Debug, Clone, Copy)]
struct Mark {
    from: usize,
    to: usize,
    value: u32,
    style: Style,
    /// At the beginning of the text or of a line.
    is_at_line: bool,
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

/// Cuts a cell at its numbers, or at its lines.
pub fn cut(text: &str) -> Cut {
    let whole = || Cut {
        items: vec![text.trim().to_owned()],
        style: None,
        intro: String::new(),
        is_sure: true,
    };
    let marks = marks(text);
    let Some(first) = marks.first() else {
        return lines(text).unwrap_or_else(whole);
    };
    // 1, 2, 3 of the first style; another style is inside of them.
    let mut run: Vec<Mark> = Vec::new();
    for mark in marks.iter().filter(|mark| mark.style == first.style) {
        let wanted = run.last().map_or(1, |last| last.value + 1);
        if mark.value == wanted {
            run.push(*mark);
        }
    }
    let intro = text.get(..first.from).unwrap_or("").trim();
    let own_style = marks
        .iter()
        .filter(|mark| mark.style == first.style)
        .count();
    if own_style == 1 {
        // A lone number is taken off where it begins the cell: its fellows stand in the rows around.
        let rest = text
            .get(first.to..)
            .unwrap_or("")
            .trim()
            .trim_end_matches(['；', ';']);
        let is_number = matches!(
            first.style,
            Style::Digit | Style::Circle | Style::Brackets | Style::DigitBracket
        );
        if intro.is_empty() && !rest.is_empty() && is_number {
            return Cut {
                items: vec![rest.to_owned()],
                style: Some(first.style),
                intro: String::new(),
                is_sure: true,
            };
        }
        return whole();
    }
    if run.len() < 2 || run.first().is_none_or(|mark| mark.from != first.from) {
        return whole();
    }
    let ends = run.iter().skip(1).map(|mark| mark.from).chain([text.len()]);
    let parts: Vec<String> = run
        .iter()
        .zip(ends)
        .map(|(mark, end)| {
            let part = text.get(mark.to..end).unwrap_or("").trim();
            part.trim_end_matches(['；', ';', '，', ','])
                .trim_end()
                .to_owned()
        })
        .filter(|part| !part.is_empty())
        .collect();
    if parts.is_empty() {
        return whole();
    }
    let is_headed = intro.is_empty() || intro.ends_with(['：', ':']);
    Cut {
        is_sure: is_headed && !matches!(first.style, Style::Is | Style::Nth | Style::Latin),
        items: parts,
        style: Some(first.style),
        intro: intro.to_owned(),
    }
}

fn marks(text: &str) -> Vec<Mark> {
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

/// Lines without numbers, where each seems to say a thing of its own.
fn lines(text: &str) -> Option<Cut> {
    let lines: Vec<&str> = text
        .lines()
        .map(str::trim)
        .filter(|line| !line.is_empty())
        .collect();
    let (last, others) = lines.split_last()?;
    if others.is_empty() {
        return None;
    }
    let stops = |line: &str| line.ends_with(['。', '；', ';', '！']);
    let goes_on =
        |line: &str| line.ends_with(['，', ',', '、', '：', ':', '和', '及', '的', '与', '（']);
    if others.iter().any(|line| goes_on(line)) || last.chars().count() < 4 {
        return None;
    }
    let count = |line: &str| line.chars().count();
    let all_stop = others.iter().all(|line| stops(line));
    // Lines of one length without a stop are one sentence that the office broke by hand.
    let (shortest, longest) = (
        others.iter().map(|l| count(l)).min()?,
        others.iter().map(|l| count(l)).max()?,
    );
    let is_wrapped =
        !all_stop && longest - shortest <= 1 && count(last) <= longest && others.len() > 1;
    if is_wrapped || (!all_stop && others.iter().any(|line| count(line) < 4)) {
        return None;
    }
    Some(Cut {
        items: lines
            .iter()
            .map(|line| {
                line.trim_start_matches(['-', '—', '·', '•', '●', '◆', '■', '★', '*'])
                    .trim()
                    .trim_end_matches(['；', ';'])
                    .to_owned()
            })
            .collect(),
        style: Some(Style::Lines),
        intro: String::new(),
        is_sure: false,
    })
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbered_cells_are_cut_in_every_style() {
        for (text, want) in [
            ("1.起草文件；2.开会。", vec!["起草文件", "开会。"]),
            ("1、起草文件\n2、开会", vec!["起草文件", "开会"]),
            ("１．起草文件\n２．开会", vec!["起草文件", "开会"]),
            ("（1）起草（2）开会（3）总结", vec!["起草", "开会", "总结"]),
            ("①起草文件②开会", vec!["起草文件", "开会"]),
            ("⑴补充工具\n⑵以旧换新", vec!["补充工具", "以旧换新"]),
            ("⒈起草⒉开会", vec!["起草", "开会"]),
            ("一是起草文件；二是开会。", vec!["起草文件", "开会。"]),
            ("（一）起草\n（二）开会", vec!["起草", "开会"]),
            ("一、起草文件。二、开会。", vec!["起草文件。", "开会。"]),
            (
                "1.起草：（1）调研；（2）成文。\n2.开会",
                vec!["起草：（1）调研；（2）成文。", "开会"],
            ),
            ("主要举措：1.起草2.开会", vec!["起草", "开会"]),
            (
                "第一步，摸清需求；第二步，结对帮学；第三步，开放课程。",
                vec!["摸清需求", "结对帮学", "开放课程。"],
            ),
            (
                "a.每月招聘；b.共建订单班；c.建驿站2处",
                vec!["每月招聘", "共建订单班", "建驿站2处"],
            ),
            (
                "1.建群 2.48小时响应 3.月度通报",
                vec!["建群", "48小时响应", "月度通报"],
            ),
            ("投入 2.5万元改造", vec!["投入 2.5万元改造"]),
            ("A级景区提升，b站宣传", vec!["A级景区提升，b站宣传"]),
            (
                "1.2023年3月完成招标2.2023年9月竣工",
                vec!["2023年3月完成招标", "2023年9月竣工"],
            ),
            (
                "措施一：完善制度\n措施二：加强检查",
                vec!["完善制度", "加强检查"],
            ),
            ("1-加强宣传\n2-开展检查", vec!["加强宣传", "开展检查"]),
            ("主要举措：1.起草。2.开会", vec!["起草。", "开会"]),
            ("1) 起草\n2) 开会", vec!["起草", "开会"]),
            ("投入1.5万元，2.6万元", vec!["投入1.5万元，2.6万元"]),
            ("2022.6.21完成", vec!["2022.6.21完成"]),
            ("1.开会", vec!["开会"]),
            ("3.回访；", vec!["回访"]),
            (
                "召开协调会。\n印发方案。",
                vec!["召开协调会。", "印发方案。"],
            ),
            ("召开协调会，\n印发方案", vec!["召开协调会，\n印发方案"]),
            ("建立台账", vec!["建立台账"]),
            ("第一，起草；第二，开会", vec!["起草", "开会"]),
            ("3月开会，5月总结", vec!["3月开会，5月总结"]),
        ] {
            assert_eq!(cut(text).items, want, "{text}");
        }
    }
}
