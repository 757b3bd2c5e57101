//! 收件箱: what the reader was told.

use askama::Template;
use axum::extract::{Path, Query};
use gongjie_base::limits::PAGE_ROWS;
use serde::Deserialize;

use crate::door::{Answer, Visit, show};
use crate::layout::Page;
use crate::outbox::tables::message::Model;
use crate::outbox::{actions, queries, render};

/// What part of the inbox is asked for.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Ask {
    /// `unread` or everything.
    pub only: String,
    /// Rows with a smaller id.
    pub before: String,
}

struct Line {
    row: Model,
    text: String,
}

#[derive(Template)]
#[template(path = "outbox/inbox.html")]
struct InboxPage {
    p: Page,
    lines: Vec<Line>,
    unread: i64,
    is_unread: bool,
    next: Option<String>,
}

/// `GET /inbox`
pub async fn index(visit: Visit, Query(ask): Query<Ask>) -> Answer {
    let actor = visit.actor()?;
    let is_unread = ask.only == "unread";
    let before = ask.before.trim().parse().ok();
    let mut rows = queries::list_messages(visit.read(), actor, is_unread, before).await?;
    let page = usize::try_from(PAGE_ROWS).unwrap_or(usize::MAX);
    let has_more = rows.len() > page;
    rows.truncate(page);
    let last = rows.last().map(|r| r.id).filter(|_| has_more);
    let words = visit.words();
    let line = |row: Model| Line {
        text: render::text(words, &row),
        row,
    };
    show(&InboxPage {
        p: visit.page(words.text("inbox-title")),
        unread: queries::count_unread(visit.read(), actor).await?,
        lines: rows.into_iter().map(line).collect(),
        next: last.map(|id| format!("/inbox?only={}&before={id}", ask.only)),
        is_unread,
    })
}

/// `POST /inbox/{id}/reading`: marks it read and goes where it leads.
pub async fn read_one(visit: Visit, Path(id): Path<i64>) -> Answer {
    let write = visit.begin().await?;
    let found = queries::find_message(&write, &write.acting.actor, id).await?;
    actions::read(&write, &write.acting, Some(id)).await?;
    write.see(found.path).await
}

/// `POST /inbox/reading`
pub async fn read_all(visit: Visit) -> Answer {
    let write = visit.begin().await?;
    actions::read(&write, &write.acting, None).await?;
    write.see("/inbox".to_owned()).await
}
