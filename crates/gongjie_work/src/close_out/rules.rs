//! Words and decisions about closing a problem. Pure.

use gongjie_base::check::Check;
use gongjie_base::limits::TEXT_CHARS_MAX;
use gongjie_base::{Result, codes};
use jiff::civil::Date;
use serde::Deserialize;

use super::lifecycle::Action;
use super::tables::{close_out, close_out_view};
use crate::calendar::Calendar;
use crate::measure::rules::SendBackReason;
use crate::problem::rules::Class;
use crate::voice::rules::Solved;

/// Working days that partners have for their view.
pub const VIEW_DAYS: u16 = 3;
/// Working days of the verification.
pub const VERIFY_DAYS: u16 = 5;
/// Working days of the public notice.
pub const NOTICE_DAYS: u16 = 5;
/// Days from striking off to the look-back.
pub const LOOK_BACK_DAYS: i64 = 90;

codes! {
    /// 销号的步骤 (specification chapter 4, domain 2.5).
    pub enum State {
        /// 申请
        Applied = "applied",
        /// 本单位审签
        Signed = "signed",
        /// 共建方看过
        Viewed = "viewed",
        /// 外单位核验通过，等提出人评价
        Verified = "verified",
        /// 提出人说解决了
        Judged = "judged",
        /// 未评价，等独立检查
        Unrated = "unrated",
        /// 独立检查通过
        Checked = "checked",
        /// 公示中
        Notice = "notice",
        /// 已销号
        Struck = "struck",
        SentBack = "sent_back",
        Withdrawn = "withdrawn",
    }
}

impl State {
    /// On its way: at most one of a problem.
    pub const LIVE: &'static [Self] = &[
        Self::Applied,
        Self::Signed,
        Self::Viewed,
        Self::Verified,
        Self::Judged,
        Self::Unrated,
        Self::Checked,
        Self::Notice,
    ];

    /// How far it came: 0 for one that ended early.
    pub const fn reached(self) -> u8 {
        match self {
            Self::Applied => 1,
            Self::Signed => 2,
            Self::Viewed => 3,
            Self::Verified => 4,
            Self::Unrated => 5,
            Self::Judged | Self::Checked => 6,
            Self::Notice => 7,
            Self::Struck => 8,
            Self::SentBack | Self::Withdrawn => 0,
        }
    }
}

codes! {
    /// A partner's view.
    pub enum Opinion {
        Waiting = "waiting",
        Agree = "agree",
        Differ = "differ",
        /// Said nothing in time; shown as such, never as consent.
        Silent = "silent",
    }
}

codes! {
    /// What the look-back found 回头看.
    pub enum LookBack {
        Holds = "holds",
        Rebound = "rebound",
    }
}

codes! {
    /// What waits for somebody.
    pub enum Verb {
        Apply = "apply",
        Sign = "sign",
        View = "view",
        GoOn = "go_on",
        Verify = "verify",
        Judge = "judge",
        Lapse = "lapse",
        Draw = "draw",
        Check = "check",
        Publish = "publish",
        AnswerObjection = "answer_objection",
        Strike = "strike",
        LookBack = "look_back",
    }
}

/// Working days in which raisers are waited for, and after which they are reminded once (specification, chapter 8).
pub const VERDICT_DAYS: u16 = 5;
pub const REMIND_DAYS: u16 = 3;
/// Days after striking off in which a raiser's "not solved" opens the problem again.
pub const REOPEN_DAYS: i64 = 30;

/// What the words of the raisers come to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Tally {
    /// Somebody may still speak.
    Waits,
    /// More than half of those who spoke say solved.
    Solved,
    /// They do not: it is worked on again.
    Back,
    /// Nobody spoke in time.
    Unrated,
}

/// Adds up what was said: each raiser counts once, silence as nothing. `waiting`: said nothing yet; `is_over`: too late to.
pub fn tally(said: &[Solved], waiting: usize, is_over: bool) -> Tally {
    if waiting > 0 && !is_over {
        return Tally::Waits;
    }
    let yes = said.iter().filter(|s| **s == Solved::Yes).count();
    match said.len() {
        0 => Tally::Unrated,
        all if yes * 2 > all => Tally::Solved,
        _ => Tally::Back,
    }
}

/// What follows from what was said.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Effect {
    Solved,
    Back,
    Unrated,
    /// It was struck off and comes back.
    Reopened,
}

/// What a tally does to a close-out in this state; `has_objections`: somebody said since then that it is not solved, in words.
pub fn effect(state: State, tally: Tally, has_objections: bool) -> Option<Effect> {
    match (state, tally) {
        (State::Verified | State::Unrated | State::Checked, Tally::Solved) => Some(Effect::Solved),
        (
            State::Verified | State::Unrated | State::Judged | State::Checked | State::Notice,
            Tally::Back,
        ) => Some(Effect::Back),
        (State::Verified, Tally::Unrated) => Some(Effect::Unrated),
        (State::Struck, _) if has_objections => Some(Effect::Reopened),
        _ => None,
    }
}

