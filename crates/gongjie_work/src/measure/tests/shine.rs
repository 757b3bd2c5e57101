//! Lights: the specification's rules as a table of cases, and what must hold for all dates.

use gongjie_base::clock::plus_days;
use jiff::civil::{Date, date};
use proptest::prelude::*;

use crate::measure::calendar::Calendar;
use crate::measure::light::{Facts, Light, Shine, shine};
use crate::measure::rules::State;

/// A Monday; signed on it, due 60 days later.
const ISSUED: Date = date(2026, 9, 7);

fn facts() -> Facts {
    Facts {
        state: State::Working,
        issued: ISSUED,
        sign_by: date(2026, 9, 8),
        signed: Some(ISSUED),
        start: None,
        due: Some(date(2026, 11, 6)),
        due_set: None,
        milestone: None,
        sent_back: Vec::new(),
        reported: None,
        done: None,
        suspended: None,
        is_problem_paused: false,
    }
}

fn on(facts: &Facts, month: i8, day: i8) -> Shine {
    shine(facts, date(2026, month, day))
}

#[test]
fn the_limit_gives_green_blue_yellow_red() {
    let cases = [
        ((9, 7), Light::Green, "light-rule-green", Some(60)),
        ((10, 29), Light::Green, "light-rule-green", Some(8)),
        ((10, 30), Light::Blue, "light-rule-days-blue", Some(7)),
        ((11, 2), Light::Blue, "light-rule-days-blue", Some(4)),
        ((11, 3), Light::Yellow, "light-rule-days-yellow", Some(3)),
        ((11, 6), Light::Yellow, "light-rule-days-yellow", Some(0)),
        ((11, 7), Light::Red, "light-rule-late", Some(-1)),
        ((12, 7), Light::Red, "light-rule-late", Some(-31)),
    ];
    for ((month, day), light, rule, left) in cases {
        let shine = on(&facts(), month, day);
        assert_eq!(
            (shine.light, shine.rule, shine.days_left),
            (light, rule, left),
            "{month}-{day}"
        );
    }
}

#[test]
fn a_light_says_since_when() {
    let cases = [
        ((9, 20), ISSUED),
        ((11, 1), date(2026, 10, 30)),
        ((11, 5), date(2026, 11, 3)),
        ((11, 20), date(2026, 11, 7)),
    ];
    for ((month, day), since) in cases {
        assert_eq!(on(&facts(), month, day).since, Some(since), "{month}-{day}");
    }
    let extended = Facts {
        due_set: Some(date(2026, 11, 1)),
        ..facts()
    };
    assert_eq!(on(&extended, 11, 2).since, Some(date(2026, 11, 1)));
}

#[test]
fn a_short_span_is_divided_into_shares() {
    // ten days from 09-07 to 09-17: blue at half (09-12), yellow at four fifths (09-15)
    let short = Facts {
        due: Some(date(2026, 9, 17)),
        ..facts()
    };
    let cases = [
        (11, Light::Green),
        (12, Light::Blue),
        (14, Light::Blue),
        (15, Light::Yellow),
        (17, Light::Yellow),
        (18, Light::Red),
    ];
    for (day, light) in cases {
        assert_eq!(on(&short, 9, day).light, light, "09-{day}");
    }
    // eleven days: counted in days left
    let eleven = Facts {
        due: Some(date(2026, 9, 18)),
        ..facts()
    };
    assert_eq!(on(&eleven, 9, 10).light, Light::Green);
    assert_eq!(on(&eleven, 9, 11).light, Light::Blue);
    // one day, and a start of its own
    let one = Facts {
        start: Some(date(2026, 9, 10)),
        due: Some(date(2026, 9, 10)),
        ..facts()
    };
    assert_eq!(on(&one, 9, 9).light, Light::Green);
    assert_eq!(on(&one, 9, 10).light, Light::Yellow);
    let later = Facts {
        start: Some(date(2026, 10, 30)),
        ..facts()
    };
    assert_eq!(on(&later, 11, 2).light, Light::Green);
    assert_eq!(on(&later, 11, 3).light, Light::Blue);
}

