//! A problem's close-out as JSON: where it stands, what is missing, and every step of it.

pub mod objections;
pub mod sheet;

use axum::extract::Path;
use axum::http::StatusCode;
use gongjie_base::Result;

use super::actions;
use super::lifecycle::Action;
use super::queries;
use super::rules::{Input, Move, ViewInput};
use crate::door::{Answer, Json, Key, Refusals, Unreadable, Visit, Write, json};
use sheet::{CloseOutSheet, read};

/// Ends a write with the sheet as it stands now.
async fn answer(visit: &Visit, write: Write, status: StatusCode, problem_id: i64) -> Answer {
    let since = |at| visit.app.clock.date_of(at);
    let sheet = read(write.reading(visit), problem_id, since).await?;
    write.json(status, &sheet).await
}

/// A problem's close-out: the present one, whose turn it is, what is missing, what the asker may do, and earlier ones.
#[utoipa::path(get, path = "/api/v1/problems/{id}/close-out", tag = "close-outs", params(("id" = i64, Path)),
    responses((status = 200, body = CloseOutSheet), Unreadable))]
pub async fn show(visit: Visit, Path(problem_id): Path<i64>) -> Answer {
    let since = |at| visit.app.clock.date_of(at);
    json(&read(visit.reading()?, problem_id, since).await?)
}

/// Applies for closing, when every measure is done or cancelled.
#[utoipa::path(post, path = "/api/v1/problems/{id}/close-out", tag = "close-outs", request_body = Input,
    params(("id" = i64, Path), Key), responses((status = 201, body = CloseOutSheet), Refusals))]
pub async fn apply(visit: Visit, Path(problem_id): Path<i64>, Json(input): Json<Input>) -> Answer {
    let write = visit.begin().await?;
    actions::apply(&write, &write.acting, problem_id, &input).await?;
    answer(&visit, write, StatusCode::CREATED, problem_id).await
}

/// Gives a partner unit's view; when all have answered it goes on to the verifier by itself.
#[utoipa::path(post, path = "/api/v1/close-outs/{id}/view", tag = "close-outs", request_body = ViewInput,
    params(("id" = i64, Path), Key), responses((status = 200, body = CloseOutSheet), Refusals))]
pub async fn view(visit: Visit, Path(id): Path<i64>, Json(input): Json<ViewInput>) -> Answer {
    let write = visit.begin().await?;
    actions::view(&write, &write.acting, id, &input).await?;
    let row = queries::find(&write, &write.acting.actor, id).await?;
    answer(&visit, write, StatusCode::OK, row.problem_id).await
}

/// Moves a close-out by a verb of its lifecycle.
#[utoipa::path(post, path = "/api/v1/close-outs/{id}/moves", tag = "close-outs", request_body = Move,
    params(("id" = i64, Path), Key), responses((status = 200, body = CloseOutSheet), Refusals))]
pub async fn advance(visit: Visit, Path(id): Path<i64>, Json(input): Json<Move>) -> Answer {
    let write = visit.begin().await?;
    // Who may not see the close-out hears nothing about its fields.
    let row = queries::find(&write, &write.acting.actor, id).await?;
    take(&write, id, &input).await?;
    answer(&visit, write, StatusCode::OK, row.problem_id).await
}

/// The step that was asked for, with the fields that it needs.
async fn take(write: &Write, id: i64, input: &Move) -> Result<()> {
    let by = &write.acting;
    match input.action()? {
        Action::Sign => actions::sign(write, by, id, &input.step()).await,
        Action::GoOn => actions::go_on(write, by, id, &input.step()).await,
        Action::Verify => actions::verify(write, by, id, &input.verification()).await,
        Action::Lapse => actions::lapse(write, by, id, &input.step()).await,
        Action::Draw => actions::draw(write, by, id, &input.drawing()).await,
        Action::Check => actions::check(write, by, id, &input.checking()).await,
        Action::Judge => Err(gongjie_base::Error::forbidden("close-out-raisers-judge")),
        Action::Publish => actions::publish(write, by, id, &input.step()).await,
        Action::Strike => actions::strike(write, by, id, &input.step()).await,
        Action::SendBack => actions::send_back(write, by, id, &input.sending_back()).await,
        Action::Withdraw => actions::withdraw(write, by, id, &input.withdrawal()).await,
        Action::LookBack => actions::look_back(write, by, id, &input.looking_back()).await,
    }
}
