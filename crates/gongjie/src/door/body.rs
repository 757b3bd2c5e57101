//! Bodies: forms, JSON and uploads, each with its limit, each refused in words.

use std::collections::BTreeMap;

use axum::body::Bytes;
use axum::extract::multipart::{Field, Multipart};
use axum::extract::{FromRequest, Request};
use axum::http::header::CONTENT_TYPE;
use gongjie_base::limits::BODY_BYTES_MAX;
use gongjie_base::{Error, FieldError, Result, Say};
use serde::de::DeserializeOwned;

use super::gate::check_csrf;
use super::queries::Claim;
use super::visit::Visit;
use super::{App, Refused};

/// Text fields of an upload form.
const FIELDS_MAX: usize = 50;

/// A form sent as `application/x-www-form-urlencoded`. Fields that repeat are lists.
pub struct Form<T>(pub T);

impl<T: DeserializeOwned> FromRequest<App> for Form<T> {
    type Rejection = Refused;

    async fn from_request(request: Request, app: &App) -> Result<Self, Refused> {
        let bytes = Bytes::from_request(request, app)
            .await
            .map_err(|_| Refused(Error::TooMuch(Say::new("error-body-too-large"))))?;
        let form = serde_html_form::from_bytes(&bytes);
        Ok(Self(form.map_err(|_| {
            Error::invalid("form", "error-form-unreadable")
        })?))
    }
}

/// A JSON body. Fields are the fields of the form of the same verb: numbers and booleans are read as they would be typed.
pub struct Json<T>(pub T);

/// Numbers, booleans and null as they would stand in a form.
fn as_typed(value: serde_json::Value) -> serde_json::Value {
    use serde_json::Value;
    match value {
        Value::Null => Value::String(String::new()),
        Value::Bool(true) => Value::String("1".to_owned()),
        Value::Bool(false) => Value::String(String::new()),
        Value::Number(number) => Value::String(number.to_string()),
        Value::Array(items) => Value::Array(items.into_iter().map(as_typed).collect()),
        Value::Object(fields) => Value::Object(
            fields
                .into_iter()
                .map(|(name, value)| (name, as_typed(value)))
                .collect(),
        ),
        text @ Value::String(_) => text,
    }
}

impl<T: DeserializeOwned> FromRequest<App> for Json<T> {
    type Rejection = Refused;

    async fn from_request(request: Request, app: &App) -> Result<Self, Refused> {
        let bytes = Bytes::from_request(request, app)
            .await
            .map_err(|_| Refused(Error::TooMuch(Say::new("error-body-too-large"))))?;
        let body: serde_json::Value =
            serde_json::from_slice(&bytes).map_err(|e| unreadable_json(&e))?;
        Ok(Self(
            serde_json::from_value(as_typed(body)).map_err(|e| unreadable_json(&e))?,
        ))
    }
}

fn unreadable_json(error: &serde_json::Error) -> Error {
    let say = Say::new("error-json-unreadable").with("what", error);
    Error::Invalid(vec![gongjie_base::FieldError::new("body", say)])
}

/// A file as it came: name and type are the sender's claims.
pub struct UploadedFile {
    pub name: String,
    pub bytes: Bytes,
}

/// A form with at most one file. The proof of origin comes before the file, which is not read without it.
/// The same form sent without a file, urlencoded or as JSON, is taken too.
pub struct Upload {
    /// The visit with its proof: use this one to begin the write.
    pub visit: Visit,
    pub fields: Vec<(String, String)>,
    pub file: Option<UploadedFile>,
    /// The file is over the limit and was not read to its end: refuse it with the form, so that nothing typed is lost.
    pub refused: Option<FieldError>,
}

impl Upload {
    /// What was typed into a field.
    pub fn field(&self, name: &str) -> &str {
        self.fields
            .iter()
            .find(|(n, _)| n == name)
            .map_or("", |(_, v)| v.as_str())
    }
}

impl FromRequest<App> for Upload {
    type Rejection = Refused;

