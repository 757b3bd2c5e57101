//! Verbs beside voices: posters, limits, opening a sealed name with two guardians, showing a problem to everybody.

use gongjie_base::check::Check;
use gongjie_base::limits::{TEXT_CHARS_MAX, TITLE_CHARS_MAX};
use gongjie_base::{Error, Result, Secret, Tx, token};
use sea_orm::Set;
use serde::Deserialize;

use super::{SEAL, Turn, desk, take};
use crate::journal::{self, Entry};
use crate::org::{Acting, Part, Role, queries as org};
use crate::problem::queries as problems;
use crate::voice::clocks::Limit;
use crate::voice::queries;
use crate::voice::rules::{self, EventKind, Mode, Side};
use crate::voice::tables::{poster, public_problem, unsealing};

/// Milliseconds for which an opened name is shown to who asked.
const OPEN_MS: i64 = 24 * 3_600_000;

/// A poster as typed.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub struct PosterInput {
    pub place: String,
    pub unit_id: String,
}

/// Makes a poster 二维码海报 for a place or a unit. For the desk.
pub async fn create_poster(tx: &Tx, acting: &Acting, input: &PosterInput) -> Result<i64> {
    if !desk::is_desk(&acting.actor) {
        return Err(Error::forbidden("voice-not-your-step"));
    }
    let mut check = Check::new();
    let place = check.text("place", &input.place, TITLE_CHARS_MAX);
    let unit_id = check.id("unit_id", &input.unit_id);
    check.done()?;
    if let Some(unit) = unit_id {
        let found = org::find_unit(tx, &acting.actor, unit).await;
        found.map_err(|_| Error::invalid("unit_id", "error-not-in-list"))?;
    }
    let code = token::random()?.split_off(54);
    let row = poster::ActiveModel {
        organization_id: Set(acting.actor.organization_id),
        code: Set(code),
        place: Set(place.clone()),
        unit_id: Set(unit_id),
        is_retired: Set(false),
        created_at: Set(acting.at),
        version: Set(1),
        ..Default::default()
    };
    let id = queries::insert_poster(tx, row).await?;
    let entry = Entry::new("poster.create", "poster", id).set("place", place);
    journal::record(tx, acting.by(), entry).await?;
    Ok(id)
}

/// Takes a poster down: its link leads to the plain form from now on. For the desk.
pub async fn retire_poster(tx: &Tx, acting: &Acting, id: i64) -> Result<()> {
    if !desk::is_desk(&acting.actor) {
        return Err(Error::forbidden("voice-not-your-step"));
    }
    let found = queries::find_own_poster(tx, &acting.actor, id).await?;
    let row = poster::ActiveModel {
        is_retired: Set(true),
        ..Default::default()
    };
    queries::update_poster(tx, row, id, found.version).await?;
    let entry = Entry::new("poster.retire", "poster", id).set("place", found.place);
    journal::record(tx, acting.by(), entry).await
}

/// Sets a limit in working hours; nothing typed: the default again. For coordinators. What runs already keeps its promise.
pub async fn set_limit(tx: &Tx, acting: &Acting, limit: Limit, typed: &str) -> Result<()> {
    if !acting.actor.has(Role::Coordinator) {
        return Err(Error::forbidden("voice-not-your-step"));
    }
    let mut check = Check::new();
    let hours: Option<u32> = check.parsed(limit.code(), typed, "error-not-a-number");
    check.must(
        hours.is_none_or(|h| (1..=2_000).contains(&h)),
        limit.code(),
        "voice-limit-range",
    );
    check.done()?;
    let organization = acting.actor.organization_id;
    let was = queries::find_limits(tx, organization)
        .await?
        .get(&limit)
        .copied();
    if was == hours {
        return Ok(());
    }
    queries::replace_limit(tx, organization, limit, hours).await?;
    let entry = Entry::new("voice.limit", "voice_limit", 0)
        .set("limit", limit)
        .change("hours", was, hours);
    journal::record(tx, acting.by(), entry).await
}

/// Asks to open a sealed name 申请拆封, with a reason. Whoever has the voice in hand, or the desk. The raiser sees it.
pub async fn ask_to_unseal(tx: &Tx, acting: &Acting, voice_id: i64, reason: &str) -> Result<()> {
    let voice = queries::find(tx, &acting.actor, voice_id).await?;
    let helpers = queries::find_helpers(tx, voice_id).await?;
    let parts = rules::parts(&acting.actor, &voice, &helpers);
    let asks = [Part::Lead, Part::Dispatcher, Part::Coordinator];
    if !parts.iter().any(|p| asks.contains(p)) {
        return Err(Error::forbidden("voice-not-your-step"));
    }
    if voice.mode != Mode::Masked || voice.sealed.is_none() {
        return Err(Error::conflict("unseal-nothing-sealed"));
    }
    let mut check = Check::new();
    let reason = check.text("reason", reason, TEXT_CHARS_MAX);
    check.done()?;
    let waiting = queries::list_unsealings(tx, voice_id).await?;
    if waiting.iter().any(|u| u.decided_at.is_none()) {
        return Err(Error::conflict("unseal-asked-already"));
    }
    let row = unsealing::ActiveModel {
        organization_id: Set(voice.organization_id),
        voice_id: Set(voice_id),
        reason: Set(reason.clone()),
        asked_by_id: Set(acting.actor.person_id),
        asked_at: Set(acting.at),
        version: Set(1),
        ..Default::default()
    };
    queries::insert_unsealing(tx, row).await?;
    let turn = Turn::new(EventKind::UnsealAsked, Side::Us).saying(reason);
    let entry = Entry::new("unsealing.ask", "voice", voice_id);
    take(tx, acting, &voice, turn, entry).await
}

