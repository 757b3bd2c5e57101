//! Documents of problems as JSON; agreements stand beside.

pub mod agreements;

use axum::extract::{Path, Query};
use axum::http::StatusCode;
use gongjie_base::Result;
use gongjie_base::check::Check;
use gongjie_base::limits::TITLE_CHARS_MAX;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::actions;
use super::queries::{self, Filter};
use super::rules::{DocumentInput, DocumentKind, DocumentState};
use super::tables::document::Model;
use crate::door::{
    Answer, Json, Key, Paging, Reading, Refusals, Rows, Unreadable, Visit, Write, json,
};

/// A document 文件 that a problem drafts or revises.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Document)]
pub struct Paper {
    pub id: i64,
    pub problem_id: i64,
    /// The unit that drafts it.
    pub unit_id: Option<i64>,
    /// `rule`, `plan`, `report`, `textbook`, `agreement` or `other`.
    pub kind: &'static str,
    pub title: String,
    /// `drafting`, `reviewing`, `issued`, `revising`, `dropped`, or `unstated` where an old record does not say.
    pub state: &'static str,
    pub link: Option<String>,
    /// Where an old record comes from.
    pub source: Option<String>,
    /// Send it back with every change; a stale one is refused with 409.
    pub version: i64,
}

impl From<Model> for Paper {
    fn from(row: Model) -> Self {
        Self {
            id: row.id,
            problem_id: row.problem_id,
            unit_id: row.unit_id,
            kind: row.kind.code(),
            title: row.title,
            state: row.state.code(),
            link: row.link,
            source: row.source,
            version: row.version,
        }
    }
}

/// What a list of documents asks for.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[serde(default)]
#[into_params(parameter_in = Query)]
pub struct DocumentQuery {
    pub kind: Option<String>,
    pub state: Option<String>,
    pub unit_id: Option<i64>,
    pub problem_id: Option<i64>,
    pub campaign_id: Option<i64>,
    /// Words of the title.
    pub q: Option<String>,
}

impl DocumentQuery {
    fn filter(&self) -> Result<Filter> {
        let mut check = Check::new();
        let typed = |text: &Option<String>| text.clone().unwrap_or_default();
        let filter = Filter {
            kind: check.code("kind", &typed(&self.kind), DocumentKind::from_code),
            state: check.code("state", &typed(&self.state), DocumentState::from_code),
            unit_id: self.unit_id,
            problem_id: self.problem_id,
            campaign_id: self.campaign_id,
            text: check.optional("q", &typed(&self.q), TITLE_CHARS_MAX),
            ..Filter::default()
        };
        check.done()?;
        Ok(filter)
    }
}

/// Documents of problems that the asker may see, newest first.
#[utoipa::path(get, path = "/api/v1/documents", tag = "documents", params(DocumentQuery, Paging),
    responses((status = 200, body = Rows<Paper>), Unreadable))]
pub async fn index(
    visit: Visit,
    Query(query): Query<DocumentQuery>,
    Query(paging): Query<Paging>,
) -> Answer {
    let at = visit.reading()?;
    let filter = Filter {
        before_id: paging.before,
        limit: Some(paging.ask()?),
        ..query.filter()?
    };
    let rows = queries::list(at.conn, at.actor, &filter).await?;
    json(&paging.page::<_, Paper>(rows, |r| r.id)?)
}

/// One document.
#[utoipa::path(get, path = "/api/v1/documents/{id}", tag = "documents", params(("id" = i64, Path)),
    responses((status = 200, body = Paper), Unreadable))]
pub async fn show(visit: Visit, Path(id): Path<i64>) -> Answer {
    json(&read(visit.reading()?, id).await?)
}

async fn read(at: Reading<'_>, id: i64) -> Result<Paper> {
    Ok(queries::find(at.conn, at.actor, id).await?.into())
}

/// Ends a write with the document as it stands now.
async fn answer(visit: &Visit, write: Write, status: StatusCode, id: i64) -> Answer {
    let paper = read(write.reading(visit), id).await?;
    write.json(status, &paper).await
}

/// Adds a document of a problem.
#[utoipa::path(post, path = "/api/v1/problems/{id}/documents", tag = "documents", request_body = DocumentInput,
    params(("id" = i64, Path), Key), responses((status = 201, body = Paper), Refusals))]
pub async fn create(
    visit: Visit,
    Path(problem_id): Path<i64>,
    Json(input): Json<DocumentInput>,
) -> Answer {
    let write = visit.begin().await?;
    let id = actions::add(&write, &write.acting, problem_id, &input).await?;
    answer(&visit, write, StatusCode::CREATED, id).await
}

/// Edits a document, its state too. All fields are replaced; send `version` as it was read.
#[utoipa::path(patch, path = "/api/v1/documents/{id}", tag = "documents", request_body = DocumentInput,
    params(("id" = i64, Path), Key), responses((status = 200, body = Paper), Refusals))]
pub async fn update(visit: Visit, Path(id): Path<i64>, Json(input): Json<DocumentInput>) -> Answer {
    let write = visit.begin().await?;
    actions::edit(&write, &write.acting, id, &input).await?;
    answer(&visit, write, StatusCode::OK, id).await
}
