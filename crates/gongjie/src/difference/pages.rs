//! The difference between two days on screen, as xlsx and as docx.

mod cell;

use std::collections::BTreeMap;

use askama::Template;
use axum::extract::RawQuery;
use gongjie_base::Error;
use jiff::ToSpan;
use jiff::civil::Date;

use super::ask::Ask;
use super::book;
use super::queries::{Compared, compared};
use super::rules::{Of, Pair, Sign};
use crate::door::{Answer, Visit, show as render};
use crate::download::Format;
use crate::download::pages::{self as download, Name};
use crate::journal::queries::Line;
use crate::layout::Page;

pub use cell::{CellAsk, show};

/// Rows of a page; further ones by `after`.
const ROWS: usize = 200;

#[derive(Template)]
#[template(path = "difference/index.html")]
struct Index {
    p: Page,
    ask: Ask,
    found: Compared,
    /// Those of this page.
    pairs: Vec<Pair>,
    /// By key of the row.
    last: BTreeMap<String, Line>,
    next: Option<String>,
    /// Days that are often asked for: text key and day.
    marks: Vec<(&'static str, Date)>,
    organization: String,
}

impl Index {
    fn link(&self, name: &str, value: &str) -> String {
        format!("/differences?{}", self.ask.query(&[(name, value)]))
    }

    fn own(&self) -> String {
        self.ask.query(&[])
    }

    /// "17 行 = 9 + 9 − 1"
    fn sum(&self) -> String {
        let tally = &self.found.tally;
        format!(
            "{} = {} + {} − {}",
            tally.after, tally.before, tally.added, tally.removed
        )
    }

    fn last(&self, pair: &Pair) -> Option<&Line> {
        self.last.get(&pair.row.key)
    }

    /// Where the story of a cell stands.
    fn story(&self, pair: &Pair, column: &str) -> String {
        let to = self.found.to;
        let day = if pair.sign == Sign::Removed {
            self.found.from
        } else {
            to
        };
        let campaign = &self.ask.campaign;
        format!(
            "/cells/{}/{}/{column}?as_of={day}&campaign={campaign}",
            self.found.of, pair.row.key
        )
    }

    fn is_figures(&self) -> bool {
        self.found.of == Of::Figures
    }

    /// The view itself on a day.
    fn view_on(&self, day: &Date) -> String {
        let path = match self.found.of {
            Of::Ledger => "/ledger",
            Of::Problems | Of::Measures | Of::Duties => "/lists",
            Of::Closings => "/lists/closings",
            Of::Figures => "/figures",
        };
        let (campaign, theme, unit) = (&self.ask.campaign, &self.ask.theme, &self.ask.unit);
        format!("{path}?as_of={day}&campaign={campaign}&theme={theme}&unit={unit}")
    }
}

/// What the address may ask for beside the question: the page after the row with this key.
fn after(query: &str) -> String {
    let fields: Vec<(String, String)> = serde_html_form::from_str(query).unwrap_or_default();
    let found = fields.into_iter().find(|(name, _)| name == "after");
    found.map(|(_, value)| value).unwrap_or_default()
}

fn read(query: &str) -> Result<Ask, Error> {
    serde_html_form::from_str(query)
        .map_err(|_| Error::invalid("query", "error-request-unreadable"))
}

/// `GET /differences`
pub async fn index(visit: Visit, RawQuery(query): RawQuery) -> Answer {
    let query = query.unwrap_or_default();
    let mut ask = read(&query)?;
    let mut found = compared(&visit, &ask).await?;
    (ask.from, ask.to) = (found.from.to_string(), found.to.to_string());
    found.of.code().clone_into(&mut ask.of);
    let after = after(&query);
    let wanted = std::mem::take(&mut found.pairs)
        .into_iter()
        .filter(|p| ask.wants(p));
    let mut pairs: Vec<Pair> = if after.is_empty() {
        wanted.collect()
    } else {
        wanted.skip_while(|p| p.row.key != after).skip(1).collect()
    };
    let has_more = pairs.len() > ROWS;
    pairs.truncate(ROWS);
    let next = pairs.last().filter(|_| has_more).map(|p| {
        let query = ask.query(&[("after", p.row.key.as_str())]);
        format!("/differences?{query}")
    });
    let last = found
        .last_words(&visit, &pairs.iter().collect::<Vec<_>>())
        .await?;
    let mut p = visit.page("");
    p.title = p.t2(
        &format!("past-of-{}", found.of),
        ("from", p.day(&found.from.to_string())),
        ("to", p.day(&found.to.to_string())),
    );
    p.is_wide = true;
    render(&Index {
        marks: marks(visit.today()),
        organization: visit.actor()?.organization_name.clone(),
        p,
        ask,
        found,
        pairs,
        last,
        next,
    })
}

/// Days of which a report was made: a week ago, the last day of the month and of the quarter before.
fn marks(today: Date) -> Vec<(&'static str, Date)> {
    let month = today.first_of_month();
    let quarter = month.saturating_sub(i64::from((month.month() - 1) % 3).months());
    vec![
        ("past-week-ago", today.saturating_sub(7.days())),
        ("past-last-month", month.saturating_sub(1.day())),
        ("past-last-quarter", quarter.saturating_sub(1.day())),
    ]
}

/// `GET /differences.xlsx`
pub async fn xlsx(visit: Visit, RawQuery(query): RawQuery) -> Answer {
    file(&visit, query, Format::Xlsx).await
}

/// `GET /differences.docx`
pub async fn docx(visit: Visit, RawQuery(query): RawQuery) -> Answer {
    file(&visit, query, Format::Docx).await
}

async fn file(visit: &Visit, query: Option<String>, format: Format) -> Answer {
    let ask = read(query.as_deref().unwrap_or_default())?;
    let found = compared(visit, &ask).await?;
    let pairs: Vec<&Pair> = found.pairs.iter().filter(|p| ask.wants(p)).collect();
    let last = found.last_words(visit, &pairs).await?;
    let p = visit.page("");
    let workbook = book::workbook(&p, &found, &pairs, &last);
    let title = p.t("past-title");
    let name = Name {
        code: "differences",
        shown: &title,
    };
    download::send(visit, workbook, name, format, query.as_deref(), found.to).await
}
