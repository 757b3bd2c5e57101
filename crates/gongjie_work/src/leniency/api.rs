//! Lenient notes as JSON: the same actions and rules as the pages.

use axum::extract::{Path, Query};
use axum::http::StatusCode;
use gongjie_base::check::Check;
use serde::Deserialize;
use utoipa::IntoParams;

use super::actions;
use super::queries::{self, Filter};
use super::rules::{Input, State, Step};
use super::view::{self, LeniencyView};
use crate::door::{Answer, Json, Key, Paging, Refusals, Rows, Unreadable, Visit, Write, json};

/// What a list of notes asks for.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[serde(default)]
#[into_params(parameter_in = Query)]
pub struct LeniencyQuery {
    /// For example `granted`.
    pub state: Option<String>,
    pub unit_id: Option<i64>,
}

/// Notes that the asker sees, newest first: a unit its own.
#[utoipa::path(get, path = "/api/v1/leniency", tag = "oversight", params(LeniencyQuery, Paging),
    responses((status = 200, body = Rows<LeniencyView>), Unreadable))]
pub async fn index(
    visit: Visit,
    Query(query): Query<LeniencyQuery>,
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
    json(&paging.page::<LeniencyView, LeniencyView>(rows, |row| row.id)?)
}

/// One note with what the asker may do.
#[utoipa::path(get, path = "/api/v1/leniency/{id}", tag = "oversight", params(("id" = i64, Path)),
    responses((status = 200, body = LeniencyView), Unreadable))]
pub async fn show(visit: Visit, Path(id): Path<i64>) -> Answer {
    json(&view::one(visit.reading()?, id).await?)
}

/// Asks for lenience about a late measure, a send-back or a slip of a unit that the asker speaks for.
#[utoipa::path(post, path = "/api/v1/leniency", tag = "oversight", request_body = Input,
    params(Key), responses((status = 201, body = LeniencyView), Refusals))]
pub async fn create(visit: Visit, Json(input): Json<Input>) -> Answer {
    let write = visit.begin().await?;
    let id = actions::apply(&write, &write.acting, &input).await?;
    answered(&visit, write, id, StatusCode::CREATED).await
}

/// Takes a step of the note's life.
#[utoipa::path(post, path = "/api/v1/leniency/{id}/moves", tag = "oversight", request_body = Step,
    params(("id" = i64, Path), Key), responses((status = 200, body = LeniencyView), Refusals))]
pub async fn advance(visit: Visit, Path(id): Path<i64>, Json(step): Json<Step>) -> Answer {
    let write = visit.begin().await?;
    actions::advance(&write, &write.acting, id, &step).await?;
    answered(&visit, write, id, StatusCode::OK).await
}

async fn answered(visit: &Visit, write: Write, id: i64, status: StatusCode) -> Answer {
    let note = view::one(write.reading(visit), id).await?;
    write.json(status, &note).await
}
