//! Urgent calls as JSON, for those on duty.

use axum::extract::{Path, Query};
use axum::http::StatusCode;
use gongjie_base::limits::{PAGE_ROWS, PAGE_ROWS_MAX};
use gongjie_base::{Conn, Error, Result};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::lifecycle::Action;
use super::rules::{self, StepInput};
use super::tables::urgent_call;
use super::{actions, queries};
use crate::door::{Answer, Json, Key, Refusals, Unreadable, Visit, json};
use crate::org::Actor;

/// 一次紧急呼叫
#[derive(Debug, Serialize, ToSchema)]
pub struct Urgent {
    pub id: i64,
    /// `fraud`, `self_harm`, `violence` or `accident`.
    pub kind: String,
    /// 演练: nothing has happened.
    pub is_drill: bool,
    pub phone: Option<String>,
    pub place: Option<String>,
    pub text: Option<String>,
    pub voice_id: Option<i64>,
    pub state: String,
    pub state_since: i64,
    pub raised_at: i64,
    /// The last step of the page-out: 1 officer, 2 backup, 3 head, 4 and more everybody.
    pub page_step: i64,
    /// When the next step is taken; null once somebody answered.
    pub next_page_at: Option<i64>,
    pub acked_at: Option<i64>,
    pub acked_by_id: Option<i64>,
    /// When the next report is due.
    pub report_due_at: Option<i64>,
    pub closed_at: Option<i64>,
    pub summary: Option<String>,
    pub problem_id: Option<i64>,
    pub version: i64,
}

/// One line of the time line.
#[derive(Debug, Serialize, ToSchema)]
pub struct UrgentEvent {
    pub turn: i64,
    pub kind: String,
    pub at: i64,
    pub person_id: Option<i64>,
    pub step: Option<i64>,
    pub rank: Option<String>,
    /// Who was paged by this step.
    pub paged_ids: Vec<i64>,
    /// How many of them were told anew.
    pub reached: Option<i64>,
    pub partner: Option<String>,
    pub how: Option<String>,
    /// Null too where it is restricted and the asker only looks on.
    pub text: Option<String>,
    pub is_restricted: bool,
}

/// A call with its time line.
#[derive(Debug, Serialize, ToSchema)]
pub struct UrgentDetail {
    pub call: Urgent,
    pub events: Vec<UrgentEvent>,
}

fn shown(c: urgent_call::Model) -> Urgent {
    Urgent {
        id: c.id,
        kind: c.kind.to_string(),
        is_drill: c.is_drill,
        phone: c.phone,
        place: c.place,
        text: c.text,
        voice_id: c.voice_id,
        state: c.state.to_string(),
        state_since: c.state_since,
        raised_at: c.raised_at,
        page_step: c.page_step,
        next_page_at: c.next_page_at,
        acked_at: c.acked_at,
        acked_by_id: c.acked_by_id,
        report_due_at: c.report_due_at,
        closed_at: c.closed_at,
        summary: c.summary,
        problem_id: c.problem_id,
        version: c.version,
    }
}

async fn detail(conn: &Conn, actor: &Actor, id: i64) -> Result<UrgentDetail> {
    let call = queries::find(conn, actor, id).await?;
    let paged = queries::list_paged(conn, id).await?;
    let was_paged = paged.values().any(|who| who.contains(&actor.person_id));
    let reads = rules::reads_restricted(&rules::parts(actor, was_paged));
    let events = queries::list_events(conn, id).await?.into_iter().map(|e| {
        let who = e.step.and_then(|s| paged.get(&s)).into_iter().flatten();
        UrgentEvent {
            turn: e.turn,
            kind: e.kind.to_string(),
            at: e.at,
            person_id: e.person_id,
            step: e.step,
            rank: e.rank.map(|r| r.to_string()),
            paged_ids: who.copied().collect(),
            reached: e.reached,
            partner: e.partner,
            how: e.how,
            text: e.text.filter(|_| reads || !e.is_restricted),
            is_restricted: e.is_restricted,
        }
    });
    Ok(UrgentDetail {
        events: events.collect(),
        call: shown(call),
    })
}

/// What a list asks for.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[serde(default)]
#[into_params(parameter_in = Query)]
pub struct UrgentQuery {
    /// `open` (by default, the oldest first) or `ended` (the newest first).
    pub of: Option<String>,
    /// `next` of the page before.
    pub after: Option<i64>,
    /// Rows, 1 to 500; 50 by default.
    #[param(minimum = 1, maximum = 500)]
    pub limit: Option<u64>,
}

/// A page of calls.
#[derive(Debug, Serialize, ToSchema)]
pub struct UrgentPage {
    pub items: Vec<Urgent>,
    /// Give it as `after` to get the next page; null on the last one.
    pub next: Option<i64>,
}

/// Calls that the asker may see.
#[utoipa::path(get, path = "/api/v1/urgents", tag = "urgents", params(UrgentQuery),
    responses((status = 200, body = UrgentPage), Unreadable))]
pub async fn index(visit: Visit, Query(query): Query<UrgentQuery>) -> Answer {
    let is_open = match query.of.as_deref() {
        None | Some("" | "open") => true,
        Some("ended") => false,
        Some(_) => return Err(Error::invalid("of", "error-not-in-list").into()),
    };
    let limit = query.limit.unwrap_or(PAGE_ROWS);
    if !(1..=PAGE_ROWS_MAX).contains(&limit) {
        return Err(Error::invalid("limit", "error-limit").into());
    }
    let mut rows = queries::list(
        visit.read(),
        visit.actor()?,
        is_open,
        query.after,
        limit + 1,
    )
    .await?;
    let most = usize::try_from(limit).unwrap_or(usize::MAX);
    let is_more = rows.len() > most;
    rows.truncate(most);
    let next = rows.last().filter(|_| is_more).map(|c| c.id);
    json(&UrgentPage {
        items: rows.into_iter().map(shown).collect(),
        next,
    })
}

/// One call with its time line.
#[utoipa::path(get, path = "/api/v1/urgents/{id}", tag = "urgents", params(("id" = i64, Path)),
    responses((status = 200, body = UrgentDetail), Unreadable))]
pub async fn show(visit: Visit, Path(id): Path<i64>) -> Answer {
    json(&detail(visit.read(), visit.actor()?, id).await?)
}

/// Moves a call by a verb of its lifecycle: `ack`, `join`, `note`, `stabilise` …
#[utoipa::path(post, path = "/api/v1/urgents/{id}/steps", tag = "urgents", request_body = StepInput,
    params(("id" = i64, Path), Key), responses((status = 200, body = UrgentDetail), Refusals))]
pub async fn advance(visit: Visit, Path(id): Path<i64>, Json(input): Json<StepInput>) -> Answer {
    let action = Action::from_code(&input.action);
    let action = action.ok_or_else(|| Error::invalid("action", "error-not-in-list"))?;
    let write = visit.begin().await?;
    actions::advance(&write, &write.acting, id, action, &input).await?;
    let body = detail(&write, &write.acting.actor, id).await?;
    write.json(StatusCode::OK, &body).await
}
