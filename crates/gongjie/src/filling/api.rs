//! The filled sheet for scripts: the same bytes as the page's download.

use axum::extract::{Path, RawQuery};

use super::gather;
use crate::door::{Answer, Unreadable, Visit};
use crate::download::Format;
use crate::download::pages::{Name, file};
use crate::lists::rules::View;

/// An office's own sheet with the newest records in it. The filters of the lists narrow it.
#[utoipa::path(get, path = "/api/v1/office-templates/{id}/filled", tag = "views", params(("id" = i64, Path), View),
    responses((status = 200, description = "The office's workbook, filled",
        content_type = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", body = Vec<u8>), Unreadable))]
pub async fn filled(visit: Visit, Path(id): Path<i64>, RawQuery(query): RawQuery) -> Answer {
    let (bytes, shown) = gather::filled(&visit, id, query).await?;
    let name = Name {
        code: "filled",
        shown: &shown,
    };
    Ok(file(bytes, Format::Xlsx, &name))
}
