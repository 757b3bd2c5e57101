//! The only code that writes `activity`, `activity_unit`, `decision`. Finders take the actor and cannot return what the actor may not see.

use gongjie_base::db::like;
use gongjie_base::limits::PAGE_ROWS_MAX;
use gongjie_base::{Conn, Error, Result, Tx};
use sea_orm::sea_query::{Expr, ExprTrait, Func, Query, SimpleExpr};
use sea_orm::{
    ActiveModelTrait, ColumnTrait, Condition, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder,
    QuerySelect, Set,
};

use super::rules::{Attendance, Kind};
use super::tables::activity::{self, Column, Entity, Model};
use super::tables::{activity_unit, decision};
use crate::org::Actor;
use crate::pairing::queries as pairings;

/// What a list asks for; everything is optional.
#[derive(Debug, Clone, Default)]
pub struct Filter {
    pub pairing_id: Option<i64>,
    pub kind: Option<Kind>,
    pub unit_id: Option<i64>,
    /// Words of the title.
    pub text: Option<String>,
    /// Day (empty: none) and id of the row after which the page begins.
    pub before: Option<(String, i64)>,
    pub limit: Option<u64>,
}

/// Activities of pairings that the actor may see.
fn visible(actor: &Actor) -> Condition {
    Condition::all()
        .add(Column::OrganizationId.eq(actor.organization_id))
        .add(pairings::is_visible(actor, (Entity, Column::PairingId)))
}

/// The day by which activities are ordered; undated ones come last.
fn day() -> SimpleExpr {
    let days = [
        Expr::col(Column::DateFrom),
        Expr::col(Column::DateTo),
        Expr::val(""),
    ];
    Func::coalesce(days).into()
}

fn filtered(actor: &Actor, filter: &Filter) -> sea_orm::Select<Entity> {
    let mut select = Entity::find().filter(visible(actor));
    if let Some(id) = filter.pairing_id {
        select = select.filter(Column::PairingId.eq(id));
    }
    if let Some(kind) = filter.kind {
        select = select.filter(Column::Kind.eq(kind));
    }
    if let Some(id) = filter.unit_id {
        let there = Query::select()
            .column(activity_unit::Column::ActivityId)
            .from(activity_unit::Entity)
            .and_where(activity_unit::Column::UnitId.eq(id))
            .to_owned();
        select = select.filter(Column::Id.in_subquery(there));
    }
    if let Some(text) = &filter.text {
        select = select.filter(Column::Title.like(like(text)));
    }
    if let Some((before, id)) = &filter.before {
        let later = Condition::any().add(day().lt(before.as_str())).add(
            Condition::all()
                .add(day().eq(before.as_str()))
                .add(Column::Id.lt(*id)),
        );
        select = select.filter(later);
    }
    select
}

/// One activity.
pub async fn find(conn: &Conn, actor: &Actor, id: i64) -> Result<Model> {
    conn.find_row::<Entity>(id, visible(actor)).await
}

/// Activities, the latest day first.
pub async fn list(conn: &Conn, actor: &Actor, filter: &Filter) -> Result<Vec<Model>> {
    Ok(filtered(actor, filter)
        .order_by_desc(day())
        .order_by_desc(Column::Id)
        .limit(filter.limit.unwrap_or(PAGE_ROWS_MAX))
        .all(conn)
        .await?)
}

/// The day by which the list is ordered; empty without one.
pub fn day_of(activity: &Model) -> &str {
    let day = activity.date_from.as_deref();
    day.or(activity.date_to.as_deref()).unwrap_or_default()
}

/// Where a row stands in the order of [`list`]: `2026-06-21.15`, its day and id.
pub fn place(activity: &Model) -> String {
    format!("{}.{}", day_of(activity), activity.id)
}

/// Reads a place; nothing where it is none.
pub fn read_place(text: &str) -> Option<(String, i64)> {
    let (day, id) = text.rsplit_once('.')?;
    let is_day = day.is_empty() || day.parse::<jiff::civil::Date>().is_ok();
    Some((day.to_owned(), id.parse().ok()?)).filter(|_| is_day)
}

