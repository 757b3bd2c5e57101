//! Progress and milestones.

use gongjie_base::check::Check;
use gongjie_base::limits::TEXT_CHARS_MAX;
use gongjie_base::{Error, Result, Tx};
use sea_orm::Set;
use serde::Deserialize;

use super::super::lifecycle::Action;
use super::super::queries;
use super::super::rules::State;
use super::super::tables::{milestone, progress};
use super::super::tree::Tree;
use super::open_case;
use super::step::{Step, advance};
use crate::journal::{self, Entry};
use crate::org::{Acting, Part};

/// Milestones of one measure, at most.
const MILESTONES_MAX: usize = 50;
/// Who sets and ticks milestones.
const PLANNERS: &[Part] = &[
    Part::Owner,
    Part::OwnerHead,
    Part::Lead,
    Part::LeadHead,
    Part::Coordinator,
];

/// One entry of progress as typed: a sentence, or one click for "no change".
#[derive(Debug, Clone, Default, Deserialize, utoipa::ToSchema)]
#[serde(default)]
pub struct ProgressInput {
    pub sentence: String,
    /// `1`: nothing changed 没有变化; the other fields may stay empty.
    pub no_change: String,
    pub next_step: String,
    /// 0 to 100, for a measure without tasks.
    pub percent: String,
}

/// Notes progress 报进展. For the unit that answers and the named owner. The first entry after signing starts the work.
pub async fn note_progress(
    tx: &Tx,
    acting: &Acting,
    id: i64,
    input: &ProgressInput,
) -> Result<i64> {
    let case = open_case(tx, acting, id).await?;
    let now = &case.measure;
    if !matches!(now.state, State::Signed | State::Working) {
        return Err(case.wrong_state());
    }
    case.must_be(&[Part::Owner, Part::OwnerHead])?;
    let is_no_change = matches!(input.no_change.trim(), "1" | "true" | "on");
    let mut check = Check::new();
    let sentence = if is_no_change {
        check.optional("sentence", &input.sentence, TEXT_CHARS_MAX)
    } else {
        Some(check.text("sentence", &input.sentence, TEXT_CHARS_MAX))
    };
    let next_step = check.optional("next_step", &input.next_step, TEXT_CHARS_MAX);
    let percent: Option<i64> = check.parsed("percent", &input.percent, "error-not-a-number");
    let is_share = percent.is_none_or(|p| (0..=100).contains(&p));
    check.must(is_share, "percent", "measure-percent-range");
    if percent.is_some() {
        let rows = queries::list_of_problems(tx, &[now.problem_id]).await?;
        let is_leaf = Tree::new(&rows).is_leaf(id);
        check.must(is_leaf, "percent", "measure-percent-of-parent");
    }
    check.done()?;
    if now.state == State::Signed {
        advance(tx, acting, id, Action::Start, &Step::default()).await?;
    }
    let row = progress::ActiveModel {
        measure_id: Set(id),
        entered_on: Set(acting.day()),
        sentence: Set(sentence.clone()),
        is_no_change: Set(is_no_change),
        next_step: Set(next_step.clone()),
        percent: Set(percent),
        person_id: Set(acting.by().person_id),
        created_at: Set(acting.at),
        ..Default::default()
    };
    let entered = queries::insert_progress(tx, row).await?;
    let entry = Entry::new("measure.progress", "measure", id)
        .of_problem(now.problem_id)
        .set("no_change", is_no_change)
        .change("sentence", None::<String>, sentence)
        .change("next_step", None::<String>, next_step)
        .change("percent", None::<String>, percent);
    journal::record(tx, acting.by(), entry).await?;
    Ok(entered)
}

/// A milestone as typed.
#[derive(Debug, Clone, Default, Deserialize, utoipa::ToSchema)]
#[serde(default)]
pub struct MilestoneInput {
    pub text: String,
    /// `2026-06-21`, not after the measure's limit.
    pub due_on: String,
}

/// Adds a milestone 里程碑. For those who do the measure or lead the problem.
pub async fn add_milestone(
    tx: &Tx,
    acting: &Acting,
    id: i64,
    input: &MilestoneInput,
) -> Result<i64> {
    let case = open_case(tx, acting, id).await?;
    let now = &case.measure;
    if !now.state.is_open() || now.state == State::Reported {
        return Err(case.wrong_state());
    }
    case.must_be(PLANNERS)?;
    let mut check = Check::new();
    let text = check.text("text", &input.text, TEXT_CHARS_MAX);
    let due = check.day("due_on", &input.due_on);
    check.must(
        due.is_some() || !input.due_on.trim().is_empty(),
        "due_on",
        "error-empty",
    );
    let limit = super::day(now.due_on.as_deref());
    let is_inside = due.zip(limit).is_none_or(|(due, limit)| due <= limit);
    check.must(is_inside, "due_on", "measure-milestone-after-limit");
    check.done()?;
    if queries::list_milestones(tx, &[id]).await?.len() >= MILESTONES_MAX {
        return Err(Error::conflict("measure-milestones-full"));
    }
    let due = due.unwrap_or(acting.today).to_string();
    let row = milestone::ActiveModel {
        measure_id: Set(id),
        text: Set(text.clone()),
        due_on: Set(due.clone()),
        ..Default::default()
    };
    let added = queries::insert_milestone(tx, row).await?;
    let entry = Entry::new("measure.milestone", "measure", id)
        .of_problem(now.problem_id)
        .set("milestone", text)
        .set("milestone_due_on", due);
    journal::record(tx, acting.by(), entry).await?;
    Ok(added)
}

/// Marks a milestone as reached. Gives the id of its measure.
pub async fn complete_milestone(tx: &Tx, acting: &Acting, milestone_id: i64) -> Result<i64> {
    let (found, measure) = queries::find_milestone(tx, &acting.actor, milestone_id).await?;
    let case = open_case(tx, acting, measure.id).await?;
    if !case.measure.state.is_open() {
        return Err(case.wrong_state());
    }
    case.must_be(PLANNERS)?;
    if !queries::update_milestone_done(tx, milestone_id, &acting.day()).await? {
        return Err(Error::conflict("measure-milestone-done-before"));
    }
    let entry = Entry::new("measure.milestone_done", "measure", measure.id)
        .of_problem(measure.problem_id)
        .set("milestone", found.text)
        .set("milestone_done_on", acting.day());
    journal::record(tx, acting.by(), entry).await?;
    Ok(measure.id)
}
