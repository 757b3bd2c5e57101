//! Verbs of saved views: save, edit, remove, and choose the one that opens a place.

use gongjie_base::{Error, Result, Tx};
use sea_orm::Set;
use serde::Deserialize;
use utoipa::ToSchema;

use super::queries;
use super::rules::{self, Input, Read, Scope, may_keep};
use super::tables::saved_view::{ActiveModel, Model};
use crate::journal::{self, Entry};
use crate::org::{Acting, queries as org};

/// Saves an address under a name. Mine by anybody, a unit's by those who speak for it, the organisation's by the coordinator.
pub async fn save(tx: &Tx, acting: &Acting, input: &Input) -> Result<Model> {
    let read = rules::read(input, None)?;
    check(tx, acting, &read, acting.actor.person_id, None).await?;
    let row = ActiveModel {
        organization_id: Set(acting.actor.organization_id),
        place: Set(read.place),
        name: Set(read.name.clone()),
        query: Set(read.query.clone()),
        scope: Set(read.scope),
        unit_id: Set(read.unit_id),
        owner_id: Set(acting.actor.person_id),
        is_removed: Set(false),
        created_at: Set(acting.at),
        version: Set(1),
        ..Default::default()
    };
    let view = queries::insert_view(tx, row).await?;
    let mut entry = Entry::new("view.save", "saved_view", view.id).set("scope", read.scope);
    if read.scope != Scope::Mine {
        entry = entry
            .set("name", &read.name)
            .set("place", read.place)
            .set("query", &read.query)
            .change("unit_id", None::<i64>, read.unit_id);
    }
    journal::record(tx, acting.by(), entry).await?;
    Ok(view)
}

/// May the actor keep this, and is the name free where it will stand?
async fn check(
    tx: &Tx,
    acting: &Acting,
    read: &Read,
    owner_id: i64,
    own: Option<i64>,
) -> Result<()> {
    let actor = &acting.actor;
    if !may_keep(actor, read.scope, read.unit_id, owner_id) {
        return Err(Error::invalid("scope", "view-scope-not-yours"));
    }
    if let Some(unit_id) = read.unit_id {
        org::find_unit(tx, actor, unit_id).await?;
    }
    let all = queries::list(tx, actor, Some(read.place)).await?;
    let same = |v: &&Model| {
        Some(v.id) != own
            && v.name == read.name
            && v.scope == read.scope
            && v.unit_id == read.unit_id
    };
    if all.iter().any(|v| same(&v)) {
        return Err(Error::invalid("name", "view-name-taken"));
    }
    Ok(())
}

/// A view that the actor may change.
async fn find_own(tx: &Tx, acting: &Acting, id: i64) -> Result<Model> {
    let found = queries::find(tx, &acting.actor, id).await?;
    if !may_keep(&acting.actor, found.scope, found.unit_id, found.owner_id) {
        return Err(Error::forbidden("view-not-yours"));
    }
    Ok(found)
}

/// Changes name, address or whose it is. By those who may keep it, before and after.
pub async fn edit(tx: &Tx, acting: &Acting, id: i64, input: &Input) -> Result<Model> {
    let found = find_own(tx, acting, id).await?;
    let read = rules::read(input, Some(found.place))?;
    let owner_id = match read.scope {
        Scope::Mine => acting.actor.person_id,
        Scope::Unit | Scope::Organization => found.owner_id,
    };
    check(tx, acting, &read, owner_id, Some(id)).await?;
    write(tx, acting, found, read, owner_id, &input.version).await?;
    queries::find(tx, &acting.actor, id).await
}

/// Puts the present address into a view; name and owner stay.
pub async fn readdress(tx: &Tx, acting: &Acting, id: i64, input: &Input) -> Result<Model> {
    let found = find_own(tx, acting, id).await?;
    let input = Input {
        name: found.name.clone(),
        scope: found.scope.code().to_owned(),
        unit_id: found.unit_id.unwrap_or_default().to_string(),
        ..input.clone()
    };
    edit(tx, acting, id, &input).await
}

async fn write(
    tx: &Tx,
    acting: &Acting,
    found: Model,
    read: Read,
    owner_id: i64,
    version: &str,
) -> Result<()> {
    let mut entry = Entry::new("view.edit", "saved_view", found.id).change(
        "scope",
        Some(found.scope),
        Some(read.scope),
    );
    // What somebody keeps for themselves is nobody else's to read, in the journal neither.
    if found.scope != Scope::Mine && read.scope != Scope::Mine {
        entry = entry
            .change("name", Some(&found.name), Some(&read.name))
            .change("query", Some(&found.query), Some(&read.query))
            .change("unit_id", found.unit_id, read.unit_id);
    } else if read.scope != Scope::Mine {
        entry = entry
            .set("name", &read.name)
            .set("place", read.place)
            .set("query", &read.query);
    }
    let row = ActiveModel {
        name: Set(read.name),
        query: Set(read.query),
        scope: Set(read.scope),
        unit_id: Set(read.unit_id),
        owner_id: Set(owner_id),
        ..Default::default()
    };
    let version = version.trim().parse().unwrap_or(found.version);
    queries::update_view(tx, row, found.id, version).await?;
    journal::record(tx, acting.by(), entry).await
}

/// What a removal is sent with.
#[derive(Debug, Clone, Default, Deserialize, ToSchema)]
#[serde(default)]
pub struct Removal {
    /// Version as it was read.
    pub version: String,
}

/// Removes a view: nobody finds it any more. Its row stays.
pub async fn remove(tx: &Tx, acting: &Acting, id: i64, removal: &Removal) -> Result<()> {
    let found = find_own(tx, acting, id).await?;
    let row = ActiveModel {
        is_removed: Set(true),
        ..Default::default()
    };
    let version = removal.version.trim().parse().unwrap_or(found.version);
    queries::update_view(tx, row, id, version).await?;
    let entry =
        Entry::new("view.remove", "saved_view", id).change("is_removed", Some(false), Some(true));
    journal::record(tx, acting.by(), entry).await
}

/// What the choice of a start is sent with.
#[derive(Debug, Clone, Default, Deserialize, ToSchema)]
#[serde(default)]
pub struct Start {
    /// `1`: the menu opens the place with this view; empty: no longer.
    pub on: String,
}

/// Chooses with which view the menu opens the place, for the actor alone. By anybody who sees the view.
pub async fn start(tx: &Tx, acting: &Acting, id: i64, start: &Start) -> Result<Model> {
    let found = queries::find(tx, &acting.actor, id).await?;
    let is_on = !start.on.trim().is_empty();
    let person_id = acting.actor.person_id;
    queries::upsert_start(tx, person_id, found.place, is_on.then_some(id)).await?;
    let entry = Entry::new("view.start", "saved_view", id).set("is_start", is_on);
    journal::record(tx, acting.by(), entry).await?;
    Ok(found)
}
