//! The life of a lenient note as a table (domain 6.1). Buttons, rights, deadlines and the help page come from it.

use gongjie_base::codes;
use gongjie_base::lifecycle::Move;

use super::rules::State;
use crate::org::Part;

codes! {
    /// Verbs of a lenient note.
    pub enum Action {
        /// 受理
        Accept = "accept",
        /// 不予受理
        Refuse = "refuse",
        /// 核实
        Verify = "verify",
        /// 予以容错
        Grant = "grant",
        /// 从轻
        GrantPartly = "grant_partly",
        /// 不予容错
        Deny = "deny",
        /// 纠错
        Correct = "correct",
        /// 办结
        Close = "close",
        /// 撤回
        Withdraw = "withdraw",
    }
}

/// One line of the table.
pub type Line = Move<State, Action, Part>;

/// Those who speak for the unit that bears the mark.
const OWN: &[Part] = &[Part::Owner, Part::OwnerHead];

/// The table. The supervisor's office takes it in and has it verified; the leaders decide, and name the meeting.
pub const TABLE: &[Line] = &[
    Line::new(
        Action::Accept,
        &[State::Applied],
        State::Accepted,
        &[Part::Supervisor],
        Some(20),
        &["must-not-own-mark"],
    ),
    Line::new(
        Action::Refuse,
        &[State::Applied],
        State::Refused,
        &[Part::Supervisor],
        None,
        &["must-not-own-mark", "must-reason"],
    ),
    Line::new(
        Action::Verify,
        &[State::Accepted],
        State::Verifying,
        &[Part::Supervisor],
        None,
        &["must-two-officers"],
    ),
    Line::new(
        Action::Grant,
        &[State::Verifying],
        State::Granted,
        &[Part::Leader],
        None,
        &["must-finding-and-meeting", "must-not-own-mark"],
    ),
    Line::new(
        Action::GrantPartly,
        &[State::Verifying],
        State::Partly,
        &[Part::Leader],
        None,
        &["must-finding-and-meeting", "must-not-own-mark"],
    ),
    Line::new(
        Action::Deny,
        &[State::Verifying],
        State::Denied,
        &[Part::Leader],
        None,
        &["must-finding-and-meeting", "must-not-own-mark"],
    ),
    Line::new(
        Action::Correct,
        &[State::Granted, State::Partly],
        State::Correcting,
        OWN,
        None,
        &["must-correction-plan"],
    ),
    Line::new(
        Action::Close,
        &[State::Correcting],
        State::Closed,
        &[Part::Supervisor],
        None,
        &["must-not-own-mark", "must-reason"],
    ),
    Line::new(
        Action::Withdraw,
        &[State::Applied, State::Accepted, State::Verifying],
        State::Withdrawn,
        OWN,
        None,
        &["must-reason"],
    ),
];
