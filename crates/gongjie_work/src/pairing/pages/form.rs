//! Drafting and editing a pairing.

use std::collections::BTreeSet;

use askama::Template;
use axum::extract::{Path, Query};
use gongjie_base::Error;
use serde::Deserialize;

use crate::campaign::queries as campaigns;
use crate::campaign::tables::theme;
use crate::door::{Answer, Form, Visit, show, show_clash, show_refused};
use crate::layout::{Errors, Page};
use crate::org::{Actor, Role, UnitKind};
use crate::pairing::rules::{self, Input, MemberRole};
use crate::pairing::view::Units;
use crate::pairing::{actions, queries};
use crate::problem::queries as problems;

/// Units that one was paired with last and are offered first.
const RECENT_MAX: u64 = 8;

/// One box to tick.
struct Choice {
    id: String,
    name: String,
    is_chosen: bool,
}

/// Boxes under one heading.
struct Group {
    label: String,
    is_open: bool,
    choices: Vec<Choice>,
}

#[derive(Template)]
#[template(path = "pairing/form.html")]
struct FormPage {
    p: Page,
    /// Nothing for a new pairing.
    id: Option<i64>,
    input: Input,
    errors: Errors,
    leads: Vec<(String, String)>,
    partners: Vec<Group>,
    chosen_problems: Vec<Choice>,
    more_problems: Vec<Choice>,
    themes: Vec<(String, String)>,
}

/// Somebody who speaks for a unit, or coordinates, drafts pairings.
pub(super) fn may_create(actor: &Actor) -> bool {
    [Role::Liaison, Role::UnitHead, Role::Coordinator]
        .iter()
        .any(|r| actor.has(*r))
}

/// A theme's name in the page's language.
pub(super) fn theme_name(p: &Page, theme: theme::Model) -> String {
    if p.is_english() {
        theme.name_en.unwrap_or(theme.name)
    } else {
        theme.name
    }
}

async fn form(
    visit: &Visit,
    id: Option<i64>,
    input: Input,
    errors: Errors,
) -> Result<FormPage, Error> {
    let key = if id.is_some() {
        "pairing-edit-title"
    } else {
        "pairing-new-title"
    };
    let p = visit.page(visit.words().text(key));
    let actor = visit.actor()?;
    let units = Units::load(visit.read(), actor, &p).await?;
    let coordinates = actor.has(Role::Coordinator);
    let leads = units
        .open()
        .filter(|u| !u.is_outside)
        .filter(|u| coordinates || actor.speaks_for(u.id) || u.id.to_string() == input.lead)
        .map(|u| (u.id.to_string(), units.name(u.id)))
        .collect();
    let recent = queries::list_recent_units(visit.read(), actor, actor.units(), RECENT_MAX).await?;
    let (chosen_problems, more_problems) = problem_choices(visit, id, &input).await?;
    let themes = campaigns::list_themes(visit.read(), actor).await?;
    let themes = themes
        .into_iter()
        .filter(|t| !t.is_retired || t.id.to_string() == input.theme_id)
        .map(|t| (t.id.to_string(), theme_name(&p, t)))
        .collect();
    Ok(FormPage {
        id,
        leads,
        partners: partner_groups(&p, &units, &recent, &input),
        chosen_problems,
        more_problems,
        themes,
        input,
        errors,
        p,
    })
}

/// Units by kind, those one was paired with last first, outside ones last.
fn partner_groups(p: &Page, units: &Units, recent: &[i64], input: &Input) -> Vec<Group> {
    let choice = |id: i64| Choice {
        id: id.to_string(),
        name: units.name(id),
        is_chosen: input.partners.contains(&id.to_string()),
    };
    let group = |label: String, choices: Vec<Choice>| Group {
        label,
        is_open: choices.iter().any(|c| c.is_chosen),
        choices,
    };
    let open: BTreeSet<i64> = units.open().map(|u| u.id).collect();
    let recent: Vec<i64> = recent
        .iter()
        .copied()
        .filter(|id| open.contains(id))
        .collect();
    let latest = recent.iter().map(|id| choice(*id)).collect();
    let mut groups = vec![Group {
        is_open: true,
        ..group(p.t("pairing-recent-units"), latest)
    }];
    let rest = || units.open().filter(|u| !recent.contains(&u.id));
    for kind in UnitKind::ALL {
        let inside = rest().filter(|u| u.kind == *kind && !u.is_outside);
        let label = p.code("pairing-unit-kind", kind);
        groups.push(group(label, inside.map(|u| choice(u.id)).collect()));
    }
    let outside = rest().filter(|u| u.is_outside);
    let outside = outside.map(|u| choice(u.id)).collect();
    groups.push(group(p.t("pairing-outside-units"), outside));
    groups.retain(|g| !g.choices.is_empty());
    groups
}

/// Problems that are chosen already, and the others that a pairing can take.
async fn problem_choices(
    visit: &Visit,
    id: Option<i64>,
    input: &Input,
) -> Result<(Vec<Choice>, Vec<Choice>), Error> {
    let actor = visit.actor()?;
    let chosen: Vec<i64> = input
        .problems
        .iter()
        .filter_map(|t| t.parse().ok())
        .collect();
    let linked: Vec<i64> = match id {
        Some(id) => queries::list_links(visit.read(), &[id])
            .await?
            .into_iter()
            .map(|l| l.problem_id)
            .collect(),
        None => Vec::new(),
    };
    let campaign = campaigns::find_open_campaign(visit.read(), actor)
        .await
        .ok();
    let filter = problems::Filter {
        campaign_id: campaign.map(|c| c.id),
        is_counted: true,
        ..problems::Filter::default()
    };
    let mut found = problems::list(visit.read(), actor, &filter).await?;
    found.retain(|f| rules::can_be_paired(f.state));
    let first = problems::Filter {
        ids: Some(chosen.iter().chain(&linked).copied().collect()),
        ..problems::Filter::default()
    };
    let first = problems::list(visit.read(), actor, &first).await?;
    let choice = |f: crate::problem::tables::problem::Model| Choice {
        is_chosen: chosen.contains(&f.id),
        id: f.id.to_string(),
        name: f.title,
    };
    found.retain(|f| first.iter().all(|c| c.id != f.id));
    Ok((
        first.into_iter().map(choice).collect(),
        found.into_iter().map(choice).collect(),
    ))
}

