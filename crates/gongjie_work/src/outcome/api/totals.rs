//! What a choice of results adds up to, and how often each unit is credited.

use axum::extract::Query;
use serde::Serialize;
use utoipa::ToSchema;

use super::OutcomeQuery;
use crate::door::{Answer, Unreadable, Visit, json};
use crate::org::queries as org;
use crate::outcome::listing_queries::{self, FIGURES_SUMMED_MAX};
use crate::outcome::totals::totals;

/// Figures of one name, planned and achieved apart.
#[derive(Debug, Serialize, ToSchema)]
pub struct FigureTotal {
    pub label: String,
    pub is_planned: bool,
    pub figures: usize,
    /// Number and unit; empty where they must not be added.
    pub sum: String,
    /// Why they must not be added, in words.
    pub why_not: Option<String>,
}

/// How many results a unit is credited with.
#[derive(Debug, Serialize, ToSchema)]
pub struct UnitCredit {
    pub unit_id: i64,
    pub unit: Option<String>,
    pub outcomes: i64,
    /// Those shared with at least one other unit.
    pub joint: i64,
}

/// What the results add up to.
#[derive(Debug, Serialize, ToSchema)]
pub struct OutcomeTotals {
    /// Results, each counted once.
    pub count: i64,
    /// All credits of all units: more than `count` where credit is joint.
    pub credited: i64,
    pub units: Vec<UnitCredit>,
    /// Empty where there are too many figures: choose more narrowly.
    pub figures: Vec<FigureTotal>,
    pub is_too_many: bool,
}

/// What the chosen results add up to. `before` and `limit` do not matter here.
#[utoipa::path(get, path = "/api/v1/outcomes/totals", tag = "outcomes", params(OutcomeQuery),
    responses((status = 200, body = OutcomeTotals), Unreadable))]
pub async fn show(visit: Visit, Query(query): Query<OutcomeQuery>) -> Answer {
    let at = visit.reading()?;
    let filter = query.filter();
    let summands = listing_queries::list_summands(at.conn, at.actor, &filter).await?;
    let is_too_many = summands.len() as u64 > FIGURES_SUMMED_MAX;
    let sums = if is_too_many {
        Vec::new()
    } else {
        totals(&summands)
    };
    let names = org::unit_names(at.conn, at.actor.organization_id).await?;
    let credits = listing_queries::list_credits(at.conn, at.actor, &filter).await?;
    json(&OutcomeTotals {
        count: listing_queries::count(at.conn, at.actor, &filter).await?,
        credited: credits.iter().map(|c| c.outcomes).sum(),
        units: credits
            .into_iter()
            .map(|c| UnitCredit {
                unit: names.get(&c.unit_id).cloned(),
                unit_id: c.unit_id,
                outcomes: c.outcomes,
                joint: c.joint,
            })
            .collect(),
        figures: sums
            .into_iter()
            .map(|t| FigureTotal {
                sum: t.sum(),
                why_not: t.why_not().map(|say| at.words.say(&say)),
                label: t.label,
                is_planned: t.is_planned,
                figures: t.figures,
            })
            .collect(),
        is_too_many,
    })
}
