//! The list of pairings.

use std::collections::BTreeMap;

use askama::Template;
use axum::extract::Query;
use gongjie_base::Result;
use gongjie_base::limits::PAGE_ROWS;
use serde::Deserialize;

use crate::campaign::queries as campaigns;
use crate::campaign::tables::{campaign, theme};
use crate::door::{Answer, Visit, show};
use crate::layout::Page;
use crate::pairing::queries::{self, Filter};
use crate::pairing::rules::State;
use crate::pairing::tables::pairing;
use crate::pairing::view::{self, Joint, Units};
use crate::problem::queries as problems;

/// What the reader looks for.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub struct Look {
    pub campaign: String,
    pub theme: String,
    pub unit: String,
    pub state: String,
    pub q: String,
    /// `1`: only pairings that count, as figures count them.
    pub counted: String,
    pub before: String,
}

impl Look {
    fn filter(&self) -> Filter {
        let id = |text: &str| text.trim().parse().ok();
        Filter {
            campaign_id: id(&self.campaign),
            theme_id: id(&self.theme),
            unit_id: id(&self.unit),
            state: State::from_code(self.state.trim()),
            text: Some(self.q.trim().to_owned()).filter(|q| !q.is_empty()),
            before_id: id(&self.before),
            is_counted: !self.counted.trim().is_empty(),
            limit: Some(PAGE_ROWS + 1),
            ..Filter::default()
        }
    }

    /// The page after the row `id`, with the same filter.
    fn after(&self, id: i64) -> String {
        self.at("/pairings", &id.to_string())
    }

    /// The network of the same pairings.
    fn network(&self) -> String {
        self.at("/pairings/network", "")
    }

    fn at(&self, path: &str, before: &str) -> String {
        let query = [
            ("campaign", self.campaign.as_str()),
            ("theme", &self.theme),
            ("unit", &self.unit),
            ("state", &self.state),
            ("q", &self.q),
            ("counted", &self.counted),
            ("before", before),
        ];
        let kept: Vec<_> = query.into_iter().filter(|(_, v)| !v.is_empty()).collect();
        let query = serde_html_form::to_string(kept).unwrap_or_default();
        if query.is_empty() {
            return path.to_owned();
        }
        format!("{path}?{query}")
    }

    fn is_plain(&self) -> bool {
        let all = [
            &self.campaign,
            &self.theme,
            &self.unit,
            &self.state,
            &self.q,
            &self.counted,
            &self.before,
        ];
        all.iter().all(|t| t.trim().is_empty())
    }
}

struct Row {
    id: i64,
    title: String,
    number: Option<String>,
    theme: Option<theme::Model>,
    joint: Joint,
    problems: Vec<(i64, String)>,
    date: Option<String>,
    /// From an old record: what is missing is missing in its source.
    is_old: bool,
    state: State,
}

#[derive(Template)]
#[template(path = "pairing/index.html")]
struct IndexPage {
    p: Page,
    look: Look,
    rows: Vec<Row>,
    /// Address of the next page.
    next: Option<String>,
    campaigns: Vec<(String, String)>,
    themes: Vec<(String, String)>,
    units: Vec<(String, String)>,
    states: Vec<(String, String)>,
    may_create: bool,
}

/// `GET /pairings`
pub async fn index(visit: Visit, Query(look): Query<Look>) -> Answer {
    let actor = visit.actor()?;
    let conn = visit.read();
    let p = visit.page(visit.words().text("pairing-index-title"));
    let mut found = queries::list(conn, actor, &look.filter()).await?;
    let page_rows = usize::try_from(PAGE_ROWS).unwrap_or(usize::MAX);
    let has_more = found.len() > page_rows;
    found.truncate(page_rows);
    let last = found.last().filter(|_| has_more);
    let next = last.map(|f| look.after(f.id));
    let units = Units::load(conn, actor, &p).await?;
    let themes = campaigns::list_themes(conn, actor).await?;
    let all_campaigns = campaigns::list_campaigns(conn, actor).await?;
    let rows = rows(&visit, &p, found, &units, &themes, &all_campaigns).await?;
    let units = units
        .open()
        .map(|u| (u.id.to_string(), units.short(u.id)))
        .collect();
    let states = State::ALL
        .iter()
        .map(|s| (s.code().to_owned(), p.code("pairing-state", s)))
        .collect();
    show(&IndexPage {
        rows,
        next,
        campaigns: all_campaigns
            .into_iter()
            .map(|c| (c.id.to_string(), c.name))
            .collect(),
        themes: themes
            .into_iter()
            .map(|t| (t.id.to_string(), super::form::theme_name(&p, t)))
            .collect(),
        units,
        states,
        may_create: super::form::may_create(actor),
        look,
        p,
    })
}

/// Pairings with their members and problems, read in one go for all.
async fn rows(
    visit: &Visit,
    p: &Page,
    found: Vec<pairing::Model>,
    units: &Units,
    themes: &[theme::Model],
    all_campaigns: &[campaign::Model],
) -> Result<Vec<Row>> {
    let (conn, actor) = (visit.read(), visit.actor()?);
    let ids: Vec<i64> = found.iter().map(|f| f.id).collect();
    let members = queries::list_members(conn, &ids).await?;
    let links = queries::list_links(conn, &ids).await?;
    let wanted = problems::Filter {
        ids: Some(links.iter().map(|l| l.problem_id).collect()),
        ..problems::Filter::default()
    };
    let titles: BTreeMap<i64, String> = problems::list(conn, actor, &wanted)
        .await?
        .into_iter()
        .map(|f| (f.id, f.title))
        .collect();
    let years: BTreeMap<i64, i64> = all_campaigns.iter().map(|c| (c.id, c.year)).collect();
    Ok(found
        .into_iter()
        .map(|row| Row {
            id: row.id,
            number: view::number(
                p,
                years.get(&row.campaign_id).copied().unwrap_or_default(),
                &row,
            ),
            theme: themes.iter().find(|t| Some(t.id) == row.theme_id).cloned(),
            joint: Joint::of(&row, &members, units),
            problems: links
                .iter()
                .filter(|l| l.pairing_id == row.id)
                .filter_map(|l| Some((l.problem_id, titles.get(&l.problem_id)?.clone())))
                .collect(),
            title: row.title,
            date: row.date_text,
            is_old: row.source.is_some(),
            state: row.state,
        })
        .collect())
}
