//! Types and decisions of the urgent channel. Pure.

use gongjie_base::check::Check;
use gongjie_base::limits::{NAME_CHARS_MAX, TEXT_CHARS_MAX, TITLE_CHARS_MAX};
use gongjie_base::{Result, codes};
use serde::Deserialize;

use super::tables::duty_shift;
use crate::org::{Actor, Part, Role};
use crate::voice::danger::Danger;

codes! {
    /// Where a call stands.
    pub enum State {
        /// 已报
        Raised = "raised",
        /// 已呼叫
        Paged = "paged",
        /// 已接警
        Acked = "acked",
        /// 联合处置
        Joint = "joint",
        /// 已控制
        Stabilised = "stabilised",
        /// 后续关怀
        Aftercare = "aftercare",
        /// 误报
        FalseAlarm = "false_alarm",
        /// 已结
        Closed = "closed",
    }
}

codes! {
    /// Places of the order in which people are paged.
    pub enum Rank {
        /// 值班员
        Officer = "officer",
        /// 备班
        Backup = "backup",
        /// 带班领导
        Head = "head",
        /// 全体值班人员: nobody is entered for it
        Everybody = "everybody",
    }
}

impl Rank {
    /// Places that a person is entered for.
    pub const ENTERED: &'static [Self] = &[Self::Officer, Self::Backup, Self::Head];
}

codes! {
    /// Whom to call outside.
    pub enum PartnerKind {
        Police = "police",
        Counselling = "counselling",
        Hospital = "hospital",
        Other = "other",
    }
}

codes! {
    /// What stands in the time line.
    pub enum EventKind {
        Raised = "raised",
        Paged = "paged",
        Acked = "acked",
        /// 通知外部力量
        Partner = "partner",
        /// 采取措施
        Measure = "measure",
        /// 情况报告
        Report = "report",
        Stabilised = "stabilised",
        /// 关怀记录
        Care = "care",
        FalseAlarm = "false_alarm",
        Closed = "closed",
        Promoted = "promoted",
    }
}

impl EventKind {
    /// What somebody may note.
    pub const NOTED: &'static [Self] = &[Self::Measure, Self::Report, Self::Partner];
}

/// Milliseconds of a minute.
pub const MINUTE_MS: i64 = 60_000;
/// Minutes in which somebody should answer.
pub const ACK_MINUTES: i64 = 5;
/// Minutes from the raising to the first report.
pub const FIRST_REPORT_MINUTES: i64 = 30;
/// Minutes from one report to the next.
pub const REPORT_MINUTES: i64 = 60;
/// Characters of the one sentence that a public call may carry.
pub const SENTENCE_CHARS_MAX: usize = 500;
/// Characters of a phone number as typed.
const PHONE_CHARS_MAX: usize = 40;

/// Sees every call of the organisation: duty officers, coordinators, leaders, supervisors. No administrator does.
pub fn sees_all(actor: &Actor) -> bool {
    let roles = [
        Role::DutyOfficer,
        Role::Coordinator,
        Role::Leader,
        Role::Supervisor,
    ];
    actor.sees_business() && roles.into_iter().any(|role| actor.has(role))
}

/// Keeps the roster, the partners and the number.
pub fn keeps_roster(actor: &Actor) -> bool {
    actor.has(Role::Coordinator) || actor.has(Role::DutyOfficer)
}

/// What the actor is toward a call: who was paged for it acts as a duty officer.
pub fn parts(actor: &Actor, was_paged: bool) -> Vec<Part> {
    let mut parts = actor.standing_parts();
    if was_paged && !parts.contains(&Part::DutyOfficer) {
        parts.push(Part::DutyOfficer);
    }
    parts
}

/// Reads what is restricted: only who works on the call, not who looks on.
pub fn reads_restricted(parts: &[Part]) -> bool {
    parts.contains(&Part::DutyOfficer) || parts.contains(&Part::Coordinator)
}

/// Is this person on duty at a weekday (1 Monday to 7 Sunday) and hour? Equal hours: all day. A night that begins on a day
/// of the list goes on into the next one.
pub fn is_on(shift: &duty_shift::Model, weekday: i64, hour: i64) -> bool {
    let on = |day: i64| shift.weekdays.contains(&day.to_string());
    let (from, until) = (shift.from_hour, shift.until_hour);
    if from == until || (from == 0 && until == 24) {
        return on(weekday);
    }
    if from < until {
        return on(weekday) && from <= hour && hour < until;
    }
    let yesterday = if weekday == 1 { 7 } else { weekday - 1 };
    (on(weekday) && hour >= from) || (on(yesterday) && hour < until)
}

/// When the next report is due after one at `at`; nothing: none any more.
pub fn next_report(state: State, at: i64) -> Option<i64> {
    let runs = matches!(state, State::Acked | State::Joint | State::Stabilised);
    runs.then_some(at + REPORT_MINUTES * MINUTE_MS)
}

/// Past the limit of its report.
pub fn is_late(report_due_at: Option<i64>, now: i64) -> bool {
    report_due_at.is_some_and(|due| due < now)
}

/// An urgent call as typed.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub struct Input {
    pub kind: String,
    pub phone: String,
    pub place: String,
    pub text: String,
    /// `1`: a drill. Staff only.
    pub is_drill: String,
    /// Voice that it comes from. Staff only.
    pub voice_id: String,
    #[serde(rename = "_key")]
    pub key: String,
}

/// An urgent call as understood.
#[derive(Debug, Clone)]
pub struct Read {
    pub kind: Danger,
    pub phone: Option<String>,
    pub place: Option<String>,
    pub text: Option<String>,
    pub is_drill: bool,
}

