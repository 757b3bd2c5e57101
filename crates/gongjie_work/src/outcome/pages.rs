//! Forms of a result: submit, edit, withdraw. Evidence and the list stand in the files beside.

pub mod evidence;
pub mod list;

use askama::Template;
use axum::extract::Path;
use axum::http::StatusCode;
use axum::response::Response;
use gongjie_base::{Error, Result, Say};

use super::actions;
use super::queries::{self, Belonging};
use super::rules::{self, FIGURES_MAX, Input, Withdrawal};
use crate::door::{Answer, Form, Visit, show, show_refused};
use crate::layout::{Errors, Page};
use crate::org::queries as org;
use crate::problem::queries as problems;

/// Empty figure rows that a form offers; more come with the next save.
const SPARE_ROWS: usize = 3;

/// One row of figures in the form.
struct FigureRow {
    n: usize,
    label: String,
    text: String,
    is_planned: bool,
    as_of: String,
    /// What was read from it, in words.
    read_as: String,
}

/// One unit that can share the credit.
struct ShareRow {
    unit_id: String,
    unit: String,
    is_in: bool,
    percent: String,
}

#[derive(Template)]
#[template(path = "outcome/form.html")]
struct FormPage {
    p: Page,
    problem_id: i64,
    problem_title: String,
    /// Nothing for a new result.
    id: Option<i64>,
    input: Input,
    errors: Errors,
    /// Set when somebody else changed the result meanwhile.
    stale: String,
    measures: Vec<(String, String)>,
    figures: Vec<FigureRow>,
    shares: Vec<ShareRow>,
}

/// Where the form belongs: problem, and the result when it exists.
#[derive(Clone, Copy)]
struct Place {
    problem_id: i64,
    id: Option<i64>,
}

async fn form(visit: &Visit, place: Place, input: Input, errors: Errors) -> Result<FormPage> {
    let actor = visit.actor()?;
    let problem = problems::find(visit.read(), actor, place.problem_id).await?;
    let doers = queries::find_doers(visit.read(), problem.id).await?;
    if place.id.is_none() {
        rules::may_write(problem.state, &doers.parts(actor))?;
    }
    let key = if place.id.is_some() {
        "outcome-edit-title"
    } else {
        "outcome-new-title"
    };
    let p = visit.page(visit.words().text(key));
    let names = org::unit_names(visit.read(), actor.organization_id).await?;
    let share = |unit: i64| {
        let at = input
            .share_unit
            .iter()
            .position(|u| u.trim().parse() == Ok(unit));
        let percent = at.and_then(|at| input.share_percent.get(at));
        ShareRow {
            unit_id: unit.to_string(),
            unit: names.get(&unit).cloned().unwrap_or_default(),
            is_in: at.is_some(),
            percent: percent.cloned().unwrap_or_default(),
        }
    };
    let choices = queries::list_choices(visit.read(), Belonging::Measure, problem.id).await?;
    Ok(FormPage {
        problem_id: problem.id,
        problem_title: problem.title,
        id: place.id,
        measures: choices
            .into_iter()
            .map(|c| (c.id.to_string(), c.words))
            .collect(),
        figures: figure_rows(&p, &input),
        shares: doers.taking_part().into_iter().map(share).collect(),
        input,
        errors,
        stale: String::new(),
        p,
    })
}

fn figure_rows(p: &Page, input: &Input) -> Vec<FigureRow> {
    let typed = input.figure_label.len().max(input.figure_text.len());
    let rows = (typed + SPARE_ROWS).min(FIGURES_MAX);
    let at = |list: &[String], n: usize| list.get(n).cloned().unwrap_or_default();
    (0..rows)
        .map(|n| {
            let text = at(&input.figure_text, n);
            FigureRow {
                n: n + 1,
                label: at(&input.figure_label, n),
                is_planned: matches!(at(&input.figure_planned, n).as_str(), "planned" | "true"),
                as_of: at(&input.figure_as_of, n),
                read_as: read_as(p, &text),
                text,
            }
        })
        .collect()
}

/// What a figure as written is understood as: number, qualifier, unit.
fn read_as(p: &Page, text: &str) -> String {
    if text.trim().is_empty() {
        return String::new();
    }
    let read = rules::figure(String::new(), text, false, None);
    match read.number {
        Some(number) => {
            let unit = if read.unit.is_empty() {
                p.t("none")
            } else {
                read.unit
            };
            p.words.text_with(
                "outcome-read-as",
                &[
                    ("number", number),
                    ("qualifier", p.code("qualifier", read.qualifier)),
                    ("unit", unit),
                ],
            )
        }
        None => p.t("outcome-read-as-text"),
    }
}

