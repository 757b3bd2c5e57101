//! Carrying problems over into a campaign 结转, as JSON.

use axum::extract::{Path, Query};
use axum::http::StatusCode;
use serde::Serialize;
use utoipa::ToSchema;

use super::actions;
use super::carry_queries as queries;
use super::rules::CarryInput;
use super::tables::carry_over::Model;
use crate::campaign::queries as campaigns;
use crate::door::{Answer, Json, Key, Paging, Refusals, Rows, Unreadable, Visit, json};

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

/// Problems that were carried into the campaign and out of it, newest first.
#[utoipa::path(get, path = "/api/v1/campaigns/{id}/carry-overs", tag = "campaigns", params(("id" = i64, Path), Paging),
    responses((status = 200, body = Rows<CarryOver>), Unreadable))]
pub async fn index(visit: Visit, Path(id): Path<i64>, Query(paging): Query<Paging>) -> Answer {
    let (conn, actor) = (visit.read(), visit.actor()?);
    campaigns::find_campaign(conn, actor, id).await?;
    let rows = queries::list_of_campaign(conn, actor, id, paging.before, paging.ask()?).await?;
    json(&paging.page::<_, CarryOver>(rows, |row| row.id)?)
}

/// How many problems were carried over.
#[derive(Debug, Serialize, ToSchema)]
pub struct CarryDone {
    pub carried: usize,
}

/// Carries open problems of closed campaigns into the open one: the chosen ones, or all of them. For coordinators.
#[utoipa::path(post, path = "/api/v1/campaigns/{id}/carry-overs", tag = "campaigns", request_body = CarryInput,
    params(("id" = i64, Path), Key),
    responses((status = 201, body = CarryDone), Refusals))]
pub async fn create(visit: Visit, Path(id): Path<i64>, Json(input): Json<CarryInput>) -> Answer {
    let write = visit.begin().await?;
    let carried = actions::carry_over(&write, &write.acting, id, &input).await?;
    write
        .json(StatusCode::CREATED, &CarryDone { carried })
        .await
}
