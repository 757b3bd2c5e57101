//! The only code that writes `rise`, `rise_limit`. Finders take the actor and cannot return what the actor may not see.

use gongjie_base::clock::Millis;
use gongjie_base::limits::PAGE_ROWS_MAX;
use gongjie_base::{Conn, Error, Result, Tx};
use sea_orm::{
    ActiveModelTrait, ColumnTrait, EntityTrait, FromQueryResult, QueryFilter, Set, Value,
};

use super::limits::{Limit, Limits};
use super::rules::{Ground, State};
use super::tables::rise::{ActiveModel, Column, Entity, Model};
use super::tables::rise_limit;
use crate::org::Actor;
use crate::problem::queries as problems;
use crate::problem::tables::problem;

/// What a list asks for; everything is optional.
#[derive(Debug, Clone, Default)]
pub struct Filter {
    pub state: Option<State>,
    pub problem_id: Option<i64>,
    pub before: Option<i64>,
    pub limit: Option<u64>,
}

/// A request with its problem: seen by everybody who sees the problem.
pub async fn find(conn: &Conn, actor: &Actor, id: i64) -> Result<(Model, problem::Model)> {
    let found = Entity::find_by_id(id)
        .filter(Column::OrganizationId.eq(actor.organization_id))
        .one(conn)
        .await?
        .ok_or(Error::NotFound)?;
    let problem = problems::find(conn, actor, found.problem_id).await?;
    Ok((found, problem))
}

/// Requests that the actor sees, newest first.
pub async fn list(conn: &Conn, actor: &Actor, filter: &Filter) -> Result<Vec<Model>> {
    let mut select = Entity::find()
        .filter(Column::OrganizationId.eq(actor.organization_id))
        .filter(problems::is_visible(actor, (Entity, Column::ProblemId)));
    if let Some(state) = filter.state {
        select = select.filter(Column::State.eq(state));
    }
    if let Some(id) = filter.problem_id {
        select = select.filter(Column::ProblemId.eq(id));
    }
    let limit = Some(filter.limit.unwrap_or(PAGE_ROWS_MAX));
    conn.page_rows(select, filter.before, limit).await
}

/// The request about this problem that waits for its decision. The caller has checked that the asker sees the problem.
pub async fn find_waiting(conn: &Conn, problem_id: i64) -> Result<Option<Model>> {
    let rows: Vec<Model> = conn.rows_in("problem_id", &[problem_id]).await?;
    Ok(rows.into_iter().find(|row| row.state == State::Asked))
}

/// Requests of an organisation whose day of decision is behind `day`. For the clock of the house.
pub async fn list_undecided(conn: &Conn, organization_id: i64, day: &str) -> Result<Vec<Model>> {
    Ok(Entity::find()
        .filter(Column::OrganizationId.eq(organization_id))
        .filter(Column::State.eq(State::Asked))
        .filter(Column::DecideBy.lt(day))
        .all(conn)
        .await?)
}

/// Inserts a request and returns its id.
pub async fn insert(tx: &Tx, row: ActiveModel) -> Result<i64> {
    Ok(row.insert(&**tx).await?.id)
}

/// Writes changed fields if the version still stands; else the write is stale.
pub async fn update(tx: &Tx, row: ActiveModel, id: i64, version: i64) -> Result<()> {
    tx.update_row(row, id, version).await
}

/// The numbers of an organisation.
pub async fn find_limits(conn: &Conn, organization_id: i64) -> Result<Limits> {
    let rows = rise_limit::Entity::find()
        .filter(rise_limit::Column::OrganizationId.eq(organization_id))
        .all(conn)
        .await?;
    let known = |row: rise_limit::Model| {
        Some((Limit::from_code(&row.code)?, u16::try_from(row.count).ok()?))
    };
    Ok(Limits(rows.into_iter().filter_map(known).collect()))
}

