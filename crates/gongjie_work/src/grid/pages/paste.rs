//! Pasting rows: a text area, the preview cell by cell, and nothing written before it is confirmed.

use askama::Template;
use axum::extract::Query;
use gongjie_base::{Error, Result};
use serde::{Deserialize, Serialize};

use super::words;
use crate::door::{Answer, Form, Visit, show, show_refused};
use crate::grid::actions::{self, Report};
use crate::grid::columns::value_of;
use crate::grid::labels::Labels;
use crate::grid::paste::Level;
use crate::grid::plan::{self, Asked, Cell, Line, Plan, read_rows};
use crate::grid::rules::{CellInput, Fate, Grid, Input, RowInput, Said, ids};
use crate::layout::{Errors, Page};

/// What was pasted, as typed.
#[derive(Debug, Clone, Default, Deserialize, Serialize, utoipa::ToSchema)]
#[serde(default)]
#[schema(as = GridPaste)]
pub struct PasteInput {
    /// `problems`, `measures`, `duties` or `ledger`.
    pub grid: String,
    /// Tab-separated text, as spreadsheets copy it.
    pub text: String,
    /// Field of the cell where it was pasted.
    pub field: String,
    /// Fields of the shown columns, with commas.
    pub columns: String,
    /// Rows from that cell on: `problem:12,problem:15`.
    pub rows: String,
    /// Where to go on.
    pub back: String,
}

#[derive(Template)]
#[template(path = "grid/paste_new.html")]
struct NewPage {
    p: Page,
    grid: Grid,
    input: PasteInput,
    errors: Errors,
    columns: Vec<String>,
}

fn grid_of(code: &str) -> Result<Grid> {
    Grid::from_code(code).ok_or(Error::NotFound)
}

fn new_page(visit: &Visit, labels: &Labels, input: PasteInput, errors: Errors) -> Result<NewPage> {
    let grid = grid_of(&input.grid)?;
    let columns = grid.columns().iter();
    Ok(NewPage {
        columns: columns.map(|c| labels.field(c.object, c.field)).collect(),
        p: visit.page(visit.words().text("grid-paste-title")),
        grid,
        input,
        errors,
    })
}

/// `GET /grid/pastes/new?grid=problems`
pub async fn new(visit: Visit, Query(input): Query<PasteInput>) -> Answer {
    let labels = Labels::load(visit.read(), visit.actor()?, visit.words()).await?;
    show(&new_page(&visit, &labels, input, Errors::none())?)
}

/// One cell of the preview.
#[derive(Debug, Serialize, utoipa::ToSchema)]
#[schema(as = GridPlanCell)]
pub struct CellView {
    pub field: String,
    pub name: String,
    pub written: String,
    /// As it will be shown.
    pub shown: String,
    pub was: String,
    /// `sure`, `guessed`, `unknown`, `clash`, `same` or `refused`.
    pub level: &'static str,
    pub words: String,
}

/// One row of the preview.
#[derive(Debug, Serialize, utoipa::ToSchema)]
#[schema(as = GridPlanRow)]
pub struct LineView {
    /// Null for a row that is created.
    pub id: Option<i64>,
    pub title: String,
    pub cells: Vec<CellView>,
    /// Why nothing comes of the row.
    pub words: Vec<String>,
}

/// The preview: what a step of these cells and rows would do. Nothing is written.
#[derive(Debug, Serialize, utoipa::ToSchema)]
#[schema(as = GridPlan)]
pub struct View {
    /// Send them as a step to do what the preview says.
    pub cells: Vec<CellInput>,
    pub rows: Vec<RowInput>,
    pub lines: Vec<LineView>,
    pub has_header: bool,
    pub unknown_heads: Vec<String>,
    /// Cells that will change.
    pub changes: usize,
    /// Rows that will be created.
    pub creates: usize,
    /// Cells and rows of which nothing comes.
    pub open: usize,
}

/// Reads what was pasted and tries it in a write that is thrown away, so that the preview says what the rules say.
pub async fn preview(visit: &Visit, input: &PasteInput, labels: &Labels) -> Result<View> {
    let asked = Asked {
        grid: grid_of(&input.grid)?,
        text: input.text.clone(),
        field: input.field.clone(),
        columns: ids(&input.columns),
        rows: read_rows(&input.rows),
    };
    let actor = visit.actor()?;
    let plan = plan::read(visit.read(), actor, labels, &asked, visit.today()).await?;
    let (cells, rows) = plan.inputs();
    let report = if cells.is_empty() && rows.is_empty() {
        None
    } else {
        let step = Input {
            grid: input.grid.clone(),
            kind: "paste".to_owned(),
            cells: cells.clone(),
            rows: rows.clone(),
        };
        let write = visit.begin().await?;
        let report = actions::take(&write, &write.acting, &step).await?;
        drop(write);
        Some(report)
    };
    let at = |at| super::moment(visit, at);
    Ok(seen(plan, report.as_ref(), labels, &at, (cells, rows)))
}

