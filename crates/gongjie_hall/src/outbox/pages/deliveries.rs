//! 发件箱: what left, to whom, when, by which channel, and what became of it. Administrators see no words of business.

use askama::Template;
use axum::extract::{Path, Query};
use gongjie_base::Result;
use gongjie_base::limits::PAGE_ROWS;
use serde::Deserialize;

use crate::door::{Answer, Visit, show};
use crate::layout::Page;
use crate::outbox::rules::State;
use crate::outbox::{actions, queries, render};

/// What part of the outbox is asked for.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Ask {
    /// A state, or everything.
    pub state: String,
    /// Rows with a smaller id.
    pub before: String,
}

/// A delivery with its words.
pub struct Line {
    pub row: queries::Line,
    /// What it says; nothing for administrators.
    pub texts: Vec<String>,
    /// What went wrong last.
    pub error: Option<String>,
}

/// One page of deliveries, and the id after which the next page begins.
pub async fn read(
    visit: &Visit,
    state: Option<State>,
    before: Option<i64>,
) -> Result<(Vec<Line>, Option<i64>)> {
    let actor = visit.actor()?;
    let conn = visit.read();
    let mut rows = queries::list_deliveries(conn, actor.organization_id, state, before).await?;
    let page = usize::try_from(PAGE_ROWS).unwrap_or(usize::MAX);
    let has_more = rows.len() > page;
    rows.truncate(page);
    let next = rows.last().map(|r| r.id).filter(|_| has_more);
    let ids: Vec<i64> = rows.iter().map(|r| r.id).collect();
    let enclosed = if actor.sees_all() {
        queries::list_enclosed(conn, &ids).await?
    } else {
        Vec::new()
    };
    let messages: Vec<i64> = enclosed.iter().map(|e| e.message_id).collect();
    let messages = queries::list_messages_by_id(conn, &messages).await?;
    let words = visit.words();
    let line = |row: queries::Line| {
        let own = enclosed.iter().filter(|e| e.delivery_id == row.id);
        let found = own.filter_map(|e| messages.iter().find(|m| m.id == e.message_id));
        let mut texts: Vec<String> = found.map(|m| render::text(words, m)).collect();
        texts.dedup();
        Line {
            error: render::error(words, row.error_key.as_deref(), row.error_args.as_deref()),
            texts,
            row,
        }
    };
    Ok((rows.into_iter().map(line).collect(), next))
}

#[derive(Template)]
#[template(path = "outbox/deliveries.html")]
struct DeliveriesPage {
    p: Page,
    lines: Vec<Line>,
    states: Vec<(&'static str, String)>,
    state: String,
    is_off: bool,
    next: Option<String>,
}

/// `GET /outbox`
pub async fn index(visit: Visit, Query(ask): Query<Ask>) -> Answer {
    let state = State::from_code(ask.state.trim());
    let before = ask.before.trim().parse().ok();
    let (lines, next) = read(&visit, state, before).await?;
    let words = visit.words();
    let shown = |s: &State| (s.code(), words.code("delivery-state", s.code()));
    let state = state.map_or("", State::code).to_owned();
    show(&DeliveriesPage {
        p: visit.page(words.text("outbox-title")),
        lines,
        states: State::ALL.iter().map(shown).collect(),
        is_off: visit.app.settings.outgoing.is_off(),
        next: next.map(|id| format!("/outbox?state={state}&before={id}")),
        state,
    })
}

/// `POST /outbox/{id}/retry`
pub async fn retry(visit: Visit, Path(id): Path<i64>) -> Answer {
    let write = visit.begin().await?;
    actions::retry(&write, &write.acting, id).await?;
    write.see(format!("/outbox#delivery-{id}")).await
}
