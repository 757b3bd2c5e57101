//! One cell: what it says and how it came to say so.

use askama::Template;
use axum::extract::{Path, Query};
use gongjie_base::Error;
use serde::Deserialize;
use utoipa::IntoParams;

use crate::difference::ask::Narrow;
use crate::difference::queries::{CellStory, cell_story};
use crate::difference::rules::Of;
use crate::door::{Answer, Visit, show as render};
use crate::journal::queries::Line;
use crate::layout::Page;

/// From which day and campaign a cell is looked at.
#[derive(Debug, Clone, Default, Deserialize, IntoParams)]
#[serde(default)]
#[into_params(parameter_in = Query)]
pub struct CellAsk {
    /// A day (`2026-03-31`), for a row that is gone since.
    #[param(value_type = Option<String>)]
    pub as_of: String,
    /// A campaign's id; the open one where none is named.
    #[param(value_type = Option<i64>)]
    pub campaign: String,
}

impl CellAsk {
    /// What narrows the view.
    pub fn narrow(&self) -> Narrow {
        Narrow {
            campaign: self.campaign.clone(),
            ..Narrow::default()
        }
    }
}

#[derive(Template)]
#[template(path = "difference/cell.html")]
struct Show {
    p: Page,
    story: CellStory,
    /// Address of the view that the cell stands in.
    view: &'static str,
    as_of: String,
}

impl Show {
    /// Why an entry was made, where its maker gave a reason.
    fn why(line: &Line) -> Option<String> {
        let fields = ["reason", "note", "state_note", "decision_note"];
        let found = fields.iter().find_map(|field| line.to(field));
        found.map(str::to_owned)
    }
}

/// `GET /cells/{of}/{id}/{column}`
pub async fn show(
    visit: Visit,
    Path((of, key, column)): Path<(String, String, String)>,
    Query(ask): Query<CellAsk>,
) -> Answer {
    let of = Of::from_code(&of)
        .filter(|of| *of != Of::Figures)
        .ok_or(Error::NotFound)?;
    let picture = visit.picture(&ask.as_of).await?;
    let story = cell_story(&visit, &picture, of, &key, &column, &ask.narrow())
        .await?
        .ok_or(Error::NotFound)?;
    let mut p = visit.page("");
    p.title = p.t1("past-cell-of", "column", &story.column.1);
    render(&Show {
        view: match of {
            Of::Ledger | Of::Figures => "/ledger",
            Of::Problems | Of::Measures | Of::Duties => "/lists",
            Of::Closings => "/lists/closings",
        },
        as_of: picture.as_of_text(),
        p,
        story,
    })
}
