//! Results as JSON: figures as written, who is credited, what stands behind them.

pub mod evidence;
pub mod rows;
pub mod totals;

use axum::extract::{Path, Query};
use axum::http::StatusCode;
use serde::Deserialize;
use utoipa::IntoParams;

use super::actions;
use super::listing_queries::{self, Filter};
use super::queries;
use super::rules::{Input, Withdrawal};
use crate::door::{
    Answer, Json, Key, Paging, Reading, Refusals, Rows, Unreadable, Visit, Write, json,
};
use crate::problem::queries as problems;
use rows::{Outcome, outcomes};

/// What a list of results asks for.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[serde(default)]
#[into_params(parameter_in = Query)]
pub struct OutcomeQuery {
    pub campaign_id: Option<i64>,
    pub theme_id: Option<i64>,
    /// Results credited to this unit, alone or with others.
    pub unit_id: Option<i64>,
}

impl OutcomeQuery {
    /// The choice without its paging.
    fn filter(&self) -> Filter {
        Filter {
            campaign_id: self.campaign_id,
            theme_id: self.theme_id,
            unit_id: self.unit_id,
            ..Filter::default()
        }
    }
}

/// Results that the asker may see, newest first.
#[utoipa::path(get, path = "/api/v1/outcomes", tag = "outcomes", params(OutcomeQuery, Paging),
    responses((status = 200, body = Rows<Outcome>), Unreadable))]
pub async fn index(
    visit: Visit,
    Query(query): Query<OutcomeQuery>,
    Query(paging): Query<Paging>,
) -> Answer {
    let at = visit.reading()?;
    let filter = Filter {
        before_id: paging.before,
        limit: Some(paging.ask()?),
        ..query.filter()
    };
    let mut rows = listing_queries::list(at.conn, at.actor, &filter).await?;
    let next = paging.cut(&mut rows, |r| r.id)?;
    json(&Rows {
        items: outcomes(at, rows).await?,
        next,
    })
}

/// Results of a problem, in their order.
#[utoipa::path(get, path = "/api/v1/problems/{id}/outcomes", tag = "outcomes", params(("id" = i64, Path)),
    responses((status = 200, body = Rows<Outcome>), Unreadable))]
pub async fn of_problem(visit: Visit, Path(problem_id): Path<i64>) -> Answer {
    let at = visit.reading()?;
    let problem = problems::find(at.conn, at.actor, problem_id).await?;
    let rows = queries::list_of_problems(at.conn, &[problem_id]).await?;
    let rows = rows.into_iter().map(|row| rows::listed(row, &problem));
    let items = outcomes(at, rows.collect()).await?;
    json(&Rows::whole(items))
}

/// One result; withdrawn ones too.
#[utoipa::path(get, path = "/api/v1/outcomes/{id}", tag = "outcomes", params(("id" = i64, Path)),
    responses((status = 200, body = Outcome), Unreadable))]
pub async fn show(visit: Visit, Path(id): Path<i64>) -> Answer {
    json(&read(visit.reading()?, id).await?)
}

async fn read(at: Reading<'_>, id: i64) -> gongjie_base::Result<Outcome> {
    let row = queries::find(at.conn, at.actor, id).await?;
    let problem = problems::find(at.conn, at.actor, row.problem_id).await?;
    let found = outcomes(at, vec![rows::listed(row, &problem)]).await?;
    found
        .into_iter()
        .next()
        .ok_or(gongjie_base::Error::NotFound)
}

/// Ends a write with the result as it stands now.
async fn answer(visit: &Visit, write: Write, status: StatusCode, id: i64) -> Answer {
    let outcome = read(write.reading(visit), id).await?;
    write.json(status, &outcome).await
}

/// Writes down a result. The n-th entries of the `figure_…` lists are one figure, those of the `share_…` lists one share.
#[utoipa::path(post, path = "/api/v1/problems/{id}/outcomes", tag = "outcomes", request_body = Input,
    params(("id" = i64, Path), Key), responses((status = 201, body = Outcome), Refusals))]
pub async fn create(visit: Visit, Path(problem_id): Path<i64>, Json(input): Json<Input>) -> Answer {
    let write = visit.begin().await?;
    let id = actions::submit(&write, &write.acting, problem_id, &input).await?;
    answer(&visit, write, StatusCode::CREATED, id).await
}

/// Edits a result. Text, figures and shares are replaced as a whole; send `version` as it was read.
#[utoipa::path(patch, path = "/api/v1/outcomes/{id}", tag = "outcomes", request_body = Input,
    params(("id" = i64, Path), Key), responses((status = 200, body = Outcome), Refusals))]
pub async fn update(visit: Visit, Path(id): Path<i64>, Json(input): Json<Input>) -> Answer {
    let write = visit.begin().await?;
    actions::edit(&write, &write.acting, id, &input).await?;
    answer(&visit, write, StatusCode::OK, id).await
}

/// Withdraws a result: it stays in the record and no longer counts.
#[utoipa::path(post, path = "/api/v1/outcomes/{id}/withdrawal", tag = "outcomes", request_body = Withdrawal,
    params(("id" = i64, Path), Key), responses((status = 200, body = Outcome), Refusals))]
pub async fn withdraw(visit: Visit, Path(id): Path<i64>, Json(input): Json<Withdrawal>) -> Answer {
    let write = visit.begin().await?;
    let version = input.version.trim().parse().ok();
    actions::withdraw(&write, &write.acting, id, version).await?;
    answer(&visit, write, StatusCode::OK, id).await
}