/// Reads a call: only the kind must be there.
pub fn read(input: &Input) -> Result<Read> {
    let mut check = Check::new();
    let kind = check.code("kind", &input.kind, Danger::from_code);
    check.must(
        kind.is_some() || !input.kind.trim().is_empty(),
        "kind",
        "urgent-choose-kind",
    );
    let read = Read {
        kind: kind.unwrap_or(Danger::Accident),
        phone: check.optional("phone", &input.phone, PHONE_CHARS_MAX),
        place: check.optional("place", &input.place, TITLE_CHARS_MAX),
        text: check.optional("text", &input.text, SENTENCE_CHARS_MAX),
        is_drill: input.is_drill == "1",
    };
    check.done()?;
    Ok(read)
}

/// A step as typed.
#[derive(Debug, Clone, Default, Deserialize, utoipa::ToSchema)]
#[serde(default)]
#[schema(as = UrgentStepInput)]
pub struct StepInput {
    /// Code of the verb: `ack`, `join`, `note`, `stabilise`, `false_alarm`, `care`, `close`, `promote`.
    pub action: String,
    /// With `note`: `measure`, `report` or `partner`.
    pub entry: String,
    /// With `join` and a noted partner: who outside was told.
    pub partner: String,
    /// By which way: phone, in person …
    pub how: String,
    /// What was done, seen or summed up.
    pub text: String,
    /// With `promote`: title of the problem.
    pub title: String,
}

/// A place of the roster as typed.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub struct ShiftInput {
    pub rank: String,
    pub person_id: String,
    pub phone: String,
    /// `1` Monday to `7` Sunday; none: every day.
    pub weekdays: Vec<String>,
    pub from_hour: String,
    pub until_hour: String,
}

/// A place of the roster as understood.
#[derive(Debug, Clone)]
pub struct Shift {
    pub rank: Rank,
    pub person_id: i64,
    pub phone: Option<String>,
    pub weekdays: String,
    pub from_hour: i64,
    pub until_hour: i64,
}

/// Reads a place of the roster. No days: every day; no hours: all day.
pub fn read_shift(input: &ShiftInput) -> Result<Shift> {
    let mut check = Check::new();
    let rank = check.code("rank", &input.rank, Rank::from_code);
    let rank = rank.filter(|r| Rank::ENTERED.contains(r));
    check.must(rank.is_some(), "rank", "error-choose");
    let person_id = check.required_id("person_id", &input.person_id);
    let phone = check.optional("phone", &input.phone, PHONE_CHARS_MAX);
    let days: String = ('1'..='7')
        .filter(|day| {
            input.weekdays.is_empty() || input.weekdays.iter().any(|d| *d == day.to_string())
        })
        .collect();
    check.must(!days.is_empty(), "weekdays", "error-not-in-list");
    let from: Option<i64> = check.parsed("from_hour", &input.from_hour, "error-not-a-number");
    let until: Option<i64> = check.parsed("until_hour", &input.until_hour, "error-not-a-number");
    check.must(
        from.is_none_or(|h| (0..=23).contains(&h)),
        "from_hour",
        "urgent-hour-range",
    );
    check.must(
        until.is_none_or(|h| (0..=24).contains(&h)),
        "until_hour",
        "urgent-hour-range",
    );
    check.done()?;
    Ok(Shift {
        rank: rank.unwrap_or(Rank::Officer),
        person_id,
        phone,
        weekdays: days,
        from_hour: from.unwrap_or(0),
        until_hour: until.unwrap_or(24),
    })
}

/// An outside partner as typed.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub struct PartnerInput {
    pub kind: String,
    pub name: String,
    pub partner_phone: String,
}

/// Reads an outside partner: kind, name, phone.
pub fn read_partner(input: &PartnerInput) -> Result<(PartnerKind, String, String)> {
    let mut check = Check::new();
    let kind = check.code("kind", &input.kind, PartnerKind::from_code);
    check.must(kind.is_some(), "kind", "error-choose");
    let name = check.text("name", &input.name, NAME_CHARS_MAX);
    let phone = read_phone(&mut check, "partner_phone", &input.partner_phone);
    check.must(phone.is_some(), "partner_phone", "urgent-phone-digits");
    check.done()?;
    Ok((
        kind.unwrap_or(PartnerKind::Other),
        name,
        phone.unwrap_or_default(),
    ))
}

/// A number that a phone can dial: digits, blanks, `+`, `-` and brackets. Empty is nothing.
pub fn read_phone(check: &mut Check, field: &str, typed: &str) -> Option<String> {
    let phone = check.optional(field, typed, PHONE_CHARS_MAX)?;
    let can_dial = phone
        .chars()
        .all(|c| c.is_ascii_digit() || " +-()".contains(c));
    let has_digit = phone.chars().any(|c| c.is_ascii_digit());
    check.must(can_dial && has_digit, field, "urgent-phone-digits");
    Some(phone)
}

/// Text of a step that must be there.
pub fn words(typed: &str, key: &'static str) -> Result<String> {
    let mut check = Check::new();
    let text = check.optional("text", typed, TEXT_CHARS_MAX);
    check.must(text.is_some(), "text", key);
    check.done()?;
    Ok(text.unwrap_or_default())
}

/// Who outside was told and by which way; both must be there.
pub fn read_told(input: &StepInput) -> Result<(String, String)> {
    let mut check = Check::new();
    let partner = check.optional("partner", &input.partner, NAME_CHARS_MAX);
    check.must(partner.is_some(), "partner", "urgent-say-partner");
    let how = check.optional("how", &input.how, NAME_CHARS_MAX);
    check.must(how.is_some(), "how", "urgent-say-how");
    check.done()?;
    Ok((partner.unwrap_or_default(), how.unwrap_or_default()))
}
