//! The eight steps of a problem's life as the stepper draws them. Pure.

use crate::problem::rules::State;

/// How a step stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Standing {
    Done,
    Now,
    Todo,
    /// 销号
    Sealed,
}

impl Standing {
    /// For `data-state`.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Done => "done",
            Self::Now => "now",
            Self::Todo => "todo",
            Self::Sealed => "sealed",
        }
    }
}

/// Steps in order: text keys `dossier-step-…`.
pub const STEPS: [&str; 8] = [
    "raised", "triaged", "paired", "planned", "working", "outcome", "verdict", "closed",
];

/// Where the problem stands. `has_outcome`: something came of it while the work goes on.
pub fn steps(state: State, has_measures: bool, has_outcome: bool) -> Vec<(&'static str, Standing)> {
    let now = match state {
        State::Proposed | State::Returned | State::Declined | State::Merged => 1,
        State::Listed | State::Posted => 2,
        State::Paired if !has_measures => 3,
        State::Paired => 3,
        State::Working | State::LongTerm | State::Suspended if !has_outcome => 4,
        State::Working | State::LongTerm | State::Suspended => 5,
        State::Verifying => 6,
        State::Closed => 8,
    };
    STEPS
        .iter()
        .enumerate()
        .map(|(n, step)| {
            let standing = match n.cmp(&now) {
                _ if state == State::Closed && n == 7 => Standing::Sealed,
                std::cmp::Ordering::Less => Standing::Done,
                std::cmp::Ordering::Equal => Standing::Now,
                std::cmp::Ordering::Greater => Standing::Todo,
            };
            (*step, standing)
        })
        .collect()
}
