//! Days and hours as tables of cases, and what holds for any calendar.

use jiff::civil::{Date, DateTime, date};
use proptest::prelude::*;

use super::rules::{Calendar, Vacation};

/// The days around National Day 2025: 1 to 8 October off; 28 September and 11 October worked.
fn national_day() -> Calendar {
    let first = date(2025, 10, 1);
    Calendar {
        holidays: first.series(jiff::ToSpan::days(1)).take(8).collect(),
        make_up_days: [date(2025, 9, 28), date(2025, 10, 11)].into(),
        vacations: vec![Vacation {
            from: date(2026, 1, 19),
            until: date(2026, 2, 27),
        }],
        ..Calendar::default()
    }
}

fn at(text: &str) -> DateTime {
    text.parse().unwrap()
}

#[test]
fn days_differ_from_the_week_where_the_calendar_says_so() {
    let calendar = national_day();
    let cases = [
        ("2025-09-26", true),
        ("2025-09-27", false),
        ("2025-09-28", true),
        ("2025-10-01", false),
        ("2025-10-08", false),
        ("2025-10-09", true),
        ("2025-10-11", true),
        ("2025-10-12", false),
        ("2026-01-16", true),
        ("2026-01-19", false),
        ("2026-02-27", false),
        ("2026-03-02", true),
    ];
    for (day, is_working) in cases {
        let day: Date = day.parse().unwrap();
        assert_eq!(calendar.is_working(day), is_working, "{day}");
    }
    let urgent = calendar.through_vacations();
    assert!(urgent.is_working(date(2026, 1, 19)));
    assert!(urgent.in_vacation(date(2026, 1, 19)));
    assert!(!urgent.is_working(date(2025, 10, 1)));
}

#[test]
fn working_days_are_counted_after_the_day() {
    let calendar = national_day();
    let cases = [
        ("2025-09-26", 0, "2025-09-26"),
        ("2025-09-26", 1, "2025-09-28"),
        ("2025-09-30", 1, "2025-10-09"),
        ("2025-09-30", 3, "2025-10-11"),
        ("2025-09-30", 4, "2025-10-13"),
        ("2026-01-16", 1, "2026-03-02"),
    ];
    for (day, count, expected) in cases {
        let counted = calendar.plus_working_days(day.parse().unwrap(), count);
        assert_eq!(counted.to_string(), expected, "{day} + {count}");
    }
}

#[test]
fn working_minutes_run_in_working_hours_only() {
    let calendar = national_day();
    let cases = [
        ("2025-09-29T08:00", 240, "2025-09-29T12:00"),
        ("2025-09-29T08:00", 241, "2025-09-29T14:01"),
        ("2025-09-29T11:30", 60, "2025-09-29T14:30"),
        ("2025-09-29T12:00", 0, "2025-09-29T12:00"),
        ("2025-09-29T12:00", 1, "2025-09-29T14:01"),
        ("2025-09-29T13:00", 0, "2025-09-29T14:00"),
        ("2025-09-29T05:00", 30, "2025-09-29T08:30"),
        ("2025-09-30T17:00", 240, "2025-10-09T11:00"),
        ("2025-09-27T10:00", 1, "2025-09-28T08:01"),
        ("2025-09-30T18:00", 480, "2025-10-09T18:00"),
        ("2026-01-16T17:00", 120, "2026-03-02T09:00"),
    ];
    for (from, minutes, expected) in cases {
        let reached = calendar.plus_working_minutes(at(from), minutes);
        assert_eq!(reached, at(expected), "{from} + {minutes}");
        assert_eq!(
            calendar.working_minutes_between(at(from), reached),
            i64::from(minutes),
            "{from} to {reached}"
        );
        assert_eq!(
            calendar.working_minutes_between(reached, at(from)),
            -i64::from(minutes)
        );
    }
    for (moment, is_working) in [
        ("2025-09-28T08:00", true),
        ("2025-09-28T07:59:59", false),
        ("2025-09-28T12:00", false),
        ("2025-09-28T17:59:59", true),
        ("2025-10-01T09:00", false),
    ] {
        assert_eq!(calendar.is_working_time(at(moment)), is_working, "{moment}");
    }
}

