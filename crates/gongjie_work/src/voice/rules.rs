//! Words and decisions about a voice. Pure.

use std::collections::BTreeSet;

use gongjie_base::check::Check;
use gongjie_base::limits::{NAME_CHARS_MAX, TEXT_CHARS_MAX, TITLE_CHARS_MAX};
use gongjie_base::{Result, codes};
use serde::Deserialize;

use super::lifecycle::{REDOS_MAX, REOPEN_DAYS};
use super::tables::voice;
use crate::org::{Actor, Part};

/// Characters of what somebody says.
pub const VOICE_CHARS_MAX: usize = 2_000;
/// Milliseconds of a day.
const DAY_MS: i64 = 86_400_000;

codes! {
    /// 诉求的状态 (specification, chapter 4).
    pub enum State {
        Received = "received",
        Dispatched = "dispatched",
        Handling = "handling",
        Answered = "answered",
        Closed = "closed",
        /// 转为难题
        Promoted = "promoted",
        Merged = "merged",
        Diverted = "diverted",
        Declined = "declined",
    }
}

impl State {
    /// Somebody has to do something.
    pub const OPEN: &'static [Self] = &[Self::Received, Self::Dispatched, Self::Handling];
}

codes! {
    /// How the raiser is known 怎么署名: three words, three meanings (reliability A-1).
    pub enum Mode {
        /// 实名: those who handle it know the name.
        RealName = "real_name",
        /// 隐名: the name is sealed; handlers see a number.
        Masked = "masked",
        /// 匿名: we do not have it.
        Anonymous = "anonymous",
    }
}

codes! {
    /// 诉求类别: decides how fast it is answered.
    pub enum Kind {
        /// 咨询
        Consult = "consult",
        /// 求助
        Help = "help",
        /// 建议
        Suggest = "suggest",
        /// 投诉
        Complain = "complain",
    }
}

codes! {
    /// 来源渠道
    pub enum Channel {
        Web = "web",
        Poster = "poster",
        Phone = "phone",
        WalkIn = "walk_in",
        Mailbox = "mailbox",
        Survey = "survey",
        Import = "import",
        Api = "api",
        /// 我也碰到了
        Joined = "joined",
    }
}

impl Channel {
    /// Channels by which staff enter what somebody told them.
    pub const BY_STAFF: &'static [Self] = &[Self::Phone, Self::WalkIn, Self::Mailbox, Self::Survey];
}

codes! {
    /// Whose turn it was in the story of a voice.
    pub enum Side {
        Raiser = "raiser",
        Us = "us",
        System = "system",
    }
}

codes! {
    /// What happened in one turn.
    pub enum EventKind {
        Raised = "raised",
        Joined = "joined",
        Said = "said",
        Replied = "replied",
        Dispatched = "dispatched",
        Disputed = "disputed",
        Signed = "signed",
        Contacted = "contacted",
        Noted = "noted",
        Answered = "answered",
        Merged = "merged",
        Promoted = "promoted",
        Diverted = "diverted",
        Declined = "declined",
        Appealed = "appealed",
        Judged = "judged",
        /// 请提出人评价难题
        Asked = "asked",
        Reopened = "reopened",
        Lapsed = "lapsed",
        Settled = "settled",
        UnsealAsked = "unseal_asked",
        Unsealed = "unsealed",
        Opened = "opened",
    }
}

codes! {
    /// The raiser's word: is it solved?
    pub enum Solved {
        Yes = "yes",
        Partly = "partly",
        No = "no",
    }
}

/// What somebody at the front line sends.
#[derive(Debug, Clone, Default, Deserialize, utoipa::ToSchema)]
#[serde(default)]
#[schema(as = VoiceInput)]
pub struct Input {
    /// One sentence is enough.
    pub text: String,
    pub place: String,
    pub kind: String,
    /// `real_name`, `masked` or `anonymous`.
    pub mode: String,
    pub name: String,
    pub contact: String,
    /// Only where staff enter it.
    pub channel: String,
    /// Code of the poster that led here.
    pub at: String,
}

/// What was sent, as understood.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Read {
    pub text: String,
    pub place: Option<String>,
    pub kind: Option<Kind>,
    pub mode: Mode,
    pub channel: Channel,
    pub name: Option<String>,
    pub contact: Option<String>,
}

/// Reads what was sent. One text is enough; a name is asked for where it is said that there is one, and refused where it
/// is said that there is none.
pub fn read(input: &Input, channels: &[Channel]) -> Result<Read> {
    let mut check = Check::new();
    let mode = check.code("mode", &input.mode, Mode::from_code);
    check.must(
        mode.is_some() || !input.mode.trim().is_empty(),
        "mode",
        "error-choose",
    );
    let mode = mode.unwrap_or(Mode::Anonymous);
    let name = check.optional("name", &input.name, NAME_CHARS_MAX);
    let contact = check.optional("contact", &input.contact, NAME_CHARS_MAX);
    if mode == Mode::Anonymous {
        check.must(name.is_none(), "name", "voice-anonymous-no-name");
        check.must(contact.is_none(), "contact", "voice-anonymous-no-contact");
    } else {
        check.must(name.is_some(), "name", "error-empty");
    }
    let channel = if let [only] = channels {
        *only
    } else {
        let channel = check.code("channel", &input.channel, Channel::from_code);
        check.must(
            channel.is_some_and(|c| channels.contains(&c)),
            "channel",
            "error-choose",
        );
        channel.unwrap_or(Channel::Phone)
    };
    let read = Read {
        text: check.text("text", &input.text, VOICE_CHARS_MAX),
        place: check.optional("place", &input.place, TITLE_CHARS_MAX),
        kind: check.code("kind", &input.kind, Kind::from_code),
        mode,
        channel,
        name,
        contact,
    };
    check.done()?;
    Ok(read)
}

