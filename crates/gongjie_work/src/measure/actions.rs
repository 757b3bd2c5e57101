//! Verbs of a measure: find -> rules -> write -> journal, inside the transaction they are given.

mod extend;
mod issue;
mod notes;
mod old;
mod quarrel;
mod step;

pub use extend::{DecisionInput, ExtensionInput, ask_extension, decide_extension};
pub use issue::{edit, may_edit, set, start_problem};
pub use notes::{MilestoneInput, ProgressInput, add_milestone, complete_milestone, note_progress};
pub use old::{Recorded, record_old, record_progress, take_back};
pub use quarrel::{DisputeInput, RulingInput, dispute, rule_dispute};
pub use step::{Step, StepInput, advance};

use gongjie_base::{Error, Result, Say, Tx};
use jiff::civil::Date;

use super::rules::DutyRole;
use super::tables::duty::ActiveModel as DutyRow;
use super::tables::measure;
use super::{parts, queries, rules};
use crate::org::{Acting, Part, queries as org};
use crate::problem::rules::State as ProblemState;
use crate::problem::tables::problem;

/// A measure on which the actor may do something, with everything that the rules ask.
struct Case {
    measure: measure::Model,
    parts: Vec<Part>,
}

/// Finds a measure whose problem is under way, and what the actor is toward it.
async fn open_case(tx: &Tx, acting: &Acting, id: i64) -> Result<Case> {
    let (measure, problem) = queries::find_with_problem(tx, &acting.actor, id).await?;
    must_run(&problem)?;
    let parts = parts::of_measure(tx, &acting.actor, &measure).await?;
    Ok(Case { measure, parts })
}

/// Measures move only while their problem does.
fn must_run(problem: &problem::Model) -> Result<()> {
    let runs = is_running(problem.state);
    let key = match problem.state {
        ProblemState::Suspended => "measure-problem-suspended",
        ProblemState::Proposed | ProblemState::Listed | ProblemState::Posted => {
            "measure-problem-not-paired"
        }
        _ => "measure-problem-over",
    };
    if runs {
        Ok(())
    } else {
        Err(Error::conflict(key))
    }
}

/// Measures of a problem in this state move.
pub fn is_running(state: ProblemState) -> bool {
    matches!(
        state,
        ProblemState::Paired | ProblemState::Working | ProblemState::LongTerm
    )
}

impl Case {
    /// Refuses whoever plays none of the parts.
    fn must_be(&self, who: &[Part]) -> Result<()> {
        if self.parts.iter().any(|p| who.contains(p)) {
            return Ok(());
        }
        Err(Error::forbidden("measure-not-your-step"))
    }

    fn wrong_state(&self) -> Error {
        Error::Conflict(Say::new("measure-no-such-step").with("state", self.measure.state))
    }
}

/// A unit of the organisation that is in use, or the field is refused.
async fn must_be_unit(tx: &Tx, acting: &Acting, field: &str, id: i64) -> Result<()> {
    let unit = org::find_unit(tx, &acting.actor, id).await;
    let is_open = unit.is_ok_and(|u| u.merged_into_id.is_none() && u.valid_to.is_none());
    if is_open {
        return Ok(());
    }
    Err(Error::invalid(field, "error-not-in-list"))
}

/// A person of the organisation, or the field is refused.
async fn must_be_person(tx: &Tx, acting: &Acting, field: &str, id: i64) -> Result<()> {
    let person = org::find_person(tx, &acting.actor, id).await;
    if person.is_ok_and(|p| p.is_active) {
        return Ok(());
    }
    Err(Error::invalid(field, "error-not-in-list"))
}

/// Puts a unit in charge.
async fn charge_unit(tx: &Tx, measure_id: i64, unit_id: i64, role: DutyRole) -> Result<()> {
    let row = DutyRow {
        measure_id: sea_orm::Set(measure_id),
        unit_id: sea_orm::Set(Some(unit_id)),
        role: sea_orm::Set(role),
        ..Default::default()
    };
    queries::insert_duty(tx, row).await
}

/// Names the owner, in place of the one before.
async fn name_owner(tx: &Tx, measure_id: i64, person_id: Option<i64>) -> Result<()> {
    queries::delete_duties(tx, measure_id, &[DutyRole::Owner]).await?;
    let Some(person_id) = person_id else {
        return Ok(());
    };
    let row = DutyRow {
        measure_id: sea_orm::Set(measure_id),
        person_id: sea_orm::Set(Some(person_id)),
        role: sea_orm::Set(DutyRole::Owner),
        ..Default::default()
    };
    queries::insert_duty(tx, row).await
}

/// A stored day.
fn day(text: Option<&str>) -> Option<Date> {
    text?.parse().ok()
}

/// The limit of a measure with everything that was asked about it.
pub fn limit_of(
    row: &measure::Model,
    asked: impl IntoIterator<Item = rules::ExtensionState>,
) -> super::extension::Limit {
    super::extension::Limit {
        state: row.state,
        start: day(row.start_on.as_deref())
            .or_else(|| day(Some(&row.issued_on)))
            .unwrap_or_default(),
        first_due: day(row.first_due_on.as_deref()),
        due: day(row.due_on.as_deref()),
        asked: asked.into_iter().collect(),
    }
}
