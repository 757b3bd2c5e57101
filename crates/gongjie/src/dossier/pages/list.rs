//! The list of problems: find one, see which are stuck.

use askama::Template;
use axum::extract::RawQuery;
use gongjie_base::Error;
use gongjie_base::limits::PAGE_ROWS;
use serde::Deserialize;

use super::super::facts::{Facts, Want};
use super::super::queries;
use crate::campaign::queries as campaigns;
use crate::campaign::tables::theme;
use crate::door::{Answer, Visit, show};
use crate::layout::Page;
use crate::pairing::rules::MemberRole;
use crate::problem::queries::{self as problems, Filter};
use crate::problem::rules::{State, TitleBasis};
use crate::problem::tables::problem;

/// What the address asks for.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Ask {
    pub theme: String,
    pub state: String,
    pub q: String,
    pub before: String,
}

impl Ask {
    fn link(&self, name: &str, value: &str) -> String {
        let pairs = [
            ("theme", &self.theme),
            ("state", &self.state),
            ("q", &self.q),
        ];
        let mut kept: Vec<(&str, &str)> = pairs
            .into_iter()
            .filter(|(n, v)| *n != name && !v.is_empty())
            .map(|(n, v)| (n, v.as_str()))
            .collect();
        if !value.is_empty() {
            kept.push((name, value));
        }
        format!(
            "/problems?{}",
            serde_html_form::to_string(kept).unwrap_or_default()
        )
    }
}

/// A row of the table.
struct Row {
    id: i64,
    title: String,
    is_derived: bool,
    number: Option<i64>,
    theme: Option<(String, String, String)>,
    lead: String,
    mates: String,
    state: State,
    light: Option<&'static str>,
    due: Option<String>,
}

#[derive(Template)]
#[template(path = "dossier/index.html")]
struct Index {
    p: Page,
    ask: Ask,
    rows: Vec<Row>,
    /// Theme with how many problems.
    themes: Vec<(theme::Model, u64)>,
    count: u64,
    next: Option<i64>,
    is_example: bool,
}

impl Index {
    fn link(&self, name: &str, value: &str) -> String {
        self.ask.link(name, value)
    }

    fn theme_link(&self, theme: &theme::Model) -> String {
        let id = theme.id.to_string();
        self.ask
            .link("theme", if self.ask.theme == id { "" } else { &id })
    }

    fn is_theme(&self, theme: &theme::Model) -> bool {
        self.ask.theme == theme.id.to_string()
    }

    fn is_state(&self, state: &State) -> bool {
        self.ask.state == state.code()
    }

    fn next_link(&self, id: &i64) -> String {
        self.ask.link("before", &id.to_string())
    }
}

/// `GET /problems`
pub async fn index(visit: Visit, RawQuery(query): RawQuery) -> Answer {
    let ask: Ask = serde_html_form::from_str(&query.unwrap_or_default())
        .map_err(|_| Error::invalid("query", "error-request-unreadable"))?;
    let actor = visit.actor()?;
    let conn = visit.app.db.snapshot().await?;
    let filter = Filter {
        theme_id: ask.theme.parse().ok(),
        is_without_theme: ask.theme == "none",
        state: State::from_code(&ask.state),
        text: Some(ask.q.trim().to_owned()).filter(|q| !q.is_empty()),
        before_id: ask.before.parse().ok(),
        limit: Some(PAGE_ROWS + 1),
        ..Filter::default()
    };
    let count = problems::count(&conn, actor, &filter).await?;
    let mut found = problems::list(&conn, actor, &filter).await?;
    let is_more = found.len() > usize::try_from(PAGE_ROWS).unwrap_or(usize::MAX);
    found.truncate(usize::try_from(PAGE_ROWS).unwrap_or(usize::MAX));
    let next = found.last().map(|p| p.id).filter(|_| is_more);
    let want = Want {
        measures: true,
        ..Want::default()
    };
    let facts = queries::of_problems(&conn, actor, found.clone(), want, visit.today()).await?;
    let mut themes = Vec::new();
    for theme in campaigns::list_themes(&conn, actor)
        .await?
        .into_iter()
        .filter(|t| !t.is_retired)
    {
        let of = Filter {
            theme_id: Some(theme.id),
            before_id: None,
            ..filter.clone()
        };
        themes.push((theme, problems::count(&conn, actor, &of).await?));
    }
    show(&Index {
        p: visit.page(visit.words().text("nav-problems")),
        rows: found.iter().map(|p| row(p, &facts)).collect(),
        themes,
        count,
        next,
        is_example: actor.is_example,
        ask,
    })
}

fn row(problem: &problem::Model, facts: &Facts) -> Row {
    let members = facts.live_members(problem.id);
    let names = |lead: bool| {
        let of = members
            .iter()
            .filter(|m| (m.role == MemberRole::Partner) != lead);
        of.map(|m| facts.unit_short(m.unit_id))
            .collect::<Vec<_>>()
            .join("、")
    };
    Row {
        id: problem.id,
        title: problem.title.clone(),
        is_derived: problem.title_basis == TitleBasis::Derived,
        number: problem.number,
        theme: facts
            .theme(problem.theme_id)
            .map(|t| (t.code.clone(), t.mark.clone(), t.name.clone())),
        lead: names(true),
        mates: names(false),
        state: problem.state,
        light: facts.problem_light(problem.id),
        due: facts.problem_due(problem.id).map(str::to_owned),
    }
}
