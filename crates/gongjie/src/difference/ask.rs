//! What an address asks for: which view, between which days, how narrow.

use gongjie_base::Error;
use jiff::ToSpan;
use jiff::civil::Date;
use serde::Deserialize;
use utoipa::IntoParams;

use super::rules::{Of, Pair, Sign};

/// The question of an address.
#[derive(Debug, Clone, Default, Deserialize, IntoParams)]
#[serde(default)]
#[into_params(parameter_in = Query)]
pub struct Ask {
    /// `ledger`, `problems`, `measures`, `duties`, `closings` or `figures`; the ledger where nothing is asked.
    #[param(value_type = Option<String>)]
    pub of: String,
    /// The first day (`2026-03-31`), as it was known when it ended; the last day of the month before where nothing is asked.
    #[param(value_type = Option<String>)]
    pub from: String,
    /// The second day; today where nothing is asked.
    #[param(value_type = Option<String>)]
    pub to: String,
    /// A campaign's id; the one that was open on each day where none is named.
    #[param(value_type = Option<i64>)]
    pub campaign: String,
    /// A theme's id.
    #[param(value_type = Option<String>)]
    pub theme: String,
    /// A unit's id.
    #[param(value_type = Option<i64>)]
    pub unit: String,
    /// Words in the rows.
    #[param(value_type = Option<String>)]
    pub q: String,
    /// `add`, `chg`, `del` or `late`: only those rows; `all`: also those that are the same.
    #[param(value_type = Option<String>)]
    pub only: String,
}

/// What narrows both tables in the same way.
#[derive(Debug, Clone, Default)]
pub struct Narrow {
    /// Only the row with this key; empty for all.
    pub key: String,
    pub campaign: String,
    pub theme: String,
    pub unit: String,
    pub q: String,
}

impl Ask {
    /// Which view.
    pub fn which(&self) -> Result<Of, Error> {
        match self.of.trim() {
            "" => Ok(Of::Ledger),
            code => Of::from_code(code).ok_or_else(|| Error::invalid("of", "error-not-in-list")),
        }
    }

    /// Both days, the earlier one first.
    pub fn days(&self, today: Date) -> Result<(Date, Date), Error> {
        let read = |field: &'static str, text: &str, or: Date| match text.trim() {
            "" => Ok(or),
            text => text
                .parse::<Date>()
                .map_err(|_| Error::invalid(field, "error-as-of-unreadable")),
        };
        let to = read("to", &self.to, today)?;
        let last_month = to.first_of_month().saturating_sub(1.day());
        let from = read("from", &self.from, last_month)?;
        if from > today {
            return Err(Error::invalid("from", "error-as-of-future"));
        }
        if to > today {
            return Err(Error::invalid("to", "error-as-of-future"));
        }
        Ok((from.min(to), from.max(to)))
    }

    /// What narrows both tables.
    pub fn narrow(&self) -> Narrow {
        Narrow {
            key: String::new(),
            campaign: self.campaign.clone(),
            theme: self.theme.clone(),
            unit: self.unit.clone(),
            q: self.q.clone(),
        }
    }

    /// Whether a row is wanted.
    pub fn wants(&self, pair: &Pair) -> bool {
        match self.only.as_str() {
            "all" => true,
            "late" => pair.is_late,
            code => match Sign::from_code(code) {
                Some(sign) => pair.sign == sign,
                None => pair.sign != Sign::Same,
            },
        }
    }

    /// The same question as a query string; `but` replaces one field, an empty value drops it.
    pub fn query(&self, but: &[(&str, &str)]) -> String {
        let own = [
            ("of", &self.of),
            ("from", &self.from),
            ("to", &self.to),
            ("campaign", &self.campaign),
            ("theme", &self.theme),
            ("unit", &self.unit),
            ("q", &self.q),
            ("only", &self.only),
        ];
        let kept = own
            .into_iter()
            .map(|(name, value)| (name, value.as_str()))
            .filter(|(name, value)| !value.is_empty() && but.iter().all(|(b, _)| b != name));
        let new = but.iter().copied().filter(|(_, value)| !value.is_empty());
        let pairs: Vec<(&str, &str)> = kept.chain(new).collect();
        serde_html_form::to_string(pairs).unwrap_or_default()
    }
}
