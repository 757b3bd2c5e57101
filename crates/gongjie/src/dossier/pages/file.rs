//! One problem's file: stepper, pairing, three lists, outcomes, story, and the next step for whoever is to take it.

use askama::Template;
use axum::extract::Path;
use gongjie_base::lifecycle as table;

use super::super::facts::{Facts, Want, of};
use super::super::queries;
use super::super::steps::{Standing, steps};
use crate::close_out::queries as close_outs;
use crate::door::{Answer, Visit, show};
use crate::journal::queries::{self as journal, Line};
use crate::layout::Page;
use crate::measure::rules::{DutyRole, State as MeasureState};
use crate::org::Part;
use crate::outcome::tables::figure;
use crate::pairing::actions as pairings;
use crate::pairing::rules::{LeadBasis, MemberRole};
use crate::problem::lifecycle::{Action, TABLE, needs_reason};
use crate::problem::rules::{State, TitleBasis};
use crate::problem::tables::problem;
use crate::problem::{actions as problem_actions, queries as problems, rules};

/// Entries of the story on the page.
const STORY: u64 = 40;

/// A pairing's joint.
struct Joint {
    id: i64,
    lead: String,
    is_first_listed: bool,
    /// Name, outside.
    mates: Vec<(String, bool)>,
    date: String,
}

/// A measure's line.
struct Task {
    id: i64,
    text: String,
    depth: usize,
    units: String,
    owner: Option<String>,
    due: Option<String>,
    light: &'static str,
    why: String,
}

/// An outcome with its figures.
struct Result {
    id: i64,
    text: String,
    figures: Vec<figure::Model>,
    pieces: usize,
}

/// A verb of the problem that the actor may use now.
struct Verb {
    action: Action,
    needs_reason: bool,
    needs_master: bool,
}

#[derive(Template)]
#[template(path = "dossier/show.html")]
struct File {
    p: Page,
    problem: problem::Model,
    is_derived: bool,
    theme: Option<(String, String, String)>,
    raised_by: Option<String>,
    steps: Vec<(&'static str, Standing)>,
    joints: Vec<Joint>,
    tasks: Vec<Task>,
    results: Vec<Result>,
    documents: Vec<(String, String)>,
    story: Vec<Line>,
    verbs: Vec<Verb>,
    may_edit: bool,
    may_pair: bool,
    may_plan: bool,
    may_start: bool,
    may_record: bool,
    may_apply: bool,
    who_next: Vec<String>,
    is_example: bool,
}

impl File {
    fn count(&self) -> usize {
        self.tasks.len().max(1)
    }

    fn is_closed(&self) -> bool {
        self.problem.state == State::Closed
    }