fn seen(
    plan: Plan,
    report: Option<&Report>,
    labels: &Labels,
    at: &impl Fn(i64) -> String,
    (cells, rows): (Vec<CellInput>, Vec<RowInput>),
) -> View {
    let mut view = View {
        cells,
        rows,
        lines: Vec::new(),
        has_header: plan.has_header,
        unknown_heads: plan.unknown_heads,
        changes: 0,
        creates: 0,
        open: 0,
    };
    let mut made = report.map(|r| r.made.iter()).into_iter().flatten();
    for line in plan.lines {
        let tried = (line.id.is_none() && line.words.is_none())
            .then(|| made.next())
            .flatten();
        let is_made = tried.is_some_and(|row| row.id.is_some());
        let mut told: Vec<String> = line.words.iter().map(|s| labels.said(s)).collect();
        let refused = tried.into_iter().flat_map(|row| &row.refused);
        told.extend(refused.map(|(field, said)| row_words(labels, &line, field, said)));
        view.creates += usize::from(is_made);
        view.open += usize::from(line.id.is_none() && !is_made);
        let mut cells = Vec::new();
        for cell in &line.cells {
            let cell = cell_view(&line, cell, report, labels, at);
            let is_open = matches!(cell.level, "unknown" | "clash" | "refused");
            let is_change = line.id.is_some() && cell.level != "same";
            view.open += usize::from(is_change && is_open);
            view.changes += usize::from(is_change && !is_open);
            cells.push(cell);
        }
        view.lines.push(LineView {
            id: line.id,
            title: line.title,
            cells,
            words: told,
        });
    }
    view
}

/// Why a row is not created: field and words.
fn row_words(labels: &Labels, line: &Line, field: &str, said: &Said) -> String {
    let words = labels.said(said);
    if field.is_empty() {
        return words;
    }
    let label = labels.field(line.object, field);
    format!("{label}{}{words}", labels.words.text("colon"))
}

/// One cell as it was read, and as the rules answered when it was tried.
fn cell_view(
    line: &Line,
    cell: &Cell,
    report: Option<&Report>,
    labels: &Labels,
    at: &impl Fn(i64) -> String,
) -> CellView {
    let tried = report.and_then(|r| {
        let mut own = r.cells.iter();
        own.find(|c| Some(c.id) == cell.id && c.object == cell.object && c.field == cell.field)
    });
    let told = cell.words.as_ref().map(|s| labels.said(s));
    let mut told = told.unwrap_or_default();
    let level = match (cell.level, tried.map(|t| t.fate)) {
        (Level::Unknown | Level::Clash, _) => cell.level.code(),
        (_, Some(Fate::Refused | Fate::Clash)) => {
            told = tried.map(|t| words(labels, t, at)).unwrap_or_default();
            "refused"
        }
        _ if line.id.is_some() && cell.value == cell.was => "same",
        _ => cell.level.code(),
    };
    let kind = value_of(cell.object, cell.field);
    let shown = match level {
        "unknown" | "clash" | "refused" => cell.written.clone(),
        _ => labels.show(kind, &cell.value),
    };
    CellView {
        name: labels.field(cell.object, cell.field),
        field: cell.field.to_owned(),
        written: cell.written.clone(),
        was: labels.show(kind, &cell.was),
        shown,
        level,
        words: told,
    }
}

#[derive(Template)]
#[template(path = "grid/paste.html")]
struct PreviewPage {
    p: Page,
    grid: Grid,
    input: PasteInput,
    view: View,
    /// Cells and rows as the step takes them.
    plan: String,
    back: String,
}

impl PreviewPage {
    fn told(&self) -> String {
        let say = gongjie_base::Say::new("grid-paste-told")
            .with("changes", self.view.changes)
            .with("creates", self.view.creates)
            .with("open", self.view.open);
        self.p.words.say(&say)
    }

    /// Something comes of it.
    fn is_any(&self) -> bool {
        self.view.changes + self.view.creates > 0
    }
}

/// `POST /grid/pastes`
pub async fn create(visit: Visit, Form(input): Form<PasteInput>) -> Answer {
    let labels = Labels::load(visit.read(), visit.actor()?, visit.words()).await?;
    let view = match preview(&visit, &input, &labels).await {
        Ok(view) => view,
        Err(Error::Invalid(fields)) => {
            return show_refused(&new_page(&visit, &labels, input, Errors(fields))?);
        }
        Err(error) => return Err(error.into()),
    };
    let plan = serde_json::json!({"cells": view.cells, "rows": view.rows}).to_string();
    let grid = grid_of(&input.grid)?;
    show(&PreviewPage {
        p: visit.page(visit.words().text("grid-paste-preview")),
        back: if input.back.is_empty() {
            grid.address().to_owned()
        } else {
            input.back.clone()
        },
        grid,
        input,
        view,
        plan,
    })
}
