//! Signing for the own unit and hearing the partners.

use std::collections::BTreeMap;

use gongjie_base::{Error, Result, Tx};
use sea_orm::Set;

use super::{Found, found};
use crate::close_out::cannot::CannotView;
use crate::close_out::case::Case;
use crate::close_out::lifecycle::Line;
use crate::close_out::queries;
use crate::close_out::rules::{self, Opinion, StepInput, ViewInput};
use crate::close_out::tables::close_out::ActiveModel;
use crate::close_out::tables::close_out_view;
use crate::journal;
use crate::org::{Acting, queries as org};

/// Signs for the own unit 本单位审签: its head, never the applicant. Asks every partner; without partners it goes straight on.
pub async fn sign(tx: &Tx, acting: &Acting, id: i64, input: &StepInput) -> Result<()> {
    let found = found(tx, acting, id).await?;
    let line = found.case(acting).may_sign(&found.row)?;
    let row = ActiveModel {
        signed_by_id: Set(acting.by().person_id),
        signed_on: Set(Some(acting.day())),
        ..Default::default()
    };
    let entry = found.entry("close_out.sign");
    let written = (row, found.version(&input.version));
    found.step(tx, acting, line, written, entry).await?;
    queries::insert_views(tx, id, &found.facts.partners).await?;
    settle(tx, acting, id).await
}

/// A partner unit's people agree or differ with words; for an outside unit the coordinator notes what it said and how.
///
/// When every partner has answered it goes on to the verifier by itself.
pub async fn view(tx: &Tx, acting: &Acting, id: i64, input: &ViewInput) -> Result<()> {
    queries::find(tx, &acting.actor, id).await?;
    queries::lock(tx, id).await?;
    let found = found(tx, acting, id).await?;
    let unit_id: i64 = input.unit_id.trim().parse().unwrap_or_default();
    let views = queries::list_views(tx, &[id]).await?;
    let asked = views.iter().find(|v| v.unit_id == unit_id);
    let is_outside = found.facts.outside.contains(&unit_id);
    let case = found.case(acting);
    case.may_view(&found.row, asked, is_outside)?;
    let asked = asked.ok_or_else(|| Error::from(CannotView::NotAsked))?;
    let (opinion, words) = rules::read_view(input, is_outside)?;
    let row = close_out_view::ActiveModel {
        opinion: Set(opinion),
        words: Set(words.clone()),
        person_id: Set(acting.by().person_id),
        given_on: Set(Some(acting.day())),
        ..Default::default()
    };
    queries::update_view(tx, row, asked.id).await?;
    let names: BTreeMap<i64, String> = org::unit_names(tx, acting.actor.organization_id).await?;
    let entry = found
        .entry("close_out.view")
        .change("unit", None::<String>, names.get(&unit_id))
        .change("opinion", Some(Opinion::Waiting), Some(opinion))
        .change("words", None::<String>, words);
    journal::record(tx, acting.by(), entry).await?;
    settle(tx, acting, id).await
}

/// Hands it to the verifier although partners were silent. For coordinators, after three working days.
pub async fn go_on(tx: &Tx, acting: &Acting, id: i64, input: &StepInput) -> Result<()> {
    let found = found(tx, acting, id).await?;
    let line = found.case(acting).may_go_on(&found.row)?;
    let version = found.version(&input.version);
    move_on(tx, acting, &found, line, version).await
}

/// Goes on when every partner has answered.
async fn settle(tx: &Tx, acting: &Acting, id: i64) -> Result<()> {
    let found = found(tx, acting, id).await?;
    let views = queries::list_views(tx, &[id]).await?;
    match Case::goes_on(&found.row, &views) {
        Some(line) => move_on(tx, acting, &found, line, found.row.version).await,
        None => Ok(()),
    }
}

async fn move_on(tx: &Tx, acting: &Acting, found: &Found, line: &Line, version: i64) -> Result<()> {
    let entry = found.entry("close_out.go_on");
    found
        .step(tx, acting, line, (ActiveModel::default(), version), entry)
        .await
}
