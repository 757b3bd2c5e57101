//! Files that somebody sent and somebody else saves: their names, and the answer that is never shown inside a page of ours.

use axum::body::Body;
use axum::http::{HeaderValue, header};
use axum::response::{IntoResponse, Response};
use gongjie_base::{Error, Result};

/// A foreign file in the browser can do nothing, whatever it holds.
const FILE_SECURITY_POLICY: &str = "default-src 'none'; sandbox";

/// A foreign file as an answer: always a download, of the type that was found when it came.
pub fn attached(bytes: Vec<u8>, media_type: &str, name: &str) -> Result<Response> {
    let mut response = Body::from(bytes).into_response();
    let headers = response.headers_mut();
    for (key, value) in [
        (header::CONTENT_TYPE, media_type),
        (header::CONTENT_DISPOSITION, disposition(name).as_str()),
        (header::CONTENT_SECURITY_POLICY, FILE_SECURITY_POLICY),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
    ] {
        let value = HeaderValue::from_str(value).map_err(Error::internal)?;
        headers.insert(key, value);
    }
    Ok(response)
}

/// Characters of a file name that are kept.
const NAME_CHARS_MAX: usize = 120;
/// Names that a desk computer takes for a device.
const DEVICES: &[&str] = &["con", "prn", "aux", "nul"];

/// The name for showing and for downloads: no folders, no invisible or turning characters, not too long, no device.
pub fn clean_name(name: &str) -> String {
    let last = name.rsplit(['/', '\\']).next().unwrap_or_default();
    let kept: String = last
        .chars()
        .filter(|c| !c.is_control() && !is_invisible(*c) && !"<>:\"|?*".contains(*c))
        .collect();
    let (stem, ending) = kept.trim().rsplit_once('.').unwrap_or((kept.trim(), ""));
    let stem: String = stem
        .trim_matches(['.', ' '])
        .chars()
        .take(NAME_CHARS_MAX)
        .collect();
    let first = stem.split('.').next().unwrap_or_default().to_lowercase();
    let numbered = (first.starts_with("com") || first.starts_with("lpt")) && first.len() == 4;
    let stem = if stem.is_empty() {
        "file".to_owned()
    } else if DEVICES.contains(&first.as_str()) || numbered {
        format!("_{stem}")
    } else {
        stem
    };
    let ending: String = ending.chars().take(8).collect();
    if ending.is_empty() {
        return stem;
    }
    format!("{stem}.{}", ending.to_lowercase())
}

/// Marks that turn the direction of writing or cannot be seen.
fn is_invisible(c: char) -> bool {
    matches!(c, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}' | '\u{fff9}'..='\u{fffb}')
}

/// `Content-Disposition` of a download (RFC 6266): a plain name for old browsers and the real one in UTF-8.
pub fn disposition(name: &str) -> String {
    let plain: String = name
        .chars()
        .map(|c| {
            if c.is_ascii_alphanumeric() || "._- ".contains(c) {
                c
            } else {
                '_'
            }
        })
        .collect();
    disposition_of(&plain, name)
}

/// The same with a plain name that is chosen: Latin letters, digits, `._-` and blanks.
pub fn disposition_of(plain: &str, name: &str) -> String {
    use std::fmt::Write;
    let coded = name.bytes().fold(String::new(), |mut out, b| {
        if b.is_ascii_alphanumeric() || b"._-".contains(&b) {
            out.push(char::from(b));
        } else {
            let _never_fails = write!(out, "%{b:02X}");
        }
        out
    });
    format!("attachment; filename=\"{plain}\"; filename*=UTF-8''{coded}")
}
