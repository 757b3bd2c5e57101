//! The table: what was measured, beside the floor, with the ratios that count.

use std::fmt::Write;

use crate::measure::Figures;

/// One line: words, figure, unit, digits.
type Line = (&'static str, &'static str, &'static str, usize);

const LINES: &[Line] = &[
    (
        "Floor: list, 50 rows, 16 connections",
        "floor list",
        "/s",
        0,
    ),
    (
        "Problem list by state and unit, due first, 50 rows, 16 connections",
        "list",
        "/s",
        0,
    ),
    ("Floor: one row, 16 connections", "floor detail", "/s", 0),
    ("Problem, 16 connections", "detail", "/s", 0),
    ("Home, 16 connections", "home", "/s", 0),
    (
        "Floor: one row a commit, 8 writers",
        "floor create",
        "/s",
        0,
    ),
    (
        "Floor: 100 rows a commit, 8 writers",
        "floor create 100",
        "commits/s",
        0,
    ),
    (
        "New problem with its journal entry, 8 writers",
        "create",
        "/s",
        0,
    ),
    ("Problem list, one reader", "list ms", "ms", 2),
    ("Problem, one reader", "detail ms", "ms", 2),
    ("Home of a liaison, one reader", "home ms", "ms", 2),
    (
        "Home of the coordinator, one reader",
        "home of the coordinator ms",
        "ms",
        2,
    ),
    (
        "Problem list, the first after a change",
        "list after ms",
        "ms",
        2,
    ),
    (
        "Home of a liaison, the first after a change",
        "home after ms",
        "ms",
        2,
    ),
    ("Ledger page, one reader", "ledger ms", "ms", 2),
    (
        "Ledger as of an earlier day, one reader",
        "as-of ms",
        "ms",
        2,
    ),
    ("Ledger as xlsx", "export s", "s", 2),
    ("Size of that file", "export MiB", "MiB", 1),
    (
        "Memory at the export, at most",
        "memory at export",
        "MiB",
        0,
    ),
    ("Start to first answer", "start", "ms", 0),
    ("Memory after the start", "memory idle", "MiB", 0),
    ("Memory under load, at most", "memory under load", "MiB", 0),
];

/// One ratio: words, figure above, figure below.
const RATIOS: &[(&str, &str, &str)] = &[
    ("list : floor's list", "list", "floor list"),
    ("problem : floor's row", "detail", "floor detail"),
    (
        "new problem : floor's one-row commit",
        "create",
        "floor create",
    ),
    (
        "as-of ledger : today's ledger (time)",
        "as-of ms",
        "ledger ms",
    ),
];

/// Times whose growth from the smallest size counts.
const GROWTH: &[(&str, &str)] = &[
    ("list", "list ms"),
    ("problem", "detail ms"),
    ("home of a liaison", "home ms"),
    ("list after a change", "list after ms"),
    ("home after a change", "home after ms"),
    ("home of the coordinator", "home of the coordinator ms"),
    ("ledger page", "ledger ms"),
];

/// The table of some sizes, smallest first, as Markdown.
pub fn print(sizes: &[(u64, Figures)]) -> String {
    let mut text = String::from("| |");
    for (size, _) in sizes {
        let _never_fails = write!(text, " {} |", grouped(*size));
    }
    text.push_str("\n| --- |");
    text.push_str(&" ---: |".repeat(sizes.len()));
    text.push('\n');
    for (words, name, unit, digits) in LINES {
        if sizes.iter().any(|(_, f)| f.of(name).is_some()) {
            line(&mut text, words, sizes, |f| {
                f.of(name).map(|v| format!("{v:.digits$} {unit}"))
            });
        }
    }
    for (words, above, below) in RATIOS {
        if sizes.iter().any(|(_, f)| f.of(above).is_some()) {
            line(&mut text, words, sizes, |f| {
                Some(format!("{:.2}", f.of(above)? / f.of(below)?))
            });
        }
    }
    let Some((smallest, base)) = sizes.first().filter(|_| sizes.len() > 1) else {
        return text;
    };
    for (words, name) in GROWTH {
        let words = format!("{words}: time against {}", grouped(*smallest));
        line(&mut text, &words, sizes, |f| {
            Some(format!("{:.2}", f.of(name)? / base.of(name)?))
        });
    }
    text
}

fn line(
    text: &mut String,
    words: &str,
    sizes: &[(u64, Figures)],
    cell: impl Fn(&Figures) -> Option<String>,
) {
    let _never_fails = write!(text, "| {words} |");
    for (_, figures) in sizes {
        let cell = cell(figures).unwrap_or_else(|| "–".to_owned());
        let _never_fails = write!(text, " {cell} |");
    }
    text.push('\n');
}

/// 1,000,000
fn grouped(n: u64) -> String {
    let digits = n.to_string();
    let mut text = String::new();
    for (place, digit) in digits.chars().enumerate() {
        if place > 0 && (digits.len() - place).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}
