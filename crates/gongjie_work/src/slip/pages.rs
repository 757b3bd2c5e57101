//! Pages of slips: the list, the form, and the paper itself with whose turn it is beside it.

use askama::Template;
use axum::extract::{Path, Query};
use gongjie_base::{Error, FieldError, Result};
use serde::Deserialize;

use super::queries::{self, Filter};
use super::rules::{self, AnswerInput, Input, Kind, Step};
use super::view::{self, SlipView};
use super::{actions, compose};
use crate::door::{Answer, Form, Visit, Write, show as render, show_refused};
use crate::layout::{Errors, Page};
use crate::org::queries as org;

type Choices = Vec<(String, String)>;

/// How the reader looks at the list. Empty means all.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Look {
    kind: String,
    unit: String,
    /// `open`, or all.
    show: String,
}

#[derive(Template)]
#[template(path = "slip/index.html")]
struct IndexPage {
    p: Page,
    look: Look,
    rows: Vec<SlipView>,
    kinds: Choices,
    may_draft: bool,
}

/// `GET /slips`
pub async fn index(visit: Visit, Query(look): Query<Look>) -> Answer {
    let p = visit.page(visit.words().text("slips-title"));
    let filter = Filter {
        kind: Kind::from_code(&look.kind),
        unit_id: look.unit.parse().ok(),
        is_open: look.show == "open",
        ..Filter::default()
    };
    let rows = queries::list(visit.read(), visit.actor()?, &filter).await?;
    render(&IndexPage {
        rows: view::views(visit.reading()?, rows).await?,
        kinds: kinds(&p, Kind::ALL),
        may_draft: !rules::may_draft(visit.actor()?).is_empty(),
        look,
        p,
    })
}

fn kinds(p: &Page, kinds: &[Kind]) -> Choices {
    let option = |k: &Kind| (k.code().to_owned(), p.code("slip-kind", k));
    kinds.iter().map(option).collect()
}

#[derive(Template)]
#[template(path = "slip/form.html")]
struct FormPage {
    p: Page,
    /// The slip that is changed; nothing for a new one.
    id: Option<i64>,
    input: Input,
    errors: Errors,
    kinds: Choices,
    units: Choices,
}

async fn form(visit: &Visit, id: Option<i64>, input: Input, errors: Errors) -> Result<FormPage> {
    let key = if id.is_some() {
        "slip-edit-title"
    } else {
        "slip-new-title"
    };
    let p = visit.page(visit.words().text(key));
    let allowed = rules::may_draft(visit.actor()?);
    if allowed.is_empty() {
        return Err(Error::NotFound);
    }
    let units = org::list_open_units(visit.read(), visit.actor()?).await?;
    let inside = units.into_iter().filter(|u| !u.is_outside);
    Ok(FormPage {
        kinds: kinds(&p, &allowed),
        units: inside.map(|u| (u.id.to_string(), u.name)).collect(),
        id,
        input,
        errors,
        p,
    })
}

/// What a new slip is about, from the address.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct About {
    kind: String,
    measure: String,
    problem: String,
    unit: String,
}

/// `GET /slips/new`: the words are there already, from the facts.
pub async fn new(visit: Visit, Query(about): Query<About>) -> Answer {
    let mut input = Input {
        kind: about.kind,
        measure_id: about.measure,
        problem_id: about.problem,
        about_unit_id: about.unit.clone(),
        to_unit_id: about.unit,
        ..Input::default()
    };
    compose::fill(visit.reading()?, &mut input).await?;
    render(&form(&visit, None, input, Errors::none()).await?)
}

/// `POST /slips`
pub async fn create(visit: Visit, Form(input): Form<Input>) -> Answer {
    let write = visit.begin().await?;
    match actions::draft(&write, &write.acting, &input).await {
        Ok(id) => write.see(format!("/slips/{id}")).await,
        Err(Error::Invalid(fields)) => {
            drop(write);
            show_refused(&form(&visit, None, input, Errors(fields)).await?)
        }
        Err(error) => Err(error.into()),
    }
}

/// `POST /slips/proposals`: a draft by one click, with the words that the facts give.
pub async fn draft_proposed(visit: Visit, Form(mut input): Form<Input>) -> Answer {
    compose::fill(visit.reading()?, &mut input).await?;
    create(visit, Form(input)).await
}

