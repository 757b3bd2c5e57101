//! The wizard: choose a file, look at its columns, answer what is asked, confirm, undo. Every step is a page of its own.

mod columns;
mod origins;
mod verbs;
mod view;

use askama::Template;
use axum::extract::{Path, Query};
use gongjie_base::{Error, FieldError, Result, Say};
use serde::Deserialize;

use super::actions::{self, Taken};
use super::known::Known;
use super::plan::{self, Counts, Plan, Question};
use super::queries;
use super::rules::{Choices, State, Weight, head_key};
use super::tables::import_batch::Model;
use super::understand::{Ask, Understood, understand};
use crate::campaign::queries as campaigns;
use crate::door::{Answer, Obstacle, Upload, Visit, attached, clean_name, show, show_refused};
use crate::layout::{Errors, Page};

pub use columns::{index as columns, update as update_columns};
pub use origins::index as origins;
pub use verbs::{answer, confirm, drop_batch, ready, undo};
use view::{Line, Told};

/// A batch with everything that is known about its file at this moment.
pub struct Looked {
    pub batch: Model,
    pub choices: Choices,
    pub understood: Understood,
    pub known: Known,
    pub plan: Plan,
}

/// Opens and judges the file of a batch under its choices.
pub async fn look(visit: &Visit, batch: Model) -> Result<Looked> {
    let choices = actions::choices_of(&batch)?;
    let known = Known::load(visit.read(), visit.actor()?, batch.campaign_id).await?;
    let bytes = visit.app.files.get(&batch.file_hash).await?;
    let ask = Ask {
        register: known.register.clone(),
        year: known.year,
        choices: choices.clone(),
    };
    let understood = visit
        .app
        .aside(move |program| understand(program, &bytes, ask))
        .await??;
    let plan = plan::read(&understood.sheet, &understood.grid, &known, &choices);
    Ok(Looked {
        batch,
        choices,
        understood,
        known,
        plan,
    })
}

/// What becomes of an uploaded file or of pasted rows.
pub struct Incoming {
    pub name: String,
    pub bytes: Vec<u8>,
    pub campaign_id: i64,
}

/// The file or the pasted rows of an upload form; errors by field.
pub fn incoming(upload: &Upload) -> Result<Incoming> {
    if let Some(refused) = &upload.refused {
        return Err(Error::Invalid(vec![refused.clone()]));
    }
    let campaign_id = upload.field("campaign").trim().parse();
    let campaign_id = campaign_id.map_err(|_| Error::invalid("campaign", "error-choose"))?;
    let text = upload.field("text");
    let (name, bytes) = match &upload.file {
        Some(file) => (clean_name(&file.name), file.bytes.to_vec()),
        None if !text.trim().is_empty() => ("粘贴的行.tsv".to_owned(), text.as_bytes().to_vec()),
        None => return Err(Error::invalid("file", "import-choose-file")),
    };
    Ok(Incoming {
        name,
        bytes,
        campaign_id,
    })
}

/// Understands what came in; gives the choices that begin it: columns that were chosen for the same header before.
pub async fn begin_with(visit: &Visit, file: &Incoming) -> Result<Choices> {
    let actor = visit.actor()?;
    let known = Known::load(visit.read(), actor, file.campaign_id).await;
    let known = known.map_err(|error| match error {
        Error::NotFound => Error::invalid("campaign", "error-not-in-list"),
        error => error,
    })?;
    let ask = Ask {
        register: known.register,
        year: known.year,
        choices: Choices::default(),
    };
    let bytes = file.bytes.clone();
    let understood = visit
        .app
        .aside(move |program| understand(program, &bytes, ask))
        .await??;
    if understood.sheets.iter().all(|(_, is_ledger)| !is_ledger)
        && understood.sheet.looked_at.is_empty()
    {
        return Err(Error::invalid("file", "import-no-ledger"));
    }
    let mut choices = Choices::default();
    let head = head_key(&understood.sheet.header);
    if let Some(columns) = queries::find_head(visit.read(), actor, &head).await? {
        choices.columns = serde_json::from_str(&columns).map_err(Error::internal)?;
    }
    Ok(choices)
}

#[derive(Template)]
#[template(path = "import/index.html")]
struct IndexPage {
    p: Page,
    errors: Errors,
    campaigns: Vec<(String, String)>,
    campaign: String,
    text: String,
    batches: Vec<Model>,
    megabytes: usize,
}

