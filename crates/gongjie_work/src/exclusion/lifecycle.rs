//! The life of an exclusion as a table (domain 4.2). Buttons, rights and the help page come from it.

use gongjie_base::codes;
use gongjie_base::lifecycle::Move;

use super::rules::State;
use crate::org::Part;

codes! {
    /// Verbs of an exclusion.
    pub enum Action {
        /// 同意剔除
        Grant = "grant",
        /// 不同意
        Refuse = "refuse",
        /// 撤回
        Withdraw = "withdraw",
    }
}

/// One line of the table.
pub type Line = Move<State, Action, Part>;

/// Those who may be the second person. The supervisor changes nothing, and the desk may have asked.
const SECOND: &[Part] = &[Part::Coordinator, Part::Inspector, Part::Leader];

/// The table. Asking is how an exclusion begins; `Raiser` is who asked.
pub const TABLE: &[Line] = &[
    Line::new(
        Action::Grant,
        &[State::Asked],
        State::Granted,
        SECOND,
        None,
        &["must-second-person", "must-not-profit", "must-reason"],
    ),
    Line::new(
        Action::Refuse,
        &[State::Asked],
        State::Refused,
        SECOND,
        None,
        &["must-second-person", "must-not-profit", "must-reason"],
    ),
    Line::new(
        Action::Withdraw,
        &[State::Asked, State::Granted],
        State::Withdrawn,
        &[Part::Raiser, Part::Coordinator],
        None,
        &["must-reason"],
    ),
];
