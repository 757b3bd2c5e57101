//! Asking the raisers for their word, and the named independent check where nobody spoke (specification, chapter 8).

use gongjie_base::{Error, Result, Say, Tx, token};
use sea_orm::Set;

use super::judging::settle;
use super::{Found, found};
use crate::close_out::lifecycle::{Action, TABLE};
use crate::close_out::queries;
use crate::close_out::rules::{self, CheckInput, DrawInput, StepInput, VERDICT_DAYS};
use crate::close_out::tables::{close_out, judgement, verdict};
use crate::journal;
use crate::org::{Acting, Actor, Part, Role, queries as org};
use crate::outbox::{self, Class, Note};
use crate::problem::rules::ClosedAs;
use crate::voice::actions as voices;
use crate::voice::queries as voice_queries;
use crate::voice::rules::Mode;

/// Asks everybody who raised the problem; where nobody can be asked it waits for an independent check at once.
pub(super) async fn ask(tx: &Tx, acting: &Acting, id: i64) -> Result<()> {
    let found = found(tx, acting, id).await?;
    let until = found
        .facts
        .calendar
        .plus_working_days(acting.today, VERDICT_DAYS);
    let followers = voice_queries::list_followers(tx, found.problem.id).await?;
    let unit = found.problem.raised_by_unit_id;
    // Who did the work has no word as its raiser.
    let unit = unit.filter(|u| !found.facts.work.kin.contains(u));
    let unit = match unit {
        // Nor can a unit speak that has nobody here.
        Some(unit) if people_of(tx, &found, unit).await?.is_empty() => None,
        unit => unit,
    };
    let raisers = followers.len() + usize::from(unit.is_some());
    let row = judgement::ActiveModel {
        organization_id: Set(found.row.organization_id),
        close_out_id: Set(id),
        problem_id: Set(found.problem.id),
        asked_on: Set(acting.day()),
        until_on: Set(until.to_string()),
        raisers: Set(i64::try_from(raisers).unwrap_or(i64::MAX)),
        version: Set(1),
        ..Default::default()
    };
    queries::insert_judgement(tx, row).await?;
    for voice in &followers {
        queries::insert_verdict(tx, &found.row, Some(voice.id), None).await?;
        voices::ask_verdict(tx, acting, voice, until).await?;
    }
    if unit.is_some() {
        queries::insert_verdict(tx, &found.row, None, unit).await?;
    }
    if raisers == 0 {
        return pass_over(tx, acting, id).await;
    }
    let say = Say::new("remind-verdict-asked")
        .with("title", &found.problem.title)
        .with("date", until);
    tell(tx, acting, &found, unit.into_iter().collect(), say).await
}

/// Heads and liaisons of a unit.
async fn people_of(tx: &Tx, found: &Found, unit: i64) -> Result<Vec<i64>> {
    let mut people = Vec::new();
    for role in [Role::UnitHead, Role::Liaison] {
        let holders = org::list_holders(tx, found.row.organization_id, role, Some(unit)).await?;
        people.extend(holders.into_iter().map(|(id, _)| id));
    }
    Ok(people)
}

/// Tells heads and liaisons of these units at once.
pub(super) async fn tell(
    tx: &Tx,
    acting: &Acting,
    found: &Found,
    units: Vec<i64>,
    say: Say,
) -> Result<()> {
    let mut recipients = Vec::new();
    for unit in units {
        recipients.extend(people_of(tx, found, unit).await?);
    }
    let note = Note {
        recipients,
        subject: "close_out",
        subject_id: found.row.id,
        path: format!("/problems/{}/close", found.problem.id),
        fact: format!("{}:{}", say.key, found.row.id),
        say,
        class: Class::Instant,
    };
    outbox::tell(tx, acting, note).await.map(|_| ())
}

/// Nobody spoke: it waits for an independent check.
pub(super) async fn pass_over(tx: &Tx, acting: &Acting, id: i64) -> Result<()> {
    let found = found(tx, acting, id).await?;
    let Some(line) = gongjie_base::lifecycle::find(TABLE, found.row.state, Action::Lapse) else {
        return Ok(());
    };
    let written = (close_out::ActiveModel::default(), found.row.version);
    let entry = found.entry("close_out.lapse");
    found.step(tx, acting, line, written, entry).await
}

/// Goes on without the raisers' word 未评价. For coordinators, when their time is over; the product does it by itself, too.
pub async fn lapse(tx: &Tx, acting: &Acting, id: i64, input: &StepInput) -> Result<()> {
    let found = found(tx, acting, id).await?;
    let line = found.case(acting).may_lapse(&found.row)?;
    if settle(tx, acting, id, acting.at).await? {
        return Ok(());
    }
    let written = (
        close_out::ActiveModel::default(),
        found.version(&input.version),
    );
    let entry = found.entry("close_out.lapse");
    found.step(tx, acting, line, written, entry).await
}

