//! From loaded facts to the blocks of the lists; nothing is read here.

use std::collections::BTreeMap;

use super::rules::{Block, Closing, Due, Line, Named, NextStep, Owner, Progress};
use crate::close_out::rules::State as CloseOutState;
use crate::close_out::tables::close_out;
use crate::dossier::facts::{Facts, of};
use crate::measure::rules::{DutyRole, State as MeasureState};
use crate::measure::tables::measure;
use crate::org::{Actor, Role};
use crate::pairing::rules::MemberRole;
use crate::problem::rules::{Carried, State, TitleBasis};
use crate::problem::tables::problem;

/// Everything that blocks are made of.
pub struct Source<'a> {
    pub actor: &'a Actor,
    pub facts: &'a Facts,
    /// Day of the problem's creation by id, where the organisation is.
    pub raised: BTreeMap<i64, String>,
    /// The newest close-out of each problem that was not withdrawn.
    pub closings: BTreeMap<i64, close_out::Model>,
    /// How a problem stands in the campaign beside the others.
    pub carried: BTreeMap<i64, Vec<Carried>>,
    /// Phone numbers by person.
    pub phones: BTreeMap<i64, String>,
}

impl Source<'_> {
    /// All problems with their measures, oldest first.
    pub fn blocks(&self) -> Vec<Block> {
        self.facts
            .problems
            .values()
            .map(|p| self.block(p))
            .collect()
    }

    fn block(&self, problem: &problem::Model) -> Block {
        let facts = self.facts;
        let raised_by = problem
            .raised_by_unit_id
            .map(|id| facts.unit_name(id).to_owned())
            .or_else(|| problem.raised_note.clone());
        let lines = facts
            .live_measures(problem.id)
            .map(|m| self.line(m))
            .collect();
        Block {
            id: problem.id,
            title: problem.title.clone(),
            is_title_ours: problem.title_basis == TitleBasis::Derived,
            hurts: problem.hurts.clone().unwrap_or_default(),
            theme: facts
                .theme(problem.theme_id)
                .map(|t| (t.hue.to_string(), t.mark.clone(), t.name.clone())),
            class: problem.class,
            origin: problem.origin,
            raised_by: raised_by.unwrap_or_default(),
            raised_on: self.raised.get(&problem.id).cloned(),
            members: self.members(problem.id),
            state: problem.state,
            carried: self.carried.get(&problem.id).cloned().unwrap_or_default(),
            closing: self.closing(problem),
            next: self.next(problem),
            lines,
        }
    }

    fn named(&self, id: i64, written: Option<&String>) -> Named {
        Named {
            id,
            name: written
                .cloned()
                .unwrap_or_else(|| self.facts.unit_name(id).to_owned()),
            is_outside: self.facts.is_outside(id),
        }
    }

    fn members(&self, problem_id: i64) -> Vec<(Named, bool)> {
        let mut found: Vec<(Named, bool)> = Vec::new();
        for member in self.facts.live_members(problem_id) {
            if found.iter().all(|(unit, _)| unit.id != member.unit_id) {
                let unit = self.named(member.unit_id, None);
                found.push((unit, member.role != MemberRole::Partner));
            }
        }
        found
    }

    fn next(&self, problem: &problem::Model) -> NextStep {
        if !matches!(problem.state, State::Paired | State::Working) {
            return NextStep::WaitsForPairing;
        }
        let leads = self.facts.lead_units(problem.id);
        let is_mine = leads.iter().any(|id| self.actor.speaks_for(*id));
        if is_mine || self.actor.has(Role::Coordinator) {
            NextStep::Yours
        } else {
            NextStep::Leads
        }
    }

    fn line(&self, measure: &measure::Model) -> Line {
        let duties = of(&self.facts.duties, measure.id);
        let units = |role| {
            let held = duties.iter().filter(move |d| d.role == role);
            held.filter_map(|d| Some(self.named(d.unit_id?, d.written.as_ref())))
        };
        let lead = units(DutyRole::Lead).next();
        let leaders = duties
            .iter()
            .filter(|d| d.role == DutyRole::LeaderInCharge)
            .filter_map(|d| self.person(d.person_id).or_else(|| d.written.clone()));
        let is_moved = measure.first_due_on.is_some() && measure.first_due_on != measure.due_on;
        Line {
            id: measure.id,
            depth: self.facts.depth(measure),
            text: measure.text.clone(),
            goal: measure.goal.clone().unwrap_or_default(),
            start_on: measure.start_on.clone(),
            due: Due {
                kind: measure.due_kind,
                on: measure.due_on.clone(),
                text: measure.due_text.clone(),
                first_on: measure.first_due_on.clone().filter(|_| is_moved),
            },
            partners: units(DutyRole::Partner).collect(),
            leaders: leaders.collect(),
            owner: self.owner(measure, lead.as_ref()),
            lead,
            state: measure.state,
            light: self.light(measure),
            why: self
                .facts
                .lights
                .get(&measure.id)
                .filter(|lit| matches!(lit.light, "red" | "yellow" | "blue"))
                .map(|lit| lit.why.clone()),
            progress: self
                .facts
                .progress
                .get(&measure.id)
                .map(|e| match &e.sentence {
                    Some(sentence) => Progress::Sentence(sentence.clone()),
                    None => Progress::NoChange,
                }),
            stated: (measure.stated_count, measure.stated_tasks),
        }
    }

    fn person(&self, id: Option<i64>) -> Option<String> {
        self.facts.people.get(&id?).cloned()
    }

    /// The phone number stands only for those who work with the unit or see everything.
    fn owner(&self, measure: &measure::Model, lead: Option<&Named>) -> Option<Owner> {
        let duty = of(&self.facts.duties, measure.id)
            .iter()
            .find(|d| d.role == DutyRole::Owner)?;
        let name = self
            .person(duty.person_id)
            .or_else(|| duty.written.clone())?;
        let sees_phone =
            self.actor.sees_all() || lead.is_some_and(|l| self.actor.units().contains(&l.id));
        let phone = duty.person_id.and_then(|id| self.phones.get(&id));
        Some(Owner {
            person_id: duty.person_id,
            name,
            phone: phone.filter(|_| sees_phone).cloned().unwrap_or_default(),
        })
    }

    fn light(&self, measure: &measure::Model) -> &'static str {
        match self.facts.lights.get(&measure.id) {
            Some(lit) => lit.light,
            None if measure.state == MeasureState::Done => "done",
            None => "idle",
        }
    }

    fn closing(&self, problem: &problem::Model) -> Closing {
        let last = self.closings.get(&problem.id);
        let verifier = last.map(|c| {
            let unit = c
                .verifier_unit_id
                .map(|id| self.facts.unit_name(id).to_owned());
            let parts = [unit, self.person(c.verified_by_id)];
            parts.into_iter().flatten().collect::<Vec<_>>().join(" ")
        });
        let is_closed = problem.state == State::Closed;
        Closing {
            closed_as: problem.closed_as.filter(|_| is_closed),
            closed_on: problem.closed_on.clone().filter(|_| is_closed),
            verifier: verifier.unwrap_or_default(),
            evidence: of(&self.facts.evidence, problem.id).len(),
            is_sent_back: !is_closed && last.is_some_and(|c| c.state == CloseOutState::SentBack),
        }
    }
}
