//! Verbs of people and their roles.

use gongjie_base::check::Check;
use gongjie_base::limits::NAME_CHARS_MAX;
use gongjie_base::{Error, Result, Tx};
use sea_orm::Set;
use serde::Deserialize;

use super::units::must_be_fresh;
use crate::journal::{self, Entry};
use crate::org::actor::Acting;
use crate::org::queries;
use crate::org::rules::{CannotGrant, Role, masked};
use crate::org::tables::person;

/// Characters of a telephone number.
const PHONE_CHARS_MAX: usize = 40;

/// A person as typed.
#[derive(Debug, Clone, Default, Deserialize, utoipa::ToSchema)]
#[serde(default)]
pub struct PersonInput {
    pub name: String,
    pub unit_id: String,
    pub phone: String,
    pub email: String,
    /// Version that the typist saw; for edits.
    pub version: String,
}

struct Read {
    name: String,
    unit_id: Option<i64>,
    unit_name: Option<String>,
    phone: Option<String>,
    email: Option<String>,
}

async fn read(tx: &Tx, acting: &Acting, input: &PersonInput) -> Result<Read> {
    let mut check = Check::new();
    let unit_id = check.id("unit_id", &input.unit_id);
    let unit = match unit_id {
        Some(id) => queries::find_unit(tx, &acting.actor, id).await.ok(),
        None => None,
    };
    let is_unit = unit_id.is_some() == unit.is_some();
    check.must(is_unit, "unit_id", "error-not-in-list");
    let phone = check.optional("phone", &input.phone, PHONE_CHARS_MAX);
    let may_stand = |c: char| c.is_ascii_digit() || " +-()".contains(c);
    let is_phone = phone.as_ref().is_none_or(|t| t.chars().all(may_stand));
    check.must(is_phone, "phone", "person-phone-wrong");
    let email = check.optional("email", &input.email, NAME_CHARS_MAX);
    let is_email = email.as_ref().is_none_or(|t| {
        t.split_once('@')
            .is_some_and(|(a, b)| !a.is_empty() && !b.is_empty())
    });
    check.must(is_email, "email", "person-email-wrong");
    let name = check.text("name", &input.name, NAME_CHARS_MAX);
    check.done()?;
    Ok(Read {
        name,
        unit_id,
        unit_name: unit.map(|u| u.name),
        phone,
        email,
    })
}

/// Adds a person. A person can act only with an account and can do only what roles say.
pub async fn enter_person(tx: &Tx, acting: &Acting, input: &PersonInput) -> Result<i64> {
    let read = read(tx, acting, input).await?;
    let phone = read.phone.as_deref().map(masked);
    let row = person::ActiveModel {
        organization_id: Set(acting.actor.organization_id),
        unit_id: Set(read.unit_id),
        name: Set(read.name.clone()),
        phone: Set(read.phone),
        email: Set(read.email),
        is_active: Set(true),
        version: Set(1),
        ..Default::default()
    };
    let id = queries::insert_person(tx, row).await?;
    let entry = Entry::new("person.create", "person", id)
        .set("name", read.name)
        .change("unit_id", None::<String>, read.unit_name)
        .change("phone", None::<String>, phone);
    journal::record(tx, acting.by(), entry).await?;
    Ok(id)
}

/// Edits a person.
pub async fn edit_person(tx: &Tx, acting: &Acting, id: i64, input: &PersonInput) -> Result<()> {
    let person = queries::find_person(tx, &acting.actor, id).await?;
    let version = input.version.parse().unwrap_or(person.version);
    must_be_fresh(version, person.version)?;
    let read = read(tx, acting, input).await?;
    let unit = match person.unit_id {
        Some(unit) => Some(queries::find_unit(tx, &acting.actor, unit).await?.name),
        None => None,
    };
    let phone = |text: &Option<String>| text.as_deref().map(masked);
    let entry = Entry::new("person.edit", "person", id)
        .change("name", Some(&person.name), Some(&read.name))
        .change("unit_id", unit, read.unit_name)
        .change("phone", phone(&person.phone), phone(&read.phone))
        .change("email", person.email.as_ref(), read.email.as_ref());
    let row = person::ActiveModel {
        name: Set(read.name),
        unit_id: Set(read.unit_id),
        phone: Set(read.phone),
        email: Set(read.email),
        ..Default::default()
    };
    queries::update_person(tx, row, id, version).await?;
    journal::record(tx, acting.by(), entry).await
}

