//! Every limit with its name; the configuration may lower or raise those that are settings.

use crate::{Error, Say};

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
/// Rows that a list counts for the numbers above it; where there are more it says so.
pub const COUNTED_ROWS_MAX: u64 = 1_000;
/// Partners of one pairing.
pub const PARTNERS_MAX: usize = 60;
/// Depth of measures under measures.
pub const MEASURE_DEPTH_MAX: u32 = 12;
/// Rows that one step of a grid changes and makes together.
pub const GRID_ROWS_MAX: usize = 500;
/// Cells that one step of a grid sets.
pub const GRID_CELLS_MAX: usize = 3_000;
/// Steps of a grid that are listed.
pub const GRID_STEPS_SHOWN: u64 = 50;
/// Rows of one export.
pub const EXPORT_ROWS_MAX: usize = 100_000;
/// Hours for which the answer of an unsafe request is kept under its idempotency key.
pub const IDEMPOTENCY_HOURS: i64 = 72;
/// Seconds that a writer waits for its turn before it is refused.
pub const WRITE_WAIT_SECONDS: u64 = 10;
/// Open streams of one account, one for each visible window.
pub const STREAMS_PER_ACCOUNT_MAX: usize = 8;
/// Open streams of one process.
pub const STREAMS_PER_PROCESS_MAX: usize = 2_000;
/// Seconds for which a stream stays open before the browser opens the next one.
pub const STREAM_SECONDS_MAX: u64 = 3_600;
/// Seconds between two signs of life of a quiet stream; so often its rights are looked at, too.
pub const STREAM_HEARTBEAT_SECONDS: u64 = 15;
/// Milliseconds between two looks at the journal for what other processes wrote.
pub const JOURNAL_LOOK_MS: u64 = 1_000;
/// Entries that a stream which was away is told one by one; after more it is told to read its page anew.
pub const STREAM_ENTRIES_MAX: u64 = 500;
/// A network, which may be a whole campus behind one address, may do this many times as much as a person.
pub const NETWORK_TIMES: u32 = 10;

/// Seconds until a call to another program must have its answer.
pub const OUTGOING_SECONDS_MAX: u64 = 5;
/// Bytes of such an answer.
pub const OUTGOING_BYTES_MAX: usize = 256 * 1024;
/// Tries of one delivery, within 24 hours.
pub const DELIVERY_TRIES_MAX: i64 = 6;
/// People who are told one thing at once.
pub const RECIPIENTS_MAX: usize = 2_000;

/// A number of bytes as people say it: whole MiB, else whole KiB, else bytes.
pub fn in_words(bytes: usize) -> String {
    const KIB: usize = 1024;
    const MIB: usize = 1024 * KIB;
    match bytes {
        n if n > 0 && n % MIB == 0 => format!("{} MiB", n / MIB),
        n if n > 0 && n % KIB == 0 => format!("{} KiB", n / KIB),
        n => format!("{n} B"),
    }
}

/// It is not this writer's turn and will not be soon.
pub(crate) fn writer_busy() -> Error {
    Error::TooMuch(Say::new("error-writer-busy").with("seconds", WRITE_WAIT_SECONDS))
}

#[cfg(test)]
mod tests {
    use super::in_words;

    #[test]
    fn bytes_are_said_in_the_largest_whole_unit() {
        let cases = [
            (1024 * 1024, "1 MiB"),
            (50 * 1024 * 1024, "50 MiB"),
            (1536 * 1024, "1536 KiB"),
            (1000, "1000 B"),
            (0, "0 B"),
        ];
        for (bytes, wanted) in cases {
            assert_eq!(in_words(bytes), wanted);
        }
    }
}
