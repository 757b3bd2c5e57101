//! The journal as JSON, for those who may read it.

use axum::extract::{Path, Query};
use gongjie_base::Error;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::queries;
use super::rules::{Ask, Kind};
use crate::door::{Answer, Paging, Rows, Unreadable, Visit, json};
use crate::journal::queries::Line;

/// One field before and after.
#[derive(Debug, Serialize, ToSchema)]
pub struct HistoryChange {
    pub field: String,
    /// Null for a new value, and always null for the audit administrator.
    pub from: Option<String>,
    /// Null for a removed value, and always null for the audit administrator.
    pub to: Option<String>,
}

/// An entry of the journal 留痕.
#[derive(Debug, Serialize, ToSchema)]
pub struct HistoryEntry {
    /// Number within the organisation's chain.
    pub seq: i64,
    /// UTC milliseconds.
    pub at: i64,
    /// Null for what the product itself did.
    pub person_id: Option<i64>,
    /// For example `problem.move`.
    pub action: String,
    /// Kind of record, for example `problem`.
    pub kind: String,
    /// Id of the record.
    pub subject_id: i64,
    /// The problem to whose story it belongs.
    pub problem_id: Option<i64>,
    /// Null when the words were erased by rule.
    pub changes: Option<Vec<HistoryChange>>,
}

impl From<Line> for HistoryEntry {
    fn from(line: Line) -> Self {
        let change = |c: crate::journal::Change| HistoryChange {
            field: c.field,
            from: c.from,
            to: c.to,
        };
        Self {
            seq: line.seq,
            at: line.at,
            person_id: line.person_id,
            action: line.action,
            kind: line.subject,
            subject_id: line.subject_id,
            problem_id: line.problem_id,
            changes: line
                .changes
                .map(|changes| changes.into_iter().map(change).collect()),
        }
    }
}

/// What a reader of the journal asks for.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[serde(default)]
#[into_params(parameter_in = Query)]
pub struct HistoryQuery {
    /// Id of the person who did it.
    pub person: Option<String>,
    /// A kind of record, for example `problem`.
    pub kind: Option<String>,
    /// A type of entry, for example `problem.move`.
    pub action: Option<String>,
    /// First day, `2026-01-01`.
    pub from: Option<String>,
    /// Last day.
    pub until: Option<String>,
}

/// Entries of the organisation's journal, newest first. For coordinators, inspectors, supervisors and the audit administrator.
#[utoipa::path(get, path = "/api/v1/history", tag = "history", params(HistoryQuery, Paging),
    responses((status = 200, body = Rows<HistoryEntry>), Unreadable))]
pub async fn index(
    visit: Visit,
    Query(query): Query<HistoryQuery>,
    Query(paging): Query<Paging>,
) -> Answer {
    let ask = Ask {
        person: query.person.unwrap_or_default(),
        kind: query.kind.unwrap_or_default(),
        action: query.action.unwrap_or_default(),
        from: query.from.unwrap_or_default(),
        until: query.until.unwrap_or_default(),
        before: String::new(),
    };
    let mut wanted = ask.read()?;
    wanted.before = paging.before;
    let (actor, clock) = (visit.actor()?, &visit.app.clock);
    let lines = queries::list(visit.read(), actor, &wanted, clock, paging.ask()?).await?;
    json(&paging.page::<_, HistoryEntry>(lines, |line| line.seq)?)
}

/// The history of one record, newest first; of a problem with everything that belongs to its story.
#[utoipa::path(get, path = "/api/v1/history/{kind}/{id}", tag = "history",
    params(("kind" = String, Path, description = "For example `problem`, `pairing`, `measure`, `unit`"), ("id" = i64, Path), Paging),
    responses((status = 200, body = Rows<HistoryEntry>), Unreadable))]
pub async fn show(
    visit: Visit,
    Path((kind, id)): Path<(String, i64)>,
    Query(paging): Query<Paging>,
) -> Answer {
    let kind = Kind::from_code(&kind).ok_or(Error::NotFound)?;
    let actor = visit.actor()?;
    let lines =
        queries::list_of_one(visit.read(), actor, kind, id, paging.before, paging.ask()?).await?;
    json(&paging.page::<_, HistoryEntry>(lines, |line| line.seq)?)
}
