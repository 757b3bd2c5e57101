//! Words and decisions about outcomes, figures and shares. Pure.

use std::collections::BTreeSet;

use gongjie_base::check::Check;
use gongjie_base::limits::{TEXT_CHARS_MAX, TITLE_CHARS_MAX};
use gongjie_base::{Error, FieldError, Result, Say, codes};
use gongjie_words::WrittenFigure;
use serde::Deserialize;

use crate::campaign::rules::Qualifier;
use crate::org::Part;
use crate::problem::rules::State;

/// Figures of one outcome.
pub const FIGURES_MAX: usize = 30;
/// Characters of a figure as written.
const FIGURE_CHARS_MAX: usize = 60;
/// Parts that write down results: those who do the work, and the coordinator for old records.
const WRITERS: &[Part] = &[
    Part::Lead,
    Part::LeadHead,
    Part::Partner,
    Part::PartnerHead,
    Part::Owner,
    Part::Coordinator,
];

codes! {
    /// 佐证类别 (domain 2.5).
    pub enum EvidenceKind {
        Rule = "rule",
        Minutes = "minutes",
        Notice = "notice",
        Photo = "photo",
        Data = "data",
        Agreement = "agreement",
        Link = "link",
        Other = "other",
    }
}

codes! {
    /// Who may see a piece of evidence.
    pub enum Visibility {
        /// Units involved, coordinator, supervisor.
        Internal = "internal",
        Public = "public",
    }
}

/// A result with its figures and shares, as typed. The n-th entries of the figure lists are one figure.
#[derive(Debug, Clone, Default, Deserialize, utoipa::ToSchema)]
#[serde(default)]
#[schema(as = OutcomeInput)]
pub struct Input {
    pub text: String,
    pub measure_id: String,
    pub figure_label: Vec<String>,
    /// As written: 90余项.
    pub figure_text: Vec<String>,
    /// `planned` or `achieved`; empty is achieved.
    pub figure_planned: Vec<String>,
    pub figure_as_of: Vec<String>,
    /// Units that share the credit; empty entries are skipped.
    pub share_unit: Vec<String>,
    /// Percent of the unit at the same place; all or none.
    pub share_percent: Vec<String>,
    /// Version that the typist saw; for edits.
    pub version: String,
}

/// The version that somebody saw who withdraws a result.
#[derive(Debug, Clone, Default, Deserialize, utoipa::ToSchema)]
#[serde(default)]
#[schema(as = OutcomeWithdrawal)]
pub struct Withdrawal {
    pub version: String,
}

/// A figure as understood.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Figure {
    pub label: String,
    pub text: String,
    pub number: Option<String>,
    pub unit: String,
    pub qualifier: Qualifier,
    pub is_planned: bool,
    pub as_of: Option<String>,
}

/// A result as understood.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Read {
    pub text: String,
    pub measure_id: Option<i64>,
    pub figures: Vec<Figure>,
    /// Unit and percent.
    pub shares: Vec<(i64, Option<i64>)>,
}

/// Reads what was typed; `units` take part in the problem and alone can share its credit.
pub fn read(input: &Input, units: &BTreeSet<i64>) -> Result<Read> {
    let mut check = Check::new();
    let read = Read {
        text: check.text("text", &input.text, TEXT_CHARS_MAX),
        measure_id: check.id("measure_id", &input.measure_id),
        figures: read_figures(&mut check, input),
        shares: read_shares(&mut check, input, units),
    };
    check.done()?;
    Ok(read)
}

fn read_figures(check: &mut Check, input: &Input) -> Vec<Figure> {
    let rows = input.figure_label.len().max(input.figure_text.len());
    if rows > FIGURES_MAX {
        let say = Say::new("outcome-figures-too-many").with("max", FIGURES_MAX);
        check.refuse("figure_text", say);
    }
    let mut figures = Vec::new();
    for row in 0..rows.min(FIGURES_MAX) {
        let (label, text) = (at(&input.figure_label, row), at(&input.figure_text, row));
        if label.is_empty() && text.is_empty() {
            continue;
        }
        let label = check.text("figure_label", label, TITLE_CHARS_MAX);
        let text = check.text("figure_text", text, FIGURE_CHARS_MAX);
        let is_planned = match at(&input.figure_planned, row) {
            "" | "achieved" | "false" => false,
            "planned" | "true" => true,
            other => {
                let say = Say::new("error-not-in-list").with("text", other);
                check.refuse("figure_planned", say);
                false
            }
        };
        let as_of = check.day("figure_as_of", at(&input.figure_as_of, row));
        figures.push(figure(
            label,
            &text,
            is_planned,
            as_of.map(|d| d.to_string()),
        ));
    }
    figures
}

