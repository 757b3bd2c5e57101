//! Every limit with its name; the configuration may lower or raise those that are settings.

/// Characters of a title.
pub const TITLE_CHARS_MAX: usize = 200;
/// Characters of a plain text field.
pub const TEXT_CHARS_MAX: usize = 8_000;
/// Characters of a name of a unit or person.
pub const NAME_CHARS_MAX: usize = 120;
/// Bytes of a form or JSON body.
pub const BODY_BYTES_MAX: usize = 1024 * 1024;
/// Bytes of one uploaded file, by default.
pub const FILE_BYTES_MAX: usize = 50 * 1024 * 1024;
/// Files of one problem.
pub const FILES_PER_PROBLEM_MAX: u64 = 50;
/// Rows of a list page, by default and at most.
pub const PAGE_ROWS: u64 = 50;
/// Rows of a list page, at most.
pub const PAGE_ROWS_MAX: u64 = 500;
/// Partners of one pairing.
pub const PARTNERS_MAX: usize = 60;
/// Depth of measures under measures.
pub const MEASURE_DEPTH_MAX: u32 = 12;
/// Rows of one export.
pub const EXPORT_ROWS_MAX: usize = 100_000;
/// Hours for which the answer of an unsafe request is kept under its idempotency key.
pub const IDEMPOTENCY_HOURS: i64 = 72;
/// Seconds that a writer waits for its turn before it is refused.
pub const WRITE_WAIT_SECONDS: u64 = 10;
