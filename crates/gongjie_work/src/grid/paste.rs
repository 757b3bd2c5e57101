//! Reads rows that were copied from a spreadsheet or a web page: cells, header, and what each cell means. Pure.

use gongjie_reader::file::separated;

use super::columns::Column;
use super::rules::Object;

/// Cells of tab-separated text as spreadsheets copy it: quotes around cells that hold tabs or line breaks. Blank rows are left out.
pub fn cells(text: &str) -> Vec<Vec<String>> {
    // No text of ours holds a NUL, and one of the engines takes none.
    let mut rows = separated(&text.replace('\0', ""), '\t');
    for cell in rows.iter_mut().flatten() {
        *cell = cell.trim().to_owned();
    }
    rows.retain(|row| row.iter().any(|cell| !cell.is_empty()));
    rows
}

/// What a pasted column is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Head {
    /// A field of the grid.
    Field(usize),
    /// The number by which a row is found.
    Number,
    /// The problem of a measure.
    Problem,
    /// Kept out, as no column of the grid is called so.
    Unknown,
}

/// Names without the signs that offices put around them.
pub fn plain(name: &str) -> String {
    name.chars()
        .filter(|c| c.is_alphanumeric())
        .flat_map(char::to_lowercase)
        .collect()
}

const NUMBERS: &[&str] = &["编号", "难题编号", "no", "number"];
const PROBLEMS: &[&str] = &[
    "难题",
    "题名",
    "所属难题",
    "难题名称",
    "解决难题",
    "problem",
];

/// What a heading names. `own`: the names of the columns in the languages of the house, beside their other names.
pub fn head(name: &str, columns: &[Column], own: &[Vec<String>]) -> Head {
    let wanted = plain(name);
    if wanted.is_empty() {
        return Head::Unknown;
    }
    let is = |other: &str| plain(other) == wanted;
    let called = |n: usize, column: &Column| {
        own.get(n).is_some_and(|names| names.iter().any(|o| is(o)))
            || column.names.iter().any(|o| is(o))
    };
    let mut places = columns.iter().enumerate();
    if let Some((n, _)) = places.find(|(n, column)| called(*n, column)) {
        return Head::Field(n);
    }
    let of_measures = columns.iter().any(|c| c.object == Object::Measure);
    if NUMBERS.iter().any(|o| is(o)) {
        Head::Number
    } else if of_measures && PROBLEMS.iter().any(|o| is(o)) {
        Head::Problem
    } else {
        Head::Unknown
    }
}

/// The heads of the columns, where the first row is a header: two names are known, or the only one is.
pub fn header(row: &[String], columns: &[Column], own: &[Vec<String>]) -> Option<Vec<Head>> {
    let heads: Vec<Head> = row.iter().map(|name| head(name, columns, own)).collect();
    let known = heads.iter().filter(|h| **h != Head::Unknown).count();
    let named = row.iter().filter(|name| !name.is_empty()).count();
    (known >= 2 || (known == 1 && named == 1)).then_some(heads)
}

/// How sure the reading of a cell is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Level {
    Sure,
    Guessed,
    Unknown,
    /// Another pasted row says something else about the same cell.
    Clash,
}

impl Level {
    /// Last word of its text key.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Sure => "sure",
            Self::Guessed => "guessed",
            Self::Unknown => "unknown",
            Self::Clash => "clash",
        }
    }
}

/// The option that some words name: by its name, by another name, or as the only one that holds them.
pub fn choose(written: &str, options: &[(String, Vec<String>)]) -> Option<(String, Level)> {
    let wanted = plain(written);
    if wanted.is_empty() {
        return None;
    }
    let same = |names: &[String]| names.iter().any(|n| plain(n) == wanted);
    if let Some((value, _)) = options.iter().find(|(_, names)| same(names)) {
        return Some((value.clone(), Level::Sure));
    }
    let holds = |names: &[String]| {
        names
            .iter()
            .map(|n| plain(n))
            .any(|n| n.chars().count() > 1 && (n.contains(&wanted) || wanted.contains(&n)))
    };
    let mut near = options.iter().filter(|(_, names)| holds(names));
    match (near.next(), near.next()) {
        (Some((value, _)), None) => Some((value.clone(), Level::Guessed)),
        _ => None,
    }
}