    async fn from_request(request: Request, app: &App) -> Result<Self, Refused> {
        let mut visit = request
            .extensions()
            .get::<Visit>()
            .cloned()
            .ok_or_else(|| Error::internal("a route outside the door"))?;
        let kind = request.headers().get(CONTENT_TYPE);
        let kind = kind.and_then(|v| v.to_str().ok()).unwrap_or_default();
        let key = request.headers().get("idempotency-key");
        let key = key
            .and_then(|v| v.to_str().ok())
            .unwrap_or_default()
            .to_owned();
        if kind.starts_with("application/json") {
            let Json(fields) = Json::<BTreeMap<String, String>>::from_request(request, app).await?;
            return Ok(Self {
                visit,
                fields: fields.into_iter().collect(),
                file: None,
                refused: None,
            });
        }
        if kind.starts_with("application/x-www-form-urlencoded") {
            let Form(fields) = Form::from_request(request, app).await?;
            return Ok(Self {
                visit,
                fields,
                file: None,
                refused: None,
            });
        }
        let mut parts = Multipart::from_request(request, app)
            .await
            .map_err(|_| unreadable())?;
        let mut fields: Vec<(String, String)> = Vec::new();
        let mut file = None;
        let mut refused = None;
        while let Some(mut part) = parts.next_field().await.map_err(|_| unreadable())? {
            let name = part.name().unwrap_or_default().to_owned();
            let Some(file_name) = part.file_name().map(str::to_owned) else {
                let text = read_part(&mut part, BODY_BYTES_MAX).await?;
                let text = text.ok_or_else(|| Error::TooMuch(Say::new("error-body-too-large")))?;
                fields.push((name, String::from_utf8_lossy(&text).into_owned()));
                if fields.len() > FIELDS_MAX {
                    return Err(Error::TooMuch(Say::new("error-body-too-large")).into());
                }
                continue;
            };
            prove(&mut visit, &fields, &key)?;
            let max = app.settings.file_bytes_max;
            let Some(bytes) = read_part(&mut part, max).await? else {
                refused = Some(too_large(max));
                break;
            };
            if !file_name.is_empty() {
                file = Some(UploadedFile {
                    name: file_name,
                    bytes: bytes.into(),
                });
            }
        }
        prove(&mut visit, &fields, &key)?;
        Ok(Self {
            visit,
            fields,
            file,
            refused,
        })
    }
}

fn unreadable() -> Error {
    Error::invalid("file", "error-form-unreadable")
}

/// The bytes of one part; nothing when they are more than `max`.
async fn read_part(part: &mut Field<'_>, max: usize) -> Result<Option<Vec<u8>>> {
    let mut bytes = Vec::new();
    while let Some(chunk) = part.chunk().await.map_err(|_| unreadable())? {
        if bytes.len() + chunk.len() > max {
            return Ok(None);
        }
        bytes.extend_from_slice(&chunk);
    }
    Ok(Some(bytes))
}

fn too_large(max: usize) -> FieldError {
    let say = Say::new("error-file-too-large").with("max", max / 1024 / 1024);
    FieldError::new("file", say)
}

/// The same proofs as any other form's: its token from the fields, its key from them or from the header.
fn prove(visit: &mut Visit, fields: &[(String, String)], key: &str) -> Result<()> {
    if visit.claim.is_some() {
        return Ok(());
    }
    let find = |name: &str| {
        fields
            .iter()
            .find(|(n, _)| n == name)
            .map_or("", |(_, v)| v.as_str())
    };
    if !visit.is_bearer {
        check_csrf(&visit.csrf, find("_csrf"))?;
    }
    let key = match find("_key") {
        "" => key.to_owned(),
        typed => typed.to_owned(),
    };
    if key.is_empty() || key.len() > 128 {
        return Err(Error::invalid("Idempotency-Key", "error-key-missing"));
    }
    // The digest of an upload is its address: the key alone tells two sendings of one file apart.
    visit.claim = Some(Claim {
        key,
        digest: visit.address.clone(),
    });
    Ok(())
}
