//! Verbs of office templates: add and remove.

use gongjie_base::{Error, Result, Tx};
use sea_orm::Set;
use serde::Deserialize;
use utoipa::ToSchema;

use super::queries;
use super::rules::{Placing, Read};
use super::tables::office_template::ActiveModel;
use crate::journal::{self, Entry};
use crate::org::{Acting, Role};

/// The file of a template, as it lies among the files.
pub struct Stored {
    pub hash: String,
    pub name: String,
}

fn check(acting: &Acting) -> Result<()> {
    if acting.actor.has(Role::Coordinator) {
        Ok(())
    } else {
        Err(Error::forbidden("template-not-yours"))
    }
}

/// Keeps an office's sheet. By the coordinator.
pub async fn add(
    tx: &Tx,
    acting: &Acting,
    read: &Read,
    stored: &Stored,
    placing: &Placing,
) -> Result<i64> {
    check(acting)?;
    let row = ActiveModel {
        organization_id: Set(acting.actor.organization_id),
        name: Set(read.name.clone()),
        filled_with: Set(read.filled_with),
        file_hash: Set(stored.hash.clone()),
        file_name: Set(stored.name.clone()),
        layout: Set(serde_json::to_string(placing).map_err(Error::internal)?),
        is_removed: Set(false),
        created_at: Set(acting.at),
        version: Set(1),
        ..Default::default()
    };
    let id = queries::insert_template(tx, row).await?;
    let entry = Entry::new("template.add", "office_template", id)
        .set("name", &read.name)
        .set("filled_with", read.filled_with)
        .set("file_hash", &stored.hash);
    journal::record(tx, acting.by(), entry).await?;
    Ok(id)
}

/// What a removal is sent with.
#[derive(Debug, Clone, Default, Deserialize, ToSchema)]
#[serde(default)]
pub struct Removal {
    /// Version as it was read.
    pub version: String,
}

/// Removes a template: nobody finds it any more. Its row and its file stay. By the coordinator.
pub async fn remove(tx: &Tx, acting: &Acting, id: i64, removal: &Removal) -> Result<()> {
    check(acting)?;
    let found = queries::find(tx, &acting.actor, id).await?;
    let row = ActiveModel {
        is_removed: Set(true),
        ..Default::default()
    };
    let version = removal.version.trim().parse().unwrap_or(found.version);
    queries::update_template(tx, row, id, version).await?;
    let entry = Entry::new("template.remove", "office_template", id).change(
        "is_removed",
        Some(false),
        Some(true),
    );
    journal::record(tx, acting.by(), entry).await
}
