//! What becomes of a problem when its last active pairing lets it go. Pure.

use crate::problem::rules::State as ProblemState;

/// How a pairing lets a problem go.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Leaving {
    /// Taken out of a pairing that goes on.
    Unlinked,
    /// The pairing is concluded: nothing is left to do, or the campaign is over and the rest is carried over.
    Concluded,
    /// The pairing is terminated.
    Terminated,
}

/// What becomes of a problem that no active pairing solves any more.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Afterwards {
    /// It stays as it is.
    Stays,
    /// Back to the list, where the next pairing takes it up with its measures.
    BackToList,
    /// Work is under way, and only a termination may break that off.
    CannotLeave,
    /// Its check is under way: first that comes to its end.
    InCheck,
}

/// A problem in this state, when its last active pairing lets it go.
pub const fn afterwards(leaving: Leaving, state: ProblemState) -> Afterwards {
    match (leaving, state) {
        (_, ProblemState::Paired)
        | (Leaving::Terminated, ProblemState::Working | ProblemState::Suspended) => {
            Afterwards::BackToList
        }
        (Leaving::Terminated | Leaving::Unlinked, ProblemState::Verifying) => Afterwards::InCheck,
        (Leaving::Unlinked, ProblemState::Working | ProblemState::Suspended) => {
            Afterwards::CannotLeave
        }
        _ => Afterwards::Stays,
    }
}
