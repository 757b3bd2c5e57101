//! Pairings 结对 as JSON: members with their answers, problems, and every step that a page offers.

use std::collections::BTreeSet;

use axum::extract::{Path, Query};
use axum::http::StatusCode;
use gongjie_base::{Conn, Error, Result};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::actions::{self, AnswerInput, LinkInput, RemovalInput, StepInput};
use super::queries::{self, Filter};
use super::rules::{DatePrecision, Input, LeadBasis, MemberAnswer, MemberRole, State};
use super::tables::{pairing, pairing_member};
use crate::door::{
    Answer, Json, Key, Paging, Refusals, Routes, Rows, Unreadable, Visit, Who, Write, json,
};
use crate::org::Actor;
use crate::problem::queries as problems;

/// Routes of this room under `/api/v1`.
pub fn routes() -> Routes {
    let (all, one) = ("/api/v1/pairings", "/api/v1/pairings/{id}");
    Routes::new()
        .get(all, Who::Staff, index)
        .post(all, Who::Staff, "pairing.create", create)
        .get(one, Who::Staff, show)
        .patch(one, Who::Staff, "pairing.edit", update)
        .post(
            "/api/v1/pairings/{id}/invitations",
            Who::Staff,
            "pairing.invite",
            invite,
        )
        .post(
            "/api/v1/pairings/{id}/answers",
            Who::Staff,
            "pairing.answer",
            answer,
        )
        .post(
            "/api/v1/pairings/{id}/removals",
            Who::Staff,
            "pairing.remove_member",
            remove_member,
        )
        .post(
            "/api/v1/pairings/{id}/conclusion",
            Who::Staff,
            "pairing.conclude",
            conclude,
        )
        .post(
            "/api/v1/pairings/{id}/termination",
            Who::Staff,
            "pairing.terminate",
            terminate,
        )
        .post(
            "/api/v1/pairings/{id}/problems",
            Who::Staff,
            "pairing.link_problem",
            link_problem,
        )
}

/// A unit in a pairing.
#[derive(Debug, Serialize, ToSchema)]
pub struct PairingMember {
    pub unit_id: i64,
    /// `lead`, `partner`, or `co_lead` in old records.
    #[schema(value_type = String)]
    pub role: MemberRole,
    /// As the source wrote it.
    pub written: Option<String>,
    /// `waiting`, `confirmed` or `declined`.
    #[schema(value_type = String)]
    pub answer: MemberAnswer,
    /// Moment (UTC milliseconds) of the answer.
    pub answered_at: Option<i64>,
    pub answered_by_id: Option<i64>,
    pub note: Option<String>,
}

/// A pairing 结对.
#[derive(Debug, Serialize, ToSchema)]
pub struct Pairing {
    pub id: i64,
    /// Number within its campaign; null until it is active.
    pub number: Option<i64>,
    pub campaign_id: i64,
    pub title: String,
    pub theme_id: Option<i64>,
    /// 共建主题 as the ledger shows it.
    pub theme_text: Option<String>,
    /// As written.
    pub date_text: Option<String>,
    pub date_from: Option<String>,
    pub date_to: Option<String>,
    #[schema(value_type = String)]
    pub date_precision: DatePrecision,
    /// `stated`, `subject`, or `first_listed` where the source does not say who leads.
    #[schema(value_type = String)]
    pub lead_basis: LeadBasis,
    /// "等相关支部", as written.
    pub partners_open: Option<String>,
    pub source: Option<String>,
    #[schema(value_type = String)]
    pub state: State,
    pub state_note: Option<String>,
    /// In the order in which they were named.
    pub members: Vec<PairingMember>,
    /// Problems that it solves and that the asker may see.
    pub problem_ids: Vec<i64>,
    /// Send it back with every change; a stale one is refused with 409.
    pub version: i64,
}

impl From<pairing_member::Model> for PairingMember {
    fn from(row: pairing_member::Model) -> Self {
        Self {
            unit_id: row.unit_id,
            role: row.role,
            written: row.written,
            answer: row.answer,
            answered_at: row.answered_at,
            answered_by_id: row.answered_by_id,
            note: row.answer_note,
        }
    }
}

