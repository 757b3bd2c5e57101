//! Steps as pages: what I did, what became of it, undo and redo without JavaScript.

pub mod bulk;
pub mod paste;

use askama::Template;
use axum::extract::Path;
use axum::http::StatusCode;
use gongjie_base::{Error, Result, Say};
use serde::Deserialize;

use super::actions::{self, Report};
use super::labels::Labels;
use super::queries;
use super::rules::{Cell, CellInput, Fate, Input, Made, RowInput, Said, State, TurnInput};
use super::tables::grid_step::Model;
use crate::door::{Answer, Form, Visit, show};
use crate::layout::Page;

/// A moment as people read it.
pub(super) fn moment(visit: &Visit, at: i64) -> String {
    visit.app.clock.minute_of(at)
}

/// What became of a cell, in words; empty where there is nothing to say.
pub(super) fn words(labels: &Labels, cell: &Cell, at: &impl Fn(i64) -> String) -> String {
    if let Some(said) = &cell.said {
        return labels.said(said);
    }
    let changed = |key: &'static str| {
        let now = cell.now.clone().unwrap_or_default();
        let now = labels.show_field(cell.object, &cell.field, &now);
        let (by, when) = match &cell.author {
            Some(author) => (author.name.clone(), at(author.at)),
            None => (labels.words.text("grid-somebody"), String::new()),
        };
        let say = Say::new(key)
            .with("field", labels.field(cell.object, &cell.field))
            .with("by", by)
            .with("at", when)
            .with(
                "now",
                if now.is_empty() {
                    labels.words.text("grid-blank")
                } else {
                    now
                },
            );
        labels.words.say(&say)
    };
    match cell.fate {
        Fate::Clash => changed("grid-clash"),
        Fate::Saved | Fate::Merged if cell.now.is_some() => changed("grid-not-turned"),
        Fate::Merged => labels.words.text("grid-merged"),
        Fate::Saved | Fate::Same | Fate::Refused => String::new(),
    }
}

#[derive(Template)]
#[template(path = "grid/steps.html")]
struct IndexPage {
    p: Page,
    steps: Vec<Model>,
}

/// `GET /grid/steps`
pub async fn index(visit: Visit) -> Answer {
    let steps = queries::list(visit.read(), visit.actor()?, None).await?;
    let p = visit.page(visit.words().text("grid-steps-title"));
    show(&IndexPage { p, steps })
}

/// One cell of a step on its page.
struct Line {
    cell: Cell,
    href: String,
    field: String,
    from: String,
    to: String,
    words: String,
}

/// One made row on the page.
struct MadeLine {
    row: Made,
    href: String,
    words: Vec<String>,
}

#[derive(Template)]
#[template(path = "grid/step.html")]
struct StepPage {
    p: Page,
    /// Nothing where not one cell could be saved.
    step: Option<Model>,
    lines: Vec<Line>,
    made: Vec<MadeLine>,
    grid: String,
    back: String,
}

impl StepPage {
    /// Cells that need a look.
    fn open(&self) -> usize {
        let cells = self.lines.iter().filter(|l| l.cell.fate.is_open()).count();
        cells + self.made.iter().filter(|m| m.row.id.is_none()).count()
    }

    fn saved(&self) -> usize {
        let cells = self.lines.iter().filter(|l| l.cell.fate.is_saved()).count();
        cells + self.made.iter().filter(|m| m.row.id.is_some()).count()
    }

    fn told(&self) -> String {
        let saved = ("saved", self.saved().to_string());
        self.p
            .t2("grid-told", saved, ("open", self.open().to_string()))
    }
}

async fn page(
    visit: &Visit,
    step: Option<Model>,
    cells: Vec<Cell>,
    made: Vec<Made>,
    (grid, back): (String, String),
) -> Result<StepPage> {
    let labels = Labels::load(visit.read(), visit.actor()?, visit.words()).await?;
    let at = |at| moment(visit, at);
    let line = |cell: Cell| {
        let show = |stored: &str| labels.show_field(cell.object, &cell.field, stored);
        Line {
            href: place(cell.object.code(), cell.id),
            field: labels.field(cell.object, &cell.field),
            from: show(&cell.from),
            to: show(&cell.to),
            words: words(&labels, &cell, &at),
            cell,
        }
    };
    let lines = cells.into_iter().map(line).collect();
    let told = |(field, said): &(String, Said), row: &Made| {
        let words = labels.said(said);
        if field.is_empty() {
            return words;
        }
        let label = labels.field(row.object, field);
        format!("{label}{}{words}", labels.words.text("colon"))
    };
    let made = made
        .into_iter()
        .map(|row| MadeLine {
            href: row
                .id
                .map_or_else(String::new, |id| place(row.object.code(), id)),
            words: row.refused.iter().map(|r| told(r, &row)).collect(),
            row,
        })
        .collect();
    Ok(StepPage {
        p: visit.page(visit.words().text("grid-step-title")),
        step,
        lines,
        made,
        grid,
        back,
    })
}

