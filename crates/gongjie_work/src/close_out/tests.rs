//! Rules of a close-out as tables of cases, and what no sequence of steps can bring about.

mod objection;
mod paths;
mod turn;

use std::collections::BTreeSet;
use std::sync::LazyLock;

use gongjie_base::clock::plus_days;
use jiff::civil::{Date, date};
use proptest::prelude::*;

use super::cannot::{CannotApply, CannotSign, CannotStrike, CannotVerify};
use super::case::{Case, Progress, Work};
use super::kin::{House, Place};
use super::lifecycle::Action;
use super::objection::{ByCloseOut, Objections};
use super::rules::{self, LookBack, Opinion, State, Tally};
use super::tables::{close_out, close_out_view};
use crate::calendar::Calendar;
use crate::org::{Actor, Grant, Part, Role, TermPack, UnitKind};
use crate::problem::rules::{Class, ClosedAs, Origin, State as ProblemState, TitleBasis};
use crate::problem::tables::problem;
use crate::voice::rules::Solved;

/// 2026-11-23, a Monday.
const MONDAY: Date = date(2026, 11, 23);
/// The unit that does the work.
const DOER: i64 = 1;

fn person(id: i64, role: Role, unit: Option<i64>) -> Actor {
    let grant = Grant {
        role,
        unit_id: unit,
        reach: unit.into_iter().collect(),
    };
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
        grants: vec![grant],
    }
}

fn found_problem(grade: Option<i64>, class: Option<Class>, state: ProblemState) -> problem::Model {
    problem::Model {
        id: 1,
        organization_id: 1,
        campaign_id: 1,
        number: None,
        title: String::new(),
        title_basis: TitleBasis::Stated,
        hurts: None,
        class,
        theme_id: None,
        grade,
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

fn application(applicant: i64) -> close_out::Model {
    close_out::Model {
        id: 1,
        organization_id: 1,
        problem_id: 1,
        state: State::Applied,
        state_since: 0,
        result: String::new(),
        no_evidence_reason: None,
        applied_on: MONDAY.to_string(),
        applied_by_id: Some(applicant),
        signed_by_id: None,
        signed_on: None,
        verified_by_id: None,
        verifier_unit_id: None,
        verified_on: None,
        verify_note: None,
        notice_from: None,
        notice_to: None,
        struck_by_id: None,
        struck_on: None,
        look_back_on: None,
        looked_back_on: None,
        look_back: None,
        look_back_note: None,
        looked_back_by_id: None,
        send_back_reason: None,
        send_back_note: None,
        version: 1,
    }
}

static UNOPPOSED: ByCloseOut = ByCloseOut::new();
static PLAIN: LazyLock<Calendar> = LazyLock::new(Calendar::default);

fn work() -> Work {
    Work {
        units: BTreeSet::from([DOER]),
        kin: BTreeSet::from([DOER, 5]),
        people: BTreeSet::from([77]),
    }
}

fn case<'a>(
    actor: &'a Actor,
    parts: &'a [Part],
    problem: &'a problem::Model,
    work: &'a Work,
    today: Date,
) -> Case<'a> {
    Case {
        actor,
        parts,
        problem,
        work,
        progress: Progress {
            measures: 2,
            open_measures: 0,
            evidence: 1,
        },
        judgement: None,
        objections: &UNOPPOSED,
        calendar: &PLAIN,
        today,
    }
}

#[test]
fn closing_is_applied_for_by_the_lead_when_the_work_is_over() {
    use ProblemState::{Closed, LongTerm, Paired, Working};
    type Row<'a> = (
        &'a [Part],
        ProblemState,
        usize,
        usize,
        Result<(), CannotApply>,
    );
    let jia = person(1, Role::Liaison, Some(DOER));
    let lead: &[Part] = &[Part::Lead];
    let cases: [Row<'_>; 8] = [
        (lead, Working, 2, 0, Ok(())),
        (lead, LongTerm, 2, 0, Ok(())),
        (&[Part::Coordinator], Working, 2, 0, Ok(())),
        (&[Part::Partner], Working, 2, 0, Err(CannotApply::NotLead)),
        (lead, Paired, 2, 0, Err(CannotApply::NotUnderWay)),
        (lead, Closed, 2, 0, Err(CannotApply::NotUnderWay)),
        (lead, Working, 0, 0, Err(CannotApply::NoMeasure)),
        (lead, Working, 3, 2, Err(CannotApply::MeasuresOpen(2))),
    ];
    for (parts, state, measures, open_measures, expected) in cases {
        let (problem, work) = (found_problem(Some(1), None, state), work());
        let mut case = case(&jia, parts, &problem, &work, MONDAY);
        case.progress.measures = measures;
        case.progress.open_measures = open_measures;
        assert_eq!(case.may_apply(), expected, "{state:?} {measures}");
    }
}

#[test]
fn no_evidence_asks_for_a_reason() {
    let input = |reason: &str| rules::Input {
        result: "办成了".into(),
        no_evidence_reason: reason.into(),
    };
    assert!(rules::read(&input(""), 0).is_err());
    assert!(rules::read(&rules::Input::default(), 1).is_err());
    let (_, reason) = rules::read(&input("电话里办的"), 0).unwrap();
    assert_eq!(reason.as_deref(), Some("电话里办的"));
    assert_eq!(rules::read(&input("多写的"), 1).unwrap().1, None);
}

