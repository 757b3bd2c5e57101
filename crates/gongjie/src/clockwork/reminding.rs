//! Reminders of limits 7, 3 and 1 days before, and of slips that are due: one digest a day, to those who can act.

use std::collections::BTreeMap;

use gongjie_base::{Conn, Result, Say, Tx};

use crate::calendar;
use crate::measure::queries as measures;
use crate::measure::tables::measure;
use crate::org::{Acting, Role, queries as org};
use crate::outbox::{self, Class, Note};
use crate::slip::ladder::{Due, Rung, ladder};
use crate::slip::standing;

/// Measures that are looked at together.
const PAGE: u64 = 500;

/// Tells everybody what is due to them today; gives how many were newly told. The same fact is told once.
pub async fn remind(tx: &Tx, acting: &Acting) -> Result<usize> {
    let calendar = calendar::queries::find(tx, acting.actor.organization_id).await?;
    if !calendar.is_working(acting.today) {
        return Ok(0);
    }
    let mut told = 0;
    let mut slips = 0;
    let mut after = None;
    loop {
        let filter = measures::Filter {
            after: after.take(),
            limit: Some(PAGE),
            ..measures::Filter::default()
        };
        let rows = measures::list_open(tx, &acting.actor, &filter).await?;
        let Some(last) = rows.last() else { break };
        after = Some(measures::place(last));
        let shines = measures::shines(tx, &rows, acting.today).await?;
        let items = standing::items(tx, &rows, &shines).await?;
        let dues = ladder(&items, acting.today, &calendar);
        slips += dues.iter().filter(|d| d.rung.slip().is_some()).count();
        told += tell_handlers(tx, acting, &rows, &dues).await?;
        if rows.len() < usize::try_from(PAGE).unwrap_or(usize::MAX) {
            break;
        }
    }
    if slips > 0 {
        told += tell_office(tx, acting, slips).await?;
    }
    Ok(told)
}

async fn tell_handlers(
    tx: &Tx,
    acting: &Acting,
    rows: &[measure::Model],
    dues: &[Due],
) -> Result<usize> {
    let due: Vec<&Due> = dues.iter().filter(|d| d.rung == Rung::Remind).collect();
    let ids: Vec<i64> = due.iter().map(|d| d.measure_id).collect();
    let duties = measures::list_duties(tx, &ids).await?;
    let texts: BTreeMap<i64, &measure::Model> = rows.iter().map(|m| (m.id, m)).collect();
    let mut told = 0;
    for due in due {
        let own: Vec<_> = duties
            .iter()
            .filter(|d| d.measure_id == due.measure_id)
            .cloned()
            .collect();
        let (unit, owner) = measures::lead_and_owner(&own);
        let recipients = match owner {
            Some(person) => vec![person],
            None => unit_people(tx, acting, unit).await?,
        };
        let Some(row) = texts.get(&due.measure_id) else {
            continue;
        };
        let limit = row.due_on.clone().unwrap_or_default();
        let note = Note {
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
        };
        told += outbox::tell(tx, acting, note).await?;
    }
    Ok(told)
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
