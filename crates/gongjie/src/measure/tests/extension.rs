//! Extensions: who, when, how far.

use jiff::civil::{Date, date};

use crate::measure::extension::{BadDate, CannotExtend, Decision, Limit, TABLE, find, open_to};
use crate::measure::rules::{ExtensionState, State};
use crate::org::Part;

const TODAY: Date = date(2026, 11, 23);

/// From 2026-10-01 to 2026-12-01: 61 days, half of them 30.
fn limit() -> Limit {
    Limit {
        state: State::Working,
        start: date(2026, 10, 1),
        first_due: Some(date(2026, 12, 1)),
        due: Some(date(2026, 12, 1)),
        asked: Vec::new(),
    }
}

#[test]
fn an_extension_is_asked_before_the_limit_and_at_most_twice() {
    use ExtensionState::{Asked, Denied, Granted, HeadAgreed, Withdrawn};
    let cases = [
        (limit(), TODAY, Ok((date(2026, 12, 1), date(2026, 12, 31)))),
        (
            limit(),
            date(2026, 11, 30),
            Ok((date(2026, 12, 1), date(2026, 12, 31))),
        ),
        (limit(), date(2026, 12, 1), Err(CannotExtend::TooLate)),
        (limit(), date(2026, 12, 2), Err(CannotExtend::TooLate)),
        (
            Limit {
                due: None,
                ..limit()
            },
            TODAY,
            Err(CannotExtend::NoLimit),
        ),
        (
            Limit {
                state: State::Issued,
                ..limit()
            },
            TODAY,
            Err(CannotExtend::NotUnderWay),
        ),
        (
            Limit {
                state: State::Reported,
                ..limit()
            },
            TODAY,
            Err(CannotExtend::NotUnderWay),
        ),
        (
            Limit {
                state: State::Done,
                ..limit()
            },
            TODAY,
            Err(CannotExtend::NotUnderWay),
        ),
        (
            Limit {
                asked: vec![Asked],
                ..limit()
            },
            TODAY,
            Err(CannotExtend::Open),
        ),
        (
            Limit {
                asked: vec![HeadAgreed],
                ..limit()
            },
            TODAY,
            Err(CannotExtend::Open),
        ),
        (
            Limit {
                asked: vec![Granted, Granted],
                ..limit()
            },
            TODAY,
            Err(CannotExtend::Twice),
        ),
        (
            Limit {
                asked: vec![Granted, Denied, Withdrawn],
                ..limit()
            },
            TODAY,
            Ok((date(2026, 12, 1), date(2026, 12, 31))),
        ),
        (
            Limit {
                start: date(2026, 11, 30),
                ..limit()
            },
            TODAY,
            Err(CannotExtend::TooShort),
        ),
    ];
    for (limit, today, wanted) in cases {
        assert_eq!(limit.may_ask(today), wanted, "{limit:?} on {today}");
    }
}

#[test]
fn an_extension_reaches_thirty_days_and_half_of_the_first_span() {
    let due = date(2026, 12, 1);
    let short = Limit {
        start: date(2026, 11, 11),
        ..limit()
    };
    let second = Limit {
        due: Some(date(2026, 12, 31)),
        asked: vec![ExtensionState::Granted],
        ..limit()
    };
    let last = |d| Err(BadDate::TooFar { last: d });
    let cases = [
        (&limit(), due, date(2026, 12, 31), Ok(())),
        (&limit(), due, date(2027, 1, 1), last(date(2026, 12, 31))),
        (&limit(), due, due, Err(BadDate::NotLater { due })),
        (
            &limit(),
            due,
            date(2026, 11, 30),
            Err(BadDate::NotLater { due }),
        ),
        (&short, due, date(2026, 12, 11), Ok(())),
        (&short, due, date(2026, 12, 12), last(date(2026, 12, 11))),
        // the second one is measured by the first span too
        (&second, date(2026, 12, 31), date(2027, 1, 30), Ok(())),
        (
            &second,
            date(2026, 12, 31),
            date(2027, 1, 31),
            last(date(2027, 1, 30)),
        ),
    ];
    for (limit, due, to, wanted) in cases {
        assert_eq!(limit.may_move(due, to), wanted, "{due} to {to}");
    }
    assert_eq!((limit().left(), second.left()), (2, 1));
}

#[test]
fn the_own_head_agrees_first_and_then_others_decide() {
    use ExtensionState::{Asked, Denied, Granted, HeadAgreed};
    let owner = [Part::Owner];
    let head = [Part::Owner, Part::OwnerHead];
    let coordinator = [Part::Coordinator];
    assert_eq!(open_to(Asked, &owner), [Decision::Withdraw]);
    assert_eq!(
        open_to(Asked, &head),
        [Decision::Agree, Decision::Deny, Decision::Withdraw]
    );
    assert_eq!(open_to(Asked, &coordinator), []);
    assert_eq!(
        open_to(HeadAgreed, &coordinator),
        [Decision::Grant, Decision::Deny]
    );
    assert_eq!(open_to(HeadAgreed, &[Part::Lead, Part::LeadHead]), []);
    for over in [Granted, Denied, ExtensionState::Withdrawn] {
        assert!(
            TABLE.iter().all(|(_, from, ..)| *from != over),
            "{over} is the end"
        );
    }
    assert!(find(Asked, Decision::Grant).is_none());
}

#[test]
fn every_refusal_has_its_own_words() {
    let refusals = [
        CannotExtend::NotUnderWay,
        CannotExtend::NoLimit,
        CannotExtend::TooLate,
        CannotExtend::Twice,
        CannotExtend::Open,
        CannotExtend::TooShort,
    ];
    let mut keys: Vec<_> = refusals.iter().map(|r| r.say().key).collect();
    keys.sort_unstable();
    keys.dedup();
    assert_eq!(keys.len(), refusals.len());
}
