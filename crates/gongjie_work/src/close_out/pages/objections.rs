//! 公示: the page of one public notice, where anybody may object without an account; and the answer of a named person.

use askama::Template;
use axum::extract::Path;
use axum::http::StatusCode;
use gongjie_base::{Error, FieldError, Result, token};

use super::sheet::Typed;
use crate::close_out::actions;
use crate::close_out::objection::{self as rules, AnswerInput, Input, Stage};
use crate::close_out::queries::{self, Notice};
use crate::close_out::tables::objection::Model;
use crate::door::{Answer, Form, Gate, Open, Visit, show, show_refused};
use crate::layout::{Errors, Page};
use crate::voice::code::KEY_CHARS_MIN;

/// Each objection has to be answered by a person: of one network this part of the voices may pass.
const RAISES_PER_OBJECTION: u32 = 10;

#[derive(Template)]
#[template(path = "close_out/notice.html")]
struct NoticePage {
    p: Page,
    notice: Notice,
    stage: Stage,
    said: Vec<Heard>,
    input: Input,
    errors: Errors,
    key: String,
}

#[derive(Template)]
#[template(path = "close_out/objected.html")]
struct ObjectedPage {
    p: Page,
    notice: Notice,
    reference: String,
}

impl NoticePage {
    fn is_running(&self) -> bool {
        self.stage == Stage::Running
    }

    /// Who was refused finds the own words again, even when it is too late.
    fn has_form(&self) -> bool {
        self.is_running() || !self.errors.0.is_empty()
    }
}

/// An objection as everybody sees it: what was answered, never what was said.
struct Heard {
    reference: String,
    finding: Option<String>,
    answer: String,
    answered_on: String,
}

fn heard(p: &Page, one: Model) -> Heard {
    Heard {
        reference: rules::reference(one.id),
        finding: one.finding.map(|f| p.code("objection-finding", f)),
        answer: one.answer.unwrap_or_default(),
        answered_on: one.answered_on.map(|d| p.day(&d)).unwrap_or_default(),
    }
}

async fn page(visit: &Visit, notice: Notice, input: Input, errors: Errors) -> Result<NoticePage> {
    let title = [("title", notice.title.clone())];
    let p = visit.page(visit.words().text_with("notice-title-of", &title));
    let said = queries::list_objections(visit.read(), &[notice.id]).await?;
    Ok(NoticePage {
        said: said.into_iter().map(|one| heard(&p, one)).collect(),
        stage: rules::stage(notice.state, Some(&notice.notice_to), p.today),
        notice,
        input,
        errors,
        key: token::random()?,
        p,
    })
}

/// `GET /public/notices/{id}`
pub async fn show_notice(visit: Visit, Path(id): Path<i64>) -> Answer {
    visit.pass_reading()?;
    let notice = queries::find_notice(visit.read(), id).await?;
    show(&page(&visit, notice, Input::default(), Errors::none()).await?)
}

/// An objection with the key of its form.
#[derive(Debug, Clone, Default, serde::Deserialize)]
#[serde(default)]
pub struct Filed {
    #[serde(rename = "_key")]
    key: String,
    #[serde(flatten)]
    input: Input,
}

/// Files what somebody says who was not asked who they are, under the key of the form.
pub(in super::super) async fn file(
    visit: &Visit,
    notice: &Notice,
    key: &str,
    input: &Input,
) -> Result<Model> {
    if key.len() < KEY_CHARS_MIN {
        return Err(Error::invalid("_key", "error-key-missing"));
    }
    rules::read(input)?;
    let most = visit.app.settings.raises_per_hour / RAISES_PER_OBJECTION;
    visit.pass_turnstile(Gate::Object, most.max(1))?;
    let organization = notice.organization_id;
    let parts: [&[u8]; 2] = [&organization.to_be_bytes(), key.as_bytes()];
    let form = visit.app.secret.digest_text("objection form", &parts)?;
    let open: Open = visit.begin_unasked(organization).await?;
    let made = actions::object(&open, open.by, &visit.app.clock, notice.id, form, input).await?;
    open.commit().await?;
    Ok(made)
}

/// `POST /public/notices/{id}/objections`
pub async fn create(visit: Visit, Path(id): Path<i64>, Form(filed): Form<Filed>) -> Answer {
    let notice = queries::find_notice(visit.read(), id).await?;
    let (fields, status) = match file(&visit, &notice, &filed.key, &filed.input).await {
        Ok(made) => {
            return show(&ObjectedPage {
                p: visit.page(visit.words().text("objection-filed")),
                reference: rules::reference(made.id),
                notice,
            });
        }
        Err(Error::Invalid(fields)) => (fields, StatusCode::UNPROCESSABLE_ENTITY),
        Err(Error::TooMuch(say)) => (
            vec![FieldError::new("objection", say)],
            StatusCode::TOO_MANY_REQUESTS,
        ),
        Err(Error::Conflict(say)) => (
            vec![FieldError::new("objection", say)],
            StatusCode::CONFLICT,
        ),
        Err(error) => return Err(error.into()),
    };
    let mut shown = show_refused(&page(&visit, notice, filed.input, Errors(fields)).await?)?;
    *shown.status_mut() = status;
    Ok(shown)
}

/// `POST /close-outs/{id}/objections`: somebody of the organisation objects under the own name.
pub async fn object(visit: Visit, Path(id): Path<i64>, Form(input): Form<Input>) -> Answer {
    let write = visit.begin().await?;
    queries::find(&write, &write.acting.actor, id).await?;
    let done = actions::object(
        &write,
        write.acting.by(),
        &visit.app.clock,
        id,
        token::random()?,
        &input,
    )
    .await
    .map(|_| ());
    let typed = Typed {
        object: input,
        ..Typed::default()
    };
    super::end(&visit, write, id, done, typed).await
}

/// `POST /objections/{id}/answer`
pub async fn answer(visit: Visit, Path(id): Path<i64>, Form(input): Form<AnswerInput>) -> Answer {
    let write = visit.begin().await?;
    let organization = write.acting.actor.organization_id;
    let said = queries::find_objection(&write, organization, id).await?;
    let done = actions::answer_objection(&write, &write.acting, id, &input).await;
    let typed = Typed {
        answered: id,
        answer: input,
        ..Typed::default()
    };
    super::end(&visit, write, said.close_out_id, done.map(|_| ()), typed).await
}
