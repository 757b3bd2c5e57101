//! The one place that decides which text a spreadsheet might take for a formula.

use std::borrow::Cow;

/// A text ready for any writer: free of control characters, and judged.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SafeText<'a> {
    pub text: Cow<'a, str>,
    /// The writer must mark the cell as text: xlsx by the quote prefix, csv by an apostrophe.
    pub guarded: bool,
}

/// Cleans a text and tells whether it needs the formula guard; never fails.
///
/// Line breaks become LF and other control characters except tab vanish, as do the two code
/// points XML forbids. Guarded is a text whose first character after blanks, invisible characters
/// and quotes is one of `= + - @ ＝ ＋ － ＠`, or that has a tab or a line break before its first.
#[must_use]
pub fn safe_text(raw: &str) -> SafeText<'_> {
    let text = if raw.contains(is_unwanted) {
        Cow::Owned(cleaned(raw))
    } else {
        Cow::Borrowed(raw)
    };
    let rest = text.trim_start_matches(is_skipped);
    let before = text.strip_suffix(rest).unwrap_or_default();
    let guarded = before.contains(['\t', '\n'])
        || rest.starts_with(['=', '+', '-', '@', '＝', '＋', '－', '＠']);
    SafeText { text, guarded }
}

fn cleaned(raw: &str) -> String {
    let broken = raw.replace("\r\n", "\n").replace('\r', "\n");
    broken.chars().filter(|c| !is_unwanted(*c)).collect()
}

fn is_unwanted(c: char) -> bool {
    (c.is_control() && c != '\t' && c != '\n') || matches!(c, '\u{FFFE}' | '\u{FFFF}')
}

fn is_skipped(c: char) -> bool {
    c.is_whitespace()
        || matches!(c, '\u{200B}'..='\u{200F}' | '\u{2060}' | '\u{FEFF}')
        || matches!(c, '"' | '\'' | '“' | '”' | '‘' | '’' | '＂' | '＇')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_formula_prefix_is_guarded() {
        for payload in [
            "=1+1",
            "+1",
            "-1",
            "@SUM(A1)",
            "\tx",
            "\rx",
            "\nx",
            "\0=1",
            "＝1",
            "＋1",
            "－1",
            "＠a",
            "\"=1+1",
            "'=1",
            "  =1",
            "\u{3000}=1",
            "\u{FEFF}=1",
            "\r\n=1",
            "\"\tx",
            "“=1",
        ] {
            assert!(safe_text(payload).guarded, "{payload:?}");
        }
    }

    #[test]
    fn ordinary_text_is_left_alone() {
        for text in [
            "",
            "食堂排队",
            "a=b",
            "—",
            "2022年6月21日",
            "1.推进",
            "第一行\n第二行",
            "\"引用\"",
        ] {
            let safe = safe_text(text);
            assert!(!safe.guarded, "{text:?}");
            assert!(matches!(safe.text, Cow::Borrowed(_)), "{text:?}");
        }
    }

    #[test]
    fn control_characters_vanish_and_line_breaks_become_lf() {
        assert_eq!(
            safe_text("a\r\nb\rc\0\u{8}d\te\u{FFFF}").text,
            "a\nb\ncd\te"
        );
    }
}