fn described(row: pairing::Model, members: Vec<PairingMember>, problem_ids: Vec<i64>) -> Pairing {
    Pairing {
        id: row.id,
        number: row.number,
        campaign_id: row.campaign_id,
        title: row.title,
        theme_id: row.theme_id,
        theme_text: row.theme_text,
        date_text: row.date_text,
        date_from: row.date_from,
        date_to: row.date_to,
        date_precision: row.date_precision,
        lead_basis: row.lead_basis,
        partners_open: row.partners_open,
        source: row.source,
        state: row.state,
        state_note: row.state_note,
        members,
        problem_ids,
        version: row.version,
    }
}

/// Pairings with their members and problems, read in one go for all.
async fn whole(conn: &Conn, actor: &Actor, rows: Vec<pairing::Model>) -> Result<Vec<Pairing>> {
    let ids: Vec<i64> = rows.iter().map(|r| r.id).collect();
    let members = queries::list_members(conn, &ids).await?;
    let links = queries::list_links(conn, &ids).await?;
    let linked = problems::Filter {
        ids: Some(links.iter().map(|l| l.problem_id).collect()),
        limit: Some(links.len() as u64),
        ..problems::Filter::default()
    };
    let seen = problems::list(conn, actor, &linked).await?;
    let seen: BTreeSet<i64> = seen.into_iter().map(|p| p.id).collect();
    let pairing = |row: pairing::Model| {
        let id = row.id;
        let own = members.iter().filter(|m| m.pairing_id == id).cloned();
        let of = links.iter().filter(|l| l.pairing_id == id);
        let of = of.map(|l| l.problem_id).filter(|p| seen.contains(p));
        described(row, own.map(PairingMember::from).collect(), of.collect())
    };
    Ok(rows.into_iter().map(pairing).collect())
}

/// What a list of pairings asks for.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[serde(default)]
#[into_params(parameter_in = Query)]
pub struct PairingQuery {
    /// A state, for example `active`.
    pub state: Option<String>,
    pub campaign_id: Option<i64>,
    pub theme_id: Option<i64>,
    /// A lead or a partner.
    pub unit_id: Option<i64>,
    /// Words of the title or of the theme.
    pub q: Option<String>,
}

/// Pairings that the asker may see, newest first.
#[utoipa::path(get, path = "/api/v1/pairings", tag = "pairings", params(PairingQuery, Paging),
    responses((status = 200, body = Rows<Pairing>), Unreadable))]
pub async fn index(
    visit: Visit,
    Query(query): Query<PairingQuery>,
    Query(paging): Query<Paging>,
) -> Answer {
    let state = match query.state.as_deref() {
        None | Some("") => None,
        Some(code) => {
            let state = State::from_code(code);
            Some(state.ok_or_else(|| Error::invalid("state", "error-not-in-list"))?)
        }
    };
    let filter = Filter {
        state,
        campaign_id: query.campaign_id,
        theme_id: query.theme_id,
        unit_id: query.unit_id,
        text: query.q.filter(|q| !q.is_empty()),
        before_id: paging.before,
        limit: Some(paging.ask()?),
        ..Filter::default()
    };
    let (conn, actor) = (visit.read(), visit.actor()?);
    let found = queries::list(conn, actor, &filter).await?;
    json(&paging.page::<_, Pairing>(whole(conn, actor, found).await?, |p| p.id)?)
}

async fn find(conn: &Conn, actor: &Actor, id: i64) -> Result<Pairing> {
    let found = queries::find(conn, actor, id).await?;
    let found = whole(conn, actor, vec![found]).await?;
    found.into_iter().next().ok_or(Error::NotFound)
}

/// Commits and answers with the pairing as it stands now.
async fn done(write: Write, status: StatusCode, id: i64) -> Answer {
    let pairing = find(&write, &write.acting.actor, id).await?;
    write.json(status, &pairing).await
}

/// One pairing with its members.
#[utoipa::path(get, path = "/api/v1/pairings/{id}", tag = "pairings", params(("id" = i64, Path)),
    responses((status = 200, body = Pairing), Unreadable))]
pub async fn show(visit: Visit, Path(id): Path<i64>) -> Answer {
    json(&find(visit.read(), visit.actor()?, id).await?)
}

/// Drafts a pairing in the open campaign.
#[utoipa::path(post, path = "/api/v1/pairings", tag = "pairings", request_body = Input, params(Key),
    responses((status = 201, body = Pairing), Refusals))]
