//! What permissions depend on, read for many problems at once.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use gongjie_base::{Conn, Result};
use jiff::civil::Date;
use sea_orm::{ColumnTrait, EntityTrait, FromQueryResult, QueryFilter, QuerySelect};

use super::tell_objections;
use crate::calendar::{self, Calendar};
use crate::close_out::case::{Case, Progress, Work};
use crate::close_out::kin::{House, Place};
use crate::close_out::objection::ByCloseOut;
use crate::close_out::tables::judgement;
use crate::measure::queries as measures;
use crate::org::tables::{unit, unit_cover};
use crate::org::{Actor, Part};
use crate::outcome::doers::Doers;
use crate::outcome::queries as outcomes;
use crate::outcome::tables::evidence;
use crate::pairing::queries as pairings;
use crate::pairing::rules::{MemberAnswer, State as PairingState};
use crate::pairing::tables::{pairing, pairing_member};
use crate::problem::tables::problem;

/// What is read about one problem besides its row.
#[derive(Debug, Clone, Default)]
pub struct Facts {
    pub work: Work,
    pub progress: Progress,
    /// What the actor is toward the problem.
    pub parts: Vec<Part>,
    /// Partner units, each once, without the lead's.
    pub partners: BTreeSet<i64>,
    /// Those of the partners that are outside the organisation and have no people here.
    pub outside: BTreeSet<i64>,
    /// The newest asking of the raisers.
    pub judgement: Option<judgement::Model>,
    /// Objections to its close-outs that wait or were upheld.
    pub objections: ByCloseOut,
    /// Working days of the organisation.
    pub calendar: Arc<Calendar>,
}

impl Facts {
    /// The problem as this actor finds it today.
    pub fn case<'a>(
        &'a self,
        actor: &'a Actor,
        problem: &'a problem::Model,
        today: Date,
    ) -> Case<'a> {
        Case {
            actor,
            parts: &self.parts,
            problem,
            work: &self.work,
            progress: self.progress,
            judgement: self.judgement.as_ref(),
            objections: &self.objections,
            calendar: &self.calendar,
            today,
        }
    }
}

/// The facts of these problems by id. The caller has checked that the actor sees the problems.
pub async fn facts_of(
    conn: &Conn,
    actor: &Actor,
    problem_ids: &[i64],
) -> Result<BTreeMap<i64, Facts>> {
    let organization = actor.organization_id;
    let known = conn
        .known("house", organization, house(conn, organization))
        .await?;
    let (house, outside) = known.as_ref();
    let calendar = calendar::queries::find(conn, organization).await?;
    let mut members = invited_units(conn, problem_ids).await?;
    let mut doers = outcomes::list_doers(conn, problem_ids).await?;
    let mut progress = progress_of(conn, problem_ids).await?;
    let mut objections = tell_objections(conn, problem_ids).await?;
    let asked: Vec<judgement::Model> = conn.rows_by("problem_id", problem_ids, "id").await?;
    let mut asked: BTreeMap<i64, judgement::Model> =
        asked.into_iter().map(|j| (j.problem_id, j)).collect();
    Ok(problem_ids
        .iter()
        .map(|id| {
            let doers = doers.remove(id).unwrap_or_default();
            let members = members.remove(id).unwrap_or_default();
            let partners = doers.sides().1;
            let facts = Facts {
                work: work(house, &doers, members),
                progress: progress.remove(id).unwrap_or_default(),
                parts: doers.parts(actor),
                outside: partners.intersection(outside).copied().collect(),
                judgement: asked.remove(id),
                objections: objections.remove(id).unwrap_or_default(),
                partners,
                calendar: Arc::clone(&calendar),
            };
            (*id, facts)
        })
        .collect())
}

fn work(house: &House, doers: &Doers, mut units: BTreeSet<i64>) -> Work {
    units.extend(doers.units());
    Work {
        kin: house.kin(&units),
        units,
        people: doers.people(),
    }
}

/// Units that are or were in any pairing of these problems and did not refuse, also in one that is still a draft.
async fn invited_units(conn: &Conn, problem_ids: &[i64]) -> Result<BTreeMap<i64, BTreeSet<i64>>> {
    let links = pairings::list_links_of_problems(conn, problem_ids).await?;
    let ids: BTreeSet<i64> = links.iter().map(|l| l.pairing_id).collect();
    let ids: Vec<i64> = ids.into_iter().collect();
    let pairings: Vec<pairing::Model> = conn.rows_in("id", &ids).await?;
    let bound = pairings
        .iter()
        .filter(|p| p.state != PairingState::Declined);
    let bound: Vec<i64> = bound.map(|p| p.id).collect();
    let mut members: Vec<pairing_member::Model> = conn.rows_in("pairing_id", &bound).await?;
    members.retain(|m| m.answer != MemberAnswer::Declined);
    let mut found: BTreeMap<i64, BTreeSet<i64>> = BTreeMap::new();
    for link in links {
        let own = members.iter().filter(|m| m.pairing_id == link.pairing_id);
        let units = found.entry(link.problem_id).or_default();
        units.extend(own.map(|m| m.unit_id));
    }
    Ok(found)
}

async fn progress_of(conn: &Conn, problem_ids: &[i64]) -> Result<BTreeMap<i64, Progress>> {
    let mut found: BTreeMap<i64, Progress> = BTreeMap::new();
    for row in measures::list_of_problems(conn, problem_ids).await? {
        let progress = found.entry(row.problem_id).or_default();
        progress.measures += 1;
        progress.open_measures += usize::from(row.state.is_open());
    }
    let pieces: Vec<evidence::Model> = conn.rows_in("problem_id", problem_ids).await?;
    for piece in pieces.iter().filter(|e| !e.is_withdrawn) {
        found.entry(piece.problem_id).or_default().evidence += 1;
    }
    Ok(found)
}

#[derive(FromQueryResult)]
struct Cover {
    branch_id: i64,
    unit_id: i64,
}

async fn house(conn: &Conn, organization_id: i64) -> Result<(House, BTreeSet<i64>)> {
    let units = unit::Entity::find()
        .filter(unit::Column::OrganizationId.eq(organization_id))
        .all(conn)
        .await?;
    let ids: BTreeSet<i64> = units.iter().map(|u| u.id).collect();
    let outside = units.iter().filter(|u| u.is_outside).map(|u| u.id);
    let outside = outside.collect();
    let covers: Vec<Cover> = unit_cover::Entity::find()
        .filter(
            unit_cover::Column::BranchId.in_subquery(sea_orm::QueryTrait::into_query(
                unit::Entity::find()
                    .select_only()
                    .column(unit::Column::Id)
                    .filter(unit::Column::OrganizationId.eq(organization_id)),
            )),
        )
        .into_model()
        .all(conn)
        .await?;
    let places = units.into_iter().map(|u| {
        let place = Place {
            parent_id: u.parent_id.filter(|p| ids.contains(p)),
            kind: u.kind,
            now_id: u.merged_into_id.or(u.successor_id),
        };
        (u.id, place)
    });
    let house = House {
        places: places.collect(),
        covers: covers.iter().map(|c| (c.branch_id, c.unit_id)).collect(),
    };
    Ok((house, outside))
}
