//! What of a problem everybody may see, and how far it is in four steps. Pure.

use gongjie_base::codes;
use serde::Serialize;

use crate::close_out::rules::State as CloseOutState;
use crate::figures::rate_rules::ANSWERS_MIN;
use crate::measure::rules::State as MeasureState;
use crate::problem::rules::State;
use crate::voice::rules::Solved;

/// Words that are looked for at once.
const WORDS_MAX: usize = 5;

codes! {
    /// How far a public problem is, in the list.
    pub enum Stage {
        /// 待结对
        Open = "open",
        /// 推进中
        Working = "working",
        /// 核验中
        Checking = "checking",
        /// 已销号
        Closed = "closed",
    }
}

impl Stage {
    /// The states that it stands for.
    pub const fn states(self) -> &'static [State] {
        match self {
            Self::Open => &[State::Listed, State::Posted],
            Self::Working => &[
                State::Paired,
                State::Working,
                State::LongTerm,
                State::Suspended,
            ],
            Self::Checking => &[State::Verifying],
            Self::Closed => &[State::Closed],
        }
    }

    /// The stage of a state; nothing for what is no matter of the public.
    pub fn of(state: State) -> Option<Self> {
        let found = Self::ALL.iter().find(|s| s.states().contains(&state));
        found.copied()
    }
}

/// Somebody who has met it too may join it.
pub const fn may_join(state: State) -> bool {
    matches!(
        state,
        State::Listed
            | State::Posted
            | State::Paired
            | State::Working
            | State::Verifying
            | State::LongTerm
    )
}

/// A measure that its unit has taken on: before that it may still be disputed, and what was cancelled is no promise.
pub const fn is_taken_on(state: MeasureState) -> bool {
    !matches!(state, MeasureState::Issued | MeasureState::Cancelled)
}

/// The result is told when raisers or a named check have confirmed it, not when those who did the work say so.
pub const fn is_confirmed(state: CloseOutState) -> bool {
    matches!(
        state,
        CloseOutState::Judged
            | CloseOutState::Checked
            | CloseOutState::Notice
            | CloseOutState::Struck
    )
}

/// How many spoke, and what they said.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, utoipa::ToSchema)]
#[schema(as = PublicShares)]
pub struct Shares {
    /// Who was asked.
    pub asked: usize,
    /// Who spoke.
    pub said: usize,
    /// Who said solved.
    pub solved: usize,
}

/// Adds up what was said; nothing where fewer spoke than a share is told of.
pub fn shares(asked: usize, said: &[Solved]) -> Option<Shares> {
    let is_enough = i64::try_from(said.len()).is_ok_and(|n| n >= ANSWERS_MIN);
    is_enough.then(|| Shares {
        asked,
        said: said.len(),
        solved: said.iter().filter(|s| **s == Solved::Yes).count(),
    })
}

/// One of the four steps 提 结 解 验.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, utoipa::ToSchema)]
#[schema(as = PublicStep)]
pub struct Step {
    /// `raise`, `pair`, `solve` or `prove`.
    pub code: &'static str,
    /// `done`, `now` or `todo`.
    pub state: &'static str,
    /// The day on which it was done, or began.
    pub on: Option<String>,
}

/// What the steps follow from.
#[derive(Debug, Clone, Default)]
pub struct Way {
    pub raised_on: String,
    /// Since when units work on it together.
    pub paired_on: Option<String>,
    pub is_paired: bool,
    /// The first measure was taken on.
    pub begun_on: Option<String>,
    /// All measures are done, the last on this day.
    pub solved_on: Option<String>,
    pub closed_on: Option<String>,
    pub is_closed: bool,
    /// Its closing was applied for.
    pub is_checked_now: bool,
}

/// The progress line: raised, paired, solved, proved.
pub fn steps(way: &Way) -> [Step; 4] {
    let is_solved = way.solved_on.is_some() || way.is_checked_now || way.is_closed;
    let done = [true, way.is_paired, is_solved, way.is_closed];
    let days = [
        Some(way.raised_on.clone()),
        way.paired_on.clone(),
        way.solved_on.clone().or_else(|| way.begun_on.clone()),
        way.closed_on.clone(),
    ];
    let now = done.iter().position(|d| !d);
    let codes = ["raise", "pair", "solve", "prove"];
    let mut at = 0;
    codes.map(|code| {
        let is_done = done.get(at).copied().unwrap_or_default();
        let step = Step {
            code,
            state: match (is_done, now == Some(at)) {
                (true, _) => "done",
                (false, true) => "now",
                (false, false) => "todo",
            },
            on: days.get(at).cloned().flatten(),
        };
        at += 1;
        step
    })
}

/// The words of a search, each as a pattern for small letters.
pub fn patterns(q: &str) -> Vec<String> {
    q.split_whitespace()
        .take(WORDS_MAX)
        .map(|word| {
            let word: String = word.chars().take(100).collect();
            let escaped = word
                .to_lowercase()
                .replace('\\', "\\\\")
                .replace('%', "\\%")
                .replace('_', "\\_");
            format!("%{escaped}%")
        })
        .collect()
}

/// `moment-id` of the last row of the page before.
pub fn read_after(typed: &str) -> Option<(i64, i64)> {
    let (at, id) = typed.split_once('-')?;
    Some((at.parse().ok()?, id.parse().ok()?))
}

/// `2026-11-30.7`: last day and id of the last notice of the page before.
pub fn read_notice_after(typed: &str) -> Option<(String, i64)> {
    let (day, id) = typed.split_once('.')?;
    let day: jiff::civil::Date = day.parse().ok()?;
    Some((day.to_string(), id.parse().ok()?))
}
