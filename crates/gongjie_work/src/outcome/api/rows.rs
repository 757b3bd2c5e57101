//! Results with figures, credit and the number of pieces behind them, read for all rows at once.

use std::collections::BTreeMap;

use gongjie_base::Result;
use serde::Serialize;
use utoipa::ToSchema;

use crate::door::Reading;
use crate::org::queries as org;
use crate::outcome::doers::Doers;
use crate::outcome::listing_queries::Row;
use crate::outcome::queries;
use crate::outcome::tables::{figure, outcome};
use crate::problem::tables::problem;

/// A figure 成效数据 as written, with what is read from it.
#[derive(Debug, Serialize, ToSchema)]
pub struct Figure {
    pub label: String,
    /// As written: 90余项.
    pub text: String,
    /// Decimal text; null where the words hold no number.
    pub number: Option<String>,
    pub unit: String,
    /// `exact`, `over`, … never dropped.
    pub qualifier: &'static str,
    pub is_planned: bool,
    pub as_of: Option<String>,
}

/// A unit that is credited.
#[derive(Debug, Serialize, ToSchema)]
pub struct Credit {
    pub unit_id: i64,
    pub unit: Option<String>,
    pub percent: Option<i64>,
}

/// A result 成效.
#[derive(Debug, Serialize, ToSchema)]
pub struct Outcome {
    pub id: i64,
    pub problem_id: i64,
    pub problem: String,
    pub theme_id: Option<i64>,
    pub measure_id: Option<i64>,
    pub text: String,
    pub figures: Vec<Figure>,
    /// Named shares, or everybody who takes part where none are named. Joint credit stands at each unit and counts once.
    pub credited: Vec<Credit>,
    /// The shares were named.
    pub is_shared: bool,
    /// Pieces of evidence behind it.
    pub evidence: usize,
    /// Where an old record comes from.
    pub source: Option<String>,
    pub is_withdrawn: bool,
    /// Send it back with every change; a stale one is refused with 409.
    pub version: i64,
}

/// A stored result as the list has it.
pub fn listed(row: outcome::Model, problem: &problem::Model) -> Row {
    Row {
        id: row.id,
        problem_id: row.problem_id,
        text: row.text,
        title: problem.title.clone(),
        theme_id: problem.theme_id,
        measure_id: row.measure_id,
        source: row.source,
        is_withdrawn: row.is_withdrawn,
        version: row.version,
    }
}

/// The rows with everything that belongs to them. The caller has checked that the reader sees them.
pub async fn outcomes(at: Reading<'_>, rows: Vec<Row>) -> Result<Vec<Outcome>> {
    let ids: Vec<i64> = rows.iter().map(|r| r.id).collect();
    let problem_ids: Vec<i64> = rows.iter().map(|r| r.problem_id).collect();
    let names = org::unit_names(at.conn, at.actor.organization_id).await?;
    let mut figures: BTreeMap<i64, Vec<Figure>> = BTreeMap::new();
    for row in queries::list_figures(at.conn, &ids).await? {
        let own = figures.entry(row.outcome_id).or_default();
        own.push(figure(row));
    }
    let mut shares: BTreeMap<i64, Vec<(i64, Option<i64>)>> = BTreeMap::new();
    for share in queries::list_shares(at.conn, &ids).await? {
        let own = shares.entry(share.outcome_id).or_default();
        own.push((share.unit_id, share.percent));
    }
    let pieces = queries::count_evidence(at.conn, &ids).await?;
    let doers = queries::list_doers(at.conn, &problem_ids).await?;
    let nobody = Doers::default();
    let whole = rows.into_iter().map(|row| {
        let named = shares.remove(&row.id).unwrap_or_default();
        let credited = doers
            .get(&row.problem_id)
            .unwrap_or(&nobody)
            .credited(&named);
        let credit = |(unit_id, percent)| Credit {
            unit: names.get(&unit_id).cloned(),
            unit_id,
            percent,
        };
        Outcome {
            id: row.id,
            problem_id: row.problem_id,
            problem: row.title,
            theme_id: row.theme_id,
            measure_id: row.measure_id,
            text: row.text,
            figures: figures.remove(&row.id).unwrap_or_default(),
            credited: credited.into_iter().map(credit).collect(),
            is_shared: !named.is_empty(),
            evidence: pieces.get(&row.id).copied().unwrap_or_default(),
            source: row.source,
            is_withdrawn: row.is_withdrawn,
            version: row.version,
        }
    });
    Ok(whole.collect())
}

fn figure(row: figure::Model) -> Figure {
    Figure {
        label: row.label,
        text: row.text,
        number: row.number,
        unit: row.unit,
        qualifier: row.qualifier.code(),
        is_planned: row.is_planned,
        as_of: row.as_of,
    }
}
