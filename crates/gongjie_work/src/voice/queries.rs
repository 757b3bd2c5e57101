//! The only code that writes the tables of voices. Finders take the actor and cannot return what the actor may not see.

mod aside;
mod desk;

use std::collections::BTreeSet;

use gongjie_base::{Conn, Error, Result, Tx};
use sea_orm::sea_query::{Expr, ExprTrait, Query};
use sea_orm::{
    ActiveModelTrait, ColumnTrait, Condition, EntityTrait, QueryFilter, QueryOrder, QuerySelect,
    Set,
};

pub use aside::*;
pub use desk::*;

use super::rules::{EventKind, Side};
use super::tables::voice::{self, Column, Entity, Model};
use super::tables::{voice_event, voice_helper, voice_picture};
use crate::org::{Actor, Role};

/// Ids are random, 52 bits: they fit into the numbers of every script, and tell no order.
pub fn random_id() -> Result<i64> {
    let bytes = gongjie_base::token::random_bytes::<8>()?;
    Ok(i64::from_be_bytes(bytes) & 0xF_FFFF_FFFF_FFFF | 1)
}

/// Sees every voice of the organisation.
pub fn sees_all(actor: &Actor) -> bool {
    actor.sees_all() || actor.has(Role::Dispatcher)
}

/// Voices that the actor may see: all for the desk and those who see all, else those of the own units.
fn visible(actor: &Actor) -> Condition {
    let own = Condition::all().add(Column::OrganizationId.eq(actor.organization_id));
    if !actor.sees_business() {
        return own.add(Expr::val(1).eq(0));
    }
    if sees_all(actor) {
        return own;
    }
    let units: BTreeSet<i64> = actor.units();
    let helped = Query::select()
        .column(voice_helper::Column::VoiceId)
        .from(voice_helper::Entity)
        .and_where(voice_helper::Column::UnitId.is_in(units.iter().copied()))
        .to_owned();
    own.add(
        Condition::any()
            .add(Column::LeadUnitId.is_in(units.iter().copied()))
            .add(Column::HandlerId.eq(actor.person_id))
            .add(Column::Id.in_subquery(helped)),
    )
}

/// SQL: [`visible`] for the statements of views, where the voice is called `name`; a test compares the two.
pub fn visible_text(actor: &Actor, name: &str) -> String {
    if !actor.sees_business() {
        return "1 = 0".to_owned();
    }
    if sees_all(actor) {
        return "1 = 1".to_owned();
    }
    let units: Vec<String> = actor.units().iter().map(ToString::to_string).collect();
    let handled = format!("{name}.handler_id = {}", actor.person_id);
    if units.is_empty() {
        return handled;
    }
    let units = units.join(", ");
    format!(
        "({name}.lead_unit_id IN ({units}) OR {handled} OR EXISTS (SELECT 1 FROM voice_helper h \
         WHERE h.voice_id = {name}.id AND h.unit_id IN ({units})))"
    )
}

/// One voice.
pub async fn find(conn: &Conn, actor: &Actor, id: i64) -> Result<Model> {
    conn.find_row::<Entity>(id, visible(actor)).await
}

/// The voice of a code. Whoever has the code sees it.
pub async fn find_by_code(conn: &Conn, code_hash: &str) -> Result<Option<Model>> {
    Ok(Entity::find()
        .filter(Column::CodeHash.eq(code_hash))
        .one(conn)
        .await?)
}

/// A voice of the organisation, for what follows from another one. The caller has shown the right to it.
pub async fn find_any(conn: &Conn, organization_id: i64, id: i64) -> Result<Model> {
    let own = Condition::all().add(Column::OrganizationId.eq(organization_id));
    conn.find_row::<Entity>(id, own).await
}

/// Inserts a voice.
pub async fn insert(tx: &Tx, row: voice::ActiveModel) -> Result<Model> {
    Ok(row.insert(&**tx).await?)
}

/// Writes changed fields if the version still stands; else the write is stale.
pub async fn update(tx: &Tx, row: voice::ActiveModel, id: i64, version: i64) -> Result<()> {
    tx.update_row(row, id, version).await
}

/// The next number of a day: 20261123-0001.
pub async fn next_number(tx: &Tx, organization_id: i64, day: &str) -> Result<String> {
    let stem = day.replace('-', "");
    let sql =
        "SELECT MAX(number) FROM voice WHERE organization_id = $1 AND number >= $2 AND number < $3";
    let bounds = [format!("{stem}-"), format!("{stem}.")];
    let [from, until] = bounds;
    let last: Option<Option<String>> = tx
        .scalar(sql, [organization_id.into(), from.into(), until.into()])
        .await?;
    let last = last.flatten();
    let last: u32 = last
        .and_then(|n| n.rsplit('-').next().and_then(|n| n.parse().ok()))
        .unwrap_or_default();
    Ok(format!("{stem}-{:04}", last + 1))
}

/// One turn to be written.
pub struct NewEvent {
    pub organization_id: i64,
    pub voice_id: i64,
    pub turn: i64,
    pub kind: EventKind,
    pub side: Side,
    pub is_internal: bool,
    pub unit_id: Option<i64>,
    pub person_id: Option<i64>,
    pub text: Option<String>,
    pub at: i64,
    pub is_journaled: bool,
}

