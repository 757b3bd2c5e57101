//! Verbs of the organisation: each writes the row and its journal entry in the transaction it is given.

mod people;
mod units;

use gongjie_base::check::Check;
use gongjie_base::clock::Millis;
use gongjie_base::limits::NAME_CHARS_MAX;
use gongjie_base::{Error, Result, Tx};
use sea_orm::Set;
use serde::Deserialize;

use super::actor::Acting;
use super::queries;
use super::rules::{Role, TermPack, UnitKind, may_hold};
use super::tables::{organization, role_grant, unit, unit_name};
use crate::journal::{self, Algorithm, By, Entry};

pub use people::{
    PersonInput, RoleInput, deactivate_person, edit_person, enter_person, give_role,
    reactivate_person, revoke,
};
pub use units::{EndInput, MergeInput, edit_unit, end_unit, merge_unit, remove_alias, uncover};

/// A unit as typed.
#[derive(Debug, Clone, Default, Deserialize, utoipa::ToSchema)]
#[serde(default)]
pub struct UnitInput {
    pub name: String,
    pub short_name: String,
    pub name_en: String,
    pub kind: String,
    pub parent_id: String,
    pub branch_type: String,
    pub partner_kind: String,
    pub is_outside: String,
    pub contact: String,
    pub phone: String,
    pub source: String,
    pub valid_from: String,
    /// First day of a changed name; empty is today. For edits.
    pub renamed_on: String,
    /// Version that the typist saw; for edits.
    pub version: String,
}

/// A new organisation.
pub struct Founding<'a> {
    pub code: &'a str,
    pub name: &'a str,
    pub name_en: Option<&'a str>,
    pub term_pack: TermPack,
    pub is_example: bool,
    pub source: Option<&'a str>,
}

/// Founds an organisation and begins its journal. For the command line and the demo.
pub async fn found(
    tx: &Tx,
    at: Millis,
    algorithm: Algorithm,
    founding: &Founding<'_>,
) -> Result<organization::Model> {
    let row = organization::ActiveModel {
        code: Set(founding.code.to_owned()),
        name: Set(founding.name.to_owned()),
        name_en: Set(founding.name_en.map(str::to_owned)),
        term_pack: Set(founding.term_pack),
        is_example: Set(founding.is_example),
        source: Set(founding.source.map(str::to_owned)),
        created_at: Set(at),
        version: Set(1),
        ..Default::default()
    };
    let organization = queries::insert_organization(tx, row).await?;
    let by = By {
        organization_id: organization.id,
        person_id: None,
        at,
        algorithm,
    };
    let entry = Entry::new("organization.found", "organization", organization.id)
        .set("name", founding.name)
        .set("code", founding.code);
    journal::record(tx, by, entry).await?;
    Ok(organization)
}

/// Adds a unit 新增单位.
pub async fn create_unit(tx: &Tx, acting: &Acting, input: &UnitInput) -> Result<i64> {
    let read = units::read(tx, acting, input).await?;
    units::check_name(tx, acting, &read.name, None).await?;
    let row = unit::ActiveModel {
        organization_id: Set(acting.actor.organization_id),
        version: Set(1),
        ..read.row()
    };
    let unit = queries::insert_unit(tx, row).await?;
    let entry = Entry::new("unit.create", "unit", unit.id)
        .set("name", &read.name)
        .set("kind", unit.kind)
        .change("parent_id", None::<String>, read.parent_name);
    journal::record(tx, acting.by(), entry).await?;
    Ok(unit.id)
}

/// Notes another spelling 曾用写法, so that import and search find the unit.
pub async fn add_alias(tx: &Tx, acting: &Acting, unit_id: i64, name: &str) -> Result<()> {
    let mut check = Check::new();
    let name = check.text("alias", name, NAME_CHARS_MAX);
    check.done()?;
    queries::find_unit(tx, &acting.actor, unit_id).await?;
    let same = |n: &unit_name::Model| n.kind == "alias" && n.name == name;
    if queries::list_unit_names(tx, unit_id)
        .await?
        .iter()
        .any(same)
    {
        return Err(Error::invalid("alias", "unit-alias-there"));
    }
    let row = unit_name::ActiveModel {
        organization_id: Set(acting.actor.organization_id),
        unit_id: Set(unit_id),
        name: Set(name.clone()),
        kind: Set("alias".to_owned()),
        ..Default::default()
    };
    queries::insert_unit_name(tx, row).await?;
    let entry = Entry::new("unit.add_alias", "unit", unit_id).set("alias", name);
    journal::record(tx, acting.by(), entry).await
}

/// States that a branch covers an administrative unit (many to many).
pub async fn cover(tx: &Tx, acting: &Acting, branch_id: i64, unit_id: i64) -> Result<()> {
    let (branch, unit) = units::find_pair(tx, acting, branch_id, unit_id).await?;
    if branch.kind != UnitKind::Branch || unit.kind == UnitKind::Branch {
        return Err(Error::invalid("other_id", "unit-cover-kinds"));
    }
    if queries::has_unit_cover(tx, branch_id, unit_id).await? {
        return Err(Error::invalid("other_id", "unit-cover-there"));
    }
    queries::insert_unit_cover(tx, branch_id, unit_id).await?;
    let entry = Entry::new("unit.cover", "unit", branch_id).set("covers", &unit.name);
    journal::record(tx, acting.by(), entry).await?;
    let entry = Entry::new("unit.cover", "unit", unit_id).set("covered_by", &branch.name);
    journal::record(tx, acting.by(), entry).await
}

/// Adds a person of whom only name and unit are known. See [`enter_person`].
pub async fn create_person(
    tx: &Tx,
    acting: &Acting,
    name: &str,
    unit_id: Option<i64>,
) -> Result<i64> {
    let input = PersonInput {
        name: name.to_owned(),
        unit_id: unit_id.map(|id| id.to_string()).unwrap_or_default(),
        ..PersonInput::default()
    };
    enter_person(tx, acting, &input).await
}

/// Grants a role, for one unit or for the whole organisation. Refused where 三员 would be mixed with another role.
pub async fn grant(
    tx: &Tx,
    acting: &Acting,
    person_id: i64,
    role: Role,
    unit_id: Option<i64>,
) -> Result<()> {
    queries::find_person(tx, &acting.actor, person_id).await?;
    let unit = match unit_id {
        Some(id) => Some(queries::find_unit(tx, &acting.actor, id).await?.name),
        None => None,
    };
    let held = queries::list_grants(tx, &[person_id]).await?;
    if held.iter().any(|g| g.role == role && g.unit_id == unit_id) {
        return Err(Error::invalid("role", "role-held-already"));
    }
    let roles: Vec<Role> = held.iter().map(|g| g.role).collect();
    may_hold(&roles, role).map_err(|e| Error::invalid("role", e.key()))?;
    let row = role_grant::ActiveModel {
        person_id: Set(person_id),
        role: Set(role),
        unit_id: Set(unit_id),
        granted_at: Set(acting.at),
        ..Default::default()
    };
    queries::insert_role_grant(tx, row).await?;
    let entry = Entry::new("role.grant", "person", person_id)
        .set("role", role)
        .change("unit_id", None::<String>, unit);
    journal::record(tx, acting.by(), entry).await
}
