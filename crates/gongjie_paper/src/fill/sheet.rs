//! The XML of the sheet with rows in it: data in the pattern's style, what stands below moved down.

use std::collections::{BTreeMap, BTreeSet};

use quick_xml::events::{BytesStart, Event};

use super::raw::{Piece, Pieces, attribute, is_named, retagged};
use super::reference::{Area, Shift};
use super::rows::{self, OldRow, Pen};
use super::styles::Guards;
use super::{FillError, Slot};
use crate::markup::add;
use crate::sheet::{Cell, Row};

/// Elements that stand between the cells and their merged areas.
const BEFORE_MERGES: [&str; 8] = [
    "sheetCalcPr",
    "sheetProtection",
    "protectedRanges",
    "scenarios",
    "autoFilter",
    "sortState",
    "dataConsolidate",
    "customSheetViews",
];
/// Elements with the address of an area.
const WITH_REF: [&str; 4] = ["hyperlink", "autoFilter", "sortState", "dimension"];
/// Elements with a list of areas.
const WITH_LIST: [&str; 4] = [
    "conditionalFormatting",
    "dataValidation",
    "ignoredError",
    "protectedRange",
];

/// A sheet taken apart.
#[derive(Default)]
struct Parts<'t> {
    before: Vec<Piece<'t>>,
    rows: BTreeMap<u32, OldRow<'t>>,
    after: Vec<Piece<'t>>,
    prefix: String,
    /// The cells are one empty element.
    is_bare: bool,
    widths: BTreeMap<u32, usize>,
    merges: Vec<Area>,
}

/// The sheet with the rows in it, and how far what stands below moved.
pub(super) fn fill(
    text: &str,
    slot: &Slot,
    data: &[Row],
    guards: &mut Guards,
) -> Result<(String, Shift), FillError> {
    let parts = parts(text)?;
    let first = slot.head + 1;
    let last = parts.rows.keys().next_back().copied().unwrap_or(0);
    let foot = slot.foot.unwrap_or(last + 1).max(first);
    let shift = Shift::of(first, foot, data.len());
    if data.is_empty() {
        return Ok((text.to_owned(), shift));
    }
    let mut out = String::with_capacity(text.len() + data.len() * 200);
    for piece in &parts.before {
        out.push_str(&moved(piece, shift));
    }
    if parts.is_bare {
        add(&mut out, format_args!("<{}sheetData>", parts.prefix));
    }
    let mut pen = Pen {
        prefix: &parts.prefix,
        widths: &parts.widths,
        guards,
    };
    for row in parts.rows.range(..first).map(|(_, row)| row) {
        out.push_str(&row.moved(row.number));
    }
    let pattern = parts.rows.get(&first).filter(|_| first < foot);
    for (number, row) in (first..).zip(data) {
        let own = parts.rows.get(&number).filter(|_| number < foot);
        let values = values(slot, row);
        out.push_str(&match own.or(pattern) {
            Some(base) => base.filled(number, &values, own.is_some(), &mut pen),
            None => rows::bare(number, &values, &mut pen),
        });
    }
    let end = first.saturating_add(u32::try_from(data.len()).unwrap_or(u32::MAX));
    for row in parts.rows.range(end.min(foot)..).map(|(_, row)| row) {
        if row.number >= foot {
            out.push_str(&row.moved(shift.row(row.number)));
        } else if row.number >= end {
            out.push_str(&row.moved(row.number));
        }
    }
    write_after(
        &mut out,
        &parts,
        &merges(&parts.merges, slot, data, shift),
        shift,
    );
    Ok((out, shift))
}

/// The cells of a row by the office's column.
fn values<'r>(slot: &Slot, row: &'r Row) -> BTreeMap<u32, &'r Cell> {
    slot.columns.iter().copied().zip(&row.cells).collect()
}

fn parts(text: &str) -> Result<Parts<'_>, FillError> {
    let mut parts = Parts::default();
    let mut pieces = Pieces::of(text);
    let mut is_after = false;
    let mut is_data = false;
    while let Some(piece) = pieces.next() {
        let piece = piece?;
        match &piece.event {
            Event::Start(tag) | Event::Empty(tag) if is_data && is_named(tag, "row") => {
                let is_empty = matches!(piece.event, Event::Empty(_));
                let row = rows::take(tag.clone(), is_empty, &mut pieces)?;
                parts.rows.insert(row.number, row);
                continue;
            }
            Event::Start(tag) if is_named(tag, "sheetData") => {
                parts.prefix = prefix(tag);
                is_data = true;
            }
            Event::Empty(tag) if is_named(tag, "sheetData") => {
                parts.prefix = prefix(tag);
                (parts.is_bare, is_after) = (true, true);
                continue;
            }
            Event::End(tag) if tag.local_name().as_ref() == "sheetData" => {
                (is_data, is_after) = (false, true);
                continue;
            }
            Event::Start(tag) | Event::Empty(tag) if is_named(tag, "col") => {
                read_width(tag, &mut parts.widths);
            }
            Event::Start(tag) | Event::Empty(tag) if is_named(tag, "mergeCell") => {
                let area = attribute(tag, "ref").and_then(|r| Area::read(&r));
                parts.merges.extend(area);
                continue;
            }
            Event::End(tag) if tag.local_name().as_ref() == "mergeCell" => continue,
            Event::Start(tag) | Event::Empty(tag) if is_named(tag, "tablePart") => {
                return Err(FillError::HasTable);
            }
            _ => {}
        }
        if is_data && !matches!(piece.event, Event::Start(_)) {
            continue;
        }
        if is_after {
            parts.after.push(piece);
        } else {
            parts.before.push(piece);
        }
    }
    if is_after {
        Ok(parts)
    } else {
        Err(FillError::damaged("the sheet has no cells"))
    }
}

