//! The only code that writes `close_out`, `close_out_view`, `judgement`, `verdict`, `objection`. Finders take the actor and cannot return what the actor may not see.

mod facts;
mod objections;
mod verdicts;
mod waiting;

use std::collections::BTreeSet;

use gongjie_base::{Conn, Error, Result, Tx};
use sea_orm::{ActiveModelTrait, ColumnTrait, EntityTrait, QueryFilter, Set};

pub use facts::{Facts, facts_of};
pub use objections::*;
pub use verdicts::*;
pub use waiting::{Waiting, find_waiting, list_waiting};

use super::rules::{Opinion, State};
use super::tables::close_out::{ActiveModel, Column, Entity, Model};
use super::tables::close_out_view;
use crate::org::Actor;
use crate::problem::queries as problems;
use crate::problem::tables::problem;

/// A close-out with its problem. Seen by everybody who sees the problem.
pub async fn find_with_problem(
    conn: &Conn,
    actor: &Actor,
    id: i64,
) -> Result<(Model, problem::Model)> {
    let row = Entity::find_by_id(id)
        .filter(Column::OrganizationId.eq(actor.organization_id))
        .one(conn)
        .await?
        .ok_or(Error::NotFound)?;
    let problem = problems::find(conn, actor, row.problem_id).await?;
    Ok((row, problem))
}

/// One close-out.
pub async fn find(conn: &Conn, actor: &Actor, id: i64) -> Result<Model> {
    Ok(find_with_problem(conn, actor, id).await?.0)
}

/// The close-out that is on its way, if there is one. The caller has checked that the problem may be seen.
pub async fn find_live(conn: &Conn, problem_id: i64) -> Result<Option<Model>> {
    let mut found: Vec<Model> = conn.rows_in("problem_id", &[problem_id]).await?;
    found.retain(|c| State::LIVE.contains(&c.state));
    Ok(found.pop())
}

/// A close-out of this problem is on its way. The caller has checked that the problem may be seen.
pub async fn is_live(conn: &Conn, problem_id: i64) -> Result<bool> {
    Ok(find_live(conn, problem_id).await?.is_some())
}

/// Close-outs of these problems in all states, by problem, newest first. The caller has checked that the problems may be seen.
pub async fn list_of_problems(conn: &Conn, problem_ids: &[i64]) -> Result<Vec<Model>> {
    conn.rows_by("problem_id", problem_ids, "id DESC").await
}

/// Partners' views of these close-outs. The caller has checked that the close-outs may be seen.
pub async fn list_views(conn: &Conn, ids: &[i64]) -> Result<Vec<close_out_view::Model>> {
    conn.rows_by("close_out_id", ids, "id").await
}

/// Inserts a close-out and returns its id.
pub async fn insert(tx: &Tx, row: ActiveModel) -> Result<i64> {
    Ok(row.insert(&**tx).await?.id)
}

/// Writes changed fields if the version still stands; else the write is stale.
pub async fn update(tx: &Tx, row: ActiveModel, id: i64, version: i64) -> Result<()> {
    tx.update_row(row, id, version).await
}

/// Takes the row until the transaction ends: of two views at once the second sees the first.
pub async fn lock(tx: &Tx, id: i64) -> Result<()> {
    let sql = "UPDATE close_out SET version = version + 1 WHERE id = $1";
    tx.run(sql, [id.into()]).await?;
    Ok(())
}

/// Asks these units for their view.
pub async fn insert_views(tx: &Tx, close_out_id: i64, units: &BTreeSet<i64>) -> Result<()> {
    for unit_id in units {
        let row = close_out_view::ActiveModel {
            close_out_id: Set(close_out_id),
            unit_id: Set(*unit_id),
            opinion: Set(Opinion::Waiting),
            ..Default::default()
        };
        row.insert(&**tx).await?;
    }
    Ok(())
}

/// Writes a unit's view.
pub async fn update_view(tx: &Tx, row: close_out_view::ActiveModel, id: i64) -> Result<()> {
    close_out_view::Entity::update_many()
        .set(row)
        .filter(close_out_view::Column::Id.eq(id))
        .exec(&**tx)
        .await?;
    Ok(())
}
