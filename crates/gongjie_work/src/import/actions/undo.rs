//! Taking a whole import back, as long as nobody else has worked on its rows.

use gongjie_base::{Error, Result, Say, Tx};
use sea_orm::Set;

use crate::grid::rows;
use crate::grid::rules::Object;
use crate::import::queries;
use crate::import::rules::State;
use crate::import::tables::{import_batch, import_origin};
use crate::journal::{self, Entry};
use crate::measure::actions as measures;
use crate::org::Acting;
use crate::outcome::actions as outcomes;
use crate::pairing::actions::{self as pairings, StepInput};
use crate::problem::actions as problems;

/// Later changes that are named.
const LATER_NAMED: i64 = 5;

/// Undoes an import 整批撤回: what it made is withdrawn, what it changed is set back. Refused where somebody else changed one
/// of its rows since, with their names. Units, spellings and people stay. For coordinators.
pub async fn undo(
    tx: &Tx,
    acting: &Acting,
    batch: &import_batch::Model,
    step: &(dyn Fn() + Send + Sync),
) -> Result<()> {
    if batch.state != State::Done {
        return Err(Error::conflict("import-not-done"));
    }
    if !super::may_confirm(acting) {
        return Err(Error::forbidden("import-not-yours"));
    }
    let later = queries::list_later(tx, batch, LATER_NAMED).await?;
    if let Some(first) = later.first() {
        let say = Say::new("import-changed-since")
            .with("title", &first.title)
            .with("person", first.person.as_deref().unwrap_or("—"))
            .with("n", later.len());
        return Err(Error::Conflict(say));
    }
    let origins = queries::list_origins(tx, batch.id).await?;
    for origin in origins.iter().filter(|o| !o.is_new) {
        set_back(tx, acting, origin).await?;
        step();
    }
    for object in [
        Object::Outcome,
        Object::Measure,
        Object::Pairing,
        Object::Problem,
    ] {
        for id in queries::made(&origins, object) {
            take_back(tx, acting, object, id).await?;
            step();
        }
    }
    let entry = Entry::new("import.undo", "import_batch", batch.id)
        .set("rows", origins.len())
        .change("state", Some(State::Done), Some(State::Undone));
    journal::record(tx, acting.by(), entry).await?;
    let row = import_batch::ActiveModel {
        state: Set(State::Undone),
        undone_at: Set(Some(acting.at)),
        ..Default::default()
    };
    queries::update(tx, row, batch.id, batch.version).await
}

/// Sets the fields back that the import changed and that still say what it wrote.
async fn set_back(tx: &Tx, acting: &Acting, origin: &import_origin::Model) -> Result<()> {
    let fields = queries::read_fields(&origin.fields)?;
    let changed: Vec<_> = fields
        .iter()
        .filter(|f| f.was.is_some() && f.field != "progress")
        .collect();
    if changed.is_empty() {
        return Ok(());
    }
    let mut row = rows::find(tx, &acting.actor, origin.object, origin.object_id).await?;
    let mut is_set = false;
    for field in changed {
        if let Some(was) = &field.was {
            row.set(&field.field, was);
            is_set = true;
        }
    }
    if is_set {
        row.save(tx, acting).await?;
    }
    Ok(())
}

async fn take_back(tx: &Tx, acting: &Acting, object: Object, id: i64) -> Result<()> {
    match object {
        Object::Problem => problems::take_back(tx, acting, id).await,
        Object::Measure => measures::take_back(tx, acting, id).await,
        Object::Outcome => outcomes::take_back(tx, acting, id).await,
        Object::Pairing => {
            let step = StepInput {
                reason: "导入撤回".to_owned(),
                ..StepInput::default()
            };
            pairings::terminate(tx, acting, id, &step).await
        }
    }
}
