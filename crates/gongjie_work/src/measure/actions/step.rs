//! Steps of a measure's life by its table.

use gongjie_base::check::Check;
use gongjie_base::clock::{days_between, plus_days};
use gongjie_base::limits::TEXT_CHARS_MAX;
use gongjie_base::{Error, Result, Tx, lifecycle as table};
use sea_orm::Set;
use serde::Deserialize;

use super::super::lifecycle::{self, Action, Line, TABLE};
use super::super::queries;
use super::super::rules::{ExtensionState, SendBackReason};
use super::super::tables::measure::{ActiveModel, Model};
use super::super::tables::send_back;
use super::super::tree::Tree;
use super::issue::Names;
use super::{Case, day, must_be_person, name_owner, open_case};
use crate::journal::{self, Entry};
use crate::org::Acting;

/// One step in a measure's life.
#[derive(Debug, Clone, Default)]
pub struct Step {
    /// Why: for suspending and cancelling; more words to a send-back.
    pub reason: String,
    /// What was done: for reporting.
    pub result: String,
    /// For a send-back.
    pub code: Option<SendBackReason>,
    /// The owner that the unit names when it signs; nothing leaves the named one.
    pub owner_id: Option<i64>,
    /// Version that the asker saw; nothing: whatever stands.
    pub version: Option<i64>,
}

/// A step as typed.
#[derive(Debug, Clone, Default, Deserialize, utoipa::ToSchema)]
#[serde(default)]
#[schema(as = MeasureMove)]
pub struct StepInput {
    /// `sign`, `start`, `report`, `pass`, `send_back`, `suspend`, `resume`, `cancel`.
    pub action: String,
    pub reason: String,
    pub result: String,
    /// `evidence`, `facts`, `unfinished`, `effect`, `wording`, `other`: for a send-back.
    pub code: String,
    /// Person: for signing.
    pub owner: String,
    pub version: String,
}

impl StepInput {
    /// The verb and its step, or the refused fields.
    pub fn read(&self) -> Result<(Action, Step)> {
        let mut check = Check::new();
        let action = check.code("action", &self.action, Action::from_code);
        check.must(
            action.is_some() || !self.action.trim().is_empty(),
            "action",
            "error-choose",
        );
        let step = Step {
            reason: self.reason.clone(),
            result: self.result.clone(),
            code: check.code("code", &self.code, SendBackReason::from_code),
            owner_id: check.id("owner", &self.owner),
            version: self.version.trim().parse().ok(),
        };
        check.done()?;
        let action = action.ok_or_else(|| Error::invalid("action", "error-not-in-list"))?;
        Ok((action, step))
    }
}

/// Moves a measure by a verb of its table.
pub async fn advance(tx: &Tx, acting: &Acting, id: i64, action: Action, step: &Step) -> Result<()> {
    let case = open_case(tx, acting, id).await?;
    let line = table::find(TABLE, case.measure.state, action).ok_or_else(|| case.wrong_state())?;
    case.must_be(line.who)?;
    check_step(tx, acting, &case, action, step).await?;
    let now = &case.measure;
    let words = words_of(action, step);
    let entry = Entry::new("measure.move", "measure", id)
        .of_problem(now.problem_id)
        .set("action", action)
        .change("state", Some(now.state), Some(line.to))
        .change("reason", None::<String>, words.clone())
        .change(
            "code",
            None::<String>,
            step.code.filter(|_| action == Action::SendBack),
        );
    let row = ActiveModel {
        state: Set(line.to),
        state_since: Set(acting.at),
        state_note: Set(words),
        ..Default::default()
    };
    let (row, entry) = with_consequences(tx, acting, now, line, step, row, entry).await?;
    queries::update(tx, row, id, step.version.unwrap_or(now.version)).await?;
    journal::record(tx, acting.by(), entry).await
}

fn words_of(action: Action, step: &Step) -> Option<String> {
    let text = if action == Action::Report {
        &step.result
    } else {
        &step.reason
    };
    Some(text.trim().to_owned()).filter(|t| !t.is_empty())
}