/// A figure as written with what is read from it: the words stay, the number may be missing.
pub fn figure(label: String, text: &str, is_planned: bool, as_of: Option<String>) -> Figure {
    let read = WrittenFigure::read(text);
    Figure {
        label,
        text: read.text,
        number: read.number.map(|n| n.to_string()),
        unit: read.unit,
        qualifier: Qualifier::from_code(read.qualifier.code()).unwrap_or(Qualifier::Exact),
        is_planned,
        as_of,
    }
}

fn read_shares(check: &mut Check, input: &Input, units: &BTreeSet<i64>) -> Vec<(i64, Option<i64>)> {
    let mut shares: Vec<(i64, Option<i64>)> = Vec::new();
    for (row, typed) in input.share_unit.iter().enumerate() {
        let Some(unit) = check.id("share_unit", typed) else {
            continue;
        };
        let percent = check.parsed(
            "share_percent",
            at(&input.share_percent, row).trim_end_matches(['%', '％']),
            "error-not-a-number",
        );
        shares.push((unit, percent));
    }
    if let Err(rule) = may_share(&shares, units) {
        let (field, say) = rule.words();
        check.refuse(field, say);
    }
    shares
}

fn at(list: &[String], row: usize) -> &str {
    list.get(row).map_or("", |text| text.trim())
}

/// Why credit cannot be shared like this.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CannotShare {
    UnitTwice,
    /// The unit takes no part in the problem.
    NotTakingPart,
    /// Some units have a percent and some have none.
    PercentMissing,
    PercentOutOfRange,
    /// Percents add up to this instead of 100.
    SumIs(i64),
}

impl CannotShare {
    /// The field at which it is said, and the words.
    pub fn words(self) -> (&'static str, Say) {
        match self {
            Self::UnitTwice => ("share_unit", Say::new("outcome-share-twice")),
            Self::NotTakingPart => ("share_unit", Say::new("outcome-share-not-taking-part")),
            Self::PercentMissing => ("share_percent", Say::new("outcome-share-percent-missing")),
            Self::PercentOutOfRange => ("share_percent", Say::new("outcome-share-percent-range")),
            Self::SumIs(sum) => {
                let say = Say::new("outcome-share-sum").with("sum", sum);
                ("share_percent", say)
            }
        }
    }
}

/// May credit be shared like this between units of which `units` take part?
pub fn may_share(shares: &[(i64, Option<i64>)], units: &BTreeSet<i64>) -> Result<(), CannotShare> {
    let named: BTreeSet<i64> = shares.iter().map(|(unit, _)| *unit).collect();
    if named.len() < shares.len() {
        return Err(CannotShare::UnitTwice);
    }
    if !named.is_subset(units) {
        return Err(CannotShare::NotTakingPart);
    }
    let percents: Vec<i64> = shares.iter().filter_map(|(_, percent)| *percent).collect();
    if percents.is_empty() {
        return Ok(());
    }
    if percents.len() < shares.len() {
        return Err(CannotShare::PercentMissing);
    }
    if percents.iter().any(|p| !(1..=100).contains(p)) {
        return Err(CannotShare::PercentOutOfRange);
    }
    match percents.iter().sum() {
        100 => Ok(()),
        sum => Err(CannotShare::SumIs(sum)),
    }
}

/// Why results or evidence of a problem cannot be written now, or not by this actor.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CannotWrite {
    /// Nobody works on the problem yet.
    NotPaired,
    /// A verifier is looking at what stands; a change would slip past.
    BeingVerified,
    /// 销号后只读
    Closed,
    NotYours,
    Withdrawn,
}

impl CannotWrite {
    /// Text key of the words.
    pub const fn key(self) -> &'static str {
        match self {
            Self::NotPaired => "outcome-cannot-not-paired",
            Self::BeingVerified => "outcome-cannot-being-verified",
            Self::Closed => "outcome-cannot-closed",
            Self::NotYours => "outcome-cannot-not-yours",
            Self::Withdrawn => "outcome-cannot-withdrawn",
        }
    }
}

