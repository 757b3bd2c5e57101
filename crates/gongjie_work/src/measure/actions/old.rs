//! Old records: measures that are taken over as they stand.

use gongjie_base::check::Check;
use gongjie_base::limits::TEXT_CHARS_MAX;
use gongjie_base::{Error, Result, Tx};
use sea_orm::Set;

use super::super::lifecycle::Action;
use super::super::queries;
use super::super::rules::{self, DutyRole, State};
use super::super::tables::measure::ActiveModel;
use super::super::tables::{duty, progress};
use super::open_case;
use crate::calendar::{self, Calendar};
use crate::journal::{self, Entry};
use crate::org::{Acting, Part};
use crate::problem::queries as problems;

/// A measure of an old record, with what its source leaves out left out.
#[derive(Debug, Clone, Default)]
pub struct Recorded<'a> {
    pub parent_id: Option<i64>,
    pub text: &'a str,
    /// Units in the source's order with the words that name them; the first one is taken as the one that answers.
    pub units: &'a [(i64, Option<&'a str>)],
    pub owner_id: Option<i64>,
    pub due_text: Option<&'a str>,
    /// The limit as it was understood in the source's own year; without it `due_text` is read as of today.
    pub due: Option<rules::Due>,
    /// Measures and tasks that the source counts without listing them: shown, never summed.
    pub stated_count: Option<i64>,
    pub stated_tasks: Option<i64>,
    /// When it was done, where the source says so.
    pub done_on: Option<&'a str>,
    /// The source says that it is done, and not when.
    pub is_done: bool,
    /// How far it is, in the source's words.
    pub progress: Option<&'a str>,
    pub source: &'a str,
}

/// Takes over a measure of an old record 补录: straight into work, nothing guessed. For coordinators.
pub async fn record_old(
    tx: &Tx,
    acting: &Acting,
    problem_id: i64,
    old: &Recorded<'_>,
) -> Result<i64> {
    problems::find(tx, &acting.actor, problem_id).await?;
    if !acting.actor.standing_parts().contains(&Part::Coordinator) {
        return Err(Error::forbidden("measure-not-your-problem"));
    }
    let mut check = Check::new();
    check.text("text", old.text, TEXT_CHARS_MAX);
    check.optional("progress", old.progress.unwrap_or_default(), TEXT_CHARS_MAX);
    check.done()?;
    let calendar = calendar::queries::find(tx, acting.actor.organization_id).await?;
    let due = due_of(acting, &calendar, old);
    let due_on = due.on.map(|d| d.to_string());
    let state = if old.is_done || old.done_on.is_some() {
        State::Done
    } else {
        State::Working
    };
    let row = ActiveModel {
        organization_id: Set(acting.actor.organization_id),
        problem_id: Set(problem_id),
        parent_id: Set(old.parent_id),
        position: Set(queries::next_position(tx, problem_id, old.parent_id).await?),
        text: Set(old.text.to_owned()),
        due_text: Set(due.text),
        due_on: Set(due_on.clone()),
        first_due_on: Set(due_on),
        due_kind: Set(due.kind),
        stated_count: Set(old.stated_count),
        stated_tasks: Set(old.stated_tasks),
        source: Set(Some(old.source.to_owned())),
        state: Set(state),
        state_since: Set(acting.at),
        issued_on: Set(acting.day()),
        done_on: Set(old.done_on.map(str::to_owned)),
        created_at: Set(acting.at),
        version: Set(1),
        ..Default::default()
    };
    let id = queries::insert(tx, row).await?;
    for (position, (unit_id, written)) in old.units.iter().enumerate() {
        let role = if position == 0 {
            DutyRole::Lead
        } else {
            DutyRole::Partner
        };
        let row = duty::ActiveModel {
            measure_id: Set(id),
            unit_id: Set(Some(*unit_id)),
            role: Set(role),
            written: Set(written.map(str::to_owned)),
            ..Default::default()
        };
        queries::insert_duty(tx, row).await?;
    }
    super::name_owner(tx, id, old.owner_id).await?;
    if let Some(words) = old.progress {
        insert_progress(tx, acting, id, words).await?;
    }
    let entry = Entry::new("measure.record_old", "measure", id)
        .of_problem(problem_id)
        .set("text", old.text)
        .set("source", old.source)
        .set("state", state);
    journal::record(tx, acting.by(), entry).await?;
    Ok(id)
}

fn due_of(acting: &Acting, calendar: &Calendar, old: &Recorded<'_>) -> rules::Due {
    if let Some(due) = &old.due {
        return due.clone();
    }
    let text = old.due_text.unwrap_or_default();
    let due = rules::read_due(text, acting.today, calendar);
    due.unwrap_or_else(|_| rules::Due {
        text: old.due_text.map(str::to_owned),
        ..rules::Due::none()
    })
}

async fn insert_progress(tx: &Tx, acting: &Acting, id: i64, words: &str) -> Result<()> {
    let row = progress::ActiveModel {
        measure_id: Set(id),
        entered_on: Set(acting.day()),
        sentence: Set(Some(words.to_owned())),
        is_no_change: Set(false),
        person_id: Set(acting.by().person_id),
        created_at: Set(acting.at),
        ..Default::default()
    };
    queries::insert_progress(tx, row).await?;
    Ok(())
}

/// Notes the progress that a source states, in any open state. For coordinators, who bring ledgers in.
pub async fn record_progress(tx: &Tx, acting: &Acting, id: i64, words: &str) -> Result<()> {
    let case = open_case(tx, acting, id).await?;
    case.must_be(&[Part::Coordinator])?;
    let mut check = Check::new();
    let words = check.text("progress", words, TEXT_CHARS_MAX);
    check.done()?;
    insert_progress(tx, acting, id, &words).await?;
    let entry = Entry::new("measure.progress", "measure", id)
        .of_problem(case.measure.problem_id)
        .set("sentence", words);
    journal::record(tx, acting.by(), entry).await
}

/// Takes back a record that was brought in by mistake: it stays, cancelled. A consequence of an undone import.
pub async fn take_back(tx: &Tx, acting: &Acting, id: i64) -> Result<()> {
    let case = open_case(tx, acting, id).await?;
    let line = gongjie_base::lifecycle::find(
        super::super::lifecycle::TABLE,
        case.measure.state,
        Action::TakeBack,
    )
    .ok_or_else(|| case.wrong_state())?;
    let row = ActiveModel {
        state: Set(line.to),
        state_since: Set(acting.at),
        ..Default::default()
    };
    queries::update(tx, row, id, case.measure.version).await?;
    let entry = Entry::new("measure.move", "measure", id)
        .of_problem(case.measure.problem_id)
        .set("action", Action::TakeBack)
        .change("state", Some(case.measure.state), Some(line.to));
    journal::record(tx, acting.by(), entry).await
}
