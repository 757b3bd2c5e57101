//! Pages of lenient notes: the list, the application, and the note with whose turn it is.

use askama::Template;
use axum::extract::{Path, Query};
use gongjie_base::{Error, Result};
use serde::Deserialize;

use super::actions;
use super::queries::{self, Filter};
use super::rules::{Grounds, Input, Mark, Step};
use super::view::{self, LeniencyView};
use crate::door::{Answer, Form, Visit, show as render, show_refused};
use crate::layout::{Errors, Page};
use crate::measure::queries as measures;
use crate::org::queries as org;
use crate::org::tables::person;
use crate::slip::queries as slips;

type Choices = Vec<(String, String)>;

#[derive(Template)]
#[template(path = "leniency/index.html")]
struct IndexPage {
    p: Page,
    rows: Vec<LeniencyView>,
}

/// `GET /leniency`
pub async fn index(visit: Visit) -> Answer {
    let rows = queries::list(visit.read(), visit.actor()?, &Filter::default()).await?;
    render(&IndexPage {
        rows: view::views(visit.reading()?, rows).await?,
        p: visit.page(visit.words().text("leniency-title")),
    })
}

#[derive(Template)]
#[template(path = "leniency/form.html")]
struct FormPage {
    p: Page,
    input: Input,
    errors: Errors,
    /// What it is about, in words.
    about: String,
    grounds: Choices,
    /// Marks of the measure: being late, and each send-back.
    send_backs: Choices,
}

async fn form(visit: &Visit, input: Input, errors: Errors) -> Result<FormPage> {
    let (conn, actor) = (visit.read(), visit.actor()?);
    let p = visit.page(visit.words().text("leniency-new-title"));
    let id = |text: &str| text.trim().parse::<i64>().unwrap_or_default();
    let mut send_backs = Choices::new();
    let about = if input.mark == Mark::Slip.code() {
        slips::find(conn, actor, id(&input.slip_id)).await?.matter
    } else {
        let measure = measures::find(conn, actor, id(&input.measure_id)).await?;
        for row in measures::list_send_backs(conn, &[measure.id]).await? {
            let reason = ("reason", p.code("send-back", row.reason));
            let words = p.t2("leniency-send-back", ("date", p.day(&row.sent_on)), reason);
            send_backs.push((row.id.to_string(), words));
        }
        measure.text
    };
    let option = |g: &Grounds| (g.code().to_owned(), p.code("leniency-grounds", g));
    Ok(FormPage {
        grounds: Grounds::ALL.iter().map(option).collect(),
        about,
        send_backs,
        input,
        errors,
        p,
    })
}

/// What is asked about, from the address.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct About {
    measure: String,
    slip: String,
}

/// `GET /leniency/new`
pub async fn new(visit: Visit, Query(about): Query<About>) -> Answer {
    let mark = if about.slip.is_empty() {
        Mark::Late
    } else {
        Mark::Slip
    };
    let input = Input {
        mark: mark.code().to_owned(),
        measure_id: about.measure,
        slip_id: about.slip,
        ..Input::default()
    };
    render(&form(&visit, input, Errors::none()).await?)
}

/// `POST /leniency`
pub async fn create(visit: Visit, Form(input): Form<Input>) -> Answer {
    let write = visit.begin().await?;
    match actions::apply(&write, &write.acting, &input).await {
        Ok(id) => write.see(format!("/leniency/{id}")).await,
        Err(Error::Invalid(fields)) => {
            drop(write);
            show_refused(&form(&visit, input, Errors(fields)).await?)
        }
        Err(error) => Err(error.into()),
    }
}

#[derive(Template)]
#[template(path = "leniency/show.html")]
struct ShowPage {
    p: Page,
    note: LeniencyView,
    /// Who can be named to verify.
    people: Choices,
    typed: Step,
    errors: Errors,
}

async fn sheet(visit: &Visit, id: i64, typed: Step, errors: Errors) -> Result<ShowPage> {
    let note = view::one(visit.reading()?, id).await?;
    let mut people = Choices::new();
    if note.may("verify") {
        let all = org::list_people(visit.read(), visit.actor()?).await?;
        let can = |p: &&person::Model| p.is_active && p.unit_id != Some(note.unit_id);
        people.extend(
            all.iter()
                .filter(can)
                .map(|p| (p.id.to_string(), p.name.clone())),
        );
    }
    Ok(ShowPage {
        p: visit.page(visit.words().text("leniency-note-title")),
        note,
        people,
        typed,
        errors,
    })
}

/// `GET /leniency/{id}`
pub async fn show(visit: Visit, Path(id): Path<i64>) -> Answer {
    render(&sheet(&visit, id, Step::default(), Errors::none()).await?)
}

/// `POST /leniency/{id}/moves`
pub async fn advance(visit: Visit, Path(id): Path<i64>, Form(step): Form<Step>) -> Answer {
    let write = visit.begin().await?;
    match actions::advance(&write, &write.acting, id, &step).await {
        Ok(()) => write.see(format!("/leniency/{id}")).await,
        Err(Error::Invalid(fields)) => {
            drop(write);
            show_refused(&sheet(&visit, id, step, Errors(fields)).await?)
        }
        Err(error) => Err(error.into()),
    }
}
