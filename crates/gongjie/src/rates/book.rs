//! The rates as an office would keep them: one table, each rate with its numbers and its definition.

use gongjie_paper::{Align, Cell, Column, Row, Sheet, Workbook};

use super::line::Line;
use crate::figures::rate_rules::Part;
use crate::layout::Page;

/// Columns of the table: text key and width.
const COLUMNS: [(&str, u16); 12] = [
    ("rates-rate", 20),
    ("rates-object", 12),
    ("rates-value", 12),
    ("rates-part-numerator", 8),
    ("rates-part-half", 8),
    ("rates-part-denominator", 8),
    ("rates-part-answered", 8),
    ("rates-part-population", 8),
    ("rates-coverage", 10),
    ("rates-part-excluded", 8),
    ("rates-part-checked", 10),
    ("rates-formula-label", 60),
];

/// The workbook of these rates. `meta`: which campaign, period, unit, theme.
pub fn workbook(p: &Page, lines: &[Line], meta: Vec<String>) -> Workbook {
    let column = |(key, width): &(&str, u16)| {
        let column = Column::new(p.t(key), *width);
        match *width {
            8..=12 => column.aligned(Align::Centre),
            _ => column,
        }
    };
    let mut sheet = Sheet::new(p.title.clone(), COLUMNS.iter().map(column).collect());
    sheet.title.clone_from(&p.title);
    sheet.meta = meta;
    sheet.rows = lines.iter().map(|line| row(p, line)).collect();
    Workbook {
        sheets: vec![sheet],
    }
}

fn row(p: &Page, line: &Line) -> Row {
    let number = |part: Part| {
        if line.tells(&part) {
            Cell::integer(line.n(&part))
        } else {
            Cell::blank()
        }
    };
    let value = match line.value() {
        Some(value) => value,
        None if line.is_empty() => p.t("rates-no-sample"),
        None => p.t("rates-small"),
    };
    Row::from(vec![
        Cell::text(p.code("rate", line.rate)),
        Cell::text(p.code("rates-counts", line.rate.counts())),
        Cell::text(value),
        number(Part::Numerator),
        number(Part::Half),
        number(Part::Denominator),
        number(Part::Answered),
        number(Part::Population),
        Cell::text(line.coverage().unwrap_or_default()),
        number(Part::Excluded),
        number(Part::Checked),
        Cell::text(line.rate.formula(&p.words)),
    ])
}
