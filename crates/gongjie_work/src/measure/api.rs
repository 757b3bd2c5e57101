//! Measures and tasks as JSON: the same actions, rules and lights as the pages.

pub mod rows;
pub mod show;
pub mod side;

use axum::extract::Path;
use axum::http::StatusCode;

use super::actions::{self, StepInput};
use super::queries;
use super::rules::Input;
use super::tree::Tree;
use crate::door::{Answer, Json, Key, Refusals, Rows, Unreadable, Visit, json};
use crate::problem::api::Problem;
use crate::problem::queries as problems;
use rows::{Book, MeasureRow};
use show::Measure;

/// Measures and tasks of a problem, in reading order, with duties, lights and how far they are.
#[utoipa::path(get, path = "/api/v1/problems/{id}/measures", tag = "measures", params(("id" = i64, Path)),
    responses((status = 200, body = Rows<MeasureRow>), Unreadable))]
pub async fn index(visit: Visit, Path(problem_id): Path<i64>) -> Answer {
    let at = visit.reading()?;
    problems::find(at.conn, at.actor, problem_id).await?;
    let rows = queries::list_of_problems(at.conn, &[problem_id]).await?;
    let ids: Vec<i64> = rows.iter().map(|m| m.id).collect();
    let duties = queries::list_duties(at.conn, &ids).await?;
    let tree = Tree::new(&rows);
    let book = Book::read(at, &rows, &duties).await?;
    json(&Rows::whole(book.rows(&tree, 0)))
}

/// One measure or task with its side records, and what the asker may do.
#[utoipa::path(get, path = "/api/v1/measures/{id}", tag = "measures", params(("id" = i64, Path)),
    responses((status = 200, body = Measure), Unreadable))]
pub async fn show(visit: Visit, Path(id): Path<i64>) -> Answer {
    json(&show::read(visit.reading()?, id).await?)
}

/// Issues a measure of a problem; with `parent_id` a task under a measure.
#[utoipa::path(post, path = "/api/v1/problems/{id}/measures", tag = "measures", request_body = Input,
    params(("id" = i64, Path), Key), responses((status = 201, body = Measure), Refusals))]
pub async fn create(visit: Visit, Path(problem_id): Path<i64>, Json(input): Json<Input>) -> Answer {
    let write = visit.begin().await?;
    let id = actions::set(&write, &write.acting, problem_id, &input).await?;
    answer(&visit, write, StatusCode::CREATED, id).await
}

/// Edits a measure. All fields are replaced; send `version` as it was read. A promised limit and a unit that has signed stay.
#[utoipa::path(patch, path = "/api/v1/measures/{id}", tag = "measures", request_body = Input,
    params(("id" = i64, Path), Key), responses((status = 200, body = Measure), Refusals))]
pub async fn update(visit: Visit, Path(id): Path<i64>, Json(input): Json<Input>) -> Answer {
    let write = visit.begin().await?;
    actions::edit(&write, &write.acting, id, &input).await?;
    answer(&visit, write, StatusCode::OK, id).await
}

/// Moves a measure by a verb of its lifecycle.
#[utoipa::path(post, path = "/api/v1/measures/{id}/moves", tag = "measures", request_body = StepInput,
    params(("id" = i64, Path), Key), responses((status = 200, body = Measure), Refusals))]
pub async fn advance(visit: Visit, Path(id): Path<i64>, Json(input): Json<StepInput>) -> Answer {
    let write = visit.begin().await?;
    // Who may not see the measure hears nothing about its fields.
    queries::find(&write, &write.acting.actor, id).await?;
    let (action, step) = input.read()?;
    actions::advance(&write, &write.acting, id, action, &step).await?;
    answer(&visit, write, StatusCode::OK, id).await
}

/// Starts the work on a paired problem, once a measure has an owner and a limit.
#[utoipa::path(post, path = "/api/v1/problems/{id}/start", tag = "measures",
    params(("id" = i64, Path), Key), responses((status = 200, body = Problem), Refusals))]
pub async fn start(visit: Visit, Path(problem_id): Path<i64>) -> Answer {
    let write = visit.begin().await?;
    actions::start_problem(&write, &write.acting, problem_id).await?;
    let row = problems::find(&write, &write.acting.actor, problem_id).await?;
    write.json(StatusCode::OK, &Problem::from(row)).await
}

/// Ends a write with the measure as it stands now.
pub(super) async fn answer(
    visit: &Visit,
    write: crate::door::Write,
    status: StatusCode,
    id: i64,
) -> Answer {
    let measure = show::read(write.reading(visit), id).await?;
    write.json(status, &measure).await
}
