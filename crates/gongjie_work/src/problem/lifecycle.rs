//! The life of a problem as a table (specification chapter 4, domain 2.4). Buttons, rights, deadlines and the help page come from it.

use gongjie_base::codes;
use gongjie_base::lifecycle::Move;

use super::rules::State;
use crate::org::Part;

codes! {
    /// Verbs of a problem.
    pub enum Action {
        /// 受理入单
        List = "list",
        /// 退回补充
        Return = "return",
        /// 不予受理
        Decline = "decline",
        /// 补充后再报
        Resubmit = "resubmit",
        /// 撤回
        Withdraw = "withdraw",
        /// 申诉一次
        Appeal = "appeal",
        /// 并案
        Merge = "merge",
        /// 张榜
        Post = "post",
        /// 撤榜
        Unpost = "unpost",
        /// 结对生效
        Pair = "pair",
        /// 结对解除
        Unpair = "unpair",
        /// 立单推进
        Start = "start",
        /// 申请销号
        Apply = "apply",
        /// 退回整改
        SendBack = "send_back",
        /// 销号
        Close = "close",
        /// 反弹重办
        Rebound = "rebound",
        /// 转为长期坚持
        KeepGoing = "keep_going",
        /// 中止
        Suspend = "suspend",
        /// 恢复
        Resume = "resume",
        /// 导入撤回
        TakeBack = "take_back",
    }
}

/// One line of the table.
pub type Line = Move<State, Action, Part>;

/// The table. Verbs whose only part is `System` happen as consequences of pairings and close-outs.
pub const TABLE: &[Line] = &[
    Line::new(
        Action::List,
        &[State::Proposed],
        State::Listed,
        &[Part::Coordinator, Part::Leader],
        Some(5),
        &["must-class-theme-grade", "must-leader-for-school-level"],
    ),
    Line::new(
        Action::Return,
        &[State::Proposed],
        State::Returned,
        &[Part::Coordinator],
        Some(10),
        &["must-reason"],
    ),
    Line::new(
        Action::Decline,
        &[State::Proposed],
        State::Declined,
        &[Part::Coordinator],
        None,
        &["must-reason"],
    ),
    Line::new(
        Action::Merge,
        &[State::Proposed, State::Listed],
        State::Merged,
        &[Part::Coordinator],
        None,
        &["must-master"],
    ),
    Line::new(
        Action::Withdraw,
        &[State::Proposed, State::Returned],
        State::Withdrawn,
        &[Part::Raiser],
        None,
        &[],
    ),
    Line::new(
        Action::Resubmit,
        &[State::Returned, State::Withdrawn],
        State::Proposed,
        &[Part::Raiser],
        Some(2),
        &[],
    ),
    Line::new(
        Action::Appeal,
        &[State::Declined],
        State::Proposed,
        &[Part::Raiser],
        Some(2),
        &["must-reason", "must-once"],
    ),
    Line::new(
        Action::Post,
        &[State::Listed],
        State::Posted,
        &[Part::Coordinator],
        None,
        &[],
    ),
    Line::new(
        Action::Unpost,
        &[State::Posted],
        State::Listed,
        &[Part::Coordinator],
        Some(5),
        &[],
    ),
    Line::new(
        Action::Pair,
        &[State::Listed, State::Posted],
        State::Paired,
        &[Part::System],
        Some(10),
        &["must-all-confirmed"],
    ),
    Line::new(
        Action::Unpair,
        &[State::Paired, State::Working, State::Suspended],
        State::Listed,
        &[Part::System],
        Some(5),
        &[],
    ),
    Line::new(
        Action::Start,
        &[State::Paired],
        State::Working,
        &[Part::Lead, Part::LeadHead, Part::Coordinator],
        None,
        &["must-measure-owner-due"],
    ),
    Line::new(
        Action::Apply,
        &[State::Working, State::LongTerm],
        State::Verifying,
        &[Part::System],
        Some(5),
        &["must-measures-done"],
    ),
    Line::new(
        Action::SendBack,
        &[State::Verifying],
        State::Working,
        &[Part::System],
        None,
        &["must-reason"],
    ),
    Line::new(
        Action::Close,
        &[State::Verifying],
        State::Closed,
        &[Part::System],
        Some(90),
        &["must-verdict-or-check"],
    ),
    Line::new(
        Action::Rebound,
        &[State::Closed],
        State::Working,
        &[Part::System],
        Some(3),
        &["must-reason"],
    ),
    Line::new(
        Action::KeepGoing,
        &[State::Working],
        State::LongTerm,
        &[Part::Coordinator],
        Some(130),
        &["must-reason"],
    ),
    Line::new(
        Action::Suspend,
        &[State::Paired, State::Working],
        State::Suspended,
        &[Part::Coordinator],
        Some(30),
        &["must-reason"],
    ),
    Line::new(
        Action::Resume,
        &[State::Suspended, State::LongTerm],
        State::Working,
        &[Part::Coordinator],
        None,
        &[],
    ),
    Line::new(
        Action::TakeBack,
        &[
            State::Listed,
            State::Posted,
            State::Paired,
            State::Working,
            State::LongTerm,
            State::Suspended,
        ],
        State::Withdrawn,
        &[Part::System],
        None,
        &["must-import-undone"],
    ),
];

/// Verbs that ask for a written reason.
pub fn needs_reason(action: Action) -> bool {
    TABLE
        .iter()
        .any(|l| l.action == action && l.must.contains(&"must-reason"))
}
