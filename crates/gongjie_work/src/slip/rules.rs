//! Words and decisions about slips: what they are, who may take which step, until when. Pure.

use gongjie_base::check::Check;
use gongjie_base::lifecycle as table;
use gongjie_base::limits::{NAME_CHARS_MAX, TEXT_CHARS_MAX};
use gongjie_base::{Error, Result, Say, codes};
use jiff::civil::Date;
use serde::Deserialize;

use super::lifecycle::{Action, Line, TABLE};
use super::tables::slip::Model;
use crate::measure::calendar::Calendar;
use crate::org::{Actor, Part, Role};

/// Working days in which a draft is approved, and an approved one sent.
pub const APPROVE_DAYS: u16 = 1;
/// Working days in which the unit signs for it.
pub const RECEIVE_DAYS: u16 = 1;
/// Working days from sending, or from a send-back, to the answer.
pub const ANSWER_DAYS: u16 = 5;
/// Working days in which an answer is checked.
pub const CHECK_DAYS: u16 = 5;
/// Characters of a link to evidence.
const LINK_CHARS_MAX: usize = 500;

codes! {
    /// 种类: three of the oversight office by urgency, three of the supervisor.
    pub enum Kind {
        /// 工作提示
        Reminder = "reminder",
        /// 催办单, the yellow one.
        Urge = "urge",
        /// 督办单, the red one.
        Press = "press",
        /// 提醒函
        Letter = "letter",
        /// 监督建议
        Advice = "advice",
        /// 质询
        Question = "question",
    }
}

impl Kind {
    /// Written by the supervisor, not by the oversight office.
    pub const fn is_letter(self) -> bool {
        matches!(self, Self::Letter | Self::Advice | Self::Question)
    }
}

codes! {
    /// Where a slip stands.
    pub enum State {
        Drafted = "drafted",
        Approved = "approved",
        Sent = "sent",
        Received = "received",
        Answered = "answered",
        SentBack = "sent_back",
        Checked = "checked",
        Closed = "closed",
        Withdrawn = "withdrawn",
    }
}

impl State {
    /// The unit owes an answer.
    pub const fn is_unanswered(self) -> bool {
        matches!(self, Self::Sent | Self::Received | Self::SentBack)
    }

    /// Somebody still has something to do.
    pub const fn is_open(self) -> bool {
        !matches!(self, Self::Closed | Self::Withdrawn)
    }

    /// Not out of the office yet.
    pub const fn is_draft(self) -> bool {
        matches!(self, Self::Drafted | Self::Approved)
    }
}

/// Kinds that somebody may draft: none for who has no part in oversight.
pub fn may_draft(actor: &Actor) -> Vec<Kind> {
    let office = actor.has(Role::Inspector) || actor.has(Role::Coordinator);
    let letters = actor.has(Role::Supervisor);
    let mine = |kind: &Kind| if kind.is_letter() { letters } else { office };
    Kind::ALL.iter().copied().filter(mine).collect()
}

/// What somebody is toward a slip: issuer of its kind, or somebody who speaks for the unit that it is addressed to.
pub fn parts(actor: &Actor, row: &Model) -> Vec<Part> {
    let of_kind = |part: &Part| match part {
        Part::Supervisor | Part::Leader => row.kind.is_letter(),
        Part::Inspector | Part::Coordinator => !row.kind.is_letter(),
        _ => false,
    };
    let mut parts = actor.standing_parts();
    parts.retain(of_kind);
    if actor.speaks_for(row.to_unit_id) {
        parts.push(Part::Owner);
    }
    if actor.heads(row.to_unit_id) {
        parts.push(Part::OwnerHead);
    }
    parts
}

/// Why a step is not taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CannotStep {
    NoSuchStep(State),
    NotYours,
    /// Nobody approves the own draft.
    Drafter,
    /// Nobody checks an answer of the own unit, or one that they gave.
    OwnAnswer,
}

