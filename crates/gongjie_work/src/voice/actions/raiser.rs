//! What a raiser does with the code: say more, judge, appeal. Nobody is asked who they are.

use gongjie_base::{Error, Result, Say, Tx};
use sea_orm::Set;

use super::{Turn, line_for, set_due, write_turn};
use crate::journal::{self, By, Entry};
use jiff::civil::Date;

use crate::org::{Acting, Part};
use crate::voice::clocks::{Clocks, Limit};
use crate::voice::lifecycle::Action;
use crate::voice::queries::{self, NewPicture};
use crate::voice::rules::{
    self, EventKind, JudgeInput, Judged, Mode, Side, Solved, VOICE_CHARS_MAX,
};
use crate::voice::tables::voice::{ActiveModel, Model};

/// Turns of one voice that its raiser may take.
const TURNS_MAX: i64 = 200;
/// Pictures of one voice.
pub const PICTURES_MAX: i64 = 12;

/// Writes a raiser's turn. Of the anonymous only the half day is kept, and the journal hears of it later.
async fn speak(
    tx: &Tx,
    by: By,
    clocks: &Clocks,
    voice: &Model,
    mut turn: Turn,
    verb: &'static str,
) -> Result<()> {
    if voice.turns >= TURNS_MAX {
        return Err(Error::TooMuch(
            Say::new("voice-too-many-turns").with("max", TURNS_MAX),
        ));
    }
    let is_nobody = voice.mode == Mode::Anonymous;
    let day_start = clocks.clock.start_of(clocks.clock.date_of(by.at));
    let at = rules::stored_moment(voice.mode, by.at, day_start);
    set_due(voice, &mut turn.row);
    let to = match &turn.row.state {
        sea_orm::ActiveValue::Set(state) => *state,
        _ => voice.state,
    };
    write_turn(tx, By { at, ..by }, voice, turn, !is_nobody).await?;
    if is_nobody {
        return Ok(());
    }
    let entry = Entry::new(verb, "voice", voice.id)
        .set("turn", voice.turns + 1)
        .change("state", Some(voice.state), Some(to));
    journal::record(tx, by, entry).await
}

/// Takes the organisation's turn for everybody but the anonymous, and reads the voice of a code within it.
async fn hear(tx: &Tx, by: By, voice: &Model) -> Result<Model> {
    if voice.mode != Mode::Anonymous {
        journal::take_turn(tx, by.organization_id).await?;
    }
    queries::find_any(tx, by.organization_id, voice.id).await
}

/// 补充: says more, with pictures if there are any. The same words twice in a row are one turn.
pub async fn say(
    tx: &Tx,
    by: By,
    clocks: &Clocks,
    voice: &Model,
    text: &str,
    pictures: &[NewPicture],
) -> Result<()> {
    let voice = hear(tx, by, voice).await?;
    let mut check = gongjie_base::check::Check::new();
    let text = check.text("text", text, VOICE_CHARS_MAX);
    let have = queries::count_pictures(tx, voice.id).await?;
    let more = i64::try_from(pictures.len()).unwrap_or(i64::MAX);
    if have.saturating_add(more) > PICTURES_MAX {
        check.refuse(
            "pictures",
            Say::new("voice-too-many-pictures").with("max", PICTURES_MAX),
        );
    }
    check.done()?;
    let events = queries::list_events(tx, &[voice.id]).await?;
    let is_again = events.last().is_some_and(|last| {
        last.side == Side::Raiser && last.text.as_deref() == Some(text.as_str())
    });
    if is_again && pictures.is_empty() {
        return Ok(());
    }
    queries::insert_pictures(tx, voice.id, voice.turns + 1, pictures).await?;
    let turn = Turn::new(EventKind::Said, Side::Raiser).saying(text);
    speak(tx, by, clocks, &voice, turn, "voice.say").await
}

