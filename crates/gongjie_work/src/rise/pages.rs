//! Pages of rises: the class of one problem with everything asked about it, the list of what waits, the numbers of the rules.

use askama::Template;
use axum::extract::{Path, Query};
use gongjie_base::{Error, Result};
use serde::Deserialize;

use super::actions;
use super::limits::Limit;
use super::queries::{self, Filter};
use super::rules::{Input, State, Step};
use super::view::{self, ClassView, RiseView};
use crate::door::{Answer, Form, Visit, show, show_refused};
use crate::layout::{Errors, Page};
use crate::org::Role;
use crate::problem::queries as problems;

#[derive(Template)]
#[template(path = "rise/index.html")]
struct IndexPage {
    p: Page,
    rows: Vec<RiseView>,
    /// Decided ones as well.
    is_all: bool,
}

/// What the list is asked for.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Ask {
    /// `all`: decided ones as well.
    show: String,
}

/// `GET /rises`
pub async fn index(visit: Visit, Query(ask): Query<Ask>) -> Answer {
    let is_all = ask.show == "all";
    let filter = Filter {
        state: Some(State::Asked).filter(|_| !is_all),
        ..Filter::default()
    };
    let rows = queries::list(visit.read(), visit.actor()?, &filter).await?;
    show(&IndexPage {
        rows: view::views(visit.reading()?, rows).await?,
        is_all,
        p: visit.page(visit.words().text("rise-title")),
    })
}

#[derive(Template)]
#[template(path = "rise/show.html")]
struct ShowPage {
    p: Page,
    title: String,
    of: ClassView,
    input: Input,
    typed: Step,
    /// The request that `typed` is about.
    on: i64,
    errors: Errors,
}

async fn sheet(visit: &Visit, id: i64, errors: Errors) -> Result<ShowPage> {
    let problem = problems::find(visit.read(), visit.actor()?, id).await?;
    let p = visit.page(visit.words().text("rise-of-problem"));
    Ok(ShowPage {
        title: problem.title,
        of: view::of_problem(visit.reading()?, &p.clock, id).await?,
        p,
        input: Input::default(),
        typed: Step::default(),
        on: 0,
        errors,
    })
}

/// `GET /problems/{id}/rises`
pub async fn of_problem(visit: Visit, Path(id): Path<i64>) -> Answer {
    show(&sheet(&visit, id, Errors::none()).await?)
}

/// `POST /problems/{id}/rises`
pub async fn create(visit: Visit, Path(id): Path<i64>, Form(input): Form<Input>) -> Answer {
    let write = visit.begin().await?;
    match actions::ask(&write, &write.acting, id, &input).await {
        Ok(_) => write.see(format!("/problems/{id}/rises")).await,
        Err(Error::Invalid(fields)) => {
            drop(write);
            let page = sheet(&visit, id, Errors(fields)).await?;
            show_refused(&ShowPage { input, ..page })
        }
        Err(error) => Err(error.into()),
    }
}

/// `POST /rises/{id}/moves`
pub async fn advance(visit: Visit, Path(id): Path<i64>, Form(step): Form<Step>) -> Answer {
    let (row, _) = queries::find(visit.read(), visit.actor()?, id).await?;
    let write = visit.begin().await?;
    match actions::advance(&write, &write.acting, id, &step).await {
        Ok(()) => {
            write
                .see(format!("/problems/{}/rises", row.problem_id))
                .await
        }
        Err(Error::Invalid(fields)) => {
            drop(write);
            let page = sheet(&visit, row.problem_id, Errors(fields)).await?;
            show_refused(&ShowPage {
                typed: step,
                on: id,
                ..page
            })
        }
        Err(error) => Err(error.into()),
    }
}

#[derive(Template)]
#[template(path = "rise/limits.html")]
struct LimitsPage {
    p: Page,
    /// Number, what is set, the default.
    limits: Vec<(Limit, String, u16)>,
    errors: Errors,
    may_set: bool,
}

async fn limits_page(visit: &Visit, errors: Errors) -> Result<LimitsPage> {
    let actor = visit.actor()?;
    let set = queries::find_limits(visit.read(), actor.organization_id).await?;
    let limits = Limit::ALL.iter().map(|limit| {
        let own = set.0.get(limit).map(ToString::to_string);
        (*limit, own.unwrap_or_default(), limit.default_count())
    });
    Ok(LimitsPage {
        p: visit.page(visit.words().text("rise-limits")),
        limits: limits.collect(),
        errors,
        may_set: actor.has(Role::Coordinator),
    })
}

/// `GET /rise-limits`
pub async fn limits(visit: Visit) -> Answer {
    show(&limits_page(&visit, Errors::none()).await?)
}

/// `POST /rise-limits`: all of them in one form.
pub async fn set_limits(visit: Visit, Form(typed): Form<Vec<(String, String)>>) -> Answer {
    let write = visit.begin().await?;
    let mut refused = Vec::new();
    for (name, value) in &typed {
        let Some(limit) = Limit::from_code(name) else {
            continue;
        };
        match actions::set_limit(&write, &write.acting, limit, value).await {
            Ok(()) => {}
            Err(Error::Invalid(fields)) => refused.extend(fields),
            Err(error) => return Err(error.into()),
        }
    }
    if refused.is_empty() {
        return write.see("/rise-limits").await;
    }
    drop(write);
    let mut page = limits_page(&visit, Errors(refused)).await?;
    for (limit, own, _) in &mut page.limits {
        if let Some((_, value)) = typed.iter().find(|(name, _)| name == limit.code()) {
            own.clone_from(value);
        }
    }
    show_refused(&page)
}
