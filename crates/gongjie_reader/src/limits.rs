//! How much of a foreign file is read. Above a limit the file is refused with the reason, never cut.

/// Bytes of a file: the largest ledger seen in practice has 2 MB.
pub const FILE_BYTES_MAX: usize = 20 * 1024 * 1024;
/// Bytes of all parts of one zip container when inflated; 100,000 rows of a ledger have about 90 MB.
pub const INFLATED_BYTES_MAX: u64 = 128 * 1024 * 1024;
/// Entries of a zip container.
pub const ZIP_ENTRIES_MAX: usize = 4_000;
/// Sheets of a book, tables of a document.
pub const SHEETS_MAX: usize = 256;
/// Cells with content in all sheets together.
pub const CELLS_MAX: usize = 2_000_000;
/// Merged areas of one sheet.
pub const MERGES_MAX: usize = 100_000;
/// Bytes of text in all cells together, shared strings counted where they are used.
pub const TEXT_BYTES_MAX: usize = 128 * 1024 * 1024;
/// Columns of a sheet, as in the common programs.
pub const COLUMNS_MAX: u32 = 16_384;
/// Rows of a sheet, as in the common programs.
pub const ROWS_MAX: u32 = 1_048_576;
/// Elements inside each other in one XML part.
pub const XML_DEPTH_MAX: usize = 200;
/// Bytes of a saved web page; its tree takes many times the memory of its text.
pub const HTML_BYTES_MAX: usize = 8 * 1024 * 1024;
