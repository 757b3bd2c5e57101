//! Evidence: attach a link or a file, withdraw.

use askama::Template;
use axum::extract::Path;
use gongjie_base::limits::FILES_PER_PROBLEM_MAX;
use gongjie_base::{Error, Result};

use super::super::queries::{self, Belonging};
use super::super::rules::{self, EvidenceInput, EvidenceKind, Visibility};
use super::super::{actions, attach};
use crate::door::{Answer, Upload, Visit, show, show_refused};
use crate::layout::{Errors, Page};
use crate::problem::queries as problems;

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
    let input = attach::read(&upload);
    match attach::attach(&upload, problem_id, &input).await {
        Ok((write, _)) => write.see(format!("/problems/{problem_id}")).await,
        Err(Error::Invalid(fields)) => {
            show_refused(&form(&upload.visit, problem_id, input, Errors(fields)).await?)
        }
        Err(error) => Err(error.into()),
    }
}

/// `POST /evidence/{id}/withdrawal`
pub async fn withdraw(visit: Visit, Path(id): Path<i64>) -> Answer {
    let write = visit.begin().await?;
    let row = queries::find_evidence(&write, &write.acting.actor, id).await?;
    actions::withdraw_evidence(&write, &write.acting, id).await?;
    write.see(format!("/problems/{}", row.problem_id)).await
}
