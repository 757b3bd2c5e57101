//! The life of a measure as a table (specification chapter 4, domain 3.3). Extensions, send-backs and disputes are side records.

use gongjie_base::codes;
use gongjie_base::lifecycle::Move;

use super::rules::State;
use crate::org::Part;

codes! {
    /// Verbs of a measure.
    pub enum Action {
        /// 签收
        Sign = "sign",
        /// 开始办理
        Start = "start",
        /// 报结果
        Report = "report",
        /// 审核通过
        Pass = "pass",
        /// 退回
        SendBack = "send_back",
        /// 中止
        Suspend = "suspend",
        /// 恢复
        Resume = "resume",
        /// 免办
        Cancel = "cancel",
        /// 导入撤回
        TakeBack = "take_back",
    }
}

/// One line of the table.
pub type Line = Move<State, Action, Part>;

/// Works for the unit that does the measure, or is its named owner.
const DOERS: &[Part] = &[Part::Owner, Part::OwnerHead];
/// Heads the problem's lead unit, or watches over all.
const CHECKERS: &[Part] = &[Part::LeadHead, Part::Coordinator, Part::Inspector];

/// The table. A measure is issued 交办 by [`ISSUERS`]; every later step is a line.
pub const TABLE: &[Line] = &[
    Line::new(
        Action::Sign,
        &[State::Issued],
        State::Signed,
        DOERS,
        Some(1),
        &[],
    ),
    Line::new(
        Action::Start,
        &[State::Signed],
        State::Working,
        DOERS,
        None,
        &[],
    ),
    Line::new(
        Action::Report,
        &[State::Working],
        State::Reported,
        DOERS,
        Some(3),
        &["must-result", "must-tasks-closed"],
    ),
    Line::new(
        Action::Pass,
        &[State::Reported],
        State::Done,
        CHECKERS,
        None,
        &["must-not-reporter", "must-tasks-closed"],
    ),
    Line::new(
        Action::SendBack,
        &[State::Reported],
        State::Working,
        CHECKERS,
        None,
        &["must-send-back-reason", "must-not-reporter"],
    ),
    Line::new(
        Action::Suspend,
        &[State::Signed, State::Working],
        State::Suspended,
        &[Part::Coordinator],
        Some(30),
        &["must-reason"],
    ),
    Line::new(
        Action::Resume,
        &[State::Suspended],
        State::Working,
        &[Part::Coordinator],
        None,
        &[],
    ),
    Line::new(
        Action::Cancel,
        &[
            State::Issued,
            State::Signed,
            State::Working,
            State::Suspended,
        ],
        State::Cancelled,
        &[Part::LeadHead, Part::Coordinator],
        None,
        &["must-reason", "must-tasks-closed"],
    ),
    Line::new(
        Action::TakeBack,
        &[
            State::Issued,
            State::Signed,
            State::Working,
            State::Reported,
            State::Suspended,
            State::Done,
        ],
        State::Cancelled,
        &[Part::System],
        None,
        &["must-import-undone"],
    ),
];

/// Who may issue a measure of a problem. A task is issued by the doers of its parent too.
pub const ISSUERS: &[Part] = &[Part::Lead, Part::LeadHead, Part::Coordinator];

/// Verbs whose words are required: a reason, or the result.
pub fn needs_words(action: Action) -> bool {
    has_condition(action, "must-reason") || has_condition(action, "must-result")
}

/// Verbs that the person who reported may not use.
pub fn bars_reporter(action: Action) -> bool {
    has_condition(action, "must-not-reporter")
}

/// Verbs that wait until every task below is done or cancelled.
pub fn waits_for_tasks(action: Action) -> bool {
    has_condition(action, "must-tasks-closed")
}

fn has_condition(action: Action, condition: &str) -> bool {
    TABLE
        .iter()
        .any(|l| l.action == action && l.must.contains(&condition))
}
