//! The gate: finds out who asks for what, lets the right ones pass, and dresses every answer in its headers.

use std::net::{IpAddr, SocketAddr};

use axum::body::{Body, to_bytes};
use axum::extract::{ConnectInfo, MatchedPath, Request, State};
use axum::http::request::Parts;
use axum::http::{HeaderMap, HeaderName, HeaderValue, Method, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Redirect, Response};
use gongjie_base::limits::BODY_BYTES_MAX;
use gongjie_base::{Error, Result, token};
use subtle::ConstantTimeEq;

use super::error::print;
use super::queries::{Claim, Digest};
use super::visit::Visit;
use super::{App, Asker, Cost, Refused, Route, Who};
use crate::account::{queries as accounts, rules};
use crate::layout::{Aside, Lang};
use crate::org::queries as org;

/// Cookie of the session where pages come by https.
pub const SESSION_COOKIE_HTTPS: &str = "__Host-gongjie";
/// Cookie of the session on plain loopback.
pub const SESSION_COOKIE: &str = "gongjie";
/// Bytes of an idempotency key.
const KEY_BYTES_MAX: usize = 128;
/// Milliseconds between two notes that a session is in use.
const SEEN_EVERY_MS: i64 = 60_000;

/// No script, style or frame that is not ours; nothing sent elsewhere.
const CONTENT_SECURITY_POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; \
     img-src 'self' data:; font-src 'self'; connect-src 'self'; form-action 'self'; \
     base-uri 'none'; frame-ancestors 'none'; manifest-src 'self'";

/// The middleware around every route.
pub async fn enter(State(app): State<App>, request: Request, next: Next) -> Response {
    let (parts, body) = request.into_parts();
    let headers = parts.headers.clone();
    let is_unasked = parts.extensions.get::<MatchedPath>().is_some_and(|path| {
        let route = app.routes.find(&parts.method, path.as_str());
        route.is_some_and(|route| route.who == Who::Unasked)
    });
    let greeted = if is_unasked {
        greet_nobody(&app, &parts)
    } else {
        greet(&app, &parts).await
    };
    let mut visit = match greeted {
        Ok(visit) => visit,
        Err(error) => return Refused(error).into_response(),
    };
    let outcome = pass(&app, &mut visit, Request::from_parts(parts, body)).await;
    let response = match outcome {
        Ok(mut request) => {
            request.extensions_mut().insert(visit.clone());
            next.run(request).await
        }
        Err(Error::Unauthenticated) if is_page(&visit, &headers) => {
            let next = urlencode(&visit.address);
            Redirect::to(&format!("/login?next={next}")).into_response()
        }
        Err(error) => Refused(error).into_response(),
    };
    let mut response = print(&visit, &headers, response);
    dress(&visit, response.headers_mut());
    response
}

fn is_page(visit: &Visit, headers: &HeaderMap) -> bool {
    let accept = headers
        .get(header::ACCEPT)
        .and_then(|v| v.to_str().ok())
        .unwrap_or("*/*");
    !visit.address.starts_with("/api/") && (accept.contains("text/html") || accept.contains("*/*"))
}

/// A visit of nobody in particular: session, address and browser are not looked at, but for the turnstile's passing mark.
fn greet_nobody(app: &App, request: &Parts) -> Result<Visit> {
    let mut visit = stranger(app, request)?;
    visit.turnstile = Some(app.crowd.mark(&network(app, request), app.clock.now())?);
    Ok(visit)
}

/// What is known of a visit before anybody is asked.
fn stranger(app: &App, request: &Parts) -> Result<Visit> {
    let headers = &request.headers;
    let address = request
        .uri
        .path_and_query()
        .map_or("/", |p| p.as_str())
        .to_owned();
    Ok(Visit {
        app: app.clone(),
        who: None,
        lang: language(app, request),
        scheme: match cookie(headers, "gongjie_scheme").as_deref() {
            Some("dark") => Some("dark"),
            Some("light") => Some("light"),
            _ => None,
        },
        is_large: cookie(headers, "gongjie_size").as_deref() == Some("large"),
        address,
        request_id: token::random()?.split_off(48),
        csrf: String::new(),
        session: None,
        network: String::new(),
        turnstile: None,
        aside: Aside::default(),
        body_bytes_max: BODY_BYTES_MAX,
        claim: None,
        head: 0,
        is_bearer: false,
    })
}

