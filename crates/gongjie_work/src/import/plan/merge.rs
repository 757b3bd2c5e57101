//! What the file says against what is there: which rows it speaks of, and which cells are newer here or there.

use std::collections::HashSet;

use gongjie_base::Say;
use gongjie_words::name_key;

use super::build::Builder;
use super::{Answer, Free, Question, Row};
use crate::grid::rules::Object;
use crate::import::known::{Standing, StandingProblem};
use crate::import::rules::{Fate, Level, Weight, likeness, weigh};

/// Likeness from which a measure with other words is taken for the same one, changed.
const SAME_MEASURE: f64 = 0.45;

/// Likeness of titles from which the same number and lead mean the same problem.
const RELATED: f64 = 0.3;

/// Fields of one row with what stands in the product, waiting to be asked about.
struct Clash {
    object: Object,
    id: i64,
    field: &'static str,
    cell: String,
    written: String,
    file: String,
    ours: String,
}

impl Builder<'_> {
    /// Finds the rows of the product that the file speaks of, and weighs their fields.
    pub(super) fn merge(&mut self) {
        let places = self.find_places();
        let mut clashes = Vec::new();
        let known = self.known;
        for (at, place) in places.into_iter().enumerate() {
            let Some(standing) = place.and_then(|place| known.problems.get(place)) else {
                continue;
            };
            let pairing = self.plan.problems.get(at).and_then(|p| p.pairing);
            if let Some(problem) = self.plan.problems.get_mut(at) {
                let mut row = std::mem::take(&mut problem.row);
                self.choices_of(Object::Problem, &mut row, &standing.row, &mut clashes);
                if let Some(problem) = self.plan.problems.get_mut(at) {
                    problem.row = row;
                }
            }
            self.merge_measures(at, standing, &mut clashes);
            self.merge_outcomes(at, standing, &mut clashes);
            if let (Some(pairing), Some(standing)) = (pairing, &standing.pairing) {
                self.merge_pairing(pairing, standing, &mut clashes);
            }
        }
        for clash in clashes {
            self.ask_clash(clash);
        }
    }

    /// The place of the standing problem of each problem of the plan; each is taken once.
    fn find_places(&self) -> Vec<Option<usize>> {
        let mut taken = HashSet::new();
        let mut places = vec![None; self.plan.problems.len()];
        // Surer keys first: what has the same title is never taken by what has the same number.
        for round in 0..4 {
            for (at, problem) in self.plan.problems.iter().enumerate() {
                if places.get(at).is_some_and(Option::is_some) {
                    continue;
                }
                let mut keys = problem.keys.split('\n');
                let found = match round {
                    0 => keys
                        .next()
                        .and_then(|key| self.known.by_key.get(key))
                        .copied(),
                    1 => self.find_by_title(problem, &taken),
                    2 => self.find_by_pairing(problem, &taken),
                    _ => keys
                        .nth(1)
                        .and_then(|key| self.known.by_key.get(key))
                        .copied()
                        .filter(|at| {
                            // Every ledger has a number one: the words must be related too.
                            let standing = self
                                .known
                                .problems
                                .get(*at)
                                .and_then(|p| p.row.fields.get("title"));
                            standing.is_some_and(|title| likeness(title, &problem.title) >= RELATED)
                        }),
                };
                if let (Some(found), Some(place)) = (found, places.get_mut(at))
                    && taken.insert(found)
                {
                    *place = Some(found);
                }
            }
        }
        places
    }

    fn find_by_title(&self, problem: &super::Problem, taken: &HashSet<usize>) -> Option<usize> {
        let hurts = problem.row.get("hurts").map(name_key);
        let keys = [Some(name_key(&problem.title)), hurts];
        let mut found: Vec<usize> = keys
            .iter()
            .flatten()
            .filter_map(|key| self.known.by_title.get(key))
            .flatten()
            .copied()
            .filter(|at| !taken.contains(at))
            .collect();
        found.dedup();
        if let [one] = found.as_slice() {
            return Some(*one);
        }
        let lead = problem
            .pairing
            .and_then(|at| self.plan.pairings.get(at))?
            .lead
            .to_string();
        found.into_iter().find(|at| {
            let standing = self
                .known
                .problems
                .get(*at)
                .and_then(|p| p.pairing.as_ref());
            standing.is_some_and(|pairing| pairing.fields.get("lead") == Some(&lead))
        })
    }

    /// A row that names no problem is that of its pairing: the same lead and partners, and nothing that contradicts.
    fn find_by_pairing(&self, problem: &super::Problem, taken: &HashSet<usize>) -> Option<usize> {
        let is_named = problem.row.get("title").is_some() || problem.row.get("hurts").is_some();
        let row = &self
            .plan
            .pairings
            .get(problem.pairing.filter(|_| !is_named)?)?
            .row;
        let agrees = |standing: &Standing, field: &str| {
            let ours = standing.fields.get(field).map_or("", String::as_str);
            row.get(field)
                .is_none_or(|file| ours.is_empty() || file == ours)
        };
        let is_it = |standing: &Standing| {
            let same =
                |field: &str| standing.fields.get(field).map(String::as_str) == row.get(field);
            same("lead")
                && same("partners")
                && agrees(standing, "date_text")
                && agrees(standing, "theme_text")
        };
        let known = self.known.problems.iter().enumerate();
        let mut found = known.filter(|(at, standing)| {
            !taken.contains(at) && standing.pairing.as_ref().is_some_and(is_it)
        });
        let (at, _) = found.next()?;
        found.next().is_none().then_some(at)
    }

    fn merge_pairing(&mut self, at: usize, standing: &Standing, clashes: &mut Vec<Clash>) {
        let Some(pairing) = self.plan.pairings.get_mut(at) else {
            return;
        };
        if pairing.row.id.is_none() {
            let mut row = std::mem::take(&mut pairing.row);
            self.choices_of(Object::Pairing, &mut row, standing, clashes);
            if let Some(pairing) = self.plan.pairings.get_mut(at) {
                pairing.row = row;
            }
        }
    }

    /// Measures by their words here, then by what the last import wrote, then by what is most like them; one that is left on
    /// both sides is the same one, written anew.
    fn merge_measures(&mut self, at: usize, standing: &StandingProblem, clashes: &mut Vec<Clash>) {
        let Some(problem) = self.plan.problems.get_mut(at) else {
            return;
        };
        let mut measures = std::mem::take(&mut problem.measures);
        let mut left: Vec<&Standing> = standing.measures.iter().collect();
        let is_as_many = measures.len() == left.len();
        for round in 0..4 {
            for measure in &mut measures {
                if measure.row.id.is_some() {
                    continue;
                }
                let text = measure.row.get("text").unwrap_or_default().to_owned();
                let found = match round {
                    0 => left.iter().position(|row| same(own_text(row), &text)),
                    1 => left.iter().position(|row| same(base_text(row), &text)),
                    2 => most_alike(&left, &text),
                    _ => (left.len() == 1 && is_as_many).then_some(0),
                };
                if let Some(at) = found {
                    let standing = left.remove(at);
                    self.choices_of(Object::Measure, &mut measure.row, standing, clashes);
                }
            }
        }
        if let Some(problem) = self.plan.problems.get_mut(at) {
            problem.measures = measures;
        }
    }

    /// Results by their words; one that was imported and is alone on both sides is the same one, changed.
    fn merge_outcomes(&mut self, at: usize, standing: &StandingProblem, clashes: &mut Vec<Clash>) {
        let Some(problem) = self.plan.problems.get_mut(at) else {
            return;
        };
        let mut outcomes = std::mem::take(&mut problem.outcomes);
        let mut measures = std::mem::take(&mut problem.measures);
        let mut rows: Vec<&mut Row> = outcomes
            .iter_mut()
            .chain(measures.iter_mut().filter_map(|m| m.outcome.as_mut()))
            .collect();
        let mut left: Vec<&Standing> = standing.outcomes.iter().collect();
        for row in &mut rows {
            let text = row.get("text").unwrap_or_default().to_owned();
            let found = left
                .iter()
                .position(|own| own.fields.get("text") == Some(&text));
            if let Some(standing) = found.map(|at| left.remove(at)) {
                self.choices_of(Object::Outcome, row, standing, clashes);
            }
        }
        let mut open = rows.into_iter().filter(|row| row.id.is_none());
        if let (Some(row), None, [standing]) = (open.next(), open.next(), left.as_slice())
            && standing.base.contains_key("text")
        {
            self.choices_of(Object::Outcome, row, standing, clashes);
        }
        if let Some(problem) = self.plan.problems.get_mut(at) {
            problem.outcomes = outcomes;
            problem.measures = measures;
        }
    }

    /// Weighs the fields of one row, with what was chosen where both sides changed.
    fn choices_of(
        &self,
        object: Object,
        row: &mut Row,
        standing: &Standing,
        clashes: &mut Vec<Clash>,
    ) {
        row.id = Some(standing.id);
        for field in &mut row.fields {
            let ours = standing
                .fields
                .get(field.field)
                .cloned()
                .unwrap_or_default();
            let base = standing.base.get(field.field).map(String::as_str);
            field.fate = weigh(&field.value, &ours, base);
            field.was.clone_from(&ours);
            if field.fate != Fate::Clash {
                continue;
            }
            let key = format!("{object}:{}:{}", standing.id, field.field);
            match self.choices.clashes.get(&key).map(String::as_str) {
                Some("file") => field.fate = Fate::Change,
                Some(_) => field.fate = Fate::Kept,
                None => clashes.push(Clash {
                    object,
                    id: standing.id,
                    field: field.field,
                    cell: field.cell.clone(),
                    written: field.written.clone(),
                    file: field.value.clone(),
                    ours,
                }),
            }
        }
    }

    /// Both sides, side by side; until somebody decides, the product's stays.
    fn ask_clash(&mut self, clash: Clash) {
        let about = format!("{}:{}:{}", clash.object, clash.id, clash.field);
        let answer = |to: &str, key| Answer {
            value: format!("clash|{about}|{to}"),
            say: Say::new(key),
        };
        let (ours, file) = (
            self.shown(clash.field, &clash.ours),
            self.shown(clash.field, &clash.file),
        );
        self.asker.ask(Question {
            key: format!("clash:{about}"),
            weight: Weight::Look,
            level: Level::Clash,
            heading: self.heading_of(&clash.cell),
            cells: vec![clash.cell],
            written: clash.written,
            say: Say::new("import-ask-clash")
                .with("ours", ours)
                .with("file", file),
            answers: vec![
                answer("ours", "import-answer-ours"),
                answer("file", "import-answer-file"),
            ],
            free: Free::Nothing,
            free_name: String::new(),
        });
    }

    /// A value as people read it.
    fn shown(&self, field: &str, value: &str) -> String {
        let ids = || value.split(',').filter_map(|id| id.parse::<i64>().ok());
        match field {
            _ if value.is_empty() => "—".to_owned(),
            "lead" | "partners" => {
                let names: Vec<&str> = ids().map(|id| self.known.unit_name(id)).collect();
                names.join("、")
            }
            "owner" => {
                let people = ids().filter_map(|id| self.known.people.iter().find(|p| p.id == id));
                let names: Vec<&str> = people.map(|p| p.name.as_str()).collect();
                names.join("、")
            }
            "theme_id" => {
                let theme =
                    ids().find_map(|id| self.known.themes.iter().find(|(t, _, _)| *t == id));
                theme.map_or_else(|| value.to_owned(), |(_, name, _)| name.clone())
            }
            _ => value.to_owned(),
        }
    }
}

fn same(a: &str, b: &str) -> bool {
    !a.is_empty() && name_key(a) == name_key(b)
}

fn own_text(row: &Standing) -> &str {
    row.fields.get("text").map_or("", String::as_str)
}

fn base_text(row: &Standing) -> &str {
    row.base.get("text").map_or("", String::as_str)
}

/// The place of the row that is most like a text, by what it says or said.
fn most_alike(rows: &[&Standing], text: &str) -> Option<usize> {
    let score = |row: &Standing| likeness(own_text(row), text).max(likeness(base_text(row), text));
    let scores = rows.iter().enumerate().map(|(at, row)| (at, score(row)));
    let (at, score) = scores.max_by(|(_, a), (_, b)| a.total_cmp(b))?;
    (score >= SAME_MEASURE).then_some(at)
}
