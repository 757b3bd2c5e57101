//! A public notice as JSON, and objections to it: read and said without an account, answered by a named person.

use axum::extract::Path;
use axum::http::{HeaderMap, StatusCode};
use gongjie_base::{Result, token};
use serde::Serialize;
use utoipa::ToSchema;

use super::sheet::{Names, Objection};
use crate::close_out::objection::{AnswerInput, Finding, Input, reference, stage};
use crate::close_out::queries::{self, Notice};
use crate::close_out::{actions, pages};
use crate::door::{Answer, Json, Key, Refusals, Unreadable, Visit, Write, json};

/// A public notice 公示, as everybody sees it.
#[derive(Debug, Serialize, ToSchema)]
pub struct PublicNotice {
    pub id: i64,
    pub problem_id: i64,
    pub title: String,
    pub organization: String,
    /// What was achieved, as the notice says.
    pub result: String,
    /// `running`, `over`, `struck` or `back`.
    pub stage: &'static str,
    pub notice_from: String,
    pub notice_to: String,
    /// `solved`: the raisers say so; `checked`: a named independent check.
    pub basis: Option<String>,
    pub struck_on: Option<String>,
}

/// An objection as everybody sees it: what was answered, never what was said.
#[derive(Debug, Serialize, ToSchema)]
pub struct PublicObjection {
    pub reference: String,
    /// `upheld` or `dismissed`; null while it waits.
    pub finding: Option<&'static str>,
    pub answer: Option<String>,
    pub answered_on: Option<String>,
}

/// A notice with its objections.
#[derive(Debug, Serialize, ToSchema)]
pub struct PublicNoticeSheet {
    #[serde(flatten)]
    pub notice: PublicNotice,
    pub objections: Vec<PublicObjection>,
}

/// A filed objection.
#[derive(Debug, Serialize, ToSchema)]
pub struct FiledObjection {
    /// What it is called on the page of the notice.
    pub reference: String,
}

impl PublicNotice {
    /// As it stands on this day.
    pub fn of(notice: Notice, today: jiff::civil::Date) -> Self {
        Self {
            id: notice.id,
            problem_id: notice.problem_id,
            title: notice.title,
            organization: notice.organization,
            result: notice.result,
            stage: stage(notice.state, Some(&notice.notice_to), today).code(),
            notice_from: notice.notice_from,
            notice_to: notice.notice_to,
            basis: notice.basis.map(|b| b.to_string()),
            struck_on: notice.struck_on,
        }
    }
}

/// The notice of a close-out of a public problem. No token is asked for.
#[utoipa::path(get, path = "/api/v1/public/notices/{id}", tag = "public", params(("id" = i64, Path)), security(()),
    responses((status = 200, body = PublicNoticeSheet), Unreadable))]
pub async fn show(visit: Visit, Path(id): Path<i64>) -> Answer {
    visit.pass_reading()?;
    let notice = queries::find_notice(visit.read(), id).await?;
    let said = queries::list_objections(visit.read(), &[id]).await?;
    let objections = said.into_iter().map(|o| PublicObjection {
        reference: reference(o.id),
        finding: o.finding.map(Finding::code),
        answer: o.answer,
        answered_on: o.answered_on,
    });
    json(&PublicNoticeSheet {
        objections: objections.collect(),
        notice: PublicNotice::of(notice, visit.today()),
    })
}

/// Objects while the notice runs, without a token. The same key (at least 32 characters) files once.
#[utoipa::path(post, path = "/api/v1/public/notices/{id}/objections", tag = "public", request_body = Input, security(()),
    params(("id" = i64, Path), Key), responses((status = 201, body = FiledObjection), Refusals))]
pub async fn create(
    visit: Visit,
    Path(id): Path<i64>,
    headers: HeaderMap,
    Json(input): Json<Input>,
) -> Answer {
    let notice = queries::find_notice(visit.read(), id).await?;
    let key = headers.get("idempotency-key");
    let key = key.and_then(|v| v.to_str().ok()).unwrap_or_default();
    let made = pages::objections::file(&visit, &notice, key, &input).await?;
    let mut answer = json(&FiledObjection {
        reference: reference(made.id),
    })?;
    *answer.status_mut() = StatusCode::CREATED;
    Ok(answer)
}

async fn told(visit: &Visit, write: Write, status: StatusCode, id: i64) -> Answer {
    let row = told_row(visit, &write, id).await?;
    write.json(status, &row).await
}

async fn told_row(visit: &Visit, write: &Write, id: i64) -> Result<Objection> {
    let organization = write.acting.actor.organization_id;
    let row = queries::find_objection(write, organization, id).await?;
    Ok(Names::read(write.reading(visit)).await?.objection(row))
}

/// Objects under the own name while the notice runs.
#[utoipa::path(post, path = "/api/v1/close-outs/{id}/objections", tag = "close-outs", request_body = Input,
    params(("id" = i64, Path), Key), responses((status = 201, body = Objection), Refusals))]
pub async fn object(visit: Visit, Path(id): Path<i64>, Json(input): Json<Input>) -> Answer {
    let write = visit.begin().await?;
    queries::find(&write, &write.acting.actor, id).await?;
    let (by, clock) = (write.acting.by(), &visit.app.clock);
    let made = actions::object(&write, by, clock, id, token::random()?, &input).await?;
    told(&visit, write, StatusCode::CREATED, made.id).await
}

/// Answers an objection: coordinator, leader or supervisor who did none of the work. Everybody may read the answer.
#[utoipa::path(post, path = "/api/v1/objections/{id}/answer", tag = "close-outs", request_body = AnswerInput,
    params(("id" = i64, Path), Key), responses((status = 200, body = Objection), Refusals))]
pub async fn answer(visit: Visit, Path(id): Path<i64>, Json(input): Json<AnswerInput>) -> Answer {
    let write = visit.begin().await?;
    actions::answer_objection(&write, &write.acting, id, &input).await?;
    told(&visit, write, StatusCode::OK, id).await
}
