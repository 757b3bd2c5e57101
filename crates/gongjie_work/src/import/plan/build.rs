//! Records of a sheet become problems, pairings, measures and results.

use std::collections::{HashMap, HashSet};

use gongjie_reader::Field as Column;
use gongjie_reader::grid::{Grid, place};
use gongjie_reader::report::{Record, Sheet};
use gongjie_words::name_key;

use super::ask::Asker;
use super::doers::Doers;
use super::{Field, Plan, Problem, values};
use crate::import::known::Known;
use crate::import::rules::{Choices, Fate};
use crate::problem::rules::TitleBasis;

/// Letters up to which the words of a problem are its title.
const TITLE_LETTERS: usize = 100;
/// Letters of a title that is cut from longer words.
const CUT_LETTERS: usize = 60;

/// Makes a plan, record by record.
pub struct Builder<'a> {
    pub(super) sheet: &'a Sheet,
    pub(super) grid: &'a Grid,
    pub(super) known: &'a Known,
    pub(super) choices: &'a Choices,
    pub(super) asker: Asker,
    pub(super) plan: Plan,
    asked: HashSet<String>,
    /// Cell of the problem's words, to its place.
    by_cell: HashMap<String, usize>,
    by_words: HashMap<String, usize>,
    pub(super) by_pairing: HashMap<String, usize>,
    pub(super) has_measures: bool,
    /// The problem of the record before: the measures of one cell stay together.
    last: Option<usize>,
}

impl<'a> Builder<'a> {
    pub fn new(sheet: &'a Sheet, grid: &'a Grid, known: &'a Known, choices: &'a Choices) -> Self {
        Self {
            sheet,
            grid,
            known,
            choices,
            asker: Asker::default(),
            plan: Plan::default(),
            asked: HashSet::new(),
            by_cell: HashMap::new(),
            by_words: HashMap::new(),
            by_pairing: HashMap::new(),
            has_measures: sheet
                .columns
                .iter()
                .any(|c| c.field == Some(Column::Measure)),
            last: None,
        }
    }

    /// Reads every record.
    pub fn plan(mut self) -> Plan {
        let grid = self.grid;
        let written = |cell: &str| {
            let found = place(cell).and_then(|(row, column)| grid.cell(row, column));
            found.map_or_else(String::new, |cell| cell.text.clone())
        };
        self.asker.ask_doubts(self.sheet, &written, self.known.year);
        for record in &self.sheet.records {
            self.record(record);
        }
        self.settle_outcomes();
        self.merge();
        self.asker.finish(&mut self.plan, self.choices);
        self.plan
    }

    /// A result that only one row of a problem states is the problem's.
    fn settle_outcomes(&mut self) {
        for problem in &mut self.plan.problems {
            if problem
                .measures
                .iter()
                .filter(|m| m.outcome.is_some())
                .count()
                == 1
            {
                let own = problem.measures.iter_mut().find_map(|m| m.outcome.take());
                problem.outcomes.extend(own);
            }
        }
    }

    /// Whether a question was asked already; from now on it was.
    pub(super) fn is_asked(&mut self, key: &str) -> bool {
        !self.asked.insert(key.to_owned())
    }

    /// The heading over a cell.
    pub(super) fn heading_of(&self, cell: &str) -> String {
        let column = place(cell).map(|(_, column)| column);
        let found = column.and_then(|index| self.sheet.columns.iter().find(|c| c.index == index));
        found.map_or_else(String::new, |c| c.heading.clone())
    }

    fn record(&mut self, record: &Record) {
        let is_out = self.choices.left_out.contains(&record.row);
        let doers = self.doers(record);
        let at = self.place_of(record, &doers);
        let at = at.unwrap_or_else(|| self.begin(record, &doers, is_out));
        self.last = Some(at);
        let measure = self.measure(record, &doers, at);
        let outcome = Self::outcome(record);
        let mut kept = self.kept(record);
        let is_whole =
            measure.as_ref().is_some_and(|m| m.owner.is_some()) && record.owner.len() == 1;
        let is_classed = record.class.as_deref().and_then(values::class).is_some();
        kept.retain(|k| !(k.field == "owner" && is_whole || k.field == "class" && is_classed));
        let Some(problem) = self.plan.problems.get_mut(at) else {
            return;
        };
        if is_out && !problem.is_left_out {
            return;
        }
        problem.is_blocked |= doers.is_asked;
        if problem.sheet_rows.last() != Some(&record.row) {
            problem.sheet_rows.push(record.row);
        }
        match (measure, outcome) {
            (Some(mut measure), outcome) => {
                measure.row.kept = kept;
                measure.outcome = outcome;
                problem.measures.push(measure);
            }
            (None, outcome) => {
                problem.row.kept.extend(kept);
                problem.outcomes.extend(outcome);
            }
        }
    }