fn prefix(tag: &BytesStart<'_>) -> String {
    let name = tag.name();
    let name: &str = name.as_ref();
    let colon = name.find(':').map_or(0, |at| at + 1);
    name.get(..colon).unwrap_or_default().to_owned()
}

fn read_width(tag: &BytesStart<'_>, widths: &mut BTreeMap<u32, usize>) {
    const COLUMNS_MAX: u32 = 500;
    let number = |name: &str| attribute(tag, name).and_then(|n| n.parse::<f64>().ok());
    let (Some(from), Some(to), Some(width)) = (number("min"), number("max"), number("width"))
    else {
        return;
    };
    #[allow(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "held within what a sheet has"
    )]
    let (from, to, width) = (
        from.clamp(1.0, f64::from(COLUMNS_MAX)) as u32,
        to.clamp(1.0, f64::from(COLUMNS_MAX)) as u32,
        width.clamp(2.0, 255.0) as usize,
    );
    widths.extend((from..=to).map(|column| (column - 1, width)));
}

/// A piece with its addresses moved.
fn moved(piece: &Piece<'_>, shift: Shift) -> String {
    let (tag, end) = match &piece.event {
        Event::Start(tag) => (tag, ">"),
        Event::Empty(tag) => (tag, "/>"),
        _ => return piece.raw.to_owned(),
    };
    let name = tag.local_name();
    let name: &str = name.as_ref();
    let attribute_name = if WITH_REF.contains(&name) {
        "ref"
    } else if WITH_LIST.contains(&name) {
        "sqref"
    } else {
        return piece.raw.to_owned();
    };
    match attribute(tag, attribute_name) {
        Some(list) => retagged(tag, &[(attribute_name, Some(shift.list(&list)))], end),
        None => piece.raw.to_owned(),
    }
}

fn write_after(out: &mut String, parts: &Parts<'_>, merges: &[Area], shift: Shift) {
    let prefix = &parts.prefix;
    add(out, format_args!("</{prefix}sheetData>"));
    let mut is_written = merges.is_empty();
    let mut is_inside = false;
    let mut depth = 0_usize;
    for piece in &parts.after {
        if let Event::Start(tag) | Event::Empty(tag) = &piece.event {
            let name = tag.local_name();
            let name: &str = name.as_ref();
            if depth == 0 && !is_written && !BEFORE_MERGES.contains(&name) {
                write_merges(out, prefix, merges);
                is_written = true;
            }
            let is_open = matches!(piece.event, Event::Start(_));
            if name == "mergeCells" {
                is_inside = is_open;
            }
            depth += usize::from(is_open);
            if name == "mergeCells" {
                continue;
            }
        } else if let Event::End(tag) = &piece.event {
            if depth == 0 && !is_written {
                write_merges(out, prefix, merges);
                is_written = true;
            }
            depth = depth.saturating_sub(1);
            if tag.local_name().as_ref() == "mergeCells" {
                is_inside = false;
                continue;
            }
        }
        if !is_inside {
            out.push_str(&moved(piece, shift));
        }
    }
}

fn write_merges(out: &mut String, prefix: &str, merges: &[Area]) {
    add(
        out,
        format_args!("<{prefix}mergeCells count=\"{}\">", merges.len()),
    );
    for area in merges {
        add(
            out,
            format_args!("<{prefix}mergeCell ref=\"{}\"/>", area.written()),
        );
    }
    add(out, format_args!("</{prefix}mergeCells>"));
}

/// Merged areas of the office where they are afterwards, and those of the data.
fn merges(old: &[Area], slot: &Slot, data: &[Row], shift: Shift) -> Vec<Area> {
    let Shift { first, foot, .. } = shift;
    let end = first + u32::try_from(data.len()).unwrap_or(u32::MAX - first);
    let is_blank = |area: &&Area| area.from.0 >= first && area.to.0 < foot;
    let mut all: Vec<Area> = old
        .iter()
        .filter(|area| !is_blank(area) || area.from.0 >= end)
        .map(|area| shift.area(*area))
        .collect();
    // Columns that the pattern joins, each as one: first and last.
    let joined: Vec<(u32, u32)> = old
        .iter()
        .filter(|area| area.from.0 == first && area.to.0 == first && first < foot)
        .map(|area| (area.from.1, area.to.1))
        .collect();
    let block = |column: u32| {
        let found = joined.iter().find(|(l, r)| (*l..=*r).contains(&column));
        found.copied().unwrap_or((column, column))
    };
    let mut blocks: BTreeSet<(u32, u32)> = joined.iter().copied().collect();
    blocks.extend(slot.columns.iter().map(|column| block(*column)));
    for (left, right) in blocks {
        let place = slot.columns.iter().position(|c| (left..=right).contains(c));
        let is_up = |row: &Row| {
            place
                .and_then(|at| row.cells.get(at))
                .is_some_and(|cell| cell.merge_up)
        };
        let mut from = first;
        for (number, next) in (first..).zip((1..=data.len()).map(|at| data.get(at))) {
            if next.is_some_and(is_up) {
                continue;
            }
            if from < number || left < right {
                all.push(Area {
                    from: (from, left),
                    to: (number, right),
                });
            }
            from = number + 1;
        }
    }
    all
}
