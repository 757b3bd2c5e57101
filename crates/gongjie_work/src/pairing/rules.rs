//! Words and decisions about a pairing. Pure.

use std::collections::{BTreeMap, BTreeSet};

use gongjie_base::check::Check;
use gongjie_base::limits::{PARTNERS_MAX, TITLE_CHARS_MAX};
use gongjie_base::{Result, Say, codes};
use gongjie_words::date::{Precision, Unread, WrittenDate};
use serde::Deserialize;

use super::tables::{pairing_member, pairing_problem};
use crate::journal::Entry;
use crate::org::{Actor, Part};
use crate::problem::rules::State as ProblemState;

codes! {
    /// 结对的状态 (specification, chapter 4).
    pub enum State {
        Draft = "draft",
        Invited = "invited",
        Active = "active",
        Concluded = "concluded",
        Declined = "declined",
        Terminated = "terminated",
    }
}

impl State {
    /// Seen only by those concerned and by those who see all.
    pub const HIDDEN: &'static [Self] = &[Self::Draft, Self::Invited, Self::Declined];

    /// Its members answer for its problems: also after it was concluded, when a problem rebounds.
    pub const fn binds(self) -> bool {
        matches!(self, Self::Active | Self::Concluded)
    }

    /// Counts among the pairings of a campaign.
    pub const fn is_counted(self) -> bool {
        self.binds()
    }

    /// Members and problems may still change.
    pub const fn is_open(self) -> bool {
        matches!(self, Self::Draft | Self::Invited | Self::Active)
    }
}

codes! {
    /// What a unit is in a pairing.
    pub enum MemberRole {
        /// The one accountable lead 牵头; the database allows one.
        Lead = "lead",
        /// Named beside the lead in an old record.
        CoLead = "co_lead",
        Partner = "partner",
    }
}

codes! {
    /// How we know who leads.
    pub enum LeadBasis {
        Stated = "stated",
        /// Subject of 联合 or 与 in the source.
        Subject = "subject",
        /// 首列: the source does not say; the first-named unit stands in.
        FirstListed = "first_listed",
    }
}

codes! {
    /// A member's own word.
    pub enum MemberAnswer {
        Waiting = "waiting",
        Confirmed = "confirmed",
        Declined = "declined",
        /// Confirmed once and was taken out later: no member any more, but a unit that did some of the work.
        Left = "left",
    }
}

codes! {
    /// How exactly a date was written.
    pub enum DatePrecision {
        Day = "day",
        Month = "month",
        Quarter = "quarter",
        HalfYear = "half_year",
        Year = "year",
        Since = "since",
        Range = "range",
        Unknown = "unknown",
    }
}

/// A date as written, with the days it covers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Written {
    pub text: Option<String>,
    pub from: Option<String>,
    pub to: Option<String>,
    pub precision: DatePrecision,
}

/// Reads a date as an office writes it; `year` stands in where none is written.
///
/// Words that cannot be read are kept as they are; only days that no calendar has are refused at `field`.
pub fn read_date(check: &mut Check, field: &str, typed: &str, year: i64) -> Written {
    let text = check.optional(field, typed, TITLE_CHARS_MAX);
    let reading = WrittenDate::read(
        text.as_deref().unwrap_or_default(),
        i16::try_from(year).ok(),
    );
    match reading.reason {
        Some(Unread::NotInCalendar) => {
            check.refuse(field, Say::new("pairing-date-not-in-calendar"));
        }
        Some(Unread::EndBeforeStart) => {
            check.refuse(field, Say::new("error-ends-before-start"));
        }
        _ => {}
    }
    written(text, &reading.written)
}

/// The date of one known day.
pub fn date_of(day: jiff::civil::Date) -> Written {
    let date = WrittenDate::from_day(day);
    written(Some(date.text.clone()), &date)
}

fn written(text: Option<String>, date: &WrittenDate) -> Written {
    let precision = match date.precision {
        Precision::Day => DatePrecision::Day,
        Precision::Month => DatePrecision::Month,
        Precision::Quarter => DatePrecision::Quarter,
        Precision::HalfYear => DatePrecision::HalfYear,
        Precision::Year => DatePrecision::Year,
        Precision::Since => DatePrecision::Since,
        Precision::Range => DatePrecision::Range,
        Precision::Unknown => DatePrecision::Unknown,
    };
    Written {
        text,
        from: date.from.map(|d| d.to_string()),
        to: date.to.map(|d| d.to_string()),
        precision,
    }
}