#[test]
fn four_things_make_it_yellow() {
    let milestone = Facts {
        milestone: Some((date(2026, 9, 10), "方案".into())),
        ..facts()
    };
    assert_eq!(on(&milestone, 9, 10).light, Light::Green);
    let late = on(&milestone, 9, 11);
    assert_eq!(
        (late.light, late.rule),
        (Light::Yellow, "light-rule-milestone")
    );
    assert_eq!(late.since, Some(date(2026, 9, 11)));

    let once = Facts {
        sent_back: vec![date(2026, 9, 20)],
        ..facts()
    };
    assert_eq!(on(&once, 9, 22).light, Light::Green);
    let twice = Facts {
        sent_back: vec![date(2026, 9, 20), date(2026, 9, 22)],
        ..facts()
    };
    let shine = on(&twice, 9, 22);
    assert_eq!(
        (shine.light, shine.rule),
        (Light::Yellow, "light-rule-sent-back")
    );

    let unsigned = Facts {
        state: State::Issued,
        signed: None,
        ..facts()
    };
    assert_eq!(on(&unsigned, 9, 8).light, Light::Green);
    let shine = on(&unsigned, 9, 9);
    assert_eq!(
        (shine.light, shine.rule),
        (Light::Yellow, "light-rule-signing")
    );
    assert_eq!(shine.why.key, "light-why-unsigned");
    let signed_late = Facts {
        signed: Some(date(2026, 9, 9)),
        ..facts()
    };
    assert_eq!(on(&signed_late, 9, 20).why.key, "light-why-signed-late");
    // an old record was never signed here
    let old = Facts {
        signed: None,
        ..facts()
    };
    assert_eq!(on(&old, 9, 20).light, Light::Green);
}

#[test]
fn signing_counts_working_days() {
    let friday = date(2026, 9, 11);
    let sign_by = Calendar::default().plus_working_days(friday, 1);
    let issued = Facts {
        state: State::Issued,
        signed: None,
        issued: friday,
        sign_by,
        ..facts()
    };
    assert_eq!(on(&issued, 9, 14).light, Light::Green);
    assert_eq!(on(&issued, 9, 15).light, Light::Yellow);
}

#[test]
fn the_worse_reason_speaks_and_the_others_are_named() {
    let both = Facts {
        milestone: Some((date(2026, 9, 10), "方案".into())),
        sent_back: vec![date(2026, 9, 20), date(2026, 9, 22)],
        ..facts()
    };
    let yellow = on(&both, 10, 30);
    assert_eq!(
        (yellow.light, yellow.rule),
        (Light::Yellow, "light-rule-milestone")
    );
    assert_eq!(yellow.also.len(), 1);
    let red = on(&both, 11, 8);
    assert_eq!(
        (red.light, red.rule, red.also.len()),
        (Light::Red, "light-rule-late", 0)
    );
}

#[test]
fn states_without_a_clock_have_their_marks() {
    let grey = Facts {
        state: State::Suspended,
        suspended: Some(ISSUED),
        ..facts()
    };
    assert_eq!(
        (on(&grey, 12, 31).light, on(&grey, 12, 31).since),
        (Light::Grey, Some(ISSUED))
    );
    let paused = Facts {
        is_problem_paused: true,
        ..facts()
    };
    assert_eq!(on(&paused, 12, 31).light, Light::Grey);
    let idle = Facts {
        due: None,
        ..facts()
    };
    assert_eq!(on(&idle, 12, 31).light, Light::Idle);
    let cancelled = Facts {
        state: State::Cancelled,
        ..facts()
    };
    assert_eq!(on(&cancelled, 12, 31).light, Light::Idle);
    let done = |day| Facts {
        state: State::Done,
        done: Some(date(2026, 11, day)),
        ..facts()
    };
    assert_eq!(on(&done(6), 12, 31).rule, "light-rule-done-in-time");
    let late = on(&done(7), 12, 31);
    assert_eq!(
        (late.light, late.rule),
        (Light::Done, "light-rule-done-late")
    );
}

