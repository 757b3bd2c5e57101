//! A sheet as it stands in the file: cells with content by row and column, and merged areas. Nothing is judged here.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::limits;
use crate::refusal::Refusal;

/// What is in a file: its sheets or tables in order.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Book {
    pub grids: Vec<Grid>,
}

/// What a cell holds besides its text.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub enum Value {
    /// Words.
    Text,
    /// A number; the text is how the sheet shows it.
    Number(f64),
    /// A date that the sheet stores as a date.
    Date(Date),
}

/// A cell with content.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Cell {
    /// Column, from 0.
    pub column: u32,
    /// The text as shown, trimmed, `\n` for line breaks; never empty.
    pub text: String,
    pub value: Value,
}

/// A row with at least one cell.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Row {
    /// Number as the file counts, from 1.
    pub number: u32,
    /// By column, ascending.
    pub cells: Vec<Cell>,
}

/// A merged area, both ends included; rows from 1, columns from 0.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Area {
    pub top: u32,
    pub left: u32,
    pub bottom: u32,
    pub right: u32,
}

/// One sheet of a book, or one table of a document or page.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Grid {
    pub name: String,
    /// Lines of text that stand above the table, outside of it (documents, web pages).
    pub before: Vec<String>,
    /// Lines below it.
    pub after: Vec<String>,
    /// By number, ascending.
    pub rows: Vec<Row>,
    pub merges: Vec<Area>,
    /// Whether the format can merge cells at all; in a text file an empty cell may stand for a merged one.
    pub can_merge: bool,
    /// Whether the reader knows that a date is one, and not how the sheet shows it (the old binary format).
    pub hides_formats: bool,
}

impl Row {
    /// The cell of a column.
    pub fn cell(&self, column: u32) -> Option<&Cell> {
        let at = self
            .cells
            .binary_search_by_key(&column, |cell| cell.column)
            .ok()?;
        self.cells.get(at)
    }

    /// Its text, or nothing.
    pub fn text(&self, column: u32) -> &str {
        self.cell(column).map_or("", |cell| cell.text.as_str())
    }
}

impl Grid {
    /// The row of a number.
    pub fn row(&self, number: u32) -> Option<&Row> {
        let at = self
            .rows
            .binary_search_by_key(&number, |row| row.number)
            .ok()?;
        self.rows.get(at)
    }

    /// The cell at a row and column.
    pub fn cell(&self, number: u32, column: u32) -> Option<&Cell> {
        self.row(number)?.cell(column)
    }

    /// One past the last column with content.
    pub fn width(&self) -> u32 {
        let last = self.rows.iter().filter_map(|row| row.cells.last());
        last.map(|cell| cell.column + 1).max().unwrap_or(0)
    }
}

/// The letters of a column: 0 is A, 27 is AB.
pub fn letters(column: u32) -> String {
    let mut left = column + 1;
    let mut out = Vec::new();
    while left > 0 {
        let digit = u8::try_from((left - 1) % 26).unwrap_or(0);
        out.push(char::from(b'A' + digit));
        left = (left - 1) / 26;
    }
    out.iter().rev().collect()
}

/// A cell's name: D7.
pub fn address(row: u32, column: u32) -> String {
    format!("{}{row}", letters(column))
}

/// Row (from 1) and column (from 0) of a cell's name.
pub fn place(name: &str) -> Option<(u32, u32)> {
    let digits = name.find(|c: char| c.is_ascii_digit())?;
    let (letters, row) = name.split_at_checked(digits)?;
    if letters.is_empty() || letters.len() > 3 {
        return None;
    }
    let column = letters.bytes().try_fold(0_u32, |sum, letter| {
        letter
            .is_ascii_uppercase()
            .then(|| sum * 26 + u32::from(letter - b'A') + 1)
    })?;
    let row = row.parse().ok().filter(|row| *row > 0)?;
    Some((row, column - 1))
}

/// Counts what is read of a whole file and stops at the limits.
#[derive(Debug, Default)]
pub struct Meter {
    cells: usize,
    text: usize,
    sheets: usize,
}

