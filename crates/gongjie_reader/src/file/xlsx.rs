//! Workbooks: sheets in order, cells as they are shown, merged areas. Formulas count by their last value.

use std::collections::HashMap;

use super::shown::Format;
use super::xml::{Step, Walk, attribute, name};
use super::zipped::Parts;
use crate::grid::{Area, Book, Builder, Grid, Meter, Value};
use crate::limits;
use crate::refusal::Refusal;

/// What all sheets of a book share.
struct Shared {
    strings: Vec<String>,
    formats: Vec<Format>,
    epoch_1904: bool,
}

pub fn open(parts: &mut Parts<'_>, meter: &mut Meter) -> Result<Book, Refusal> {
    let (sheets, epoch_1904) = sheets(&parts.text("xl/workbook.xml")?)?;
    for _ in &sheets {
        meter.sheet()?;
    }
    let targets = targets(&parts.text("xl/_rels/workbook.xml.rels")?)?;
    let strings = match find(parts, "xl/sharedStrings.xml") {
        Some(part) => strings(&parts.text(&part)?)?,
        None => Vec::new(),
    };
    let formats = match find(parts, "xl/styles.xml") {
        Some(part) => formats(&parts.text(&part)?)?,
        None => Vec::new(),
    };
    let shared = Shared {
        strings,
        formats,
        epoch_1904,
    };
    let mut book = Book::default();
    for (sheet, relation) in sheets {
        let is_cells =
            |target: &&String| !target.contains("chartsheet") && !target.contains("dialogsheet");
        let mut grid = match targets.get(&relation) {
            // A sheet that is one chart has no cells.
            Some(target) if !is_cells(&target) => Grid::default(),
            Some(target) if parts.has(target) => grid(&parts.text(target)?, &shared, meter)?,
            _ => {
                return Err(Refusal::damaged(format!(
                    "the sheet “{sheet}” points at a part that is not in the file"
                )));
            }
        };
        grid.name = sheet;
        book.grids.push(grid);
    }
    Ok(book)
}

/// A part by its usual name, whatever the case of its letters.
fn find(parts: &Parts<'_>, wanted: &str) -> Option<String> {
    [wanted.to_owned(), wanted.to_lowercase()]
        .into_iter()
        .find(|part| parts.has(part))
}

/// Name and relation of each sheet, and whether days count from 1904.
fn sheets(text: &str) -> Result<(Vec<(String, String)>, bool), Refusal> {
    let mut walk = Walk::new(text);
    let mut sheets = Vec::new();
    let mut epoch_1904 = false;
    loop {
        match walk.step()? {
            Step::Open(tag) if name(&tag) == "sheet" => {
                // `r:id`; an attribute `sheetId` stands beside it and is another thing.
                let id = attribute(&tag, "id").unwrap_or_default();
                sheets.push((attribute(&tag, "name").unwrap_or_default(), id));
            }
            Step::Open(tag) if name(&tag) == "workbookPr" => {
                epoch_1904 = matches!(attribute(&tag, "date1904").as_deref(), Some("1" | "true"));
            }
            Step::End => return Ok((sheets, epoch_1904)),
            _ => {}
        }
    }
}

/// The part that each relation points at.
fn targets(text: &str) -> Result<HashMap<String, String>, Refusal> {
    let mut walk = Walk::new(text);
    let mut out = HashMap::new();
    loop {
        match walk.step()? {
            Step::Open(tag) if name(&tag) == "Relationship" => {
                let (Some(id), Some(target)) = (attribute(&tag, "Id"), attribute(&tag, "Target"))
                else {
                    continue;
                };
                let target = match target.strip_prefix('/') {
                    Some(whole) => whole.to_owned(),
                    None => format!("xl/{target}"),
                };
                out.insert(id, target);
            }
            Step::End => return Ok(out),
            _ => {}
        }
    }
}

