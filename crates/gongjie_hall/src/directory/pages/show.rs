//! One unit: its names through time, relations, people and journal; and the verbs that its page offers.

use std::collections::BTreeMap;

use askama::Template;
use axum::extract::Path;
use gongjie_base::Error;
use serde::Deserialize;

use super::unit_options;
use crate::directory::{covering, may_write};
use crate::door::{Answer, Form, Visit, Write, show as show_page, show_refused};
use crate::journal::queries::{self as journal, Line};
use crate::layout::{Errors, Page};
use crate::org::actions::{self, EndInput, MergeInput};
use crate::org::tables::{unit, unit_name};
use crate::org::{UnitKind, queries as org};

/// Journal entries on the page.
const LINES_MAX: u64 = 50;

/// What was typed into one of the page's small forms.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub struct Typed {
    pub alias: String,
    pub name_id: String,
    pub other_id: String,
    pub valid_to: String,
    pub successor_id: String,
    pub into_id: String,
    pub version: String,
}

#[derive(Template)]
#[template(path = "directory/unit.html")]
struct UnitPage {
    p: Page,
    unit: unit::Model,
    parent: Option<Other>,
    successor: Option<Other>,
    merged_into: Option<Other>,
    children: Vec<Other>,
    predecessors: Vec<Other>,
    merged: Vec<Other>,
    joined: Vec<Other>,
    aliases: Vec<unit_name::Model>,
    formers: Vec<unit_name::Model>,
    people: Vec<Worker>,
    lines: Vec<Line>,
    /// Units that can be chosen, this one left out.
    units: Vec<(String, String)>,
    /// Units or branches that this one can be joined with.
    joinable: Vec<(String, String)>,
    typed: Typed,
    errors: Errors,
    is_open: bool,
    may_write: bool,
}

/// Another unit, by name.
struct Other {
    id: i64,
    name: String,
}

/// A person of the unit with the roles that concern it.
struct Worker {
    id: i64,
    name: String,
    phone: Option<String>,
    roles: Vec<&'static str>,
}

async fn workers(visit: &Visit, unit_id: i64) -> Result<Vec<Worker>, Error> {
    let people = org::list_people_of_unit(visit.read(), visit.actor()?, unit_id).await?;
    let ids: Vec<i64> = people.iter().map(|p| p.id).collect();
    let mut roles: BTreeMap<i64, Vec<&'static str>> = BTreeMap::new();
    for grant in org::list_grants(visit.read(), &ids).await? {
        if grant.unit_id.is_none_or(|id| id == unit_id) {
            roles
                .entry(grant.person_id)
                .or_default()
                .push(grant.role.code());
        }
    }
    let may_call = may_write(visit);
    Ok(people
        .into_iter()
        .map(|p| Worker {
            id: p.id,
            roles: roles.remove(&p.id).unwrap_or_default(),
            phone: p.phone.filter(|_| may_call),
            name: p.name,
        })
        .collect())
}

async fn page(visit: &Visit, id: i64, typed: Typed, errors: Errors) -> Result<UnitPage, Error> {
    let (conn, actor) = (visit.read(), visit.actor()?);
    let mut unit = org::find_unit(conn, actor, id).await?;
    let all = org::list_all_units(conn, actor).await?;
    let other = |u: &unit::Model| Other {
        id: u.id,
        name: u.name.clone(),
    };
    let one = |id: Option<i64>| all.iter().find(|u| Some(u.id) == id).map(other);
    let where_ =
        |is: &dyn Fn(&unit::Model) -> bool| all.iter().filter(|u| is(u)).map(other).collect();
    let covers = org::list_covers(conn, actor).await?;
    let joined = covers
        .iter()
        .filter_map(|c| match id {
            _ if c.branch_id == id => one(Some(c.unit_id)),
            _ if c.unit_id == id => one(Some(c.branch_id)),
            _ => None,
        })
        .collect();
    let is_branch = unit.kind == UnitKind::Branch;
    let joinable = all
        .iter()
        .filter(|u| u.valid_to.is_none() && u.merged_into_id.is_none())
        .filter(|u| (u.kind == UnitKind::Branch) != is_branch)
        .map(|u| (u.id.to_string(), u.name.clone()))
        .collect();
    let names = org::list_unit_names(conn, id).await?;
    let (formers, aliases) = names.into_iter().partition(|n| n.kind == "former");
    let may_write = may_write(visit);
    unit.phone = unit.phone.filter(|_| may_write);
    let mut units = unit_options(visit).await?;
    units.retain(|(other, _)| *other != id.to_string());
    Ok(UnitPage {
        parent: one(unit.parent_id),
        successor: one(unit.successor_id),
        merged_into: one(unit.merged_into_id),
        children: where_(&|u| u.parent_id == Some(id) && u.merged_into_id.is_none()),
        predecessors: where_(&|u| u.successor_id == Some(id)),
        merged: where_(&|u| u.merged_into_id == Some(id)),
        joined,
        joinable,
        aliases,
        formers,
        people: workers(visit, id).await?,
        lines: journal::list_of_subject(conn, actor.organization_id, "unit", id, LINES_MAX).await?,
        units,
        typed,
        errors,
        is_open: unit.valid_to.is_none() && unit.merged_into_id.is_none(),
        may_write,
        p: visit.page(unit.name.clone()),
        unit,
    })
}