#[test]
fn a_calendar_without_work_ends_at_the_end_of_time() {
    let idle = Calendar {
        shifts: Vec::new(),
        ..Calendar::default()
    };
    assert_eq!(
        idle.plus_working_minutes(at("2026-01-01T00:00"), 5),
        DateTime::MAX
    );
    assert_eq!(
        Calendar::default().plus_working_days(Date::MAX, 3),
        Date::MAX
    );
}

fn days() -> impl Strategy<Value = Date> {
    (0_i64..400).prop_map(|n| gongjie_base::clock::plus_days(date(2025, 1, 1), n))
}

fn moments() -> impl Strategy<Value = DateTime> {
    (days(), 0_i8..24, 0_i8..60, 0_i8..60).prop_map(|(day, h, m, s)| day.at(h, m, s, 0))
}

prop_compose! {
    fn calendars()(
        holidays in prop::collection::btree_set(days(), 0..60),
        make_up_days in prop::collection::btree_set(days(), 0..20),
        from in days(),
        length in 0_i64..40,
        counts_vacations in any::<bool>(),
    ) -> Calendar {
        let until = gongjie_base::clock::plus_days(from, length);
        Calendar {
            holidays,
            make_up_days,
            vacations: vec![Vacation { from, until }],
            counts_vacations,
            ..Calendar::default()
        }
    }
}

proptest! {
    #[test]
    fn minutes_add_up(calendar in calendars(), from in moments(), a in 0_u32..5_000, b in 0_u32..5_000) {
        let step = calendar.plus_working_minutes(calendar.plus_working_minutes(from, a), b);
        prop_assert_eq!(step, calendar.plus_working_minutes(from, a + b));
    }

    #[test]
    fn a_limit_lies_in_working_time_or_at_a_closing_minute(calendar in calendars(), from in moments(), a in 0_u32..5_000) {
        let limit = calendar.plus_working_minutes(from, a);
        let closing = calendar.is_working(limit.date())
            && calendar.shifts.iter().any(|s| s.until == limit.time());
        prop_assert!(calendar.is_working_time(limit) || closing, "{}", limit);
        prop_assert_eq!(calendar.working_minutes_between(from, limit), i64::from(a));
    }

    #[test]
    fn a_later_start_or_a_longer_way_ends_no_earlier(
        calendar in calendars(), one in moments(), other in moments(), a in 0_u32..5_000, more in 0_u32..500,
    ) {
        let (first, second) = (one.min(other), one.max(other));
        prop_assert!(calendar.plus_working_minutes(first, a) <= calendar.plus_working_minutes(second, a));
        prop_assert!(calendar.plus_working_minutes(first, a) <= calendar.plus_working_minutes(first, a + more));
        prop_assert!(first <= calendar.plus_working_minutes(first, a));
    }

    #[test]
    fn working_days_add_up(calendar in calendars(), from in days(), a in 0_u16..60, b in 0_u16..60) {
        let step = calendar.plus_working_days(calendar.plus_working_days(from, a), b);
        prop_assert_eq!(step, calendar.plus_working_days(from, a + b));
    }
}
mod entering {
    //! What may be entered, and what loading does.

    use std::collections::BTreeMap;

    use gongjie_base::Error;
    use jiff::civil::date;

    use super::super::notice::{
        DayInput, HoursInput, Standing, VacationInput, hours_text, plan, read_day, read_hours,
        read_notice, read_vacation,
    };

