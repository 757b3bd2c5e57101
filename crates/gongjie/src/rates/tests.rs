//! Formulas, samples and parts of the rates as tables of cases.

use std::collections::BTreeSet;

use super::line::{Line, part_of};
use crate::figures::rate_rules::{Grade, PARTLY_HALVES, Part, Rate, Tally, percent};
use crate::layout::{Lang, Words};
use crate::org::TermPack;

fn tally(full: i64, half: i64, zero: i64, silent: i64, excluded: i64) -> Tally {
    Tally {
        full,
        half,
        zero,
        silent,
        excluded,
        checked: 0,
    }
}

type Case = (Rate, [i64; 5], Option<&'static str>, Option<&'static str>);

/// Full, half, zero, silent, excluded: what the formula gives, and the coverage.
const CASES: &[Case] = &[
    // 响应率 stands over all that were dispatched, those whose limits still run too.
    (Rate::Response, [0, 0, 0, 0, 0], None, None),
    (
        Rate::Response,
        [15, 0, 3, 2, 4],
        Some("75.0%"),
        Some("90.0%"),
    ),
    (Rate::Response, [0, 0, 0, 5, 0], Some("0.0%"), Some("0.0%")),
    // 解决率: partly solved is one half; silence is neither good nor bad.
    (Rate::Solved, [0, 0, 0, 9, 1], None, Some("0.0%")),
    (Rate::Solved, [6, 2, 4, 0, 0], Some("58.3%"), Some("100.0%")),
    (Rate::Solved, [0, 1, 0, 0, 0], Some("50.0%"), Some("100.0%")),
    (Rate::Solved, [1, 0, 0, 99, 0], Some("100.0%"), Some("1.0%")),
    (
        Rate::SolvedProblems,
        [2, 1, 2, 5, 0],
        Some("50.0%"),
        Some("50.0%"),
    ),
    // 满意率 over what was rated.
    (Rate::Satisfied, [0, 0, 0, 0, 0], None, None),
    (
        Rate::Satisfied,
        [9, 0, 1, 10, 0],
        Some("90.0%"),
        Some("50.0%"),
    ),
    (
        Rate::SatisfiedProblems,
        [0, 0, 3, 0, 0],
        Some("0.0%"),
        Some("100.0%"),
    ),
    // 83 of 101 measures were 82 percent (domain 3.1); 32 of 45 slips 71.1.
    (
        Rate::OnTime,
        [83, 0, 18, 0, 0],
        Some("82.2%"),
        Some("100.0%"),
    ),
    (
        Rate::OnTime,
        [32, 0, 13, 0, 0],
        Some("71.1%"),
        Some("100.0%"),
    ),
    (
        Rate::Closed,
        [10, 0, 15, 0, 2],
        Some("40.0%"),
        Some("100.0%"),
    ),
    (Rate::Closed, [0, 0, 0, 0, 3], None, None),
    (
        Rate::SentBack,
        [1, 0, 2, 0, 0],
        Some("33.3%"),
        Some("100.0%"),
    ),
    (
        Rate::Extended,
        [2, 0, 1, 0, 0],
        Some("66.7%"),
        Some("100.0%"),
    ),
    // 反弹率 over those that were looked at again.
    (Rate::Rebound, [1, 0, 3, 6, 0], Some("25.0%"), Some("40.0%")),
    (Rate::Rebound, [0, 0, 0, 6, 0], None, Some("0.0%")),
];

#[test]
fn every_formula_on_its_cases() {
    for (rate, [full, half, zero, silent, excluded], value, coverage) in CASES {
        let of = tally(*full, *half, *zero, *silent, *excluded);
        let found = of.tenths(*rate).map(percent);
        assert_eq!(found.as_deref(), *value, "{rate} {of:?}");
        let found = of.coverage(*rate).map(percent);
        assert_eq!(found.as_deref(), *coverage, "{rate} {of:?}");
    }
    assert_eq!(PARTLY_HALVES, 1, "the cases above count partly as one half");
    let rated: BTreeSet<Rate> = CASES.iter().map(|case| case.0).collect();
    assert_eq!(rated.len(), Rate::ALL.len(), "every rate has its cases");
}

#[test]
fn few_answers_or_answers_of_few_are_greyed() {
    for (rate, (full, zero, silent), wanted) in [
        (Rate::Solved, (0, 0, 0), true),
        (Rate::Solved, (9, 0, 0), true),
        (Rate::Solved, (9, 1, 0), false),
        (Rate::Solved, (10, 0, 23), false),
        (Rate::Solved, (10, 0, 24), true),
        (Rate::Response, (5, 5, 30), true),
        (Rate::Response, (10, 5, 5), false),
        (Rate::OnTime, (4, 5, 0), true),
        (Rate::OnTime, (5, 5, 0), false),
    ] {
        let of = tally(full, 0, zero, silent, 100);
        assert_eq!(of.is_small(rate), wanted, "{rate} {full} {zero} {silent}");
    }
}

