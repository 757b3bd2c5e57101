//! Deadlines and dates of a cell: what they mean, and what is not certain about them.

use gongjie_words::date::{excel_serial, zh};
use gongjie_words::{Precision, Reading, Unread, WrittenDate, normalise};
use jiff::civil::Date;

use crate::grid::{Cell, Value};
use crate::report::Time;

/// Why a time is not certain: the kind of the doubt and what to say.
pub type Doubt = (&'static str, String);

/// Reads a cell as a time. `year`: the year that the sheet states.
pub fn read_cell(cell: &Cell, year: Option<i16>) -> (Time, Option<Doubt>) {
    match cell.value {
        Value::Date(day) => (of_day(&cell.text, day), None),
        Value::Number(number) => of_number(cell, number, year),
        Value::Text => read(&cell.text, year),
    }
}

/// A date cell. What it shows may leave out the day (2022年6月): then the month is meant.
fn of_day(text: &str, day: Date) -> Time {
    let shows_day = text.contains('日') || !text.contains('月');
    if shows_day {
        return Time {
            text: text.to_owned(),
            date: Some(day.to_string()),
            precision: Precision::Day.code(),
            kind: "date",
            ..Time::default()
        };
    }
    Time {
        text: text.to_owned(),
        date: Some(day.last_of_month().to_string()),
        date_from: Some(day.first_of_month().to_string()),
        precision: Precision::Month.code(),
        kind: "date",
        ..Time::default()
    }
}

/// A number under a heading of time: 20220621, 2022.6, or the day count of a sheet whose format was lost.
fn of_number(cell: &Cell, number: f64, year: Option<i16>) -> (Time, Option<Doubt>) {
    let is_day_count = number.fract() == 0.0 && (30_000.0..60_000.0).contains(&number);
    if is_day_count && let Some(day) = excel_serial(number, false) {
        let time = Time {
            text: cell.text.clone(),
            date: Some(day.to_string()),
            precision: Precision::Day.code(),
            kind: "date",
            ..Time::default()
        };
        return (
            time,
            Some((
                "date_serial",
                format!(
                    "the number {} is read as the day count of {}",
                    cell.text,
                    zh(day)
                ),
            )),
        );
    }
    let (time, doubt) = read(&cell.text, year);
    // As a number 2022.10 loses its last nought and reads 2022.1.
    if number.fract() != 0.0 && cell.text.ends_with(".1") && time.date.is_some() {
        return (
            time,
            Some((
                "date_ambiguous",
                format!("{} is a number: 2022.10 would look the same", cell.text),
            )),
        );
    }
    (time, doubt)
}

/// Reads words as a time.
pub fn read(text: &str, year: Option<i16>) -> (Time, Option<Doubt>) {
    let reading = best(text);
    let mut time = time_of(text, &reading);
    if reading.reason == Some(Unread::NoYear) {
        let supposed = year.map(|year| with_year(text, year));
        if let Some(supposed) = supposed.filter(|r| r.reason.is_none()) {
            let full = time_of(text, &supposed);
            let message = format!(
                "no year is written; in the year that the sheet states it is {}",
                full.date
                    .as_deref()
                    .or(full.date_from.as_deref())
                    .unwrap_or("open")
            );
            time.date_if_year = full.date;
            time.precision = full.precision;
            time.kind = full.kind;
            return (time, Some(("year_missing", message)));
        }
        let shape = with_year(text, 2024);
        if shape.reason.is_none() {
            time.precision = shape.written.precision.code();
        }
        return (
            time,
            Some((
                "year_missing",
                "no year is written, and the sheet states none".to_owned(),
            )),
        );
    }
    if reading.reason == Some(Unread::NotUnderstood)
        && let Some((clause, mut time)) = last_clause(text, year)
    {
        text.clone_into(&mut time.text);
        let message = format!("only “{clause}” is read as a date");
        return (time, Some(("date_partial", message)));
    }
    if reading.reason == Some(Unread::NotUnderstood)
        && let Some(kind) = kind_in(text)
    {
        time.kind = kind;
        let message = "only the kind of the limit is read".to_owned();
        return (time, Some(("date_partial", message)));
    }
    (time, doubt_of(&reading))
}

/// The kind that words without any number name: 长期坚持、持续推进; 立即停工整改.
fn kind_in(text: &str) -> Option<&'static str> {
    const LONG: [&str; 6] = ["长期", "持续", "全年坚持", "常态", "坚持", "始终"];
    const NOW: [&str; 5] = ["立行立改", "立即", "马上", "即知即改", "立整立改"];
    let has = |words: &[&str]| words.iter().any(|word| text.contains(word));
    if text.chars().any(|c| c.is_ascii_digit())
        || text.contains(['月', '年']) && !text.contains("全年")
    {
        return None;
    }
    match (has(&LONG), has(&NOW)) {
        (true, false) => Some("long_term"),
        (false, true) => Some("immediate"),
        _ => None,
    }
}

