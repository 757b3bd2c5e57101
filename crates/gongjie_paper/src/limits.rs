//! What a spreadsheet can hold, and the check that names the first cell beyond it.

use crate::error::PaperError;
use crate::layout::{Layout, address, meta_line};
use crate::sheet::Sheet;
use crate::spans::is_swallowed;

/// Characters in one cell, counted in UTF-16 units as Excel does.
pub const MAX_CELL_CHARS: usize = 32_767;
/// Characters in one comment, in UTF-16 units; the library keeps 54 for an author.
pub const MAX_COMMENT_CHARS: usize = MAX_CELL_CHARS - 54;
/// Rows of one sheet, with title, header and footer.
pub const MAX_ROWS: usize = 1_048_576;
/// Columns of one sheet.
pub const MAX_COLUMNS: usize = 16_384;
/// Characters of a sheet name, in UTF-16 units.
pub const MAX_SHEET_NAME_CHARS: usize = 31;
/// Characters of a link, in UTF-16 units.
pub const MAX_LINK_CHARS: usize = 2_080;
/// Links on one sheet.
pub const MAX_LINKS: usize = 65_530;

/// Rows of one table of a document, with its header, as Word has them.
pub const MAX_DOCUMENT_ROWS: usize = 32_767;
/// Columns of one table of a document, as Word has them.
pub const MAX_DOCUMENT_COLUMNS: usize = 63;

/// Checks everything the chosen layout will write; the first fault is the error.
pub(crate) fn check(sheet: &Sheet, layout: Layout) -> Result<(), PaperError> {
    check_size(sheet, layout)?;
    let text = |row, column, text: &str| check_text(sheet, row, column, text, MAX_CELL_CHARS);
    if let Some(row) = layout.title {
        text(row, 0, &sheet.title)?;
    }
    if let Some(row) = layout.meta {
        text(row, 0, &meta_line(sheet))?;
    }
    if let Some(row) = layout.intro {
        text(row, 0, &sheet.intro)?;
    }
    for (index, column) in sheet.columns.iter().enumerate() {
        text(layout.header, index, &heading(column))?;
    }
    for (index, line) in sheet.footer.iter().enumerate() {
        if layout.footer + index < layout.end {
            text(layout.footer + index, 0, line)?;
        }
    }
    check_cells(sheet, layout)
}

/// A column's heading in one line, its group before it as `group/heading`.
pub(crate) fn heading(column: &crate::sheet::Column) -> String {
    match &column.group {
        Some(group) => format!("{group}/{}", column.heading),
        None => column.heading.clone(),
    }
}

fn check_size(sheet: &Sheet, layout: Layout) -> Result<(), PaperError> {
    let name = || sheet.name.clone();
    let columns = sheet.columns.len();
    if columns == 0 {
        return Err(PaperError::NoColumns { sheet: name() });
    }
    if columns > MAX_COLUMNS {
        return Err(PaperError::TooManyColumns {
            sheet: name(),
            columns,
        });
    }
    if layout.end > MAX_ROWS {
        return Err(PaperError::TooManyRows {
            sheet: name(),
            rows: layout.end,
        });
    }
    match sheet.rows.iter().position(|row| row.cells.len() > columns) {
        None => Ok(()),
        Some(index) => Err(PaperError::TooManyCells {
            sheet: name(),
            row: index + 1,
            cells: sheet.rows.get(index).map_or(0, |row| row.cells.len()),
            columns,
        }),
    }
}

fn check_cells(sheet: &Sheet, layout: Layout) -> Result<(), PaperError> {
    let mut links = 0_usize;
    for (index, row) in sheet.rows.iter().enumerate() {
        for (column, cell) in row.cells.iter().enumerate() {
            if is_swallowed(sheet, index, column) {
                continue;
            }
            let at = layout.data + index;
            if let crate::sheet::Value::Text(text) = &cell.value {
                check_text(sheet, at, column, text, MAX_CELL_CHARS)?;
            }
            if let Some(comment) = &cell.comment {
                check_text(sheet, at, column, comment, MAX_COMMENT_CHARS)?;
            }
            if let Some(link) = &cell.link {
                links += 1;
                if !is_usable(link) {
                    let cell = address(at, column);
                    return Err(PaperError::BadLink {
                        sheet: sheet.name.clone(),
                        cell,
                    });
                }
            }
        }
    }
    if links > MAX_LINKS {
        return Err(PaperError::TooManyLinks {
            sheet: sheet.name.clone(),
        });
    }
    Ok(())
}

fn check_text(
    sheet: &Sheet,
    row: usize,
    column: usize,
    text: &str,
    limit: usize,
) -> Result<(), PaperError> {
    // A UTF-16 text is never longer than its UTF-8 form, so most texts need no counting.
    if text.len() <= limit {
        return Ok(());
    }
    let chars = text.encode_utf16().count();
    if chars <= limit {
        return Ok(());
    }
    let cell = address(row, column);
    Err(PaperError::TextTooLong {
        sheet: sheet.name.clone(),
        cell,
        chars,
        limit,
    })
}

/// The library escapes `%` again unless it sees one of a few escapes, which would break the
/// link; so an address with other escapes is refused rather than altered. Non-ASCII characters
/// can stand in the address unescaped.
fn is_usable(link: &str) -> bool {
    const KEPT: [&str; 11] = [
        "%20", "%25", "%22", "%60", "%3c", "%3e", "%5b", "%5d", "%5e", "%7b", "%7d",
    ];
    let lower = link.to_ascii_lowercase();
    let scheme = ["http://", "https://", "mailto:"]
        .iter()
        .any(|s| lower.starts_with(s));
    let escapes = !lower.contains('%') || KEPT.iter().any(|kept| lower.contains(kept));
    scheme
        && escapes
        && !link.contains(char::is_control)
        && link.encode_utf16().count() <= MAX_LINK_CHARS
}
