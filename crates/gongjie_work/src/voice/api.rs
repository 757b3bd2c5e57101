//! Voices as JSON. A name is given only where the asker may know it; a code only once, to who filed.

use axum::extract::{Path, Query};
use axum::http::StatusCode;
use gongjie_base::limits::{PAGE_ROWS, PAGE_ROWS_MAX};
use gongjie_base::{Error, Result};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::lifecycle::Action;
use super::queries::{self, Filter};
use super::rules::{Channel, Input, PublicInput, State, StepInput};
use super::tables::voice;
use super::{actions, code, pages};
use crate::door::{Answer, Json, Key, Refusals, Unreadable, Visit, json};

/// 诉求: what somebody at the front line said.
#[derive(Debug, Serialize, ToSchema)]
pub struct Voice {
    pub id: i64,
    /// Given when the desk first takes it up: 20261123-0001.
    pub number: Option<String>,
    /// `real_name`, `masked` or `anonymous`.
    pub mode: String,
    pub channel: String,
    pub kind: Option<String>,
    pub text: String,
    pub place: Option<String>,
    /// Words of danger stand in it.
    pub is_dangerous: bool,
    /// Only with a real name.
    pub raiser_name: Option<String>,
    pub raiser_contact: Option<String>,
    /// Milliseconds; of the anonymous the end of the half day.
    pub received_at: i64,
    pub state: String,
    pub state_since: i64,
    pub lead_unit_id: Option<i64>,
    pub helper_unit_ids: Vec<i64>,
    pub handler_id: Option<i64>,
    pub triage_by: i64,
    pub sign_by: Option<i64>,
    pub contact_by: Option<i64>,
    pub answer_by: Option<i64>,
    /// The next limit that runs; null where none does.
    pub due_at: Option<i64>,
    pub answer: Option<String>,
    pub problem_id: Option<i64>,
    pub merged_into_id: Option<i64>,
    /// `yes`, `partly` or `no`; null: not rated.
    pub solved: Option<String>,
    pub satisfied: Option<i64>,
    pub version: i64,
    /// The code that leads back to it: only in the first answer to who filed it.
    pub code: Option<String>,
}

async fn shown(conn: &gongjie_base::Conn, v: voice::Model, code: Option<String>) -> Result<Voice> {
    let helpers = queries::find_helpers(conn, v.id).await?;
    Ok(Voice {
        id: v.id,
        number: v.number,
        mode: v.mode.to_string(),
        channel: v.channel.to_string(),
        kind: v.kind.map(|k| k.to_string()),
        text: v.text,
        place: v.place,
        is_dangerous: v.is_dangerous,
        raiser_name: v.raiser_name,
        raiser_contact: v.raiser_contact,
        received_at: v.received_at,
        state: v.state.to_string(),
        state_since: v.state_since,
        lead_unit_id: v.lead_unit_id,
        helper_unit_ids: helpers.into_iter().collect(),
        handler_id: v.handler_id,
        triage_by: v.triage_by,
        sign_by: v.sign_by,
        contact_by: v.contact_by,
        answer_by: v.answer_by,
        due_at: v.due_at,
        answer: v.answer,
        problem_id: v.problem_id,
        merged_into_id: v.merged_into_id,
        solved: v.solved.map(|s| s.to_string()),
        satisfied: v.satisfied,
        version: v.version,
        code,
    })
}

/// What a list asks for.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[serde(default)]
#[into_params(parameter_in = Query)]
pub struct VoiceQuery {
    /// A state, for example `received`. With an open one the nearest limit comes first, else the newest.
    pub state: Option<String>,
    /// Unit that leads.
    pub lead_unit_id: Option<i64>,
    /// Problem that they follow.
    pub problem_id: Option<i64>,
    /// Words of the text, or a number.
    pub q: Option<String>,
    /// `next` of the page before.
    pub after: Option<String>,
    /// Rows, 1 to 500; 50 by default.
    #[param(minimum = 1, maximum = 500)]
    pub limit: Option<u64>,
}

/// A page of voices.
#[derive(Debug, Serialize, ToSchema)]
pub struct VoicePage {
    pub items: Vec<Voice>,
    /// Give it as `after` to get the next page; null on the last one.
    pub next: Option<String>,
}

/// Voices that the asker may see: all for the desk and those who see all, else those of the own units.
#[utoipa::path(get, path = "/api/v1/voices", tag = "voices", params(VoiceQuery),
    responses((status = 200, body = VoicePage), Unreadable))]
