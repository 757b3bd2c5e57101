//! Bodies: forms, JSON and uploads, each with its limit, each refused in words.

use std::collections::BTreeMap;

use axum::body::Bytes;
use axum::extract::multipart::{Field, Multipart, MultipartError};
use axum::extract::{FromRequest, Request};
use axum::http::StatusCode;
use axum::http::header::CONTENT_TYPE;
use gongjie_base::limits::BODY_BYTES_MAX;
use gongjie_base::{Error, FieldError, Result, Say};
use serde::de::DeserializeOwned;

use super::crowd::Gate;
use super::gate::{check_csrf, check_key};
use super::queries::{Claim, Digest};
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
            .map_err(|_| Refused(Error::too_large(BODY_BYTES_MAX)))?;
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
        Value::Null | Value::Bool(false) => Value::String(String::new()),
        Value::Bool(true) => Value::String("1".to_owned()),
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
            .map_err(|_| Refused(Error::too_large(BODY_BYTES_MAX)))?;
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

/// A form of somebody who was not asked who they are, with some files: no proof is asked for, each file has the same limit.
pub struct Parts {
    pub fields: Vec<(String, String)>,
    pub files: Vec<UploadedFile>,
    /// A file is over the limit or there are too many: refuse it with the form, so that nothing typed is lost.
    pub refused: Option<FieldError>,
}

/// Files of one such form.
const FILES_MAX: usize = 6;

/// Files that a network may send in an hour: as many as its voices may have.
fn uploads_per_hour(app: &App) -> u32 {
    let files = u32::try_from(FILES_MAX).unwrap_or(u32::MAX);
    app.settings.raises_per_hour.saturating_mul(files)
}

impl Parts {
    /// What was typed into a field.
    pub fn field(&self, name: &str) -> &str {
        self.fields
            .iter()
            .find(|(n, _)| n == name)
            .map_or("", |(_, v)| v.as_str())
    }

    fn keep(&mut self, field: String, name: String, bytes: Bytes) {
        if self.files.len() == FILES_MAX {
            let say = Say::new("error-too-many-files").with("max", FILES_MAX);
            self.refused = Some(FieldError::new(field, say));
        } else if !bytes.is_empty() {
            self.files.push(UploadedFile { name, bytes });
        }
    }
}

impl FromRequest<App> for Parts {
    type Rejection = Refused;

    async fn from_request(request: Request, app: &App) -> Result<Self, Refused> {
        let mut parts = Self {
            fields: Vec::new(),
            files: Vec::new(),
            refused: None,
        };
        if !head(&request, CONTENT_TYPE.as_str()).starts_with("multipart/form-data") {
            let Form(fields) = Form::<Vec<(String, String)>>::from_request(request, app).await?;
            parts.fields = fields;
            return Ok(parts);
        }
        let visit = request.extensions().get::<Visit>().cloned();
        let max = visit
            .as_ref()
            .map_or(BODY_BYTES_MAX, |visit| visit.body_bytes_max);
        let multipart = Multipart::from_request(request, app).await;
        let mut multipart = multipart.map_err(|_| unreadable())?;
        while let Some(mut part) = multipart.next_field().await.map_err(|e| unread(&e, max))? {
            let name = part.name().unwrap_or_default().to_owned();
            match part.file_name().map(str::to_owned) {
                None => {
                    let text = read_part(&mut part, BODY_BYTES_MAX, max).await?;
                    let text = text.ok_or_else(|| Error::too_large(BODY_BYTES_MAX))?;
                    let text = String::from_utf8_lossy(&text).into_owned();
                    parts.fields.push((name, text));
                    if parts.fields.len() > FIELDS_MAX {
                        let say = Say::new("error-too-many-fields").with("max", FIELDS_MAX);
                        return Err(Error::TooLarge(say).into());
                    }
                }
                // A place for a file, left empty.
                Some(file_name) if file_name.is_empty() => {}
                Some(file_name) => {
                    // Before its bytes are read: a flood of files costs no memory.
                    parts.refused = visit.as_ref().and_then(|v| too_often(v, app, &name));
                    if parts.refused.is_some() {
                        break;
                    }
                    let read = read_part(&mut part, app.settings.file_bytes_max, max).await?;
                    let Some(bytes) = read else {
                        parts.refused = Some(too_large(app.settings.file_bytes_max));
                        break;
                    };
                    parts.keep(name, file_name, bytes.into());
                }
            }
        }
        Ok(parts)
    }
}

