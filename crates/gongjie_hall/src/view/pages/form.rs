//! The form of a saved view: name and whose it is; its address came from the place.

use askama::Template;
use axum::extract::{Path, Query};
use gongjie_base::{Error, Result};

use super::keepers;
use crate::door::{Answer, Form, Visit, show as render, show_clash, show_refused};
use crate::layout::{Errors, Page};
use crate::view::actions;
use crate::view::queries;
use crate::view::rules::{Input, Place, Scope};
use crate::view::tables::saved_view::Model;

#[derive(Template)]
#[template(path = "view/form.html")]
struct FormPage {
    p: Page,
    /// Nothing for a new view.
    id: Option<i64>,
    input: Input,
    errors: Errors,
    keepers: Vec<(String, String)>,
    /// Name of the place, and its address with the view.
    place: Option<(String, String)>,
}

async fn form(visit: &Visit, id: Option<i64>, input: Input, errors: Errors) -> Result<FormPage> {
    let key = if id.is_some() {
        "view-edit-title"
    } else {
        "view-new-title"
    };
    let p = visit.page(visit.words().text(key));
    let place = Place::from_code(&input.place).map(|place| {
        let query = place.canonical(&input.query);
        (p.code("view-place", place), place.with(&query))
    });
    Ok(FormPage {
        keepers: keepers(visit, &p).await?,
        place,
        id,
        input,
        errors,
        p,
    })
}

/// A view as it would be typed.
fn typed(view: Model) -> Input {
    let scope = match (view.scope, view.unit_id) {
        (Scope::Unit, Some(id)) => format!("unit:{id}"),
        (scope, _) => scope.code().to_owned(),
    };
    Input {
        place: view.place.code().to_owned(),
        query: view.query,
        name: view.name,
        scope,
        unit_id: String::new(),
        version: view.version.to_string(),
    }
}

/// `GET /views/new`
pub async fn new(visit: Visit, Query(input): Query<Input>) -> Answer {
    render(&form(&visit, None, input, Errors::none()).await?)
}

/// `POST /views`
pub async fn create(visit: Visit, Form(input): Form<Input>) -> Answer {
    let write = visit.begin().await?;
    match actions::save(&write, &write.acting, &input).await {
        Ok(view) => write.see(format!("/views/{}", view.id)).await,
        Err(Error::Invalid(fields)) => {
            drop(write);
            show_refused(&form(&visit, None, input, Errors(fields)).await?)
        }
        Err(error) => Err(error.into()),
    }
}

/// `GET /views/{id}/edit`
pub async fn edit(visit: Visit, Path(id): Path<i64>) -> Answer {
    let view = queries::find(visit.read(), visit.actor()?, id).await?;
    render(&form(&visit, Some(id), typed(view), Errors::none()).await?)
}

/// `POST /views/{id}`
pub async fn update(visit: Visit, Path(id): Path<i64>, Form(input): Form<Input>) -> Answer {
    let write = visit.begin().await?;
    match actions::edit(&write, &write.acting, id, &input).await {
        Ok(_) => write.see(format!("/views#view-{id}")).await,
        Err(Error::Invalid(fields)) => {
            drop(write);
            show_refused(&form(&visit, Some(id), input, Errors(fields)).await?)
        }
        Err(Error::Stale { .. }) => {
            drop(write);
            clash(&visit, id, input).await
        }
        Err(error) => Err(error.into()),
    }
}

/// `POST /views/{id}/address`: puts the present filters of the place into the view.
pub async fn readdress(visit: Visit, Path(id): Path<i64>, Form(input): Form<Input>) -> Answer {
    let write = visit.begin().await?;
    match actions::readdress(&write, &write.acting, id, &input).await {
        Ok(view) => write.see(format!("/views/{}", view.id)).await,
        Err(Error::Stale { .. }) => {
            drop(write);
            let now = queries::find(visit.read(), visit.actor()?, id).await?;
            let input = Input {
                query: input.query,
                ..typed(now)
            };
            clash(&visit, id, input).await
        }
        Err(error) => Err(error.into()),
    }
}

/// Somebody was quicker: both wordings side by side, and the typed one ready to be sent again.
async fn clash(visit: &Visit, id: i64, input: Input) -> Answer {
    let now = typed(queries::find(visit.read(), visit.actor()?, id).await?);
    let p = visit.page(visit.words().text("error-stale"));
    let rows = [
        ("view-name", now.name, input.name.clone()),
        ("view-scope", now.scope, input.scope.clone()),
        ("view-query", now.query, input.query.clone()),
    ];
    let typed = vec![
        ("name", input.name),
        ("scope", input.scope),
        ("query", input.query),
        ("version", now.version),
    ];
    let back = "/views".to_owned();
    show_clash(p, format!("/views/{id}"), back, rows, typed)
}
