//! The XML of a document with tables.
#![no_main]

use gongjie_fuzz::{document, read};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    read(&document(bytes));
});
