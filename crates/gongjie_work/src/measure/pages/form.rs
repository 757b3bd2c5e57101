//! Issuing and editing a measure or task.

use askama::Template;
use axum::extract::{Path, Query};
use gongjie_base::{Error, Result};
use serde::Deserialize;

use crate::door::{Answer, Form, Visit, show, show_clash, show_refused};
use crate::layout::{Errors, Page};
use crate::measure::rules::{self, DutyRole, Input};
use crate::measure::tables::measure::Model;
use crate::measure::{actions, parts, queries};
use crate::org::queries as org;
use crate::pairing::queries as pairings;
use crate::pairing::view::Units;
use crate::problem::queries as problems;

/// One box to tick.
struct Choice {
    id: String,
    name: String,
    is_chosen: bool,
}

#[derive(Template)]
#[template(path = "measure/form.html")]
struct FormPage {
    p: Page,
    problem_id: i64,
    problem: String,
    /// Nothing for a new measure.
    id: Option<i64>,
    /// Text of the measure under which this is a task.
    parent: Option<String>,
    /// The limit was promised by signing and is only shown.
    is_due_fixed: bool,
    input: Input,
    errors: Errors,
    leads: Vec<(String, String)>,
    /// Units of the pairing.
    partners: Vec<Choice>,
    more_partners: Vec<Choice>,
    people: Vec<(String, String)>,
}

impl FormPage {
    fn action(&self) -> String {
        match self.id {
            Some(id) => format!("/measures/{id}"),
            None => format!("/problems/{}/measures", self.problem_id),
        }
    }

    fn back(&self) -> String {
        match (self.id, self.input.parent_id.as_str()) {
            (Some(id), _) => format!("/measures/{id}"),
            (None, "") => format!("/problems/{}", self.problem_id),
            (None, parent) => format!("/measures/{parent}"),
        }
    }
}

async fn form(
    visit: &Visit,
    problem_id: i64,
    now: Option<&Model>,
    input: Input,
    errors: Errors,
) -> Result<FormPage> {
    let actor = visit.actor()?;
    let problem = problems::find(visit.read(), actor, problem_id).await?;
    let parent = match input.parent_id.parse() {
        Ok(id) => queries::find(visit.read(), actor, id)
            .await
            .ok()
            .map(|m| m.text),
        Err(_) => None,
    };
    let key = match (now.is_some(), parent.is_some()) {
        (true, _) => "measure-edit-title",
        (false, true) => "measure-new-task-title",
        (false, false) => "measure-new-title",
    };
    let p = visit.page(visit.words().text(key));
    let units = Units::load(visit.read(), actor, &p).await?;
    let paired = pairings::member_units(visit.read(), problem_id).await?;
    let choice = |id: i64| Choice {
        id: id.to_string(),
        name: units.name(id),
        is_chosen: input.partners.contains(&id.to_string()),
    };
    let (near, far): (Vec<i64>, Vec<i64>) = units
        .open()
        .map(|u| u.id)
        .partition(|id| paired.contains(id));
    let leads = near
        .iter()
        .chain(&far)
        .map(|id| (id.to_string(), units.name(*id)))
        .collect();
    let people = org::list_people(visit.read(), actor).await?;
    let people = people
        .into_iter()
        .filter(|person| person.is_active)
        .map(|person| {
            let unit = person.unit_id.map(|u| units.short(u));
            let words = unit.map_or(person.name.clone(), |u| format!("{}（{u}）", person.name));
            (person.id.to_string(), words)
        })
        .collect();
    Ok(FormPage {
        problem_id,
        problem: problem.title,
        id: now.map(|m| m.id),
        parent,
        is_due_fixed: now
            .is_some_and(|m| m.state != rules::State::Issued && m.due_kind != rules::DueKind::None),
        leads,
        partners: near.iter().map(|id| choice(*id)).collect(),
        more_partners: far.iter().map(|id| choice(*id)).collect(),
        people,
        input,
        errors,
        p,
    })
}

/// Under which measure a task is made.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Under {
    pub parent: String,
}

/// `GET /problems/{id}/measures/new`
pub async fn new(visit: Visit, Path(problem_id): Path<i64>, Query(under): Query<Under>) -> Answer {
    let actor = visit.actor()?;
    let problem = problems::find(visit.read(), actor, problem_id).await?;
    let of_problem = parts::of_problem(visit.read(), actor, problem.id).await?;
    let mut input = Input::default();
    let mut of_parent = Vec::new();
    if let Ok(parent) = under.parent.parse::<i64>() {
        let parent = queries::find(visit.read(), actor, parent).await?;
        if parent.problem_id != problem_id {
            return Err(Error::NotFound.into());
        }
        of_parent = parts::of_measure(visit.read(), actor, &parent).await?;
        input = of_row(&visit, &parent).await?;
        input.text.clear();
        input.goal.clear();
        input.parent_id = parent.id.to_string();
        input.version.clear();
    }
    if !rules::may_issue(&of_problem, &of_parent) {
        return Err(Error::forbidden("measure-not-your-problem").into());
    }
    show(&form(&visit, problem_id, None, input, Errors::none()).await?)
}

