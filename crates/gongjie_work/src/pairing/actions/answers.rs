//! Asking the members and hearing each of them; the last yes makes the pairing active.

use gongjie_base::check::Check;
use gongjie_base::limits::TEXT_CHARS_MAX;
use gongjie_base::{Error, Result, Say, Tx, lifecycle as table};
use sea_orm::Set;
use serde::Deserialize;

use super::{StepInput, named, pair_problem, take_out, tell};
use crate::journal::Entry;
use crate::org::{Acting, Part, queries as org};
use crate::pairing::lifecycle::{Action, Line, TABLE};
use crate::pairing::queries;
use crate::pairing::rules::{self, MemberAnswer, MemberRole, State};
use crate::pairing::tables::{pairing, pairing_member};

/// A member's answer as typed.
#[derive(Debug, Clone, Default, Deserialize, utoipa::ToSchema)]
#[serde(default)]
pub struct AnswerInput {
    pub unit_id: String,
    /// `confirmed` or `declined`.
    pub answer: String,
    /// The reason of a no; for an outside unit also how it confirmed: scanned page, call.
    pub note: String,
}

/// A member to be taken out, as typed.
#[derive(Debug, Clone, Default, Deserialize, utoipa::ToSchema)]
#[serde(default)]
pub struct RemovalInput {
    pub unit_id: String,
    pub reason: String,
}

/// The table's line for `action`, if this state has it and the actor may use it.
pub(super) fn line_for(
    found: &pairing::Model,
    action: Action,
    parts: &[Part],
) -> Result<&'static Line> {
    let say = || Say::new("pairing-no-such-step").with("state", found.state);
    let line = table::find(TABLE, found.state, action).ok_or_else(|| Error::Conflict(say()))?;
    if line.who.iter().any(|p| parts.contains(p)) {
        Ok(line)
    } else {
        Err(Error::forbidden("pairing-not-your-step"))
    }
}

/// Sends the invitations 发出邀请. Who speaks for the lead confirms for it by inviting; everybody else is asked.
pub async fn invite(tx: &Tx, acting: &Acting, id: i64, input: &StepInput) -> Result<()> {
    let found = queries::find(tx, &acting.actor, id).await?;
    let members = queries::list_members(tx, &[id]).await?;
    let parts = rules::parts(&acting.actor, &members);
    let line = line_for(&found, Action::Invite, &parts)?;
    let row = pairing::ActiveModel {
        state: Set(line.to),
        state_since: Set(acting.at),
        ..Default::default()
    };
    let version = input.version.trim().parse().unwrap_or(found.version);
    queries::update(tx, row, id, version).await?;
    queries::ask_members(tx, id, acting.at).await?;
    let lead = members.iter().find(|m| m.role == MemberRole::Lead);
    if let Some(lead) = lead.filter(|m| acting.actor.speaks_for(m.unit_id)) {
        write_answer(tx, acting, lead.id, MemberAnswer::Confirmed, None).await?;
    }
    let entry = Entry::new("pairing.invite", "pairing", id).change(
        "state",
        Some(found.state),
        Some(line.to),
    );
    tell(tx, acting, entry, id).await?;
    settle(tx, acting, id).await
}

/// A member answers for itself; the lead's side answers for an outside unit and says how that one confirmed.
///
/// When all have confirmed the pairing becomes active by itself and its problems are paired.
pub async fn answer(tx: &Tx, acting: &Acting, id: i64, input: &AnswerInput) -> Result<()> {
    queries::find(tx, &acting.actor, id).await?;
    queries::lock(tx, id).await?;
    let found = queries::find(tx, &acting.actor, id).await?;
    let members = queries::list_members(tx, &[id]).await?;
    let mut check = Check::new();
    let unit_id = check.required_id("unit_id", &input.unit_id);
    let word = check.code("answer", &input.answer, |code| {
        MemberAnswer::from_code(code)
            .filter(|a| matches!(a, MemberAnswer::Confirmed | MemberAnswer::Declined))
    });
    check.must(
        word.is_some() || !input.answer.trim().is_empty(),
        "answer",
        "error-choose",
    );
    let note = check.optional("note", &input.note, TEXT_CHARS_MAX);
    check.done()?;
    let word = word.unwrap_or(MemberAnswer::Waiting);
    let member = members
        .iter()
        .find(|m| m.unit_id == unit_id)
        .ok_or_else(|| Error::invalid("unit_id", "error-not-in-list"))?;
    let unit = org::find_unit(tx, &acting.actor, unit_id).await?;
    let parts = rules::parts(&acting.actor, &members);
    rules::may_answer(&acting.actor, found.state, member, unit.is_outside, &parts).map_err(
        |why| match why {
            rules::CannotAnswer::NotYourUnit | rules::CannotAnswer::NotLeadSide => {
                Error::forbidden(why.key())
            }
            _ => Error::conflict(why.key()),
        },
    )?;
    if note.is_none() && word == MemberAnswer::Declined {
        return Err(Error::invalid("note", "pairing-decline-needs-reason"));
    }
    if note.is_none() && unit.is_outside {
        return Err(Error::invalid("note", "pairing-outside-needs-note"));
    }
    write_answer(tx, acting, member.id, word, note.clone()).await?;
    let entry = Entry::new("pairing.answer", "pairing", id)
        .set("unit", &unit.name)
        .change("answer", Some(member.answer), Some(word))
        .change("note", None::<String>, note);
    tell(tx, acting, entry, id).await?;
    settle(tx, acting, id).await
}

