//! The only code that writes saved views and starts of places.

use gongjie_base::{Conn, Result, Tx};
use sea_orm::{ActiveModelTrait, ColumnTrait, Condition, EntityTrait, QueryFilter, QueryOrder};
use sea_orm::{FromQueryResult, QuerySelect};

use super::rules::{Place, Scope};
use super::tables::saved_view::{ActiveModel, Column, Entity, Model};
use crate::org::Actor;

/// Views that one reader is shown.
pub const VIEWS_MAX: u64 = 300;

/// What an actor sees: the own ones, those of the own units, those of the organisation.
fn visible(actor: &Actor) -> Condition {
    let units: Vec<i64> = actor.units().into_iter().collect();
    let mine = Condition::all()
        .add(Column::Scope.eq(Scope::Mine))
        .add(Column::OwnerId.eq(actor.person_id));
    let of_units = Condition::all()
        .add(Column::Scope.eq(Scope::Unit))
        .add(Column::UnitId.is_in(units));
    Condition::all()
        .add(Column::OrganizationId.eq(actor.organization_id))
        .add(Column::IsRemoved.eq(false))
        .add(
            Condition::any()
                .add(mine)
                .add(of_units)
                .add(Column::Scope.eq(Scope::Organization)),
        )
}

/// A view that the actor sees.
pub async fn find(conn: &Conn, actor: &Actor, id: i64) -> Result<Model> {
    conn.find_row::<Entity>(id, visible(actor)).await
}

/// Views that the actor sees, of one place or of all, by place and name.
pub async fn list(conn: &Conn, actor: &Actor, place: Option<Place>) -> Result<Vec<Model>> {
    let mut select = Entity::find().filter(visible(actor));
    if let Some(place) = place {
        select = select.filter(Column::Place.eq(place));
    }
    Ok(select
        .order_by_asc(Column::Place)
        .order_by_asc(Column::Name)
        .order_by_asc(Column::Id)
        .limit(VIEWS_MAX)
        .all(conn)
        .await?)
}

/// Inserts a view and returns it.
pub async fn insert_view(tx: &Tx, row: ActiveModel) -> Result<Model> {
    Ok(row.insert(&**tx).await?)
}

/// Writes a changed view; a version that moved on is a stale write.
pub async fn update_view(tx: &Tx, row: ActiveModel, id: i64, version: i64) -> Result<()> {
    tx.update_row(row, id, version).await
}

#[derive(FromQueryResult)]
struct Start {
    place: Place,
    saved_view_id: i64,
}

/// The views that open a person's places. Whether each may still be seen is asked when it is opened.
pub async fn list_starts(conn: &Conn, person_id: i64) -> Result<Vec<(Place, i64)>> {
    let sql = "SELECT s.place, s.saved_view_id FROM saved_view_start s \
               JOIN saved_view v ON v.id = s.saved_view_id AND NOT v.is_removed \
               WHERE s.person_id = $1";
    let rows: Vec<Start> = conn.all(sql, [person_id.into()]).await?;
    Ok(rows
        .into_iter()
        .map(|r| (r.place, r.saved_view_id))
        .collect())
}

/// Notes with which view a person's place begins; nothing: with none.
pub async fn upsert_start(
    tx: &Tx,
    person_id: i64,
    place: Place,
    view_id: Option<i64>,
) -> Result<()> {
    let sql = "INSERT INTO saved_view_start (person_id, place, saved_view_id) VALUES ($1, $2, $3) \
               ON CONFLICT (person_id, place) DO UPDATE SET saved_view_id = excluded.saved_view_id";
    tx.run(sql, [person_id.into(), place.into(), view_id.into()])
        .await?;
    Ok(())
}
