//! Which sheet, which header, which column is what: each can be changed.

use askama::Template;
use axum::extract::Path;
use gongjie_base::Error;
use gongjie_reader::Field;
use gongjie_reader::grid::letters;

use super::{Looked, look};
use crate::door::{Answer, Form, Visit, show};
use crate::import::rules::Choices;
use crate::import::tables::import_batch::Model;
use crate::import::{actions, queries};
use crate::layout::Page;

/// One column with what it is taken for.
struct ColumnLine {
    index: u32,
    letter: String,
    heading: String,
    sample: String,
    field: &'static str,
    is_guessed: bool,
    is_chosen: bool,
}

#[derive(Template)]
#[template(path = "import/columns.html")]
struct ColumnsPage {
    p: Page,
    batch: Model,
    sheets: Vec<(String, bool)>,
    at: usize,
    header: String,
    year: String,
    columns: Vec<ColumnLine>,
    fields: Vec<(&'static str, String)>,
    is_ledger: bool,
}

impl ColumnsPage {
    fn step_columns(&self) -> String {
        let known = self.columns.iter().filter(|c| !c.field.is_empty()).count();
        let all = self.columns.len().to_string();
        self.p
            .t2("import-columns-n", ("n", known.to_string()), ("all", all))
    }
}

fn page(visit: &Visit, looked: Looked) -> ColumnsPage {
    let p = visit.page(visit.words().text("import-columns-title"));
    let sheet = &looked.understood.sheet;
    let grid = &looked.understood.grid;
    let first = sheet.records.first().map(|record| record.row);
    let rows = if sheet.is_ledger {
        &sheet.header_rows
    } else {
        &sheet.looked_at
    };
    let header = match rows.as_slice() {
        [] => String::new(),
        [one] => one.to_string(),
        [first, .., last] => format!("{first}-{last}"),
    };
    let line = |index: u32, heading: &str, field: Option<Field>, is_guessed| ColumnLine {
        index,
        letter: letters(index),
        heading: heading.to_owned(),
        sample: first
            .and_then(|row| grid.cell(row, index))
            .map_or_else(String::new, |c| c.text.clone()),
        field: field.map_or("", Field::code),
        is_guessed,
        is_chosen: looked.choices.columns.contains_key(&index),
    };
    let mut columns: Vec<ColumnLine> = sheet
        .columns
        .iter()
        .map(|c| line(c.index, &c.heading, c.field, c.is_guessed))
        .collect();
    if columns.is_empty() {
        let last = rows.last().and_then(|row| grid.row(*row));
        let cells = last.into_iter().flat_map(|row| &row.cells);
        columns = cells
            .map(|cell| line(cell.column, &cell.text, None, false))
            .collect();
    }
    ColumnsPage {
        fields: Field::ALL
            .iter()
            .map(|f| (f.code(), p.code("import-field", f.code())))
            .collect(),
        sheets: looked.understood.sheets.clone(),
        at: looked.understood.at,
        year: looked
            .choices
            .year
            .map(|y| y.to_string())
            .unwrap_or_default(),
        is_ledger: sheet.is_ledger,
        batch: looked.batch,
        header,
        columns,
        p,
    }
}

/// `GET /imports/{id}/columns`
pub async fn index(visit: Visit, Path(id): Path<i64>) -> Answer {
    let batch = queries::find(visit.read(), visit.actor()?, id).await?;
    show(&page(&visit, look(&visit, batch).await?))
}

/// The choices after a form of columns; another sheet or header begins them anew.
fn chosen(mut choices: Choices, form: &[(String, String)], looked: &Looked) -> Choices {
    let value = |name: &str| form.iter().find(|(n, _)| n == name).map(|(_, v)| v.trim());
    let sheet = value("sheet").and_then(|text| text.parse().ok());
    let header = value("header").and_then(rows_of);
    let seen = &looked.understood.sheet;
    let stood = if seen.is_ledger {
        seen.header_rows.as_slice()
    } else {
        seen.looked_at.as_slice()
    };
    let stood = stood.first().copied().zip(stood.last().copied());
    if sheet.is_some_and(|at| at != looked.understood.at) {
        return Choices {
            sheet,
            ..Choices::default()
        };
    }
    if header.is_some() && header != stood {
        return Choices {
            sheet: choices.sheet,
            year: choices.year,
            header,
            ..Choices::default()
        };
    }
    choices.year = value("year")
        .and_then(|text| text.parse().ok())
        .filter(|y| (1990..=2100).contains(y));
    for (name, code) in form {
        let Some(index) = name
            .strip_prefix("column-")
            .and_then(|n| n.parse::<u32>().ok())
        else {
            continue;
        };
        let of = looked
            .understood
            .sheet
            .columns
            .iter()
            .find(|c| c.index == index);
        // Who leaves a guess as it is has looked at it.
        let is_guessed = of.is_some_and(|c| c.is_guessed);
        let stands = of.and_then(|c| c.field).map_or("", Field::code);
        let is_told = choices.columns.contains_key(&index);
        if code != stands || is_told || is_guessed {
            choices.columns.insert(index, code.clone());
        }
    }
    choices
}

/// `3` or `3-4`.
fn rows_of(text: &str) -> Option<(u32, u32)> {
    let (first, last) = text
        .split_once(['-', '–', '—', '~'])
        .unwrap_or((text, text));
    let (first, last) = (first.trim().parse().ok()?, last.trim().parse().ok()?);
    (first >= 1 && last >= first && last - first < 10).then_some((first, last))
}

/// `POST /imports/{id}/columns`
pub async fn update(
    visit: Visit,
    Path(id): Path<i64>,
    Form(form): Form<Vec<(String, String)>>,
) -> Answer {
    let batch = queries::find(visit.read(), visit.actor()?, id).await?;
    let looked = look(&visit, batch).await?;
    let choices = chosen(looked.choices.clone(), &form, &looked);
    let stays = form.iter().any(|(name, _)| name == "again");
    let write = visit.begin().await?;
    match actions::choose(&write, &write.acting, &looked.batch, &choices).await {
        Ok(()) => {}
        Err(Error::Stale { .. }) => return Err(Error::conflict("import-moved").into()),
        Err(error) => return Err(error.into()),
    }
    let to = if stays { "/columns" } else { "" };
    write.see(format!("/imports/{id}{to}")).await
}