pub async fn create(visit: Visit, Json(input): Json<Input>) -> Answer {
    let write = visit.begin().await?;
    let id = actions::create(&write, &write.acting, &input).await?;
    done(write, StatusCode::CREATED, id).await
}

/// Edits a pairing. All fields are replaced: a partner or problem that is left out is taken out.
#[utoipa::path(patch, path = "/api/v1/pairings/{id}", tag = "pairings", request_body = Input,
    params(("id" = i64, Path), Key), responses((status = 200, body = Pairing), Refusals))]
pub async fn update(visit: Visit, Path(id): Path<i64>, Json(input): Json<Input>) -> Answer {
    let write = visit.begin().await?;
    actions::edit(&write, &write.acting, id, &input).await?;
    done(write, StatusCode::OK, id).await
}

/// Sends the invitations. Who speaks for the lead confirms for it by inviting.
#[utoipa::path(post, path = "/api/v1/pairings/{id}/invitations", tag = "pairings", request_body = StepInput,
    params(("id" = i64, Path), Key), responses((status = 200, body = Pairing), Refusals))]
pub async fn invite(visit: Visit, Path(id): Path<i64>, Json(input): Json<StepInput>) -> Answer {
    let write = visit.begin().await?;
    actions::invite(&write, &write.acting, id, &input).await?;
    done(write, StatusCode::OK, id).await
}

/// A member answers for itself; the last yes makes the pairing active.
#[utoipa::path(post, path = "/api/v1/pairings/{id}/answers", tag = "pairings", request_body = AnswerInput,
    params(("id" = i64, Path), Key), responses((status = 200, body = Pairing), Refusals))]
pub async fn answer(visit: Visit, Path(id): Path<i64>, Json(input): Json<AnswerInput>) -> Answer {
    let write = visit.begin().await?;
    actions::answer(&write, &write.acting, id, &input).await?;
    done(write, StatusCode::OK, id).await
}

/// Goes on without a member; never without the lead or the last partner.
#[utoipa::path(post, path = "/api/v1/pairings/{id}/removals", tag = "pairings", request_body = RemovalInput,
    params(("id" = i64, Path), Key), responses((status = 200, body = Pairing), Refusals))]
pub async fn remove_member(
    visit: Visit,
    Path(id): Path<i64>,
    Json(input): Json<RemovalInput>,
) -> Answer {
    let write = visit.begin().await?;
    actions::remove_member(&write, &write.acting, id, &input).await?;
    done(write, StatusCode::OK, id).await
}

/// Concludes an active pairing.
#[utoipa::path(post, path = "/api/v1/pairings/{id}/conclusion", tag = "pairings", request_body = StepInput,
    params(("id" = i64, Path), Key), responses((status = 200, body = Pairing), Refusals))]
pub async fn conclude(visit: Visit, Path(id): Path<i64>, Json(input): Json<StepInput>) -> Answer {
    let write = visit.begin().await?;
    actions::conclude(&write, &write.acting, id, &input).await?;
    done(write, StatusCode::OK, id).await
}

/// Terminates an active pairing, or gives up one that has not begun; always with a reason.
#[utoipa::path(post, path = "/api/v1/pairings/{id}/termination", tag = "pairings", request_body = StepInput,
    params(("id" = i64, Path), Key), responses((status = 200, body = Pairing), Refusals))]
pub async fn terminate(visit: Visit, Path(id): Path<i64>, Json(input): Json<StepInput>) -> Answer {
    let write = visit.begin().await?;
    actions::terminate(&write, &write.acting, id, &input).await?;
    done(write, StatusCode::OK, id).await
}

/// Adds a problem; an active pairing takes it over at once. PATCH without it takes it out.
#[utoipa::path(post, path = "/api/v1/pairings/{id}/problems", tag = "pairings", request_body = LinkInput,
    params(("id" = i64, Path), Key), responses((status = 200, body = Pairing), Refusals))]
pub async fn link_problem(
    visit: Visit,
    Path(id): Path<i64>,
    Json(input): Json<LinkInput>,
) -> Answer {
    let write = visit.begin().await?;
    actions::link_problem(&write, &write.acting, id, &input).await?;
    done(write, StatusCode::OK, id).await
}
