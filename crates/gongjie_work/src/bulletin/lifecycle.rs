//! The life of a bulletin as a table. Buttons, rights and the help page come from it.

use gongjie_base::codes;
use gongjie_base::lifecycle::Move;

use super::rules::State;
use crate::org;

codes! {
    /// Verbs of a bulletin.
    pub enum Action {
        /// 签发
        Release = "release",
        /// 弃用
        Drop = "drop",
    }
}

/// One line of the table.
pub type Line = Move<State, Action, org::Part>;

/// The oversight office writes and releases.
pub const OFFICE: &[org::Part] = &[org::Part::Inspector, org::Part::Coordinator];

/// The table.
pub const TABLE: &[Line] = &[
    Line::new(
        Action::Release,
        &[State::Drafted],
        State::Released,
        OFFICE,
        None,
        &["must-not-drafter", "must-line-ticked"],
    ),
    Line::new(
        Action::Drop,
        &[State::Drafted],
        State::Dropped,
        OFFICE,
        None,
        &[],
    ),
];
