//! The dictionary of themes 主题方面: list, add, edit, retire.

use askama::Template;
use axum::extract::Path;
use axum::http::StatusCode;
use gongjie_base::Error;

use crate::campaign::actions::{self, ThemeStep};
use crate::campaign::queries;
use crate::campaign::rules::{Hue, ThemeInput};
use crate::campaign::tables::theme;
use crate::door::{Answer, Form, Visit, show, show_refused};
use crate::layout::{ClashPage, Errors, Page};

#[derive(Template)]
#[template(path = "campaign/themes.html")]
struct IndexPage {
    p: Page,
    themes: Vec<theme::Model>,
    is_example: bool,
}

/// `GET /themes`
pub async fn index(visit: Visit) -> Answer {
    let actor = visit.actor()?;
    show(&IndexPage {
        p: visit.page(visit.words().text("themes-title")),
        themes: queries::list_themes(visit.read(), actor).await?,
        is_example: actor.is_example,
    })
}

#[derive(Template)]
#[template(path = "campaign/theme_form.html")]
struct FormPage {
    p: Page,
    /// Nothing for a new theme.
    id: Option<i64>,
    input: ThemeInput,
    errors: Errors,
    hues: Vec<(String, String)>,
}

fn form(visit: &Visit, id: Option<i64>, input: ThemeInput, errors: Errors) -> FormPage {
    let key = if id.is_some() {
        "theme-edit-title"
    } else {
        "theme-new-title"
    };
    let p = visit.page(visit.words().text(key));
    let hue = |h: &Hue| (h.code().to_owned(), p.code("hue", h));
    FormPage {
        hues: Hue::ALL.iter().map(hue).collect(),
        id,
        input,
        errors,
        p,
    }
}

/// `GET /themes/new`
pub async fn new(visit: Visit) -> Answer {
    show(&form(&visit, None, ThemeInput::default(), Errors::none()))
}

/// `POST /themes`
pub async fn create(visit: Visit, Form(input): Form<ThemeInput>) -> Answer {
    let write = visit.begin().await?;
    match actions::add_typed(&write, &write.acting, &input).await {
        Ok(id) => write.see(format!("/themes#theme-{id}")).await,
        Err(Error::Invalid(fields)) => {
            drop(write);
            show_refused(&form(&visit, None, input, Errors(fields)))
        }
        Err(error) => Err(error.into()),
    }
}

/// `GET /themes/{id}/edit`
pub async fn edit(visit: Visit, Path(id): Path<i64>) -> Answer {
    let found = queries::find_theme(visit.read(), visit.actor()?, id).await?;
    let input = ThemeInput {
        name: found.name,
        name_en: found.name_en.unwrap_or_default(),
        mark: found.mark,
        hue: found.hue.to_string(),
        position: found.position.to_string(),
        version: found.version.to_string(),
    };
    show(&form(&visit, Some(id), input, Errors::none()))
}

/// `POST /themes/{id}`
pub async fn update(visit: Visit, Path(id): Path<i64>, Form(input): Form<ThemeInput>) -> Answer {
    let write = visit.begin().await?;
    match actions::edit_theme(&write, &write.acting, id, &input).await {
        Ok(()) => write.see(format!("/themes#theme-{id}")).await,
        Err(Error::Invalid(fields)) => {
            drop(write);
            show_refused(&form(&visit, Some(id), input, Errors(fields)))
        }
        Err(Error::Stale { .. }) => {
            drop(write);
            clash(&visit, id, input).await
        }
        Err(error) => Err(error.into()),
    }
}

/// Somebody was quicker: both wordings side by side, and the typed one ready to be sent again.
async fn clash(visit: &Visit, id: i64, input: ThemeInput) -> Answer {
    let now = queries::find_theme(visit.read(), visit.actor()?, id).await?;
    let p = visit.page(visit.words().text("error-stale"));
    let both = [
        ("name", now.name, input.name),
        ("name_en", now.name_en.unwrap_or_default(), input.name_en),
        ("mark", now.mark, input.mark),
        ("hue", now.hue.to_string(), input.hue),
        ("position", now.position.to_string(), input.position),
    ];
    let said = |field: &str, value: &String| match Hue::from_code(value) {
        Some(hue) if field == "hue" => p.code("hue", hue),
        _ => value.clone(),
    };
    let rows = both
        .iter()
        .filter(|(_, now, typed)| now != typed)
        .map(|(field, now, typed)| (p.code("theme", field), said(field, now), said(field, typed)))
        .collect();
    let mut typed: Vec<_> = both.into_iter().map(|(f, _, typed)| (f, typed)).collect();
    typed.push(("version", now.version.to_string()));
    let mut response = show(&ClashPage {
        action: format!("/themes/{id}"),
        back: "/themes".to_owned(),
        rows,
        typed,
        p,
    })?;
    *response.status_mut() = StatusCode::CONFLICT;
    Ok(response)
}

/// `POST /themes/{id}/retirement`
pub async fn retire(visit: Visit, Path(id): Path<i64>, Form(step): Form<ThemeStep>) -> Answer {
    let write = visit.begin().await?;
    actions::set_retired(&write, &write.acting, id, true, &step).await?;
    write.see(format!("/themes#theme-{id}")).await
}

/// `POST /themes/{id}/restoration`
pub async fn restore(visit: Visit, Path(id): Path<i64>, Form(step): Form<ThemeStep>) -> Answer {
    let write = visit.begin().await?;
    actions::set_retired(&write, &write.acting, id, false, &step).await?;
    write.see(format!("/themes#theme-{id}")).await
}
