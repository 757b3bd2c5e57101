//! Verbs of the urgent channel: a call is raised, people are paged step by step, whoever answers takes it on.

mod pager;
mod roster;
mod steps;

use gongjie_base::{Clock, Error, Result, Secret, Tx};
use sea_orm::Set;

pub use pager::sweep;
pub use roster::{add_partner, add_shift, remove_partner, remove_shift, set_number};
pub use steps::advance;

use super::queries::{self, NewEvent};
use super::rules::{EventKind, FIRST_REPORT_MINUTES, MINUTE_MS, Read, State};
use super::tables::urgent_call::{ActiveModel, Model};
use crate::journal::{self, Entry};
use crate::org::Acting;
use crate::voice::code::KEY_CHARS_MIN;

/// A call, and whether its form had been sent before.
pub struct Raised {
    pub call: Model,
    pub is_again: bool,
}

/// What is stored of a form's key: nothing leads back to it.
pub fn form_hash(secret: &Secret, organization_id: i64, key: &str) -> Result<String> {
    if key.len() < KEY_CHARS_MIN {
        return Err(Error::invalid("_key", "error-key-missing"));
    }
    let parts: [&[u8]; 2] = [&organization_id.to_be_bytes(), key.as_bytes()];
    secret.digest_text("urgent form", &parts)
}

/// Raises a call 报紧急情况 and pages the first people at once. Anybody may: `acting` is the product itself where nobody is
/// asked who they are. The same form twice is one call.
pub async fn raise(
    tx: &Tx,
    acting: &Acting,
    clock: &Clock,
    form_hash: &str,
    read: Read,
    voice_id: Option<i64>,
) -> Result<Raised> {
    let by = acting.by();
    journal::take_turn(tx, by.organization_id).await?;
    if let Some(call) = queries::find_by_form(tx, form_hash).await? {
        let is_again = true;
        return Ok(Raised { call, is_again });
    }
    let row = ActiveModel {
        organization_id: Set(by.organization_id),
        form_hash: Set(form_hash.to_owned()),
        kind: Set(read.kind),
        phone: Set(read.phone),
        place: Set(read.place),
        text: Set(read.text),
        is_drill: Set(read.is_drill),
        voice_id: Set(voice_id),
        opened_by_id: Set(by.person_id),
        state: Set(State::Raised),
        state_since: Set(by.at),
        raised_at: Set(by.at),
        page_step: Set(0),
        next_page_at: Set(Some(by.at)),
        report_due_at: Set(Some(by.at + FIRST_REPORT_MINUTES * MINUTE_MS)),
        turns: Set(1),
        version: Set(1),
        ..Default::default()
    };
    let call = queries::insert(tx, row).await?;
    let event = event(acting, EventKind::Raised);
    queries::insert_event(tx, &call, 1, event).await?;
    let entry = Entry::new("urgent.raise", "urgent_call", call.id)
        .set("kind", call.kind)
        .set("is_drill", call.is_drill)
        .set("state", call.state);
    journal::record(tx, by, entry).await?;
    let call = pager::page_out(tx, acting, clock, call).await?;
    let is_again = false;
    Ok(Raised { call, is_again })
}

/// An event of the actor, now.
fn event(acting: &Acting, kind: EventKind) -> NewEvent {
    NewEvent {
        kind,
        person_id: acting.by().person_id,
        step: None,
        rank: None,
        reached: None,
        partner: None,
        how: None,
        text: None,
        is_restricted: false,
        at: acting.at,
    }
}
