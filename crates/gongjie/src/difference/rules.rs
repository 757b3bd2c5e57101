//! Two tables of one view, compared row by row and cell by cell. Pure.

use std::collections::BTreeMap;

use gongjie_base::codes;

codes! {
    /// What is compared.
    pub enum Of {
        /// 台账
        Ledger = "ledger",
        /// 难题清单
        Problems = "problems",
        /// 举措清单
        Measures = "measures",
        /// 责任清单
        Duties = "duties",
        /// 销号台账
        Closings = "closings",
        /// 数据
        Figures = "figures",
    }
}

codes! {
    /// What became of a row.
    pub enum Sign {
        Added = "add",
        Changed = "chg",
        Removed = "del",
        Same = "same",
    }
}

/// A view as a table of text.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Table {
    /// Code and heading of each column.
    pub columns: Vec<(String, String)>,
    pub rows: Vec<Row>,
}

/// One row: what it is, what it says, and where its story stands in the journal.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Row {
    /// The same thing has the same key on every day.
    pub key: String,
    /// Page of the thing.
    pub address: String,
    /// Subjects of the journal whose entries changed this row: table and id.
    pub subjects: Vec<(&'static str, i64)>,
    /// Problems whose whole story belongs to this row.
    pub problems: Vec<i64>,
    /// First day of the date that the row itself bears, where it bears one.
    pub dated: Option<String>,
    pub cells: Vec<String>,
}

/// One cell on both days.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cell {
    pub from: String,
    pub to: String,
}

impl Cell {
    /// The two days differ.
    pub fn is_changed(&self) -> bool {
        self.from != self.to
    }
}

/// A row on both days.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pair {
    pub sign: Sign,
    /// Its number in the later table, in the earlier one for a row that was removed. From 1.
    pub number: usize,
    /// As it stands later; as it stood where it is gone.
    pub row: Row,
    pub cells: Vec<Cell>,
    /// 补录: it bears a date on or before the first day and was entered after it.
    pub is_late: bool,
}

/// How many rows of each kind there are; `before + added - removed = after`.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Tally {
    pub before: usize,
    pub added: usize,
    /// Among the added ones.
    pub late: usize,
    pub changed: usize,
    /// Cells of changed rows.
    pub cells: usize,
    pub removed: usize,
    pub after: usize,
}

/// Every row of both tables: those of the later one in its order, removed ones where they stood.
///
/// `first` is the first of the two days (`2026-03-31`).
pub fn compare(before: Table, after: Table, first: &str) -> Vec<Pair> {
    let mut old: BTreeMap<String, (usize, Row)> = before
        .rows
        .into_iter()
        .enumerate()
        .map(|(n, row)| (row.key.clone(), (n, row)))
        .collect();
    let mut pairs: Vec<(usize, Pair)> = Vec::new();
    // Where a removed row is put: after the row that stood before it.
    let mut place = 0;
    for (n, row) in after.rows.into_iter().enumerate() {
        let pair = match old.remove(&row.key) {
            Some((at, was)) => {
                place = at + 1;
                matched(was, row, n + 1)
            }
            None => added(row, n + 1, first),
        };
        pairs.push((place, pair));
    }
    let mut gone: Vec<(usize, Row)> = old.into_values().collect();
    gone.sort_by_key(|(at, _)| *at);
    for (at, row) in gone {
        let behind = pairs.iter().position(|(place, _)| *place > at);
        let pair = removed(row, at + 1);
        pairs.insert(behind.unwrap_or(pairs.len()), (at, pair));
    }
    pairs.into_iter().map(|(_, pair)| pair).collect()
}

fn matched(was: Row, row: Row, number: usize) -> Pair {
    let width = row.cells.len().max(was.cells.len());
    let of = |row: &Row, n: usize| row.cells.get(n).cloned().unwrap_or_default();
    let cells: Vec<Cell> = (0..width)
        .map(|n| Cell {
            from: of(&was, n),
            to: of(&row, n),
        })
        .collect();
    let sign = if cells.iter().any(Cell::is_changed) {
        Sign::Changed
    } else {
        Sign::Same
    };
    Pair {
        sign,
        number,
        row,
        cells,
        is_late: false,
    }
}

fn added(row: Row, number: usize, first: &str) -> Pair {
    let cell = |to: &String| Cell {
        from: String::new(),
        to: to.clone(),
    };
    Pair {
        sign: Sign::Added,
        number,
        cells: row.cells.iter().map(cell).collect(),
        is_late: row.dated.as_deref().is_some_and(|day| day <= first),
        row,
    }
}

fn removed(row: Row, number: usize) -> Pair {
    let cell = |from: &String| Cell {
        from: from.clone(),
        to: String::new(),
    };
    Pair {
        sign: Sign::Removed,
        number,
        cells: row.cells.iter().map(cell).collect(),
        is_late: false,
        row,
    }
}

impl Tally {
    /// Counts the rows.
    pub fn of(pairs: &[Pair]) -> Self {
        let count = |sign: Sign| pairs.iter().filter(|p| p.sign == sign).count();
        let (added, removed) = (count(Sign::Added), count(Sign::Removed));
        let changed = pairs.iter().filter(|p| p.sign == Sign::Changed);
        Self {
            before: pairs.len() - added,
            added,
            late: pairs.iter().filter(|p| p.is_late).count(),
            changed: count(Sign::Changed),
            cells: changed
                .flat_map(|p| &p.cells)
                .filter(|c| c.is_changed())
                .count(),
            removed,
            after: pairs.len() - removed,
        }
    }
}
