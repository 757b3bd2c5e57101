//! Steps of a pairing: each form leads back to its page; a refused one is shown again by itself.

use askama::Template;
use axum::extract::Path;
use gongjie_base::{Error, FieldError};

use crate::door::{Answer, Form, Visit, Write, show_refused};
use crate::layout::{Errors, Page};
use crate::pairing::actions::{self, AnswerInput, LinkInput, RemovalInput, StepInput};
use crate::pairing::queries;

/// One step with the words that were refused.
#[derive(Template)]
#[template(path = "pairing/step.html")]
struct StepPage {
    p: Page,
    errors: Errors,
    action: String,
    back: String,
    hidden: Vec<(&'static str, String)>,
    /// Name, label and contents of the text.
    field: &'static str,
    label: String,
    value: String,
}

/// A refused step, by itself.
struct Refusal {
    id: i64,
    path: &'static str,
    title: &'static str,
    hidden: Vec<(&'static str, String)>,
    field: &'static str,
    value: String,
    fields: Vec<FieldError>,
}

async fn show_again(visit: &Visit, refusal: Refusal) -> Answer {
    let id = refusal.id;
    queries::find(visit.read(), visit.actor()?, id).await?;
    let p = visit.page(visit.words().text(refusal.title));
    show_refused(&StepPage {
        errors: Errors(refusal.fields),
        action: format!("/pairings/{id}/{}", refusal.path),
        back: format!("/pairings/{id}"),
        hidden: refusal.hidden,
        field: refusal.field,
        label: p.t("pairing-reason"),
        value: refusal.value,
        p,
    })
}

/// `POST /pairings/{id}/invitations`
pub async fn invite(visit: Visit, Path(id): Path<i64>, Form(input): Form<StepInput>) -> Answer {
    let write = visit.begin().await?;
    actions::invite(&write, &write.acting, id, &input).await?;
    write.see(format!("/pairings/{id}")).await
}

/// `POST /pairings/{id}/answers`
pub async fn answer(visit: Visit, Path(id): Path<i64>, Form(input): Form<AnswerInput>) -> Answer {
    let write = visit.begin().await?;
    match actions::answer(&write, &write.acting, id, &input).await {
        Ok(()) => write.see(format!("/pairings/{id}")).await,
        Err(Error::Invalid(fields)) => {
            drop(write);
            let refusal = Refusal {
                id,
                path: "answers",
                title: if input.answer == "declined" {
                    "pairing-decline"
                } else {
                    "pairing-confirm"
                },
                hidden: vec![("unit_id", input.unit_id), ("answer", input.answer)],
                field: "note",
                value: input.note,
                fields,
            };
            show_again(&visit, refusal).await
        }
        Err(error) => Err(error.into()),
    }
}

/// `POST /pairings/{id}/removals`
pub async fn remove_member(
    visit: Visit,
    Path(id): Path<i64>,
    Form(input): Form<RemovalInput>,
) -> Answer {
    let write = visit.begin().await?;
    actions::remove_member(&write, &write.acting, id, &input).await?;
    write.see(format!("/pairings/{id}")).await
}

/// `POST /pairings/{id}/conclusion`
pub async fn conclude(visit: Visit, Path(id): Path<i64>, Form(input): Form<StepInput>) -> Answer {
    let write = visit.begin().await?;
    let done = actions::conclude(&write, &write.acting, id, &input).await;
    let form = ("conclusion", "pairing-action-conclude");
    ended(&visit, write, done, id, form, input).await
}

/// `POST /pairings/{id}/termination`
pub async fn terminate(visit: Visit, Path(id): Path<i64>, Form(input): Form<StepInput>) -> Answer {
    let write = visit.begin().await?;
    let done = actions::terminate(&write, &write.acting, id, &input).await;
    let form = ("termination", "pairing-action-terminate");
    ended(&visit, write, done, id, form, input).await
}

/// The pairing when it has ended, or the form with the reason once more.
async fn ended(
    visit: &Visit,
    write: Write,
    done: Result<(), Error>,
    id: i64,
    (path, title): (&'static str, &'static str),
    input: StepInput,
) -> Answer {
    let fields = match done {
        Ok(()) => return write.see(format!("/pairings/{id}")).await,
        Err(Error::Invalid(fields)) => fields,
        Err(error) => return Err(error.into()),
    };
    drop(write);
    let refusal = Refusal {
        id,
        path,
        title,
        hidden: vec![("version", input.version)],
        field: "reason",
        value: input.reason,
        fields,
    };
    show_again(visit, refusal).await
}

/// `POST /pairings/{id}/problems`
pub async fn link_problem(
    visit: Visit,
    Path(id): Path<i64>,
    Form(input): Form<LinkInput>,
) -> Answer {
    let write = visit.begin().await?;
    actions::link_problem(&write, &write.acting, id, &input).await?;
    write.see(format!("/pairings/{id}")).await
}