impl From<CannotWrite> for Error {
    fn from(rule: CannotWrite) -> Self {
        match rule {
            CannotWrite::NotYours => Self::forbidden(rule.key()),
            _ => Self::conflict(rule.key()),
        }
    }
}

/// May somebody who plays `parts` write down, change or withdraw a result now?
pub fn may_write(state: State, parts: &[Part]) -> Result<(), CannotWrite> {
    if !parts.iter().any(|p| WRITERS.contains(p)) {
        return Err(CannotWrite::NotYours);
    }
    match state {
        State::Paired | State::Working | State::LongTerm | State::Suspended => Ok(()),
        State::Verifying => Err(CannotWrite::BeingVerified),
        State::Closed => Err(CannotWrite::Closed),
        _ => Err(CannotWrite::NotPaired),
    }
}

/// May evidence be attached? Also while the problem is verified: the verifier may ask for more.
pub fn may_attach(state: State, parts: &[Part]) -> Result<(), CannotWrite> {
    match may_write(state, parts) {
        Err(CannotWrite::BeingVerified) => Ok(()),
        other => other,
    }
}

/// May evidence be withdrawn? The coordinator always, for what must not be shown.
pub fn may_withdraw_evidence(state: State, parts: &[Part]) -> Result<(), CannotWrite> {
    if parts.contains(&Part::Coordinator) {
        return Ok(());
    }
    may_write(state, parts)
}

/// Whether a figure has something behind it.
pub const fn evidence_state(has_evidence: bool) -> &'static str {
    if has_evidence { "backed" } else { "wanting" }
}

/// Evidence as typed; the file comes beside it.
#[derive(Debug, Clone, Default, Deserialize, serde::Serialize, utoipa::ToSchema)]
#[serde(default)]
pub struct EvidenceInput {
    pub kind: String,
    pub title: String,
    pub dated_on: String,
    pub visibility: String,
    /// Address of what is on the web already; needs no upload.
    pub link: String,
    pub outcome_id: String,
    pub measure_id: String,
    pub activity_id: String,
}

/// Evidence as understood.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReadEvidence {
    pub kind: EvidenceKind,
    pub title: String,
    pub dated_on: Option<String>,
    pub visibility: Visibility,
    pub link: Option<String>,
    pub outcome_id: Option<i64>,
    pub measure_id: Option<i64>,
    pub activity_id: Option<i64>,
}

/// Reads what was typed. A link or a file (`has_file`), and not both.
pub fn read_evidence(input: &EvidenceInput, has_file: bool) -> Result<ReadEvidence> {
    let mut check = Check::new();
    check.must(!input.kind.trim().is_empty(), "kind", "error-choose");
    let read = ReadEvidence {
        kind: check
            .code("kind", &input.kind, EvidenceKind::from_code)
            .unwrap_or(EvidenceKind::Other),
        title: check.text("title", &input.title, TITLE_CHARS_MAX),
        dated_on: check
            .day("dated_on", &input.dated_on)
            .map(|d| d.to_string()),
        visibility: check
            .code("visibility", &input.visibility, Visibility::from_code)
            .unwrap_or(Visibility::Internal),
        link: check.optional("link", &input.link, 2_000),
        outcome_id: check.id("outcome_id", &input.outcome_id),
        measure_id: check.id("measure_id", &input.measure_id),
        activity_id: check.id("activity_id", &input.activity_id),
    };
    match &read.link {
        None if !has_file => check.refuse("file", Say::new("evidence-nothing")),
        Some(_) if has_file => check.refuse("link", Say::new("evidence-both")),
        Some(link) => check.must(is_web_address(link), "link", "evidence-link-not-web"),
        None => {}
    }
    check.done()?;
    Ok(read)
}

fn is_web_address(link: &str) -> bool {
    let rest = link
        .strip_prefix("https://")
        .or_else(|| link.strip_prefix("http://"));
    let host = rest.and_then(|r| r.split(['/', '?', '#']).next());
    host.is_some_and(|h| !h.is_empty())
        && !link
            .chars()
            .any(|c| c.is_whitespace() || c.is_control() || "\"<>\\^`{|}".contains(c))
}

/// A field error as the only thing wrong.
pub fn refuse(field: &str, say: Say) -> Error {
    Error::Invalid(vec![FieldError::new(field, say)])
}
