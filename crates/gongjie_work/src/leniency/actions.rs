//! Verbs of lenient notes: find -> rules -> write -> journal, inside the transaction they are given.

use std::collections::BTreeSet;

use gongjie_base::{Conn, Error, Result, Tx};
use jiff::civil::Date;
use sea_orm::Set;

use super::lifecycle::Action;
use super::queries;
use super::rules::{self, CannotApply, Decision, Input, Mark, Read, ReadStep, State, Step};
use super::tables::leniency::{ActiveModel, Model};
use crate::calendar;
use crate::journal::{self, Entry};
use crate::measure::queries as measures;
use crate::org::{Acting, Actor, queries as org};
use crate::slip::queries as slips;
use crate::slip::rules::State as SlipState;

/// The mark with what the rules ask about it.
struct Found {
    mark_id: i64,
    measure_id: Option<i64>,
    slip_id: Option<i64>,
    /// Who bears it.
    unit_id: Option<i64>,
    is_mark: bool,
    /// When the unit was told of it.
    noticed: Option<Date>,
}

fn day(text: Option<&str>) -> Option<Date> {
    text?.parse().ok()
}

async fn find_mark(conn: &Conn, actor: &Actor, read: &Read, today: Date) -> Result<Found> {
    if read.mark == Mark::Slip {
        let slip = slips::find(conn, actor, read.on_id).await?;
        return Ok(Found {
            mark_id: slip.id,
            measure_id: slip.measure_id,
            slip_id: Some(slip.id),
            unit_id: Some(slip.to_unit_id),
            is_mark: slip.sent_on.is_some() && slip.state != SlipState::Withdrawn,
            noticed: day(slip.sent_on.as_deref()),
        });
    }
    let measure = measures::find(conn, actor, read.on_id).await?;
    let duties = measures::list_duties(conn, &[measure.id]).await?;
    let (unit_id, _) = measures::lead_and_owner(&duties);
    let mut found = Found {
        mark_id: measure.id,
        measure_id: Some(measure.id),
        slip_id: None,
        unit_id,
        is_mark: rules::is_late(
            day(measure.due_on.as_deref()),
            day(measure.done_on.as_deref()),
            measure.state.is_open(),
            today,
        ),
        noticed: None,
    };
    if read.mark == Mark::SendBack {
        let all = measures::list_send_backs(conn, &[measure.id]).await?;
        let row = all.into_iter().find(|s| s.id == read.send_back_id);
        let row = row.ok_or(Error::NotFound)?;
        found.mark_id = row.id;
        found.is_mark = true;
        found.noticed = day(Some(&row.sent_on));
    } else {
        let sent = slips::list_all_of_measures(conn, &[measure.id]).await?;
        let sent = sent.into_values().flatten();
        found.noticed = sent.filter_map(|s| day(s.sent_on.as_deref())).max();
    }
    Ok(found)
}

/// Asks for lenience 申请容错 about one mark. For those who speak for the unit that bears it, once, within ten working
/// days of its notice.
pub async fn apply(tx: &Tx, acting: &Acting, input: &Input) -> Result<i64> {
    let read = rules::read(input)?;
    let found = find_mark(tx, &acting.actor, &read, acting.today).await?;
    let unit_id = found.unit_id.filter(|unit| acting.actor.speaks_for(*unit));
    let unit_id = unit_id.ok_or(CannotApply::NotYours)?;
    if !found.is_mark {
        return Err(CannotApply::NoMark.into());
    }
    if queries::is_asked(tx, read.mark, found.mark_id).await? {
        return Err(CannotApply::Again.into());
    }
    let calendar = calendar::queries::find(tx, acting.actor.organization_id).await?;
    rules::in_time(found.noticed, &calendar, acting.today)?;
    let row = ActiveModel {
        organization_id: Set(acting.actor.organization_id),
        mark: Set(read.mark),
        mark_id: Set(found.mark_id),
        measure_id: Set(found.measure_id),
        slip_id: Set(found.slip_id),
        unit_id: Set(unit_id),
        grounds: Set(read.grounds),
        statement: Set(read.statement.clone()),
        state: Set(State::Applied),
        state_since: Set(acting.at),
        applied_on: Set(acting.day()),
        applied_by_id: Set(acting.by().person_id),
        version: Set(1),
        ..Default::default()
    };
    let id = queries::insert(tx, row).await?;
    let entry = Entry::new("leniency.apply", "leniency", id)
        .set("mark", read.mark)
        .set("unit_id", unit_id)
        .set("grounds", read.grounds)
        .set("statement", read.statement);
    journal::record(tx, acting.by(), entry).await?;
    Ok(id)
}

