//! Verbs of a voice: find -> rules -> write -> journal, inside the transaction they are given.

mod aside;
mod desk;
mod handle;
mod nightly;
mod raiser;

use gongjie_base::lifecycle as table;
use gongjie_base::{Error, Result, Say, Secret, Tx};
use sea_orm::Set;

pub use aside::{
    PosterInput, agree_to_unseal, ask_to_unseal, create_poster, open_seal, open_to_everybody,
    refuse_to_unseal, retire_poster, set_limit,
};
pub use desk::{advance, is_desk};
pub use nightly::{Swept, sweep};
pub use raiser::{appeal, ask_verdict, judge, note_verdict, say};

use super::clocks::{self, Clocks, Limit};
use super::lifecycle::{Action, Line, TABLE};
use super::queries::{self, NewEvent, NewPicture};
use super::rules::{self, Channel, EventKind, Mode, Read, Side, State};
use super::tables::voice::{ActiveModel, Model};
use super::{code, danger};
use crate::journal::{self, By, Entry};
use crate::org::{Acting, Part};

/// What the names of masked raisers are sealed for.
const SEAL: &str = "voice name";

/// What is sent with a voice besides its words.
#[derive(Default)]
pub struct With<'a> {
    /// The key of its form: the same key files the same voice.
    pub key: &'a str,
    pub pictures: Vec<NewPicture>,
    pub poster_id: Option<i64>,
    /// The problem that the raiser has met too.
    pub joins: Option<i64>,
}

/// A filed voice and the code that leads back to it.
pub struct Filed {
    pub voice: Model,
    pub code: String,
    /// The form had been sent before: nothing new was written.
    pub is_again: bool,
}

/// Files a voice 提出. Anybody may. Of the anonymous nothing is written to the journal now: `sweep` enters all of a half day
/// together, in random order.
pub async fn raise(
    tx: &Tx,
    by: By,
    secret: &Secret,
    clocks: &Clocks,
    read: Read,
    with: With<'_>,
) -> Result<Filed> {
    if with.key.len() < code::KEY_CHARS_MIN {
        return Err(Error::invalid("_key", "error-key-missing"));
    }
    let code = code::of_form(secret, by.organization_id, with.key)?;
    let code_hash = code::stored(secret, &code)?;
    if read.mode != Mode::Anonymous {
        journal::take_turn(tx, by.organization_id).await?;
    }
    if let Some(voice) = queries::find_by_code(tx, &code_hash).await? {
        return Ok(Filed {
            voice,
            code,
            is_again: true,
        });
    }
    let row = new_voice(by, secret, clocks, (read, code_hash), &with)?;
    let voice = queries::insert(tx, row).await?;
    queries::insert_pictures(tx, voice.id, 1, &with.pictures).await?;
    let is_joined = voice.channel == Channel::Joined;
    let kind = if is_joined {
        EventKind::Joined
    } else {
        EventKind::Raised
    };
    let turn = first_turn(&voice, kind, by);
    queries::insert_event(tx, turn).await?;
    if voice.mode != Mode::Anonymous {
        let entry = Entry::new("voice.raise", "voice", voice.id)
            .set("mode", voice.mode)
            .set("channel", voice.channel)
            .set("state", voice.state);
        journal::record(tx, by, entry).await?;
    }
    Ok(Filed {
        voice,
        code,
        is_again: false,
    })
}

/// The row of a voice that is filed now.
fn new_voice(
    by: By,
    secret: &Secret,
    clocks: &Clocks,
    (read, code_hash): (Read, String),
    with: &With<'_>,
) -> Result<ActiveModel> {
    let day_start = clocks.clock.start_of(clocks.clock.date_of(by.at));
    let at = rules::stored_moment(read.mode, by.at, day_start);
    let triage_by = clocks.after(at, Limit::Triage);
    let is_sealed = read.mode == Mode::Masked;
    let named = |text: &Option<String>| text.clone().filter(|_| read.mode == Mode::RealName);
    let sealed = if is_sealed {
        let identity = [read.name.as_deref(), read.contact.as_deref()];
        let identity = serde_json::to_string(&identity).map_err(Error::internal)?;
        Some(secret.seal(SEAL, &identity)?)
    } else {
        None
    };
    let state = if with.joins.is_some() {
        State::Promoted
    } else {
        State::Received
    };
    Ok(ActiveModel {
        id: Set(queries::random_id()?),
        organization_id: Set(by.organization_id),
        code_hash: Set(code_hash),
        mode: Set(read.mode),
        channel: Set(read.channel),
        kind: Set(read.kind),
        is_dangerous: Set(!danger::found(&read.text).is_empty()),
        raiser_name: Set(named(&read.name)),
        raiser_contact: Set(named(&read.contact)),
        sealed: Set(sealed),
        text: Set(read.text),
        place: Set(read.place),
        poster_id: Set(with.poster_id),
        problem_id: Set(with.joins),
        entered_by_id: Set(by.person_id),
        received_at: Set(at),
        state: Set(state),
        state_since: Set(at),
        triage_by: Set(triage_by),
        due_at: Set(with.joins.is_none().then_some(triage_by)),
        redos: Set(0),
        appeals: Set(0),
        disputes: Set(0),
        turns: Set(1),
        version: Set(1),
        ..Default::default()
    })
}

