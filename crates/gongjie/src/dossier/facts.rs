//! What was loaded about a set of problems and pairings, joined in memory; looking up is pure.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use crate::campaign::tables::theme;
use crate::document::tables::document;
use crate::figures::rules::{Lit, louder};
use crate::measure::rules::{DutyRole, State as MeasureState};
use crate::measure::tables::{duty, measure, progress};
use crate::org::tables::unit;
use crate::outcome::tables::{evidence, figure, outcome, outcome_share};
use crate::pairing::rules::{MemberRole, State as PairingState};
use crate::pairing::tables::{pairing, pairing_member};
use crate::problem::tables::problem;

/// Which tables are read besides problems and pairings.
#[derive(Debug, Clone, Copy, Default)]
pub struct Want {
    pub measures: bool,
    /// Who is in charge of the measures.
    pub duties: bool,
    pub outcomes: bool,
    pub documents: bool,
    /// Figures, shares and evidence of the outcomes.
    pub proofs: bool,
    pub progress: bool,
}

impl Want {
    /// Everything.
    pub const ALL: Self = Self {
        measures: true,
        duties: true,
        outcomes: true,
        documents: true,
        proofs: true,
        progress: true,
    };
}

/// Rows by the id that they hang on.
pub type By<T> = BTreeMap<i64, Vec<T>>;

/// Everything that was asked for, visible to the asker.
#[derive(Default)]
pub struct Facts {
    pub units: Arc<BTreeMap<i64, unit::Model>>,
    pub people: Arc<BTreeMap<i64, String>>,
    pub themes: Vec<theme::Model>,
    pub problems: BTreeMap<i64, problem::Model>,
    pub pairings: BTreeMap<i64, pairing::Model>,
    /// By pairing.
    pub members: By<pairing_member::Model>,
    /// Problem ids by pairing.
    pub problems_of: By<i64>,
    /// Pairing ids by problem.
    pub pairings_of: By<i64>,
    /// By problem, in their order; tasks follow their parents.
    pub measures: By<measure::Model>,
    /// By measure.
    pub duties: By<duty::Model>,
    pub lights: BTreeMap<i64, Lit>,
    /// The newest entry of each measure.
    pub progress: BTreeMap<i64, progress::Model>,
    /// By problem, withdrawn ones left out.
    pub outcomes: By<outcome::Model>,
    /// By outcome.
    pub figures: By<figure::Model>,
    /// By outcome.
    pub shares: By<outcome_share::Model>,
    /// By problem, withdrawn pieces left out.
    pub evidence: By<evidence::Model>,
    /// By problem.
    pub documents: By<document::Model>,
}

/// The rows that hang on `id`.
pub fn of<T>(map: &By<T>, id: i64) -> &[T] {
    map.get(&id).map_or(&[], Vec::as_slice)
}

impl Facts {
    /// Name of a unit; what is not known any more is a dash.
    pub fn unit_name(&self, id: i64) -> &str {
        self.units.get(&id).map_or("—", |u| u.name.as_str())
    }

    /// A unit's short name where it has one.
    pub fn unit_short(&self, id: i64) -> &str {
        self.units
            .get(&id)
            .map_or("—", |u| u.short_name.as_deref().unwrap_or(&u.name))
    }

    /// The unit is outside the organisation 校外.
    pub fn is_outside(&self, id: i64) -> bool {
        self.units.get(&id).is_some_and(|u| u.is_outside)
    }

    /// The theme of an id.
    pub fn theme(&self, id: Option<i64>) -> Option<&theme::Model> {
        self.themes.iter().find(|t| Some(t.id) == id)
    }

    /// Pairings of a problem that were neither declined nor terminated, newest first.
    pub fn live_pairings(&self, problem_id: i64) -> Vec<&pairing::Model> {
        let mut found: Vec<&pairing::Model> = of(&self.pairings_of, problem_id)
            .iter()
            .filter_map(|id| self.pairings.get(id))
            .filter(|p| !matches!(p.state, PairingState::Declined | PairingState::Terminated))
            .collect();
        found.sort_by_key(|p| std::cmp::Reverse(p.id));
        found
    }

