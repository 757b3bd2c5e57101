//! Channels of an organisation, and under which name people are known there.

use gongjie_base::{Conn, Result, Tx};
use sea_orm::{
    ActiveModelTrait, ColumnTrait, Condition, EntityTrait, FromQueryResult, QueryFilter,
    QueryOrder, QuerySelect,
};

use crate::org::Actor;
use crate::outbox::rules::ChannelKind;
use crate::outbox::tables::channel::{ActiveModel, Column, Entity, Model};

/// Channels of one organisation, at most.
pub const CHANNELS_MAX: u64 = 50;

fn of(organization_id: i64) -> Condition {
    Condition::all()
        .add(Column::OrganizationId.eq(organization_id))
        .add(Column::IsRemoved.eq(false))
}

/// Channels of the actor's organisation.
pub async fn list_channels(conn: &Conn, organization_id: i64) -> Result<Vec<Model>> {
    Ok(Entity::find()
        .filter(of(organization_id))
        .order_by_asc(Column::Id)
        .limit(CHANNELS_MAX)
        .all(conn)
        .await?)
}

/// A channel of the actor's organisation.
pub async fn find_channel(conn: &Conn, actor: &Actor, id: i64) -> Result<Model> {
    conn.find_row::<Entity>(id, of(actor.organization_id)).await
}

/// Inserts a channel and returns its id.
pub async fn insert_channel(tx: &Tx, row: ActiveModel) -> Result<i64> {
    Ok(row.insert(&**tx).await?.id)
}

/// Writes a changed channel; a version that moved on is a stale write.
pub async fn update_channel(tx: &Tx, row: ActiveModel, id: i64, version: i64) -> Result<()> {
    tx.update_row(row, id, version).await
}

/// A person's name at a service.
#[derive(Debug, Clone, FromQueryResult)]
pub struct NameRow {
    pub person_id: i64,
    pub person: String,
    pub name: String,
}

/// Names of people at the WeCom application, by person.
pub async fn list_channel_names(conn: &Conn, organization_id: i64) -> Result<Vec<NameRow>> {
    let sql = "SELECT n.person_id, p.name AS person, n.name FROM channel_name n \
               JOIN person p ON p.id = n.person_id \
               WHERE p.organization_id = $1 AND n.kind = $2 ORDER BY n.person_id";
    let values = [organization_id.into(), ChannelKind::WecomApp.into()];
    conn.all(sql, values).await
}

/// Notes under which name a person is known at a service; nothing: under none any more.
pub async fn upsert_channel_name(
    tx: &Tx,
    person_id: i64,
    kind: ChannelKind,
    name: Option<&str>,
) -> Result<()> {
    let Some(name) = name else {
        let sql = "DELETE FROM channel_name WHERE person_id = $1 AND kind = $2";
        tx.run(sql, [person_id.into(), kind.into()]).await?;
        return Ok(());
    };
    let sql = "INSERT INTO channel_name (person_id, kind, name) VALUES ($1, $2, $3) \
               ON CONFLICT (person_id, kind) DO UPDATE SET name = excluded.name";
    tx.run(sql, [person_id.into(), kind.into(), name.into()])
        .await?;
    Ok(())
}
