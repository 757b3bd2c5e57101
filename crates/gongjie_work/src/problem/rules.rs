//! Words and decisions about a problem. Pure.

use gongjie_base::check::Check;
use gongjie_base::limits::{TEXT_CHARS_MAX, TITLE_CHARS_MAX};
use gongjie_base::{Result, codes};
use serde::Deserialize;

use super::tables::problem;
use crate::org::{Actor, Part};

codes! {
    /// 难题的状态 (specification, chapter 4).
    pub enum State {
        Proposed = "proposed",
        Listed = "listed",
        Paired = "paired",
        Working = "working",
        Verifying = "verifying",
        Closed = "closed",
        Returned = "returned",
        Declined = "declined",
        Merged = "merged",
        /// 已撤回: taken back by who raised it, before anybody took it up.
        Withdrawn = "withdrawn",
        Posted = "posted",
        LongTerm = "long_term",
        Suspended = "suspended",
    }
}

impl State {
    /// Ended: nothing is left to do, so nothing is carried over.
    pub const ENDED: &'static [Self] =
        &[Self::Closed, Self::Declined, Self::Merged, Self::Withdrawn];

    /// Drafts and refusals: seen by those concerned and by those who see all.
    pub const HIDDEN: &'static [Self] = &[
        Self::Proposed,
        Self::Returned,
        Self::Declined,
        Self::Merged,
        Self::Withdrawn,
    ];

    /// Counts among the problems of a campaign.
    pub const fn is_counted(self) -> bool {
        !matches!(
            self,
            Self::Proposed | Self::Returned | Self::Declined | Self::Merged | Self::Withdrawn
        )
    }
}

codes! {
    /// How a problem stands in one campaign beside the others 结转.
    pub enum Carried {
        /// 上年结转: it was taken over from an earlier campaign.
        In = "in",
        /// 结转下年: it goes on in a later campaign.
        On = "on",
    }
}

codes! {
    /// 类别: decides who may decide, and how fast.
    pub enum Class {
        /// 多部门协作解决
        MultiDept = "multi_dept",
        /// 学校统筹推进解决
        SchoolLevel = "school_level",
    }
}

codes! {
    /// Where a problem comes from.
    pub enum Origin {
        Survey = "survey",
        Voice = "voice",
        Forum = "forum",
        Inspection = "inspection",
        WorkPlan = "work_plan",
        Other = "other",
    }
}

codes! {
    /// Whether the title is the source's own or ours for the time being.
    pub enum TitleBasis {
        Stated = "stated",
        /// 题名未载，据主题或举措暂拟
        Derived = "derived",
    }
}

codes! {
    /// On whose word a problem was closed.
    pub enum ClosedAs {
        /// The raiser said solved.
        Solved = "solved",
        /// The raiser said partly solved.
        Partly = "partly",
        /// A named independent check; no raiser spoke. Kept apart from solved everywhere.
        Checked = "checked",
    }
}

/// A problem as typed.
#[derive(Debug, Clone, Default, Deserialize, utoipa::ToSchema)]
#[serde(default)]
#[schema(as = ProblemInput)]
pub struct Input {
    pub title: String,
    pub hurts: String,
    pub theme_id: String,
    pub class: String,
    pub grade: String,
    pub origin: String,
    pub raised_by_unit_id: String,
    pub raised_note: String,
    /// Version that the typist saw; for edits.
    pub version: String,
}

/// What to carry over 结转, as chosen.
#[derive(Debug, Clone, Default, Deserialize, utoipa::ToSchema)]
#[serde(default)]
pub struct CarryInput {
    /// Ids of the chosen problems.
    pub problems: Vec<String>,
    /// `1`: every open problem of the campaigns before.
    pub all: String,
}

/// A problem as understood.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Read {
    pub title: String,
    pub hurts: Option<String>,
    pub theme_id: Option<i64>,
    pub class: Option<Class>,
    pub grade: Option<i64>,
    pub origin: Origin,
    pub raised_by_unit_id: Option<i64>,
    pub raised_note: Option<String>,
}