    /// Units of the live pairings with their roles.
    pub fn live_members(&self, problem_id: i64) -> Vec<&pairing_member::Model> {
        self.live_pairings(problem_id)
            .iter()
            .flat_map(|p| of(&self.members, p.id))
            .collect()
    }

    /// Units that lead, co-leads included.
    pub fn lead_units(&self, problem_id: i64) -> BTreeSet<i64> {
        self.live_members(problem_id)
            .into_iter()
            .filter(|m| m.role != MemberRole::Partner)
            .map(|m| m.unit_id)
            .collect()
    }

    /// Measures of a problem that still count.
    pub fn live_measures(&self, problem_id: i64) -> impl Iterator<Item = &measure::Model> {
        of(&self.measures, problem_id)
            .iter()
            .filter(|m| m.state != MeasureState::Cancelled)
    }

    /// At least one measure, and every one done.
    pub fn is_all_done(&self, problem_id: i64) -> bool {
        let mut measures = self.live_measures(problem_id).peekable();
        measures.peek().is_some() && measures.all(|m| m.state == MeasureState::Done)
    }

    /// The loudest light of a problem's measures; nothing without measures.
    pub fn problem_light(&self, problem_id: i64) -> Option<&'static str> {
        self.live_measures(problem_id)
            .filter_map(|m| self.lights.get(&m.id))
            .map(|l| l.light)
            .reduce(louder)
    }

    /// The nearest limit among the measures that are still open.
    pub fn problem_due(&self, problem_id: i64) -> Option<&str> {
        self.live_measures(problem_id)
            .filter(|m| m.state != MeasureState::Done)
            .filter_map(|m| m.due_on.as_deref())
            .min()
    }

    /// Units that hold a duty of this role, as written or by name.
    pub fn duty_units(&self, measure_id: i64, role: DutyRole) -> Vec<(i64, String)> {
        of(&self.duties, measure_id)
            .iter()
            .filter(|d| d.role == role)
            .filter_map(|d| {
                let id = d.unit_id?;
                let name = self.unit_name(id).to_owned();
                Some((id, d.written.clone().unwrap_or(name)))
            })
            .collect()
    }

    /// The named person of this role.
    pub fn duty_person(&self, measure_id: i64, role: DutyRole) -> Option<(i64, &str)> {
        of(&self.duties, measure_id)
            .iter()
            .filter(|d| d.role == role)
            .find_map(|d| {
                let id = d.person_id?;
                Some((id, self.people.get(&id).map_or("—", String::as_str)))
            })
    }

    /// Depth of a measure under its parents: 0 for a measure, more for tasks.
    pub fn depth(&self, row: &measure::Model) -> usize {
        let siblings = of(&self.measures, row.problem_id);
        let mut depth = 0;
        let mut parent = row.parent_id;
        while let Some(found) = parent.and_then(|id| siblings.iter().find(|m| m.id == id)) {
            depth += 1;
            parent = found.parent_id;
            if depth >= gongjie_base::limits::MEASURE_DEPTH_MAX as usize {
                break;
            }
        }
        depth
    }
}

/// Puts tasks behind their parents, keeping the order among siblings.
pub fn as_tree(mut rows: Vec<measure::Model>) -> Vec<measure::Model> {
    rows.sort_by_key(|m| (m.position, m.id));
    let ids: BTreeSet<i64> = rows.iter().map(|m| m.id).collect();
    let is_root = |m: &measure::Model| m.parent_id.is_none_or(|p| !ids.contains(&p));
    let mut waiting: Vec<&measure::Model> = rows.iter().filter(|m| is_root(m)).collect();
    waiting.reverse();
    let mut children: BTreeMap<i64, Vec<&measure::Model>> = BTreeMap::new();
    for row in &rows {
        if let Some(parent) = row.parent_id {
            children.entry(parent).or_default().push(row);
        }
    }
    let mut ordered = Vec::with_capacity(rows.len());
    while let Some(row) = waiting.pop() {
        ordered.push(row.clone());
        if let Some(below) = children.remove(&row.id) {
            waiting.extend(below.into_iter().rev());
        }
    }
    ordered
}
