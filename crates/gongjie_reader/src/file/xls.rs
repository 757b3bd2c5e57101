//! Workbooks of the old format, through calamine.

use std::io::Cursor;

use calamine::{Data, Reader, Xls, XlsError};

use super::shown::{date_text, plain};
use crate::grid::{Area, Book, Builder, Grid, Meter, Value};
use crate::refusal::{Kind, Refusal};

/// Reads a workbook. The library stops with a panic at some damaged files; here that is a refusal.
pub fn open(bytes: &[u8], meter: &mut Meter) -> Result<Book, Refusal> {
    let read = std::panic::AssertUnwindSafe(|| read(bytes, meter));
    std::panic::catch_unwind(read)
        .unwrap_or_else(|_| Err(Refusal::damaged("the workbook contradicts itself")))
}

#[expect(
    clippy::disallowed_methods,
    reason = "the old format has no reader by cells; it is bounded by its 65,536 rows of 256 columns and runs apart, under limits"
)]
fn read(bytes: &[u8], meter: &mut Meter) -> Result<Book, Refusal> {
    let mut book: Xls<_> = Xls::new(Cursor::new(bytes)).map_err(refused)?;
    let mut out = Book::default();
    for sheet in book.sheet_names() {
        meter.sheet()?;
        let merges = book.merge_cells_by_sheet_name(&sheet).unwrap_or_default();
        let range = match book.worksheet_range(&sheet) {
            Ok(range) => range,
            Err(XlsError::WorksheetNotFound(_)) => continue,
            Err(error) => return Err(refused(error)),
        };
        let (top, left) = range.start().unwrap_or((0, 0));
        let mut builder = Builder::default();
        for (row, column, cell) in range.used_cells() {
            let place =
                |at: usize, from: u32| u32::try_from(at).unwrap_or(u32::MAX).saturating_add(from);
            let (text, value) = content(cell);
            builder.push(
                meter,
                place(row, top).saturating_add(1),
                place(column, left),
                &text,
                value,
            )?;
        }
        out.grids.push(Grid {
            name: sheet,
            rows: builder.rows(),
            merges: merges
                .iter()
                .map(|m| Area {
                    top: m.start.0 + 1,
                    left: m.start.1,
                    bottom: m.end.0 + 1,
                    right: m.end.1,
                })
                .collect(),
            can_merge: true,
            hides_formats: true,
            ..Grid::default()
        });
    }
    Ok(out)
}

fn content(cell: &Data) -> (String, Value) {
    match cell {
        Data::Float(number) => (plain(*number), Value::Number(*number)),
        #[expect(clippy::cast_precision_loss, reason = "numbers of a sheet are floats")]
        Data::Int(number) => (number.to_string(), Value::Number(*number as f64)),
        Data::Bool(yes) => (if *yes { "是" } else { "否" }.to_owned(), Value::Text),
        Data::DateTime(moment) => {
            // The library says that it is a date, and not how the sheet shows it.
            let date = gongjie_words::date::excel_serial(moment.as_f64(), false);
            match date {
                Some(date) => (date_text(date, true, true, true), Value::Date(date)),
                None => (plain(moment.as_f64()), Value::Number(moment.as_f64())),
            }
        }
        Data::Error(_) | Data::Empty => (String::new(), Value::Text),
        other => (other.to_string(), Value::Text),
    }
}

fn refused(error: XlsError) -> Refusal {
    match error {
        XlsError::Password => Refusal::new(
            Kind::Protected,
            "the file is protected by a password; save a copy without one",
        ),
        other => Refusal::damaged(other),
    }
}
