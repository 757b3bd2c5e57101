//! The tree of units as a walk, and words found in names. Pure.

use std::collections::{BTreeMap, BTreeSet};

/// One stop of a walk through the tree.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Stop {
    /// Place of the unit in the list that was given.
    pub index: usize,
    /// Units below it, at any depth.
    pub below: usize,
    /// Branches of the tree that end with this stop.
    pub closes: usize,
}

/// Walks a tree of `(id, parent)` from its roots down, children in the order of the list. A unit whose parent is not
/// in the list stands at the root; a circle is cut at its first unit.
pub fn walk(units: &[(i64, Option<i64>)]) -> Vec<Stop> {
    let known: BTreeSet<i64> = units.iter().map(|(id, _)| *id).collect();
    let mut children: BTreeMap<Option<i64>, Vec<usize>> = BTreeMap::new();
    for (index, (_, parent)) in units.iter().enumerate() {
        let parent = parent.filter(|p| known.contains(p));
        children.entry(parent).or_default().push(index);
    }
    let mut seen = BTreeSet::new();
    let mut stops = Vec::new();
    for root in children.get(&None).into_iter().flatten() {
        visit(*root, units, &children, &mut seen, &mut stops);
    }
    for index in 0..units.len() {
        if !seen.contains(&index) {
            visit(index, units, &children, &mut seen, &mut stops);
        }
    }
    stops
}

/// Returns how many stops were added.
fn visit(
    index: usize,
    units: &[(i64, Option<i64>)],
    children: &BTreeMap<Option<i64>, Vec<usize>>,
    seen: &mut BTreeSet<usize>,
    stops: &mut Vec<Stop>,
) -> usize {
    if !seen.insert(index) {
        return 0;
    }
    let place = stops.len();
    stops.push(Stop {
        index,
        below: 0,
        closes: 0,
    });
    let own = units.get(index).map(|(id, _)| *id);
    let mut below = 0;
    for child in children.get(&own).into_iter().flatten() {
        below += visit(*child, units, children, seen, stops);
    }
    if let Some(stop) = stops.get_mut(place) {
        stop.below = below;
    }
    if below > 0
        && let Some(last) = stops.last_mut()
    {
        last.closes += 1;
    }
    below + 1
}

/// Whether a name holds the words, whatever their case.
pub fn holds(name: &str, words: &str) -> bool {
    name.to_lowercase().contains(&words.to_lowercase())
}