/// A pairing as typed.
#[derive(Debug, Clone, Default, Deserialize, utoipa::ToSchema)]
#[serde(default)]
pub struct Input {
    pub title: String,
    /// The one accountable lead. A body that names several is read, and refused at this field.
    #[serde(deserialize_with = "super::input::one_or_many")]
    pub lead: String,
    pub partners: Vec<String>,
    pub problems: Vec<String>,
    pub theme_id: String,
    /// 共建主题 as the ledger shows it; empty: the title.
    pub theme_text: String,
    /// As written: `5月以来` is fine.
    pub date_text: String,
    /// "等", "有关部门": kept as written, never made a unit.
    pub partners_open: String,
    /// Version that the typist saw; for edits.
    pub version: String,
}

/// A pairing as understood.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Read {
    pub title: String,
    pub lead: i64,
    pub partners: Vec<i64>,
    pub problems: Vec<i64>,
    pub theme_id: Option<i64>,
    pub theme_text: Option<String>,
    pub date: Written,
    pub partners_open: Option<String>,
}

/// Why units do not make a pairing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CannotPair {
    NoLead,
    TwoLeads,
    /// An outside unit has no people here who could answer for the problem.
    LeadIsOutside,
    LeadIsPartner,
    UnknownLead,
    NoPartner,
    PartnerTwice,
    TooManyPartners,
    UnknownPartner,
    NoProblem,
}

impl CannotPair {
    /// The field at which it is said, and the text key of the words.
    pub const fn words(self) -> (&'static str, &'static str) {
        match self {
            Self::NoLead => ("lead", "pairing-cannot-no-lead"),
            Self::TwoLeads => ("lead", "pairing-cannot-two-leads"),
            Self::LeadIsOutside => ("lead", "pairing-cannot-lead-outside"),
            Self::UnknownLead => ("lead", "pairing-cannot-unknown-lead"),
            Self::LeadIsPartner => ("partners", "pairing-cannot-lead-is-partner"),
            Self::NoPartner => ("partners", "pairing-cannot-no-partner"),
            Self::PartnerTwice => ("partners", "pairing-cannot-partner-twice"),
            Self::TooManyPartners => ("partners", "pairing-cannot-too-many"),
            Self::UnknownPartner => ("partners", "pairing-cannot-unknown-partner"),
            Self::NoProblem => ("problems", "pairing-cannot-no-problem"),
        }
    }
}

/// Every rule that a lead and partners break together. `units`: those that can be chosen, and whether each is outside.
pub fn check_members(
    leads: &[i64],
    partners: &[i64],
    units: &BTreeMap<i64, bool>,
) -> Vec<CannotPair> {
    let mut broken = Vec::new();
    match leads {
        [] => broken.push(CannotPair::NoLead),
        [lead] => match units.get(lead) {
            None => broken.push(CannotPair::UnknownLead),
            Some(true) => broken.push(CannotPair::LeadIsOutside),
            Some(false) => {}
        },
        _ => broken.push(CannotPair::TwoLeads),
    }
    if partners.is_empty() {
        broken.push(CannotPair::NoPartner);
    }
    if partners.iter().any(|p| leads.contains(p)) {
        broken.push(CannotPair::LeadIsPartner);
    }
    if partners.iter().collect::<BTreeSet<_>>().len() < partners.len() {
        broken.push(CannotPair::PartnerTwice);
    }
    if partners.len() > PARTNERS_MAX {
        broken.push(CannotPair::TooManyPartners);
    }
    if partners.iter().any(|p| !units.contains_key(p)) {
        broken.push(CannotPair::UnknownPartner);
    }
    broken
}

