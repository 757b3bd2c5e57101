//! Sheets as xlsx in the office layout: A4, one page wide, title, facts, header, table, footer.

mod body;
mod head;
mod long;
mod page;
mod pen;
mod style;

use rust_xlsxwriter::{DocProperties, ExcelDateTime};

use crate::error::PaperError;
use crate::layout::Layout;
use crate::limits::check;
use crate::names::Names;
use crate::sheet::{Properties, Workbook};
pub use long::LongSheet;
use pen::Pen;
use style::Styles;

/// Writes a workbook in memory, in time linear in its cells.
///
/// The same workbook and properties give the same bytes. Every text is a string cell, never a
/// formula. Row heights are estimated and end at Excel's 409 pt, so a single-row cell of some
/// 25 lines or more is cut in print. Errors: a limit of the format, naming sheet and cell; a
/// link that is not http, https or mailto; a time outside the years 1900 to 9999.
pub fn write_xlsx(workbook: &Workbook, properties: &Properties) -> Result<Vec<u8>, PaperError> {
    if workbook.sheets.is_empty() {
        return Err(PaperError::NoSheets);
    }
    for sheet in &workbook.sheets {
        check(sheet, Layout::office(sheet))?;
    }
    let mut book = rust_xlsxwriter::Workbook::new();
    book.set_properties(&document(properties)?);
    let mut names = Names::default();
    for sheet in &workbook.sheets {
        let layout = Layout::office(sheet);
        let mut styles = Styles::default();
        let mut pen = Pen::new(book.add_worksheet(), &mut styles);
        pen.paper().set_name(names.next(&sheet.name))?;
        page::write(&mut pen, sheet, layout)?;
        head::write(&mut pen, sheet, layout)?;
        body::write(&mut pen, sheet, layout)?;
        head::write_footer(&mut pen, sheet, layout)?;
    }
    Ok(book.save_to_buffer()?)
}

fn document(properties: &Properties) -> Result<DocProperties, PaperError> {
    let unix = properties.created_unix;
    let created = ExcelDateTime::from_timestamp(unix).map_err(|_| PaperError::BadTime { unix })?;
    Ok(DocProperties::new()
        .set_title(&properties.title)
        .set_author(&properties.creator)
        .set_creation_datetime(&created))
}