/// Draws who makes the independent check 抽定检查人: a chosen person, or one by lot. For coordinators.
pub async fn draw(tx: &Tx, acting: &Acting, id: i64, input: &DrawInput) -> Result<()> {
    let found = found(tx, acting, id).await?;
    let line = found.case(acting).may_draw(&found.row)?;
    let judgement = asked(&found)?;
    let wrong = |key| Error::invalid("checker_id", key);
    let (checker, is_sampled) = match input.checker_id.trim() {
        "" => (by_lot(tx, acting, &found).await?, true),
        typed => {
            let id: i64 = typed.parse().map_err(|_| wrong("error-not-in-list"))?;
            let actor = org::find_actor(tx, 0, id).await?;
            let actor = actor.filter(|a| a.organization_id == found.row.organization_id);
            let actor = actor.ok_or_else(|| wrong("error-not-in-list"))?;
            let case = found.facts.case(&actor, &found.problem, acting.today);
            case.may_be_drawn(&found.row)
                .map_err(|_| wrong("close-out-cannot-draw"))?;
            (actor, false)
        }
    };
    let row = judgement::ActiveModel {
        checker_id: Set(Some(checker.person_id)),
        checker_unit_id: Set(checker.unit_id),
        is_sampled: Set(Some(is_sampled)),
        drawn_by_id: Set(acting.by().person_id),
        drawn_on: Set(Some(acting.day())),
        ..Default::default()
    };
    queries::update_judgement(tx, row, judgement.id, judgement.version).await?;
    let entry = found
        .entry("close_out.draw")
        .set("checker", checker.name)
        .set("is_sampled", is_sampled);
    let written = (
        close_out::ActiveModel::default(),
        found.version(&input.version),
    );
    found.step(tx, acting, line, written, entry).await
}

fn asked(found: &Found) -> Result<judgement::Model> {
    let judgement = found.facts.judgement.clone();
    let judgement = judgement.filter(|j| j.close_out_id == found.row.id);
    judgement.ok_or_else(|| Error::conflict("close-out-cannot-draw"))
}

/// One by lot of all who may.
async fn by_lot(tx: &Tx, acting: &Acting, found: &Found) -> Result<Actor> {
    let mut people = queries::list_verifiers(tx, found.row.organization_id).await?;
    while !people.is_empty() {
        let bytes = u64::from_be_bytes(token::random_bytes()?);
        let all = u64::try_from(people.len()).unwrap_or(u64::MAX);
        let at = usize::try_from(bytes % all).unwrap_or_default();
        let id = people.swap_remove(at);
        let Some(actor) = org::find_actor(tx, 0, id).await? else {
            continue;
        };
        let case = found.facts.case(&actor, &found.problem, acting.today);
        if case.may_be_drawn(&found.row).is_ok() {
            return Ok(actor);
        }
    }
    Err(Error::conflict("close-out-nobody-to-draw"))
}

/// Passes the independent check 独立检查通过: by who was drawn. It may close as checked, never as solved.
pub async fn check(tx: &Tx, acting: &Acting, id: i64, input: &CheckInput) -> Result<()> {
    let found = found(tx, acting, id).await?;
    let line = found.case(acting).may_check(&found.row)?;
    let note = rules::read_check(input)?;
    let judgement = asked(&found)?;
    let row = judgement::ActiveModel {
        basis: Set(Some(ClosedAs::Checked)),
        checked_on: Set(Some(acting.day())),
        check_note: Set(Some(note.clone())),
        ..Default::default()
    };
    queries::update_judgement(tx, row, judgement.id, judgement.version).await?;
    let entry = found.entry("close_out.check").set("check_note", note);
    let written = (
        close_out::ActiveModel::default(),
        found.version(&input.version),
    );
    found.step(tx, acting, line, written, entry).await
}

/// Makes the one-time link by which a raiser judges, instead of any earlier one. For the lead unit and coordinators; the
/// anonymous judge by their code alone.
pub async fn make_link(tx: &Tx, acting: &Acting, verdict_id: i64) -> Result<String> {
    let organization = acting.actor.organization_id;
    let asked = queries::find_verdict(tx, organization, verdict_id).await?;
    let found = found(tx, acting, asked.close_out_id).await?;
    let may = [Part::Lead, Part::LeadHead, Part::Coordinator];
    if !found.facts.parts.iter().any(|p| may.contains(p)) {
        return Err(Error::forbidden("close-out-not-your-step"));
    }
    if asked.given_at.is_some() {
        return Err(Error::conflict("verdict-given-already"));
    }
    if let Some(id) = asked.voice_id {
        let voice = voice_queries::find_any(tx, organization, id).await?;
        if voice.mode == Mode::Anonymous {
            return Err(Error::conflict("verdict-by-code-only"));
        }
    }
    let link = token::random()?;
    let row = verdict::ActiveModel {
        token_hash: Set(Some(token::stored(&link))),
        ..Default::default()
    };
    queries::update_verdict(tx, row, asked.id, asked.version).await?;
    let entry = found.entry("close_out.link").set("verdict", verdict_id);
    journal::record(tx, acting.by(), entry).await?;
    Ok(link)
}
