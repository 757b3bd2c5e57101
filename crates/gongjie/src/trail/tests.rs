//! What a reader may ask for, and that steps and kinds have words.

use gongjie_base::Error;

use super::rules::{Ask, Kind, actions};
use crate::layout::{Lang, Words};
use crate::org::TermPack;

fn words(lang: Lang) -> Words {
    Words {
        lang,
        pack: TermPack::Party,
    }
}

#[test]
fn sign_ins_are_no_business_of_the_business_roles() {
    assert!(actions(true).any(|a| a == "session.start"));
    assert!(!actions(false).any(|a| a == "session.start"));
    assert!(actions(false).any(|a| a == "problem.move"));
}

#[test]
fn every_step_of_a_life_has_words() {
    let measures = crate::measure::lifecycle::TABLE.iter();
    let steps = measures
        .map(|l| format!("did-measure-{}", l.action))
        .chain(
            crate::campaign::lifecycle::TABLE
                .iter()
                .map(|l| format!("did-campaign-{}", l.action)),
        )
        .chain(
            crate::problem::lifecycle::TABLE
                .iter()
                .map(|l| format!("problem-action-{}", l.action)),
        );
    for key in steps {
        let key = key.replace('_', "-");
        for lang in [Lang::Zh, Lang::En] {
            assert!(words(lang).find(&key).is_some(), "{lang:?} {key}");
        }
    }
}

#[test]
fn every_kind_has_a_name() {
    for kind in Kind::ALL {
        for lang in [Lang::Zh, Lang::En] {
            let name = words(lang).code("subject", kind.code());
            assert!(!name.starts_with('⟦'), "{name}");
        }
    }
}

#[test]
fn a_view_that_says_nothing_sensible_is_refused_at_its_fields() {
    let ask = Ask {
        person: "x".into(),
        kind: "nonsense".into(),
        action: "problem.dance".into(),
        from: "2026-02-02".into(),
        until: "2026-02-01".into(),
        before: "y".into(),
    };
    let Err(Error::Invalid(fields)) = ask.read() else {
        panic!("accepted")
    };
    let mut names: Vec<&str> = fields.iter().map(|f| f.field.as_str()).collect();
    names.sort_unstable();
    assert_eq!(names, ["action", "before", "kind", "person", "until"]);
    assert!(Ask::default().read().is_ok());
}

#[test]
fn the_next_page_keeps_the_filter() {
    let ask = Ask {
        kind: "problem".into(),
        from: "2026-01-01".into(),
        before: "90".into(),
        ..Ask::default()
    };
    assert_eq!(ask.before(40), "kind=problem&from=2026-01-01&before=40");
}
