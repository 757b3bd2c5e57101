//! Verbs of a unit after its first day: rename, end, merge, take away a spelling or a cover.

use gongjie_base::check::Check;
use gongjie_base::limits::NAME_CHARS_MAX;
use gongjie_base::{Error, Result, Say, Tx};
use jiff::civil::Date;
use sea_orm::Set;
use serde::Deserialize;

use super::UnitInput;
use crate::journal::{self, Entry};
use crate::org::actor::Acting;
use crate::org::queries;
use crate::org::rules::{BranchType, PartnerKind, UnitKind, masked, may_merge};
use crate::org::tables::{unit, unit_name};

/// A unit as understood.
pub(super) struct Read {
    pub(super) name: String,
    pub(super) parent_name: Option<String>,
    parent_id: Option<i64>,
    kind: UnitKind,
    branch_type: Option<BranchType>,
    partner_kind: Option<PartnerKind>,
    short_name: Option<String>,
    name_en: Option<String>,
    is_outside: bool,
    contact: Option<String>,
    phone: Option<String>,
    source: Option<String>,
    valid_from: Option<String>,
}

impl Read {
    /// The columns that a form fills.
    pub(super) fn row(&self) -> unit::ActiveModel {
        unit::ActiveModel {
            parent_id: Set(self.parent_id),
            kind: Set(self.kind),
            branch_type: Set(self.branch_type),
            partner_kind: Set(self.partner_kind),
            name: Set(self.name.clone()),
            short_name: Set(self.short_name.clone()),
            name_en: Set(self.name_en.clone()),
            is_outside: Set(self.is_outside),
            contact: Set(self.contact.clone()),
            phone: Set(self.phone.clone()),
            source: Set(self.source.clone()),
            valid_from: Set(self.valid_from.clone()),
            ..Default::default()
        }
    }
}

/// Reads what was typed; the parent must be a unit of the own organisation.
pub(super) async fn read(tx: &Tx, acting: &Acting, input: &UnitInput) -> Result<Read> {
    let mut check = Check::new();
    let kind = check.code("kind", &input.kind, UnitKind::from_code);
    check.must(!input.kind.trim().is_empty(), "kind", "error-choose");
    let kind = kind.unwrap_or(UnitKind::AdminDept);
    let branch_type = check.code("branch_type", &input.branch_type, BranchType::from_code);
    let partner_kind = check.code("partner_kind", &input.partner_kind, PartnerKind::from_code);
    let parent_id = check.id("parent_id", &input.parent_id);
    let parent = match parent_id {
        Some(id) => queries::find_unit(tx, &acting.actor, id).await.ok(),
        None => None,
    };
    let is_parent = parent_id.is_some() == parent.is_some();
    check.must(is_parent, "parent_id", "error-not-in-list");
    let valid_from = check.day("valid_from", &input.valid_from);
    let read = Read {
        name: check.text("name", &input.name, NAME_CHARS_MAX),
        parent_name: parent.map(|p| p.name),
        parent_id,
        kind,
        branch_type: branch_type.filter(|_| kind == UnitKind::Branch),
        partner_kind,
        short_name: check.optional("short_name", &input.short_name, NAME_CHARS_MAX),
        name_en: check.optional("name_en", &input.name_en, NAME_CHARS_MAX),
        is_outside: kind == UnitKind::Partner || !input.is_outside.trim().is_empty(),
        contact: check.optional("contact", &input.contact, NAME_CHARS_MAX),
        phone: check.optional("phone", &input.phone, NAME_CHARS_MAX),
        source: check.optional("source", &input.source, NAME_CHARS_MAX),
        valid_from: valid_from.map(|d| d.to_string()),
    };
    check.done()?;
    Ok(read)
}

/// A name stands for one open unit.
pub(super) async fn check_name(
    tx: &Tx,
    acting: &Acting,
    name: &str,
    own: Option<i64>,
) -> Result<()> {
    let taken = queries::find_open_unit_named(tx, &acting.actor, name).await?;
    if taken.is_some_and(|id| Some(id) != own) {
        return Err(Error::invalid("name", "unit-name-taken"));
    }
    Ok(())
}

