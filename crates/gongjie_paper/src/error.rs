//! The ways in which a sheet cannot be written, each naming the sheet and cell at fault.

/// Why a sheet was not written. Nothing is written in part.
#[derive(Debug, thiserror::Error)]
pub enum PaperError {
    #[error("a workbook needs at least one sheet")]
    NoSheets,
    #[error("sheet {sheet:?} has no columns")]
    NoColumns { sheet: String },
    #[error(
        "sheet {sheet:?} has {columns} columns; the limit is {}",
        crate::MAX_COLUMNS
    )]
    TooManyColumns { sheet: String, columns: usize },
    #[error(
        "sheet {sheet:?} has {rows} rows with title and footer; the limit is {}",
        crate::MAX_ROWS
    )]
    TooManyRows { sheet: String, rows: usize },
    #[error(
        "sheet {sheet:?} has {rows} rows and {columns} columns; a table of a document has at most {} and {}",
        crate::MAX_DOCUMENT_ROWS,
        crate::MAX_DOCUMENT_COLUMNS
    )]
    TooLargeForDocument {
        sheet: String,
        rows: usize,
        columns: usize,
    },
    /// `row` counts the rows of the table from 1.
    #[error("sheet {sheet:?}, table row {row} has {cells} cells for {columns} columns")]
    TooManyCells {
        sheet: String,
        row: usize,
        cells: usize,
        columns: usize,
    },
    /// `cell` is the address in the written file, for example `C7`; `chars` counts UTF-16 units.
    #[error("sheet {sheet:?}, cell {cell}: {chars} characters; the limit is {limit}")]
    TextTooLong {
        sheet: String,
        cell: String,
        chars: usize,
        limit: usize,
    },
    #[error("sheet {sheet:?}, cell {cell}: the link is not a usable http, https or mailto address")]
    BadLink { sheet: String, cell: String },
    #[error("sheet {sheet:?} has more than {} links", crate::MAX_LINKS)]
    TooManyLinks { sheet: String },
    #[error("the creation time {unix} is outside the years 1900 to 9999")]
    BadTime { unix: i64 },
    /// A limit of the xlsx library that the checks above did not foresee.
    #[error("the xlsx library refused the sheet")]
    Xlsx(#[from] rust_xlsxwriter::XlsxError),
    /// The parts of a document could not be packed.
    #[error("the document could not be packed")]
    Zip(#[from] zip::result::ZipError),
    #[error("the document could not be packed")]
    Io(#[from] std::io::Error),
}
