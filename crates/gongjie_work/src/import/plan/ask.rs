//! Questions: what the reader doubts and what the register does not know, each asked once however many cells it is about.

use std::collections::HashMap;

use gongjie_base::Say;
use gongjie_reader::grid::place;
use gongjie_reader::report::{Doubt, Sheet};

use super::{Answer, Free, Plan, Question};
use crate::import::rules::{Choices, Level, Weight};

/// Cells of one question that are named.
pub const CELLS_NAMED: usize = 200;

/// Kinds of doubt that say the same of every cell of a column.
const OF_COLUMN: [&str; 6] = [
    "year_missing",
    "filled_down",
    "date_serial",
    "measure_split",
    "merged_above",
    "date_shown",
];
/// What the reader did and only reports.
const HANDLED: [&str; 4] = [
    "filled_down",
    "measure_split",
    "heading_rival",
    "date_serial",
];

/// Collects questions.
#[derive(Default)]
pub struct Asker {
    questions: Vec<Question>,
    places: HashMap<String, usize>,
}

impl Asker {
    /// Asks once; the same question about another cell only adds the cell.
    pub fn ask(&mut self, question: Question) -> usize {
        if let Some(at) = self.places.get(&question.key) {
            if let Some(asked) = self.questions.get_mut(*at) {
                for cell in question.cells {
                    if asked.cells.len() < CELLS_NAMED && !asked.cells.contains(&cell) {
                        asked.cells.push(cell);
                    }
                }
            }
            return *at;
        }
        let at = self.questions.len();
        self.places.insert(question.key.clone(), at);
        self.questions.push(question);
        at
    }

    /// What the reader doubts; units that it does not know are asked by name elsewhere.
    pub fn ask_doubts(&mut self, sheet: &Sheet, written: &impl Fn(&str) -> String, year: i64) {
        for doubt in &sheet.doubts {
            if doubt.kind != "unit_unknown" {
                self.ask_doubt(sheet, doubt, written, year);
            }
        }
    }

    fn ask_doubt(
        &mut self,
        sheet: &Sheet,
        doubt: &Doubt,
        written: &impl Fn(&str) -> String,
        year: i64,
    ) {
        let column = place(&doubt.cell).map(|(_, column)| column);
        let heading = column
            .and_then(|index| sheet.columns.iter().find(|c| c.index == index))
            .map_or_else(String::new, |c| c.heading.clone());
        let text = written(&doubt.cell);
        let is_of_column = OF_COLUMN.contains(&doubt.kind);
        let about = if is_of_column { "" } else { text.as_str() };
        let key = format!("{}:{}:{about}", doubt.kind, column.unwrap_or_default());
        let is_handled = HANDLED.contains(&doubt.kind);
        let is_heading = doubt.kind.starts_with("heading");
        let mut answers = Vec::new();
        let year = sheet.meta.year.map_or(year, i64::from);
        let mut free = if is_of_column || is_heading {
            Free::Nothing
        } else {
            Free::Text
        };
        let free_name = match doubt.kind {
            "year_missing" => {
                free = Free::Year;
                answers.push(Answer {
                    value: format!("year|*|{year}"),
                    say: Say::new("import-answer-year").with("year", year),
                });
                "year|*".to_owned()
            }
            _ => format!("cell|{}", doubt.cell),
        };
        self.ask(Question {
            say: Say::new(doubt_words(doubt.kind)).with("year", year),
            key,
            weight: if is_handled {
                Weight::Handled
            } else {
                Weight::Look
            },
            level: Level::Guessed,
            cells: vec![doubt.cell.clone()],
            heading,
            written: text,
            answers,
            free,
            free_name,
        });
    }

    /// Puts the questions into the plan: those that must be answered first, then those to look at, then what was done.
    pub fn finish(mut self, plan: &mut Plan, choices: &Choices) {
        for question in &mut self.questions {
            let is_year = question.key.starts_with("year_missing") && choices.year.is_some();
            if question.weight == Weight::Look && (choices.seen.contains(&question.key) || is_year)
            {
                question.weight = Weight::Handled;
            }
        }
        let weight = |q: &Question| Weight::ALL.iter().position(|w| *w == q.weight);
        self.questions.sort_by_key(weight);
        for (at, question) in self.questions.iter().enumerate() {
            for place in question.cells.iter().filter_map(|cell| place(cell)) {
                let entry = plan.cells.entry(place).or_insert((question.level, at));
                if question.level > entry.0 {
                    *entry = (question.level, at);
                }
            }
        }
        plan.questions = self.questions;
    }
}

/// The text key of a kind of doubt.
fn doubt_words(kind: &str) -> &'static str {
    match kind {
        "heading_guessed" => "import-doubt-heading_guessed",
        "heading_doubted" => "import-doubt-heading_doubted",
        "heading_rival" => "import-doubt-heading_rival",
        "unit_split" => "import-doubt-unit_split",
        "unit_whole" => "import-doubt-unit_whole",
        "unit_unclear" => "import-doubt-unit_unclear",
        "person_unclear" => "import-doubt-person_unclear",
        "person_in_unit" => "import-doubt-person_in_unit",
        "date_unread" => "import-doubt-date_unread",
        "date_partial" => "import-doubt-date_partial",
        "date_ambiguous" => "import-doubt-date_ambiguous",
        "date_serial" => "import-doubt-date_serial",
        "date_shown" => "import-doubt-date_shown",
        "year_missing" => "import-doubt-year_missing",
        "measure_split" => "import-doubt-measure_split",
        "measure_whole" => "import-doubt-measure_whole",
        "filled_down" => "import-doubt-filled_down",
        "merged_above" => "import-doubt-merged_above",
        "problem_missing" => "import-doubt-problem_missing",
        _ => "import-doubt-other",
    }
}
