//! Precision, critical lateness and the axis as tables of cases.

use gongjie_base::clock::plus_days;
use jiff::civil::{Date, date};

use super::ask::{Ask, Set};
use super::axis::{Axis, Scale};
use super::draw::{Shape, of_when};
use super::rules::{Part, Times, When, critical};
use crate::pairing::rules::DatePrecision;

const TODAY: Date = date(2026, 11, 23);

fn day(n: i64) -> Date {
    plus_days(TODAY, n)
}

#[test]
fn a_time_is_as_exact_as_it_was_recorded() {
    let (first, last) = (Some("2026-05-01"), Some("2026-05-31"));
    let (from, to) = (date(2026, 5, 1), date(2026, 5, 31));
    let cases = [
        (DatePrecision::Day, first, first, When::Day(from)),
        (DatePrecision::Month, first, last, When::Within(from, to)),
        (DatePrecision::Quarter, first, last, When::Within(from, to)),
        (DatePrecision::Year, first, last, When::Within(from, to)),
        (DatePrecision::Range, first, last, When::Range(from, to)),
        (DatePrecision::Since, first, None, When::Since(from)),
        (DatePrecision::Unknown, None, None, When::Unknown),
        // What lacks a day is not guessed from what is there.
        (DatePrecision::Month, first, None, When::Unknown),
        (DatePrecision::Day, Some("5 月"), None, When::Unknown),
    ];
    for (precision, from, to, wanted) in cases {
        assert_eq!(When::recorded(precision, from, to), wanted, "{precision}");
    }
}

#[test]
fn each_precision_has_its_shape_and_the_unknown_has_none() {
    let axis = Axis::over(
        Scale::Month,
        date(2026, 5, 1),
        date(2026, 8, 31),
        None,
        TODAY,
    );
    let class = |when| -> Vec<&'static str> {
        let drawing = of_when(&axis, when);
        let class = |s: &Shape| match s {
            Shape::Bar { class, .. } | Shape::Pin { class, .. } => *class,
            Shape::Tick { .. } => "tick",
        };
        drawing.shapes.iter().map(class).collect()
    };
    let (from, to) = (date(2026, 6, 1), date(2026, 6, 30));
    assert_eq!(class(When::Day(from)), ["gpin"]);
    assert_eq!(class(When::Within(from, to)), ["gmonth"]);
    assert_eq!(class(When::Range(from, to)), ["gbar"]);
    assert_eq!(class(When::Since(from)), ["gopen"]);
    assert!(class(When::Unknown).is_empty());
    assert!(
        class(When::Day(date(2025, 1, 1))).is_empty(),
        "beyond the axis"
    );
    let open = of_when(&axis, When::Since(from));
    assert!(
        (open.to - 100.0).abs() < 0.01,
        "an open bar runs to the edge"
    );
}

/// A measure with start, first promise, limit and day of completion, in days from today.
fn part(id: i64, first: Option<i64>, due: Option<i64>, done: Option<i64>, stones: &[i64]) -> Part {
    Part {
        measure_id: id,
        times: Times {
            start: Some(day(-60)),
            first_due: first.map(day),
            due: due.map(day),
            due_period: None,
            done: done.map(day),
            is_open: done.is_none(),
        },
        open_milestones: stones.iter().copied().map(day).collect(),
    }
}

