//! The page of results.

use askama::Template;
use axum::extract::Query;
use serde::Deserialize;

use super::find::{Group, find};
use super::rules;
use crate::door::{Answer, Visit, show};
use crate::layout::Page;

/// What is searched for.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Look {
    pub q: String,
}

#[derive(Template)]
#[template(path = "search/index.html")]
struct Index {
    p: Page,
    q: String,
    groups: Vec<Group>,
    total: usize,
    has_more: bool,
}

impl Index {
    fn total_said(&self) -> String {
        let key = if self.has_more {
            "search-total-more"
        } else {
            "search-total"
        };
        self.p.t1(key, "n", self.total)
    }
}

/// `GET /search?q=`
pub async fn index(visit: Visit, Query(look): Query<Look>) -> Answer {
    let q: String = look.q.trim().chars().take(rules::CHARS_MAX).collect();
    let words = rules::words(&q);
    let groups = if words.is_empty() {
        Vec::new()
    } else {
        let conn = visit.app.db.snapshot().await?;
        find(&conn, visit.actor()?, &words, visit.words()).await?
    };
    let title = if q.is_empty() {
        visit.words().text("search-title")
    } else {
        visit.words().text_with("search-of", &[("q", q.clone())])
    };
    show(&Index {
        p: visit.page(title),
        q,
        total: groups.iter().map(|g| g.hits.len()).sum(),
        has_more: groups.iter().any(|g| g.has_more),
        groups,
    })
}
