//! Every refusal of this room by name, with its words.

use gongjie_base::{Error, Say};
use jiff::civil::Date;

use super::rules::State;

/// Why a step is not there, or not this person's.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CannotStep {
    NoSuchStep(State),
    NotYourStep,
}

impl From<CannotStep> for Error {
    fn from(cannot: CannotStep) -> Self {
        match cannot {
            CannotStep::NoSuchStep(state) => {
                Self::Conflict(Say::new("close-out-no-such-step").with("state", state))
            }
            CannotStep::NotYourStep => Self::forbidden("close-out-not-your-step"),
        }
    }
}

/// Why closing cannot be applied for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CannotApply {
    /// Not of the lead unit and no coordinator.
    NotLead,
    /// The problem is not being worked on.
    NotUnderWay,
    NoMeasure,
    /// So many measures and tasks are neither done nor cancelled.
    MeasuresOpen(usize),
    /// Neither evidence nor a reason why there is none.
    NoEvidence,
}

impl CannotApply {
    /// Text key of the words.
    pub const fn key(self) -> &'static str {
        match self {
            Self::NotLead => "close-out-cannot-apply-not-lead",
            Self::NotUnderWay => "close-out-cannot-apply-not-under-way",
            Self::NoMeasure => "close-out-cannot-apply-no-measure",
            Self::MeasuresOpen(_) => "close-out-cannot-apply-measures-open",
            Self::NoEvidence => "close-out-cannot-apply-no-evidence",
        }
    }

    /// The words.
    pub fn say(self) -> Say {
        let say = Say::new(self.key());
        match self {
            Self::MeasuresOpen(n) => say.with("n", n),
            _ => say,
        }
    }
}

impl From<CannotApply> for Error {
    fn from(cannot: CannotApply) -> Self {
        match cannot {
            CannotApply::NotLead => Self::Forbidden(cannot.say()),
            CannotApply::NoEvidence => Self::invalid("no_evidence_reason", cannot.key()),
            _ => Self::Conflict(cannot.say()),
        }
    }
}

/// Why somebody cannot sign.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CannotSign {
    Step(CannotStep),
    /// Nobody signs what they applied for themselves.
    Applicant,
}

impl From<CannotSign> for Error {
    fn from(cannot: CannotSign) -> Self {
        match cannot {
            CannotSign::Step(step) => step.into(),
            CannotSign::Applicant => Self::forbidden("close-out-cannot-sign-applicant"),
        }
    }
}

/// Why a partner's view cannot be given.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CannotView {
    /// Views are not asked for now.
    NotNow,
    /// The unit is no partner of this problem.
    NotAsked,
    NotYourUnit,
    /// An outside unit has no people here: the coordinator notes its view.
    OutsideByCoordinator,
    AlreadyGiven,
}

impl From<CannotView> for Error {
    fn from(cannot: CannotView) -> Self {
        match cannot {
            CannotView::NotNow => Self::conflict("close-out-cannot-view-not-now"),
            CannotView::NotAsked => Self::invalid("unit_id", "close-out-cannot-view-not-asked"),
            CannotView::NotYourUnit => Self::forbidden("close-out-cannot-view-not-your-unit"),
            CannotView::OutsideByCoordinator => Self::forbidden("close-out-cannot-view-outside"),
            CannotView::AlreadyGiven => Self::conflict("close-out-cannot-view-given"),
        }
    }
}

/// Why the views cannot be ended yet.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CannotGoOn {
    Step(CannotStep),
    /// Partners may still answer until this day.
    TooEarly(Date),
}

impl From<CannotGoOn> for Error {
    fn from(cannot: CannotGoOn) -> Self {
        match cannot {
            CannotGoOn::Step(step) => step.into(),
            CannotGoOn::TooEarly(until) => {
                Self::Conflict(Say::new("close-out-cannot-go-on-early").with("until", until))
            }
        }
    }
}

/// Why somebody cannot verify.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CannotVerify {
    Step(CannotStep),
    /// One of the three administrators.
    Administrator,
    /// Neither liaison nor unit head, coordinator or inspector.
    NoRole,
    Applicant,
    Signer,
    /// The person's unit, or one that is one house with it, did some of the work.
    DidTheWork,
}

impl CannotVerify {
    /// Text key of the words.
    pub const fn key(self) -> &'static str {
        match self {
            Self::Step(_) => "close-out-not-your-step",
            Self::Administrator => "close-out-cannot-verify-administrator",
            Self::NoRole => "close-out-cannot-verify-no-role",
            Self::Applicant => "close-out-cannot-verify-applicant",
            Self::Signer => "close-out-cannot-verify-signer",
            Self::DidTheWork => "close-out-cannot-verify-did-the-work",
        }
    }
}

impl From<CannotVerify> for Error {
    fn from(cannot: CannotVerify) -> Self {
        match cannot {
            CannotVerify::Step(step) => step.into(),
            _ => Self::forbidden(cannot.key()),
        }
    }
}