/// From which problem a pairing is begun.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct From {
    pub problem: String,
}

/// `GET /pairings/new?problem=ID`
pub async fn new(visit: Visit, Query(from): Query<From>) -> Answer {
    let actor = visit.actor()?;
    let own = actor.unit_id.filter(|id| actor.speaks_for(*id));
    let mut input = Input {
        lead: own.map(|id| id.to_string()).unwrap_or_default(),
        ..Input::default()
    };
    if let Ok(id) = from.problem.trim().parse() {
        let problem = problems::find(visit.read(), actor, id).await?;
        input.title = problem.title;
        input.problems = vec![id.to_string()];
        input.theme_id = problem
            .theme_id
            .map(|id| id.to_string())
            .unwrap_or_default();
    }
    show(&form(&visit, None, input, Errors::none()).await?)
}

/// `POST /pairings`
pub async fn create(visit: Visit, Form(input): Form<Input>) -> Answer {
    let write = visit.begin().await?;
    match actions::create(&write, &write.acting, &input).await {
        Ok(id) => write.see(format!("/pairings/{id}")).await,
        Err(Error::Invalid(fields)) => {
            drop(write);
            show_refused(&form(&visit, None, input, Errors(fields)).await?)
        }
        Err(error) => Err(error.into()),
    }
}

/// What stands now, as the form would hold it. Only for those who may edit.
async fn standing(visit: &Visit, id: i64) -> Result<Input, Error> {
    let actor = visit.actor()?;
    let found = queries::find(visit.read(), actor, id).await?;
    let members = queries::list_members(visit.read(), &[id]).await?;
    if !actions::may_edit(&found, &rules::parts(actor, &members)) {
        return Err(Error::forbidden("pairing-cannot-edit"));
    }
    let links = queries::list_links(visit.read(), &[id]).await?;
    let lead = members.iter().find(|m| m.role == MemberRole::Lead);
    let partners = members.iter().filter(|m| m.role != MemberRole::Lead);
    let text = |id: Option<i64>| id.map(|id| id.to_string()).unwrap_or_default();
    Ok(Input {
        title: found.title,
        lead: text(lead.map(|m| m.unit_id)),
        partners: partners.map(|m| m.unit_id.to_string()).collect(),
        problems: links.iter().map(|l| l.problem_id.to_string()).collect(),
        theme_id: text(found.theme_id),
        theme_text: found.theme_text.unwrap_or_default(),
        date_text: found.date_text.unwrap_or_default(),
        partners_open: found.partners_open.unwrap_or_default(),
        version: found.version.to_string(),
    })
}

/// `GET /pairings/{id}/edit`
pub async fn edit(visit: Visit, Path(id): Path<i64>) -> Answer {
    let input = standing(&visit, id).await?;
    show(&form(&visit, Some(id), input, Errors::none()).await?)
}

/// `POST /pairings/{id}`
pub async fn update(visit: Visit, Path(id): Path<i64>, Form(input): Form<Input>) -> Answer {
    let write = visit.begin().await?;
    match actions::edit(&write, &write.acting, id, &input).await {
        Ok(()) => write.see(format!("/pairings/{id}")).await,
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

/// Somebody was quicker: both side by side, and the typed one ready to be sent again.
async fn clash(visit: &Visit, id: i64, mut input: Input) -> Answer {
    let now = standing(visit, id).await?;
    input.version = now.version.clone();
    let p = visit.page(visit.words().text("error-stale"));
    let units = Units::load(visit.read(), visit.actor()?, &p).await?;
    let named = |ids: &[String]| {
        let names = ids.iter().filter_map(|t| t.parse().ok());
        names
            .map(|id| units.name(id))
            .collect::<Vec<_>>()
            .join("、")
    };
    let both = |now: &str, typed: &str| (now.to_owned(), typed.to_owned());
    let rows = [
        ("pairing-title", both(&now.title, &input.title)),
        (
            "pairing-lead",
            (named(&[now.lead]), named(&[input.lead.clone()])),
        ),
        (
            "pairing-partners",
            (named(&now.partners), named(&input.partners)),
        ),
        ("pairing-date", both(&now.date_text, &input.date_text)),
        (
            "pairing-theme-text",
            both(&now.theme_text, &input.theme_text),
        ),
        (
            "pairing-partners-open",
            both(&now.partners_open, &input.partners_open),
        ),
    ];
    let rows = rows.map(|(key, (now, typed))| (key, now, typed));
    let mut typed = vec![
        ("title", input.title),
        ("lead", input.lead),
        ("theme_id", input.theme_id),
        ("theme_text", input.theme_text),
        ("date_text", input.date_text),
        ("partners_open", input.partners_open),
        ("version", input.version),
    ];
    typed.extend(input.partners.into_iter().map(|id| ("partners", id)));
    typed.extend(input.problems.into_iter().map(|id| ("problems", id)));
    let address = format!("/pairings/{id}");
    show_clash(p, address.clone(), address, rows, typed)
}