/// A branch and a unit of the own organisation.
pub(super) async fn find_pair(
    tx: &Tx,
    acting: &Acting,
    branch_id: i64,
    unit_id: i64,
) -> Result<(unit::Model, unit::Model)> {
    let branch = queries::find_unit(tx, &acting.actor, branch_id).await?;
    let unit = queries::find_unit(tx, &acting.actor, unit_id).await?;
    Ok((branch, unit))
}

async fn name_of(tx: &Tx, acting: &Acting, id: Option<i64>) -> Result<Option<String>> {
    match id {
        Some(id) => Ok(Some(queries::find_unit(tx, &acting.actor, id).await?.name)),
        None => Ok(None),
    }
}

/// Edits a unit. A changed name keeps the old one 曾用名 with the days on which it held.
pub async fn edit_unit(tx: &Tx, acting: &Acting, id: i64, input: &UnitInput) -> Result<()> {
    let unit = queries::find_unit(tx, &acting.actor, id).await?;
    must_be_open(&unit)?;
    let version = input.version.parse().unwrap_or(unit.version);
    must_be_fresh(version, unit.version)?;
    let read = read(tx, acting, input).await?;
    check_name(tx, acting, &read.name, Some(id)).await?;
    if let Some(parent) = read.parent_id
        && queries::list_under(tx, id).await?.contains(&parent)
    {
        return Err(Error::invalid("parent_id", "unit-parent-under"));
    }
    if read.name != unit.name {
        keep_name(tx, acting, &unit, &input.renamed_on).await?;
    }
    let entry = changes(&unit, name_of(tx, acting, unit.parent_id).await?, &read);
    queries::update_unit(tx, read.row(), id, version).await?;
    journal::record(tx, acting.by(), entry).await
}

fn changes(unit: &unit::Model, parent: Option<String>, read: &Read) -> Entry {
    let phone = |text: &Option<String>| text.as_deref().map(masked);
    Entry::new("unit.edit", "unit", unit.id)
        .change("name", Some(&unit.name), Some(&read.name))
        .change(
            "short_name",
            unit.short_name.as_ref(),
            read.short_name.as_ref(),
        )
        .change("name_en", unit.name_en.as_ref(), read.name_en.as_ref())
        .change("kind", Some(unit.kind), Some(read.kind))
        .change("branch_type", unit.branch_type, read.branch_type)
        .change("partner_kind", unit.partner_kind, read.partner_kind)
        .change("parent_id", parent, read.parent_name.as_ref())
        .change("is_outside", Some(unit.is_outside), Some(read.is_outside))
        .change("contact", unit.contact.as_ref(), read.contact.as_ref())
        .change("phone", phone(&unit.phone), phone(&read.phone))
        .change("source", unit.source.as_ref(), read.source.as_ref())
        .change(
            "valid_from",
            unit.valid_from.as_ref(),
            read.valid_from.as_ref(),
        )
}

fn must_be_open(unit: &unit::Model) -> Result<()> {
    if unit.merged_into_id.is_some() {
        return Err(Error::conflict("unit-merged-before"));
    }
    if unit.valid_to.is_some() {
        return Err(Error::conflict("unit-ended-before"));
    }
    Ok(())
}

/// Before anything else is looked at: who typed on an old version is shown both, whatever else is wrong.
pub(super) fn must_be_fresh(had: i64, now: i64) -> Result<()> {
    if had == now {
        Ok(())
    } else {
        Err(Error::Stale { had, now })
    }
}

