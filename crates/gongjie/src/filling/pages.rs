//! The filled sheet as a download.

use axum::extract::{Path, RawQuery};
use gongjie_base::Error;

use super::gather;
use crate::door::{Answer, Visit};
use crate::download::Format;
use crate::download::pages::{Name, file};
use crate::lists::address;
use crate::template::queries as templates;
use crate::template::rules::{Placing, slot_of};

/// `GET /office-templates/{id}/filled.xlsx`: the filters of the lists narrow it.
pub async fn filled(visit: Visit, Path(id): Path<i64>, RawQuery(query): RawQuery) -> Answer {
    let template = templates::find(visit.read(), visit.actor()?, id).await?;
    let placing: Placing = serde_json::from_str(&template.layout).map_err(Error::internal)?;
    let office = visit.app.files.get(&template.file_hash).await?;
    let (view, picture) = address::read(&visit, query).await?;
    let sheet = gather::sheet(&visit, &picture, &view, template.filled_with).await?;
    let rows = gather::rows(sheet, &placing, template.filled_with);
    let slot = slot_of(&placing);
    let fill = move |_: &std::path::Path| gongjie_paper::fill_xlsx(&office, &slot, &rows);
    let bytes = visit.app.aside(fill).await?.map_err(Error::internal)?;
    let name = Name {
        code: "filled",
        shown: &template.name,
    };
    Ok(file(bytes, Format::Xlsx, &name))
}
