//! Bulletins as JSON: the same actions and rules as the pages.

use axum::extract::{Path, Query};
use axum::http::StatusCode;
use gongjie_base::Error;

use super::rules::{self, Input, Step, TextInput};
use super::view::{self, BulletinView};
use super::{actions, draft, queries};
use crate::door::{Answer, Json, Key, Paging, Refusals, Rows, Unreadable, Visit, Write, json};

/// Bulletins that the asker sees, newest first; drafts for those who see all.
#[utoipa::path(get, path = "/api/v1/bulletins", tag = "oversight", params(Paging),
    responses((status = 200, body = Rows<BulletinView>), Unreadable))]
pub async fn index(visit: Visit, Query(paging): Query<Paging>) -> Answer {
    let limit = Some(paging.ask()?);
    let rows = queries::list(visit.read(), visit.actor()?, paging.before, limit).await?;
    let rows = view::views(visit.reading()?, rows).await?;
    json(&paging.page::<BulletinView, BulletinView>(rows, |row| row.id)?)
}

/// One bulletin, each sentence with the rows behind it.
#[utoipa::path(get, path = "/api/v1/bulletins/{id}", tag = "oversight", params(("id" = i64, Path)),
    responses((status = 200, body = BulletinView), Unreadable))]
pub async fn show(visit: Visit, Path(id): Path<i64>) -> Answer {
    json(&view::one(visit.reading()?, id).await?)
}

/// Drafts a bulletin from the facts of a period.
#[utoipa::path(post, path = "/api/v1/bulletins", tag = "oversight", request_body = Input,
    params(Key), responses((status = 201, body = BulletinView), Refusals))]
pub async fn create(visit: Visit, Json(input): Json<Input>) -> Answer {
    if !rules::is_office(visit.actor()?) {
        return Err(Error::NotFound.into());
    }
    let asked = rules::read(&input, visit.today())?;
    let drafted = draft::draft(visit.reading()?, asked.1).await?;
    let write = visit.begin().await?;
    let id = actions::draft(&write, &write.acting, asked, &drafted).await?;
    answered(&visit, write, id, StatusCode::CREATED).await
}

/// Changes the words and ticks of a draft.
#[utoipa::path(patch, path = "/api/v1/bulletins/{id}", tag = "oversight", request_body = TextInput,
    params(("id" = i64, Path), Key), responses((status = 200, body = BulletinView), Refusals))]
pub async fn update(visit: Visit, Path(id): Path<i64>, Json(input): Json<TextInput>) -> Answer {
    let write = visit.begin().await?;
    actions::edit(&write, &write.acting, id, &input).await?;
    answered(&visit, write, id, StatusCode::OK).await
}

/// Releases a bulletin, or drops a draft.
#[utoipa::path(post, path = "/api/v1/bulletins/{id}/moves", tag = "oversight", request_body = Step,
    params(("id" = i64, Path), Key), responses((status = 200, body = BulletinView), Refusals))]
pub async fn advance(visit: Visit, Path(id): Path<i64>, Json(step): Json<Step>) -> Answer {
    let write = visit.begin().await?;
    actions::advance(&write, &write.acting, id, &step).await?;
    answered(&visit, write, id, StatusCode::OK).await
}

async fn answered(visit: &Visit, write: Write, id: i64, status: StatusCode) -> Answer {
    let bulletin = view::one(write.reading(visit), id).await?;
    write.json(status, &bulletin).await
}
