//! The XML of a sheet and its shared strings.
#![no_main]

use gongjie_fuzz::{read, workbook};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    let middle = bytes.iter().position(|b| *b == 0).unwrap_or(bytes.len());
    let (sheet, strings) = bytes.split_at(middle);
    read(&workbook(sheet, strings.get(1..).unwrap_or_default()));
});
