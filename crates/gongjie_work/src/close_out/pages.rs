//! The page of a close-out and its steps: each form leads back to the page; a refused one is shown again there.

mod gates;
pub mod objections;
mod sheet;
pub mod verdicts;

use axum::extract::Path;
use axum::response::Response;
use gongjie_base::{Error, FieldError, Result};

use super::actions;
use super::queries;
use super::rules::{
    CheckInput, DrawInput, Input, LookBackInput, SendBackInput, StepInput, VerifyInput, ViewInput,
    WithdrawInput,
};
use crate::door::{Answer, Form, Visit, Write, show, show_refused};
use crate::layout::Errors;
use crate::voice::rules::JudgeInput;
use sheet::{Typed, sheet};

/// `GET /problems/{id}/close`
pub async fn show_sheet(visit: Visit, Path(id): Path<i64>) -> Answer {
    show(&sheet(&visit, id, Typed::default(), Errors::none()).await?)
}

/// The page again with what was typed and what was refused.
async fn again(visit: &Visit, problem_id: i64, typed: Typed, fields: Vec<FieldError>) -> Answer {
    show_refused(&sheet(visit, problem_id, typed, Errors(fields)).await?)
}

/// Ends a step: back to the page, or the page again.
async fn end(
    visit: &Visit,
    write: Write,
    id: i64,
    done: Result<()>,
    typed: Typed,
) -> Result<Response, crate::door::Refused> {
    let problem = |row: super::tables::close_out::Model| row.problem_id;
    match done {
        Ok(()) => {
            let id = queries::find(&write, &write.acting.actor, id)
                .await
                .map(problem)?;
            write.see(format!("/problems/{id}/close")).await
        }
        Err(Error::Invalid(fields)) => {
            drop(write);
            let id = queries::find(visit.read(), visit.actor()?, id)
                .await
                .map(problem)?;
            again(visit, id, typed, fields).await
        }
        Err(error) => Err(error.into()),
    }
}

/// `POST /problems/{id}/close-out`
pub async fn apply(visit: Visit, Path(problem_id): Path<i64>, Form(input): Form<Input>) -> Answer {
    let write = visit.begin().await?;
    match actions::apply(&write, &write.acting, problem_id, &input).await {
        Ok(_) => write.see(format!("/problems/{problem_id}/close")).await,
        Err(Error::Invalid(fields)) => {
            drop(write);
            let typed = Typed {
                apply: input,
                ..Typed::default()
            };
            again(&visit, problem_id, typed, fields).await
        }
        Err(error) => Err(error.into()),
    }
}

/// `POST /close-outs/{id}/signature`
pub async fn sign(visit: Visit, Path(id): Path<i64>, Form(input): Form<StepInput>) -> Answer {
    let write = visit.begin().await?;
    let done = actions::sign(&write, &write.acting, id, &input).await;
    end(&visit, write, id, done, Typed::default()).await
}

/// `POST /close-outs/{id}/view`
pub async fn view(visit: Visit, Path(id): Path<i64>, Form(input): Form<ViewInput>) -> Answer {
    let write = visit.begin().await?;
    let done = actions::view(&write, &write.acting, id, &input).await;
    let typed = Typed {
        view: input,
        ..Typed::default()
    };
    end(&visit, write, id, done, typed).await
}

/// `POST /close-outs/{id}/continuation`
pub async fn go_on(visit: Visit, Path(id): Path<i64>, Form(input): Form<StepInput>) -> Answer {
    let write = visit.begin().await?;
    let done = actions::go_on(&write, &write.acting, id, &input).await;
    end(&visit, write, id, done, Typed::default()).await
}

/// `POST /close-outs/{id}/verification`
pub async fn verify(visit: Visit, Path(id): Path<i64>, Form(input): Form<VerifyInput>) -> Answer {
    let write = visit.begin().await?;
    let done = actions::verify(&write, &write.acting, id, &input).await;
    let typed = Typed {
        verify: input,
        ..Typed::default()
    };
    end(&visit, write, id, done, typed).await
}

/// `POST /close-outs/{id}/lapse`
pub async fn lapse(visit: Visit, Path(id): Path<i64>, Form(input): Form<StepInput>) -> Answer {
    let write = visit.begin().await?;
    let done = actions::lapse(&write, &write.acting, id, &input).await;
    end(&visit, write, id, done, Typed::default()).await
}

/// `POST /close-outs/{id}/draw`
pub async fn draw(visit: Visit, Path(id): Path<i64>, Form(input): Form<DrawInput>) -> Answer {
    let write = visit.begin().await?;
    let done = actions::draw(&write, &write.acting, id, &input).await;
    end(&visit, write, id, done, Typed::default()).await
}

/// `POST /close-outs/{id}/check`
pub async fn check(visit: Visit, Path(id): Path<i64>, Form(input): Form<CheckInput>) -> Answer {
    let write = visit.begin().await?;
    let done = actions::check(&write, &write.acting, id, &input).await;
    let typed = Typed {
        check: input,
        ..Typed::default()
    };
    end(&visit, write, id, done, typed).await
}

/// `POST /close-outs/{id}/verdict`: by the unit that raised the problem.
pub async fn judge(visit: Visit, Path(id): Path<i64>, Form(input): Form<JudgeInput>) -> Answer {
    let write = visit.begin().await?;
    let clock = &visit.app.clock;
    let done = actions::judge_by_unit(&write, &write.acting, clock, id, &input).await;
    let typed = Typed {
        judge: input,
        ..Typed::default()
    };
    end(&visit, write, id, done, typed).await
}

/// `POST /close-outs/{id}/notice`
pub async fn publish(visit: Visit, Path(id): Path<i64>, Form(input): Form<StepInput>) -> Answer {
    let write = visit.begin().await?;
    let done = actions::publish(&write, &write.acting, id, &input).await;
    end(&visit, write, id, done, Typed::default()).await
}

/// `POST /close-outs/{id}/strike`
pub async fn strike(visit: Visit, Path(id): Path<i64>, Form(input): Form<StepInput>) -> Answer {
    let write = visit.begin().await?;
    let done = actions::strike(&write, &write.acting, id, &input).await;
    end(&visit, write, id, done, Typed::default()).await
}

/// `POST /close-outs/{id}/send-back`
pub async fn send_back(
    visit: Visit,
    Path(id): Path<i64>,
    Form(input): Form<SendBackInput>,
) -> Answer {
    let write = visit.begin().await?;
    let done = actions::send_back(&write, &write.acting, id, &input).await;
    let typed = Typed {
        send_back: input,
        ..Typed::default()
    };
    end(&visit, write, id, done, typed).await
}

/// `POST /close-outs/{id}/withdrawal`
pub async fn withdraw(
    visit: Visit,
    Path(id): Path<i64>,
    Form(input): Form<WithdrawInput>,
) -> Answer {
    let write = visit.begin().await?;
    let done = actions::withdraw(&write, &write.acting, id, &input).await;
    let typed = Typed {
        withdraw: input,
        ..Typed::default()
    };
    end(&visit, write, id, done, typed).await
}

/// `POST /close-outs/{id}/look-back`
pub async fn look_back(
    visit: Visit,
    Path(id): Path<i64>,
    Form(input): Form<LookBackInput>,
) -> Answer {
    let write = visit.begin().await?;
    let done = actions::look_back(&write, &write.acting, id, &input).await;
    let typed = Typed {
        look_back: input,
        ..Typed::default()
    };
    end(&visit, write, id, done, typed).await
}
