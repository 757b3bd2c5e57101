//! Steps and next steps as tables of cases.

use super::facts::Facts;
use super::rules::{Door, next, other_moves, step_now};
use crate::org::Part;
use crate::problem::lifecycle::Action;
use crate::problem::rules::{Class, ClosedAs, Origin, State, TitleBasis};
use crate::problem::tables::problem::Model;

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
    use crate::close_out::rules::State as Closing;
    let facts = Facts::default();
    let problem = problem(State::Verifying);
    let cases = [
        (Closing::Applied, Part::LeadHead),
        (Closing::Signed, Part::Partner),
        (Closing::Viewed, Part::Outsider),
        (Closing::Verified, Part::Coordinator),
        (Closing::Notice, Part::Leader),
    ];
    for (closing, who) in cases {
        let step = next(&problem, &facts, Some(closing));
        assert!(step.is_for(&[who]), "{closing}");
        assert_eq!(step.door, Door::Link("/problems/7/close".into()));
    }
}
