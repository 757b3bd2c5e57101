//! Verbs of slips: find -> rules -> write -> journal, inside the transaction they are given.

use gongjie_base::{Error, Result, Say, Tx};
use sea_orm::Set;

use super::lifecycle::Action;
use super::queries;
use super::rules::{self, ANSWER_DAYS, AnswerInput, Input, Read, State, Step};
use super::tables::slip::{ActiveModel, Model};
use super::tables::slip_answer;
use crate::calendar;
use crate::journal::{self, Entry};
use crate::measure::queries as measures;
use crate::org::{Acting, Role, queries as org};
use crate::outbox::{self, Class, Note};
use crate::problem::queries as problems;

/// Drafts a slip 拟稿. For inspectors and coordinators; letters for supervisors. Who has no part in it finds no form.
pub async fn draft(tx: &Tx, acting: &Acting, input: &Input) -> Result<i64> {
    let read = understood(tx, acting, input).await?;
    let row = ActiveModel {
        organization_id: Set(acting.actor.organization_id),
        kind: Set(read.kind),
        state: Set(State::Drafted),
        state_since: Set(acting.at),
        drafted_on: Set(acting.day()),
        drafted_by_id: Set(acting.by().person_id),
        created_at: Set(acting.at),
        version: Set(1),
        ..written(&read)
    };
    let id = queries::insert(tx, row).await?;
    let entry = Entry::new("slip.draft", "slip", id)
        .set("kind", read.kind)
        .set("to_unit_id", read.to_unit_id)
        .set("matter", &read.matter)
        .set("demand", &read.demand);
    journal::record(tx, acting.by(), entry).await?;
    Ok(id)
}

/// Changes the words of a draft. For its issuers, before it is approved.
pub async fn edit(tx: &Tx, acting: &Acting, id: i64, input: &Input) -> Result<()> {
    let found = queries::find(tx, &acting.actor, id).await?;
    rules::may_edit(&acting.actor, &found)?;
    let read = understood(tx, acting, input).await?;
    let row = ActiveModel {
        kind: Set(read.kind),
        // Who writes the words is who may not approve them.
        drafted_by_id: Set(acting.by().person_id),
        ..written(&read)
    };
    queries::update(tx, row, id, version(&input.version, &found)).await?;
    let entry = Entry::new("slip.edit", "slip", id)
        .change("kind", Some(found.kind), Some(read.kind))
        .change("to_unit_id", Some(found.to_unit_id), Some(read.to_unit_id))
        .change("matter", Some(found.matter), Some(read.matter))
        .change("basis", Some(found.basis), Some(read.basis))
        .change("demand", Some(found.demand), Some(read.demand));
    journal::record(tx, acting.by(), entry).await
}

fn written(read: &Read) -> ActiveModel {
    ActiveModel {
        problem_id: Set(read.problem_id),
        measure_id: Set(read.measure_id),
        about_unit_id: Set(read.about_unit_id),
        to_unit_id: Set(read.to_unit_id),
        copies: Set(read.copies.clone()),
        matter: Set(read.matter.clone()),
        basis: Set(read.basis.clone()),
        demand: Set(read.demand.clone()),
        contact: Set(read.contact.clone()),
        ..Default::default()
    }
}

/// The form with what it names looked up: the measure brings its problem; an outside unit gets no slip.
async fn understood(tx: &Tx, acting: &Acting, input: &Input) -> Result<Read> {
    let allowed = rules::may_draft(&acting.actor);
    if allowed.is_empty() {
        return Err(Error::NotFound);
    }
    let mut read = rules::read(input, &allowed)?;
    let missing = |field: &str| Error::invalid(field, "error-not-in-list");
    if let Some(id) = read.measure_id {
        let found = measures::find(tx, &acting.actor, id).await;
        read.problem_id = Some(found.map_err(|_| missing("measure_id"))?.problem_id);
    } else if let Some(id) = read.problem_id {
        let found = problems::find(tx, &acting.actor, id).await;
        found.map_err(|_| missing("problem_id"))?;
    }
    let units = org::known_units(tx, acting.actor.organization_id).await?;
    if read
        .about_unit_id
        .is_some_and(|id| !units.contains_key(&id))
    {
        return Err(missing("about_unit_id"));
    }
    match units.get(&read.to_unit_id) {
        None => Err(missing("to_unit_id")),
        Some(unit) if unit.is_outside => Err(Error::invalid("to_unit_id", "slip-to-outside")),
        Some(_) => Ok(read),
    }
}

/// The version that the asker saw; nothing typed: the present one.
fn version(typed: &str, row: &Model) -> i64 {
    typed.trim().parse().unwrap_or(row.version)
}

const fn verb(action: Action) -> &'static str {
    match action {
        Action::Approve => "slip.approve",
        Action::Send => "slip.send",
        Action::Receive => "slip.receive",
        Action::Answer => "slip.answer",
        Action::Check => "slip.check",
        Action::SendBack => "slip.send_back",
        Action::Close => "slip.close",
        Action::Withdraw => "slip.withdraw",
    }
}

