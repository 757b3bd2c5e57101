//! What an import would do: which rows are made, changed and left, and what has to be asked first. Pure.

mod ask;
mod build;
mod doers;
mod merge;
mod parts;
pub mod values;

use std::collections::HashMap;

use gongjie_base::Say;
use gongjie_reader::grid::Grid;
use gongjie_reader::report::Sheet;
use jiff::civil::Date;
pub use values::made_id;

use super::known::Known;
use super::rules::{Choices, Fate, Level, Weight};
use crate::measure::rules::DueKind;
use crate::problem::rules::{Class, TitleBasis};

/// A field that is written, with the cell it comes from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Field {
    pub field: &'static str,
    /// As a form holds it; ids of units and people that are made on the way are negative.
    pub value: String,
    /// What is typed instead of `value` where the words alone would be read otherwise today (a day without a year).
    pub typed: Option<String>,
    pub written: String,
    pub cell: String,
    pub fate: Fate,
    /// What stands in the product.
    pub was: String,
}

/// Words that are kept with a row and are no field of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Kept {
    pub field: String,
    pub written: String,
    pub cell: String,
}

/// A row of ours that the file speaks of.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Row {
    /// Nothing: it is made.
    pub id: Option<i64>,
    pub sheet_row: u32,
    pub fields: Vec<Field>,
    pub kept: Vec<Kept>,
}

impl Row {
    /// The value of a field.
    pub fn get(&self, field: &str) -> Option<&str> {
        let found = self.fields.iter().find(|f| f.field == field);
        found
            .map(|f| f.value.as_str())
            .filter(|value| !value.is_empty())
    }

    /// Fields that are set on a row that is there.
    pub fn changes(&self) -> impl Iterator<Item = &Field> {
        self.fields.iter().filter(|f| f.fate == Fate::Change)
    }
}

/// A pairing that is made, or one that is there.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Pairing {
    pub row: Row,
    /// 序号 in the sheet.
    pub no: Option<String>,
    pub lead: i64,
    pub partners: Vec<i64>,
    pub partners_open: Option<String>,
    pub theme_id: Option<i64>,
}

/// When a measure is due.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Due {
    pub kind: DueKind,
    pub on: Option<Date>,
    pub text: String,
}

/// A measure that is made, or one that is there.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Measure {
    pub row: Row,
    /// The one that answers first.
    pub units: Vec<i64>,
    pub owner: Option<i64>,
    pub due: Option<Due>,
    pub is_done: bool,
    pub outcome: Option<Row>,
}

/// A problem with all that its rows of the sheet say.
#[derive(Debug, Clone, Default)]
pub struct Problem {
    pub row: Row,
    pub sheet_rows: Vec<u32>,
    pub title: String,
    pub basis: Option<TitleBasis>,
    pub class: Option<Class>,
    pub theme_id: Option<i64>,
    /// Keys by which the next file finds it.
    pub keys: String,
    /// Place among the pairings.
    pub pairing: Option<usize>,
    pub measures: Vec<Measure>,
    pub outcomes: Vec<Row>,
    /// A question that must be answered first.
    pub is_blocked: bool,
    /// Chosen not to be imported.
    pub is_left_out: bool,
}

impl Problem {
    /// Every row of it that the file speaks of, its pairing left out.
    pub fn rows(&self) -> impl Iterator<Item = &Row> {
        let of_measures = self
            .measures
            .iter()
            .flat_map(|m| std::iter::once(&m.row).chain(&m.outcome));
        std::iter::once(&self.row)
            .chain(of_measures)
            .chain(&self.outcomes)
    }

    /// It is imported.
    pub fn is_taken(&self) -> bool {
        !self.is_blocked && !self.is_left_out
    }
}

/// A way to answer a question.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Answer {
    /// Sent back: `unit|国资处党支部|12`.
    pub value: String,
    pub say: Say,
}

/// What a question may also be answered with.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Free {
    #[default]
    Nothing,
    /// Any unit.
    Unit,
    /// Another text for the cell.
    Text,
    /// Another year.
    Year,
}

/// Something that is not certain.
#[derive(Debug, Clone)]
pub struct Question {
    /// Sent back with `seen|`.
    pub key: String,
    pub weight: Weight,
    pub level: Level,
    /// Cells it is about, in the order of the sheet.
    pub cells: Vec<String>,
    pub heading: String,
    /// As written in the first of them.
    pub written: String,
    pub say: Say,
    pub answers: Vec<Answer>,
    pub free: Free,
    /// Name of the free answer: `unit|国资处党支部`.
    pub free_name: String,
}

