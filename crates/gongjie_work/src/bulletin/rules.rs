//! What a bulletin counts, and who may do what with it. Pure.

use std::collections::{BTreeMap, BTreeSet};

use gongjie_base::check::Check;
use gongjie_base::lifecycle as table;
use gongjie_base::limits::{TEXT_CHARS_MAX, TITLE_CHARS_MAX};
use gongjie_base::{Error, Result, Say, codes};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::lifecycle::{Action, Line, OFFICE, TABLE};
use super::tables::bulletin::Model;
use crate::org::{self, Actor};

/// Days of a period, at most.
pub const PERIOD_DAYS_MAX: i64 = 366;

codes! {
    /// Where a bulletin stands.
    pub enum State {
        Drafted = "drafted",
        Released = "released",
        Dropped = "dropped",
    }
}

codes! {
    /// Parts of its text, in order.
    pub enum Part {
        /// 总体情况
        Overall = "overall",
        /// 好的做法
        Good = "good",
        /// 存在问题
        Late = "late",
        /// 要求
        Demand = "demand",
    }
}

/// A row behind a sentence: where it is, and its words on the day of the draft.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[schema(as = BulletinBacking)]
pub struct Backing {
    pub at: String,
    pub text: String,
}

/// A measure as a bulletin counts it.
#[derive(Debug, Clone)]
pub struct Counted {
    pub measure_id: i64,
    pub text: String,
    pub unit_id: Option<i64>,
    pub due: Option<Date>,
    pub done: Option<Date>,
    pub is_open: bool,
    /// Suspended: counts nowhere.
    pub is_grey: bool,
    /// Its mark was taken away 容错.
    pub is_excused: bool,
}

/// A slip as a bulletin counts it.
#[derive(Debug, Clone)]
pub struct CountedSlip {
    pub slip_id: i64,
    pub measure_id: Option<i64>,
    pub unit_id: i64,
    /// As it is written.
    pub number: String,
    pub sent: Date,
    pub is_unanswered: bool,
    pub is_open: bool,
}

/// From the first to the last day, looked at on a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Period {
    pub from: Date,
    pub to: Date,
    pub as_of: Date,
}

impl Period {
    fn holds(self, day: Option<Date>) -> bool {
        day.is_some_and(|day| self.from <= day && day <= self.to)
    }
}

/// The measures behind each number.
#[derive(Debug, Default)]
pub struct Tally<'a> {
    /// Due in the period.
    pub due: Vec<&'a Counted>,
    /// Of those, done.
    pub done: Vec<&'a Counted>,
    /// Of those, done by the limit.
    pub in_time: Vec<&'a Counted>,
    /// Open behind their limit on the day, and not excused.
    pub late: Vec<&'a Counted>,
    /// Late, and taken out of the late ones by a lenient note.
    pub excused: Vec<&'a Counted>,
}

/// Sorts the measures of a period into the numbers of a bulletin.
pub fn tally(all: &[Counted], period: Period) -> Tally<'_> {
    let mut tally = Tally::default();
    for row in all.iter().filter(|row| !row.is_grey) {
        if period.holds(row.due) {
            tally.due.push(row);
            if row.done.is_some() {
                tally.done.push(row);
            }
            if row.done.zip(row.due).is_some_and(|(done, due)| done <= due) {
                tally.in_time.push(row);
            }
        }
        let is_late = row.is_open && row.due.is_some_and(|due| due < period.as_of);
        match (is_late, row.is_excused) {
            (true, true) => tally.excused.push(row),
            (true, false) => tally.late.push(row),
            _ => {}
        }
    }
    tally
}

/// Tenths of a percent as it is printed, `71.1%`; nothing without anything due.
pub fn rate(part: usize, of: usize) -> Option<String> {
    if of == 0 {
        return None;
    }
    let tenths = (part * 1000 + of / 2) / of;
    Some(format!("{}.{}%", tenths / 10, tenths % 10))
}

/// A unit's line of the attached table.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[schema(as = BulletinUnit)]
pub struct UnitLine {
    pub unit_id: i64,
    pub unit: String,
    pub due: usize,
    pub done: usize,
    pub in_time: usize,
    pub late: usize,
    pub slips: usize,
}

/// The attached table, by unit in the order of their ids: no ranking.
pub fn by_unit(tally: &Tally<'_>, slips: &[CountedSlip]) -> Vec<UnitLine> {
    let mut lines: BTreeMap<i64, UnitLine> = BTreeMap::new();
    let mut add = |unit: Option<i64>, count: fn(&mut UnitLine)| {
        if let Some(unit_id) = unit {
            let line = lines.entry(unit_id).or_default();
            line.unit_id = unit_id;
            count(line);
        }
    };
    for row in &tally.due {
        add(row.unit_id, |line| line.due += 1);
    }
    for row in &tally.done {
        add(row.unit_id, |line| line.done += 1);
    }
    for row in &tally.in_time {
        add(row.unit_id, |line| line.in_time += 1);
    }
    for row in &tally.late {
        add(row.unit_id, |line| line.late += 1);
    }
    for slip in slips {
        add(Some(slip.unit_id), |line| line.slips += 1);
    }
    lines.into_values().collect()
}

/// Why a step is not taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CannotStep {
    NoSuchStep(State),
    NotYours,
    /// Nobody releases what they wrote last.
    Drafter,
    /// Nothing is ticked.
    Empty,
}

