//! Whole containers: lying sizes, names, and parts that are missing.
#![no_main]

use gongjie_fuzz::{is_old_workbook, read};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    if !is_old_workbook(bytes) {
        read(bytes);
    }
});