impl From<CannotStep> for Error {
    fn from(cannot: CannotStep) -> Self {
        match cannot {
            CannotStep::NoSuchStep(state) => {
                Self::Conflict(Say::new("slip-no-such-step").with("state", state))
            }
            CannotStep::NotYours => Self::forbidden("slip-not-yours"),
            CannotStep::Drafter => Self::forbidden("slip-cannot-approve-own"),
            CannotStep::OwnAnswer => Self::forbidden("slip-cannot-check-own"),
        }
    }
}

/// The line of a step, if this person may take it now.
pub fn may_step(actor: &Actor, row: &Model, action: Action) -> Result<&'static Line, CannotStep> {
    let line = table::find(TABLE, row.state, action).ok_or(CannotStep::NoSuchStep(row.state))?;
    let parts = parts(actor, row);
    if !line.who.iter().any(|part| parts.contains(part)) {
        return Err(CannotStep::NotYours);
    }
    match action {
        Action::Approve if row.drafted_by_id == Some(actor.person_id) => Err(CannotStep::Drafter),
        Action::Check | Action::SendBack if actor.units().contains(&row.to_unit_id) => {
            Err(CannotStep::OwnAnswer)
        }
        _ => Ok(line),
    }
}

/// Steps open to somebody: exactly those that would not be refused.
pub fn steps(actor: &Actor, row: &Model) -> Vec<Action> {
    let open = |action: &Action| may_step(actor, row, *action).is_ok();
    Action::ALL.iter().copied().filter(open).collect()
}

/// May the words still be changed? Only of a draft, by its issuers.
pub fn may_edit(actor: &Actor, row: &Model) -> Result<(), CannotStep> {
    if row.state != State::Drafted {
        return Err(CannotStep::NoSuchStep(row.state));
    }
    if may_draft(actor).contains(&row.kind) {
        Ok(())
    } else {
        Err(CannotStep::NotYours)
    }
}

fn day(text: Option<&str>) -> Option<Date> {
    text?.parse().ok()
}

/// The last day on which signing is in time.
pub fn receive_by(row: &Model, calendar: &Calendar) -> Option<Date> {
    let sent = day(row.sent_on.as_deref())?;
    Some(calendar.plus_working_days(sent, RECEIVE_DAYS))
}

/// Signed after its day, or still unsigned behind it.
pub fn is_signed_late(row: &Model, calendar: &Calendar, today: Date) -> bool {
    let Some(by) = receive_by(row, calendar) else {
        return false;
    };
    match day(row.received_on.as_deref()) {
        Some(received) => received > by,
        None => row.state == State::Sent && today > by,
    }
}

/// Until when the present step may last, where it has a limit.
pub fn limit(row: &Model, calendar: &Calendar, answered: Option<Date>) -> Option<Date> {
    match row.state {
        State::Sent => receive_by(row, calendar),
        State::Received | State::SentBack => day(row.answer_by.as_deref()),
        State::Answered => answered.map(|on| calendar.plus_working_days(on, CHECK_DAYS)),
        _ => None,
    }
}

/// A slip as typed.
#[derive(Debug, Clone, Default, Deserialize, utoipa::ToSchema)]
#[serde(default)]
#[schema(as = SlipInput)]
pub struct Input {
    /// `reminder`, `urge`, `press`; of the supervisor `letter`, `advice`, `question`.
    pub kind: String,
    /// What it is about: a measure, a problem or a unit.
    pub measure_id: String,
    pub problem_id: String,
    pub about_unit_id: String,
    pub to_unit_id: String,
    /// Who gets a copy, as written.
    pub copies: String,
    pub matter: String,
    pub basis: String,
    pub demand: String,
    pub contact: String,
    /// Version as it was read; for edits.
    pub version: String,
}

/// A slip as understood.
#[derive(Debug, Clone)]
pub struct Read {
    pub kind: Kind,
    pub measure_id: Option<i64>,
    pub problem_id: Option<i64>,
    pub about_unit_id: Option<i64>,
    pub to_unit_id: i64,
    pub copies: Option<String>,
    pub matter: String,
    pub basis: String,
    pub demand: String,
    pub contact: Option<String>,
}