/// Where a row is seen.
fn place(object: &str, id: i64) -> String {
    match object {
        "problem" => format!("/problems/{id}"),
        "measure" => format!("/measures/{id}"),
        "pairing" => format!("/pairings/{id}"),
        _ => format!("/history/{object}/{id}"),
    }
}

/// `GET /grid/steps/{id}`
pub async fn show_step(visit: Visit, Path(id): Path<i64>) -> Answer {
    let step = queries::find(visit.read(), visit.actor()?, id).await?;
    let (cells, made) = actions::read_step(&step)?;
    let way = (step.grid.to_string(), step.grid.address().to_owned());
    show(&page(&visit, Some(step), cells, made, way).await?)
}

/// A step as a form: a ready plan, or one value for the named rows.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct StepForm {
    pub grid: String,
    pub kind: String,
    /// Where to go on; a page of ours.
    pub back: String,
    /// Cells and rows as JSON, from a preview.
    pub plan: String,
    /// Rows as `measure:12:3`: what, id, version.
    pub row: Vec<String>,
    pub field: String,
    pub to: String,
    /// What stood there, where a cell is chosen again.
    pub seen: Option<String>,
}

/// What a preview hands over.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Plan {
    cells: Vec<CellInput>,
    rows: Vec<RowInput>,
}

impl StepForm {
    fn read(&self) -> Result<Input> {
        let plan: Plan = if self.plan.is_empty() {
            Plan::default()
        } else {
            serde_json::from_str(&self.plan)
                .map_err(|_| Error::invalid("plan", "error-form-unreadable"))?
        };
        let mut input = Input {
            grid: self.grid.clone(),
            kind: self.kind.clone(),
            cells: plan.cells,
            rows: plan.rows,
        };
        for row in &self.row {
            let mut parts = row.splitn(3, ':').map(str::to_owned);
            let mut part = || parts.next().unwrap_or_default();
            input.cells.push(CellInput {
                object: part(),
                id: part(),
                version: part(),
                field: self.field.clone(),
                seen: self.seen.clone(),
                to: self.to.clone(),
            });
        }
        Ok(input)
    }

    /// An address of ours, or the grid's own.
    fn back(&self) -> String {
        let is_ours =
            self.back.starts_with('/') && !self.back.starts_with("//") && !self.back.contains('\\');
        if is_ours {
            return self.back.clone();
        }
        super::rules::Grid::from_code(&self.grid)
            .map_or("/", super::rules::Grid::address)
            .to_owned()
    }
}

/// `POST /grid/steps`
pub async fn create(visit: Visit, Form(form): Form<StepForm>) -> Answer {
    let input = form.read()?;
    let write = visit.begin().await?;
    let report = actions::take(&write, &write.acting, &input).await?;
    let is_open =
        report.cells.iter().any(|c| c.fate.is_open()) || report.made.iter().any(|m| m.id.is_none());
    match report.step {
        Some(step) if is_open => write.see(format!("/grid/steps/{}", step.id)).await,
        None if is_open => {
            drop(write);
            refused(&visit, report, (form.grid.clone(), form.back())).await
        }
        _ => write.see(form.back()).await,
    }
}

/// Not one cell could be saved: says why, and nothing typed is lost.
async fn refused(visit: &Visit, report: Report, way: (String, String)) -> Answer {
    let is_clash = report.cells.iter().any(|c| c.fate == Fate::Clash);
    let page = page(visit, None, report.cells, report.made, way).await?;
    let mut response = show(&page)?;
    *response.status_mut() = if is_clash {
        StatusCode::CONFLICT
    } else {
        StatusCode::UNPROCESSABLE_ENTITY
    };
    Ok(response)
}

/// Takes back or does again, then shows the step with what became of each cell.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct TurnForm {
    pub version: String,
}

/// `POST /grid/steps/{id}/undoing`
pub async fn undo(visit: Visit, Path(id): Path<i64>, Form(form): Form<TurnForm>) -> Answer {
    turn(visit, id, form, State::Undone).await
}

/// `POST /grid/steps/{id}/redoing`
pub async fn redo(visit: Visit, Path(id): Path<i64>, Form(form): Form<TurnForm>) -> Answer {
    turn(visit, id, form, State::Done).await
}

async fn turn(visit: Visit, id: i64, form: TurnForm, to: State) -> Answer {
    let write = visit.begin().await?;
    let input = TurnInput {
        version: form.version,
    };
    let report = match to {
        State::Undone => actions::undo(&write, &write.acting, id, &input).await?,
        State::Done => actions::redo(&write, &write.acting, id, &input).await?,
    };
    if report.step.is_some() {
        return write.see(format!("/grid/steps/{id}")).await;
    }
    drop(write);
    let step = queries::find(visit.read(), visit.actor()?, id).await?;
    let way = (step.grid.to_string(), step.grid.address().to_owned());
    let page = page(&visit, Some(step), report.cells, report.made, way).await?;
    let mut response = show(&page)?;
    *response.status_mut() = StatusCode::CONFLICT;
    Ok(response)
}
