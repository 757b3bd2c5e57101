//! Words and decisions about a measure. Pure.

use gongjie_base::check::Check;
use gongjie_base::clock::days_between;
use gongjie_base::codes;
use gongjie_base::limits::{PARTNERS_MAX, TEXT_CHARS_MAX, TITLE_CHARS_MAX};
use gongjie_base::{Result, Say};
use gongjie_words::date::{Kind, WrittenDate};
use jiff::civil::Date;
use serde::Deserialize;

use super::calendar::Calendar;
use super::lifecycle::ISSUERS;
use super::tables::{duty, measure};
use crate::org::{Actor, Part};

/// Working days of 立行立改 from the day of issue.
pub const IMMEDIATE_DAYS: u16 = 5;
/// Working days for signing an order 签收.
pub const SIGN_DAYS: u16 = 1;
/// Days before the limit in which progress is wanted every week.
const WEEKLY_DAYS: i64 = 14;

codes! {
    /// 举措的状态 (specification, chapter 4).
    pub enum State {
        Issued = "issued",
        Signed = "signed",
        Working = "working",
        Reported = "reported",
        Done = "done",
        Suspended = "suspended",
        Cancelled = "cancelled",
    }
}

impl State {
    /// Still to be done: everything but done and cancelled.
    pub const fn is_open(self) -> bool {
        !matches!(self, Self::Done | Self::Cancelled)
    }
}

codes! {
    /// What kind of limit a measure has.
    pub enum DueKind {
        Date = "date",
        /// 立行立改: five working days.
        Immediate = "immediate",
        /// 长期坚持: looked at every six months, never counted as solved.
        LongTerm = "long_term",
        /// An old record without a limit.
        None = "none",
    }
}

codes! {
    /// 责任
    pub enum DutyRole {
        LeaderInCharge = "leader_in_charge",
        Lead = "lead",
        Partner = "partner",
        Owner = "owner",
    }
}

codes! {
    /// 延期申请的状态
    pub enum ExtensionState {
        Asked = "asked",
        HeadAgreed = "head_agreed",
        Granted = "granted",
        Denied = "denied",
        Withdrawn = "withdrawn",
    }
}

codes! {
    /// 退回的理由 (domain 2.5).
    pub enum SendBackReason {
        Evidence = "evidence",
        Facts = "facts",
        Unfinished = "unfinished",
        Effect = "effect",
        Wording = "wording",
        Other = "other",
    }
}

codes! {
    /// How a dispute about an assignment was ruled.
    pub enum Ruling {
        Moved = "moved",
        Kept = "kept",
    }
}

codes! {
    /// What is asked of somebody about a measure.
    pub enum Verb {
        Sign = "sign",
        /// 派单异议 to be ruled
        Rule = "rule",
        /// 报进展
        Progress = "progress",
        /// 审核
        Pass = "pass",
        /// 同意本单位的延期申请
        Agree = "agree",
        /// 批延期
        Decide = "decide",
        /// 退回后补好再报
        Again = "again",
        /// A red light of one's own.
        Red = "red",
        /// A yellow light of one's own.
        Yellow = "yellow",
    }
}

/// A measure or task as typed.
#[derive(Debug, Clone, Default, Deserialize, utoipa::ToSchema)]
#[serde(default)]
#[schema(as = MeasureInput)]
pub struct Input {
    pub text: String,
    /// 成果形式或目标
    pub goal: String,
    /// The measure under which this is a task; empty for a measure of the problem.
    pub parent_id: String,
    /// The one unit that answers for it 责任单位. A body that names several is read, and refused at this field.
    #[serde(deserialize_with = "crate::pairing::input::one_or_many")]
    pub lead: String,
    pub partners: Vec<String>,
    /// Person 责任人.
    pub owner: String,
    /// `2026-06-21`
    pub start_on: String,
    /// As written: a date, 立行立改, 长期坚持, 6月底前 …
    pub due_text: String,
    /// Version that the typist saw; for edits.
    pub version: String,
}

/// A limit as written and as understood.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Due {
    pub kind: DueKind,
    pub on: Option<Date>,
    pub text: Option<String>,
}

/// A measure as understood.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Read {
    pub text: String,
    pub goal: Option<String>,
    pub parent_id: Option<i64>,
    pub lead: i64,
    pub partners: Vec<i64>,
    pub owner: Option<i64>,
    pub start_on: Option<Date>,
    pub due: Due,
}

/// Reads what was typed for a measure issued on `issued`. Text and lead unit are required.
pub fn read(input: &Input, issued: Date, calendar: &Calendar) -> Result<Read> {
    let mut check = Check::new();
    let is_one = !input.lead.contains(',');
    check.must(is_one, "lead", "measure-one-lead");
    let lead = if is_one {
        check.required_id("lead", &input.lead)
    } else {
        0
    };
    let mut partners = Vec::new();
    for typed in &input.partners {
        if let Some(id) = check.id("partners", typed)
            && !partners.contains(&id)
        {
            partners.push(id);
        }
    }
    check.must(
        !partners.contains(&lead),
        "partners",
        "measure-partner-is-lead",
    );
    if partners.len() > PARTNERS_MAX {
        let say = Say::new("measure-too-many-partners").with("max", PARTNERS_MAX);
        check.refuse("partners", say);
    }
    let start_on = check.day("start_on", &input.start_on);
    check.optional("due_text", &input.due_text, TITLE_CHARS_MAX);
    let due = read_due(&input.due_text, issued, calendar).unwrap_or_else(|say| {
        check.refuse("due_text", say);
        Due::none()
    });
    let is_backwards = start_on.zip(due.on).is_some_and(|(start, due)| due < start);
    check.must(!is_backwards, "due_text", "measure-due-before-start");
    let read = Read {
        text: check.text("text", &input.text, TEXT_CHARS_MAX),
        goal: check.optional("goal", &input.goal, TEXT_CHARS_MAX),
        parent_id: check.id("parent_id", &input.parent_id),
        lead,
        partners,
        owner: check.id("owner", &input.owner),
        start_on,
        due,
    };
    check.done()?;
    Ok(read)
}

