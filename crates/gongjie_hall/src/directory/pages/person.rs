//! One person: facts, roles, account, journal; the form; and the verbs that the page offers.

use askama::Template;
use axum::extract::{Path, Query};
use gongjie_base::Error;
use serde::Deserialize;

use super::{coded, typed_id, unit_options};
use crate::account::actions::{self as accounts, AccountInput};
use crate::account::queries as account_queries;
use crate::directory::{account, may_write};
use crate::door::{Answer, Form, Visit, show as show_page, show_clash, show_refused};
use crate::journal::queries::{self as journal, Line};
use crate::layout::{Errors, Page};
use crate::org::actions::{self, PersonInput, RoleInput};
use crate::org::tables::person;
use crate::org::{Role, queries as org};

/// Journal entries on the page.
const LINES_MAX: u64 = 50;

#[derive(Template)]
#[template(path = "directory/person.html")]
struct PersonPage {
    p: Page,
    person: person::Model,
    unit: Option<(i64, String)>,
    grants: Vec<Held>,
    /// Nothing: no account, or not the reader's business.
    login: Option<String>,
    lines: Vec<Line>,
    roles: Vec<(String, String)>,
    units: Vec<(String, String)>,
    typed: Typed,
    errors: Errors,
    is_self: bool,
    may_write: bool,
}

struct Held {
    id: i64,
    role: Role,
    unit: Option<String>,
    may_revoke: bool,
}

/// What was typed into one of the page's small forms.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub struct Typed {
    pub role: String,
    pub unit_id: String,
    pub grant_id: String,
    pub login: String,
    pub password: String,
    pub version: String,
}

async fn page(visit: &Visit, id: i64, typed: Typed, errors: Errors) -> Result<PersonPage, Error> {
    let (conn, actor) = (visit.read(), visit.actor()?);
    let mut person = org::find_person(conn, actor, id).await?;
    let may_write = may_write(visit);
    if !may_write {
        person.phone = None;
        person.email = None;
    }
    let p = visit.page(person.name.clone());
    let names = org::unit_names(conn, actor.organization_id).await?;
    let is_self = id == actor.person_id;
    let may_give = |role: Role| actor.has(Role::Sysadmin) || !role.is_administrator();
    let grants = org::list_grants(conn, &[id]).await?;
    let grants = grants
        .into_iter()
        .map(|g| Held {
            id: g.id,
            role: g.role,
            unit: g.unit_id.and_then(|id| names.get(&id).cloned()),
            may_revoke: may_write && !is_self && may_give(g.role),
        })
        .collect();
    let account = account_queries::find_account_of_person(conn, actor.organization_id, id).await?;
    let roles = Role::ALL.iter().copied().filter(|r| may_give(*r));
    Ok(PersonPage {
        unit: person
            .unit_id
            .and_then(|id| Some((id, names.get(&id)?.clone()))),
        grants,
        login: account.filter(|_| may_write).map(|a| a.login),
        lines: journal::list_of_subject(conn, actor.organization_id, "person", id, LINES_MAX)
            .await?,
        roles: coded(&p, "role", roles.map(Role::code)),
        units: unit_options(visit).await?,
        typed,
        errors,
        is_self,
        may_write,
        person,
        p,
    })
}

/// `GET /people/{id}`
pub async fn show(visit: Visit, Path(id): Path<i64>) -> Answer {
    show_page(&page(&visit, id, Typed::default(), Errors::none()).await?)
}

#[derive(Template)]
#[template(path = "directory/person_form.html")]
struct FormPage {
    p: Page,
    /// Nothing for a new person.
    id: Option<i64>,
    input: PersonInput,
    errors: Errors,
    units: Vec<(String, String)>,
}

async fn form(
    visit: &Visit,
    id: Option<i64>,
    input: PersonInput,
    errors: Errors,
) -> Result<FormPage, Error> {
    let key = if id.is_some() {
        "person-edit"
    } else {
        "person-new"
    };
    Ok(FormPage {
        p: visit.page(visit.words().text(key)),
        id,
        input,
        errors,
        units: unit_options(visit).await?,
    })
}

/// What a new person begins with.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Begin {
    pub unit: String,
}

/// `GET /people/new`
pub async fn new(visit: Visit, Query(begin): Query<Begin>) -> Answer {
    let input = PersonInput {
        unit_id: begin.unit,
        ..PersonInput::default()
    };
    show_page(&form(&visit, None, input, Errors::none()).await?)
}

