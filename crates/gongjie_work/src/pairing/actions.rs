//! Verbs of a pairing: find -> rules -> write -> journal, inside the transaction they are given.

mod answers;
mod endings;
mod old;

use std::collections::BTreeMap;

use gongjie_base::{Conn, Error, Result, Say, Tx};
use sea_orm::Set;
use serde::Deserialize;

pub use answers::{AnswerInput, RemovalInput, answer, invite, remove_member};
pub use endings::{conclude, terminate};
pub use old::{Recorded, RecordedMember, record_old};

use super::leaving::{Afterwards, Leaving, afterwards};
use super::queries;
use super::rules::{self, Input, LeadBasis, MemberAnswer, MemberChange, MemberRole, Read, State};
use super::tables::{pairing, pairing_member};
use crate::campaign::queries as campaigns;
use crate::journal::{self, Entry};
use crate::org::{Acting, Actor, Part, queries as org};
use crate::problem::lifecycle::Action as ProblemAction;
use crate::problem::rules::State as ProblemState;
use crate::problem::{actions as problems, queries as problem_queries};

/// A step of a pairing as typed.
#[derive(Debug, Clone, Default, Deserialize, utoipa::ToSchema)]
#[serde(default)]
pub struct StepInput {
    pub reason: String,
    /// Version that the typist saw; empty: whatever stands.
    pub version: String,
}

/// A problem to be linked, as typed.
#[derive(Debug, Clone, Default, Deserialize, utoipa::ToSchema)]
#[serde(default)]
pub struct LinkInput {
    pub problem_id: String,
}

/// What the actor is toward a problem through its pairings: lead and partners, their heads. Only members who confirmed.
pub async fn parts(conn: &Conn, actor: &Actor, problem_id: i64) -> Result<Vec<Part>> {
    let pairings = queries::list_of_problem(conn, actor, problem_id).await?;
    let binding: Vec<i64> = pairings
        .iter()
        .filter(|p| p.state.binds())
        .map(|p| p.id)
        .collect();
    let members = queries::list_members(conn, &binding).await?;
    let confirmed = members
        .iter()
        .filter(|m| m.answer == MemberAnswer::Confirmed);
    Ok(rules::member_parts(actor, confirmed))
}

/// Drafts a pairing 草拟结对 in the open campaign. For people of the lead unit and for coordinators.
pub async fn create(tx: &Tx, acting: &Acting, input: &Input) -> Result<i64> {
    let campaign = campaigns::find_open_campaign(tx, &acting.actor).await?;
    let read = check(tx, acting, input, campaign.year, &[], &[]).await?;
    if !acting.actor.speaks_for(read.lead) && !is_coordinator(acting) {
        return Err(Error::invalid("lead", "pairing-not-your-unit"));
    }
    let row = pairing::ActiveModel {
        organization_id: Set(acting.actor.organization_id),
        campaign_id: Set(campaign.id),
        title: Set(read.title.clone()),
        theme_text: Set(read.theme_text.clone()),
        theme_id: Set(read.theme_id),
        date_text: Set(read.date.text.clone()),
        date_from: Set(read.date.from.clone()),
        date_to: Set(read.date.to.clone()),
        date_precision: Set(read.date.precision),
        lead_basis: Set(LeadBasis::Stated),
        partners_open: Set(read.partners_open.clone()),
        state: Set(State::Draft),
        state_since: Set(acting.at),
        created_at: Set(acting.at),
        version: Set(1),
        ..Default::default()
    };
    let id = queries::insert(tx, row).await?;
    change_members(tx, acting, id, State::Draft, &[], &read).await?;
    for problem_id in &read.problems {
        queries::insert_link(tx, id, *problem_id).await?;
    }
    let names = org::unit_names(tx, acting.actor.organization_id).await?;
    let entry = Entry::new("pairing.create", "pairing", id)
        .set("title", &read.title)
        .set("lead", named(&names, [read.lead]))
        .set("partners", named(&names, read.partners.iter().copied()))
        .set("state", State::Draft);
    tell(tx, acting, entry, id).await?;
    Ok(id)
}