/// The strings that cells point at; readings of characters (phonetic runs) are left out.
fn strings(text: &str) -> Result<Vec<String>, Refusal> {
    let mut walk = Walk::new(text);
    let mut out: Vec<String> = Vec::new();
    loop {
        match walk.step()? {
            Step::Open(tag) if name(&tag) == "si" => out.push(rich(&mut walk, "si")?),
            Step::End => return Ok(out),
            _ => {}
        }
    }
}

/// The text of an element with runs, up to its end.
fn rich(walk: &mut Walk<'_>, end: &str) -> Result<String, Refusal> {
    let mut out = String::new();
    let mut is_text = false;
    let mut reading = 0_usize;
    loop {
        match walk.step()? {
            Step::Open(tag) => match name(&tag) {
                "t" => is_text = reading == 0,
                "rPh" => reading += 1,
                _ => {}
            },
            Step::Text(text) if is_text => out.push_str(&text),
            Step::Close(closed) if closed == end => return Ok(unescaped(&out)),
            Step::Close(closed) if closed == "t" => is_text = false,
            Step::Close(closed) if closed == "rPh" => reading = reading.saturating_sub(1),
            Step::Text(_) | Step::Close(_) => {}
            Step::End => return Err(Refusal::damaged("a string has no end")),
        }
    }
}

/// `_x000D_` stands for a character that XML cannot hold.
fn unescaped(text: &str) -> String {
    if !text.contains("_x") {
        return text.to_owned();
    }
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find("_x") {
        let (head, tail) = rest.split_at(at);
        out.push_str(head);
        let code = tail
            .get(2..6)
            .filter(|_| tail.get(6..7) == Some("_"))
            .and_then(|hex| u32::from_str_radix(hex, 16).ok())
            .and_then(char::from_u32);
        if let Some(letter) = code {
            out.push(letter);
            rest = tail.get(7..).unwrap_or("");
        } else {
            out.push_str("_x");
            rest = tail.get(2..).unwrap_or("");
        }
    }
    out.push_str(rest);
    out
}

/// The number format of each cell style.
fn formats(text: &str) -> Result<Vec<Format>, Refusal> {
    let mut walk = Walk::new(text);
    let mut own: HashMap<u32, Format> = HashMap::new();
    let mut out = Vec::new();
    let mut is_cells = false;
    loop {
        match walk.step()? {
            Step::Open(tag) => match name(&tag) {
                "numFmt" => {
                    let id = attribute(&tag, "numFmtId").and_then(|id| id.parse().ok());
                    if let (Some(id), Some(code)) = (id, attribute(&tag, "formatCode")) {
                        own.insert(id, Format::read(&code));
                    }
                }
                "cellXfs" => is_cells = true,
                "xf" if is_cells => {
                    let id: u32 = attribute(&tag, "numFmtId")
                        .and_then(|id| id.parse().ok())
                        .unwrap_or(0);
                    out.push(
                        own.get(&id)
                            .cloned()
                            .unwrap_or_else(|| Format::built_in(id)),
                    );
                }
                _ => {}
            },
            Step::Close(closed) if closed == "cellXfs" => is_cells = false,
            Step::End => return Ok(out),
            _ => {}
        }
    }
}

/// A cell while it is read.
#[derive(Default)]
struct Open {
    row: u32,
    column: u32,
    style: usize,
    kind: String,
    value: String,
    inline: Option<String>,
}

