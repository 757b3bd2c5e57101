//! Slips as JSON: the same actions and rules as the pages.

use axum::extract::{Path, Query};
use axum::http::StatusCode;
use gongjie_base::check::Check;
use serde::Deserialize;
use utoipa::IntoParams;

use super::queries::{self, Filter};
use super::rules::{AnswerInput, Input, Kind, Step};
use super::view::{self, SlipView};
use super::{actions, compose};
use crate::door::{Answer, Json, Key, Paging, Refusals, Rows, Unreadable, Visit, Write, json};

/// What a list of slips asks for.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[serde(default)]
#[into_params(parameter_in = Query)]
pub struct SlipQuery {
    /// For example `urge`.
    pub kind: Option<String>,
    /// The unit that they are addressed to.
    pub unit_id: Option<i64>,
    pub measure_id: Option<i64>,
    pub problem_id: Option<i64>,
    /// Only those on which somebody still has something to do.
    pub is_open: Option<bool>,
}

/// Slips and letters that the asker sees, newest first: a unit those addressed to it.
#[utoipa::path(get, path = "/api/v1/slips", tag = "oversight", params(SlipQuery, Paging),
    responses((status = 200, body = Rows<SlipView>), Unreadable))]
pub async fn index(
    visit: Visit,
    Query(query): Query<SlipQuery>,
    Query(paging): Query<Paging>,
) -> Answer {
    let mut check = Check::new();
    let kind = query.kind.unwrap_or_default();
    let filter = Filter {
        kind: check.code("kind", &kind, Kind::from_code),
        unit_id: query.unit_id,
        measure_id: query.measure_id,
        problem_id: query.problem_id,
        is_open: query.is_open.unwrap_or_default(),
        before: paging.before,
        limit: Some(paging.ask()?),
    };
    check.done()?;
    let rows = queries::list(visit.read(), visit.actor()?, &filter).await?;
    let rows = view::views(visit.reading()?, rows).await?;
    json(&paging.page::<SlipView, SlipView>(rows, |row| row.id)?)
}

/// One slip with its answers and what the asker may do.
#[utoipa::path(get, path = "/api/v1/slips/{id}", tag = "oversight", params(("id" = i64, Path)),
    responses((status = 200, body = SlipView), Unreadable))]
pub async fn show(visit: Visit, Path(id): Path<i64>) -> Answer {
    json(&view::one(visit.reading()?, id).await?)
}

/// Drafts a slip. What is left empty is written from the facts of the measure or problem.
#[utoipa::path(post, path = "/api/v1/slips", tag = "oversight", request_body = Input,
    params(Key), responses((status = 201, body = SlipView), Refusals))]
pub async fn create(visit: Visit, Json(mut input): Json<Input>) -> Answer {
    compose::fill(visit.reading()?, &mut input).await?;
    let write = visit.begin().await?;
    let id = actions::draft(&write, &write.acting, &input).await?;
    answered(&visit, write, id, StatusCode::CREATED).await
}

/// Changes a draft.
#[utoipa::path(patch, path = "/api/v1/slips/{id}", tag = "oversight", request_body = Input,
    params(("id" = i64, Path), Key), responses((status = 200, body = SlipView), Refusals))]
pub async fn update(visit: Visit, Path(id): Path<i64>, Json(input): Json<Input>) -> Answer {
    let write = visit.begin().await?;
    actions::edit(&write, &write.acting, id, &input).await?;
    answered(&visit, write, id, StatusCode::OK).await
}

/// Takes a step: approve, send, receive, check, send back, close or withdraw.
#[utoipa::path(post, path = "/api/v1/slips/{id}/moves", tag = "oversight", request_body = Step,
    params(("id" = i64, Path), Key), responses((status = 200, body = SlipView), Refusals))]
pub async fn advance(visit: Visit, Path(id): Path<i64>, Json(step): Json<Step>) -> Answer {
    let write = visit.begin().await?;
    actions::advance(&write, &write.acting, id, &step).await?;
    answered(&visit, write, id, StatusCode::OK).await
}

/// Answers for the unit.
#[utoipa::path(post, path = "/api/v1/slips/{id}/answers", tag = "oversight", request_body = AnswerInput,
    params(("id" = i64, Path), Key), responses((status = 200, body = SlipView), Refusals))]
pub async fn answer(visit: Visit, Path(id): Path<i64>, Json(input): Json<AnswerInput>) -> Answer {
    let write = visit.begin().await?;
    actions::answer(&write, &write.acting, id, &input).await?;
    answered(&visit, write, id, StatusCode::OK).await
}

async fn answered(visit: &Visit, write: Write, id: i64, status: StatusCode) -> Answer {
    let slip = view::one(write.reading(visit), id).await?;
    write.json(status, &slip).await
}
