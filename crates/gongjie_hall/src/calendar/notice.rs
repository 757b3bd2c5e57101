//! Reads what is entered into the calendar: the open-data JSON of a yearly notice, days, vacations and hours. Pure.

use std::collections::BTreeMap;

use gongjie_base::check::Check;
use gongjie_base::limits::NAME_CHARS_MAX;
use gongjie_base::{Error, FieldError, Result, Say, codes};
use jiff::civil::{Date, Time};
use serde::{Deserialize, Deserializer};
use utoipa::ToSchema;

use super::rules::{Shift, Vacation};

/// Days of one notice, at most.
const DAYS_MAX: usize = 366;
/// Shifts of a day, at most.
const SHIFTS_MAX: usize = 6;
/// Days of one vacation, at most.
const VACATION_DAYS_MAX: i64 = 200;

codes! {
    /// What a day is, against the rule of its week.
    pub enum DayKind {
        /// 放假
        Off = "off",
        /// 调休上班
        Work = "work",
        /// As the week says: takes an entered day away.
        Week = "week",
    }
}

/// A day as a notice names it.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct NoticeDay {
    pub name: String,
    #[serde(deserialize_with = "day")]
    pub date: Date,
    pub is_off_day: bool,
}

/// A yearly notice of holidays and make-up days. Late December may stand in the next year's.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct Notice {
    pub year: i16,
    pub days: Vec<NoticeDay>,
}

fn day<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Date, D::Error> {
    let text = String::deserialize(deserializer)?;
    text.parse()
        .map_err(|_| serde::de::Error::custom(format!("{text} is no day")))
}

/// Reads the JSON of a notice; what is wrong is said with its line.
pub fn read_notice(text: &str) -> Result<Notice> {
    let refuse = |say| Error::Invalid(vec![FieldError::new("notice", say)]);
    if text.trim().is_empty() {
        return Err(refuse(Say::new("error-empty")));
    }
    let notice: Notice = serde_json::from_str(text).map_err(|error| {
        refuse(
            Say::new("calendar-notice-unreadable")
                .with("line", error.line())
                .with("column", error.column())
                .with("what", error.to_string()),
        )
    })?;
    if notice.days.is_empty() || notice.days.len() > DAYS_MAX {
        return Err(refuse(
            Say::new("calendar-notice-days").with("max", DAYS_MAX),
        ));
    }
    let mut seen: BTreeMap<Date, bool> = BTreeMap::new();
    for day in &notice.days {
        let stray = (day.date.year() - notice.year).abs() > 1;
        let twice = seen
            .insert(day.date, day.is_off_day)
            .is_some_and(|is_off| is_off != day.is_off_day);
        let name = day.name.trim();
        let key = match (stray, twice) {
            (true, _) => "calendar-notice-stray",
            (_, true) => "calendar-notice-twice",
            _ if name.is_empty() || name.chars().count() > NAME_CHARS_MAX => "calendar-notice-name",
            _ => continue,
        };
        let line = line_of(text, &day.date.to_string());
        return Err(refuse(
            Say::new(key)
                .with("line", line)
                .with("day", day.date)
                .with("year", notice.year),
        ));
    }
    Ok(notice)
}

/// The last line that names the word, from 1.
fn line_of(text: &str, word: &str) -> usize {
    text.lines()
        .enumerate()
        .filter(|(_, line)| line.contains(word))
        .map(|(n, _)| n + 1)
        .last()
        .unwrap_or(1)
}

/// A day that stands in the calendar, as far as loading a notice asks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Standing {
    pub name: String,
    pub is_off: bool,
    /// Nothing: entered by hand, and stays as it is.
    pub notice_year: Option<i64>,
}

/// What loading a notice does to the days that stand.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Plan {
    pub added: Vec<NoticeDay>,
    pub changed: Vec<NoticeDay>,
    /// Days that an earlier edition of this notice named and this one does not.
    pub removed: Vec<Date>,
    /// Days entered by hand that say something else: they stay.
    pub kept: Vec<Date>,
}

impl Plan {
    /// Loading changes nothing.
    pub fn is_idle(&self) -> bool {
        self.added.is_empty() && self.changed.is_empty() && self.removed.is_empty()
    }
}

/// What has to be written so that the calendar says what the notice says. The same notice again: nothing.
pub fn plan(standing: &BTreeMap<Date, Standing>, notice: &Notice) -> Plan {
    let mut plan = Plan::default();
    let named: BTreeMap<Date, &NoticeDay> = notice.days.iter().map(|d| (d.date, d)).collect();
    for (date, day) in &named {
        match standing.get(date) {
            None => plan.added.push((*day).clone()),
            Some(s) if s.is_off == day.is_off_day && s.name == day.name.trim() => {}
            Some(s) if s.notice_year.is_none() => plan.kept.push(*date),
            Some(_) => plan.changed.push((*day).clone()),
        }
    }
    let of_notice = |s: &Standing| s.notice_year == Some(i64::from(notice.year));
    plan.removed = standing
        .iter()
        .filter(|(date, s)| of_notice(s) && !named.contains_key(date))
        .map(|(date, _)| *date)
        .collect();
    plan
}