impl From<CannotStep> for Error {
    fn from(cannot: CannotStep) -> Self {
        match cannot {
            CannotStep::NoSuchStep(state) => {
                Self::Conflict(Say::new("bulletin-no-such-step").with("state", state))
            }
            CannotStep::NotYours => Self::forbidden("bulletin-not-yours"),
            CannotStep::Drafter => Self::forbidden("bulletin-cannot-release-own"),
            CannotStep::Empty => Self::conflict("bulletin-cannot-release-empty"),
        }
    }
}

/// Writes and releases bulletins.
pub fn is_office(actor: &Actor) -> bool {
    actor
        .standing_parts()
        .iter()
        .any(|p: &org::Part| OFFICE.contains(p))
}

/// The line of a step, if this person may take it now. `ticked`: lines that are in.
pub fn may_step(
    actor: &Actor,
    row: &Model,
    ticked: usize,
    action: Action,
) -> Result<&'static Line, CannotStep> {
    let line = table::find(TABLE, row.state, action).ok_or(CannotStep::NoSuchStep(row.state))?;
    if !is_office(actor) {
        return Err(CannotStep::NotYours);
    }
    match action {
        Action::Release if row.drafted_by_id == Some(actor.person_id) => Err(CannotStep::Drafter),
        Action::Release if ticked == 0 => Err(CannotStep::Empty),
        _ => Ok(line),
    }
}

/// Steps open to somebody: exactly those that would not be refused.
pub fn steps(actor: &Actor, row: &Model, ticked: usize) -> Vec<Action> {
    let open = |action: &Action| may_step(actor, row, ticked, *action).is_ok();
    Action::ALL.iter().copied().filter(open).collect()
}

/// May the words still be changed?
pub fn may_edit(actor: &Actor, row: &Model) -> Result<(), CannotStep> {
    if row.state != State::Drafted {
        return Err(CannotStep::NoSuchStep(row.state));
    }
    if is_office(actor) {
        Ok(())
    } else {
        Err(CannotStep::NotYours)
    }
}

/// A draft as asked for.
#[derive(Debug, Clone, Default, Deserialize, utoipa::ToSchema)]
#[serde(default)]
#[schema(as = BulletinInput)]
pub struct Input {
    pub title: String,
    /// First and last day of the period.
    pub from_on: String,
    pub to_on: String,
}

/// Title and period.
pub fn read(input: &Input, today: Date) -> Result<(String, Period)> {
    let mut check = Check::new();
    let title = check.text("title", &input.title, TITLE_CHARS_MAX);
    let from = check.day("from_on", &input.from_on);
    let to = check.day("to_on", &input.to_on);
    check.must(!input.from_on.trim().is_empty(), "from_on", "error-empty");
    check.must(!input.to_on.trim().is_empty(), "to_on", "error-empty");
    let (from, to) = (from.unwrap_or(today), to.unwrap_or(today));
    check.must(from <= to, "to_on", "error-day-range");
    let days = gongjie_base::clock::days_between(from, to);
    check.must(days <= PERIOD_DAYS_MAX, "to_on", "bulletin-period-long");
    check.done()?;
    let period = Period {
        from,
        to,
        as_of: today,
    };
    Ok((title, period))
}

/// The whole text as edited: each line by its id, which of them are in, and one line more.
#[derive(Debug, Clone, Default, Deserialize, utoipa::ToSchema)]
#[serde(default)]
#[schema(as = BulletinText)]
pub struct TextInput {
    pub title: String,
    pub line_id: Vec<String>,
    pub line_text: Vec<String>,
    /// Ids of the lines that are in.
    pub line_in: Vec<String>,
    /// A sentence of one's own, which has no rows behind it and says so.
    pub new_text: String,
    /// `overall`, `good`, `late` or `demand`.
    pub new_part: String,
    pub version: String,
}

/// The text as understood.
#[derive(Debug, Clone)]
pub struct ReadText {
    pub title: String,
    /// Text and whether it is in, by the line's id.
    pub lines: BTreeMap<i64, (String, bool)>,
    pub new: Option<(Part, String)>,
}

/// Reads the edited text; a line that was emptied is out.
pub fn read_text(input: &TextInput) -> Result<ReadText> {
    let mut check = Check::new();
    let title = check.text("title", &input.title, TITLE_CHARS_MAX);
    let ticked: BTreeSet<&str> = input.line_in.iter().map(|id| id.trim()).collect();
    let mut lines = BTreeMap::new();
    for (id, text) in input.line_id.iter().zip(&input.line_text) {
        let Some(key) = check.id("line_id", id) else {
            continue;
        };
        let text = check.optional(&format!("line-{key}"), text, TEXT_CHARS_MAX);
        let is_in = ticked.contains(id.trim()) && text.is_some();
        lines.insert(key, (text.unwrap_or_default(), is_in));
    }
    let part = check.code("new_part", &input.new_part, Part::from_code);
    let new = check.optional("new_text", &input.new_text, TEXT_CHARS_MAX);
    check.done()?;
    Ok(ReadText {
        title,
        lines,
        new: new.map(|text| (part.unwrap_or(Part::Demand), text)),
    })
}

/// A step as it is sent.
#[derive(Debug, Clone, Default, Deserialize, utoipa::ToSchema)]
#[serde(default)]
#[schema(as = BulletinMove)]
pub struct Step {
    /// `release` or `drop`.
    pub action: String,
    pub version: String,
}

/// The verb.
pub fn read_step(step: &Step) -> Result<Action> {
    let mut check = Check::new();
    let action = check.code("action", &step.action, Action::from_code);
    check.must(!step.action.trim().is_empty(), "action", "error-choose");
    check.done()?;
    action.ok_or_else(|| Error::invalid("action", "error-choose"))
}
