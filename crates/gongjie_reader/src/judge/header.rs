//! Where the header is: the rows among the first that name the most columns, one to three levels joined.

use std::collections::HashMap;

use super::heading::{self, Meaning};
use super::view::View;
use crate::field::Field;
use crate::grid::{Cell, letters};

/// How far down a header is looked for (`domain.md` 7.3 rule 2 says 15; titles and instructions take more).
pub const LOOK_ROWS: u32 = 25;
/// Levels of a header: a group, a group in it, and the heading.
const LEVELS_MAX: usize = 3;
/// Letters of the longest heading; more is a sentence.
const HEADING_LETTERS_MAX: usize = 26;

/// A heading over its column.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Head {
    pub column: u32,
    /// Row of its lowest level, for pointing at it.
    pub row: u32,
    pub heading: String,
    pub meaning: Meaning,
}

/// A header.
#[derive(Debug, Clone, PartialEq)]
pub struct Header {
    pub rows: Vec<u32>,
    pub heads: Vec<Head>,
    score: f32,
}

impl Header {
    /// Distinct fields that are named surely enough.
    pub fn fields(&self) -> Vec<Field> {
        let mut fields: Vec<Field> = self
            .heads
            .iter()
            .filter_map(|head| match head.meaning {
                Meaning::Field(field, weight) if weight >= 50 => Some(field),
                _ => None,
            })
            .collect();
        fields.sort_unstable();
        fields.dedup();
        fields
    }

    /// Headings that are known at all.
    pub fn known(&self) -> usize {
        self.heads
            .iter()
            .filter(|head| head.meaning != Meaning::Unknown)
            .count()
    }
}

/// The best header of a grid; `None` where no row names two columns.
pub fn find(view: &View<'_>) -> Option<Header> {
    let rows: Vec<u32> = view
        .grid
        .rows
        .iter()
        .map(|row| row.number)
        .take_while(|n| *n <= LOOK_ROWS)
        .collect();
    let mut best: Option<Header> = None;
    for (at, top) in rows.iter().enumerate() {
        for levels in 1..=LEVELS_MAX {
            let Some(span) = rows.get(at..at + levels) else {
                continue;
            };
            let is_together = span
                .windows(2)
                .all(|pair| matches!(pair, [a, b] if b - a == 1));
            let uppers = span.get(..levels - 1).unwrap_or(&[]);
            if !is_together || !uppers.iter().all(|row| is_group_row(view, *row)) {
                continue;
            }
            let Some(header) = header(view, *top, span) else {
                continue;
            };
            // Of two that name the same, the one with its groups, and else the upper one.
            let is_better = best.as_ref().is_none_or(|b| {
                let has_groups =
                    header.rows.len() > b.rows.len() && header.rows.last() == b.rows.last();
                header.score > b.score + 0.05 || (has_groups && header.score > b.score - 0.05)
            });
            if is_better {
                best = Some(header);
            }
        }
    }
    best
}

/// The header that a person pointed at: these rows, or the closest ones with content.
pub fn at(view: &View<'_>, top: u32, bottom: u32) -> Option<Header> {
    let rows: Vec<u32> = view
        .grid
        .rows
        .iter()
        .map(|row| row.number)
        .filter(|n| (top..=bottom).contains(n))
        .take(LEVELS_MAX)
        .collect();
    header(view, *rows.first()?, &rows)
}

/// A row above the lowest level: several short texts, at least one of them over several columns, none over all.
fn is_group_row(view: &View<'_>, number: u32) -> bool {
    let Some(row) = view.row(number) else {
        return false;
    };
    let is_short = row.cells.iter().all(|cell| {
        cell.text.chars().count() <= HEADING_LETTERS_MAX && !cell.text.contains(['：', '。'])
    });
    // 上半年问题清单 | 下半年问题清单 are titles of two tables.
    let is_title = |cell: &Cell| {
        ["清单", "台账", "一览表", "统计表"]
            .iter()
            .any(|end| cell.text.ends_with(end))
    };
    if !is_short || row.cells.len() < 2 || row.cells.iter().all(is_title) {
        return false;
    }
    let below = |column: u32| view.grid.cell(number + 1, column).is_some();
    row.cells.iter().any(|cell| {
        let span = view.span(number, cell.column);
        let next = cell.column + 1;
        // Without merged cells a group stands over its first column, and the next one is empty above a heading.
        let loose = span == 1
            && row.cell(next).is_none()
            && next < view.width
            && below(next)
            && below(cell.column)
            && view.area(number, next).is_none();
        (span > 1 && span < view.width) || loose
    })
}

