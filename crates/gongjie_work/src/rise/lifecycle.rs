//! The life of a rise as a table (domain 2.4). Buttons, rights and the help page come from it.

use gongjie_base::codes;
use gongjie_base::lifecycle::Move;

use super::rules::State;
use crate::org::Part;

codes! {
    /// Verbs of a rise.
    pub enum Action {
        /// 同意
        Grant = "grant",
        /// 不同意
        Deny = "deny",
        /// 撤回
        Withdraw = "withdraw",
    }
}

/// One line of the table.
pub type Line = Move<State, Action, Part>;

/// Who decides up; down only the leader, whose matter it has become.
const DECIDERS: &[Part] = &[Part::Coordinator, Part::Leader];

/// The table.
pub const TABLE: &[Line] = &[
    Line::new(
        Action::Grant,
        &[State::Asked],
        State::Granted,
        DECIDERS,
        None,
        &["must-rise-not-own", "must-rise-leader-down"],
    ),
    Line::new(
        Action::Deny,
        &[State::Asked],
        State::Denied,
        DECIDERS,
        None,
        &["must-rise-not-own", "must-rise-leader-down", "must-reason"],
    ),
    Line::new(
        Action::Withdraw,
        &[State::Asked],
        State::Withdrawn,
        &[
            Part::Lead,
            Part::LeadHead,
            Part::Partner,
            Part::PartnerHead,
            Part::Coordinator,
        ],
        None,
        &["must-rise-asker"],
    ),
];
