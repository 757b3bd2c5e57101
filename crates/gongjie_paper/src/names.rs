//! Sheet names that a spreadsheet accepts: short, clean and different from each other.

use std::collections::HashSet;

use crate::limits::MAX_SHEET_NAME_CHARS;

/// Gives out names in order, each different from those before it without regard to case.
#[derive(Debug, Default)]
pub(crate) struct Names {
    taken: HashSet<String>,
    count: usize,
}

impl Names {
    /// The wanted name with forbidden characters in their full-width form, cut to the limit, and
    /// numbered where it is taken.
    pub fn next(&mut self, wanted: &str) -> String {
        self.count += 1;
        let base = clean(wanted);
        let base = if base.is_empty() {
            format!("Sheet{}", self.count)
        } else {
            base
        };
        if self.taken.insert(base.to_lowercase()) {
            return base;
        }
        // The position in the workbook is tried first, so many equal names stay cheap; among one
        // candidate more than there are names, one is free.
        (self.count..=self.count + self.taken.len())
            .map(|number| {
                let tail = format!("({number})");
                cut(&base, MAX_SHEET_NAME_CHARS.saturating_sub(tail.len())) + &tail
            })
            .find(|name| self.taken.insert(name.to_lowercase()))
            .unwrap_or(base)
    }
}

fn clean(wanted: &str) -> String {
    let replaced: String = wanted
        .chars()
        .filter(|c| !c.is_control() && !matches!(c, '\u{FFFE}' | '\u{FFFF}'))
        .map(|c| match c {
            '[' => '［',
            ']' => '］',
            ':' => '：',
            '*' => '＊',
            '?' => '？',
            '/' => '／',
            '\\' => '＼',
            '\'' => '’',
            other => other,
        })
        .collect();
    let name = cut(replaced.trim(), MAX_SHEET_NAME_CHARS);
    // Excel keeps this one name for itself.
    if name.eq_ignore_ascii_case("history") {
        name + "_"
    } else {
        name
    }
}

fn cut(text: &str, limit: usize) -> String {
    let mut used = 0;
    text.chars()
        .take_while(|c| {
            used += c.len_utf16();
            used <= limit
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_clean_short_and_unique() {
        let mut names = Names::default();
        assert_eq!(names.next("难题/清单:[一]*?\\"), "难题／清单：［一］＊？＼");
        assert_eq!(names.next(""), "Sheet2");
        assert_eq!(names.next("'Ledger'"), "’Ledger’");
        assert_eq!(names.next("’ledger’"), "’ledger’(4)");
        assert_eq!(names.next("History"), "History_");
        let long = "长".repeat(40);
        assert_eq!(names.next(&long).chars().count(), 31);
        let second = names.next(&long);
        assert_eq!(second, "长".repeat(28) + "(7)");
        assert_eq!(names.next(&"😀".repeat(20)).encode_utf16().count(), 30);
    }
}
