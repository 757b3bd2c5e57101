//! The only code that writes office templates.

use gongjie_base::{Conn, Result, Tx};
use sea_orm::{
    ActiveModelTrait, ColumnTrait, Condition, EntityTrait, QueryFilter, QueryOrder, QuerySelect,
};

use super::tables::office_template::{ActiveModel, Column, Entity, Model};
use crate::org::Actor;

/// Templates of one organisation that are listed.
pub const TEMPLATES_MAX: u64 = 200;

/// Those of the actor's organisation that were not removed.
fn visible(actor: &Actor) -> Condition {
    Condition::all()
        .add(Column::OrganizationId.eq(actor.organization_id))
        .add(Column::IsRemoved.eq(false))
}

/// A template that the actor sees.
pub async fn find(conn: &Conn, actor: &Actor, id: i64) -> Result<Model> {
    conn.find_row::<Entity>(id, visible(actor)).await
}

/// Templates that the actor sees, by name.
pub async fn list(conn: &Conn, actor: &Actor) -> Result<Vec<Model>> {
    Ok(Entity::find()
        .filter(visible(actor))
        .order_by_asc(Column::Name)
        .order_by_asc(Column::Id)
        .limit(TEMPLATES_MAX)
        .all(conn)
        .await?)
}

/// Inserts a template and returns its id.
pub async fn insert_template(tx: &Tx, row: ActiveModel) -> Result<i64> {
    Ok(row.insert(&**tx).await?.id)
}

/// Writes a changed template; a version that moved on is a stale write.
pub async fn update_template(tx: &Tx, row: ActiveModel, id: i64, version: i64) -> Result<()> {
    tx.update_row(row, id, version).await
}