/// How many activities the filter meets.
pub async fn count(conn: &Conn, actor: &Actor, filter: &Filter) -> Result<u64> {
    Ok(filtered(actor, filter).count(conn).await?)
}

/// Activities of these pairings, the latest day first. The caller has checked that the pairings may be seen.
pub async fn list_of_pairings(conn: &Conn, pairing_ids: &[i64]) -> Result<Vec<Model>> {
    let mut found: Vec<Model> = conn.rows_in("pairing_id", pairing_ids).await?;
    found.sort_by(|a, b| (day_of(b), b.id).cmp(&(day_of(a), a.id)));
    Ok(found)
}

/// Units at these activities. The caller has checked that the activities may be seen.
pub async fn list_units(conn: &Conn, ids: &[i64]) -> Result<Vec<activity_unit::Model>> {
    conn.rows_by("activity_id", ids, "id").await
}

/// Decisions of these activities. The caller has checked that the activities may be seen.
pub async fn list_decisions(conn: &Conn, ids: &[i64]) -> Result<Vec<decision::Model>> {
    conn.rows_by("activity_id", ids, "position, id").await
}

/// A decision, with the activity where it was taken.
pub async fn find_decision(
    conn: &Conn,
    actor: &Actor,
    id: i64,
) -> Result<(decision::Model, Model)> {
    let found = decision::Entity::find_by_id(id)
        .one(conn)
        .await?
        .ok_or(Error::NotFound)?;
    let activity = find(conn, actor, found.activity_id).await?;
    Ok((found, activity))
}

/// Inserts an activity and returns its id.
pub async fn insert(tx: &Tx, row: activity::ActiveModel) -> Result<i64> {
    Ok(row.insert(&**tx).await?.id)
}

/// Writes changed fields if the version still stands; else the write is stale.
pub async fn update(tx: &Tx, row: activity::ActiveModel, id: i64, version: i64) -> Result<()> {
    tx.update_row(row, id, version).await
}

/// Writes who was there in the place of what stood before.
pub async fn update_units(tx: &Tx, activity_id: i64, units: &[Attendance]) -> Result<()> {
    activity_unit::Entity::delete_many()
        .filter(activity_unit::Column::ActivityId.eq(activity_id))
        .exec(&**tx)
        .await?;
    if units.is_empty() {
        return Ok(());
    }
    let rows = units.iter().map(|u| activity_unit::ActiveModel {
        activity_id: Set(activity_id),
        unit_id: Set(u.unit_id),
        expected: Set(u.expected),
        present: Set(u.present),
        note: Set(u.note.clone()),
        ..Default::default()
    });
    activity_unit::Entity::insert_many(rows).exec(&**tx).await?;
    Ok(())
}

/// Adds a decision at the end and returns its id.
pub async fn insert_decision(tx: &Tx, activity_id: i64, text: &str) -> Result<i64> {
    let sql = "SELECT COALESCE(MAX(position), 0) + 1 FROM decision WHERE activity_id = $1";
    let position: Option<i64> = tx.scalar(sql, [activity_id.into()]).await?;
    let row = decision::ActiveModel {
        activity_id: Set(activity_id),
        text: Set(text.to_owned()),
        is_noted: Set(false),
        position: Set(position.unwrap_or(1)),
        ..Default::default()
    };
    Ok(row.insert(&**tx).await?.id)
}

/// Notes what became of a decision that was still open. False when somebody was quicker.
pub async fn settle_decision(tx: &Tx, id: i64, measure_id: Option<i64>) -> Result<bool> {
    let row = decision::ActiveModel {
        measure_id: Set(measure_id),
        is_noted: Set(measure_id.is_none()),
        ..Default::default()
    };
    let done = decision::Entity::update_many()
        .set(row)
        .filter(decision::Column::Id.eq(id))
        .filter(decision::Column::MeasureId.is_null())
        .filter(decision::Column::IsNoted.eq(false))
        .exec(&**tx)
        .await?;
    Ok(done.rows_affected == 1)
}
