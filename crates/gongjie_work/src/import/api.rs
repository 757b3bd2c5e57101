//! Imports as JSON: the same actions and the same rules as the pages.

use axum::extract::Path;
use axum::http::StatusCode;
use gongjie_base::{Error, FieldError, Say};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::pages::{job_of, look, take};
use super::plan::{Counts, Plan};
use super::rules::{Answer, State};
use super::tables::import_batch::Model;
use super::{actions, queries};
use crate::door::{Answer as Reply, Json, Key, Refusals, Rows, Unreadable, Upload, Visit, json};

/// One import 导入批次.
#[derive(Debug, Serialize, ToSchema)]
pub struct Import {
    pub id: i64,
    /// `open`, `done`, `undone` or `dropped`.
    pub state: String,
    pub campaign_id: i64,
    pub file_name: String,
    /// SHA-256 of the file as it came.
    pub file_hash: String,
    /// Moment, UTC milliseconds.
    pub created_at: i64,
    pub done_at: Option<i64>,
    pub undone_at: Option<i64>,
    /// Rows that it made, and fields that it changed.
    pub creates: i64,
    pub changes: i64,
    /// First and last number of its entries in the journal.
    pub first_seq: Option<i64>,
    pub last_seq: Option<i64>,
}

impl From<Model> for Import {
    fn from(row: Model) -> Self {
        Self {
            id: row.id,
            state: row.state.to_string(),
            campaign_id: row.campaign_id,
            file_name: row.file_name,
            file_hash: row.file_hash,
            created_at: row.created_at,
            done_at: row.done_at,
            undone_at: row.undone_at,
            creates: row.creates,
            changes: row.changes,
            first_seq: row.first_seq,
            last_seq: row.last_seq,
        }
    }
}

/// Something that is not certain.
#[derive(Debug, Serialize, ToSchema)]
pub struct ImportQuestion {
    /// `must`, `look` or `handled`.
    pub weight: String,
    pub cells: Vec<String>,
    pub heading: String,
    pub written: String,
    pub words: String,
    /// Send one of them as an answer.
    pub answers: Vec<String>,
}

/// What an open import would do.
#[derive(Debug, Serialize, ToSchema)]
pub struct ImportPlan {
    #[serde(flatten)]
    pub import: Import,
    /// Null for an import that is not open.
    pub counts: Option<Counts>,
    pub questions: Vec<ImportQuestion>,
}

/// Answers to questions.
#[derive(Debug, Default, Deserialize, ToSchema)]
#[serde(default)]
#[schema(as = ImportAnswers)]
pub struct AnswersInput {
    /// `unit|国资处|12`, `cell|D7|2022年6月`, `row|7|out` …: as the questions offer them.
    pub answers: Vec<String>,
}

/// How far a confirmation is.
#[derive(Debug, Serialize, ToSchema)]
pub struct ImportProgress {
    /// It goes on in this process.
    pub is_going: bool,
    pub done: usize,
    pub total: usize,
    pub state: String,
}

/// The multipart form of a new import.
#[derive(Debug, ToSchema)]
#[allow(dead_code, reason = "only the document of the API reads it")]
pub struct ImportUpload {
    pub campaign: String,
    /// Rows as a spreadsheet copies them; instead of a file.
    pub text: Option<String>,
    #[schema(value_type = Option<String>, format = Binary)]
    pub file: Option<Vec<u8>>,
}

fn told(visit: &Visit, batch: Model, plan: Option<&Plan>) -> ImportPlan {
    let words = visit.words();
    let questions = plan.into_iter().flat_map(|plan| &plan.questions);
    ImportPlan {
        import: batch.into(),
        counts: plan.map(Plan::counts),
        questions: questions
            .map(|q| ImportQuestion {
                weight: q.weight.to_string(),
                cells: q.cells.clone(),
                heading: q.heading.clone(),
                written: q.written.clone(),
                words: words.say(&q.say),
                answers: q.answers.iter().map(|a| a.value.clone()).collect(),
            })
            .collect(),
    }
}

/// The latest imports, newest first.
#[utoipa::path(get, path = "/api/v1/imports", tag = "imports", responses((status = 200, body = Rows<Import>), Unreadable))]
pub async fn index(visit: Visit) -> Reply {
    let rows = queries::list(visit.read(), visit.actor()?).await?;
    json(&Rows::whole(rows.into_iter().map(Import::from).collect()))
}

