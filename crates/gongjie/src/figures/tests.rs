//! How a count stands to a stated total, as a table of cases.

use super::rules::{Figure, Stated, Support, Trace, louder};
use crate::campaign::rules::Qualifier;

fn trace(counted: i64, stated: Option<(i64, &str, Qualifier)>) -> Trace {
    let stated = stated.map(|(number, text, qualifier)| Stated {
        number,
        text: text.to_owned(),
        qualifier,
        source: "P2".to_owned(),
    });
    Trace { counted, stated }
}

#[test]
fn a_count_is_compared_with_what_was_stated() {
    use Qualifier::{Exact, MoreThan};
    let cases = [
        (
            17,
            Some((21, "21", Exact)),
            Support::Part,
            "figure-trace-short",
            "21",
        ),
        (
            28,
            Some((28, "28", Exact)),
            Support::Full,
            "figure-trace-equal",
            "28",
        ),
        (
            29,
            Some((28, "28", Exact)),
            Support::Full,
            "figure-trace-over",
            "28",
        ),
        (
            0,
            Some((15, "15", Exact)),
            Support::None,
            "figure-trace-none",
            "15",
        ),
        (
            24,
            Some((90, "90余", MoreThan)),
            Support::Part,
            "figure-trace-short-at-least",
            "90余",
        ),
        (
            95,
            Some((90, "90余", MoreThan)),
            Support::Full,
            "figure-trace-covers",
            "90余",
        ),
        (5, None, Support::Full, "figure-trace-counted", "5"),
    ];
    for (counted, stated, support, key, text) in cases {
        let trace = trace(counted, stated);
        assert_eq!(trace.support(), support, "{counted} {stated:?}");
        assert_eq!(trace.say().key, key, "{counted} {stated:?}");
        assert_eq!(trace.text(), text, "{counted} {stated:?}");
    }
}

#[test]
fn the_difference_is_said_in_words() {
    let say = trace(17, Some((21, "21", Qualifier::Exact))).say();
    let words = crate::layout::Words {
        lang: crate::layout::Lang::Zh,
        pack: crate::org::TermPack::Party,
    };
    assert_eq!(words.say(&say), "原说 21，台账 17 行，差 4");
}

#[test]
fn the_louder_light_wins() {
    assert_eq!(louder("green", "red"), "red");
    assert_eq!(louder("red", "green"), "red");
    assert_eq!(louder("done", "idle"), "idle");
}

#[test]
fn every_figure_has_its_texts_in_both_languages() {
    for lang in [crate::layout::Lang::Zh, crate::layout::Lang::En] {
        let words = crate::layout::Words {
            lang,
            pack: crate::org::TermPack::Party,
        };
        for figure in Figure::ALL {
            let keys = ["object", "filter", "once"].map(|part| figure.key(part));
            let name = format!("figure-{}", figure.code().replace('_', "-"));
            for key in keys.into_iter().chain([name, figure.unit().to_owned()]) {
                let text = words.text_with(&key, &[("light", "x".to_owned())]);
                assert!(!text.starts_with('⟦'), "{key}");
            }
        }
    }
}

#[test]
fn every_figure_is_defined_whole_in_both_languages() {
    use crate::layout::{Lang, Words};
    use crate::org::TermPack;
    for figure in Figure::ALL {
        let defined = figure.definition();
        for (lang, pack) in [
            (Lang::Zh, TermPack::Party),
            (Lang::Zh, TermPack::Neutral),
            (Lang::En, TermPack::Party),
            (Lang::En, TermPack::Neutral),
        ] {
            let words = Words { lang, pack };
            let keys = [
                defined.object_key.as_str(),
                &defined.filter_key,
                &defined.once_key,
                defined.unit_key,
            ];
            for key in keys {
                let text = words.text_with(key, &[("light", "x".to_owned())]);
                assert!(!text.starts_with('⟦'), "{lang:?} {figure}: {key}");
            }
            let sense = words.code("figures-sense", defined.sense.code());
            assert!(!sense.starts_with('⟦'), "{lang:?} {figure}: {sense}");
        }
        assert!(!defined.uses.is_empty(), "{figure} is used nowhere");
    }
}

#[test]
fn planned_and_achieved_are_figures_apart() {
    use super::rules::Sense;
    let of = |sense| {
        let all = Figure::ALL.iter().copied();
        all.filter(move |f| f.definition().sense == sense)
            .collect::<Vec<_>>()
    };
    assert_eq!(of(Sense::Planned), [Figure::FiguresPlanned]);
    assert!(of(Sense::Achieved).contains(&Figure::FiguresAchieved));
    assert_ne!(
        Figure::FiguresPlanned.definition().filter_key,
        Figure::FiguresAchieved.definition().filter_key
    );
}
