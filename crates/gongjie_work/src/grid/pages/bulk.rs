//! Many rows at once without a script: the chosen rows, and one value for all of them.

use askama::Template;
use axum::extract::RawQuery;
use gongjie_base::Error;
use serde::Deserialize;

use crate::door::{Answer, Visit, show};
use crate::grid::columns::Value;
use crate::grid::labels::{Labels, Options};
use crate::grid::rows;
use crate::grid::rules::{Grid, Object};
use crate::layout::Page;

/// Which rows were chosen.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Chosen {
    grid: String,
    /// `measure:12:3`
    row: Vec<String>,
    back: String,
}

/// One field that can be set for all.
struct Act {
    field: &'static str,
    name: String,
    /// Nothing for a value that is written.
    options: Options,
}

#[derive(Template)]
#[template(path = "grid/bulk.html")]
struct BulkPage {
    p: Page,
    grid: Grid,
    /// Name with version, and what the row is called.
    rows: Vec<(String, String)>,
    acts: Vec<Act>,
    back: String,
}

/// `GET /grid/bulks/new?grid=measures&row=measure:12:3`
pub async fn new(visit: Visit, RawQuery(query): RawQuery) -> Answer {
    let chosen: Chosen = serde_html_form::from_str(&query.unwrap_or_default())
        .map_err(|_| Error::invalid("query", "error-request-unreadable"))?;
    let grid = Grid::from_code(&chosen.grid).ok_or(Error::NotFound)?;
    let actor = visit.actor()?;
    let labels = Labels::load(visit.read(), actor, visit.words()).await?;
    let mut rows = Vec::new();
    for name in chosen.row.iter().take(gongjie_base::limits::GRID_ROWS_MAX) {
        let mut parts = name.split(':');
        let object = parts.next().and_then(Object::from_code);
        let id = parts.next().and_then(|id| id.parse().ok());
        let (Some(object), Some(id)) = (object, id) else {
            continue;
        };
        match rows::find(visit.read(), actor, object, id).await {
            Ok(row) => rows.push((name.clone(), row.title)),
            Err(Error::NotFound) => {}
            Err(error) => return Err(error.into()),
        }
    }
    let acts = grid
        .columns()
        .iter()
        .filter(|c| c.object == grid.object() && !matches!(c.value, Value::Text | Value::Units));
    let acts = acts
        .map(|c| Act {
            field: c.field,
            name: labels.field(c.object, c.field),
            options: labels.options(c.value),
        })
        .collect();
    show(&BulkPage {
        p: visit.page(visit.words().text("grid-bulk")),
        back: if chosen.back.is_empty() {
            grid.address().to_owned()
        } else {
            chosen.back
        },
        grid,
        rows,
        acts,
    })
}
