//! Places that can be kept as views, with the fields of their addresses; what a view is given. Pure.

use gongjie_base::check::Check;
use gongjie_base::limits::NAME_CHARS_MAX;
use gongjie_base::{Error, Result, codes};
use serde::Deserialize;
use utoipa::ToSchema;

use crate::org::Actor;

/// Characters of a view's query string.
pub const QUERY_CHARS_MAX: usize = 2_000;

codes! {
    /// Pages whose address is worth keeping.
    pub enum Place {
        Problems = "problems",
        Pairings = "pairings",
        Lists = "lists",
        ListsProblems = "lists_problems",
        ListsMeasures = "lists_measures",
        ListsDuties = "lists_duties",
        ListsLedger = "lists_ledger",
        ListsUnits = "lists_units",
        ListsPeople = "lists_people",
        ListsClosings = "lists_closings",
        Roadmap = "roadmap",
        Supervision = "supervision",
        Outcomes = "outcomes",
        Ledger = "ledger",
    }
}

codes! {
    /// Whose a view is.
    pub enum Scope {
        /// 我的
        Mine = "mine",
        /// 本单位的
        Unit = "unit",
        /// 全组织的
        Organization = "organization",
    }
}

const LISTS: &[&str] = &["campaign", "theme", "unit", "state", "q", "as_of", "dense"];

const FLAT: &[&str] = &[
    "campaign", "theme", "unit", "state", "q", "as_of", "sort", "group", "is", "hide", "dense",
];

impl Place {
    /// Its rows follow the journal while it is open.
    pub const fn is_live(self) -> bool {
        !matches!(self, Self::Roadmap)
    }

    /// Its address.
    pub const fn address(self) -> &'static str {
        match self {
            Self::Problems => "/problems",
            Self::Pairings => "/pairings",
            Self::Lists => "/lists",
            Self::ListsProblems => "/lists/problems",
            Self::ListsMeasures => "/lists/measures",
            Self::ListsDuties => "/lists/duties",
            Self::ListsLedger => "/lists/ledger",
            Self::Roadmap => "/roadmap",
            Self::ListsUnits => "/lists/units",
            Self::ListsPeople => "/lists/people",
            Self::ListsClosings => "/lists/closings",
            Self::Supervision => "/supervision",
            Self::Outcomes => "/outcomes",
            Self::Ledger => "/ledger",
        }
    }

    /// The place of an address.
    pub fn at(path: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|p| p.address() == path)
    }

    /// Fields of its address that a view keeps. The page number is none of them.
    pub const fn fields(self) -> &'static [&'static str] {
        match self {
            Self::Problems => &[
                "campaign", "theme", "state", "class", "light", "unit", "q", "sort", "view",
            ],
            Self::Pairings => &["campaign", "theme", "unit", "state", "counted", "q"],
            Self::Lists | Self::ListsUnits | Self::ListsPeople | Self::ListsClosings => LISTS,
            Self::ListsProblems | Self::ListsMeasures | Self::ListsDuties | Self::ListsLedger => {
                FLAT
            }
            Self::Roadmap => &[
                "campaign", "theme", "unit", "light", "scale", "paper", "split",
            ],
            Self::Supervision => &["view", "unit", "theme", "problem", "light"],
            Self::Outcomes => &["campaign", "theme", "unit"],
            Self::Ledger => &[
                "campaign", "theme", "unit", "gaps", "q", "as_of", "sort", "group", "dense", "cols",
            ],
        }
    }

    /// Values that mean the same as nothing.
    fn is_default(self, field: &str, value: &str) -> bool {
        matches!(
            (self, field, value),
            (Self::Ledger, "sort", "position") | (Self::Supervision, "view", "columns")
        )
    }

    /// A query string of this place in one spelling: known fields alone, in their order, without empty ones.
    pub fn canonical(self, query: &str) -> String {
        let query = query.trim().trim_start_matches('?');
        let pairs: Vec<(String, String)> = serde_html_form::from_str(query).unwrap_or_default();
        let mut kept: Vec<(usize, &str, &str)> = pairs
            .iter()
            .filter_map(|(name, value)| {
                let place = self.fields().iter().position(|f| f == name)?;
                let value = value.trim();
                let says = !value.is_empty() && !self.is_default(name, value);
                says.then_some((place, name.as_str(), value))
            })
            .collect();
        // Columns to sort by have an order of their own; of everything else the order says nothing.
        kept.sort_by_key(|(place, name, value)| {
            (*place, if *name == "sort" { "" } else { *value })
        });
        kept.dedup();
        let pairs: Vec<(&str, &str)> = kept.iter().map(|(_, n, v)| (*n, *v)).collect();
        serde_html_form::to_string(pairs).unwrap_or_default()
    }

    /// Its address with a query string.
    pub fn with(self, query: &str) -> String {
        if query.is_empty() {
            self.address().to_owned()
        } else {
            format!("{}?{query}", self.address())
        }
    }
}

