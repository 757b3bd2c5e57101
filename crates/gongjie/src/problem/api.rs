//! Problems as JSON: the same actions and the same rules as the pages.

use axum::extract::{Path, Query};
use axum::http::StatusCode;
use gongjie_base::Error;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::actions::{self, Step};
use super::lifecycle::Action;
use super::queries::{self, Filter};
use super::rules::{Input, State};
use super::tables::problem::Model;
use crate::door::{Answer, Json, Key, Paging, Refusals, Rows, Unreadable, Visit, json};

/// A problem 难题.
#[derive(Debug, Serialize, ToSchema)]
pub struct Problem {
    pub id: i64,
    /// Number within its campaign; null until it is listed.
    pub number: Option<i64>,
    pub campaign_id: i64,
    pub title: String,
    /// `stated`, or `derived` when the source gives no title.
    pub title_basis: String,
    pub hurts: Option<String>,
    /// `multi_dept` or `school_level`.
    pub class: Option<String>,
    pub theme_id: Option<i64>,
    /// 1 to 3.
    pub grade: Option<i64>,
    pub origin: String,
    pub raised_by_unit_id: Option<i64>,
    pub state: String,
    pub state_note: Option<String>,
    /// How often it came back after closing.
    pub rebounds: i64,
    /// `solved`, `partly` or `checked`; null while open.
    pub closed_as: Option<String>,
    pub closed_on: Option<String>,
    /// Send it back with every change; a stale one is refused with 409.
    pub version: i64,
}

impl From<Model> for Problem {
    fn from(row: Model) -> Self {
        Self {
            id: row.id,
            number: row.number,
            campaign_id: row.campaign_id,
            title: row.title,
            title_basis: row.title_basis.to_string(),
            hurts: row.hurts,
            class: row.class.map(|c| c.to_string()),
            theme_id: row.theme_id,
            grade: row.grade,
            origin: row.origin.to_string(),
            raised_by_unit_id: row.raised_by_unit_id,
            state: row.state.to_string(),
            state_note: row.state_note,
            rebounds: row.rebounds,
            closed_as: row.closed_as.map(|c| c.to_string()),
            closed_on: row.closed_on,
            version: row.version,
        }
    }
}

/// What a list asks for.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[serde(default)]
#[into_params(parameter_in = Query)]
pub struct ProblemQuery {
    /// A state, for example `working`.
    pub state: Option<String>,
    pub theme_id: Option<i64>,
    pub campaign_id: Option<i64>,
    /// Words of the title.
    pub q: Option<String>,
}

/// Problems that the asker may see, newest first.
#[utoipa::path(get, path = "/api/v1/problems", tag = "problems", params(ProblemQuery, Paging),
    responses((status = 200, body = Rows<Problem>), Unreadable))]
pub async fn index(
    visit: Visit,
    Query(query): Query<ProblemQuery>,
    Query(paging): Query<Paging>,
) -> Answer {
    let state = match query.state.as_deref() {
        None | Some("") => None,
        Some(code) => {
            let state = State::from_code(code);
            Some(state.ok_or_else(|| Error::invalid("state", "error-not-in-list"))?)
        }
    };
    let filter = Filter {
        state,
        theme_id: query.theme_id,
        campaign_id: query.campaign_id,
        text: query.q.filter(|q| !q.is_empty()),
        before_id: paging.before,
        limit: Some(paging.ask()?),
        ..Filter::default()
    };
    let rows = queries::list(visit.read(), visit.actor()?, &filter).await?;
    json(&paging.page::<_, Problem>(rows, |row| row.id)?)
}

/// One problem.
#[utoipa::path(get, path = "/api/v1/problems/{id}", tag = "problems", params(("id" = i64, Path)),
    responses((status = 200, body = Problem), Unreadable))]
pub async fn show(visit: Visit, Path(id): Path<i64>) -> Answer {
    let row = queries::find(visit.read(), visit.actor()?, id).await?;
    json(&Problem::from(row))
}

/// Proposes a problem in the open campaign.
#[utoipa::path(post, path = "/api/v1/problems", tag = "problems", request_body = Input,
    params(Key),
    responses((status = 201, body = Problem), Refusals))]
pub async fn create(visit: Visit, Json(input): Json<Input>) -> Answer {
    let write = visit.begin().await?;
    let row = actions::propose(&write, &write.acting, &input).await?;
    write.json(StatusCode::CREATED, &Problem::from(row)).await
}

/// Edits a problem. All fields are replaced; send `version` as it was read.
#[utoipa::path(patch, path = "/api/v1/problems/{id}", tag = "problems", request_body = Input,
    params(("id" = i64, Path), Key),
    responses((status = 200, body = Problem), Refusals))]
pub async fn update(visit: Visit, Path(id): Path<i64>, Json(input): Json<Input>) -> Answer {
    let write = visit.begin().await?;
    actions::edit(&write, &write.acting, id, &input).await?;
    let row = queries::find(&write, &write.acting.actor, id).await?;
    write.json(StatusCode::OK, &Problem::from(row)).await
}

/// A step of a problem's life.
#[derive(Debug, Default, Deserialize, ToSchema)]
#[serde(default)]
pub struct ProblemMove {
    /// For example `list`, `return`, `decline`, `suspend`.
    pub action: String,
    /// Required for refusals.
    pub reason: String,
    /// The problem into which this one is merged.
    pub master_id: String,
    /// Version as it was read.
    pub version: String,
}

/// Moves a problem by a verb of its lifecycle.
#[utoipa::path(post, path = "/api/v1/problems/{id}/moves", tag = "problems", request_body = ProblemMove,
    params(("id" = i64, Path), Key),
    responses((status = 200, body = Problem), Refusals))]
pub async fn advance(visit: Visit, Path(id): Path<i64>, Json(input): Json<ProblemMove>) -> Answer {
    let action = Action::from_code(&input.action)
        .ok_or_else(|| Error::invalid("action", "error-not-in-list"))?;
    let write = visit.begin().await?;
    let step = Step {
        reason: input.reason,
        master_id: input.master_id.trim().parse().ok(),
        closed_as: None,
        version: input.version.parse().ok(),
    };
    actions::advance(&write, &write.acting, id, action, &[], &step).await?;
    let row = queries::find(&write, &write.acting.actor, id).await?;
    write.json(StatusCode::OK, &Problem::from(row)).await
}
