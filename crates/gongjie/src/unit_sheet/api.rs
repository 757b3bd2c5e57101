//! A unit's sheet as JSON: each number with its rows.

use axum::extract::{Path, Query};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::queries;
use super::rules::rates;
use crate::door::{Answer, Unreadable, Visit, json};

/// A row behind a number.
#[derive(Debug, Serialize, ToSchema)]
pub struct UnitFactRow {
    /// Where it is seen.
    pub at: String,
    pub text: String,
}

/// A counted fact with its rows.
#[derive(Debug, Serialize, ToSchema)]
pub struct UnitFact {
    /// `items`, `due`, `done`, `in_time`, `late`, `excused`, `sent_back`, `extended`, `slips`, `slips_in_time` or `slips_late`.
    pub fact: &'static str,
    pub name: String,
    pub definition: String,
    pub number: usize,
    pub rows: Vec<UnitFactRow>,
}

/// A rate with its sample.
#[derive(Debug, Serialize, ToSchema)]
pub struct UnitRate {
    /// `done`, `in_time` or `signed`.
    pub rate: &'static str,
    /// As it is printed; null without a sample.
    pub text: Option<String>,
    pub part: usize,
    pub of: usize,
    /// Fewer than ten rows: it says little.
    pub is_small: bool,
}

/// The sheet of a unit 单位事实表: no score and no rank.
#[derive(Debug, Serialize, ToSchema)]
pub struct UnitSheet {
    pub unit_id: i64,
    pub unit: String,
    pub campaign_id: Option<i64>,
    pub as_of: String,
    pub facts: Vec<UnitFact>,
    pub rates: Vec<UnitRate>,
}

/// What is narrowed.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[serde(default)]
#[into_params(parameter_in = Query)]
pub struct UnitSheetQuery {
    /// The present one, if left out.
    pub campaign_id: Option<i64>,
}

/// What stands on record about a unit in a campaign, each number with its rows.
#[utoipa::path(get, path = "/api/v1/units/{id}/sheet", tag = "views", params(("id" = i64, Path), UnitSheetQuery),
    responses((status = 200, body = UnitSheet), Unreadable))]
pub async fn show(
    visit: Visit,
    Path(id): Path<i64>,
    Query(query): Query<UnitSheetQuery>,
) -> Answer {
    let sheet = queries::find(visit.reading()?, id, query.campaign_id).await?;
    let words = visit.words();
    let rate = |r: super::rules::Rate| UnitRate {
        rate: r.code,
        text: r.text,
        part: r.part,
        of: r.of,
        is_small: r.is_small,
    };
    let rates = rates(&sheet.facts).into_iter().map(rate).collect();
    let facts = sheet.facts.into_iter().map(|(fact, rows)| UnitFact {
        fact: fact.code(),
        name: words.code("sheet-fact", fact.code()),
        definition: words.code("sheet-what", fact.code()),
        number: rows.len(),
        rows: rows
            .into_iter()
            .map(|row| UnitFactRow {
                at: row.at,
                text: row.text,
            })
            .collect(),
    });
    json(&UnitSheet {
        facts: facts.collect(),
        unit_id: sheet.unit.id,
        unit: sheet.unit.name,
        campaign_id: sheet.campaign.map(|c| c.id),
        as_of: visit.today().to_string(),
        rates,
    })
}
