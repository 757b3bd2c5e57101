//! Exclusions as JSON: the same actions and rules as the pages.

use axum::extract::{Path, Query};
use axum::http::StatusCode;
use gongjie_base::check::Check;
use serde::Deserialize;
use utoipa::IntoParams;

use super::actions;
use super::queries::{self, Filter};
use super::rules::{Input, State, Step};
use super::view::{self, ExclusionView};
use crate::door::{Answer, Json, Key, Paging, Refusals, Rows, Unreadable, Visit, Write, json};

/// What a list of exclusions asks for.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[serde(default)]
#[into_params(parameter_in = Query)]
pub struct ExclusionQuery {
    /// For example `granted`.
    pub state: Option<String>,
    pub unit_id: Option<i64>,
}

/// Exclusions that the asker sees, newest first: heads of units all of them.
#[utoipa::path(get, path = "/api/v1/exclusions", tag = "oversight", params(ExclusionQuery, Paging),
    responses((status = 200, body = Rows<ExclusionView>), Unreadable))]
pub async fn index(
    visit: Visit,
    Query(query): Query<ExclusionQuery>,
    Query(paging): Query<Paging>,
) -> Answer {
    let mut check = Check::new();
    let state = query.state.unwrap_or_default();
    let filter = Filter {
        state: check.code("state", &state, State::from_code),
        unit_id: query.unit_id,
        before: paging.before,
        limit: Some(paging.ask()?),
    };
    check.done()?;
    let rows = queries::list(visit.read(), visit.actor()?, &filter).await?;
    let rows = view::views(visit.reading()?, rows).await?;
    json(&paging.page::<ExclusionView, ExclusionView>(rows, |row| row.id)?)
}

/// One exclusion with what the asker may do.
#[utoipa::path(get, path = "/api/v1/exclusions/{id}", tag = "oversight", params(("id" = i64, Path)),
    responses((status = 200, body = ExclusionView), Unreadable))]
pub async fn show(visit: Visit, Path(id): Path<i64>) -> Answer {
    json(&view::one(visit.reading()?, id).await?)
}

/// Asks that a voice or a problem be left out of the rates. Nothing changes until a second person agrees.
#[utoipa::path(post, path = "/api/v1/exclusions", tag = "oversight", request_body = Input,
    params(Key), responses((status = 201, body = ExclusionView), Refusals))]
pub async fn create(visit: Visit, Json(input): Json<Input>) -> Answer {
    let write = visit.begin().await?;
    let id = actions::ask(&write, &write.acting, &input).await?;
    answered(&visit, write, id, StatusCode::CREATED).await
}

/// Takes a step: a second person decides, or it is taken back.
#[utoipa::path(post, path = "/api/v1/exclusions/{id}/moves", tag = "oversight", request_body = Step,
    params(("id" = i64, Path), Key), responses((status = 200, body = ExclusionView), Refusals))]
pub async fn advance(visit: Visit, Path(id): Path<i64>, Json(step): Json<Step>) -> Answer {
    let write = visit.begin().await?;
    actions::advance(&write, &write.acting, id, &step).await?;
    answered(&visit, write, id, StatusCode::OK).await
}

async fn answered(visit: &Visit, write: Write, id: i64, status: StatusCode) -> Answer {
    let row = view::one(write.reading(visit), id).await?;
    write.json(status, &row).await
}