fn header(view: &View<'_>, top: u32, span: &[u32]) -> Option<Header> {
    let bottom = *span.last()?;
    let mut heads = Vec::new();
    let mut group: HashMap<u32, String> = HashMap::new();
    let mut long = 0_u32;
    for column in 0..view.width {
        let mut levels: Vec<String> = Vec::new();
        let mut place = bottom;
        for row in span {
            let area = view.area(*row, column);
            // The lowest level names a column once; the rest of its area has no name.
            if *row == bottom && area.is_some_and(|a| a.left < column && a.top >= top) {
                continue;
            }
            let shown = view.shown(*row, column).filter(|(_, at, _)| *at >= top);
            let mut text = shown.map_or(String::new(), |(cell, at, _)| {
                place = at;
                heading::shown(&cell.text)
            });
            if *row != bottom {
                if text.is_empty() && area.is_none() && view.grid.cell(bottom, column).is_some() {
                    // A group that is not merged: the text of the column to the left goes on.
                    text = group.get(row).cloned().unwrap_or_default();
                }
                group.insert(*row, text.clone());
            }
            if text.chars().count() > HEADING_LETTERS_MAX {
                long += 1;
            }
            if !text.is_empty() && levels.last() != Some(&text) {
                levels.push(text);
            }
        }
        if levels.is_empty() {
            continue;
        }
        let heading = levels.join("/");
        heads.push(Head {
            column,
            row: place,
            meaning: heading::meaning(&heading),
            heading,
        });
    }
    if heads.len() < 2 {
        return None;
    }
    let score = score(&heads, long);
    unique(&mut heads);
    // A heading that is merged further down takes those rows with it.
    let last = heads
        .iter()
        .filter_map(|head| view.area(head.row, head.column))
        .map(|area| area.bottom)
        .max()
        .unwrap_or(bottom);
    let last = if last <= bottom + 3 {
        last.max(bottom)
    } else {
        bottom
    };
    Some(Header {
        rows: (top..=last).collect(),
        heads,
        score,
    })
}

fn score(heads: &[Head], long: u32) -> f32 {
    let mut best: HashMap<Field, u8> = HashMap::new();
    let (mut foreign, mut odd) = (0_u8, 0_u8);
    for head in heads {
        match head.meaning {
            Meaning::Field(field, weight) => {
                let entry = best.entry(field).or_insert(0);
                *entry = weight.max(*entry);
            }
            Meaning::Foreign => foreign = foreign.saturating_add(1),
            Meaning::Unknown => {
                let is_value = head
                    .heading
                    .chars()
                    .all(|c| c.is_ascii_digit() || ".-/年月日%".contains(c));
                odd = odd.saturating_add(if is_value || head.heading.contains('：') {
                    2
                } else {
                    0
                });
            }
        }
    }
    let known: f32 = best.values().map(|weight| f32::from(*weight) / 100.0).sum();
    let long = f32::from(u8::try_from(long).unwrap_or(u8::MAX));
    known + 0.3 * f32::from(foreign) - 0.7 * long - 0.4 * f32::from(odd)
}

/// A heading that stands there twice gets `#2`.
fn unique(heads: &mut [Head]) {
    let mut seen: HashMap<String, u32> = HashMap::new();
    for head in heads {
        let count = seen.entry(head.heading.clone()).or_insert(0);
        *count += 1;
        if *count > 1 {
            head.heading = format!("{}#{count}", head.heading);
        }
    }
}

/// The name of a column that has content and no heading.
pub fn unnamed(column: u32) -> String {
    format!("列{}", letters(column))
}