/// Reads what was typed. `year`: of the campaign; `units`: those that can be chosen, and whether each is outside.
pub fn read(input: &Input, year: i64, units: &BTreeMap<i64, bool>) -> Result<Read> {
    let mut check = Check::new();
    let title = check.text("title", &input.title, TITLE_CHARS_MAX);
    // What is no number cannot be a unit or a problem: 0 is known to nobody.
    let id = |typed: &str| typed.trim().parse().unwrap_or(0);
    let leads: Vec<i64> = input
        .lead
        .split([',', '，', '、'])
        .filter(|l| !l.trim().is_empty())
        .map(id)
        .collect();
    let chosen = |typed: &[String]| -> Vec<i64> {
        let typed = typed.iter().filter(|t| !t.trim().is_empty());
        typed.map(|t| id(t)).collect()
    };
    let partners = chosen(&input.partners);
    let mut problems = chosen(&input.problems);
    problems.sort_unstable();
    problems.dedup();
    let mut broken = check_members(&leads, &partners, units);
    if problems.is_empty() {
        broken.push(CannotPair::NoProblem);
    }
    for rule in broken {
        let (field, key) = rule.words();
        check.refuse(field, Say::new(key).with("max", PARTNERS_MAX));
    }
    let read = Read {
        title,
        lead: leads.first().copied().unwrap_or_default(),
        partners,
        problems,
        theme_id: check.id("theme_id", &input.theme_id),
        theme_text: check.optional("theme_text", &input.theme_text, TITLE_CHARS_MAX),
        date: read_date(&mut check, "date_text", &input.date_text, year),
        partners_open: check.optional("partners_open", &input.partners_open, TITLE_CHARS_MAX),
    };
    check.done()?;
    Ok(read)
}

/// Problems that a new pairing can take: on the list or out as a challenge, or already being solved by others.
pub const fn can_be_paired(state: ProblemState) -> bool {
    matches!(
        state,
        ProblemState::Listed | ProblemState::Posted | ProblemState::Paired | ProblemState::Working
    )
}

/// Work on the problem is under way: somebody must answer for it until it is settled.
pub const fn is_under_way(state: ProblemState) -> bool {
    matches!(
        state,
        ProblemState::Working | ProblemState::Verifying | ProblemState::Suspended
    )
}

/// What the actor is toward a pairing or its problems, through these members.
pub fn member_parts<'a>(
    actor: &Actor,
    members: impl IntoIterator<Item = &'a pairing_member::Model>,
) -> Vec<Part> {
    let mut parts = Vec::new();
    for member in members {
        let (speaks, heads) = match member.role {
            MemberRole::Lead | MemberRole::CoLead => (Part::Lead, Part::LeadHead),
            MemberRole::Partner => (Part::Partner, Part::PartnerHead),
        };
        if actor.speaks_for(member.unit_id) {
            parts.push(speaks);
        }
        if actor.heads(member.unit_id) {
            parts.push(heads);
        }
    }
    parts.sort_unstable();
    parts.dedup();
    parts
}

/// What the actor is toward a pairing with these members.
pub fn parts(actor: &Actor, members: &[pairing_member::Model]) -> Vec<Part> {
    let mut parts = actor.standing_parts();
    parts.extend(member_parts(actor, members));
    parts
}

/// Works for the lead, or coordinates: may change the pairing and speak for its outside partners.
pub fn is_lead_side(parts: &[Part]) -> bool {
    [Part::Lead, Part::LeadHead, Part::Coordinator]
        .iter()
        .any(|p| parts.contains(p))
}

/// All members said yes, and there is somebody to pair with.
pub fn is_agreed(members: &[pairing_member::Model]) -> bool {
    members.iter().all(|m| m.answer == MemberAnswer::Confirmed)
        && members.iter().any(|m| m.role != MemberRole::Lead)
}

/// The lead said no, or every partner did: there is nothing left to wait for.
pub fn is_refused(members: &[pairing_member::Model]) -> bool {
    let declined = |m: &pairing_member::Model| m.answer == MemberAnswer::Declined;
    let lead = |m: &pairing_member::Model| m.role == MemberRole::Lead;
    members.iter().any(|m| lead(m) && declined(m)) || members.iter().all(|m| lead(m) || declined(m))
}

/// An entry about a pairing or what hangs on it, once for the story of each of the pairing's problems; the last is the entry itself.
pub fn stories(mut entry: Entry, links: &[pairing_problem::Model]) -> Vec<Entry> {
    entry.problem_id = links.first().map(|l| l.problem_id);
    let copies = links.iter().skip(1).map(|link| Entry {
        subject: "pairing_problem",
        subject_id: link.id,
        problem_id: Some(link.problem_id),
        ..entry.clone()
    });
    let mut entries: Vec<Entry> = copies.collect();
    entries.push(entry);
    entries
}

