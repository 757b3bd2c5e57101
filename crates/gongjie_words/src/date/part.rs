//! Reads one side of a date: a year, and what is named inside it.

use super::span::{Part, Span, Tail, Year};
use crate::numeral::{self, Number};
use crate::scan::Scan;

/// Reads a part at the start; `None` leaves the place undefined.
pub(super) fn part(scan: &mut Scan) -> Option<Part> {
    if let Some(part) = packed(scan) {
        return Some(part);
    }
    let year = year(scan);
    if let Some(part) = separated(scan) {
        return Some(part);
    }
    named(scan, year)
}

/// `20220621` and `202206`; the latter could also be a day without its century.
fn packed(scan: &mut Scan) -> Option<Part> {
    let mut ahead = *scan;
    let Number { value, digits } = ahead.number()?;
    let (year, span, unsure) = match digits {
        8 => (
            value / 10_000,
            Span::Day(value / 100 % 100, value % 100),
            false,
        ),
        6 => (value / 100, Span::Month(value % 100), true),
        _ => return None,
    };
    let mut part = Part::new(full_year(year)?, span);
    part.unsure = unsure;
    *scan = ahead;
    time_of_day(scan);
    Some(part)
}

fn full_year(year: u32) -> Option<Year> {
    i16::try_from(year)
        .ok()
        .filter(|year| (1900..=2100).contains(year))
        .map(Year::Full)
}

/// A year with 年, or a word for one.
fn year(scan: &mut Scan) -> Year {
    let words = [
        ("今年", 0),
        ("本年度", 0),
        ("本年", 0),
        ("当年", 0),
        ("全年", 0),
        ("去年", -1),
        ("上年", -1),
        ("明年", 1),
    ];
    for (word, offset) in words {
        if scan.eat(word) {
            scan.eat("度");
            return Year::Relative(offset);
        }
    }
    if scan.eat_any(&["次年", "翌年"]).is_some() {
        return Year::Following;
    }
    let mut ahead = *scan;
    let Some(Number { value, digits }) = ahead.number() else {
        return Year::Missing;
    };
    let before_quarter = digits == 4 && matches!(ahead.peek(), Some('Q' | 'q'));
    if !before_quarter && !ahead.eat("年") {
        return Year::Missing;
    }
    ahead.eat("度");
    let Ok(value) = i16::try_from(value) else {
        return Year::Missing;
    };
    let year = match digits {
        4 => Year::Full(value),
        // "22年" and "22年前" are durations; "22年6月" and "22年底" name a year.
        2 if ahead.peek().is_some_and(names_part_of_year) => Year::Short(2000 + value),
        _ => return Year::Missing,
    };
    *scan = ahead;
    year
}

fn names_part_of_year(c: char) -> bool {
    numeral::digit(c).is_some() || "十第上下底末Q".contains(c)
}

/// `2022.6.21`, `2022/6`, `2022-06-21 15:40`, `2022.6月底`.
fn separated(scan: &mut Scan) -> Option<Part> {
    let mut ahead = *scan;
    let Number { value, .. } = ahead.number().filter(|n| n.digits == 4)?;
    let year = i16::try_from(value).ok().map(Year::Full)?;
    let mark = ahead.peek().filter(|c| matches!(c, '.' | '/' | '-'))?;
    ahead.step();
    let month = ahead.small_number()?;
    let mut with_day = ahead;
    if with_day.peek() == Some(mark) {
        with_day.step();
        if let Some(day) = with_day.small_number().filter(|_| !with_day.eat("月")) {
            with_day.eat_any(&["日", "号"]);
            time_of_day(&mut with_day);
            *scan = with_day;
            return Some(Part::new(year, Span::Day(month, day)));
        }
    }
    *scan = ahead;
    if scan.eat("月") {
        return Some(after_month(scan, year, month));
    }
    Some(Part::new(year, Span::Month(month)))
}