/// Reads who asks and in which language; refuses nothing.
async fn greet(app: &App, request: &Parts) -> Result<Visit> {
    let headers = &request.headers;
    let mut visit = stranger(app, request)?;
    visit.network = network(app, request);
    let now = app.clock.now();
    if let Some(bearer) = bearer(headers) {
        let hash = token::stored(&bearer);
        if let Some(found) = accounts::find_token(app.db.read(), &hash, now).await? {
            visit.app.db = app.db.for_reader(found.organization_id, found.standing())?;
            visit.who = org::known_actor(visit.read(), found.account_id, found.person_id).await?;
            visit.is_bearer = true;
        }
        return Ok(visit);
    }
    let name = if app.settings.is_https() {
        SESSION_COOKIE_HTTPS
    } else {
        SESSION_COOKIE
    };
    let Some(reference) = cookie(headers, name) else {
        return Ok(visit);
    };
    let hash = token::stored(&reference);
    let idle_since = now - rules::SESSION_IDLE_MS;
    let found = accounts::find_session(app.db.read(), &hash, now, idle_since).await?;
    if let Some(session) = found {
        if now - session.seen_at > SEEN_EVERY_MS {
            let tx = app.db.begin().await?;
            accounts::update_seen(&tx, &session.hash, now).await?;
            tx.commit().await?;
        }
        if cookie(headers, "gongjie_lang").is_none()
            && let Some(lang) = session.language.as_deref().and_then(Lang::from_code)
        {
            visit.lang = lang;
        }
        visit.app.db = app
            .db
            .for_reader(session.organization_id, session.standing())?;
        visit.head = session.seq;
        visit.who = org::known_actor(visit.read(), session.account_id, session.person_id).await?;
        visit.csrf = session.csrf;
        visit.session = Some(session.hash);
    }
    Ok(visit)
}

/// Decides whether the request goes on.
async fn pass(app: &App, visit: &mut Visit, request: Request) -> Result<Request> {
    let path = request
        .extensions()
        .get::<MatchedPath>()
        .ok_or(Error::NotFound)?;
    let Some(route) = app.routes.find(request.method(), path.as_str()).cloned() else {
        // The router answers by itself which methods there are.
        return Ok(request);
    };
    if !route.who.admits(visit.who.as_deref()) {
        return Err(if visit.who.is_none() {
            Error::Unauthenticated
        } else {
            Error::NotFound
        });
    }
    // No text of ours holds a NUL, and one of the engines takes none.
    if visit.address.contains("%00") {
        return Err(Error::invalid("query", "error-request-unreadable"));
    }
    if route.who == Who::Unasked {
        return unasked(app, visit, &route, request).await;
    }
    let asker = Asker {
        account_id: visit.who.as_ref().map(|a| a.account_id),
        network: &visit.network,
    };
    let max = match route.cost {
        Cost::HeavyRead => app.settings.heavy_reads_per_minute,
        Cost::Light | Cost::Write => app.settings.writes_per_minute,
    };
    let now = app.clock.now();
    app.pace.take(&app.db, route.cost, &asker, max, now).await?;
    visit.body_bytes_max = route.body_bytes_max;
    if matches!(*request.method(), Method::GET | Method::HEAD) {
        return Ok(request);
    }
    if !visit.is_bearer {
        check_origin(app, request.headers())?;
    }
    let kind = content_type(request.headers());
    if kind == "multipart/form-data" {
        return Ok(request);
    }
    let (parts, body) = request.into_parts();
    // Only a file may be larger, and a file comes as multipart.
    let max = route.body_bytes_max.min(BODY_BYTES_MAX);
    let bytes = to_bytes(body, max)
        .await
        .map_err(|_| Error::too_large(max))?;
    if visit.who.is_some() && route.who != Who::Anybody {
        visit.claim = Some(prove(visit, &parts, &kind, &bytes)?);
    }
    Ok(Request::from_parts(parts, Body::from(bytes)))
}

