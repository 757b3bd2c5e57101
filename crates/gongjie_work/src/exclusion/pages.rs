//! Pages of exclusions: the open list, the asking, and one with whose turn it is.

use askama::Template;
use axum::extract::{Path, Query};
use gongjie_base::check::Check;
use gongjie_base::{Error, Result};
use serde::Deserialize;

use super::actions;
use super::queries::{self, Filter};
use super::rules::{self, About, Input, Reason, State, Step};
use super::view::{self, ExclusionView};
use crate::door::{Answer, Form, Visit, show as render, show_refused};
use crate::layout::{Errors, Page};

type Choices = Vec<(String, String)>;

/// What the address may narrow.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Narrow {
    state: String,
    unit: String,
}

#[derive(Template)]
#[template(path = "exclusion/index.html")]
struct IndexPage {
    p: Page,
    rows: Vec<ExclusionView>,
    states: Choices,
    state: String,
    unit: String,
}

/// `GET /exclusions`
pub async fn index(visit: Visit, Query(narrow): Query<Narrow>) -> Answer {
    let mut check = Check::new();
    let filter = Filter {
        state: check.code("state", &narrow.state, State::from_code),
        unit_id: check.id("unit", &narrow.unit),
        ..Filter::default()
    };
    check.done()?;
    let rows = queries::list(visit.read(), visit.actor()?, &filter).await?;
    let p = visit.page(visit.words().text("exclusions-title"));
    let state = |s: &State| (s.code().to_owned(), p.code("exclusion-state", s));
    render(&IndexPage {
        rows: view::views(visit.reading()?, rows).await?,
        states: State::ALL.iter().map(state).collect(),
        state: narrow.state,
        unit: narrow.unit,
        p,
    })
}

#[derive(Template)]
#[template(path = "exclusion/form.html")]
struct FormPage {
    p: Page,
    input: Input,
    errors: Errors,
    /// What it is about: its name, its text, its address.
    name: String,
    text: String,
    address: String,
    reasons: Choices,
}

async fn form(visit: &Visit, input: Input, errors: Errors) -> Result<FormPage> {
    let id = |text: &str| text.trim().parse::<i64>().ok();
    let about = id(&input.voice_id).map(About::Voice);
    let about = about.or(id(&input.problem_id).map(About::Problem));
    let about = about.ok_or(Error::NotFound)?;
    let subject = queries::find_subject(visit.read(), visit.actor()?, about).await?;
    // Who may not ask sees no form; why is said where it is sent.
    if let Err(rules::CannotAsk::NotYours) = rules::may_ask(visit.actor()?, &subject) {
        return Err(Error::NotFound);
    }
    let (name, text) = view::called(visit.reading()?, about).await?;
    let p = visit.page(visit.words().text("exclusion-new-title"));
    let option = |r: &Reason| (r.code().to_owned(), p.code("exclusion-reason", r));
    let address = match about {
        About::Voice(id) => format!("/voices/{id}"),
        About::Problem(id) => format!("/problems/{id}"),
    };
    Ok(FormPage {
        reasons: Reason::ALL.iter().map(option).collect(),
        text: text.filter(|t| *t != name).unwrap_or_default(),
        address,
        name,
        input,
        errors,
        p,
    })
}

/// What is asked about, from the address.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Of {
    voice: String,
    problem: String,
}

/// `GET /exclusions/new`
pub async fn new(visit: Visit, Query(of): Query<Of>) -> Answer {
    let input = Input {
        voice_id: of.voice,
        problem_id: of.problem,
        ..Input::default()
    };
    render(&form(&visit, input, Errors::none()).await?)
}

/// `POST /exclusions`
pub async fn create(visit: Visit, Form(input): Form<Input>) -> Answer {
    let write = visit.begin().await?;
    match actions::ask(&write, &write.acting, &input).await {
        Ok(id) => write.see(format!("/exclusions/{id}")).await,
        Err(Error::Invalid(fields)) => {
            drop(write);
            show_refused(&form(&visit, input, Errors(fields)).await?)
        }
        Err(error) => Err(error.into()),
    }
}

#[derive(Template)]
#[template(path = "exclusion/show.html")]
struct ShowPage {
    p: Page,
    row: ExclusionView,
    typed: Step,
    errors: Errors,
}

async fn sheet(visit: &Visit, id: i64, typed: Step, errors: Errors) -> Result<ShowPage> {
    Ok(ShowPage {
        row: view::one(visit.reading()?, id).await?,
        p: visit.page(visit.words().text("exclusion-title")),
        typed,
        errors,
    })
}

/// `GET /exclusions/{id}`
pub async fn show(visit: Visit, Path(id): Path<i64>) -> Answer {
    render(&sheet(&visit, id, Step::default(), Errors::none()).await?)
}

/// `POST /exclusions/{id}/moves`
pub async fn advance(visit: Visit, Path(id): Path<i64>, Form(step): Form<Step>) -> Answer {
    let write = visit.begin().await?;
    match actions::advance(&write, &write.acting, id, &step).await {
        Ok(()) => write.see(format!("/exclusions/{id}")).await,
        Err(Error::Invalid(fields)) => {
            drop(write);
            show_refused(&sheet(&visit, id, step, Errors(fields)).await?)
        }
        Err(error) => Err(error.into()),
    }
}
