//! Rows of a sheet as they are written: taken apart, moved, and made after the pattern of another.

use std::collections::BTreeMap;

use quick_xml::events::{BytesStart, Event};

use super::FillError;
use super::raw::{Piece, attribute, retagged};
use super::reference::place;
use super::styles::Guards;
use crate::guard::safe_text;
use crate::layout::address;
use crate::markup::{add, escape};
use crate::measure::{MAX_ROW_POINTS, body_points};
use crate::sheet::{Cell, NumberFormat, Value};

/// A row of the office.
#[derive(Debug, Clone)]
pub(super) struct OldRow<'t> {
    pub number: u32,
    tag: BytesStart<'t>,
    /// By column.
    cells: BTreeMap<u32, OldCell<'t>>,
}

/// A cell of the office: its tag, what is in it, and its style.
#[derive(Debug, Clone)]
struct OldCell<'t> {
    tag: BytesStart<'t>,
    inner: String,
    style: Option<u32>,
}

/// Takes a row apart; `pieces` stand behind its tag and are read up to its end.
pub(super) fn take<'t>(
    tag: BytesStart<'t>,
    is_empty: bool,
    pieces: &mut impl Iterator<Item = Result<Piece<'t>, FillError>>,
) -> Result<OldRow<'t>, FillError> {
    let number = attribute(&tag, "r").and_then(|r| r.parse().ok());
    let number = number.ok_or_else(|| FillError::damaged("a row has no number"))?;
    let mut row = OldRow {
        number,
        tag,
        cells: BTreeMap::new(),
    };
    if is_empty {
        return Ok(row);
    }
    let mut open: Option<(u32, OldCell<'t>)> = None;
    for piece in pieces {
        let piece = piece?;
        match (piece.event, open.as_mut()) {
            (Event::End(tag), _) if tag.local_name().as_ref() == "row" => return Ok(row),
            (Event::End(tag), Some(_)) if tag.local_name().as_ref() == "c" => {
                row.cells.extend(open.take());
            }
            (Event::Start(tag) | Event::Empty(tag), Some(_))
                if tag.local_name().as_ref() == "f" =>
            {
                return Err(FillError::HasFormula);
            }
            (_, Some((_, cell))) => cell.inner.push_str(piece.raw),
            (Event::Start(tag), None) => open = Some(cell(tag)?),
            (Event::Empty(tag), None) => {
                row.cells.extend([cell(tag)?]);
            }
            _ => {}
        }
    }
    Err(FillError::damaged("a row has no end"))
}

fn cell(tag: BytesStart<'_>) -> Result<(u32, OldCell<'_>), FillError> {
    let name = attribute(&tag, "r").and_then(|r| place(&r));
    let (_, column) = name.ok_or_else(|| FillError::damaged("a cell has no place"))?;
    let style = attribute(&tag, "s").and_then(|s| s.parse().ok());
    let cell = OldCell {
        tag,
        inner: String::new(),
        style,
    };
    Ok((column, cell))
}

/// How text stands in the columns of a sheet.
pub(super) struct Pen<'a> {
    /// Prefix of the sheet's elements, with its colon.
    pub prefix: &'a str,
    /// Widths in characters, by column.
    pub widths: &'a BTreeMap<u32, usize>,
    pub guards: &'a mut Guards,
}

