//! Decisions of an activity: noting one, leaving it on record.

use askama::Template;
use axum::extract::Path;
use gongjie_base::Error;

use crate::activity::rules::DecisionInput;
use crate::activity::{actions, queries};
use crate::door::{Answer, Form, Visit, show_refused};
use crate::layout::{Errors, Page};

#[derive(Template)]
#[template(path = "activity/decision.html")]
struct DecisionPage {
    p: Page,
    id: i64,
    errors: Errors,
    input: DecisionInput,
}

/// `POST /activities/{id}/decisions`
pub async fn decide(visit: Visit, Path(id): Path<i64>, Form(input): Form<DecisionInput>) -> Answer {
    let write = visit.begin().await?;
    match actions::decide(&write, &write.acting, id, &input.text).await {
        Ok(_) => write.see(format!("/activities/{id}#decisions")).await,
        Err(Error::Invalid(fields)) => {
            drop(write);
            queries::find(visit.read(), visit.actor()?, id).await?;
            show_refused(&DecisionPage {
                p: visit.page(visit.words().text("activity-decide")),
                id,
                errors: Errors(fields),
                input,
            })
        }
        Err(error) => Err(error.into()),
    }
}

/// `POST /decisions/{id}/note`
pub async fn note(visit: Visit, Path(id): Path<i64>) -> Answer {
    let write = visit.begin().await?;
    let activity_id = actions::note(&write, &write.acting, id).await?;
    write
        .see(format!("/activities/{activity_id}#decisions"))
        .await
}
