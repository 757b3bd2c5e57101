//! Messages, channels and deliveries as JSON.

pub mod channels;
pub mod deliveries;

use axum::extract::{Path, Query};
use axum::http::StatusCode;
use gongjie_base::limits::PAGE_ROWS;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::{actions, queries, render};
use crate::door::{Answer, Key, Refusals, Rows, Unreadable, Visit, json};

/// Something that the asker was told.
#[derive(Debug, Serialize, ToSchema)]
pub struct InboxMessage {
    pub id: i64,
    /// The words, in the asker's language.
    pub text: String,
    /// Where it is seen.
    pub path: String,
    /// `digest`, `instant` or `urgent`.
    pub class: &'static str,
    pub subject: String,
    pub subject_id: i64,
    pub told_at: i64,
    pub read_at: Option<i64>,
}

/// What the inbox may be narrowed to.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[serde(default)]
#[into_params(parameter_in = Query)]
pub struct InboxAsk {
    /// `unread` or everything.
    pub only: Option<String>,
    /// `next` of the page before.
    pub before: Option<i64>,
}

/// What the asker was told, the newest first.
#[utoipa::path(get, path = "/api/v1/inbox", tag = "messages", params(InboxAsk),
    responses((status = 200, body = Rows<InboxMessage>), Unreadable))]
pub async fn inbox(visit: Visit, Query(ask): Query<InboxAsk>) -> Answer {
    let actor = visit.actor()?;
    let is_unread = ask.only.as_deref() == Some("unread");
    let mut rows = queries::list_messages(visit.read(), actor, is_unread, ask.before).await?;
    let page = usize::try_from(PAGE_ROWS).unwrap_or(usize::MAX);
    let has_more = rows.len() > page;
    rows.truncate(page);
    let next = rows.last().map(|r| r.id).filter(|_| has_more);
    let words = visit.words();
    let items = rows.into_iter().map(|row| InboxMessage {
        text: render::text(words, &row),
        id: row.id,
        path: row.path,
        class: row.class.code(),
        subject: row.subject,
        subject_id: row.subject_id,
        told_at: row.told_at,
        read_at: row.read_at,
    });
    json(&Rows {
        items: items.collect(),
        next,
    })
}

/// How many messages were marked read.
#[derive(Debug, Serialize, ToSchema)]
pub struct ReadMessages {
    pub read: u64,
}

/// Marks one message of the asker read.
#[utoipa::path(post, path = "/api/v1/inbox/{id}/reading", tag = "messages",
    params(("id" = i64, Path), Key), responses((status = 200, body = ReadMessages), Refusals))]
pub async fn read_one(visit: Visit, Path(id): Path<i64>) -> Answer {
    let write = visit.begin().await?;
    let read = actions::read(&write, &write.acting, Some(id)).await?;
    write.json(StatusCode::OK, &ReadMessages { read }).await
}

/// Marks every message of the asker read.
#[utoipa::path(post, path = "/api/v1/inbox/reading", tag = "messages", params(Key),
    responses((status = 200, body = ReadMessages), Refusals))]
pub async fn read_all(visit: Visit) -> Answer {
    let write = visit.begin().await?;
    let read = actions::read(&write, &write.acting, None).await?;
    write.json(StatusCode::OK, &ReadMessages { read }).await
}
