//! Old records 补录: what a source says, as it says it, straight to an active pairing.

use gongjie_base::check::Check;
use gongjie_base::{Error, Result, Say, Tx};
use sea_orm::Set;

use super::{is_coordinator, named, pair_problem, tell};
use crate::campaign::queries as campaigns;
use crate::journal::Entry;
use crate::org::{Acting, queries as org};
use crate::pairing::queries;
use crate::pairing::rules::{self, CannotPair, LeadBasis, MemberAnswer, MemberRole, State};
use crate::pairing::tables::{pairing, pairing_member};
use crate::problem::queries as problem_queries;

/// A member as its source names it.
#[derive(Debug, Clone)]
pub struct RecordedMember<'a> {
    pub unit_id: i64,
    pub role: MemberRole,
    /// The name as written.
    pub written: Option<&'a str>,
}

/// A pairing of an old record, with what its source leaves out left out.
#[derive(Debug, Clone)]
pub struct Recorded<'a> {
    pub campaign_id: i64,
    /// Row of the old ledger.
    pub position: Option<i64>,
    pub title: &'a str,
    pub theme_text: Option<&'a str>,
    pub theme_id: Option<i64>,
    pub date_text: Option<&'a str>,
    /// `first_listed` where the source does not say who leads: shown as 首列, never guessed.
    pub lead_basis: LeadBasis,
    /// In the order of the source; exactly one lead.
    pub members: Vec<RecordedMember<'a>>,
    /// "等相关支部" and the like.
    pub partners_open: Option<&'a str>,
    pub problems: Vec<i64>,
    pub source: &'a str,
}

/// Takes over an old record: active, all members confirmed, its problems paired. For coordinators.
pub async fn record_old(tx: &Tx, acting: &Acting, old: &Recorded<'_>) -> Result<i64> {
    if !is_coordinator(acting) {
        return Err(Error::forbidden("pairing-not-your-step"));
    }
    let campaign = campaigns::find_campaign(tx, &acting.actor, old.campaign_id).await?;
    check_old(tx, acting, old).await?;
    let mut check = Check::new();
    let date = rules::read_date(
        &mut check,
        "date_text",
        old.date_text.unwrap_or_default(),
        campaign.year,
    );
    check.done()?;
    let text = |text: Option<&str>| text.map(str::to_owned);
    let number = queries::next_number(tx, old.campaign_id).await?;
    let row = pairing::ActiveModel {
        organization_id: Set(acting.actor.organization_id),
        campaign_id: Set(old.campaign_id),
        number: Set(Some(number)),
        position: Set(old.position),
        title: Set(old.title.to_owned()),
        theme_text: Set(text(old.theme_text)),
        theme_id: Set(old.theme_id),
        date_text: Set(date.text),
        date_from: Set(date.from),
        date_to: Set(date.to),
        date_precision: Set(date.precision),
        lead_basis: Set(old.lead_basis),
        partners_open: Set(text(old.partners_open)),
        source: Set(Some(old.source.to_owned())),
        state: Set(State::Active),
        state_since: Set(acting.at),
        created_at: Set(acting.at),
        version: Set(1),
        ..Default::default()
    };
    let id = queries::insert(tx, row).await?;
    for (member, position) in old.members.iter().zip(0..) {
        let row = pairing_member::ActiveModel {
            pairing_id: Set(id),
            unit_id: Set(member.unit_id),
            role: Set(member.role),
            position: Set(position),
            written: Set(text(member.written)),
            answer: Set(MemberAnswer::Confirmed),
            ..Default::default()
        };
        queries::insert_member(tx, row).await?;
    }
    for problem_id in &old.problems {
        queries::insert_link(tx, id, *problem_id).await?;
    }
    let names = org::unit_names(tx, acting.actor.organization_id).await?;
    let entry = Entry::new("pairing.record_old", "pairing", id)
        .set("title", old.title)
        .set(
            "members",
            named(&names, old.members.iter().map(|m| m.unit_id)),
        )
        .set("source", old.source)
        .set("state", State::Active);
    tell(tx, acting, entry, id).await?;
    for problem_id in &old.problems {
        pair_problem(tx, acting, *problem_id).await?;
    }
    Ok(id)
}

/// Units and problems are the organisation's, no unit twice, one lead. An old lead may be anybody.
async fn check_old(tx: &Tx, acting: &Acting, old: &Recorded<'_>) -> Result<()> {
    let units = org::list_units(tx, &acting.actor).await?;
    let known = units.into_iter().map(|u| (u.id, false)).collect();
    let with = |lead: bool| -> Vec<i64> {
        let members = old.members.iter();
        members
            .filter(|m| (m.role == MemberRole::Lead) == lead)
            .map(|m| m.unit_id)
            .collect()
    };
    let broken = rules::check_members(&with(true), &with(false), &known);
    let mut check = Check::new();
    for rule in broken {
        // A source may name units only in general: "相关支部".
        if rule == CannotPair::NoPartner && old.partners_open.is_some() {
            continue;
        }
        let (field, key) = rule.words();
        check.refuse(
            field,
            Say::new(key).with("max", gongjie_base::limits::PARTNERS_MAX),
        );
    }
    check.done()?;
    if let Some(id) = old.theme_id {
        campaigns::find_theme(tx, &acting.actor, id).await?;
    }
    for id in &old.problems {
        problem_queries::find(tx, &acting.actor, *id)
            .await
            .map_err(|_| Error::invalid("problems", "error-not-in-list"))?;
    }
    Ok(())
}
