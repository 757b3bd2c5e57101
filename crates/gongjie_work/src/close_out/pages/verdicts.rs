//! A raiser's word without an account: by a one-time link, or by the code of the voice. Nothing is preselected.

use askama::Template;
use axum::extract::Path;
use gongjie_base::{Error, Result, Say, token};

use crate::close_out::actions;
use crate::close_out::queries;
use crate::close_out::tables::verdict;
use crate::door::{Answer, Form, Gate, Visit, show, show_refused};
use crate::layout::{Errors, Page};
use crate::voice::code;
use crate::voice::queries as voices;
use crate::voice::rules::JudgeInput;
use crate::voice::tables::voice;

/// Wrong links and codes of one network in an hour.
const WRONG_PER_HOUR: u32 = 100;

#[derive(Template)]
#[template(path = "close_out/verdict.html")]
struct VerdictPage {
    p: Page,
    title: String,
    result: String,
    /// Where the form is sent, and the code that goes with it.
    address: String,
    code: String,
    input: JudgeInput,
    errors: Errors,
    /// What was said, where somebody did.
    given: Option<String>,
}

#[derive(Template)]
#[template(path = "close_out/thanks.html")]
struct ThanksPage {
    p: Page,
    solved: String,
    is_good: bool,
    /// The code, for the way back to its page.
    code: Option<String>,
    is_later: bool,
}

#[derive(Template)]
#[template(path = "close_out/link.html")]
struct LinkPage {
    p: Page,
    problem_id: i64,
    link: String,
}

/// `POST /verdicts/{id}/link`: shown once, now.
pub async fn make_link(visit: Visit, Path(id): Path<i64>) -> Answer {
    let write = visit.begin().await?;
    let organization = write.acting.actor.organization_id;
    let problem_id = queries::find_verdict(&write, organization, id)
        .await?
        .problem_id;
    let link = actions::make_link(&write, &write.acting, id).await?;
    let shown = show(&LinkPage {
        p: visit.page(visit.words().text("verdict-link")),
        problem_id,
        link: format!("{}/verdict/{link}", visit.app.settings.public_url),
    })?;
    write.see(format!("/problems/{problem_id}/close")).await?;
    Ok(shown)
}

async fn asked(visit: &Visit, link: &str) -> Result<verdict::Model> {
    let found = queries::find_verdict_by_link(visit.read(), &token::stored(link)).await?;
    if found.is_none() {
        visit.pass_turnstile(Gate::WrongCode, WRONG_PER_HOUR)?;
    }
    found.ok_or(Error::NotFound)
}

async fn page(
    visit: &Visit,
    link: &str,
    asked: &verdict::Model,
    input: JudgeInput,
    errors: Errors,
) -> Result<VerdictPage> {
    let p = visit.page(visit.words().text("verdict-title"));
    let found = voices::find_followed(visit.read(), asked.problem_id).await?;
    let (title, _) = found.ok_or(Error::NotFound)?;
    let row = queries::find_row(visit.read(), asked.organization_id, asked.close_out_id).await?;
    Ok(VerdictPage {
        title,
        result: row.result,
        address: format!("/verdict/{link}"),
        code: String::new(),
        input,
        errors,
        given: asked.solved.map(|s| p.code("solved", s)),
        p,
    })
}

/// `GET /verdict/{link}`
pub async fn new(visit: Visit, Path(link): Path<String>) -> Answer {
    let asked = asked(&visit, &link).await?;
    show(&page(&visit, &link, &asked, JudgeInput::default(), Errors::none()).await?)
}

/// `POST /verdict/{link}`
pub async fn create(
    visit: Visit,
    Path(link): Path<String>,
    Form(input): Form<JudgeInput>,
) -> Answer {
    let asked = asked(&visit, &link).await?;
    let open = visit.begin_unasked(asked.organization_id).await?;
    let done = actions::judge_by_link(&open, open.by, &visit.app.clock, &link, &input).await;
    let fields = match done {
        Ok(()) => {
            open.commit().await?;
            return thanks(&visit, &input, None, false);
        }
        Err(Error::Invalid(fields)) => fields,
        Err(Error::Conflict(say)) => vec![gongjie_base::FieldError::new("solved", say)],
        Err(error) => return Err(error.into()),
    };
    drop(open);
    show_refused(&page(&visit, &link, &asked, input, Errors(fields)).await?)
}

fn thanks(visit: &Visit, input: &JudgeInput, code: Option<String>, is_later: bool) -> Answer {
    let p = visit.page(visit.words().text("verdict-title"));
    show(&ThanksPage {
        solved: p.code("solved", input.solved.trim()),
        is_good: input.solved.trim() == "yes",
        code,
        is_later,
        p,
    })
}

/// A raiser's word with the code of the voice.
#[derive(Debug, Clone, Default, serde::Deserialize)]
#[serde(default)]
pub struct ByCode {
    code: String,
    #[serde(flatten)]
    input: JudgeInput,
}

async fn voice(visit: &Visit, typed: &str) -> Result<voice::Model> {
    let found = match code::read(typed) {
        Some(code) => {
            voices::find_by_code(visit.read(), &code::stored(&visit.app.secret, &code)?).await?
        }
        None => None,
    };
    if found.is_none() {
        visit.pass_turnstile(Gate::WrongCode, WRONG_PER_HOUR)?;
    }
    found.ok_or(Error::NotFound)
}

/// `POST /track/problem-verdicts`
pub async fn by_code(visit: Visit, Form(typed): Form<ByCode>) -> Answer {
    let voice = voice(&visit, &typed.code).await?;
    visit.pass_turnstile(Gate::Raise, visit.app.settings.raises_per_hour)?;
    let open = visit.begin_unasked(voice.organization_id).await?;
    let done = actions::judge_by_code(&open, open.by, &visit.app.clock, &voice, &typed.input).await;
    let fields = match done {
        Ok(()) => {
            open.commit().await?;
            let is_later = voice.mode == crate::voice::rules::Mode::Anonymous;
            return thanks(&visit, &typed.input, Some(typed.code), is_later);
        }
        Err(Error::Invalid(fields)) => fields,
        Err(Error::Conflict(say)) => vec![gongjie_base::FieldError::new("solved", say)],
        Err(error) => return Err(error.into()),
    };
    drop(open);
    let asked = queries::find_verdict_of_voice(visit.read(), voice.id).await?;
    let asked = asked.ok_or_else(|| Error::Conflict(Say::new("verdict-not-asked")))?;
    let mut page = page(&visit, "", &asked, typed.input, Errors(fields)).await?;
    "/track/problem-verdicts".clone_into(&mut page.address);
    page.code = typed.code;
    show_refused(&page)
}
