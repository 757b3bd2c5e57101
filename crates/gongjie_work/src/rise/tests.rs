//! Rules of rises as tables of cases.

use jiff::civil::{Date, date};

use super::lifecycle::{Action, TABLE};
use super::limits::{Limit, Limits, cutoff};
use super::rules::{self, CannotAsk, CannotStep, Ground, State, Step, may_ask, may_step};
use super::tables::rise::Model;
use crate::calendar::Calendar;
use crate::org::{Actor, Grant, Part, Role, TermPack};
use crate::problem::rules::{Class, Origin, State as ProblemState, TitleBasis};
use crate::problem::tables::problem;

/// A Monday.
const TODAY: Date = date(2026, 11, 23);

fn problem(state: ProblemState, class: Option<Class>) -> problem::Model {
    problem::Model {
        id: 1,
        organization_id: 1,
        campaign_id: 1,
        number: None,
        title: "题".into(),
        title_basis: TitleBasis::Stated,
        hurts: None,
        class,
        theme_id: None,
        grade: None,
        origin: Origin::Other,
        raised_by_unit_id: None,
        raised_by_person_id: None,
        raised_note: None,
        source: None,
        state,
        state_since: 0,
        state_note: None,
        merged_into_id: None,
        rebounds: 0,
        closed_as: None,
        closed_on: None,
        review_on: None,
        created_at: 0,
        version: 1,
    }
}

fn rise(to_class: Class, asked_by_id: Option<i64>) -> Model {
    Model {
        id: 1,
        organization_id: 1,
        problem_id: 1,
        to_class,
        ground: Ground::Word,
        fact: None,
        times: None,
        measure_id: None,
        reason: Some("谈不拢".into()),
        state: State::Asked,
        state_since: 0,
        asked_on: TODAY.to_string(),
        asked_by_id,
        asked_unit_id: Some(7),
        decide_by: TODAY.to_string(),
        decided_on: None,
        decided_by_id: None,
        note: None,
        version: 1,
    }
}

fn person(id: i64, role: Role) -> Actor {
    let unit = role.needs_unit().then_some(7);
    Actor {
        organization_id: 1,
        organization_name: String::new(),
        is_example: false,
        term_pack: TermPack::Party,
        account_id: id,
        person_id: id,
        name: String::new(),
        unit_id: unit,
        unit_name: None,
        grants: vec![Grant {
            role,
            unit_id: unit,
            reach: unit.into_iter().collect(),
        }],
    }
}

#[test]
fn units_of_the_pairing_ask_up_and_the_lead_asks_down() {
    let working = |class| problem(ProblemState::Working, Some(class));
    let (up, down) = (Class::SchoolLevel, Class::MultiDept);
    for (part, is_up, is_down) in [
        (Part::Lead, true, true),
        (Part::LeadHead, true, true),
        (Part::Partner, true, false),
        (Part::PartnerHead, true, false),
        (Part::Coordinator, true, true),
        (Part::Raiser, false, false),
        (Part::Leader, false, false),
        (Part::Outsider, false, false),
    ] {
        let asks_up = may_ask(&working(Class::MultiDept), &[part], false);
        assert_eq!(asks_up.ok(), is_up.then_some(up), "{part} up");
        let asks_down = may_ask(&working(Class::SchoolLevel), &[part], false);
        assert_eq!(asks_down.ok(), is_down.then_some(down), "{part} down");
    }
    let waits = may_ask(&working(Class::MultiDept), &[Part::Lead], true);
    assert_eq!(waits, Err(CannotAsk::Waits));
}

#[test]
fn nothing_rises_before_the_list_or_after_the_end() {
    for state in ProblemState::ALL {
        let may = may_ask(
            &problem(*state, Some(Class::MultiDept)),
            &[Part::Coordinator],
            false,
        );
        let listed = !ProblemState::HIDDEN.contains(state)
            && !matches!(state, ProblemState::Closed | ProblemState::Verifying);
        assert_eq!(may.is_ok(), listed, "{state}");
    }
    let unclassed = problem(ProblemState::Working, None);
    let may = may_ask(&unclassed, &[Part::Coordinator], false);
    assert_eq!(may, Err(CannotAsk::NotNow));
}

