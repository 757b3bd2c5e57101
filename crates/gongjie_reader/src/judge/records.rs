//! Rows of data become records: merged cells filled down, cells cut into measures, units, people and times.

use std::collections::HashMap;

use gongjie_words::squash;

use super::list::{self, Style};
use super::view::View;
use super::{people, time, units};
use crate::field::Field;
use crate::grid::{Cell, Value, address};
use crate::register::Register;
use crate::report::{Column, Doubt, Pairs, Record, Time};

/// What all rows of a sheet share.
pub struct Table<'a> {
    pub view: &'a View<'a>,
    pub columns: &'a [Column],
    pub register: &'a Register,
    /// The year that the sheet states.
    pub year: Option<i16>,
}

/// A cell of one field in one row, and where it really stands.
#[derive(Clone, Copy)]
struct Found<'g> {
    cell: &'g Cell,
    row: u32,
    column: u32,
    is_filled: bool,
}

impl Found<'_> {
    fn address(&self) -> String {
        address(self.row, self.column)
    }
}

/// What was read of a text before: ledgers say the same few units, people and days again and again.
#[derive(Default)]
struct Memo {
    units: HashMap<String, units::Units>,
    people: HashMap<String, people::People>,
    times: HashMap<String, (Time, Option<time::Doubt>)>,
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

fn record(
    table: &Table<'_>,
    row: u32,
    section: Option<&String>,
    found: &[(Field, Found<'_>)],
    memo: &mut Memo,
    doubts: &mut Vec<Doubt>,
) -> Vec<Record> {
    let get = |field: Field| {
        found
            .iter()
            .find(|(f, _)| *f == field)
            .map(|(_, found)| *found)
    };
    let text = |field: Field| get(field).map(|found| found.cell.text.clone());
    let mut base = Record {
        row,
        part: 1,
        no: get(Field::No).map(|found| number(&found.cell.text)),
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
        cells: Pairs(
            found
                .iter()
                .map(|(field, found)| (field.code().to_owned(), found.address()))
                .collect(),
        ),
        ..Record::default()
    };
    let measures = get(Field::Measure).map(|found| measures(&found, doubts));
    let count = measures.as_ref().map_or(1, Vec::len);
    let parts = |field: Field| get(field).and_then(|found| parts_of(found.cell, count));
    let (leads, partners, owners, dues) = (
        parts(Field::Lead),
        parts(Field::Partner),
        parts(Field::Owner),
        parts(Field::Due),
    );
    let mut reader = Reader {
        table,
        memo,
        doubts,
    };
    if leads.is_none()
        && let Some(found) = get(Field::Lead)
    {
        reader.lead(&found, &found.cell.text, &mut base);
    }
    if partners.is_none()
        && let Some(found) = get(Field::Partner)
    {
        reader.partner(&found, &found.cell.text, &mut base);
    }
    if owners.is_none()
        && let Some(found) = get(Field::Owner)
    {
        reader.owner(&found, &found.cell.text, &mut base);
    }
    if let Some(found) = get(Field::OwnerLeader) {
        base.owner_leader = reader.people(&found, &found.cell.text).names;
    }
    base.paired_on = get(Field::PairedOn).map(|found| reader.time(&found));
    if dues.is_none() {
        base.due = get(Field::Due).map(|found| reader.time(&found));
    }
    let mut out = Vec::with_capacity(count);
    for part in 0..count {
        let mut record = base.clone();
        record.part = u32::try_from(part + 1).unwrap_or(u32::MAX);
        record.measure = measures.as_ref().and_then(|m| m.get(part)).cloned();
        let piece = |parts: &Option<Vec<String>>| parts.as_ref().and_then(|p| p.get(part)).cloned();
        if let Some((found, words)) = get(Field::Lead).zip(piece(&leads)) {
            reader.lead(&found, &words, &mut record);
        }
        if let Some((found, words)) = get(Field::Partner).zip(piece(&partners)) {
            reader.partner(&found, &words, &mut record);
        }
        if let Some((found, words)) = get(Field::Owner).zip(piece(&owners)) {
            reader.owner(&found, &words, &mut record);
        }
        if let Some((found, words)) = get(Field::Due).zip(piece(&dues)) {
            record.due = Some(reader.time_of_words(&found, &words));
        }
        out.push(record);
    }
    out
}

/// A number of a row as text; brackets and full-width digits belong to how it is written.
fn number(text: &str) -> String {
    squash(text)
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
    (is_numbered && cut.parts.len() == count).then_some(cut.parts)
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
            message: format!("read as {} measures", cut.parts.len()),
        });
    } else if cut.style.is_none() && found.cell.text.contains('\n') {
        doubts.push(Doubt {
            cell: found.address(),
            kind: "measure_whole",
            message: "several lines are kept as one measure".to_owned(),
        });
    }
    cut.parts
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

struct Reader<'t, 'd> {
    table: &'t Table<'t>,
    memo: &'d mut Memo,
    doubts: &'d mut Vec<Doubt>,
}

impl Reader<'_, '_> {
    /// Says a doubt once: a merged cell is read again for each of its rows.
    fn doubt(&mut self, found: &Found<'_>, kind: &'static str, message: String) {
        if found.is_filled {
            return;
        }
        self.doubts.push(Doubt {
            cell: found.address(),
            kind,
            message,
        });
    }

