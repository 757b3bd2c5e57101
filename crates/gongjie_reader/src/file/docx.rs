//! Tables in a document: cells with their paragraphs, spans in both directions, and the lines above each table.

use std::collections::HashMap;

use super::xml::{Step, Walk, attribute, name};
use super::zipped::Parts;
use crate::grid::{Area, Book, Builder, Grid, Meter, Value, tidy};
use crate::refusal::Refusal;

pub fn open(parts: &mut Parts<'_>, meter: &mut Meter) -> Result<Book, Refusal> {
    let text = parts.text("word/document.xml")?;
    let mut walk = Walk::new(&text);
    let mut state = Document::default();
    loop {
        match walk.step()? {
            Step::Open(tag) => state.opened(name(&tag), &|wanted| attribute(&tag, wanted)),
            Step::Text(text) => state.text(&text),
            Step::Close(closed) => state.closed(&closed, meter)?,
            Step::End => break,
        }
    }
    Ok(state.finish())
}

/// A table while it is read.
struct Table {
    before: Vec<String>,
    builder: Builder,
    merges: Vec<Area>,
    row: u32,
    column: u32,
    /// Areas that go on downwards, by their first column.
    open: HashMap<u32, Area>,
}

/// A cell while it is read.
#[derive(Default)]
struct Cell {
    text: String,
    span: u32,
    merge: Merge,
}

#[derive(Default, Clone, Copy, PartialEq)]
enum Merge {
    #[default]
    None,
    Restart,
    Continue,
}

#[derive(Default)]
struct Document {
    lines: Vec<String>,
    line: String,
    tables: Vec<Table>,
    /// Tables inside cells are text of the cell.
    depth: usize,
    cell: Option<Cell>,
    grids: Vec<Grid>,
    is_text: bool,
    is_deleted: bool,
    /// The list of the paragraph, and how far each list has counted.
    list: Option<String>,
    counts: HashMap<String, u32>,
}

impl Document {
    fn opened(&mut self, tag: &str, value: &dyn Fn(&str) -> Option<String>) {
        match tag {
            "tbl" => {
                self.depth += 1;
                if self.depth == 1 {
                    self.tables.push(Table {
                        before: std::mem::take(&mut self.lines),
                        builder: Builder::default(),
                        merges: Vec::new(),
                        row: 0,
                        column: 0,
                        open: HashMap::new(),
                    });
                }
            }
            "tr" if self.depth == 1 => {
                if let Some(table) = self.tables.last_mut() {
                    table.row += 1;
                    table.column = 0;
                }
            }
            // Cells that a row leaves out at its beginning.
            "gridBefore" if self.depth == 1 => {
                let skipped = value("val").and_then(|v| v.parse().ok()).unwrap_or(0);
                if let Some(table) = self.tables.last_mut() {
                    table.column = skipped;
                }
            }
            "tc" if self.depth == 1 => {
                self.cell = Some(Cell {
                    span: 1,
                    ..Cell::default()
                });
            }
            "gridSpan" if self.depth == 1 => {
                let span = value("val").and_then(|v| v.parse().ok()).unwrap_or(1);
                if let Some(cell) = &mut self.cell {
                    cell.span = u32::clamp(span, 1, 1000);
                }
            }
            "vMerge" if self.depth == 1 => {
                if let Some(cell) = &mut self.cell {
                    let is_first = value("val").as_deref() == Some("restart");
                    cell.merge = if is_first {
                        Merge::Restart
                    } else {
                        Merge::Continue
                    };
                }
            }
            "numId" => self.list = value("val").filter(|id| id != "0"),
            "t" => self.is_text = !self.is_deleted,
            "br" | "cr" => self.line.push('\n'),
            "tab" if !self.line.is_empty() => self.line.push(' '),
            "del" | "moveFrom" => self.is_deleted = true,
            _ => {}
        }
    }

    fn text(&mut self, text: &str) {
        if self.is_text {
            self.line.push_str(text);
        }
    }

    fn closed(&mut self, tag: &str, meter: &mut Meter) -> Result<(), Refusal> {
        match tag {
            "t" => self.is_text = false,
            "del" | "moveFrom" => self.is_deleted = false,
            "p" => self.paragraph(),
            "tc" if self.depth == 1 => {
                if let (Some(cell), Some(table)) = (self.cell.take(), self.tables.last_mut()) {
                    table.take(&cell, meter)?;
                }
            }
            "tbl" => {
                self.depth = self.depth.saturating_sub(1);
                if self.depth == 0
                    && let Some(table) = self.tables.pop()
                {
                    meter.sheet()?;
                    self.grids.push(table.finish(self.grids.len() + 1));
                }
            }
            _ => {}
        }
        Ok(())
    }

    fn paragraph(&mut self) {
        let mut line = std::mem::take(&mut self.line);
        if let Some(list) = self.list.take() {
            // The number that the program shows and does not write.
            let count = self.counts.entry(list).or_insert(0);
            if self.cell.as_ref().is_some_and(|cell| cell.text.is_empty())
                && !line.trim().is_empty()
            {
                *count = 0;
            }
            *count += 1;
            line = if line.trim().is_empty() {
                count.to_string()
            } else {
                format!("{count}.{line}")
            };
        }
        match &mut self.cell {
            Some(cell) if self.depth > 0 => {
                if !cell.text.is_empty() {
                    cell.text.push('\n');
                }
                cell.text.push_str(&line);
            }
            _ => {
                let line = tidy(&line);
                if !line.is_empty() {
                    self.lines.push(line);
                }
            }
        }
    }

    fn finish(mut self) -> Book {
        if let Some(last) = self.grids.last_mut() {
            last.after = self.lines;
        }
        // What stands between two tables ends the first as much as it begins the second.
        for at in 1..self.grids.len() {
            let before = self
                .grids
                .get(at)
                .map(|grid| grid.before.clone())
                .unwrap_or_default();
            if let Some(grid) = self.grids.get_mut(at - 1) {
                grid.after = before;
            }
        }
        Book { grids: self.grids }
    }
}

impl Table {
    fn take(&mut self, cell: &Cell, meter: &mut Meter) -> Result<(), Refusal> {
        let (row, left) = (self.row, self.column);
        let right = left + cell.span - 1;
        self.column = right + 1;
        if cell.merge == Merge::Continue {
            if let Some(area) = self.open.get_mut(&left) {
                area.bottom = row;
            }
            return Ok(());
        }
        let area = Area {
            top: row,
            left,
            bottom: row,
            right,
        };
        self.merges.extend(self.open.remove(&left));
        if cell.merge == Merge::Restart {
            self.open.insert(left, area);
        } else if cell.span > 1 {
            self.merges.push(area);
        }
        self.builder.push(meter, row, left, &cell.text, Value::Text)
    }

    fn finish(mut self, number: usize) -> Grid {
        self.merges.extend(self.open.into_values());
        self.merges
            .retain(|area| area.top < area.bottom || area.left < area.right);
        self.merges.sort_by_key(|area| (area.top, area.left));
        Grid {
            name: format!("表{number}"),
            before: self.before,
            after: Vec::new(),
            rows: self.builder.rows(),
            merges: self.merges,
            can_merge: true,
            hides_formats: false,
        }
    }
}
