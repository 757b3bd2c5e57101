//! What a roadmap is asked for; it stands in the address, so that a link keeps the view. Pure.

use jiff::civil::Date;
use serde::Deserialize;

use super::axis::Scale;
use crate::measure::light::Light;

/// Whose roadmap it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Set {
    /// 全组织
    All,
    Problem(i64),
    Pairing(i64),
    Unit(i64),
}

impl Set {
    /// Address of its page.
    pub fn path(self) -> String {
        match self {
            Self::All => "/roadmap".to_owned(),
            Self::Problem(id) => format!("/problems/{id}/roadmap"),
            Self::Pairing(id) => format!("/pairings/{id}/roadmap"),
            Self::Unit(id) => format!("/units/{id}/roadmap"),
        }
    }
}

gongjie_base::codes! {
    /// The sheet on which it is printed, landscape.
    pub enum Paper {
        A4 = "a4",
        A3 = "a3",
    }
}

/// The address of a view.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub struct Ask {
    /// A campaign's id; empty: the open one; `all`: every one.
    pub campaign: String,
    /// A theme's id, or `none`.
    pub theme: String,
    pub unit: String,
    pub light: String,
    pub scale: String,
    /// `a3`, else A4.
    pub paper: String,
    /// `quarter`: one quarter a page.
    pub split: String,
    /// First month of the axis, `2026-03`, where not everything fits.
    pub from: String,
    /// Problems with a smaller id: the page after the one that ended there.
    pub before: String,
    /// Measures behind this one, for a problem with more than one page holds.
    pub after: String,
}

impl Ask {
    fn fields(&self) -> [(&'static str, &str); 10] {
        [
            ("campaign", &self.campaign),
            ("theme", &self.theme),
            ("unit", &self.unit),
            ("light", &self.light),
            ("scale", &self.scale),
            ("paper", &self.paper),
            ("split", &self.split),
            ("from", &self.from),
            ("before", &self.before),
            ("after", &self.after),
        ]
    }

    /// This view of `set` with one field changed.
    pub fn with(&self, set: Set, field: &str, value: &str) -> String {
        let is_same_page = !matches!(field, "campaign" | "theme" | "unit" | "light" | "before");
        let mut pairs: Vec<(&str, &str)> = self
            .fields()
            .into_iter()
            .filter(|(name, old)| *name != field && !old.is_empty())
            .filter(|(name, _)| is_same_page || !matches!(*name, "before" | "after"))
            .collect();
        if !value.is_empty() {
            pairs.push((field, value));
        }
        let query = serde_html_form::to_string(&pairs).unwrap_or_default();
        let path = set.path();
        if query.is_empty() {
            return path;
        }
        format!("{path}?{query}")
    }

    /// The width of a day.
    pub fn scale(&self) -> Scale {
        Scale::from_code(&self.scale).unwrap_or(Scale::Month)
    }

    /// The sheet.
    pub fn paper(&self) -> Paper {
        Paper::from_code(&self.paper).unwrap_or(Paper::A4)
    }

    /// One quarter a page.
    pub fn is_split(&self) -> bool {
        self.split == "quarter"
    }

    /// A filter narrows the rows.
    pub fn is_narrowed(&self) -> bool {
        [&self.theme, &self.unit, &self.light]
            .iter()
            .any(|f| !f.is_empty())
    }

    /// Where the axis is wanted to begin.
    pub fn begins(&self) -> Option<Date> {
        format!("{}-01", self.from.get(..7)?).parse().ok()
    }

    /// What is looked for, given the open campaign.
    pub fn wanted(&self, open_campaign: Option<i64>) -> Wanted {
        Wanted {
            campaign_id: match self.campaign.as_str() {
                "all" => None,
                id => id.parse().ok().or(open_campaign),
            },
            theme: match self.theme.as_str() {
                "none" => Some(None),
                id => id.parse().ok().map(Some),
            },
            unit_id: self.unit.parse().ok(),
            light: Light::from_code(&self.light).map(Light::code),
            before: self.before.parse().ok(),
            after: self.after.parse().ok(),
            problem_ids: None,
        }
    }
}

/// What is looked for.
#[derive(Debug, Clone, Default)]
pub struct Wanted {
    pub campaign_id: Option<i64>,
    /// A theme, or problems without one.
    pub theme: Option<Option<i64>>,
    /// Problems that the unit takes part in, and of their measures those in which it has a duty.
    pub unit_id: Option<i64>,
    /// Measures under this light.
    pub light: Option<&'static str>,
    pub before: Option<i64>,
    pub after: Option<i64>,
    /// Only these.
    pub problem_ids: Option<Vec<i64>>,
}
