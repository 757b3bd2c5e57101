//! Names for the values of cells: themes, units, people and codes as the reader writes them, and the choices that an editor offers.

use gongjie_base::{Conn, Result};

use super::columns::{Value, value_of};
use super::rules::{Object, Said, ids};
use crate::campaign::queries as campaigns;
use crate::layout::{Lang, Words};
use crate::org::{Actor, queries as org};
use crate::problem::rules::Class;

/// Options of an editor: stored value and words.
pub type Options = Vec<(String, String)>;

/// The names of one organisation in one language.
pub struct Labels {
    pub words: Words,
    /// Themes that can be chosen.
    pub themes: Options,
    /// Units that can be chosen.
    pub units: Options,
    /// People who can be chosen.
    pub people: Options,
    /// Those that can no longer be chosen but are named by old rows.
    former: [Options; 3],
}

impl Labels {
    /// Reads the names of the actor's organisation.
    pub async fn load(conn: &Conn, actor: &Actor, words: Words) -> Result<Self> {
        let (mut themes, mut old_themes) = (Vec::new(), Vec::new());
        for theme in campaigns::list_themes(conn, actor).await? {
            let name = match (words.lang, theme.name_en) {
                (Lang::En, Some(name)) => name,
                _ => theme.name,
            };
            let option = (theme.id.to_string(), name);
            if theme.is_retired {
                old_themes.push(option);
            } else {
                themes.push(option);
            }
        }
        let (mut units, mut old_units) = (Vec::new(), Vec::new());
        for unit in org::list_all_units(conn, actor).await? {
            let is_open = unit.valid_to.is_none() && unit.merged_into_id.is_none();
            let option = (unit.id.to_string(), unit.name);
            if is_open {
                units.push(option);
            } else {
                old_units.push(option);
            }
        }
        let (mut people, mut old_people) = (Vec::new(), Vec::new());
        for person in org::list_people(conn, actor).await? {
            let option = (person.id.to_string(), person.name);
            if person.is_active {
                people.push(option);
            } else {
                old_people.push(option);
            }
        }
        Ok(Self {
            words,
            themes,
            units,
            people,
            former: [old_themes, old_units, old_people],
        })
    }

    /// Classes that can be chosen.
    pub fn classes(&self) -> Options {
        let classes = Class::ALL.iter();
        classes
            .map(|c| (c.code().to_owned(), self.words.code("class", c.code())))
            .collect()
    }

    /// Grades that can be chosen.
    pub fn grades(&self) -> Options {
        ["1", "2", "3"]
            .map(|g| (g.to_owned(), self.words.code("grade", g)))
            .to_vec()
    }

    /// What an editor of this kind offers; nothing for text.
    pub fn options(&self, value: Value) -> Options {
        match value {
            Value::Theme => self.themes.clone(),
            Value::Unit | Value::Units => self.units.clone(),
            Value::Person => self.people.clone(),
            Value::Class => self.classes(),
            Value::Grade => self.grades(),
            Value::Text | Value::Day | Value::Due | Value::Written => Vec::new(),
        }
    }

    /// A stored value as it is shown.
    pub fn show(&self, value: Value, stored: &str) -> String {
        let [themes, units, people] = &self.former;
        let find = |open: &Options, former: &Options, id: &str| {
            let mut all = open.iter().chain(former);
            let found = all.find(|(own, _)| own == id);
            found.map_or_else(|| id.to_owned(), |(_, name)| name.clone())
        };
        if stored.is_empty() {
            return String::new();
        }
        match value {
            Value::Theme => find(&self.themes, themes, stored),
            Value::Unit => find(&self.units, units, stored),
            Value::Person => find(&self.people, people, stored),
            Value::Units => {
                let names: Vec<String> = ids(stored)
                    .iter()
                    .map(|id| find(&self.units, units, id))
                    .collect();
                names.join("、")
            }
            Value::Class => self.words.code("class", stored),
            Value::Grade => self.words.code("grade", stored),
            Value::Day => self.words.day(stored),
            Value::Text | Value::Due | Value::Written => stored.to_owned(),
        }
    }

    /// The value of a field of an object as it is shown.
    pub fn show_field(&self, object: Object, field: &str, stored: &str) -> String {
        self.show(value_of(object, field), stored)
    }

    /// What a field is called.
    pub fn field(&self, object: Object, field: &str) -> String {
        let key = format!("{object}-{field}");
        self.words.code("grid-field", &key)
    }

    /// Words that were kept.
    pub fn said(&self, said: &Said) -> String {
        self.words.said(&said.key, &said.args)
    }
}