/// Why a reading is not certain.
fn doubt_of(reading: &Reading) -> Option<Doubt> {
    let unread = match reading.reason {
        Some(Unread::Empty) | None => None,
        Some(Unread::SchoolCalendar) => Some("only the school calendar knows this day"),
        Some(Unread::NotInCalendar) => Some("there is no such day"),
        Some(Unread::EndBeforeStart) => Some("it ends before it begins"),
        Some(Unread::Several) => Some("several dates that do not follow each other"),
        Some(Unread::NoMonth) => Some("the month is not said"),
        Some(Unread::NoYear | Unread::NotUnderstood | Unread::Unclear) => {
            Some("not read as a date")
        }
    };
    let (kind, message) = match unread {
        Some(message) => ("date_unread", message),
        None if reading.ambiguous => ("date_ambiguous", "another reading is possible"),
        None if reading.year_assumed => ("date_ambiguous", "the century is supposed"),
        None => return None,
    };
    Some((kind, message.to_owned()))
}

/// The words themselves, or without the words around a date that promise no other day.
fn best(text: &str) -> Reading {
    let reading = WrittenDate::read(&with_months(&normalise(text)), None);
    let understood = !matches!(reading.reason, Some(Unread::NotUnderstood));
    if understood || reading.written.kind != gongjie_words::Kind::Date {
        return reading;
    }
    match trimmed(text) {
        Some(bare) => {
            let second = WrittenDate::read(&bare, None);
            if matches!(second.reason, Some(Unread::NotUnderstood)) {
                reading
            } else {
                second
            }
        }
        None => reading,
    }
}

fn with_year(text: &str, year: i16) -> Reading {
    let reading = WrittenDate::read(text, Some(year));
    match (reading.reason, trimmed(text)) {
        (Some(Unread::NotUnderstood), Some(bare)) => WrittenDate::read(&bare, Some(year)),
        _ => reading,
    }
}

/// 2022.5—7 are months of one year.
fn with_months(text: &str) -> String {
    let Some((first, last)) = text.split_once(['—', '-', '~', '～', '至', '–']) else {
        return text.to_owned();
    };
    let last = last.trim_start_matches(['—', '-']);
    let Some((year, month)) = first.split_once('.') else {
        return text.to_owned();
    };
    let is_month = |word: &str| matches!(word.parse::<u8>(), Ok(1..=12));
    let is_year = year.len() == 4 && year.chars().all(|c| c.is_ascii_digit());
    if is_year && is_month(month) && is_month(last) {
        return format!("{year}年{month}—{last}月");
    }
    text.to_owned()
}

/// The last of several clauses that is a date: 2022年底前完成4座，2023年6月底前全部完成.
fn last_clause(text: &str, year: Option<i16>) -> Option<(&str, Time)> {
    let clauses: Vec<&str> = text
        .split(['，', '；', '。', '（', '(', '\n'])
        .map(str::trim)
        .filter(|clause| !clause.is_empty())
        .collect();
    if clauses.len() < 2 {
        return None;
    }
    clauses.into_iter().rev().find_map(|clause| {
        let (time, _) = read(clause, year);
        (time.date.is_some() || time.date_if_year.is_some()).then_some((clause, time))
    })
}

