//! The dossier 一事一档 as JSON: where a problem stands, who works on it, what there is of it, and its story.

use axum::extract::Path;
use gongjie_base::Result;
use serde::Serialize;
use utoipa::ToSchema;

use super::facts::{Facts, Want, of};
use super::queries;
use super::rules::{STEPS, step_now, step_state};
use super::story::{self, Event};
use crate::door::{Answer, Unreadable, Visit, json};
use crate::journal::queries::{self as journal, Line};
use crate::measure::rules::State as MeasureState;
use crate::outcome::queries as outcomes;
use crate::pairing::rules::{MemberRole, State as PairingState};
use crate::problem::api::Problem;
use crate::problem::queries as problems;
use crate::problem::rules::ClosedAs;

/// One of the eight steps of a problem.
#[derive(Debug, Serialize, ToSchema)]
pub struct DossierStep {
    /// `raised`, `triaged`, `paired`, `listed`, `progress`, `outcome`, `verdict`, `closed`.
    pub code: &'static str,
    /// `done`, `now`, `todo`, or `sealed` for the last one of a closed problem.
    pub state: &'static str,
}

/// A unit that takes part.
#[derive(Debug, Serialize, ToSchema)]
pub struct DossierUnit {
    pub unit_id: i64,
    pub name: String,
    #[schema(value_type = String)]
    pub role: MemberRole,
}

/// A pairing that takes the problem.
#[derive(Debug, Serialize, ToSchema)]
pub struct DossierPairing {
    pub id: i64,
    pub number: Option<i64>,
    pub title: String,
    #[schema(value_type = String)]
    pub state: PairingState,
    pub units: Vec<DossierUnit>,
}

/// How much there is of a problem.
#[derive(Debug, Serialize, ToSchema)]
pub struct DossierCounts {
    /// Measures and tasks that were not cancelled.
    pub measures: usize,
    pub measures_done: usize,
    pub outcomes: usize,
    /// Pieces that the asker may see.
    pub evidence: usize,
    pub documents: usize,
}

/// A changed field of an entry.
#[derive(Debug, Serialize, ToSchema)]
pub struct DossierChange {
    /// In words.
    pub field: String,
    pub from: String,
    pub to: String,
}

/// An entry of the journal about the problem, in words.
#[derive(Debug, Serialize, ToSchema)]
pub struct DossierEvent {
    /// Number of the entry in the organisation's journal.
    pub seq: i64,
    /// Moment (UTC milliseconds).
    pub at: i64,
    /// Null: the product itself.
    pub by: Option<String>,
    /// Type of the entry, for example `problem.move`.
    pub action: String,
    /// What was done, in words.
    pub what: String,
    pub changes: Vec<DossierChange>,
    /// A step of a life, not a note.
    pub is_step: bool,
}

impl DossierEvent {
    fn of(line: &Line, event: Event) -> Self {
        let changes = event.changes.into_iter();
        Self {
            seq: line.seq,
            at: line.at,
            by: event.who,
            action: line.action.clone(),
            what: event.what,
            changes: changes
                .map(|(field, from, to)| DossierChange { field, from, to })
                .collect(),
            is_step: event.is_step,
        }
    }
}

/// Everything about one problem, in short.
#[derive(Debug, Serialize, ToSchema)]
pub struct Dossier {
    pub problem: Problem,
    /// Name of the unit that raised it.
    pub raised_by: Option<String>,
    /// The problem that it joined, where the asker may see that one.
    pub merged_into_id: Option<i64>,
    pub steps: Vec<DossierStep>,
    /// The loudest light of its measures; null without measures.
    pub light: Option<&'static str>,
    /// The nearest limit of its open measures.
    pub due_on: Option<String>,
    /// Neither declined nor terminated, newest first.
    pub pairings: Vec<DossierPairing>,
    pub counts: DossierCounts,
    /// The last 100 entries, newest first.
    pub events: Vec<DossierEvent>,
}

/// One problem with its pairings, counts and story.
#[utoipa::path(get, path = "/api/v1/problems/{id}/dossier", tag = "problems", params(("id" = i64, Path)),
    responses((status = 200, body = Dossier), Unreadable))]
pub async fn show(visit: Visit, Path(id): Path<i64>) -> Answer {
    let (conn, actor) = (visit.read(), visit.actor()?);
    let problem = problems::find(conn, actor, id).await?;
    let one = vec![problem.clone()];
    let facts = queries::of_problems(conn, actor, one, Want::ALL, visit.today()).await?;
    let now = step_now(&problem, &facts);
    let steps = STEPS.iter().enumerate().map(|(n, code)| DossierStep {
        code,
        state: step_state(n, now, problem.closed_as == Some(ClosedAs::Checked)),
    });
    let merged = queries::find_master(conn, actor, &problem).await?;
    json(&Dossier {
        raised_by: problem
            .raised_by_unit_id
            .map(|u| facts.unit_name(u).to_owned()),
        merged_into_id: merged.map(|(id, _)| id),
        steps: steps.collect(),
        light: facts.problem_light(id),
        due_on: facts.problem_due(id).map(str::to_owned),
        pairings: pairings(&facts, id),
        counts: counts(&visit, &facts, id).await?,
        events: events(&visit, id).await?,
        problem: problem.into(),
    })
}

fn pairings(facts: &Facts, id: i64) -> Vec<DossierPairing> {
    let unit = |member: &crate::pairing::tables::pairing_member::Model| DossierUnit {
        unit_id: member.unit_id,
        name: facts.unit_name(member.unit_id).to_owned(),
        role: member.role,
    };
    facts
        .live_pairings(id)
        .into_iter()
        .map(|found| DossierPairing {
            id: found.id,
            number: found.number,
            title: found.title.clone(),
            state: found.state,
            units: of(&facts.members, found.id).iter().map(unit).collect(),
        })
        .collect()
}

async fn counts(visit: &Visit, facts: &Facts, id: i64) -> Result<DossierCounts> {
    let evidence = outcomes::list_evidence_of_problem(visit.read(), visit.actor()?, id).await?;
    let done = facts.live_measures(id);
    Ok(DossierCounts {
        measures: facts.live_measures(id).count(),
        measures_done: done.filter(|m| m.state == MeasureState::Done).count(),
        outcomes: of(&facts.outcomes, id).len(),
        evidence: evidence.len(),
        documents: of(&facts.documents, id).len(),
    })
}

async fn events(visit: &Visit, id: i64) -> Result<Vec<DossierEvent>> {
    let organization = visit.actor()?.organization_id;
    let lines = journal::list_of_problem(visit.read(), organization, id, story::EVENTS_MAX).await?;
    let told = story::events(&visit.page(""), &lines);
    let told = lines.iter().zip(told);
    Ok(told.map(|(l, event)| DossierEvent::of(l, event)).collect())
}
