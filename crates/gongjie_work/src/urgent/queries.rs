//! The only code that writes the tables of the urgent channel. Finders take the actor and cannot return what the actor may not see.

mod roster;

use std::collections::{BTreeMap, BTreeSet};

use gongjie_base::{Conn, Result, Tx};
use sea_orm::sea_query::{Expr, ExprTrait, Query};
use sea_orm::{
    ActiveModelTrait, ColumnTrait, Condition, EntityTrait, QueryFilter, QueryOrder, QuerySelect,
    Set,
};

pub use roster::*;

use super::rules::{self, EventKind, Rank};
use super::tables::urgent_call::{self, Column, Entity, Model};
use super::tables::{urgent_event, urgent_page};
use crate::org::Actor;

/// Calls that the actor may see: all for duty officers, coordinators, leaders and supervisors; else those for which the
/// actor was paged.
fn visible(actor: &Actor) -> Condition {
    let own = Condition::all().add(Column::OrganizationId.eq(actor.organization_id));
    if !actor.sees_business() {
        return own.add(Expr::val(1).eq(0));
    }
    if rules::sees_all(actor) {
        return own;
    }
    let paged = Query::select()
        .column(urgent_page::Column::CallId)
        .from(urgent_page::Entity)
        .and_where(urgent_page::Column::PersonId.eq(actor.person_id))
        .to_owned();
    own.add(Column::Id.in_subquery(paged))
}

/// One call.
pub async fn find(conn: &Conn, actor: &Actor, id: i64) -> Result<Model> {
    conn.find_row::<Entity>(id, visible(actor)).await
}

/// The call that a form made.
pub async fn find_by_form(conn: &Conn, form_hash: &str) -> Result<Option<Model>> {
    Ok(Entity::find()
        .filter(Column::FormHash.eq(form_hash))
        .one(conn)
        .await?)
}

/// A page of calls that the actor may see: open ones the oldest first, ended ones the newest first.
pub async fn list(
    conn: &Conn,
    actor: &Actor,
    is_open: bool,
    after: Option<i64>,
    limit: u64,
) -> Result<Vec<Model>> {
    let select = Entity::find().filter(visible(actor));
    let select = if is_open {
        let select = select.filter(Column::ClosedAt.is_null());
        let select = after.map_or_else(
            || select.clone(),
            |id| select.clone().filter(Column::Id.gt(id)),
        );
        select.order_by_asc(Column::Id)
    } else {
        let select = select.filter(Column::ClosedAt.is_not_null());
        let select = after.map_or_else(
            || select.clone(),
            |id| select.clone().filter(Column::Id.lt(id)),
        );
        select.order_by_desc(Column::Id)
    };
    Ok(select.limit(limit).all(conn).await?)
}

/// Calls whose next page is due. For the clock of the house.
pub async fn list_to_page(
    conn: &Conn,
    organization_id: i64,
    now: i64,
    limit: u64,
) -> Result<Vec<Model>> {
    Ok(Entity::find()
        .filter(Column::OrganizationId.eq(organization_id))
        .filter(Column::NextPageAt.lte(now))
        .order_by_asc(Column::Id)
        .limit(limit)
        .all(conn)
        .await?)
}

/// Inserts a call.
pub async fn insert(tx: &Tx, row: urgent_call::ActiveModel) -> Result<Model> {
    Ok(row.insert(&**tx).await?)
}

/// Writes changed fields if the version still stands; else the write is stale.
pub async fn update(tx: &Tx, row: urgent_call::ActiveModel, id: i64, version: i64) -> Result<()> {
    tx.update_row(row, id, version).await
}

/// One line of a time line that is to be written.
#[derive(Debug, Clone)]
pub struct NewEvent {
    pub kind: EventKind,
    pub person_id: Option<i64>,
    pub step: Option<i64>,
    pub rank: Option<Rank>,
    pub reached: Option<i64>,
    pub partner: Option<String>,
    pub how: Option<String>,
    pub text: Option<String>,
    pub is_restricted: bool,
    pub at: i64,
}

/// Inserts a line of the time line.
pub async fn insert_event(tx: &Tx, call: &Model, turn: i64, event: NewEvent) -> Result<()> {
    let row = urgent_event::ActiveModel {
        organization_id: Set(call.organization_id),
        call_id: Set(call.id),
        turn: Set(turn),
        kind: Set(event.kind),
        person_id: Set(event.person_id),
        step: Set(event.step),
        rank: Set(event.rank),
        reached: Set(event.reached),
        partner: Set(event.partner),
        how: Set(event.how),
        text: Set(event.text),
        is_restricted: Set(event.is_restricted),
        at: Set(event.at),
        ..Default::default()
    };
    row.insert(&**tx).await?;
    Ok(())
}

/// Inserts who was paged by one step.
pub async fn insert_pages(
    tx: &Tx,
    call: &Model,
    step: i64,
    people: &BTreeSet<i64>,
    at: i64,
) -> Result<()> {
    for person in people {
        let row = urgent_page::ActiveModel {
            organization_id: Set(call.organization_id),
            call_id: Set(call.id),
            step: Set(step),
            person_id: Set(*person),
            at: Set(at),
            ..Default::default()
        };
        row.insert(&**tx).await?;
    }
    Ok(())
}

/// The time line of a call. The caller has checked that it may be seen.
pub async fn list_events(conn: &Conn, call_id: i64) -> Result<Vec<urgent_event::Model>> {
    conn.rows_by("call_id", &[call_id], "turn").await
}

/// People by the step that paged them. The caller has checked that the call may be seen.
pub async fn list_paged(conn: &Conn, call_id: i64) -> Result<BTreeMap<i64, BTreeSet<i64>>> {
    let rows: Vec<urgent_page::Model> = conn
        .rows_by("call_id", &[call_id], "step, person_id")
        .await?;
    let mut by_step: BTreeMap<i64, BTreeSet<i64>> = BTreeMap::new();
    for row in rows {
        by_step.entry(row.step).or_default().insert(row.person_id);
    }
    Ok(by_step)
}
