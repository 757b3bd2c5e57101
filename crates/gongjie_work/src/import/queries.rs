//! The only code that writes `import_batch`, `import_origin` and `import_head`. A batch is seen by who brought it in and by coordinators.

use gongjie_base::{Conn, Error, Result, Tx};
use sea_orm::sea_query::OnConflict;
use sea_orm::{
    ActiveModelTrait, ColumnTrait, Condition, EntityTrait, FromQueryResult, QueryFilter,
    QueryOrder, QuerySelect, Set,
};

use super::known::Origin;
use super::rules::State;
use super::tables::{import_batch, import_head, import_origin};
use crate::grid::rules::Object;
use crate::org::{Acting, Actor, Role};
use crate::pairing::tables::pairing;
use crate::problem::queries as problems;
use crate::problem::rules::State as ProblemState;
use crate::problem::tables::problem;

/// Batches that are listed.
const BATCHES_SHOWN: u64 = 50;
/// Rows that are inserted with one statement.
const INSERTED_MAX: usize = 200;

fn visible(actor: &Actor) -> Condition {
    let own = Condition::all().add(import_batch::Column::OrganizationId.eq(actor.organization_id));
    if actor.has(Role::Coordinator) {
        own
    } else {
        own.add(import_batch::Column::PersonId.eq(actor.person_id))
    }
}

/// One batch.
pub async fn find(conn: &Conn, actor: &Actor, id: i64) -> Result<import_batch::Model> {
    conn.find_row::<import_batch::Entity>(id, visible(actor))
        .await
}

/// The latest batches, newest first, those given up left out.
pub async fn list(conn: &Conn, actor: &Actor) -> Result<Vec<import_batch::Model>> {
    let select = import_batch::Entity::find()
        .filter(visible(actor).add(import_batch::Column::State.ne(State::Dropped)))
        .order_by_desc(import_batch::Column::Id)
        .limit(BATCHES_SHOWN);
    conn.select(select).await
}

/// Inserts a batch and returns its id.
pub async fn insert(tx: &Tx, row: import_batch::ActiveModel) -> Result<i64> {
    Ok(row.insert(&**tx).await?.id)
}

/// Writes a changed batch; a version that moved on is a stale write.
pub async fn update(tx: &Tx, row: import_batch::ActiveModel, id: i64, version: i64) -> Result<()> {
    tx.update_row(row, id, version).await
}

/// Problems of a campaign that an import may speak of: those that the actor may see, what was refused or taken back left out.
pub async fn list_standing(
    conn: &Conn,
    actor: &Actor,
    campaign_id: i64,
) -> Result<Vec<problem::Model>> {
    use problem::Column;
    let gone = [
        ProblemState::Returned,
        ProblemState::Declined,
        ProblemState::Merged,
        ProblemState::Withdrawn,
    ];
    let select = problem::Entity::find()
        .filter(problems::visible(actor))
        .filter(Column::CampaignId.eq(campaign_id))
        .filter(Column::State.is_not_in(gone))
        .order_by_asc(Column::Id);
    conn.select(select).await
}

/// Those of the pairings that are not over.
pub async fn list_open_pairings(conn: &Conn, ids: &[i64]) -> Result<Vec<pairing::Model>> {
    let rows: Vec<pairing::Model> = conn.rows_in("id", ids).await?;
    Ok(rows.into_iter().filter(|row| row.state.is_open()).collect())
}

/// Inserts origins.
pub async fn insert_origins(tx: &Tx, rows: Vec<import_origin::ActiveModel>) -> Result<()> {
    let mut rows = rows.into_iter().peekable();
    while rows.peek().is_some() {
        let some: Vec<_> = rows.by_ref().take(INSERTED_MAX).collect();
        import_origin::Entity::insert_many(some)
            .exec_without_returning(&**tx)
            .await?;
    }
    Ok(())
}

/// Origins that one batch wrote, in their order.
pub async fn list_origins(conn: &Conn, batch_id: i64) -> Result<Vec<import_origin::Model>> {
    let select = import_origin::Entity::find()
        .filter(import_origin::Column::BatchId.eq(batch_id))
        .order_by_asc(import_origin::Column::Id);
    conn.select(select).await
}

