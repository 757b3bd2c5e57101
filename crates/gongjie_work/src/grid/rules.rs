//! Words and decisions about grids: what a step holds, and what becomes of a cell. Pure.

use std::collections::BTreeMap;

use gongjie_base::check::Check;
use gongjie_base::limits::{GRID_CELLS_MAX, GRID_ROWS_MAX};
use gongjie_base::{Error, FieldError, Result, Say, codes};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

codes! {
    /// 表格: a list whose cells are edited where they stand.
    pub enum Grid {
        Problems = "problems",
        Measures = "measures",
        Duties = "duties",
        Ledger = "ledger",
    }
}

codes! {
    /// How the cells of a step came about.
    pub enum Kind {
        /// 改格
        Edit = "edit",
        /// 填充
        Fill = "fill",
        /// 粘贴
        Paste = "paste",
        /// 批量
        Bulk = "bulk",
    }
}

codes! {
    /// What a cell belongs to.
    pub enum Object {
        Problem = "problem",
        Measure = "measure",
        Pairing = "pairing",
        Outcome = "outcome",
    }
}

codes! {
    /// A step stands, or was taken back.
    pub enum State {
        Done = "done",
        Undone = "undone",
    }
}

codes! {
    /// What became of one cell.
    pub enum Fate {
        Saved = "saved",
        /// Saved although the row had moved on: this field still held what the typist saw.
        Merged = "merged",
        /// It held that already.
        Same = "same",
        /// Somebody changed this very field: both values are shown.
        Clash = "clash",
        /// A rule says no.
        Refused = "refused",
    }
}

impl Fate {
    /// The cell was written.
    pub const fn is_saved(self) -> bool {
        matches!(self, Self::Saved | Self::Merged)
    }

    /// The typist has to look at it.
    pub const fn is_open(self) -> bool {
        matches!(self, Self::Clash | Self::Refused)
    }
}

/// A cell as typed.
#[derive(Debug, Clone, Default, Deserialize, Serialize, ToSchema)]
#[serde(default)]
#[schema(as = GridCellInput)]
pub struct CellInput {
    /// `problem`, `measure`, `pairing` or `outcome`.
    pub object: String,
    pub id: String,
    /// Name of the field, as in the body that edits the row.
    pub field: String,
    /// What stood in the cell when it was typed over; left out: whatever stands, if the version does.
    pub seen: Option<String>,
    /// Version of the row that the typist saw.
    pub version: String,
    /// The new value. Several units: ids with commas.
    pub to: String,
}

/// A row to be made.
#[derive(Debug, Clone, Default, Deserialize, Serialize, ToSchema)]
#[serde(default)]
#[schema(as = GridRowInput)]
pub struct RowInput {
    /// `problem` or `measure`.
    pub object: String,
    /// The problem of a measure.
    pub under: String,
    pub fields: BTreeMap<String, String>,
}

/// A step as typed.
#[derive(Debug, Clone, Default, Deserialize, ToSchema)]
#[serde(default)]
#[schema(as = GridStepInput)]
pub struct Input {
    /// `problems`, `measures`, `duties` or `ledger`.
    pub grid: String,
    /// `edit`, `fill`, `paste` or `bulk`.
    pub kind: String,
    pub cells: Vec<CellInput>,
    pub rows: Vec<RowInput>,
}

/// Version of a step that somebody takes back or does again.
#[derive(Debug, Clone, Default, Deserialize, ToSchema)]
#[serde(default)]
#[schema(as = GridTurn)]
pub struct TurnInput {
    pub version: String,
}

/// Words to be said later: key and arguments.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Said {
    pub key: String,
    pub args: Vec<(String, String)>,
}

impl From<&Say> for Said {
    fn from(say: &Say) -> Self {
        Self {
            key: say.key.to_owned(),
            args: say
                .args
                .iter()
                .map(|(name, value)| ((*name).to_owned(), value.clone()))
                .collect(),
        }
    }
}

/// Who set a cell to what it holds, and when.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[schema(as = GridAuthor)]
pub struct Author {
    pub name: String,
    /// Moment, UTC milliseconds.
    pub at: i64,
}