/// A view as it is sent. All fields are text; a form may say whose it is and of which unit in one field, `unit:12`.
#[derive(Debug, Clone, Default, Deserialize, ToSchema)]
#[serde(default)]
pub struct Input {
    /// A place, for example `ledger`. It cannot be changed later.
    pub place: String,
    /// Query string of the place; unknown fields are dropped.
    pub query: String,
    pub name: String,
    /// `mine`, `unit` or `organization`.
    pub scope: String,
    /// With the scope `unit`: for which one the asker speaks.
    pub unit_id: String,
    /// Version as it was read.
    pub version: String,
}

/// A view as understood.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Read {
    pub place: Place,
    pub query: String,
    pub name: String,
    pub scope: Scope,
    pub unit_id: Option<i64>,
}

/// Reads a view. `place`: the place of a view that there is already.
pub fn read(input: &Input, place: Option<Place>) -> Result<Read> {
    let mut check = Check::new();
    let name = check.text("name", &input.name, NAME_CHARS_MAX);
    let place = place.or_else(|| check.code("place", &input.place, Place::from_code));
    check.must(place.is_some(), "place", "view-place-unknown");
    let length = input.query.chars().count();
    check.must(length <= QUERY_CHARS_MAX, "query", "view-query-too-long");
    let (scope, unit) = match input.scope.trim().split_once(':') {
        Some((scope, unit)) => (scope, unit),
        None => (input.scope.trim(), input.unit_id.as_str()),
    };
    let scope = if scope.is_empty() { "mine" } else { scope };
    let scope = check.code("scope", scope, Scope::from_code);
    let unit_id = match scope {
        Some(Scope::Unit) => Some(check.required_id("scope", unit)),
        _ => None,
    };
    check.done()?;
    let (Some(place), Some(scope)) = (place, scope) else {
        return Err(Error::invalid("place", "view-place-unknown"));
    };
    Ok(Read {
        query: place.canonical(&input.query),
        place,
        name,
        scope,
        unit_id,
    })
}

/// Whether an actor may keep, change or remove views of this kind: mine by anybody, a unit's by those who speak for it, the organisation's by the coordinator.
pub fn may_keep(actor: &Actor, scope: Scope, unit_id: Option<i64>, owner_id: i64) -> bool {
    match scope {
        Scope::Mine => owner_id == actor.person_id,
        Scope::Unit => unit_id.is_some_and(|id| actor.speaks_for(id)),
        Scope::Organization => actor.has(crate::org::Role::Coordinator),
    }
}

/// Where an address stands toward the views of its place.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Standing {
    /// Exactly this view.
    Is(i64),
    /// Came from this view and differs now.
    Differs(i64),
    /// No view.
    Free,
}

/// Finds it. `views`: id and query; `last`: the view that the reader opened last; `query`: the address, canonical.
pub fn standing(views: &[(i64, &str)], last: Option<i64>, query: &str) -> Standing {
    let is = |(_, own): &&(i64, &str)| *own == query;
    let last = last.and_then(|id| views.iter().find(|(v, _)| *v == id));
    if let Some((id, _)) = last.filter(|v| is(v)).or_else(|| views.iter().find(is)) {
        return Standing::Is(*id);
    }
    match last {
        Some((id, _)) if !query.is_empty() => Standing::Differs(*id),
        _ => Standing::Free,
    }
}