/// `GET /units/{id}`
pub async fn show(visit: Visit, Path(id): Path<i64>) -> Answer {
    show_page(&page(&visit, id, Typed::default(), Errors::none()).await?)
}

/// Leads back to the unit, or shows its page with what was refused.
async fn settle(
    visit: &Visit,
    id: i64,
    typed: Typed,
    write: Write,
    done: Result<i64, Error>,
) -> Answer {
    match done {
        Ok(see) => write.see(format!("/units/{see}")).await,
        Err(Error::Invalid(fields)) => {
            drop(write);
            show_refused(&page(visit, id, typed, Errors(fields)).await?)
        }
        Err(error) => Err(error.into()),
    }
}

/// `POST /units/{id}/aliases`
pub async fn add_alias(visit: Visit, Path(id): Path<i64>, Form(typed): Form<Typed>) -> Answer {
    let write = visit.begin().await?;
    let done = actions::add_alias(&write, &write.acting, id, &typed.alias).await;
    settle(&visit, id, typed, write, done.map(|()| id)).await
}

/// `POST /units/{id}/alias-removals`
pub async fn remove_alias(visit: Visit, Path(id): Path<i64>, Form(typed): Form<Typed>) -> Answer {
    let name_id = typed.name_id.parse().map_err(|_| Error::NotFound)?;
    let write = visit.begin().await?;
    actions::remove_alias(&write, &write.acting, id, name_id).await?;
    write.see(format!("/units/{id}")).await
}

/// `POST /units/{id}/covers`
pub async fn cover(visit: Visit, Path(id): Path<i64>, Form(typed): Form<Typed>) -> Answer {
    let found = covering::pair(&visit, id, &typed.other_id).await;
    let write = visit.begin().await?;
    let done = match found {
        Ok((branch, unit)) => actions::cover(&write, &write.acting, branch, unit).await,
        Err(error) => Err(error),
    };
    settle(&visit, id, typed, write, done.map(|()| id)).await
}

/// `POST /units/{id}/cover-removals`
pub async fn uncover(visit: Visit, Path(id): Path<i64>, Form(typed): Form<Typed>) -> Answer {
    let (branch, unit) = covering::pair(&visit, id, &typed.other_id).await?;
    let write = visit.begin().await?;
    actions::uncover(&write, &write.acting, branch, unit).await?;
    write.see(format!("/units/{id}")).await
}

/// `POST /units/{id}/end`
pub async fn end(visit: Visit, Path(id): Path<i64>, Form(typed): Form<Typed>) -> Answer {
    let write = visit.begin().await?;
    let input = EndInput {
        valid_to: typed.valid_to.clone(),
        successor_id: typed.successor_id.clone(),
        version: typed.version.clone(),
    };
    let done = actions::end_unit(&write, &write.acting, id, &input).await;
    settle(&visit, id, typed, write, done.map(|()| id)).await
}

/// `POST /units/{id}/merger`
pub async fn merge(visit: Visit, Path(id): Path<i64>, Form(typed): Form<Typed>) -> Answer {
    let write = visit.begin().await?;
    let input = MergeInput {
        into_id: typed.into_id.clone(),
        version: typed.version.clone(),
    };
    let done = actions::merge_unit(&write, &write.acting, id, &input).await;
    settle(&visit, id, typed, write, done).await
}