/// Keeps the name that a unit had until the day before `renamed_on`.
async fn keep_name(tx: &Tx, acting: &Acting, unit: &unit::Model, renamed_on: &str) -> Result<()> {
    let mut check = Check::new();
    let day = check.day("renamed_on", renamed_on).unwrap_or(acting.today);
    check.must(day <= acting.today, "renamed_on", "unit-day-ahead");
    let names = queries::list_unit_names(tx, unit.id).await?;
    let formers = names.iter().filter(|n| n.kind == "former");
    let last = formers.filter_map(|n| n.valid_to.clone()).max();
    let since = last.or_else(|| unit.valid_from.clone());
    let earliest = since.as_deref().and_then(|s| s.parse::<Date>().ok());
    if let Some(earliest) = earliest.filter(|e| day < *e) {
        check.refuse(
            "renamed_on",
            Say::new("unit-day-before").with("day", earliest),
        );
    }
    check.done()?;
    let row = unit_name::ActiveModel {
        organization_id: Set(unit.organization_id),
        unit_id: Set(unit.id),
        name: Set(unit.name.clone()),
        kind: Set("former".to_owned()),
        valid_from: Set(since),
        valid_to: Set(Some(day.to_string())),
        ..Default::default()
    };
    queries::insert_unit_name(tx, row).await
}

/// Takes back another spelling. Former names stay: old years are read by them.
pub async fn remove_alias(tx: &Tx, acting: &Acting, unit_id: i64, name_id: i64) -> Result<()> {
    queries::find_unit(tx, &acting.actor, unit_id).await?;
    let names = queries::list_unit_names(tx, unit_id).await?;
    let found = names
        .into_iter()
        .find(|n| n.id == name_id && n.kind == "alias");
    let alias = found.ok_or(Error::NotFound)?;
    queries::delete_unit_name(tx, alias.id).await?;
    let entry = Entry::new("unit.remove_alias", "unit", unit_id).change(
        "alias",
        Some(alias.name),
        None::<String>,
    );
    journal::record(tx, acting.by(), entry).await
}

/// States that a branch no longer covers a unit.
pub async fn uncover(tx: &Tx, acting: &Acting, branch_id: i64, unit_id: i64) -> Result<()> {
    let (branch, unit) = find_pair(tx, acting, branch_id, unit_id).await?;
    if queries::delete_unit_cover(tx, branch_id, unit_id).await? == 0 {
        return Err(Error::NotFound);
    }
    let entry = Entry::new("unit.uncover", "unit", branch_id).change(
        "covers",
        Some(unit.name),
        None::<String>,
    );
    journal::record(tx, acting.by(), entry).await?;
    let entry = Entry::new("unit.uncover", "unit", unit_id).change(
        "covered_by",
        Some(branch.name),
        None::<String>,
    );
    journal::record(tx, acting.by(), entry).await
}

/// The end of a unit as typed.
#[derive(Debug, Clone, Default, Deserialize, utoipa::ToSchema)]
#[serde(default)]
pub struct EndInput {
    pub valid_to: String,
    pub successor_id: String,
    pub version: String,
}

/// Ends a unit 更替, with or without a successor, who from then on reaches what the ended unit left open.
pub async fn end_unit(tx: &Tx, acting: &Acting, id: i64, input: &EndInput) -> Result<()> {
    let unit = queries::find_unit(tx, &acting.actor, id).await?;
    must_be_open(&unit)?;
    let version = input.version.parse().unwrap_or(unit.version);
    must_be_fresh(version, unit.version)?;
    let mut check = Check::new();
    let day = check.day("valid_to", &input.valid_to);
    check.must(!input.valid_to.trim().is_empty(), "valid_to", "error-empty");
    let is_past = day.is_none_or(|d| d <= acting.today);
    check.must(is_past, "valid_to", "unit-day-ahead");
    let day = day.map(|d| d.to_string()).unwrap_or_default();
    let before = unit.valid_from.as_ref().is_some_and(|from| day < *from);
    check.must(
        day.is_empty() || !before,
        "valid_to",
        "error-ends-before-start",
    );
    let successor_id = check.id("successor_id", &input.successor_id);
    let successor = match successor_id {
        Some(other) => queries::find_unit(tx, &acting.actor, other)
            .await
            .ok()
            .filter(|u| u.id != id && u.valid_to.is_none() && u.merged_into_id.is_none()),
        None => None,
    };
    let is_fit = successor_id.is_some() == successor.is_some();
    check.must(is_fit, "successor_id", "error-not-in-list");
    check.done()?;
    let row = unit::ActiveModel {
        valid_to: Set(Some(day.clone())),
        successor_id: Set(successor_id),
        ..Default::default()
    };
    queries::update_unit(tx, row, id, version).await?;
    let name = successor.as_ref().map(|s| s.name.clone());
    let entry = Entry::new("unit.end", "unit", id)
        .set("valid_to", &day)
        .change("successor_id", None::<String>, name);
    journal::record(tx, acting.by(), entry).await?;
    let Some(successor) = successor else {
        return Ok(());
    };
    let entry = Entry::new("unit.succeed", "unit", successor.id).set("predecessor", unit.name);
    journal::record(tx, acting.by(), entry).await
}