fn grid(text: &str, shared: &Shared, meter: &mut Meter) -> Result<Grid, Refusal> {
    let mut walk = Walk::new(text);
    let mut builder = Builder::default();
    let mut merges = Vec::new();
    let (mut row, mut column) = (0_u32, 0_u32);
    let mut open: Option<Open> = None;
    let mut is_value = false;
    loop {
        match walk.step()? {
            Step::Open(tag) => match name(&tag) {
                "row" => {
                    row = attribute(&tag, "r")
                        .and_then(|r| r.parse().ok())
                        .unwrap_or(row.saturating_add(1));
                    column = 0;
                }
                "c" => {
                    let place = attribute(&tag, "r").as_deref().and_then(place);
                    (row, column) = place.unwrap_or((row.max(1), column));
                    open = Some(Open {
                        row,
                        column,
                        style: attribute(&tag, "s")
                            .and_then(|s| s.parse().ok())
                            .unwrap_or(0),
                        kind: attribute(&tag, "t").unwrap_or_default(),
                        ..Open::default()
                    });
                    column = column.saturating_add(1);
                }
                "v" => is_value = true,
                "is" => {
                    let inline = rich(&mut walk, "is")?;
                    if let Some(open) = &mut open {
                        open.inline = Some(inline);
                    }
                }
                "mergeCell" => {
                    merges.extend(attribute(&tag, "ref").as_deref().and_then(area));
                    if merges.len() > limits::MERGES_MAX {
                        return Err(Refusal::too_large(format!(
                            "more than {} merged areas",
                            limits::MERGES_MAX
                        )));
                    }
                }
                _ => {}
            },
            Step::Text(text) if is_value => {
                if let Some(open) = &mut open {
                    open.value.push_str(&text);
                }
            }
            Step::Close(closed) if closed == "v" => is_value = false,
            Step::Close(closed) if closed == "c" => {
                if let Some(open) = open.take() {
                    let (text, value) = content(&open, shared);
                    builder.push(meter, open.row, open.column, &text, value)?;
                }
            }
            Step::End => break,
            _ => {}
        }
    }
    Ok(Grid {
        rows: builder.rows(),
        merges,
        can_merge: true,
        ..Grid::default()
    })
}

fn content(cell: &Open, shared: &Shared) -> (String, Value) {
    if let Some(inline) = &cell.inline {
        return (inline.clone(), Value::Text);
    }
    match cell.kind.as_str() {
        "s" => {
            let string = cell
                .value
                .trim()
                .parse()
                .ok()
                .and_then(|at: usize| shared.strings.get(at));
            (string.cloned().unwrap_or_default(), Value::Text)
        }
        "str" | "inlineStr" => (unescaped(&cell.value), Value::Text),
        "b" => (
            if cell.value.trim() == "1" {
                "是"
            } else {
                "否"
            }
            .to_owned(),
            Value::Text,
        ),
        // #REF! and the like: nothing that an office wrote.
        "e" => (String::new(), Value::Text),
        "d" => match cell.value.get(..10).and_then(|day| day.parse().ok()) {
            Some(date) => (gongjie_words::date::zh(date), Value::Date(date)),
            None => (cell.value.clone(), Value::Text),
        },
        _ => match cell.value.trim().parse::<f64>() {
            Ok(number) => {
                let format = shared.formats.get(cell.style).unwrap_or(&Format::Plain);
                format.show(number, shared.epoch_1904)
            }
            Err(_) => (cell.value.clone(), Value::Text),
        },
    }
}

/// Row (from 1) and column (from 0) of a name like `D7`.
fn place(text: &str) -> Option<(u32, u32)> {
    let split = text.find(|c: char| c.is_ascii_digit())?;
    let (letters, digits) = text.split_at(split);
    let mut column = 0_u32;
    for letter in letters.bytes().filter(|b| *b != b'$') {
        let digit = letter
            .to_ascii_uppercase()
            .checked_sub(b'A')
            .filter(|d| *d < 26)?;
        column = column.checked_mul(26)?.checked_add(u32::from(digit) + 1)?;
    }
    Some((
        digits.trim_start_matches('$').parse().ok()?,
        column.checked_sub(1)?,
    ))
}

fn area(text: &str) -> Option<Area> {
    let (first, last) = text.split_once(':')?;
    let ((top, left), (bottom, right)) = (place(first)?, place(last)?);
    (top <= bottom && left <= right).then_some(Area {
        top,
        left,
        bottom,
        right,
    })
}
