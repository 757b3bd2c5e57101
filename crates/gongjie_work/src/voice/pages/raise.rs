//! 提难题: one text is enough. Nobody is asked who they are; the same form sent twice is one voice.

use askama::Template;
use axum::extract::{Path, Query};
use axum::response::{IntoResponse, Redirect};
use gongjie_base::{Conn, Error, FieldError, Result, Say, token};
use gongjie_words::alike;
use serde::{Deserialize, Serialize};

use super::super::actions::{self, With};
use super::super::danger::{self, Danger, NUMBERS};
use super::super::queries::{self, Near};
use super::super::rules::{self, Channel, Input, Mode, VOICE_CHARS_MAX};
use super::super::tables::poster;
use super::super::{code, pages};
use crate::door::{Answer, Form, Gate, Parts, Visit, json, show, show_refused};
use crate::layout::{Errors, Page};
use crate::org::queries as org;
use crate::org::tables::organization;

/// How alike a problem must be to be shown, from 0 to 1.
const ALIKE_MIN: f64 = 0.22;
/// Problems that are shown as alike.
const ALIKE_SHOWN: usize = 3;
/// Problems that are compared.
const ALIKE_AMONG: u64 = 500;
/// Times that a network may look for alike problems in an hour, for each voice that it may raise.
const LOOKS_PER_RAISE: u32 = 20;

#[derive(Template)]
#[template(path = "voice/where.html")]
struct WherePage {
    p: Page,
    organizations: Vec<organization::Model>,
}

