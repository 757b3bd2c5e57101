//! Who does the work on a problem, from its pairings and the duties of its measures; what an actor is toward it. Pure.

use std::collections::BTreeSet;

use crate::measure::rules::DutyRole;
use crate::org::{Actor, Part};
use crate::pairing::rules::MemberRole;
use crate::problem::tables::problem;

/// A unit in a pairing of the problem.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Member {
    pub unit_id: i64,
    pub role: MemberRole,
    /// The pairing is active or concluded; else it was terminated and the unit did some of the work once.
    pub is_live: bool,
}

/// A unit or person with a duty for one of the measures.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Duty {
    pub unit_id: Option<i64>,
    pub person_id: Option<i64>,
    /// The unit in which that person works.
    pub person_unit_id: Option<i64>,
    pub role: DutyRole,
}

/// Everybody who does or did the work.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Doers {
    pub members: Vec<Member>,
    pub duties: Vec<Duty>,
}

impl Doers {
    /// Units that take part now: they can share credit and are asked for their view.
    pub fn taking_part(&self) -> BTreeSet<i64> {
        let members = self.members.iter().filter(|m| m.is_live);
        let units = members.map(|m| m.unit_id);
        units
            .chain(self.duties.iter().filter_map(|d| d.unit_id))
            .collect()
    }

    /// Units that did any of the work, also in a pairing that ended, also through one of their people.
    pub fn units(&self) -> BTreeSet<i64> {
        let of_person = |d: &Duty| {
            d.person_unit_id
                .filter(|_| d.role != DutyRole::LeaderInCharge)
        };
        let members = self.members.iter().map(|m| m.unit_id);
        members
            .chain(self.duties.iter().filter_map(|d| d.unit_id))
            .chain(self.duties.iter().filter_map(of_person))
            .collect()
    }

    /// People with a duty of their own.
    pub fn people(&self) -> BTreeSet<i64> {
        self.duties.iter().filter_map(|d| d.person_id).collect()
    }

    /// Lead units and partner units of live pairings, each once.
    pub fn sides(&self) -> (BTreeSet<i64>, BTreeSet<i64>) {
        let live = |is_lead: bool| {
            self.members
                .iter()
                .filter(move |m| m.is_live && (m.role == MemberRole::Partner) != is_lead)
                .map(|m| m.unit_id)
                .collect::<BTreeSet<i64>>()
        };
        let lead = live(true);
        let partners = live(false).difference(&lead).copied().collect();
        (lead, partners)
    }

    /// Who is credited with a result, with percents: the named ones, or everybody who takes part, the lead first.
    pub fn credited(&self, named: &[(i64, Option<i64>)]) -> Vec<(i64, Option<i64>)> {
        if !named.is_empty() {
            return named.to_vec();
        }
        let (lead, partners) = self.sides();
        let units = lead.into_iter().chain(partners);
        units.map(|unit| (unit, None)).collect()
    }

    /// What the actor is toward the problem.
    pub fn parts(&self, actor: &Actor) -> Vec<Part> {
        let mut parts = actor.standing_parts();
        let (lead, partners) = self.sides();
        let any = |units: &BTreeSet<i64>, is: &dyn Fn(i64) -> bool| units.iter().any(|u| is(*u));
        let held = [
            (any(&lead, &|u| actor.speaks_for(u)), Part::Lead),
            (any(&lead, &|u| actor.heads(u)), Part::LeadHead),
            (any(&partners, &|u| actor.speaks_for(u)), Part::Partner),
            (any(&partners, &|u| actor.heads(u)), Part::PartnerHead),
            (self.owns(actor), Part::Owner),
        ];
        parts.extend(held.into_iter().filter(|(is, _)| *is).map(|(_, p)| p));
        parts
    }

    fn owns(&self, actor: &Actor) -> bool {
        self.duties
            .iter()
            .any(|d| d.role == DutyRole::Owner && d.person_id == Some(actor.person_id))
    }

    /// May the actor see what is internal to those involved: doers, the raiser's side, and those who see all.
    pub fn involves(&self, actor: &Actor, problem: &problem::Model) -> bool {
        let own = actor.units();
        actor.sees_all()
            || !own.is_disjoint(&self.units())
            || self.people().contains(&actor.person_id)
            || problem.raised_by_unit_id.is_some_and(|u| own.contains(&u))
            || problem.raised_by_person_id == Some(actor.person_id)
    }
}
