//! Steps of grids as JSON: the same actions and the same rules as the pages.

use axum::extract::{Path, Query};
use axum::http::StatusCode;
use gongjie_base::{Error, Result};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::actions::{self, Report};
use super::labels::Labels;
use super::pages::paste::{PasteInput, View};
use super::queries;
use super::rules::{Author, Cell, Grid, Input, Made, TurnInput};
use super::tables::grid_step::Model;
use crate::door::{Answer, Json, Key, Refusals, Rows, Unreadable, Visit, Write, json};

/// One cell of a step.
#[derive(Debug, Serialize, ToSchema)]
pub struct GridCell {
    pub object: String,
    pub id: i64,
    pub field: String,
    pub from: String,
    pub to: String,
    /// `saved`, `merged`, `same`, `clash` or `refused`.
    pub fate: String,
    /// Version of the row that stands.
    pub version: i64,
    /// What the cell holds, as it is stored.
    pub now: String,
    /// The same as it is shown.
    pub shown: String,
    /// Who made it so; where the cell was not written.
    #[schema(required = false)]
    pub author: Option<Author>,
    /// What became of it in words; empty where there is nothing to say.
    pub words: String,
    pub is_back: bool,
}

/// A refused field of a row that could not be made.
#[derive(Debug, Serialize, ToSchema)]
pub struct GridRefusal {
    pub field: String,
    pub words: String,
}

/// One row that a step made, or could not make.
#[derive(Debug, Serialize, ToSchema)]
pub struct GridMade {
    pub object: String,
    /// Null where it was refused.
    pub id: Option<i64>,
    pub title: String,
    pub refused: Vec<GridRefusal>,
    pub is_back: bool,
}

/// A step 一步.
#[derive(Debug, Serialize, ToSchema)]
pub struct GridStep {
    /// Null where not one cell could be saved: such a step is not kept.
    pub id: Option<i64>,
    /// `done` or `undone`.
    pub state: Option<String>,
    /// Moment, UTC milliseconds.
    pub at: Option<i64>,
    pub grid: Option<String>,
    pub kind: Option<String>,
    /// Send it back with undoing and redoing.
    pub version: Option<i64>,
    pub cells: Vec<GridCell>,
    pub made: Vec<GridMade>,
}

fn cell(labels: &Labels, cell: Cell, at: &impl Fn(i64) -> String) -> GridCell {
    let holds = match (&cell.now, cell.is_back) {
        (Some(now), _) => now.clone(),
        (None, true) => cell.from.clone(),
        (None, false) => cell.to.clone(),
    };
    GridCell {
        shown: labels.show_field(cell.object, &cell.field, &holds),
        words: super::pages::words(labels, &cell, at),
        object: cell.object.to_string(),
        id: cell.id,
        field: cell.field,
        from: cell.from,
        to: cell.to,
        fate: cell.fate.to_string(),
        version: cell.version,
        now: holds,
        author: cell.author,
        is_back: cell.is_back,
    }
}

fn made(labels: &Labels, row: Made) -> GridMade {
    let refused = row.refused.iter().map(|(field, said)| GridRefusal {
        field: field.clone(),
        words: labels.said(said),
    });
    GridMade {
        object: row.object.to_string(),
        id: row.id,
        refused: refused.collect(),
        title: row.title,
        is_back: row.is_back,
    }
}

async fn told(
    visit: &Visit,
    step: Option<&Model>,
    cells: Vec<Cell>,
    rows: Vec<Made>,
) -> Result<GridStep> {
    let labels = Labels::load(visit.read(), visit.actor()?, visit.words()).await?;
    let at = |at| super::pages::moment(visit, at);
    Ok(GridStep {
        cells: cells.into_iter().map(|c| cell(&labels, c, &at)).collect(),
        made: rows.into_iter().map(|m| made(&labels, m)).collect(),
        ..bare(step)
    })
}

/// A step without its cells.
fn bare(step: Option<&Model>) -> GridStep {
    GridStep {
        id: step.map(|s| s.id),
        state: step.map(|s| s.state.to_string()),
        at: step.map(|s| s.at),
        grid: step.map(|s| s.grid.to_string()),
        kind: step.map(|s| s.kind.to_string()),
        version: step.map(|s| s.version),
        cells: Vec::new(),
        made: Vec::new(),
    }
}

