//! Verbs of the wizard: answer, confirm, undo, give up.

use axum::extract::Path;
use gongjie_base::{Error, Result, Say};

use super::{check_page, done_page, job_of, look, words_of};
use crate::door::{Answer as Reply, Form, Job, Obstacle, Visit, Write, show_refused};
use crate::import::actions::{self, About};
use crate::import::plan::Plan;
use crate::import::queries;
use crate::import::rules::{Answer, BEHIND_RECORDS_MIN};
use crate::import::tables::import_batch::Model;

/// `POST /imports/{id}/answers`: one button with everything else that was chosen on the page.
pub async fn answer(
    visit: Visit,
    Path(id): Path<i64>,
    Form(form): Form<Vec<(String, String)>>,
) -> Reply {
    let batch = queries::find(visit.read(), visit.actor()?, id).await?;
    let mut choices = actions::choices_of(&batch)?;
    let mut taken = 0;
    for (name, value) in &form {
        let is_free = name.contains('|') && !value.trim().is_empty();
        if name == "answer" || is_free {
            let answer = Answer::read(name, value);
            taken += usize::from(answer.is_some_and(|answer| choices.take(&answer)));
        }
    }
    if taken == 0 {
        return Err(Error::conflict("import-no-answer").into());
    }
    let write = visit.begin().await?;
    actions::choose(&write, &write.acting, &batch, &choices).await?;
    write.see(format!("/imports/{id}#asks")).await
}

/// What a confirmation needs, ready made.
pub struct Ready {
    pub batch: Model,
    pub plan: Plan,
    pub about: About,
}

/// Understands the file once more, so that what is written is what stands now.
pub async fn ready(visit: &Visit, id: i64) -> Result<Ready> {
    let batch = queries::find(visit.read(), visit.actor()?, id).await?;
    let looked = look(visit, batch).await?;
    Ok(Ready {
        about: About {
            sheet: looked.understood.sheet.name.clone(),
            headings: looked.understood.sheet.header.clone(),
        },
        batch: looked.batch,
        plan: looked.plan,
    })
}

async fn behind(write: Write, ready: Ready, job: std::sync::Arc<Job>) -> Vec<Obstacle> {
    let whole = |error: Error| {
        let said = match error {
            Error::Invalid(fields) => fields.into_iter().map(|f| f.say).collect(),
            Error::Forbidden(say) | Error::Conflict(say) => vec![say],
            Error::Stale { .. } => vec![Say::new("import-moved")],
            _ => vec![Say::new("error-internal")],
        };
        said.into_iter().map(Obstacle::whole).collect()
    };
    job.set_total(ready.plan.problems.len());
    let step = || job.step();
    let done = actions::confirm(
        &write,
        &write.acting,
        &ready.batch,
        &ready.plan,
        &ready.about,
        &step,
    )
    .await;
    match done {
        Ok(refused) if refused.is_empty() => {
            match write.see(format!("/imports/{}", ready.batch.id)).await {
                Ok(_) => Vec::new(),
                Err(refused) => whole(refused.0),
            }
        }
        Ok(refused) => refused,
        Err(error) => whole(error),
    }
}

/// `POST /imports/{id}/confirmation`
pub async fn confirm(visit: Visit, Path(id): Path<i64>) -> Reply {
    let ready = ready(&visit, id).await?;
    let (name, to) = (job_of(&ready.batch), format!("/imports/{id}"));
    let is_large = ready.plan.problems.len() >= BEHIND_RECORDS_MIN;
    let write = visit.begin().await?;
    if is_large {
        visit.app.jobs.begin(&name, |job| behind(write, ready, job));
        return Ok(axum::response::IntoResponse::into_response(
            axum::response::Redirect::to(&to),
        ));
    }
    visit.app.jobs.forget(&name);
    let done = actions::confirm(
        &write,
        &write.acting,
        &ready.batch,
        &ready.plan,
        &ready.about,
        &|| (),
    )
    .await?;
    if done.is_empty() {
        return write.see(to).await;
    }
    drop(write);
    let looked = look(&visit, ready.batch).await?;
    show_refused(&check_page(&visit, looked, 0, &done)?)
}

/// `POST /imports/{id}/undoing`
pub async fn undo(visit: Visit, Path(id): Path<i64>) -> Reply {
    let batch = queries::find(visit.read(), visit.actor()?, id).await?;
    let write = visit.begin().await?;
    match Box::pin(actions::undo(&write, &write.acting, &batch, &|| ())).await {
        Ok(()) => write.see(format!("/imports/{id}")).await,
        Err(Error::Conflict(say)) => {
            drop(write);
            let words = vec![visit.words().say(&say)];
            show_refused(&done_page(&visit, batch, words).await?)
        }
        Err(Error::Invalid(fields)) => {
            drop(write);
            let words = words_of(&visit, &fields);
            show_refused(&done_page(&visit, batch, words).await?)
        }
        Err(error) => Err(error.into()),
    }
}

/// `POST /imports/{id}/removal`
pub async fn drop_batch(visit: Visit, Path(id): Path<i64>) -> Reply {
    let batch = queries::find(visit.read(), visit.actor()?, id).await?;
    let write = visit.begin().await?;
    actions::drop_batch(&write, &write.acting, &batch).await?;
    write.see("/imports").await
}