/// Inserts a turn.
pub async fn insert_event(tx: &Tx, event: NewEvent) -> Result<()> {
    let row = voice_event::ActiveModel {
        id: Set(random_id()?),
        organization_id: Set(event.organization_id),
        voice_id: Set(event.voice_id),
        turn: Set(event.turn),
        kind: Set(event.kind),
        side: Set(event.side),
        is_internal: Set(event.is_internal),
        unit_id: Set(event.unit_id),
        person_id: Set(event.person_id),
        text: Set(event.text),
        at: Set(event.at),
        is_journaled: Set(event.is_journaled),
    };
    row.insert(&**tx).await?;
    Ok(())
}

/// The story of these voices, in turns. The caller has checked that they may be seen.
pub async fn list_events(conn: &Conn, voice_ids: &[i64]) -> Result<Vec<voice_event::Model>> {
    conn.rows_by("voice_id", voice_ids, "turn").await
}

/// Turns that the journal does not know yet, in the order of their random ids, so that none tells when it came.
pub async fn list_unjournaled(
    conn: &Conn,
    organization_id: i64,
    until: i64,
    most: u64,
) -> Result<Vec<voice_event::Model>> {
    Ok(voice_event::Entity::find()
        .filter(voice_event::Column::OrganizationId.eq(organization_id))
        .filter(voice_event::Column::IsJournaled.eq(false))
        .filter(voice_event::Column::At.lte(until))
        .order_by_asc(voice_event::Column::Id)
        .limit(most)
        .all(conn)
        .await?)
}

/// Notes that the journal knows these turns.
pub async fn update_journaled(tx: &Tx, ids: &[i64]) -> Result<()> {
    voice_event::Entity::update_many()
        .col_expr(voice_event::Column::IsJournaled, Expr::val(true))
        .filter(voice_event::Column::Id.is_in(ids.iter().copied()))
        .exec(&**tx)
        .await?;
    Ok(())
}

/// Forgets names of voices that were closed before this moment, some at a time; gives how many.
pub async fn forget_identities(
    tx: &Tx,
    organization_id: i64,
    before: i64,
    most: u64,
) -> Result<usize> {
    let sql = "UPDATE voice SET raiser_name = NULL, raiser_contact = NULL, sealed = NULL WHERE id IN (SELECT id FROM voice \
               WHERE organization_id = $1 AND closed_at < $2 AND (raiser_name IS NOT NULL OR sealed IS NOT NULL) LIMIT $3)";
    let most = i64::try_from(most).unwrap_or(i64::MAX);
    let forgotten = tx
        .run(sql, [organization_id.into(), before.into(), most.into()])
        .await?;
    usize::try_from(forgotten).map_err(Error::internal)
}

/// Helpers of these voices. The caller has checked that they may be seen.
pub async fn list_helpers(conn: &Conn, voice_ids: &[i64]) -> Result<Vec<voice_helper::Model>> {
    conn.rows_by("voice_id", voice_ids, "id").await
}

/// Helper units of one voice.
pub async fn find_helpers(conn: &Conn, voice_id: i64) -> Result<BTreeSet<i64>> {
    let rows = list_helpers(conn, &[voice_id]).await?;
    Ok(rows.into_iter().map(|h| h.unit_id).collect())
}

/// Sets the helpers of a voice.
pub async fn replace_helpers(tx: &Tx, voice_id: i64, units: &BTreeSet<i64>) -> Result<()> {
    voice_helper::Entity::delete_many()
        .filter(voice_helper::Column::VoiceId.eq(voice_id))
        .exec(&**tx)
        .await?;
    for unit_id in units {
        let row = voice_helper::ActiveModel {
            voice_id: Set(voice_id),
            unit_id: Set(*unit_id),
            ..Default::default()
        };
        row.insert(&**tx).await?;
    }
    Ok(())
}

/// A picture made anew.
#[derive(Debug, Clone)]
pub struct NewPicture {
    pub kind: &'static str,
    pub width: i64,
    pub height: i64,
    /// Base64.
    pub data: String,
}

/// Inserts the pictures of one turn.
pub async fn insert_pictures(
    tx: &Tx,
    voice_id: i64,
    turn: i64,
    pictures: &[NewPicture],
) -> Result<()> {
    for (place, picture) in (0..).zip(pictures) {
        let row = voice_picture::ActiveModel {
            id: Set(random_id()?),
            voice_id: Set(voice_id),
            turn: Set(turn),
            place: Set(place),
            kind: Set(picture.kind.to_owned()),
            width: Set(picture.width),
            height: Set(picture.height),
            data: Set(picture.data.clone()),
        };
        row.insert(&**tx).await?;
    }
    Ok(())
}

/// Pictures of a voice. The caller has checked that it may be seen.
pub async fn list_pictures(conn: &Conn, voice_id: i64) -> Result<Vec<voice_picture::Model>> {
    conn.rows_by("voice_id", &[voice_id], "turn, place").await
}

/// How many pictures a voice has.
pub async fn count_pictures(conn: &Conn, voice_id: i64) -> Result<i64> {
    let sql = "SELECT COUNT(*) FROM voice_picture WHERE voice_id = $1";
    conn.scalar(sql, [voice_id.into()])
        .await?
        .ok_or_else(|| Error::internal("no count"))
}
