//! Carrying problems over into a campaign 结转, as JSON.

use axum::extract::{Path, Query};
use axum::http::StatusCode;
use gongjie_base::Error;
use gongjie_base::limits::{PAGE_ROWS, PAGE_ROWS_MAX};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::actions;
use super::carry_queries as queries;
use super::rules::CarryInput;
use super::tables::carry_over::Model;
use crate::campaign::queries as campaigns;
use crate::door::{Answer, Json, Problem as Trouble, Visit, json};

/// A problem that goes on in another campaign. The problem itself keeps its id, number and `campaign_id`.
#[derive(Debug, Serialize, ToSchema)]
pub struct CarryOver {
    pub id: i64,
    pub problem_id: i64,
    pub from_campaign_id: i64,
    pub to_campaign_id: i64,
    /// The day from which it belongs to the new campaign.
    pub carried_on: String,
}

impl From<Model> for CarryOver {
    fn from(row: Model) -> Self {
        Self {
            id: row.id,
            problem_id: row.problem_id,
            from_campaign_id: row.from_campaign_id,
            to_campaign_id: row.to_campaign_id,
            carried_on: row.carried_on,
        }
    }
}

/// A page of carries, oldest first.
#[derive(Debug, Serialize, ToSchema)]
pub struct CarryOverPage {
    pub items: Vec<CarryOver>,
    /// Give it as `after` to get the next page; null on the last one.
    pub next: Option<i64>,
}

/// Which page.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[serde(default)]
#[into_params(parameter_in = Query)]
pub struct CarryQuery {
    /// `next` of the page before.
    pub after: Option<i64>,
    /// Rows, 1 to 500; 50 by default.
    #[param(minimum = 1, maximum = 500)]
    pub limit: Option<u64>,
}

/// Problems that were carried into the campaign and out of it.
#[utoipa::path(get, path = "/api/v1/campaigns/{id}/carry-overs", tag = "campaigns", params(("id" = i64, Path), CarryQuery),
    responses((status = 200, body = CarryOverPage), (status = 400, body = Trouble), (status = 401, body = Trouble),
        (status = 404, body = Trouble), (status = 422, body = Trouble)))]
pub async fn index(visit: Visit, Path(id): Path<i64>, Query(query): Query<CarryQuery>) -> Answer {
    let (conn, actor) = (visit.read(), visit.actor()?);
    let limit = query.limit.unwrap_or(PAGE_ROWS);
    if !(1..=PAGE_ROWS_MAX).contains(&limit) {
        return Err(Error::invalid("limit", "error-limit").into());
    }
    campaigns::find_campaign(conn, actor, id).await?;
    let after = query.after.unwrap_or_default();
    let mut rows = queries::list_of_campaign(conn, actor, id, after, limit + 1).await?;
    let wanted = usize::try_from(limit).unwrap_or(usize::MAX);
    let is_more = rows.len() > wanted;
    rows.truncate(wanted);
    let next = rows.last().map(|r| r.id).filter(|_| is_more);
    let items = rows.into_iter().map(CarryOver::from).collect();
    json(&CarryOverPage { items, next })
}

/// How many problems were carried over.
#[derive(Debug, Serialize, ToSchema)]
pub struct CarryDone {
    pub carried: usize,
}

/// Carries open problems of closed campaigns into the open one: the chosen ones, or all of them. For coordinators.
#[utoipa::path(post, path = "/api/v1/campaigns/{id}/carry-overs", tag = "campaigns", request_body = CarryInput,
    params(("id" = i64, Path), ("Idempotency-Key" = String, Header, description = "1 to 128 characters; the same key gives the first answer again")),
    responses((status = 201, body = CarryDone), (status = 400, body = Trouble), (status = 401, body = Trouble), (status = 404, body = Trouble),
        (status = 409, body = Trouble), (status = 413, body = Trouble), (status = 422, body = Trouble)))]
pub async fn create(visit: Visit, Path(id): Path<i64>, Json(input): Json<CarryInput>) -> Answer {
    let write = visit.begin().await?;
    let carried = actions::carry_over(&write, &write.acting, id, &input).await?;
    write
        .json(StatusCode::CREATED, &CarryDone { carried })
        .await
}
