//! Saved views as JSON.

use axum::extract::{Path, Query};
use axum::http::StatusCode;
use gongjie_base::{Conn, Error, Result};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::actions::{self, Removal, Start};
use super::queries;
use super::rules::{Input, Place, Scope, may_keep};
use super::tables::saved_view::Model;
use crate::door::{Answer, Json, Key, Refusals, Rows, Unreadable, Visit, json};
use crate::org::Actor;

/// A saved view.
#[derive(Debug, Serialize, ToSchema)]
pub struct SavedView {
    pub id: i64,
    #[schema(value_type = String)]
    pub place: Place,
    pub name: String,
    /// Query string of the place.
    pub query: String,
    /// The page that it opens.
    pub address: String,
    #[schema(value_type = String)]
    pub scope: Scope,
    pub unit_id: Option<i64>,
    pub owner_id: i64,
    /// The asker may change it.
    pub may_edit: bool,
    /// The menu opens the place with it, for the asker.
    pub is_start: bool,
    pub version: i64,
}

async fn shown(conn: &Conn, actor: &Actor, rows: Vec<Model>) -> Result<Vec<SavedView>> {
    let starts = queries::list_starts(conn, actor.person_id).await?;
    let show = |view: Model| SavedView {
        address: view.place.with(&view.query),
        may_edit: may_keep(actor, view.scope, view.unit_id, view.owner_id),
        is_start: starts.iter().any(|(_, id)| *id == view.id),
        id: view.id,
        place: view.place,
        name: view.name,
        query: view.query,
        scope: view.scope,
        unit_id: view.unit_id,
        owner_id: view.owner_id,
        version: view.version,
    };
    Ok(rows.into_iter().map(show).collect())
}

async fn one(conn: &Conn, actor: &Actor, row: Model) -> Result<SavedView> {
    let mut rows = shown(conn, actor, vec![row]).await?;
    rows.pop().ok_or(Error::NotFound)
}

/// What the list may be narrowed to.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[serde(default)]
#[into_params(parameter_in = Query)]
pub struct Narrow {
    /// A place, for example `ledger`; all where none is named.
    pub place: Option<String>,
}

/// Views that the asker sees: own ones, those of the own units, those of the organisation.
#[utoipa::path(get, path = "/api/v1/views", tag = "views", params(Narrow),
    responses((status = 200, body = Rows<SavedView>), Unreadable))]
pub async fn index(visit: Visit, Query(narrow): Query<Narrow>) -> Answer {
    let place = match narrow.place.as_deref().unwrap_or_default() {
        "" => None,
        code => {
            let unknown = || Error::invalid("place", "view-place-unknown");
            Some(Place::from_code(code).ok_or_else(unknown)?)
        }
    };
    let actor = visit.actor()?;
    let rows = queries::list(visit.read(), actor, place).await?;
    json(&Rows::whole(shown(visit.read(), actor, rows).await?))
}

/// One view.
#[utoipa::path(get, path = "/api/v1/views/{id}", tag = "views", params(("id" = i64, Path)),
    responses((status = 200, body = SavedView), Unreadable))]
pub async fn show(visit: Visit, Path(id): Path<i64>) -> Answer {
    let actor = visit.actor()?;
    let row = queries::find(visit.read(), actor, id).await?;
    json(&one(visit.read(), actor, row).await?)
}

/// Saves a view. Mine by anybody, a unit's by those who speak for it, the organisation's by the coordinator.
#[utoipa::path(post, path = "/api/v1/views", tag = "views", request_body = Input, params(Key),
    responses((status = 201, body = SavedView), Refusals))]
pub async fn create(visit: Visit, Json(input): Json<Input>) -> Answer {
    let write = visit.begin().await?;
    let row = actions::save(&write, &write.acting, &input).await?;
    let view = one(&write, &write.acting.actor, row).await?;
    write.json(StatusCode::CREATED, &view).await
}

/// Changes a view. All fields but the place are replaced; send `version` as it was read.
#[utoipa::path(patch, path = "/api/v1/views/{id}", tag = "views", request_body = Input,
    params(("id" = i64, Path), Key), responses((status = 200, body = SavedView), Refusals))]
pub async fn update(visit: Visit, Path(id): Path<i64>, Json(input): Json<Input>) -> Answer {
    let write = visit.begin().await?;
    let row = actions::edit(&write, &write.acting, id, &input).await?;
    let view = one(&write, &write.acting.actor, row).await?;
    write.json(StatusCode::OK, &view).await
}

/// What is left of a removed view.
#[derive(Debug, Serialize, ToSchema)]
pub struct Removed {
    pub id: i64,
    pub is_removed: bool,
}

/// Removes a view: nobody finds it any more.
#[utoipa::path(post, path = "/api/v1/views/{id}/removal", tag = "views", request_body = Removal,
    params(("id" = i64, Path), Key), responses((status = 200, body = Removed), Refusals))]
pub async fn remove(visit: Visit, Path(id): Path<i64>, Json(removal): Json<Removal>) -> Answer {
    let write = visit.begin().await?;
    actions::remove(&write, &write.acting, id, &removal).await?;
    let is_removed = true;
    write
        .json(StatusCode::OK, &Removed { id, is_removed })
        .await
}

/// Chooses the view with which the menu opens its place, for the asker alone.
#[utoipa::path(post, path = "/api/v1/views/{id}/start", tag = "views", request_body = Start,
    params(("id" = i64, Path), Key), responses((status = 200, body = SavedView), Refusals))]
pub async fn start(visit: Visit, Path(id): Path<i64>, Json(start): Json<Start>) -> Answer {
    let write = visit.begin().await?;
    let row = actions::start(&write, &write.acting, id, &start).await?;
    let view = one(&write, &write.acting.actor, row).await?;
    write.json(StatusCode::OK, &view).await
}