#[test]
fn the_right_one_decides_and_nobody_their_own() {
    let up = problem(ProblemState::Working, Some(Class::MultiDept));
    let down = problem(ProblemState::Working, Some(Class::SchoolLevel));
    let coordinator = person(1, Role::Coordinator);
    let leader = person(2, Role::Leader);
    let step = |who: &Actor, row: &Model, of: &problem::Model| {
        may_step(who, row, of, &who.standing_parts(), Action::Grant).map(|line| line.to)
    };
    let risen = rise(Class::SchoolLevel, Some(5));
    assert_eq!(step(&coordinator, &risen, &up), Ok(State::Granted));
    assert_eq!(step(&leader, &risen, &up), Ok(State::Granted));
    let own = rise(Class::SchoolLevel, Some(1));
    assert_eq!(step(&coordinator, &own, &up), Err(CannotStep::Own));
    let back = rise(Class::MultiDept, Some(5));
    assert_eq!(step(&coordinator, &back, &down), Err(CannotStep::NotYours));
    assert_eq!(step(&leader, &back, &down), Ok(State::Granted));
    // The class was changed, or the problem ended, in the meantime.
    assert_eq!(step(&leader, &risen, &down), Err(CannotStep::Past));
    let closed = problem(ProblemState::Closed, Some(Class::MultiDept));
    assert_eq!(step(&leader, &risen, &closed), Err(CannotStep::Past));
    let denied = may_step(&leader, &risen, &closed, &[Part::Leader], Action::Deny);
    assert!(denied.is_ok(), "what cannot be granted can still be denied");
}

#[test]
fn who_asked_or_speaks_for_the_unit_takes_it_back() {
    let of = problem(ProblemState::Working, Some(Class::MultiDept));
    let may =
        |who: &Actor, part, row: &Model| may_step(who, row, &of, &[part], Action::Withdraw).is_ok();
    let word = rise(Class::SchoolLevel, Some(5));
    assert!(may(&person(5, Role::Liaison), Part::Partner, &word));
    assert!(may(&person(6, Role::UnitHead), Part::PartnerHead, &word));
    assert!(!may(
        &person(1, Role::Coordinator),
        Part::Coordinator,
        &word
    ));
    let ruled = Model {
        asked_unit_id: None,
        ..rise(Class::SchoolLevel, None)
    };
    assert!(!may(&person(5, Role::Liaison), Part::Lead, &ruled));
}

#[test]
fn a_refusal_is_never_without_a_word() {
    for (action, note, is_read) in [
        ("grant", "", true),
        ("deny", "", false),
        ("deny", "可以再谈", true),
        ("withdraw", "", true),
        ("", "", false),
        ("close", "", false),
    ] {
        let step = Step {
            action: action.into(),
            note: note.into(),
            version: String::new(),
        };
        assert_eq!(rules::read_step(&step).is_ok(), is_read, "{action} {note}");
    }
}

#[test]
fn each_class_has_its_own_deadlines() {
    let calendar = Calendar::default();
    let mut limits = Limits::default();
    let until = |limits: &Limits, class, state| limits.until(class, state, TODAY, &calendar);
    let (multi, school) = (Some(Class::MultiDept), Some(Class::SchoolLevel));
    let listed = ProblemState::Listed;
    assert_eq!(until(&limits, multi, listed), Some(date(2026, 11, 30)));
    assert_eq!(until(&limits, school, listed), Some(date(2026, 12, 7)));
    assert_eq!(until(&limits, None, listed), None);
    assert_eq!(until(&limits, multi, ProblemState::Working), None);
    limits.0.insert(Limit::PairMultiDept, 1);
    assert_eq!(until(&limits, multi, listed), Some(date(2026, 11, 24)));
}

#[test]
fn what_ran_out_on_the_cutoff_is_just_late_enough() {
    let calendar = Calendar::default();
    for ahead in 0..30 {
        let today = gongjie_base::clock::plus_days(TODAY, ahead);
        for count in 1..25 {
            let day = cutoff(&calendar, today, count);
            let after = gongjie_base::clock::plus_days(day, 1);
            assert!(calendar.plus_working_days(day, count) <= today);
            assert!(calendar.plus_working_days(after, count) > today);
        }
    }
}

#[test]
fn a_rule_is_switched_off_with_nought_and_a_deadline_is_not() {
    let mut limits = Limits::default();
    assert_eq!(limits.rule(Limit::Overdue), Some(10));
    limits.0.insert(Limit::Overdue, 0);
    assert_eq!(limits.rule(Limit::Overdue), None);
    assert!(Limit::ALL.iter().all(|l| l.default_count() > 0));
    let rules = Limit::ALL.iter().filter(|l| l.is_rule()).count();
    assert_eq!(
        rules,
        Ground::ALL.len() - 1,
        "each ground but a word is a rule"
    );
}

#[test]
fn the_table_begins_where_a_request_begins() {
    assert!(TABLE.iter().all(|line| line.from == [State::Asked]));
}
