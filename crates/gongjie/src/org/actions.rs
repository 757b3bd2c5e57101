//! Verbs of the organisation: each writes the row and its journal entry in the transaction it is given.

use gongjie_base::check::Check;
use gongjie_base::clock::Millis;
use gongjie_base::limits::NAME_CHARS_MAX;
use gongjie_base::{Result, Tx};
use sea_orm::Set;
use serde::Deserialize;

use super::actor::Acting;
use super::queries;
use super::rules::{BranchType, PartnerKind, Role, TermPack, UnitKind};
use super::tables::{organization, person, role_grant, unit, unit_name};
use crate::journal::{self, Algorithm, By, Entry};

/// A unit as typed.
#[derive(Debug, Clone, Default, Deserialize)]
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
    let mut check = Check::new();
    let name = check.text("name", &input.name, NAME_CHARS_MAX);
    let kind = check.code("kind", &input.kind, UnitKind::from_code);
    check.must(
        kind.is_some() || input.kind.trim() != "",
        "kind",
        "error-choose",
    );
    let row = unit::ActiveModel {
        organization_id: Set(acting.actor.organization_id),
        parent_id: Set(check.id("parent_id", &input.parent_id)),
        kind: Set(kind.unwrap_or(UnitKind::AdminDept)),
        branch_type: Set(check.code("branch_type", &input.branch_type, BranchType::from_code)),
        partner_kind: Set(check.code("partner_kind", &input.partner_kind, PartnerKind::from_code)),
        name: Set(name.clone()),
        short_name: Set(check.optional("short_name", &input.short_name, NAME_CHARS_MAX)),
        name_en: Set(check.optional("name_en", &input.name_en, NAME_CHARS_MAX)),
        is_outside: Set(!input.is_outside.is_empty()),
        contact: Set(check.optional("contact", &input.contact, NAME_CHARS_MAX)),
        phone: Set(check.optional("phone", &input.phone, NAME_CHARS_MAX)),
        source: Set(check.optional("source", &input.source, NAME_CHARS_MAX)),
        valid_from: Set(check
            .day("valid_from", &input.valid_from)
            .map(|d| d.to_string())),
        version: Set(1),
        ..Default::default()
    };
    check.done()?;
    if let sea_orm::ActiveValue::Set(Some(parent)) = &row.parent_id {
        queries::find_unit(tx, &acting.actor, *parent).await?;
    }
    let unit = queries::insert_unit(tx, row).await?;
    let entry = Entry::new("unit.create", "unit", unit.id)
        .set("name", name)
        .set("kind", unit.kind);
    journal::record(tx, acting.by(), entry).await?;
    Ok(unit.id)
}

/// Notes another spelling 曾用写法, so that import and search find the unit.
pub async fn add_alias(tx: &Tx, acting: &Acting, unit_id: i64, name: &str) -> Result<()> {
    let mut check = Check::new();
    let name = check.text("name", name, NAME_CHARS_MAX);
    check.done()?;
    queries::find_unit(tx, &acting.actor, unit_id).await?;
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
    queries::find_unit(tx, &acting.actor, branch_id).await?;
    queries::find_unit(tx, &acting.actor, unit_id).await?;
    queries::insert_unit_cover(tx, branch_id, unit_id).await?;
    let entry = Entry::new("unit.cover", "unit", branch_id).set("covers", unit_id);
    journal::record(tx, acting.by(), entry).await
}

/// Adds a person.
pub async fn create_person(
    tx: &Tx,
    acting: &Acting,
    name: &str,
    unit_id: Option<i64>,
) -> Result<i64> {
    let mut check = Check::new();
    let name = check.text("name", name, NAME_CHARS_MAX);
    check.done()?;
    if let Some(unit_id) = unit_id {
        queries::find_unit(tx, &acting.actor, unit_id).await?;
    }
    let row = person::ActiveModel {
        organization_id: Set(acting.actor.organization_id),
        unit_id: Set(unit_id),
        name: Set(name.clone()),
        is_active: Set(true),
        version: Set(1),
        ..Default::default()
    };
    let id = queries::insert_person(tx, row).await?;
    let entry = Entry::new("person.create", "person", id).set("name", name);
    journal::record(tx, acting.by(), entry).await?;
    Ok(id)
}

/// Grants a role, for one unit or for the whole organisation.
pub async fn grant(
    tx: &Tx,
    acting: &Acting,
    person_id: i64,
    role: Role,
    unit_id: Option<i64>,
) -> Result<()> {
    queries::find_person(tx, &acting.actor, person_id).await?;
    let row = role_grant::ActiveModel {
        person_id: Set(person_id),
        role: Set(role),
        unit_id: Set(unit_id),
        granted_at: Set(acting.at),
        ..Default::default()
    };
    queries::insert_role_grant(tx, row).await?;
    let entry = Entry::new("role.grant", "person", person_id).set("role", role);
    journal::record(tx, acting.by(), entry).await
}
