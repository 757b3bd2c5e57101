//! When a limit may be extended, and how far (domain 3.4). Pure.

use gongjie_base::Say;
use gongjie_base::clock::{days_between, plus_days};
use jiff::civil::Date;

use super::rules::{ExtensionState, State};
use crate::org::Part;

/// Extensions of one measure, at most.
pub const EXTENSIONS_MAX: usize = 2;
/// Days of one extension, at most.
pub const EXTENSION_DAYS_MAX: i64 = 30;

/// The limit of a measure and what has happened to it.
#[derive(Debug, Clone)]
pub struct Limit {
    pub state: State,
    /// First day of the first span: start, or the day of issue.
    pub start: Date,
    /// The first promise.
    pub first_due: Option<Date>,
    /// The limit that stands now.
    pub due: Option<Date>,
    /// States of everything that was asked before.
    pub asked: Vec<ExtensionState>,
}

/// Why no extension can be asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CannotExtend {
    /// Not signed yet, already reported, or over.
    NotUnderWay,
    NoLimit,
    /// On the last day or after it.
    TooLate,
    /// Two were granted.
    Twice,
    /// One is waiting for its answer.
    Open,
    /// Half of the first span is less than a day.
    TooShort,
}

impl CannotExtend {
    /// The words.
    pub fn say(self) -> Say {
        match self {
            Self::NotUnderWay => Say::new("measure-cannot-extend-state"),
            Self::NoLimit => Say::new("measure-cannot-extend-no-limit"),
            Self::TooLate => Say::new("measure-cannot-extend-late"),
            Self::Twice => Say::new("measure-cannot-extend-twice").with("max", EXTENSIONS_MAX),
            Self::Open => Say::new("measure-cannot-extend-open"),
            Self::TooShort => Say::new("measure-cannot-extend-short"),
        }
    }
}

/// Why a new date is refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum BadDate {
    /// Not after the present limit.
    NotLater { due: Date },
    /// More than 30 days, or more than half of the first span.
    TooFar { last: Date },
}

impl BadDate {
    /// The words.
    pub fn say(self) -> Say {
        match self {
            Self::NotLater { due } => Say::new("measure-extend-not-later").with("due", due),
            Self::TooFar { last } => Say::new("measure-extend-too-far")
                .with("last", last)
                .with("max", EXTENSION_DAYS_MAX),
        }
    }
}

impl Limit {
    /// How many more may be granted.
    pub fn left(&self) -> usize {
        let granted = |s: &&ExtensionState| **s == ExtensionState::Granted;
        EXTENSIONS_MAX.saturating_sub(self.asked.iter().filter(granted).count())
    }

    /// Days of one extension: at most 30 and at most half of the first span.
    fn days_max(&self) -> i64 {
        let Some(first) = self.first_due.or(self.due) else {
            return 0;
        };
        EXTENSION_DAYS_MAX.min(days_between(self.start, first) / 2)
    }

    /// The last date that one extension can reach from the limit `due`.
    pub fn last_possible(&self, due: Date) -> Date {
        plus_days(due, self.days_max())
    }

    /// May one be asked for today? Gives the limit that would move and the last possible date.
    pub fn may_ask(&self, today: Date) -> Result<(Date, Date), CannotExtend> {
        let due = self.due.ok_or(CannotExtend::NoLimit)?;
        if !matches!(self.state, State::Signed | State::Working) {
            return Err(CannotExtend::NotUnderWay);
        }
        let is_open =
            |s: &ExtensionState| matches!(s, ExtensionState::Asked | ExtensionState::HeadAgreed);
        if self.asked.iter().any(is_open) {
            return Err(CannotExtend::Open);
        }
        if self.left() == 0 {
            return Err(CannotExtend::Twice);
        }
        if today >= due {
            return Err(CannotExtend::TooLate);
        }
        if self.days_max() < 1 {
            return Err(CannotExtend::TooShort);
        }
        Ok((due, self.last_possible(due)))
    }

    /// May the limit move from `due` to `to`?
    pub fn may_move(&self, due: Date, to: Date) -> Result<(), BadDate> {
        let last = self.last_possible(due);
        if to <= due {
            return Err(BadDate::NotLater { due });
        }
        if to > last {
            return Err(BadDate::TooFar { last });
        }
        Ok(())
    }
}

gongjie_base::codes! {
    /// What can be said to a request.
    pub enum Decision {
        /// 本单位负责人同意
        Agree = "agree",
        /// 批准
        Grant = "grant",
        /// 不同意
        Deny = "deny",
        /// 撤回
        Withdraw = "withdraw",
    }
}

/// The life of a request: decision, state before, state after, who.
pub const TABLE: &[(Decision, ExtensionState, ExtensionState, &[Part])] = &[
    (
        Decision::Agree,
        ExtensionState::Asked,
        ExtensionState::HeadAgreed,
        &[Part::OwnerHead],
    ),
    (
        Decision::Deny,
        ExtensionState::Asked,
        ExtensionState::Denied,
        &[Part::OwnerHead],
    ),
    (
        Decision::Grant,
        ExtensionState::HeadAgreed,
        ExtensionState::Granted,
        &[Part::Inspector, Part::Coordinator],
    ),
    (
        Decision::Deny,
        ExtensionState::HeadAgreed,
        ExtensionState::Denied,
        &[Part::Inspector, Part::Coordinator],
    ),
    (
        Decision::Withdraw,
        ExtensionState::Asked,
        ExtensionState::Withdrawn,
        &[Part::Owner, Part::OwnerHead],
    ),
    (
        Decision::Withdraw,
        ExtensionState::HeadAgreed,
        ExtensionState::Withdrawn,
        &[Part::Owner, Part::OwnerHead],
    ),
];

/// Decisions open to somebody who plays `parts` while a request stands in `state`.
pub fn open_to(state: ExtensionState, parts: &[Part]) -> Vec<Decision> {
    TABLE
        .iter()
        .filter(|(_, from, _, who)| *from == state && who.iter().any(|p| parts.contains(p)))
        .map(|(decision, ..)| *decision)
        .collect()
}

/// The state after a decision, and who may take it.
pub fn find(
    state: ExtensionState,
    decision: Decision,
) -> Option<(ExtensionState, &'static [Part])> {
    TABLE
        .iter()
        .find(|(d, from, ..)| *d == decision && *from == state)
        .map(|(_, _, to, who)| (*to, *who))
}
