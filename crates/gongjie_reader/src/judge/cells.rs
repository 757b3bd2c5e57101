//! What single cells say: units, people and times, each text read once, each doubt said where its cell stands.

use std::collections::HashMap;

use super::records::Table;
use super::{people, time, units};
use crate::field::Field;
use crate::grid::{Cell, Value, address};
use crate::report::{Doubt, Record, Time};

/// A cell of one field in one row, and where it really stands.
#[derive(Clone, Copy)]
pub(super) struct Found<'g> {
    pub cell: &'g Cell,
    pub row: u32,
    pub column: u32,
    pub is_filled: bool,
}

impl Found<'_> {
    pub(super) fn address(&self) -> String {
        address(self.row, self.column)
    }
}

/// What was read of a text before: ledgers say the same few units, people and days again and again.
#[derive(Default)]
pub(super) struct Memo {
    units: HashMap<String, units::Units>,
    people: HashMap<String, people::People>,
    times: HashMap<String, (Time, Option<time::Doubt>)>,
}

pub(super) struct Reader<'t, 'd> {
    pub table: &'t Table<'t>,
    pub memo: &'d mut Memo,
    pub doubts: &'d mut Vec<Doubt>,
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
        let read = if let Some(read) = self.memo.units.get(words) {
            read.clone()
        } else {
            let read = units::read(words, self.table.register);
            self.memo.units.insert(words.to_owned(), read.clone());
            read
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

    /// Reads the cell of a field (or the words of it that belong to one measure) into a record.
    pub(super) fn take(
        &mut self,
        field: Field,
        found: &Found<'_>,
        words: Option<&str>,
        record: &mut Record,
    ) {
        let text = words.unwrap_or(&found.cell.text);
        match field {
            Field::Lead => self.lead(found, text, record),
            Field::Partner => self.partner(found, text, record),
            Field::Owner => self.owner(found, text, record),
            Field::OwnerLeader => record.owner_leader = self.people(found, text).names,
            Field::PairedOn => record.paired_on = Some(self.time(found)),
            Field::Due => {
                record.due = Some(match words {
                    Some(words) => self.time_of_words(found, words),
                    None => self.time(found),
                });
            }
            _ => {}
        }
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
        let people = if let Some(people) = self.memo.people.get(words) {
            people.clone()
        } else {
            let people = people::read(words);
            self.memo.people.insert(words.to_owned(), people.clone());
            people
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
        let (time, doubt) = if let Some(known) = self.memo.times.get(words) {
            known.clone()
        } else {
            let read = time::read(words, self.table.year);
            self.memo.times.insert(words.to_owned(), read.clone());
            read
        };
        if let Some((kind, message)) = doubt {
            self.doubt(found, kind, message);
        }
        time
    }
}
