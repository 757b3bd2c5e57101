//! Words and decisions about exclusions: what may be taken out of the rates, why, asked by whom, decided by whom. Pure.

use std::collections::BTreeSet;

use gongjie_base::check::Check;
use gongjie_base::lifecycle as table;
use gongjie_base::limits::TEXT_CHARS_MAX;
use gongjie_base::{Error, Result, Say, codes};
use serde::Deserialize;

use super::lifecycle::{Action, Line, TABLE};
use super::tables::exclusion::Model;
use crate::org::{Actor, Part, Role};

/// Characters of the address of evidence.
const LINK_CHARS_MAX: usize = 500;

codes! {
    /// Why something does not count (domain 4.2).
    pub enum Reason {
        /// 不属于职责范围
        OutsideDuty = "outside_duty",
        /// 两天内联系三次都没联系上
        Unreachable = "unreachable",
        /// 重复
        Duplicate = "duplicate",
        /// 诉求与法规或制度相抵触
        Unlawful = "unlawful",
        /// 提出人撤回
        TakenBack = "taken_back",
        /// 恶意反复提出
        Malicious = "malicious",
        /// 条件不成熟，挂账，有计划
        NotRipe = "not_ripe",
    }
}

codes! {
    /// Where an exclusion stands.
    pub enum State {
        Asked = "asked",
        Granted = "granted",
        Refused = "refused",
        Withdrawn = "withdrawn",
    }
}

impl State {
    /// Asked for or in force: a second one about the same thing is not asked for.
    pub const LIVE: &'static [Self] = &[Self::Asked, Self::Granted];
}

/// What an exclusion is about, with those who gain by it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Subject {
    pub voice_id: Option<i64>,
    pub problem_id: Option<i64>,
    /// The unit that leads: its rate is the better for it.
    pub lead: Option<i64>,
    /// Every unit that works on it.
    pub doers: BTreeSet<i64>,
    /// It stands in the rates: a voice that was dispatched, a problem that was accepted.
    pub is_counted: bool,
}

/// Why something cannot be asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CannotAsk {
    NotYours,
    /// Nothing counts it.
    NotCounted,
    /// Asked for or excluded already.
    Again,
}

impl From<CannotAsk> for Error {
    fn from(cannot: CannotAsk) -> Self {
        match cannot {
            CannotAsk::NotYours => Self::forbidden("exclusion-cannot-ask-not-yours"),
            CannotAsk::NotCounted => Self::conflict("exclusion-cannot-ask-not-counted"),
            CannotAsk::Again => Self::conflict("exclusion-cannot-ask-again"),
        }
    }
}

/// May this person ask? The coordinator, the desk, and the head of the unit that leads.
pub fn may_ask(actor: &Actor, subject: &Subject) -> Result<(), CannotAsk> {
    let is_office = actor.has(Role::Coordinator) || actor.has(Role::Dispatcher);
    if !is_office && !subject.lead.is_some_and(|unit| actor.heads(unit)) {
        return Err(CannotAsk::NotYours);
    }
    if !subject.is_counted {
        return Err(CannotAsk::NotCounted);
    }
    Ok(())
}

/// What somebody is toward an exclusion.
pub fn parts(actor: &Actor, row: &Model) -> Vec<Part> {
    let mut parts = actor.standing_parts();
    parts.retain(|p| matches!(p, Part::Coordinator | Part::Inspector | Part::Leader));
    if row.asked_by_id == actor.person_id {
        parts.push(Part::Raiser);
    }
    parts
}

/// Why a step is not taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CannotStep {
    NoSuchStep(State),
    NotYours,
    /// Who asked does not decide.
    OwnAsking,
    /// Who belongs to a unit that gains by it does not decide.
    Profits,
}

impl From<CannotStep> for Error {
    fn from(cannot: CannotStep) -> Self {
        match cannot {
            CannotStep::NoSuchStep(state) => {
                Self::Conflict(Say::new("exclusion-no-such-step").with("state", state))
            }
            CannotStep::NotYours => Self::forbidden("exclusion-not-yours"),
            CannotStep::OwnAsking => Self::forbidden("exclusion-own-asking"),
            CannotStep::Profits => Self::forbidden("exclusion-profits"),
        }
    }
}