/// Takes a person out of work: history keeps the name, the account no longer opens. Refused for oneself and for the
/// last coordinator.
pub async fn deactivate_person(tx: &Tx, acting: &Acting, id: i64, version: &str) -> Result<()> {
    let person = queries::find_person(tx, &acting.actor, id).await?;
    if id == acting.actor.person_id {
        return Err(Error::conflict("person-not-self"));
    }
    let held = queries::list_grants(tx, &[id]).await?;
    let is_high = held.iter().any(|g| g.role.is_administrator());
    if is_high && !acting.actor.has(Role::Sysadmin) {
        return Err(Error::conflict("role-by-sysadmin"));
    }
    if held.iter().any(|g| g.role == Role::Coordinator) {
        keep_a_coordinator(tx, acting, id).await?;
    }
    set_active(tx, acting, &person, version, false).await
}

/// Brings a person back.
pub async fn reactivate_person(tx: &Tx, acting: &Acting, id: i64, version: &str) -> Result<()> {
    let person = queries::find_person(tx, &acting.actor, id).await?;
    set_active(tx, acting, &person, version, true).await
}

async fn set_active(
    tx: &Tx,
    acting: &Acting,
    person: &person::Model,
    version: &str,
    to: bool,
) -> Result<()> {
    let row = person::ActiveModel {
        is_active: Set(to),
        ..Default::default()
    };
    let version = version.parse().unwrap_or(person.version);
    queries::update_person(tx, row, person.id, version).await?;
    let verb = if to {
        "person.reactivate"
    } else {
        "person.deactivate"
    };
    let entry =
        Entry::new(verb, "person", person.id).change("is_active", Some(person.is_active), Some(to));
    journal::record(tx, acting.by(), entry).await
}

/// Refused when nobody but `person_id` coordinates. The organisation's row is locked, so two cannot leave at once.
async fn keep_a_coordinator(tx: &Tx, acting: &Acting, person_id: i64) -> Result<()> {
    let organization = acting.actor.organization_id;
    queries::update_organization_lock(tx, organization).await?;
    let holders = queries::list_holders(tx, organization, Role::Coordinator, None).await?;
    if holders.iter().any(|(id, _)| *id != person_id) {
        return Ok(());
    }
    Err(Error::conflict(CannotGrant::LastCoordinator.key()))
}

/// A role as typed.
#[derive(Debug, Clone, Default, Deserialize, utoipa::ToSchema)]
#[serde(default)]
pub struct RoleInput {
    pub role: String,
    pub unit_id: String,
}

/// Grants a role as typed into a form. Nobody grants to oneself; an administrator's role is granted by a system
/// administrator alone.
pub async fn give_role(tx: &Tx, acting: &Acting, person_id: i64, input: &RoleInput) -> Result<()> {
    queries::find_person(tx, &acting.actor, person_id).await?;
    let mut check = Check::new();
    check.must(!input.role.trim().is_empty(), "role", "error-choose");
    let role = check.code("role", &input.role, Role::from_code);
    let unit_id = check.id("unit_id", &input.unit_id);
    let is_placed = unit_id.is_some() || !role.is_some_and(Role::needs_unit);
    check.must(is_placed, "unit_id", CannotGrant::NoUnit.key());
    let is_other = person_id != acting.actor.person_id;
    check.must(is_other, "role", CannotGrant::OwnRoles.key());
    let is_high = role.is_some_and(Role::is_administrator) && !acting.actor.has(Role::Sysadmin);
    check.must(!is_high, "role", "role-by-sysadmin");
    check.done()?;
    let role = role.ok_or_else(|| Error::invalid("role", "error-choose"))?;
    let unit_id = unit_id.filter(|_| role.takes_unit());
    super::grant(tx, acting, person_id, role, unit_id)
        .await
        .map_err(|e| match e {
            Error::NotFound => Error::invalid("unit_id", "error-not-in-list"),
            other => other,
        })
}

/// Takes a role back. Refused for one's own and for the last coordinator.
pub async fn revoke(tx: &Tx, acting: &Acting, person_id: i64, grant_id: i64) -> Result<()> {
    queries::find_person(tx, &acting.actor, person_id).await?;
    let held = queries::list_grants(tx, &[person_id]).await?;
    let found = held.into_iter().find(|g| g.id == grant_id);
    let grant = found.ok_or(Error::NotFound)?;
    if person_id == acting.actor.person_id {
        return Err(Error::conflict(CannotGrant::OwnRoles.key()));
    }
    if grant.role.is_administrator() && !acting.actor.has(Role::Sysadmin) {
        return Err(Error::conflict("role-by-sysadmin"));
    }
    if grant.role == Role::Coordinator {
        keep_a_coordinator(tx, acting, person_id).await?;
    }
    let unit = match grant.unit_id {
        Some(id) => Some(queries::find_unit(tx, &acting.actor, id).await?.name),
        None => None,
    };
    queries::delete_role_grant(tx, person_id, grant_id).await?;
    let entry = Entry::new("role.revoke", "person", person_id)
        .change("role", Some(grant.role), None::<String>)
        .change("unit_id", unit, None::<String>);
    journal::record(tx, acting.by(), entry).await
}
