//! Pages for people who come in and go out.

mod me;

pub use me::{display, me, password, sign_outs};

use askama::Template;
use axum::extract::{Path, Query};
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Redirect, Response};
use gongjie_base::Error;
use serde::Deserialize;

use crate::account::actions::{self as account, Started};
use crate::account::queries as accounts;
use crate::door::{
    Answer, Form, SESSION_COOKIE, SESSION_COOKIE_HTTPS, Visit, retry_after, show, show_refused,
};
use crate::layout::{self, Errors, Page, STEPS};
use crate::org::queries as org;

/// Where to go after signing in.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Next {
    pub next: String,
}

/// Sign-in as typed. The password is never shown again.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct SignIn {
    pub login: String,
    pub password: String,
    pub next: String,
}

#[derive(Template)]
#[template(path = "lobby/login.html")]
struct LoginPage {
    p: Page,
    login: String,
    next: String,
    errors: Errors,
    /// By organisation.
    people: Vec<(String, Vec<DemoPerson>)>,
}

/// A person of the demo, with one button to be that person.
struct DemoPerson {
    login: String,
    name: String,
    unit: String,
    roles: Vec<String>,
}

async fn page(
    visit: &Visit,
    login: String,
    next: String,
    errors: Errors,
) -> Result<LoginPage, Error> {
    let p = visit.page(visit.words().text("login-title"));
    let people = if visit.app.is_demo {
        demo_people(visit).await?
    } else {
        Vec::new()
    };
    Ok(LoginPage {
        p,
        login,
        next,
        errors,
        people,
    })
}

async fn demo_people(visit: &Visit) -> Result<Vec<(String, Vec<DemoPerson>)>, Error> {
    let mut people: Vec<(String, Vec<DemoPerson>)> = Vec::new();
    for account in accounts::list_accounts(visit.read()).await? {
        let found = org::find_actor(visit.read(), account.id, account.person_id).await?;
        let Some(actor) = found else { continue };
        let mut roles: Vec<String> = actor
            .grants
            .iter()
            .map(|g| visit.words().code("role", g.role.code()))
            .collect();
        roles.dedup();
        let person = DemoPerson {
            login: account.login,
            name: actor.name,
            unit: actor.unit_name.unwrap_or_default(),
            roles,
        };
        let name = actor.organization_name;
        match people.iter_mut().find(|(known, _)| *known == name) {
            Some((_, colleagues)) => colleagues.push(person),
            None => people.push((name, vec![person])),
        }
    }
    Ok(people)
}

/// `GET /login`
pub async fn login(visit: Visit, Query(next): Query<Next>) -> Answer {
    show(&page(&visit, String::new(), next.next, Errors::none()).await?)
}

/// `POST /login`
pub async fn sign_in(visit: Visit, Form(typed): Form<SignIn>) -> Answer {
    let moment = visit.app.moment();
    let login = typed.login.trim();
    match account::sign_in(
        &visit.app.db,
        login,
        &typed.password,
        &visit.network,
        moment,
    )
    .await
    {
        Ok(started) => Ok(welcome(&visit, &started, &typed.next)),
        Err(Error::Invalid(fields)) => {
            show_refused(&page(&visit, typed.login, typed.next, Errors(fields)).await?)
        }
        Err(Error::TooMuch(say)) => {
            let errors = Errors(vec![gongjie_base::FieldError::new("login", say.clone())]);
            let mut response = show(&page(&visit, typed.login, typed.next, errors).await?)?;
            *response.status_mut() = StatusCode::TOO_MANY_REQUESTS;
            retry_after(&mut response, &say);
            Ok(response)
        }
        Err(error) => Err(error.into()),
    }
}

/// `POST /demo/people`: be a person of the demo. Not there outside the demo.
pub async fn sign_in_as(visit: Visit, Form(typed): Form<SignIn>) -> Answer {
    if !visit.app.is_demo {
        return Err(Error::NotFound.into());
    }
    let found = accounts::find_account(visit.read(), &typed.login).await?;
    let found = found.ok_or(Error::NotFound)?;
    let tx = visit.app.db.begin().await?;
    let reference = account::start_session(&tx, &found, visit.app.moment()).await?;
    tx.commit().await?;
    Ok(welcome(
        &visit,
        &Started {
            reference,
            account: found,
        },
        &typed.next,
    ))
}

fn welcome(visit: &Visit, started: &Started, next: &str) -> Response {
    let mut response = Redirect::to(own_address(next)).into_response();
    set_cookie(visit, &mut response, &started.reference, 12 * 3600);
    response
}

/// Only addresses of this site: anything else leads home.
fn own_address(next: &str) -> &str {
    let own = next.starts_with('/')
        && !next.starts_with("//")
        && !next.contains('\\')
        && !next.chars().any(char::is_control);
    if own { next } else { "/" }
}

fn set_cookie(visit: &Visit, response: &mut Response, value: &str, seconds: i64) {
    let text = if visit.app.settings.is_https() {
        format!(
            "{SESSION_COOKIE_HTTPS}={value}; Path=/; Max-Age={seconds}; HttpOnly; SameSite=Lax; Secure"
        )
    } else {
        format!("{SESSION_COOKIE}={value}; Path=/; Max-Age={seconds}; HttpOnly; SameSite=Lax")
    };
    if let Ok(value) = HeaderValue::from_str(&text) {
        response.headers_mut().append(header::SET_COOKIE, value);
    }
}

/// `POST /logout`
pub async fn sign_out(visit: Visit) -> Answer {
    let acting = visit.acting()?;
    if let Some(session) = &visit.session {
        let tx = visit.app.db.begin().await?;
        account::sign_out(&tx, acting.actor.account_id, acting.by(), session).await?;
        tx.commit().await?;
    }
    let mut response = Redirect::to("/login").into_response();
    set_cookie(&visit, &mut response, "", 0);
    Ok(response)
}

/// `GET /assets/{name}`
pub async fn asset(Path(name): Path<String>) -> Answer {
    let asset = layout::asset(&name).ok_or(Error::NotFound)?;
    let forever = HeaderValue::from_static("public, max-age=31536000, immutable");
    let kind = HeaderValue::from_static(asset.kind);
    let headers = [
        (header::CONTENT_TYPE, kind),
        (header::CACHE_CONTROL, forever),
    ];
    Ok((headers, asset.bytes).into_response())
}

/// `GET /healthz`: the program is alive.
pub async fn health() -> &'static str {
    "ok\n"
}

/// `GET /readyz`: the database answers.
pub async fn ready(visit: Visit) -> Answer {
    visit
        .read()
        .scalar::<i64>("SELECT count(*) FROM organization", [])
        .await?;
    Ok("ready\n".into_response())
}

#[cfg(test)]
mod tests {
    use super::own_address;

    #[test]
    fn nobody_is_led_to_another_site() {
        let cases = [
            ("/ledger?dense=1", "/ledger?dense=1"),
            ("", "/"),
            ("https://evil.example", "/"),
            ("//evil.example", "/"),
            ("/\\evil.example", "/"),
            ("/\nx", "/"),
            ("javascript:alert(1)", "/"),
        ];
        for (next, wanted) in cases {
            assert_eq!(own_address(next), wanted, "{next}");
        }
    }
}