/// Takes a step of the table. Sending gives the number of its kind and year.
pub async fn advance(tx: &Tx, acting: &Acting, id: i64, step: &Step) -> Result<()> {
    let found = queries::find(tx, &acting.actor, id).await?;
    let (action, note) = rules::read_step(step)?;
    rules::may_step(&acting.actor, &found, action)?;
    let (by, on) = (acting.by().person_id, Some(acting.day()));
    let calendar = calendar::queries::find(tx, acting.actor.organization_id).await?;
    let answer_by = || {
        let by = calendar.plus_working_days(acting.today, ANSWER_DAYS);
        Set(Some(by.to_string()))
    };
    let mut row = ActiveModel::default();
    let mut entry =
        Entry::new(verb(action), "slip", id).change("note", None::<String>, note.clone());
    match action {
        Action::Approve => (row.approved_on, row.approved_by_id) = (Set(on), Set(by)),
        Action::Send => {
            let (own, year) = (acting.actor.organization_id, i64::from(acting.today.year()));
            let number = queries::next_number(tx, own, found.kind, year).await?;
            (row.year, row.number) = (Set(Some(year)), Set(Some(number)));
            (row.sent_on, row.sent_by_id) = (Set(on), Set(by));
            row.answer_by = answer_by();
            entry = entry.set("number", number);
        }
        Action::Receive => (row.received_on, row.received_by_id) = (Set(on), Set(by)),
        Action::Check => {
            (row.checked_on, row.checked_by_id) = (Set(on), Set(by));
            row.check_note = Set(note);
        }
        Action::SendBack => {
            row.answer_by = answer_by();
            send_back(tx, acting, id, note).await?;
        }
        Action::Close => row.closed_on = Set(on),
        Action::Withdraw => (row.withdrawn_on, row.withdraw_reason) = (Set(on), Set(note)),
        Action::Answer => {}
    }
    go(tx, acting, &found, action, (row, &step.version), entry).await?;
    match action {
        Action::Send => {
            let fact = format!("slip.sent:{id}");
            tell_unit(tx, acting, &found, "remind-slip-sent", fact).await
        }
        Action::SendBack => {
            // Each send-back is a fact of its own: a version is given once.
            let fact = format!("slip.sent_back:{id}:{}", found.version);
            tell_unit(tx, acting, &found, "remind-slip-sent-back", fact).await
        }
        _ => Ok(()),
    }
}

/// Tells the unit's head and liaisons at once: a formal slip is no matter for tomorrow's digest.
async fn tell_unit(
    tx: &Tx,
    acting: &Acting,
    slip: &Model,
    key: &'static str,
    fact: String,
) -> Result<()> {
    let mut recipients = Vec::new();
    for role in [Role::UnitHead, Role::Liaison] {
        let of = acting.actor.organization_id;
        let holders = org::list_holders(tx, of, role, Some(slip.to_unit_id)).await?;
        recipients.extend(holders.into_iter().map(|(id, _)| id));
    }
    let note = Note {
        recipients,
        subject: "slip",
        subject_id: slip.id,
        path: format!("/slips/{}", slip.id),
        say: Say::new(key).with("matter", &slip.matter),
        class: Class::Instant,
        fact,
    };
    outbox::tell(tx, acting, note).await.map(|_| ())
}

/// Marks the last answer as sent back: how many were is the slip's counter.
async fn send_back(tx: &Tx, acting: &Acting, id: i64, note: Option<String>) -> Result<()> {
    let last = queries::list_answers(tx, &[id]).await?.pop();
    let last = last.ok_or_else(|| Error::internal("answered without an answer"))?;
    let row = slip_answer::ActiveModel {
        is_sent_back: Set(true),
        send_back_note: Set(note),
        sent_back_on: Set(Some(acting.day())),
        sent_back_by_id: Set(acting.by().person_id),
        ..Default::default()
    };
    queries::update_answer(tx, row, last.id).await
}

/// Answers for the unit: why, what was done, a date if one is asked for, and where the proof is.
pub async fn answer(tx: &Tx, acting: &Acting, id: i64, input: &AnswerInput) -> Result<()> {
    let found = queries::find(tx, &acting.actor, id).await?;
    rules::may_step(&acting.actor, &found, Action::Answer)?;
    let read = rules::read_answer(input, acting.today)?;
    let entry = Entry::new(verb(Action::Answer), "slip", id)
        .set("reason", &read.reason)
        .set("done", &read.done)
        .change("new_due_on", None::<String>, read.new_due_on)
        .change("link", None::<String>, read.evidence_link.as_ref());
    let row = slip_answer::ActiveModel {
        slip_id: Set(id),
        reason: Set(read.reason),
        done: Set(read.done),
        new_due_on: Set(read.new_due_on.map(|day| day.to_string())),
        evidence_link: Set(read.evidence_link),
        answered_on: Set(acting.day()),
        answered_by_id: Set(acting.by().person_id),
        is_sent_back: Set(false),
        ..Default::default()
    };
    queries::insert_answer(tx, row).await?;
    let written = (ActiveModel::default(), input.version.as_str());
    go(tx, acting, &found, Action::Answer, written, entry).await
}

/// Writes the new state with what goes with it, and its entry.
async fn go(
    tx: &Tx,
    acting: &Acting,
    found: &Model,
    action: Action,
    (mut row, typed): (ActiveModel, &str),
    entry: Entry,
) -> Result<()> {
    let line = rules::may_step(&acting.actor, found, action)?;
    row.state = Set(line.to);
    row.state_since = Set(acting.at);
    queries::update(tx, row, found.id, version(typed, found)).await?;
    let entry = entry.change("state", Some(found.state), Some(line.to));
    journal::record(tx, acting.by(), entry).await
}
