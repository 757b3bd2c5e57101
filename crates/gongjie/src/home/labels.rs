//! Where the names in the picture stand: beside their circles, on nothing else; a name without room is left to the list.

use super::network::{Node, SIZE};

/// Height of a line and width of a Han character in the picture.
const LINE: f64 = 13.0;
const HAN: f64 = 11.0;
const LATIN: f64 = 6.2;
/// Han characters of a name that are drawn; the rest is in the caption.
const WIDTH_MAX: f64 = 9.0 * HAN;

/// A name with the middle of its base line.
#[derive(Debug, Clone, PartialEq)]
pub struct Label {
    pub text: String,
    pub x: f64,
    pub y: f64,
    /// Drawn bold: the unit is busy.
    pub is_strong: bool,
}

/// Left, top, right, bottom.
type Area = (f64, f64, f64, f64);

/// Names for as many nodes as find room, the busiest first.
pub fn place(nodes: &[Node]) -> Vec<Label> {
    let circles: Vec<Area> = nodes.iter().map(circle).collect();
    let mut taken: Vec<Area> = Vec::new();
    let mut labels = Vec::new();
    let mut order: Vec<(usize, &Node)> = nodes.iter().enumerate().collect();
    order.sort_by_key(|(n, node)| (!node.is_named, !node.is_outside(), *n));
    for (n, node) in order {
        let (text, width) = shorten(&node.unit.name);
        let free = spots(node, width).into_iter().find(|(x, y)| {
            let area = (x - width / 2.0, y - LINE + 2.0, x + width / 2.0, y + 3.0);
            is_inside(area)
                && !taken.iter().any(|other| is_over(area, *other))
                && !circles
                    .iter()
                    .enumerate()
                    .any(|(m, other)| m != n && is_over(area, *other))
        });
        if let Some((x, y)) = free {
            taken.push((x - width / 2.0, y - LINE + 2.0, x + width / 2.0, y + 3.0));
            labels.push(Label {
                text,
                x: x.round(),
                y: y.round(),
                is_strong: node.is_named,
            });
        }
    }
    labels
}

fn circle(node: &Node) -> Area {
    let r = node.radius + 1.0;
    (node.x - r, node.y - r, node.x + r, node.y + r)
}

/// Below, above, right, left.
fn spots(node: &Node, width: f64) -> [(f64, f64); 4] {
    let (x, y, r) = (node.x, node.y, node.radius);
    let aside = r + width / 2.0 + 4.0;
    [
        (x, y + r + LINE),
        (x, y - r - 5.0),
        (x + aside, y + 4.0),
        (x - aside, y + 4.0),
    ]
}

fn is_inside((left, top, right, bottom): Area) -> bool {
    left >= 2.0 && top >= 2.0 && right <= SIZE.0 - 2.0 && bottom <= SIZE.1 - 2.0
}

fn is_over(a: Area, b: Area) -> bool {
    a.0 < b.2 && b.0 < a.2 && a.1 < b.3 && b.1 < a.3
}

/// A name that fits, and its width.
fn shorten(name: &str) -> (String, f64) {
    let mut width = 0.0;
    for (at, c) in name.char_indices() {
        let next = width + if c.is_ascii() { LATIN } else { HAN };
        if next > WIDTH_MAX {
            let kept = name.get(..at).unwrap_or_default();
            return (format!("{kept}…"), width + HAN);
        }
        width = next;
    }
    (name.to_owned(), width)
}
