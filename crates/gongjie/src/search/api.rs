//! The search 搜索 as JSON: the groups and rows of the page.

use axum::extract::Query;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::find::{Group, Hit, find};
use super::rules::{self, Part};
use crate::door::{Answer, Unreadable, Visit, json};

/// A row that was found.
#[derive(Debug, Serialize, ToSchema)]
pub struct SearchHit {
    pub title: String,
    /// Where the words stand in a longer text, or what the row belongs to; empty where that is the title.
    pub excerpt: String,
    /// The problem that a measure or document belongs to.
    pub problem_id: Option<i64>,
    pub note: String,
    /// The page that shows it; ends with its id, except for documents.
    pub address: String,
}

impl From<Hit> for SearchHit {
    fn from(hit: Hit) -> Self {
        let text = |parts: Vec<Part>| parts.into_iter().map(|(_, text)| text).collect();
        Self {
            title: text(hit.title),
            excerpt: text(hit.sub),
            problem_id: hit.problem.map(|(id, _)| id),
            note: hit.note,
            address: hit.href,
        }
    }
}

/// Rows of one kind.
#[derive(Debug, Serialize, ToSchema)]
pub struct SearchGroup {
    /// `problems`, `pairings`, `measures`, `units`, `documents` or `people`.
    pub code: &'static str,
    pub hits: Vec<SearchHit>,
    /// There are more than are shown.
    pub has_more: bool,
}

impl From<Group> for SearchGroup {
    fn from(group: Group) -> Self {
        Self {
            code: group.code,
            hits: group.hits.into_iter().map(SearchHit::from).collect(),
            has_more: group.has_more,
        }
    }
}

/// What a search found.
#[derive(Debug, Serialize, ToSchema)]
pub struct SearchResult {
    /// The words that were searched for, as understood.
    pub words: Vec<String>,
    /// Only groups that hold something.
    pub groups: Vec<SearchGroup>,
}

/// What is searched for.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[serde(default)]
#[into_params(parameter_in = Query)]
pub struct SearchQuery {
    /// Words that must all occur: the first 100 characters, at most 5 words.
    pub q: Option<String>,
}

/// Searches everything that the asker may see.
#[utoipa::path(get, path = "/api/v1/search", tag = "views", params(SearchQuery),
    responses((status = 200, body = SearchResult), Unreadable))]
pub async fn index(visit: Visit, Query(query): Query<SearchQuery>) -> Answer {
    let words = rules::words(query.q.unwrap_or_default().trim());
    let mut groups = Vec::new();
    if !words.is_empty() {
        let conn = visit.app.db.snapshot().await?;
        groups = find(&conn, visit.actor()?, &words, visit.words()).await?;
    }
    json(&SearchResult {
        words,
        groups: groups.into_iter().map(SearchGroup::from).collect(),
    })
}