/// Reads the form: every broken rule is named.
pub fn read(input: &Input, allowed: &[Kind]) -> Result<Read> {
    let mut check = Check::new();
    let kind = check.code("kind", &input.kind, Kind::from_code);
    check.must(!input.kind.trim().is_empty(), "kind", "error-choose");
    check.must(
        kind.is_none_or(|k| allowed.contains(&k)),
        "kind",
        "slip-kind-not-yours",
    );
    let measure_id = check.id("measure_id", &input.measure_id);
    let problem_id = check.id("problem_id", &input.problem_id);
    let about_unit_id = check.id("about_unit_id", &input.about_unit_id);
    let has_subject = measure_id.or(problem_id).or(about_unit_id).is_some();
    check.must(has_subject, "about_unit_id", "slip-about-nothing");
    let read = Read {
        kind: kind.unwrap_or(Kind::Reminder),
        measure_id,
        problem_id,
        about_unit_id,
        to_unit_id: check.required_id("to_unit_id", &input.to_unit_id),
        copies: check.optional("copies", &input.copies, TEXT_CHARS_MAX),
        matter: check.text("matter", &input.matter, TEXT_CHARS_MAX),
        basis: check.text("basis", &input.basis, TEXT_CHARS_MAX),
        demand: check.text("demand", &input.demand, TEXT_CHARS_MAX),
        contact: check.optional("contact", &input.contact, NAME_CHARS_MAX),
    };
    check.done()?;
    Ok(read)
}

/// A step as it is sent: the verb, and words where the verb needs them.
#[derive(Debug, Clone, Default, Deserialize, utoipa::ToSchema)]
#[serde(default)]
#[schema(as = SlipMove)]
pub struct Step {
    /// `approve`, `send`, `receive`, `check`, `send_back`, `close` or `withdraw`.
    pub action: String,
    /// Why, to send back and to withdraw; what was found, to check.
    pub note: String,
    pub version: String,
}

/// The verb and its words; to answer has a form of its own.
pub fn read_step(step: &Step) -> Result<(Action, Option<String>)> {
    let mut check = Check::new();
    let action = check.code("action", &step.action, Action::from_code);
    check.must(
        action.is_some_and(|a| a != Action::Answer),
        "action",
        "error-choose",
    );
    let note = check.optional("note", &step.note, TEXT_CHARS_MAX);
    let needed = matches!(action, Some(Action::SendBack | Action::Withdraw));
    check.must(note.is_some() || !needed, "note", "error-empty");
    check.done()?;
    Ok((action.unwrap_or(Action::Receive), note))
}

/// An answer as typed.
#[derive(Debug, Clone, Default, Deserialize, utoipa::ToSchema)]
#[serde(default)]
#[schema(as = SlipAnswerInput)]
pub struct AnswerInput {
    /// Why it is so.
    pub reason: String,
    /// What was done about it.
    pub done: String,
    /// A date that is asked for; it becomes a limit only by an extension.
    pub new_due_on: String,
    /// Address of what proves it.
    pub evidence_link: String,
    pub version: String,
}

/// An answer as understood.
#[derive(Debug, Clone)]
pub struct ReadAnswer {
    pub reason: String,
    pub done: String,
    pub new_due_on: Option<Date>,
    pub evidence_link: Option<String>,
}

/// Reads the answer: reason and what was done are required.
pub fn read_answer(input: &AnswerInput, today: Date) -> Result<ReadAnswer> {
    let mut check = Check::new();
    let new_due_on = check.day("new_due_on", &input.new_due_on);
    check.must(
        new_due_on.is_none_or(|day| day > today),
        "new_due_on",
        "slip-new-due-past",
    );
    let link = check.optional("evidence_link", &input.evidence_link, LINK_CHARS_MAX);
    let is_address = |l: &String| {
        ["https://", "http://", "/"]
            .iter()
            .any(|s| l.starts_with(s))
    };
    check.must(
        link.as_ref().is_none_or(is_address),
        "evidence_link",
        "slip-link-address",
    );
    let read = ReadAnswer {
        reason: check.text("reason", &input.reason, TEXT_CHARS_MAX),
        done: check.text("done", &input.done, TEXT_CHARS_MAX),
        new_due_on,
        evidence_link: link,
    };
    check.done()?;
    Ok(read)
}