const fn verb(action: Action) -> &'static str {
    match action {
        Action::Accept => "leniency.accept",
        Action::Refuse => "leniency.refuse",
        Action::Verify => "leniency.verify",
        Action::Grant => "leniency.grant",
        Action::GrantPartly => "leniency.grant_partly",
        Action::Deny => "leniency.deny",
        Action::Correct => "leniency.correct",
        Action::Close => "leniency.close",
        Action::Withdraw => "leniency.withdraw",
    }
}

/// Takes a step of the table.
pub async fn advance(tx: &Tx, acting: &Acting, id: i64, step: &Step) -> Result<()> {
    let found = queries::find(tx, &acting.actor, id).await?;
    let read = rules::read_step(step, acting.today)?;
    let officers = queries::list_officers(tx, &[id]).await?.remove(&id);
    let officers = officers.unwrap_or_default();
    let line = rules::may_step(&acting.actor, &found, &officers, read.action)?;
    let mut entry = Entry::new(verb(read.action), "leniency", id)
        .change("note", None::<String>, read.note.as_ref())
        .change("meeting", None::<String>, read.meeting.as_ref())
        .change("state", Some(found.state), Some(line.to));
    if read.action == Action::Verify {
        check_officers(tx, acting, &found, &read.officers).await?;
        queries::insert_officers(tx, id, &read.officers).await?;
        let names: Vec<String> = read.officers.iter().map(ToString::to_string).collect();
        entry = entry.set("officers", names.join(", "));
    }
    let mut row = changed(acting, read);
    row.state = Set(line.to);
    row.state_since = Set(acting.at);
    let version = step.version.trim().parse().unwrap_or(found.version);
    queries::update(tx, row, id, version).await?;
    journal::record(tx, acting.by(), entry).await
}

/// What a step writes beside the state.
fn changed(acting: &Acting, read: ReadStep) -> ActiveModel {
    let (on, by) = (Some(acting.day()), acting.by().person_id);
    let mut row = ActiveModel::default();
    let decision = match read.action {
        Action::Grant => Some(Decision::Granted),
        Action::GrantPartly => Some(Decision::Partly),
        Action::Deny => Some(Decision::Denied),
        _ => None,
    };
    if decision.is_some() {
        row.decision = Set(decision);
        (row.decided_on, row.decided_by_id) = (Set(on), Set(by));
        (row.meeting, row.finding) = (Set(read.meeting), Set(read.note));
        return row;
    }
    match read.action {
        Action::Accept => (row.settled_on, row.settled_by_id) = (Set(on), Set(by)),
        Action::Refuse => {
            (row.settled_on, row.settled_by_id) = (Set(on), Set(by));
            row.refuse_reason = Set(read.note);
        }
        Action::Correct => {
            row.correction_plan = Set(read.note);
            row.correct_by = Set(read.correct_by.map(|day| day.to_string()));
        }
        Action::Close => {
            (row.closed_on, row.closed_by_id) = (Set(on), Set(by));
            row.close_note = Set(read.note);
        }
        Action::Withdraw => row.withdraw_reason = Set(read.note),
        _ => {}
    }
    row
}

/// Who verifies is known here, is not of the unit, and did not apply.
async fn check_officers(
    tx: &Tx,
    acting: &Acting,
    found: &Model,
    officers: &BTreeSet<i64>,
) -> Result<()> {
    let people = org::list_people(tx, &acting.actor).await?;
    for id in officers {
        let person = people.iter().find(|p| p.id == *id && p.is_active);
        let person = person.ok_or_else(|| Error::invalid("officers", "error-not-in-list"))?;
        if person.unit_id == Some(found.unit_id) || found.applied_by_id == Some(*id) {
            return Err(Error::invalid("officers", "leniency-officer-own-unit"));
        }
    }
    Ok(())
}
