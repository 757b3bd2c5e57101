//! Documents: the list and the form.

use std::collections::BTreeMap;

use askama::Template;
use axum::extract::{Path, Query};
use gongjie_base::Error;
use gongjie_base::limits::PAGE_ROWS;
use serde::Deserialize;

use crate::campaign::queries as campaigns;
use crate::document::queries::Filter;
use crate::document::rules::{DocumentInput, DocumentKind, DocumentState};
use crate::document::tables::document::Model;
use crate::document::{actions, queries};
use crate::door::{Answer, Form, Visit, show, show_clash, show_refused};
use crate::layout::{Errors, Page};
use crate::pairing::view::Units;
use crate::problem::queries as problems;

/// What the reader looks for.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub struct Look {
    pub kind: String,
    pub state: String,
    pub unit: String,
    pub problem: String,
    pub campaign: String,
    pub q: String,
    pub before: String,
}

impl Look {
    fn filter(&self) -> Filter {
        let id = |text: &str| text.trim().parse().ok();
        Filter {
            kind: DocumentKind::from_code(self.kind.trim()),
            state: DocumentState::from_code(self.state.trim()),
            unit_id: id(&self.unit),
            problem_id: id(&self.problem),
            campaign_id: id(&self.campaign),
            text: Some(self.q.trim().to_owned()).filter(|q| !q.is_empty()),
            before_id: id(&self.before),
            limit: Some(PAGE_ROWS + 1),
        }
    }

    fn asked(&self) -> Vec<(&'static str, &str)> {
        let all = [
            ("kind", self.kind.as_str()),
            ("state", &self.state),
            ("unit", &self.unit),
            ("problem", &self.problem),
            ("campaign", &self.campaign),
            ("q", &self.q),
        ];
        all.into_iter()
            .filter(|(_, v)| !v.trim().is_empty())
            .collect()
    }

    fn after(&self, id: i64) -> String {
        let id = id.to_string();
        let mut query = self.asked();
        query.push(("before", &id));
        let query = serde_html_form::to_string(query).unwrap_or_default();
        format!("/documents?{query}")
    }

    fn is_plain(&self) -> bool {
        self.asked().is_empty() && self.before.is_empty()
    }
}

struct Row {
    document: Model,
    unit: Option<String>,
    problem: String,
    may_edit: bool,
}

#[derive(Template)]
#[template(path = "document/index.html")]
struct IndexPage {
    p: Page,
    look: Look,
    rows: Vec<Row>,
    next: Option<String>,
    kinds: Vec<(String, String)>,
    states: Vec<(String, String)>,
    units: Vec<(String, String)>,
    problems: Vec<(String, String)>,
    campaigns: Vec<(String, String)>,
}

/// `GET /documents`
pub async fn index(visit: Visit, Query(look): Query<Look>) -> Answer {
    let actor = visit.actor()?;
    let conn = visit.read();
    let p = visit.page(visit.words().text("document-index-title"));
    let mut found = queries::list(conn, actor, &look.filter()).await?;
    let page_rows = usize::try_from(PAGE_ROWS).unwrap_or(usize::MAX);
    let has_more = found.len() > page_rows;
    found.truncate(page_rows);
    let last = found.last().filter(|_| has_more);
    let next = last.map(|l| look.after(l.id));
    let units = Units::load(conn, actor, &p).await?;
    let filter = problems::Filter {
        is_counted: true,
        ..problems::Filter::default()
    };
    let choosable = problems::list(conn, actor, &filter).await?;
    let wanted = problems::Filter {
        ids: Some(found.iter().map(|d| d.problem_id).collect()),
        ..problems::Filter::default()
    };
    let about = problems::list(conn, actor, &wanted).await?;
    let keepable = actions::keepable(conn, actor, &about).await?;
    let titles: BTreeMap<i64, String> = about.into_iter().map(|f| (f.id, f.title)).collect();
    let rows = found
        .into_iter()
        .map(|document| Row {
            unit: document.unit_id.map(|id| units.short(id)),
            problem: titles
                .get(&document.problem_id)
                .cloned()
                .unwrap_or_default(),
            may_edit: keepable.contains(&document.problem_id),
            document,
        })
        .collect();
    show(&IndexPage {
        rows,
        next,
        kinds: kinds(&p),
        states: states(&p, ""),
        units: units
            .open()
            .map(|u| (u.id.to_string(), units.short(u.id)))
            .collect(),
        problems: choosable
            .into_iter()
            .map(|f| (f.id.to_string(), f.title))
            .collect(),
        campaigns: campaigns::list_campaigns(conn, actor)
            .await?
            .into_iter()
            .map(|c| (c.id.to_string(), c.name))
            .collect(),
        look,
        p,
    })
}

fn kinds(p: &Page) -> Vec<(String, String)> {
    DocumentKind::ALL
        .iter()
        .map(|k| (k.code().to_owned(), p.code("document-kind", k)))
        .collect()
}

/// States with their words. `except` is left out.
fn states(p: &Page, except: &str) -> Vec<(String, String)> {
    DocumentState::ALL
        .iter()
        .filter(|s| s.code() != except)
        .map(|s| (s.code().to_owned(), p.code("document-state", s)))
        .collect()
}

