//! The life of a pairing as a table (specification chapter 4, domain 1.3). Buttons, rights, deadlines and the help page come from it.

use gongjie_base::codes;
use gongjie_base::lifecycle::Move;

use super::rules::State;
use crate::org::Part;

codes! {
    /// Verbs of a pairing.
    pub enum Action {
        /// 发出邀请
        Invite = "invite",
        /// 各方确认，结对生效
        Activate = "activate",
        /// 对方不参加，结对未成
        Decline = "decline",
        /// 作罢
        GiveUp = "give_up",
        /// 结项
        Conclude = "conclude",
        /// 终止
        Terminate = "terminate",
    }
}

/// One line of the table.
pub type Line = Move<State, Action, Part>;

const LEAD_SIDE: &[Part] = &[Part::Lead, Part::LeadHead, Part::Coordinator];

/// The table. Verbs whose only part is `System` follow from the answers of the members.
pub const TABLE: &[Line] = &[
    Line {
        action: Action::Invite,
        from: &[State::Draft],
        to: State::Invited,
        who: LEAD_SIDE,
        within_days: Some(5),
        must: &["must-lead-partner-problem"],
    },
    Line {
        action: Action::Activate,
        from: &[State::Invited],
        to: State::Active,
        who: &[Part::System],
        within_days: None,
        must: &["must-all-confirmed"],
    },
    Line {
        action: Action::Decline,
        from: &[State::Invited],
        to: State::Declined,
        who: &[Part::System],
        within_days: None,
        must: &["must-reason"],
    },
    Line {
        action: Action::GiveUp,
        from: &[State::Draft, State::Invited],
        to: State::Declined,
        who: LEAD_SIDE,
        within_days: None,
        must: &["must-reason"],
    },
    Line {
        action: Action::Conclude,
        from: &[State::Active],
        to: State::Concluded,
        who: &[Part::LeadHead, Part::Coordinator],
        within_days: None,
        must: &["must-problems-settled"],
    },
    Line {
        action: Action::Terminate,
        from: &[State::Active],
        to: State::Terminated,
        who: &[Part::Coordinator],
        within_days: None,
        must: &["must-reason"],
    },
];

/// Verbs that ask for a written reason.
pub fn needs_reason(action: Action) -> bool {
    TABLE
        .iter()
        .any(|l| l.action == action && l.must.contains(&"must-reason"))
}