/// 评价: solved, partly or not. "Not" and "partly" put it back, at most twice; after that a coordinator decides.
pub async fn judge(
    tx: &Tx,
    by: By,
    clocks: &Clocks,
    voice: &Model,
    input: &JudgeInput,
) -> Result<()> {
    let voice = hear(tx, by, voice).await?;
    let judged = rules::read_judged(input)?;
    let is_good = judged.solved == Solved::Yes;
    let action = if is_good {
        Action::Accept
    } else {
        Action::Reject
    };
    let line = line_for(&voice, action, &[Part::Raiser])?;
    let day_start = clocks.clock.start_of(clocks.clock.date_of(by.at));
    let at = rules::stored_moment(voice.mode, by.at, day_start);
    let mut row = ActiveModel {
        solved: Set(Some(judged.solved)),
        satisfied: Set(judged.satisfied),
        judged_at: Set(Some(at)),
        ..Default::default()
    };
    let may_go_back = rules::may_reject(&voice, by.at);
    if is_good {
        row.state = Set(line.to);
        row.state_since = Set(at);
        row.closed_at = Set(Some(at));
    } else if may_go_back.is_ok() {
        row.state = Set(line.to);
        row.state_since = Set(at);
        row.redos = Set(voice.redos + 1);
        row.answered_at = Set(None);
        row.closed_at = Set(None);
        row.answer_by = Set(Some(clocks.after(at, Limit::Redo)));
    } else if let Err(rules::CannotReject::TooLate) = may_go_back {
        return Err(Error::conflict(rules::CannotReject::TooLate.key()));
    }
    let mut turn = Turn::new(EventKind::Judged, Side::Raiser);
    turn.text = judged.words;
    turn.row = row;
    speak(tx, by, clocks, &voice, turn, "voice.judge").await
}

/// 申诉: once, against a refusal; it is triaged anew.
pub async fn appeal(tx: &Tx, by: By, clocks: &Clocks, voice: &Model, text: &str) -> Result<()> {
    let voice = hear(tx, by, voice).await?;
    let line = line_for(&voice, Action::Appeal, &[Part::Raiser])?;
    if voice.appeals > 0 {
        return Err(Error::conflict("voice-appealed-already"));
    }
    let mut check = gongjie_base::check::Check::new();
    let text = check.text("text", text, VOICE_CHARS_MAX);
    check.done()?;
    let day_start = clocks.clock.start_of(clocks.clock.date_of(by.at));
    let at = rules::stored_moment(voice.mode, by.at, day_start);
    let mut turn = Turn::new(EventKind::Appealed, Side::Raiser).saying(text);
    turn.row = ActiveModel {
        state: Set(line.to),
        state_since: Set(at),
        appeals: Set(1),
        triage_by: Set(clocks.after(at, Limit::Triage)),
        ..Default::default()
    };
    speak(tx, by, clocks, &voice, turn, "voice.appeal").await
}

/// Asks a raiser whether the problem is solved, until a day: a line on the page of the code. A consequence of its close-out.
pub async fn ask_verdict(tx: &Tx, acting: &Acting, voice: &Model, until: Date) -> Result<()> {
    let mut turn = Turn::new(EventKind::Asked, Side::System).saying(until.to_string());
    turn.row.verdict_until = Set(Some(until.to_string()));
    write_turn(tx, acting.by(), voice, turn, true).await?;
    let entry = Entry::new("voice.ask", "voice", voice.id).set("until", until);
    journal::record(tx, acting.by(), entry).await
}

/// Notes what a raiser said about the problem, in the story of the voice. `by` has the moment that is kept.
pub async fn note_verdict(tx: &Tx, by: By, voice: &Model, judged: &Judged) -> Result<()> {
    let is_nobody = voice.mode == Mode::Anonymous;
    let mut turn = Turn::new(EventKind::Judged, Side::Raiser);
    turn.text.clone_from(&judged.words);
    turn.row = ActiveModel {
        solved: Set(Some(judged.solved)),
        satisfied: Set(judged.satisfied),
        judged_at: Set(Some(by.at)),
        ..Default::default()
    };
    write_turn(tx, by, voice, turn, !is_nobody).await?;
    if is_nobody {
        return Ok(());
    }
    let entry = Entry::new("voice.judge", "voice", voice.id).set("turn", voice.turns + 1);
    journal::record(tx, by, entry).await
}