/// Sets a number; nothing: the default again.
pub async fn replace_limit(
    tx: &Tx,
    organization_id: i64,
    limit: Limit,
    count: Option<u16>,
) -> Result<()> {
    rise_limit::Entity::delete_many()
        .filter(rise_limit::Column::OrganizationId.eq(organization_id))
        .filter(rise_limit::Column::Code.eq(limit.code()))
        .exec(&**tx)
        .await?;
    if let Some(count) = count {
        let row = rise_limit::ActiveModel {
            organization_id: Set(organization_id),
            code: Set(limit.code().to_owned()),
            count: Set(count.into()),
            version: Set(1),
            ..Default::default()
        };
        row.insert(&**tx).await?;
    }
    Ok(())
}

/// Something that a rule found.
#[derive(Debug, Clone, PartialEq, Eq, FromQueryResult)]
pub struct Blocked {
    pub problem_id: i64,
    /// What makes it this and no other: a rule asks about it once, whatever was decided.
    pub fact: String,
    pub measure_id: Option<i64>,
    /// How many times, where the rule counts.
    pub times: Option<i64>,
}

/// Since when, or how many times.
#[derive(Debug, Clone)]
pub enum Mark {
    /// Up to this moment.
    Before(Millis),
    /// On this day or earlier.
    Until(String),
    Times(i64),
}

impl From<Mark> for Value {
    fn from(mark: Mark) -> Self {
        match mark {
            Mark::Before(at) => at.into(),
            Mark::Until(day) => day.into(),
            Mark::Times(count) => count.into(),
        }
    }
}

/// Problems of the lower class that `ground` finds at its mark, each fact that was not asked about before; no problem whose
/// request waits. For the clock of the house; at most `limit`.
pub async fn list_blocked(
    conn: &Conn,
    organization_id: i64,
    ground: Ground,
    mark: Mark,
    limit: i64,
) -> Result<Vec<Blocked>> {
    let measures = "JOIN measure m ON m.problem_id = p.id";
    let working = "p.state IN ('paired', 'working')";
    let (from, fact, measure, times) = match ground {
        Ground::Word => return Ok(Vec::new()),
        Ground::PlanLate => (
            "WHERE p.state = 'paired' AND p.state_since < $2".to_owned(),
            "'plan_late:' || CAST(p.state_since AS TEXT)",
            "CAST(NULL AS BIGINT)",
            "CAST(NULL AS BIGINT)",
        ),
        Ground::Overdue => (
            format!(
                "{measures} WHERE {working} AND m.state IN ('issued', 'signed', 'working') AND m.due_on <= $2"
            ),
            "'overdue:' || CAST(m.id AS TEXT) || ':' || m.due_on",
            "m.id",
            "CAST(NULL AS BIGINT)",
        ),
        Ground::Suspended => (
            format!(
                "{measures} WHERE {working} AND m.state = 'suspended' AND m.suspended_on <= $2"
            ),
            "'suspended:' || CAST(m.id AS TEXT) || ':' || m.suspended_on",
            "m.id",
            "CAST(NULL AS BIGINT)",
        ),
        Ground::SentBack => (
            format!(
                "{measures} JOIN (SELECT s.measure_id, COUNT(*) AS times FROM send_back s GROUP BY s.measure_id) n \
                 ON n.measure_id = m.id WHERE {working} AND m.state NOT IN ('done', 'cancelled') AND n.times >= $2"
            ),
            "'sent_back:' || CAST(m.id AS TEXT) || ':' || CAST(n.times AS TEXT)",
            "m.id",
            "n.times",
        ),
        Ground::Disputed => (
            format!(
                "JOIN (SELECT m.problem_id, COUNT(*) AS times FROM dispute d JOIN measure m ON m.id = d.measure_id \
                 GROUP BY m.problem_id) n ON n.problem_id = p.id WHERE {working} AND n.times >= $2"
            ),
            "'disputed:' || CAST(n.times AS TEXT)",
            "CAST(NULL AS BIGINT)",
            "n.times",
        ),
    };
    let sql = format!(
        "SELECT p.id AS problem_id, {fact} AS fact, {measure} AS measure_id, {times} AS times FROM problem p {from} \
         AND p.organization_id = $1 AND p.class = 'multi_dept' AND NOT EXISTS (SELECT 1 FROM rise r \
         WHERE r.problem_id = p.id AND (r.state = 'asked' OR r.fact = {fact})) ORDER BY p.id, {fact} LIMIT $3"
    );
    conn.all(&sql, [organization_id.into(), mark.into(), limit.into()])
        .await
}