#[derive(Template)]
#[template(path = "document/form.html")]
struct FormPage {
    p: Page,
    action: String,
    problem: (i64, String),
    input: DocumentInput,
    errors: Errors,
    kinds: Vec<(String, String)>,
    states: Vec<(String, String)>,
    units: Vec<(String, String)>,
}

async fn form(
    visit: &Visit,
    problem_id: i64,
    id: Option<i64>,
    input: DocumentInput,
    errors: Errors,
) -> Result<FormPage, Error> {
    let key = if id.is_some() {
        "document-edit-title"
    } else {
        "document-new-title"
    };
    let p = visit.page(visit.words().text(key));
    let actor = visit.actor()?;
    let problem = problems::find(visit.read(), actor, problem_id).await?;
    if !actions::may_keep(visit.read(), actor, &problem).await? {
        return Err(Error::forbidden("document-not-yours"));
    }
    let units = Units::load(visit.read(), actor, &p).await?;
    // Only an old record may leave the state unsaid.
    let except = if input.state == "unstated" {
        ""
    } else {
        "unstated"
    };
    Ok(FormPage {
        action: match id {
            Some(id) => format!("/documents/{id}"),
            None => format!("/problems/{problem_id}/documents"),
        },
        problem: (problem.id, problem.title),
        kinds: kinds(&p),
        states: states(&p, except),
        units: units
            .open()
            .map(|u| (u.id.to_string(), units.name(u.id)))
            .collect(),
        input,
        errors,
        p,
    })
}

/// `GET /problems/{id}/documents/new`
pub async fn new(visit: Visit, Path(problem_id): Path<i64>) -> Answer {
    let own = visit.actor()?.unit_id;
    let input = DocumentInput {
        unit_id: own.map(|id| id.to_string()).unwrap_or_default(),
        ..DocumentInput::default()
    };
    show(&form(&visit, problem_id, None, input, Errors::none()).await?)
}

/// `POST /problems/{id}/documents`
pub async fn create(
    visit: Visit,
    Path(problem_id): Path<i64>,
    Form(input): Form<DocumentInput>,
) -> Answer {
    let write = visit.begin().await?;
    match actions::add(&write, &write.acting, problem_id, &input).await {
        Ok(_) => write.see(format!("/problems/{problem_id}")).await,
        Err(Error::Invalid(fields)) => {
            drop(write);
            show_refused(&form(&visit, problem_id, None, input, Errors(fields)).await?)
        }
        Err(error) => Err(error.into()),
    }
}

fn standing(found: &Model) -> DocumentInput {
    let text = |text: &Option<String>| text.clone().unwrap_or_default();
    DocumentInput {
        title: found.title.clone(),
        kind: found.kind.code().to_owned(),
        state: found.state.code().to_owned(),
        unit_id: found.unit_id.map(|id| id.to_string()).unwrap_or_default(),
        link: text(&found.link),
        source: text(&found.source),
        version: found.version.to_string(),
    }
}

/// `GET /documents/{id}/edit`
pub async fn edit(visit: Visit, Path(id): Path<i64>) -> Answer {
    let found = queries::find(visit.read(), visit.actor()?, id).await?;
    let input = standing(&found);
    show(&form(&visit, found.problem_id, Some(id), input, Errors::none()).await?)
}

/// `POST /documents/{id}`
pub async fn update(visit: Visit, Path(id): Path<i64>, Form(input): Form<DocumentInput>) -> Answer {
    let found = queries::find(visit.read(), visit.actor()?, id).await?;
    let write = visit.begin().await?;
    match actions::edit(&write, &write.acting, id, &input).await {
        Ok(()) => write.see(format!("/problems/{}", found.problem_id)).await,
        Err(Error::Invalid(fields)) => {
            drop(write);
            show_refused(&form(&visit, found.problem_id, Some(id), input, Errors(fields)).await?)
        }
        Err(Error::Stale { .. }) => {
            drop(write);
            clash(&visit, id, input).await
        }
        Err(error) => Err(error.into()),
    }
}

/// Somebody was quicker: both side by side, and the typed one ready to be sent again.
async fn clash(visit: &Visit, id: i64, input: DocumentInput) -> Answer {
    let found = queries::find(visit.read(), visit.actor()?, id).await?;
    let now = standing(&found);
    let p = visit.page(visit.words().text("error-stale"));
    let state = |code: &str| p.code("document-state", code);
    let rows = [
        ("document-title", now.title, input.title.clone()),
        ("document-state", state(&now.state), state(&input.state)),
        ("document-link", now.link, input.link.clone()),
    ];
    let typed = vec![
        ("title", input.title),
        ("kind", input.kind),
        ("state", input.state),
        ("unit_id", input.unit_id),
        ("link", input.link),
        ("version", now.version),
    ];
    let (action, back) = (
        format!("/documents/{id}"),
        format!("/problems/{}", found.problem_id),
    );
    show_clash(p, action, back, rows, typed)
}
