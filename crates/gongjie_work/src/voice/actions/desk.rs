//! Verbs of the triage desk: answer, dispatch, merge, promote, divert, decline; and the one door to every verb of ours.

use std::collections::BTreeSet;

use gongjie_base::check::Check;
use gongjie_base::{Error, Result, Tx};
use sea_orm::Set;

use super::{Turn, handle, line_for, set_due, take};
use crate::journal::{self, Entry};
use crate::org::{Acting, Actor, Part, Role, queries as org};
use crate::problem::actions as problems;
use crate::problem::queries as problem_queries;
use crate::voice::clocks::{Clocks, Limit};
use crate::voice::lifecycle::Action;
use crate::voice::queries;
use crate::voice::rules::{self, EventKind, Kind, Side, State, StepInput};
use crate::voice::tables::voice::{ActiveModel, Model};

/// Works at the triage desk.
pub fn is_desk(actor: &Actor) -> bool {
    actor.has(Role::Dispatcher) || actor.has(Role::Coordinator)
}

/// Moves a voice by a verb of its table that somebody of ours asks for.
pub async fn advance(
    tx: &Tx,
    acting: &Acting,
    clocks: &Clocks,
    id: i64,
    action: Action,
    input: &StepInput,
) -> Result<()> {
    let voice = queries::find(tx, &acting.actor, id).await?;
    let helpers = queries::find_helpers(tx, id).await?;
    let parts = rules::parts(&acting.actor, &voice, &helpers);
    let line = line_for(&voice, action, &parts)?;
    let version = input.version.trim().parse().ok();
    let mut row = ActiveModel {
        state: Set(line.to),
        ..Default::default()
    };
    if line.to != voice.state {
        row.state_since = Set(acting.at);
    }
    if voice.number.is_none() {
        let number = queries::next_number(tx, voice.organization_id, &acting.day()).await?;
        row.number = Set(Some(number));
    }
    let mut step = Step {
        tx,
        acting,
        clocks,
        voice: &voice,
        input,
        parts: &parts,
        row,
    };
    let turn = match action {
        Action::Reply => handle::answer(&mut step, EventKind::Replied)?,
        Action::Answer => handle::answer(&mut step, EventKind::Answered)?,
        Action::Dispatch | Action::Redispatch => dispatch(&mut step, action).await?,
        Action::Dispute => handle::dispute(&mut step).await?,
        Action::Sign => handle::sign(&mut step).await?,
        Action::Contact => handle::contact(&mut step)?,
        Action::Merge => merge(&mut step).await?,
        Action::Promote => return promote(step, version).await,
        Action::Divert => divert(&mut step)?,
        Action::Decline => decline(&mut step)?,
        Action::Redo => handle::redo(&mut step)?,
        Action::Settle => handle::settle(&mut step)?,
        Action::Appeal | Action::Accept | Action::Reject | Action::Lapse => {
            return Err(Error::forbidden("voice-not-your-step"));
        }
    };
    finish(step, turn, version, action).await
}

/// A verb under way.
pub(super) struct Step<'a> {
    pub tx: &'a Tx,
    pub acting: &'a Acting,
    pub clocks: &'a Clocks,
    pub voice: &'a Model,
    pub input: &'a StepInput,
    pub parts: &'a [Part],
    pub row: ActiveModel,
}

async fn finish(
    step: Step<'_>,
    mut turn: Turn,
    version: Option<i64>,
    action: Action,
) -> Result<()> {
    let Step {
        tx,
        acting,
        voice,
        mut row,
        ..
    } = step;
    set_due(voice, &mut row);
    let to = match &row.state {
        sea_orm::ActiveValue::Set(state) => *state,
        _ => voice.state,
    };
    let entry = Entry::new("voice.step", "voice", voice.id)
        .set("action", action)
        .change("state", Some(voice.state), Some(to));
    turn.row = row;
    turn.version = version;
    take(tx, acting, voice, turn, entry).await
}

/// A unit of the own organisation that is open and inside.
pub(super) async fn unit(step: &Step<'_>, field: &'static str, typed: &str) -> Result<i64> {
    let mut check = Check::new();
    let id = check.required_id(field, typed);
    check.done()?;
    let found = org::find_unit(step.tx, &step.acting.actor, id).await;
    let found = found.map_err(|_| Error::invalid(field, "error-not-in-list"))?;
    if found.is_outside {
        return Err(Error::invalid(field, "voice-lead-outside"));
    }
    Ok(found.id)
}

