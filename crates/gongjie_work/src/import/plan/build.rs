//! Records of a sheet become problems, pairings, measures and results.

use std::collections::HashMap;

use gongjie_base::Say;
use gongjie_reader::Field as Column;
use gongjie_reader::grid::{Grid, address, place};
use gongjie_reader::report::{Record, Sheet};
use gongjie_words::name_key;

use super::ask::Asker;
use super::values::{self, Unit};
use super::{Answer, Field, Free, Kept, Measure, Pairing, Plan, Problem, Question, Row};
use crate::import::known::{Known, joined};
use crate::import::rules::{Choices, Fate, Level, Weight, is_done};
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
    asked: HashMap<String, ()>,
    /// Cell of the problem's words, to its place.
    by_cell: HashMap<String, usize>,
    by_words: HashMap<String, usize>,
    by_pairing: HashMap<String, usize>,
    has_measures: bool,
    /// The problem of the record before: the measures of one cell stay together.
    last: Option<usize>,
}

/// Who a record names.
#[derive(Default)]
struct Doers {
    lead: Option<i64>,
    lead_name: String,
    partners: Vec<i64>,
    open: Vec<String>,
    is_asked: bool,
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
            asked: HashMap::new(),
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
        self.asked.insert(key.to_owned(), ()).is_some()
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
        let outcome = self.outcome(record);
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
        let mut problem = self.words_of(record);
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
            problem.keys += &format!("\nn:{}|{lead}|{theme}", name_key(no));
        }
        problem.pairing = self.pairing(record, doers, problem.theme_id);
        problem.row.sheet_row = record.row;
        self.plan.problems.push(problem);
        at
    }

    /// Title and description of a record.
    fn words_of(&self, record: &Record) -> Problem {
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

    fn doers(&mut self, record: &Record) -> Doers {
        let mut doers = Doers::default();
        let cell = cell_of(record, &[Column::Lead]).unwrap_or_else(|| address(record.row, 0));
        let mut leads = record.lead.clone();
        if leads.len() > 1 {
            let chosen = self.choices.leads.get(&cell);
            match chosen.and_then(|name| leads.iter().position(|lead| lead == name)) {
                Some(at) => leads.swap(0, at),
                None => {
                    self.ask_lead(&leads, &cell);
                    doers.is_asked = true;
                }
            }
        }
        for (at, name) in leads.iter().enumerate() {
            match self.unit(name, &cell) {
                Unit::Known(id) if at == 0 => {
                    doers.lead = Some(id);
                    doers.lead_name.clone_from(name);
                }
                Unit::Known(id) => doers.partners.push(id),
                Unit::Open => doers.open.push(name.clone()),
                Unit::Asked => doers.is_asked = true,
            }
        }
        let cell = cell_of(record, &[Column::Partner, Column::Lead]).unwrap_or(cell);
        for name in &record.partner {
            match self.unit(name, &cell) {
                Unit::Known(id) => doers.partners.push(id),
                Unit::Open => doers.open.push(name.clone()),
                Unit::Asked => doers.is_asked = true,
            }
        }
        doers
            .open
            .extend(record.lead_open.iter().chain(&record.partner_open).cloned());
        let lead = doers.lead;
        doers.partners.retain(|id| Some(*id) != lead);
        let mut seen = Vec::new();
        doers.partners.retain(|id| {
            let is_new = !seen.contains(id);
            seen.push(*id);
            is_new
        });
        doers
    }

    fn ask_lead(&mut self, leads: &[String], cell: &str) {
        let answers = leads.iter().map(|lead| Answer {
            value: format!("lead|{cell}|{lead}"),
            say: Say::new("import-answer-leads").with("name", lead),
        });
        self.asker.ask(Question {
            key: format!("lead:{cell}"),
            weight: Weight::Must,
            level: Level::Unknown,
            cells: vec![cell.to_owned()],
            heading: self.heading_of(cell),
            written: leads.join("、"),
            say: Say::new("import-ask-lead"),
            answers: answers.collect(),
            free: Free::Nothing,
            free_name: String::new(),
        });
    }

    /// The pairing of a record with a lead and others; rows of one number share it.
    fn pairing(&mut self, record: &Record, doers: &Doers, theme_id: Option<i64>) -> Option<usize> {
        let lead = doers.lead?;
        if doers.partners.is_empty() && doers.open.is_empty() {
            return None;
        }
        let date = record.paired_on.as_ref().map(|time| time.text.clone());
        let (at, partners) = (
            self.plan.pairings.len(),
            joined(doers.partners.iter().copied()),
        );
        if let Some(no) = &record.no {
            let theme = record.theme.as_deref().unwrap_or_default();
            let day = date.as_deref().unwrap_or_default();
            let key = format!("{no}|{lead}|{partners}|{day}|{theme}");
            if let Some(same) = self.by_pairing.get(&key) {
                return Some(*same);
            }
            self.by_pairing.insert(key, at);
        }
        let mut row = Row {
            sheet_row: record.row,
            ..Row::default()
        };
        let lead_cell = cell_of(record, &[Column::Lead]).unwrap_or_default();
        let partner_cell = cell_of(record, &[Column::Partner, Column::Lead]).unwrap_or_default();
        row.fields.push(field(
            "lead",
            lead.to_string(),
            doers.lead_name.clone(),
            lead_cell,
        ));
        row.fields.push(field(
            "partners",
            partners,
            record.partner.join("、"),
            partner_cell,
        ));
        if let (Some(text), Some(cell)) = (&record.theme, cell_of(record, &[Column::Theme])) {
            row.fields
                .push(field("theme_text", text.clone(), text.clone(), cell));
        }
        if let (Some(text), Some(cell)) = (date, cell_of(record, &[Column::PairedOn])) {
            row.fields
                .push(field("date_text", text.clone(), text, cell));
        }
        self.plan.pairings.push(Pairing {
            row,
            no: record.no.clone(),
            lead,
            partners: doers.partners.clone(),
            partners_open: Some(doers.open.join("、")).filter(|words| !words.is_empty()),
            theme_id,
        });
        Some(at)
    }

    /// The measure of a record. A sheet without measures that says who and by when has the problem itself as one.
    fn measure(&mut self, record: &Record, doers: &Doers, at: usize) -> Option<Measure> {
        let is_assigned = record.due.is_some() || !record.owner.is_empty();
        let problem = self.plan.problems.get(at)?;
        let (text, cell) = match &record.measure {
            Some(text) => (text.clone(), cell_of(record, &[Column::Measure])),
            None if !self.has_measures && is_assigned => (
                problem.title.clone(),
                cell_of(record, &[Column::Title, Column::Problem]),
            ),
            None => return None,
        };
        let of_pairing = problem.pairing.and_then(|at| self.plan.pairings.get(at));
        let is_shared =
            of_pairing.is_some_and(|p| Some(p.lead) == doers.lead && p.partners == doers.partners);
        let mut row = Row {
            sheet_row: record.row,
            ..Row::default()
        };
        let cell = cell.unwrap_or_default();
        row.fields.push(field("text", text.clone(), text, cell));
        let mut units: Vec<i64> = doers.lead.into_iter().collect();
        if let (Some(lead), Some(cell)) = (doers.lead, cell_of(record, &[Column::Lead])) {
            row.fields.push(field(
                "lead",
                lead.to_string(),
                doers.lead_name.clone(),
                cell,
            ));
        }
        if !is_shared && !units.is_empty() {
            units.extend(&doers.partners);
            if let Some(cell) = cell_of(record, &[Column::Partner]) {
                let partners = joined(doers.partners.iter().copied());
                row.fields
                    .push(field("partners", partners, record.partner.join("、"), cell));
            }
        }
        let owner_cell = cell_of(record, &[Column::Owner, Column::Lead]).unwrap_or_default();
        let owner = match record.owner.first() {
            Some(name) => self.person(name, doers.lead, &owner_cell),
            None => None,
        };
        if let Some(owner) = owner {
            row.fields.push(field(
                "owner",
                owner.to_string(),
                record.owner.join("、"),
                owner_cell,
            ));
        }
        let due = record.due.as_ref().map(values::due);
        if let (Some(due), Some(cell)) = (&due, cell_of(record, &[Column::Due])) {
            let is_yearless = record.due.as_ref().is_some_and(|time| time.date.is_none());
            let mut limit = field("due_text", due.text.clone(), due.text.clone(), cell);
            limit.typed = due.on.filter(|_| is_yearless).map(|day| day.to_string());
            row.fields.push(limit);
        }
        if let (Some(words), Some(cell)) = (&record.progress, cell_of(record, &[Column::Progress]))
            && record.part <= 1
        {
            row.fields
                .push(field("progress", words.clone(), words.clone(), cell));
        }
        Some(Measure {
            row,
            units,
            owner,
            due,
            is_done: record.closed.as_deref().is_some_and(is_done),
            outcome: None,
        })
    }

    fn outcome(&self, record: &Record) -> Option<Row> {
        let text = record.outcome.clone().filter(|_| record.part <= 1)?;
        let cell = cell_of(record, &[Column::Outcome])?;
        Some(Row {
            sheet_row: record.row,
            fields: vec![field("text", text.clone(), text, cell)],
            ..Row::default()
        })
    }

    /// What is no field of ours, or was not understood as one.
    fn kept(&self, record: &Record) -> Vec<Kept> {
        if record.part > 1 {
            return Vec::new();
        }
        let mut kept = Vec::new();
        let mut keep = |name: &str, words: String, cell: String| {
            if !words.is_empty() {
                kept.push(Kept {
                    field: name.to_owned(),
                    written: words,
                    cell,
                });
            }
        };
        let cell = |column: Column| record.cells.get(column).unwrap_or_default();
        keep("owner", record.owner.join("、"), cell(Column::Owner));
        keep(
            "owner_leader",
            record.owner_leader.join("、"),
            cell(Column::OwnerLeader),
        );
        keep(
            "owner_phone",
            record.owner_phone.join("、"),
            cell(Column::Owner),
        );
        keep(
            "class",
            record.class.clone().unwrap_or_default(),
            cell(Column::Class),
        );
        keep(
            "closed",
            record.closed.clone().unwrap_or_default(),
            cell(Column::Closed),
        );
        if record.measure.is_none() {
            let words = record.progress.clone().unwrap_or_default();
            keep("progress", words, cell(Column::Progress));
        }
        keep(
            "note",
            record.note.clone().unwrap_or_default(),
            cell(Column::Note),
        );
        for (heading, words) in &record.extra.0 {
            let column = self.sheet.columns.iter().find(|c| c.heading == *heading);
            let cell = column.map_or_else(String::new, |c| address(record.row, c.index));
            keep(&format!("extra:{heading}"), words.clone(), cell);
        }
        kept
    }
}

/// The cell of the first of these fields that the record has.
fn cell_of(record: &Record, columns: &[Column]) -> Option<String> {
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

fn field(name: &'static str, value: String, written: String, cell: String) -> Field {
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
