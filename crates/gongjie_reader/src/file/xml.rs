//! Reads XML parts event by event: names without prefixes, entities refused, depth bounded.

use quick_xml::Reader;
use quick_xml::XmlVersion;
use quick_xml::events::{BytesRef, BytesStart, Event};

use crate::limits;
use crate::refusal::{Kind, Refusal};

/// What happens next in a part.
pub enum Step<'i> {
    /// An element begins. An empty one ends at once with [`Step::Close`].
    Open(BytesStart<'i>),
    /// An element ends; its name without a prefix.
    Close(String),
    /// Text between tags.
    Text(String),
    /// The part ends.
    End,
}

/// Walks one part.
pub struct Walk<'i> {
    reader: Reader<&'i [u8]>,
    depth: usize,
    pending: Option<String>,
}

impl<'i> Walk<'i> {
    pub fn new(text: &'i str) -> Self {
        Self {
            reader: Reader::from_str(text),
            depth: 0,
            pending: None,
        }
    }

    /// The next step.
    ///
    /// # Errors
    /// Damaged XML, a document type or an unknown entity, or elements too deep inside each other.
    pub fn step(&mut self) -> Result<Step<'i>, Refusal> {
        if let Some(name) = self.pending.take() {
            return Ok(Step::Close(name));
        }
        loop {
            match self.reader.read_event().map_err(Refusal::damaged)? {
                Event::Start(tag) => {
                    self.depth += 1;
                    if self.depth > limits::XML_DEPTH_MAX {
                        return Err(Refusal::damaged("elements too deep inside each other"));
                    }
                    return Ok(Step::Open(tag));
                }
                Event::Empty(tag) => {
                    self.pending = Some(name(&tag).to_owned());
                    return Ok(Step::Open(tag));
                }
                Event::End(tag) => {
                    self.depth = self.depth.saturating_sub(1);
                    return Ok(Step::Close(tag.local_name().as_ref().to_owned()));
                }
                Event::Text(text) => {
                    return Ok(Step::Text(
                        text.xml_content(XmlVersion::Implicit1_0).into_owned(),
                    ));
                }
                Event::CData(text) => {
                    return Ok(Step::Text(
                        text.xml_content(XmlVersion::Implicit1_0).into_owned(),
                    ));
                }
                Event::GeneralRef(reference) => return Ok(Step::Text(resolved(&reference)?)),
                Event::DocType(_) => {
                    return Err(Refusal::new(
                        Kind::Unsafe,
                        "a part declares a document type",
                    ));
                }
                Event::Eof if self.depth > 0 => {
                    return Err(Refusal::damaged("a part ends in the middle"));
                }
                Event::Eof => return Ok(Step::End),
                Event::Comment(_) | Event::Decl(_) | Event::PI(_) => {}
            }
        }
    }
}

/// An element's name without its prefix.
pub fn name<'t>(tag: &'t BytesStart<'_>) -> &'t str {
    tag.local_name().into_inner()
}

/// An attribute by its name without prefix.
pub fn attribute(tag: &BytesStart<'_>, wanted: &str) -> Option<String> {
    tag.attributes().flatten().find_map(|found| {
        (found.key.local_name().as_ref() == wanted)
            .then(|| {
                found
                    .normalized_value(XmlVersion::Implicit1_0)
                    .ok()
                    .map(std::borrow::Cow::into_owned)
            })
            .flatten()
    })
}

fn resolved(reference: &BytesRef<'_>) -> Result<String, Refusal> {
    let unknown = || Refusal::new(Kind::Unsafe, "a part uses an entity that XML does not know");
    if reference.is_char_ref() {
        let letter = reference.resolve_char_ref().map_err(Refusal::damaged)?;
        return letter.map(String::from).ok_or_else(unknown);
    }
    let content = reference.xml_content(XmlVersion::Implicit1_0);
    match content.as_ref() {
        "lt" => Ok("<".to_owned()),
        "gt" => Ok(">".to_owned()),
        "amp" => Ok("&".to_owned()),
        "quot" => Ok("\"".to_owned()),
        "apos" => Ok("'".to_owned()),
        _ => Err(unknown()),
    }
}
