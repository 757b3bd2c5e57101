//! What time itself does to voices: silence closes an answered one as not rated, half days of the anonymous enter the
//! journal together, and identities expire.

use std::collections::BTreeMap;

use gongjie_base::clock::Millis;
use gongjie_base::{Result, Tx};
use sea_orm::Set;

use super::{Turn, set_due, write_turn};
use crate::journal::{self, Algorithm, By, Entry};
use crate::voice::lifecycle::{Action, SILENCE_DAYS};
use crate::voice::queries;
use crate::voice::rules::{EventKind, Side, State};
use crate::voice::tables::voice::{ActiveModel, Model};
use crate::voice::tables::voice_event;

/// Milliseconds of a day.
const DAY_MS: i64 = 86_400_000;
/// Days after its closing for which a name is kept (domain 6.5).
const IDENTITY_DAYS: i64 = 365;
/// Rows of each kind that one sweep takes, so that it never holds the writers for long.
const ROWS_MAX: u64 = 500;

/// What one sweep did.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Swept {
    pub journaled: usize,
    pub lapsed: usize,
    pub forgotten: usize,
}

impl Swept {
    /// Adds what another sweep did.
    pub fn add(&mut self, other: Self) {
        self.journaled += other.journaled;
        self.lapsed += other.lapsed;
        self.forgotten += other.forgotten;
    }

    /// There may be more to do at once.
    pub fn is_full(&self) -> bool {
        let most = usize::try_from(ROWS_MAX).unwrap_or(usize::MAX);
        [self.journaled, self.lapsed, self.forgotten].contains(&most)
    }
}

/// Does what is due, some rows at a time. The product itself does it, every few minutes.
pub async fn sweep(
    tx: &Tx,
    organization_id: i64,
    at: Millis,
    algorithm: Algorithm,
) -> Result<Swept> {
    let by = By {
        organization_id,
        person_id: None,
        at,
        algorithm,
    };
    journal::take_turn(tx, organization_id).await?;
    let heard = queries::list_unjournaled(tx, organization_id, at, ROWS_MAX).await?;
    let silent =
        queries::list_silent(tx, organization_id, at - SILENCE_DAYS * DAY_MS, ROWS_MAX).await?;
    let swept = Swept {
        journaled: heard.len(),
        lapsed: silent.len(),
        forgotten: queries::forget_identities(
            tx,
            organization_id,
            at - IDENTITY_DAYS * DAY_MS,
            ROWS_MAX,
        )
        .await?,
    };
    enter(tx, by, &heard).await?;
    for voice in &silent {
        lapse(tx, by, voice).await?;
    }
    if swept.forgotten > 0 {
        let entry = Entry::new("voice.forget", "voice", 0).set("voices", swept.forgotten);
        journal::record(tx, by, entry).await?;
    }
    Ok(swept)
}

/// Enters turns of the anonymous into the journal, in the order of their random ids.
async fn enter(tx: &Tx, by: By, heard: &[voice_event::Model]) -> Result<()> {
    if heard.is_empty() {
        return Ok(());
    }
    let verbs: BTreeMap<EventKind, &'static str> = BTreeMap::from([
        (EventKind::Said, "voice.say"),
        (EventKind::Judged, "voice.judge"),
        (EventKind::Appealed, "voice.appeal"),
    ]);
    for event in heard {
        let verb = verbs.get(&event.kind).copied().unwrap_or("voice.raise");
        let entry = Entry::new(verb, "voice", event.voice_id).set("turn", event.turn);
        journal::record(tx, by, entry).await?;
    }
    let ids: Vec<i64> = heard.iter().map(|e| e.id).collect();
    queries::update_journaled(tx, &ids).await
}

/// 未评价: nobody said anything for a week; it ends as not rated.
async fn lapse(tx: &Tx, by: By, voice: &Model) -> Result<()> {
    let mut turn = Turn::new(EventKind::Lapsed, Side::System);
    turn.row = ActiveModel {
        state: Set(State::Closed),
        state_since: Set(by.at),
        closed_at: Set(Some(by.at)),
        ..Default::default()
    };
    set_due(voice, &mut turn.row);
    write_turn(tx, by, voice, turn, true).await?;
    let entry = Entry::new("voice.step", "voice", voice.id)
        .set("action", Action::Lapse)
        .change("state", Some(voice.state), Some(State::Closed));
    journal::record(tx, by, entry).await
}
