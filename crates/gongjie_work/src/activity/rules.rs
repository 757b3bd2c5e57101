//! Words and decisions about an activity. Pure.

use std::collections::BTreeSet;

use gongjie_base::check::Check;
use gongjie_base::limits::{NAME_CHARS_MAX, TEXT_CHARS_MAX, TITLE_CHARS_MAX};
use gongjie_base::{Result, Say, codes};
use serde::Deserialize;

use crate::measure::rules as measure;
use crate::org::Part;
use crate::pairing::rules::{State as PairingState, Written, read_date};

codes! {
    /// 活动形式
    pub enum Kind {
        ThemeDay = "theme_day",
        Forum = "forum",
        Survey = "survey",
        Visit = "visit",
        Signing = "signing",
        JointEvent = "joint_event",
        Other = "other",
    }
}

/// People of one unit at one activity, at most.
const PEOPLE_MAX: i64 = 100_000;

/// An activity as typed. `units`, `came`, `expected`, `present` and `notes` are rows: the n-th of each belong together.
#[derive(Debug, Clone, Default, Deserialize, utoipa::ToSchema)]
#[serde(default)]
#[schema(as = ActivityInput)]
pub struct Input {
    pub pairing_id: String,
    pub kind: String,
    pub title: String,
    /// As written: `6月21日`.
    pub date_text: String,
    pub place: String,
    /// A role rather than a name.
    pub host: String,
    /// A role rather than a name.
    pub recorder: String,
    pub minutes: String,
    pub units: Vec<String>,
    /// `yes` or `no`; a missing one is yes.
    pub came: Vec<String>,
    /// 应到
    pub expected: Vec<String>,
    /// 实到
    pub present: Vec<String>,
    pub notes: Vec<String>,
    /// One decision a line; for new activities.
    pub decisions: String,
    /// Where an old record comes from; heard from coordinators only.
    pub source: String,
    /// Version that the typist saw; for edits.
    pub version: String,
}

/// A decision as typed.
#[derive(Debug, Clone, Default, Deserialize, utoipa::ToSchema)]
#[serde(default)]
pub struct DecisionInput {
    pub text: String,
}

/// The measure that is made of a decision, and for which of the pairing's problems.
#[derive(Debug, Clone, Default, Deserialize, utoipa::ToSchema)]
#[serde(default)]
#[schema(as = DecisionMeasureInput)]
pub struct MeasureInput {
    pub problem_id: String,
    pub text: String,
    pub lead: String,
    pub partners: Vec<String>,
    pub owner: String,
    pub due_text: String,
}

impl MeasureInput {
    /// As the room of measures reads it.
    pub fn measure(&self) -> measure::Input {
        measure::Input {
            text: self.text.clone(),
            lead: self.lead.clone(),
            partners: self.partners.clone(),
            owner: self.owner.clone(),
            due_text: self.due_text.clone(),
            ..measure::Input::default()
        }
    }
}

/// A unit at an activity. Without numbers: it was there, how many people is not said.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Attendance {
    pub unit_id: i64,
    pub expected: Option<i64>,
    pub present: Option<i64>,
    pub note: Option<String>,
}

/// An activity as understood.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Read {
    pub kind: Kind,
    pub title: String,
    pub date: Written,
    pub place: Option<String>,
    pub host: Option<String>,
    pub recorder: Option<String>,
    pub minutes: Option<String>,
    pub units: Vec<Attendance>,
    pub decisions: Vec<String>,
}

/// Why rows of units do not make an attendance.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CannotCount {
    UnknownUnit,
    UnitTwice,
    NotANumber,
    MorePresentThanExpected,
}

impl CannotCount {
    /// Text key of the words; they are said at the field `units`.
    pub const fn key(self) -> &'static str {
        match self {
            Self::UnknownUnit => "activity-cannot-unknown-unit",
            Self::UnitTwice => "activity-cannot-unit-twice",
            Self::NotANumber => "activity-cannot-not-a-number",
            Self::MorePresentThanExpected => "activity-cannot-more-present",
        }
    }
}

