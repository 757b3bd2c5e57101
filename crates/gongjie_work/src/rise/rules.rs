//! Words and decisions about rises. Pure.

use gongjie_base::check::Check;
use gongjie_base::lifecycle as table;
use gongjie_base::limits::TEXT_CHARS_MAX;
use gongjie_base::{Error, Result, Say, codes};
use serde::Deserialize;

use super::lifecycle::{Action, Line, TABLE};
use super::tables::rise::Model;
use crate::org::{Actor, Part};
use crate::problem::rules::{Class, State as ProblemState};
use crate::problem::tables::problem;

codes! {
    /// 提级的状态.
    pub enum State {
        Asked = "asked",
        Granted = "granted",
        Denied = "denied",
        Withdrawn = "withdrawn",
    }
}

codes! {
    /// Why a change of class is asked for.
    pub enum Ground {
        /// A unit of the pairing, or the coordinator, says so.
        Word = "word",
        /// Rules of the clock.
        PlanLate = "plan_late",
        Overdue = "overdue",
        Suspended = "suspended",
        SentBack = "sent_back",
        Disputed = "disputed",
    }
}

/// A request as typed.
#[derive(Debug, Clone, Default, Deserialize, utoipa::ToSchema)]
#[serde(default)]
#[schema(as = RiseInput)]
pub struct Input {
    /// Why it cannot be decided where it is.
    pub reason: String,
}

/// Reads a request: nothing rises without a reason.
pub fn read(input: &Input) -> Result<String> {
    let mut check = Check::new();
    let reason = check.text("reason", &input.reason, TEXT_CHARS_MAX);
    check.done()?;
    Ok(reason)
}

/// A step as sent.
#[derive(Debug, Clone, Default, Deserialize, utoipa::ToSchema)]
#[serde(default)]
#[schema(as = RiseMove)]
pub struct Step {
    /// `grant`, `deny` or `withdraw`.
    pub action: String,
    /// Why; a refusal needs it.
    pub note: String,
    pub version: String,
}

/// Reads a step.
pub fn read_step(step: &Step) -> Result<(Action, Option<String>)> {
    let mut check = Check::new();
    let action = check.code("action", &step.action, Action::from_code);
    check.must(!step.action.trim().is_empty(), "action", "error-choose");
    let note = check.optional("note", &step.note, TEXT_CHARS_MAX);
    let is_told = action != Some(Action::Deny) || note.is_some();
    check.must(is_told, "note", "error-empty");
    check.done()?;
    Ok((action.unwrap_or(Action::Deny), note))
}

/// Where a problem of this class goes: the two classes are each other's way.
pub const fn other(class: Class) -> Class {
    match class {
        Class::MultiDept => Class::SchoolLevel,
        Class::SchoolLevel => Class::MultiDept,
    }
}

/// Why no change of class can be asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CannotAsk {
    /// It has no class yet, is only being classed, or has ended.
    NotNow,
    /// Another request waits.
    Waits,
    NotYours,
}

impl From<CannotAsk> for Error {
    fn from(cannot: CannotAsk) -> Self {
        match cannot {
            CannotAsk::NotNow => Self::conflict("rise-cannot-now"),
            CannotAsk::Waits => Self::conflict("rise-cannot-waits"),
            CannotAsk::NotYours => Self::forbidden("rise-not-yours"),
        }
    }
}

/// The class of such a problem is changed by a decision; before it is listed, and after its end, by none.
pub fn is_classed(problem: &problem::Model) -> bool {
    matches!(
        problem.state,
        ProblemState::Listed
            | ProblemState::Posted
            | ProblemState::Paired
            | ProblemState::Working
            | ProblemState::LongTerm
            | ProblemState::Suspended
    )
}

/// May somebody who plays `parts` ask for the other class? Gives it. Up: every unit of the pairing by its word, and the
/// coordinator; down: the lead and the coordinator.
pub fn may_ask(problem: &problem::Model, parts: &[Part], waits: bool) -> Result<Class, CannotAsk> {
    let class = problem.class.filter(|_| is_classed(problem));
    let to = other(class.ok_or(CannotAsk::NotNow)?);
    let who: &[Part] = match to {
        Class::SchoolLevel => &[
            Part::Lead,
            Part::LeadHead,
            Part::Partner,
            Part::PartnerHead,
            Part::Coordinator,
        ],
        Class::MultiDept => &[Part::Lead, Part::LeadHead, Part::Coordinator],
    };
    if !parts.iter().any(|part| who.contains(part)) {
        return Err(CannotAsk::NotYours);
    }
    if waits {
        return Err(CannotAsk::Waits);
    }
    Ok(to)
}

/// Why a step is not taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CannotStep {
    NoSuchStep(State),
    NotYours,
    /// Nobody decides what they asked for themselves.
    Own,
    /// The problem ended or has that class already.
    Past,
}

impl From<CannotStep> for Error {
    fn from(cannot: CannotStep) -> Self {
        match cannot {
            CannotStep::NoSuchStep(state) => {
                Self::Conflict(Say::new("rise-no-such-step").with("state", state))
            }
            CannotStep::NotYours => Self::forbidden("rise-not-yours"),
            CannotStep::Own => Self::forbidden("rise-own"),
            CannotStep::Past => Self::conflict("rise-past"),
        }
    }
}

/// The line of a step, if this person may take it now. `parts`: what they are toward the problem.
pub fn may_step(
    actor: &Actor,
    row: &Model,
    problem: &problem::Model,
    parts: &[Part],
    action: Action,
) -> Result<&'static Line, CannotStep> {
    let line = table::find(TABLE, row.state, action).ok_or(CannotStep::NoSuchStep(row.state))?;
    if !line.who.iter().any(|part| parts.contains(part)) {
        return Err(CannotStep::NotYours);
    }
    let asked_it = row.asked_by_id == Some(actor.person_id);
    if action == Action::Withdraw {
        let speaks = row.asked_unit_id.is_some_and(|unit| actor.speaks_for(unit));
        return if asked_it || speaks {
            Ok(line)
        } else {
            Err(CannotStep::NotYours)
        };
    }
    if row.to_class == Class::MultiDept && !parts.contains(&Part::Leader) {
        return Err(CannotStep::NotYours);
    }
    if asked_it {
        return Err(CannotStep::Own);
    }
    let fits = is_classed(problem) && problem.class == Some(other(row.to_class));
    if action == Action::Grant && !fits {
        return Err(CannotStep::Past);
    }
    Ok(line)
}

/// Steps open to somebody: exactly those that would not be refused.
pub fn steps(actor: &Actor, row: &Model, problem: &problem::Model, parts: &[Part]) -> Vec<Action> {
    let open = |action: &Action| may_step(actor, row, problem, parts, *action).is_ok();
    Action::ALL.iter().copied().filter(open).collect()
}