/// 公示: school-level problems and those of grade 3.
pub fn needs_notice(class: Option<Class>, grade: Option<i64>) -> bool {
    class == Some(Class::SchoolLevel) || grade == Some(3)
}

/// The last day on which a partner's view is waited for.
pub fn views_until(row: &close_out::Model, calendar: &Calendar) -> Option<Date> {
    let signed = row.signed_on.as_deref()?.parse().ok()?;
    Some(calendar.plus_working_days(signed, VIEW_DAYS))
}

/// A view as it is shown today: who let the time pass was silent.
pub fn opinion_shown(
    row: &close_out::Model,
    view: &close_out_view::Model,
    calendar: &Calendar,
    today: Date,
) -> Opinion {
    let is_late = match row.state {
        State::Applied | State::SentBack | State::Withdrawn => false,
        State::Signed => views_until(row, calendar).is_some_and(|until| today > until),
        State::Viewed
        | State::Verified
        | State::Judged
        | State::Unrated
        | State::Checked
        | State::Notice
        | State::Struck => true,
    };
    match view.opinion {
        Opinion::Waiting if is_late => Opinion::Silent,
        opinion => opinion,
    }
}

/// An application as typed.
#[derive(Debug, Clone, Default, Deserialize, utoipa::ToSchema)]
#[serde(default)]
#[schema(as = CloseOutInput)]
pub struct Input {
    pub result: String,
    /// Why there is no evidence; only where there is none.
    pub no_evidence_reason: String,
}

/// A step without words, as typed.
#[derive(Debug, Clone, Default, Deserialize, utoipa::ToSchema)]
#[serde(default)]
#[schema(as = CloseOutStepInput)]
pub struct StepInput {
    /// Version that the asker saw.
    pub version: String,
}

/// A partner's view as typed.
#[derive(Debug, Clone, Default, Deserialize, utoipa::ToSchema)]
#[serde(default)]
#[schema(as = CloseOutViewInput)]
pub struct ViewInput {
    pub unit_id: String,
    /// `agree` or `differ`.
    pub opinion: String,
    /// Required to differ; for an outside unit also how it gave its view.
    pub words: String,
}

/// A verification as typed.
#[derive(Debug, Clone, Default, Deserialize, utoipa::ToSchema)]
#[serde(default)]
#[schema(as = CloseOutVerifyInput)]
pub struct VerifyInput {
    /// What was looked at, where, with whom.
    pub verify_note: String,
    pub version: String,
}

/// The drawing of a checker as typed.
#[derive(Debug, Clone, Default, Deserialize, utoipa::ToSchema)]
#[serde(default)]
#[schema(as = CloseOutDrawInput)]
pub struct DrawInput {
    /// A person; nothing: one is drawn by lot.
    pub checker_id: String,
    pub version: String,
}

/// An independent check as typed.
#[derive(Debug, Clone, Default, Deserialize, utoipa::ToSchema)]
#[serde(default)]
#[schema(as = CloseOutCheckInput)]
pub struct CheckInput {
    /// What was looked at, where, with whom.
    pub check_note: String,
    pub version: String,
}

/// A send-back as typed.
#[derive(Debug, Clone, Default, Deserialize, utoipa::ToSchema)]
#[serde(default)]
#[schema(as = CloseOutSendBackInput)]
pub struct SendBackInput {
    pub send_back_reason: String,
    pub send_back_note: String,
    pub version: String,
}

/// A withdrawal as typed.
#[derive(Debug, Clone, Default, Deserialize, utoipa::ToSchema)]
#[serde(default)]
#[schema(as = CloseOutWithdrawInput)]
pub struct WithdrawInput {
    pub withdraw_reason: String,
    pub version: String,
}

/// A look-back as typed.
#[derive(Debug, Clone, Default, Deserialize, utoipa::ToSchema)]
#[serde(default)]
#[schema(as = CloseOutLookBackInput)]
pub struct LookBackInput {
    /// `holds` or `rebound`.
    pub look_back: String,
    pub look_back_note: String,
    pub version: String,
}

/// A step of a close-out as a script sends it: the verb, and the fields of that verb's form.
#[derive(Debug, Clone, Default, Deserialize, utoipa::ToSchema)]
#[serde(default)]
#[schema(as = CloseOutMove)]
pub struct Move {
    /// `sign`, `go_on`, `verify`, `lapse`, `draw`, `check`, `publish`, `strike`, `send_back`, `withdraw` or `look_back`.
    pub action: String,
    /// To draw: the person who checks; nothing: by lot.
    pub checker_id: String,
    /// To check: what was looked at, where, with whom.
    pub check_note: String,
    /// To verify: what was looked at, where, with whom.
    pub verify_note: String,
    /// To send back: `evidence`, `facts`, `unfinished`, `effect`, `wording` or `other`.
    pub send_back_reason: String,
    pub send_back_note: String,
    pub withdraw_reason: String,
    /// `holds` or `rebound`.
    pub look_back: String,
    pub look_back_note: String,
    /// Version as it was read.
    pub version: String,
}