/// Which steps are asked for.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[serde(default)]
#[into_params(parameter_in = Query)]
pub struct StepQuery {
    /// Only this grid: `problems`, `measures`, `duties` or `ledger`.
    pub grid: Option<String>,
}

impl StepQuery {
    fn read(&self) -> Result<Option<Grid>> {
        match self.grid.as_deref() {
            None | Some("") => Ok(None),
            Some(code) => Grid::from_code(code)
                .map(Some)
                .ok_or_else(|| Error::invalid("grid", "error-not-in-list")),
        }
    }
}

/// The asker's own latest steps, newest first, without their cells.
#[utoipa::path(get, path = "/api/v1/grid/steps", tag = "grid", params(StepQuery),
    responses((status = 200, body = Rows<GridStep>), Unreadable))]
pub async fn index(visit: Visit, Query(query): Query<StepQuery>) -> Answer {
    let steps = queries::list(visit.read(), visit.actor()?, query.read()?).await?;
    json(&Rows::whole(
        steps.iter().map(|step| bare(Some(step))).collect(),
    ))
}

/// One step of the asker's own.
#[utoipa::path(get, path = "/api/v1/grid/steps/{id}", tag = "grid", params(("id" = i64, Path)),
    responses((status = 200, body = GridStep), Unreadable))]
pub async fn show(visit: Visit, Path(id): Path<i64>) -> Answer {
    let step = queries::find(visit.read(), visit.actor()?, id).await?;
    let (cells, rows) = actions::read_step(&step)?;
    json(&told(&visit, Some(&step), cells, rows).await?)
}

/// Takes a step: each cell by the rules of its room. Cells that are refused do not keep the others from being saved.
#[utoipa::path(post, path = "/api/v1/grid/steps", tag = "grid", request_body = Input, params(Key),
    responses((status = 200, body = GridStep), Refusals))]
pub async fn create(visit: Visit, Json(input): Json<Input>) -> Answer {
    let write = visit.begin().await?;
    let report = actions::take(&write, &write.acting, &input).await?;
    answer(&visit, write, report).await
}

/// Reads pasted rows: what a step of them would create and change. Nothing is written; the key stays unused.
#[utoipa::path(post, path = "/api/v1/grid/pastes", tag = "grid", request_body = PasteInput, params(Key),
    responses((status = 200, body = View), Refusals))]
pub async fn preview(visit: Visit, Json(input): Json<PasteInput>) -> Answer {
    let labels = Labels::load(visit.read(), visit.actor()?, visit.words()).await?;
    json(&super::pages::paste::preview(&visit, &input, &labels).await?)
}

/// Takes a step of the asker's own back. A cell that somebody changed since stays as it is.
#[utoipa::path(post, path = "/api/v1/grid/steps/{id}/undoing", tag = "grid", request_body = TurnInput,
    params(("id" = i64, Path), Key), responses((status = 200, body = GridStep), Refusals))]
pub async fn undo(visit: Visit, Path(id): Path<i64>, Json(input): Json<TurnInput>) -> Answer {
    let write = visit.begin().await?;
    let report = actions::undo(&write, &write.acting, id, &input).await?;
    answer(&visit, write, report).await
}

/// Does a step again that was taken back.
#[utoipa::path(post, path = "/api/v1/grid/steps/{id}/redoing", tag = "grid", request_body = TurnInput,
    params(("id" = i64, Path), Key), responses((status = 200, body = GridStep), Refusals))]
pub async fn redo(visit: Visit, Path(id): Path<i64>, Json(input): Json<TurnInput>) -> Answer {
    let write = visit.begin().await?;
    let report = actions::redo(&write, &write.acting, id, &input).await?;
    answer(&visit, write, report).await
}

async fn answer(visit: &Visit, write: Write, report: Report) -> Answer {
    let body = told(visit, report.step.as_ref(), report.cells, report.made).await?;
    write.json(StatusCode::OK, &body).await
}
