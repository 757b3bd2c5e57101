//! The answer that is a file: its type, its name in Latin letters and in the reader's.

use axum::http::{HeaderValue, header};
use axum::response::{IntoResponse, Response};
use gongjie_paper::{Properties, Workbook};
use jiff::civil::Date;

use super::{Format, preset, write};
use crate::door::{Answer, Visit, disposition_of};

/// Name of a file: the word for scripts, and the words for readers.
pub struct Name<'a> {
    pub code: &'a str,
    pub shown: &'a str,
}

/// Makes the file of a workbook and sends it. `day`: the day that is shown, so that the same rows give the same bytes
/// whenever they are asked for.
pub async fn send(
    visit: &Visit,
    workbook: Workbook,
    name: Name<'_>,
    format: Format,
    query: Option<&str>,
    day: Date,
) -> Answer {
    let preset = preset(query)?;
    let about = properties(visit, name.shown, day)?;
    let bytes = write(workbook, about, format, preset).await?;
    Ok(file(bytes, format, &name))
}

/// What a file of a day says about itself.
pub fn properties(visit: &Visit, title: &str, day: Date) -> gongjie_base::Result<Properties> {
    Ok(Properties {
        title: title.to_owned(),
        creator: visit.actor()?.organization_name.clone(),
        created_unix: visit.app.clock.start_of(day) / 1000,
    })
}

/// Bytes as an answer that is saved under a name.
pub fn file(bytes: Vec<u8>, format: Format, name: &Name<'_>) -> Response {
    // The word for scripts stands first, the name for readers in its own letters.
    let disposition = disposition_of(
        &format!("{}.{format}", name.code),
        &format!("{}.{format}", name.shown),
    );
    let mut response = bytes.into_response();
    let headers = response.headers_mut();
    headers.insert(
        header::CONTENT_TYPE,
        HeaderValue::from_static(format.media_type()),
    );
    if let Ok(disposition) = HeaderValue::from_str(&disposition) {
        headers.insert(header::CONTENT_DISPOSITION, disposition);
    }
    response
}