#[test]
fn the_head_signs_but_not_what_they_applied_for() {
    let (problem, work) = (
        found_problem(Some(1), None, ProblemState::Verifying),
        work(),
    );
    let head = person(2, Role::UnitHead, Some(DOER));
    let case = case(&head, &[Part::LeadHead], &problem, &work, MONDAY);
    assert!(case.may_sign(&application(1)).is_ok());
    assert_eq!(
        case.may_sign(&application(2)).err(),
        Some(CannotSign::Applicant)
    );
}

#[test]
fn only_an_outsider_to_the_work_verifies() {
    use CannotVerify::{Administrator, Applicant, DidTheWork, NoRole, Signer};
    let cases = [
        (person(4, Role::Liaison, Some(9)), None),
        (person(4, Role::UnitHead, Some(9)), None),
        (person(4, Role::Coordinator, None), None),
        (person(4, Role::Inspector, None), None),
        (person(4, Role::Leader, None), Some(NoRole)),
        (person(4, Role::Editor, None), Some(NoRole)),
        (person(4, Role::Sysadmin, Some(9)), Some(Administrator)),
        (person(4, Role::Liaison, Some(DOER)), Some(DidTheWork)),
        (person(4, Role::Liaison, Some(5)), Some(DidTheWork)),
        (person(4, Role::Coordinator, Some(DOER)), Some(DidTheWork)),
        (person(77, Role::Liaison, Some(9)), Some(DidTheWork)),
        (person(1, Role::Coordinator, None), Some(Applicant)),
        (person(2, Role::UnitHead, Some(9)), Some(Signer)),
    ];
    let (problem, work) = (
        found_problem(Some(1), None, ProblemState::Verifying),
        work(),
    );
    let row = close_out::Model {
        state: State::Viewed,
        signed_by_id: Some(2),
        ..application(1)
    };
    for (actor, expected) in cases {
        let case = case(&actor, &[], &problem, &work, MONDAY);
        let what = format!("{:?}", actor.grants);
        assert_eq!(case.may_verify(&row).err(), expected, "{what}");
    }
}

#[test]
fn a_branch_of_the_same_house_is_kin_and_a_stranger_of_the_same_committee_is_not() {
    let place = |parent_id, kind| Place {
        parent_id,
        kind,
        now_id: None,
    };
    let (branch, dept) = (UnitKind::Branch, UnitKind::AdminDept);
    let mut house = House {
        places: [
            (100, place(None, UnitKind::Committee)),
            (10, place(Some(100), dept)),
            (11, place(Some(10), branch)),
            (12, place(Some(10), branch)),
            (20, place(Some(100), dept)),
            (21, place(Some(100), branch)),
            (22, place(Some(100), branch)),
            (30, place(Some(100), UnitKind::Committee)),
            (31, place(Some(30), branch)),
            (32, place(Some(30), branch)),
            (40, place(Some(100), branch)),
        ]
        .into(),
        covers: vec![(21, 20), (22, 20)],
    };
    let kin = |house: &House, id| house.kin(&BTreeSet::from([id]));
    assert_eq!(kin(&house, 11), BTreeSet::from([10, 11, 12]));
    assert_eq!(kin(&house, 10), BTreeSet::from([10, 11, 12]));
    assert_eq!(kin(&house, 21), BTreeSet::from([20, 21, 22]));
    assert_eq!(kin(&house, 31), BTreeSet::from([30, 31]));
    assert_eq!(kin(&house, 30), BTreeSet::from([30, 31, 32]));
    assert_eq!(kin(&house, 40), BTreeSet::from([40]));
    assert_eq!(kin(&house, 100), BTreeSet::from([100]));
    house.places.get_mut(&40).unwrap().now_id = Some(11);
    assert_eq!(kin(&house, 40), BTreeSet::from([10, 11, 12, 40]));
}

#[test]
fn silence_is_shown_after_three_working_days_and_is_never_consent() {
    use Opinion::{Agree, Silent, Waiting};
    let row = |state| close_out::Model {
        state,
        signed_on: Some(MONDAY.to_string()),
        ..application(1)
    };
    let view = |opinion| close_out_view::Model {
        id: 1,
        close_out_id: 1,
        unit_id: 3,
        opinion,
        words: None,
        person_id: None,
        given_on: None,
    };
    let cases = [
        (State::Signed, Waiting, 0, Waiting),
        (State::Signed, Waiting, 3, Waiting),
        (State::Signed, Waiting, 4, Silent),
        (State::Signed, Agree, 9, Agree),
        (State::Viewed, Waiting, 0, Silent),
        (State::SentBack, Waiting, 9, Waiting),
    ];
    for (state, given, days, shown) in cases {
        let today = plus_days(MONDAY, days);
        let found = rules::opinion_shown(&row(state), &view(given), &PLAIN, today);
        assert_eq!(found, shown, "{state:?} {days}");
    }
    let views = [view(Waiting), view(Agree)];
    assert!(Case::goes_on(&row(State::Signed), &views).is_none());
    assert!(Case::goes_on(&row(State::Signed), &[view(Agree)]).is_some());
    assert!(Case::goes_on(&row(State::Viewed), &[]).is_none());
}

