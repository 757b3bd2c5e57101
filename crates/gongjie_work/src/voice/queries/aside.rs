//! What stands beside voices: posters, limits, requests to open a sealed name, and problems that everybody may see.

use std::collections::BTreeMap;

use gongjie_base::{Conn, Result, Tx};
use sea_orm::sea_query::Expr;
use sea_orm::{
    ActiveModelTrait, ColumnTrait, Condition, EntityTrait, FromQueryResult, QueryFilter,
    QueryOrder, Set,
};

use crate::org::Actor;
use crate::voice::clocks::Limit;
use crate::voice::tables::{poster, public_problem, unsealing, voice_limit};

/// The poster of a code, as long as it hangs.
pub async fn find_poster(
    conn: &Conn,
    organization_id: i64,
    code: &str,
) -> Result<Option<poster::Model>> {
    Ok(poster::Entity::find()
        .filter(poster::Column::OrganizationId.eq(organization_id))
        .filter(poster::Column::Code.eq(code))
        .filter(poster::Column::IsRetired.eq(false))
        .one(conn)
        .await?)
}

/// Posters of the actor's organisation, newest first.
pub async fn list_posters(conn: &Conn, actor: &Actor) -> Result<Vec<poster::Model>> {
    Ok(poster::Entity::find()
        .filter(poster::Column::OrganizationId.eq(actor.organization_id))
        .order_by_desc(poster::Column::Id)
        .all(conn)
        .await?)
}

/// One poster.
pub async fn find_own_poster(conn: &Conn, actor: &Actor, id: i64) -> Result<poster::Model> {
    let own = Condition::all().add(poster::Column::OrganizationId.eq(actor.organization_id));
    conn.find_row::<poster::Entity>(id, own).await
}

/// Inserts a poster.
pub async fn insert_poster(tx: &Tx, row: poster::ActiveModel) -> Result<i64> {
    Ok(row.insert(&**tx).await?.id)
}

/// Writes a changed poster if the version still stands.
pub async fn update_poster(tx: &Tx, row: poster::ActiveModel, id: i64, version: i64) -> Result<()> {
    tx.update_row(row, id, version).await
}

/// Limits that the organisation set, in working hours.
pub async fn find_limits(conn: &Conn, organization_id: i64) -> Result<BTreeMap<Limit, u32>> {
    let rows = voice_limit::Entity::find()
        .filter(voice_limit::Column::OrganizationId.eq(organization_id))
        .all(conn)
        .await?;
    Ok(rows
        .into_iter()
        .filter_map(|r| Some((Limit::from_code(&r.code)?, u32::try_from(r.hours).ok()?)))
        .collect())
}

/// Sets a limit; nothing: the default again.
pub async fn replace_limit(
    tx: &Tx,
    organization_id: i64,
    limit: Limit,
    hours: Option<u32>,
) -> Result<()> {
    voice_limit::Entity::delete_many()
        .filter(voice_limit::Column::OrganizationId.eq(organization_id))
        .filter(voice_limit::Column::Code.eq(limit.code()))
        .exec(&**tx)
        .await?;
    if let Some(hours) = hours {
        let row = voice_limit::ActiveModel {
            organization_id: Set(organization_id),
            code: Set(limit.code().to_owned()),
            hours: Set(hours.into()),
            version: Set(1),
            ..Default::default()
        };
        row.insert(&**tx).await?;
    }
    Ok(())
}

/// Requests to open the name of a voice, newest first. The caller may see the voice.
pub async fn list_unsealings(conn: &Conn, voice_id: i64) -> Result<Vec<unsealing::Model>> {
    conn.rows_by("voice_id", &[voice_id], "id DESC").await
}

