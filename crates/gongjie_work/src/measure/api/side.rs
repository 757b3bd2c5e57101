//! Side records of a measure as JSON: progress, milestones, extensions, disputes. Each answers with the measure as it stands now.

use axum::extract::Path;
use axum::http::StatusCode;

use super::answer;
use super::show::Measure;
use crate::door::{Answer, Json, Key, Refusals, Visit};
use crate::measure::actions::{
    self, DecisionInput, DisputeInput, ExtensionInput, MilestoneInput, ProgressInput, RulingInput,
};

/// Notes progress: one sentence, or `no_change`. The first entry after signing starts the work.
#[utoipa::path(post, path = "/api/v1/measures/{id}/progress", tag = "measures", request_body = ProgressInput,
    params(("id" = i64, Path), Key), responses((status = 201, body = Measure), Refusals))]
pub async fn note_progress(
    visit: Visit,
    Path(id): Path<i64>,
    Json(input): Json<ProgressInput>,
) -> Answer {
    let write = visit.begin().await?;
    actions::note_progress(&write, &write.acting, id, &input).await?;
    answer(&visit, write, StatusCode::CREATED, id).await
}

/// Adds a milestone, not after the measure's limit.
#[utoipa::path(post, path = "/api/v1/measures/{id}/milestones", tag = "measures", request_body = MilestoneInput,
    params(("id" = i64, Path), Key), responses((status = 201, body = Measure), Refusals))]
pub async fn add_milestone(
    visit: Visit,
    Path(id): Path<i64>,
    Json(input): Json<MilestoneInput>,
) -> Answer {
    let write = visit.begin().await?;
    actions::add_milestone(&write, &write.acting, id, &input).await?;
    answer(&visit, write, StatusCode::CREATED, id).await
}

/// Marks a milestone as reached. `id` is the milestone's.
#[utoipa::path(post, path = "/api/v1/milestones/{id}/completion", tag = "measures",
    params(("id" = i64, Path), Key), responses((status = 200, body = Measure), Refusals))]
pub async fn complete_milestone(visit: Visit, Path(id): Path<i64>) -> Answer {
    let write = visit.begin().await?;
    let measure_id = actions::complete_milestone(&write, &write.acting, id).await?;
    answer(&visit, write, StatusCode::OK, measure_id).await
}

/// Asks for an extension before the last day. When the unit's head asks, the head has agreed.
#[utoipa::path(post, path = "/api/v1/measures/{id}/extensions", tag = "measures", request_body = ExtensionInput,
    params(("id" = i64, Path), Key), responses((status = 201, body = Measure), Refusals))]
pub async fn ask_extension(
    visit: Visit,
    Path(id): Path<i64>,
    Json(input): Json<ExtensionInput>,
) -> Answer {
    let write = visit.begin().await?;
    actions::ask_extension(&write, &write.acting, id, &input).await?;
    answer(&visit, write, StatusCode::CREATED, id).await
}

/// Agrees, grants, denies or withdraws. `id` is the request's.
#[utoipa::path(post, path = "/api/v1/extensions/{id}/decision", tag = "measures", request_body = DecisionInput,
    params(("id" = i64, Path), Key), responses((status = 200, body = Measure), Refusals))]
pub async fn decide_extension(
    visit: Visit,
    Path(id): Path<i64>,
    Json(input): Json<DecisionInput>,
) -> Answer {
    let write = visit.begin().await?;
    let measure_id = actions::decide_extension(&write, &write.acting, id, &input).await?;
    answer(&visit, write, StatusCode::OK, measure_id).await
}

/// Disputes the assignment, once, while it is issued or signed.
#[utoipa::path(post, path = "/api/v1/measures/{id}/dispute", tag = "measures", request_body = DisputeInput,
    params(("id" = i64, Path), Key), responses((status = 201, body = Measure), Refusals))]
pub async fn dispute(visit: Visit, Path(id): Path<i64>, Json(input): Json<DisputeInput>) -> Answer {
    let write = visit.begin().await?;
    actions::dispute(&write, &write.acting, id, &input).await?;
    answer(&visit, write, StatusCode::CREATED, id).await
}

/// Rules about a dispute. `id` is the dispute's; a moved measure is issued anew.
#[utoipa::path(post, path = "/api/v1/disputes/{id}/ruling", tag = "measures", request_body = RulingInput,
    params(("id" = i64, Path), Key), responses((status = 200, body = Measure), Refusals))]
pub async fn rule_dispute(
    visit: Visit,
    Path(id): Path<i64>,
    Json(input): Json<RulingInput>,
) -> Answer {
    let write = visit.begin().await?;
    let measure_id = actions::rule_dispute(&write, &write.acting, id, &input).await?;
    answer(&visit, write, StatusCode::OK, measure_id).await
}
