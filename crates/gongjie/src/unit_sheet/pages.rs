//! The sheet of a unit, and the rows behind each of its numbers.

use askama::Template;
use axum::extract::{Path, Query};
use gongjie_base::Error;
use serde::Deserialize;

use super::queries::{self, Sheet};
use super::rules::{Fact, Rate, Row, rates};
use crate::door::{Answer, Visit, show};
use crate::layout::Page;

/// What the address may narrow.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Narrow {
    campaign: String,
}

#[derive(Template)]
#[template(path = "unit_sheet/show.html")]
struct ShowPage {
    p: Page,
    sheet: Sheet,
    rates: Vec<Rate>,
    /// Keeps the campaign in the links.
    tail: String,
}

/// `GET /units/{id}/sheet`
pub async fn show_one(visit: Visit, Path(id): Path<i64>, Query(narrow): Query<Narrow>) -> Answer {
    let sheet = queries::find(visit.reading()?, id, narrow.campaign.parse().ok()).await?;
    let title = [("unit", sheet.unit.name.clone())];
    show(&ShowPage {
        p: visit.page(visit.words().text_with("sheet-title-of", &title)),
        rates: rates(&sheet.facts),
        tail: tail(&sheet),
        sheet,
    })
}

impl ShowPage {
    /// The rows behind a number.
    fn rows_of(&self, fact: &Fact) -> String {
        format!("/units/{}/sheet/{fact}{}", self.sheet.unit.id, self.tail)
    }

    /// Its rates, with formula, sample and coverage.
    fn rates_of(&self) -> String {
        let campaign = self.sheet.campaign.as_ref();
        let campaign = campaign.map_or_else(String::new, |c| format!("&campaign={}", c.id));
        format!("/rates?unit={}{campaign}", self.sheet.unit.id)
    }
}

fn tail(sheet: &Sheet) -> String {
    let campaign = sheet.campaign.as_ref();
    campaign.map_or_else(String::new, |c| format!("?campaign={}", c.id))
}

#[derive(Template)]
#[template(path = "unit_sheet/rows.html")]
struct RowsPage {
    p: Page,
    unit: (i64, String),
    fact: Fact,
    rows: Vec<Row>,
    tail: String,
}

/// `GET /units/{id}/sheet/{fact}`
pub async fn show_rows(
    visit: Visit,
    Path((id, fact)): Path<(i64, String)>,
    Query(narrow): Query<Narrow>,
) -> Answer {
    let fact = Fact::from_code(&fact).ok_or(Error::NotFound)?;
    let mut sheet = queries::find(visit.reading()?, id, narrow.campaign.parse().ok()).await?;
    show(&RowsPage {
        p: visit.page(visit.words().code("sheet-fact", fact.code())),
        rows: sheet.facts.remove(&fact).unwrap_or_default(),
        tail: tail(&sheet),
        unit: (sheet.unit.id, sheet.unit.name),
        fact,
    })
}
