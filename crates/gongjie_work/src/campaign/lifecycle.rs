//! The life of a campaign as a table: planned, open, closed. Buttons, rights and the help page come from it.

use gongjie_base::codes;
use gongjie_base::lifecycle::Move;

use super::rules::CampaignState as State;
use crate::org::Part;

codes! {
    /// Verbs of a campaign.
    pub enum Action {
        /// 开启
        Open = "open",
        /// 结束
        Close = "close",
    }
}

/// One line of the table.
pub type Line = Move<State, Action, Part>;

/// The table. Problems are proposed and pairings drafted in the open campaign only; there is at most one.
pub const TABLE: &[Line] = &[
    Move {
        action: Action::Open,
        from: &[State::Planned],
        to: State::Open,
        who: &[Part::Coordinator],
        within_days: None,
        must: &["must-no-other-open-campaign"],
    },
    Move {
        action: Action::Close,
        from: &[State::Open],
        to: State::Closed,
        who: &[Part::Coordinator],
        within_days: None,
        must: &[],
    },
];