async fn index_page(
    visit: &Visit,
    campaign: &str,
    text: &str,
    errors: Errors,
) -> Result<IndexPage> {
    let actor = visit.actor()?;
    let rows = campaigns::list_campaigns(visit.read(), actor).await?;
    let open = rows
        .iter()
        .find(|c| c.state == crate::campaign::rules::CampaignState::Open);
    let first = open
        .or(rows.first())
        .map(|c| c.id.to_string())
        .unwrap_or_default();
    Ok(IndexPage {
        p: visit.page(visit.words().text("import-title")),
        errors,
        campaigns: rows
            .into_iter()
            .map(|c| (c.id.to_string(), c.name))
            .collect(),
        campaign: if campaign.is_empty() {
            first
        } else {
            campaign.to_owned()
        },
        text: text.to_owned(),
        batches: queries::list(visit.read(), actor).await?,
        megabytes: gongjie_reader::limits::FILE_BYTES_MAX / 1024 / 1024,
    })
}

/// `GET /imports`
pub async fn index(visit: Visit) -> Answer {
    show(&index_page(&visit, "", "", Errors::none()).await?)
}

/// Understands, stores and begins: the write that is still open, and the id of the batch.
pub async fn take(upload: &Upload) -> Result<(crate::door::Write, i64)> {
    let visit = &upload.visit;
    let file = incoming(upload)?;
    let choices = begin_with(visit, &file).await?;
    let hash = visit.app.files.put(&file.bytes).await?;
    let write = visit.begin().await?;
    let taken = Taken {
        hash: &hash,
        name: &file.name,
        bytes: file.bytes.len(),
        choices,
    };
    let id = actions::begin(&write, &write.acting, file.campaign_id, &taken).await?;
    Ok((write, id))
}

/// `POST /imports`: a file, or pasted rows.
pub async fn create(upload: Upload) -> Answer {
    match take(&upload).await {
        Ok((write, id)) => write.see(format!("/imports/{id}")).await,
        Err(Error::Invalid(fields)) => {
            let (campaign, text) = (upload.field("campaign"), upload.field("text"));
            show_refused(&index_page(&upload.visit, campaign, text, Errors(fields)).await?)
        }
        Err(error) => Err(error.into()),
    }
}

/// Where the rows of the sheet begin that are shown.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct SheetFrom {
    from: usize,
}

#[derive(Template)]
#[template(path = "import/check.html")]
struct CheckPage {
    p: Page,
    batch: Model,
    sheet: String,
    is_ledger: bool,
    counts: Counts,
    /// Must, look, handled.
    weights: (usize, usize, usize),
    questions: Vec<Told>,
    more: usize,
    lines: Vec<Line>,
    more_lines: usize,
    table: view::Table,
    columns_known: usize,
    columns_all: usize,
    may_confirm: bool,
    refused: Vec<(u32, String, String)>,
    units: Vec<(i64, String)>,
}

impl CheckPage {
    /// One sentence on what confirming does.
    fn told(&self) -> String {
        let say = Say::new("import-will")
            .with("problems", self.counts.problems)
            .with("pairings", self.counts.pairings)
            .with("measures", self.counts.measures)
            .with("outcomes", self.counts.outcomes)
            .with("changes", self.counts.changes)
            .with("same", self.counts.same);
        self.p.words.say(&say)
    }

    fn step_columns(&self) -> String {
        let all = self.columns_all.to_string();
        self.p.t2(
            "import-columns-n",
            ("n", self.columns_known.to_string()),
            ("all", all),
        )
    }

    fn weigh(&self, weight: &str) -> usize {
        match weight {
            "must" => self.weights.0,
            "look" => self.weights.1,
            _ => self.weights.2,
        }
    }

    fn will_make(&self) -> String {
        let people = ("people", self.counts.people.to_string());
        self.p.t2(
            "import-will-make",
            ("units", self.counts.units.to_string()),
            people,
        )
    }

    fn step_asks(&self) -> String {
        self.p
            .t1("import-asks-n", "n", self.weights.0 + self.weights.1)
    }

    fn heading(&self) -> String {
        let (must, look, _) = self.weights;
        self.p.t2(
            "import-asks",
            ("must", must.to_string()),
            ("look", look.to_string()),
        )
    }
}

