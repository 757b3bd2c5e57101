//! A sheet of any length: its rows come part by part and lie in a temporary file, so few are in memory.

use rust_xlsxwriter::Format;

use super::pen::{Pen, place};
use super::style::Styles;
use super::{body, document, head, page};
use crate::error::PaperError;
use crate::layout::Layout;
use crate::limits::{check, heading};
use crate::names::Names;
use crate::sheet::{Properties, Row, Sheet};

/// One sheet that is being written. Rows are not merged with those above them, and a column with a group has both in its
/// heading, as `group/heading`. The same rows in any parts give the same bytes.
pub struct LongSheet {
    book: rust_xlsxwriter::Workbook,
    styles: Styles,
    /// Without rows.
    sheet: Sheet,
    written: usize,
}

impl LongSheet {
    /// Begins a file with one sheet: title, facts and header. Rows and footer that it already has are left out.
    ///
    /// # Errors
    /// As [`super::write_xlsx`]; and where no temporary file can be made.
    pub fn begin(mut sheet: Sheet, properties: &Properties) -> Result<Self, PaperError> {
        sheet.rows.clear();
        sheet.footer.clear();
        // A heading over two rows cannot be written row by row.
        for column in &mut sheet.columns {
            column.heading = heading(column);
            column.group = None;
        }
        let layout = Layout::office(&sheet);
        check(&sheet, layout)?;
        let mut book = rust_xlsxwriter::Workbook::new();
        book.set_properties(&document(properties)?);
        let mut styles = Styles::default();
        let mut pen = Pen::new(book.add_worksheet_with_constant_memory()?, &mut styles);
        pen.paper().set_name(Names::default().next(&sheet.name))?;
        page::write(&mut pen, &sheet, layout)?;
        head::write(&mut pen, &sheet, layout)?;
        Ok(Self {
            book,
            styles,
            sheet,
            written: 0,
        })
    }

    /// Rows so far.
    pub const fn len(&self) -> usize {
        self.written
    }

    /// No row yet.
    pub const fn is_empty(&self) -> bool {
        self.written == 0
    }

    /// Writes the next rows.
    ///
    /// # Errors
    /// A limit of the format, naming the cell.
    pub fn push(&mut self, mut rows: Vec<Row>) -> Result<(), PaperError> {
        for cell in rows.iter_mut().flat_map(|row| row.cells.iter_mut()) {
            cell.merge_up = false;
        }
        let part = Sheet {
            rows,
            ..self.sheet.clone()
        };
        let layout = self.layout(&part);
        check(&part, layout)?;
        self.written += part.rows.len();
        let paper = self.book.worksheet_from_index(0)?;
        body::write(&mut Pen::new(paper, &mut self.styles), &part, layout)
    }

    /// Ends the table with its remarks and gives the file.
    ///
    /// # Errors
    /// As [`LongSheet::push`].
    pub fn finish(mut self, footer: Vec<String>) -> Result<Vec<u8>, PaperError> {
        let part = Sheet {
            footer,
            ..self.sheet.clone()
        };
        let layout = self.layout(&part);
        check(&part, layout)?;
        let paper = self.book.worksheet_from_index(0)?;
        head::write_footer(&mut Pen::new(paper, &mut self.styles), &part, layout)?;
        // The library repeats the last row where it has a height, and spreadsheet programs take that for damage; so the
        // last one is an empty row without a height.
        let (end, _) = place((layout.end, 0))?;
        paper.write_blank(end, 0, &Format::new())?;
        Ok(self.book.save_to_buffer()?)
    }

    /// Where a part lies: behind the rows that are written.
    fn layout(&self, part: &Sheet) -> Layout {
        let layout = Layout::office(part);
        Layout {
            data: layout.data + self.written,
            footer: layout.footer + self.written,
            end: layout.end + self.written,
            ..layout
        }
    }
}
