//! Verbs of the unit that has a voice in hand: sign, dispute, contact, answer; and what a coordinator settles.

use gongjie_base::{Error, Result};
use sea_orm::Set;

use super::Turn;
use super::desk::{Step, unit};
use crate::org::queries as org;
use crate::voice::clocks::Limit;
use crate::voice::lifecycle::REDOS_MAX;
use crate::voice::rules::{self, EventKind, Side};

/// 答复: what the raiser reads; it also counts as the first contact.
pub(super) fn answer(step: &mut Step<'_>, kind: EventKind) -> Result<Turn> {
    let words = rules::read_words(step.input, "voice-answer-words")?;
    let at = step.acting.at;
    step.row.answer = Set(Some(words.clone()));
    step.row.answered_at = Set(Some(at));
    if step.voice.contacted_at.is_none() {
        step.row.contacted_at = Set(Some(at));
    }
    step.row.judged_at = Set(None);
    step.row.solved = Set(None);
    step.row.satisfied = Set(None);
    let mut turn = Turn::new(kind, Side::Us).saying(words);
    turn.unit_id = step.voice.lead_unit_id;
    Ok(turn)
}

/// 签收: the unit names who handles it, or the signer does.
pub(super) async fn sign(step: &mut Step<'_>) -> Result<Turn> {
    let typed = step.input.handler_id.trim();
    let handler = if typed.is_empty() {
        step.acting.by().person_id
    } else {
        let wrong = || Error::invalid("handler_id", "error-not-in-list");
        let id: i64 = typed.parse().map_err(|_| wrong())?;
        let person = org::find_person(step.tx, &step.acting.actor, id).await;
        let person = person.map_err(|_| wrong())?;
        if !person.is_active {
            return Err(wrong());
        }
        Some(person.id)
    };
    step.row.handler_id = Set(handler);
    step.row.signed_at = Set(Some(step.acting.at));
    let mut turn = Turn::new(EventKind::Signed, Side::Us);
    turn.unit_id = step.voice.lead_unit_id;
    Ok(turn)
}

/// 派单异议: once, with a basis and the unit whose it is; the desk decides, and until then the first receiver leads.
pub(super) async fn dispute(step: &mut Step<'_>) -> Result<Turn> {
    if step.voice.disputes > 0 {
        return Err(Error::conflict("voice-disputed-already"));
    }
    let basis = rules::read_words(step.input, "voice-dispute-basis")?;
    let proposed = unit(step, "lead_unit_id", &step.input.lead_unit_id).await?;
    if Some(proposed) == step.voice.lead_unit_id {
        return Err(Error::invalid("lead_unit_id", "voice-dispute-other-unit"));
    }
    step.row.disputes = Set(1);
    let mut turn = Turn::new(EventKind::Disputed, Side::Us).saying(basis);
    turn.is_internal = true;
    turn.unit_id = Some(proposed);
    Ok(turn)
}

/// 联系提出人: for the anonymous it is a word on the page of the code.
pub(super) fn contact(step: &mut Step<'_>) -> Result<Turn> {
    let words = rules::read_words(step.input, "voice-contact-words")?;
    if step.voice.contacted_at.is_none() {
        step.row.contacted_at = Set(Some(step.acting.at));
    }
    let mut turn = Turn::new(EventKind::Contacted, Side::Us).saying(words);
    turn.unit_id = step.voice.lead_unit_id;
    Ok(turn)
}

/// 重新办理: the coordinator puts it back, with new limits.
pub(super) fn redo(step: &mut Step<'_>) -> Result<Turn> {
    let reason = rules::read_words(step.input, "voice-redo-reason")?;
    step.row.answered_at = Set(None);
    step.row.closed_at = Set(None);
    step.row.answer_by = Set(Some(step.clocks.after(step.acting.at, Limit::Redo)));
    Ok(Turn::new(EventKind::Reopened, Side::Us).saying(reason))
}

/// 统筹办结: after the raiser said "not solved" twice a coordinator may end it, with the reason.
pub(super) fn settle(step: &mut Step<'_>) -> Result<Turn> {
    if step.voice.redos < REDOS_MAX {
        return Err(Error::conflict("voice-settle-early"));
    }
    let reason = rules::read_words(step.input, "voice-settle-reason")?;
    step.row.closed_at = Set(Some(step.acting.at));
    Ok(Turn::new(EventKind::Settled, Side::Us).saying(reason))
}
