//! Decisions of an activity: noting one, making a measure of it, leaving it on record.

use axum::extract::Path;
use axum::http::StatusCode;

use super::{Activity, answer};
use crate::activity::actions;
use crate::activity::queries;
use crate::activity::rules::{DecisionInput, MeasureInput};
use crate::door::{Answer, Json, Key, Refusals, Visit};
use crate::measure::api::show::{self as measures, Measure};

/// Notes a decision.
#[utoipa::path(post, path = "/api/v1/activities/{id}/decisions", tag = "activities", request_body = DecisionInput,
    params(("id" = i64, Path), Key), responses((status = 201, body = Activity), Refusals))]
pub async fn create(visit: Visit, Path(id): Path<i64>, Json(input): Json<DecisionInput>) -> Answer {
    let write = visit.begin().await?;
    actions::decide(&write, &write.acting, id, &input.text).await?;
    answer(&visit, write, StatusCode::CREATED, id).await
}

/// Makes a measure of a decision for one of the pairing's problems, once. `id` is the decision's; without `text` the
/// decision's own words are taken.
#[utoipa::path(post, path = "/api/v1/decisions/{id}/measure", tag = "activities", request_body = MeasureInput,
    params(("id" = i64, Path), Key), responses((status = 201, body = Measure), Refusals))]
pub async fn measure(
    visit: Visit,
    Path(id): Path<i64>,
    Json(mut input): Json<MeasureInput>,
) -> Answer {
    let write = visit.begin().await?;
    let (decision, _) = queries::find_decision(&write, &write.acting.actor, id).await?;
    if input.text.trim().is_empty() {
        input.text = decision.text;
    }
    let problem_id = input.problem_id.trim().parse().unwrap_or_default();
    let measure = input.measure();
    let made = actions::make_measure(&write, &write.acting, id, problem_id, &measure).await?;
    let measure = measures::read(write.reading(&visit), made).await?;
    write.json(StatusCode::CREATED, &measure).await
}

/// Leaves a decision on record only. `id` is the decision's.
#[utoipa::path(post, path = "/api/v1/decisions/{id}/note", tag = "activities",
    params(("id" = i64, Path), Key), responses((status = 200, body = Activity), Refusals))]
pub async fn note(visit: Visit, Path(id): Path<i64>) -> Answer {
    let write = visit.begin().await?;
    let activity_id = actions::note(&write, &write.acting, id).await?;
    answer(&visit, write, StatusCode::OK, activity_id).await
}