/// Edits a pairing: while it is drafted or invited freely, later with the members asked anew. For the lead's side.
pub async fn edit(tx: &Tx, acting: &Acting, id: i64, input: &Input) -> Result<()> {
    let found = queries::find(tx, &acting.actor, id).await?;
    let version = input.version.trim().parse().unwrap_or(found.version);
    let members = queries::list_members(tx, &[id]).await?;
    if !may_edit(&found, &rules::parts(&acting.actor, &members)) {
        return Err(Error::forbidden("pairing-cannot-edit"));
    }
    let links = queries::list_links(tx, &[id]).await?;
    let linked: Vec<i64> = links.iter().map(|l| l.problem_id).collect();
    let campaign = campaigns::find_campaign(tx, &acting.actor, found.campaign_id).await?;
    let read = check(tx, acting, input, campaign.year, &members, &linked).await?;
    let old_lead = lead_of(&members);
    if old_lead != Some(read.lead)
        && !is_coordinator(acting)
        && (found.state == State::Active || !acting.actor.speaks_for(read.lead))
    {
        return Err(Error::invalid("lead", "pairing-lead-fixed"));
    }
    let names = org::unit_names(tx, acting.actor.organization_id).await?;
    let themes = campaigns::list_themes(tx, &acting.actor).await?;
    let themes = themes.into_iter().map(|t| (t.id, t.name)).collect();
    let entry = edit_entry(&found, &members, &read, &names, &themes);
    let basis = if old_lead == Some(read.lead) {
        found.lead_basis
    } else {
        LeadBasis::Stated
    };
    let row = pairing::ActiveModel {
        title: Set(read.title.clone()),
        theme_text: Set(read.theme_text.clone()),
        theme_id: Set(read.theme_id),
        date_text: Set(read.date.text.clone()),
        date_from: Set(read.date.from.clone()),
        date_to: Set(read.date.to.clone()),
        date_precision: Set(read.date.precision),
        lead_basis: Set(basis),
        partners_open: Set(read.partners_open.clone()),
        ..Default::default()
    };
    queries::update(tx, row, id, version).await?;
    change_members(tx, acting, id, found.state, &members, &read).await?;
    tell(tx, acting, entry, id).await?;
    for link in links
        .iter()
        .filter(|l| !read.problems.contains(&l.problem_id))
    {
        unlink(tx, acting, &found, link.id, link.problem_id).await?;
    }
    for problem_id in read.problems.iter().filter(|p| !linked.contains(p)) {
        link(tx, acting, &found, *problem_id).await?;
    }
    answers::settle(tx, acting, id).await
}

/// Who may edit: the lead's side, as long as the pairing is not over.
pub fn may_edit(found: &pairing::Model, parts: &[Part]) -> bool {
    found.state.is_open() && rules::is_lead_side(parts)
}

/// Adds a problem to a pairing. An active pairing takes it over at once. For the lead's side.
pub async fn link_problem(tx: &Tx, acting: &Acting, id: i64, input: &LinkInput) -> Result<()> {
    let found = queries::find(tx, &acting.actor, id).await?;
    let members = queries::list_members(tx, &[id]).await?;
    if !may_edit(&found, &rules::parts(&acting.actor, &members)) {
        return Err(Error::forbidden("pairing-cannot-edit"));
    }
    let mut typed = gongjie_base::check::Check::new();
    let problem_id = typed.required_id("problem_id", &input.problem_id);
    typed.done()?;
    let links = queries::list_links(tx, &[id]).await?;
    if links.iter().any(|l| l.problem_id == problem_id) {
        return Err(Error::invalid("problem_id", "pairing-problem-linked"));
    }
    check_problem(tx, acting, "problem_id", problem_id).await?;
    queries::lock(tx, id).await?;
    link(tx, acting, &found, problem_id).await
}

