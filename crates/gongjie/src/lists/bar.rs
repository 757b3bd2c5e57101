//! What stands above each of the tables: tabs, filters, chips of what is chosen.

use gongjie_base::{Conn, Result};

use super::rules::{NO_THEME, View};
use crate::campaign::queries as campaigns;
use crate::door::Visit;
use crate::layout::Words;
use crate::org::queries as org;
use crate::problem::rules::State;

/// Options of a choice: value and words.
type Options = Vec<(String, String)>;

/// Tabs: address and text key.
pub const TABS: [(&str, &str); 8] = [
    ("/lists", "lists-title"),
    ("/lists/problems", "grid-problems"),
    ("/lists/measures", "grid-measures"),
    ("/lists/duties", "grid-duties"),
    ("/lists/ledger", "grid-ledger"),
    ("/lists/units", "lists-units"),
    ("/lists/people", "lists-people"),
    ("/lists/closings", "lists-closings"),
];

/// Tabs and filters of one view.
pub struct Bar {
    pub view: View,
    /// Address of the table that is shown.
    pub path: &'static str,
    pub campaigns: Options,
    pub themes: Options,
    pub units: Options,
    pub states: Options,
    /// Filters that narrow the rows: words and the address without it.
    pub chips: Vec<(String, String)>,
    pub organization: String,
    pub is_example: bool,
    /// Today, whatever day is shown.
    pub now: String,
}

impl Bar {
    /// The options of the actor's organisation for this view.
    pub async fn load(conn: &Conn, visit: &Visit, view: View, path: &'static str) -> Result<Self> {
        let actor = visit.actor()?;
        let words = visit.words();
        let campaigns = campaigns::list_campaigns(conn, actor).await?;
        let mut themes: Options = campaigns::list_themes(conn, actor)
            .await?
            .into_iter()
            .map(|t| (t.id.to_string(), t.name))
            .collect();
        themes.push((NO_THEME.to_owned(), words.text("lists-no-theme")));
        let units = org::list_open_units(conn, actor).await?;
        let states = State::ALL.iter().filter(|s| s.is_counted());
        let mut bar = Self {
            campaigns: campaigns
                .into_iter()
                .map(|c| (c.id.to_string(), c.name))
                .collect(),
            themes,
            units: units
                .into_iter()
                .map(|u| (u.id.to_string(), u.name))
                .collect(),
            states: states
                .map(|s| (s.code().to_owned(), words.code("problem-state", s.code())))
                .collect(),
            chips: Vec::new(),
            organization: actor.organization_name.clone(),
            is_example: actor.is_example,
            now: visit.today().to_string(),
            view,
            path,
        };
        bar.chips = bar.chosen(words);
        Ok(bar)
    }

    fn chosen(&self, words: Words) -> Vec<(String, String)> {
        let label = |name: &str, value: &str| {
            let options = match name {
                "theme" => &self.themes,
                "unit" => &self.units,
                "state" => &self.states,
                _ => return words.text_with("lists-holds", &[("words", value.to_owned())]),
            };
            let found = options.iter().find(|(v, _)| v == value);
            found.map_or_else(|| value.to_owned(), |(_, text)| text.clone())
        };
        self.view
            .filters()
            .into_iter()
            .filter(|(_, value)| !value.is_empty())
            .map(|(name, value)| (label(name, value), self.link(name, "")))
            .collect()
    }

    /// This table with one field of the view replaced.
    pub fn link(&self, name: &str, value: &str) -> String {
        format!("{}?{}", self.path, self.view.query(&[(name, value)]))
    }

    /// The tables with the same view, and whether each is shown.
    pub fn tabs(&self) -> Vec<(String, &'static str, bool)> {
        let query = self.view.query(&[]);
        TABS.iter()
            .map(|(path, key)| (format!("{path}?{query}"), *key, *path == self.path))
            .collect()
    }

    /// The same view on another day beside this one.
    pub fn differences(&self) -> String {
        let View {
            campaign,
            theme,
            unit,
            as_of,
            ..
        } = &self.view;
        let of = if self.path == "/lists/closings" {
            "closings"
        } else {
            "problems"
        };
        format!("/differences?of={of}&campaign={campaign}&theme={theme}&unit={unit}&from={as_of}")
    }

    /// Query string of the view, for files.
    pub fn own(&self) -> String {
        self.view.query(&[])
    }

    /// The same for the file of one list.
    pub fn file_of(&self, list: &str) -> String {
        self.view.query(&[("list", list)])
    }

    /// Narrow rows.
    pub fn is_dense(&self) -> bool {
        !self.view.dense.is_empty()
    }
}
