//! Pages of office templates: the list with what each takes, and the form that takes one in.

use askama::Template;
use axum::extract::Path;
use gongjie_base::Error;

use super::actions::{self, Removal};
use super::rules::{FilledWith, Input, Placing};
use super::tables::office_template::Model;
use super::{queries, taking};
use crate::door::{Answer, Form, Upload, Visit, show, show_refused};
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
    let input = taking::read(&upload);
    match taking::take(&upload, &input).await {
        Ok((write, _)) => write.see("/office-templates".to_owned()).await,
        Err(Error::Invalid(fields)) => show_refused(&form(&upload.visit, input, Errors(fields))),
        Err(error) => Err(error.into()),
    }
}

/// `POST /office-templates/{id}/removal`
pub async fn remove(visit: Visit, Path(id): Path<i64>, Form(removal): Form<Removal>) -> Answer {
    let write = visit.begin().await?;
    actions::remove(&write, &write.acting, id, &removal).await?;
    write.see("/office-templates".to_owned()).await
}
