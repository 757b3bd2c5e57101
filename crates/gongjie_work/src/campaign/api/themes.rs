//! Themes as JSON.

use axum::extract::Path;
use axum::http::StatusCode;
use serde::Serialize;
use utoipa::ToSchema;

use crate::campaign::actions::{self, ThemeStep};
use crate::campaign::queries;
use crate::campaign::rules::ThemeInput;
use crate::campaign::tables::theme::Model;
use crate::door::{Answer, Json, Key, Refusals, Rows, Unreadable, Visit, json};

/// A theme 主题方面.
#[derive(Debug, Serialize, ToSchema)]
pub struct Theme {
    pub id: i64,
    /// Stays the same when the theme is renamed.
    pub code: String,
    pub name: String,
    pub name_en: Option<String>,
    /// The one character in its square.
    pub mark: String,
    /// `blue`, `ochre`, `green` or `violet`.
    pub hue: String,
    /// Place in lists.
    pub position: i64,
    /// Cannot be chosen any more; old rows keep it.
    pub is_retired: bool,
    /// Send it back with every change; a stale one is refused with 409.
    pub version: i64,
}

impl From<Model> for Theme {
    fn from(row: Model) -> Self {
        Self {
            id: row.id,
            code: row.code,
            name: row.name,
            name_en: row.name_en,
            mark: row.mark,
            hue: row.hue.to_string(),
            position: row.position,
            is_retired: row.is_retired,
            version: row.version,
        }
    }
}

/// All themes of the organisation in their order, retired ones included.
#[utoipa::path(get, path = "/api/v1/themes", tag = "themes",
    responses((status = 200, body = Rows<Theme>), Unreadable))]
pub async fn index(visit: Visit) -> Answer {
    let rows = queries::list_themes(visit.read(), visit.actor()?).await?;
    json(&Rows::<Theme>::whole(
        rows.into_iter().map(Theme::from).collect(),
    ))
}

/// One theme.
#[utoipa::path(get, path = "/api/v1/themes/{id}", tag = "themes", params(("id" = i64, Path)),
    responses((status = 200, body = Theme), Unreadable))]
pub async fn show(visit: Visit, Path(id): Path<i64>) -> Answer {
    let row = queries::find_theme(visit.read(), visit.actor()?, id).await?;
    json(&Theme::from(row))
}

/// Adds a theme. For coordinators; nobody else finds the address.
#[utoipa::path(post, path = "/api/v1/themes", tag = "themes", request_body = ThemeInput,
    params(Key),
    responses((status = 201, body = Theme), Refusals))]
pub async fn create(visit: Visit, Json(input): Json<ThemeInput>) -> Answer {
    let write = visit.begin().await?;
    let id = actions::add_typed(&write, &write.acting, &input).await?;
    let row = queries::find_theme(&write, &write.acting.actor, id).await?;
    write.json(StatusCode::CREATED, &Theme::from(row)).await
}

/// Edits a theme. All fields are replaced; send `version` as it was read.
#[utoipa::path(patch, path = "/api/v1/themes/{id}", tag = "themes", request_body = ThemeInput,
    params(("id" = i64, Path), Key),
    responses((status = 200, body = Theme), Refusals))]
pub async fn update(visit: Visit, Path(id): Path<i64>, Json(input): Json<ThemeInput>) -> Answer {
    let write = visit.begin().await?;
    actions::edit_theme(&write, &write.acting, id, &input).await?;
    let row = queries::find_theme(&write, &write.acting.actor, id).await?;
    write.json(StatusCode::OK, &Theme::from(row)).await
}

/// Retires a theme: it cannot be chosen any more and stays on old rows.
#[utoipa::path(post, path = "/api/v1/themes/{id}/retirement", tag = "themes", request_body = ThemeStep,
    params(("id" = i64, Path), Key),
    responses((status = 200, body = Theme), Refusals))]
pub async fn retire(visit: Visit, Path(id): Path<i64>, Json(step): Json<ThemeStep>) -> Answer {
    set_retired(visit, id, true, &step).await
}

/// Takes a retired theme back into use.
#[utoipa::path(post, path = "/api/v1/themes/{id}/restoration", tag = "themes", request_body = ThemeStep,
    params(("id" = i64, Path), Key),
    responses((status = 200, body = Theme), Refusals))]
pub async fn restore(visit: Visit, Path(id): Path<i64>, Json(step): Json<ThemeStep>) -> Answer {
    set_retired(visit, id, false, &step).await
}

async fn set_retired(visit: Visit, id: i64, is_retired: bool, step: &ThemeStep) -> Answer {
    let write = visit.begin().await?;
    actions::set_retired(&write, &write.acting, id, is_retired, step).await?;
    let row = queries::find_theme(&write, &write.acting.actor, id).await?;
    write.json(StatusCode::OK, &Theme::from(row)).await
}