/// `POST /people`
pub async fn create(visit: Visit, Form(input): Form<PersonInput>) -> Answer {
    let write = visit.begin().await?;
    match actions::enter_person(&write, &write.acting, &input).await {
        Ok(id) => write.see(format!("/people/{id}")).await,
        Err(Error::Invalid(fields)) => {
            drop(write);
            show_refused(&form(&visit, None, input, Errors(fields)).await?)
        }
        Err(error) => Err(error.into()),
    }
}

fn as_typed(person: person::Model) -> PersonInput {
    PersonInput {
        name: person.name,
        unit_id: typed_id(person.unit_id),
        phone: person.phone.unwrap_or_default(),
        email: person.email.unwrap_or_default(),
        version: person.version.to_string(),
    }
}

/// `GET /people/{id}/edit`
pub async fn edit(visit: Visit, Path(id): Path<i64>) -> Answer {
    let person = org::find_person(visit.read(), visit.actor()?, id).await?;
    show_page(&form(&visit, Some(id), as_typed(person), Errors::none()).await?)
}

/// `POST /people/{id}`
pub async fn update(visit: Visit, Path(id): Path<i64>, Form(input): Form<PersonInput>) -> Answer {
    let write = visit.begin().await?;
    match actions::edit_person(&write, &write.acting, id, &input).await {
        Ok(()) => write.see(format!("/people/{id}")).await,
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

/// Somebody was quicker: both wordings, and the typed one ready to be sent again.
async fn clash(visit: &Visit, id: i64, input: PersonInput) -> Answer {
    let person = org::find_person(visit.read(), visit.actor()?, id).await?;
    let names = org::unit_names(visit.read(), person.organization_id).await?;
    let p = visit.page(visit.words().text("error-stale"));
    let now = as_typed(person);
    let unit = |id: &str| {
        id.parse()
            .ok()
            .and_then(|id: i64| names.get(&id).cloned())
            .unwrap_or_default()
    };
    let rows = [
        ("person-name", now.name, input.name.clone()),
        ("person-unit", unit(&now.unit_id), unit(&input.unit_id)),
        ("unit-phone", now.phone, input.phone.clone()),
        ("person-email", now.email, input.email.clone()),
    ];
    let typed = vec![
        ("name", input.name),
        ("unit_id", input.unit_id),
        ("phone", input.phone),
        ("email", input.email),
        ("version", now.version),
    ];
    let address = format!("/people/{id}");
    show_clash(p, address.clone(), address, rows, typed)
}

/// `POST /people/{id}/deactivation`: all sessions of the person end, too.
pub async fn deactivate(visit: Visit, Path(id): Path<i64>, Form(typed): Form<Typed>) -> Answer {
    let write = visit.begin().await?;
    actions::deactivate_person(&write, &write.acting, id, &typed.version).await?;
    accounts::end_sessions_of(&write, write.acting.by(), id).await?;
    write.see(format!("/people/{id}")).await
}

/// `POST /people/{id}/reactivation`
pub async fn reactivate(visit: Visit, Path(id): Path<i64>, Form(typed): Form<Typed>) -> Answer {
    let write = visit.begin().await?;
    actions::reactivate_person(&write, &write.acting, id, &typed.version).await?;
    write.see(format!("/people/{id}")).await
}

/// `POST /people/{id}/roles`
pub async fn grant(visit: Visit, Path(id): Path<i64>, Form(typed): Form<Typed>) -> Answer {
    let write = visit.begin().await?;
    let input = RoleInput {
        role: typed.role.clone(),
        unit_id: typed.unit_id.clone(),
    };
    match actions::give_role(&write, &write.acting, id, &input).await {
        Ok(()) => write.see(format!("/people/{id}")).await,
        Err(Error::Invalid(fields)) => {
            drop(write);
            show_refused(&page(&visit, id, typed, Errors(fields)).await?)
        }
        Err(error) => Err(error.into()),
    }
}

/// `POST /people/{id}/role-removals`
pub async fn revoke(visit: Visit, Path(id): Path<i64>, Form(typed): Form<Typed>) -> Answer {
    let grant = typed.grant_id.parse().map_err(|_| Error::NotFound)?;
    let write = visit.begin().await?;
    actions::revoke(&write, &write.acting, id, grant).await?;
    write.see(format!("/people/{id}")).await
}

/// `POST /people/{id}/account`
pub async fn create_account(
    visit: Visit,
    Path(id): Path<i64>,
    Form(mut typed): Form<Typed>,
) -> Answer {
    let input = AccountInput {
        login: typed.login.clone(),
        password: std::mem::take(&mut typed.password),
    };
    match account::open(&visit, id, &input).await {
        Ok(write) => write.see(format!("/people/{id}")).await,
        Err(Error::Invalid(fields)) => {
            show_refused(&page(&visit, id, typed, Errors(fields)).await?)
        }
        Err(error) => Err(error.into()),
    }
}
