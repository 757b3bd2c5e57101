//! Objections to a close-out: said while its notice runs, entered into the journal later, answered by a named person.

use gongjie_base::{Clock, Error, FieldError, Result, Say, Tx};
use sea_orm::Set;

use super::found;
use crate::close_out::objection::{self as rules, AnswerInput, Input};
use crate::close_out::queries;
use crate::close_out::tables::objection::{self, Model};
use crate::journal::{self, By, Entry};
use crate::org::Acting;
use crate::voice::queries::random_id;
use crate::voice::rules::{Mode, stored_moment};

/// Rows that one sweep takes.
const ROWS_MAX: u64 = 500;

/// Says something against a close-out 提出异议: anybody, while its notice runs. `form_hash` makes the same form count once. Of
/// somebody who was not asked nothing is written to the journal now: `hear` enters all of a half day together.
pub async fn object(
    tx: &Tx,
    by: By,
    clock: &Clock,
    id: i64,
    form_hash: String,
    input: &Input,
) -> Result<Model> {
    let text = rules::read(input)?;
    // The same turn as striking off: one of both sees the other.
    journal::take_turn(tx, by.organization_id).await?;
    if let Some(found) = queries::find_objection_by_form(tx, &form_hash).await? {
        if found.text == text && found.close_out_id == id {
            return Ok(found);
        }
        let say = Say::new("objection-sent-already").with("reference", rules::reference(found.id));
        return Err(Error::Invalid(vec![FieldError::new("objection", say)]));
    }
    let row = queries::find_row(tx, by.organization_id, id).await?;
    let waiting = queries::list_objections(tx, &[id]).await?;
    let open = waiting.iter().filter(|o| o.finding.is_none()).count();
    rules::may_object(&row, open, clock.date_of(by.at))?;
    let start = clock.start_of(clock.date_of(by.at));
    let mode = match by.person_id {
        Some(_) => Mode::RealName,
        None => Mode::Anonymous,
    };
    let new = objection::ActiveModel {
        id: Set(random_id()?),
        organization_id: Set(by.organization_id),
        close_out_id: Set(id),
        problem_id: Set(row.problem_id),
        form_hash: Set(form_hash),
        text: Set(text),
        person_id: Set(by.person_id),
        given_at: Set(stored_moment(mode, by.at, start)),
        is_journaled: Set(by.person_id.is_some()),
        version: Set(1),
        ..Default::default()
    };
    let made = queries::insert_objection(tx, new).await?;
    if by.person_id.is_some() {
        journal::record(tx, by, entry("close_out.object", &made)).await?;
    }
    Ok(made)
}

fn entry(action: &'static str, of: &Model) -> Entry {
    Entry::new(action, "close_out", of.close_out_id)
        .of_problem(of.problem_id)
        .set("objection", rules::reference(of.id))
}

/// Answers an objection 答复异议: coordinator, leader or supervisor who did none of the work. The words stand on the page of
/// the notice; one that is upheld keeps the problem from being struck off until it was sent back.
pub async fn answer_objection(
    tx: &Tx,
    acting: &Acting,
    id: i64,
    input: &AnswerInput,
) -> Result<Model> {
    let said = queries::find_objection(tx, acting.actor.organization_id, id).await?;
    let found = found(tx, acting, said.close_out_id).await?;
    rules::may_answer(&found.case(acting), &found.row)?;
    if said.finding.is_some() {
        return Err(Error::conflict("objection-answered"));
    }
    let (finding, answer) = rules::read_answer(input)?;
    let row = objection::ActiveModel {
        finding: Set(Some(finding)),
        answer: Set(Some(answer.clone())),
        answered_by_id: Set(Some(acting.actor.person_id)),
        answered_on: Set(Some(acting.day())),
        ..Default::default()
    };
    let version = input.version.trim().parse().unwrap_or(said.version);
    queries::update_objection(tx, row, id, version).await?;
    let entry = entry("close_out.answer_objection", &said)
        .set("finding", finding)
        .set("answer", answer);
    journal::record(tx, acting.by(), entry).await?;
    Ok(said)
}

/// Enters objections of past half days into the journal, in the order of their random ids.
pub(super) async fn hear(tx: &Tx, by: By) -> Result<()> {
    let heard =
        queries::list_unjournaled_objections(tx, by.organization_id, by.at, ROWS_MAX).await?;
    if heard.is_empty() {
        return Ok(());
    }
    for one in &heard {
        journal::record(tx, by, entry("close_out.object", one)).await?;
    }
    let ids: Vec<i64> = heard.iter().map(|o| o.id).collect();
    queries::update_objections_journaled(tx, &ids).await
}
