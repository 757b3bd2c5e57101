//! Text of any encoding, separated by anything, and web pages; what it reads is judged.
#![no_main]

use gongjie_fuzz::{is_old_workbook, read};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    if !bytes.starts_with(b"PK") && !is_old_workbook(bytes) {
        read(bytes);
    }
});