/// `GET /problems/{id}/outcomes/new`
pub async fn new(visit: Visit, Path(problem_id): Path<i64>) -> Answer {
    let place = Place {
        problem_id,
        id: None,
    };
    show(&form(&visit, place, Input::default(), Errors::none()).await?)
}

/// `POST /problems/{id}/outcomes`
pub async fn create(visit: Visit, Path(problem_id): Path<i64>, Form(input): Form<Input>) -> Answer {
    let write = visit.begin().await?;
    match actions::submit(&write, &write.acting, problem_id, &input).await {
        Ok(_) => write.see(format!("/problems/{problem_id}")).await,
        Err(Error::Invalid(fields)) => {
            drop(write);
            let place = Place {
                problem_id,
                id: None,
            };
            show_refused(&form(&visit, place, input, Errors(fields)).await?)
        }
        Err(error) => Err(error.into()),
    }
}

/// `GET /outcomes/{id}/edit`
pub async fn edit(visit: Visit, Path(id): Path<i64>) -> Answer {
    let actor = visit.actor()?;
    let row = queries::find(visit.read(), actor, id).await?;
    let problem = problems::find(visit.read(), actor, row.problem_id).await?;
    let doers = queries::find_doers(visit.read(), problem.id).await?;
    rules::may_write(problem.state, &doers.parts(actor))?;
    if row.is_withdrawn {
        return Err(Error::from(rules::CannotWrite::Withdrawn).into());
    }
    let (figures, shares) = actions::details(visit.read(), id).await?;
    let text = |id: Option<i64>| id.map(|id| id.to_string()).unwrap_or_default();
    let planned = |is: bool| if is { "planned" } else { "achieved" }.to_owned();
    let input = Input {
        text: row.text,
        measure_id: text(row.measure_id),
        figure_label: figures.iter().map(|f| f.label.clone()).collect(),
        figure_text: figures.iter().map(|f| f.text.clone()).collect(),
        figure_planned: figures.iter().map(|f| planned(f.is_planned)).collect(),
        figure_as_of: figures
            .iter()
            .map(|f| f.as_of.clone().unwrap_or_default())
            .collect(),
        share_unit: shares.iter().map(|(unit, _)| unit.to_string()).collect(),
        share_percent: shares.iter().map(|(_, percent)| text(*percent)).collect(),
        version: row.version.to_string(),
    };
    let place = Place {
        problem_id: row.problem_id,
        id: Some(id),
    };
    show(&form(&visit, place, input, Errors::none()).await?)
}

/// `POST /outcomes/{id}`
pub async fn update(visit: Visit, Path(id): Path<i64>, Form(input): Form<Input>) -> Answer {
    let write = visit.begin().await?;
    let error = match actions::edit(&write, &write.acting, id, &input).await {
        Ok(()) => {
            let row = queries::find(&write, &write.acting.actor, id).await?;
            return write.see(format!("/problems/{}", row.problem_id)).await;
        }
        Err(error) => error,
    };
    drop(write);
    let row = queries::find(visit.read(), visit.actor()?, id).await?;
    let place = Place {
        problem_id: row.problem_id,
        id: Some(id),
    };
    match error {
        Error::Invalid(fields) => show_refused(&form(&visit, place, input, Errors(fields)).await?),
        Error::Stale { had, now } => {
            let mut page = form(&visit, place, input, Errors::none()).await?;
            let say = Say::new("outcome-stale")
                .with("had", had)
                .with("now", now)
                .with("text", row.text);
            page.stale = page.p.words.say(&say);
            page.input.version = now.to_string();
            with_status(show(&page), StatusCode::CONFLICT)
        }
        error => Err(error.into()),
    }
}

fn with_status(answer: Answer, status: StatusCode) -> Answer {
    let mut response: Response = answer?;
    *response.status_mut() = status;
    Ok(response)
}

/// `POST /outcomes/{id}/withdrawal`
pub async fn withdraw(visit: Visit, Path(id): Path<i64>, Form(input): Form<Withdrawal>) -> Answer {
    let write = visit.begin().await?;
    let row = queries::find(&write, &write.acting.actor, id).await?;
    let version = input.version.trim().parse().ok();
    actions::withdraw(&write, &write.acting, id, version).await?;
    write.see(format!("/problems/{}", row.problem_id)).await
}
