//! What pasted rows will create and change, cell by cell, before anything is written.

use std::collections::{BTreeMap, BTreeSet};

use gongjie_base::limits::{EXPORT_ROWS_MAX, GRID_ROWS_MAX};
use gongjie_base::{Conn, Error, FieldError, Result, Say};
use jiff::civil::Date;

use super::columns::Column;
use super::labels::Labels;
use super::paste::{self, Head, Level};
use super::reading::Names;
use super::rows;
use super::rules::{CellInput, Grid, Object, RowInput, Said, ids};
use crate::layout::{Lang, Words};
use crate::org::{Actor, TermPack};
use crate::outcome::queries as outcomes;
use crate::pairing::queries as pairings;
use crate::problem::queries as problems;

/// What was pasted, and where.
#[derive(Debug, Clone)]
pub struct Asked {
    pub grid: Grid,
    pub text: String,
    /// Field of the cell where it was pasted; empty: no cell.
    pub field: String,
    /// Fields of the shown columns, in their order.
    pub columns: Vec<String>,
    /// Rows from that cell on, downwards.
    pub rows: Vec<(Object, i64)>,
}

/// One pasted cell.
#[derive(Debug, Clone)]
pub struct Cell {
    /// The row that holds it: in the ledger a problem or a result behind the pairing.
    pub object: Object,
    pub id: Option<i64>,
    pub version: i64,
    pub field: &'static str,
    pub written: String,
    /// As it will be stored.
    pub value: String,
    pub level: Level,
    pub words: Option<Said>,
    /// What stands there now, as it is stored.
    pub was: String,
}

/// One pasted row.
#[derive(Debug, Clone)]
pub struct Line {
    pub object: Object,
    /// The row that is changed; nothing for one that is created.
    pub id: Option<i64>,
    pub title: String,
    /// The problem of a new measure.
    pub under: Option<i64>,
    pub cells: Vec<Cell>,
    /// Why nothing comes of the whole row.
    pub words: Option<Said>,
}

/// Everything pasted, read.
#[derive(Debug, Clone, Default)]
pub struct Plan {
    pub lines: Vec<Line>,
    /// Headings that no column is called.
    pub unknown_heads: Vec<String>,
    pub has_header: bool,
}

/// The names of the columns in both languages and both vocabularies.
fn own_names(grid: Grid) -> Vec<Vec<String>> {
    let packs = [TermPack::Party, TermPack::Neutral];
    let names = |column: &Column| {
        let key = format!("{}-{}", column.object, column.field);
        let in_lang = |lang| packs.map(|pack| Words { lang, pack }.code("grid-field", &key));
        let mut names = in_lang(Lang::Zh).to_vec();
        names.extend(in_lang(Lang::En));
        names
    };
    grid.columns().iter().map(names).collect()
}

/// Reads what was pasted. Nothing is written.
pub async fn read(
    conn: &Conn,
    actor: &Actor,
    labels: &Labels,
    asked: &Asked,
    today: Date,
) -> Result<Plan> {
    let mut pasted = paste::cells(&asked.text);
    if pasted.is_empty() {
        return Err(Error::invalid("text", "grid-paste-empty"));
    }
    let columns = asked.grid.columns();
    let own = own_names(asked.grid);
    let header = pasted
        .first()
        .and_then(|row| paste::header(row, columns, &own));
    let mut plan = Plan {
        has_header: header.is_some(),
        ..Plan::default()
    };
    let heads = match header {
        Some(heads) => {
            plan.unknown_heads = left_out(&heads, pasted.remove(0));
            heads
        }
        None => heads_from(asked, columns),
    };
    if pasted.len() > GRID_ROWS_MAX {
        let say = Say::new("grid-too-many-rows")
            .with("n", pasted.len())
            .with("max", GRID_ROWS_MAX);
        return Err(Error::Invalid(vec![FieldError::new("text", say)]));
    }
    let names = Names::load(conn, actor, labels, today).await?;
    let keyed = keyed_rows(conn, actor, asked, plan.has_header, &heads, &pasted).await?;
    let mut seen = BTreeSet::new();
    let mut under = None;
    for (n, written) in pasted.iter().enumerate() {
        let target = match keyed.get(n).copied().flatten() {
            Some(id) => Some((asked.grid.object(), id)),
            None => asked.rows.get(n).copied(),
        };
        let of = under_of(conn, actor, &heads, written).await?;
        let mut line = match target {
            Some((object, id)) => existing(conn, actor, object, id).await?,
            None => fresh(asked.grid, of.or(under)),
        };
        if line.object == Object::Measure && line.id.is_some() {
            under = line.under;
        }
        fill(&mut line, &heads, columns, written, &names, conn, actor).await?;
        once(&mut line, &mut seen);
        finish(&mut line, actor, asked.grid);
        plan.lines.push(line);
    }
    Ok(plan)
}

