//! Words and decisions about lenient notes: on which marks, by whom, until when. Pure.

use std::collections::BTreeSet;

use gongjie_base::check::Check;
use gongjie_base::lifecycle as table;
use gongjie_base::limits::{NAME_CHARS_MAX, TEXT_CHARS_MAX};
use gongjie_base::{Error, Result, Say, codes};
use jiff::civil::Date;
use serde::Deserialize;

use super::lifecycle::{Action, Line, TABLE};
use super::tables::leniency::Model;
use crate::calendar::Calendar;
use crate::org::{Actor, Part};

/// Working days after the notice of a mark in which it may be asked about.
pub const APPLY_DAYS: u16 = 10;
/// Working days in which the office takes it in or refuses.
pub const ACCEPT_DAYS: u16 = 5;
/// Officers who verify, at least.
pub const OFFICERS_MIN: usize = 2;

codes! {
    /// The mark that is asked about.
    pub enum Mark {
        /// A measure past its limit: the id is the measure's.
        Late = "late",
        /// A send-back: the id is its own.
        SendBack = "send_back",
        /// A slip: the id is its own.
        Slip = "slip",
    }
}

codes! {
    /// Grounds that are usual 容错情形.
    pub enum Grounds {
        /// 先行先试
        Pilot = "pilot",
        /// 历史遗留
        Legacy = "legacy",
        /// 不可抗力
        Force = "force",
        /// 集体决策中有记录的不同意见
        Dissent = "dissent",
        /// 应急处置
        Emergency = "emergency",
        /// 为整体舍局部
        Whole = "whole",
        Other = "other",
    }
}

codes! {
    /// Where a note stands.
    pub enum State {
        Applied = "applied",
        Accepted = "accepted",
        Refused = "refused",
        Verifying = "verifying",
        Granted = "granted",
        Partly = "partly",
        Denied = "denied",
        Correcting = "correcting",
        Closed = "closed",
        Withdrawn = "withdrawn",
    }
}

codes! {
    /// What was decided; it stays while the note goes on.
    pub enum Decision {
        /// The mark is taken away.
        Granted = "granted",
        /// Said beside the mark, which stays.
        Partly = "partly",
        Denied = "denied",
    }
}

/// What somebody is toward a note.
pub fn parts(actor: &Actor, row: &Model) -> Vec<Part> {
    let mut parts = actor.standing_parts();
    parts.retain(|p| matches!(p, Part::Supervisor | Part::Leader));
    if actor.speaks_for(row.unit_id) {
        parts.push(Part::Owner);
    }
    if actor.heads(row.unit_id) {
        parts.push(Part::OwnerHead);
    }
    parts
}

/// Why a step is not taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CannotStep {
    NoSuchStep(State),
    NotYours,
    /// Nobody rules about a mark of the own unit, or about what they verified.
    OwnMark,
}

impl From<CannotStep> for Error {
    fn from(cannot: CannotStep) -> Self {
        match cannot {
            CannotStep::NoSuchStep(state) => {
                Self::Conflict(Say::new("leniency-no-such-step").with("state", state))
            }
            CannotStep::NotYours => Self::forbidden("leniency-not-yours"),
            CannotStep::OwnMark => Self::forbidden("leniency-own-mark"),
        }
    }
}

/// The line of a step, if this person may take it now. `officers`: who verifies.
pub fn may_step(
    actor: &Actor,
    row: &Model,
    officers: &BTreeSet<i64>,
    action: Action,
) -> Result<&'static Line, CannotStep> {
    let line = table::find(TABLE, row.state, action).ok_or(CannotStep::NoSuchStep(row.state))?;
    let parts = parts(actor, row);
    if !line.who.iter().any(|part| parts.contains(part)) {
        return Err(CannotStep::NotYours);
    }
    let is_own = matches!(action, Action::Correct | Action::Withdraw);
    let decides = matches!(action, Action::Grant | Action::GrantPartly | Action::Deny);
    let verified = decides && officers.contains(&actor.person_id);
    if !is_own && (actor.units().contains(&row.unit_id) || verified) {
        return Err(CannotStep::OwnMark);
    }
    Ok(line)
}

/// Steps open to somebody: exactly those that would not be refused.
pub fn steps(actor: &Actor, row: &Model, officers: &BTreeSet<i64>) -> Vec<Action> {
    let open = |action: &Action| may_step(actor, row, officers, *action).is_ok();
    Action::ALL.iter().copied().filter(open).collect()
}

/// Why a mark cannot be asked about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CannotApply {
    /// The unit that bears it is not one that they speak for.
    NotYours,
    /// There is no such mark: the measure is not late, the slip was withdrawn.
    NoMark,
    /// The time ended on this day.
    TooLate(Date),
    /// It was asked about before.
    Again,
}

impl From<CannotApply> for Error {
    fn from(cannot: CannotApply) -> Self {
        match cannot {
            CannotApply::NotYours => Self::forbidden("leniency-cannot-apply-not-yours"),
            CannotApply::NoMark => Self::conflict("leniency-cannot-apply-no-mark"),
            CannotApply::TooLate(until) => {
                Self::Conflict(Say::new("leniency-cannot-apply-late").with("until", until))
            }
            CannotApply::Again => Self::conflict("leniency-cannot-apply-again"),
        }
    }
}

