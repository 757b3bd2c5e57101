//! Office templates as JSON.

use axum::extract::Path;
use axum::http::StatusCode;
use gongjie_base::{Error, Result};
use serde::Serialize;
use utoipa::ToSchema;

use super::actions::{self, Removal};
use super::rules::{FilledWith, Input, Placing};
use super::tables::office_template::Model;
use super::{queries, taking};
use crate::door::{Answer, Json, Key, Refusals, Rows, Unreadable, Upload, Visit, json};

/// A column of the office's sheet.
#[derive(Debug, Serialize, ToSchema)]
pub struct OfficeTemplateColumn {
    /// From 0.
    pub column: u32,
    pub heading: String,
    /// Column of the view, for example `measure`; null for one that stays empty.
    pub takes: Option<String>,
}

/// An office's own empty sheet 样表, and where it takes rows.
#[derive(Debug, Serialize, ToSchema)]
pub struct OfficeTemplate {
    pub id: i64,
    pub name: String,
    /// `ledger`, `problems`, `measures`, `duties` or `close_out`.
    #[schema(value_type = String)]
    pub filled_with: FilledWith,
    pub file_name: String,
    /// SHA-256 of the empty file.
    pub file_hash: String,
    /// The sheet that is filled.
    pub sheet: String,
    /// Last row above the data, from 1.
    pub head_row: u32,
    pub columns: Vec<OfficeTemplateColumn>,
    pub version: i64,
}

/// A template as it is sent with its file.
#[derive(Serialize, ToSchema)]
pub struct OfficeTemplateUpload {
    pub name: String,
    /// `ledger`, `problems`, `measures`, `duties` or `close_out`.
    pub filled_with: String,
    /// An xlsx with nothing below its header.
    #[schema(format = Binary, content_media_type = "application/octet-stream")]
    pub file: String,
}

fn shown(row: Model) -> Result<OfficeTemplate> {
    let placing: Placing = serde_json::from_str(&row.layout).map_err(Error::internal)?;
    let columns = placing.columns.into_iter().map(|c| OfficeTemplateColumn {
        column: c.column,
        heading: c.heading,
        takes: c.takes,
    });
    Ok(OfficeTemplate {
        columns: columns.collect(),
        sheet: placing.sheet_name,
        head_row: placing.head,
        id: row.id,
        name: row.name,
        filled_with: row.filled_with,
        file_name: row.file_name,
        file_hash: row.file_hash,
        version: row.version,
    })
}

/// Templates of the organisation.
#[utoipa::path(get, path = "/api/v1/office-templates", tag = "views",
    responses((status = 200, body = Rows<OfficeTemplate>), Unreadable))]
pub async fn index(visit: Visit) -> Answer {
    let rows = queries::list(visit.read(), visit.actor()?).await?;
    let items: Vec<OfficeTemplate> = rows.into_iter().map(shown).collect::<Result<_>>()?;
    json(&Rows::whole(items))
}

/// One template; its sheet with the newest records in it is at `/filled`.
#[utoipa::path(get, path = "/api/v1/office-templates/{id}", tag = "views", params(("id" = i64, Path)),
    responses((status = 200, body = OfficeTemplate), Unreadable))]
pub async fn show(visit: Visit, Path(id): Path<i64>) -> Answer {
    json(&shown(
        queries::find(visit.read(), visit.actor()?, id).await?,
    )?)
}

/// Takes an office's empty workbook in, as multipart. By the coordinator.
#[utoipa::path(post, path = "/api/v1/office-templates", tag = "views",
    request_body(content((Input = "application/json"), (OfficeTemplateUpload = "multipart/form-data"))),
    params(Key), responses((status = 201, body = OfficeTemplate), Refusals))]
pub async fn create(upload: Upload) -> Answer {
    let input = taking::read(&upload);
    let (write, id) = taking::take(&upload, &input).await?;
    let row = queries::find(&write, &write.acting.actor, id).await?;
    write.json(StatusCode::CREATED, &shown(row)?).await
}

/// Removes a template: nobody finds it any more. Answers with it as it was. By the coordinator.
#[utoipa::path(post, path = "/api/v1/office-templates/{id}/removal", tag = "views", request_body = Removal,
    params(("id" = i64, Path), Key), responses((status = 200, body = OfficeTemplate), Refusals))]
pub async fn remove(visit: Visit, Path(id): Path<i64>, Json(removal): Json<Removal>) -> Answer {
    let write = visit.begin().await?;
    let row = queries::find(&write, &write.acting.actor, id).await?;
    actions::remove(&write, &write.acting, id, &removal).await?;
    write.json(StatusCode::OK, &shown(row)?).await
}
