//! Sheets as one docx: tables for a meeting, in the style of official papers or of the house. Text only.

mod parts;
mod preset;
mod table;
mod text;

use std::io::{Cursor, Write as _};

use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, DateTime, ZipWriter};

use crate::error::PaperError;
use crate::layout::{Layout, meta_line};
use crate::limits::{MAX_DOCUMENT_COLUMNS, MAX_DOCUMENT_ROWS, check};
use crate::sheet::{Orientation, Properties, Sheet, Workbook};
pub use preset::Preset;
use text::paragraph;

/// Namespaces that the parts of a document use.
pub(crate) const SPACES: &str = "xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\" \
     xmlns:r=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships\"";
/// A line so low that nobody sees it: a table may not end a section.
const NO_LINE: &str =
    "<w:spacing w:before=\"0\" w:after=\"0\" w:line=\"20\" w:lineRule=\"exact\"/>";

/// Writes a workbook as a document in memory; each sheet begins on a new page unless it goes on.
///
/// The same workbook, properties and style give the same bytes. Fonts are named and not embedded. No fields but the page
/// numbers; links and notes of cells are left out. Errors: a limit of the format, naming sheet and cell; a time outside
/// the years that can be written.
pub fn write_docx(
    workbook: &Workbook,
    properties: &Properties,
    preset: Preset,
) -> Result<Vec<u8>, PaperError> {
    if workbook.sheets.is_empty() {
        return Err(PaperError::NoSheets);
    }
    for sheet in &workbook.sheets {
        fits(sheet)?;
    }
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    let options = SimpleFileOptions::default()
        .compression_method(CompressionMethod::Deflated)
        .last_modified_time(DateTime::default());
    let document = document(workbook, preset);
    for (path, text) in parts::all(properties, preset)?
        .into_iter()
        .chain([("word/document.xml", document)])
    {
        zip.start_file(path, options)?;
        zip.write_all(text.as_bytes())?;
    }
    Ok(zip.finish()?.into_inner())
}

fn fits(sheet: &Sheet) -> Result<(), PaperError> {
    let layout = Layout::office(sheet);
    check(sheet, layout)?;
    let (rows, columns) = (layout.footer - layout.header, sheet.columns.len());
    if rows > MAX_DOCUMENT_ROWS || columns > MAX_DOCUMENT_COLUMNS {
        return Err(PaperError::TooLargeForDocument {
            sheet: sheet.name.clone(),
            rows,
            columns,
        });
    }
    Ok(())
}

fn document(workbook: &Workbook, preset: Preset) -> String {
    let mut out = format!("{}<w:document {SPACES}><w:body>", parts::DECLARATION);
    for (index, sheet) in workbook.sheets.iter().enumerate() {
        let next = workbook.sheets.get(index + 1);
        let section = preset.section(sheet.orientation);
        write_head(&mut out, sheet, index > 0 && sheet.goes_on);
        table::write(&mut out, sheet, preset.width_twips(sheet.orientation));
        let is_last_of_section =
            next.is_some_and(|next| !next.goes_on || next.orientation != sheet.orientation);
        let close = if is_last_of_section { &section } else { "" };
        write_foot(&mut out, sheet, close);
        if next.is_none() {
            out.push_str(&section);
        }
    }
    out.push_str("</w:body></w:document>");
    out
}

fn write_head(out: &mut String, sheet: &Sheet, is_heading: bool) {
    if !sheet.title.is_empty() {
        let style = if is_heading { "Heading" } else { "Title" };
        paragraph(out, style, "", &sheet.title);
    }
    if !sheet.meta.is_empty() {
        paragraph(out, "Facts", "", &meta_line(sheet));
    }
    if !sheet.intro.is_empty() {
        paragraph(out, "Intro", "", &sheet.intro);
    }
}

/// Remarks below the table; the last paragraph ends the section where one ends.
fn write_foot(out: &mut String, sheet: &Sheet, section: &str) {
    let Some((last, lines)) = sheet.footer.split_last() else {
        out.push_str("<w:p><w:pPr>");
        out.push_str(NO_LINE);
        out.push_str(section);
        out.push_str("</w:pPr></w:p>");
        return;
    };
    for line in lines {
        paragraph(out, "Remark", "", line);
    }
    paragraph(out, "Remark", section, last);
}

impl Preset {
    /// Paper, margins and page numbers of a section.
    fn section(self, orientation: Orientation) -> String {
        let (wide, high, turned) = match orientation {
            Orientation::Portrait => (11_906, 16_838, ""),
            Orientation::Landscape => (16_838, 11_906, " w:orient=\"landscape\""),
        };
        let [top, right, bottom, left] = self.margins_twips(orientation);
        format!(
            "<w:sectPr><w:footerReference w:type=\"default\" r:id=\"rId4\"/><w:type w:val=\"nextPage\"/>\
             <w:pgSz w:w=\"{wide}\" w:h=\"{high}\"{turned}/>\
             <w:pgMar w:top=\"{top}\" w:right=\"{right}\" w:bottom=\"{bottom}\" w:left=\"{left}\" \
             w:header=\"851\" w:footer=\"851\" w:gutter=\"0\"/></w:sectPr>"
        )
    }
}
