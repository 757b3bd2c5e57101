//! Office sheets and documents: knows paper, fonts and cells, and no word of the product's domain.
//!
//! A caller fills a [`Workbook`] of [`Sheet`]s and hands it to [`write_xlsx`], to [`write_docx`] or, sheet by sheet, to
//! [`write_csv`]. All work in memory and take time linear in the number of cells.

mod csv;
mod docx;
mod error;
mod fill;
mod guard;
mod layout;
mod limits;
mod markup;
mod measure;
mod names;
mod sheet;
mod spans;
mod xlsx;

pub use csv::write_csv;
pub use docx::{Preset, write_docx};
pub use error::PaperError;
pub use fill::{FillError, Slot, fill_xlsx};
pub use guard::{SafeText, safe_text};
pub use limits::{
    MAX_CELL_CHARS, MAX_COLUMNS, MAX_COMMENT_CHARS, MAX_DOCUMENT_COLUMNS, MAX_DOCUMENT_ROWS,
    MAX_LINK_CHARS, MAX_LINKS, MAX_ROWS, MAX_SHEET_NAME_CHARS,
};
pub use sheet::{
    Align, Cell, Column, NumberFormat, Orientation, Properties, Rgb, Row, Sheet, Value, Workbook,
};
pub use xlsx::{LongSheet, write_xlsx};
