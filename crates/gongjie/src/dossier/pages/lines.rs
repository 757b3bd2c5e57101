//! Rows of a problem's tables: measures with their duties and lights, results with their figures.

use crate::dossier::facts::{Facts, of};
use crate::layout::Page;
use crate::measure::rules::{DueKind, DutyRole};
use crate::measure::tables::measure;
use crate::pairing::view::Units;

/// A unit in a cell.
pub struct Named {
    pub id: i64,
    pub name: String,
    pub is_outside: bool,
}

/// One measure or task on one line with its responsibility.
pub struct Line {
    pub measure: measure::Model,
    /// 0 for a measure, 1 and more for tasks; at most 4 for the page.
    pub depth: usize,
    pub leads: Vec<Named>,
    pub partners: Vec<Named>,
    pub owner: Option<String>,
    pub due: String,
    pub light: &'static str,
    pub brief: String,
    pub why: String,
    /// "47 条、69 条" as the source counts what it does not list.
    pub stated: Option<String>,
}

/// Deepest step to the right that the page draws.
const DEPTH_SHOWN_MAX: usize = 4;

/// The measures of a problem in the order of its tree.
pub fn measures(p: &Page, facts: &Facts, problem_id: i64) -> Vec<Line> {
    let named = |id: i64, role| {
        facts
            .duty_units(id, role)
            .into_iter()
            .map(|(id, name)| Named {
                id,
                name,
                is_outside: facts.is_outside(id),
            })
            .collect()
    };
    of(&facts.measures, problem_id)
        .iter()
        .map(|row| {
            let lit = facts.lights.get(&row.id);
            Line {
                depth: facts.depth(row).min(DEPTH_SHOWN_MAX),
                leads: named(row.id, DutyRole::Lead),
                partners: named(row.id, DutyRole::Partner),
                owner: facts
                    .duty_person(row.id, DutyRole::Owner)
                    .map(|(_, name)| name.to_owned()),
                due: due(p, row),
                light: lit.map_or("idle", |l| l.light),
                brief: lit.map(|l| p.words.say(&l.brief)).unwrap_or_default(),
                why: lit.map(|l| p.words.say(&l.why)).unwrap_or_default(),
                stated: stated(p, row),
                measure: row.clone(),
            }
        })
        .collect()
}

/// A limit as written; the day where there is one, the kind where there is none.
fn due(p: &Page, row: &measure::Model) -> String {
    match (&row.due_on, row.due_kind) {
        (Some(day), _) => p.day(day),
        (None, DueKind::LongTerm) => p.t("dossier-due-long-term"),
        (None, _) => row.due_text.clone().unwrap_or_default(),
    }
}

fn stated(p: &Page, row: &measure::Model) -> Option<String> {
    let measures = row
        .stated_count
        .map(|n| p.t1("dossier-stated-measures", "n", n));
    let tasks = row
        .stated_tasks
        .map(|n| p.t1("dossier-stated-tasks", "n", n));
    let both: Vec<String> = measures.into_iter().chain(tasks).collect();
    (!both.is_empty()).then(|| both.join(&p.t("list-comma")))
}

/// One figure of a result, as written.
pub struct Number {
    pub text: String,
    pub label: String,
    pub is_planned: bool,
    pub as_of: Option<String>,
}

/// One result.
pub struct Outcome {
    pub id: i64,
    pub text: String,
    pub source: Option<String>,
    pub figures: Vec<Number>,
    pub shares: Vec<String>,
    /// Pieces of evidence behind it, seen or not.
    pub pieces: usize,
}

/// The results of a problem in their order.
pub fn outcomes(p: &Page, facts: &Facts, problem_id: i64, units: &Units) -> Vec<Outcome> {
    let pieces = |id: i64| {
        of(&facts.evidence, problem_id)
            .iter()
            .filter(|e| e.outcome_id == Some(id))
            .count()
    };
    of(&facts.outcomes, problem_id)
        .iter()
        .map(|row| Outcome {
            id: row.id,
            text: row.text.clone(),
            source: row.source.clone(),
            figures: of(&facts.figures, row.id)
                .iter()
                .map(|f| Number {
                    text: f.text.clone(),
                    label: f.label.clone(),
                    is_planned: f.is_planned,
                    as_of: f.as_of.as_deref().map(|d| p.day(d)),
                })
                .collect(),
            shares: of(&facts.shares, row.id)
                .iter()
                .map(|s| units.name(s.unit_id))
                .collect(),
            pieces: pieces(row.id),
        })
        .collect()
}
