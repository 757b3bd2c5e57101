//! Tasks under measures: order, depth, and what is done, counted from the lowest level up. Pure.

use std::collections::BTreeMap;

use super::rules::State;
use super::tables::measure::Model;

/// Measures of one or several problems as a tree.
pub struct Tree<'a> {
    rows: BTreeMap<i64, &'a Model>,
    /// Children by parent (0: no parent), in their order.
    children: BTreeMap<i64, Vec<i64>>,
}

/// What is done at the lowest level.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, serde::Serialize, utoipa::ToSchema)]
pub struct Done {
    pub done: u32,
    /// Without the cancelled ones.
    pub all: u32,
}

impl<'a> Tree<'a> {
    /// The tree of `rows`, which come in the order of `list_of_problems`.
    pub fn new(rows: &'a [Model]) -> Self {
        let mut children: BTreeMap<i64, Vec<i64>> = BTreeMap::new();
        for row in rows {
            children
                .entry(row.parent_id.unwrap_or(0))
                .or_default()
                .push(row.id);
        }
        Self {
            rows: rows.iter().map(|r| (r.id, r)).collect(),
            children,
        }
    }

    /// Direct children of a measure.
    pub fn children(&self, id: i64) -> Vec<&'a Model> {
        let ids = self.children.get(&id).into_iter().flatten();
        ids.filter_map(|id| self.rows.get(id).copied()).collect()
    }

    /// True when the measure has no tasks.
    pub fn is_leaf(&self, id: i64) -> bool {
        !self.children.contains_key(&id)
    }

    /// Everything under a measure in reading order, with its level (1: direct child).
    pub fn under(&self, id: i64) -> Vec<(usize, &'a Model)> {
        let mut found = Vec::new();
        let mut waiting: Vec<(usize, i64)> = self.below(1, id);
        while let Some((level, id)) = waiting.pop() {
            let Some(row) = self.rows.get(&id) else {
                continue;
            };
            found.push((level, *row));
            waiting.extend(self.below(level + 1, id));
        }
        found
    }

    fn below(&self, level: usize, id: i64) -> Vec<(usize, i64)> {
        let ids = self.children.get(&id).into_iter().flatten();
        ids.rev().map(|id| (level, *id)).collect()
    }

    /// How far the measure is: its lowest level, or itself when it has no tasks. Nobody types a percentage.
    pub fn done(&self, id: i64) -> Done {
        let mut sum = Done::default();
        for leaf in self.leaves(id) {
            if leaf.state != State::Cancelled {
                sum.all += 1;
                sum.done += u32::from(leaf.state == State::Done);
            }
        }
        sum
    }

    /// The lowest level under a measure, without what hangs under something cancelled.
    pub fn leaves(&self, id: i64) -> Vec<&'a Model> {
        let mut found = Vec::new();
        let mut waiting = vec![id];
        while let Some(id) = waiting.pop() {
            let Some(row) = self.rows.get(&id) else {
                continue;
            };
            match self.children.get(&id) {
                Some(ids) if row.state != State::Cancelled => waiting.extend(ids),
                _ => found.push(*row),
            }
        }
        found
    }

    /// The earliest limit of what is still open at the lowest level.
    pub fn next_due(&self, id: i64) -> Option<&'a str> {
        self.leaves(id)
            .into_iter()
            .filter(|l| l.state.is_open())
            .filter_map(|l| l.due_on.as_deref())
            .min()
    }

    /// How deep a measure stands: 1 without a parent.
    pub fn depth(&self, id: i64) -> u32 {
        let mut depth = 1;
        let mut at = self.rows.get(&id).and_then(|r| r.parent_id);
        while let Some(id) = at {
            depth += 1;
            at = self.rows.get(&id).and_then(|r| r.parent_id);
        }
        depth
    }

    /// True when every task directly below is done or cancelled.
    pub fn tasks_are_closed(&self, id: i64) -> bool {
        self.children(id).iter().all(|c| !c.state.is_open())
    }
}
