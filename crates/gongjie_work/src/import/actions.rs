//! Verbs of an import: find -> rules -> write -> journal, inside the transaction they are given.

mod confirm;
mod undo;
mod writer;

use gongjie_base::{Error, Result, Tx};
use sea_orm::Set;

pub use confirm::{About, confirm};
pub use undo::undo;

use super::queries;
use super::rules::{Choices, State};
use super::tables::import_batch::{ActiveModel, Model};
use crate::campaign::queries as campaigns;
use crate::journal::{self, Entry};
use crate::org::{Acting, Part};

/// A file that was stored and understood.
#[derive(Debug)]
pub struct Taken<'a> {
    pub hash: &'a str,
    pub name: &'a str,
    pub bytes: usize,
    pub choices: Choices,
}

/// Begins an import 导入: the file is kept, nothing else is written. For anybody with business rights.
pub async fn begin(tx: &Tx, acting: &Acting, campaign_id: i64, file: &Taken<'_>) -> Result<i64> {
    campaigns::find_campaign(tx, &acting.actor, campaign_id)
        .await
        .map_err(|_| Error::invalid("campaign", "error-not-in-list"))?;
    let row = ActiveModel {
        organization_id: Set(acting.actor.organization_id),
        campaign_id: Set(campaign_id),
        person_id: Set(acting.by().person_id),
        created_at: Set(acting.at),
        file_hash: Set(file.hash.to_owned()),
        file_name: Set(file.name.to_owned()),
        file_bytes: Set(i64::try_from(file.bytes).unwrap_or(i64::MAX)),
        choices: Set(json(&file.choices)?),
        state: Set(State::Open),
        creates: Set(0),
        changes: Set(0),
        lefts: Set(0),
        version: Set(1),
        ..Default::default()
    };
    let id = queries::insert(tx, row).await?;
    let entry = Entry::new("import.begin", "import_batch", id)
        .set("file", file.name)
        .set("hash", file.hash);
    journal::record(tx, acting.by(), entry).await?;
    Ok(id)
}

/// Keeps what was chosen while an import is checked. For who began it, and for coordinators.
pub async fn choose(tx: &Tx, acting: &Acting, batch: &Model, choices: &Choices) -> Result<()> {
    must_be_open(batch)?;
    let row = ActiveModel {
        choices: Set(json(choices)?),
        ..Default::default()
    };
    queries::update(tx, row, batch.id, batch.version).await?;
    let entry =
        Entry::new("import.choose", "import_batch", batch.id).set("answers", choices.count());
    journal::record(tx, acting.by(), entry).await
}

/// Gives an import up before anything was written; the file stays for who doubts it.
pub async fn drop_batch(tx: &Tx, acting: &Acting, batch: &Model) -> Result<()> {
    must_be_open(batch)?;
    let row = ActiveModel {
        state: Set(State::Dropped),
        ..Default::default()
    };
    queries::update(tx, row, batch.id, batch.version).await?;
    let entry = Entry::new("import.drop", "import_batch", batch.id).change(
        "state",
        Some(State::Open),
        Some(State::Dropped),
    );
    journal::record(tx, acting.by(), entry).await
}

fn must_be_open(batch: &Model) -> Result<()> {
    if batch.state == State::Open {
        Ok(())
    } else {
        Err(Error::conflict("import-not-open"))
    }
}

/// Only coordinators write into the campaign's ledger at once.
pub fn may_confirm(acting: &Acting) -> bool {
    acting.actor.standing_parts().contains(&Part::Coordinator)
}

/// What was chosen for a batch.
pub fn choices_of(batch: &Model) -> Result<Choices> {
    serde_json::from_str(&batch.choices).map_err(Error::internal)
}

fn json(value: &impl serde::Serialize) -> Result<String> {
    serde_json::to_string(value).map_err(Error::internal)
}
