//! Text on its way into XML: cleaned and escaped, so that it is never markup.

use std::fmt::{Arguments, Write as _};

use crate::guard::safe_text;

/// Appends markup of ours with what stands in it.
pub(crate) fn add(out: &mut String, markup: Arguments<'_>) {
    // Writing into a text does not fail.
    let _ = out.write_fmt(markup);
}

/// Appends a text with what XML reads as its own made harmless.
pub(crate) fn escape(out: &mut String, raw: &str) {
    for c in safe_text(raw).text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            c => out.push(c),
        }
    }
}

/// The same as a text of its own.
pub(crate) fn escaped(raw: &str) -> String {
    let mut out = String::with_capacity(raw.len());
    escape(&mut out, raw);
    out
}