#[test]
fn what_is_excluded_changes_its_share_and_leaves_the_rate() {
    let before = tally(8, 0, 4, 0, 0);
    let after = tally(8, 0, 2, 0, 2);
    assert_eq!(before.tenths(Rate::OnTime), Some(667));
    assert_eq!(after.tenths(Rate::OnTime), Some(800));
    assert_eq!(before.excluded_share(Rate::OnTime), Some(0));
    assert_eq!(after.excluded_share(Rate::OnTime), Some(167));
    assert_eq!(after.of(Rate::OnTime, Part::Population), 10);
    assert_eq!(after.of(Rate::OnTime, Part::Excluded), 2);
    assert_eq!(Tally::default().excluded_share(Rate::OnTime), None);
}

#[test]
fn parts_hold_the_grades_that_their_words_say() {
    use Grade::{Excluded, Full, Half, Silent, Zero};
    for rate in Rate::ALL {
        assert_eq!(Part::Numerator.grades(*rate), [Full], "{rate}");
        assert_eq!(Part::Answered.grades(*rate), [Full, Half, Zero], "{rate}");
        assert_eq!(Part::Silent.grades(*rate), [Silent], "{rate}");
        assert_eq!(Part::Excluded.grades(*rate), [Excluded], "{rate}");
        let all = [Full, Half, Zero, Silent];
        assert_eq!(Part::Population.grades(*rate), all, "{rate}");
        let below = Part::Denominator.grades(*rate);
        assert_eq!(below.contains(&Silent), rate.is_over_all(), "{rate}");
        assert!(!below.contains(&Excluded), "{rate}");
    }
    let mut checked = tally(0, 0, 0, 4, 0);
    checked.checked = 4;
    let rate = Rate::SolvedProblems;
    assert_eq!(checked.of(rate, Part::Checked), 4);
    assert_eq!(checked.tenths(rate), None, "a check is no word of a raiser");
}

#[test]
fn a_page_opens_only_parts_that_the_rate_has() {
    for (rate, typed, wanted) in [
        (Rate::Solved, "", Some(Part::Denominator)),
        (Rate::Solved, "half", Some(Part::Half)),
        (Rate::Solved, "checked", None),
        (Rate::Closed, "checked", Some(Part::Checked)),
        (Rate::OnTime, "half", None),
        (Rate::OnTime, "silent", None),
        (Rate::Response, "silent", Some(Part::Silent)),
        (Rate::Closed, "all", None),
    ] {
        let tally = tally(6, 0, 6, 0, 0);
        let line = Line { rate, tally };
        assert_eq!(part_of(&line, typed).ok(), wanted, "{rate} {typed}");
    }
}

#[test]
fn a_small_sample_states_nothing_and_does_not_split_words() {
    for rate in Rate::ALL {
        for (full, zero, silent, is_small) in [(0, 0, 3, true), (9, 0, 0, true), (9, 1, 0, false)] {
            let line = Line {
                rate: *rate,
                tally: tally(full, 0, zero, silent, 1),
            };
            let is_veiled = is_small && rate.is_of_words();
            assert_eq!(line.value().is_none(), is_small, "{rate} {full}");
            for part in [Part::Numerator, Part::Half] {
                let is_told = !is_veiled && rate.parts().contains(&part);
                assert_eq!(line.tells(&part), is_told, "{rate} {full} {part}");
                let opens = part_of(&line, part.code()).is_ok();
                assert_eq!(opens, is_told, "{rate} {full} {part}");
            }
            for grade in [Grade::Full, Grade::Half, Grade::Zero] {
                assert_eq!(line.grade(grade).is_none(), is_veiled, "{rate} {grade}");
            }
            for (grade, part) in [
                (Grade::Excluded, Part::Excluded),
                (Grade::Silent, Part::Population),
            ] {
                assert_eq!(line.grade(grade), Some(grade), "{rate}");
                assert!(line.tells(&part), "{rate} {part}");
            }
        }
    }
}

#[test]
fn only_what_is_kept_by_the_day_has_a_past() {
    let past: Vec<&str> = Rate::ALL
        .iter()
        .filter(|r| r.has_past())
        .map(|r| r.code())
        .collect();
    assert_eq!(
        past,
        ["on_time", "closed", "sent_back", "extended", "rebound"]
    );
    assert!(Rate::ALL.iter().all(|r| !(r.has_past() && r.is_of_words())));
}

#[test]
fn every_rate_is_defined_whole_in_both_languages() {
    for lang in [Lang::Zh, Lang::En] {
        let pack = TermPack::Party;
        let words = Words { lang, pack };
        for rate in Rate::ALL {
            let mut keys = vec!["numerator", "denominator", "population"];
            keys.extend(rate.has_silent().then_some("silent"));
            keys.extend(rate.has_checked().then_some("checked"));
            for key in keys.into_iter().map(|part| rate.key(part)) {
                assert!(!words.text(&key).starts_with('⟦'), "{key}");
            }
            for said in [
                words.code("rate", rate.code()),
                words.code("rates-counts", rate.counts().code()),
            ] {
                assert!(!said.starts_with('⟦'), "{said}");
            }
        }
        let parts = Part::ALL.iter().map(|p| ("rates-part", p.code()));
        let grades = Grade::ALL.iter().map(|g| ("rates-grade", g.code()));
        for (set, code) in parts.chain(grades) {
            assert!(!words.code(set, code).starts_with('⟦'), "{set} {code}");
        }
    }
}
