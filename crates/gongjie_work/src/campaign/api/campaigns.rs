//! Campaigns as JSON.

use axum::extract::Path;
use axum::http::StatusCode;
use gongjie_base::Error;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::campaign::actions;
use crate::campaign::lifecycle::Action;
use crate::campaign::queries;
use crate::campaign::rules::CampaignInput;
use crate::campaign::tables::campaign::Model;
use crate::door::{Answer, Json, Key, Refusals, Rows, Unreadable, Visit, json};

/// A campaign 年度行动.
#[derive(Debug, Serialize, ToSchema)]
pub struct Campaign {
    pub id: i64,
    pub year: i64,
    pub name: String,
    /// First day, `2026-01-01`.
    pub starts_on: String,
    /// Last day.
    pub ends_on: String,
    /// `planned`, `open` or `closed`. Problems are proposed in the open one.
    pub state: String,
    /// The campaign before it; null for the first, and until it opens.
    pub previous_id: Option<i64>,
    /// Send it back with every change; a stale one is refused with 409.
    pub version: i64,
}

impl From<Model> for Campaign {
    fn from(row: Model) -> Self {
        Self {
            id: row.id,
            year: row.year,
            name: row.name,
            starts_on: row.starts_on,
            ends_on: row.ends_on,
            state: row.state.to_string(),
            previous_id: row.previous_id,
            version: row.version,
        }
    }
}

/// All campaigns of the organisation, newest first.
#[utoipa::path(get, path = "/api/v1/campaigns", tag = "campaigns",
    responses((status = 200, body = Rows<Campaign>), Unreadable))]
pub async fn index(visit: Visit) -> Answer {
    let rows = queries::list_campaigns(visit.read(), visit.actor()?).await?;
    json(&Rows::<Campaign>::whole(
        rows.into_iter().map(Campaign::from).collect(),
    ))
}

/// One campaign.
#[utoipa::path(get, path = "/api/v1/campaigns/{id}", tag = "campaigns", params(("id" = i64, Path)),
    responses((status = 200, body = Campaign), Unreadable))]
pub async fn show(visit: Visit, Path(id): Path<i64>) -> Answer {
    let row = queries::find_campaign(visit.read(), visit.actor()?, id).await?;
    json(&Campaign::from(row))
}

/// Plans a campaign. For coordinators; nobody else finds the address.
#[utoipa::path(post, path = "/api/v1/campaigns", tag = "campaigns", request_body = CampaignInput,
    params(Key),
    responses((status = 201, body = Campaign), Refusals))]
pub async fn create(visit: Visit, Json(input): Json<CampaignInput>) -> Answer {
    let write = visit.begin().await?;
    let id = actions::plan(&write, &write.acting, &input).await?;
    let row = queries::find_campaign(&write, &write.acting.actor, id).await?;
    write.json(StatusCode::CREATED, &Campaign::from(row)).await
}

/// Edits a campaign that is not closed. All fields are replaced; send `version` as it was read.
#[utoipa::path(patch, path = "/api/v1/campaigns/{id}", tag = "campaigns", request_body = CampaignInput,
    params(("id" = i64, Path), Key),
    responses((status = 200, body = Campaign), Refusals))]
pub async fn update(visit: Visit, Path(id): Path<i64>, Json(input): Json<CampaignInput>) -> Answer {
    let write = visit.begin().await?;
    actions::edit(&write, &write.acting, id, &input).await?;
    let row = queries::find_campaign(&write, &write.acting.actor, id).await?;
    write.json(StatusCode::OK, &Campaign::from(row)).await
}

/// A step of a campaign's life.
#[derive(Debug, Default, Deserialize, ToSchema)]
#[serde(default)]
pub struct CampaignMove {
    /// `open` or `close`.
    pub action: String,
    /// Version as it was read.
    pub version: String,
}

/// Opens or closes a campaign. Refused while another one is open.
#[utoipa::path(post, path = "/api/v1/campaigns/{id}/moves", tag = "campaigns", request_body = CampaignMove,
    params(("id" = i64, Path), Key),
    responses((status = 200, body = Campaign), Refusals))]
pub async fn advance(visit: Visit, Path(id): Path<i64>, Json(input): Json<CampaignMove>) -> Answer {
    let action = Action::from_code(&input.action)
        .ok_or_else(|| Error::invalid("action", "error-not-in-list"))?;
    let write = visit.begin().await?;
    let version = input.version.trim().parse().ok();
    actions::advance(&write, &write.acting, id, action, version).await?;
    let row = queries::find_campaign(&write, &write.acting.actor, id).await?;
    write.json(StatusCode::OK, &Campaign::from(row)).await
}
