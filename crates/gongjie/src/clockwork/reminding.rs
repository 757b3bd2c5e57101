//! Reminders of limits 7, 3 and 1 days before, and of slips that are due: one digest a day, to those who can act. Only what is
//! due today is read, some hundred measures to a write, so that nobody waits long for their turn.

use std::collections::BTreeMap;
use std::collections::btree_map::Entry;

use gongjie_base::{Conn, Result, Say, Tx};

use crate::calendar;
use crate::door::App;
use crate::measure::calendar::Calendar;
use crate::measure::queries as measures;
use crate::measure::tables::{duty, measure};
use crate::org::{Acting, Role, queries as org};
use crate::outbox::{self, Class, Note};
use crate::slip::ladder::{Due, Rung, ladder, reminded_limits};
use crate::slip::standing;

/// Measures whose people are told in one write.
const PAGE: u64 = 500;

/// Tells everybody of one organisation what is due to them today; gives how many were newly told. The same fact is told once.
pub async fn remind(app: &App, acting: &Acting) -> Result<usize> {
    let organization_id = acting.actor.organization_id;
    let calendar = calendar::queries::find(app.db.read(), organization_id).await?;
    let limits = reminded_limits(acting.today, &calendar);
    let limits: Vec<String> = limits.iter().map(ToString::to_string).collect();
    if limits.is_empty() {
        return Ok(0);
    }
    let mut told = 0;
    let mut after = 0;
    loop {
        let tx = app.db.begin().await?;
        let rows = measures::list_limited_on(&tx, organization_id, &limits, after, PAGE).await?;
        let Some(last) = rows.last() else { break };
        after = last.id;
        told += tell_handlers(&tx, acting, &rows, &calendar).await?;
        tx.commit().await?;
    }
    let slips =
        standing::count_slips_due(app.db.read(), organization_id, acting.today, &calendar).await?;
    if slips > 0 {
        let tx = app.db.begin().await?;
        told += tell_office(&tx, acting, slips).await?;
        tx.commit().await?;
    }
    Ok(told)
}

async fn tell_handlers(
    tx: &Tx,
    acting: &Acting,
    rows: &[measure::Model],
    calendar: &Calendar,
) -> Result<usize> {
    let shines = measures::shines(tx, rows, acting.today).await?;
    let items = standing::items(tx, rows, &shines).await?;
    let dues = ladder(&items, acting.today, calendar);
    let dues: Vec<&Due> = dues.iter().filter(|d| d.rung == Rung::Remind).collect();
    let ids: Vec<i64> = dues.iter().map(|d| d.measure_id).collect();
    let mut duties: BTreeMap<i64, Vec<duty::Model>> = BTreeMap::new();
    for duty in measures::list_duties(tx, &ids).await? {
        duties.entry(duty.measure_id).or_default().push(duty);
    }
    let texts: BTreeMap<i64, &measure::Model> = rows.iter().map(|m| (m.id, m)).collect();
    let mut people: BTreeMap<i64, Vec<i64>> = BTreeMap::new();
    let mut notes = Vec::new();
    for due in dues {
        let own = duties.get(&due.measure_id).map_or(&[][..], Vec::as_slice);
        let (unit, owner) = measures::lead_and_owner(own);
        let recipients = match (owner, unit) {
            (Some(person), _) => vec![person],
            (None, Some(unit)) => match people.entry(unit) {
                Entry::Occupied(known) => known.get().clone(),
                Entry::Vacant(place) => {
                    let found = unit_people(tx, acting, Some(unit)).await?;
                    place.insert(found).clone()
                }
            },
            (None, None) => Vec::new(),
        };
        let row = texts.get(&due.measure_id).copied();
        notes.extend(row.map(|row| note(row, due, recipients)));
    }
    outbox::tell_all(tx, acting, &notes).await
}

fn note(row: &measure::Model, due: &Due, recipients: Vec<i64>) -> Note {
    let limit = row.due_on.clone().unwrap_or_default();
    Note {
        recipients,
        subject: "measure",
        subject_id: row.id,
        path: format!("/measures/{}", row.id),
        say: Say::new("remind-measure-due")
            .with("text", &row.text)
            .with("date", &limit)
            .with("days", due.days_left),
        class: Class::Digest,
        fact: format!("measure.due:{}:{limit}:{}", row.id, due.days_left),
    }
}

/// Liaisons of a unit, and its heads.
pub async fn unit_people(conn: &Conn, acting: &Acting, unit: Option<i64>) -> Result<Vec<i64>> {
    let Some(unit) = unit else {
        return Ok(Vec::new());
    };
    let mut people = Vec::new();
    for role in [Role::Liaison, Role::UnitHead] {
        let holders =
            org::list_holders(conn, acting.actor.organization_id, role, Some(unit)).await?;
        people.extend(holders.into_iter().map(|(id, _)| id));
    }
    Ok(people)
}

/// Tells those who draft slips how many are due.
async fn tell_office(tx: &Tx, acting: &Acting, slips: usize) -> Result<usize> {
    let mut recipients = Vec::new();
    for role in [Role::Inspector, Role::Coordinator] {
        let holders = org::list_holders(tx, acting.actor.organization_id, role, None).await?;
        recipients.extend(holders.into_iter().map(|(id, _)| id));
    }
    let note = Note {
        recipients,
        subject: "organization",
        subject_id: acting.actor.organization_id,
        path: "/supervision".to_owned(),
        say: Say::new("remind-slips-due").with("n", slips),
        class: Class::Digest,
        fact: format!("slips.due:{}", acting.today),
    };
    outbox::tell(tx, acting, note).await
}
