//! The ledger 台账 as JSON: the rows and columns of the page and of the xlsx, filtered and ordered in the same way.

use axum::extract::{Query, RawQuery};
use gongjie_base::Error;
use serde::Serialize;
use utoipa::ToSchema;

use super::rules::{Row, View};
use super::{address, export, walk};
use crate::campaign::queries as campaigns;
use crate::door::{Answer, Onward, Unreadable, Visit, json};
use crate::layout::Words;
use crate::pairing::rules::{LeadBasis, MemberRole};

/// A column of the ledger.
#[derive(Debug, Serialize, ToSchema)]
pub struct LedgerColumn {
    /// The field of a row, or the key in its `extras`.
    pub code: &'static str,
    /// Its heading, in the asker's language and in the organisation's words.
    pub name: String,
}

/// A unit in a cell.
#[derive(Debug, Serialize, ToSchema)]
pub struct LedgerUnit {
    /// As the source wrote it.
    pub written: String,
    pub name: String,
    #[schema(value_type = String)]
    pub role: MemberRole,
    pub is_outside: bool,
}

/// A problem in a cell.
#[derive(Debug, Serialize, ToSchema)]
pub struct LedgerProblem {
    pub id: i64,
    pub title: String,
    /// The source gives the title; else it is ours and left out of `problem`.
    pub is_stated: bool,
}

/// One row: the six cells as the file has them, and what they are made of.
#[derive(Debug, Serialize, ToSchema)]
pub struct LedgerRow {
    pub pairing_id: i64,
    /// Empty where the source does not say who leads.
    pub lead: String,
    pub partners: String,
    pub date: String,
    pub theme: String,
    pub problem: String,
    pub outcome: String,
    /// The chosen columns.
    pub extras: std::collections::BTreeMap<&'static str, String>,
    /// At least one of the six is empty.
    pub has_gap: bool,
    #[schema(value_type = String)]
    pub lead_basis: LeadBasis,
    pub members: Vec<LedgerUnit>,
    pub problems: Vec<LedgerProblem>,
    /// First day of the date, where it could be read.
    pub date_from: String,
    /// Name of the theme that the organisation puts it under.
    pub area: Option<String>,
}

impl From<Row> for LedgerRow {
    fn from(row: Row) -> Self {
        let has_gap = row.has_gap();
        let [lead, partners, date, theme, problem, outcome] = row.six();
        Self {
            pairing_id: row.pairing_id,
            lead,
            partners,
            date,
            theme,
            problem,
            outcome,
            has_gap,
            extras: row.extras.into_iter().map(|(e, v)| (e.code(), v)).collect(),
            lead_basis: row.lead_basis,
            members: row
                .members
                .into_iter()
                .map(|m| LedgerUnit {
                    written: m.written,
                    name: m.name,
                    role: m.role,
                    is_outside: m.is_outside,
                })
                .collect(),
            problems: row
                .problems
                .into_iter()
                .map(|p| LedgerProblem {
                    id: p.id,
                    title: p.title,
                    is_stated: p.is_stated,
                })
                .collect(),
            date_from: row.date_from,
            area: row.area.map(|(_, _, name)| name),
        }
    }
}

/// A page of the ledger.
#[derive(Debug, Serialize, ToSchema)]
pub struct Ledger {
    /// Null where the organisation has no campaign.
    pub campaign_id: Option<i64>,
    pub columns: Vec<LedgerColumn>,
    pub items: Vec<LedgerRow>,
    /// Give it as `after` to get the next page; null on the last one.
    pub next: Option<i64>,
    /// The day that was asked for; null for the present.
    pub as_of: Option<String>,
    /// All rows of the view.
    pub count: usize,
    /// Rows with a missing cell; null where there are too many rows to look at each.
    pub gaps: Option<usize>,
    /// What is missing and what was stated, in words, as under the table.
    pub notes: Vec<String>,
}

fn columns(view: &View, words: Words) -> Vec<LedgerColumn> {
    let code = |key: &'static str| key.strip_prefix("ledger-").unwrap_or(key);
    let six = export::SIX.map(|(key, _)| LedgerColumn {
        code: code(key),
        name: words.text(key),
    });
    let extras = view.extras().into_iter().map(|extra| LedgerColumn {
        code: extra.code(),
        name: words.code("ledger-extra", extra.code()),
    });
    six.into_iter().chain(extras).collect()
}

/// The ledger.
#[utoipa::path(get, path = "/api/v1/ledger", tag = "views", params(View, Onward),
    responses((status = 200, body = Ledger), Unreadable))]
pub async fn index(
    visit: Visit,
    RawQuery(query): RawQuery,
    Query(onward): Query<Onward>,
) -> Answer {
    let asked = address::read(&visit, query).await?;
    let (view, all, conn) = (asked.view, asked.campaigns, &asked.picture.conn);
    let rows = usize::try_from(onward.rows()?).map_err(Error::internal)?;
    let part = walk::page(
        conn,
        visit.actor()?,
        &view,
        visit.words(),
        onward.after,
        rows,
    )
    .await?;
    let campaign_id = all
        .iter()
        .map(|c| c.id)
        .find(|id| id.to_string() == view.campaign);
    let stated = match campaign_id {
        Some(id) => campaigns::list_stated(conn, id).await?,
        None => Vec::new(),
    };
    let notes = export::footer(part.count, part.has_first_listed, &stated, visit.words());
    json(&Ledger {
        campaign_id,
        columns: columns(&view, visit.words()),
        as_of: asked.picture.as_of.map(|day| day.to_string()),
        items: part.rows.into_iter().map(LedgerRow::from).collect(),
        next: part.next,
        count: part.count,
        gaps: part.gaps,
        notes,
    })
}
