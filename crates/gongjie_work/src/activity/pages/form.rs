//! Recording and editing an activity.

use askama::Template;
use axum::extract::{Path, Query};
use gongjie_base::Error;
use serde::Deserialize;

use crate::activity::rules::Input;
use crate::activity::{actions, queries};
use crate::door::{Answer, Form, Visit, show, show_clash, show_refused};
use crate::layout::{Errors, Page};
use crate::pairing::queries as pairings;
use crate::pairing::view::Units;

/// Empty rows for units that are no members of the pairing.
const MORE_ROWS: usize = 2;

/// One unit's line in the form.
#[derive(Default)]
struct Line {
    /// Position, for the ids of the controls.
    n: usize,
    unit_id: String,
    /// Empty: the unit is still to be chosen.
    name: String,
    came: bool,
    expected: String,
    present: String,
    note: String,
}

#[derive(Template)]
#[template(path = "activity/form.html")]
struct FormPage {
    p: Page,
    id: Option<i64>,
    pairing_title: String,
    input: Input,
    errors: Errors,
    kinds: Vec<(String, String)>,
    lines: Vec<Line>,
    units: Vec<(String, String)>,
}

async fn form(
    visit: &Visit,
    id: Option<i64>,
    input: Input,
    errors: Errors,
) -> Result<FormPage, Error> {
    let key = if id.is_some() {
        "activity-edit-title"
    } else {
        "activity-new-title"
    };
    let p = visit.page(visit.words().text(key));
    let actor = visit.actor()?;
    let pairing_id = input.pairing_id.trim().parse().unwrap_or_default();
    let found = pairings::find(visit.read(), actor, pairing_id).await?;
    if !actions::may_record(visit.read(), actor, &found).await? {
        return Err(Error::forbidden("activity-not-yours"));
    }
    let members = pairings::list_members(visit.read(), &[found.id]).await?;
    let units = Units::load(visit.read(), actor, &p).await?;
    let at = |list: &[String], n: usize| list.get(n).cloned().unwrap_or_default();
    let mut lines: Vec<Line> = input
        .units
        .iter()
        .enumerate()
        .filter(|(_, unit)| !unit.trim().is_empty())
        .map(|(n, unit)| Line {
            unit_id: unit.clone(),
            name: units.name(unit.trim().parse().unwrap_or_default()),
            came: at(&input.came, n) != "no",
            expected: at(&input.expected, n),
            present: at(&input.present, n),
            note: at(&input.notes, n),
            ..Line::default()
        })
        .collect();
    let is_first = id.is_none() && errors.0.is_empty();
    for member in &members {
        if input.units.iter().all(|u| *u != member.unit_id.to_string()) {
            lines.push(Line {
                unit_id: member.unit_id.to_string(),
                name: units.name(member.unit_id),
                came: is_first,
                ..Line::default()
            });
        }
    }
    lines.extend((0..MORE_ROWS).map(|_| Line {
        came: true,
        ..Line::default()
    }));
    for (n, line) in lines.iter_mut().enumerate() {
        line.n = n;
    }
    Ok(FormPage {
        id,
        pairing_title: found.title,
        kinds: super::index::kinds(&p),
        units: units
            .open()
            .map(|u| (u.id.to_string(), units.name(u.id)))
            .collect(),
        lines,
        input,
        errors,
        p,
    })
}

/// Of which pairing.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct From {
    pub pairing: String,
}

/// `GET /activities/new?pairing=ID`
pub async fn new(visit: Visit, Query(from): Query<From>) -> Answer {
    let input = Input {
        pairing_id: from.pairing,
        ..Input::default()
    };
    show(&form(&visit, None, input, Errors::none()).await?)
}

