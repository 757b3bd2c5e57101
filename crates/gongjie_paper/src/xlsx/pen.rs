//! The only way text reaches a cell: as a string, guarded, and never as raw markup.

use rust_xlsxwriter::{Format, Note, Url, Worksheet, XlsxError};

use super::style::{Style, Styles};
use crate::error::PaperError;
use crate::guard::safe_text;
use crate::measure;

/// A worksheet being written; rows and columns count from 0.
pub(crate) struct Pen<'a> {
    paper: &'a mut Worksheet,
    styles: &'a mut Styles,
}

impl<'a> Pen<'a> {
    pub fn new(paper: &'a mut Worksheet, styles: &'a mut Styles) -> Self {
        Self { paper, styles }
    }

    /// The worksheet itself, for page settings only.
    pub fn paper(&mut self) -> &mut Worksheet {
        self.paper
    }

    /// Writes a text, blank or not.
    pub fn text(
        &mut self,
        at: (usize, usize),
        raw: &str,
        mut style: Style,
    ) -> Result<(), PaperError> {
        let safe = safe_text(raw);
        style.guarded = safe.guarded;
        let (row, column) = place(at)?;
        let format = self.styles.get(style);
        if is_taken_for_markup(&safe.text) {
            let run = Format::new();
            self.paper
                .write_rich_string_with_format(row, column, &[(&run, &safe.text)], format)?;
        } else {
            self.paper
                .write_string_with_format(row, column, safe.text, format)?;
        }
        Ok(())
    }

    /// Writes a finite figure.
    pub fn number(
        &mut self,
        at: (usize, usize),
        value: f64,
        style: Style,
    ) -> Result<(), PaperError> {
        let (row, column) = place(at)?;
        self.paper
            .write_number_with_format(row, column, value, self.styles.get(style))?;
        Ok(())
    }

    /// Puts a link on a cell that is written after this call; `shown` is its text.
    pub fn link(
        &mut self,
        at: (usize, usize),
        address: &str,
        shown: &str,
    ) -> Result<(), PaperError> {
        let (row, column) = place(at)?;
        let shown = safe_text(shown).text;
        let shown = if is_taken_for_markup(&shown) {
            "…"
        } else {
            &shown
        };
        self.paper
            .write_url(row, column, Url::new(address).set_text(shown))?;
        Ok(())
    }

    /// Puts a note on a cell, large enough for its text.
    pub fn note(&mut self, at: (usize, usize), raw: &str) -> Result<(), PaperError> {
        const CHARS: usize = 32;
        let (row, column) = place(at)?;
        let safe = safe_text(raw);
        let lines = u32::try_from(measure::lines(&safe.text, CHARS))
            .unwrap_or(40)
            .clamp(3, 40);
        let note = Note::new(safe.text)
            .add_author_prefix(false)
            .set_width(220)
            .set_height(lines * 18 + 8);
        self.paper.insert_note(row, column, &note)?;
        Ok(())
    }

    /// Merges a block and gives all of it the style; the text is written after this call.
    pub fn merge(
        &mut self,
        from: (usize, usize),
        to: (usize, usize),
        style: Style,
    ) -> Result<(), PaperError> {
        if from == to {
            return Ok(());
        }
        let ((top, left), (bottom, right)) = (place(from)?, place(to)?);
        self.paper
            .merge_range(top, left, bottom, right, "", self.styles.get(style))?;
        Ok(())
    }

    /// Sets the height of a row in points.
    pub fn height(&mut self, row: usize, points: f64) -> Result<(), PaperError> {
        let (row, _) = place((row, 0))?;
        self.paper.set_row_height(row, points)?;
        Ok(())
    }
}

/// The library writes a text that looks like its own rich-text markup into the file unescaped,
/// so a user's `<r>…</r>` would become part of the XML; such a text goes the escaped way instead.
fn is_taken_for_markup(text: &str) -> bool {
    text.starts_with("<r>") && text.ends_with("</r>")
}

pub(crate) fn place((row, column): (usize, usize)) -> Result<(u32, u16), XlsxError> {
    match (u32::try_from(row), u16::try_from(column)) {
        (Ok(row), Ok(column)) => Ok((row, column)),
        _ => Err(XlsxError::RowColumnLimitError),
    }
}
