//! The life of a voice as a table (specification chapter 4, domain 4.4). Buttons, rights, deadlines and the help page come from it.

use gongjie_base::codes;
use gongjie_base::lifecycle::Move;

use super::rules::State;
use crate::org::Part;

codes! {
    /// Verbs of a voice.
    pub enum Action {
        /// 直接答复
        Reply = "reply",
        /// 派单
        Dispatch = "dispatch",
        /// 改派
        Redispatch = "redispatch",
        /// 派单异议
        Dispute = "dispute",
        /// 签收
        Sign = "sign",
        /// 联系提出人
        Contact = "contact",
        /// 答复
        Answer = "answer",
        /// 并单
        Merge = "merge",
        /// 转为难题
        Promote = "promote",
        /// 转送
        Divert = "divert",
        /// 不予受理
        Decline = "decline",
        /// 申诉
        Appeal = "appeal",
        /// 评价：解决了
        Accept = "accept",
        /// 评价：没有解决
        Reject = "reject",
        /// 重新办理
        Redo = "redo",
        /// 未评价，到期办结
        Lapse = "lapse",
        /// 统筹办结
        Settle = "settle",
    }
}

/// One line of the table.
pub type Line = Move<State, Action, Part>;

/// Times that a raiser who says "not solved" puts it back; after that a coordinator decides.
pub const REDOS_MAX: i64 = 2;
/// Days after an answer or a closing in which the raiser may say "not solved".
pub const REOPEN_DAYS: i64 = 30;
/// Days after an answer after which silence closes a voice as not rated.
pub const SILENCE_DAYS: i64 = 7;

/// The table. `Lead` works for the unit that has it in hand; `Raiser` holds the code.
pub const TABLE: &[Line] = &[
    Line::new(
        Action::Reply,
        &[State::Received],
        State::Answered,
        &[Part::Dispatcher, Part::Coordinator],
        Some(7),
        &["must-answer"],
    ),
    Line::new(
        Action::Dispatch,
        &[State::Received],
        State::Dispatched,
        &[Part::Dispatcher, Part::Coordinator],
        None,
        &["must-kind", "must-lead-unit"],
    ),
    Line::new(
        Action::Dispute,
        &[State::Dispatched],
        State::Dispatched,
        &[Part::Lead],
        None,
        &["must-basis-and-unit", "must-once"],
    ),
    Line::new(
        Action::Redispatch,
        &[State::Dispatched, State::Handling],
        State::Dispatched,
        &[Part::Dispatcher, Part::Coordinator],
        None,
        &[
            "must-lead-unit",
            "must-reason",
            "must-coordinator-after-dispute",
        ],
    ),
    Line::new(
        Action::Sign,
        &[State::Dispatched],
        State::Handling,
        &[Part::Lead],
        None,
        &[],
    ),
    Line::new(
        Action::Contact,
        &[State::Handling],
        State::Handling,
        &[Part::Lead],
        None,
        &["must-what-was-said"],
    ),
    Line::new(
        Action::Answer,
        &[State::Handling],
        State::Answered,
        &[Part::Lead],
        Some(7),
        &["must-answer"],
    ),
    Line::new(
        Action::Merge,
        &[State::Received, State::Dispatched, State::Handling],
        State::Merged,
        &[Part::Dispatcher, Part::Coordinator],
        None,
        &["must-master"],
    ),
    Line::new(
        Action::Promote,
        &[
            State::Received,
            State::Dispatched,
            State::Handling,
            State::Answered,
        ],
        State::Promoted,
        &[Part::Dispatcher, Part::Coordinator],
        None,
        &["must-problem"],
    ),
    Line::new(
        Action::Divert,
        &[State::Received, State::Dispatched, State::Handling],
        State::Diverted,
        &[Part::Dispatcher, Part::Coordinator],
        None,
        &["must-where-to"],
    ),
    Line::new(
        Action::Decline,
        &[State::Received],
        State::Declined,
        &[Part::Dispatcher, Part::Coordinator],
        None,
        &["must-reason"],
    ),
    Line::new(
        Action::Appeal,
        &[State::Declined],
        State::Received,
        &[Part::Raiser],
        None,
        &["must-reason", "must-once"],
    ),
    Line::new(
        Action::Accept,
        &[State::Answered],
        State::Closed,
        &[Part::Raiser],
        None,
        &[],
    ),
    Line::new(
        Action::Reject,
        &[State::Answered, State::Closed],
        State::Handling,
        &[Part::Raiser],
        None,
        &[
            "must-what-is-wrong",
            "must-within-30-days",
            "must-twice-at-most",
        ],
    ),
    Line::new(
        Action::Redo,
        &[State::Answered, State::Closed],
        State::Handling,
        &[Part::Coordinator],
        None,
        &["must-reason"],
    ),
    Line::new(
        Action::Settle,
        &[State::Answered],
        State::Closed,
        &[Part::Coordinator],
        None,
        &["must-reason", "must-said-not-solved-often"],
    ),
    Line::new(
        Action::Lapse,
        &[State::Answered],
        State::Closed,
        &[Part::System],
        None,
        &["must-silent-for-7-days"],
    ),
];
