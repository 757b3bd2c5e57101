//! The one printer of errors: a page, or problem details for the API; internal causes go to the log alone.

use std::sync::Arc;

use askama::Template;
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{Html, IntoResponse, Redirect, Response};
use gongjie_base::{Error, Say};
use serde::Serialize;

use super::visit::{Visit, json_answer};
use crate::layout::{ClashPage, Page, Words};

/// What handlers return.
pub type Answer = Result<Response, Refused>;

/// An error on its way to the printer.
#[derive(Debug)]
pub struct Refused(pub Error);

impl<E: Into<Error>> From<E> for Refused {
    fn from(error: E) -> Self {
        Self(error.into())
    }
}

impl IntoResponse for Refused {
    fn into_response(self) -> Response {
        let mut response = status(&self.0).into_response();
        response.extensions_mut().insert(Arc::new(self.0));
        response
    }
}

/// Renders a page.
pub fn show(template: &impl Template) -> Answer {
    let html = template.render().map_err(Error::internal)?;
    Ok(Html(html).into_response())
}

/// Answers with JSON.
pub fn json(body: &impl Serialize) -> Answer {
    let body = serde_json::to_string(body).map_err(Error::internal)?;
    Ok(json_answer(StatusCode::OK, body))
}

/// Renders a form that was refused: same page, what was typed, and 422.
pub fn show_refused(template: &impl Template) -> Answer {
    let mut response = show(template)?;
    *response.status_mut() = StatusCode::UNPROCESSABLE_ENTITY;
    Ok(response)
}