/// Requests of the organisation that wait, for guardians.
pub async fn list_waiting_unsealings(conn: &Conn, actor: &Actor) -> Result<Vec<unsealing::Model>> {
    Ok(unsealing::Entity::find()
        .filter(unsealing::Column::OrganizationId.eq(actor.organization_id))
        .filter(unsealing::Column::DecidedAt.is_null())
        .order_by_asc(unsealing::Column::Id)
        .all(conn)
        .await?)
}

/// One request.
pub async fn find_unsealing(
    conn: &Conn,
    organization_id: i64,
    id: i64,
) -> Result<unsealing::Model> {
    let own = Condition::all().add(unsealing::Column::OrganizationId.eq(organization_id));
    conn.find_row::<unsealing::Entity>(id, own).await
}

/// Inserts a request.
pub async fn insert_unsealing(tx: &Tx, row: unsealing::ActiveModel) -> Result<i64> {
    Ok(row.insert(&**tx).await?.id)
}

/// Writes a changed request if the version still stands.
pub async fn update_unsealing(
    tx: &Tx,
    row: unsealing::ActiveModel,
    id: i64,
    version: i64,
) -> Result<()> {
    tx.update_row(row, id, version).await
}

/// A problem that somebody may have met too.
#[derive(Debug, Clone, FromQueryResult)]
pub struct Near {
    pub id: i64,
    pub title: String,
    pub state: String,
}

/// Open problems of an organisation that are shown to everybody.
const JOINABLE: &str = "SELECT p.id, p.title, p.state FROM problem p JOIN public_problem o ON o.problem_id = p.id \
    WHERE p.organization_id = $1 AND p.state IN ('listed', 'posted', 'paired', 'working', 'verifying', 'long_term')";

/// Open problems of an organisation that are shown to everybody, newest first.
pub async fn list_public_problems(
    conn: &Conn,
    organization_id: i64,
    most: u64,
) -> Result<Vec<Near>> {
    let sql = format!("{JOINABLE} ORDER BY p.id DESC LIMIT $2");
    let most = i64::try_from(most).unwrap_or(i64::MAX);
    conn.all(&sql, [organization_id.into(), most.into()]).await
}

/// Whether the problem is shown to everybody, and since when.
pub async fn find_public(conn: &Conn, problem_id: i64) -> Result<Option<public_problem::Model>> {
    let mut found: Vec<public_problem::Model> = conn.rows_in("problem_id", &[problem_id]).await?;
    Ok(found.pop())
}

/// Shows a problem to everybody.
pub async fn insert_public(tx: &Tx, row: public_problem::ActiveModel) -> Result<()> {
    row.insert(&**tx).await?;
    Ok(())
}

/// Says whether everybody reads what hurts.
pub async fn update_public(tx: &Tx, problem_id: i64, is_told: bool) -> Result<()> {
    public_problem::Entity::update_many()
        .col_expr(public_problem::Column::IsTold, Expr::val(is_told))
        .filter(public_problem::Column::ProblemId.eq(problem_id))
        .exec(&**tx)
        .await?;
    Ok(())
}

/// The open public problem that somebody wants to join.
pub async fn find_joinable(conn: &Conn, organization_id: i64, id: i64) -> Result<Option<Near>> {
    let sql = format!("{JOINABLE} AND p.id = $2");
    conn.one(&sql, [organization_id.into(), id.into()]).await
}

/// Shows it to everybody no more.
pub async fn delete_public(tx: &Tx, problem_id: i64) -> Result<()> {
    public_problem::Entity::delete_many()
        .filter(public_problem::Column::ProblemId.eq(problem_id))
        .exec(&**tx)
        .await?;
    Ok(())
}

/// Title and state of a problem that a voice follows. Whoever follows it may know both.
pub async fn find_followed(conn: &Conn, problem_id: i64) -> Result<Option<(String, String)>> {
    let sql = "SELECT id, title, state FROM problem WHERE id = $1";
    let found: Option<Near> = conn.one(sql, [problem_id.into()]).await?;
    Ok(found.map(|n| (n.title, n.state)))
}
