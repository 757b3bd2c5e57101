//! What the list of problems is asked for; it stands in the address, so that a link keeps the view. Pure.

use serde::Deserialize;

use crate::problem::rules::{Class, State};

/// The address of a view.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub struct Ask {
    /// A campaign's id; empty: the open one; `all`: every one.
    pub campaign: String,
    /// A theme's id, or `none`.
    pub theme: String,
    pub state: String,
    pub class: String,
    pub light: String,
    pub unit: String,
    pub q: String,
    /// `due`: the nearest limit first; else the newest problem first.
    pub sort: String,
    /// Where the page before ended: an id, or limit and id.
    pub before: String,
}

impl Ask {
    fn fields(&self) -> [(&'static str, &str); 8] {
        [
            ("campaign", &self.campaign),
            ("theme", &self.theme),
            ("state", &self.state),
            ("class", &self.class),
            ("light", &self.light),
            ("unit", &self.unit),
            ("q", &self.q),
            ("sort", &self.sort),
        ]
    }

    /// This view with one field changed, from its first page.
    pub fn with(&self, field: &str, value: &str) -> String {
        let mut pairs: Vec<(&str, &str)> = self
            .fields()
            .into_iter()
            .filter(|(name, old)| *name != field && !old.is_empty())
            .collect();
        if !value.is_empty() {
            pairs.push((field, value));
        }
        let query = serde_html_form::to_string(&pairs).unwrap_or_default();
        if query.is_empty() {
            return "/problems".to_owned();
        }
        format!("/problems?{query}")
    }

    /// Filters that are set, for an empty list: field and the address without it.
    pub fn set(&self) -> Vec<(&'static str, String)> {
        self.fields()
            .into_iter()
            .filter(|(name, value)| *name != "sort" && !value.is_empty())
            .map(|(name, _)| (name, self.with(name, "")))
            .collect()
    }

    /// What is typed and chosen, as understood; what is no filter asks for nothing.
    pub fn search(&self, open_campaign: Option<i64>) -> Search {
        Search {
            campaign_id: match self.campaign.as_str() {
                "all" => None,
                id => id.parse().ok().or(open_campaign),
            },
            theme: match self.theme.as_str() {
                "none" => Some(None),
                id => id.parse().ok().map(Some),
            },
            state: State::from_code(&self.state),
            class: Class::from_code(&self.class),
            light: LIGHTS.iter().find(|l| **l == self.light).copied(),
            unit_id: self.unit.parse().ok(),
            text: Some(self.q.trim().to_owned()).filter(|q| !q.is_empty()),
            place: match (self.sort.as_str(), self.before.split_once('~')) {
                ("due", Some((due_on, id))) => {
                    Place::Due(id.parse().ok().map(|id| (due_on.to_owned(), id)))
                }
                ("due", None) => Place::Due(None),
                _ => Place::Newest(self.before.parse().ok()),
            },
        }
    }
}

/// In which order problems are asked for, and where the page before ended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Place {
    /// The newest first; the last id of the page before.
    Newest(Option<i64>),
    /// The nearest limit first, those without one at the end; the last limit and id of the page before.
    Due(Option<(String, i64)>),
}

impl Place {
    /// As the address has it.
    pub fn text(&self) -> String {
        match self {
            Self::Newest(None) | Self::Due(None) => String::new(),
            Self::Newest(Some(id)) => id.to_string(),
            Self::Due(Some((due_on, id))) => format!("{due_on}~{id}"),
        }
    }
}

impl Default for Place {
    fn default() -> Self {
        Self::Newest(None)
    }
}

/// Lights that can be asked for, the loudest first.
pub const LIGHTS: [&str; 7] = ["red", "yellow", "blue", "green", "grey", "idle", "done"];

/// What is looked for.
#[derive(Debug, Clone, Default)]
pub struct Search {
    pub campaign_id: Option<i64>,
    /// A theme, or problems without one.
    pub theme: Option<Option<i64>>,
    pub state: Option<State>,
    pub class: Option<Class>,
    pub light: Option<&'static str>,
    /// A unit that raised it or takes part.
    pub unit_id: Option<i64>,
    pub text: Option<String>,
    pub place: Place,
}
