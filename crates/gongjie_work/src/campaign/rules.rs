//! Words of a campaign and what was typed about it. Pure.

use gongjie_base::check::Check;
use gongjie_base::limits::{NAME_CHARS_MAX, TITLE_CHARS_MAX};
use gongjie_base::{Result, Say, codes};
use gongjie_words::WrittenFigure;
use serde::Deserialize;

codes! {
    /// 年度行动的状态
    pub enum CampaignState {
        Planned = "planned",
        Open = "open",
        Closed = "closed",
    }
}

codes! {
    /// What a stated total counts.
    pub enum Counted {
        Branches = "branches",
        Pairings = "pairings",
        Problems = "problems",
        Measures = "measures",
        Documents = "documents",
        /// Something that the product does not count; its label says what.
        Other = "other",
    }
}

codes! {
    /// How exactly a figure was stated; such words are never dropped and inexact figures never summed.
    pub enum Qualifier {
        Exact = "exact",
        /// 余、多、超过、以上
        MoreThan = "more_than",
        /// 近
        Nearly = "nearly",
        /// 约、左右
        About = "about",
        /// 不少于
        AtLeast = "at_least",
    }
}

codes! {
    /// Colour family of a theme's mark. The mark is read by its character; the colour only repeats it.
    pub enum Hue {
        Blue = "blue",
        Ochre = "ochre",
        Green = "green",
        Violet = "violet",
    }
}

impl Hue {
    /// The colour of the theme at this place, all colours in turn.
    pub fn in_turn(position: i64) -> Self {
        match position.rem_euclid(4) {
            0 => Self::Blue,
            1 => Self::Ochre,
            2 => Self::Green,
            _ => Self::Violet,
        }
    }
}

/// Characters of a stated value such as 90余项.
const VALUE_CHARS_MAX: usize = 40;
/// Characters of a unit of count.
const UNIT_CHARS_MAX: usize = 20;
/// Largest place of a theme.
const POSITION_MAX: i64 = 999;

/// A campaign as typed.
#[derive(Debug, Clone, Default, Deserialize, utoipa::ToSchema)]
#[serde(default)]
pub struct CampaignInput {
    pub year: String,
    pub name: String,
    pub starts_on: String,
    pub ends_on: String,
    /// Version that the typist saw; for edits.
    pub version: String,
}

/// A campaign as understood.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Campaign {
    pub year: i64,
    pub name: String,
    pub starts_on: String,
    pub ends_on: String,
}

/// Reads a campaign. All four fields are required.
pub fn read_campaign(input: &CampaignInput) -> Result<Campaign> {
    let mut check = Check::new();
    let year: Option<i64> = check.parsed("year", &input.year, "error-not-a-number");
    check.must(!input.year.trim().is_empty(), "year", "error-empty");
    check.must(
        year.is_none_or(|y| (2000..2200).contains(&y)),
        "year",
        "error-year",
    );
    let name = check.text("name", &input.name, NAME_CHARS_MAX);
    let starts_on = check.day("starts_on", &input.starts_on);
    let ends_on = check.day("ends_on", &input.ends_on);
    for (field, typed) in [("starts_on", &input.starts_on), ("ends_on", &input.ends_on)] {
        check.must(!typed.trim().is_empty(), field, "error-empty");
    }
    if let (Some(start), Some(end)) = (starts_on, ends_on)
        && end < start
    {
        check.refuse("ends_on", Say::new("error-ends-before-start"));
    }
    check.done()?;
    let day = |d: Option<jiff::civil::Date>| d.map(|d| d.to_string()).unwrap_or_default();
    Ok(Campaign {
        year: year.unwrap_or_default(),
        name,
        starts_on: day(starts_on),
        ends_on: day(ends_on),
    })
}