/// 拟于2022年6月底前完成整改 holds a date and words that change nothing about it.
fn trimmed(text: &str) -> Option<String> {
    const BEFORE: [&str; 16] = [
        "完成时限",
        "完成时间",
        "时限",
        "计划于",
        "预计于",
        "拟于",
        "力争于",
        "力争在",
        "力争",
        "确保",
        "计划",
        "预计",
        "拟",
        "于",
        "在",
        "原则上",
    ];
    const AFTER: [&str; 22] = [
        "完成整改",
        "整改完成",
        "全部完成",
        "基本完成",
        "取得阶段性成效",
        "并长期坚持",
        "完成销号",
        "整改到位",
        "落实到位",
        "完成到位",
        "完成建设",
        "完成",
        "办结",
        "解决",
        "销号",
        "整改",
        "启动",
        "投入使用",
        "建成",
        "结束",
        "到位",
        "。",
    ];
    let mut bare = with_months(&normalise(text));
    let whole = normalise(text);
    loop {
        let start = bare.len();
        for word in BEFORE {
            if let Some(rest) = bare.strip_prefix(word) {
                bare = String::from(rest.trim_start_matches(['：', ':', ' ']));
            }
        }
        for word in AFTER {
            if let Some(rest) = bare.strip_suffix(word) {
                bare = String::from(rest.trim_end_matches(['，', ',', '、', ' ', '。', '；']));
            }
        }
        if bare.len() == start {
            break;
        }
    }
    (bare != whole && !bare.is_empty()).then_some(bare)
}

fn time_of(text: &str, reading: &Reading) -> Time {
    let written = &reading.written;
    let is_day = written.precision == Precision::Day;
    let day = |day: Option<Date>| day.map(|day| day.to_string());
    Time {
        text: text.to_owned(),
        date: day(written.to),
        date_if_year: None,
        // 6月底 sets a limit; 6月 is a period.
        date_from: if is_day || reading.is_deadline {
            None
        } else {
            day(written.from)
        },
        precision: written.precision.code(),
        kind: written.kind.code(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    #[expect(clippy::too_many_lines, reason = "a table of cases")]
    fn deadlines_of_offices() {
        for (text, date, if_year, from, precision, kind, doubt) in [
            (
                "2022年6月底前",
                Some("2022-06-30"),
                None,
                None,
                "month",
                "date",
                None,
            ),
            (
                "6月底",
                None,
                Some("2022-06-30"),
                None,
                "month",
                "date",
                Some("year_missing"),
            ),
            (
                "上半年",
                None,
                Some("2022-06-30"),
                None,
                "half_year",
                "date",
                Some("year_missing"),
            ),
            (
                "3—4月",
                None,
                Some("2022-04-30"),
                None,
                "range",
                "date",
                Some("year_missing"),
            ),
            (
                "2022.6.21",
                Some("2022-06-21"),
                None,
                None,
                "day",
                "date",
                None,
            ),
            (
                "20220621",
                Some("2022-06-21"),
                None,
                None,
                "day",
                "date",
                None,
            ),
            (
                "二〇二二年六月",
                Some("2022-06-30"),
                None,
                Some("2022-06-01"),
                "month",
                "date",
                None,
            ),
            ("立行立改", None, None, None, "unknown", "immediate", None),
            ("长期坚持", None, None, None, "unknown", "long_term", None),
            ("持续推进", None, None, None, "unknown", "long_term", None),
            (
                "学期末",
                None,
                None,
                None,
                "unknown",
                "date",
                Some("date_unread"),
            ),
            (
                "到2025年",
                Some("2025-12-31"),
                None,
                None,
                "year",
                "date",
                None,
            ),
            ("每季度", None, None, None, "unknown", "recurring", None),
            (
                "拟于2022年6月底前完成整改",
                Some("2022-06-30"),
                None,
                None,
                "month",
                "date",
                None,
            ),
            (
                "2022年12月31日前完成并长期坚持",
                Some("2022-12-31"),
                None,
                None,
                "day",
                "long_term",
                None,
            ),
            (
                "已完成",
                None,
                None,
                None,
                "unknown",
                "date",
                Some("date_unread"),
            ),
        ] {
            let (time, found) = read(text, Some(2022));
            assert_eq!(
                (
                    time.date.as_deref(),
                    time.date_if_year.as_deref(),
                    time.date_from.as_deref(),
                    time.precision,
                    time.kind,
                    found.map(|d| d.0)
                ),
                (date, if_year, from, precision, kind, doubt),
                "{text}"
            );
        }
    }

    #[test]
    fn words_without_a_number_give_the_kind_alone() {
        for (text, kind) in [
            ("长期坚持、持续推进", "long_term"),
            ("立即停工整改", "immediate"),
            ("马上办", "immediate"),
            ("有空的时候", "date"),
        ] {
            let (time, _) = read(text, Some(2026));
            assert_eq!((time.kind, time.date), (kind, None), "{text}");
        }
    }
}
