//! Verbs of an activity: find -> rules -> write -> journal, inside the transaction they are given.

mod measure;

use std::collections::BTreeSet;

use gongjie_base::check::Check;
use gongjie_base::limits::{NAME_CHARS_MAX, TEXT_CHARS_MAX};
use gongjie_base::{Conn, Error, Result, Tx};
use sea_orm::Set;

pub use measure::{list_measurable, make_measure};

use super::queries;
use super::rules::{self, Attendance, Input, Read};
use super::tables::activity::{ActiveModel, Model};
use super::tables::activity_unit;
use crate::campaign::queries as campaigns;
use crate::journal::{self, Entry};
use crate::org::{Acting, Actor, Part, queries as org};
use crate::pairing::tables::pairing;
use crate::pairing::{queries as pairings, rules as pairing_rules};

/// Whether the actor records activities of this pairing: people of its members, and the coordinator.
pub async fn may_record(conn: &Conn, actor: &Actor, found: &pairing::Model) -> Result<bool> {
    let members = pairings::list_members(conn, &[found.id]).await?;
    let parts = pairing_rules::parts(actor, &members);
    Ok(rules::may_record(found.state, &parts))
}

async fn pairing_to_record(tx: &Tx, acting: &Acting, id: i64) -> Result<pairing::Model> {
    let found = pairings::find(tx, &acting.actor, id).await?;
    if may_record(tx, &acting.actor, &found).await? {
        Ok(found)
    } else {
        Err(Error::forbidden("activity-not-yours"))
    }
}

async fn read(tx: &Tx, acting: &Acting, input: &Input, found: &pairing::Model) -> Result<Read> {
    let campaign = campaigns::find_campaign(tx, &acting.actor, found.campaign_id).await?;
    let units = org::list_units(tx, &acting.actor).await?;
    let known: BTreeSet<i64> = units.into_iter().map(|u| u.id).collect();
    rules::read(input, campaign.year, &known)
}

/// Records an activity 记一次活动 of a pairing, with who was there and what was decided.
pub async fn create(tx: &Tx, acting: &Acting, input: &Input) -> Result<i64> {
    let mut check = Check::new();
    let pairing_id = check.required_id("pairing_id", &input.pairing_id);
    let source = check.optional("source", &input.source, NAME_CHARS_MAX);
    check.done()?;
    let found = pairings::find(tx, &acting.actor, pairing_id)
        .await
        .map_err(|_| Error::invalid("pairing_id", "error-not-in-list"))?;
    pairing_to_record(tx, acting, found.id).await?;
    let read = read(tx, acting, input, &found).await?;
    let is_coordinator = acting.actor.standing_parts().contains(&Part::Coordinator);
    let row = ActiveModel {
        organization_id: Set(acting.actor.organization_id),
        pairing_id: Set(pairing_id),
        source: Set(source.filter(|_| is_coordinator)),
        created_at: Set(acting.at),
        version: Set(1),
        ..fields(&read)
    };
    let id = queries::insert(tx, row).await?;
    queries::update_units(tx, id, &read.units).await?;
    for text in &read.decisions {
        queries::insert_decision(tx, id, text).await?;
    }
    let mut entry = Entry::new("activity.create", "activity", id)
        .set("title", &read.title)
        .set("kind", read.kind)
        .change("date_text", None::<String>, read.date.text.as_ref())
        .set("units", read.units.len());
    for text in &read.decisions {
        entry = entry.set("decision", text);
    }
    tell(tx, acting, entry, pairing_id).await?;
    Ok(id)
}

fn fields(read: &Read) -> ActiveModel {
    ActiveModel {
        kind: Set(read.kind),
        title: Set(read.title.clone()),
        place: Set(read.place.clone()),
        date_text: Set(read.date.text.clone()),
        date_from: Set(read.date.from.clone()),
        date_to: Set(read.date.to.clone()),
        date_precision: Set(read.date.precision),
        host: Set(read.host.clone()),
        recorder: Set(read.recorder.clone()),
        minutes: Set(read.minutes.clone()),
        ..Default::default()
    }
}

