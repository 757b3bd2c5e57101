//! Which cells of a table are one with the cells above them.

use crate::sheet::Sheet;

/// A vertical run of merged cells; rows count the table's rows from 0, `last` is inside.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Span {
    pub column: usize,
    pub first: usize,
    pub last: usize,
}

/// Whether the cell is swallowed by the one above it.
pub(crate) fn is_swallowed(sheet: &Sheet, row: usize, column: usize) -> bool {
    row > 0
        && sheet
            .rows
            .get(row)
            .and_then(|r| r.cells.get(column))
            .is_some_and(|cell| cell.merge_up)
}

/// All runs of two or more cells, by their last row.
pub(crate) fn spans(sheet: &Sheet) -> Vec<Span> {
    let mut starts = vec![0_usize; sheet.columns.len()];
    let mut found = Vec::new();
    for row in 0..sheet.rows.len() {
        for (column, start) in starts.iter_mut().enumerate() {
            if !is_swallowed(sheet, row, column) {
                *start = row;
            }
            if *start < row && !is_swallowed(sheet, row + 1, column) {
                found.push(Span {
                    column,
                    first: *start,
                    last: row,
                });
            }
        }
    }
    found
}
