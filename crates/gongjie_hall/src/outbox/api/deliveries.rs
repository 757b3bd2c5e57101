//! What left, as JSON.

use axum::extract::{Path, Query};
use axum::http::StatusCode;
use gongjie_base::Error;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use crate::door::{Answer, Key, Refusals, Rows, Unreadable, Visit, json};
use crate::outbox::actions;
use crate::outbox::pages::deliveries::{self, Line};
use crate::outbox::rules::State;

/// One message, or one day's messages, by one channel.
#[derive(Debug, Serialize, ToSchema)]
pub struct Delivery {
    pub id: i64,
    /// The same on every try; receivers tell repetitions by it.
    pub uid: String,
    /// `digest`, `instant` or `urgent`.
    pub class: &'static str,
    /// `waiting`, `sent`, `skipped` or `given_up`.
    pub state: &'static str,
    pub channel: String,
    pub kind: &'static str,
    /// Null: a group or a program.
    pub person: Option<String>,
    /// What it says; empty for administrators.
    pub texts: Vec<String>,
    pub due_at: i64,
    pub tries: i64,
    pub tried_at: Option<i64>,
    pub sent_at: Option<i64>,
    /// What went wrong last.
    pub error: Option<String>,
}

fn shown(line: Line) -> Delivery {
    Delivery {
        id: line.row.id,
        uid: line.row.uid,
        class: line.row.class.code(),
        state: line.row.state.code(),
        channel: line.row.channel,
        kind: line.row.kind.code(),
        person: line.row.person,
        texts: line.texts,
        due_at: line.row.due_at,
        tries: line.row.tries,
        tried_at: line.row.tried_at,
        sent_at: line.row.sent_at,
        error: line.error,
    }
}

/// What the outbox may be narrowed to.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[serde(default)]
#[into_params(parameter_in = Query)]
pub struct OutboxAsk {
    /// A state; all where none is named.
    pub state: Option<String>,
    /// `next` of the page before.
    pub before: Option<i64>,
}

/// What left or is to leave, the newest first. By coordinators, inspectors and system administrators.
#[utoipa::path(get, path = "/api/v1/outbox", tag = "messages", params(OutboxAsk),
    responses((status = 200, body = Rows<Delivery>), Unreadable))]
pub async fn index(visit: Visit, Query(ask): Query<OutboxAsk>) -> Answer {
    let state = match ask.state.as_deref().map(str::trim).unwrap_or_default() {
        "" => None,
        code => {
            let unknown = || Error::invalid("state", "error-not-in-list");
            Some(State::from_code(code).ok_or_else(unknown)?)
        }
    };
    let (lines, next) = deliveries::read(&visit, state, ask.before).await?;
    let items = lines.into_iter().map(shown).collect();
    json(&Rows { items, next })
}

/// A delivery that waits again.
#[derive(Debug, Serialize, ToSchema)]
pub struct Retried {
    pub id: i64,
    pub state: &'static str,
}

/// Tries a delivery again that was given up, under the same id.
#[utoipa::path(post, path = "/api/v1/outbox/{id}/retry", tag = "messages",
    params(("id" = i64, Path), Key), responses((status = 200, body = Retried), Refusals))]
pub async fn retry(visit: Visit, Path(id): Path<i64>) -> Answer {
    let write = visit.begin().await?;
    actions::retry(&write, &write.acting, id).await?;
    let state = State::Waiting.code();
    write.json(StatusCode::OK, &Retried { id, state }).await
}