fn may_guard(acting: &Acting, request: &unsealing::Model) -> Result<()> {
    if !acting.actor.has(Role::Guardian) {
        return Err(Error::NotFound);
    }
    if request.decided_at.is_some() {
        return Err(Error::conflict("unseal-decided"));
    }
    let me = acting.actor.person_id;
    if request.asked_by_id == me || request.agreed_by_id == Some(me) {
        return Err(Error::forbidden("unseal-needs-two"));
    }
    Ok(())
}

/// A guardian agrees; with the second one the name is open to who asked, for a day.
pub async fn agree_to_unseal(tx: &Tx, acting: &Acting, id: i64) -> Result<()> {
    let organization = acting.actor.organization_id;
    let request = queries::find_unsealing(tx, organization, id).await?;
    may_guard(acting, &request)?;
    let me = acting.actor.person_id;
    let is_second = request.agreed_by_id.is_some();
    let row = if is_second {
        unsealing::ActiveModel {
            granted_by_id: Set(Some(me)),
            decided_at: Set(Some(acting.at)),
            ..Default::default()
        }
    } else {
        unsealing::ActiveModel {
            agreed_by_id: Set(Some(me)),
            ..Default::default()
        }
    };
    queries::update_unsealing(tx, row, id, request.version).await?;
    let entry = Entry::new("unsealing.agree", "voice", request.voice_id)
        .set("unsealing", id)
        .set("guardian", if is_second { 2 } else { 1 });
    if !is_second {
        return journal::record(tx, acting.by(), entry).await;
    }
    let voice = queries::find_any(tx, organization, request.voice_id).await?;
    let turn = Turn::new(EventKind::Unsealed, Side::Us);
    take(tx, acting, &voice, turn, entry).await
}

/// A guardian refuses, with words.
pub async fn refuse_to_unseal(tx: &Tx, acting: &Acting, id: i64, words: &str) -> Result<()> {
    let request = queries::find_unsealing(tx, acting.actor.organization_id, id).await?;
    may_guard(acting, &request)?;
    let mut check = Check::new();
    let words = check.text("words", words, TEXT_CHARS_MAX);
    check.done()?;
    let row = unsealing::ActiveModel {
        refused_by_id: Set(Some(acting.actor.person_id)),
        refusal: Set(Some(words)),
        decided_at: Set(Some(acting.at)),
        ..Default::default()
    };
    queries::update_unsealing(tx, row, id, request.version).await?;
    let entry = Entry::new("unsealing.refuse", "voice", request.voice_id).set("unsealing", id);
    journal::record(tx, acting.by(), entry).await
}

/// Opens a sealed name for who asked, within a day of the second guardian's word. Each look is a turn that the raiser sees.
pub async fn open_seal(
    tx: &Tx,
    acting: &Acting,
    secret: &Secret,
    id: i64,
) -> Result<(String, String)> {
    let organization = acting.actor.organization_id;
    let request = queries::find_unsealing(tx, organization, id).await?;
    let voice = queries::find(tx, &acting.actor, request.voice_id).await?;
    let is_open = request.granted_by_id.is_some()
        && request.asked_by_id == acting.actor.person_id
        && request
            .decided_at
            .is_some_and(|at| acting.at < at + OPEN_MS);
    if !is_open {
        return Err(Error::forbidden("unseal-not-open"));
    }
    let sealed = voice
        .sealed
        .clone()
        .ok_or_else(|| Error::conflict("unseal-nothing-sealed"))?;
    let turn = Turn::new(EventKind::Opened, Side::Us);
    let entry = Entry::new("unsealing.open", "voice", voice.id).set("unsealing", id);
    take(tx, acting, &voice, turn, entry).await?;
    let identity: [Option<String>; 2] =
        serde_json::from_str(&secret.open(SEAL, &sealed)?).map_err(Error::internal)?;
    let [name, contact] = identity;
    Ok((name.unwrap_or_default(), contact.unwrap_or_default()))
}

/// Shows a problem to everybody 公开, or no more. For coordinators. `is_told`: what hurts, too, which may be a raiser's words.
pub async fn open_to_everybody(
    tx: &Tx,
    acting: &Acting,
    problem_id: i64,
    is_open: bool,
    is_told: bool,
) -> Result<()> {
    let problem = problems::find(tx, &acting.actor, problem_id).await?;
    if !acting.actor.has(Role::Coordinator) {
        return Err(Error::forbidden("voice-not-your-step"));
    }
    let was = queries::find_public(tx, problem_id).await?;
    let now = was.is_some();
    let was_told = was.is_some_and(|o| o.is_told);
    let is_told = is_open && is_told;
    if now == is_open && was_told == is_told {
        return Ok(());
    }
    if is_open && now {
        queries::update_public(tx, problem_id, is_told).await?;
    } else if is_open {
        if !problem.state.is_counted() {
            return Err(Error::conflict("public-not-listed"));
        }
        let row = public_problem::ActiveModel {
            organization_id: Set(problem.organization_id),
            problem_id: Set(problem_id),
            since_day: Set(acting.day()),
            opened_by_id: Set(acting.by().person_id),
            is_told: Set(is_told),
            ..Default::default()
        };
        queries::insert_public(tx, row).await?;
    } else {
        queries::delete_public(tx, problem_id).await?;
    }
    let entry = Entry::new("problem.publish", "problem", problem_id)
        .of_problem(problem_id)
        .change("is_public", Some(now), Some(is_open))
        .change("is_told", Some(was_told), Some(is_told));
    journal::record(tx, acting.by(), entry).await
}
