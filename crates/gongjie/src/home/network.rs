//! The picture of who works with whom: a force layout with a fixed start and a fixed number of steps, so that it repeats.

use std::collections::BTreeMap;
use std::hash::{DefaultHasher, Hash, Hasher};

use super::labels::{self, Label};

/// Width and height of the picture.
pub const SIZE: (f64, f64) = (760.0, 500.0);
/// Units in the picture, the busiest first; the table has all.
const NODES_MAX: usize = 60;
const STEPS: u32 = 220;
const MARGIN: f64 = 34.0;
/// Room between two circles, for a name.
const GAP: f64 = 18.0;
const APART_STEPS: u32 = 60;
/// Room for a name under the lowest circle.
const LINE_BELOW: f64 = 16.0;

/// What a unit is in the picture.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Look {
    Office,
    /// Schools, houses and their branches.
    College,
    Outside,
}

/// A unit as it goes in.
#[derive(Debug, Clone)]
pub struct Unit {
    pub id: i64,
    pub name: String,
    pub look: Look,
    /// Pairings that it takes part in.
    pub pairings: usize,
}

/// A unit with its place.
#[derive(Debug, Clone)]
pub struct Node {
    pub unit: Unit,
    pub x: f64,
    pub y: f64,
    pub radius: f64,
    /// Busy enough to carry its number inside.
    pub is_hub: bool,
    /// Its name comes first where room is short: it works with several.
    pub is_named: bool,
}

impl Node {
    /// 校外单位
    pub fn is_outside(&self) -> bool {
        self.unit.look == Look::Outside
    }
}

/// Units and joints with their places.
#[derive(Debug, Default)]
pub struct Picture {
    pub nodes: Vec<Node>,
    /// From and to, by place in `nodes`.
    pub edges: Vec<(usize, usize)>,
    pub labels: Vec<Label>,
}

impl Picture {
    /// The four ends of every joint.
    pub fn lines(&self) -> Vec<(f64, f64, f64, f64)> {
        let at = |n: &usize| self.nodes.get(*n).map(|node| (node.x, node.y));
        self.edges
            .iter()
            .filter_map(|(a, b)| {
                let ((x1, y1), (x2, y2)) = (at(a)?, at(b)?);
                Some((x1, y1, x2, y2))
            })
            .collect()
    }
}

/// The same number for the same units and joints.
pub fn key(units: &[Unit], joints: &[(i64, i64)]) -> i64 {
    let mut hasher = DefaultHasher::new();
    for unit in units {
        (unit.id, &unit.name, unit.look as u8, unit.pairings).hash(&mut hasher);
    }
    joints.hash(&mut hasher);
    hasher.finish().cast_signed()
}

/// Places units so that those who work together stand together.
pub fn draw(mut units: Vec<Unit>, joints: &[(i64, i64)]) -> Picture {
    units.sort_by_key(|u| (std::cmp::Reverse(u.pairings), u.id));
    units.truncate(NODES_MAX);
    let place: BTreeMap<i64, usize> = units.iter().enumerate().map(|(n, u)| (u.id, n)).collect();
    let mut edges: Vec<(usize, usize)> = joints
        .iter()
        .filter_map(|(a, b)| Some((*place.get(a)?, *place.get(b)?)))
        .collect();
    edges.sort_unstable();
    edges.dedup();
    let mut points: Vec<(f64, f64)> = (0..units.len()).map(start).collect();
    for step in 0..STEPS {
        relax(&mut points, &edges, step);
    }
    fit(&mut points);
    let radii: Vec<f64> = units.iter().map(radius).collect();
    for _ in 0..APART_STEPS {
        part(&mut points, &radii);
    }
    let most = units.iter().map(|u| u.pairings).max().unwrap_or(0);
    let nodes: Vec<Node> = units
        .into_iter()
        .zip(points)
        .map(|(unit, (x, y))| Node {
            radius: radius(&unit),
            is_hub: most > 2 && unit.pairings + 1 >= most,
            is_named: unit.pairings >= 2 || edges_of(&edges, place.get(&unit.id)) > 2,
            unit,
            x,
            y,
        })
        .collect();
    let labels = labels::place(&nodes);
    Picture {
        nodes,
        edges,
        labels,
    }
}

