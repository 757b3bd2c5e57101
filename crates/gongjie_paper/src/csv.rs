//! A sheet as csv for machines: one header row, every cell filled, RFC 4180 with a byte order mark.

use crate::error::PaperError;
use crate::guard::safe_text;
use crate::layout::Layout;
use crate::limits::{check, heading};
use crate::sheet::{Sheet, Value};
use crate::spans::is_swallowed;

/// Writes the table of a sheet as UTF-8 csv with BOM and CRLF; title, facts and footer stay out.
///
/// Grouped headings are written `group/heading`. A merged cell repeats the value above it. Text is
/// always quoted and gets an apostrophe where a spreadsheet might take it for a formula; figures
/// are written as they are shown. Errors: the limits of a sheet, as for xlsx.
pub fn write_csv(sheet: &Sheet) -> Result<Vec<u8>, PaperError> {
    check(sheet, Layout::plain(sheet))?;
    let mut out = String::from("\u{FEFF}");
    let headings: Vec<String> = sheet.columns.iter().map(|c| quoted(&heading(c))).collect();
    push_record(&mut out, &headings);
    let mut record = vec![String::new(); sheet.columns.len()];
    for (index, row) in sheet.rows.iter().enumerate() {
        for (column, field) in record.iter_mut().enumerate() {
            if is_swallowed(sheet, index, column) {
                continue;
            }
            *field = match row.cells.get(column).map(|cell| &cell.value) {
                None => quoted(""),
                Some(Value::Text(text)) => quoted(text),
                Some(number) => number.display(),
            };
        }
        push_record(&mut out, &record);
    }
    Ok(out.into_bytes())
}

fn push_record(out: &mut String, fields: &[String]) {
    for (index, field) in fields.iter().enumerate() {
        if index > 0 {
            out.push(',');
        }
        out.push_str(field);
    }
    out.push_str("\r\n");
}

fn quoted(raw: &str) -> String {
    let safe = safe_text(raw);
    let apostrophe = if safe.guarded { "'" } else { "" };
    format!("\"{apostrophe}{}\"", safe.text.replace('"', "\"\""))
}
