//! Steps and next steps as tables of cases.

use super::facts::Facts;
use super::rules::{self, Door, Next, other_moves, step_now};
use crate::org::Part;
use crate::problem::lifecycle::Action;
use crate::problem::rules::{Class, ClosedAs, Origin, State, TitleBasis};
use crate::problem::tables::problem::Model;

use crate::close_out::rules::State as Closing;

/// The next step as somebody sees it who has no part in it.
fn next(problem: &Model, facts: &Facts, closing: Option<Closing>) -> Next {
    rules::next(problem, facts, closing, &|_| false)
}

fn problem(state: State) -> Model {
    Model {
        id: 7,
        organization_id: 1,
        campaign_id: 1,
        number: None,
        title: "题".into(),
        title_basis: TitleBasis::Stated,
        hurts: None,
        class: Some(Class::MultiDept),
        theme_id: Some(1),
        grade: Some(1),
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
        closed_as: (state == State::Closed).then_some(ClosedAs::Solved),
        closed_on: None,
        review_on: None,
        created_at: 0,
        version: 1,
    }
}

#[test]
fn every_state_stands_on_a_step_and_says_what_is_next() {
    let facts = Facts::default();
    let cases = [
        (State::Returned, 0, "next-resubmit"),
        (State::Withdrawn, 0, "next-withdrawn"),
        (State::Proposed, 1, "next-list"),
        (State::Declined, 1, "next-declined"),
        (State::Merged, 1, "next-merged"),
        (State::Listed, 2, "next-pair"),
        (State::Posted, 2, "next-pair"),
        (State::Paired, 3, "next-measure"),
        (State::Working, 4, "next-measure"),
        (State::LongTerm, 4, "next-long-term"),
        (State::Suspended, 4, "next-suspended"),
        (State::Verifying, 6, "next-close"),
        (State::Closed, 8, "next-none"),
    ];
    for (state, step, key) in cases {
        let problem = problem(state);
        assert_eq!(step_now(&problem, &facts), step, "{state}");
        assert_eq!(next(&problem, &facts, None).key, key, "{state}");
    }
    assert_eq!(cases.len(), State::ALL.len());
}

#[test]
fn what_is_not_sorted_is_sorted_before_it_is_listed() {
    let facts = Facts::default();
    let bare = Model {
        grade: None,
        ..problem(State::Proposed)
    };
    let step = next(&bare, &facts, None);
    assert_eq!(step.door, Door::Link("/problems/7/edit".into()));
    assert!(step.is_for(&[Part::Coordinator]));
    let school = Model {
        class: Some(Class::SchoolLevel),
        ..problem(State::Proposed)
    };
    let step = next(&school, &facts, None);
    assert_eq!(step.door, Door::Move(Action::List));
    assert!(step.is_for(&[Part::Leader]) && !step.is_for(&[Part::Coordinator]));
}

#[test]
fn a_partner_has_no_moves_of_the_problem() {
    let facts = Facts::default();
    let problem = problem(State::Working);
    let step = next(&problem, &facts, None);
    assert!(other_moves(&problem, &[Part::Partner], &step).is_empty());
    let moves = other_moves(&problem, &[Part::Coordinator], &step);
    assert_eq!(moves, [Action::KeepGoing, Action::Suspend]);
}

#[test]
fn while_a_problem_is_verified_the_close_out_says_whose_turn_it_is() {
    let facts = Facts::default();
    let easy = problem(State::Verifying);
    let hard = Model {
        grade: Some(3),
        ..problem(State::Verifying)
    };
    let cases = [
        (&easy, Closing::Applied, "next-close-sign", Part::LeadHead),
        (&easy, Closing::Signed, "next-close-view", Part::Partner),
        (&easy, Closing::Viewed, "next-close-verify", Part::Outsider),
        (&easy, Closing::Verified, "next-close-verdict", Part::Raiser),
        (&easy, Closing::Unrated, "next-close-check", Part::Outsider),
        (
            &easy,
            Closing::Judged,
            "next-close-strike",
            Part::Coordinator,
        ),
        (
            &hard,
            Closing::Checked,
            "next-close-publish",
            Part::Coordinator,
        ),
        (&hard, Closing::Notice, "next-close-notice", Part::Leader),
    ];
    for (problem, closing, key, who) in cases {
        let step = next(problem, &facts, Some(closing));
        assert_eq!(step.key, key, "{closing}");
        assert!(step.is_for(&[who]), "{closing}");
        assert_eq!(step.door, Door::Link("/problems/7/close".into()));
    }
}
