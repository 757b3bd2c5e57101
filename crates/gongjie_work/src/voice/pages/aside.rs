//! Pages beside voices: posters with their codes, limits, requests to open a sealed name, what everybody may see.

use askama::Template;
use axum::extract::Path;
use gongjie_base::{Error, FieldError, Result, Say};
use qrcode::QrCode;
use qrcode::render::svg;
use serde::Deserialize;

use super::super::actions::{self, PosterInput};
use super::super::clocks::Limit;
use super::super::queries;
use super::super::rules::PublicInput;
use super::super::tables::{poster, unsealing};
use crate::door::{Answer, Form, Visit, show, show_refused};
use crate::layout::{Errors, Page};
use crate::org::{Role, queries as org};

#[derive(Template)]
#[template(path = "voice/posters.html")]
struct PostersPage {
    p: Page,
    posters: Vec<poster::Model>,
    link: String,
    input: PosterInput,
    errors: Errors,
    units: Vec<(String, String)>,
}

#[derive(Template)]
#[template(path = "voice/poster.html")]
struct PosterPage {
    p: Page,
    poster: poster::Model,
    organization: String,
    link: String,
    code: String,
}

#[derive(Template)]
#[template(path = "voice/limits.html")]
struct LimitsPage {
    p: Page,
    limits: Vec<(Limit, String, u32)>,
    errors: Errors,
    may_set: bool,
}

#[derive(Template)]
#[template(path = "voice/unsealings.html")]
struct UnsealingsPage {
    p: Page,
    waiting: Vec<(unsealing::Model, String)>,
    errors: Errors,
    me: i64,
}

#[derive(Template)]
#[template(path = "voice/opened.html")]
struct OpenedPage {
    p: Page,
    voice_id: i64,
    name: String,
    contact: String,
}

impl UnsealingsPage {
    /// The reader asked for it or agreed already: another guardian's word is needed.
    fn has_spoken(&self, request: &unsealing::Model) -> bool {
        request.asked_by_id == self.me || request.agreed_by_id == Some(self.me)
    }
}

async fn link(visit: &Visit) -> Result<String> {
    let id = visit.actor()?.organization_id;
    let organizations = org::list_organizations(visit.read()).await?;
    let own = organizations
        .into_iter()
        .find(|o| o.id == id)
        .ok_or(Error::NotFound)?;
    Ok(format!(
        "{}/raise/{}",
        visit.app.settings.public_url, own.code
    ))
}

async fn posters_page(visit: &Visit, input: PosterInput, errors: Errors) -> Result<PostersPage> {
    Ok(PostersPage {
        p: visit.page(visit.words().text("posters")),
        posters: queries::list_posters(visit.read(), visit.actor()?).await?,
        link: link(visit).await?,
        input,
        errors,
        units: super::desk::inside_units(visit).await?,
    })
}

/// `GET /posters`
pub async fn posters(visit: Visit) -> Answer {
    show(&posters_page(&visit, PosterInput::default(), Errors::none()).await?)
}

/// `POST /posters`
pub async fn create_poster(visit: Visit, Form(input): Form<PosterInput>) -> Answer {
    let write = visit.begin().await?;
    match actions::create_poster(&write, &write.acting, &input).await {
        Ok(id) => write.see(format!("/posters/{id}")).await,
        Err(Error::Invalid(fields)) => {
            drop(write);
            show_refused(&posters_page(&visit, input, Errors(fields)).await?)
        }
        Err(error) => Err(error.into()),
    }
}

/// `GET /posters/{id}`: one page to print and to hang up.
pub async fn poster(visit: Visit, Path(id): Path<i64>) -> Answer {
    let poster = queries::find_own_poster(visit.read(), visit.actor()?, id).await?;
    let link = format!("{}?at={}", link(&visit).await?, poster.code);
    let code = QrCode::new(link.as_bytes()).map_err(Error::internal)?;
    let code = code
        .render::<svg::Color<'_>>()
        .min_dimensions(240, 240)
        .dark_color(svg::Color("#000"))
        .light_color(svg::Color("#fff"))
        .build();
    // Inside a page an SVG needs no declaration of its own.
    let code = code
        .split_once("?>")
        .map_or(code.as_str(), |(_, svg)| svg)
        .to_owned();
    show(&PosterPage {
        organization: visit.actor()?.organization_name.clone(),
        p: visit.page(poster.place.clone()),
        poster,
        link,
        code,
    })
}

/// `POST /posters/{id}/removal`
pub async fn retire_poster(visit: Visit, Path(id): Path<i64>) -> Answer {
    let write = visit.begin().await?;
    actions::retire_poster(&write, &write.acting, id).await?;
    write.see("/posters").await
}

