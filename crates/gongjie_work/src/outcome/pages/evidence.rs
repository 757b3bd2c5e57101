//! Evidence: attach a link or a file, open a file, withdraw.

use askama::Template;
use axum::body::Body;
use axum::extract::Path;
use axum::http::{HeaderValue, header};
use axum::response::{IntoResponse, Response};
use gongjie_base::limits::FILES_PER_PROBLEM_MAX;
use gongjie_base::{Error, Result};

use super::super::actions::{self, Stored};
use super::super::kinds;
use super::super::queries::{self, Belonging};
use super::super::rules::{self, EvidenceInput, EvidenceKind, Visibility};
use crate::door::{Answer, Upload, UploadedFile, Visit, show, show_refused};
use crate::layout::{Errors, Page};
use crate::problem::queries as problems;

/// Kept in a box of its own if a browser opens it after all.
const FILE_SECURITY_POLICY: &str = "default-src 'none'; sandbox";

/// One piece that is attached already.
struct Piece {
    id: i64,
    title: String,
    kind: String,
    visibility: String,
    day: String,
    link: Option<String>,
    file: Option<String>,
    hash: Option<String>,
    may_withdraw: bool,
}

#[derive(Template)]
#[template(path = "outcome/evidence.html")]
struct EvidencePage {
    p: Page,
    problem_id: i64,
    problem_title: String,
    input: EvidenceInput,
    errors: Errors,
    kinds: Vec<(String, String)>,
    visibilities: Vec<(String, String)>,
    outcomes: Vec<(String, String)>,
    measures: Vec<(String, String)>,
    activities: Vec<(String, String)>,
    pieces: Vec<Piece>,
    megabytes: usize,
    files_max: u64,
}

impl EvidencePage {
    fn file_hint(&self) -> String {
        let max = ("max", self.megabytes.to_string());
        self.p.t2(
            "evidence-file-hint",
            max,
            ("files", self.files_max.to_string()),
        )
    }
}

async fn form(
    visit: &Visit,
    problem_id: i64,
    mut input: EvidenceInput,
    errors: Errors,
) -> Result<EvidencePage> {
    let actor = visit.actor()?;
    let conn = visit.read();
    let problem = problems::find(conn, actor, problem_id).await?;
    let parts = queries::find_doers(conn, problem_id).await?.parts(actor);
    rules::may_attach(problem.state, &parts)?;
    if input.visibility.is_empty() {
        Visibility::Internal
            .code()
            .clone_into(&mut input.visibility);
    }
    let p = visit.page(visit.words().text("evidence-new-title"));
    let may_withdraw = rules::may_withdraw_evidence(problem.state, &parts).is_ok();
    let rows = queries::list_evidence_of_problem(conn, actor, problem_id).await?;
    let pieces = rows.into_iter().map(|e| Piece {
        id: e.id,
        title: e.title,
        kind: p.code("evidence-kind", e.kind),
        visibility: p.code("visibility", e.visibility),
        day: e.dated_on.map(|d| p.day(&d)).unwrap_or_default(),
        link: e.link,
        file: e.file_name,
        hash: e.file_hash,
        may_withdraw,
    });
    let pieces = pieces.collect();
    let mut choices = Vec::new();
    for what in [Belonging::Outcome, Belonging::Measure, Belonging::Activity] {
        let rows = queries::list_choices(conn, what, problem_id).await?;
        let rows = rows.into_iter().map(|c| (c.id.to_string(), c.words));
        choices.push(rows.collect::<Vec<_>>());
    }
    let mut choices = choices.into_iter();
    let coded = |set: &str, codes: Vec<&str>| {
        codes
            .into_iter()
            .map(|c| (c.to_owned(), p.code(set, c)))
            .collect::<Vec<_>>()
    };
    let kinds = EvidenceKind::ALL.iter().map(|c| c.code()).collect();
    let visibilities = Visibility::ALL.iter().map(|c| c.code()).collect();
    Ok(EvidencePage {
        problem_id,
        problem_title: problem.title,
        input,
        errors,
        kinds: coded("evidence-kind", kinds),
        visibilities: coded("visibility", visibilities),
        outcomes: choices.next().unwrap_or_default(),
        measures: choices.next().unwrap_or_default(),
        activities: choices.next().unwrap_or_default(),
        pieces,
        megabytes: visit.app.settings.file_bytes_max / 1024 / 1024,
        files_max: FILES_PER_PROBLEM_MAX,
        p,
    })
}

