//! 我的: who I am, what my roles reach, display, password, sessions.

use askama::Template;
use axum::http::{HeaderValue, header};
use axum::response::Response;
use gongjie_base::Error;
use serde::Deserialize;

use crate::account::actions::{self as account, PasswordInput};
use crate::account::queries::{self as accounts, Account};
use crate::account::rules;
use crate::door::{Answer, Form, Visit, show, show_refused};
use crate::layout::{Errors, Lang, Page};
use crate::org::queries as org;

/// Names of units that a role reaches are written out up to here.
const REACH_NAMES_MAX: usize = 12;

#[derive(Template)]
#[template(path = "lobby/me.html")]
struct MePage {
    p: Page,
    name: String,
    unit: Option<(i64, String)>,
    organization: String,
    login: String,
    grants: Vec<Held>,
    sessions: Vec<Place>,
    errors: Errors,
    password_chars_min: usize,
}

/// A role that I hold.
struct Held {
    role: &'static str,
    /// Nothing: the whole organisation.
    unit: Option<String>,
    /// Units beside the granted one that it reaches.
    names: Vec<String>,
    /// Reached units that are not written out.
    more: usize,
}

/// A browser in which I am signed in.
struct Place {
    mark: String,
    started_at: i64,
    seen_at: i64,
    is_here: bool,
}

async fn own_account(visit: &Visit) -> Result<Account, Error> {
    let id = visit.actor()?.account_id;
    accounts::find_account_by_id(visit.read(), id)
        .await?
        .ok_or(Error::NotFound)
}

async fn page(visit: &Visit, errors: Errors) -> Result<MePage, Error> {
    let actor = visit.actor()?;
    let names = org::unit_names(visit.read(), actor.organization_id).await?;
    let grants = actor
        .grants
        .iter()
        .map(|g| {
            let others = g.reach.iter().filter(|id| Some(**id) != g.unit_id);
            let mut others: Vec<String> = others.filter_map(|id| names.get(id).cloned()).collect();
            let more = others.len().saturating_sub(REACH_NAMES_MAX);
            others.truncate(REACH_NAMES_MAX);
            Held {
                role: g.role.code(),
                unit: g.unit_id.and_then(|id| names.get(&id).cloned()),
                names: others,
                more,
            }
        })
        .collect();
    let account = own_account(visit).await?;
    let now = visit.app.clock.now();
    let idle_since = now - rules::SESSION_IDLE_MS;
    let own = accounts::list_sessions(visit.read(), account.id, now, idle_since).await?;
    let sessions = own
        .into_iter()
        .map(|s| Place {
            is_here: visit.session.as_deref() == Some(s.hash.as_str()),
            mark: s.hash.chars().take(rules::SESSION_MARK_CHARS).collect(),
            started_at: s.started_at,
            seen_at: s.seen_at,
        })
        .collect();
    Ok(MePage {
        name: actor.name.clone(),
        unit: actor.unit_id.zip(actor.unit_name.clone()),
        organization: actor.organization_name.clone(),
        login: account.login,
        grants,
        sessions,
        errors,
        password_chars_min: rules::PASSWORD_CHARS_MIN,
        p: visit.page(visit.words().text("me")),
    })
}

/// `GET /me`
pub async fn me(visit: Visit) -> Answer {
    show(&page(&visit, Errors::none()).await?)
}

/// How pages look, as chosen.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Display {
    pub scheme: String,
    pub size: String,
    pub lang: String,
}

/// `POST /me/display`: cookies for this browser; the language goes with the account.
pub async fn display(visit: Visit, Form(typed): Form<Display>) -> Answer {
    let write = visit.begin().await?;
    let lang = Lang::from_code(&typed.lang).map(|lang| if lang == Lang::En { "en" } else { "zh" });
    if let Some(lang) = lang {
        let account = own_account(&visit).await?;
        account::choose_language(&write, write.acting.by(), &account, lang).await?;
    }
    let mut response = write.see("/me#display").await?;
    let scheme = Some(typed.scheme.as_str()).filter(|s| matches!(*s, "light" | "dark"));
    keep(&mut response, "gongjie_scheme", scheme, "");
    let size = Some(typed.size.as_str()).filter(|s| *s == "large");
    keep(&mut response, "gongjie_size", size, "; HttpOnly");
    if lang.is_some() {
        keep(&mut response, "gongjie_lang", lang, "; HttpOnly");
    }
    Ok(response)
}

/// Keeps a choice in the browser for a year, or forgets it.
fn keep(response: &mut Response, name: &str, value: Option<&str>, more: &str) {
    let seconds = if value.is_some() { 31_536_000 } else { 0 };
    let value = value.unwrap_or_default();
    let text = format!("{name}={value}; Path=/; Max-Age={seconds}; SameSite=Lax{more}");
    if let Ok(value) = HeaderValue::from_str(&text) {
        response.headers_mut().append(header::SET_COOKIE, value);
    }
}

/// `POST /me/password`. The hashing is done before the write begins, so that nobody waits for it.
pub async fn password(visit: Visit, Form(typed): Form<PasswordInput>) -> Answer {
    // The same form a second time is answered as the first, though the present password is another by now.
    drop(visit.begin().await?);
    let account = own_account(&visit).await?;
    let name = visit.actor()?.name.clone();
    let now = visit.app.clock.now();
    match account::check_password(&visit.app.db, &account, &name, &typed, now).await {
        Ok(hash) => {
            let write = visit.begin().await?;
            let keep = visit.session.as_deref().unwrap_or_default();
            account::set_password(&write, write.acting.by(), &account, &hash, keep).await?;
            write.see("/me?done=password#own-password").await
        }
        Err(Error::Invalid(fields)) => show_refused(&page(&visit, Errors(fields)).await?),
        Err(error) => Err(error.into()),
    }
}

/// Which sessions end: `others`, or the beginning of one's hash.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct SignOuts {
    pub session: String,
}

/// `POST /me/sign-outs`
pub async fn sign_outs(visit: Visit, Form(typed): Form<SignOuts>) -> Answer {
    let write = visit.begin().await?;
    let (by, account) = (write.acting.by(), write.acting.actor.account_id);
    if typed.session == "others" {
        let keep = visit.session.as_deref().unwrap_or_default();
        account::end_other_sessions(&write, by, account, keep).await?;
    } else {
        account::end_session(&write, by, account, &typed.session).await?;
    }
    write.see("/me#sessions").await
}