async fn check_step(
    tx: &Tx,
    acting: &Acting,
    case: &Case,
    action: Action,
    step: &Step,
) -> Result<()> {
    let by = acting.by().person_id;
    if lifecycle::bars_reporter(action) && by.is_some() && case.measure.reported_by_id == by {
        return Err(Error::forbidden("measure-not-by-reporter"));
    }
    let mut check = Check::new();
    if lifecycle::needs_words(action) {
        if action == Action::Report {
            check.text("result", &step.result, TEXT_CHARS_MAX);
        } else {
            check.text("reason", &step.reason, TEXT_CHARS_MAX);
        }
    } else {
        check.optional("reason", &step.reason, TEXT_CHARS_MAX);
    }
    let has_code = action != Action::SendBack || step.code.is_some();
    check.must(has_code, "code", "error-choose");
    check.done()?;
    if lifecycle::waits_for_tasks(action) {
        let rows = queries::list_of_problems(tx, &[case.measure.problem_id]).await?;
        if !Tree::new(&rows).tasks_are_closed(case.measure.id) {
            return Err(Error::conflict("measure-tasks-open"));
        }
    }
    if action == Action::Sign
        && let Some(owner) = step.owner_id
    {
        must_be_person(tx, acting, "owner", owner).await?;
    }
    Ok(())
}

/// What else a step writes: dates, side records, the moved limit.
async fn with_consequences(
    tx: &Tx,
    acting: &Acting,
    now: &Model,
    line: &Line,
    step: &Step,
    mut row: ActiveModel,
    mut entry: Entry,
) -> Result<(ActiveModel, Entry)> {
    let today = acting.day();
    match line.action {
        Action::Sign => {
            row.signed_on = Set(Some(today));
            if let Some(owner) = step.owner_id {
                let names = Names::read(tx, acting).await?;
                entry = entry.set("owner", names.person(owner));
                name_owner(tx, now.id, Some(owner)).await?;
            }
        }
        Action::Report => {
            row.result = Set(words_of(Action::Report, step));
            row.reported_on = Set(Some(today));
            row.reported_by_id = Set(acting.by().person_id);
        }
        Action::Pass => row.done_on = Set(Some(today)),
        Action::SendBack => {
            row.reported_on = Set(None);
            row.reported_by_id = Set(None);
            send_back(tx, acting, now, step).await?;
        }
        Action::Suspend => row.suspended_on = Set(Some(today)),
        Action::Resume => {
            row.suspended_on = Set(None);
            if let Some(due) = resume_clock(tx, acting, now).await? {
                entry = entry.change("due_on", now.due_on.as_ref(), Some(&due));
                row.due_on = Set(Some(due));
            }
        }
        Action::Start | Action::Cancel | Action::TakeBack => {}
    }
    if matches!(line.action, Action::Report | Action::Cancel) {
        entry = withdraw_requests(tx, acting, now, entry).await?;
    }
    Ok((row, entry))
}

async fn send_back(tx: &Tx, acting: &Acting, now: &Model, step: &Step) -> Result<()> {
    let Some(reason) = step.code else {
        return Err(Error::invalid("code", "error-choose"));
    };
    let row = send_back::ActiveModel {
        measure_id: Set(now.id),
        reason: Set(reason),
        note: Set(words_of(Action::SendBack, step)),
        person_id: Set(acting.by().person_id),
        sent_on: Set(acting.day()),
        ..Default::default()
    };
    queries::insert_send_back(tx, row).await
}

/// Days on which the clock stood still do not count: limit and coming milestones move by them.
async fn resume_clock(tx: &Tx, acting: &Acting, now: &Model) -> Result<Option<String>> {
    let Some(since) = day(now.suspended_on.as_deref()) else {
        return Ok(None);
    };
    let days = days_between(since, acting.today).max(0);
    let moved = |date| plus_days(date, days).to_string();
    for milestone in queries::list_milestones(tx, &[now.id]).await? {
        let due = day(Some(&milestone.due_on)).filter(|due| *due >= since);
        if let Some(due) = due.filter(|_| milestone.done_on.is_none()) {
            queries::update_milestone_due(tx, milestone.id, &moved(due)).await?;
        }
    }
    Ok(day(now.due_on.as_deref()).map(moved))
}

/// A request for extension has no sense any more once the result is reported or the measure is cancelled.
async fn withdraw_requests(tx: &Tx, acting: &Acting, now: &Model, entry: Entry) -> Result<Entry> {
    let asked = queries::list_extensions(tx, &[now.id]).await?;
    let open = asked
        .iter()
        .find(|e| matches!(e.state, ExtensionState::Asked | ExtensionState::HeadAgreed));
    let Some(open) = open else {
        return Ok(entry);
    };
    queries::update_open_extensions(tx, now.id, &acting.day()).await?;
    Ok(entry.change(
        "extension",
        Some(open.state),
        Some(ExtensionState::Withdrawn),
    ))
}
