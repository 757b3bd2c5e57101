//! Dates, limits and figures as people write them.
#![no_main]

use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    let text = String::from_utf8_lossy(bytes);
    let _ = gongjie_words::date::WrittenDate::read(&text, Some(2026));
    let _ = gongjie_words::name_key(&text);
});