impl OldRow<'_> {
    /// The row as it is, at another place.
    pub fn moved(&self, number: u32) -> String {
        let name = self.tag.name().as_ref().to_owned();
        let place = [("r", Some(number.to_string()))];
        let mut out = retagged(&self.tag, &place, ">");
        for (column, cell) in &self.cells {
            cell.write(&mut out, number, *column);
        }
        add(&mut out, format_args!("</{name}>"));
        out
    }

    /// A row of data in its style; `own`: it is this very row, whose other cells keep what they hold.
    pub fn filled(
        &self,
        number: u32,
        values: &BTreeMap<u32, &Cell>,
        own: bool,
        pen: &mut Pen<'_>,
    ) -> String {
        let mut set = vec![("r", Some(number.to_string())), ("spans", None)];
        let height = attribute(&self.tag, "ht").and_then(|ht| ht.parse::<f64>().ok());
        if let Some(height) = height {
            let needed = values.iter().map(|(column, cell)| {
                let chars = pen.widths.get(column).copied().unwrap_or(8);
                body_points(&cell.value.display(), chars)
            });
            let needed = needed.fold(height, f64::max).min(MAX_ROW_POINTS);
            if needed > height {
                set.push(("ht", Some(needed.to_string())));
                set.push(("customHeight", Some("1".to_owned())));
            }
        }
        let name = self.tag.name().as_ref().to_owned();
        let mut out = retagged(&self.tag, &set, ">");
        let columns: std::collections::BTreeSet<u32> =
            self.cells.keys().chain(values.keys()).copied().collect();
        for column in columns {
            let old = self.cells.get(&column);
            match (values.get(&column), old) {
                (Some(cell), old) => {
                    pen.write(&mut out, (number, column), cell, old.and_then(|o| o.style));
                }
                (None, Some(old)) if own => old.write(&mut out, number, column),
                (None, old) => {
                    let style = old.and_then(|old| old.style);
                    pen.write(&mut out, (number, column), &Cell::blank(), style);
                }
            }
        }
        add(&mut out, format_args!("</{name}>"));
        out
    }
}

/// A row of data where the office left no row to copy.
pub(super) fn bare(number: u32, values: &BTreeMap<u32, &Cell>, pen: &mut Pen<'_>) -> String {
    let prefix = pen.prefix;
    let mut out = format!("<{prefix}row r=\"{number}\">");
    for (column, cell) in values {
        pen.write(&mut out, (number, *column), cell, None);
    }
    add(&mut out, format_args!("</{prefix}row>"));
    out
}

impl OldCell<'_> {
    fn write(&self, out: &mut String, row: u32, column: u32) {
        let name = address(row.saturating_sub(1) as usize, column as usize);
        out.push_str(&retagged(&self.tag, &[("r", Some(name))], ">"));
        out.push_str(&self.inner);
        add(out, format_args!("</{}>", self.tag.name().as_ref()));
    }
}

impl Pen<'_> {
    /// One cell: a text as an inline string, a whole figure as a number, an empty one with its style alone.
    fn write(&mut self, out: &mut String, at: (u32, u32), cell: &Cell, style: Option<u32>) {
        let (row, column) = at;
        let prefix = self.prefix;
        let shown = cell.value.display();
        let safe = safe_text(&shown);
        let number = match &cell.value {
            Value::Number {
                value,
                format: NumberFormat::Integer,
            } if value.is_finite() => Some(*value),
            _ => None,
        };
        let style = if safe.guarded && number.is_none() {
            Some(self.guards.mark(style.unwrap_or(0)))
        } else {
            style
        };
        let name = address(row.saturating_sub(1) as usize, column as usize);
        add(out, format_args!("<{prefix}c r=\"{name}\""));
        if let Some(style) = style {
            add(out, format_args!(" s=\"{style}\""));
        }
        if let Some(number) = number {
            add(
                out,
                format_args!("><{prefix}v>{number}</{prefix}v></{prefix}c>"),
            );
        } else if safe.text.is_empty() {
            out.push_str("/>");
        } else {
            add(
                out,
                format_args!(" t=\"inlineStr\"><{prefix}is><{prefix}t xml:space=\"preserve\">"),
            );
            escape(out, &literal(&safe.text));
            add(out, format_args!("</{prefix}t></{prefix}is></{prefix}c>"));
        }
    }
}

/// `_x0041_` stands for a letter in a workbook; a text that says so itself is written so that it does not.
fn literal(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find("_x") {
        let (head, tail) = rest.split_at(at);
        out.push_str(head);
        let is_code = tail.get(6..7) == Some("_")
            && tail
                .get(2..6)
                .is_some_and(|code| code.bytes().all(|b| b.is_ascii_hexdigit()));
        out.push_str(if is_code { "_x005F_x" } else { "_x" });
        rest = tail.get(2..).unwrap_or_default();
    }
    out.push_str(rest);
    out
}