/// A request of nobody in particular: only its origin and its size are looked at.
async fn unasked(app: &App, visit: &mut Visit, route: &Route, request: Request) -> Result<Request> {
    visit.body_bytes_max = route.body_bytes_max;
    if matches!(*request.method(), Method::GET | Method::HEAD) {
        return Ok(request);
    }
    check_origin(app, request.headers())?;
    if content_type(request.headers()) == "multipart/form-data" {
        return Ok(request);
    }
    let (parts, body) = request.into_parts();
    let max = route.body_bytes_max.min(BODY_BYTES_MAX);
    let bytes = to_bytes(body, max).await;
    let bytes = bytes.map_err(|_| Error::too_large(max))?;
    Ok(Request::from_parts(parts, Body::from(bytes)))
}

/// Checks that the request comes from our own page (or carries a token) and reads its key.
fn prove(visit: &Visit, parts: &Parts, kind: &str, bytes: &[u8]) -> Result<Claim> {
    let fields: Vec<(String, String)> = if kind == "application/x-www-form-urlencoded" {
        serde_html_form::from_bytes(bytes)
            .map_err(|_| Error::invalid("form", "error-form-unreadable"))?
    } else {
        Vec::new()
    };
    let sent = |field: &str, header: &str| {
        let typed = fields
            .iter()
            .find(|(n, _)| n == field)
            .map(|(_, v)| v.clone());
        let stated = parts.headers.get(header).and_then(|v| v.to_str().ok());
        typed
            .or_else(|| stated.map(str::to_owned))
            .unwrap_or_default()
    };
    if !visit.is_bearer {
        check_csrf(&visit.csrf, &sent("_csrf", "x-csrf-token"))?;
    }
    let key = check_key(sent("_key", "idempotency-key"))?;
    let mut digest = Digest::of(parts.method.as_str(), &visit.address);
    digest.add(bytes);
    let digest = digest.finish();
    Ok(Claim { key, digest })
}

/// A key must be there and short enough to store.
pub(super) fn check_key(key: String) -> Result<String> {
    if key.is_empty() || key.len() > KEY_BYTES_MAX {
        return Err(Error::invalid("Idempotency-Key", "error-key-missing"));
    }
    Ok(key)
}

/// Compares a form's token with the session's, in constant time.
pub(super) fn check_csrf(own: &str, sent: &str) -> Result<()> {
    let same = !own.is_empty() && bool::from(own.as_bytes().ct_eq(sent.as_bytes()));
    if same {
        Ok(())
    } else {
        Err(Error::forbidden("error-csrf"))
    }
}

/// A form from another site is refused even before its token is looked at.
fn check_origin(app: &App, headers: &HeaderMap) -> Result<()> {
    let text = |name: HeaderName| headers.get(name).and_then(|v| v.to_str().ok());
    if let Some(site) = text(HeaderName::from_static("sec-fetch-site")) {
        if matches!(site, "same-origin" | "none") {
            return Ok(());
        }
        return Err(Error::forbidden("error-csrf"));
    }
    let Some(origin) = text(header::ORIGIN) else {
        return Ok(());
    };
    let host = text(header::HOST).unwrap_or_default();
    let same = origin.split_once("://").is_some_and(|(_, o)| o == host)
        || origin == app.settings.public_url;
    if same {
        Ok(())
    } else {
        Err(Error::forbidden("error-csrf"))
    }
}

fn content_type(headers: &HeaderMap) -> String {
    let text = headers
        .get(header::CONTENT_TYPE)
        .and_then(|v| v.to_str().ok())
        .unwrap_or_default();
    text.split(';')
        .next()
        .unwrap_or_default()
        .trim()
        .to_ascii_lowercase()
}

fn bearer(headers: &HeaderMap) -> Option<String> {
    let text = headers.get(header::AUTHORIZATION)?.to_str().ok()?;
    text.strip_prefix("Bearer ").map(|t| t.trim().to_owned())
}