impl Meter {
    /// One more cell with so much text.
    pub fn cell(&mut self, text: &str) -> Result<(), Refusal> {
        self.cells += 1;
        self.text += text.len();
        if self.cells > limits::CELLS_MAX {
            return Err(Refusal::too_large(format!(
                "more than {} cells",
                limits::CELLS_MAX
            )));
        }
        if self.text > limits::TEXT_BYTES_MAX {
            return Err(Refusal::too_large(format!(
                "more than {} MB of text",
                limits::TEXT_BYTES_MAX >> 20
            )));
        }
        Ok(())
    }

    /// One more sheet.
    pub fn sheet(&mut self) -> Result<(), Refusal> {
        self.sheets += 1;
        if self.sheets > limits::SHEETS_MAX {
            return Err(Refusal::too_large(format!(
                "more than {} sheets",
                limits::SHEETS_MAX
            )));
        }
        Ok(())
    }
}

/// Builds the rows of a grid from cells that come in reading order or nearly so.
#[derive(Debug, Default)]
pub struct Builder {
    rows: Vec<Row>,
}

impl Builder {
    /// Adds a cell; text is trimmed, and an empty one is left out.
    pub fn push(
        &mut self,
        meter: &mut Meter,
        number: u32,
        column: u32,
        text: &str,
        value: Value,
    ) -> Result<(), Refusal> {
        let text = tidy(text);
        if text.is_empty() || number == 0 {
            return Ok(());
        }
        if number > limits::ROWS_MAX || column >= limits::COLUMNS_MAX {
            return Err(Refusal::damaged(format!(
                "a cell outside of the sheet: row {number}, column {}",
                column + 1
            )));
        }
        meter.cell(&text)?;
        if self.rows.last().is_none_or(|row| row.number != number) {
            self.rows.push(Row {
                number,
                cells: Vec::new(),
            });
        }
        if let Some(row) = self.rows.last_mut() {
            row.cells.push(Cell {
                column,
                text,
                value,
            });
        }
        Ok(())
    }

    /// The rows in order; of a cell that came twice the first counts.
    pub fn rows(mut self) -> Vec<Row> {
        if !self.rows.is_sorted_by_key(|row| row.number) {
            self.rows.sort_by_key(|row| row.number);
        }
        let mut out: Vec<Row> = Vec::with_capacity(self.rows.len());
        for mut row in self.rows {
            match out.last_mut() {
                Some(last) if last.number == row.number => last.cells.append(&mut row.cells),
                _ => out.push(row),
            }
        }
        for row in &mut out {
            row.cells.sort_by_key(|cell| cell.column);
            row.cells.dedup_by_key(|cell| cell.column);
        }
        out
    }
}

/// Text of a cell without blanks around it and around its lines; a line break is `\n`, and empty lines are gone.
pub fn tidy(text: &str) -> String {
    let is_plain = !text.contains(['\n', '\r', '\t', '\0', '\u{FEFF}', '\u{200B}']);
    if is_plain {
        return text.trim().to_owned();
    }
    let text = text
        .replace("\r\n", "\n")
        .replace('\r', "\n")
        .replace('\t', " ")
        .replace(['\0', '\u{FEFF}', '\u{200B}'], "");
    let lines: Vec<&str> = text
        .lines()
        .map(str::trim)
        .filter(|l| !l.is_empty())
        .collect();
    lines.join("\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_have_letters() {
        for (column, want) in [
            (0, "A"),
            (25, "Z"),
            (26, "AA"),
            (27, "AB"),
            (701, "ZZ"),
            (702, "AAA"),
            (16_383, "XFD"),
        ] {
            assert_eq!(letters(column), want);
        }
        assert_eq!(address(7, 3), "D7");
    }

    #[test]
    fn rows_come_in_order_and_once() {
        let mut meter = Meter::default();
        let mut builder = Builder::default();
        for (row, column, text) in [
            (2, 1, "b"),
            (2, 0, "a"),
            (1, 0, " x\r\n\r\n y "),
            (2, 1, "again"),
            (3, 0, "  "),
        ] {
            builder
                .push(&mut meter, row, column, text, Value::Text)
                .unwrap();
        }
        let rows = builder.rows();
        assert_eq!(rows.len(), 2);
        assert_eq!(rows[0].text(0), "x\ny");
        assert_eq!((rows[1].text(0), rows[1].text(1)), ("a", "b"));
    }
}
