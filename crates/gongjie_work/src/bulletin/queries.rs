//! The only code that writes `bulletin`, `bulletin_line`; and the facts of a period. Finders take the actor.

use gongjie_base::limits::PAGE_ROWS_MAX;
use gongjie_base::{Conn, Error, Result, Tx};
use sea_orm::sea_query::{Expr, ExprTrait};
use sea_orm::{
    ActiveModelTrait, ColumnTrait, Condition, EntityTrait, FromQueryResult, QueryFilter,
};

use super::rules::{Period, State};
use super::tables::bulletin::{ActiveModel, Column, Entity, Model};
use super::tables::bulletin_line;
use crate::measure::tables::measure;
use crate::org::Actor;

/// A released bulletin is for everybody of the house; a draft for those who see all.
pub fn visible(actor: &Actor) -> Condition {
    let own = Condition::all().add(Column::OrganizationId.eq(actor.organization_id));
    if !actor.sees_business() {
        return own.add(Expr::val(1).eq(0));
    }
    if actor.sees_all() {
        return own;
    }
    own.add(Column::State.eq(State::Released))
}

/// A bulletin that the actor sees.
pub async fn find(conn: &Conn, actor: &Actor, id: i64) -> Result<Model> {
    conn.find_row::<Entity>(id, visible(actor)).await
}

/// Bulletins that the actor sees, newest first, at most `limit` before the one with the id `before`.
pub async fn list(
    conn: &Conn,
    actor: &Actor,
    before: Option<i64>,
    limit: Option<u64>,
) -> Result<Vec<Model>> {
    let select = Entity::find().filter(visible(actor));
    conn.page_rows(select, before, Some(limit.unwrap_or(PAGE_ROWS_MAX)))
        .await
}

/// Lines of these bulletins in order. The caller has checked that the bulletins may be seen.
pub async fn list_lines(conn: &Conn, ids: &[i64]) -> Result<Vec<bulletin_line::Model>> {
    conn.rows_by("bulletin_id", ids, "position, id").await
}

/// Measures that a period is about: due or done in it, or open behind their limit on the day. Of counted problems.
pub async fn list_measures(
    conn: &Conn,
    actor: &Actor,
    period: Period,
) -> Result<Vec<measure::Model>> {
    let sql = "SELECT m.* FROM measure m JOIN problem p ON p.id = m.problem_id \
               WHERE m.organization_id = $1 AND m.state <> 'cancelled' \
               AND p.state NOT IN ('proposed', 'returned', 'declined', 'merged', 'withdrawn') \
               AND ((m.due_on >= $2 AND m.due_on <= $3) OR (m.done_on >= $2 AND m.done_on <= $3) \
               OR (m.done_on IS NULL AND m.due_on < $4)) ORDER BY m.due_on, m.id";
    let day = |date: jiff::civil::Date| date.to_string();
    let values = [
        actor.organization_id.into(),
        day(period.from).into(),
        day(period.to).into(),
        day(period.as_of).into(),
    ];
    conn.all(sql, values).await
}

/// A problem that was struck off in a period.
#[derive(Debug, FromQueryResult)]
pub struct Struck {
    pub id: i64,
    pub title: String,
}

/// Problems that were struck off in a period, each once.
pub async fn list_struck(conn: &Conn, actor: &Actor, period: Period) -> Result<Vec<Struck>> {
    let sql = "SELECT p.id, p.title FROM problem p WHERE p.organization_id = $1 AND EXISTS \
               (SELECT 1 FROM close_out c WHERE c.problem_id = p.id AND c.struck_on >= $2 \
               AND c.struck_on <= $3) ORDER BY p.id";
    let values = [
        actor.organization_id.into(),
        period.from.to_string().into(),
        period.to.to_string().into(),
    ];
    conn.all(sql, values).await
}

/// Inserts a bulletin and returns its id.
pub async fn insert(tx: &Tx, row: ActiveModel) -> Result<i64> {
    Ok(row.insert(&**tx).await?.id)
}

/// Inserts a line.
pub async fn insert_line(tx: &Tx, row: bulletin_line::ActiveModel) -> Result<()> {
    row.insert(&**tx).await?;
    Ok(())
}

/// Writes changed fields if the version still stands; else the write is stale.
pub async fn update(tx: &Tx, row: ActiveModel, id: i64, version: i64) -> Result<()> {
    tx.update_row(row, id, version).await
}

/// Writes a line's words, and whether it is in.
pub async fn update_line(tx: &Tx, row: bulletin_line::ActiveModel, id: i64) -> Result<()> {
    bulletin_line::Entity::update_many()
        .set(row)
        .filter(bulletin_line::Column::Id.eq(id))
        .exec(&**tx)
        .await?;
    Ok(())
}

/// The next number of a year; writers of an organisation stand in line, and a constraint guards it.
pub async fn next_number(tx: &Tx, organization_id: i64, year: i64) -> Result<i64> {
    let sql = "SELECT COALESCE(MAX(number), 0) + 1 FROM bulletin WHERE organization_id = $1 \
               AND year = $2";
    tx.scalar(sql, [organization_id.into(), year.into()])
        .await?
        .ok_or_else(|| Error::internal("no number"))
}