/// Reads a form against what is there: units, theme and problems must be the organisation's and fit.
async fn check(
    tx: &Tx,
    acting: &Acting,
    input: &Input,
    year: i64,
    members: &[pairing_member::Model],
    linked: &[i64],
) -> Result<Read> {
    let units = org::list_units(tx, &acting.actor).await?;
    let had: Vec<i64> = members.iter().map(|m| m.unit_id).collect();
    let choosable: BTreeMap<i64, bool> = units
        .into_iter()
        .filter(|u| u.valid_to.is_none() || had.contains(&u.id))
        .map(|u| (u.id, u.is_outside))
        .chain(had.iter().map(|id| (*id, false)))
        .fold(BTreeMap::new(), |mut all, (id, outside)| {
            all.entry(id).or_insert(outside);
            all
        });
    let read = rules::read(input, year, &choosable)?;
    if let Some(id) = read.theme_id {
        campaigns::find_theme(tx, &acting.actor, id)
            .await
            .map_err(|_| Error::invalid("theme_id", "error-not-in-list"))?;
    }
    for id in read.problems.iter().filter(|p| !linked.contains(p)) {
        check_problem(tx, acting, "problems", *id).await?;
    }
    Ok(read)
}

async fn check_problem(tx: &Tx, acting: &Acting, field: &str, id: i64) -> Result<()> {
    let problem = problem_queries::find(tx, &acting.actor, id)
        .await
        .map_err(|_| Error::invalid(field, "error-not-in-list"))?;
    if rules::can_be_paired(problem.state) {
        Ok(())
    } else {
        Err(Error::invalid(field, "pairing-problem-not-ready"))
    }
}

/// Writes the difference between the members that stand and those that are wanted.
async fn change_members(
    tx: &Tx,
    acting: &Acting,
    pairing_id: i64,
    state: State,
    members: &[pairing_member::Model],
    read: &Read,
) -> Result<()> {
    let asked_at = (state != State::Draft).then_some(acting.at);
    for change in rules::member_changes(members, read.lead, &read.partners) {
        match change {
            MemberChange::Remove(id, _) => take_out(tx, acting, members, id).await?,
            MemberChange::Keep(id, role, position) => {
                let row = pairing_member::ActiveModel {
                    role: Set(role),
                    position: Set(position),
                    ..Default::default()
                };
                queries::update_member(tx, row, id).await?;
            }
            MemberChange::Add(unit_id, role, position) => {
                let row = pairing_member::ActiveModel {
                    pairing_id: Set(pairing_id),
                    unit_id: Set(unit_id),
                    role: Set(role),
                    position: Set(position),
                    answer: Set(MemberAnswer::Waiting),
                    asked_at: Set(asked_at),
                    ..Default::default()
                };
                queries::insert_member(tx, row).await?;
            }
        }
    }
    Ok(())
}

/// Who confirmed stays in the record as having left; who never said yes is taken out.
async fn take_out(
    tx: &Tx,
    acting: &Acting,
    members: &[pairing_member::Model],
    id: i64,
) -> Result<()> {
    let confirmed = members
        .iter()
        .any(|m| m.id == id && m.answer == MemberAnswer::Confirmed);
    if !confirmed {
        return queries::delete_member(tx, id).await;
    }
    let row = pairing_member::ActiveModel {
        role: Set(MemberRole::Partner),
        answer: Set(MemberAnswer::Left),
        answered_at: Set(Some(acting.at)),
        answered_by_id: Set(acting.by().person_id),
        ..Default::default()
    };
    queries::update_member(tx, row, id).await
}

fn edit_entry(
    found: &pairing::Model,
    members: &[pairing_member::Model],
    read: &Read,
    names: &BTreeMap<i64, String>,
    themes: &BTreeMap<i64, String>,
) -> Entry {
    let theme = |id: Option<i64>| id.and_then(|id| themes.get(&id));
    let partners = members.iter().filter(|m| m.role != MemberRole::Lead);
    let old_lead = lead_of(members).map(|l| named(names, [l]));
    Entry::new("pairing.edit", "pairing", found.id)
        .change("title", Some(&found.title), Some(&read.title))
        .change("theme", theme(found.theme_id), theme(read.theme_id))
        .change(
            "theme_text",
            found.theme_text.as_ref(),
            read.theme_text.as_ref(),
        )
        .change(
            "date_text",
            found.date_text.as_ref(),
            read.date.text.as_ref(),
        )
        .change(
            "partners_open",
            found.partners_open.as_ref(),
            read.partners_open.as_ref(),
        )
        .change("lead", old_lead, Some(named(names, [read.lead])))
        .change(
            "partners",
            Some(named(names, partners.map(|m| m.unit_id))),
            Some(named(names, read.partners.iter().copied())),
        )
}