    const NOTICE: &str = r#"{
  "year": 2026,
  "days": [
    {"name": "元旦", "date": "2026-01-01", "isOffDay": true},
    {"name": "元旦", "date": "2026-01-04", "isOffDay": false}
  ]
}"#;

    fn refused(error: Error) -> (&'static str, Vec<(&'static str, String)>) {
        let Error::Invalid(fields) = error else {
            panic!("{error}")
        };
        let first = fields.into_iter().next().unwrap();
        (first.say.key, first.say.args)
    }

    #[test]
    fn a_bad_notice_is_refused_with_its_line() {
        let cases = [
            ("", "error-empty", None),
            ("{", "calendar-notice-unreadable", Some("1")),
            (
                &NOTICE.replace("2026-01-04", "2026-01-32"),
                "calendar-notice-unreadable",
                Some("5"),
            ),
            (
                &NOTICE.replace("false", "\"no\""),
                "calendar-notice-unreadable",
                Some("5"),
            ),
            (
                &NOTICE.replace("2026-01-04", "2029-01-04"),
                "calendar-notice-stray",
                Some("5"),
            ),
            (
                &NOTICE.replace("2026-01-04", "2026-01-01"),
                "calendar-notice-twice",
                Some("5"),
            ),
            (
                r#"{"year": 2026, "days": []}"#,
                "calendar-notice-days",
                None,
            ),
        ];
        for (text, key, line) in cases {
            let (found, args) = refused(read_notice(text).unwrap_err());
            assert_eq!(found, key, "{text}");
            let said = args.iter().find(|(name, _)| *name == "line");
            assert_eq!(said.map(|(_, v)| v.as_str()), line, "{text}");
        }
    }

    #[test]
    fn a_notice_is_loaded_once_and_hands_stay() {
        let notice = read_notice(NOTICE).unwrap();
        let mut standing = BTreeMap::new();
        let first = plan(&standing, &notice);
        assert_eq!((first.added.len(), first.is_idle()), (2, false));
        for day in &first.added {
            let row = Standing {
                name: day.name.clone(),
                is_off: day.is_off_day,
                notice_year: Some(2026),
            };
            standing.insert(day.date, row);
        }
        assert!(plan(&standing, &notice).is_idle());
        let by_hand = Standing {
            name: "校庆".into(),
            is_off: true,
            notice_year: None,
        };
        standing.insert(date(2026, 1, 4), by_hand);
        let gone = Standing {
            name: "元旦".into(),
            is_off: true,
            notice_year: Some(2026),
        };
        standing.insert(date(2026, 1, 2), gone);
        let again = plan(&standing, &notice);
        assert_eq!(again.kept, [date(2026, 1, 4)]);
        assert_eq!(again.removed, [date(2026, 1, 2)]);
        assert!(again.added.is_empty() && again.changed.is_empty());
    }

    #[test]
    fn hours_days_and_vacations_are_read_or_refused() {
        for (typed, read) in [
            ("08:00-12:00, 14:00-18:00", "08:00-12:00, 14:00-18:00"),
            ("8:30～11:30，13：30—17:00", "08:30-11:30, 13:30-17:00"),
        ] {
            let hours = HoursInput {
                hours: typed.into(),
            };
            assert_eq!(hours_text(&read_hours(&hours).unwrap()), read);
        }
        for bad in [
            "",
            "8-12",
            "12:00-08:00",
            "08:00-12:00, 11:00-13:00",
            "25:00-26:00",
        ] {
            let hours = HoursInput { hours: bad.into() };
            assert!(read_hours(&hours).is_err(), "{bad}");
        }
        let day = |day: &str, name: &str, kind: &str| DayInput {
            day: day.into(),
            name: name.into(),
            kind: kind.into(),
        };
        assert!(read_day(&day("2026-05-09", "劳动节", "work")).is_ok());
        assert!(read_day(&day("2026-05-09", "", "week")).is_ok());
        for (d, n, k) in [
            ("", "a", "off"),
            ("2026-05-09", "", "off"),
            ("2026-05-09", "a", ""),
        ] {
            assert!(read_day(&day(d, n, k)).is_err(), "{d} {n} {k}");
        }
        let vacation = |from: &str, until: &str| VacationInput {
            name: "寒假".into(),
            starts_on: from.into(),
            ends_on: until.into(),
        };
        assert!(read_vacation(&vacation("2026-01-19", "2026-02-27")).is_ok());
        for (from, until) in [
            ("2026-02-27", "2026-01-19"),
            ("", "2026-01-19"),
            ("2026-01-01", "2027-01-01"),
        ] {
            assert!(
                read_vacation(&vacation(from, until)).is_err(),
                "{from} {until}"
            );
        }
    }
}