/// The busier, the larger.
fn radius(unit: &Unit) -> f64 {
    let pairings = u32::try_from(unit.pairings.min(12)).unwrap_or(12);
    5.0 + 2.6 * f64::from(pairings)
}

/// Moves circles that touch away from each other, inside the frame.
fn part(points: &mut [(f64, f64)], radii: &[f64]) {
    let before = points.to_vec();
    for ((n, point), r) in points.iter_mut().enumerate().zip(radii) {
        for (m, (other, s)) in before.iter().zip(radii).enumerate() {
            let (dx, dy) = (point.0 - other.0, point.1 - other.1);
            let (apart, wanted) = (dx.hypot(dy).max(0.1), r + s + GAP);
            if n != m && apart < wanted {
                let push = (wanted - apart) / 2.0 / apart;
                *point = (point.0 + dx * push, point.1 + dy * push);
            }
        }
        let edge = |value: f64, size: f64| value.clamp(r + 2.0, size - r - LINE_BELOW).round();
        *point = (edge(point.0, SIZE.0), edge(point.1, SIZE.1));
    }
}

fn edges_of(edges: &[(usize, usize)], node: Option<&usize>) -> usize {
    edges
        .iter()
        .filter(|(a, b)| Some(a) == node || Some(b) == node)
        .count()
}

/// A spiral by the golden angle: even, and the same every time.
fn start(n: usize) -> (f64, f64) {
    let n = f64::from(u32::try_from(n).unwrap_or(u32::MAX));
    let (angle, radius) = (n * 2.399_963, 14.0 * (n + 0.5).sqrt());
    (radius * angle.cos(), radius * angle.sin())
}

/// One step of the layout: all push each other away, joints pull together, a weak pull to the middle.
fn relax(points: &mut [(f64, f64)], edges: &[(usize, usize)], step: u32) {
    let ideal = 62.0;
    let heat = 14.0 * (1.0 - f64::from(step) / f64::from(STEPS)) + 0.4;
    let mut pushes = vec![(0.0_f64, 0.0_f64); points.len()];
    for (n, (push, (x, y))) in pushes.iter_mut().zip(points.iter()).enumerate() {
        for (m, (ox, oy)) in points.iter().enumerate() {
            if n != m {
                let (dx, dy) = (x - ox, y - oy);
                let square = (dx * dx + dy * dy).max(1.0);
                push.0 += dx * ideal * ideal / square / square.sqrt() * 1.4;
                push.1 += dy * ideal * ideal / square / square.sqrt() * 1.4;
            }
        }
        push.0 -= x * 0.06;
        push.1 -= y * 0.1;
    }
    for (a, b) in edges {
        let (Some((ax, ay)), Some((bx, by))) = (points.get(*a).copied(), points.get(*b).copied())
        else {
            continue;
        };
        let (dx, dy) = (ax - bx, ay - by);
        let pull = (dx * dx + dy * dy).sqrt() / ideal * 0.5;
        if let Some(push) = pushes.get_mut(*a) {
            *push = (push.0 - dx * pull, push.1 - dy * pull);
        }
        if let Some(push) = pushes.get_mut(*b) {
            *push = (push.0 + dx * pull, push.1 + dy * pull);
        }
    }
    for ((x, y), (px, py)) in points.iter_mut().zip(pushes) {
        let length = (px * px + py * py).sqrt().max(0.01);
        *x += px / length * length.min(heat);
        *y += py / length * length.min(heat);
    }
}

/// Scales the points into the picture.
fn fit(points: &mut [(f64, f64)]) {
    let bounds = |values: Vec<f64>| {
        let low = values.iter().copied().fold(f64::INFINITY, f64::min);
        let high = values.iter().copied().fold(f64::NEG_INFINITY, f64::max);
        (low, (high - low).max(1.0))
    };
    let (left, width) = bounds(points.iter().map(|p| p.0).collect());
    let (top, height) = bounds(points.iter().map(|p| p.1).collect());
    for (x, y) in points {
        *x = (MARGIN + (*x - left) / width * (SIZE.0 - 2.0 * MARGIN)).round();
        *y = (MARGIN + (*y - top) / height * (SIZE.1 - 2.0 * MARGIN)).round();
    }
}
