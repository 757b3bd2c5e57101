//! The form that makes a measure of a decision.

use askama::Template;
use axum::extract::Path;
use gongjie_base::{Error, Result};

use crate::activity::rules::MeasureInput;
use crate::activity::tables::activity;
use crate::activity::{actions, queries};
use crate::door::{Answer, Form, Visit, show, show_refused};
use crate::layout::{Errors, Page};
use crate::org::queries as org;
use crate::pairing::queries as pairings;
use crate::pairing::view::Units;

#[derive(Template)]
#[template(path = "activity/measure.html")]
struct MeasurePage {
    p: Page,
    decision_id: i64,
    activity: activity::Model,
    input: MeasureInput,
    errors: Errors,
    problems: Vec<(String, String)>,
    /// Members of the pairing.
    units: Vec<(String, String)>,
    people: Vec<(String, String)>,
}

async fn form(
    visit: &Visit,
    decision_id: i64,
    input: Option<MeasureInput>,
    errors: Errors,
) -> Result<MeasurePage> {
    let (conn, actor) = (visit.read(), visit.actor()?);
    let (decision, activity) = queries::find_decision(conn, actor, decision_id).await?;
    let problems = actions::list_measurable(conn, actor, activity.pairing_id).await?;
    let Some(only) = problems.first().map(|f| f.id.to_string()) else {
        return Err(Error::forbidden("activity-cannot-measure"));
    };
    if decision.measure_id.is_some() || decision.is_noted {
        return Err(Error::conflict("activity-decision-settled"));
    }
    let p = visit.page(visit.words().text("activity-make-measure"));
    let names = Units::load(conn, actor, &p).await?;
    let members = pairings::list_members(conn, &[activity.pairing_id]).await?;
    let members: Vec<i64> = members.iter().map(|m| m.unit_id).collect();
    let people = org::list_people(conn, actor).await?;
    Ok(MeasurePage {
        decision_id,
        activity,
        input: input.unwrap_or_else(|| MeasureInput {
            problem_id: if problems.len() == 1 {
                only
            } else {
                String::new()
            },
            text: decision.text,
            ..MeasureInput::default()
        }),
        errors,
        problems: problems
            .into_iter()
            .map(|f| (f.id.to_string(), f.title))
            .collect(),
        people: people
            .into_iter()
            .filter(|person| person.is_active)
            .filter(|person| person.unit_id.is_some_and(|u| members.contains(&u)))
            .map(|person| (person.id.to_string(), person.name))
            .collect(),
        units: members
            .iter()
            .map(|id| (id.to_string(), names.name(*id)))
            .collect(),
        p,
    })
}

/// `GET /decisions/{id}/measure/new`
pub async fn new_measure(visit: Visit, Path(id): Path<i64>) -> Answer {
    show(&form(&visit, id, None, Errors::none()).await?)
}

/// `POST /decisions/{id}/measure`
pub async fn make_measure(
    visit: Visit,
    Path(id): Path<i64>,
    Form(input): Form<MeasureInput>,
) -> Answer {
    let write = visit.begin().await?;
    let problem_id = input.problem_id.trim().parse().unwrap_or_default();
    let measure = input.measure();
    match actions::make_measure(&write, &write.acting, id, problem_id, &measure).await {
        Ok(measure_id) => write.see(format!("/measures/{measure_id}")).await,
        Err(Error::Invalid(fields)) => {
            drop(write);
            show_refused(&form(&visit, id, Some(input), Errors(fields)).await?)
        }
        Err(error) => Err(error.into()),
    }
}
