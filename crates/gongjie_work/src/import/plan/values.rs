//! What the words in a cell stand for: units, people, themes, classes, days.

use gongjie_base::Say;
use gongjie_reader::report::Time;
use gongjie_words::name_key;

use super::build::Builder;
use super::{Answer, Due, Free, NewPerson, NewUnit, Question};
use crate::import::rules::{Level, Weight, likeness};
use crate::measure::rules::DueKind;
use crate::problem::rules::Class;

/// Units that are proposed for one unknown name.
const PROPOSED_MAX: usize = 3;
/// Likeness from which a unit is proposed.
const ALIKE: f64 = 0.5;

/// A unit in a cell.
pub enum Unit {
    Known(i64),
    /// 泛指: part of an open list.
    Open,
    /// Asked first.
    Asked,
}

impl Builder<'_> {
    /// The unit of a written name.
    pub fn unit(&mut self, name: &str, cell: &str) -> Unit {
        if let Some((place, _)) = self.known.register.find(name)
            && let Some((id, _)) = self.known.units.get(place)
        {
            return Unit::Known(*id);
        }
        match self.choices.units.get(&name_key(name)).map(String::as_str) {
            Some("open") => return Unit::Open,
            Some(word @ ("new" | "outside")) => {
                let unit = NewUnit {
                    name: name.trim().to_owned(),
                    is_outside: word == "outside",
                };
                let same = self
                    .plan
                    .units
                    .iter()
                    .position(|u| name_key(&u.name) == name_key(name));
                let at = same.unwrap_or_else(|| {
                    self.plan.units.push(unit);
                    self.plan.units.len() - 1
                });
                return Unit::Known(made_id(at));
            }
            Some(id) => {
                let id = id.parse().unwrap_or_default();
                if self.known.units.iter().any(|(unit, _)| *unit == id) {
                    let alias = (name.trim().to_owned(), id);
                    if !self.plan.aliases.contains(&alias) {
                        self.plan.aliases.push(alias);
                    }
                    return Unit::Known(id);
                }
            }
            None => {}
        }
        self.ask_unit(name, cell);
        Unit::Asked
    }

    fn ask_unit(&mut self, name: &str, cell: &str) {
        let key = format!("unit:{}", name_key(name));
        let answers = if self.is_asked(&key) {
            Vec::new()
        } else {
            self.unit_answers(name)
        };
        self.asker.ask(Question {
            key,
            weight: Weight::Must,
            level: Level::Unknown,
            cells: vec![cell.to_owned()],
            heading: self.heading_of(cell),
            written: name.to_owned(),
            say: Say::new("import-ask-unit").with("name", name),
            answers,
            free: Free::Unit,
            free_name: format!("unit|{name}"),
        });
    }

    fn unit_answers(&self, name: &str) -> Vec<Answer> {
        let answer = |to: String, say: Say| Answer {
            value: format!("unit|{name}|{to}"),
            say,
        };
        let key = name_key(name);
        let mut alike: Vec<(f64, &(i64, String))> = self
            .known
            .units
            .iter()
            .map(|unit| {
                let other = name_key(&unit.1);
                let holds = other.contains(&key) || key.contains(&other);
                (
                    likeness(name, &unit.1) + if holds { 0.5 } else { 0.0 },
                    unit,
                )
            })
            .filter(|(score, _)| *score >= ALIKE)
            .collect();
        alike.sort_by(|(a, _), (b, _)| b.total_cmp(a));
        let proposed = alike.iter().take(PROPOSED_MAX);
        let mut answers: Vec<Answer> = proposed
            .map(|(_, (id, unit))| {
                answer(
                    id.to_string(),
                    Say::new("import-answer-is").with("name", unit),
                )
            })
            .collect();
        answers.push(answer("new".to_owned(), Say::new("import-answer-new-unit")));
        answers.push(answer(
            "outside".to_owned(),
            Say::new("import-answer-new-outside"),
        ));
        answers.push(answer("open".to_owned(), Say::new("import-answer-open")));
        answers
    }

    /// The person of a written name, who works for the unit that leads; nothing where only the words are kept.
    pub fn person(&mut self, name: &str, lead: Option<i64>, cell: &str) -> Option<i64> {
        let key = name_key(name);
        let named = self
            .known
            .people
            .iter()
            .filter(|p| name_key(&p.name) == key);
        let named: Vec<(i64, Option<i64>)> = named.map(|p| (p.id, p.unit_id)).collect();
        let answered = self.choices.people.get(&key);
        match answered.map(String::as_str) {
            Some("words") => return None,
            Some("new") => return Some(self.new_person(name, lead)),
            Some(id) => {
                return id
                    .parse()
                    .ok()
                    .filter(|id| named.iter().any(|(known, _)| known == id));
            }
            None => {}
        }
        let own = named
            .iter()
            .find(|(_, unit)| lead.is_some() && *unit == lead);
        match (named.as_slice(), own) {
            (_, Some((id, _))) | ([(id, _)], None) => Some(*id),
            ([], None) => {
                if self
                    .choices
                    .people
                    .get("*")
                    .is_some_and(|word| word == "new")
                {
                    return Some(self.new_person(name, lead));
                }
                self.ask_people(name, cell);
                None
            }
            _ => {
                self.ask_which(name, &named, cell);
                None
            }
        }
    }

    fn new_person(&mut self, name: &str, unit: Option<i64>) -> i64 {
        let person = NewPerson {
            name: name.trim().to_owned(),
            unit,
        };
        let same = self.plan.people.iter().position(|p| *p == person);
        let at = same.unwrap_or_else(|| {
            self.plan.people.push(person);
            self.plan.people.len() - 1
        });
        made_id(at)
    }

    /// Nobody of that name is known: one question for all of them.
    fn ask_people(&mut self, name: &str, cell: &str) {
        let answer = |to: &str, key| Answer {
            value: format!("person|*|{to}"),
            say: Say::new(key),
        };
        let is_told = self.choices.people.contains_key("*");
        self.asker.ask(Question {
            key: "people".to_owned(),
            weight: if is_told {
                Weight::Handled
            } else {
                Weight::Look
            },
            level: Level::Guessed,
            cells: vec![cell.to_owned()],
            heading: self.heading_of(cell),
            written: name.to_owned(),
            say: Say::new("import-ask-people"),
            answers: vec![
                answer("new", "import-answer-new-people"),
                answer("words", "import-answer-words"),
            ],
            free: Free::Nothing,
            free_name: String::new(),
        });
    }

    fn ask_which(&mut self, name: &str, named: &[(i64, Option<i64>)], cell: &str) {
        let mut answers: Vec<Answer> = named
            .iter()
            .map(|(id, unit)| Answer {
                value: format!("person|{name}|{id}"),
                say: Say::new("import-answer-person")
                    .with("unit", unit.map_or("", |unit| self.known.unit_name(unit)))
                    .with("name", name),
            })
            .collect();
        answers.push(Answer {
            value: format!("person|{name}|words"),
            say: Say::new("import-answer-words"),
        });
        self.asker.ask(Question {
            key: format!("person:{}", name_key(name)),
            weight: Weight::Look,
            level: Level::Guessed,
            cells: vec![cell.to_owned()],
            heading: self.heading_of(cell),
            written: name.to_owned(),
            say: Say::new("import-ask-which").with("name", name),
            answers,
            free: Free::Nothing,
            free_name: String::new(),
        });
    }

    /// The theme of the campaign that the words name, if they are exactly its name, or it was chosen.
    pub fn theme(&self, words: &str) -> Option<i64> {
        let key = name_key(words);
        if let Some(id) = self.choices.themes.get(&key) {
            let id = id.parse().ok()?;
            return self
                .known
                .themes
                .iter()
                .any(|(theme, _, _)| *theme == id)
                .then_some(id);
        }
        let mut themes = self.known.themes.iter();
        themes
            .find(|(_, _, keys)| keys.contains(&key))
            .map(|(id, _, _)| *id)
    }

    /// The theme that a section line names: 一、教学方面.
    pub fn theme_in(&self, section: &str) -> Option<i64> {
        let section = name_key(section);
        let mut found = self.known.themes.iter().filter(|(_, _, keys)| {
            keys.iter()
                .any(|key| key.chars().count() >= 2 && section.contains(key))
        });
        let (id, _, _) = found.next()?;
        found.next().is_none().then_some(*id)
    }
}

/// The id of the n-th row that is made on the way.
pub fn made_id(at: usize) -> i64 {
    -1 - i64::try_from(at).unwrap_or(i64::MAX - 1)
}

/// The class that words name.
pub fn class(words: &str) -> Option<Class> {
    let is = |word: &str| words.contains(word);
    match (
        is("统筹") || is("学校层面"),
        is("多部门") || is("协作") || is("协同"),
    ) {
        (true, false) => Some(Class::SchoolLevel),
        (false, true) => Some(Class::MultiDept),
        _ => None,
    }
}

/// A limit of the reader as a measure has it.
pub fn due(time: &Time) -> Due {
    let day = time.date.as_ref().or(time.date_if_year.as_ref());
    let on = day.and_then(|day| day.parse().ok());
    let kind = match (time.kind, on) {
        ("immediate", _) => DueKind::Immediate,
        ("long_term" | "recurring", None) => DueKind::LongTerm,
        (_, Some(_)) => DueKind::Date,
        (_, None) => DueKind::None,
    };
    Due {
        kind,
        on,
        text: time.text.clone(),
    }
}