/// Reads the rows of units; `known` are those of the organisation.
pub fn read_units(input: &Input, known: &BTreeSet<i64>) -> Result<Vec<Attendance>, CannotCount> {
    let at = |list: &[String], n: usize| list.get(n).map_or("", |t| t.trim()).to_owned();
    let number = |text: String| match text.as_str() {
        "" => Ok(None),
        text => match text.parse() {
            Ok(n) if (0..=PEOPLE_MAX).contains(&n) => Ok(Some(n)),
            _ => Err(CannotCount::NotANumber),
        },
    };
    let mut rows: Vec<Attendance> = Vec::new();
    for (n, unit) in input.units.iter().enumerate() {
        if unit.trim().is_empty() {
            continue;
        }
        let unit_id = unit.trim().parse().unwrap_or(0);
        if !known.contains(&unit_id) {
            return Err(CannotCount::UnknownUnit);
        }
        let mut row = Attendance {
            unit_id,
            expected: number(at(&input.expected, n))?,
            present: number(at(&input.present, n))?,
            note: Some(at(&input.notes, n)).filter(|t| !t.is_empty()),
        };
        if at(&input.came, n) == "no" {
            if row.note.is_none() && row.expected.is_none() {
                continue;
            }
            row.present = Some(0);
        }
        if let (Some(expected), Some(present)) = (row.expected, row.present)
            && present > expected
        {
            return Err(CannotCount::MorePresentThanExpected);
        }
        if rows.iter().any(|r| r.unit_id == unit_id) {
            return Err(CannotCount::UnitTwice);
        }
        rows.push(row);
    }
    Ok(rows)
}

/// Reads what was typed. `year`: of the campaign; `known`: units of the organisation.
pub fn read(input: &Input, year: i64, known: &BTreeSet<i64>) -> Result<Read> {
    let mut check = Check::new();
    let kind = check.code("kind", &input.kind, Kind::from_code);
    check.must(
        kind.is_some() || !input.kind.trim().is_empty(),
        "kind",
        "error-choose",
    );
    let units = read_units(input, known).unwrap_or_else(|why| {
        check.refuse("units", Say::new(why.key()));
        Vec::new()
    });
    for note in &input.notes {
        check.optional("notes", note, TEXT_CHARS_MAX);
    }
    let decisions = lines(&input.decisions);
    for text in &decisions {
        check.text("decisions", text, TEXT_CHARS_MAX);
    }
    let read = Read {
        kind: kind.unwrap_or(Kind::Other),
        title: check.text("title", &input.title, TITLE_CHARS_MAX),
        date: read_date(&mut check, "date_text", &input.date_text, year),
        place: check.optional("place", &input.place, NAME_CHARS_MAX),
        host: check.optional("host", &input.host, NAME_CHARS_MAX),
        recorder: check.optional("recorder", &input.recorder, NAME_CHARS_MAX),
        minutes: check.optional("minutes", &input.minutes, TEXT_CHARS_MAX),
        units,
        decisions,
    };
    check.done()?;
    Ok(read)
}

fn lines(text: &str) -> Vec<String> {
    text.lines()
        .map(str::trim)
        .filter(|l| !l.is_empty())
        .map(str::to_owned)
        .collect()
}

/// People of all units; nothing as long as one unit's number is unknown, or no unit is named.
pub fn head_count(present: impl Iterator<Item = Option<i64>>) -> Option<i64> {
    let people: Option<Vec<i64>> = present.collect();
    people.filter(|n| !n.is_empty()).map(|n| n.iter().sum())
}

/// Whether somebody who plays these parts records activities of a pairing in this state.
pub fn may_record(state: PairingState, parts: &[Part]) -> bool {
    let has_begun = matches!(
        state,
        PairingState::Invited | PairingState::Active | PairingState::Concluded
    );
    has_begun
        && [
            Part::Lead,
            Part::LeadHead,
            Part::Partner,
            Part::PartnerHead,
            Part::Coordinator,
        ]
        .iter()
        .any(|p| parts.contains(p))
}
