//! Objections, and the notices that everybody may see: those of public problems.

use std::collections::BTreeMap;

use gongjie_base::{Conn, Error, Result, Tx};
use sea_orm::sea_query::Expr;
use sea_orm::{
    ActiveModelTrait, ColumnTrait, EntityTrait, FromQueryResult, QueryFilter, QueryOrder,
    QuerySelect,
};

use crate::close_out::objection::{ByCloseOut, add_up};
use crate::close_out::rules::State;
use crate::close_out::tables::objection::{self, Column, Entity, Model};
use crate::problem::rules::ClosedAs;

/// Inserts an objection.
pub async fn insert_objection(tx: &Tx, row: objection::ActiveModel) -> Result<Model> {
    Ok(row.insert(&**tx).await?)
}

/// Writes an answer if the version still stands.
pub async fn update_objection(
    tx: &Tx,
    row: objection::ActiveModel,
    id: i64,
    version: i64,
) -> Result<()> {
    tx.update_row(row, id, version).await
}

/// One objection of the organisation. The caller has shown the right to its close-out.
pub async fn find_objection(conn: &Conn, organization_id: i64, id: i64) -> Result<Model> {
    let found: Vec<Model> = conn.rows_in("id", &[id]).await?;
    let own = found
        .into_iter()
        .find(|o| o.organization_id == organization_id);
    own.ok_or(Error::NotFound)
}

/// The objection that this form has filed already.
pub async fn find_objection_by_form(conn: &Conn, form_hash: &str) -> Result<Option<Model>> {
    Ok(Entity::find()
        .filter(Column::FormHash.eq(form_hash))
        .one(conn)
        .await?)
}

/// Objections to these close-outs, in the order of their random ids. The caller has checked that they may be seen.
pub async fn list_objections(conn: &Conn, close_out_ids: &[i64]) -> Result<Vec<Model>> {
    conn.rows_by("close_out_id", close_out_ids, "id").await
}

/// How many objections wait or were upheld, by problem and close-out.
pub async fn tell_objections(
    conn: &Conn,
    problem_ids: &[i64],
) -> Result<BTreeMap<i64, ByCloseOut>> {
    let rows: Vec<Model> = conn.rows_by("problem_id", problem_ids, "id").await?;
    let mut of: BTreeMap<i64, Vec<Model>> = BTreeMap::new();
    for row in rows {
        of.entry(row.problem_id).or_default().push(row);
    }
    Ok(of.into_iter().map(|(id, all)| (id, add_up(&all))).collect())
}

/// Objections that the journal does not know yet, in the order of their random ids.
pub async fn list_unjournaled_objections(
    conn: &Conn,
    organization_id: i64,
    until: i64,
    most: u64,
) -> Result<Vec<Model>> {
    Ok(Entity::find()
        .filter(Column::OrganizationId.eq(organization_id))
        .filter(Column::IsJournaled.eq(false))
        .filter(Column::GivenAt.lte(until))
        .order_by_asc(Column::Id)
        .limit(most)
        .all(conn)
        .await?)
}

/// Notes that the journal knows these objections.
pub async fn update_objections_journaled(tx: &Tx, ids: &[i64]) -> Result<()> {
    Entity::update_many()
        .col_expr(Column::IsJournaled, Expr::val(true))
        .filter(Column::Id.is_in(ids.iter().copied()))
        .exec(&**tx)
        .await?;
    Ok(())
}

/// A public notice, as everybody may see it.
#[derive(Debug, Clone, FromQueryResult)]
pub struct Notice {
    /// Of the close-out.
    pub id: i64,
    pub organization_id: i64,
    pub organization: String,
    pub organization_code: String,
    pub is_example: bool,
    pub problem_id: i64,
    pub title: String,
    pub result: String,
    pub state: State,
    pub notice_from: String,
    pub notice_to: String,
    pub struck_on: Option<String>,
    pub basis: Option<ClosedAs>,
}

/// What of a close-out everybody may see: only while its problem is public.
const NOTICE: &str = "SELECT c.id, c.organization_id, o.name AS organization, o.code AS organization_code, o.is_example, c.problem_id, \
    p.title, c.result, c.state, c.notice_from, c.notice_to, c.struck_on, j.basis FROM close_out c \
    JOIN problem p ON p.id = c.problem_id JOIN public_problem x ON x.problem_id = p.id JOIN organization o ON o.id = c.organization_id \
    LEFT JOIN judgement j ON j.close_out_id = c.id WHERE c.notice_from IS NOT NULL AND c.notice_to IS NOT NULL \
    AND p.state NOT IN ('proposed', 'returned', 'declined', 'merged', 'withdrawn')";

/// The notice of a close-out of a public problem; any other is not there.
pub async fn find_notice(conn: &Conn, id: i64) -> Result<Notice> {
    let sql = format!("{NOTICE} AND c.id = $1");
    let found: Option<Notice> = conn.one(&sql, [id.into()]).await?;
    found.ok_or(Error::NotFound)
}

/// Notices of public problems of an organisation, the latest end first; `after`: end and id of the last row of the page before.
pub async fn list_notices(
    conn: &Conn,
    organization_id: i64,
    after: Option<(&str, i64)>,
    most: u64,
) -> Result<Vec<Notice>> {
    let (day, id) = after.unwrap_or(("9999-12-31", i64::MAX));
    let sql = format!(
        "{NOTICE} AND c.organization_id = $1 AND (c.notice_to < $2 OR (c.notice_to = $2 AND c.id < $3)) \
         ORDER BY c.notice_to DESC, c.id DESC LIMIT $4"
    );
    let most = i64::try_from(most).unwrap_or(i64::MAX);
    let values = [organization_id.into(), day.into(), id.into(), most.into()];
    conn.all(&sql, values).await
}

/// Notices of public problems of an organisation that run on this day, the nearest end first.
pub async fn list_running_notices(
    conn: &Conn,
    organization_id: i64,
    today: &str,
    most: u64,
) -> Result<Vec<Notice>> {
    let sql = format!(
        "{NOTICE} AND c.organization_id = $1 AND c.state = 'notice' AND c.notice_to >= $2 \
         ORDER BY c.notice_to, c.id LIMIT $3"
    );
    let most = i64::try_from(most).unwrap_or(i64::MAX);
    conn.all(&sql, [organization_id.into(), today.into(), most.into()])
        .await
}
