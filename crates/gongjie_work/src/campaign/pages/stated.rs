//! Forms of a stated total 原文所述、上报数.

use askama::Template;
use axum::extract::Path;
use axum::http::StatusCode;
use gongjie_base::Error;

use crate::campaign::actions;
use crate::campaign::queries;
use crate::campaign::rules::{Counted, StatedInput};
use crate::campaign::tables::campaign;
use crate::door::{Answer, Form, Visit, show, show_refused};
use crate::layout::{ClashPage, Errors, Page};

#[derive(Template)]
#[template(path = "campaign/stated_form.html")]
struct FormPage {
    p: Page,
    campaign: campaign::Model,
    /// Nothing for a new one.
    id: Option<i64>,
    input: StatedInput,
    errors: Errors,
    kinds: Vec<(String, String)>,
}

async fn form(
    visit: &Visit,
    campaign_id: i64,
    id: Option<i64>,
    input: StatedInput,
    errors: Errors,
) -> Result<FormPage, Error> {
    let campaign = queries::find_campaign(visit.read(), visit.actor()?, campaign_id).await?;
    let key = if id.is_some() {
        "stated-edit-title"
    } else {
        "stated-new-title"
    };
    let p = visit.page(visit.words().text(key));
    let kind = |c: &Counted| (c.code().to_owned(), p.code("counted", c));
    Ok(FormPage {
        kinds: Counted::ALL.iter().map(kind).collect(),
        campaign,
        id,
        input,
        errors,
        p,
    })
}

/// `GET /campaigns/{id}/stated-figures/new`
pub async fn new(visit: Visit, Path(id): Path<i64>) -> Answer {
    let input = StatedInput::default();
    show(&form(&visit, id, None, input, Errors::none()).await?)
}

/// `POST /campaigns/{id}/stated-figures`
pub async fn create(visit: Visit, Path(id): Path<i64>, Form(input): Form<StatedInput>) -> Answer {
    let write = visit.begin().await?;
    match actions::state_typed(&write, &write.acting, id, &input).await {
        Ok(_) => write.see(format!("/campaigns/{id}")).await,
        Err(Error::Invalid(fields)) => {
            drop(write);
            show_refused(&form(&visit, id, None, input, Errors(fields)).await?)
        }
        Err(error) => Err(error.into()),
    }
}

/// `GET /stated-figures/{id}/edit`
pub async fn edit(visit: Visit, Path(id): Path<i64>) -> Answer {
    let found = queries::find_stated(visit.read(), visit.actor()?, id).await?;
    let input = StatedInput {
        campaign_id: String::new(),
        kind: found.kind.to_string(),
        label: found.label.unwrap_or_default(),
        text: found.text,
        unit: found.unit,
        as_of: found.as_of.unwrap_or_default(),
        source: found.source,
        version: found.version.to_string(),
    };
    show(&form(&visit, found.campaign_id, Some(id), input, Errors::none()).await?)
}

/// `POST /stated-figures/{id}`
pub async fn update(visit: Visit, Path(id): Path<i64>, Form(input): Form<StatedInput>) -> Answer {
    let write = visit.begin().await?;
    match actions::restate(&write, &write.acting, id, &input).await {
        Ok(campaign_id) => write.see(format!("/campaigns/{campaign_id}")).await,
        Err(Error::Invalid(fields)) => {
            drop(write);
            let found = queries::find_stated(visit.read(), visit.actor()?, id).await?;
            let (of, errors) = (found.campaign_id, Errors(fields));
            show_refused(&form(&visit, of, Some(id), input, errors).await?)
        }
        Err(Error::Stale { .. }) => {
            drop(write);
            clash(&visit, id, input).await
        }
        Err(error) => Err(error.into()),
    }
}

/// Somebody was quicker: both wordings side by side, and the typed one ready to be sent again.
async fn clash(visit: &Visit, id: i64, input: StatedInput) -> Answer {
    let now = queries::find_stated(visit.read(), visit.actor()?, id).await?;
    let p = visit.page(visit.words().text("error-stale"));
    let both = [
        ("kind", now.kind.to_string(), input.kind),
        ("label", now.label.unwrap_or_default(), input.label),
        ("text", now.text, input.text),
        ("unit", now.unit, input.unit),
        ("as_of", now.as_of.unwrap_or_default(), input.as_of),
        ("source", now.source, input.source),
    ];
    let said = |field: &str, value: &String| match Counted::from_code(value) {
        Some(kind) if field == "kind" => p.code("counted", kind),
        _ => value.clone(),
    };
    let rows = both
        .iter()
        .filter(|(_, now, typed)| now != typed)
        .map(|(field, now, typed)| {
            (
                p.code("stated", field),
                said(field, now),
                said(field, typed),
            )
        })
        .collect();
    let mut typed: Vec<_> = both.into_iter().map(|(f, _, typed)| (f, typed)).collect();
    typed.push(("version", now.version.to_string()));
    let mut response = show(&ClashPage {
        action: format!("/stated-figures/{id}"),
        back: format!("/campaigns/{}", now.campaign_id),
        rows,
        typed,
        p,
    })?;
    *response.status_mut() = StatusCode::CONFLICT;
    Ok(response)
}