/// One cell of a step and what became of it; this is what is kept.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Cell {
    pub object: Object,
    pub id: i64,
    /// What the row is called.
    pub title: String,
    pub field: String,
    pub from: String,
    pub to: String,
    pub fate: Fate,
    /// Version of the row after the step, or the one that stands where nothing was written.
    pub version: i64,
    /// What the cell holds, where that is not `to`.
    #[serde(default)]
    pub now: Option<String>,
    /// Who made it so.
    #[serde(default)]
    pub author: Option<Author>,
    /// Why not.
    #[serde(default)]
    pub said: Option<Said>,
    /// It was taken back.
    #[serde(default)]
    pub is_back: bool,
}

/// One row that a step made, or could not make.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Made {
    pub object: Object,
    /// Nothing where it was refused.
    pub id: Option<i64>,
    pub title: String,
    /// Why not: field and words.
    #[serde(default)]
    pub refused: Vec<(String, Said)>,
    #[serde(default)]
    pub is_back: bool,
}

/// Reads grid and kind, and refuses what is too much at once.
pub fn read(input: &Input) -> Result<(Grid, Kind)> {
    let mut check = Check::new();
    let grid = check.code("grid", &input.grid, Grid::from_code);
    let kind = check.code("kind", &input.kind, Kind::from_code);
    check.must(
        grid.is_some() || !input.grid.is_empty(),
        "grid",
        "error-choose",
    );
    let rows: std::collections::BTreeSet<(&str, &str)> = input
        .cells
        .iter()
        .map(|c| (c.object.as_str(), c.id.as_str()))
        .collect();
    let rows = rows.len() + input.rows.len();
    let fields: usize = input.rows.iter().map(|r| r.fields.len()).sum();
    let cells = input.cells.len() + fields;
    if rows > GRID_ROWS_MAX {
        let say = Say::new("grid-too-many-rows")
            .with("n", rows)
            .with("max", GRID_ROWS_MAX);
        check.refuse("cells", say);
    }
    if cells > GRID_CELLS_MAX {
        let say = Say::new("grid-too-many-cells")
            .with("n", cells)
            .with("max", GRID_CELLS_MAX);
        check.refuse("cells", say);
    }
    check.must(cells > 0, "cells", "grid-nothing");
    check.done()?;
    match grid {
        Some(grid) => Ok((grid, kind.unwrap_or(Kind::Edit))),
        None => Err(Error::invalid("grid", "error-choose")),
    }
}

/// What becomes of a cell before the rules of its room are asked.
///
/// `version`: the typist's and the row's. A row that moved on loses nobody's work: only a field that itself changed is a clash.
pub fn decide(seen: Option<&str>, to: &str, now: &str, version: (Option<i64>, i64)) -> Fate {
    let is_current = version.0 == Some(version.1);
    if to == now {
        return Fate::Same;
    }
    match seen {
        Some(seen) if seen == now && is_current => Fate::Saved,
        Some(seen) if seen == now => Fate::Merged,
        None if is_current => Fate::Saved,
        _ => Fate::Clash,
    }
}

/// Ids in their stored order, whatever spaces and empty parts were typed between them.
pub fn ids(text: &str) -> Vec<String> {
    text.split([',', '，', '、'])
        .map(str::trim)
        .filter(|id| !id.is_empty())
        .map(str::to_owned)
        .collect()
}

/// The refused fields of a row: words for those that were set, or for all of them where the fault lies in another field.
pub fn blame(set: &[&str], refused: &[FieldError]) -> Vec<(String, Said)> {
    let own: Vec<(String, Said)> = refused
        .iter()
        .filter(|e| set.contains(&e.field.as_str()))
        .map(|e| (e.field.clone(), Said::from(&e.say)))
        .collect();
    if !own.is_empty() {
        return own;
    }
    let Some(first) = refused.first() else {
        return Vec::new();
    };
    set.iter()
        .map(|field| ((*field).to_owned(), Said::from(&first.say)))
        .collect()
}
