//! What was understood of a file: the JSON of `docs/reading.md`. Keys are added, never renamed.

use serde::ser::SerializeMap;
use serde::{Serialize, Serializer};

use crate::field::Field;
use crate::grid::address;

/// Everything read from a file.
#[derive(Debug, Clone, Default, Serialize)]
pub struct Report {
    pub sheets: Vec<Sheet>,
}

impl Report {
    /// Whether any sheet is a ledger.
    pub fn has_ledger(&self) -> bool {
        self.sheets.iter().any(|sheet| sheet.is_ledger)
    }
}

/// One sheet or table.
#[derive(Debug, Clone, Default, Serialize)]
pub struct Sheet {
    pub name: String,
    pub is_ledger: bool,
    /// Why it is one or is none, in English.
    pub why: String,
    pub header_rows: Vec<u32>,
    /// The rows that look most like a header, where the sheet is no ledger: for a person who knows better.
    #[serde(skip)]
    pub looked_at: Vec<u32>,
    pub header: Vec<String>,
    /// Heading to field, in the order of the columns.
    pub mapping: Pairs<Option<Field>>,
    pub columns: Vec<Column>,
    pub meta: Meta,
    pub footer_rows: Vec<u32>,
    pub skipped_rows: Vec<Skipped>,
    pub records: Vec<Record>,
    pub doubts: Vec<Doubt>,
}

/// A column of the table.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Column {
    pub letter: String,
    /// From 0.
    #[serde(skip)]
    pub index: u32,
    pub heading: String,
    pub field: Option<Field>,
    /// The field comes from what the column holds, or from a part of its heading.
    pub is_guessed: bool,
}

/// What stands around the table.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Meta {
    pub title: Option<String>,
    /// 填报单位.
    pub reporting_unit: Option<String>,
    /// 填报时间, as written.
    pub reported_at: Option<String>,
    /// 填报人.
    pub reporter: Option<String>,
    pub phone: Option<String>,
    /// The year of 填报时间 or of the title.
    pub year: Option<i16>,
    /// Every line above the table, as written.
    pub lines: Vec<String>,
}

/// A row inside the table that is no data.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Skipped {
    pub row: u32,
    /// `section`, `subtotal`, `repeated_header`.
    pub why: &'static str,
    pub text: String,
}

/// One measure of one row, or a row without a measure.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Record {
    pub row: u32,
    /// Counts the measures of one cell from 1.
    pub part: u32,
    pub no: Option<String>,
    pub title: Option<String>,
    pub problem: Option<String>,
    pub measure: Option<String>,
    pub lead: Vec<String>,
    pub lead_open: Vec<String>,
    pub partner: Vec<String>,
    pub partner_open: Vec<String>,
    pub owner: Vec<String>,
    pub owner_phone: Vec<String>,
    pub owner_leader: Vec<String>,
    pub due: Option<Time>,
    pub paired_on: Option<Time>,
    pub theme: Option<String>,
    pub section: Option<String>,
    pub class: Option<String>,
    pub outcome: Option<String>,
    pub progress: Option<String>,
    pub closed: Option<String>,
    pub note: Option<String>,
    /// Columns that are no field, by heading.
    pub extra: Pairs<String>,
    /// The cell of each field that has a value.
    pub cells: Places,
}

/// A date or deadline: the words, and the days they mean.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Time {
    pub text: String,
    /// Last day; `YYYY-MM-DD`.
    pub date: Option<String>,
    /// The last day in the year that the sheet states, where none is written.
    pub date_if_year: Option<String>,
    /// First day of a period.
    pub date_from: Option<String>,
    pub precision: &'static str,
    pub kind: &'static str,
}

/// Something that is read with less than certainty.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Doubt {
    pub cell: String,
    pub kind: &'static str,
    /// In English, for scripts and logs; the screen finds words by the kind.
    pub message: String,
}

/// Where each field of a record stands: row from 1, column from 0. Written as names of cells (`D7`).
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Places(pub Vec<(Field, u32, u32)>);

impl Places {
    /// The name of a field's cell.
    pub fn get(&self, field: Field) -> Option<String> {
        let mut places = self.0.iter();
        let (_, row, column) = places.find(|(f, _, _)| *f == field)?;
        Some(address(*row, *column))
    }
}

impl Serialize for Places {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(Some(self.0.len()))?;
        for (field, row, column) in &self.0 {
            map.serialize_entry(field.code(), &address(*row, *column))?;
        }
        map.end()
    }
}

/// Pairs in their order, written as a JSON object.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Pairs<V>(pub Vec<(String, V)>);

impl<V> Pairs<V> {
    /// The value of a key.
    pub fn get(&self, key: &str) -> Option<&V> {
        self.0.iter().find(|(k, _)| k == key).map(|(_, v)| v)
    }
}

impl<V: Serialize> Serialize for Pairs<V> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(Some(self.0.len()))?;
        for (key, value) in &self.0 {
            map.serialize_entry(key, value)?;
        }
        map.end()
    }
}
