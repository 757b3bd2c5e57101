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
fn an_extension_is_asked_before_the_limit() {
    let open = Ok((date(2026, 12, 1), date(2026, 12, 31)));
    let in_state = |state| Limit { state, ..limit() };
    let cases = [
        (limit(), TODAY, open),
        (limit(), date(2026, 11, 30), open),
        (limit(), date(2026, 12, 1), Err(CannotExtend::TooLate)),
        (limit(), date(2026, 12, 2), Err(CannotExtend::TooLate)),
        (in_state(State::Signed), TODAY, open),
        (
            in_state(State::Issued),
            TODAY,
            Err(CannotExtend::NotUnderWay),
        ),
        (
            in_state(State::Reported),
            TODAY,
            Err(CannotExtend::NotUnderWay),
        ),
        (
            in_state(State::Suspended),
            TODAY,
            Err(CannotExtend::NotUnderWay),
        ),
        (in_state(State::Done), TODAY, Err(CannotExtend::NotUnderWay)),
    ];
    for (limit, today, wanted) in cases {
        assert_eq!(limit.may_ask(today), wanted, "{limit:?} on {today}");
    }
    let endless = Limit {
        due: None,
        ..limit()
    };
    assert_eq!(endless.may_ask(TODAY), Err(CannotExtend::NoLimit));
    let start = date(2026, 11, 30);
    let short = Limit { start, ..limit() };
    assert_eq!(short.may_ask(TODAY), Err(CannotExtend::TooShort));
}

#[test]
fn one_request_at_a_time_and_two_grants_at_most() {
    use ExtensionState::{Asked, Denied, Granted, HeadAgreed, Withdrawn};
    let cases: [(&[ExtensionState], Option<CannotExtend>); 5] = [
        (&[Asked], Some(CannotExtend::Open)),
        (&[HeadAgreed], Some(CannotExtend::Open)),
        (&[Granted, Granted], Some(CannotExtend::Twice)),
        (&[Granted, Denied, Withdrawn], None),
        (&[Denied, Denied, Denied], None),
    ];
    for (asked, wanted) in cases {
        let asked = asked.to_vec();
        let limit = Limit { asked, ..limit() };
        assert_eq!(limit.may_ask(TODAY).err(), wanted, "{:?}", limit.asked);
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
