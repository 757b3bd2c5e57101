//! Bodies: forms, JSON and uploads, each with its limit, each refused in words.

use axum::body::Bytes;
use axum::extract::multipart::Multipart;
use axum::extract::{FromRequest, Request};
use gongjie_base::{Error, Result, Say};
use serde::de::DeserializeOwned;

use super::gate::check_csrf;
use super::queries::Claim;
use super::visit::Visit;
use super::{App, Refused};

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
        let body: serde_json::Value = serde_json::from_slice(&bytes).map_err(|e| unreadable(&e))?;
        Ok(Self(
            serde_json::from_value(as_typed(body)).map_err(|e| unreadable(&e))?,
        ))
    }
}

fn unreadable(error: &serde_json::Error) -> Error {
    let say = Say::new("error-json-unreadable").with("what", error);
    Error::Invalid(vec![gongjie_base::FieldError::new("body", say)])
}

/// A file as it came: name and type are the sender's claims.
pub struct UploadedFile {
    pub name: String,
    pub bytes: Bytes,
}

/// A form with at most one file. The proof of origin comes before the file, which is not read without it.
pub struct Upload {
    /// The visit with its proof: use this one to begin the write.
    pub visit: Visit,
    pub fields: Vec<(String, String)>,
    pub file: Option<UploadedFile>,
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
        let unreadable = |_| Error::invalid("file", "error-form-unreadable");
        let mut parts = Multipart::from_request(request, app)
            .await
            .map_err(|_| Error::invalid("file", "error-form-unreadable"))?;
        let mut fields: Vec<(String, String)> = Vec::new();
        let mut file = None;
        while let Some(part) = parts.next_field().await.map_err(unreadable)? {
            let name = part.name().unwrap_or_default().to_owned();
            let Some(file_name) = part.file_name().map(str::to_owned) else {
                fields.push((name, part.text().await.map_err(unreadable)?));
                continue;
            };
            prove(&mut visit, &fields)?;
            let max = app.settings.file_bytes_max;
            let bytes = part.bytes().await.map_err(|_| too_large(max))?;
            if bytes.len() > max {
                return Err(too_large(max).into());
            }
            if !file_name.is_empty() {
                file = Some(UploadedFile {
                    name: file_name,
                    bytes,
                });
            }
        }
        prove(&mut visit, &fields)?;
        Ok(Self {
            visit,
            fields,
            file,
        })
    }
}

fn too_large(max: usize) -> Error {
    let say = Say::new("error-file-too-large").with("max", max / 1024 / 1024);
    Error::Invalid(vec![gongjie_base::FieldError::new("file", say)])
}

fn prove(visit: &mut Visit, fields: &[(String, String)]) -> Result<()> {
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
    let key = find("_key").to_owned();
    if key.is_empty() {
        return Err(Error::invalid("_key", "error-key-missing"));
    }
    // The digest of an upload is its address: the key alone tells two sendings of one file apart.
    visit.claim = Some(Claim {
        key,
        digest: visit.address.clone(),
    });
    Ok(())
}
