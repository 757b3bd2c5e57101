//! The help page promises keys: the scripts must know them.

use crate::layout::KEYS;

const SCRIPT: &str = include_str!("../../../gongjie_hall/src/layout/house.js");
const PALETTE: &str = include_str!("../../../gongjie_hall/src/layout/palette.js");
const GRID: &str = include_str!("../../../gongjie_hall/src/layout/grid.js");

#[test]
fn every_key_of_the_help_page_works_and_none_is_missing() {
    let places = SCRIPT
        .lines()
        .find(|l| l.starts_with("const places"))
        .unwrap();
    let promised: Vec<&str> = KEYS
        .iter()
        .filter(|(keys, _)| keys.first() == Some(&"g"))
        .filter_map(|(keys, _)| keys.last().copied())
        .collect();
    for key in &promised {
        assert!(places.contains(&format!(" {key}: \"/")), "g {key}");
    }
    assert_eq!(places.matches(": \"/").count(), promised.len());
    let scripts = [SCRIPT, PALETTE, GRID].concat();
    for (keys, what) in KEYS.iter().filter(|(keys, _)| keys.len() == 1) {
        let key = match *keys {
            ["Esc"] => "Escape",
            ["Del"] => "Delete",
            ["␣"] => " ",
            keys => keys.first().unwrap(),
        };
        assert!(scripts.contains(&format!("\"{key}\"")), "{what}");
    }
}
