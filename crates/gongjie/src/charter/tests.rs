//! The version of the sheet and what it lacks, as tables of cases.

use jiff::civil::date;

use super::rules::{Entry, Holds, version};

fn entry(seq: i64, day: i8, action: &'static str) -> Entry<'static> {
    Entry {
        seq,
        on: date(2026, 11, day),
        action,
        step: None,
        ruling: None,
        moves_limit: false,
    }
}

#[test]
fn without_a_measure_there_is_no_version() {
    let entries = [entry(1, 1, "problem.edit"), entry(2, 1, "pairing.activate")];
    assert_eq!(version(&entries).number, 0);
    assert_eq!(version(&entries).made_by, None);
}

#[test]
fn the_day_of_the_first_measure_is_one_version_and_each_later_change_one_more() {
    let first = [
        entry(3, 2, "measure.set"),
        entry(4, 2, "measure.set"),
        entry(5, 2, "measure.edit"),
    ];
    assert_eq!(version(&first).number, 1);
    assert_eq!(version(&first).made_by, Some((5, date(2026, 11, 2))));
    let mut later = first.to_vec();
    later.push(entry(9, 3, "measure.edit"));
    later.push(entry(8, 3, "measure.milestone"));
    assert_eq!(version(&later).number, 3);
    assert_eq!(version(&later).made_by, Some((9, date(2026, 11, 3))));
}

#[test]
fn only_what_stands_on_the_sheet_makes_a_version() {
    let with = |last: Entry<'static>| version(&[entry(1, 1, "measure.set"), last]).number;
    for action in [
        "measure.progress",
        "measure.milestone_done",
        "evidence.attach",
    ] {
        assert_eq!(with(entry(2, 2, action)), 1, "{action}");
    }
    let step = |word| Entry {
        step: Some(word),
        ..entry(2, 2, "measure.move")
    };
    assert_eq!((with(step("sign")), with(step("cancel"))), (1, 2));
    let decided = |moves_limit| Entry {
        moves_limit,
        ..entry(2, 2, "measure.extension_decide")
    };
    assert_eq!((with(decided(false)), with(decided(true))), (1, 2));
    let ruled = |word| Entry {
        ruling: Some(word),
        ..entry(2, 2, "measure.rule_dispute")
    };
    assert_eq!((with(ruled("kept")), with(ruled("moved"))), (1, 2));
}

#[test]
fn what_is_missing_is_counted_and_named() {
    let whole = Holds {
        has_lead: true,
        has_partner: true,
        has_date: true,
        has_theme: true,
        measures: 2,
        has_leader: true,
        ..Holds::default()
    };
    assert!(whole.checks().iter().all(|c| c.is_there));
    let missing = |holds: Holds| -> Vec<&'static str> {
        let checks = holds.checks().into_iter().filter(|c| !c.is_there);
        checks.map(|c| c.say.key).collect()
    };
    let cases = [
        (
            Holds {
                has_date: false,
                ..whole
            },
            "charter-no-date",
        ),
        (
            Holds {
                without_owner: 1,
                ..whole
            },
            "charter-without-owner",
        ),
        (
            Holds {
                without_unit: 2,
                ..whole
            },
            "charter-without-unit",
        ),
        (
            Holds {
                without_limit: 1,
                ..whole
            },
            "charter-without-limit",
        ),
        (
            Holds {
                has_leader: false,
                ..whole
            },
            "charter-no-leader",
        ),
        (
            Holds {
                measures: 0,
                ..whole
            },
            "charter-no-measure",
        ),
    ];
    for (holds, key) in cases {
        assert_eq!(missing(holds), [key]);
    }
}
