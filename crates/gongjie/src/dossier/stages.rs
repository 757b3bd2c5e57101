//! The columns of the board: stages of a problem's life, and which verbs lead from one to the other. Pure.

use gongjie_base::lifecycle;

use crate::org::Part;
use crate::problem::lifecycle::{Action, TABLE};
use crate::problem::rules::State;
use crate::problem::tables::problem;

/// Columns in the order of life: code and states. What stands in none of them has ended without being solved.
const STAGES: &[(&str, &[State])] = &[
    ("sorting", &[State::Proposed, State::Returned]),
    ("listed", &[State::Listed, State::Posted]),
    ("paired", &[State::Paired]),
    (
        "working",
        &[State::Working, State::LongTerm, State::Suspended],
    ),
    ("verifying", &[State::Verifying]),
    ("closed", &[State::Closed]),
];
/// The last column.
const ENDED: &str = "ended";

/// Every column with its states.
pub fn stages() -> Vec<(&'static str, Vec<State>)> {
    let mut all: Vec<(&'static str, Vec<State>)> = STAGES
        .iter()
        .map(|(code, states)| (*code, states.to_vec()))
        .collect();
    let is_ended = |s: &State| !STAGES.iter().any(|(_, states)| states.contains(s));
    let ended = State::ALL.iter().copied().filter(is_ended).collect();
    all.push((ENDED, ended));
    all
}

/// The column of a state.
pub fn stage_of(state: State) -> &'static str {
    let found = STAGES.iter().find(|(_, states)| states.contains(&state));
    found.map_or(ENDED, |(code, _)| code)
}

/// A verb that the lifecycle offers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Move {
    pub action: Action,
    /// Column to which it leads.
    pub stage: &'static str,
    /// The form of the step.
    pub href: String,
}

/// Exactly the verbs that the lifecycle offers to somebody who plays `parts`, each with the page of its form.
pub fn moves(problem: &problem::Model, parts: &[Part]) -> Vec<Move> {
    let id = problem.id;
    lifecycle::open_to(TABLE, problem.state, parts)
        .into_iter()
        .map(|line| Move {
            action: line.action,
            stage: stage_of(line.to),
            href: match line.action {
                // These are the one next step, which stands open on the problem's page.
                Action::List | Action::Start | Action::Resubmit | Action::Resume => {
                    format!("/problems/{id}#turn")
                }
                action => format!("/problems/{id}?move={action}#move-{action}"),
            },
        })
        .collect()
}
