//! Disputes about an assignment 派单异议: once, in writing, with the unit that should do it; the coordinator rules.

use gongjie_base::check::Check;
use gongjie_base::limits::TEXT_CHARS_MAX;
use gongjie_base::{Error, Result, Tx};
use sea_orm::Set;
use serde::Deserialize;

use super::super::queries;
use super::super::rules::{DutyRole, Ruling, State};
use super::super::tables::{dispute, measure};
use super::issue::Names;
use super::{charge_unit, must_be_unit, open_case};
use crate::journal::{self, Entry};
use crate::org::{Acting, Part};

/// A dispute as typed.
#[derive(Debug, Clone, Default, Deserialize, utoipa::ToSchema)]
#[serde(default)]
pub struct DisputeInput {
    /// The written basis: rule, division of work.
    pub basis: String,
    pub proposed_unit_id: String,
}

/// Disputes an assignment. For the unit that answers, while issued or signed, once.
pub async fn dispute(tx: &Tx, acting: &Acting, id: i64, input: &DisputeInput) -> Result<i64> {
    let case = open_case(tx, acting, id).await?;
    if !matches!(case.measure.state, State::Issued | State::Signed) {
        return Err(Error::conflict("measure-dispute-too-late"));
    }
    case.must_be(&[Part::Owner, Part::OwnerHead])?;
    if !queries::list_disputes(tx, &[id]).await?.is_empty() {
        return Err(Error::conflict("measure-dispute-once"));
    }
    let duties = queries::list_duties(tx, &[id]).await?;
    let (lead, _) = queries::lead_and_owner(&duties);
    let mut check = Check::new();
    let basis = check.text("basis", &input.basis, TEXT_CHARS_MAX);
    let unit = check.required_id("proposed_unit_id", &input.proposed_unit_id);
    check.must(
        lead != Some(unit),
        "proposed_unit_id",
        "measure-dispute-same-unit",
    );
    check.done()?;
    must_be_unit(tx, acting, "proposed_unit_id", unit).await?;
    let row = dispute::ActiveModel {
        measure_id: Set(id),
        basis: Set(basis.clone()),
        proposed_unit_id: Set(Some(unit)),
        asked_by_id: Set(acting.by().person_id),
        asked_on: Set(acting.day()),
        ..Default::default()
    };
    let added = queries::insert_dispute(tx, row).await?;
    let names = Names::read(tx, acting).await?;
    let entry = Entry::new("measure.dispute", "measure", id)
        .of_problem(case.measure.problem_id)
        .set("reason", basis)
        .set("proposed_unit", names.unit(unit));
    journal::record(tx, acting.by(), entry).await?;
    Ok(added)
}

/// A ruling as typed.
#[derive(Debug, Clone, Default, Deserialize, utoipa::ToSchema)]
#[serde(default)]
pub struct RulingInput {
    /// `moved` or `kept`.
    pub ruling: String,
    pub note: String,
}

/// Rules about a dispute. For the coordinator; a moved measure is issued anew. Gives the id of the measure.
pub async fn rule_dispute(
    tx: &Tx,
    acting: &Acting,
    dispute_id: i64,
    input: &RulingInput,
) -> Result<i64> {
    let (found, row) = queries::find_dispute(tx, &acting.actor, dispute_id).await?;
    let case = open_case(tx, acting, row.id).await?;
    case.must_be(&[Part::Coordinator])?;
    let mut check = Check::new();
    let ruling = check.code("ruling", &input.ruling, Ruling::from_code);
    check.must(!input.ruling.trim().is_empty(), "ruling", "error-choose");
    let note = check.optional("note", &input.note, TEXT_CHARS_MAX);
    check.done()?;
    let Some(ruling) = ruling else {
        return Err(Error::invalid("ruling", "error-choose"));
    };
    let written = dispute::ActiveModel {
        ruling: Set(Some(ruling)),
        ruled_by_id: Set(acting.by().person_id),
        ruled_on: Set(Some(acting.day())),
        ..Default::default()
    };
    if !queries::update_dispute(tx, written, dispute_id).await? {
        return Err(Error::conflict("measure-dispute-ruled"));
    }
    let mut entry = Entry::new("measure.rule_dispute", "measure", row.id)
        .of_problem(row.problem_id)
        .set("ruling", ruling)
        .change("reason", None::<String>, note);
    if ruling == Ruling::Moved {
        entry = move_to(tx, acting, &row, found.proposed_unit_id, entry).await?;
    }
    journal::record(tx, acting.by(), entry).await?;
    Ok(row.id)
}

/// Another unit answers from now on: it signs anew, and names its own owner.
async fn move_to(
    tx: &Tx,
    acting: &Acting,
    row: &measure::Model,
    unit: Option<i64>,
    entry: Entry,
) -> Result<Entry> {
    if !matches!(row.state, State::Issued | State::Signed) {
        return Err(Error::conflict("measure-dispute-too-late"));
    }
    let unit = unit.ok_or_else(|| Error::internal("a dispute without a unit"))?;
    let duties = queries::list_duties(tx, &[row.id]).await?;
    let (lead, _) = queries::lead_and_owner(&duties);
    queries::delete_duties(tx, row.id, &[DutyRole::Lead, DutyRole::Owner]).await?;
    queries::delete_partner(tx, row.id, unit).await?;
    charge_unit(tx, row.id, unit, DutyRole::Lead).await?;
    let change = measure::ActiveModel {
        state: Set(State::Issued),
        state_since: Set(acting.at),
        issued_on: Set(acting.day()),
        signed_on: Set(None),
        ..Default::default()
    };
    queries::update(tx, change, row.id, row.version).await?;
    let names = Names::read(tx, acting).await?;
    Ok(entry
        .change("lead", lead.map(|u| names.unit(u)), Some(names.unit(unit)))
        .change("state", Some(row.state), Some(State::Issued)))
}
