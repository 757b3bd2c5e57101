//! Rules of an activity as tables of cases.

use std::collections::BTreeSet;

use gongjie_base::Error;

use super::rules::{Attendance, CannotCount, Input, head_count, may_record, read, read_units};
use crate::org::Part;
use crate::pairing::rules::State;

fn texts(list: &[&str]) -> Vec<String> {
    list.iter().map(|t| (*t).to_owned()).collect()
}

fn rows(units: &[&str], came: &[&str], expected: &[&str], present: &[&str]) -> Input {
    Input {
        units: texts(units),
        came: texts(came),
        expected: texts(expected),
        present: texts(present),
        ..Input::default()
    }
}

fn known() -> BTreeSet<i64> {
    [1, 2, 3].into()
}

#[test]
fn each_broken_count_has_its_name() {
    let cases = [
        (rows(&["9"], &[], &[], &[]), CannotCount::UnknownUnit),
        (rows(&["x"], &[], &[], &[]), CannotCount::UnknownUnit),
        (rows(&["1", "1"], &[], &[], &[]), CannotCount::UnitTwice),
        (
            rows(&["1"], &["yes"], &["many"], &[]),
            CannotCount::NotANumber,
        ),
        (
            rows(&["1"], &["yes"], &["-1"], &[]),
            CannotCount::NotANumber,
        ),
        (
            rows(&["1"], &["yes"], &["3"], &["4"]),
            CannotCount::MorePresentThanExpected,
        ),
    ];
    for (input, broken) in cases {
        assert_eq!(read_units(&input, &known()), Err(broken), "{input:?}");
    }
}

#[test]
fn a_unit_without_numbers_was_there_and_one_that_stayed_away_is_left_out() {
    let input = rows(
        &["1", "2", "", "3"],
        &["yes", "no", "yes", "no"],
        &["", "", "", "5"],
        &[],
    );
    let there = |unit_id, expected, present| Attendance {
        unit_id,
        expected,
        present,
        note: None,
    };
    assert_eq!(
        read_units(&input, &known()).unwrap(),
        [there(1, None, None), there(3, Some(5), Some(0))]
    );
}

#[test]
fn decisions_are_one_a_line() {
    let input = Input {
        title: "座谈".into(),
        kind: "forum".into(),
        decisions: " 一 \n\n二\r\n".into(),
        ..Input::default()
    };
    let read = read(&input, 2026, &known()).unwrap();
    assert_eq!(read.decisions, ["一", "二"]);
}

#[test]
fn every_broken_field_is_named_at_once() {
    let input = Input {
        kind: "party".into(),
        date_text: "13月".into(),
        units: texts(&["9"]),
        ..Input::default()
    };
    let Err(Error::Invalid(fields)) = read(&input, 2026, &known()) else {
        panic!("accepted")
    };
    let mut names: Vec<&str> = fields.iter().map(|f| f.field.as_str()).collect();
    names.sort_unstable();
    assert_eq!(names, ["date_text", "kind", "title", "units"]);
}

#[test]
fn members_record_activities_once_the_invitation_is_out() {
    let cases = [
        (State::Draft, Part::Lead, false),
        (State::Invited, Part::Lead, true),
        (State::Active, Part::Partner, true),
        (State::Active, Part::Coordinator, true),
        (State::Active, Part::Inspector, false),
        (State::Concluded, Part::PartnerHead, true),
        (State::Terminated, Part::Lead, false),
    ];
    for (state, part, may) in cases {
        assert_eq!(may_record(state, &[part]), may, "{state} {part}");
    }
}

#[test]
fn people_are_counted_only_where_every_unit_says_how_many() {
    for (present, people) in [
        (vec![], None),
        (vec![Some(3), Some(0)], Some(3)),
        (vec![Some(3), None], None),
    ] {
        assert_eq!(head_count(present.iter().copied()), people, "{present:?}");
    }
}