async fn write_answer(
    tx: &Tx,
    acting: &Acting,
    member_id: i64,
    word: MemberAnswer,
    note: Option<String>,
) -> Result<()> {
    let row = pairing_member::ActiveModel {
        answer: Set(word),
        answered_at: Set(Some(acting.at)),
        answered_by_id: Set(acting.by().person_id),
        answer_note: Set(note),
        ..Default::default()
    };
    queries::update_member(tx, row, member_id).await
}

/// Goes on without a member 不再等这一家. For the lead's side; never the lead, never the last partner.
pub async fn remove_member(tx: &Tx, acting: &Acting, id: i64, input: &RemovalInput) -> Result<()> {
    queries::find(tx, &acting.actor, id).await?;
    queries::lock(tx, id).await?;
    let found = queries::find(tx, &acting.actor, id).await?;
    let members = queries::list_members(tx, &[id]).await?;
    if !super::may_edit(&found, &rules::parts(&acting.actor, &members)) {
        return Err(Error::forbidden("pairing-cannot-edit"));
    }
    let mut check = Check::new();
    let unit_id = check.required_id("unit_id", &input.unit_id);
    let reason = check.optional("reason", &input.reason, TEXT_CHARS_MAX);
    check.done()?;
    let member = members
        .iter()
        .find(|m| m.unit_id == unit_id)
        .ok_or_else(|| Error::invalid("unit_id", "error-not-in-list"))?;
    rules::may_remove(&members, unit_id).map_err(|why| Error::conflict(why.key()))?;
    take_out(tx, acting, &members, member.id).await?;
    let names = org::unit_names(tx, acting.actor.organization_id).await?;
    let entry = Entry::new("pairing.remove_member", "pairing", id)
        .change("member", Some(named(&names, [unit_id])), None::<String>)
        .change("reason", None::<String>, reason);
    tell(tx, acting, entry, id).await?;
    settle(tx, acting, id).await
}

/// What follows from the answers of an invited pairing: all said yes, or nobody is left to pair with.
///
/// Called after a journal entry of the same transaction: its lock makes numbers unique.
pub(super) async fn settle(tx: &Tx, acting: &Acting, id: i64) -> Result<()> {
    let found = queries::find(tx, &acting.actor, id).await?;
    if found.state != State::Invited {
        return Ok(());
    }
    let members = queries::list_members(tx, &[id]).await?;
    if rules::is_agreed(&members) {
        return activate(tx, acting, &found).await;
    }
    if rules::is_refused(&members) {
        let line = line_for(&found, Action::Decline, &[Part::System])?;
        let row = pairing::ActiveModel {
            state: Set(line.to),
            state_since: Set(acting.at),
            ..Default::default()
        };
        queries::update(tx, row, id, found.version).await?;
        let entry = Entry::new("pairing.decline", "pairing", id).change(
            "state",
            Some(found.state),
            Some(line.to),
        );
        return tell(tx, acting, entry, id).await;
    }
    Ok(())
}

async fn activate(tx: &Tx, acting: &Acting, found: &pairing::Model) -> Result<()> {
    let line = line_for(found, Action::Activate, &[Part::System])?;
    let number = queries::next_number(tx, found.campaign_id).await?;
    let mut row = pairing::ActiveModel {
        number: Set(Some(number)),
        state: Set(line.to),
        state_since: Set(acting.at),
        ..Default::default()
    };
    let mut entry = Entry::new("pairing.activate", "pairing", found.id)
        .change("state", Some(found.state), Some(line.to))
        .set("number", number);
    if found.date_text.is_none() {
        let date = rules::date_of(acting.today);
        entry = entry.change("date_text", None::<String>, date.text.as_ref());
        row.date_text = Set(date.text);
        row.date_from = Set(date.from);
        row.date_to = Set(date.to);
        row.date_precision = Set(date.precision);
    }
    queries::update(tx, row, found.id, found.version).await?;
    tell(tx, acting, entry, found.id).await?;
    for link in queries::list_links(tx, &[found.id]).await? {
        pair_problem(tx, acting, link.problem_id).await?;
    }
    Ok(())
}
