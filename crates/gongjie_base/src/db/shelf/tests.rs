//! Shelves of standings that come in any order.

use super::*;

fn at(edition: i64, seq: i64) -> Standing {
    Standing { edition, seq }
}

fn put(shelf: &Shelf, words: &str) {
    let thing = || Arc::new(words.to_owned()) as Thing;
    shelf.things.put(("name", 1), thing()).unwrap();
    shelf.now.put(("total", 1), thing()).unwrap();
}

fn words(shelf: &Shelf) -> (Option<String>, Option<String>) {
    let things = shelf.things.find::<String>(("name", 1)).unwrap();
    let now = shelf.now.find::<String>(("total", 1)).unwrap();
    (things.map(|t| (*t).clone()), now.map(|t| (*t).clone()))
}

fn both(words: &str) -> (Option<String>, Option<String>) {
    (Some(words.to_owned()), Some(words.to_owned()))
}

#[test]
fn an_older_edition_never_replaces_a_newer_one() {
    let shelves = Shelves::default();
    put(&shelves.of(1, at(4, 9)).unwrap(), "old");
    assert_eq!(words(&shelves.of(1, at(5, 10)).unwrap()), (None, None));
    put(&shelves.of(1, at(5, 10)).unwrap(), "new");
    assert_eq!(words(&shelves.of(1, at(4, 9)).unwrap()), (None, None));
    assert_eq!(words(&shelves.of(1, at(5, 10)).unwrap()), both("new"));
    assert_eq!(words(&shelves.of(2, at(5, 10)).unwrap()), (None, None));
}

#[test]
fn an_entry_of_the_journal_ends_totals_and_leaves_names() {
    let shelves = Shelves::default();
    put(&shelves.of(1, at(5, 10)).unwrap(), "ten");
    let next = shelves.of(1, at(5, 11)).unwrap();
    assert_eq!(words(&next), (Some("ten".to_owned()), None));
    put(&next, "eleven");
    // Who asked before the entry sees neither more nor less than was there then.
    assert_eq!(words(&shelves.of(1, at(5, 10)).unwrap()), (None, None));
    assert_eq!(words(&shelves.of(1, at(5, 11)).unwrap()), both("eleven"));
}

#[test]
fn the_same_number_is_another_past_in_another_organisation() {
    let shelves = Shelves::default();
    put(&shelves.of_past(1, 50).unwrap(), "ours");
    assert_eq!(words(&shelves.of_past(2, 50).unwrap()), (None, None));
    assert_eq!(words(&shelves.of_past(1, 49).unwrap()), (None, None));
    assert_eq!(words(&shelves.of_past(1, 50).unwrap()), both("ours"));
}
