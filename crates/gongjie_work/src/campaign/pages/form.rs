//! Forms of a campaign: plan, edit, open, close.

use askama::Template;
use axum::extract::Path;
use axum::http::StatusCode;
use gongjie_base::Error;
use serde::Deserialize;

use crate::campaign::actions;
use crate::campaign::lifecycle::Action;
use crate::campaign::queries;
use crate::campaign::rules::{CampaignInput, CampaignState};
use crate::door::{Answer, Form, Visit, show, show_refused};
use crate::layout::{ClashPage, Errors, Page};

#[derive(Template)]
#[template(path = "campaign/form.html")]
struct FormPage {
    p: Page,
    /// Nothing for a new campaign.
    id: Option<i64>,
    input: CampaignInput,
    errors: Errors,
}

fn form(visit: &Visit, id: Option<i64>, input: CampaignInput, errors: Errors) -> FormPage {
    let key = if id.is_some() {
        "campaign-edit-title"
    } else {
        "campaign-new-title"
    };
    FormPage {
        p: visit.page(visit.words().text(key)),
        id,
        input,
        errors,
    }
}

/// `GET /campaigns/new`: the year after the newest one is offered.
pub async fn new(visit: Visit) -> Answer {
    let all = queries::list_campaigns(visit.read(), visit.actor()?).await?;
    let this_year = i64::from(visit.today().year());
    let year = all.first().map_or(this_year, |newest| newest.year + 1);
    let input = CampaignInput {
        year: year.to_string(),
        starts_on: format!("{year}-01-01"),
        ends_on: format!("{year}-12-31"),
        ..CampaignInput::default()
    };
    show(&form(&visit, None, input, Errors::none()))
}

/// `POST /campaigns`
pub async fn create(visit: Visit, Form(input): Form<CampaignInput>) -> Answer {
    let write = visit.begin().await?;
    match actions::plan(&write, &write.acting, &input).await {
        Ok(id) => write.see(format!("/campaigns/{id}")).await,
        Err(Error::Invalid(fields)) => {
            drop(write);
            show_refused(&form(&visit, None, input, Errors(fields)))
        }
        Err(error) => Err(error.into()),
    }
}

/// `GET /campaigns/{id}/edit`
pub async fn edit(visit: Visit, Path(id): Path<i64>) -> Answer {
    let found = queries::find_campaign(visit.read(), visit.actor()?, id).await?;
    if found.state == CampaignState::Closed {
        return Err(Error::conflict("campaign-closed-stands").into());
    }
    let input = CampaignInput {
        year: found.year.to_string(),
        name: found.name,
        starts_on: found.starts_on,
        ends_on: found.ends_on,
        version: found.version.to_string(),
    };
    show(&form(&visit, Some(id), input, Errors::none()))
}

/// `POST /campaigns/{id}`
pub async fn update(visit: Visit, Path(id): Path<i64>, Form(input): Form<CampaignInput>) -> Answer {
    let write = visit.begin().await?;
    match actions::edit(&write, &write.acting, id, &input).await {
        Ok(()) => write.see(format!("/campaigns/{id}")).await,
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
async fn clash(visit: &Visit, id: i64, input: CampaignInput) -> Answer {
    let now = queries::find_campaign(visit.read(), visit.actor()?, id).await?;
    let p = visit.page(visit.words().text("error-stale"));
    let both = [
        ("year", now.year.to_string(), input.year),
        ("name", now.name, input.name),
        ("starts_on", now.starts_on, input.starts_on),
        ("ends_on", now.ends_on, input.ends_on),
    ];
    let rows = both
        .iter()
        .filter(|(_, now, typed)| now != typed)
        .map(|(field, now, typed)| (p.code("campaign", field), now.clone(), typed.clone()));
    let rows = rows.collect();
    let mut typed: Vec<_> = both.into_iter().map(|(f, _, typed)| (f, typed)).collect();
    typed.push(("version", now.version.to_string()));
    let mut response = show(&ClashPage {
        p,
        action: format!("/campaigns/{id}"),
        back: format!("/campaigns/{id}"),
        rows,
        typed,
    })?;
    *response.status_mut() = StatusCode::CONFLICT;
    Ok(response)
}

/// A step as a form.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct StepInput {
    pub action: String,
    pub version: String,
}

/// `POST /campaigns/{id}/moves`: a campaign that was just opened asks what to carry over.
pub async fn advance(visit: Visit, Path(id): Path<i64>, Form(input): Form<StepInput>) -> Answer {
    let action = Action::from_code(&input.action)
        .ok_or_else(|| Error::invalid("action", "error-not-in-list"))?;
    let write = visit.begin().await?;
    let version = input.version.trim().parse().ok();
    actions::advance(&write, &write.acting, id, action, version).await?;
    match action {
        Action::Open => write.see(format!("/campaigns/{id}/carry-overs")).await,
        Action::Close => write.see(format!("/campaigns/{id}")).await,
    }
}