/// Marks cells that an earlier pasted row has set already.
fn once(line: &mut Line, seen: &mut BTreeSet<(&'static str, i64, &'static str)>) {
    for cell in &mut line.cells {
        if let Some(id) = cell.id
            && !seen.insert((cell.object.code(), id, cell.field))
        {
            cell.level = Level::Clash;
            cell.words = Some(Said::from(&Say::new("grid-pasted-twice")));
        }
    }
}

/// Headings that no column is called.
fn left_out(heads: &[Head], names: Vec<String>) -> Vec<String> {
    let unknown = heads
        .iter()
        .zip(names)
        .filter(|(h, _)| **h == Head::Unknown);
    let names = unknown.map(|(_, name)| name);
    names.filter(|name| !name.is_empty()).collect()
}

/// Without a header: the columns from the cell where it was pasted, else the grid's own order.
fn heads_from(asked: &Asked, columns: &[Column]) -> Vec<Head> {
    let place = |field: &str| columns.iter().position(|c| c.field == field);
    let shown: Vec<&String> = asked
        .columns
        .iter()
        .skip_while(|field| **field != asked.field)
        .collect();
    if asked.field.is_empty() || shown.is_empty() {
        return (0..columns.len()).map(Head::Field).collect();
    }
    let head = |field: &&String| place(field).map_or(Head::Unknown, Head::Field);
    shown.iter().map(head).collect()
}

/// Rows that are named by their number, or by their title where nothing was pasted over.
async fn keyed_rows(
    conn: &Conn,
    actor: &Actor,
    asked: &Asked,
    has_header: bool,
    heads: &[Head],
    pasted: &[Vec<String>],
) -> Result<Vec<Option<i64>>> {
    let is_by_title = asked.rows.is_empty() && has_header;
    let number = heads.iter().position(|h| *h == Head::Number);
    if asked.grid != Grid::Problems || (number.is_none() && !is_by_title) {
        return Ok(Vec::new());
    }
    let filter = problems::Filter {
        limit: u64::try_from(EXPORT_ROWS_MAX).ok(),
        ..problems::Filter::default()
    };
    let found = problems::list(conn, actor, &filter).await?;
    let title = heads.iter().position(|h| *h == Head::Field(0));
    let one = |row: &Vec<String>| {
        let typed = number.and_then(|n| row.get(n)).and_then(|t| t.parse().ok());
        let by_number = found
            .iter()
            .find(|p| typed.is_some() && p.number == typed)
            .map(|p| p.id);
        let name = title.and_then(|n| row.get(n)).filter(|t| !t.is_empty());
        let by_title = found
            .iter()
            .find(|p| is_by_title && name == Some(&p.title))
            .map(|p| p.id);
        by_number.or(by_title)
    };
    Ok(pasted.iter().map(one).collect())
}

/// The problem that a pasted measure names.
async fn under_of(
    conn: &Conn,
    actor: &Actor,
    heads: &[Head],
    written: &[String],
) -> Result<Option<i64>> {
    let place = heads.iter().position(|h| *h == Head::Problem);
    let Some(name) = place.and_then(|n| written.get(n)).filter(|n| !n.is_empty()) else {
        return Ok(None);
    };
    let filter = problems::Filter {
        text: Some(name.clone()),
        ..problems::Filter::default()
    };
    let found = problems::list(conn, actor, &filter).await?;
    let same = found.iter().find(|p| p.title == *name);
    Ok(same
        .or(found.first().filter(|_| found.len() == 1))
        .map(|p| p.id))
}

async fn existing(conn: &Conn, actor: &Actor, object: Object, id: i64) -> Result<Line> {
    let row = rows::find(conn, actor, object, id).await?;
    let under = match object {
        Object::Measure => Some(
            crate::measure::queries::find(conn, actor, id)
                .await?
                .problem_id,
        ),
        _ => None,
    };
    Ok(Line {
        object,
        id: Some(id),
        title: row.title,
        under,
        cells: Vec::new(),
        words: None,
    })
}

fn fresh(grid: Grid, under: Option<i64>) -> Line {
    Line {
        object: grid.object(),
        id: None,
        title: String::new(),
        under,
        cells: Vec::new(),
        words: grid
            .makes()
            .is_none()
            .then(|| Said::from(&Say::new("grid-ledger-makes-none"))),
    }
}