/// A unit that is made on the way; the n-th has the id -(n+1).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewUnit {
    pub name: String,
    pub is_outside: bool,
}

/// A person who is entered on the way; the n-th has the id -(n+1).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewPerson {
    pub name: String,
    pub unit: Option<i64>,
}

/// How much an import would do, by problems and by fields.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, serde::Serialize, utoipa::ToSchema)]
#[schema(as = ImportCounts)]
pub struct Counts {
    /// Rows that are made, by kind.
    pub problems: usize,
    pub pairings: usize,
    pub measures: usize,
    pub outcomes: usize,
    pub units: usize,
    pub people: usize,
    /// Fields of rows that are there, which are set.
    pub changes: usize,
    /// Fields where the file contradicts the product and nobody decided.
    pub clashes: usize,
    /// Problems that stay exactly as they are.
    pub same: usize,
    /// Problems with a question that must be answered first.
    pub blocked: usize,
    /// Problems that were left out by choice.
    pub left_out: usize,
    /// Rows of the sheet that are imported.
    pub sheet_rows: usize,
}

impl Counts {
    /// Rows that are made.
    pub fn creates(&self) -> usize {
        self.problems + self.pairings + self.measures + self.outcomes
    }

    /// Nothing would be written.
    pub fn is_nothing(&self) -> bool {
        self.creates() + self.changes == 0
    }
}

/// What an import would do.
#[derive(Debug, Default)]
pub struct Plan {
    pub problems: Vec<Problem>,
    pub pairings: Vec<Pairing>,
    pub questions: Vec<Question>,
    pub units: Vec<NewUnit>,
    /// Spellings to be remembered: name and id of the unit.
    pub aliases: Vec<(String, i64)>,
    pub people: Vec<NewPerson>,
    /// How surely a cell is read, by row and column; sure where nothing is said. With the place of its question.
    pub cells: HashMap<(u32, u32), (Level, usize)>,
}

/// Makes the plan of one sheet; `grid`: its cells, as they were judged.
pub fn read(sheet: &Sheet, grid: &Grid, known: &Known, choices: &Choices) -> Plan {
    build::Builder::new(sheet, grid, known, choices).plan()
}

impl Plan {
    /// How many questions have a weight.
    pub fn count(&self, weight: Weight) -> usize {
        self.questions.iter().filter(|q| q.weight == weight).count()
    }

    /// What the plan comes to.
    pub fn counts(&self) -> Counts {
        let mut counts = Counts::default();
        let mut pairings: Vec<usize> = Vec::new();
        for problem in &self.problems {
            counts.blocked += usize::from(problem.is_blocked && !problem.is_left_out);
            counts.left_out += usize::from(problem.is_left_out);
            if !problem.is_taken() {
                continue;
            }
            counts.sheet_rows += problem.sheet_rows.len();
            counts.problems += usize::from(problem.row.id.is_none());
            counts.measures += problem
                .measures
                .iter()
                .filter(|m| m.row.id.is_none())
                .count();
            let of_measures = problem.measures.iter().filter_map(|m| m.outcome.as_ref());
            let outcomes = problem.outcomes.iter().chain(of_measures);
            counts.outcomes += outcomes.filter(|row| row.id.is_none()).count();
            let mut fields: Vec<Fate> = problem
                .rows()
                .flat_map(|row| row.fields.iter().map(|f| f.fate))
                .collect();
            if let Some(at) = problem.pairing.filter(|at| !pairings.contains(at)) {
                pairings.push(at);
                if let Some(pairing) = self.pairings.get(at) {
                    counts.pairings += usize::from(pairing.row.id.is_none());
                    fields.extend(pairing.row.fields.iter().map(|f| f.fate));
                }
            }
            let of = |fate| fields.iter().filter(|f| **f == fate).count();
            counts.changes += of(Fate::Change);
            counts.clashes += of(Fate::Clash);
            counts.same += usize::from(of(Fate::Change) + of(Fate::New) + of(Fate::Clash) == 0);
        }
        if counts.problems + counts.measures > 0 {
            counts.units = self.units.len();
            counts.people = self.people.len();
        }
        counts
    }
}
