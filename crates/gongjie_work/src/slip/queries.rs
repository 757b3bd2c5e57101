//! The only code that writes `slip`, `slip_answer`. Finders take the actor and cannot return what the actor may not see.

use std::collections::BTreeMap;

use gongjie_base::limits::PAGE_ROWS_MAX;
use gongjie_base::{Conn, Error, Result, Tx};
use sea_orm::sea_query::{Expr, ExprTrait};
use sea_orm::{
    ActiveModelTrait, ColumnTrait, Condition, EntityTrait, QueryFilter, QueryOrder, QuerySelect,
};

use super::rules::{Kind, State};
use super::tables::slip::{ActiveModel, Column, Entity, Model};
use super::tables::slip_answer;
use crate::org::{Actor, Role};

/// What a list asks for; everything is optional.
#[derive(Debug, Clone, Default)]
pub struct Filter {
    pub kind: Option<Kind>,
    pub unit_id: Option<i64>,
    pub measure_id: Option<i64>,
    pub problem_id: Option<i64>,
    /// Those on which somebody still has something to do.
    pub is_open: bool,
    pub before: Option<i64>,
    pub limit: Option<u64>,
}

fn letters() -> impl Iterator<Item = Kind> {
    Kind::ALL.iter().copied().filter(|kind| kind.is_letter())
}

/// Sent slips are seen by the unit that they are addressed to and by those who see all; drafts by the offices alone, and
/// drafts of letters by the supervisor and the leaders alone.
pub fn visible(actor: &Actor) -> Condition {
    let own = Condition::all().add(Column::OrganizationId.eq(actor.organization_id));
    if !actor.sees_business() {
        return own.add(Expr::val(1).eq(0));
    }
    let to_unit = Condition::all()
        .add(Column::SentOn.is_not_null())
        .add(Column::ToUnitId.is_in(actor.units()));
    let mut seen = Condition::any().add(to_unit);
    if actor.sees_all() {
        seen = seen
            .add(Column::SentOn.is_not_null())
            .add(Column::Kind.is_not_in(letters()));
    }
    if actor.has(Role::Supervisor) || actor.has(Role::Leader) {
        seen = seen.add(Column::Kind.is_in(letters()));
    }
    own.add(seen)
}

/// A slip that the actor sees.
pub async fn find(conn: &Conn, actor: &Actor, id: i64) -> Result<Model> {
    conn.find_row::<Entity>(id, visible(actor)).await
}

/// Slips that the actor sees, newest first.
pub async fn list(conn: &Conn, actor: &Actor, filter: &Filter) -> Result<Vec<Model>> {
    let mut select = Entity::find().filter(visible(actor));
    if let Some(kind) = filter.kind {
        select = select.filter(Column::Kind.eq(kind));
    }
    if let Some(id) = filter.unit_id {
        select = select.filter(Column::ToUnitId.eq(id));
    }
    if let Some(id) = filter.measure_id {
        select = select.filter(Column::MeasureId.eq(id));
    }
    if let Some(id) = filter.problem_id {
        select = select.filter(Column::ProblemId.eq(id));
    }
    if filter.is_open {
        select = select.filter(Column::State.is_not_in([State::Closed, State::Withdrawn]));
    }
    let limit = Some(filter.limit.unwrap_or(PAGE_ROWS_MAX));
    conn.page_rows(select, filter.before, limit).await
}

/// Slips about these measures that the actor sees, by measure, oldest first.
pub async fn list_of_measures(
    conn: &Conn,
    actor: &Actor,
    measure_ids: &[i64],
) -> Result<BTreeMap<i64, Vec<Model>>> {
    let rows = Entity::find()
        .filter(visible(actor))
        .filter(Column::MeasureId.is_in(measure_ids.iter().copied()))
        .order_by_asc(Column::Id)
        .limit(PAGE_ROWS_MAX * 4)
        .all(conn)
        .await?;
    Ok(by_measure(rows))
}

