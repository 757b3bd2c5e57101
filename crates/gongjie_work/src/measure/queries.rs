//! The only code that writes this room's tables. Finders take the actor and cannot return what the actor may not see.

mod board;
mod lights;
mod side;
mod waiting;

use gongjie_base::{Conn, Error, Result, Tx};
use sea_orm::{ActiveModelTrait, ColumnTrait, EntityTrait, QueryFilter};

pub use board::{Filter, count_open, list_limited_on, list_open, place};
pub use lights::{Plain, plain_light, shines, shines_among};
pub use side::*;
pub use waiting::{Waiting, list_waiting};

use super::rules::DutyRole;
use super::tables::measure::{ActiveModel, Column, Entity, Model};
use super::tables::{dispute, duty, extension, milestone, progress, send_back};
use crate::org::Actor;
use crate::problem::queries as problems;
use crate::problem::tables::problem;

/// One measure with its problem. Seen by everybody who sees the problem.
pub async fn find_with_problem(
    conn: &Conn,
    actor: &Actor,
    id: i64,
) -> Result<(Model, problem::Model)> {
    let found = Entity::find_by_id(id)
        .filter(Column::OrganizationId.eq(actor.organization_id))
        .one(conn)
        .await?
        .ok_or(Error::NotFound)?;
    let problem = problems::find(conn, actor, found.problem_id).await?;
    Ok((found, problem))
}

/// One measure.
pub async fn find(conn: &Conn, actor: &Actor, id: i64) -> Result<Model> {
    Ok(find_with_problem(conn, actor, id).await?.0)
}

/// Measures of these problems by problem and place, in every state. The caller has checked that the asker sees the problems.
pub async fn list_of_problems(conn: &Conn, problem_ids: &[i64]) -> Result<Vec<Model>> {
    conn.rows_by("problem_id", problem_ids, "position, id")
        .await
}

/// Duties of these measures. The caller has checked that the asker sees them.
pub async fn list_duties(conn: &Conn, measure_ids: &[i64]) -> Result<Vec<duty::Model>> {
    conn.rows_by("measure_id", measure_ids, "id").await
}

/// Milestones of these measures by date. The caller has checked that the asker sees them.
pub async fn list_milestones(conn: &Conn, measure_ids: &[i64]) -> Result<Vec<milestone::Model>> {
    conn.rows_by("measure_id", measure_ids, "due_on, id").await
}

/// Progress of these measures, oldest first. The caller has checked that the asker sees them.
pub async fn list_progress(conn: &Conn, measure_ids: &[i64]) -> Result<Vec<progress::Model>> {
    conn.rows_by("measure_id", measure_ids, "entered_on, id")
        .await
}

/// Requests for extension, oldest first. The caller has checked that the asker sees the measures.
pub async fn list_extensions(conn: &Conn, measure_ids: &[i64]) -> Result<Vec<extension::Model>> {
    conn.rows_by("measure_id", measure_ids, "id").await
}

/// Send-backs, oldest first. The caller has checked that the asker sees the measures.
pub async fn list_send_backs(conn: &Conn, measure_ids: &[i64]) -> Result<Vec<send_back::Model>> {
    conn.rows_by("measure_id", measure_ids, "sent_on, id").await
}

/// Disputes about the assignment. The caller has checked that the asker sees the measures.
pub async fn list_disputes(conn: &Conn, measure_ids: &[i64]) -> Result<Vec<dispute::Model>> {
    conn.rows_by("measure_id", measure_ids, "id").await
}

/// Unit and owner of a list of duties of one measure: lead unit, owner.
pub fn lead_and_owner(duties: &[duty::Model]) -> (Option<i64>, Option<i64>) {
    let find = |role| duties.iter().find(move |d| d.role == role);
    let lead = find(DutyRole::Lead).and_then(|d| d.unit_id);
    let owner = find(DutyRole::Owner).and_then(|d| d.person_id);
    (lead, owner)
}

/// Inserts a measure and returns its id.
pub async fn insert(tx: &Tx, row: ActiveModel) -> Result<i64> {
    Ok(row.insert(&**tx).await?.id)
}

/// Writes changed fields if the version still stands; else the write is stale.
pub async fn update(tx: &Tx, row: ActiveModel, id: i64, version: i64) -> Result<()> {
    tx.update_row(row, id, version).await
}

/// The place after the last measure of a problem under the same parent.
pub async fn next_position(tx: &Tx, problem_id: i64, parent_id: Option<i64>) -> Result<i64> {
    let sql = "SELECT COALESCE(MAX(position), 0) + 1 FROM measure WHERE problem_id = $1 \
               AND COALESCE(parent_id, 0) = $2";
    let values = [problem_id.into(), parent_id.unwrap_or(0).into()];
    tx.scalar(sql, values)
        .await?
        .ok_or_else(|| Error::internal("no position"))
}
