//! Pages of office templates: the list with what each takes, and the form that takes one in.

use askama::Template;
use axum::extract::Path;
use gongjie_base::{Error, Result};
use serde::Deserialize;

use super::actions::{self, Stored};
use super::rules::{self, FilledWith, Input, Placing};
use super::tables::office_template::Model;
use super::{opening, queries};
use crate::door::{Answer, Form, Upload, Visit, Write, show, show_refused};
use crate::layout::{Errors, Page};

/// A template of the list.
struct Line {
    row: Model,
    view: String,
    sheet: String,
    /// Heading of the office, and the column of the view that it takes; empty for one that stays empty.
    columns: Vec<(String, String)>,
}

#[derive(Template)]
#[template(path = "template/index.html")]
struct IndexPage {
    p: Page,
    lines: Vec<Line>,
}

/// `GET /office-templates`
pub async fn index(visit: Visit) -> Answer {
    let p = visit.page(visit.words().text("templates-title"));
    let rows = queries::list(visit.read(), visit.actor()?).await?;
    let lines = rows.into_iter().map(|row| line(&p, row)).collect();
    show(&IndexPage { p, lines })
}

fn line(p: &Page, row: Model) -> Line {
    let placing: Option<Placing> = serde_json::from_str(&row.layout).ok();
    let columns = placing.iter().flat_map(|placing| &placing.columns);
    let columns = columns.map(|column| {
        let takes = column.takes.as_deref();
        let takes = takes.map(|code| p.t(&row.filled_with.heading(code)));
        (column.heading.clone(), takes.unwrap_or_default())
    });
    Line {
        columns: columns.collect(),
        view: p.code("template-view", row.filled_with),
        sheet: placing.map(|p| p.sheet_name.clone()).unwrap_or_default(),
        row,
    }
}

#[derive(Template)]
#[template(path = "template/form.html")]
struct FormPage {
    p: Page,
    input: Input,
    errors: Errors,
    views: Vec<(String, String)>,
}

fn form(visit: &Visit, input: Input, errors: Errors) -> FormPage {
    let p = visit.page(visit.words().text("template-new-title"));
    let view = |v: &FilledWith| (v.code().to_owned(), p.code("template-view", v));
    FormPage {
        views: FilledWith::ALL.iter().map(view).collect(),
        p,
        input,
        errors,
    }
}

/// `GET /office-templates/new`
pub async fn new(visit: Visit) -> Answer {
    show(&form(&visit, Input::default(), Errors::none()))
}

/// `POST /office-templates`: a form with a file.
pub async fn create(upload: Upload) -> Answer {
    let input = Input {
        name: upload.field("name").to_owned(),
        filled_with: upload.field("filled_with").to_owned(),
    };
    match take(&upload, &input).await {
        Ok(write) => write.see("/office-templates".to_owned()).await,
        Err(Error::Invalid(fields)) => show_refused(&form(&upload.visit, input, Errors(fields))),
        Err(error) => Err(error.into()),
    }
}

/// Looks at the file before it is kept, and keeps it before any row speaks of it.
async fn take(upload: &Upload, input: &Input) -> Result<Write> {
    let visit = &upload.visit;
    if let Some(refused) = &upload.refused {
        return Err(Error::Invalid(vec![refused.clone()]));
    }
    let read = rules::read(input, upload.file.is_some())?;
    let Some(file) = &upload.file else {
        return Err(Error::invalid("file", "template-no-file"));
    };
    let bytes = file.bytes.to_vec();
    let placing = opening::open(&visit.app, bytes, read.filled_with, visit.words()).await?;
    let stored = Stored {
        hash: visit.app.files.put(&file.bytes).await?,
        name: rules::file_name(&file.name),
    };
    let write = visit.begin().await?;
    actions::add(&write, &write.acting, &read, &stored, &placing).await?;
    Ok(write)
}

/// What a removal is sent with.
#[derive(Default, Deserialize)]
#[serde(default)]
pub struct Removal {
    version: String,
}

/// `POST /office-templates/{id}/removal`
pub async fn remove(visit: Visit, Path(id): Path<i64>, Form(removal): Form<Removal>) -> Answer {
    let write = visit.begin().await?;
    actions::remove(&write, &write.acting, id, &removal.version).await?;
    write.see("/office-templates".to_owned()).await
}
