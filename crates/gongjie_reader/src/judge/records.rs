//! Rows of data become records: merged cells filled down, cells cut into measures, units, people and times.

use gongjie_words::squash;

use super::cells::{Found, Memo, Reader};
use super::list::{self, Style};
use super::people;
use super::view::View;
use crate::field::Field;
use crate::grid::{Cell, Value, address};
use crate::register::Register;
use crate::report::{Column, Doubt, Pairs, Places, Record};

/// What all rows of a sheet share.
pub struct Table<'a> {
    pub view: &'a View<'a>,
    pub columns: &'a [Column],
    pub register: &'a Register,
    /// The year that the sheet states.
    pub year: Option<i16>,
}

/// Reads all rows.
pub fn read(
    table: &Table<'_>,
    data: &[(u32, Option<String>)],
    doubts: &mut Vec<Doubt>,
) -> Vec<Record> {
    let mut memo = Memo::default();
    let mut records: Vec<Record> = Vec::new();
    let mut above: Vec<(Field, Found<'_>)> = Vec::new();
    let mut section: Option<&String> = None;
    for (row, own_section) in data {
        if own_section.as_ref() != section {
            above.clear();
            section = own_section.as_ref();
        }
        if !has_own_cell(table, *row) {
            continue;
        }
        let mut found = cells(table, *row, doubts);
        fill(table, *row, &mut found, &above, doubts);
        records.extend(record(
            table,
            *row,
            own_section.as_ref(),
            &found,
            &mut memo,
            doubts,
        ));
        above = found;
    }
    records
}

/// A row all of whose cells belong to areas from above says nothing of its own.
fn has_own_cell(table: &Table<'_>, row: u32) -> bool {
    let Some(cells) = table.view.row(row) else {
        return false;
    };
    let only_number = |cell: &Cell| {
        table
            .columns
            .iter()
            .any(|c| c.index == cell.column && c.field == Some(Field::No))
    };
    let is_mapped = |cell: &Cell| table.columns.iter().any(|c| c.index == cell.column);
    // A number alone is a row that the office left empty.
    cells
        .cells
        .iter()
        .any(|cell| is_mapped(cell) && !only_number(cell))
}

/// The cell of each field that a row shows.
fn cells<'g>(table: &Table<'g>, row: u32, doubts: &mut Vec<Doubt>) -> Vec<(Field, Found<'g>)> {
    let mut out = Vec::new();
    for column in table.columns {
        let Some(field) = column.field else { continue };
        let Some((cell, at, from)) = table.view.shown(row, column.index) else {
            continue;
        };
        let is_above = at < row;
        if from != column.index {
            continue;
        }
        if is_above && !field.is_identity() {
            if field == Field::Due {
                doubts.push(Doubt {
                    cell: address(row, column.index),
                    kind: "merged_above",
                    message: format!(
                        "the merged cell {} may speak for this row too",
                        address(at, from)
                    ),
                });
            }
            continue;
        }
        out.push((
            field,
            Found {
                cell,
                row: at,
                column: from,
                is_filled: is_above,
            },
        ));
    }
    out
}

/// Fills the problem of a row that goes on with the one above, where cells are left empty instead of merged.
fn fill<'g>(
    table: &Table<'g>,
    row: u32,
    found: &mut Vec<(Field, Found<'g>)>,
    above: &[(Field, Found<'g>)],
    doubts: &mut Vec<Doubt>,
) {
    let has = |found: &[(Field, Found<'_>)], field: Field| found.iter().any(|(f, _)| *f == field);
    let goes_on = !has(found, Field::No)
        && !has(found, Field::Problem)
        && !has(found, Field::Title)
        && (has(found, Field::Measure) || has(found, Field::Due) || has(found, Field::Owner));
    let is_covered = |field: Field| {
        table
            .columns
            .iter()
            .any(|c| c.field == Some(field) && table.view.area(row, c.index).is_some())
    };
    let column_of = |field: Field| {
        table
            .columns
            .iter()
            .find(|c| c.field == Some(field))
            .map(|c| c.index)
    };
    let is_first = |field: Field| {
        let own = column_of(field);
        [Field::No, Field::Problem, Field::Title, Field::Lead]
            .into_iter()
            .filter_map(&column_of)
            .all(|other| own < Some(other))
    };
    for (field, cell) in above {
        let is_group = matches!(
            field,
            Field::No
                | Field::Title
                | Field::Problem
                | Field::Theme
                | Field::Class
                | Field::Lead
                | Field::Partner
        );
        // In a text file a theme to the left of everything was one merged cell over several problems.
        let is_wider = matches!(field, Field::Theme | Field::Class)
            && !table.view.grid.can_merge
            && is_first(*field);
        if !(is_group && goes_on || is_wider) || has(found, *field) || is_covered(*field) {
            continue;
        }
        doubts.push(Doubt {
            cell: address(row, cell.column),
            kind: "filled_down",
            message: format!(
                "the cell is empty; {} is taken from {}",
                field.code(),
                cell.address()
            ),
        });
        found.push((
            *field,
            Found {
                is_filled: true,
                ..*cell
            },
        ));
    }
}

/// Fields that a numbered cell may hold one for each measure.
const NUMBERED: [Field; 4] = [Field::Lead, Field::Partner, Field::Owner, Field::Due];

fn find<'g>(found: &[(Field, Found<'g>)], field: Field) -> Option<Found<'g>> {
    let mut all = found.iter();
    all.find(|(f, _)| *f == field).map(|(_, found)| *found)
}