/// A merger as typed.
#[derive(Debug, Clone, Default, Deserialize, utoipa::ToSchema)]
#[serde(default)]
pub struct MergeInput {
    pub into_id: String,
    pub version: String,
}

/// Merges two records of one unit 合并 and returns the one that stays: names, children, people, roles and covers move.
/// The merged record keeps its id, so that old rows still find it. Refused across organisations, into itself, into
/// what lies under it.
pub async fn merge_unit(tx: &Tx, acting: &Acting, id: i64, input: &MergeInput) -> Result<i64> {
    let unit = queries::find_unit(tx, &acting.actor, id).await?;
    let version = input.version.parse().unwrap_or(unit.version);
    must_be_fresh(version, unit.version)?;
    let mut check = Check::new();
    let into_id = check.required_id("into_id", &input.into_id);
    check.done()?;
    let into = queries::find_unit(tx, &acting.actor, into_id)
        .await
        .map_err(|_| Error::invalid("into_id", "error-not-in-list"))?;
    let under = queries::list_under(tx, id).await?;
    may_merge(
        (id, unit.merged_into_id),
        (into.id, into.merged_into_id),
        &under,
    )
    .map_err(|e| Error::invalid("into_id", e.key()))?;
    let row = unit::ActiveModel {
        merged_into_id: Set(Some(into.id)),
        ..Default::default()
    };
    queries::update_unit(tx, row, id, version).await?;
    keep_spellings(tx, &unit, &into).await?;
    queries::update_belongings(tx, id, into.id).await?;
    let entry = Entry::new("unit.merge", "unit", id).set("merged_into_id", &into.name);
    journal::record(tx, acting.by(), entry).await?;
    let entry = Entry::new("unit.take_in", "unit", into.id).set("alias", &unit.name);
    journal::record(tx, acting.by(), entry).await?;
    Ok(into.id)
}

/// Every name by which the merged record was known finds the one that stays. Its former names stay with it, too:
/// old years are read by them.
async fn keep_spellings(tx: &Tx, from: &unit::Model, into: &unit::Model) -> Result<()> {
    let known: Vec<String> = queries::list_unit_names(tx, into.id)
        .await?
        .into_iter()
        .filter(|n| n.kind == "alias")
        .map(|n| n.name)
        .chain([into.name.clone()])
        .collect();
    let own = queries::list_unit_names(tx, from.id).await?;
    let mut names: Vec<String> = own.iter().map(|n| n.name.clone()).collect();
    names.push(from.name.clone());
    names.sort_unstable();
    names.dedup();
    for alias in own.iter().filter(|n| n.kind == "alias") {
        queries::delete_unit_name(tx, alias.id).await?;
    }
    for name in names.into_iter().filter(|n| !known.contains(n)) {
        let row = unit_name::ActiveModel {
            organization_id: Set(into.organization_id),
            unit_id: Set(into.id),
            name: Set(name),
            kind: Set("alias".to_owned()),
            ..Default::default()
        };
        queries::insert_unit_name(tx, row).await?;
    }
    Ok(())
}
