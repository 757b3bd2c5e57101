//! Evidence as JSON: list, attach a link or a file, open a file, withdraw.

use axum::extract::{Path, Query};
use axum::http::StatusCode;
use gongjie_base::{Error, Result};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use crate::door::{
    Answer, Key, Reading, Refusals, Rows, Unreadable, Upload, Visit, attached, json,
};
use crate::org::queries as org;
use crate::outcome::rules::EvidenceInput;
use crate::outcome::tables::evidence::Model;
use crate::outcome::{actions, attach, queries, rules};
use crate::problem::queries as problems;

/// A piece of evidence 佐证: a link or a file.
#[derive(Debug, Serialize, ToSchema)]
pub struct Evidence {
    pub id: i64,
    pub problem_id: i64,
    pub measure_id: Option<i64>,
    pub outcome_id: Option<i64>,
    /// A picture or a paper of an activity.
    pub activity_id: Option<i64>,
    /// `rule`, `minutes`, `notice`, `photo`, `data`, `agreement`, `link` or `other`.
    pub kind: &'static str,
    pub title: String,
    pub dated_on: Option<String>,
    pub link: Option<String>,
    pub file_name: Option<String>,
    pub file_type: Option<String>,
    pub file_bytes: Option<i64>,
    /// SHA-256 of the file.
    pub file_hash: Option<String>,
    /// `internal`: for those involved; `public`: for everybody of the organisation.
    pub visibility: &'static str,
    /// Who attached it.
    pub person: Option<String>,
    pub may_withdraw: bool,
}

/// Which pieces of a problem.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[serde(default)]
#[into_params(parameter_in = Query)]
pub struct EvidenceQuery {
    pub outcome_id: Option<i64>,
    pub measure_id: Option<i64>,
    /// Pictures and papers of this activity.
    pub activity_id: Option<i64>,
}

/// Evidence as it is sent with a file.
#[derive(Serialize, ToSchema)]
pub struct EvidenceUpload {
    #[serde(flatten)]
    pub fields: EvidenceInput,
    /// pdf, png, jpg, webp, docx, xlsx, pptx, txt or csv, by name and by content.
    #[schema(format = Binary, content_media_type = "application/octet-stream")]
    pub file: String,
}

/// Pieces with what belongs to them; all of one problem, which the reader sees.
async fn pieces(at: Reading<'_>, problem_id: i64, rows: Vec<Model>) -> Result<Vec<Evidence>> {
    let problem = problems::find(at.conn, at.actor, problem_id).await?;
    let doers = queries::find_doers(at.conn, problem_id).await?;
    let parts = doers.parts(at.actor);
    let may_withdraw = rules::may_withdraw_evidence(problem.state, &parts).is_ok();
    let people = org::list_people(at.conn, at.actor).await?;
    let name = |id: Option<i64>| {
        let found = people.iter().find(|p| Some(p.id) == id);
        found.map(|p| p.name.clone())
    };
    let rows = rows.into_iter().map(|row| Evidence {
        id: row.id,
        problem_id: row.problem_id,
        measure_id: row.measure_id,
        outcome_id: row.outcome_id,
        activity_id: row.activity_id,
        kind: row.kind.code(),
        title: row.title,
        dated_on: row.dated_on,
        link: row.link,
        file_name: row.file_name,
        file_type: row.file_type,
        file_bytes: row.file_bytes,
        file_hash: row.file_hash,
        visibility: row.visibility.code(),
        person: name(row.person_id),
        may_withdraw,
    });
    Ok(rows.collect())
}

async fn read(at: Reading<'_>, id: i64) -> Result<Evidence> {
    let row = queries::find_evidence(at.conn, at.actor, id).await?;
    let found = pieces(at, row.problem_id, vec![row]).await?;
    found.into_iter().next().ok_or(Error::NotFound)
}

/// Evidence of a problem that the asker may see; with `activity_id` the pictures and papers of an activity.
#[utoipa::path(get, path = "/api/v1/problems/{id}/evidence", tag = "evidence", params(("id" = i64, Path), EvidenceQuery),
    responses((status = 200, body = Rows<Evidence>), Unreadable))]
pub async fn index(
    visit: Visit,
    Path(problem_id): Path<i64>,
    Query(query): Query<EvidenceQuery>,
) -> Answer {
    let at = visit.reading()?;
    let mut rows = queries::list_evidence_of_problem(at.conn, at.actor, problem_id).await?;
    let is_asked = |asked: Option<i64>, own: Option<i64>| asked.is_none() || asked == own;
    rows.retain(|e| {
        is_asked(query.outcome_id, e.outcome_id)
            && is_asked(query.measure_id, e.measure_id)
            && is_asked(query.activity_id, e.activity_id)
    });
    let items = pieces(at, problem_id, rows).await?;
    json(&Rows::whole(items))
}

/// One piece; its file is at `/file`.
#[utoipa::path(get, path = "/api/v1/evidence/{id}", tag = "evidence", params(("id" = i64, Path)),
    responses((status = 200, body = Evidence), Unreadable))]
pub async fn show(visit: Visit, Path(id): Path<i64>) -> Answer {
    json(&read(visit.reading()?, id).await?)
}

/// Attaches a link (as JSON) or a file (as multipart). `kind` and `title` are required; the key comes as a header.
#[utoipa::path(post, path = "/api/v1/problems/{id}/evidence", tag = "evidence",
    request_body(content((EvidenceInput = "application/json"), (EvidenceUpload = "multipart/form-data"))),
    params(("id" = i64, Path), Key), responses((status = 201, body = Evidence), Refusals))]
pub async fn create(Path(problem_id): Path<i64>, upload: Upload) -> Answer {
    let input = attach::read(&upload);
    let (write, id) = attach::attach(&upload, problem_id, &input).await?;
    let piece = read(write.reading(&upload.visit), id).await?;
    write.json(StatusCode::CREATED, &piece).await
}

/// The file itself: always a download, never shown inside a page of ours.
#[utoipa::path(get, path = "/api/v1/evidence/{id}/file", tag = "evidence", params(("id" = i64, Path)),
    responses((status = 200, description = "The file as it was attached", content_type = "application/octet-stream", body = Vec<u8>), Unreadable))]
pub async fn download(visit: Visit, Path(id): Path<i64>) -> Answer {
    let row = queries::find_evidence(visit.read(), visit.actor()?, id).await?;
    let hash = row.file_hash.ok_or(Error::NotFound)?;
    let bytes = visit.app.files.get(&hash).await?;
    let name = row.file_name.unwrap_or_else(|| "file".to_owned());
    let kind = row.file_type.unwrap_or_default();
    Ok(attached(bytes, &kind, &name)?)
}

/// Withdraws a piece: nobody can open it any more, the record of it stays. Answers with the piece as it was.
#[utoipa::path(post, path = "/api/v1/evidence/{id}/withdrawal", tag = "evidence",
    params(("id" = i64, Path), Key), responses((status = 200, body = Evidence), Refusals))]
pub async fn withdraw(visit: Visit, Path(id): Path<i64>) -> Answer {
    let write = visit.begin().await?;
    let piece = read(write.reading(&visit), id).await?;
    actions::withdraw_evidence(&write, &write.acting, id).await?;
    write.json(StatusCode::OK, &piece).await
}
