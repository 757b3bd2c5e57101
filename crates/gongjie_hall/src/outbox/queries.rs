//! The only code that writes messages, channels and deliveries.

mod channels;
mod deliveries;

use gongjie_base::limits::PAGE_ROWS;
use gongjie_base::{Conn, Result, Tx};
use sea_orm::{ColumnTrait, Condition, EntityTrait, FromQueryResult, QueryFilter, Value};

pub use channels::*;
pub use deliveries::*;

use super::tables::message::{Column, Entity, Model};
use crate::org::Actor;

/// Somebody who can be told something.
#[derive(Debug, Clone, FromQueryResult)]
pub struct Recipient {
    pub id: i64,
    pub email: Option<String>,
    /// Name at the WeCom application.
    pub wecom: Option<String>,
}

/// Those of these people who are in the organisation and still there, by id.
pub async fn list_recipients(
    conn: &Conn,
    organization_id: i64,
    ids: &[i64],
) -> Result<Vec<Recipient>> {
    let (among, value) = conn.among("p.id", 2, ids);
    let sql = format!(
        "SELECT p.id, p.email, n.name AS wecom FROM person p \
         LEFT JOIN channel_name n ON n.person_id = p.id AND n.kind = 'wecom_app' \
         WHERE p.organization_id = $1 AND p.is_active AND {among} ORDER BY p.id"
    );
    conn.all(&sql, [organization_id.into(), value]).await
}

/// A message to somebody.
pub struct Told<'a> {
    pub organization_id: i64,
    pub person_id: i64,
    pub uid: &'a str,
    pub fact: &'a str,
    pub class: super::rules::Class,
    pub subject: &'a str,
    pub subject_id: i64,
    pub path: &'a str,
    pub text_key: &'a str,
    pub args: &'a str,
    pub told_at: i64,
}

/// Notes that somebody is told something; nothing where they were told this fact before.
pub async fn insert_told(tx: &Tx, told: &Told<'_>) -> Result<Option<i64>> {
    let sql = "INSERT INTO message (organization_id, person_id, uid, fact, class, subject, subject_id, \
               path, text_key, args, told_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11) \
               ON CONFLICT (person_id, fact) DO NOTHING RETURNING id";
    let values: [Value; 11] = [
        told.organization_id.into(),
        told.person_id.into(),
        told.uid.into(),
        told.fact.into(),
        told.class.into(),
        told.subject.into(),
        told.subject_id.into(),
        told.path.into(),
        told.text_key.into(),
        told.args.into(),
        told.told_at.into(),
    ];
    tx.scalar(sql, values).await
}

fn own(actor: &Actor) -> Condition {
    Condition::all()
        .add(Column::OrganizationId.eq(actor.organization_id))
        .add(Column::PersonId.eq(actor.person_id))
}

/// Messages of the actor, the newest first, one page and one row more.
pub async fn list_messages(
    conn: &Conn,
    actor: &Actor,
    is_unread: bool,
    before: Option<i64>,
) -> Result<Vec<Model>> {
    let mut select = Entity::find().filter(own(actor));
    if is_unread {
        select = select.filter(Column::ReadAt.is_null());
    }
    conn.page_rows(select, before, Some(PAGE_ROWS + 1)).await
}

/// A message of the actor.
pub async fn find_message(conn: &Conn, actor: &Actor, id: i64) -> Result<Model> {
    conn.find_row::<Entity>(id, own(actor)).await
}

/// Messages that the actor has not read.
pub async fn count_unread(conn: &Conn, actor: &Actor) -> Result<i64> {
    let sql = "SELECT COUNT(*) FROM message WHERE organization_id = $1 AND person_id = $2 AND read_at IS NULL";
    let values = [actor.organization_id.into(), actor.person_id.into()];
    Ok(conn.scalar(sql, values).await?.unwrap_or_default())
}

/// Marks messages of the actor read, one or all; gives how many were not.
pub async fn update_read(tx: &Tx, actor: &Actor, id: Option<i64>, at: i64) -> Result<u64> {
    let sql = "UPDATE message SET read_at = $3 WHERE organization_id = $1 AND person_id = $2 \
               AND read_at IS NULL AND ($4 = 0 OR id = $4)";
    let values = [
        actor.organization_id.into(),
        actor.person_id.into(),
        at.into(),
        id.unwrap_or_default().into(),
    ];
    tx.run(sql, values).await
}