#[test]
fn who_strikes_and_when() {
    use CannotStrike::{CoordinatorStrikes, LeaderStrikes, NoticeMissing, NoticeRunning};
    let until = date(2026, 11, 30);
    let school = Some(Class::SchoolLevel);
    let (coordinator, leader) = (Part::Coordinator, Part::Leader);
    let cases = [
        (Some(1), None, coordinator, State::Judged, 0, None),
        (None, None, coordinator, State::Judged, 0, None),
        (
            Some(2),
            None,
            leader,
            State::Judged,
            0,
            Some(CoordinatorStrikes),
        ),
        (
            Some(3),
            None,
            coordinator,
            State::Notice,
            9,
            Some(LeaderStrikes),
        ),
        (Some(3), None, leader, State::Judged, 9, Some(NoticeMissing)),
        (
            Some(3),
            None,
            leader,
            State::Notice,
            7,
            Some(NoticeRunning(until)),
        ),
        (Some(3), None, leader, State::Notice, 8, None),
        (
            Some(1),
            school,
            coordinator,
            State::Judged,
            9,
            Some(NoticeMissing),
        ),
        (Some(1), school, coordinator, State::Notice, 8, None),
    ];
    for (grade, class, part, state, days, expected) in cases {
        let (problem, work) = (found_problem(grade, class, ProblemState::Verifying), work());
        let actor = person(9, Role::Coordinator, None);
        let parts = [part];
        let row = close_out::Model {
            state,
            notice_to: Some(until.to_string()),
            ..application(1)
        };
        let case = case(&actor, &parts, &problem, &work, plus_days(MONDAY, days));
        assert_eq!(case.may_strike(&row).err(), expected, "{grade:?} {days}");
    }
}

#[test]
fn each_raiser_counts_once_and_silence_counts_as_nothing() {
    use Solved::{No, Partly, Yes};
    let cases: [(&[Solved], usize, bool, Tally); 10] = [
        (&[], 0, false, Tally::Unrated),
        (&[], 2, false, Tally::Waits),
        (&[], 2, true, Tally::Unrated),
        (&[Yes], 0, false, Tally::Solved),
        (&[Yes], 4, true, Tally::Solved),
        (&[Partly], 0, false, Tally::Back),
        (&[No], 0, true, Tally::Back),
        (&[Yes, Yes, Yes, No, Partly], 0, false, Tally::Solved),
        (&[Yes, Yes, No, No], 0, false, Tally::Back),
        (&[Yes, Yes], 1, false, Tally::Waits),
    ];
    for (said, waiting, is_over, wanted) in cases {
        assert_eq!(
            rules::tally(said, waiting, is_over),
            wanted,
            "{said:?} {waiting}"
        );
    }
}

#[test]
fn it_holds_only_after_ninety_days_and_a_rebound_shows_when_it_shows() {
    let (problem, work) = (found_problem(Some(1), None, ProblemState::Closed), work());
    let supervisor = person(9, Role::Supervisor, None);
    let row = close_out::Model {
        state: State::Struck,
        look_back_on: Some(plus_days(MONDAY, 90).to_string()),
        ..application(1)
    };
    let on = |days| {
        case(
            &supervisor,
            &[Part::Supervisor],
            &problem,
            &work,
            plus_days(MONDAY, days),
        )
    };
    assert!(on(89).may_look_back(&row, LookBack::Holds).is_err());
    assert!(on(90).may_look_back(&row, LookBack::Holds).is_ok());
    assert!(on(20).may_look_back(&row, LookBack::Rebound).is_ok());
    let held = close_out::Model {
        look_back: Some(LookBack::Holds),
        ..row
    };
    assert!(on(95).may_look_back(&held, LookBack::Holds).is_err());
    assert!(on(95).may_look_back(&held, LookBack::Rebound).is_ok());
}

/// People of the property: doers, kin, outsiders, offices.
fn cast() -> Vec<(Actor, Vec<Part>)> {
    vec![
        (person(1, Role::Liaison, Some(DOER)), vec![Part::Lead]),
        (
            person(2, Role::UnitHead, Some(DOER)),
            vec![Part::Lead, Part::LeadHead],
        ),
        (
            person(3, Role::UnitHead, Some(DOER)),
            vec![Part::Lead, Part::LeadHead],
        ),
        (person(4, Role::Liaison, Some(5)), vec![]),
        (person(5, Role::Liaison, Some(9)), vec![]),
        (person(6, Role::Coordinator, None), vec![Part::Coordinator]),
        (person(7, Role::Leader, None), vec![Part::Leader]),
        (person(8, Role::Inspector, None), vec![Part::Inspector]),
        (person(9, Role::Sysadmin, None), vec![]),
        (
            person(10, Role::Coordinator, Some(DOER)),
            vec![Part::Coordinator],
        ),
    ]
}
