//! Which files are taken: by first bytes and by ending, both of which must say the same. Nothing is parsed here. Pure.

use gongjie_base::Say;

/// A kind of file that is taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Kind {
    endings: &'static [&'static str],
    /// Stored and sent as `Content-Type`.
    pub media_type: &'static str,
    body: Body,
}

/// What the bytes must look like.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Body {
    Pdf,
    Png,
    Jpeg,
    Webp,
    /// A zip whose parts include this one.
    Office(&'static str),
    Text,
}

const KINDS: &[Kind] = &[
    Kind {
        endings: &["pdf"],
        media_type: "application/pdf",
        body: Body::Pdf,
    },
    Kind {
        endings: &["png"],
        media_type: "image/png",
        body: Body::Png,
    },
    Kind {
        endings: &["jpg", "jpeg"],
        media_type: "image/jpeg",
        body: Body::Jpeg,
    },
    Kind {
        endings: &["webp"],
        media_type: "image/webp",
        body: Body::Webp,
    },
    Kind {
        endings: &["docx"],
        media_type: "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        body: Body::Office("word/document.xml"),
    },
    Kind {
        endings: &["xlsx"],
        media_type: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        body: Body::Office("xl/workbook.xml"),
    },
    Kind {
        endings: &["pptx"],
        media_type: "application/vnd.openxmlformats-officedocument.presentationml.presentation",
        body: Body::Office("ppt/presentation.xml"),
    },
    Kind {
        endings: &["txt"],
        media_type: "text/plain",
        body: Body::Text,
    },
    Kind {
        endings: &["csv"],
        media_type: "text/csv",
        body: Body::Text,
    },
];

/// Names inside an office file that make it run code.
const MACROS: &[&[u8]] = &[
    b"vbaProject",
    b"xl/macrosheets/",
    b"META-INF/MANIFEST.MF",
    b"/activeX/",
];
/// Beginnings of web pages and scripts that pose as text.
const MARKUP: &[&str] = &[
    "<!doctype",
    "<html",
    "<svg",
    "<?xml",
    "<script",
    "<?php",
    "<head",
    "<body",
];
/// Markup that has no business inside a picture.
const IN_PICTURES: &[&[u8]] = &[b"<script", b"<html", b"<?php", b"<svg"];

/// Why a file is not taken.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum CannotTake {
    Empty,
    /// The ending is not on the list.
    Ending(String),
    /// The bytes are not what the ending says.
    NotWhatItSays(String),
    Macros,
    /// A picture or a paper with a second file inside.
    TwoInOne,
}

impl CannotTake {
    /// The words at the field.
    pub fn say(&self) -> Say {
        match self {
            Self::Empty => Say::new("evidence-file-empty"),
            Self::Ending(ending) => Say::new("evidence-file-ending").with("ending", ending),
            Self::NotWhatItSays(ending) => {
                Say::new("evidence-file-not-what-it-says").with("ending", ending)
            }
            Self::Macros => Say::new("evidence-file-macros"),
            Self::TwoInOne => Say::new("evidence-file-two-in-one"),
        }
    }
}

/// Looks at name and bytes; both must say the same kind.
pub fn take(name: &str, bytes: &[u8]) -> Result<Kind, CannotTake> {
    let ending = name
        .rsplit_once('.')
        .map(|(_, e)| e.trim().to_lowercase())
        .unwrap_or_default();
    let kind = KINDS
        .iter()
        .find(|k| k.endings.contains(&ending.as_str()))
        .ok_or_else(|| CannotTake::Ending(ending.chars().take(12).collect()))?;
    if bytes.is_empty() {
        return Err(CannotTake::Empty);
    }
    let starts = |magic: &[u8]| bytes.starts_with(magic);
    let holds = |word: &[u8]| bytes.windows(word.len()).any(|w| w == word);
    let is_so = match kind.body {
        Body::Pdf => starts(b"%PDF-"),
        Body::Png => starts(b"\x89PNG\r\n\x1a\n"),
        Body::Jpeg => starts(b"\xff\xd8\xff"),
        Body::Webp => starts(b"RIFF") && bytes.get(8..12) == Some(b"WEBP"),
        Body::Office(part) => {
            starts(b"PK\x03\x04") && holds(b"[Content_Types].xml") && holds(part.as_bytes())
        }
        Body::Text => is_text(bytes),
    };
    if !is_so {
        return Err(CannotTake::NotWhatItSays(ending));
    }
    match kind.body {
        Body::Office(_) if MACROS.iter().any(|m| holds(m)) => Err(CannotTake::Macros),
        Body::Png | Body::Jpeg | Body::Webp
            if IN_PICTURES.iter().any(|m| holds(m)) || ends_as_zip(bytes) =>
        {
            Err(CannotTake::TwoInOne)
        }
        Body::Pdf if ends_as_zip(bytes) => Err(CannotTake::TwoInOne),
        _ => Ok(*kind),
    }
}

/// The closing record of a zip, where it stands without a comment.
fn ends_as_zip(bytes: &[u8]) -> bool {
    bytes
        .len()
        .checked_sub(22)
        .and_then(|from| bytes.get(from..))
        .is_some_and(|tail| tail.starts_with(b"PK\x05\x06"))
}

/// Plain words in UTF-8 or an older Chinese encoding: no control bytes, no markup at the start.
fn is_text(bytes: &[u8]) -> bool {
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    let control = |b: &u8| *b < 0x20 && !matches!(b, b'\t' | b'\n' | b'\r' | 0x0c) || *b == 0x7f;
    if bytes.iter().any(control) || bytes.starts_with(b"%PDF-") || bytes.starts_with(b"%!PS") {
        return false;
    }
    let head: Vec<u8> = bytes.iter().copied().take(512).collect();
    let head = String::from_utf8_lossy(&head).trim_start().to_lowercase();
    MARKUP.iter().all(|word| !head.starts_with(word))
}
