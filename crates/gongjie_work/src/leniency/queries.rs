//! The only code that writes `leniency`, `leniency_officer`. Finders take the actor and cannot return what the actor may not see.

use std::collections::{BTreeMap, BTreeSet};

use gongjie_base::limits::PAGE_ROWS_MAX;
use gongjie_base::{Conn, Result, Tx};
use sea_orm::sea_query::{Expr, ExprTrait, Query};
use sea_orm::{ActiveModelTrait, ColumnTrait, Condition, EntityTrait, QueryFilter, Set};

use super::rules::{Decision, Mark, State};
use super::tables::leniency::{ActiveModel, Column, Entity, Model};
use super::tables::leniency_officer;
use crate::org::{Actor, Role};

/// What a list asks for; everything is optional.
#[derive(Debug, Clone, Default)]
pub struct Filter {
    pub state: Option<State>,
    pub unit_id: Option<i64>,
    pub before: Option<i64>,
    pub limit: Option<u64>,
}

/// A note is seen by its unit, by those who verify it, by the supervisor and the leaders; one that took a mark away, or
/// made it lighter, by everybody who sees all marks.
pub fn visible(actor: &Actor) -> Condition {
    let own = Condition::all().add(Column::OrganizationId.eq(actor.organization_id));
    if !actor.sees_business() {
        return own.add(Expr::val(1).eq(0));
    }
    if actor.has(Role::Supervisor) || actor.has(Role::Leader) {
        return own;
    }
    let verified = Query::select()
        .column(leniency_officer::Column::LeniencyId)
        .from(leniency_officer::Entity)
        .and_where(leniency_officer::Column::PersonId.eq(actor.person_id))
        .to_owned();
    let mut seen = Condition::any()
        .add(Column::UnitId.is_in(actor.units()))
        .add(Column::Id.in_subquery(verified));
    if actor.sees_all() {
        seen = seen.add(Column::Decision.is_in([Decision::Granted, Decision::Partly]));
    }
    own.add(seen)
}

/// A note that the actor sees.
pub async fn find(conn: &Conn, actor: &Actor, id: i64) -> Result<Model> {
    conn.find_row::<Entity>(id, visible(actor)).await
}

/// Notes that the actor sees, newest first.
pub async fn list(conn: &Conn, actor: &Actor, filter: &Filter) -> Result<Vec<Model>> {
    let mut select = Entity::find().filter(visible(actor));
    if let Some(state) = filter.state {
        select = select.filter(Column::State.eq(state));
    }
    if let Some(id) = filter.unit_id {
        select = select.filter(Column::UnitId.eq(id));
    }
    let limit = Some(filter.limit.unwrap_or(PAGE_ROWS_MAX));
    conn.page_rows(select, filter.before, limit).await
}

/// A decided note that speaks for a mark.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Granted {
    pub leniency_id: i64,
    pub decision: Decision,
}

impl Granted {
    /// The mark is taken away, not only made lighter.
    pub fn takes_away(self) -> bool {
        self.decision == Decision::Granted
    }
}

/// Marks of one kind that were taken away or made lighter, by the mark's id. The caller has checked that the asker sees
/// the marks; that one was forgiven is no secret to who sees it.
pub async fn find_granted(
    conn: &Conn,
    mark: Mark,
    mark_ids: &[i64],
) -> Result<BTreeMap<i64, Granted>> {
    let rows: Vec<Model> = conn.rows_in("mark_id", mark_ids).await?;
    let mut found = BTreeMap::new();
    for row in rows.into_iter().filter(|row| row.mark == mark) {
        let decision = row.decision.filter(|d| *d != Decision::Denied);
        found.extend(decision.map(|decision| {
            let granted = Granted {
                leniency_id: row.id,
                decision,
            };
            (row.mark_id, granted)
        }));
    }
    Ok(found)
}

/// Was this mark asked about, so that it cannot be asked about again?
pub async fn is_asked(conn: &Conn, mark: Mark, mark_id: i64) -> Result<bool> {
    let rows: Vec<Model> = conn.rows_in("mark_id", &[mark_id]).await?;
    Ok(rows
        .iter()
        .any(|row| row.mark == mark && !matches!(row.state, State::Refused | State::Withdrawn)))
}

/// Who verifies these notes: by note. The caller has checked that the notes may be seen.
pub async fn list_officers(conn: &Conn, ids: &[i64]) -> Result<BTreeMap<i64, BTreeSet<i64>>> {
    let rows: Vec<leniency_officer::Model> = conn.rows_in("leniency_id", ids).await?;
    let mut found: BTreeMap<i64, BTreeSet<i64>> = BTreeMap::new();
    for row in rows {
        found
            .entry(row.leniency_id)
            .or_default()
            .insert(row.person_id);
    }
    Ok(found)
}

/// Inserts a note and returns its id.
pub async fn insert(tx: &Tx, row: ActiveModel) -> Result<i64> {
    Ok(row.insert(&**tx).await?.id)
}

/// Writes changed fields if the version still stands; else the write is stale.
pub async fn update(tx: &Tx, row: ActiveModel, id: i64, version: i64) -> Result<()> {
    tx.update_row(row, id, version).await
}

/// Names those who verify.
pub async fn insert_officers(tx: &Tx, id: i64, people: &BTreeSet<i64>) -> Result<()> {
    for person_id in people {
        let row = leniency_officer::ActiveModel {
            leniency_id: Set(id),
            person_id: Set(*person_id),
            ..Default::default()
        };
        row.insert(&**tx).await?;
    }
    Ok(())
}