impl Due {
    /// No limit.
    pub const fn none() -> Self {
        Self {
            kind: DueKind::None,
            on: None,
            text: None,
        }
    }
}

/// Reads a limit as written, counted from `issued`. A date beside 长期坚持 counts as the date.
pub fn read_due(text: &str, issued: Date, calendar: &Calendar) -> Result<Due, Say> {
    let text = text.trim();
    if text.is_empty() {
        return Ok(Due::none());
    }
    let due = |kind, on| Due {
        kind,
        on,
        text: Some(text.to_owned()),
    };
    let unreadable = || Say::new("measure-due-unreadable").with("text", text);
    let reading = WrittenDate::read(text, Some(issued.year()));
    match (reading.written.kind, reading.written.to) {
        (Kind::Date | Kind::LongTerm, Some(day)) => Ok(due(DueKind::Date, Some(day))),
        (Kind::Immediate, day) => {
            let day = day.unwrap_or_else(|| calendar.plus_working_days(issued, IMMEDIATE_DAYS));
            Ok(due(DueKind::Immediate, Some(day)))
        }
        (Kind::LongTerm, None) | (Kind::Recurring, _) => Ok(due(DueKind::LongTerm, None)),
        (Kind::Date, None) => Err(unreadable()),
    }
}

/// What the actor is toward a measure: parts in its problem, and parts that its duties add.
pub fn parts(actor: &Actor, of_problem: &[Part], duties: &[duty::Model]) -> Vec<Part> {
    let mut parts = of_problem.to_vec();
    parts.extend(actor.standing_parts());
    for duty in duties {
        let speaks = duty.unit_id.is_some_and(|u| actor.speaks_for(u));
        let heads = duty.unit_id.is_some_and(|u| actor.heads(u));
        let (works, head) = match duty.role {
            DutyRole::Lead => (Part::Owner, Part::OwnerHead),
            DutyRole::Partner => (Part::Partner, Part::PartnerHead),
            DutyRole::Owner | DutyRole::LeaderInCharge => continue,
        };
        parts.extend(speaks.then_some(works));
        parts.extend(heads.then_some(head));
    }
    let is_named = |d: &duty::Model| {
        d.role == DutyRole::Owner && d.person_id == Some(actor.person_id) && actor.person_id > 0
    };
    parts.extend(duties.iter().any(is_named).then_some(Part::Owner));
    parts.sort_unstable();
    parts.dedup();
    parts
}

/// May somebody issue a measure, or a task under a parent toward which they play `of_parent`?
pub fn may_issue(of_problem: &[Part], of_parent: &[Part]) -> bool {
    let splits = [Part::Owner, Part::OwnerHead];
    of_problem.iter().any(|p| ISSUERS.contains(p)) || of_parent.iter().any(|p| splits.contains(p))
}

/// Why an edit is refused at a field.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CannotEdit {
    /// The limit was promised by signing: an extension is asked for.
    DueIsPromised,
    /// The unit has signed: a dispute is raised, or the coordinator moves it.
    LeadHasSigned,
}

impl CannotEdit {
    /// Field and text key.
    pub const fn at(self) -> (&'static str, &'static str) {
        match self {
            Self::DueIsPromised => ("due_text", "measure-due-is-promised"),
            Self::LeadHasSigned => ("lead", "measure-lead-has-signed"),
        }
    }
}

/// May an edit change limit and lead unit as it does?
pub fn may_change(
    now: &measure::Model,
    lead: Option<i64>,
    read: &Read,
    parts: &[Part],
) -> Result<(), CannotEdit> {
    let is_signed = now.state != State::Issued;
    let due_moves = now.due_text != read.due.text;
    if is_signed && due_moves && now.due_kind != DueKind::None {
        return Err(CannotEdit::DueIsPromised);
    }
    let lead_moves = lead.is_some() && lead != Some(read.lead);
    if is_signed && lead_moves && !parts.contains(&Part::Coordinator) {
        return Err(CannotEdit::LeadHasSigned);
    }
    Ok(())
}

/// The day until which an entry of progress is wanted, when it is missing: monthly, weekly in the last two weeks.
pub fn progress_wanted(measure: &measure::Model, last: Option<Date>, today: Date) -> Option<Date> {
    if measure.state != State::Working {
        return None;
    }
    let last = last.or_else(|| measure.issued_on.parse().ok())?;
    let due: Option<Date> = measure.due_on.as_deref().and_then(|d| d.parse().ok());
    let left = due.map(|due| days_between(today, due));
    let weekly = left.is_some_and(|left| (0..=WEEKLY_DAYS).contains(&left));
    if weekly && days_between(last, today) > 7 {
        return Some(today);
    }
    let has_month = (last.year(), last.month()) == (today.year(), today.month());
    (!has_month).then(|| today.last_of_month())
}