    fn closing(&self) -> bool {
        matches!(self.problem.state, State::Verifying | State::Closed) || self.may_apply
    }
}

/// `GET /problems/{id}`
pub async fn show_one(visit: Visit, Path(id): Path<i64>) -> Answer {
    let actor = visit.actor()?;
    let conn = visit.app.db.snapshot().await?;
    let found = problems::find(&conn, actor, id).await?;
    let facts =
        queries::of_problems(&conn, actor, vec![found.clone()], Want::ALL, visit.today()).await?;
    let story = journal::list_of_problem(&conn, actor.organization_id, id, STORY).await?;
    let mut parts = rules::parts(actor, &found);
    parts.extend(pairings::parts(&conn, actor, id).await?);
    let is_live = close_outs::is_live(&conn, id).await?;
    let has = |wanted: &[Part]| wanted.iter().any(|p| parts.contains(p));
    let open = matches!(
        found.state,
        State::Paired | State::Working | State::LongTerm
    );
    let side = has(&[Part::Lead, Part::LeadHead, Part::Coordinator]);
    let p = visit.page(found.title.clone());
    let tasks = tasks(&facts, id, &p);
    let results = results(&facts, id);
    let has_plan = tasks.iter().any(|t| t.owner.is_some() && t.due.is_some());
    show(&File {
        steps: steps(found.state, !tasks.is_empty(), !results.is_empty()),
        is_derived: found.title_basis == TitleBasis::Derived,
        theme: facts
            .theme(found.theme_id)
            .map(|t| (t.code.clone(), t.mark.clone(), t.name.clone())),
        raised_by: found
            .raised_by_unit_id
            .map(|u| facts.unit_name(u).to_owned()),
        joints: joints(&facts, id),
        documents: of(&facts.documents, id)
            .iter()
            .map(|d| (d.title.clone(), p.code("document-state", d.state)))
            .collect(),
        verbs: verbs(&found, &parts),
        may_edit: problem_actions::may_edit(&found, &parts),
        may_pair: matches!(found.state, State::Listed | State::Posted)
            && (parts.contains(&Part::Coordinator) || !actor.units().is_empty()),
        may_plan: open && side,
        may_start: found.state == State::Paired && side && has_plan,
        may_record: open
            && has(&[
                Part::Lead,
                Part::LeadHead,
                Part::Partner,
                Part::PartnerHead,
                Part::Coordinator,
            ]),
        may_apply: matches!(found.state, State::Working | State::LongTerm)
            && facts.is_all_done(id)
            && side
            && !is_live,
        who_next: who_next(&found, &p),
        is_example: actor.is_example,
        tasks,
        results,
        story,
        problem: found,
        p,
    })
}

fn joints(facts: &Facts, id: i64) -> Vec<Joint> {
    let joint = |pairing: &&crate::pairing::tables::pairing::Model| {
        let members = of(&facts.members, pairing.id);
        let leads = members.iter().filter(|m| m.role != MemberRole::Partner);
        Joint {
            id: pairing.id,
            lead: leads
                .map(|m| facts.unit_short(m.unit_id))
                .collect::<Vec<_>>()
                .join("、"),
            is_first_listed: pairing.lead_basis == LeadBasis::FirstListed,
            mates: members
                .iter()
                .filter(|m| m.role == MemberRole::Partner)
                .map(|m| {
                    (
                        facts.unit_short(m.unit_id).to_owned(),
                        facts.is_outside(m.unit_id),
                    )
                })
                .collect(),
            date: pairing.date_text.clone().unwrap_or_default(),
        }
    };
    facts.live_pairings(id).iter().map(joint).collect()
}

fn tasks(facts: &Facts, id: i64, p: &Page) -> Vec<Task> {
    facts
        .live_measures(id)
        .map(|m| {
            let mut units: Vec<String> = facts
                .duty_units(m.id, DutyRole::Lead)
                .into_iter()
                .map(|(_, name)| name)
                .collect();
            units.extend(
                facts
                    .duty_units(m.id, DutyRole::Partner)
                    .into_iter()
                    .map(|(_, name)| name),
            );
            let lit = facts.lights.get(&m.id);
            let light = if m.state == MeasureState::Done {
                "done"
            } else {
                lit.map_or("idle", |l| l.light)
            };
            Task {
                id: m.id,
                text: m.text.clone(),
                depth: facts.depth(m).min(3),
                units: units.join("、"),
                owner: facts
                    .duty_person(m.id, DutyRole::Owner)
                    .map(|(_, name)| name.to_owned()),
                due: m.due_on.clone(),
                light,
                why: lit.map(|l| p.words.say(&l.why)).unwrap_or_default(),
            }
        })
        .collect()
}

fn results(facts: &Facts, id: i64) -> Vec<Result> {
    of(&facts.outcomes, id)
        .iter()
        .map(|o| Result {
            id: o.id,
            text: o.text.clone(),
            figures: of(&facts.figures, o.id).to_vec(),
            pieces: of(&facts.evidence, o.id).len(),
        })
        .collect()
}

/// Buttons that exist: the lines of the table that this actor may use, without those that the product uses itself.
fn verbs(found: &problem::Model, parts: &[Part]) -> Vec<Verb> {
    table::open_to(TABLE, found.state, parts)
        .into_iter()
        .filter(|l| l.action != Action::Start)
        .map(|l| Verb {
            action: l.action,
            needs_reason: needs_reason(l.action),
            needs_master: l.action == Action::Merge,
        })
        .collect()
}

/// The parts whose turn it is, in words.
fn who_next(found: &problem::Model, p: &Page) -> Vec<String> {
    let parts: &[Part] = match found.state {
        State::Proposed if found.class == Some(rules::Class::SchoolLevel) => &[Part::Leader],
        State::Proposed | State::Posted | State::Suspended | State::LongTerm => {
            &[Part::Coordinator]
        }
        State::Returned | State::Declined => &[Part::Raiser],
        State::Listed | State::Paired | State::Working => &[Part::Lead],
        State::Verifying => &[Part::LeadHead, Part::Partner, Part::Outsider],
        State::Closed => &[Part::Supervisor],
        State::Merged => &[],
    };
    parts.iter().map(|part| p.code("part", part)).collect()
}