/// 派单: one unit leads, others help; who gets it first leads until the desk says otherwise.
async fn dispatch(step: &mut Step<'_>, action: Action) -> Result<Turn> {
    let mut check = Check::new();
    let kind = check
        .code("kind", &step.input.kind, Kind::from_code)
        .or(step.voice.kind);
    check.must(kind.is_some(), "kind", "error-choose");
    check.done()?;
    let kind = kind.unwrap_or(Kind::Help);
    let lead = unit(step, "lead_unit_id", &step.input.lead_unit_id).await?;
    let mut helpers = BTreeSet::new();
    for typed in step.input.helpers.iter().filter(|h| !h.trim().is_empty()) {
        helpers.insert(unit(step, "helpers", typed).await?);
    }
    helpers.remove(&lead);
    if action == Action::Redispatch {
        rules::read_words(step.input, "voice-redispatch-reason")?;
        // 派单异议 once; after the desk has decided it, only a coordinator moves it again.
        if step.voice.disputes > 1 && !step.parts.contains(&Part::Coordinator) {
            return Err(Error::forbidden("voice-coordinator-decides"));
        }
    }
    let at = step.acting.at;
    step.row.kind = Set(Some(kind));
    step.row.lead_unit_id = Set(Some(lead));
    step.row.handler_id = Set(None);
    step.row.dispatched_at = Set(Some(at));
    step.row.signed_at = Set(None);
    step.row.sign_by = Set(Some(step.clocks.after(at, Limit::Sign)));
    step.row.contact_by = Set(Some(step.clocks.after(at, Limit::Contact)));
    step.row.answer_by = Set(Some(step.clocks.answer_by(at, kind, helpers.len())));
    if step.voice.disputes == 1 {
        // The dispute is decided: a second one goes to the coordinator.
        step.row.disputes = Set(2);
    }
    queries::replace_helpers(step.tx, step.voice.id, &helpers).await?;
    let mut turn = Turn::new(EventKind::Dispatched, Side::Us);
    turn.unit_id = Some(lead);
    turn.text = Some(step.input.text.trim().to_owned()).filter(|t| !t.is_empty());
    Ok(turn)
}

/// 并单: it follows another voice from now on.
async fn merge(step: &mut Step<'_>) -> Result<Turn> {
    let wrong = |key| Error::invalid("master_id", key);
    let master = step.input.master_id.trim();
    let master: i64 = master.parse().map_err(|_| wrong("error-choose"))?;
    let master = queries::find(step.tx, &step.acting.actor, master).await;
    let master = master.map_err(|_| wrong("error-not-in-list"))?;
    if master.id == step.voice.id || master.merged_into_id.is_some() {
        return Err(wrong("voice-merge-into-itself"));
    }
    step.row.merged_into_id = Set(Some(master.id));
    let number = master.number.clone().unwrap_or_default();
    Ok(Turn::new(EventKind::Merged, Side::Us).saying(number))
}

/// 转送: it belongs elsewhere. What is handed to the discipline office leaves only this receipt.
fn divert(step: &mut Step<'_>) -> Result<Turn> {
    let mut check = Check::new();
    let to = check.text(
        "diverted_to",
        &step.input.diverted_to,
        gongjie_base::limits::NAME_CHARS_MAX,
    );
    check.done()?;
    step.row.diverted_to = Set(Some(to.clone()));
    Ok(Turn::new(EventKind::Diverted, Side::Us).saying(to))
}

/// 不予受理: the reason is shown to the raiser, who may appeal once.
fn decline(step: &mut Step<'_>) -> Result<Turn> {
    let reason = rules::read_words(step.input, "voice-decline-reason")?;
    step.row.reason = Set(Some(reason.clone()));
    Ok(Turn::new(EventKind::Declined, Side::Us).saying(reason))
}

/// 转为难题: it becomes a problem, or follows one that there is; like voices go along. Every raiser keeps following.
async fn promote(step: Step<'_>, version: Option<i64>) -> Result<()> {
    let Step {
        tx,
        acting,
        voice,
        input,
        ..
    } = &step;
    let problem_id = match input.problem_id.trim() {
        "" => {
            let new = problems::FromVoice {
                title: &input.title,
                hurts: &voice.text,
                theme_id: &input.theme_id,
            };
            problems::propose_from_voice(tx, acting, &new).await?.id
        }
        typed => {
            let wrong = |key| Error::invalid("problem_id", key);
            let id: i64 = typed.parse().map_err(|_| wrong("error-not-in-list"))?;
            let problem = problem_queries::find(tx, &acting.actor, id).await;
            problem.map_err(|_| wrong("error-not-in-list"))?.id
        }
    };
    let mut also: BTreeSet<i64> = BTreeSet::new();
    for typed in input.also.iter().filter(|t| !t.trim().is_empty()) {
        let id = typed.trim().parse();
        also.insert(id.map_err(|_| Error::invalid("also", "error-not-in-list"))?);
    }
    also.remove(&voice.id);
    follow(tx, acting, voice, problem_id, version).await?;
    for id in also {
        let other = queries::find(tx, &acting.actor, id).await?;
        line_for(&other, Action::Promote, step.parts)?;
        follow(tx, acting, &other, problem_id, None).await?;
    }
    let entry = Entry::new("voice.promote", "voice", voice.id)
        .of_problem(problem_id)
        .set("problem_id", problem_id);
    journal::record(tx, acting.by(), entry).await
}

/// The voice follows the problem from now on.
async fn follow(
    tx: &Tx,
    acting: &Acting,
    voice: &Model,
    problem_id: i64,
    version: Option<i64>,
) -> Result<()> {
    let mut turn = Turn::new(EventKind::Promoted, Side::Us);
    turn.version = version;
    turn.row = ActiveModel {
        state: Set(State::Promoted),
        state_since: Set(acting.at),
        problem_id: Set(Some(problem_id)),
        ..Default::default()
    };
    if voice.number.is_none() {
        let number = queries::next_number(tx, voice.organization_id, &acting.day()).await?;
        turn.row.number = Set(Some(number));
    }
    set_due(voice, &mut turn.row);
    let entry = Entry::new("voice.step", "voice", voice.id)
        .set("action", Action::Promote)
        .change("state", Some(voice.state), Some(State::Promoted));
    take(tx, acting, voice, turn, entry).await
}
