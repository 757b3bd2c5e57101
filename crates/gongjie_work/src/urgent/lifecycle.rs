//! The life of an urgent call as a table (domain 10.1). Buttons, rights and the help page come from it.

use gongjie_base::codes;
use gongjie_base::lifecycle::Move;

use super::rules::State;
use crate::org::Part;

codes! {
    /// Verbs of an urgent call.
    pub enum Action {
        /// 呼叫
        Page = "page",
        /// 接警
        Ack = "ack",
        /// 联合处置
        Join = "join",
        /// 记一笔
        Note = "note",
        /// 已控制
        Stabilise = "stabilise",
        /// 误报
        FalseAlarm = "false_alarm",
        /// 转入后续关怀
        Care = "care",
        /// 办结
        Close = "close",
        /// 转为难题
        Promote = "promote",
    }
}

/// One line of the table.
pub type Line = Move<State, Action, Part>;

/// Duty officers, and who was paged for this call; coordinators.
const HANDS: &[Part] = &[Part::DutyOfficer, Part::Coordinator];

/// The table.
pub const TABLE: &[Line] = &[
    Line::new(
        Action::Page,
        &[State::Raised, State::Paged],
        State::Paged,
        &[Part::System],
        None,
        &[],
    ),
    Line::new(
        Action::Ack,
        &[State::Raised, State::Paged],
        State::Acked,
        HANDS,
        None,
        &[],
    ),
    Line::new(
        Action::Join,
        &[State::Acked],
        State::Joint,
        HANDS,
        None,
        &["urgent-must-partner"],
    ),
    Line::new(
        Action::FalseAlarm,
        &[State::Acked],
        State::FalseAlarm,
        HANDS,
        None,
        &["urgent-must-words"],
    ),
    Line::new(
        Action::Stabilise,
        &[State::Joint],
        State::Stabilised,
        HANDS,
        Some(1),
        &["urgent-must-words"],
    ),
    Line::new(
        Action::Care,
        &[State::Stabilised],
        State::Aftercare,
        HANDS,
        Some(3),
        &["urgent-must-words"],
    ),
    Line::new(
        Action::Close,
        &[State::Aftercare, State::FalseAlarm],
        State::Closed,
        HANDS,
        None,
        &["urgent-must-summary"],
    ),
    Line::new(
        Action::Note,
        &[State::Acked],
        State::Acked,
        HANDS,
        None,
        &["urgent-must-words"],
    ),
    Line::new(
        Action::Note,
        &[State::Joint],
        State::Joint,
        HANDS,
        None,
        &["urgent-must-words"],
    ),
    Line::new(
        Action::Note,
        &[State::Stabilised],
        State::Stabilised,
        HANDS,
        None,
        &["urgent-must-words"],
    ),
    Line::new(
        Action::Note,
        &[State::Aftercare],
        State::Aftercare,
        HANDS,
        None,
        &["urgent-must-words"],
    ),
    Line::new(
        Action::Promote,
        &[State::Closed],
        State::Closed,
        HANDS,
        None,
        &["urgent-must-title"],
    ),
];