/// `POST /problems/{id}/measures`
pub async fn create(visit: Visit, Path(problem_id): Path<i64>, Form(input): Form<Input>) -> Answer {
    let write = visit.begin().await?;
    match actions::set(&write, &write.acting, problem_id, &input).await {
        Ok(id) => write.see(format!("/measures/{id}")).await,
        Err(Error::Invalid(fields)) => {
            drop(write);
            let page = form(&visit, problem_id, None, input, Errors(fields)).await;
            show_refused(&page?)
        }
        Err(error) => Err(error.into()),
    }
}

/// A stored measure as it would be typed.
async fn of_row(visit: &Visit, row: &Model) -> Result<Input> {
    let duties = queries::list_duties(visit.read(), &[row.id]).await?;
    let (lead, owner) = queries::lead_and_owner(&duties);
    let text = |id: Option<i64>| id.map(|id| id.to_string()).unwrap_or_default();
    Ok(Input {
        text: row.text.clone(),
        goal: row.goal.clone().unwrap_or_default(),
        parent_id: text(row.parent_id),
        lead: text(lead),
        partners: duties
            .iter()
            .filter(|d| d.role == DutyRole::Partner)
            .filter_map(|d| d.unit_id.map(|u| u.to_string()))
            .collect(),
        owner: text(owner),
        start_on: row.start_on.clone().unwrap_or_default(),
        due_text: row.due_text.clone().unwrap_or_default(),
        version: row.version.to_string(),
    })
}

/// `GET /measures/{id}/edit`
pub async fn edit(visit: Visit, Path(id): Path<i64>) -> Answer {
    let row = queries::find(visit.read(), visit.actor()?, id).await?;
    let input = of_row(&visit, &row).await?;
    if !actions::may_edit(visit.read(), visit.actor()?, &row).await? {
        return Err(Error::forbidden("measure-not-your-problem").into());
    }
    show(&form(&visit, row.problem_id, Some(&row), input, Errors::none()).await?)
}

/// `POST /measures/{id}`
pub async fn update(visit: Visit, Path(id): Path<i64>, Form(input): Form<Input>) -> Answer {
    let write = visit.begin().await?;
    match actions::edit(&write, &write.acting, id, &input).await {
        Ok(()) => write.see(format!("/measures/{id}")).await,
        Err(Error::Invalid(fields)) => {
            drop(write);
            let row = queries::find(visit.read(), visit.actor()?, id).await?;
            let page = form(&visit, row.problem_id, Some(&row), input, Errors(fields)).await;
            show_refused(&page?)
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
    let row = queries::find(visit.read(), visit.actor()?, id).await?;
    let now = of_row(visit, &row).await?;
    input.version = row.version.to_string();
    let page = form(
        visit,
        row.problem_id,
        Some(&row),
        input.clone(),
        Errors::none(),
    )
    .await?;
    let named = |list: &[(String, String)], id: &str| {
        let found = list.iter().find(|(code, _)| code == id);
        found.map(|(_, words)| words.clone()).unwrap_or_default()
    };
    let units = |ids: &[String]| {
        let names: Vec<String> = ids.iter().map(|id| named(&page.leads, id)).collect();
        names.join("、")
    };
    let p = visit.page(visit.words().text("error-stale"));
    let rows = [
        ("measure-text", now.text, input.text.clone()),
        ("measure-goal", now.goal, input.goal.clone()),
        (
            "measure-lead",
            named(&page.leads, &now.lead),
            named(&page.leads, &input.lead),
        ),
        (
            "measure-partners",
            units(&now.partners),
            units(&input.partners),
        ),
        (
            "measure-owner",
            named(&page.people, &now.owner),
            named(&page.people, &input.owner),
        ),
        ("measure-start-on", now.start_on, input.start_on.clone()),
        ("measure-due", now.due_text, input.due_text.clone()),
    ];
    let mut typed = vec![
        ("text", input.text),
        ("goal", input.goal),
        ("parent_id", input.parent_id),
        ("lead", input.lead),
        ("owner", input.owner),
        ("start_on", input.start_on),
        ("due_text", input.due_text),
        ("version", input.version),
    ];
    typed.extend(input.partners.into_iter().map(|id| ("partners", id)));
    let path = format!("/measures/{id}");
    show_clash(p, path.clone(), path, rows, typed)
}
