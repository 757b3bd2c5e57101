//! 异议: what anybody says against a close-out while its public notice runs, and what is answered. Pure.

use std::collections::BTreeMap;

use gongjie_base::check::Check;
use gongjie_base::limits::TEXT_CHARS_MAX;
use gongjie_base::{Error, Result, Say, codes};
use jiff::civil::Date;
use serde::Deserialize;

use super::case::Case;
use super::rules::State;
use super::tables::{close_out, objection};
use crate::org::Part;
use crate::voice::rules::VOICE_CHARS_MAX;

/// Objections to one notice that may wait for their answer at once.
pub const OPEN_MAX: usize = 200;

codes! {
    /// What an objection comes to.
    pub enum Finding {
        /// 成立: the close-out goes back.
        Upheld = "upheld",
        /// 不成立
        Dismissed = "dismissed",
    }
}

codes! {
    /// How far a public notice is.
    pub enum Stage {
        /// 公示中: anybody may object.
        Running = "running",
        /// 期满: over, and not struck off yet.
        Over = "over",
        /// 已销号
        Struck = "struck",
        /// 退回整改
        Back = "back",
    }
}

/// How many objections to a close-out wait, and how many were upheld.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Objections {
    pub open: usize,
    pub upheld: usize,
}

/// Objections by close-out.
pub type ByCloseOut = BTreeMap<i64, Objections>;

/// Adds them up.
pub fn add_up(all: &[objection::Model]) -> ByCloseOut {
    let mut found = ByCloseOut::new();
    for one in all {
        let of = found.entry(one.close_out_id).or_default();
        of.open += usize::from(one.finding.is_none());
        of.upheld += usize::from(one.finding == Some(Finding::Upheld));
    }
    found
}

/// How far the notice of a close-out is today.
pub fn stage(state: State, notice_to: Option<&str>, today: Date) -> Stage {
    let until: Option<Date> = notice_to.and_then(|day| day.parse().ok());
    match state {
        State::Notice if until.is_some_and(|until| today <= until) => Stage::Running,
        State::Notice => Stage::Over,
        State::Struck => Stage::Struck,
        _ => Stage::Back,
    }
}

/// Why nothing can be said against a close-out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CannotObject {
    /// No notice runs.
    NotRunning,
    /// Too many wait for their answer.
    TooMany,
}

impl From<CannotObject> for Error {
    fn from(cannot: CannotObject) -> Self {
        match cannot {
            CannotObject::NotRunning => Self::conflict("objection-not-running"),
            CannotObject::TooMany => Self::TooMuch(Say::new("objection-too-many")),
        }
    }
}

/// May anybody object today?
pub fn may_object(row: &close_out::Model, open: usize, today: Date) -> Result<(), CannotObject> {
    if stage(row.state, row.notice_to.as_deref(), today) != Stage::Running {
        return Err(CannotObject::NotRunning);
    }
    if open >= OPEN_MAX {
        return Err(CannotObject::TooMany);
    }
    Ok(())
}

/// Why somebody cannot answer an objection.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CannotAnswer {
    /// Neither coordinator nor leader nor supervisor.
    NotYours,
    /// Applied, signed, or did some of the work.
    Involved,
}

impl From<CannotAnswer> for Error {
    fn from(cannot: CannotAnswer) -> Self {
        match cannot {
            CannotAnswer::NotYours => Self::forbidden("close-out-not-your-step"),
            CannotAnswer::Involved => Self::forbidden("objection-cannot-answer-involved"),
        }
    }
}

/// Who answers: coordinator, leader or supervisor, never somebody who did some of the work or asked for the closing.
pub fn may_answer(case: &Case<'_>, row: &close_out::Model) -> Result<(), CannotAnswer> {
    let answer = [Part::Coordinator, Part::Leader, Part::Supervisor];
    if !case.parts.iter().any(|p| answer.contains(p)) {
        return Err(CannotAnswer::NotYours);
    }
    let me = Some(case.actor.person_id);
    let grants = case.actor.grants.iter().filter_map(|g| g.unit_id);
    let did = case.work.people.contains(&case.actor.person_id)
        || grants
            .chain(case.actor.unit_id)
            .any(|u| case.work.kin.contains(&u));
    if did || row.applied_by_id == me || row.signed_by_id == me {
        return Err(CannotAnswer::Involved);
    }
    Ok(())
}

/// An objection as typed.
#[derive(Debug, Clone, Default, Deserialize, utoipa::ToSchema)]
#[serde(default)]
#[schema(as = ObjectionInput)]
pub struct Input {
    /// What is not as the notice says, and how one can see it.
    pub objection: String,
}

/// An answer as typed.
#[derive(Debug, Clone, Default, Deserialize, utoipa::ToSchema)]
#[serde(default)]
#[schema(as = ObjectionAnswerInput)]
pub struct AnswerInput {
    /// `upheld` or `dismissed`.
    pub finding: String,
    /// Stands on the page of the notice.
    pub answer: String,
    pub version: String,
}

/// The words of an objection.
pub fn read(input: &Input) -> Result<String> {
    let mut check = Check::new();
    let text = check.text("objection", &input.objection, VOICE_CHARS_MAX);
    check.done()?;
    Ok(text)
}

/// What was found, and the words that everybody may read.
pub fn read_answer(input: &AnswerInput) -> Result<(Finding, String)> {
    let mut check = Check::new();
    let finding = check.code("finding", &input.finding, Finding::from_code);
    check.must(
        finding.is_some() || !input.finding.trim().is_empty(),
        "finding",
        "error-choose",
    );
    let answer = check.text("answer", &input.answer, TEXT_CHARS_MAX);
    check.done()?;
    Ok((finding.unwrap_or(Finding::Dismissed), answer))
}

/// Letters and digits of a reference: none that look alike.
const SIGNS: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";

/// What an objection is called in public: six characters of its random id, which tell no order.
pub fn reference(id: i64) -> String {
    let sign = |n: u32| {
        let at = usize::try_from(id >> (5 * n + 1) & 31).unwrap_or_default();
        SIGNS.get(at).copied().map_or('0', char::from)
    };
    (0..6).rev().map(sign).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_notice_runs_to_the_end_of_its_last_day() {
        let day = |text: &str| text.parse::<Date>().unwrap();
        let cases = [
            (State::Notice, "2026-11-30", Stage::Running),
            (State::Notice, "2026-12-01", Stage::Over),
            (State::Struck, "2026-12-01", Stage::Struck),
            (State::SentBack, "2026-11-24", Stage::Back),
        ];
        for (state, today, wanted) in cases {
            assert_eq!(stage(state, Some("2026-11-30"), day(today)), wanted);
        }
        assert_eq!(stage(State::Notice, None, day("2026-11-30")), Stage::Over);
    }

    #[test]
    fn an_answer_says_what_was_found_and_why() {
        let typed = |finding: &str, answer: &str| AnswerInput {
            finding: finding.to_owned(),
            answer: answer.to_owned(),
            version: String::new(),
        };
        assert_eq!(
            read_answer(&typed("upheld", "说得对")).unwrap(),
            (Finding::Upheld, "说得对".to_owned())
        );
        for wrong in [
            typed("", "说得对"),
            typed("maybe", "说得对"),
            typed("dismissed", " "),
        ] {
            assert!(read_answer(&wrong).is_err());
        }
        assert!(read(&Input::default()).is_err());
        assert_eq!(reference(0b111_1111).len(), 6);
        assert_ne!(reference(1 << 20), reference(1 << 21));
    }
}