/// Why it does not go on without the raisers' word.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CannotLapse {
    Step(CannotStep),
    /// Raisers may speak until this day.
    TooEarly(Date),
}

impl From<CannotLapse> for Error {
    fn from(cannot: CannotLapse) -> Self {
        match cannot {
            CannotLapse::Step(step) => step.into(),
            CannotLapse::TooEarly(until) => {
                Self::Conflict(Say::new("close-out-cannot-lapse-early").with("until", until))
            }
        }
    }
}

/// Why somebody cannot make the independent check.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CannotCheck {
    Step(CannotStep),
    /// Another person was drawn, or nobody yet.
    NotDrawn,
    /// The verifier has looked at it already: another pair of eyes is needed.
    Verifier,
    Verify(CannotVerify),
}

impl From<CannotCheck> for Error {
    fn from(cannot: CannotCheck) -> Self {
        match cannot {
            CannotCheck::Step(step) => step.into(),
            CannotCheck::NotDrawn => Self::forbidden("close-out-cannot-check-not-drawn"),
            CannotCheck::Verifier => Self::forbidden("close-out-cannot-check-verifier"),
            CannotCheck::Verify(verify) => verify.into(),
        }
    }
}

/// Why there is no public notice.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CannotPublish {
    Step(CannotStep),
    /// Only school-level problems and those of grade 3 are shown first.
    NotNeeded,
}

impl From<CannotPublish> for Error {
    fn from(cannot: CannotPublish) -> Self {
        match cannot {
            CannotPublish::Step(step) => step.into(),
            CannotPublish::NotNeeded => Self::conflict("close-out-cannot-publish-not-needed"),
        }
    }
}

/// Why a problem cannot be struck off.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CannotStrike {
    Step(CannotStep),
    /// Grade 3.
    LeaderStrikes,
    /// Grade 1 and 2.
    CoordinatorStrikes,
    NoticeMissing,
    /// The notice runs until this day.
    NoticeRunning(Date),
    /// An objection waits for its answer.
    ObjectionOpen,
    /// An objection was upheld: it goes back.
    ObjectionUpheld,
}

impl From<CannotStrike> for Error {
    fn from(cannot: CannotStrike) -> Self {
        match cannot {
            CannotStrike::Step(step) => step.into(),
            CannotStrike::LeaderStrikes => Self::forbidden("close-out-cannot-strike-leader"),
            CannotStrike::CoordinatorStrikes => {
                Self::forbidden("close-out-cannot-strike-coordinator")
            }
            CannotStrike::NoticeMissing => Self::conflict("close-out-cannot-strike-notice"),
            CannotStrike::NoticeRunning(until) => {
                Self::Conflict(Say::new("close-out-cannot-strike-running").with("until", until))
            }
            CannotStrike::ObjectionOpen => Self::conflict("close-out-cannot-strike-objection"),
            CannotStrike::ObjectionUpheld => Self::conflict("close-out-cannot-strike-upheld"),
        }
    }
}

/// Why it cannot be sent back.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CannotSendBack {
    Step(CannotStep),
    /// The applicant withdraws instead.
    Applicant,
    /// In the hands of a verifier, and this person is none.
    Verify(CannotVerify),
    /// In the hands of a checker, and this person is none.
    Check(CannotCheck),
    Strike(CannotStrike),
}

impl From<CannotSendBack> for Error {
    fn from(cannot: CannotSendBack) -> Self {
        match cannot {
            CannotSendBack::Step(step) => step.into(),
            CannotSendBack::Applicant => Self::forbidden("close-out-cannot-send-back-applicant"),
            CannotSendBack::Verify(verify) => verify.into(),
            CannotSendBack::Check(check) => check.into(),
            CannotSendBack::Strike(strike) => strike.into(),
        }
    }
}

/// Why it cannot be withdrawn.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CannotWithdraw {
    Step(CannotStep),
    NotApplicant,
}

impl From<CannotWithdraw> for Error {
    fn from(cannot: CannotWithdraw) -> Self {
        match cannot {
            CannotWithdraw::Step(step) => step.into(),
            CannotWithdraw::NotApplicant => Self::forbidden("close-out-cannot-withdraw"),
        }
    }
}

/// Why a look-back cannot be entered.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CannotLookBack {
    Step(CannotStep),
    /// Whether it holds is seen from this day on; a rebound is entered whenever it shows.
    TooEarly(Date),
    AlreadyDone,
}

impl From<CannotLookBack> for Error {
    fn from(cannot: CannotLookBack) -> Self {
        match cannot {
            CannotLookBack::Step(step) => step.into(),
            CannotLookBack::TooEarly(from) => {
                Self::Conflict(Say::new("close-out-cannot-look-back-early").with("from", from))
            }
            CannotLookBack::AlreadyDone => Self::conflict("close-out-cannot-look-back-done"),
        }
    }
}