pub async fn index(visit: Visit, Query(query): Query<VoiceQuery>) -> Answer {
    let states = match query.state.as_deref() {
        None | Some("") => Vec::new(),
        Some(code) => {
            let state = State::from_code(code);
            vec![state.ok_or_else(|| Error::invalid("state", "error-not-in-list"))?]
        }
    };
    let limit = query.limit.unwrap_or(PAGE_ROWS);
    if !(1..=PAGE_ROWS_MAX).contains(&limit) {
        return Err(Error::invalid("limit", "error-limit").into());
    }
    let after = match query.after.as_deref() {
        None | Some("") => None,
        Some(text) => {
            let parts = text.split_once('-');
            let read = parts.and_then(|(at, id)| Some((at.parse().ok()?, id.parse().ok()?)));
            Some(read.ok_or_else(|| Error::invalid("after", "error-not-in-list"))?)
        }
    };
    let filter = Filter {
        states,
        lead_unit_id: query.lead_unit_id,
        problem_id: query.problem_id,
        text: query.q,
        after,
        limit: limit + 1,
    };
    let mut rows = queries::list(visit.read(), visit.actor()?, &filter).await?;
    let most = usize::try_from(limit).unwrap_or(usize::MAX);
    let is_more = rows.len() > most;
    rows.truncate(most);
    let next = rows.last().filter(|_| is_more).map(|last| {
        let at = if filter.is_open() {
            last.due_at.unwrap_or_default()
        } else {
            last.state_since
        };
        format!("{at}-{}", last.id)
    });
    let mut items = Vec::with_capacity(rows.len());
    for row in rows {
        items.push(shown(visit.read(), row, None).await?);
    }
    json(&VoicePage { items, next })
}

/// One voice.
#[utoipa::path(get, path = "/api/v1/voices/{id}", tag = "voices", params(("id" = i64, Path)),
    responses((status = 200, body = Voice), Unreadable))]
pub async fn show(visit: Visit, Path(id): Path<i64>) -> Answer {
    let row = queries::find(visit.read(), visit.actor()?, id).await?;
    json(&shown(visit.read(), row, None).await?)
}

/// Files what another system was told, or what somebody said by phone. The key is also what the code is made of: at least
/// 32 characters.
#[utoipa::path(post, path = "/api/v1/voices", tag = "voices", request_body = Input, params(Key),
    responses((status = 201, body = Voice), Refusals))]
pub async fn create(
    visit: Visit,
    headers: axum::http::HeaderMap,
    Json(mut input): Json<Input>,
) -> Answer {
    let key = headers
        .get("idempotency-key")
        .and_then(|v| v.to_str().ok())
        .unwrap_or_default()
        .to_owned();
    if input.channel.is_empty() {
        Channel::Api.code().clone_into(&mut input.channel);
    }
    let channels = [Channel::Api, Channel::Import].into_iter();
    let channels: Vec<Channel> = channels.chain(Channel::BY_STAFF.iter().copied()).collect();
    let write = visit.begin().await?;
    let filed = pages::entry::enter(&visit, &write, &input, &key, &channels).await?;
    let stored = shown(&write, filed.voice.clone(), None).await?;
    let told = shown(&write, filed.voice, Some(code::shown(&filed.code))).await?;
    write.json_once(StatusCode::CREATED, &stored, &told).await
}

/// Moves a voice by a verb of its lifecycle: `dispatch`, `sign`, `answer`, `promote` …
#[utoipa::path(post, path = "/api/v1/voices/{id}/steps", tag = "voices", request_body = StepInput,
    params(("id" = i64, Path), Key), responses((status = 200, body = Voice), Refusals))]
pub async fn advance(visit: Visit, Path(id): Path<i64>, Json(input): Json<StepInput>) -> Answer {
    let action = Action::from_code(&input.action);
    let action = action.ok_or_else(|| Error::invalid("action", "error-not-in-list"))?;
    let write = visit.begin().await?;
    let organization = write.acting.actor.organization_id;
    let clocks = pages::clocks(&visit.app, &write, organization).await?;
    actions::advance(&write, &write.acting, &clocks, id, action, &input).await?;
    // A unit that gave it away may see it no more.
    let row = queries::find_any(&write, organization, id).await?;
    let body = shown(&write, row, None).await?;
    write.json(StatusCode::OK, &body).await
}

/// Whether everybody may see a problem 公开.
#[derive(Debug, Serialize, ToSchema)]
pub struct Publication {
    pub problem_id: i64,
    pub is_public: bool,
    /// What hurts is read by everybody, too.
    pub is_told: bool,
}

/// Shows a problem to everybody, or no more. For coordinators.
#[utoipa::path(post, path = "/api/v1/problems/{id}/publication", tag = "public", request_body = PublicInput,
    params(("id" = i64, Path), Key), responses((status = 200, body = Publication), Refusals))]
pub async fn publish(visit: Visit, Path(id): Path<i64>, Json(input): Json<PublicInput>) -> Answer {
    let write = visit.begin().await?;
    let (is_public, is_told) = input.read();
    actions::open_to_everybody(&write, &write.acting, id, is_public, is_told).await?;
    let body = Publication {
        problem_id: id,
        is_public,
        is_told: is_public && is_told,
    };
    write.json(StatusCode::OK, &body).await
}