fn check_page(
    visit: &Visit,
    looked: Looked,
    from: usize,
    refused: &[Obstacle],
) -> Result<CheckPage> {
    let p = visit.page(visit.words().text("import-title"));
    let acting = visit.acting()?;
    let weigh = |weight| looked.plan.count(weight);
    let questions: Vec<&Question> = looked.plan.questions.iter().collect();
    let shown = questions.iter().take(super::rules::QUESTIONS_SHOWN);
    let lines = looked
        .plan
        .problems
        .iter()
        .take(super::rules::PROBLEMS_SHOWN);
    Ok(CheckPage {
        sheet: sheet_name(&looked),
        is_ledger: looked.understood.sheet.is_ledger,
        counts: looked.plan.counts(),
        weights: (
            weigh(Weight::Must),
            weigh(Weight::Look),
            weigh(Weight::Handled),
        ),
        questions: shown.map(|q| view::told(&p, q)).collect(),
        more: questions
            .len()
            .saturating_sub(super::rules::QUESTIONS_SHOWN),
        lines: lines
            .map(|problem| view::line(&p, &looked, problem))
            .collect(),
        more_lines: looked
            .plan
            .problems
            .len()
            .saturating_sub(super::rules::PROBLEMS_SHOWN),
        table: view::table(&p, &looked, from),
        columns_known: looked
            .understood
            .sheet
            .columns
            .iter()
            .filter(|c| c.field.is_some())
            .count(),
        columns_all: looked.understood.sheet.columns.len(),
        may_confirm: actions::may_confirm(&acting),
        refused: refused
            .iter()
            .map(|r| (r.row, r.title.clone(), p.words.say(&r.say)))
            .collect(),
        units: looked.known.units.clone(),
        batch: looked.batch,
        p,
    })
}

/// The name of the sheet; a text file has none of its own.
fn sheet_name(looked: &Looked) -> String {
    let name = looked.understood.sheet.name.as_str();
    if name.is_empty() {
        looked.batch.file_name.clone()
    } else {
        name.to_owned()
    }
}

#[derive(Template)]
#[template(path = "import/running.html")]
struct RunningPage {
    p: Page,
    batch: Model,
    done: usize,
    total: usize,
}

impl RunningPage {
    fn most(&self) -> usize {
        self.total.max(1)
    }

    fn told(&self) -> String {
        let total = ("total", self.total.to_string());
        self.p
            .t2("import-going-n", ("done", self.done.to_string()), total)
    }
}

#[derive(Template)]
#[template(path = "import/done.html")]
struct DonePage {
    p: Page,
    batch: Model,
    campaign: String,
    rows: Vec<view::MadeLine>,
    more: usize,
    may_undo: bool,
    errors: Vec<String>,
}

/// The name of a batch's work among the jobs of this process.
pub fn job_of(batch: &Model) -> String {
    format!(
        "import:{}:{}:{}",
        batch.organization_id, batch.id, batch.file_hash
    )
}

async fn done_page(visit: &Visit, batch: Model, errors: Vec<String>) -> Result<DonePage> {
    let campaign =
        campaigns::find_campaign(visit.read(), visit.actor()?, batch.campaign_id).await?;
    let origins = queries::list_origins(visit.read(), batch.id).await?;
    let p = visit.page(visit.words().text("import-title"));
    let shown = super::rules::PROBLEMS_SHOWN;
    let rows = origins.iter().take(shown).map(|o| view::made_line(&p, o));
    Ok(DonePage {
        rows: rows.collect::<Result<_>>()?,
        more: origins.len().saturating_sub(shown),
        campaign: campaign.name,
        may_undo: actions::may_confirm(&visit.acting()?) && batch.state == State::Done,
        errors,
        batch,
        p,
    })
}

/// `GET /imports/{id}`: what is asked, how far it is, or what it did.
pub async fn show_batch(visit: Visit, Path(id): Path<i64>, Query(ask): Query<SheetFrom>) -> Answer {
    let batch = queries::find(visit.read(), visit.actor()?, id).await?;
    let name = job_of(&batch);
    if let Some(job) = visit.app.jobs.find(&name) {
        let Some(refused) = job.ended() else {
            let (done, total) = job.progress();
            let p = visit.page(visit.words().text("import-title"));
            return show(&RunningPage {
                p,
                batch,
                done,
                total,
            });
        };
        if batch.state == State::Open && !refused.is_empty() {
            return show(&check_page(
                &visit,
                look(&visit, batch).await?,
                ask.from,
                &refused,
            )?);
        }
    }
    if batch.state != State::Open {
        visit.app.jobs.forget(&name);
    }
    match batch.state {
        State::Open => show(&check_page(
            &visit,
            look(&visit, batch).await?,
            ask.from,
            &[],
        )?),
        State::Dropped => Err(Error::NotFound.into()),
        State::Done | State::Undone => show(&done_page(&visit, batch, Vec::new()).await?),
    }
}

/// `GET /imports/{id}/file`: the file as it came, always a download.
pub async fn file(visit: Visit, Path(id): Path<i64>) -> Answer {
    let batch = queries::find(visit.read(), visit.actor()?, id).await?;
    let bytes = visit.app.files.get(&batch.file_hash).await?;
    Ok(attached(
        bytes,
        "application/octet-stream",
        &batch.file_name,
    )?)
}

/// Fields of a refusal as one list of words.
fn words_of(visit: &Visit, fields: &[FieldError]) -> Vec<String> {
    fields
        .iter()
        .map(|field| visit.words().say(&field.say))
        .collect()
}
