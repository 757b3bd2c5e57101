//! The flat lists: one line a problem or a measure, its cells, and how lines are narrowed, sorted and grouped. Pure.

use std::cmp::Ordering;

use serde::Deserialize;

use super::rules::View;
use crate::grid::rules::{Grid, Object};

/// One column of a flat list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Column {
    /// Name in the address, and of the field where it can be edited.
    pub code: &'static str,
    pub kind: Kind,
}

/// How a column is edited and compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// A field that the grid edits.
    Field,
    /// Only read here: it follows from something else.
    Derived,
    /// The problem of a measure.
    Problem,
}

const fn field(code: &'static str) -> Column {
    Column {
        code,
        kind: Kind::Field,
    }
}

const fn derived(code: &'static str) -> Column {
    Column {
        code,
        kind: Kind::Derived,
    }
}

const PROBLEM: Column = Column {
    code: "problem",
    kind: Kind::Problem,
};

const PROBLEMS: &[Column] = &[
    derived("number"),
    field("title"),
    field("theme_id"),
    field("class"),
    field("grade"),
    field("raised_by_unit_id"),
    field("hurts"),
    derived("state"),
    derived("due"),
];

const MEASURES: &[Column] = &[
    PROBLEM,
    field("text"),
    field("lead"),
    field("partners"),
    field("owner"),
    field("start_on"),
    field("due_text"),
    derived("state"),
    derived("light"),
];

const LEDGER: &[Column] = &[
    derived("lead"),
    field("partners"),
    field("date_text"),
    field("theme_text"),
    field("title"),
    field("text"),
];

const DUTIES: &[Column] = &[
    field("lead"),
    field("owner"),
    field("text"),
    field("partners"),
    field("due_text"),
    derived("state"),
    derived("light"),
    PROBLEM,
];

/// Columns of a flat list, in their order.
pub const fn columns(grid: Grid) -> &'static [Column] {
    match grid {
        Grid::Problems => PROBLEMS,
        Grid::Ledger => LEDGER,
        Grid::Measures => MEASURES,
        Grid::Duties => DUTIES,
    }
}

/// One cell.
#[derive(Debug, Clone, Default)]
pub struct Cell {
    pub code: &'static str,
    /// As it is stored and sent.
    pub value: String,
    /// As it is read.
    pub shown: String,
    /// What lines are sorted by; days as stored.
    pub key: String,
    /// Kind of editor; nothing where it cannot be edited here.
    pub editor: Option<&'static str>,
    /// Why it cannot be edited here; empty where it can.
    pub why: String,
    /// Colour and mark of a theme.
    pub mark: Option<(String, String)>,
    /// Where the value can be changed or comes from.
    pub href: String,
    /// The row that holds it with its version, where that is not the line's own: `problem:12`.
    pub of: Option<(String, i64)>,
}

/// One line.
#[derive(Debug, Clone)]
pub struct Row {
    pub object: Object,
    pub id: i64,
    pub version: i64,
    pub cells: Vec<Cell>,
    /// Ended: done, closed, cancelled.
    pub is_over: bool,
    pub is_late: bool,
}

impl Row {
    fn cell(&self, code: &str) -> Option<&Cell> {
        self.cells.iter().find(|c| c.code == code)
    }

    /// The name of the row as cells carry it: `problem:12`.
    pub fn name(&self) -> String {
        format!("{}:{}", self.object, self.id)
    }
}

/// What the address of a flat list asks for beside the view of all lists.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub struct Ask {
    /// Columns to sort by, the first one first; `-due` downwards. May be given several times or with commas.
    pub sort: Vec<String>,
    /// The column whose values make headings.
    pub group: String,
    /// Quick filters: `theme_id:3`.
    pub is: Vec<String>,
    /// Columns that are left out.
    pub hide: Vec<String>,
    /// Only these rows: `problem:12`, or with a version behind it, as the boxes send them.
    pub row: Vec<String>,
    /// Name of the last row of the page before.
    pub from: String,
}

impl Ask {
    /// Columns to sort by, and whether downwards.
    pub fn orders(&self, grid: Grid) -> Vec<(&'static str, bool)> {
        let named = self.sort.iter().flat_map(|s| s.split(','));
        let mut orders: Vec<(&'static str, bool)> = Vec::new();
        for name in named {
            let (code, down) = match name.trim().strip_prefix('-') {
                Some(code) => (code, true),
                None => (name.trim(), false),
            };
            let column = columns(grid).iter().find(|c| c.code == code);
            if let Some(column) = column
                && orders.iter().all(|(o, _)| *o != column.code)
            {
                orders.push((column.code, down));
            }
        }
        orders
    }

    /// The column of the headings.
    pub fn grouping(&self, grid: Grid) -> Option<&'static str> {
        let column = columns(grid).iter().find(|c| c.code == self.group);
        column.map(|c| c.code)
    }

    /// Quick filters as column and value.
    pub fn filters(&self, grid: Grid) -> Vec<(&'static str, String)> {
        let read = |one: &String| {
            let (code, value) = one.split_once(':')?;
            let column = columns(grid).iter().find(|c| c.code == code)?;
            Some((column.code, value.to_owned()))
        };
        self.is.iter().filter_map(read).collect()
    }