/// Edits an activity. Decisions have their own verbs.
pub async fn edit(tx: &Tx, acting: &Acting, id: i64, input: &Input) -> Result<()> {
    let activity = queries::find(tx, &acting.actor, id).await?;
    let version = input.version.trim().parse().unwrap_or(activity.version);
    let found = pairing_to_record(tx, acting, activity.pairing_id).await?;
    let read = read(tx, acting, input, &found).await?;
    let before = queries::list_units(tx, &[id]).await?;
    let entry = edit_entry(&activity, &before, &read);
    queries::update(tx, fields(&read), id, version).await?;
    queries::update_units(tx, id, &read.units).await?;
    tell(tx, acting, entry, activity.pairing_id).await
}

fn edit_entry(activity: &Model, before: &[activity_unit::Model], read: &Read) -> Entry {
    let before: Vec<Attendance> = before
        .iter()
        .map(|u| Attendance {
            unit_id: u.unit_id,
            expected: u.expected,
            present: u.present,
            note: u.note.clone(),
        })
        .collect();
    Entry::new("activity.edit", "activity", activity.id)
        .change("title", Some(&activity.title), Some(&read.title))
        .change("kind", Some(activity.kind), Some(read.kind))
        .change(
            "date_text",
            activity.date_text.as_ref(),
            read.date.text.as_ref(),
        )
        .change("place", activity.place.as_ref(), read.place.as_ref())
        .change("host", activity.host.as_ref(), read.host.as_ref())
        .change(
            "recorder",
            activity.recorder.as_ref(),
            read.recorder.as_ref(),
        )
        .change("minutes", activity.minutes.as_ref(), read.minutes.as_ref())
        .change("units", Some(counted(&before)), Some(counted(&read.units)))
}

/// Attendance as the journal keeps it: unit id, present of expected, note.
fn counted(units: &[Attendance]) -> String {
    let text = |n: Option<i64>| n.map_or_else(|| "?".to_owned(), |n| n.to_string());
    let rows: Vec<String> = units
        .iter()
        .map(|u| {
            let (present, expected) = (text(u.present), text(u.expected));
            let note = u.note.as_deref().unwrap_or_default();
            format!("{}:{present}/{expected} {note}", u.unit_id)
                .trim_end()
                .to_owned()
        })
        .collect();
    rows.join("; ")
}

/// Notes a decision 记一条议定. Returns its id.
pub async fn decide(tx: &Tx, acting: &Acting, activity_id: i64, text: &str) -> Result<i64> {
    let activity = queries::find(tx, &acting.actor, activity_id).await?;
    pairing_to_record(tx, acting, activity.pairing_id).await?;
    let mut check = Check::new();
    let text = check.text("text", text, TEXT_CHARS_MAX);
    check.done()?;
    let id = queries::insert_decision(tx, activity_id, &text).await?;
    let entry = Entry::new("activity.decide", "activity", activity_id).set("decision", text);
    tell(tx, acting, entry, activity.pairing_id).await?;
    Ok(id)
}

/// Leaves a decision on record only 只记在案: no measure comes of it.
pub async fn note(tx: &Tx, acting: &Acting, decision_id: i64) -> Result<i64> {
    let (decision, activity) = queries::find_decision(tx, &acting.actor, decision_id).await?;
    pairing_to_record(tx, acting, activity.pairing_id).await?;
    if !queries::settle_decision(tx, decision_id, None).await? {
        return Err(Error::conflict("activity-decision-settled"));
    }
    let entry =
        Entry::new("activity.note_decision", "activity", activity.id).set("noted", decision.text);
    tell(tx, acting, entry, activity.pairing_id).await?;
    Ok(activity.id)
}

/// An activity belongs to the story of every problem of its pairing.
async fn tell(tx: &Tx, acting: &Acting, entry: Entry, pairing_id: i64) -> Result<()> {
    let links = pairings::list_links(tx, &[pairing_id]).await?;
    for entry in pairing_rules::stories(entry, &links) {
        journal::record(tx, acting.by(), entry).await?;
    }
    Ok(())
}