impl Move {
    /// The verb.
    pub fn action(&self) -> Result<Action> {
        let mut check = Check::new();
        let action = check.code("action", &self.action, Action::from_code);
        check.must(!self.action.trim().is_empty(), "action", "error-choose");
        check.done()?;
        action.ok_or_else(|| gongjie_base::Error::invalid("action", "error-choose"))
    }

    /// A step without words.
    pub fn step(&self) -> StepInput {
        StepInput {
            version: self.version.clone(),
        }
    }

    /// A verification.
    pub fn verification(&self) -> VerifyInput {
        VerifyInput {
            verify_note: self.verify_note.clone(),
            version: self.version.clone(),
        }
    }

    /// A drawing.
    pub fn drawing(&self) -> DrawInput {
        DrawInput {
            checker_id: self.checker_id.clone(),
            version: self.version.clone(),
        }
    }

    /// A check.
    pub fn checking(&self) -> CheckInput {
        CheckInput {
            check_note: self.check_note.clone(),
            version: self.version.clone(),
        }
    }

    /// A send-back.
    pub fn sending_back(&self) -> SendBackInput {
        SendBackInput {
            send_back_reason: self.send_back_reason.clone(),
            send_back_note: self.send_back_note.clone(),
            version: self.version.clone(),
        }
    }

    /// A withdrawal.
    pub fn withdrawal(&self) -> WithdrawInput {
        WithdrawInput {
            withdraw_reason: self.withdraw_reason.clone(),
            version: self.version.clone(),
        }
    }

    /// A look-back.
    pub fn looking_back(&self) -> LookBackInput {
        LookBackInput {
            look_back: self.look_back.clone(),
            look_back_note: self.look_back_note.clone(),
            version: self.version.clone(),
        }
    }
}

/// Result text and, where there is no evidence, the reason why.
pub fn read(input: &Input, evidence: u64) -> Result<(String, Option<String>)> {
    let mut check = Check::new();
    let result = check.text("result", &input.result, TEXT_CHARS_MAX);
    let reason = check.optional(
        "no_evidence_reason",
        &input.no_evidence_reason,
        TEXT_CHARS_MAX,
    );
    check.must(
        evidence > 0 || reason.is_some(),
        "no_evidence_reason",
        super::cannot::CannotApply::NoEvidence.key(),
    );
    check.done()?;
    Ok((result, reason.filter(|_| evidence == 0)))
}

/// A view and its words.
pub fn read_view(input: &ViewInput, is_outside: bool) -> Result<(Opinion, Option<String>)> {
    let mut check = Check::new();
    let opinion = check.code("opinion", &input.opinion, Opinion::from_code);
    let given = matches!(opinion, Some(Opinion::Agree | Opinion::Differ));
    check.must(given, "opinion", "error-choose");
    let words = check.optional("words", &input.words, TEXT_CHARS_MAX);
    let needed = is_outside || opinion == Some(Opinion::Differ);
    check.must(words.is_some() || !needed, "words", "error-empty");
    check.done()?;
    Ok((opinion.unwrap_or(Opinion::Waiting), words))
}

/// What the verifier looked at.
pub fn read_verification(input: &VerifyInput) -> Result<String> {
    let mut check = Check::new();
    let note = check.text("verify_note", &input.verify_note, TEXT_CHARS_MAX);
    check.done()?;
    Ok(note)
}

/// What the checker looked at.
pub fn read_check(input: &CheckInput) -> Result<String> {
    let mut check = Check::new();
    let note = check.text("check_note", &input.check_note, TEXT_CHARS_MAX);
    check.done()?;
    Ok(note)
}

/// Reason code and what is missing.
pub fn read_send_back(input: &SendBackInput) -> Result<(SendBackReason, String)> {
    let mut check = Check::new();
    let reason = check.code(
        "send_back_reason",
        &input.send_back_reason,
        SendBackReason::from_code,
    );
    let is_open = input.send_back_reason.trim().is_empty();
    check.must(!is_open, "send_back_reason", "error-choose");
    let note = check.text("send_back_note", &input.send_back_note, TEXT_CHARS_MAX);
    check.done()?;
    Ok((reason.unwrap_or(SendBackReason::Other), note))
}

/// Why it is taken back.
pub fn read_withdrawal(input: &WithdrawInput) -> Result<String> {
    let mut check = Check::new();
    let reason = check.text("withdraw_reason", &input.withdraw_reason, TEXT_CHARS_MAX);
    check.done()?;
    Ok(reason)
}

/// What the look-back found, and what was looked at.
pub fn read_look_back(input: &LookBackInput) -> Result<(LookBack, String)> {
    let mut check = Check::new();
    let found = check.code("look_back", &input.look_back, LookBack::from_code);
    let is_open = input.look_back.trim().is_empty();
    check.must(!is_open, "look_back", "error-choose");
    let note = check.text("look_back_note", &input.look_back_note, TEXT_CHARS_MAX);
    check.done()?;
    Ok((found.unwrap_or(LookBack::Rebound), note))
}