#[test]
#[allow(
    clippy::too_many_lines,
    clippy::type_complexity,
    reason = "a table of cases"
)]
fn the_measure_that_ends_last_decides_and_only_beyond_the_first_promise() {
    let some = |n: i64| Some(n);
    // Parts; the deciding measure and the days beyond the promise of the whole.
    let cases: Vec<(&str, Vec<Part>, Option<(i64, i64)>)> = vec![
        (
            "nothing promised",
            vec![part(1, None, None, None, &[])],
            None,
        ),
        ("in time", vec![part(1, some(5), some(5), None, &[])], None),
        (
            "late by today",
            vec![part(1, some(-3), some(-3), None, &[])],
            some(3).map(|n| (1, n)),
        ),
        (
            "extended",
            vec![part(1, some(5), some(20), None, &[])],
            Some((1, 15)),
        ),
        (
            "late, but another one was promised for later",
            vec![
                part(1, some(-3), some(-3), None, &[]),
                part(2, some(10), some(10), None, &[]),
            ],
            None,
        ),
        (
            "extended beyond the promise of all",
            vec![
                part(1, some(-9), some(14), None, &[]),
                part(2, some(10), some(10), None, &[]),
            ],
            Some((1, 4)),
        ),
        (
            "a milestone lies behind the limit",
            vec![part(1, some(5), some(5), None, &[12])],
            Some((1, 7)),
        ),
        (
            "a missed milestone counts from today",
            vec![part(1, some(-1), None, None, &[-20])],
            Some((1, 1)),
        ),
        (
            "what is done holds nobody up",
            vec![
                part(1, some(-30), some(-30), some(-2), &[]),
                part(2, some(3), some(3), None, &[]),
            ],
            None,
        ),
        (
            "all is done, late",
            vec![part(1, some(-30), some(-30), some(-2), &[])],
            None,
        ),
        (
            "of two on the same day the one that broke more of its word",
            vec![
                part(1, some(-2), some(-2), None, &[]),
                part(2, some(-8), some(-8), None, &[]),
            ],
            Some((2, 2)),
        ),
        (
            "alike in all, the older one",
            vec![
                part(2, some(-2), some(-2), None, &[]),
                part(1, some(-2), some(-2), None, &[]),
            ],
            Some((1, 2)),
        ),
    ];
    for (what, parts, wanted) in cases {
        let found = critical(&parts, TODAY).map(|c| (c.measure_id, c.days));
        assert_eq!(found, wanted, "{what}");
    }
}

#[test]
fn lateness_counts_from_the_limit_and_moving_from_the_promise() {
    let times = part(1, Some(-10), Some(-4), None, &[]).times;
    assert_eq!(
        (times.days_late(TODAY), times.days_moved()),
        (Some(4), Some(6))
    );
    let done = part(1, Some(-10), Some(-10), Some(-8), &[]).times;
    assert_eq!((done.days_late(TODAY), done.days_moved()), (Some(2), None));
    let in_time = part(1, Some(1), Some(1), None, &[]).times;
    assert_eq!(
        (in_time.days_late(TODAY), in_time.days_moved()),
        (None, None)
    );
}

#[test]
fn the_axis_holds_whole_months_and_says_what_it_leaves_out() {
    let axis = Axis::over(
        Scale::Month,
        date(2026, 3, 9),
        date(2026, 9, 2),
        None,
        TODAY,
    );
    assert_eq!((axis.from, axis.to), (date(2026, 3, 1), date(2026, 9, 30)));
    assert_eq!((axis.days(), axis.ticks().len()), (214, 7));
    assert_eq!(axis.neighbours(), (None, None));
    assert!((axis.x(date(2026, 3, 1)), axis.end(date(2026, 9, 30))) == (0.0, 100.0));
    let quarters: Vec<(Date, Date)> = axis.quarters().iter().map(|a| (a.from, a.to)).collect();
    let wanted = [
        (date(2026, 3, 1), date(2026, 3, 31)),
        (date(2026, 4, 1), date(2026, 6, 30)),
        (date(2026, 7, 1), date(2026, 9, 30)),
    ];
    assert_eq!(quarters, wanted);
    let long = Axis::over(Scale::Week, date(2020, 1, 1), date(2030, 1, 1), None, TODAY);
    assert!(long.holds(TODAY) && long.days() < 190);
    assert!(long.neighbours().0.is_some() && long.neighbours().1.is_some());
    let wish = Some(date(2028, 2, 1));
    let wished = Axis::over(Scale::Week, date(2020, 1, 1), date(2030, 1, 1), wish, TODAY);
    assert_eq!(wished.from, date(2028, 2, 1));
}

#[test]
fn weeks_begin_on_mondays() {
    let axis = Axis::over(Scale::Week, TODAY, TODAY, None, TODAY);
    let days: Vec<f64> = axis.ticks().iter().map(|t| t.x).collect();
    let mondays = [1, 2, 9, 16, 23, 30].map(|d| axis.x(date(2026, 11, d)));
    assert_eq!(days, mondays);
}

#[test]
fn a_filter_begins_at_the_first_page_and_a_scale_stays_on_it() {
    let ask = Ask {
        theme: "3".into(),
        before: "77".into(),
        ..Ask::default()
    };
    assert_eq!(
        ask.with(Set::All, "scale", "week"),
        "/roadmap?theme=3&before=77&scale=week"
    );
    assert_eq!(ask.with(Set::All, "theme", ""), "/roadmap");
    assert_eq!(
        ask.with(Set::Unit(4), "light", "red"),
        "/units/4/roadmap?theme=3&light=red"
    );
}
