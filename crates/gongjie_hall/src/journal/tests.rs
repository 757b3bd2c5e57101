//! The chain as pure data: what its hash covers.

use super::chain::Link;
use super::rules::{Algorithm, Entry};

fn link() -> Link {
    let algorithm = Algorithm::Sm3;
    let mut link = Link {
        seq: 1,
        at: 1_000,
        organization_id: 7,
        person_id: Some(3),
        action: "problem.create".into(),
        subject: "problem".into(),
        subject_id: 9,
        problem_id: Some(9),
        changes_digest: algorithm.digest(&["salt", "[]"]),
        algorithm: "sm3".into(),
        prev_hash: String::new(),
        hash: String::new(),
        salt: Some("salt".into()),
        changes: Some("[]".into()),
    };
    link.hash = link.computed_hash().unwrap();
    link
}

#[test]
fn a_sound_entry_has_no_fault() {
    assert_eq!(link().fault(0, ""), None);
}

#[test]
fn every_covered_field_is_guarded() {
    let spoil: [fn(&mut Link); 8] = [
        |l| l.at += 1,
        |l| l.person_id = None,
        |l| l.action.push('x'),
        |l| l.subject_id += 1,
        |l| l.problem_id = None,
        |l| l.changes = Some("[1]".into()),
        |l| l.organization_id += 1,
        |l| l.hash.replace_range(0..1, "z"),
    ];
    for (n, spoil) in spoil.iter().enumerate() {
        let mut bad = link();
        spoil(&mut bad);
        assert!(bad.fault(0, "").is_some(), "spoil {n} went unnoticed");
    }
}

#[test]
fn erased_words_do_not_break_the_chain() {
    let mut erased = link();
    erased.changes = None;
    erased.salt = None;
    assert_eq!(erased.fault(0, ""), None);
}

#[test]
fn parts_cannot_slide_into_each_other() {
    let a = Algorithm::Sha256.digest(&["ab", "c"]);
    let b = Algorithm::Sha256.digest(&["a", "bc"]);
    assert_ne!(a, b);
}

#[test]
fn sm3_gives_the_published_value() {
    // GB/T 32905-2016, example 1: the digest of "abc", here without the length prefix.
    use sha2::Digest;
    let digest = hex::encode(sm3::Sm3::digest(b"abc"));
    assert_eq!(
        digest,
        "66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0"
    );
}

#[test]
fn an_unchanged_field_is_not_noted() {
    let entry = Entry::new("a.b", "a", 1)
        .change("title", Some("x"), Some("x"))
        .set("grade", 2);
    assert_eq!(entry.changes.len(), 1);
}
