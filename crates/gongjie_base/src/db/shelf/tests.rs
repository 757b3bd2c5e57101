//! Shelves of editions that come in any order.

use super::*;

#[test]
fn an_older_edition_never_replaces_a_newer_one() {
    let shelves = Shelves::default();
    let old = shelves.of(1, 4).unwrap();
    old.put(("name", 1), Arc::new("old".to_owned())).unwrap();
    assert!(
        shelves
            .of(1, 5)
            .unwrap()
            .find::<String>(("name", 1))
            .unwrap()
            .is_none()
    );
    shelves
        .of(1, 5)
        .unwrap()
        .put(("name", 1), Arc::new("new".to_owned()))
        .unwrap();
    assert!(
        shelves
            .of(1, 4)
            .unwrap()
            .find::<String>(("name", 1))
            .unwrap()
            .is_none()
    );
    let found = shelves
        .of(1, 5)
        .unwrap()
        .find::<String>(("name", 1))
        .unwrap();
    assert_eq!(found.as_deref().map(String::as_str), Some("new"));
    assert!(
        shelves
            .of(2, 5)
            .unwrap()
            .find::<String>(("name", 1))
            .unwrap()
            .is_none()
    );
}