/// The moment that is stored: of the anonymous only the end of the half day (reliability A-5), given its bounds.
pub fn stored_moment(mode: Mode, at: i64, day_start: i64) -> i64 {
    if mode != Mode::Anonymous {
        return at;
    }
    let half = DAY_MS / 2;
    day_start + ((at - day_start) / half + 1) * half
}

/// What the actor is toward a voice.
pub fn parts(actor: &Actor, voice: &voice::Model, helpers: &BTreeSet<i64>) -> Vec<Part> {
    let mut parts = actor.standing_parts();
    if voice.lead_unit_id.is_some_and(|u| actor.speaks_for(u))
        || voice.handler_id == Some(actor.person_id)
    {
        parts.push(Part::Lead);
    }
    if voice.lead_unit_id.is_some_and(|u| actor.heads(u)) {
        parts.push(Part::LeadHead);
    }
    if helpers.iter().any(|u| actor.speaks_for(*u)) {
        parts.push(Part::Partner);
    }
    parts
}

/// Why a raiser's "not solved" does not put it back.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CannotReject {
    /// More than 30 days ago.
    TooLate,
    /// Twice already: a coordinator decides.
    TooOften,
}

impl CannotReject {
    /// Text key of the words.
    pub const fn key(self) -> &'static str {
        match self {
            Self::TooLate => "voice-cannot-reject-late",
            Self::TooOften => "voice-cannot-reject-often",
        }
    }
}

/// May the raiser put it back with "not solved"?
pub fn may_reject(voice: &voice::Model, now: i64) -> Result<(), CannotReject> {
    let since = voice.answered_at.unwrap_or(voice.state_since);
    if now > since + REOPEN_DAYS * DAY_MS {
        return Err(CannotReject::TooLate);
    }
    if voice.redos >= REDOS_MAX {
        return Err(CannotReject::TooOften);
    }
    Ok(())
}

/// A raiser's word as typed; nothing is preselected.
#[derive(Debug, Clone, Default, Deserialize, utoipa::ToSchema)]
#[serde(default)]
pub struct JudgeInput {
    /// `yes`, `partly` or `no`.
    pub solved: String,
    /// 1 to 5, or nothing.
    pub satisfied: String,
    pub words: String,
}

/// A raiser's word as understood.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Judged {
    pub solved: Solved,
    pub satisfied: Option<i64>,
    pub words: Option<String>,
}

/// Reads a raiser's word: solved, partly or not; satisfied in five steps if they like; "partly" and "no" need a sentence.
pub fn read_judged(input: &JudgeInput) -> Result<Judged> {
    let mut check = Check::new();
    let solved = check.code("solved", &input.solved, Solved::from_code);
    check.must(
        solved.is_some() || !input.solved.trim().is_empty(),
        "solved",
        "voice-judge-choose",
    );
    let satisfied = check.parsed("satisfied", &input.satisfied, "error-not-in-list");
    check.must(
        satisfied.is_none_or(|s| (1..=5).contains(&s)),
        "satisfied",
        "error-not-in-list",
    );
    let words = check.optional("words", &input.words, VOICE_CHARS_MAX);
    check.must(
        words.is_some() || matches!(solved, None | Some(Solved::Yes)),
        "words",
        "voice-judge-words",
    );
    check.done()?;
    Ok(Judged {
        solved: solved.unwrap_or(Solved::No),
        satisfied,
        words,
    })
}

/// A step of the desk or of a handling unit, as typed.
#[derive(Debug, Clone, Default, Deserialize, utoipa::ToSchema)]
#[serde(default)]
#[schema(as = VoiceStepInput)]
pub struct StepInput {
    /// Code of the verb.
    pub action: String,
    pub kind: String,
    pub lead_unit_id: String,
    pub helpers: Vec<String>,
    pub handler_id: String,
    /// Answer, reason, basis or what was said.
    pub text: String,
    /// Voice that it is merged into, or problem that it is promoted into.
    pub master_id: String,
    pub problem_id: String,
    pub title: String,
    pub theme_id: String,
    pub diverted_to: String,
    /// Like voices that go the same way.
    pub also: Vec<String>,
    /// Version that was seen.
    pub version: String,
}

/// A step's words, where its verb needs them.
pub fn read_words(input: &StepInput, key: &'static str) -> Result<String> {
    let mut check = Check::new();
    let words = check.optional("text", &input.text, TEXT_CHARS_MAX);
    check.must(words.is_some(), "text", key);
    check.done()?;
    Ok(words.unwrap_or_default())
}

/// Whether everybody may see a problem, as chosen.
#[derive(Debug, Clone, Default, Deserialize, utoipa::ToSchema)]
#[serde(default)]
#[schema(as = PublicationInput)]
pub struct PublicInput {
    /// `1`: everybody may see it.
    pub is_public: String,
    /// `1`: and read what hurts, as it was written.
    pub is_told: String,
}

impl PublicInput {
    /// Open to everybody, and what hurts with it.
    pub fn read(&self) -> (bool, bool) {
        let is_set = |typed: &str| typed.trim() == "1";
        (is_set(&self.is_public), is_set(&self.is_told))
    }
}
