//! `GET /events`: a stream of server-sent events, one for each change that shows on the page and that its reader may see.

use std::convert::Infallible;
use std::time::{Duration, Instant};

use axum::extract::Query;
use axum::http::{HeaderMap, HeaderValue};
use axum::response::IntoResponse;
use axum::response::sse::{Event, Sse};
use futures_util::stream;
use gongjie_base::limits::{STREAM_ENTRIES_MAX, STREAM_HEARTBEAT_SECONDS, STREAM_SECONDS_MAX};
use gongjie_base::{Error, Result};
use serde::{Deserialize, Serialize};

use super::queries;
use super::rules::Of;
use crate::account::{queries as accounts, rules};
use crate::door::{Answer, Heard, Listener, Visit};
use crate::journal::since_queries::{Added, list_since};
use crate::org::{Actor, queries as org};

/// What a stream is asked for.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Ask {
    /// The page, for example `ledger`.
    of: String,
    /// Number of the last entry that the page knows.
    since: String,
}

/// One change, as it is sent.
#[derive(Serialize)]
struct Change {
    kind: String,
    id: i64,
    problem: Option<i64>,
    seq: i64,
    who: Option<String>,
    /// The reader did it, perhaps in another window.
    is_own: bool,
}

/// One stream with everything that it asks again before each answer.
struct Following {
    visit: Visit,
    listener: Listener,
    of: Of,
    /// The last entry that was looked at.
    seq: i64,
    opened: Instant,
    /// The browser was away: the journal is read before the first beat.
    is_behind: bool,
}

/// `GET /events`
pub async fn events(visit: Visit, Query(ask): Query<Ask>, headers: HeaderMap) -> Answer {
    let unknown = || Error::invalid("of", "live-of-unknown");
    let of = Of::from_code(&ask.of).ok_or_else(unknown)?;
    let last = headers.get("last-event-id").and_then(|v| v.to_str().ok());
    let since = last.unwrap_or(&ask.since).trim().parse().ok();
    let listener = visit
        .app
        .pulse
        .listen(&visit.app.db, visit.actor()?)
        .await?;
    let following = Following {
        listener,
        of,
        seq: since.unwrap_or(i64::MAX),
        opened: Instant::now(),
        is_behind: since.is_some(),
        visit,
    };
    let hello = Event::default().comment("here");
    let first = stream::once(async move { vec![hello] });
    let rest = stream::unfold(following, |following| async move {
        let (events, following) = following.next().await?;
        Some((events, following))
    });
    let all = stream::StreamExt::flat_map(stream::StreamExt::chain(first, rest), |events| {
        stream::iter(events.into_iter().map(Ok::<Event, Infallible>))
    });
    let mut response = Sse::new(all).into_response();
    // A proxy in front hands each event on at once.
    let unbuffered = HeaderValue::from_static("no");
    response
        .headers_mut()
        .insert("x-accel-buffering", unbuffered);
    Ok(response)
}

impl Following {
    /// What is sent next; nothing ends the stream.
    async fn next(mut self) -> Option<(Vec<Event>, Self)> {
        let left = Duration::from_secs(STREAM_SECONDS_MAX).checked_sub(self.opened.elapsed())?;
        if self.is_behind {
            self.is_behind = false;
            let events = self.catch_up().await?;
            return Some((events, self));
        }
        let wait = Duration::from_secs(STREAM_HEARTBEAT_SECONDS).min(left);
        let events = match tokio::time::timeout(wait, self.listener.hear()).await {
            Ok(Heard::Stop) => return None,
            Ok(Heard::Missed) => self.catch_up().await?,
            Ok(Heard::Beat(added)) => {
                let actor = self.actor().await?;
                self.tell(&actor, &added).await?
            }
            Err(_) => {
                self.actor().await?;
                vec![Event::default().comment("quiet")]
            }
        };
        Some((events, self))
    }

    /// The reader as of now; nobody once the session is over or the roles were taken away.
    async fn actor(&self) -> Option<Actor> {
        let app = &self.visit.app;
        let now = app.clock.now();
        if let Some(hash) = &self.visit.session {
            let idle_since = now - rules::SESSION_IDLE_MS;
            let found = accounts::find_session(app.db.read(), hash, now, idle_since).await;
            found.ok()??;
        }
        let who = self.visit.who.as_ref()?;
        let actor = org::find_actor(app.db.read(), who.account_id, who.person_id).await;
        actor.ok()?.filter(Actor::sees_business)
    }

    async fn catch_up(&mut self) -> Option<Vec<Event>> {
        let actor = self.actor().await?;
        let conn = self.visit.app.db.read();
        let limit = STREAM_ENTRIES_MAX + 1;
        let added = list_since(conn, actor.organization_id, self.seq, limit).await;
        let added = added.ok()?;
        if added.len() as u64 > STREAM_ENTRIES_MAX {
            let last = added.last().map_or(self.seq, |a| a.seq);
            self.seq = last;
            let again = Event::default().event("again").id(last.to_string());
            return Some(vec![again.data("{}")]);
        }
        self.tell(&actor, &added).await
    }

    /// The changes that the reader may see, as events; a failure ends the stream and the browser comes again.
    async fn tell(&mut self, actor: &Actor, added: &[Added]) -> Option<Vec<Event>> {
        let known = if self.seq == i64::MAX { 0 } else { self.seq };
        let new: Vec<Added> = added.iter().filter(|a| a.seq > known).cloned().collect();
        let conn = self.visit.app.db.read();
        let seen = queries::seen(conn, actor, self.of, &new).await.ok()?;
        self.seq = new.last().map_or(known, |last| last.seq);
        let events: Result<Vec<Event>> = seen.into_iter().map(|a| event(actor, a)).collect();
        events.ok()
    }
}

fn event(actor: &Actor, added: Added) -> Result<Event> {
    let change = Change {
        is_own: added.person_id == Some(actor.person_id),
        kind: added.subject,
        id: added.subject_id,
        problem: added.problem_id,
        seq: added.seq,
        who: added.person,
    };
    let text = serde_json::to_string(&change).map_err(Error::internal)?;
    let event = Event::default().event("change");
    Ok(event.id(change.seq.to_string()).data(text))
}
