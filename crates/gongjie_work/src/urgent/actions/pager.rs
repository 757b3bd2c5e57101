//! Pages people until somebody answers: each step is one message of its own and one line of the time line.

use std::collections::BTreeSet;

use gongjie_base::{Clock, Result, Say, Tx};
use sea_orm::Set;

use crate::journal::{self, Entry};
use crate::org::{Acting, Role, queries as org};
use crate::outbox::{self, Class, Note};
use crate::urgent::paging::{self, Crew, Done, Due};
use crate::urgent::queries::{self, NewEvent};
use crate::urgent::rules::{self, EventKind, MINUTE_MS, Rank, State};
use crate::urgent::tables::urgent_call::{ActiveModel, Model};
use crate::voice::danger::Danger;

/// Calls that one sweep takes, so that it never holds the writers for long.
const CALLS_MAX: u64 = 100;

/// Pages for every call of the organisation whose next step is due; gives how many steps were taken. The product itself
/// does it, every minute. Two instances at once take each step once: the second waits for the organisation's turn.
pub async fn sweep(tx: &Tx, acting: &Acting, clock: &Clock) -> Result<usize> {
    let organization = acting.actor.organization_id;
    journal::take_turn(tx, organization).await?;
    let mut steps = 0;
    for call in queries::list_to_page(tx, organization, acting.at, CALLS_MAX).await? {
        let before = call.turns;
        let after = page_out(tx, acting, clock, call).await?.turns;
        steps += usize::try_from(after - before).unwrap_or_default();
    }
    Ok(steps)
}

/// Takes every step of a call that is due now.
pub(super) async fn page_out(
    tx: &Tx,
    acting: &Acting,
    clock: &Clock,
    mut call: Model,
) -> Result<Model> {
    let crew = crew(tx, acting, clock).await?;
    let minute = (acting.at - call.raised_at).div_euclid(MINUTE_MS);
    let last = call
        .paged_at
        .map_or(0, |at| (at - call.raised_at).div_euclid(MINUTE_MS));
    let mut done = Done {
        step: call.page_step,
        minute: last,
    };
    while let Some(due) = paging::due(done, minute, &crew) {
        done = Done {
            step: due.step,
            minute,
        };
        call = page(tx, acting, call, due, paging::next_minute(done)).await?;
    }
    Ok(call)
}

/// Who can be paged at this moment: by the roster, and everybody with the role; without any of them the coordinators.
/// Only people who are still here.
async fn crew(tx: &Tx, acting: &Acting, clock: &Clock) -> Result<Crew> {
    let of = acting.actor.organization_id;
    let now = clock.civil(acting.at);
    let weekday = i64::from(now.weekday().to_monday_one_offset());
    let hour = i64::from(now.hour());
    let roster = queries::list_shifts(tx, of).await?;
    let holders = |role| org::list_holders(tx, of, role, None);
    let mut everybody: BTreeSet<i64> = roster.iter().map(|s| s.person_id).collect();
    everybody.extend(
        holders(Role::DutyOfficer)
            .await?
            .into_iter()
            .map(|(id, _)| id),
    );
    let known: Vec<i64> = everybody.into_iter().collect();
    let here = outbox::queries::list_recipients(tx, of, &known).await?;
    let mut here: BTreeSet<i64> = here.into_iter().map(|p| p.id).collect();
    let at = |rank| {
        let on = roster
            .iter()
            .filter(|s| s.rank == rank && rules::is_on(s, weekday, hour));
        let on: BTreeSet<i64> = on
            .map(|s| s.person_id)
            .filter(|id| here.contains(id))
            .collect();
        on.into_iter().collect::<Vec<i64>>()
    };
    let (officers, backups, heads) = (at(Rank::Officer), at(Rank::Backup), at(Rank::Head));
    if here.is_empty() {
        here.extend(
            holders(Role::Coordinator)
                .await?
                .into_iter()
                .map(|(id, _)| id),
        );
    }
    Ok(Crew {
        officers,
        backups,
        heads,
        everybody: here.into_iter().collect(),
    })
}

/// One step: its message, its line, its entry.
async fn page(tx: &Tx, acting: &Acting, call: Model, due: Due, next_minute: i64) -> Result<Model> {
    let note = Note {
        recipients: due.people.clone(),
        subject: "urgent_call",
        subject_id: call.id,
        path: format!("/urgents/{}", call.id),
        say: Say::new(message(call.kind, call.is_drill)).with("step", due.step),
        class: Class::Urgent,
        fact: format!("urgent.page:{}:{}", call.id, due.step),
    };
    let reached = outbox::tell(tx, acting, note).await?;
    let people: BTreeSet<i64> = due.people.into_iter().collect();
    queries::insert_pages(tx, &call, due.step, &people, acting.at).await?;
    let turn = call.turns + 1;
    let event = NewEvent {
        person_id: None,
        step: Some(due.step),
        rank: Some(due.rank),
        reached: i64::try_from(reached).ok(),
        ..super::event(acting, EventKind::Paged)
    };
    queries::insert_event(tx, &call, turn, event).await?;
    let next_page_at = call.raised_at + next_minute * MINUTE_MS;
    let since = if call.state == State::Paged {
        call.state_since
    } else {
        acting.at
    };
    let row = ActiveModel {
        state: Set(State::Paged),
        state_since: Set(since),
        page_step: Set(due.step),
        paged_at: Set(Some(acting.at)),
        next_page_at: Set(Some(next_page_at)),
        turns: Set(turn),
        ..Default::default()
    };
    queries::update(tx, row, call.id, call.version).await?;
    let entry = Entry::new("urgent.page", "urgent_call", call.id)
        .set("step", due.step)
        .set("reached", reached)
        .change("state", Some(call.state), Some(State::Paged));
    journal::record(tx, acting.by(), entry).await?;
    Ok(Model {
        state: State::Paged,
        state_since: since,
        page_step: due.step,
        paged_at: Some(acting.at),
        next_page_at: Some(next_page_at),
        turns: turn,
        version: call.version + 1,
        ..call
    })
}

/// Words that leave the house: the kind and nothing about anybody.
const fn message(kind: Danger, is_drill: bool) -> &'static str {
    match (kind, is_drill) {
        (Danger::Fraud, false) => "urgent-message-fraud",
        (Danger::SelfHarm, false) => "urgent-message-self-harm",
        (Danger::Violence, false) => "urgent-message-violence",
        (Danger::Accident, false) => "urgent-message-accident",
        (Danger::Fraud, true) => "urgent-drill-fraud",
        (Danger::SelfHarm, true) => "urgent-drill-self-harm",
        (Danger::Violence, true) => "urgent-drill-violence",
        (Danger::Accident, true) => "urgent-drill-accident",
    }
}