/// `GET /slips/{id}/edit`
pub async fn edit(visit: Visit, Path(id): Path<i64>) -> Answer {
    let row = queries::find(visit.read(), visit.actor()?, id).await?;
    rules::may_edit(visit.actor()?, &row).map_err(Error::from)?;
    let text = |id: Option<i64>| id.map(|id| id.to_string()).unwrap_or_default();
    let input = Input {
        kind: row.kind.to_string(),
        measure_id: text(row.measure_id),
        problem_id: text(row.problem_id),
        about_unit_id: text(row.about_unit_id),
        to_unit_id: row.to_unit_id.to_string(),
        copies: row.copies.unwrap_or_default(),
        matter: row.matter,
        basis: row.basis,
        demand: row.demand,
        contact: row.contact.unwrap_or_default(),
        version: row.version.to_string(),
    };
    render(&form(&visit, Some(id), input, Errors::none()).await?)
}

/// `POST /slips/{id}`
pub async fn update(visit: Visit, Path(id): Path<i64>, Form(input): Form<Input>) -> Answer {
    let write = visit.begin().await?;
    match actions::edit(&write, &write.acting, id, &input).await {
        Ok(()) => write.see(format!("/slips/{id}")).await,
        Err(Error::Invalid(fields)) => {
            drop(write);
            show_refused(&form(&visit, Some(id), input, Errors(fields)).await?)
        }
        Err(error) => Err(error.into()),
    }
}

#[derive(Template)]
#[template(path = "slip/show.html")]
struct ShowPage {
    p: Page,
    slip: SlipView,
    organization: String,
    is_example: bool,
    /// The reader speaks for the unit.
    speaks: bool,
    /// What was typed into the forms.
    step: Step,
    typed: AnswerInput,
    errors: Errors,
}

impl ShowPage {
    /// The same as a file.
    fn docx(&self) -> String {
        format!("/slips/{}/notice.docx", self.slip.id)
    }

    /// Title of the paper.
    fn paper(&self) -> String {
        self.slip.paper(self.p.words)
    }
}

async fn sheet(
    visit: &Visit,
    id: i64,
    step: Step,
    typed: AnswerInput,
    errors: Errors,
) -> Result<ShowPage> {
    let slip = view::one(visit.reading()?, id).await?;
    let words = visit.words();
    let title = slip.number.clone().unwrap_or_else(|| slip.paper(words));
    Ok(ShowPage {
        p: visit.page(title),
        organization: visit.actor()?.organization_name.clone(),
        is_example: visit.actor()?.is_example,
        speaks: visit.actor()?.speaks_for(slip.to_unit_id),
        slip,
        step,
        typed,
        errors,
    })
}

/// `GET /slips/{id}`
pub async fn show(visit: Visit, Path(id): Path<i64>) -> Answer {
    let (step, typed) = (Step::default(), AnswerInput::default());
    render(&sheet(&visit, id, step, typed, Errors::none()).await?)
}

/// `POST /slips/{id}/moves`
pub async fn advance(visit: Visit, Path(id): Path<i64>, Form(step): Form<Step>) -> Answer {
    let write = visit.begin().await?;
    let done = actions::advance(&write, &write.acting, id, &step).await;
    end(&visit, write, id, done, (step, AnswerInput::default())).await
}

/// `POST /slips/{id}/answers`
pub async fn answer(visit: Visit, Path(id): Path<i64>, Form(typed): Form<AnswerInput>) -> Answer {
    let write = visit.begin().await?;
    let done = actions::answer(&write, &write.acting, id, &typed).await;
    end(&visit, write, id, done, (Step::default(), typed)).await
}

/// Back to the slip, or the slip again with what was typed.
async fn end(
    visit: &Visit,
    write: Write,
    id: i64,
    done: Result<()>,
    (step, typed): (Step, AnswerInput),
) -> Answer {
    let fields: Vec<FieldError> = match done {
        Ok(()) => return write.see(format!("/slips/{id}")).await,
        Err(Error::Invalid(fields)) => fields,
        Err(error) => return Err(error.into()),
    };
    drop(write);
    show_refused(&sheet(visit, id, step, typed, Errors(fields)).await?)
}