/// What a row says as it stands, before its cells are read.
fn plain(
    table: &Table<'_>,
    row: u32,
    section: Option<&String>,
    found: &[(Field, Found<'_>)],
) -> Record {
    let text = |field: Field| find(found, field).map(|found| found.cell.text.clone());
    let places = found
        .iter()
        .map(|(field, found)| (*field, found.row, found.column));
    Record {
        row,
        part: 1,
        no: find(found, Field::No).map(|found| squash(&found.cell.text)),
        title: text(Field::Title),
        problem: text(Field::Problem),
        theme: text(Field::Theme),
        section: section.cloned(),
        class: text(Field::Class),
        outcome: text(Field::Outcome),
        progress: text(Field::Progress),
        closed: text(Field::Closed),
        note: text(Field::Note),
        extra: extra(table, row),
        cells: Places(places.collect()),
        ..Record::default()
    }
}

fn record(
    table: &Table<'_>,
    row: u32,
    section: Option<&String>,
    found: &[(Field, Found<'_>)],
    memo: &mut Memo,
    doubts: &mut Vec<Doubt>,
) -> Vec<Record> {
    let mut base = plain(table, row, section, found);
    let measures = find(found, Field::Measure).map(|found| measures(&found, doubts));
    let count = measures.as_ref().map_or(1, Vec::len);
    let mut reader = Reader {
        table,
        memo,
        doubts,
    };
    let mut pieces: Vec<(Field, Found<'_>, Vec<String>)> = Vec::new();
    for field in NUMBERED {
        let Some(cell) = find(found, field) else {
            continue;
        };
        match parts_of(cell.cell, count) {
            Some(parts) => pieces.push((field, cell, parts)),
            None => reader.take(field, &cell, None, &mut base),
        }
    }
    for field in [Field::OwnerLeader, Field::PairedOn] {
        if let Some(cell) = find(found, field) {
            reader.take(field, &cell, None, &mut base);
        }
    }
    if base.owner_phone.is_empty() && !base.owner.is_empty() {
        base.owner_phone = phones(table, row);
    }
    let mut out = Vec::with_capacity(count);
    for part in 0..count {
        let mut record = base.clone();
        record.part = u32::try_from(part + 1).unwrap_or(u32::MAX);
        record.measure = measures.as_ref().and_then(|m| m.get(part)).cloned();
        for (field, cell, parts) in &pieces {
            reader.take(
                *field,
                cell,
                parts.get(part).map(String::as_str),
                &mut record,
            );
        }
        out.push(record);
    }
    out
}

/// A cell that counts as many parts as there are measures, each for its own.
fn parts_of(cell: &Cell, count: usize) -> Option<Vec<String>> {
    if count < 2 || cell.value != Value::Text {
        return None;
    }
    let cut = list::cut(&cell.text);
    let is_numbered = cut
        .style
        .is_some_and(|style| !matches!(style, Style::Lines | Style::Is))
        && cut.is_sure;
    (is_numbered && cut.items.len() == count).then_some(cut.items)
}

fn measures(found: &Found<'_>, doubts: &mut Vec<Doubt>) -> Vec<String> {
    if found.cell.value != Value::Text {
        return vec![found.cell.text.clone()];
    }
    let cut = list::cut(&found.cell.text);
    if !cut.is_sure {
        doubts.push(Doubt {
            cell: found.address(),
            kind: "measure_split",
            message: format!("read as {} measures", cut.items.len()),
        });
    } else if cut.style.is_none() && found.cell.text.contains('\n') {
        doubts.push(Doubt {
            cell: found.address(),
            kind: "measure_whole",
            message: "several lines are kept as one measure".to_owned(),
        });
    }
    cut.items
}

/// Telephones that have a column of their own; it is kept beside as well.
fn phones(table: &Table<'_>, row: u32) -> Vec<String> {
    let is_phone = |column: &&Column| {
        column.field.is_none()
            && ["电话", "手机", "联系方式"]
                .iter()
                .any(|word| column.heading.contains(word))
    };
    let column = table.columns.iter().find(is_phone);
    let cell = column.and_then(|column| table.view.shown(row, column.index));
    cell.map(|(cell, _, _)| cell.text.clone())
        .filter(|text| people::is_phone_number(text))
        .into_iter()
        .collect()
}

/// Cells of columns that are no field; a merged one belongs to its first row.
fn extra(table: &Table<'_>, row: u32) -> Pairs<String> {
    let cells = table
        .columns
        .iter()
        .filter(|column| column.field.is_none())
        .filter_map(|column| {
            let cell = table.view.grid.cell(row, column.index)?;
            Some((column.heading.clone(), cell.text.clone()))
        });
    Pairs(cells.collect())
}