#[test]
fn a_light_says_what_comes_next() {
    let cases = [
        ((9, 20), "light-next-blue", Some("2026-10-30")),
        ((10, 30), "light-next-yellow", Some("2026-11-03")),
        ((11, 5), "light-next-red", Some("2026-11-07")),
        ((11, 8), "light-next-still-red", None),
    ];
    for ((month, day), key, date) in cases {
        let next = on(&facts(), month, day).if_nothing;
        assert_eq!(next.key, key, "{month}-{day}");
        assert_eq!(
            next.args.first().map(|(_, v)| v.as_str()),
            date,
            "{month}-{day}"
        );
    }
    let reported = Facts {
        state: State::Reported,
        reported: Some(ISSUED),
        ..facts()
    };
    assert_eq!(on(&reported, 11, 8).turns_green.key, "light-green-reported");
}

fn any_day() -> impl Strategy<Value = Date> {
    (0i64..200).prop_map(|n| plus_days(ISSUED, n))
}

fn any_facts() -> impl Strategy<Value = Facts> {
    let states = prop_oneof![
        Just(State::Issued),
        Just(State::Signed),
        Just(State::Working),
        Just(State::Reported),
        Just(State::Suspended),
        Just(State::Done),
        Just(State::Cancelled),
    ];
    let dates = (
        prop::option::of(any_day()),
        prop::option::of(any_day()),
        prop::option::of(any_day()),
        prop::option::of(any_day()),
        prop::collection::vec(any_day(), 0..4),
        any::<bool>(),
    );
    (states, dates).prop_map(
        |(state, (signed, start, due, milestone, mut sent_back, paused))| {
            sent_back.sort_unstable();
            Facts {
                state,
                signed: signed.filter(|_| state != State::Issued),
                start,
                due,
                milestone: milestone.map(|d| (d, "节点".into())),
                sent_back,
                done: Some(ISSUED),
                is_problem_paused: paused && start.is_none(),
                ..facts()
            }
        },
    )
}

proptest! {
    /// Time alone never makes a light better.
    #[test]
    fn a_light_only_gets_worse_while_nothing_is_done(facts in any_facts(), from in any_day(), days in 0i64..300) {
        let before = shine(&facts, from);
        let after = shine(&facts, plus_days(from, days));
        prop_assert!(after.light.rank() >= before.light.rank());
    }

    /// Why, rule and words are never empty, and a reason never lies in the future.
    #[test]
    fn a_light_always_answers_for_itself(facts in any_facts(), today in any_day()) {
        let shine = shine(&facts, today);
        prop_assert!(shine.why.key.starts_with("light-why-"));
        prop_assert!(shine.rule.starts_with("light-rule-"));
        prop_assert!(shine.turns_green.key.starts_with("light-green-"));
        // What has not happened yet is no fact of today.
        let mut happened = facts.sent_back.iter().chain(&facts.signed);
        if shine.light.rank() > 0 && happened.all(|day| *day <= today) {
            prop_assert!(shine.since.is_some_and(|since| since <= today));
        }
    }

    /// What is said to come next does come, on that day and not before.
    #[test]
    fn the_next_colour_comes_on_its_day(facts in any_facts(), today in any_day()) {
        let now = shine(&facts, today);
        if let Some((_, day)) = now.if_nothing.args.first() {
            let day: Date = day.parse().unwrap();
            prop_assert!(shine(&facts, day).light.rank() > now.light.rank());
            prop_assert_eq!(shine(&facts, plus_days(day, -1)).light, now.light);
        }
    }
}

#[test]
fn every_light_can_be_reached() {
    let cases = [
        (facts(), (9, 7), Light::Green),
        (facts(), (11, 1), Light::Blue),
        (facts(), (11, 5), Light::Yellow),
        (facts(), (11, 9), Light::Red),
        (
            Facts {
                state: State::Suspended,
                ..facts()
            },
            (9, 7),
            Light::Grey,
        ),
        (
            Facts {
                due: None,
                ..facts()
            },
            (9, 7),
            Light::Idle,
        ),
        (
            Facts {
                state: State::Done,
                ..facts()
            },
            (9, 7),
            Light::Done,
        ),
    ];
    let mut reached: Vec<Light> = cases
        .iter()
        .map(|(facts, (month, day), light)| {
            assert_eq!(on(facts, *month, *day).light, *light);
            *light
        })
        .collect();
    reached.sort_unstable();
    assert_eq!(reached, Light::ALL);
}