fn first_turn(voice: &Model, kind: EventKind, by: By) -> NewEvent {
    NewEvent {
        organization_id: voice.organization_id,
        voice_id: voice.id,
        turn: 1,
        kind,
        side: Side::Raiser,
        is_internal: false,
        unit_id: None,
        person_id: None,
        text: None,
        at: voice.received_at,
        is_journaled: voice.mode != Mode::Anonymous || by.person_id.is_some(),
    }
}

/// One turn of a voice's story, with the fields that it changes.
struct Turn {
    kind: EventKind,
    side: Side,
    is_internal: bool,
    unit_id: Option<i64>,
    text: Option<String>,
    row: ActiveModel,
    /// Version that the asker saw; nothing: the present one.
    version: Option<i64>,
}

impl Turn {
    fn new(kind: EventKind, side: Side) -> Self {
        Self {
            kind,
            side,
            is_internal: false,
            unit_id: None,
            text: None,
            row: ActiveModel::default(),
            version: None,
        }
    }

    fn saying(mut self, text: impl Into<String>) -> Self {
        self.text = Some(text.into());
        self
    }
}

/// Writes one turn of somebody of ours and its journal entry. `entry` names the verb.
async fn take(tx: &Tx, acting: &Acting, voice: &Model, turn: Turn, entry: Entry) -> Result<()> {
    write_turn(tx, acting.by(), voice, turn, true).await?;
    journal::record(tx, acting.by(), entry.set("turn", voice.turns + 1)).await
}

async fn write_turn(tx: &Tx, by: By, voice: &Model, turn: Turn, is_journaled: bool) -> Result<()> {
    let number = voice.turns + 1;
    let mut row = turn.row;
    row.turns = Set(number);
    queries::update(tx, row, voice.id, turn.version.unwrap_or(voice.version)).await?;
    let event = NewEvent {
        organization_id: voice.organization_id,
        voice_id: voice.id,
        turn: number,
        kind: turn.kind,
        side: turn.side,
        is_internal: turn.is_internal,
        unit_id: turn.unit_id,
        person_id: by.person_id.filter(|_| turn.side == Side::Us),
        text: turn.text,
        at: by.at,
        is_journaled,
    };
    queries::insert_event(tx, event).await
}

/// The table's line for a verb, if this state has it and somebody who plays `parts` may use it.
fn line_for(voice: &Model, action: Action, parts: &[Part]) -> Result<&'static Line> {
    let say = || Say::new("voice-no-such-step").with("state", voice.state);
    let line = table::find(TABLE, voice.state, action).ok_or_else(|| Error::Conflict(say()))?;
    if line.who.iter().any(|p| parts.contains(p)) {
        Ok(line)
    } else {
        Err(Error::forbidden("voice-not-your-step"))
    }
}

/// Sets the next limit of a row that is about to be written, from what stands and what changes.
fn set_due(voice: &Model, row: &mut ActiveModel) {
    use sea_orm::ActiveValue::Set as Changed;
    let mut next = voice.clone();
    macro_rules! follow {
        ($($field:ident),+) => { $(if let Changed(value) = &row.$field { next.$field.clone_from(value); })+ };
    }
    follow!(
        state,
        state_since,
        kind,
        triage_by,
        sign_by,
        contact_by,
        answer_by,
        dispatched_at,
        signed_at,
        contacted_at,
        answered_at
    );
    row.due_at = Set(clocks::due_at(&next));
}
