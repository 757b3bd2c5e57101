//! The only code that writes `document`, `agreement`. Finders take the actor and cannot return what the actor may not see.

use gongjie_base::db::like;
use gongjie_base::{Conn, Result, Tx};
use sea_orm::sea_query::Condition;
use sea_orm::{ActiveModelTrait, ColumnTrait, EntityTrait, PaginatorTrait, QueryFilter};

use super::rules::{AgreementState, DocumentKind, DocumentState};
use super::tables::agreement;
use super::tables::document::{self, Column, Entity, Model};
use crate::org::Actor;
use crate::pairing::queries as pairings;
use crate::problem::queries as problems;

/// What a list of documents asks for; everything is optional.
#[derive(Debug, Clone, Default)]
pub struct Filter {
    pub kind: Option<DocumentKind>,
    pub state: Option<DocumentState>,
    pub unit_id: Option<i64>,
    pub problem_id: Option<i64>,
    pub campaign_id: Option<i64>,
    /// Words of the title.
    pub text: Option<String>,
    /// Rows with a smaller id: the page after the one that ended there.
    pub before_id: Option<i64>,
    pub limit: Option<u64>,
}

/// What a list of agreements asks for; everything is optional.
#[derive(Debug, Clone, Default)]
pub struct AgreementFilter {
    pub state: Option<AgreementState>,
    /// Words of the title or of the other party.
    pub text: Option<String>,
    pub before_id: Option<i64>,
    pub limit: Option<u64>,
}

/// Documents of problems that the actor may see.
fn visible(actor: &Actor) -> Condition {
    Condition::all()
        .add(Column::OrganizationId.eq(actor.organization_id))
        .add(problems::is_visible(actor, (Entity, Column::ProblemId)))
}

fn filtered(actor: &Actor, filter: &Filter) -> sea_orm::Select<Entity> {
    let mut select = Entity::find().filter(visible(actor));
    if let Some(kind) = filter.kind {
        select = select.filter(Column::Kind.eq(kind));
    }
    if let Some(state) = filter.state {
        select = select.filter(Column::State.eq(state));
    }
    if let Some(id) = filter.unit_id {
        select = select.filter(Column::UnitId.eq(id));
    }
    if let Some(id) = filter.problem_id {
        select = select.filter(Column::ProblemId.eq(id));
    }
    if filter.campaign_id.is_some() {
        let of = problems::visible_ids(actor, filter.campaign_id);
        select = select.filter(Column::ProblemId.in_subquery(of));
    }
    if let Some(text) = &filter.text {
        select = select.filter(Column::Title.like(like(text)));
    }
    select
}

/// One document.
pub async fn find(conn: &Conn, actor: &Actor, id: i64) -> Result<Model> {
    conn.find_row::<Entity>(id, visible(actor)).await
}

/// Documents, newest first.
pub async fn list(conn: &Conn, actor: &Actor, filter: &Filter) -> Result<Vec<Model>> {
    let select = filtered(actor, filter);
    conn.page_rows(select, filter.before_id, filter.limit).await
}

/// How many documents the filter meets.
pub async fn count(conn: &Conn, actor: &Actor, filter: &Filter) -> Result<u64> {
    Ok(filtered(actor, filter).count(conn).await?)
}

/// Documents of these problems, in order. The caller has checked that the problems may be seen.
pub async fn list_of_problems(conn: &Conn, problem_ids: &[i64]) -> Result<Vec<Model>> {
    conn.rows_by("problem_id", problem_ids, "id").await
}

/// Inserts a document and returns its id.
pub async fn insert(tx: &Tx, row: document::ActiveModel) -> Result<i64> {
    Ok(row.insert(&**tx).await?.id)
}

/// Writes changed fields if the version still stands; else the write is stale.
pub async fn update(tx: &Tx, row: document::ActiveModel, id: i64, version: i64) -> Result<()> {
    tx.update_row(row, id, version).await
}

/// Agreements of pairings that the actor may see.
fn visible_agreement(actor: &Actor) -> Condition {
    Condition::all()
        .add(agreement::Column::OrganizationId.eq(actor.organization_id))
        .add(pairings::is_visible(
            actor,
            (agreement::Entity, agreement::Column::PairingId),
        ))
}

/// One agreement.
pub async fn find_agreement(conn: &Conn, actor: &Actor, id: i64) -> Result<agreement::Model> {
    conn.find_row::<agreement::Entity>(id, visible_agreement(actor))
        .await
}

/// Agreements that the actor may see, newest first.
pub async fn list_agreements(conn: &Conn, actor: &Actor) -> Result<Vec<agreement::Model>> {
    page_agreements(conn, actor, &AgreementFilter::default()).await
}

/// One page of agreements, newest first.
pub async fn page_agreements(
    conn: &Conn,
    actor: &Actor,
    filter: &AgreementFilter,
) -> Result<Vec<agreement::Model>> {
    let mut select = agreement::Entity::find().filter(visible_agreement(actor));
    if let Some(state) = filter.state {
        select = select.filter(agreement::Column::State.eq(state));
    }
    if let Some(text) = &filter.text {
        let words = Condition::any()
            .add(agreement::Column::Title.like(like(text)))
            .add(agreement::Column::OtherParty.like(like(text)));
        select = select.filter(words);
    }
    conn.page_rows(select, filter.before_id, filter.limit).await
}

/// Agreements of these pairings. The caller has checked that the pairings may be seen.
pub async fn list_agreements_of_pairings(
    conn: &Conn,
    pairing_ids: &[i64],
) -> Result<Vec<agreement::Model>> {
    conn.rows_by("pairing_id", pairing_ids, "id").await
}

/// Inserts an agreement and returns its id.
pub async fn insert_agreement(tx: &Tx, row: agreement::ActiveModel) -> Result<i64> {
    Ok(row.insert(&**tx).await?.id)
}

/// Writes changed fields if the version still stands; else the write is stale.
pub async fn update_agreement(
    tx: &Tx,
    row: agreement::ActiveModel,
    id: i64,
    version: i64,
) -> Result<()> {
    tx.update_row(row, id, version).await
}
