//! XML cut into its pieces as they are written, so that what does not change is copied and not written anew.

use quick_xml::Reader;
use quick_xml::XmlVersion;
use quick_xml::events::{BytesStart, Event};

use super::FillError;
use crate::markup::escaped;

/// A piece with what it is.
pub(super) struct Piece<'t> {
    pub event: Event<'t>,
    pub raw: &'t str,
}

/// The pieces of a text in order; together they are the text.
pub(super) struct Pieces<'t> {
    text: &'t str,
    reader: Reader<&'t [u8]>,
    from: usize,
    is_over: bool,
}

impl<'t> Pieces<'t> {
    pub fn of(text: &'t str) -> Self {
        let mut reader = Reader::from_str(text);
        reader.config_mut().check_end_names = true;
        Self {
            text,
            reader,
            from: 0,
            is_over: false,
        }
    }
}

impl<'t> Iterator for Pieces<'t> {
    type Item = Result<Piece<'t>, FillError>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.is_over {
            return None;
        }
        let event = match self.reader.read_event() {
            Ok(Event::Eof) => {
                self.is_over = true;
                return None;
            }
            Ok(Event::DocType(_)) => Err(FillError::damaged("it declares a document type")),
            Ok(event) => Ok(event),
            Err(error) => Err(FillError::damaged(error)),
        };
        self.is_over = event.is_err();
        let to = usize::try_from(self.reader.buffer_position()).unwrap_or(self.text.len());
        let raw = self.text.get(self.from..to).unwrap_or_default();
        self.from = to;
        Some(event.map(|event| Piece { event, raw }))
    }
}

/// Whether an element has this name, whatever its prefix.
pub(super) fn is_named(tag: &BytesStart<'_>, name: &str) -> bool {
    tag.local_name().as_ref() == name
}

/// An attribute by its name without prefix.
pub(super) fn attribute(tag: &BytesStart<'_>, wanted: &str) -> Option<String> {
    let found = tag
        .attributes()
        .flatten()
        .find(|found| found.key.local_name().as_ref() == wanted)?;
    let value = found.normalized_value(XmlVersion::Implicit1_0).ok()?;
    Some(value.into_owned())
}

/// The tag with attributes replaced, added, or (without a value) left out. `end`: `>` or `/>`.
pub(super) fn retagged(tag: &BytesStart<'_>, set: &[(&str, Option<String>)], end: &str) -> String {
    let mut out = format!("<{}", tag.name().as_ref());
    let mut push = |name: &str, value: &str| {
        out.push(' ');
        out.push_str(name);
        out.push_str("=\"");
        // A break in a value is kept only where it is written as a number.
        out.push_str(&escaped(value).replace('\n', "&#10;").replace('\t', "&#9;"));
        out.push('"');
    };
    let mut done: Vec<&str> = Vec::new();
    for found in tag.attributes().flatten() {
        let name = found.key.as_ref();
        if let Some((wanted, value)) = set.iter().find(|(wanted, _)| *wanted == name) {
            done.push(wanted);
            if let Some(value) = value {
                push(name, value);
            }
        } else {
            let value = found.normalized_value(XmlVersion::Implicit1_0);
            push(name, &value.unwrap_or_default());
        }
    }
    for (name, value) in set {
        if let (false, Some(value)) = (done.contains(name), value) {
            push(name, value);
        }
    }
    out.push_str(end);
    out
}