    /// Names of the only rows that are asked for.
    pub fn chosen(&self) -> Vec<String> {
        let name = |row: &String| row.split(':').take(2).collect::<Vec<_>>().join(":");
        self.row.iter().map(name).collect()
    }

    /// Columns that are shown.
    pub fn shown(&self, grid: Grid) -> Vec<Column> {
        let all = columns(grid).iter().copied();
        let shown: Vec<Column> = all
            .filter(|c| self.hide.iter().all(|h| h != c.code))
            .collect();
        if shown.is_empty() {
            columns(grid).to_vec()
        } else {
            shown
        }
    }

    /// This list with one thing changed; nothing else of the address is lost but the page.
    pub fn link(&self, grid: Grid, view: &View, but: &str, values: &[String]) -> String {
        let mut pairs: Vec<(&str, String)> = Vec::new();
        let lists = [("sort", &self.sort), ("is", &self.is), ("hide", &self.hide)];
        for (name, own) in lists {
            let chosen = if name == but { values } else { own.as_slice() };
            pairs.extend(chosen.iter().map(|v| (name, v.clone())));
        }
        for (name, own) in [("group", &self.group), ("from", &String::new())] {
            let value = if name == but {
                values.first()
            } else {
                Some(own)
            };
            pairs.extend(value.filter(|v| !v.is_empty()).map(|v| (name, v.clone())));
        }
        let own = serde_html_form::to_string(pairs).unwrap_or_default();
        let query = view.query(&[]);
        let parts: Vec<&str> = [query.as_str(), own.as_str()]
            .into_iter()
            .filter(|part| !part.is_empty())
            .collect();
        format!("{}?{}", grid.address(), parts.join("&"))
    }
}

/// Keeps the lines whose cells hold what the quick filters ask.
pub fn narrow(rows: &mut Vec<Row>, filters: &[(&'static str, String)], ids: &[String]) {
    rows.retain(|row| {
        let holds = |(code, value): &(&'static str, String)| {
            row.cell(code).is_some_and(|cell| cell.value == *value)
        };
        filters.iter().all(holds) && (ids.is_empty() || ids.contains(&row.name()))
    });
}

/// Sorts by several columns; what is empty stands last, whichever way.
pub fn sort(rows: &mut [Row], group: Option<&'static str>, orders: &[(&'static str, bool)]) {
    let mut all: Vec<(&'static str, bool)> = group.map(|g| (g, false)).into_iter().collect();
    all.extend(orders.iter().filter(|(code, _)| Some(*code) != group));
    rows.sort_by(|a, b| {
        all.iter()
            .map(|(code, down)| compare(a.cell(code), b.cell(code), *down))
            .find(|order| *order != Ordering::Equal)
            .unwrap_or(Ordering::Equal)
    });
}

fn compare(a: Option<&Cell>, b: Option<&Cell>, down: bool) -> Ordering {
    let key = |cell: Option<&Cell>| cell.map(|c| c.key.clone()).unwrap_or_default();
    let (a, b) = (key(a), key(b));
    match (a.is_empty(), b.is_empty()) {
        (true, true) => Ordering::Equal,
        (true, false) => Ordering::Greater,
        (false, true) => Ordering::Less,
        (false, false) => {
            let numbers = a.parse::<i64>().ok().zip(b.parse::<i64>().ok());
            let order = numbers.map_or_else(|| a.cmp(&b), |(a, b)| a.cmp(&b));
            if down { order.reverse() } else { order }
        }
    }
}

/// Lines under one heading, with its sub-totals.
#[derive(Debug, Clone, Default)]
pub struct Group {
    /// The value of the heading's column, and as it is read.
    pub value: String,
    pub name: String,
    pub rows: Vec<Row>,
    /// Of the whole list, not of this page.
    pub count: usize,
    pub over: usize,
    pub late: usize,
}

/// Puts sorted lines under headings; one group without a name where none are asked for.
pub fn grouped(rows: Vec<Row>, group: Option<&'static str>) -> Vec<Group> {
    let mut groups: Vec<Group> = Vec::new();
    for row in rows {
        let cell = group.and_then(|code| row.cell(code));
        let (value, name) =
            cell.map_or_else(Default::default, |c| (c.value.clone(), c.shown.clone()));
        if groups.last().is_none_or(|last| last.value != value) {
            groups.push(Group {
                value,
                name,
                ..Group::default()
            });
        }
        if let Some(last) = groups.last_mut() {
            last.count += 1;
            last.over += usize::from(row.is_over);
            last.late += usize::from(row.is_late);
            last.rows.push(row);
        }
    }
    groups
}

/// One page of groups after the row named `from`: at most `max` lines. Returns the name of the last line where more follow.
pub fn page(groups: &mut Vec<Group>, from: &str, max: usize) -> Option<String> {
    let names: Vec<String> = groups.iter().flat_map(|g| &g.rows).map(Row::name).collect();
    let start = names.iter().position(|n| n == from).map_or(0, |n| n + 1);
    let end = start + max;
    let mut place = 0;
    for group in groups.iter_mut() {
        group.rows.retain(|_| {
            let here = place;
            place += 1;
            (start..end).contains(&here)
        });
    }
    groups.retain(|g| !g.rows.is_empty());
    names
        .get(end.saturating_sub(1))
        .filter(|_| names.len() > end)
        .cloned()
}
