//! The filled sheet as a download.

use axum::extract::{Path, RawQuery};

use super::gather;
use crate::door::{Answer, Visit};
use crate::download::Format;
use crate::download::pages::{Name, file};

/// `GET /office-templates/{id}/filled.xlsx`: the filters of the lists narrow it.
pub async fn filled(visit: Visit, Path(id): Path<i64>, RawQuery(query): RawQuery) -> Answer {
    let (bytes, shown) = gather::filled(&visit, id, query).await?;
    let name = Name {
        code: "filled",
        shown: &shown,
    };
    Ok(file(bytes, Format::Xlsx, &name))
}
