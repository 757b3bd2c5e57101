//! Judges a grid: where the header is, what each column means, which rows are data, and what each cell says.

mod cells;
mod columns;
mod content;
mod header;
mod heading;
mod list;
mod meta;
mod people;
mod records;
mod rows;
mod time;
mod units;
mod view;

use std::collections::BTreeMap;

use crate::field::Field;
use crate::grid::{Book, Grid, address};
use crate::register::Register;
use crate::report::{Doubt, Report, Sheet};
use header::Header;
use heading::Meaning;
use view::View;

/// What is known beside the file.
#[derive(Debug, Clone, Default)]
pub struct Options {
    /// The year for dates without one, where the sheet states none.
    pub year: Option<i16>,
    /// That year is a person's word: it goes before what the sheet states.
    pub is_year_told: bool,
    /// Known units.
    pub register: Register,
    /// First and last row of the header, where a person said so.
    pub header: Option<(u32, u32)>,
    /// What a person said of columns (from 0): their field, or that they are none. Such a sheet is read as a ledger.
    pub columns: BTreeMap<u32, Option<Field>>,
}

/// Judges every sheet of a book.
pub fn book(book: &Book, options: &Options) -> Report {
    Report {
        sheets: book.grids.iter().map(|grid| sheet(grid, options)).collect(),
    }
}

/// Judges one sheet.
pub fn sheet(grid: &Grid, options: &Options) -> Sheet {
    let mut out = Sheet {
        name: grid.name.clone(),
        ..Sheet::default()
    };
    if grid.rows.is_empty() {
        "the sheet is empty".clone_into(&mut out.why);
        return out;
    }
    let view = View::new(grid);
    let Some(header) = header_of(&view, options) else {
        "no row names two columns of a ledger".clone_into(&mut out.why);
        return out;
    };
    let is_told = options.columns.values().any(Option::is_some);
    if let Err(why) = is_ledger(&header)
        && !is_told
    {
        out.looked_at = header.rows;
        out.why = why;
        return out;
    }
    out.is_ledger = true;
    out.header_rows.clone_from(&header.rows);
    let rows = rows::sort(&view, &header);
    let body: Vec<u32> = rows.data.iter().map(|(number, _)| *number).collect();
    let (columns, doubts) = columns::map(&view, &header, &body, &options.columns);
    out.doubts = doubts;
    let above: Vec<Vec<String>> = grid
        .before
        .iter()
        .map(|line| vec![line.clone()])
        .chain(lines(grid, |n| {
            header.rows.first().is_none_or(|first| n < *first)
        }))
        .collect();
    let below: Vec<Vec<String>> = lines(grid, |n| rows.footer.binary_search(&n).is_ok())
        .chain(grid.after.iter().map(|line| vec![line.clone()]))
        .collect();
    out.meta = meta::read(&above, &below, &grid.name);
    let table = records::Table {
        view: &view,
        columns: &columns,
        register: &options.register,
        year: if options.is_year_told {
            options.year.or(out.meta.year)
        } else {
            out.meta.year.or(options.year)
        },
    };
    out.records = records::read(&table, &rows.data, &mut out.doubts);
    doubt_missing(&columns, &mut out);
    tell_header(&mut out, &header, columns, rows);
    out
}

/// The header that a person pointed at, else the best one.
fn header_of(view: &View<'_>, options: &Options) -> Option<Header> {
    match options.header {
        Some((top, bottom)) => header::at(view, top, bottom),
        None => header::find(view),
    }
}

/// What was understood of header, columns and rows, in words and lists.
fn tell_header(
    out: &mut Sheet,
    header: &Header,
    columns: Vec<crate::report::Column>,
    rows: rows::Rows,
) {
    let last_row = rows.footer.first().copied().unwrap_or(u32::MAX);
    let known = header.known();
    out.why = format!(
        "the header is in row{} {}; {known} of {} headings are known, {} records",
        if header.rows.len() > 1 { "s" } else { "" },
        header
            .rows
            .iter()
            .map(u32::to_string)
            .collect::<Vec<_>>()
            .join(", "),
        header.heads.len(),
        out.records.len(),
    );
    out.header = columns
        .iter()
        .map(|column| column.heading.clone())
        .collect();
    out.mapping.0 = columns
        .iter()
        .map(|column| (column.heading.clone(), column.field))
        .collect();
    out.columns = columns;
    out.footer_rows = rows.footer;
    out.skipped_rows = rows.skipped;
    out.skipped_rows.retain(|skipped| skipped.row < last_row);
}