async fn limits_page(visit: &Visit, errors: Errors) -> Result<LimitsPage> {
    let actor = visit.actor()?;
    let set = queries::find_limits(visit.read(), actor.organization_id).await?;
    let limits = Limit::ALL.iter().map(|l| {
        let own = set.get(l).map(ToString::to_string).unwrap_or_default();
        (*l, own, l.default_hours())
    });
    Ok(LimitsPage {
        p: visit.page(visit.words().text("voice-limits")),
        limits: limits.collect(),
        errors,
        may_set: actor.has(Role::Coordinator),
    })
}

/// `GET /voice-limits`
pub async fn limits(visit: Visit) -> Answer {
    show(&limits_page(&visit, Errors::none()).await?)
}

/// `POST /voice-limits`: all of them in one form.
pub async fn set_limits(visit: Visit, Form(typed): Form<Vec<(String, String)>>) -> Answer {
    let write = visit.begin().await?;
    let mut refused = Vec::new();
    for (name, value) in &typed {
        let Some(limit) = Limit::from_code(name) else {
            continue;
        };
        match actions::set_limit(&write, &write.acting, limit, value).await {
            Ok(()) => {}
            Err(Error::Invalid(fields)) => refused.extend(fields),
            Err(error) => return Err(error.into()),
        }
    }
    if refused.is_empty() {
        return write.see("/voice-limits").await;
    }
    drop(write);
    let mut page = limits_page(&visit, Errors(refused)).await?;
    for (limit, own, _) in &mut page.limits {
        if let Some((_, value)) = typed.iter().find(|(n, _)| n == limit.code()) {
            own.clone_from(value);
        }
    }
    show_refused(&page)
}

async fn unsealings_page(visit: &Visit, errors: Errors) -> Result<UnsealingsPage> {
    let actor = visit.actor()?;
    if !actor.has(Role::Guardian) {
        return Err(Error::NotFound);
    }
    let people = org::known_people(visit.read(), actor.organization_id).await?;
    let waiting = queries::list_waiting_unsealings(visit.read(), actor).await?;
    let waiting = waiting.into_iter().map(|u| {
        let name = people.get(&u.asked_by_id).cloned().unwrap_or_default();
        (u, name)
    });
    Ok(UnsealingsPage {
        waiting: waiting.collect(),
        p: visit.page(visit.words().text("unsealings")),
        errors,
        me: actor.person_id,
    })
}

/// `GET /unsealings`: for guardians.
pub async fn unsealings(visit: Visit) -> Answer {
    show(&unsealings_page(&visit, Errors::none()).await?)
}

/// A reason or a refusal as typed.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Typed {
    reason: String,
    words: String,
    /// `agree` or `refuse`.
    decision: String,
}

/// `POST /voices/{id}/unsealings`
pub async fn ask_to_unseal(visit: Visit, Path(id): Path<i64>, Form(input): Form<Typed>) -> Answer {
    let write = visit.begin().await?;
    actions::ask_to_unseal(&write, &write.acting, id, &input.reason).await?;
    write.see(format!("/voices/{id}")).await
}

/// `POST /unsealings/{id}/decision`
pub async fn decide(visit: Visit, Path(id): Path<i64>, Form(input): Form<Typed>) -> Answer {
    let write = visit.begin().await?;
    let done = if input.decision == "refuse" {
        actions::refuse_to_unseal(&write, &write.acting, id, &input.words).await
    } else {
        actions::agree_to_unseal(&write, &write.acting, id).await
    };
    let fields = match done {
        Ok(()) => return write.see("/unsealings").await,
        Err(Error::Invalid(fields)) => fields,
        Err(Error::Stale { .. }) => vec![FieldError::new("words", Say::new("unseal-decided"))],
        Err(error) => return Err(error.into()),
    };
    drop(write);
    show_refused(&unsealings_page(&visit, Errors(fields)).await?)
}

/// `POST /unsealings/{id}/looks`: each look is written down, and the raiser sees it.
pub async fn look(visit: Visit, Path(id): Path<i64>) -> Answer {
    let write = visit.begin().await?;
    let (name, contact) = actions::open_seal(&write, &write.acting, &visit.app.secret, id).await?;
    let request = queries::find_unsealing(&write, write.acting.actor.organization_id, id).await?;
    let page = OpenedPage {
        p: visit.page(visit.words().text("unseal-opened")),
        voice_id: request.voice_id,
        name,
        contact,
    };
    let shown = show(&page)?;
    write.see(format!("/voices/{}", page.voice_id)).await?;
    Ok(shown)
}

/// `POST /problems/{id}/publication`
pub async fn publish(visit: Visit, Path(id): Path<i64>, Form(input): Form<PublicInput>) -> Answer {
    let write = visit.begin().await?;
    let (is_open, is_told) = input.read();
    actions::open_to_everybody(&write, &write.acting, id, is_open, is_told).await?;
    write.see(format!("/problems/{id}")).await
}
