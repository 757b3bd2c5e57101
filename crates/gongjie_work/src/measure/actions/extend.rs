//! Extensions 延期: asked before the limit, agreed by the own head, decided by inspector or coordinator.

use gongjie_base::check::Check;
use gongjie_base::limits::TEXT_CHARS_MAX;
use gongjie_base::{Error, FieldError, Result, Tx};
use jiff::civil::Date;
use sea_orm::Set;
use serde::Deserialize;

use super::super::extension::{self as rules, Decision};
use super::super::queries;
use super::super::rules::ExtensionState;
use super::super::tables::{extension, measure};
use super::{limit_of, open_case};
use crate::journal::{self, Entry};
use crate::org::{Acting, Part};

/// A request as typed.
#[derive(Debug, Clone, Default, Deserialize, utoipa::ToSchema)]
#[serde(default)]
pub struct ExtensionInput {
    /// `2026-06-21`
    pub to_due_on: String,
    pub reason: String,
    pub progress_so_far: String,
}

/// Asks for an extension. For the unit that answers and the named owner; when its head asks, the head has agreed.
pub async fn ask_extension(
    tx: &Tx,
    acting: &Acting,
    id: i64,
    input: &ExtensionInput,
) -> Result<i64> {
    let case = open_case(tx, acting, id).await?;
    case.must_be(&[Part::Owner, Part::OwnerHead])?;
    let asked = queries::list_extensions(tx, &[id]).await?;
    let limit = limit_of(&case.measure, asked.iter().map(|e| e.state));
    let (due, _) = limit
        .may_ask(acting.today)
        .map_err(|e| Error::Conflict(e.say()))?;
    let mut check = Check::new();
    let to = required_day(&mut check, "to_due_on", &input.to_due_on);
    if let Some(Err(bad)) = to.map(|to| limit.may_move(due, to)) {
        check.refuse("to_due_on", bad.say());
    }
    let reason = check.text("reason", &input.reason, TEXT_CHARS_MAX);
    let so_far = check.optional("progress_so_far", &input.progress_so_far, TEXT_CHARS_MAX);
    check.done()?;
    let to = to.unwrap_or(due);
    let state = if case.parts.contains(&Part::OwnerHead) {
        ExtensionState::HeadAgreed
    } else {
        ExtensionState::Asked
    };
    let row = extension::ActiveModel {
        measure_id: Set(id),
        state: Set(state),
        from_due_on: Set(due.to_string()),
        to_due_on: Set(to.to_string()),
        reason: Set(reason.clone()),
        progress_so_far: Set(so_far),
        asked_on: Set(acting.day()),
        asked_by_id: Set(acting.by().person_id),
        version: Set(1),
        ..Default::default()
    };
    let added = queries::insert_extension(tx, row).await?;
    let entry = Entry::new("measure.extension_ask", "measure", id)
        .of_problem(case.measure.problem_id)
        .set("extension", state)
        .set("from_due_on", due)
        .set("to_due_on", to)
        .set("reason", reason);
    journal::record(tx, acting.by(), entry).await?;
    Ok(added)
}

fn required_day(check: &mut Check, field: &str, typed: &str) -> Option<Date> {
    check.must(!typed.trim().is_empty(), field, "error-empty");
    check.day(field, typed)
}

/// A decision as typed.
#[derive(Debug, Clone, Default, Deserialize, utoipa::ToSchema)]
#[serde(default)]
#[schema(as = ExtensionDecisionInput)]
pub struct DecisionInput {
    /// `agree` (own head), `grant`, `deny`, `withdraw` (asker).
    pub decision: String,
    /// The exact new limit; empty: the one that was asked for.
    pub due_on: String,
    /// Required for a refusal.
    pub note: String,
    /// Version of the request.
    pub version: String,
}

/// Decides about a request. Gives the id of its measure.
pub async fn decide_extension(
    tx: &Tx,
    acting: &Acting,
    extension_id: i64,
    input: &DecisionInput,
) -> Result<i64> {
    let (found, measure) = queries::find_extension(tx, &acting.actor, extension_id).await?;
    let case = open_case(tx, acting, measure.id).await?;
    let mut check = Check::new();
    let decision = check.code("decision", &input.decision, Decision::from_code);
    check.must(
        !input.decision.trim().is_empty(),
        "decision",
        "error-choose",
    );
    check.done()?;
    let decision = decision.ok_or_else(|| Error::invalid("decision", "error-choose"))?;
    let (to_state, who) = rules::find(found.state, decision)
        .ok_or_else(|| Error::conflict("measure-extension-decided"))?;
    case.must_be(who)?;
    if decision == Decision::Withdraw && found.asked_by_id != acting.by().person_id {
        return Err(Error::forbidden("measure-extension-not-asker"));
    }
    let mut check = Check::new();
    let note = if decision == Decision::Deny {
        Some(check.text("note", &input.note, TEXT_CHARS_MAX))
    } else {
        check.optional("note", &input.note, TEXT_CHARS_MAX)
    };
    let due_on = check.day("due_on", &input.due_on);
    check.done()?;
    let is_over = matches!(
        decision,
        Decision::Grant | Decision::Deny | Decision::Withdraw
    );
    let mut row = extension::ActiveModel {
        state: Set(to_state),
        decided_on: Set(is_over.then(|| acting.day())),
        decided_by_id: Set(acting.by().person_id.filter(|_| is_over)),
        decision_note: Set(note.clone()),
        ..Default::default()
    };
    let mut entry = Entry::new("measure.extension_decide", "measure", measure.id)
        .of_problem(measure.problem_id)
        .change("extension", Some(found.state), Some(to_state))
        .change("reason", None::<String>, note);
    if decision == Decision::Grant {
        let to = grant(tx, &measure, &found, due_on).await?;
        row.to_due_on = Set(to.clone());
        entry = entry.change("due_on", measure.due_on.as_ref(), Some(&to));
    }
    let version = input.version.trim().parse().unwrap_or(found.version);
    queries::update_extension(tx, row, extension_id, version).await?;
    journal::record(tx, acting.by(), entry).await?;
    Ok(measure.id)
}

/// Moves the limit; the first promise stays.
async fn grant(
    tx: &Tx,
    measure: &measure::Model,
    asked: &extension::Model,
    exact: Option<Date>,
) -> Result<String> {
    if !measure.state.is_open() {
        return Err(Error::conflict("measure-cannot-extend-state"));
    }
    let before = queries::list_extensions(tx, &[measure.id]).await?;
    let limit = limit_of(measure, before.iter().map(|e| e.state));
    let to = exact.or_else(|| asked.to_due_on.parse().ok());
    let to = to.ok_or_else(|| Error::internal("an extension without a date"))?;
    if let Some(due) = limit.due
        && let Err(bad) = limit.may_move(due, to)
    {
        return Err(Error::Invalid(vec![FieldError::new("due_on", bad.say())]));
    }
    let row = measure::ActiveModel {
        due_on: Set(Some(to.to_string())),
        ..Default::default()
    };
    queries::update(tx, row, measure.id, measure.version).await?;
    Ok(to.to_string())
}