/// A theme as typed.
#[derive(Debug, Clone, Default, Deserialize, utoipa::ToSchema)]
#[serde(default)]
pub struct ThemeInput {
    pub name: String,
    pub name_en: String,
    /// The one character in its square.
    pub mark: String,
    /// `blue`, `ochre`, `green` or `violet`; empty: the next in turn.
    pub hue: String,
    /// Place in lists, from 1; empty: the last.
    pub position: String,
    /// Version that the typist saw; for edits.
    pub version: String,
}

/// A theme as understood.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Theme {
    pub name: String,
    pub name_en: Option<String>,
    pub mark: String,
    pub hue: Option<Hue>,
    pub position: Option<i64>,
}

/// Reads a theme. Name and mark are required.
pub fn read_theme(input: &ThemeInput) -> Result<Theme> {
    let mut check = Check::new();
    let position = check.parsed("position", &input.position, "error-not-a-number");
    check.must(
        position.is_none_or(|p| (1..=POSITION_MAX).contains(&p)),
        "position",
        "theme-position-range",
    );
    let theme = Theme {
        name: check.text("name", &input.name, NAME_CHARS_MAX),
        name_en: check.optional("name_en", &input.name_en, NAME_CHARS_MAX),
        mark: check.text("mark", &input.mark, 1),
        hue: check.code("hue", &input.hue, Hue::from_code),
        position,
    };
    check.done()?;
    Ok(theme)
}

/// A total as somebody stated it, as typed.
#[derive(Debug, Clone, Default, Deserialize, utoipa::ToSchema)]
#[serde(default)]
pub struct StatedInput {
    /// Needed by the JSON API for a new one; pages take it from the address.
    pub campaign_id: String,
    /// `branches`, `pairings`, `problems`, `measures`, `documents` or `other`.
    pub kind: String,
    /// What is counted, in words; required for `other`.
    pub label: String,
    /// As written, for example 90余项.
    pub text: String,
    /// Unit of count; empty: as read from the text.
    pub unit: String,
    /// The day for which it was stated.
    pub as_of: String,
    /// Where it stands: document, page, paragraph, report.
    pub source: String,
    /// Version that the typist saw; for edits.
    pub version: String,
}

/// A stated total as understood.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stated {
    pub kind: Counted,
    pub label: Option<String>,
    pub number: i64,
    /// As written, without the unit, for example `90余`.
    pub text: String,
    pub qualifier: Qualifier,
    pub unit: String,
    pub as_of: Option<String>,
    pub source: String,
}

/// Reads a stated total: what it counts, the words, and where they stand are required. The words must hold one whole number.
pub fn read_stated(input: &StatedInput) -> Result<Stated> {
    let mut check = Check::new();
    let kind = check.code("kind", &input.kind, Counted::from_code);
    check.must(!input.kind.trim().is_empty(), "kind", "error-choose");
    let label = match kind {
        Some(Counted::Other) => Some(check.text("label", &input.label, TITLE_CHARS_MAX)),
        _ => check.optional("label", &input.label, TITLE_CHARS_MAX),
    };
    let typed = check.text("text", &input.text, VALUE_CHARS_MAX);
    let unit = check.optional("unit", &input.unit, UNIT_CHARS_MAX);
    let as_of = check.day("as_of", &input.as_of);
    let source = check.text("source", &input.source, TITLE_CHARS_MAX);
    let figure = WrittenFigure::read(&typed);
    let number: Option<i64> = figure.number.and_then(|n| n.to_string().parse().ok());
    if number.is_none() && !typed.is_empty() {
        let say = Say::new("stated-text-unreadable").with("text", &typed);
        check.refuse("text", say);
    }
    check.done()?;
    let written = typed.strip_suffix(figure.unit.as_str()).unwrap_or(&typed);
    Ok(Stated {
        kind: kind.unwrap_or(Counted::Other),
        label,
        number: number.unwrap_or_default(),
        text: written.trim().to_owned(),
        qualifier: Qualifier::from_code(figure.qualifier.code()).unwrap_or(Qualifier::Exact),
        unit: unit.unwrap_or(figure.unit),
        as_of: as_of.map(|d| d.to_string()),
        source,
    })
}