    fn units(&mut self, found: &Found<'_>, words: &str) -> units::Units {
        let read = match self.memo.units.get(words) {
            Some(read) => read.clone(),
            None => {
                let read = units::read(words, self.table.register);
                self.memo.units.insert(words.to_owned(), read.clone());
                read
            }
        };
        for doubt in &read.doubts {
            let (kind, message) = match doubt {
                units::Doubt::Split => (
                    "unit_split",
                    format!(
                        "split into {}",
                        read.names
                            .iter()
                            .chain(&read.partners)
                            .cloned()
                            .collect::<Vec<_>>()
                            .join(" | ")
                    ),
                ),
                units::Doubt::Whole(name) => {
                    ("unit_whole", format!("“{name}” is kept as one name"))
                }
                units::Doubt::Unclear(name) => {
                    ("unit_unclear", format!("“{name}” does not read as a unit"))
                }
                units::Doubt::Unknown(name) => {
                    ("unit_unknown", format!("“{name}” is not registered"))
                }
                units::Doubt::Restored(name) => (
                    "unit_split",
                    format!("read as “{name}”, with what it shares with its neighbour"),
                ),
            };
            self.doubt(found, kind, message);
        }
        read
    }

    fn lead(&mut self, found: &Found<'_>, words: &str, record: &mut Record) {
        let units = self.units(found, words);
        record.lead = units.names;
        record.lead_open = units.open;
        if !units.partners.is_empty() || !units.partners_open.is_empty() {
            record.partner.extend(units.partners);
            record.partner_open.extend(units.partners_open);
        }
        if !units.people.is_empty() {
            self.doubt(
                found,
                "person_in_unit",
                format!("{} stands in the cell of the unit", units.people.join("、")),
            );
            if !self
                .table
                .columns
                .iter()
                .any(|column| column.field == Some(Field::Owner))
            {
                record.owner = units.people;
            }
        }
    }

    fn partner(&mut self, found: &Found<'_>, words: &str, record: &mut Record) {
        let units = self.units(found, words);
        record.partner.extend(units.names);
        record.partner.extend(units.partners);
        record.partner_open.extend(units.open);
        record.partner_open.extend(units.partners_open);
    }

    fn people(&mut self, found: &Found<'_>, words: &str) -> people::People {
        let people = match self.memo.people.get(words) {
            Some(people) => people.clone(),
            None => {
                let people = people::read(words);
                self.memo.people.insert(words.to_owned(), people.clone());
                people
            }
        };
        if let Some(piece) = &people.doubt {
            self.doubt(
                found,
                "person_unclear",
                format!("“{piece}” does not read as a name"),
            );
        }
        people
    }

    fn owner(&mut self, found: &Found<'_>, words: &str, record: &mut Record) {
        let people = self.people(found, words);
        record.owner = people.names;
        record.owner_phone = people.phones;
    }

    fn time(&mut self, found: &Found<'_>) -> Time {
        if found.cell.value == Value::Text {
            return self.time_of_words(found, &found.cell.text);
        }
        let (time, mut doubt) = time::read_cell(found.cell, self.table.year);
        if let Value::Date(day) = found.cell.value
            && self.table.view.grid.hides_formats
            && day.day() == 1
        {
            doubt = Some((
                "date_shown",
                "the sheet may show only the month of this day".to_owned(),
            ));
        }
        if let Some((kind, message)) = doubt {
            self.doubt(found, kind, message);
        }
        time
    }

    fn time_of_words(&mut self, found: &Found<'_>, words: &str) -> Time {
        let (time, doubt) = match self.memo.times.get(words) {
            Some(known) => known.clone(),
            None => {
                let read = time::read(words, self.table.year);
                self.memo.times.insert(words.to_owned(), read.clone());
                read
            }
        };
        if let Some((kind, message)) = doubt {
            self.doubt(found, kind, message);
        }
        time
    }
}