/// Every slip about these measures, by measure, oldest first. For the ladder, which shows nothing of them.
pub async fn list_all_of_measures(
    conn: &Conn,
    measure_ids: &[i64],
) -> Result<BTreeMap<i64, Vec<Model>>> {
    let rows: Vec<Model> = conn.rows_by("measure_id", measure_ids, "id").await?;
    Ok(by_measure(rows))
}

/// Past their limit, running, and waiting for nobody's decision: what the ladder calls running.
const LATE: &str = "m.organization_id = $1 AND m.state IN ('issued', 'signed', 'working') AND m.due_on < $2 \
    AND EXISTS (SELECT 1 FROM problem p WHERE p.id = m.problem_id AND p.state IN ('paired', 'working', 'long_term')) \
    AND NOT EXISTS (SELECT 1 FROM extension e WHERE e.measure_id = m.id AND e.decided_on IS NULL)";

/// How many measures are past their limit without any slip or draft of one: the ladder proposes one about each.
pub async fn count_late_unslipped(conn: &Conn, organization_id: i64, today: &str) -> Result<i64> {
    let sql = format!(
        "SELECT COUNT(*) FROM measure m WHERE {LATE} AND NOT EXISTS (SELECT 1 FROM slip s WHERE s.measure_id = m.id)"
    );
    let values = [organization_id.into(), today.into()];
    Ok(conn.scalar(&sql, values).await?.unwrap_or_default())
}

/// Measures past their limit about which there is a slip already, by id, some at a time.
pub async fn list_late_slipped(
    conn: &Conn,
    organization_id: i64,
    today: &str,
    after: i64,
    most: i64,
) -> Result<Vec<i64>> {
    let sql = format!(
        "SELECT m.id FROM measure m WHERE {LATE} AND m.id > $3 \
         AND EXISTS (SELECT 1 FROM slip s WHERE s.measure_id = m.id) ORDER BY m.id LIMIT $4"
    );
    let values = [
        organization_id.into(),
        today.into(),
        after.into(),
        most.into(),
    ];
    conn.column(&sql, values).await
}

fn by_measure(rows: Vec<Model>) -> BTreeMap<i64, Vec<Model>> {
    let mut found: BTreeMap<i64, Vec<Model>> = BTreeMap::new();
    for row in rows {
        if let Some(id) = row.measure_id {
            found.entry(id).or_default().push(row);
        }
    }
    found
}

/// Answers of these slips, oldest first. The caller has checked that the slips may be seen.
pub async fn list_answers(conn: &Conn, slip_ids: &[i64]) -> Result<Vec<slip_answer::Model>> {
    conn.rows_by("slip_id", slip_ids, "id").await
}

/// Inserts a slip and returns its id.
pub async fn insert(tx: &Tx, row: ActiveModel) -> Result<i64> {
    Ok(row.insert(&**tx).await?.id)
}

/// Writes changed fields if the version still stands; else the write is stale.
pub async fn update(tx: &Tx, row: ActiveModel, id: i64, version: i64) -> Result<()> {
    tx.update_row(row, id, version).await
}

/// Inserts an answer.
pub async fn insert_answer(tx: &Tx, row: slip_answer::ActiveModel) -> Result<()> {
    row.insert(&**tx).await?;
    Ok(())
}

/// Writes what became of an answer.
pub async fn update_answer(tx: &Tx, row: slip_answer::ActiveModel, id: i64) -> Result<()> {
    slip_answer::Entity::update_many()
        .set(row)
        .filter(slip_answer::Column::Id.eq(id))
        .exec(&**tx)
        .await?;
    Ok(())
}

/// The next number of a kind in a year. Writers of an organisation stand in line, so the number is free; a constraint
/// refuses it if it were not.
pub async fn next_number(tx: &Tx, organization_id: i64, kind: Kind, year: i64) -> Result<i64> {
    let sql = "SELECT COALESCE(MAX(number), 0) + 1 FROM slip WHERE organization_id = $1 \
               AND kind = $2 AND year = $3";
    let values = [organization_id.into(), kind.into(), year.into()];
    tx.scalar(sql, values)
        .await?
        .ok_or_else(|| Error::internal("no number"))
}