/// Why a member cannot give an answer now.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CannotAnswer {
    /// The invitation is not out, or the pairing is over.
    NotAsked,
    AlreadyAnswered,
    /// An inside unit answers for itself.
    NotYourUnit,
    /// An outside unit is answered for by the lead's side.
    NotLeadSide,
}

impl CannotAnswer {
    /// Text key of the words.
    pub const fn key(self) -> &'static str {
        match self {
            Self::NotAsked => "pairing-cannot-answer-not-asked",
            Self::AlreadyAnswered => "pairing-cannot-answer-twice",
            Self::NotYourUnit => "pairing-cannot-answer-unit",
            Self::NotLeadSide => "pairing-cannot-answer-outside",
        }
    }
}

/// May the actor answer for this member?
pub fn may_answer(
    actor: &Actor,
    state: State,
    member: &pairing_member::Model,
    is_outside: bool,
    parts: &[Part],
) -> Result<(), CannotAnswer> {
    if !matches!(state, State::Invited | State::Active) || member.asked_at.is_none() {
        return Err(CannotAnswer::NotAsked);
    }
    if is_outside && !is_lead_side(parts) {
        return Err(CannotAnswer::NotLeadSide);
    }
    if !is_outside && !actor.speaks_for(member.unit_id) {
        return Err(CannotAnswer::NotYourUnit);
    }
    if member.answer != MemberAnswer::Waiting {
        return Err(CannotAnswer::AlreadyAnswered);
    }
    Ok(())
}

/// Why a member cannot be taken out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CannotRemove {
    IsLead,
    /// Nobody would be left to pair with.
    LastPartner,
}

impl CannotRemove {
    /// Text key of the words.
    pub const fn key(self) -> &'static str {
        match self {
            Self::IsLead => "pairing-cannot-remove-lead",
            Self::LastPartner => "pairing-cannot-remove-last",
        }
    }
}

/// May this unit be taken out of the members?
pub fn may_remove(members: &[pairing_member::Model], unit_id: i64) -> Result<(), CannotRemove> {
    let is_lead = |m: &pairing_member::Model| m.role == MemberRole::Lead;
    if members.iter().any(|m| m.unit_id == unit_id && is_lead(m)) {
        return Err(CannotRemove::IsLead);
    }
    let stays = |m: &&pairing_member::Model| {
        m.unit_id != unit_id && !is_lead(m) && m.answer != MemberAnswer::Declined
    };
    if members.iter().find(stays).is_none() {
        return Err(CannotRemove::LastPartner);
    }
    Ok(())
}

/// One change of a pairing's members from what stands to what is wanted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MemberChange {
    Add(i64, MemberRole, i64),
    /// Row id, new role and position.
    Keep(i64, MemberRole, i64),
    /// Row id and unit.
    Remove(i64, i64),
}

/// How to come from `members` to one lead and these partners, removals first, so that there are never two leads.
pub fn member_changes(
    members: &[pairing_member::Model],
    lead: i64,
    partners: &[i64],
) -> Vec<MemberChange> {
    let wanted: Vec<i64> = std::iter::once(lead)
        .chain(partners.iter().copied())
        .collect();
    let mut changes: Vec<MemberChange> = members
        .iter()
        .filter(|m| !wanted.contains(&m.unit_id))
        .map(|m| MemberChange::Remove(m.id, m.unit_id))
        .collect();
    let mut rest = Vec::new();
    for (unit, position) in wanted.into_iter().zip(0..) {
        let had = members.iter().find(|m| m.unit_id == unit);
        let role = match had {
            _ if unit == lead => MemberRole::Lead,
            Some(m) if m.role == MemberRole::CoLead => MemberRole::CoLead,
            _ => MemberRole::Partner,
        };
        rest.push(match had {
            Some(m) => MemberChange::Keep(m.id, role, position),
            None => MemberChange::Add(unit, role, position),
        });
    }
    // The new lead comes last: the old one has stepped down by then.
    rest.rotate_left(1);
    changes.extend(rest);
    changes
}
