//! Verbs of a close-out: find -> rules -> write -> journal, inside the transaction they are given.

mod ending;
mod judging;
mod objections;
mod verdicts;
mod views;

pub use ending::{look_back, send_back, strike, withdraw};
pub use judging::{Swept, judge_by_code, judge_by_link, judge_by_unit, sweep};
pub use objections::{answer_objection, object};
pub use verdicts::{check, draw, lapse, make_link};
pub use views::{go_on, sign, view};

use gongjie_base::{Error, Result, Tx};
use sea_orm::Set;

use super::lifecycle::Line;
use super::queries::{self, Facts};
use super::rules::{self, Input, NOTICE_DAYS, State, StepInput, VerifyInput};
use super::tables::close_out::{ActiveModel, Model};
use crate::journal::{self, Entry};
use crate::org::{Acting, Part};
use crate::problem::actions::{self as problems, Step};
use crate::problem::lifecycle::Action as ProblemAction;
use crate::problem::queries as problem_queries;
use crate::problem::tables::problem;

/// A close-out with everything that its rules ask.
struct Found {
    row: Model,
    problem: problem::Model,
    facts: Facts,
}

async fn found(tx: &Tx, acting: &Acting, id: i64) -> Result<Found> {
    let (row, problem) = queries::find_with_problem(tx, &acting.actor, id).await?;
    let facts = facts(tx, acting, problem.id).await?;
    Ok(Found {
        row,
        problem,
        facts,
    })
}

async fn facts(tx: &Tx, acting: &Acting, problem_id: i64) -> Result<Facts> {
    let mut all = queries::facts_of(tx, &acting.actor, &[problem_id]).await?;
    all.remove(&problem_id).ok_or(Error::NotFound)
}

impl Found {
    fn case<'a>(&'a self, acting: &'a Acting) -> super::case::Case<'a> {
        self.facts.case(&acting.actor, &self.problem, acting.today)
    }

    /// The version that the asker saw; nothing typed: the present one.
    fn version(&self, typed: &str) -> i64 {
        typed.trim().parse().unwrap_or(self.row.version)
    }

    fn entry(&self, action: &'static str) -> Entry {
        Entry::new(action, "close_out", self.row.id).of_problem(self.problem.id)
    }

    /// Writes a step: the new state, `row` and its entry.
    async fn step(
        &self,
        tx: &Tx,
        acting: &Acting,
        line: &Line,
        (mut row, version): (ActiveModel, i64),
        entry: Entry,
    ) -> Result<()> {
        if line.to != self.row.state {
            row.state = Set(line.to);
            row.state_since = Set(acting.at);
        }
        queries::update(tx, row, self.row.id, version).await?;
        let entry = entry.change("state", Some(self.row.state), Some(line.to));
        journal::record(tx, acting.by(), entry).await
    }

    async fn move_problem(
        &self,
        tx: &Tx,
        acting: &Acting,
        action: ProblemAction,
        step: Step,
    ) -> Result<()> {
        problems::advance(tx, acting, self.problem.id, action, &[Part::System], &step).await
    }
}

/// Applies for closing 申请销号: for people of the lead unit and coordinators, when every measure is done or cancelled.
pub async fn apply(tx: &Tx, acting: &Acting, problem_id: i64, input: &Input) -> Result<i64> {
    let problem = problem_queries::find(tx, &acting.actor, problem_id).await?;
    let facts = facts(tx, acting, problem_id).await?;
    facts
        .case(&acting.actor, &problem, acting.today)
        .may_apply()?;
    let (result, reason) = rules::read(input, facts.progress.evidence)?;
    let row = ActiveModel {
        organization_id: Set(acting.actor.organization_id),
        problem_id: Set(problem_id),
        state: Set(State::Applied),
        state_since: Set(acting.at),
        result: Set(result.clone()),
        no_evidence_reason: Set(reason.clone()),
        applied_on: Set(acting.day()),
        applied_by_id: Set(acting.by().person_id),
        version: Set(1),
        ..Default::default()
    };
    let id = queries::insert(tx, row).await?;
    let entry = Entry::new("close_out.apply", "close_out", id)
        .of_problem(problem_id)
        .set("result", result)
        .change("no_evidence_reason", None::<String>, reason)
        .set("state", State::Applied);
    journal::record(tx, acting.by(), entry).await?;
    let (system, step) = ([Part::System], Step::default());
    problems::advance(tx, acting, problem_id, ProblemAction::Apply, &system, &step).await?;
    Ok(id)
}

/// Passes the work 核验通过: for a named person whose unit did none of it and who neither applied nor signed.
pub async fn verify(tx: &Tx, acting: &Acting, id: i64, input: &VerifyInput) -> Result<()> {
    let found = found(tx, acting, id).await?;
    let line = found.case(acting).may_verify(&found.row)?;
    let note = rules::read_verification(input)?;
    let row = ActiveModel {
        verified_by_id: Set(acting.by().person_id),
        verifier_unit_id: Set(acting.actor.unit_id),
        verified_on: Set(Some(acting.day())),
        verify_note: Set(Some(note.clone())),
        ..Default::default()
    };
    let entry = found
        .entry("close_out.verify")
        .set("verify_note", note)
        .change("verifier_unit_id", None::<i64>, acting.actor.unit_id);
    let written = (row, found.version(&input.version));
    found.step(tx, acting, line, written, entry).await?;
    verdicts::ask(tx, acting, id).await
}

/// Shows it to all 公示 for five working days. For coordinators; only school-level problems and those of grade 3.
pub async fn publish(tx: &Tx, acting: &Acting, id: i64, input: &StepInput) -> Result<()> {
    let found = found(tx, acting, id).await?;
    let line = found.case(acting).may_publish(&found.row)?;
    let until = found
        .facts
        .calendar
        .plus_working_days(acting.today, NOTICE_DAYS);
    let row = ActiveModel {
        notice_from: Set(Some(acting.day())),
        notice_to: Set(Some(until.to_string())),
        ..Default::default()
    };
    let entry = found
        .entry("close_out.publish")
        .set("notice_from", acting.day())
        .set("notice_to", until);
    let written = (row, found.version(&input.version));
    found.step(tx, acting, line, written, entry).await
}
