//! The life of a slip as a table (domain 3.1, 3.5, 6.2). Buttons, rights, deadlines and the help page come from it.

use gongjie_base::codes;
use gongjie_base::lifecycle::Move;

use super::rules::{ANSWER_DAYS, APPROVE_DAYS, CHECK_DAYS, RECEIVE_DAYS, State};
use crate::org::Part;

codes! {
    /// Verbs of a slip.
    pub enum Action {
        /// 审签
        Approve = "approve",
        /// 送达
        Send = "send",
        /// 签收
        Receive = "receive",
        /// 回复
        Answer = "answer",
        /// 核验通过
        Check = "check",
        /// 退回重报
        SendBack = "send_back",
        /// 归档
        Close = "close",
        /// 撤回
        Withdraw = "withdraw",
    }
}

/// One line of the table.
pub type Line = Move<State, Action, Part>;

/// Who issues: the oversight office its slips, the supervisor the letters. Whose kind it is not has no part in it.
const ISSUERS: &[Part] = &[Part::Inspector, Part::Coordinator, Part::Supervisor];

/// Who answers: those who speak for the unit that it is addressed to.
const ADDRESSED: &[Part] = &[Part::Owner, Part::OwnerHead];

/// The table.
pub const TABLE: &[Line] = &[
    Line::new(
        Action::Approve,
        &[State::Drafted],
        State::Approved,
        &[
            Part::Inspector,
            Part::Coordinator,
            Part::Supervisor,
            Part::Leader,
        ],
        Some(APPROVE_DAYS),
        &["must-not-drafter"],
    ),
    Line::new(
        Action::Send,
        &[State::Approved],
        State::Sent,
        ISSUERS,
        Some(RECEIVE_DAYS),
        &[],
    ),
    Line::new(
        Action::Receive,
        &[State::Sent],
        State::Received,
        ADDRESSED,
        Some(ANSWER_DAYS),
        &[],
    ),
    Line::new(
        Action::Answer,
        &[State::Received, State::SentBack],
        State::Answered,
        ADDRESSED,
        Some(CHECK_DAYS),
        &["must-answer-reason-and-done"],
    ),
    Line::new(
        Action::Check,
        &[State::Answered],
        State::Checked,
        ISSUERS,
        None,
        &["must-not-answerer"],
    ),
    Line::new(
        Action::SendBack,
        &[State::Answered],
        State::SentBack,
        ISSUERS,
        Some(ANSWER_DAYS),
        &["must-not-answerer", "must-reason"],
    ),
    Line::new(
        Action::Close,
        &[State::Checked],
        State::Closed,
        ISSUERS,
        None,
        &[],
    ),
    Line::new(
        Action::Withdraw,
        &[
            State::Drafted,
            State::Approved,
            State::Sent,
            State::Received,
            State::SentBack,
        ],
        State::Withdrawn,
        ISSUERS,
        None,
        &["must-reason"],
    ),
];