/// The one problem or result that stands behind a cell of a pairing's row; nothing where there are several or none.
async fn behind(conn: &Conn, actor: &Actor, object: Object, pairing: i64) -> Result<Option<i64>> {
    let links = pairings::list_links(conn, &[pairing]).await?;
    let [link] = links.as_slice() else {
        return Ok(None);
    };
    if object == Object::Problem {
        let found = problems::find(conn, actor, link.problem_id).await;
        return Ok(found.ok().map(|p| p.id));
    }
    let mut results = outcomes::list_of_problems(conn, &[link.problem_id]).await?;
    results.retain(|o| !o.is_withdrawn);
    match results.as_slice() {
        [one] => Ok(Some(one.id)),
        _ => Ok(None),
    }
}

/// Reads the cells of a row against what stands there.
async fn fill(
    line: &mut Line,
    heads: &[Head],
    columns: &'static [Column],
    written: &[String],
    names: &Names,
    conn: &Conn,
    actor: &Actor,
) -> Result<()> {
    let own = match line.id {
        Some(id) => Some(rows::find(conn, actor, line.object, id).await?),
        None => None,
    };
    for (head, text) in heads.iter().zip(written) {
        let Head::Field(n) = head else { continue };
        let Some(column) = columns.get(*n) else {
            continue;
        };
        let (value, mut level, mut say) = names.read(column.value, text);
        let now = match line.id {
            Some(id) if column.object != line.object => {
                match behind(conn, actor, column.object, id).await? {
                    Some(id) => Some(rows::find(conn, actor, column.object, id).await?),
                    None => None,
                }
            }
            _ => own.clone(),
        };
        if line.id.is_some() && now.is_none() && !text.is_empty() {
            level = Level::Unknown;
            say = Some(Say::new("grid-why-several"));
        }
        let was = now.as_ref().and_then(|row| row.get(column.field));
        line.cells.push(Cell {
            object: column.object,
            id: now.as_ref().map(|row| row.id),
            version: now.as_ref().map_or(0, |row| row.version),
            field: column.field,
            written: text.clone(),
            value,
            level,
            words: say.as_ref().map(Said::from),
            was: was.unwrap_or_default(),
        });
    }
    Ok(())
}

/// What a new row gets by itself: its title for the preview, and the clerk's own unit.
fn finish(line: &mut Line, actor: &Actor, grid: Grid) {
    if line.id.is_some() {
        return;
    }
    let named = line
        .cells
        .iter()
        .find(|c| matches!(c.field, "title" | "text"));
    line.title = named.map(|c| c.written.clone()).unwrap_or_default();
    let has_unit = line
        .cells
        .iter()
        .any(|c| c.field == "raised_by_unit_id" && !c.value.is_empty());
    if grid == Grid::Problems
        && !has_unit
        && let Some(unit) = actor.unit_id
    {
        line.cells.retain(|c| c.field != "raised_by_unit_id");
        line.cells.push(Cell {
            object: Object::Problem,
            id: None,
            version: 0,
            field: "raised_by_unit_id",
            written: String::new(),
            value: unit.to_string(),
            level: Level::Guessed,
            words: Some(Said::from(&Say::new("grid-own-unit"))),
            was: String::new(),
        });
    }
}

impl Plan {
    /// The cells and rows of a step, without what could not be read.
    pub fn inputs(&self) -> (Vec<CellInput>, Vec<RowInput>) {
        let mut cells = Vec::new();
        let mut made = Vec::new();
        for line in self.lines.iter().filter(|l| l.words.is_none()) {
            let read = line
                .cells
                .iter()
                .filter(|c| matches!(c.level, Level::Sure | Level::Guessed));
            if line.id.is_none() {
                let fields: BTreeMap<String, String> = read
                    .map(|c| (c.field.to_owned(), c.value.clone()))
                    .collect();
                made.push(RowInput {
                    object: line.object.to_string(),
                    under: line.under.map(|u| u.to_string()).unwrap_or_default(),
                    fields,
                });
                continue;
            }
            let changed = read.filter(|c| c.value != c.was);
            cells.extend(changed.filter_map(|c| {
                Some(CellInput {
                    object: c.object.to_string(),
                    id: c.id?.to_string(),
                    field: c.field.to_owned(),
                    seen: Some(c.was.clone()),
                    version: c.version.to_string(),
                    to: c.value.clone(),
                })
            }));
        }
        (cells, made)
    }
}

/// Rows as the page names them: `problem:12,problem:15`.
pub fn read_rows(text: &str) -> Vec<(Object, i64)> {
    let one = |name: &String| {
        let (object, id) = name.split_once(':')?;
        Some((Object::from_code(object)?, id.parse().ok()?))
    };
    ids(text).iter().filter_map(one).collect()
}
