//! Which units are one house with a unit that did the work: they cannot verify it. Pure.

use std::collections::{BTreeMap, BTreeSet};

use crate::org::UnitKind;

/// A unit's place in the organisation.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Place {
    pub parent_id: Option<i64>,
    pub kind: UnitKind,
    /// The unit that stands for it now: merged into, or successor.
    pub now_id: Option<i64>,
}

/// The organisation's units and which branch covers which unit.
#[derive(Debug, Clone, Default)]
pub struct House {
    pub places: BTreeMap<i64, Place>,
    pub covers: Vec<(i64, i64)>,
}

impl House {
    /// The units themselves and all that cannot judge them: what they were merged into and what was merged into them,
    /// branch and covered unit, the unit above and everything beneath.
    ///
    /// Climbing goes on through departments and stops at a committee, which gathers units that are strangers to each
    /// other: the branches of one department are kin, those of one committee are not. The committee itself is kin, but
    /// for the topmost one, whose office coordinates all.
    pub fn kin(&self, units: &BTreeSet<i64>) -> BTreeSet<i64> {
        let mut found = units.clone();
        let mut todo: Vec<i64> = units.iter().copied().collect();
        while let Some(id) = todo.pop() {
            let mut next = self.same_house(id);
            if units.contains(&id) && !self.is_top_committee(id) {
                next.extend(self.beneath(id));
            }
            for id in next {
                if found.insert(id) {
                    todo.push(id);
                }
            }
        }
        let above: Vec<i64> = found.iter().filter_map(|id| self.above(*id)).collect();
        found.extend(above.into_iter().filter(|id| !self.is_top_committee(*id)));
        found
    }

    fn same_house(&self, id: i64) -> Vec<i64> {
        let covers = self.covers.iter().filter_map(|(branch, unit)| match id {
            _ if *branch == id => Some(*unit),
            _ if *unit == id => Some(*branch),
            _ => None,
        });
        let merged = self.places.iter().filter(|(_, p)| p.now_id == Some(id));
        let mut next: Vec<i64> = covers.chain(merged.map(|(id, _)| *id)).collect();
        next.extend(self.places.get(&id).and_then(|p| p.now_id));
        if !self.is_committee(id) {
            next.extend(self.beneath(id));
        }
        next.extend(self.above(id).filter(|above| !self.is_committee(*above)));
        next
    }

    fn beneath(&self, id: i64) -> impl Iterator<Item = i64> + '_ {
        let own = self.places.iter();
        own.filter(move |(_, p)| p.parent_id == Some(id))
            .map(|(id, _)| *id)
    }

    fn above(&self, id: i64) -> Option<i64> {
        self.places.get(&id)?.parent_id
    }

    fn is_committee(&self, id: i64) -> bool {
        self.places
            .get(&id)
            .is_some_and(|p| p.kind == UnitKind::Committee)
    }

    fn is_top_committee(&self, id: i64) -> bool {
        self.is_committee(id) && self.above(id).is_none()
    }
}