/// The value of a cookie.
pub fn cookie(headers: &HeaderMap, name: &str) -> Option<String> {
    headers
        .get_all(header::COOKIE)
        .iter()
        .filter_map(|v| v.to_str().ok())
        .flat_map(|line| line.split(';'))
        .filter_map(|pair| pair.trim().split_once('='))
        .find(|(n, _)| *n == name)
        .map(|(_, v)| v.to_owned())
}

fn language(app: &App, request: &Parts) -> Lang {
    let asked = request.uri.query().unwrap_or_default();
    let asked = asked
        .split('&')
        .find_map(|p| p.strip_prefix("lang="))
        .and_then(Lang::from_code);
    let chosen = cookie(&request.headers, "gongjie_lang")
        .as_deref()
        .and_then(Lang::from_code);
    let accepted = request
        .headers
        .get(header::ACCEPT_LANGUAGE)
        .and_then(|v| v.to_str().ok())
        .and_then(|v| v.split(',').find_map(|l| Lang::from_code(l.trim())));
    let fallback = if app.settings.is_english {
        Lang::En
    } else {
        Lang::Zh
    };
    asked.or(chosen).or(accepted).unwrap_or(fallback)
}

/// The asker's /32 or /64: what the throttle counts by. A proxy's word is taken only from listed proxies.
fn network(app: &App, request: &Parts) -> String {
    let peer = request
        .extensions
        .get::<ConnectInfo<SocketAddr>>()
        .map(|c| c.0.ip());
    let forwarded = request
        .headers
        .get("x-forwarded-for")
        .and_then(|v| v.to_str().ok())
        .and_then(|v| v.rsplit(',').next())
        .and_then(|v| v.trim().parse::<IpAddr>().ok());
    let trusted = peer.is_some_and(|p| app.settings.trusted_proxies.contains(&p));
    match if trusted { forwarded.or(peer) } else { peer } {
        Some(IpAddr::V4(v4)) => v4.to_string(),
        Some(IpAddr::V6(v6)) => {
            let [a, b, c, d, ..] = v6.segments();
            format!("{a:x}:{b:x}:{c:x}:{d:x}::/64")
        }
        None => "unknown".to_owned(),
    }
}

fn dress(visit: &Visit, headers: &mut HeaderMap) {
    let fixed = [
        ("content-security-policy", CONTENT_SECURITY_POLICY),
        ("x-content-type-options", "nosniff"),
        ("referrer-policy", "no-referrer"),
        ("cross-origin-opener-policy", "same-origin"),
        ("cross-origin-resource-policy", "same-origin"),
        (
            "permissions-policy",
            "camera=(), geolocation=(), microphone=()",
        ),
    ];
    for (name, value) in fixed {
        headers
            .entry(HeaderName::from_static(name))
            .or_insert(HeaderValue::from_static(value));
    }
    headers
        .entry(header::CACHE_CONTROL)
        .or_insert(HeaderValue::from_static("no-store"));
    if let Ok(id) = HeaderValue::from_str(&visit.request_id) {
        headers.insert("x-request-id", id);
    }
    let asked = visit
        .address
        .split(['?', '&'])
        .find_map(|p| p.strip_prefix("lang="));
    if let Some(lang) = asked.and_then(Lang::from_code) {
        let code = if lang == Lang::En { "en" } else { "zh" };
        let text = format!("gongjie_lang={code}; Path=/; Max-Age=31536000; SameSite=Lax; HttpOnly");
        if let Ok(value) = HeaderValue::from_str(&text) {
            headers.append(header::SET_COOKIE, value);
        }
    }
}

fn urlencode(text: &str) -> String {
    use std::fmt::Write;
    text.bytes().fold(String::new(), |mut out, b| {
        if b.is_ascii_alphanumeric() || b"-._~/".contains(&b) {
            out.push(char::from(b));
        } else {
            let _never_fails = write!(out, "%{b:02X}");
        }
        out
    })
}
