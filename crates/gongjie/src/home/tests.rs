//! The picture repeats, stays inside its frame, and puts no two units on one spot.

use super::network::{Look, SIZE, Unit, draw};

fn units(n: i64) -> Vec<Unit> {
    (1..=n)
        .map(|id| Unit {
            id,
            name: format!("单位{id}"),
            look: Look::Office,
            pairings: 1,
        })
        .collect()
}

#[test]
fn the_picture_is_the_same_every_time_and_fits_its_frame() {
    let joints = [(1, 2), (1, 3), (4, 5), (1, 6), (2, 6), (7, 99)];
    let (a, b) = (draw(units(30), &joints), draw(units(30), &joints));
    assert_eq!(a.lines(), b.lines());
    assert_eq!(a.edges.len(), 5);
    for node in &a.nodes {
        assert!((0.0..=SIZE.0).contains(&node.x) && (0.0..=SIZE.1).contains(&node.y));
    }
    for (n, node) in a.nodes.iter().enumerate() {
        for other in a.nodes.iter().skip(n + 1) {
            let apart = (node.x - other.x).hypot(node.y - other.y);
            assert!(
                apart > 8.0,
                "{} and {} lie on each other",
                node.unit.name,
                other.unit.name
            );
        }
    }
}

#[test]
fn joined_units_stand_nearer_than_strangers() {
    let joints: Vec<(i64, i64)> = (2..=8).map(|n| (1, n)).collect();
    let picture = draw(units(24), &joints);
    let at = |id: i64| {
        let node = picture.nodes.iter().find(|n| n.unit.id == id).unwrap();
        (node.x, node.y)
    };
    let mean = |ids: std::ops::RangeInclusive<i64>| {
        let count = f64::from(u32::try_from(ids.clone().count()).unwrap());
        ids.map(|id| (at(1).0 - at(id).0).hypot(at(1).1 - at(id).1))
            .sum::<f64>()
            / count
    };
    assert!(mean(2..=8) < mean(9..=24));
}

#[test]
fn nobody_gives_an_empty_picture() {
    assert!(draw(Vec::new(), &[]).nodes.is_empty());
}

#[test]
fn names_stand_in_the_frame_and_on_no_other_name() {
    let joints: Vec<(i64, i64)> = (2..=12).map(|n| (1, n)).chain([(13, 14)]).collect();
    let picture = draw(units(40), &joints);
    assert!(picture.labels.len() > 20, "{}", picture.labels.len());
    let width = |text: &str| 11.0 * f64::from(u32::try_from(text.chars().count()).unwrap());
    for (n, label) in picture.labels.iter().enumerate() {
        assert!(label.y > 0.0 && label.y < SIZE.1 && label.x > 0.0 && label.x < SIZE.0);
        for other in picture.labels.iter().skip(n + 1) {
            let room = f64::midpoint(width(&label.text), width(&other.text)) * 0.55;
            let apart = (label.x - other.x).abs() >= room || (label.y - other.y).abs() >= 13.0;
            assert!(apart, "{} lies on {}", label.text, other.text);
        }
    }
    assert_eq!(picture.labels, draw(units(40), &joints).labels);
}

#[test]
fn a_long_name_is_cut_in_the_picture_only() {
    let mut one = units(1);
    one[0].name = "新媒体学院崇实书院师生联合党支部".into();
    let picture = draw(one, &[]);
    assert_eq!(picture.labels[0].text, "新媒体学院崇实书院…");
    assert_eq!(picture.nodes[0].unit.name.chars().count(), 16);
}