/// Too many files came from this network.
fn too_often(visit: &Visit, app: &App, name: &str) -> Option<FieldError> {
    match visit.pass_turnstile(Gate::Upload, uploads_per_hour(app)) {
        Err(Error::TooMuch(say)) => Some(FieldError::new(name, say)),
        _ => None,
    }
}

impl FromRequest<App> for Upload {
    type Rejection = Refused;

    async fn from_request(request: Request, app: &App) -> Result<Self, Refused> {
        let visit = request
            .extensions()
            .get::<Visit>()
            .cloned()
            .ok_or_else(|| Error::internal("a route outside the door"))?;
        let mut upload = Self {
            visit,
            fields: Vec::new(),
            file: None,
            refused: None,
        };
        let kind = head(&request, CONTENT_TYPE.as_str());
        if kind.starts_with("application/json") {
            let Json(fields) = Json::<BTreeMap<String, String>>::from_request(request, app).await?;
            upload.fields = fields.into_iter().collect();
            return Ok(upload);
        }
        if kind.starts_with("application/x-www-form-urlencoded") {
            Form(upload.fields) = Form::from_request(request, app).await?;
            return Ok(upload);
        }
        let key = head(&request, "idempotency-key");
        let digest = Digest::of(request.method().as_str(), &upload.visit.address);
        let parts = Multipart::from_request(request, app).await;
        let parts = parts.map_err(|_| unreadable())?;
        let file_max = app.settings.file_bytes_max;
        upload.take(parts, &key, digest, file_max).await?;
        Ok(upload)
    }
}

impl Upload {
    /// Takes the parts in. Each sending of a form has boundaries of its own: the digest covers what stands between them.
    async fn take(
        &mut self,
        mut parts: Multipart,
        key: &str,
        mut digest: Digest,
        file_max: usize,
    ) -> Result<()> {
        let max = self.visit.body_bytes_max;
        while let Some(mut part) = parts.next_field().await.map_err(|e| unread(&e, max))? {
            let name = part.name().unwrap_or_default().to_owned();
            let Some(file_name) = part.file_name().map(str::to_owned) else {
                let text = read_part(&mut part, BODY_BYTES_MAX, max).await?;
                let text = text.ok_or_else(|| Error::too_large(BODY_BYTES_MAX))?;
                if !matches!(name.as_str(), "_csrf" | "_key") {
                    digest.add(name.as_bytes());
                    digest.add(&text);
                }
                let text = String::from_utf8_lossy(&text).into_owned();
                self.fields.push((name, text));
                if self.fields.len() > FIELDS_MAX {
                    let say = Say::new("error-too-many-fields").with("max", FIELDS_MAX);
                    return Err(Error::TooLarge(say));
                }
                continue;
            };
            check_proof(&self.visit, &self.fields, key)?;
            let Some(bytes) = read_part(&mut part, file_max, max).await? else {
                self.refused = Some(too_large(file_max));
                break;
            };
            digest.add(name.as_bytes());
            digest.add(file_name.as_bytes());
            digest.add(&bytes);
            if !file_name.is_empty() {
                self.file = Some(UploadedFile {
                    name: file_name,
                    bytes: bytes.into(),
                });
            }
        }
        let key = check_proof(&self.visit, &self.fields, key)?;
        let digest = digest.finish();
        self.visit.claim = Some(Claim { key, digest });
        Ok(())
    }
}

/// A header as text; empty where there is none.
fn head(request: &Request, name: &str) -> String {
    let value = request.headers().get(name).and_then(|v| v.to_str().ok());
    value.unwrap_or_default().to_owned()
}

/// Why the reader stopped: the route takes no more than `max` bytes, or this is no form.
fn unread(error: &MultipartError, max: usize) -> Error {
    if error.status() == StatusCode::PAYLOAD_TOO_LARGE {
        Error::too_large(max)
    } else {
        unreadable()
    }
}

fn unreadable() -> Error {
    Error::invalid("file", "error-form-unreadable")
}

/// The bytes of one part; nothing when they are more than `max`. `body_max`: bytes of the whole body.
async fn read_part(part: &mut Field<'_>, max: usize, body_max: usize) -> Result<Option<Vec<u8>>> {
    let mut bytes = Vec::new();
    while let Some(chunk) = part.chunk().await.map_err(|e| unread(&e, body_max))? {
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

/// The same proofs as any other form's, from the fields that come before a file; a script may send its key as a header. Returns the key.
fn check_proof(visit: &Visit, fields: &[(String, String)], header: &str) -> Result<String> {
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
        "" => header,
        typed => typed,
    };
    check_key(key.to_owned())
}
