//! The difference as an office would keep it: one sheet, one row per row, both writings in a changed cell.

use std::collections::BTreeMap;

use gongjie_paper::{Align, Cell, Column, Row, Sheet, Workbook};

use super::queries::Compared;
use super::rules::{Pair, Sign};
use crate::journal::queries::Line;
use crate::layout::Page;

/// The workbook of these rows.
pub fn workbook(
    p: &Page,
    found: &Compared,
    pairs: &[&Pair],
    last: &BTreeMap<String, Line>,
) -> Workbook {
    let mut columns = vec![
        Column::new(p.t("past-sign"), 8).aligned(Align::Centre),
        Column::new(p.t("past-number"), 6).aligned(Align::Centre),
    ];
    columns.extend(
        found
            .columns
            .iter()
            .map(|(_, heading)| Column::new(heading.clone(), 24)),
    );
    columns.push(Column::new(p.t("past-when"), 12));
    columns.push(Column::new(p.t("past-who"), 24));
    let mut sheet = Sheet::new(p.t("past-sheet"), columns);
    sheet.title = p.t2(
        &format!("past-of-{}", found.of),
        ("from", p.day(&found.from.to_string())),
        ("to", p.day(&found.to.to_string())),
    );
    let tally = &found.tally;
    let counts = [
        ("before", tally.before.to_string()),
        ("added", tally.added.to_string()),
        ("late", tally.late.to_string()),
        ("changed", tally.changed.to_string()),
        ("cells", tally.cells.to_string()),
        ("removed", tally.removed.to_string()),
        ("after", tally.after.to_string()),
    ];
    sheet.meta = vec![p.words.text_with("past-tally", &counts)];
    let row = |pair: &&Pair| row(p, found, pair, last.get(&pair.row.key));
    sheet.rows = pairs.iter().map(row).collect();
    Workbook {
        sheets: vec![sheet],
    }
}

fn row(p: &Page, found: &Compared, pair: &Pair, last: Option<&Line>) -> Row {
    let mut sign = p.code("past-sign", pair.sign);
    if pair.is_late {
        sign = format!("{sign}（{}）", p.t("past-late"));
    }
    let number = i64::try_from(pair.number).unwrap_or_default();
    let mut cells = vec![Cell::text(sign), Cell::integer(number)];
    for cell in &pair.cells {
        cells.push(Cell::text(match pair.sign {
            Sign::Removed => cell.from.clone(),
            Sign::Changed if cell.is_changed() => p.t2(
                "past-both",
                ("from", or_nothing(p, &cell.from)),
                ("to", or_nothing(p, &cell.to)),
            ),
            _ => cell.to.clone(),
        }));
    }
    cells.resize_with(2 + found.columns.len(), Cell::blank);
    cells.push(Cell::text(
        last.map(|l| p.clock.date_of(l.at).to_string())
            .unwrap_or_default(),
    ));
    cells.push(Cell::text(
        last.map(|l| format!("{} {}", p.doer(l), p.did(l)))
            .unwrap_or_default(),
    ));
    Row::from(cells)
}

/// A text, or that there was none.
fn or_nothing(p: &Page, text: &str) -> String {
    if text.is_empty() {
        return p.t("past-empty");
    }
    text.to_owned()
}