/// `GET /problems/{id}/evidence/new`
pub async fn new(visit: Visit, Path(problem_id): Path<i64>) -> Answer {
    let outcome_id = visit
        .address
        .split(['?', '&'])
        .find_map(|pair| pair.strip_prefix("outcome="))
        .unwrap_or_default();
    let input = EvidenceInput {
        outcome_id: outcome_id.to_owned(),
        ..EvidenceInput::default()
    };
    show(&form(&visit, problem_id, input, Errors::none()).await?)
}

/// `POST /problems/{id}/evidence`: a form with a file, or with a link.
pub async fn create(Path(problem_id): Path<i64>, upload: Upload) -> Answer {
    let input = EvidenceInput {
        kind: upload.field("kind").to_owned(),
        title: upload.field("title").to_owned(),
        dated_on: upload.field("dated_on").to_owned(),
        visibility: upload.field("visibility").to_owned(),
        link: upload.field("link").to_owned(),
        outcome_id: upload.field("outcome_id").to_owned(),
        measure_id: upload.field("measure_id").to_owned(),
        activity_id: upload.field("activity_id").to_owned(),
    };
    match attach(&upload, problem_id, &input).await {
        Ok(response) => Ok(response),
        Err(crate::door::Refused(Error::Invalid(fields))) => {
            show_refused(&form(&upload.visit, problem_id, input, Errors(fields)).await?)
        }
        Err(refused) => Err(refused),
    }
}

async fn attach(upload: &Upload, problem_id: i64, input: &EvidenceInput) -> Answer {
    let visit = &upload.visit;
    if let Some(refused) = &upload.refused {
        return Err(Error::Invalid(vec![refused.clone()]).into());
    }
    let read = rules::read_evidence(input, upload.file.is_some())?;
    let is_file = upload.file.is_some();
    actions::check_attach(visit.read(), visit.actor()?, problem_id, &read, is_file).await?;
    let stored = match &upload.file {
        Some(file) => Some(store(visit, file).await?),
        None => None,
    };
    let write = visit.begin().await?;
    let acting = &write.acting;
    match stored {
        Some(stored) => {
            actions::attach_file(&write, acting, problem_id, input, &stored).await?;
        }
        None => {
            actions::attach_link(&write, acting, problem_id, input).await?;
        }
    }
    write.see(format!("/problems/{problem_id}")).await
}

/// Looks at the kind, then writes and syncs the file before any row speaks of it.
async fn store(visit: &Visit, file: &UploadedFile) -> Result<Stored> {
    let kind = kinds::take(&file.name, &file.bytes).map_err(|e| rules::refuse("file", e.say()))?;
    Ok(Stored {
        hash: visit.app.files.put(&file.bytes).await?,
        name: kinds::clean_name(&file.name),
        media_type: kind.media_type,
        bytes: i64::try_from(file.bytes.len()).unwrap_or(i64::MAX),
    })
}

/// `GET /evidence/{id}/file`: always a download, never shown inside a page of ours.
pub async fn download(visit: Visit, Path(id): Path<i64>) -> Answer {
    let row = queries::find_evidence(visit.read(), visit.actor()?, id).await?;
    let hash = row.file_hash.ok_or(Error::NotFound)?;
    let bytes = visit.app.files.get(&hash).await?;
    let name = row.file_name.unwrap_or_else(|| "file".to_owned());
    let kind = row.file_type.unwrap_or_default();
    let mut response: Response = Body::from(bytes).into_response();
    let headers = response.headers_mut();
    for (key, value) in [
        (header::CONTENT_TYPE, kind),
        (header::CONTENT_DISPOSITION, kinds::disposition(&name)),
        (
            header::CONTENT_SECURITY_POLICY,
            FILE_SECURITY_POLICY.to_owned(),
        ),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff".to_owned()),
    ] {
        let value = HeaderValue::from_str(&value).map_err(Error::internal)?;
        headers.insert(key, value);
    }
    Ok(response)
}

/// `POST /evidence/{id}/withdrawal`
pub async fn withdraw(visit: Visit, Path(id): Path<i64>) -> Answer {
    let write = visit.begin().await?;
    let row = queries::find_evidence(&write, &write.acting.actor, id).await?;
    actions::withdraw_evidence(&write, &write.acting, id).await?;
    write.see(format!("/problems/{}", row.problem_id)).await
}
