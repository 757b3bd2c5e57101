//! The difference between two days and the story of one cell as JSON.

use axum::extract::{Path, Query, RawQuery};
use gongjie_base::Error;
use serde::Serialize;
use utoipa::ToSchema;

use super::ask::Ask;
use super::pages::CellAsk;
use super::queries::{cell_story, compared};
use super::rules::{Of, Pair};
use crate::door::{Answer, Unreadable, Visit, json};
use crate::journal::queries::Line;

/// How many rows of each kind there are; `before + added - removed = after`.
#[derive(Debug, Serialize, ToSchema)]
pub struct DifferenceTally {
    pub before: usize,
    pub added: usize,
    /// Among the added ones: dated on or before the first day, entered after it.
    pub late: usize,
    pub changed: usize,
    /// Cells of changed rows.
    pub cells: usize,
    pub removed: usize,
    pub after: usize,
}

/// One cell on both days.
#[derive(Debug, Serialize, ToSchema)]
pub struct DifferentCell {
    /// Code of the column.
    pub column: String,
    /// Empty where the row was not there.
    pub from: String,
    /// Empty where the row is gone.
    pub to: String,
    pub is_changed: bool,
}

/// An entry of the journal.
#[derive(Debug, Serialize, ToSchema)]
pub struct WhoWhen {
    pub seq: i64,
    /// UTC milliseconds.
    pub at: i64,
    /// Null: the system.
    pub person: Option<String>,
    pub action: String,
}

impl From<&Line> for WhoWhen {
    fn from(line: &Line) -> Self {
        Self {
            seq: line.seq,
            at: line.at,
            person: line.person.clone(),
            action: line.action.clone(),
        }
    }
}

/// One row on both days.
#[derive(Debug, Serialize, ToSchema)]
pub struct DifferentRow {
    /// `add`, `chg`, `del` or `same`.
    pub sign: &'static str,
    /// Number in the later table; in the earlier one for a removed row.
    pub number: usize,
    /// The same thing has the same key on every day.
    pub key: String,
    pub address: String,
    /// Dated on or before the first day, entered after it.
    pub is_late: bool,
    pub cells: Vec<DifferentCell>,
    /// The last entry between the days about this row.
    pub last: Option<WhoWhen>,
}

/// The difference between two days.
#[derive(Debug, Serialize, ToSchema)]
pub struct Difference {
    pub of: &'static str,
    /// As known when this day ended.
    pub from: String,
    pub to: String,
    pub tally: DifferenceTally,
    pub items: Vec<DifferentRow>,
}

/// The difference between two days: rows that were added, changed or removed, cell by cell.
#[utoipa::path(get, path = "/api/v1/differences", tag = "views", params(Ask),
    responses((status = 200, body = Difference), Unreadable))]
pub async fn index(visit: Visit, RawQuery(query): RawQuery) -> Answer {
    let ask: Ask = serde_html_form::from_str(&query.unwrap_or_default())
        .map_err(|_| Error::invalid("query", "error-request-unreadable"))?;
    let found = compared(&visit, &ask).await?;
    let pairs: Vec<&Pair> = found.pairs.iter().filter(|p| ask.wants(p)).collect();
    let last = found.last_words(&visit, &pairs).await?;
    let items = pairs
        .into_iter()
        .map(|pair| DifferentRow {
            sign: pair.sign.code(),
            number: pair.number,
            key: pair.row.key.clone(),
            address: pair.row.address.clone(),
            is_late: pair.is_late,
            cells: found
                .columns
                .iter()
                .zip(&pair.cells)
                .map(|((code, _), cell)| DifferentCell {
                    column: code.clone(),
                    from: cell.from.clone(),
                    to: cell.to.clone(),
                    is_changed: cell.is_changed(),
                })
                .collect(),
            last: last.get(&pair.row.key).map(WhoWhen::from),
        })
        .collect();
    let tally = found.tally;
    json(&Difference {
        of: found.of.code(),
        from: found.from.to_string(),
        to: found.to.to_string(),
        tally: DifferenceTally {
            before: tally.before,
            added: tally.added,
            late: tally.late,
            changed: tally.changed,
            cells: tally.cells,
            removed: tally.removed,
            after: tally.after,
        },
        items,
    })
}

/// One version of a cell.
#[derive(Debug, Serialize, ToSchema)]
pub struct CellVersion {
    pub by: WhoWhen,
    pub from: String,
    pub to: String,
}

/// How a cell came to what it says.
#[derive(Debug, Serialize, ToSchema)]
pub struct CellHistory {
    pub of: &'static str,
    pub key: String,
    pub column: String,
    /// What it says now, or on the day that was asked for.
    pub text: String,
    /// Newest first.
    pub versions: Vec<CellVersion>,
    /// There are older entries that were not looked at.
    pub is_cut: bool,
}

/// The story of one cell: who, when, from what, to what.
#[utoipa::path(get, path = "/api/v1/cells/{of}/{id}/{column}", tag = "views",
    params(("of" = String, Path, description = "`ledger`, `problems`, `measures`, `duties` or `closings`"),
        ("id" = String, Path, description = "Key of the row, as in a difference"),
        ("column" = String, Path, description = "Code of the column"), CellAsk),
    responses((status = 200, body = CellHistory), Unreadable))]
pub async fn cell(
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
    let version = |v: &super::queries::Version| CellVersion {
        by: WhoWhen::from(&v.line),
        from: v.from.clone(),
        to: v.to.clone(),
    };
    json(&CellHistory {
        of: story.of.code(),
        key,
        column,
        text: story.text,
        versions: story.versions.iter().map(version).collect(),
        is_cut: story.is_cut,
    })
}
