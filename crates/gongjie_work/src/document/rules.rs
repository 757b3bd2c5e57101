//! Words and decisions about documents and agreements. Pure.

use gongjie_base::check::Check;
use gongjie_base::clock::days_between;
use gongjie_base::limits::{NAME_CHARS_MAX, TITLE_CHARS_MAX};
use gongjie_base::{Result, Say, codes};
use jiff::civil::Date;
use serde::Deserialize;

use crate::org::Part;
use crate::pairing::rules::State as PairingState;

/// Days before its end from which an agreement is marked.
pub const ENDING_DAYS: i64 = 30;
/// Characters of a link.
const LINK_CHARS_MAX: usize = 1_000;

codes! {
    /// 文件类别
    pub enum DocumentKind {
        Rule = "rule",
        Plan = "plan",
        Report = "report",
        Textbook = "textbook",
        Agreement = "agreement",
        Other = "other",
    }
}

codes! {
    /// 文件的状态
    pub enum DocumentState {
        Drafting = "drafting",
        Reviewing = "reviewing",
        Issued = "issued",
        Revising = "revising",
        Dropped = "dropped",
        /// The source does not say.
        Unstated = "unstated",
    }
}

codes! {
    /// 协议的状态 (domain 1.3).
    pub enum AgreementState {
        None = "none",
        Drafting = "drafting",
        Reviewing = "reviewing",
        PendingSign = "pending_sign",
        Signed = "signed",
        Expired = "expired",
    }
}

/// A document as typed.
#[derive(Debug, Clone, Default, Deserialize, utoipa::ToSchema)]
#[serde(default)]
pub struct DocumentInput {
    pub title: String,
    pub kind: String,
    pub state: String,
    /// 承办单位
    pub unit_id: String,
    /// Where it can be read; `http` or `https`.
    pub link: String,
    /// Where an old record comes from; heard from coordinators only.
    pub source: String,
    /// Version that the typist saw; for edits.
    pub version: String,
}

/// A document as understood.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DocumentRead {
    pub title: String,
    pub kind: DocumentKind,
    pub state: DocumentState,
    pub unit_id: Option<i64>,
    pub link: Option<String>,
    pub source: Option<String>,
}

/// Reads a document as typed.
pub fn read_document(input: &DocumentInput) -> Result<DocumentRead> {
    let mut check = Check::new();
    let kind = check.code("kind", &input.kind, DocumentKind::from_code);
    check.must(chosen(kind, &input.kind), "kind", "error-choose");
    let state = check.code("state", &input.state, DocumentState::from_code);
    check.must(chosen(state, &input.state), "state", "error-choose");
    let link = check.optional("link", &input.link, LINK_CHARS_MAX);
    check.must(
        link.as_deref().is_none_or(is_web_address),
        "link",
        "document-link-not-web",
    );
    let read = DocumentRead {
        title: check.text("title", &input.title, TITLE_CHARS_MAX),
        kind: kind.unwrap_or(DocumentKind::Other),
        state: state.unwrap_or(DocumentState::Unstated),
        unit_id: check.id("unit_id", &input.unit_id),
        link,
        source: check.optional("source", &input.source, NAME_CHARS_MAX),
    };
    check.done()?;
    Ok(read)
}

/// Something is chosen; what is not in the list has been refused already.
fn chosen<T>(read: Option<T>, typed: &str) -> bool {
    read.is_some() || !typed.trim().is_empty()
}

fn is_web_address(link: &str) -> bool {
    let host = link
        .strip_prefix("https://")
        .or_else(|| link.strip_prefix("http://"));
    host.is_some_and(|h| !h.is_empty() && !h.contains(char::is_whitespace))
}

/// An agreement as typed.
#[derive(Debug, Clone, Default, Deserialize, utoipa::ToSchema)]
#[serde(default)]
pub struct AgreementInput {
    pub title: String,
    pub other_party: String,
    pub state: String,
    /// `2026-06-21`
    pub starts_on: String,
    /// `2026-06-21`
    pub ends_on: String,
    /// Where an old record comes from; heard from coordinators only.
    pub source: String,
    /// Version that the typist saw; for edits.
    pub version: String,
}

/// An agreement as understood.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AgreementRead {
    pub title: String,
    pub other_party: Option<String>,
    pub state: AgreementState,
    pub starts_on: Option<String>,
    pub ends_on: Option<String>,
    pub source: Option<String>,
}

/// Reads an agreement as typed.
pub fn read_agreement(input: &AgreementInput) -> Result<AgreementRead> {
    let mut check = Check::new();
    let state = check.code("state", &input.state, AgreementState::from_code);
    check.must(chosen(state, &input.state), "state", "error-choose");
    let starts_on = check.day("starts_on", &input.starts_on);
    let ends_on = check.day("ends_on", &input.ends_on);
    if let (Some(start), Some(end)) = (starts_on, ends_on)
        && end < start
    {
        check.refuse("ends_on", Say::new("error-ends-before-start"));
    }
    let read = AgreementRead {
        title: check.text("title", &input.title, TITLE_CHARS_MAX),
        other_party: check.optional("other_party", &input.other_party, TITLE_CHARS_MAX),
        state: state.unwrap_or(AgreementState::None),
        starts_on: starts_on.map(|d| d.to_string()),
        ends_on: ends_on.map(|d| d.to_string()),
        source: check.optional("source", &input.source, NAME_CHARS_MAX),
    };
    check.done()?;
    Ok(read)
}

/// How near an agreement is to its end.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Term {
    /// Far away, or no end is known, or it is not signed.
    Running,
    /// Days left: yellow.
    Ending(i64),
    /// Days since.
    Ended(i64),
}

/// How near a signed agreement is to its end today.
pub fn term(state: AgreementState, ends_on: Option<&str>, today: Date) -> Term {
    let signed = matches!(state, AgreementState::Signed | AgreementState::Expired);
    let end = ends_on.and_then(|d| d.parse::<Date>().ok());
    match end.filter(|_| signed).map(|end| days_between(today, end)) {
        Some(left) if left < 0 => Term::Ended(-left),
        Some(left) if left <= ENDING_DAYS && state == AgreementState::Signed => Term::Ending(left),
        _ => Term::Running,
    }
}

/// Lead and partners of a problem or a pairing, and the coordinator, keep its papers.
pub fn may_keep(parts: &[Part]) -> bool {
    [
        Part::Lead,
        Part::LeadHead,
        Part::Partner,
        Part::PartnerHead,
        Part::Coordinator,
    ]
    .iter()
    .any(|p| parts.contains(p))
}

/// An agreement belongs to a pairing that was not refused.
pub const fn may_agree(state: PairingState) -> bool {
    matches!(
        state,
        PairingState::Draft
            | PairingState::Invited
            | PairingState::Active
            | PairingState::Concluded
    )
}
