//! The life of a close-out as a table (specification chapter 4, domain 2.5). Buttons, rights, deadlines and the help page come from it.

use gongjie_base::codes;
use gongjie_base::lifecycle::Move;

use super::rules::State;
use crate::org::Part;

codes! {
    /// Verbs of a close-out.
    pub enum Action {
        /// 本单位负责人签字
        Sign = "sign",
        /// 共建方看过，交外单位核验
        GoOn = "go_on",
        /// 外单位核验通过
        Verify = "verify",
        /// 提出人评价：解决了
        Judge = "judge",
        /// 未评价，转独立检查
        Lapse = "lapse",
        /// 抽定检查人
        Draw = "draw",
        /// 独立检查通过
        Check = "check",
        /// 公示
        Publish = "publish",
        /// 销号
        Strike = "strike",
        /// 退回整改
        SendBack = "send_back",
        /// 撤回申请
        Withdraw = "withdraw",
        /// 回头看
        LookBack = "look_back",
    }
}

/// One line of the table.
pub type Line = Move<State, Action, Part>;

/// Who may apply 申请销号; every later step is a line.
pub const APPLICANTS: &[Part] = &[Part::Lead, Part::LeadHead, Part::Coordinator];

/// Working days in which the head signs.
pub const SIGN_DAYS: u16 = 3;

/// The table. `Outsider` is whoever may verify; `System` goes on when every partner has answered.
pub const TABLE: &[Line] = &[
    Line::new(
        Action::Sign,
        &[State::Applied],
        State::Signed,
        &[Part::LeadHead],
        Some(super::rules::VIEW_DAYS),
        &["must-not-applicant"],
    ),
    Line::new(
        Action::GoOn,
        &[State::Signed],
        State::Viewed,
        &[Part::System, Part::Coordinator],
        Some(5),
        &["must-partners-asked"],
    ),
    Line::new(
        Action::Verify,
        &[State::Viewed],
        State::Verified,
        &[Part::Outsider],
        Some(super::rules::VERDICT_DAYS),
        &["must-did-none-of-the-work", "must-not-applicant"],
    ),
    Line::new(
        Action::Judge,
        &[State::Verified, State::Unrated, State::Checked],
        State::Judged,
        &[Part::System],
        None,
        &["must-raisers-say-solved"],
    ),
    Line::new(
        Action::Lapse,
        &[State::Verified],
        State::Unrated,
        &[Part::System, Part::Coordinator],
        Some(super::rules::VERIFY_DAYS),
        &["must-nobody-spoke-in-time"],
    ),
    Line::new(
        Action::Draw,
        &[State::Unrated],
        State::Unrated,
        &[Part::Coordinator],
        Some(super::rules::VERIFY_DAYS),
        &["must-checker-outside"],
    ),
    Line::new(
        Action::Check,
        &[State::Unrated],
        State::Checked,
        &[Part::Outsider],
        None,
        &["must-drawn-checker", "must-did-none-of-the-work"],
    ),
    Line::new(
        Action::Publish,
        &[State::Judged, State::Checked],
        State::Notice,
        &[Part::Coordinator],
        Some(super::rules::NOTICE_DAYS),
        &["must-notice-class-grade"],
    ),
    Line::new(
        Action::Strike,
        &[State::Judged, State::Checked, State::Notice],
        State::Struck,
        &[Part::Coordinator, Part::Leader],
        None,
        &[
            "must-notice-over",
            "must-no-open-objection",
            "must-leader-for-grade-3",
        ],
    ),
    Line::new(
        Action::SendBack,
        &[State::Applied],
        State::SentBack,
        &[Part::LeadHead],
        None,
        &["must-send-back-reason", "must-not-applicant"],
    ),
    Line::new(
        Action::SendBack,
        &[State::Signed],
        State::SentBack,
        &[Part::Coordinator],
        None,
        &["must-send-back-reason"],
    ),
    Line::new(
        Action::SendBack,
        &[State::Viewed],
        State::SentBack,
        &[Part::Outsider],
        None,
        &["must-send-back-reason", "must-did-none-of-the-work"],
    ),
    Line::new(
        Action::SendBack,
        &[State::Verified],
        State::SentBack,
        &[Part::System],
        None,
        &["must-raisers-say-not-solved"],
    ),
    Line::new(
        Action::SendBack,
        &[State::Unrated],
        State::SentBack,
        &[Part::Outsider],
        None,
        &["must-send-back-reason", "must-drawn-checker"],
    ),
    Line::new(
        Action::SendBack,
        &[State::Judged, State::Checked, State::Notice],
        State::SentBack,
        &[Part::Coordinator, Part::Leader],
        None,
        &["must-send-back-reason", "must-leader-for-grade-3"],
    ),
    Line::new(
        Action::Withdraw,
        &[State::Applied, State::Signed, State::Viewed],
        State::Withdrawn,
        APPLICANTS,
        None,
        &["must-own-application", "must-reason"],
    ),
    Line::new(
        Action::LookBack,
        &[State::Struck],
        State::Struck,
        &[Part::Supervisor, Part::Coordinator],
        None,
        &["must-reason"],
    ),
];
