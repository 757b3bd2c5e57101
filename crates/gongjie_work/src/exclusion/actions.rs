//! Verbs of exclusions: find -> rules -> write -> journal, inside the transaction they are given.

use gongjie_base::{Error, Result, Tx};
use sea_orm::Set;

use super::lifecycle::Action;
use super::queries;
use super::rules::{self, CannotAsk, Input, State, Step};
use super::tables::exclusion::ActiveModel;
use crate::journal::{self, Entry};
use crate::org::Acting;

/// Asks that something be left out of the rates 申请剔除. For the coordinator, the desk and the head of the unit that leads;
/// nothing changes until a second person agrees.
pub async fn ask(tx: &Tx, acting: &Acting, input: &Input) -> Result<i64> {
    let read = rules::read(input)?;
    let subject = queries::find_subject(tx, &acting.actor, read.about).await?;
    rules::may_ask(&acting.actor, &subject)?;
    if queries::is_live(tx, read.about).await? {
        return Err(CannotAsk::Again.into());
    }
    // The product itself asks for nothing: a second person needs a first one.
    let by = acting.by().person_id.ok_or(CannotAsk::NotYours)?;
    let row = ActiveModel {
        organization_id: Set(acting.actor.organization_id),
        voice_id: Set(subject.voice_id),
        problem_id: Set(subject.problem_id),
        unit_id: Set(subject.lead),
        reason: Set(read.reason),
        words: Set(read.words.clone()),
        evidence: Set(read.evidence.clone()),
        evidence_link: Set(read.evidence_link.clone()),
        state: Set(State::Asked),
        state_since: Set(acting.at),
        asked_on: Set(acting.day()),
        asked_by_id: Set(by),
        version: Set(1),
        ..Default::default()
    };
    let id = queries::insert(tx, row).await?;
    let entry = Entry::new("exclusion.ask", "exclusion", id)
        .change("voice_id", None::<i64>, subject.voice_id)
        .change("problem_id", None::<i64>, subject.problem_id)
        .change("unit_id", None::<i64>, subject.lead)
        .set("reason", read.reason)
        .set("words", read.words)
        .set("evidence", read.evidence)
        .change("evidence_link", None::<String>, read.evidence_link);
    journal::record(tx, acting.by(), entry).await?;
    Ok(id)
}

const fn verb(action: Action) -> &'static str {
    match action {
        Action::Grant => "exclusion.grant",
        Action::Refuse => "exclusion.refuse",
        Action::Withdraw => "exclusion.withdraw",
    }
}

/// Takes a step of the table: a second person decides, or it is taken back and counts again.
pub async fn advance(tx: &Tx, acting: &Acting, id: i64, step: &Step) -> Result<()> {
    let found = queries::find(tx, &acting.actor, id).await?;
    let (action, note) = rules::read_step(step)?;
    let profit = queries::list_profit(tx, std::slice::from_ref(&found)).await?;
    let profit = profit.get(&id).ok_or(Error::NotFound)?;
    let line = rules::may_step(&acting.actor, &found, profit, action)?;
    let (on, by) = (Some(acting.day()), acting.by().person_id);
    let mut row = ActiveModel {
        state: Set(line.to),
        state_since: Set(acting.at),
        ..Default::default()
    };
    if action == Action::Withdraw {
        (row.withdrawn_on, row.withdrawn_by_id) = (Set(on), Set(by));
        row.withdraw_note = Set(Some(note.clone()));
    } else {
        (row.decided_on, row.decided_by_id) = (Set(on), Set(by));
        row.decision_note = Set(Some(note.clone()));
    }
    let version = step.version.trim().parse().unwrap_or(found.version);
    queries::update(tx, row, id, version).await?;
    let entry = Entry::new(verb(action), "exclusion", id)
        .set("note", note)
        .change("state", Some(found.state), Some(line.to));
    journal::record(tx, acting.by(), entry).await
}
