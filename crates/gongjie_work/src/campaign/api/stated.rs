//! Stated totals as JSON.

use axum::extract::{Path, Query};
use axum::http::StatusCode;
use gongjie_base::Error;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use crate::campaign::actions;
use crate::campaign::queries;
use crate::campaign::rules::StatedInput;
use crate::campaign::tables::stated_figure::Model;
use crate::door::{Answer, Json, Key, Refusals, Rows, Unreadable, Visit, json};

/// A total as somebody stated it 原文所述、上报数. Never recomputed.
#[derive(Debug, Serialize, ToSchema)]
pub struct StatedFigure {
    pub id: i64,
    pub campaign_id: i64,
    /// `branches`, `pairings`, `problems`, `measures`, `documents` or `other`.
    pub kind: String,
    /// What is counted, in words; always there for `other`.
    pub label: Option<String>,
    /// The number in the words.
    pub number: i64,
    /// As written, for example `90余`.
    pub text: String,
    /// `exact`, `more_than`, `nearly`, `about` or `at_least`.
    pub qualifier: String,
    pub unit: String,
    /// The day for which it was stated.
    pub as_of: Option<String>,
    /// Where it stands.
    pub source: String,
    /// Send it back with every change; a stale one is refused with 409.
    pub version: i64,
}

impl From<Model> for StatedFigure {
    fn from(row: Model) -> Self {
        Self {
            id: row.id,
            campaign_id: row.campaign_id,
            kind: row.kind.to_string(),
            label: row.label,
            number: row.number,
            text: row.text,
            qualifier: row.qualifier.to_string(),
            unit: row.unit,
            as_of: row.as_of,
            source: row.source,
            version: row.version,
        }
    }
}

/// Whose stated totals.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[serde(default)]
#[into_params(parameter_in = Query)]
pub struct StatedQuery {
    /// The campaign; the open one by default.
    pub campaign_id: Option<i64>,
}

/// Totals that somebody stated for a campaign.
#[utoipa::path(get, path = "/api/v1/stated-figures", tag = "stated-figures", params(StatedQuery),
    responses((status = 200, body = Rows<StatedFigure>), Unreadable))]
pub async fn index(visit: Visit, Query(query): Query<StatedQuery>) -> Answer {
    let (conn, actor) = (visit.read(), visit.actor()?);
    let campaign = match query.campaign_id {
        Some(id) => queries::find_campaign(conn, actor, id).await?,
        None => queries::find_open_campaign(conn, actor).await?,
    };
    let rows = queries::list_stated(conn, campaign.id).await?;
    json(&Rows::<StatedFigure>::whole(
        rows.into_iter().map(StatedFigure::from).collect(),
    ))
}

/// One stated total.
#[utoipa::path(get, path = "/api/v1/stated-figures/{id}", tag = "stated-figures", params(("id" = i64, Path)),
    responses((status = 200, body = StatedFigure), Unreadable))]
pub async fn show(visit: Visit, Path(id): Path<i64>) -> Answer {
    let row = queries::find_stated(visit.read(), visit.actor()?, id).await?;
    json(&StatedFigure::from(row))
}

/// Notes a stated total. For coordinators; nobody else finds the address.
#[utoipa::path(post, path = "/api/v1/stated-figures", tag = "stated-figures", request_body = StatedInput,
    params(Key),
    responses((status = 201, body = StatedFigure), Refusals))]
pub async fn create(visit: Visit, Json(input): Json<StatedInput>) -> Answer {
    let write = visit.begin().await?;
    let campaign: i64 = input
        .campaign_id
        .trim()
        .parse()
        .map_err(|_| Error::invalid("campaign_id", "error-choose"))?;
    let id = actions::state_typed(&write, &write.acting, campaign, &input).await;
    let id = id.map_err(|error| match error {
        Error::NotFound => Error::invalid("campaign_id", "error-not-in-list"),
        error => error,
    })?;
    let row = queries::find_stated(&write, &write.acting.actor, id).await?;
    write
        .json(StatusCode::CREATED, &StatedFigure::from(row))
        .await
}

/// Corrects a stated total. All fields but the campaign are replaced; send `version` as it was read.
#[utoipa::path(patch, path = "/api/v1/stated-figures/{id}", tag = "stated-figures", request_body = StatedInput,
    params(("id" = i64, Path), Key),
    responses((status = 200, body = StatedFigure), Refusals))]
pub async fn update(visit: Visit, Path(id): Path<i64>, Json(input): Json<StatedInput>) -> Answer {
    let write = visit.begin().await?;
    actions::restate(&write, &write.acting, id, &input).await?;
    let row = queries::find_stated(&write, &write.acting.actor, id).await?;
    write.json(StatusCode::OK, &StatedFigure::from(row)).await
}