/// Shows what stands now beside what was typed, where they differ, ready to be sent again: 409.
///
/// `rows`: text key of the label, what stands now, what was typed.
pub fn show_clash(
    p: Page,
    action: String,
    back: String,
    rows: impl IntoIterator<Item = (&'static str, String, String)>,
    typed: Vec<(&'static str, String)>,
) -> Answer {
    let rows = rows
        .into_iter()
        .filter(|(_, now, typed)| now != typed)
        .map(|(key, now, typed)| (p.t(key), now, typed))
        .collect();
    let mut response = show(&ClashPage {
        p,
        action,
        back,
        rows,
        typed,
    })?;
    *response.status_mut() = StatusCode::CONFLICT;
    Ok(response)
}

fn status(error: &Error) -> StatusCode {
    match error {
        Error::NotFound => StatusCode::NOT_FOUND,
        Error::Unauthenticated => StatusCode::UNAUTHORIZED,
        Error::Forbidden(_) => StatusCode::FORBIDDEN,
        Error::Conflict(_) | Error::Stale { .. } => StatusCode::CONFLICT,
        Error::Invalid(_) => StatusCode::UNPROCESSABLE_ENTITY,
        Error::TooMuch(_) => StatusCode::TOO_MANY_REQUESTS,
        Error::TooLarge(_) => StatusCode::PAYLOAD_TOO_LARGE,
        Error::Repeated(_) => StatusCode::OK,
        Error::Internal(_) => StatusCode::INTERNAL_SERVER_ERROR,
    }
}

#[derive(Template)]
#[template(path = "door/error.html")]
struct ErrorPage {
    p: Page,
    status: u16,
    heading: String,
    what: String,
    fields: Vec<String>,
    request_id: String,
}

/// Why a request was refused: problem details (RFC 9457).
#[derive(Serialize, utoipa::ToSchema)]
#[schema(as = Trouble)]
pub struct Problem {
    r#type: &'static str,
    title: String,
    status: u16,
    detail: String,
    /// Refused fields; only with 422.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    #[schema(required = false)]
    errors: Vec<RefusedField>,
    /// The version that stands now; only where the sent one was stale.
    #[serde(skip_serializing_if = "Option::is_none")]
    version: Option<i64>,
    /// Stands in the log, too.
    request_id: String,
}

/// One refused field.
#[derive(Serialize, utoipa::ToSchema)]
pub struct RefusedField {
    field: String,
    detail: String,
}

/// Prints what a handler refused, in the asker's language and format.
pub(super) fn print(visit: &Visit, headers: &HeaderMap, response: Response) -> Response {
    let Some(error) = response.extensions().get::<Arc<Error>>().cloned() else {
        return reworded(visit, headers, response);
    };
    if let Error::Internal(what) = &*error {
        tracing::error!(request_id = %visit.request_id, what, "internal error");
    }
    if let Error::Repeated(answered) = &*error {
        let status = StatusCode::from_u16(answered.status).unwrap_or(StatusCode::OK);
        return match &answered.location {
            Some(location) => Redirect::to(location).into_response(),
            None => json_answer(status, answered.body.clone()),
        };
    }
    let mut response = if wants_json(visit, headers) {
        details(visit, &error, status(&error))
    } else {
        page(visit, &error)
    };
    if let Error::TooMuch(say) = &*error {
        retry_after(&mut response, say);
    }
    response
}

/// Says to programs what the words say to people: after how many seconds it is worth asking again.
pub fn retry_after(response: &mut Response, say: &Say) {
    let seconds = say.args.iter().find(|(name, _)| *name == "seconds");
    if let Some(value) = seconds.and_then(|(_, s)| HeaderValue::from_str(s).ok()) {
        response.headers_mut().insert(header::RETRY_AFTER, value);
    }
}

/// What the router and its extractors refuse by themselves, in our words: an address that is no number, a wrong method.
fn reworded(visit: &Visit, headers: &HeaderMap, response: Response) -> Response {
    let status = response.status();
    let ours = !matches!(status.as_u16(), 400 | 405 | 408 | 413 | 415);
    let is_text = response
        .headers()
        .get(header::CONTENT_TYPE)
        .is_none_or(|kind| kind.as_bytes().starts_with(b"text/plain"));
    if ours || !is_text {
        return response;
    }
    let allow = response.headers().get(header::ALLOW).cloned();
    let mut response = if wants_json(visit, headers) {
        let unread = Error::invalid("request", "error-request-unreadable");
        details(visit, &unread, status)
    } else {
        page(visit, &Error::NotFound)
    };
    if let Some(allow) = allow {
        *response.status_mut() = status;
        response.headers_mut().insert(header::ALLOW, allow);
    }
    response
}

fn wants_json(visit: &Visit, headers: &HeaderMap) -> bool {
    let accept = headers
        .get(header::ACCEPT)
        .and_then(|v| v.to_str().ok())
        .unwrap_or_default();
    visit.address.starts_with("/api/")
        || (accept.contains("application/json") && !accept.contains("text/html"))
}

fn words_of(words: Words, error: &Error) -> (String, String) {
    let heading = match error {
        Error::NotFound => "error-not-found",
        Error::Unauthenticated => "error-unauthenticated",
        Error::Forbidden(_) => "error-forbidden",
        Error::Conflict(_) => "error-conflict",
        Error::Stale { .. } => "error-stale",
        Error::Invalid(_) => "error-invalid",
        Error::TooMuch(_) => "error-too-much",
        Error::TooLarge(_) => "error-too-large",
        Error::Repeated(_) | Error::Internal(_) => "error-internal",
    };
    let what = match error {
        Error::Forbidden(say)
        | Error::Conflict(say)
        | Error::TooMuch(say)
        | Error::TooLarge(say) => words.say(say),
        Error::Stale { had, now } => words.text_with(
            "error-stale-what",
            &[("had", had.to_string()), ("now", now.to_string())],
        ),
        _ => words.text(&format!("{heading}-what")),
    };
    (words.text(heading), what)
}

fn details(visit: &Visit, error: &Error, status: StatusCode) -> Response {
    let (title, detail) = words_of(visit.words(), error);
    let errors = match error {
        Error::Invalid(fields) => fields
            .iter()
            .map(|f| RefusedField {
                field: f.field.clone(),
                detail: visit.words().say(&f.say),
            })
            .collect(),
        _ => Vec::new(),
    };
    let version = if let Error::Stale { now, .. } = error {
        Some(*now)
    } else {
        None
    };
    let problem = Problem {
        r#type: "about:blank",
        title,
        status: status.as_u16(),
        detail,
        errors,
        version,
        request_id: visit.request_id.clone(),
    };
    let body = serde_json::to_string(&problem).unwrap_or_default();
    let mut response = json_answer(status, body);
    let kind = HeaderValue::from_static("application/problem+json");
    response.headers_mut().insert(header::CONTENT_TYPE, kind);
    response
}

fn page(visit: &Visit, error: &Error) -> Response {
    let (heading, what) = words_of(visit.words(), error);
    let status = status(error);
    let fields = match error {
        Error::Invalid(fields) => fields.iter().map(|f| visit.words().say(&f.say)).collect(),
        _ => Vec::new(),
    };
    let page = ErrorPage {
        p: visit.page(heading.clone()),
        status: status.as_u16(),
        heading,
        what,
        fields,
        request_id: visit.request_id.clone(),
    };
    match page.render() {
        Ok(html) => (status, Html(html)).into_response(),
        Err(error) => (StatusCode::INTERNAL_SERVER_ERROR, error.to_string()).into_response(),
    }
}
