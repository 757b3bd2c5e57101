//! The answers that are files.

use axum::extract::{Path, RawQuery};

use super::export;
use crate::bulletin::view as bulletins;
use crate::door::{Answer, Visit};
use crate::download::Format;
use crate::download::pages::{self as download, Name};
use crate::slip::view as slips;

/// `GET /slips/{id}/notice.docx`
pub async fn slip(visit: Visit, Path(id): Path<i64>, RawQuery(query): RawQuery) -> Answer {
    let slip = slips::one(visit.reading()?, id).await?;
    let name = &visit.actor()?.organization_name;
    let title = slip.paper(visit.words());
    let book = export::slip(&slip, name, visit.words());
    let name = Name {
        code: "slip",
        shown: &title,
    };
    let (query, today) = (query.as_deref(), visit.today());
    download::send(&visit, book, name, Format::Docx, query, today).await
}

/// `GET /bulletins/{id}/paper.docx`
pub async fn bulletin(visit: Visit, Path(id): Path<i64>, RawQuery(query): RawQuery) -> Answer {
    let bulletin = bulletins::one(visit.reading()?, id).await?;
    let name = &visit.actor()?.organization_name;
    let book = export::bulletin(&bulletin, name, visit.words());
    let name = Name {
        code: "bulletin",
        shown: &bulletin.title,
    };
    let (query, today) = (query.as_deref(), visit.today());
    download::send(&visit, book, name, Format::Docx, query, today).await
}