#[derive(Template)]
#[template(path = "voice/raise.html")]
struct RaisePage {
    p: Page,
    organization: organization::Model,
    input: Input,
    errors: Errors,
    key: String,
    modes: Vec<(&'static str, String, String)>,
    kinds: Vec<(&'static str, String)>,
    danger: Vec<Danger>,
    danger_words: String,
    numbers: Vec<(&'static str, String)>,
    alike: Vec<Near>,
    /// The public problem that is joined.
    joins: Option<Near>,
    chars_max: usize,
}

#[derive(Template)]
#[template(path = "voice/receipt.html")]
struct ReceiptPage {
    p: Page,
    organization: organization::Model,
    shown_code: String,
    code: String,
    is_again: bool,
    is_joined: bool,
    mode: Mode,
    triage_by: String,
    text: String,
    danger: Vec<Danger>,
    numbers: Vec<(&'static str, String)>,
    alike: Vec<Near>,
}

/// What the address may say.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Ask {
    /// Code of the poster that led here.
    at: String,
    /// The public problem that was met too.
    problem: String,
}

pub(super) async fn organization(conn: &Conn, code: &str) -> Result<organization::Model> {
    let found = org::find_organization(conn, code).await?;
    found.ok_or(Error::NotFound)
}

/// `GET /raise`: which organisation, where there are several.
pub async fn index(visit: Visit) -> Answer {
    let organizations = org::list_organizations(visit.read()).await?;
    if let [only] = organizations.as_slice() {
        return Ok(Redirect::to(&format!("/raise/{}", only.code)).into_response());
    }
    show(&WherePage {
        p: visit.page(visit.words().text("raise")),
        organizations,
    })
}

pub(super) fn numbers(p: &Page) -> Vec<(&'static str, String)> {
    NUMBERS
        .iter()
        .map(|(number, key)| (*number, p.t(key)))
        .collect()
}

/// Open public problems that speak of the same.
async fn like(conn: &Conn, organization_id: i64, text: &str) -> Result<Vec<Near>> {
    let problems = queries::list_public_problems(conn, organization_id, ALIKE_AMONG).await?;
    let gists: Vec<_> = problems.iter().map(|p| alike::gist(&p.title)).collect();
    let found = alike::rank(&alike::gist(text), &gists, ALIKE_MIN);
    Ok(found
        .into_iter()
        .take(ALIKE_SHOWN)
        .filter_map(|(at, _)| problems.get(at).cloned())
        .collect())
}

async fn form(
    visit: &Visit,
    organization: organization::Model,
    input: Input,
    errors: Errors,
    key: String,
    joins: &str,
) -> Result<RaisePage> {
    let p = visit.page(visit.words().text("raise-title"));
    let joins = joined(visit.read(), organization.id, joins).await?;
    let alike = if input.text.trim().is_empty() || joins.is_some() {
        Vec::new()
    } else {
        like(visit.read(), organization.id, &input.text).await?
    };
    let modes = Mode::ALL
        .iter()
        .map(|m| (m.code(), p.code("mode", m), p.code("mode-means", m)))
        .collect();
    let kinds = rules::Kind::ALL
        .iter()
        .map(|k| (k.code(), p.code("voice-kind", k)))
        .collect();
    Ok(RaisePage {
        danger: danger::found(&input.text),
        danger_words: danger::all_words().join("|"),
        numbers: numbers(&p),
        organization,
        input,
        errors,
        key,
        modes,
        kinds,
        alike,
        joins,
        chars_max: VOICE_CHARS_MAX,
        p,
    })
}

/// The problem of an address or a form, if everybody may join it.
async fn joined(conn: &Conn, organization_id: i64, typed: &str) -> Result<Option<Near>> {
    match typed.parse() {
        Ok(id) => queries::find_joinable(conn, organization_id, id).await,
        Err(_) => Ok(None),
    }
}

async fn poster_of(conn: &Conn, organization_id: i64, code: &str) -> Result<Option<poster::Model>> {
    if code.is_empty() {
        return Ok(None);
    }
    queries::find_poster(conn, organization_id, code).await
}

/// `GET /raise/{org}`
pub async fn new(visit: Visit, Path(org): Path<String>, Query(ask): Query<Ask>) -> Answer {
    let organization = organization(visit.read(), &org).await?;
    let poster = poster_of(visit.read(), organization.id, &ask.at).await?;
    let input = Input {
        place: poster.as_ref().map(|p| p.place.clone()).unwrap_or_default(),
        at: poster.map(|p| p.code).unwrap_or_default(),
        ..Input::default()
    };
    show(
        &form(
            &visit,
            organization,
            input,
            Errors::none(),
            token::random()?,
            &ask.problem,
        )
        .await?,
    )
}

fn typed(parts: &Parts) -> Input {
    let field = |name: &str| parts.field(name).to_owned();
    Input {
        text: field("text"),
        place: field("place"),
        kind: field("kind"),
        mode: field("mode"),
        name: field("name"),
        contact: field("contact"),
        channel: String::new(),
        at: field("at"),
    }
}

/// `POST /raise/{org}`
pub async fn create(visit: Visit, Path(org): Path<String>, parts: Parts) -> Answer {
    let organization = organization(visit.read(), &org).await?;
    let input = typed(&parts);
    let key = parts.field("_key").to_owned();
    let joins = parts.field("joins").to_owned();
    match file(&visit, &organization, &input, &key, parts).await {
        Ok(receipt) => show(&receipt),
        Err(Error::Invalid(fields)) => {
            // A key that already filed something else stays with that; the next one is a new form.
            let is_sent = fields.iter().any(|f| f.say.key == "raise-sent-already");
            let key = if is_sent || key.len() < code::KEY_CHARS_MIN {
                token::random()?
            } else {
                key
            };
            show_refused(&form(&visit, organization, input, Errors(fields), key, &joins).await?)
        }
        Err(Error::TooMuch(say)) => {
            let errors = Errors(vec![FieldError::new("text", say)]);
            let mut page =
                show_refused(&form(&visit, organization, input, errors, key, &joins).await?)?;
            *page.status_mut() = axum::http::StatusCode::TOO_MANY_REQUESTS;
            Ok(page)
        }
        Err(error) => Err(error.into()),
    }
}

async fn file(
    visit: &Visit,
    organization: &organization::Model,
    input: &Input,
    key: &str,
    parts: Parts,
) -> Result<ReceiptPage> {
    if let Some(refused) = parts.refused {
        return Err(Error::Invalid(vec![refused]));
    }
    let joins: Option<i64> = parts
        .fields
        .iter()
        .find(|(n, v)| matches!(n.as_str(), "problem" | "joins") && !v.is_empty())
        .and_then(|(_, v)| v.parse().ok());
    let poster = poster_of(visit.read(), organization.id, &input.at).await?;
    let channel = match (joins, &poster) {
        (Some(_), _) => Channel::Joined,
        (None, Some(_)) => Channel::Poster,
        (None, None) => Channel::Web,
    };
    let read = rules::read(input, &[channel])?;
    let mut alike = like(visit.read(), organization.id, &read.text).await?;
    if let Some(problem) = joins {
        // Only what everybody may see can be joined.
        let open = queries::find_joinable(visit.read(), organization.id, problem).await?;
        if open.is_none() {
            return Err(Error::invalid("problem", "raise-cannot-join"));
        }
        alike.clear();
    }
    visit.pass_turnstile(Gate::Raise, visit.app.settings.raises_per_hour)?;
    let pictures = pages::remake(&visit.app, parts.files).await?;
    let clocks = pages::clocks(&visit.app, visit.read(), organization.id).await?;
    let text = read.text.clone();
    let with = With {
        key,
        pictures,
        poster_id: poster.map(|p| p.id),
        joins,
    };
    let open = visit.begin_unasked(organization.id).await?;
    let filed = actions::raise(&open, open.by, &visit.app.secret, &clocks, read, with).await?;
    if filed.is_again && filed.voice.text != text {
        let say = Say::new("raise-sent-already").with("code", code::shown(&filed.code));
        return Err(Error::Invalid(vec![FieldError::new("text", say)]));
    }
    open.commit().await?;
    let p = visit.page(visit.words().text("receipt-title"));
    Ok(ReceiptPage {
        organization: organization.clone(),
        shown_code: code::shown(&filed.code),
        code: filed.code,
        is_again: filed.is_again,
        is_joined: joins.is_some(),
        mode: filed.voice.mode,
        triage_by: p.minute(&filed.voice.triage_by),
        danger: danger::found(&filed.voice.text),
        numbers: numbers(&p),
        text: filed.voice.text,
        alike,
        p,
    })
}

/// What is looked for while somebody types.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Look {
    text: String,
}

#[derive(Serialize)]
struct Found {
    id: i64,
    title: String,
    state: String,
}

/// `POST /raise/{org}/alike`: the words stand in the body, so that no log of addresses holds them.
pub async fn alike_problems(
    visit: Visit,
    Path(org): Path<String>,
    Form(look): Form<Look>,
) -> Answer {
    let organization = organization(visit.read(), &org).await?;
    let most = visit
        .app
        .settings
        .raises_per_hour
        .saturating_mul(LOOKS_PER_RAISE);
    visit.pass_turnstile(Gate::Look, most)?;
    let text: String = look.text.chars().take(VOICE_CHARS_MAX).collect();
    let words = visit.words();
    let found = like(visit.read(), organization.id, &text).await?;
    let found: Vec<Found> = found
        .into_iter()
        .map(|n| Found {
            id: n.id,
            title: n.title,
            state: words.code("problem-state", &n.state),
        })
        .collect();
    json(&found)
}