/// Reads what was typed. Four fields are required: title, what hurts, unit, theme.
pub fn read(input: &Input) -> Result<Read> {
    read_with(input, None)
}

/// Reads an edit. What an old record leaves out may stay left out; what is there stays required.
pub fn read_edit(input: &Input, now: &problem::Model) -> Result<Read> {
    read_with(input, Some(now))
}

fn read_with(input: &Input, now: Option<&problem::Model>) -> Result<Read> {
    let lacks = |is_there: fn(&problem::Model) -> bool| now.is_some_and(|now| !is_there(now));
    let mut check = Check::new();
    let grade = check.parsed("grade", &input.grade, "error-not-a-number");
    check.must(
        grade.is_none_or(|g| (1..=3).contains(&g)),
        "grade",
        "error-grade",
    );
    let read = Read {
        title: check.text("title", &input.title, TITLE_CHARS_MAX),
        hurts: if lacks(|p| p.hurts.is_some()) {
            check.optional("hurts", &input.hurts, TEXT_CHARS_MAX)
        } else {
            Some(check.text("hurts", &input.hurts, TEXT_CHARS_MAX))
        },
        theme_id: check.id("theme_id", &input.theme_id),
        class: check.code("class", &input.class, Class::from_code),
        grade,
        origin: check
            .code("origin", &input.origin, Origin::from_code)
            .unwrap_or(Origin::Other),
        raised_by_unit_id: if lacks(|p| p.raised_by_unit_id.is_some()) {
            check.id("raised_by_unit_id", &input.raised_by_unit_id)
        } else {
            Some(check.required_id("raised_by_unit_id", &input.raised_by_unit_id))
        },
        raised_note: check.optional("raised_note", &input.raised_note, TITLE_CHARS_MAX),
    };
    check.must(
        read.theme_id.is_some()
            || !input.theme_id.trim().is_empty()
            || lacks(|p| p.theme_id.is_some()),
        "theme_id",
        "error-choose",
    );
    check.done()?;
    Ok(read)
}

/// May an edit give the problem this class? Once it is listed, a class that it has is changed by a decision alone: that one
/// says who wants it and why.
pub fn may_class(now: &problem::Model, class: Option<Class>) -> bool {
    let is_draft = matches!(now.state, State::Proposed | State::Returned);
    is_draft || now.class.is_none() || now.class == class
}

/// What the actor is toward a problem, before pairings and measures add to it.
pub fn parts(actor: &Actor, problem: &problem::Model) -> Vec<Part> {
    let mut parts = actor.standing_parts();
    let for_unit = problem
        .raised_by_unit_id
        .is_some_and(|u| actor.speaks_for(u));
    if for_unit || problem.raised_by_person_id == Some(actor.person_id) {
        parts.push(Part::Raiser);
    }
    parts
}

/// Why a problem cannot be put on the list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CannotList {
    NoClass,
    NoTheme,
    NoGrade,
    /// 学校统筹推进: only a leader decides.
    LeaderDecides,
}

impl CannotList {
    /// Text key of the words.
    pub const fn key(self) -> &'static str {
        match self {
            Self::NoClass => "problem-cannot-list-class",
            Self::NoTheme => "problem-cannot-list-theme",
            Self::NoGrade => "problem-cannot-list-grade",
            Self::LeaderDecides => "problem-cannot-list-leader",
        }
    }
}

/// May it be put on the list by somebody who plays `parts`?
pub fn may_list(problem: &problem::Model, parts: &[Part]) -> Result<(), CannotList> {
    if problem.theme_id.is_none() {
        return Err(CannotList::NoTheme);
    }
    if problem.grade.is_none() {
        return Err(CannotList::NoGrade);
    }
    match problem.class {
        None => Err(CannotList::NoClass),
        Some(Class::SchoolLevel) if !parts.contains(&Part::Leader) => {
            Err(CannotList::LeaderDecides)
        }
        Some(_) => Ok(()),
    }
}