    /// The problem that the record goes on with.
    fn place_of(&mut self, record: &Record, doers: &Doers) -> Option<usize> {
        if record.part > 1 {
            return self.last;
        }
        let cell = cell_of(record, &[Column::Title, Column::Problem]);
        if let Some(at) = cell.as_ref().and_then(|cell| self.by_cell.get(cell)) {
            return Some(*at);
        }
        self.by_words.get(&words_key(record, doers)?).copied()
    }

    /// A new problem, from its first record.
    fn begin(&mut self, record: &Record, doers: &Doers, is_out: bool) -> usize {
        let at = self.plan.problems.len();
        if let Some(cell) = cell_of(record, &[Column::Title, Column::Problem]) {
            self.by_cell.insert(cell, at);
        }
        if let Some(key) = words_key(record, doers) {
            self.by_words.insert(key, at);
        }
        let mut problem = Self::words_of(record);
        problem.is_left_out = is_out;
        let section = record.section.as_deref();
        problem.theme_id = match record.theme.as_deref() {
            Some(theme) => self.theme(theme),
            None => section.and_then(|section| self.theme_in(section)),
        };
        if let (Some(id), Some(cell)) = (problem.theme_id, cell_of(record, &[Column::Theme])) {
            let words = record.theme.clone().unwrap_or_default();
            problem
                .row
                .fields
                .push(field("theme_id", id.to_string(), words, cell));
        }
        problem.class = record.class.as_deref().and_then(values::class);
        if let (Some(class), Some(cell)) = (problem.class, cell_of(record, &[Column::Class])) {
            let words = record.class.clone().unwrap_or_default();
            problem
                .row
                .fields
                .push(field("class", class.to_string(), words, cell));
        }
        let lead = name_key(&doers.lead_name);
        problem.keys = format!("t:{}|{lead}", name_key(&problem.title));
        if let Some(no) = &record.no {
            let theme = record.theme.as_deref().map(name_key).unwrap_or_default();
            problem.keys = format!("{}\nn:{}|{lead}|{theme}", problem.keys, name_key(no));
        }
        problem.pairing = self.pairing(record, doers, problem.theme_id);
        problem.row.sheet_row = record.row;
        self.plan.problems.push(problem);
        at
    }

    /// Title and description of a record.
    fn words_of(record: &Record) -> Problem {
        let mut problem = Problem::default();
        let mut add = |name, words: &str, value: String, column| {
            let cell = record.cells.get(column).unwrap_or_default();
            problem
                .row
                .fields
                .push(field(name, value, words.to_owned(), cell));
        };
        let (title, basis) = match (record.title.as_deref(), record.problem.as_deref()) {
            (Some(title), hurts) => {
                let short = cut(title);
                add("title", title, short.clone(), Column::Title);
                if let Some(hurts) = hurts.filter(|hurts| *hurts != title) {
                    add("hurts", hurts, hurts.to_owned(), Column::Problem);
                }
                (short, TitleBasis::Stated)
            }
            (None, Some(words))
                if words.chars().count() <= TITLE_LETTERS && !words.contains('\n') =>
            {
                add("title", words, words.to_owned(), Column::Problem);
                (words.to_owned(), TitleBasis::Stated)
            }
            (None, Some(words)) => {
                add("hurts", words, words.to_owned(), Column::Problem);
                (cut(words), TitleBasis::Derived)
            }
            (None, None) => {
                let words = record.theme.as_deref().or(record.measure.as_deref());
                (
                    words.map_or_else(|| "（题名未载）".to_owned(), cut),
                    TitleBasis::Derived,
                )
            }
        };
        problem.title = title;
        problem.basis = Some(basis);
        problem
    }
}

/// The cell of the first of these fields that the record has.
pub(super) fn cell_of(record: &Record, columns: &[Column]) -> Option<String> {
    columns.iter().find_map(|column| record.cells.get(*column))
}

/// Records of one problem in a file without merged cells: the same words, number and lead.
fn words_key(record: &Record, doers: &Doers) -> Option<String> {
    let words = record.title.as_deref().or(record.problem.as_deref())?;
    let no = record.no.as_deref().unwrap_or_default();
    Some(format!(
        "{}|{no}|{}",
        name_key(words),
        name_key(&doers.lead_name)
    ))
}

/// A field that is new until it is weighed.
pub(super) fn field(name: &'static str, value: String, written: String, cell: String) -> Field {
    Field {
        field: name,
        value,
        typed: None,
        written,
        cell,
        fate: Fate::New,
        was: String::new(),
    }
}

/// A title cut from longer words: the first clause, or as much as fits.
fn cut(words: &str) -> String {
    if words.chars().count() <= TITLE_LETTERS && !words.contains('\n') {
        return words.trim().to_owned();
    }
    let clause = words
        .trim()
        .split(['。', '；', '\n', '！', '？'])
        .next()
        .unwrap_or(words);
    if clause.chars().count() <= CUT_LETTERS {
        return clause.trim().to_owned();
    }
    let cut: String = clause.chars().take(CUT_LETTERS).collect();
    format!("{cut}…")
}
