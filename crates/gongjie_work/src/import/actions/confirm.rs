//! Writing a plan: one transaction, whole or not at all.

use gongjie_base::{Error, Result, Say, Tx};
use sea_orm::Set;

use super::writer::Writer;
use super::{json, may_confirm, must_be_open};
use crate::door::Obstacle;
use crate::import::plan::{Counts, Plan};
use crate::import::rules::State;
use crate::import::tables::import_batch;
use crate::import::{queries, rules};
use crate::journal::{self, Entry};
use crate::org::Acting;

/// What the plan was made of.
#[derive(Debug)]
pub struct About {
    pub sheet: String,
    pub headings: Vec<String>,
}

/// Confirms an import: everything that the plan takes, in this one transaction. What rules refuse is named row by row, and
/// then nothing may be committed. For coordinators. `step` is called once for each problem.
pub async fn confirm(
    tx: &Tx,
    acting: &Acting,
    batch: &import_batch::Model,
    plan: &Plan,
    about: &About,
    step: &(dyn Fn() + Send + Sync),
) -> Result<Vec<Obstacle>> {
    must_be_open(batch)?;
    if !may_confirm(acting) {
        return Err(Error::forbidden("import-not-yours"));
    }
    let counts = plan.counts();
    if counts.is_nothing() {
        return Err(Error::conflict("import-nothing"));
    }
    let first_seq = queries::last_seq(tx, acting.actor.organization_id).await? + 1;
    let mut writer = Writer::new(tx, acting, batch, about, plan);
    writer.make_named().await?;
    let mut refused = Vec::new();
    for problem in &plan.problems {
        if problem.is_taken() {
            writer.try_problem(problem, &mut refused).await?;
        }
        step();
    }
    if !refused.is_empty() {
        return Ok(refused);
    }
    queries::insert_origins(tx, writer.origins).await?;
    finish(tx, acting, batch, about, &counts, first_seq).await?;
    Ok(refused)
}

async fn finish(
    tx: &Tx,
    acting: &Acting,
    batch: &import_batch::Model,
    about: &About,
    counts: &Counts,
    first_seq: i64,
) -> Result<()> {
    let choices = super::choices_of(batch)?;
    if !choices.columns.is_empty() {
        let head = rules::head_key(&about.headings);
        queries::remember_head(tx, acting, &head, &json(&choices.columns)?).await?;
    }
    let entry = Entry::new("import.confirm", "import_batch", batch.id)
        .set("file", &batch.file_name)
        .set("hash", &batch.file_hash)
        .set("problems", counts.problems)
        .set("pairings", counts.pairings)
        .set("measures", counts.measures)
        .set("outcomes", counts.outcomes)
        .set("changes", counts.changes)
        .change("state", Some(State::Open), Some(State::Done));
    journal::record(tx, acting.by(), entry).await?;
    let number = |n: usize| i64::try_from(n).unwrap_or(i64::MAX);
    let row = import_batch::ActiveModel {
        state: Set(State::Done),
        creates: Set(number(counts.creates())),
        changes: Set(number(counts.changes)),
        lefts: Set(number(counts.same + counts.blocked + counts.left_out)),
        first_seq: Set(Some(first_seq)),
        last_seq: Set(Some(
            queries::last_seq(tx, acting.actor.organization_id).await?,
        )),
        done_at: Set(Some(acting.at)),
        ..Default::default()
    };
    queries::update(tx, row, batch.id, batch.version).await
}

/// The words of a refusal; a fault of ours goes on.
pub(super) fn words_of(error: Error) -> Result<Vec<Say>> {
    match error {
        Error::Invalid(fields) => Ok(fields.into_iter().map(|field| field.say).collect()),
        Error::Forbidden(say) | Error::Conflict(say) => Ok(vec![say]),
        Error::Stale { .. } => Ok(vec![Say::new("error-stale")]),
        Error::NotFound => Ok(vec![Say::new("grid-not-there")]),
        error => Err(error),
    }
}