/// One import; an open one with what it would do and what it asks.
#[utoipa::path(get, path = "/api/v1/imports/{id}", tag = "imports", params(("id" = i64, Path)),
    responses((status = 200, body = ImportPlan), Unreadable))]
pub async fn show(visit: Visit, Path(id): Path<i64>) -> Reply {
    let batch = queries::find(visit.read(), visit.actor()?, id).await?;
    if batch.state != State::Open {
        return json(&told(&visit, batch, None));
    }
    let looked = look(&visit, batch).await?;
    json(&told(&visit, looked.batch.clone(), Some(&looked.plan)))
}

/// How far a confirmation is that goes on behind its page.
#[utoipa::path(get, path = "/api/v1/imports/{id}/progress", tag = "imports", params(("id" = i64, Path)),
    responses((status = 200, body = ImportProgress), Unreadable))]
pub async fn progress(visit: Visit, Path(id): Path<i64>) -> Reply {
    let batch = queries::find(visit.read(), visit.actor()?, id).await?;
    let job = visit.app.jobs.find(&job_of(&batch));
    let (done, total) = job.as_ref().map_or((0, 0), |job| job.progress());
    json(&ImportProgress {
        is_going: job.is_some_and(|job| job.ended().is_none()),
        done,
        total,
        state: batch.state.to_string(),
    })
}

/// Begins an import with a file or with pasted rows: understood and kept, nothing else is written.
#[utoipa::path(post, path = "/api/v1/imports", tag = "imports",
    request_body(content((ImportUpload = "multipart/form-data"))),
    params(Key), responses((status = 201, body = Import), Refusals))]
pub async fn create(upload: Upload) -> Reply {
    let (write, id) = take(&upload).await?;
    let batch = queries::find(&write, &write.acting.actor, id).await?;
    write.json(StatusCode::CREATED, &Import::from(batch)).await
}

/// Answers questions of an open import.
#[utoipa::path(post, path = "/api/v1/imports/{id}/answers", tag = "imports", request_body = AnswersInput,
    params(("id" = i64, Path), Key), responses((status = 200, body = Import), Refusals))]
pub async fn answer(visit: Visit, Path(id): Path<i64>, Json(input): Json<AnswersInput>) -> Reply {
    let batch = queries::find(visit.read(), visit.actor()?, id).await?;
    let mut choices = actions::choices_of(&batch)?;
    for text in &input.answers {
        let taken = Answer::read("answer", text).is_some_and(|answer| choices.take(&answer));
        if !taken {
            let say = Say::new("import-not-an-answer").with("answer", text);
            return Err(Error::Invalid(vec![FieldError::new("answers", say)]).into());
        }
    }
    let write = visit.begin().await?;
    actions::choose(&write, &write.acting, &batch, &choices).await?;
    let batch = queries::find(&write, &write.acting.actor, id).await?;
    write.json(StatusCode::OK, &Import::from(batch)).await
}

/// Confirms an open import: everything that it takes, or nothing with the reasons.
#[utoipa::path(post, path = "/api/v1/imports/{id}/confirmation", tag = "imports",
    params(("id" = i64, Path), Key), responses((status = 200, body = Import), Refusals))]
pub async fn confirm(visit: Visit, Path(id): Path<i64>) -> Reply {
    let ready = super::pages::ready(&visit, id).await?;
    let write = visit.begin().await?;
    let refused = actions::confirm(
        &write,
        &write.acting,
        &ready.batch,
        &ready.plan,
        &ready.about,
        &|| (),
    )
    .await?;
    if !refused.is_empty() {
        let fields = refused
            .into_iter()
            .map(|r| FieldError::new(format!("row {}", r.row), r.say));
        return Err(Error::Invalid(fields.collect()).into());
    }
    let batch = queries::find(&write, &write.acting.actor, id).await?;
    write.json(StatusCode::OK, &Import::from(batch)).await
}

/// Undoes an import as a whole, as long as nobody else worked on its rows.
#[utoipa::path(post, path = "/api/v1/imports/{id}/undoing", tag = "imports",
    params(("id" = i64, Path), Key), responses((status = 200, body = Import), Refusals))]
pub async fn undo(visit: Visit, Path(id): Path<i64>) -> Reply {
    let write = visit.begin().await?;
    let batch = queries::find(&write, &write.acting.actor, id).await?;
    Box::pin(actions::undo(&write, &write.acting, &batch, &|| ())).await?;
    let batch = queries::find(&write, &write.acting.actor, id).await?;
    write.json(StatusCode::OK, &Import::from(batch)).await
}