/// The line of a step, if this person may take it now. `profit`: units that gain by it.
pub fn may_step(
    actor: &Actor,
    row: &Model,
    profit: &BTreeSet<i64>,
    action: Action,
) -> Result<&'static Line, CannotStep> {
    let line = table::find(TABLE, row.state, action).ok_or(CannotStep::NoSuchStep(row.state))?;
    let parts = parts(actor, row);
    if !line.who.iter().any(|part| parts.contains(part)) {
        return Err(CannotStep::NotYours);
    }
    if action == Action::Withdraw {
        return Ok(line);
    }
    if row.asked_by_id == actor.person_id {
        return Err(CannotStep::OwnAsking);
    }
    let own = actor.units();
    if row.unit_id.is_some_and(|unit| own.contains(&unit)) || !own.is_disjoint(profit) {
        return Err(CannotStep::Profits);
    }
    Ok(line)
}

/// Steps open to somebody: exactly those that would not be refused.
pub fn steps(actor: &Actor, row: &Model, profit: &BTreeSet<i64>) -> Vec<Action> {
    let open = |action: &Action| may_step(actor, row, profit, *action).is_ok();
    Action::ALL.iter().copied().filter(open).collect()
}

/// An asking as typed.
#[derive(Debug, Clone, Default, Deserialize, utoipa::ToSchema)]
#[serde(default)]
#[schema(as = ExclusionInput)]
pub struct Input {
    /// Id of a voice, or nothing.
    pub voice_id: String,
    /// Id of a problem, or nothing; one of the two.
    pub problem_id: String,
    /// `outside_duty`, `unreachable`, `duplicate`, `unlawful`, `taken_back`, `malicious` or `not_ripe`.
    pub reason: String,
    /// What happened; of something that is not ripe, the plan too.
    pub words: String,
    /// What shows it: calls with their times, the rule, the other number.
    pub evidence: String,
    /// Where it can be read, if anywhere.
    pub evidence_link: String,
}

/// What is asked about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum About {
    Voice(i64),
    Problem(i64),
}

/// An asking as understood.
#[derive(Debug, Clone)]
pub struct Read {
    pub about: About,
    pub reason: Reason,
    pub words: String,
    pub evidence: String,
    pub evidence_link: Option<String>,
}

/// Reads the form: every broken rule is named.
pub fn read(input: &Input) -> Result<Read> {
    let mut check = Check::new();
    let voice = check.id("voice_id", &input.voice_id);
    let problem = check.id("problem_id", &input.problem_id);
    check.must(
        voice.is_some() != problem.is_some(),
        "problem_id",
        "exclusion-of-one",
    );
    let reason = check.code("reason", &input.reason, Reason::from_code);
    check.must(!input.reason.trim().is_empty(), "reason", "error-choose");
    let words = check.text("words", &input.words, TEXT_CHARS_MAX);
    let evidence = check.text("evidence", &input.evidence, TEXT_CHARS_MAX);
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
    check.done()?;
    let about = voice.map(About::Voice).or(problem.map(About::Problem));
    Ok(Read {
        about: about.ok_or_else(|| Error::invalid("problem_id", "exclusion-of-one"))?,
        reason: reason.unwrap_or(Reason::Duplicate),
        words,
        evidence,
        evidence_link: link,
    })
}

/// A step as it is sent: the verb and why.
#[derive(Debug, Clone, Default, Deserialize, utoipa::ToSchema)]
#[serde(default)]
#[schema(as = ExclusionMove)]
pub struct Step {
    /// `grant`, `refuse` or `withdraw`.
    pub action: String,
    /// Why; needed for each.
    pub note: String,
    pub version: String,
}

/// Reads a step: nothing is decided without its reason.
pub fn read_step(step: &Step) -> Result<(Action, String)> {
    let mut check = Check::new();
    let action = check.code("action", &step.action, Action::from_code);
    check.must(!step.action.trim().is_empty(), "action", "error-choose");
    let note = check.text("note", &step.note, TEXT_CHARS_MAX);
    check.done()?;
    Ok((action.unwrap_or(Action::Refuse), note))
}