async fn link(tx: &Tx, acting: &Acting, found: &pairing::Model, problem_id: i64) -> Result<()> {
    let id = queries::insert_link(tx, found.id, problem_id).await?;
    let entry = Entry::new("pairing.link_problem", "pairing_problem", id)
        .of_problem(problem_id)
        .set("pairing", &found.title);
    journal::record(tx, acting.by(), entry).await?;
    if found.state == State::Active {
        pair_problem(tx, acting, problem_id).await?;
    }
    Ok(())
}

async fn unlink(
    tx: &Tx,
    acting: &Acting,
    found: &pairing::Model,
    link_id: i64,
    problem_id: i64,
) -> Result<()> {
    queries::delete_link(tx, link_id).await?;
    let entry = Entry::new("pairing.unlink_problem", "pairing_problem", link_id)
        .of_problem(problem_id)
        .change("pairing", Some(&found.title), None::<String>);
    journal::record(tx, acting.by(), entry).await?;
    if found.state == State::Active {
        let leaving = Leaving::Unlinked;
        release_problem(tx, acting, found.id, problem_id, leaving, None).await?;
    }
    Ok(())
}

/// A problem of an active pairing is paired, if it still waits for one.
async fn pair_problem(tx: &Tx, acting: &Acting, problem_id: i64) -> Result<()> {
    let problem = problem_queries::find(tx, &acting.actor, problem_id).await?;
    if !matches!(problem.state, ProblemState::Listed | ProblemState::Posted) {
        return Ok(());
    }
    let step = problems::Step::default();
    let system = [Part::System];
    problems::advance(tx, acting, problem_id, ProblemAction::Pair, &system, &step).await
}

/// A problem that no other active pairing solves goes back to the list, stays, or cannot be let go: the rules say which.
async fn release_problem(
    tx: &Tx,
    acting: &Acting,
    pairing_id: i64,
    problem_id: i64,
    leaving: Leaving,
    reason: Option<&str>,
) -> Result<()> {
    let problem = problem_queries::find(tx, &acting.actor, problem_id).await?;
    if queries::has_other_active(tx, problem_id, pairing_id).await? {
        return Ok(());
    }
    let cannot = |key| Error::Conflict(Say::new(key).with("title", &problem.title));
    match afterwards(leaving, problem.state) {
        Afterwards::Stays => return Ok(()),
        Afterwards::CannotLeave => return Err(cannot("pairing-cannot-unlink-open")),
        Afterwards::InCheck => return Err(cannot("pairing-cannot-leave-check")),
        Afterwards::BackToList => {}
    }
    let step = problems::Step {
        reason: reason.unwrap_or_default().to_owned(),
        ..problems::Step::default()
    };
    let system = [Part::System];
    let action = ProblemAction::Unpair;
    problems::advance(tx, acting, problem_id, action, &system, &step).await
}

/// Records an entry about a pairing, in the story of each of its problems.
async fn tell(tx: &Tx, acting: &Acting, entry: Entry, pairing_id: i64) -> Result<()> {
    let links = queries::list_links(tx, &[pairing_id]).await?;
    for entry in rules::stories(entry, &links) {
        journal::record(tx, acting.by(), entry).await?;
    }
    Ok(())
}

fn is_coordinator(acting: &Acting) -> bool {
    acting.actor.standing_parts().contains(&Part::Coordinator)
}

fn lead_of(members: &[pairing_member::Model]) -> Option<i64> {
    members
        .iter()
        .find(|m| m.role == MemberRole::Lead)
        .map(|m| m.unit_id)
}

/// Names of units as the journal keeps them, separated by 、.
fn named(names: &BTreeMap<i64, String>, ids: impl IntoIterator<Item = i64>) -> String {
    let names: Vec<&str> = ids
        .into_iter()
        .filter_map(|id| names.get(&id).map(String::as_str))
        .collect();
    names.join("、")
}