/// Origins of the batches of a campaign that stand, the latest last.
pub async fn list_origins_of_campaign(
    conn: &Conn,
    actor: &Actor,
    campaign_id: i64,
) -> Result<Vec<import_origin::Model>> {
    let sql = "SELECT id FROM import_batch WHERE organization_id = $1 AND campaign_id = $2 AND state = 'done' ORDER BY id";
    let batches: Vec<i64> = conn
        .column(sql, [actor.organization_id.into(), campaign_id.into()])
        .await?;
    let mut rows: Vec<import_origin::Model> = conn.rows_in("batch_id", &batches).await?;
    rows.sort_by_key(|row| row.id);
    Ok(rows)
}

/// Where the fields of a problem and its rows come from: origins with their batch, the latest last. The caller found the problem.
pub async fn list_origins_of_problem(
    conn: &Conn,
    problem_id: i64,
) -> Result<Vec<(import_origin::Model, import_batch::Model)>> {
    let select = import_origin::Entity::find()
        .filter(import_origin::Column::ProblemId.eq(problem_id))
        .order_by_asc(import_origin::Column::Id);
    let rows = conn.select(select).await?;
    let mut batches: Vec<i64> = rows.iter().map(|row| row.batch_id).collect();
    batches.dedup();
    let batches: Vec<import_batch::Model> = conn.rows_in("id", &batches).await?;
    let with = |row: import_origin::Model| {
        let batch = batches
            .iter()
            .find(|b| b.id == row.batch_id && b.state == State::Done)?;
        Some((row, batch.clone()))
    };
    Ok(rows.into_iter().filter_map(with).collect())
}

/// The fields of an origin.
pub fn read_fields(fields: &str) -> Result<Vec<Origin>> {
    serde_json::from_str(fields).map_err(Error::internal)
}

/// The columns that were chosen for a header, as JSON.
pub async fn find_head(conn: &Conn, actor: &Actor, head: &str) -> Result<Option<String>> {
    let sql = "SELECT columns FROM import_head WHERE organization_id = $1 AND head = $2";
    conn.scalar(sql, [actor.organization_id.into(), head.into()])
        .await
}

/// Remembers the columns of a header for the next file.
pub async fn remember_head(tx: &Tx, acting: &Acting, head: &str, columns: &str) -> Result<()> {
    let row = import_head::ActiveModel {
        organization_id: Set(acting.actor.organization_id),
        head: Set(head.to_owned()),
        columns: Set(columns.to_owned()),
        at: Set(acting.at),
        ..Default::default()
    };
    let mut once = OnConflict::columns([
        import_head::Column::OrganizationId,
        import_head::Column::Head,
    ]);
    once.update_columns([import_head::Column::Columns, import_head::Column::At]);
    import_head::Entity::insert(row)
        .on_conflict(once)
        .exec_without_returning(&**tx)
        .await?;
    Ok(())
}

/// Number of the organisation's last entry.
pub async fn last_seq(conn: &Conn, organization_id: i64) -> Result<i64> {
    let sql = "SELECT seq FROM journal_head WHERE organization_id = $1";
    Ok(conn
        .scalar(sql, [organization_id.into()])
        .await?
        .unwrap_or_default())
}

/// A change by somebody else after a batch.
#[derive(Debug, FromQueryResult)]
pub struct Later {
    pub problem_id: i64,
    pub title: String,
    pub person: Option<String>,
    pub at: i64,
}

/// Problems of a batch that somebody else worked on since, at most so many; the batch is known to the caller.
pub async fn list_later(
    conn: &Conn,
    batch: &import_batch::Model,
    limit: i64,
) -> Result<Vec<Later>> {
    let sql = "SELECT j.problem_id AS problem_id, p.title AS title, n.name AS person, MAX(j.at) AS at \
               FROM journal j JOIN problem p ON p.id = j.problem_id LEFT JOIN person n ON n.id = j.person_id \
               WHERE j.organization_id = $1 AND j.seq > $2 AND j.person_id IS NOT NULL AND j.person_id <> $3 \
               AND j.problem_id IN (SELECT o.problem_id FROM import_origin o WHERE o.batch_id = $4) \
               GROUP BY j.problem_id, p.title, n.name ORDER BY j.problem_id LIMIT $5";
    let values = [
        batch.organization_id.into(),
        batch.last_seq.unwrap_or_default().into(),
        batch.person_id.unwrap_or_default().into(),
        batch.id.into(),
        limit.into(),
    ];
    conn.all(sql, values).await
}

/// The ids of one kind of row that a batch made.
pub fn made(origins: &[import_origin::Model], object: Object) -> Vec<i64> {
    let of = origins.iter().filter(|o| o.object == object && o.is_new);
    of.map(|o| o.object_id).collect()
}