/// Everything that is named with a unit after an optional year.
fn named(scan: &mut Scan, year: Year) -> Option<Part> {
    for (words, half) in [(["上半年", "前半年"], 1), (["下半年", "后半年"], 2)] {
        if scan.eat_any(&words).is_some() {
            return Some(with_tail(scan, year, Span::Half(half)));
        }
    }
    if scan.eat_any(&["本月", "当月", "本季度", "当季"]).is_some()
        || scan.eat_any(&["月", "季度"]).is_some()
    {
        return Some(with_tail(scan, year, Span::NoMonth));
    }
    if scan.eat_any(&["Q", "q"]).is_some() {
        let quarter = scan.small_number()?;
        return Some(with_tail(scan, year, Span::Quarter(quarter)));
    }
    let ordinal = scan.eat("第");
    let Some(number) = scan.number() else {
        return whole_year(scan, year, ordinal);
    };
    if scan.eat("季度") {
        return Some(with_tail(scan, year, Span::Quarter(number.value)));
    }
    if ordinal {
        return None;
    }
    if scan.eat("月") {
        return Some(after_month(scan, year, number.value));
    }
    if scan.eat_any(&["日", "号"]).is_some() {
        time_of_day(scan);
        return Some(Part::new(year, Span::DayOnly(number.value)));
    }
    Some(month_and_day(scan, year, number))
}

/// `6.21`, `6/21`, or a number that stands alone.
fn month_and_day(scan: &mut Scan, year: Year, number: Number) -> Part {
    let mut ahead = *scan;
    if number.digits <= 2
        && (ahead.eat(".") || ahead.eat("/"))
        && let Some(day) = ahead
            .small_number()
            .filter(|_| !matches!(ahead.peek(), Some('月' | '季' | '年')))
    {
        ahead.eat_any(&["日", "号"]);
        *scan = ahead;
        let mut part = Part::new(year, Span::Day(number.value, day));
        part.unsure = year == Year::Missing;
        return part;
    }
    Part::new(year, Span::Bare(number.value, number.digits))
}

fn whole_year(scan: &mut Scan, year: Year, ordinal: bool) -> Option<Part> {
    if ordinal {
        return None;
    }
    // "年底" without a year means the default year's end.
    if year == Year::Missing {
        if !scan.eat("年") {
            return None;
        }
        let part = with_tail(scan, Year::Relative(0), Span::Whole);
        return (part.tail != Tail::None).then_some(part);
    }
    let mut ahead = *scan;
    let double = ahead.eat("年") && with_tail(&mut ahead, year, Span::Whole).tail != Tail::None;
    if double {
        scan.eat("年"); // 今年年底, 2022年年底
    }
    Some(with_tail(scan, year, Span::Whole))
}

fn after_month(scan: &mut Scan, year: Year, month: u32) -> Part {
    scan.eat("份");
    for (word, tenth) in [("上旬", 0), ("中旬", 1), ("下旬", 2)] {
        if scan.eat(word) {
            return Part::new(year, Span::Tenth(month, tenth));
        }
    }
    let mut ahead = *scan;
    if let Some(day) = ahead.small_number().filter(|_| ahead.peek() != Some('月')) {
        ahead.eat_any(&["日", "号"]);
        *scan = ahead;
        time_of_day(scan);
        return Part::new(year, Span::Day(month, day));
    }
    with_tail(scan, year, Span::Month(month))
}

fn with_tail(scan: &mut Scan, year: Year, span: Span) -> Part {
    let mut part = Part::new(year, span);
    if scan.eat_any(&["底", "末", "终", "内"]).is_some() {
        part.tail = Tail::End;
    } else if scan.eat("初") {
        part.tail = Tail::Start;
        part.unsure = true;
    }
    part
}

/// Steps over a weekday and a time of day after a day; they are not kept apart from the text.
fn time_of_day(scan: &mut Scan) {
    let mut ahead = *scan;
    let bracket = ahead.eat_any(&["（", "("]).is_some();
    if ahead.eat_any(&["星期", "周", "礼拜"]).is_some()
        && ahead.peek().is_some_and(|c| "一二三四五六日天".contains(c))
    {
        ahead.step();
        if !bracket || ahead.eat_any(&["）", ")"]).is_some() {
            *scan = ahead;
        }
    }
    scan.eat_any(&["凌晨", "早上", "上午", "中午", "下午", "晚上", "晚"]);
    let mut ahead = *scan;
    ahead.eat("T");
    if ahead.small_number().is_none() {
        return;
    }
    if ahead.eat(":") && ahead.small_number().is_some() {
        if ahead.eat(":") && ahead.small_number().is_none() {
            return;
        }
        *scan = ahead;
    } else if ahead.eat_any(&["时", "点"]).is_some() {
        if ahead.small_number().is_some() {
            ahead.eat("分");
        } else {
            ahead.eat("半");
        }
        *scan = ahead;
    }
}
