//! What is asked about rates: campaign, period, unit, theme, from an address or from the API.

use gongjie_base::check::Check;
use gongjie_base::limits::PAGE_ROWS;
use gongjie_base::{Error, Result};
use serde::Deserialize;

use super::queries::{self, Scope};
use crate::campaign::queries as campaigns;
use crate::door::{Picture, Visit};
use crate::figures::queries as figures;
use crate::org::queries as org;

/// What the address narrows.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub struct Narrow {
    pub campaign: String,
    pub from: String,
    pub to: String,
    pub unit: String,
    pub theme: String,
    /// A past day: as it was known when that day ended.
    pub as_of: String,
    /// Which number's rows.
    pub part: String,
    /// The page after the row with this id.
    pub after: String,
}

impl Narrow {
    /// A page of rows holds so many.
    pub const ROWS: u64 = PAGE_ROWS;

    fn pairs(&self) -> [(&'static str, &str); 6] {
        [
            ("campaign", &self.campaign),
            ("from", &self.from),
            ("to", &self.to),
            ("unit", &self.unit),
            ("theme", &self.theme),
            ("as_of", &self.as_of),
        ]
    }

    /// The same narrowing on another page, with more pairs behind it.
    pub fn link(&self, path: &str, more: &[(&'static str, &str)]) -> String {
        let pairs = self.pairs().into_iter().chain(more.iter().copied());
        let kept: Vec<_> = pairs.filter(|(_, v)| !v.trim().is_empty()).collect();
        match serde_html_form::to_string(kept) {
            Ok(query) if !query.is_empty() => format!("{path}?{query}"),
            _ => path.to_owned(),
        }
    }

    /// Nothing is narrowed.
    pub fn is_plain(&self) -> bool {
        self.pairs().iter().all(|(_, v)| v.trim().is_empty())
    }

    /// The same narrowing of the present.
    pub fn now(&self, path: &str) -> String {
        let now = Self {
            as_of: String::new(),
            ..self.clone()
        };
        now.link(path, &[])
    }

    /// Reads it: the present campaign where neither a campaign nor a day is named, all campaigns where only days are.
    pub async fn scope(&self, visit: &Visit, picture: &Picture) -> Result<Scope> {
        let (conn, actor) = (&picture.conn, visit.actor()?);
        let mut check = Check::new();
        let campaign = check.id("campaign", &self.campaign);
        let (from, to) = (check.day("from", &self.from), check.day("to", &self.to));
        let unit = check.id("unit", &self.unit);
        let theme = check.id("theme", &self.theme);
        let is_upside_down = matches!((from, to), (Some(from), Some(to)) if from > to);
        check.must(!is_upside_down, "to", "rates-upside-down");
        check.done()?;
        let campaign = match campaign {
            Some(id) => Some(campaigns::find_campaign(conn, actor, id).await?),
            None if from.is_none() && to.is_none() => {
                figures::scope(conn, actor, None, picture.today)
                    .await?
                    .campaign
            }
            None => None,
        };
        if let Some(id) = unit {
            org::find_unit(conn, actor, id).await?;
            if !queries::sees_unit(actor, id) {
                return Err(Error::NotFound);
            }
        }
        if let Some(id) = theme {
            campaigns::find_theme(conn, actor, id).await?;
        }
        Ok(Scope {
            campaign,
            from,
            to,
            unit,
            theme,
            today: picture.today,
            is_past: picture.today < visit.today(),
            now: visit.app.clock.now(),
            clock: visit.app.clock.clone(),
        })
    }
}
