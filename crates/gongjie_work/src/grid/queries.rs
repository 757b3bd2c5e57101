//! The only code that writes `grid_step`. A step is seen by the person who took it and by nobody else.

use gongjie_base::limits::GRID_STEPS_SHOWN;
use gongjie_base::{Conn, Result, Tx};
use sea_orm::{
    ActiveModelTrait, ColumnTrait, Condition, EntityTrait, QueryFilter, QueryOrder, QuerySelect,
};

use super::rules::Grid;
use super::tables::grid_step::{ActiveModel, Column, Entity, Model};
use crate::org::Actor;

fn own(actor: &Actor) -> Condition {
    Condition::all()
        .add(Column::OrganizationId.eq(actor.organization_id))
        .add(Column::PersonId.eq(actor.person_id))
}

/// One step of the actor's own.
pub async fn find(conn: &Conn, actor: &Actor, id: i64) -> Result<Model> {
    conn.find_row::<Entity>(id, own(actor)).await
}

/// The actor's latest steps, of one grid or of all, newest first.
pub async fn list(conn: &Conn, actor: &Actor, grid: Option<Grid>) -> Result<Vec<Model>> {
    let mut select = Entity::find().filter(own(actor)).order_by_desc(Column::Id);
    if let Some(grid) = grid {
        select = select.filter(Column::Grid.eq(grid));
    }
    Ok(select.limit(GRID_STEPS_SHOWN).all(conn).await?)
}

/// Inserts a step and returns it.
pub async fn insert(tx: &Tx, row: ActiveModel) -> Result<Model> {
    Ok(row.insert(&**tx).await?)
}

/// Writes a step that was undone or redone, if its version still stands.
pub async fn update(tx: &Tx, row: ActiveModel, id: i64, version: i64) -> Result<()> {
    tx.update_row(row, id, version).await
}
