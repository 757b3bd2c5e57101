//! Forms of a problem: propose, edit, move. Each: find, ask, do, answer.

pub mod carry;

use askama::Template;
use axum::extract::Path;
use gongjie_base::Error;
use serde::Deserialize;

use super::actions::{self, Step};
use super::lifecycle::Action;
use super::queries;
use super::rules::{self, Class, Input, Origin};
use crate::campaign::queries as campaigns;
use crate::door::{Answer, Form, Visit, show, show_clash, show_refused};
use crate::layout::{Errors, Page};
use crate::org::queries as org;

#[derive(Template)]
#[template(path = "problem/form.html")]
struct FormPage {
    p: Page,
    /// Nothing for a new problem.
    id: Option<i64>,
    /// Left out where the problem comes from: it may stay so.
    may_lack_hurts: bool,
    may_lack_unit: bool,
    /// The class, where only a decision changes it.
    fixed_class: Option<Class>,
    input: Input,
    errors: Errors,
    units: Vec<(String, String)>,
    themes: Vec<(String, String)>,
    classes: Vec<(String, String)>,
    grades: Vec<(String, String)>,
    origins: Vec<(String, String)>,
}

async fn form(
    visit: &Visit,
    id: Option<i64>,
    input: Input,
    errors: Errors,
) -> Result<FormPage, Error> {
    let key = if id.is_some() {
        "problem-edit-title"
    } else {
        "problem-new-title"
    };
    let p = visit.page(visit.words().text(key));
    let actor = visit.actor()?;
    let now = match id {
        Some(id) => Some(queries::find(visit.read(), actor, id).await?),
        None => None,
    };
    let own = actor.units();
    let units = org::list_open_units(visit.read(), actor).await?;
    let units = units
        .into_iter()
        .filter(|u| actor.sees_all() || own.contains(&u.id))
        .map(|u| (u.id.to_string(), u.name))
        .collect();
    let themes = campaigns::list_themes(visit.read(), actor).await?;
    let themes = themes
        .into_iter()
        .filter(|t| !t.is_retired)
        .map(|t| {
            let name = if p.is_english() {
                t.name_en.unwrap_or(t.name)
            } else {
                t.name
            };
            (t.id.to_string(), name)
        })
        .collect();
    let coded = |set: &str, codes: Vec<&str>| {
        codes
            .into_iter()
            .map(|c| (c.to_owned(), p.code(set, c)))
            .collect::<Vec<_>>()
    };
    Ok(FormPage {
        id,
        may_lack_hurts: now.as_ref().is_some_and(|now| now.hurts.is_none()),
        may_lack_unit: now
            .as_ref()
            .is_some_and(|now| now.raised_by_unit_id.is_none()),
        fixed_class: now
            .as_ref()
            .filter(|now| !rules::may_class(now, None))
            .and_then(|now| now.class),
        units,
        themes,
        classes: coded("class", Class::ALL.iter().map(|c| c.code()).collect()),
        grades: coded("grade", vec!["1", "2", "3"]),
        origins: coded("origin", Origin::ALL.iter().map(|c| c.code()).collect()),
        input,
        errors,
        p,
    })
}

/// `GET /problems/new`
pub async fn new(visit: Visit) -> Answer {
    let unit = visit
        .actor()?
        .unit_id
        .map(|id| id.to_string())
        .unwrap_or_default();
    let input = Input {
        raised_by_unit_id: unit,
        ..Input::default()
    };
    show(&form(&visit, None, input, Errors::none()).await?)
}

/// `POST /problems`
pub async fn create(visit: Visit, Form(input): Form<Input>) -> Answer {
    let write = visit.begin().await?;
    match actions::propose(&write, &write.acting, &input).await {
        Ok(problem) => write.see(format!("/problems/{}", problem.id)).await,
        Err(Error::Invalid(fields)) => {
            drop(write);
            show_refused(&form(&visit, None, input, Errors(fields)).await?)
        }
        Err(error) => Err(error.into()),
    }
}

/// `GET /problems/{id}/edit`
pub async fn edit(visit: Visit, Path(id): Path<i64>) -> Answer {
    let problem = queries::find(visit.read(), visit.actor()?, id).await?;
    let text = |id: Option<i64>| id.map(|id| id.to_string()).unwrap_or_default();
    let input = Input {
        title: problem.title,
        hurts: problem.hurts.unwrap_or_default(),
        theme_id: text(problem.theme_id),
        class: problem
            .class
            .map(|c| c.code().to_owned())
            .unwrap_or_default(),
        grade: text(problem.grade),
        origin: problem.origin.code().to_owned(),
        raised_by_unit_id: text(problem.raised_by_unit_id),
        raised_note: problem.raised_note.unwrap_or_default(),
        version: problem.version.to_string(),
    };
    show(&form(&visit, Some(id), input, Errors::none()).await?)
}

/// `POST /problems/{id}`
pub async fn update(visit: Visit, Path(id): Path<i64>, Form(input): Form<Input>) -> Answer {
    let write = visit.begin().await?;
    match actions::edit(&write, &write.acting, id, &input).await {
        Ok(()) => write.see(format!("/problems/{id}")).await,
        Err(Error::Invalid(fields)) => {
            drop(write);
            show_refused(&form(&visit, Some(id), input, Errors(fields)).await?)
        }
        Err(Error::Stale { .. }) => {
            drop(write);
            clash(&visit, id, input).await
        }
        Err(error) => Err(error.into()),
    }
}

/// Somebody was quicker: both wordings side by side, and the typed one ready to be sent again.
async fn clash(visit: &Visit, id: i64, mut input: Input) -> Answer {
    let now = queries::find(visit.read(), visit.actor()?, id).await?;
    input.version = now.version.to_string();
    let p = visit.page(visit.words().text("error-stale"));
    let rows = [
        ("problem-title", now.title, input.title.clone()),
        (
            "problem-hurts",
            now.hurts.unwrap_or_default(),
            input.hurts.clone(),
        ),
    ];
    let typed = vec![
        ("title", input.title),
        ("hurts", input.hurts),
        ("theme_id", input.theme_id),
        ("class", input.class),
        ("grade", input.grade),
        ("origin", input.origin),
        ("raised_by_unit_id", input.raised_by_unit_id),
        ("raised_note", input.raised_note),
        ("version", input.version),
    ];
    let address = format!("/problems/{id}");
    show_clash(p, address.clone(), address, rows, typed)
}

/// A step as a form.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct StepInput {
    pub action: String,
    pub reason: String,
    pub master_id: String,
    pub version: String,
}

/// `POST /problems/{id}/moves`
pub async fn advance(visit: Visit, Path(id): Path<i64>, Form(input): Form<StepInput>) -> Answer {
    let action = Action::from_code(&input.action)
        .ok_or_else(|| Error::invalid("action", "error-not-in-list"))?;
    let write = visit.begin().await?;
    let step = Step {
        reason: input.reason,
        master_id: input.master_id.trim().parse().ok(),
        closed_as: None,
        version: input.version.parse().ok(),
    };
    actions::advance(&write, &write.acting, id, action, &[], &step).await?;
    write.see(format!("/problems/{id}")).await
}