/// Fields that say who does it, by when, and how far it is.
const DONE_BY: [Field; 7] = [
    Field::Lead,
    Field::Partner,
    Field::Owner,
    Field::OwnerLeader,
    Field::Due,
    Field::Progress,
    Field::Outcome,
];

/// Whether a header belongs to a ledger: it names a problem or a measure, and what is done about it.
fn is_ledger(header: &Header) -> Result<(), String> {
    let fields = header.fields();
    let weight = |field: Field| {
        header
            .heads
            .iter()
            .filter_map(|head| match head.meaning {
                Meaning::Field(f, weight) if f == field => Some(weight),
                _ => None,
            })
            .max()
            .unwrap_or(0)
    };
    let row = header.rows.first().copied().unwrap_or(1);
    // Who, when and under whom: then some column says what, and a person is asked which.
    let is_known = |field: Field| weight(field) >= 70;
    let is_assigned = DONE_BY.into_iter().filter(|field| is_known(*field)).count();
    if is_known(Field::Lead) && is_known(Field::Due) && is_assigned >= 3 {
        return Ok(());
    }
    // The ledger of pairings may say what was done together and not name a problem.
    let of_pairing = [Field::PairedOn, Field::Theme, Field::Outcome];
    if is_known(Field::Lead) && is_known(Field::Partner) && of_pairing.into_iter().any(is_known) {
        return Ok(());
    }
    let has_problem = weight(Field::Problem).max(weight(Field::Title)) >= 70;
    // 项目名称 alone may head a budget; with who and when it heads a list of things to do.
    let has_problem = has_problem || (weight(Field::Title) >= 60 && is_assigned >= 2);
    // 卡脖子难题 is a guess; with who or when beside it, it is asked about rather than refused.
    let has_problem = has_problem || (weight(Field::Problem) >= 50 && is_assigned >= 2);
    let has_measure = weight(Field::Measure) >= 50;
    let named: Vec<&str> = fields.iter().map(|field| field.code()).collect();
    if !has_problem && !has_measure {
        return Err(format!(
            "row {row} looks most like a header, and names neither a problem nor a measure ({})",
            named.join(", ")
        ));
    }
    let enough = fields.len() >= 3 || (fields.len() == 2 && header.heads.len() <= 3);
    if !enough {
        return Err(format!(
            "row {row} looks most like a header, and names only {}",
            named.join(", ")
        ));
    }
    let others = fields
        .iter()
        .filter(|field| {
            !matches!(
                field,
                Field::No
                    | Field::Note
                    | Field::Problem
                    | Field::Title
                    | Field::Class
                    | Field::Theme
            )
        })
        .count();
    // A list of problems alone is the first of the three lists.
    if others == 0 && weight(Field::Problem) < 80 {
        return Err(format!(
            "row {row} names problems, and neither who, nor what, nor when"
        ));
    }
    Ok(())
}

/// Cells of the rows that a test takes.
fn lines(grid: &Grid, takes: impl Fn(u32) -> bool) -> impl Iterator<Item = Vec<String>> {
    grid.rows
        .iter()
        .filter(move |row| takes(row.number))
        .map(|row| row.cells.iter().map(|cell| cell.text.clone()).collect())
}

/// A record without a problem in a sheet that has them is read, and doubted.
fn doubt_missing(columns: &[crate::report::Column], sheet: &mut Sheet) {
    let Some(column) = columns
        .iter()
        .find(|c| c.field == Some(Field::Problem))
        .or_else(|| columns.iter().find(|c| c.field == Some(Field::Title)))
    else {
        return;
    };
    for record in &sheet.records {
        let is_bare = record.problem.as_deref().is_some_and(|text| {
            text.chars()
                .all(|c| c.is_ascii_digit() || ".%-".contains(c))
        });
        if is_bare {
            sheet.doubts.push(Doubt {
                cell: address(record.row, column.index),
                kind: "problem_missing",
                message: "the problem is a bare number".to_owned(),
            });
        }
        if record.problem.is_none() && record.title.is_none() && record.part == 1 {
            sheet.doubts.push(Doubt {
                cell: address(record.row, column.index),
                kind: "problem_missing",
                message: "the row has no problem".to_owned(),
            });
        }
    }
}