/// May it still be asked today? `noticed`: when the unit was told of the mark; nothing: it never was, so no time runs.
pub fn in_time(noticed: Option<Date>, calendar: &Calendar, today: Date) -> Result<(), CannotApply> {
    let until = noticed.map(|day| calendar.plus_working_days(day, APPLY_DAYS));
    match until {
        Some(until) if today > until => Err(CannotApply::TooLate(until)),
        _ => Ok(()),
    }
}

/// Is a measure with this limit late: open behind it, or done behind it?
pub fn is_late(due: Option<Date>, done: Option<Date>, is_open: bool, today: Date) -> bool {
    match (due, done) {
        (Some(due), Some(done)) => done > due,
        (Some(due), None) => is_open && today > due,
        _ => false,
    }
}

/// An application as typed.
#[derive(Debug, Clone, Default, Deserialize, utoipa::ToSchema)]
#[serde(default)]
#[schema(as = LeniencyInput)]
pub struct Input {
    /// `late`, `send_back` or `slip`.
    pub mark: String,
    /// For `late` and `send_back`.
    pub measure_id: String,
    pub send_back_id: String,
    pub slip_id: String,
    /// `pilot`, `legacy`, `force`, `dissent`, `emergency`, `whole` or `other`.
    pub grounds: String,
    pub statement: String,
}

/// An application as understood.
#[derive(Debug, Clone)]
pub struct Read {
    pub mark: Mark,
    /// Of the measure, for `late` and `send_back`; of the slip for `slip`.
    pub on_id: i64,
    pub send_back_id: i64,
    pub grounds: Grounds,
    pub statement: String,
}

/// Reads the form: every broken rule is named.
pub fn read(input: &Input) -> Result<Read> {
    let mut check = Check::new();
    let mark = check.code("mark", &input.mark, Mark::from_code);
    check.must(!input.mark.trim().is_empty(), "mark", "error-choose");
    let grounds = check.code("grounds", &input.grounds, Grounds::from_code);
    check.must(!input.grounds.trim().is_empty(), "grounds", "error-choose");
    let on_id = match mark {
        Some(Mark::Slip) => check.required_id("slip_id", &input.slip_id),
        _ => check.required_id("measure_id", &input.measure_id),
    };
    let send_back_id = match mark {
        Some(Mark::SendBack) => check.required_id("send_back_id", &input.send_back_id),
        _ => 0,
    };
    let statement = check.text("statement", &input.statement, TEXT_CHARS_MAX);
    check.done()?;
    Ok(Read {
        mark: mark.unwrap_or(Mark::Late),
        on_id,
        send_back_id,
        grounds: grounds.unwrap_or(Grounds::Other),
        statement,
    })
}

/// A step as it is sent: the verb, and what that verb needs.
#[derive(Debug, Clone, Default, Deserialize, utoipa::ToSchema)]
#[serde(default)]
#[schema(as = LeniencyMove)]
pub struct Step {
    /// `accept`, `refuse`, `verify`, `grant`, `grant_partly`, `deny`, `correct`, `close` or `withdraw`.
    pub action: String,
    /// Why, to refuse and to withdraw; what was found, to decide; the plan, to correct; what was seen, to close.
    pub note: String,
    /// Ids of the people who verify, at least two.
    pub officers: Vec<String>,
    /// To decide: which meeting did.
    pub meeting: String,
    /// To correct: until when.
    pub correct_by: String,
    pub version: String,
}

/// A step as understood.
#[derive(Debug, Clone)]
pub struct ReadStep {
    pub action: Action,
    pub note: Option<String>,
    pub officers: BTreeSet<i64>,
    pub meeting: Option<String>,
    pub correct_by: Option<Date>,
}

/// Reads a step: what its verb needs has to be there.
pub fn read_step(step: &Step, today: Date) -> Result<ReadStep> {
    use Action::{Accept, Close, Correct, Deny, Grant, GrantPartly, Refuse, Verify, Withdraw};
    let mut check = Check::new();
    let action = check.code("action", &step.action, Action::from_code);
    check.must(!step.action.trim().is_empty(), "action", "error-choose");
    let note = check.optional("note", &step.note, TEXT_CHARS_MAX);
    let says = matches!(
        action,
        Some(Refuse | Withdraw | Grant | GrantPartly | Deny | Correct | Close)
    );
    check.must(note.is_some() || !says, "note", "error-empty");
    let mut officers = BTreeSet::new();
    for typed in step.officers.iter().filter(|o| !o.trim().is_empty()) {
        officers.extend(check.id("officers", typed));
    }
    let verifies = action == Some(Verify);
    check.must(
        !verifies || officers.len() >= OFFICERS_MIN,
        "officers",
        "leniency-two-officers",
    );
    let meeting = check.optional("meeting", &step.meeting, NAME_CHARS_MAX);
    let decides = matches!(action, Some(Grant | GrantPartly | Deny));
    check.must(meeting.is_some() || !decides, "meeting", "error-empty");
    let correct_by = check.day("correct_by", &step.correct_by);
    let corrects = action == Some(Correct);
    let is_ahead = correct_by.is_some_and(|day| day >= today);
    check.must(!corrects || is_ahead, "correct_by", "leniency-correct-by");
    check.done()?;
    Ok(ReadStep {
        action: action.unwrap_or(Accept),
        note,
        officers,
        meeting,
        correct_by,
    })
}
