//! 报紧急情况: the numbers first, then two taps. Nobody is asked who they are, and no address is kept.

use askama::Template;
use axum::extract::Path;
use axum::http::StatusCode;
use gongjie_base::{Error, FieldError, Result, token};

use super::super::actions;
use super::super::queries;
use super::super::rules::{self, Input, State};
use super::super::tables::urgent_call;
use super::Call;
use crate::door::{Answer, Form, Gate, Visit, show, show_refused};
use crate::layout::{Errors, Page};
use crate::org::queries as org;
use crate::org::tables::organization;
use crate::org::{Acting, Actor};
use crate::voice::code::KEY_CHARS_MIN;

#[derive(Template)]
#[template(path = "urgent/open.html")]
struct OpenPage {
    p: Page,
    organization: organization::Model,
    numbers: Vec<Call>,
    kinds: Vec<(String, String)>,
    input: Input,
    errors: Errors,
    key: String,
}

#[derive(Template)]
#[template(path = "urgent/sent.html")]
struct SentPage {
    p: Page,
    organization: organization::Model,
    numbers: Vec<Call>,
    call: urgent_call::Model,
    when: String,
    answered: Option<String>,
    is_again: bool,
    is_reached: bool,
    has_channel: bool,
    key: String,
}

async fn form(
    visit: &Visit,
    organization: organization::Model,
    input: Input,
    errors: Errors,
) -> Result<OpenPage> {
    let p = visit.page(visit.words().text("urgent-title"));
    let key = if input.key.len() < KEY_CHARS_MIN {
        token::random()?
    } else {
        input.key.clone()
    };
    Ok(OpenPage {
        numbers: super::numbers(visit.read(), &p, organization.id).await?,
        kinds: super::kinds(&p),
        organization,
        input,
        errors,
        key,
        p,
    })
}

async fn find_organization(visit: &Visit, code: &str) -> Result<organization::Model> {
    org::find_organization(visit.read(), code)
        .await?
        .ok_or(Error::NotFound)
}

/// `GET /urgent/{org}`
pub async fn new(visit: Visit, Path(org): Path<String>) -> Answer {
    let organization = find_organization(&visit, &org).await?;
    show(&form(&visit, organization, Input::default(), Errors::none()).await?)
}

/// `POST /urgent/{org}`: the same form again shows how the same call stands.
pub async fn create(visit: Visit, Path(org): Path<String>, Form(input): Form<Input>) -> Answer {
    let organization = find_organization(&visit, &org).await?;
    match file(&visit, &organization, &input).await {
        Ok(page) => show(&page),
        Err(Error::Invalid(fields)) => {
            show_refused(&form(&visit, organization, input, Errors(fields)).await?)
        }
        // The numbers stand on this page too: nobody is turned away from them.
        Err(Error::TooMuch(say)) => {
            let errors = Errors(vec![FieldError::new("kind", say)]);
            let mut page = show_refused(&form(&visit, organization, input, errors).await?)?;
            *page.status_mut() = StatusCode::TOO_MANY_REQUESTS;
            Ok(page)
        }
        Err(error) => Err(error.into()),
    }
}

async fn file(
    visit: &Visit,
    organization: &organization::Model,
    input: &Input,
) -> Result<SentPage> {
    let mut read = rules::read(input)?;
    // Only staff hold drills.
    read.is_drill = false;
    let hash = actions::form_hash(&visit.app.secret, organization.id, &input.key)?;
    let known = queries::find_by_form(visit.read(), &hash).await?;
    let raised = if let Some(call) = known {
        actions::Raised {
            call,
            is_again: true,
        }
    } else {
        visit.pass_turnstile(Gate::Raise, visit.app.settings.raises_per_hour)?;
        let open = visit.begin_unasked(organization.id).await?;
        let acting = Acting {
            actor: Actor::system(organization),
            at: open.by.at,
            today: open.today,
            algorithm: open.by.algorithm,
        };
        let raised = actions::raise(&open, &acting, &visit.app.clock, &hash, read, None).await?;
        open.commit().await?;
        raised
    };
    sent(visit, organization, raised, input.key.clone()).await
}

async fn sent(
    visit: &Visit,
    organization: &organization::Model,
    raised: actions::Raised,
    key: String,
) -> Result<SentPage> {
    let p = visit.page(visit.words().text("urgent-sent-title"));
    let conn = visit.read();
    let events = queries::list_events(conn, raised.call.id).await?;
    let is_waiting = matches!(raised.call.state, State::Raised | State::Paged);
    Ok(SentPage {
        numbers: super::numbers(conn, &p, organization.id).await?,
        when: p.minute(&raised.call.raised_at),
        answered: raised.call.acked_at.map(|at| p.minute(&at)),
        is_reached: !is_waiting || events.iter().any(|e| e.reached.is_some_and(|n| n > 0)),
        has_channel: super::has_channel(conn, organization.id).await?,
        organization: organization.clone(),
        is_again: raised.is_again,
        call: raised.call,
        key,
        p,
    })
}