/// `POST /activities`
pub async fn create(visit: Visit, Form(input): Form<Input>) -> Answer {
    let write = visit.begin().await?;
    match actions::create(&write, &write.acting, &input).await {
        Ok(id) => write.see(format!("/activities/{id}")).await,
        Err(Error::Invalid(fields)) if fields.iter().all(|f| f.field != "pairing_id") => {
            drop(write);
            show_refused(&form(&visit, None, input, Errors(fields)).await?)
        }
        Err(error) => Err(error.into()),
    }
}

/// What stands now, as the form would hold it.
async fn standing(visit: &Visit, id: i64) -> Result<Input, Error> {
    let activity = queries::find(visit.read(), visit.actor()?, id).await?;
    let units = queries::list_units(visit.read(), &[id]).await?;
    let number = |n: Option<i64>| n.map(|n| n.to_string()).unwrap_or_default();
    let came = |present: Option<i64>| if present == Some(0) { "no" } else { "yes" };
    Ok(Input {
        pairing_id: activity.pairing_id.to_string(),
        kind: activity.kind.code().to_owned(),
        title: activity.title,
        date_text: activity.date_text.unwrap_or_default(),
        place: activity.place.unwrap_or_default(),
        host: activity.host.unwrap_or_default(),
        recorder: activity.recorder.unwrap_or_default(),
        minutes: activity.minutes.unwrap_or_default(),
        units: units.iter().map(|u| u.unit_id.to_string()).collect(),
        came: units.iter().map(|u| came(u.present).to_owned()).collect(),
        expected: units.iter().map(|u| number(u.expected)).collect(),
        present: units.iter().map(|u| number(u.present)).collect(),
        notes: units
            .iter()
            .map(|u| u.note.clone().unwrap_or_default())
            .collect(),
        version: activity.version.to_string(),
        ..Input::default()
    })
}

/// `GET /activities/{id}/edit`
pub async fn edit(visit: Visit, Path(id): Path<i64>) -> Answer {
    let input = standing(&visit, id).await?;
    show(&form(&visit, Some(id), input, Errors::none()).await?)
}

/// `POST /activities/{id}`
pub async fn update(visit: Visit, Path(id): Path<i64>, Form(mut input): Form<Input>) -> Answer {
    let write = visit.begin().await?;
    match actions::edit(&write, &write.acting, id, &input).await {
        Ok(()) => write.see(format!("/activities/{id}")).await,
        Err(Error::Invalid(fields)) => {
            drop(write);
            input.pairing_id = standing(&visit, id).await?.pairing_id;
            show_refused(&form(&visit, Some(id), input, Errors(fields)).await?)
        }
        Err(Error::Stale { .. }) => {
            drop(write);
            clash(&visit, id, input).await
        }
        Err(error) => Err(error.into()),
    }
}

/// Somebody was quicker: both side by side, and the typed one ready to be sent again.
async fn clash(visit: &Visit, id: i64, input: Input) -> Answer {
    let now = standing(visit, id).await?;
    let p = visit.page(visit.words().text("error-stale"));
    let rows = [
        ("activity-title", now.title, input.title.clone()),
        ("activity-date", now.date_text, input.date_text.clone()),
        ("activity-place", now.place, input.place.clone()),
        ("activity-host", now.host, input.host.clone()),
        ("activity-recorder", now.recorder, input.recorder.clone()),
        ("activity-minutes", now.minutes, input.minutes.clone()),
        (
            "activity-present",
            now.present.join("、"),
            input.present.join("、"),
        ),
    ];
    let mut typed = vec![
        ("kind", input.kind),
        ("title", input.title),
        ("date_text", input.date_text),
        ("place", input.place),
        ("host", input.host),
        ("recorder", input.recorder),
        ("minutes", input.minutes),
        ("version", now.version),
    ];
    let lists = [
        ("units", input.units),
        ("came", input.came),
        ("expected", input.expected),
        ("present", input.present),
        ("notes", input.notes),
    ];
    for (name, list) in lists {
        typed.extend(list.into_iter().map(|value| (name, value)));
    }
    let address = format!("/activities/{id}");
    show_clash(p, address.clone(), address, rows, typed)
}
