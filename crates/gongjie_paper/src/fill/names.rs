//! Defined names of a workbook that speak of the sheet: print area, filter and names of the office.

use quick_xml::events::Event;

use super::FillError;
use super::raw::{Pieces, attribute, is_named};
use super::reference::Shift;
use crate::markup::escaped;

/// The workbook with the names of one sheet moved; nothing where none of them moves.
pub(super) fn moved(
    text: &str,
    number: usize,
    sheet: &str,
    shift: Shift,
) -> Result<Option<String>, FillError> {
    let mut out = String::with_capacity(text.len() + 16);
    let mut is_ours = None;
    let number = number.to_string();
    for piece in Pieces::of(text) {
        let piece = piece?;
        match &piece.event {
            Event::Start(tag) if is_named(tag, "definedName") => {
                let own = attribute(tag, "localSheetId");
                is_ours = Some(own.is_none_or(|own| own == number));
                out.push_str(piece.raw);
            }
            Event::End(_) => {
                is_ours = None;
                out.push_str(piece.raw);
            }
            Event::Text(words) if is_ours == Some(true) && words.contains(sheet) => {
                out.push_str(&escaped(&shift.name(words)));
            }
            _ => out.push_str(piece.raw),
        }
    }
    Ok((out != text).then_some(out))
}