/// A day as typed.
#[derive(Debug, Clone, Default, Deserialize, ToSchema)]
#[serde(default)]
pub struct DayInput {
    /// `2026-10-01`
    pub day: String,
    pub name: String,
    /// `off`, `work`, or `week`: as the week says.
    pub kind: String,
}

/// Reads a day.
pub fn read_day(input: &DayInput) -> Result<(Date, String, DayKind)> {
    let mut check = Check::new();
    let day = check.day("day", &input.day);
    check.must(
        day.is_some() || !input.day.trim().is_empty(),
        "day",
        "error-empty",
    );
    let kind = check.code("kind", &input.kind, DayKind::from_code);
    check.must(
        kind.is_some() || !input.kind.trim().is_empty(),
        "kind",
        "error-choose",
    );
    let name = match kind {
        Some(DayKind::Week) => String::new(),
        _ => check.text("name", &input.name, NAME_CHARS_MAX),
    };
    check.done()?;
    match (day, kind) {
        (Some(day), Some(kind)) => Ok((day, name, kind)),
        _ => Err(Error::invalid("day", "error-empty")),
    }
}

/// A vacation as typed.
#[derive(Debug, Clone, Default, Deserialize, ToSchema)]
#[serde(default)]
pub struct VacationInput {
    pub name: String,
    /// First day.
    pub starts_on: String,
    /// Last day.
    pub ends_on: String,
}

/// Reads a vacation.
pub fn read_vacation(input: &VacationInput) -> Result<(String, Vacation)> {
    let mut check = Check::new();
    let name = check.text("name", &input.name, NAME_CHARS_MAX);
    let mut read = |field: &str, typed: &str| {
        let day = check.day(field, typed);
        check.must(
            day.is_some() || !typed.trim().is_empty(),
            field,
            "error-empty",
        );
        day
    };
    let from = read("starts_on", &input.starts_on);
    let until = read("ends_on", &input.ends_on);
    if let (Some(from), Some(until)) = (from, until) {
        check.must(from <= until, "ends_on", "error-day-range");
        let days = gongjie_base::clock::days_between(from, until);
        if days >= VACATION_DAYS_MAX {
            let say = Say::new("calendar-vacation-long").with("max", VACATION_DAYS_MAX);
            check.refuse("ends_on", say);
        }
    }
    check.done()?;
    match (from, until) {
        (Some(from), Some(until)) => Ok((name, Vacation { from, until })),
        _ => Err(Error::invalid("starts_on", "error-empty")),
    }
}

/// Working hours as typed.
#[derive(Debug, Clone, Default, Deserialize, ToSchema)]
#[serde(default)]
pub struct HoursInput {
    /// `08:00-12:00, 14:00-18:00`
    pub hours: String,
}

/// Reads the working hours of a day: in order, without overlap.
pub fn read_hours(input: &HoursInput) -> Result<Vec<Shift>> {
    let refuse = |key| Error::invalid("hours", key);
    let text = input.hours.replace(['，', '、', ';', '；'], ",");
    let text = text.replace(['–', '—', '~', '～'], "-").replace('：', ":");
    let parts: Vec<&str> = text
        .split(',')
        .map(str::trim)
        .filter(|p| !p.is_empty())
        .collect();
    if parts.is_empty() || parts.len() > SHIFTS_MAX {
        return Err(refuse("calendar-hours-unreadable"));
    }
    let mut shifts: Vec<Shift> = Vec::new();
    for part in parts {
        let ends = part.split_once('-');
        let ends = ends.and_then(|(a, b)| Some((minute(a)?, minute(b)?)));
        let (from, until) = ends.ok_or_else(|| refuse("calendar-hours-unreadable"))?;
        if until <= from || shifts.last().is_some_and(|last| from < last.until) {
            return Err(refuse("calendar-hours-order"));
        }
        shifts.push(Shift { from, until });
    }
    Ok(shifts)
}

/// A time of day such as `8:00` or `08:00`.
pub fn minute(text: &str) -> Option<Time> {
    let (hour, minute) = text.trim().split_once(':')?;
    Time::new(hour.parse().ok()?, minute.parse().ok()?, 0, 0).ok()
}

/// Working hours as they are typed.
pub fn hours_text(shifts: &[Shift]) -> String {
    let shift = |s: &Shift| format!("{}-{}", s.from.strftime("%H:%M"), s.until.strftime("%H:%M"));
    shifts.iter().map(shift).collect::<Vec<_>>().join(", ")
}
