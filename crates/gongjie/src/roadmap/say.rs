//! The rows in the reader's words, one set for picture, table and JSON.

use jiff::civil::Date;
use serde::Serialize;
use utoipa::ToSchema;

use super::gather::{Group, Line, Road};
use super::rules::When;
use crate::layout::Words;
use crate::measure::rules::{DutyRole, State};

/// A milestone 里程碑.
#[derive(Debug, Serialize, ToSchema)]
pub struct RoadMilestone {
    pub text: String,
    pub due_on: String,
    pub done_on: Option<String>,
    /// Past and not reached.
    pub is_late: bool,
}

/// A measure on the roadmap.
#[derive(Debug, Serialize, ToSchema)]
pub struct RoadMeasure {
    pub measure_id: i64,
    pub text: String,
    /// 0 for a measure, more for tasks.
    pub depth: usize,
    /// Units that answer for it 责任单位, as written.
    pub leads: Vec<String>,
    #[schema(value_type = String)]
    pub state: State,
    /// `green`, `blue`, `yellow`, `red`, `grey`, `done` or `idle`.
    pub light: &'static str,
    /// Days left, or what it waits for, in words.
    pub light_brief: String,
    /// Null where an old record states none.
    pub start_on: Option<String>,
    /// The limit as written.
    pub due_text: Option<String>,
    /// 首次承诺
    pub first_due_on: Option<String>,
    /// 批准到: the limit that stands now.
    pub due_on: Option<String>,
    /// First day of the month, quarter or year that the limit names without a day.
    pub due_period_from: Option<String>,
    pub done_on: Option<String>,
    /// Days past the limit that stands.
    pub days_late: Option<i64>,
    /// Days that extensions moved the limit.
    pub days_moved: Option<i64>,
    pub milestones: Vec<RoadMilestone>,
    /// It decides when its problem ends, later than was promised first.
    pub is_critical: bool,
    /// The last day for which the asker may ask an extension.
    pub may_extend_until: Option<String>,
}

/// What moves the end of a problem beyond its first promise.
#[derive(Debug, Serialize, ToSchema)]
pub struct RoadCritical {
    pub measure_id: i64,
    pub promised_on: String,
    pub expected_on: String,
    pub days: i64,
    /// One sentence.
    pub why: String,
}

/// A problem on the roadmap.
#[derive(Debug, Serialize, ToSchema)]
pub struct RoadProblem {
    pub problem_id: i64,
    pub title: String,
    pub theme: Option<String>,
    /// 牵头单位
    pub lead: Option<String>,
    /// When its pairing was made, as written.
    pub paired_text: Option<String>,
    pub paired_from: Option<String>,
    pub paired_to: Option<String>,
    /// `day`, `within`, `range`, `since` or `unknown`.
    pub paired_precision: &'static str,
    pub measures: Vec<RoadMeasure>,
    /// Measures that this page leaves out; they stand on the problem's own roadmap.
    pub left_out: usize,
    pub critical: Option<RoadCritical>,
}

/// How a time is called in the API.
const fn precision(when: When) -> &'static str {
    match when {
        When::Day(_) => "day",
        When::Within(..) => "within",
        When::Range(..) => "range",
        When::Since(_) => "since",
        When::Unknown => "unknown",
    }
}

/// One problem with its rows.
pub fn group(words: Words, road: &Road, group: &Group, today: Date) -> RoadProblem {
    let id = group.problem.id;
    let theme = road.facts.theme(group.problem.theme_id);
    let text = |day: Date| day.to_string();
    RoadProblem {
        problem_id: id,
        title: group.problem.title.clone(),
        theme: theme.map(|t| t.name.clone()),
        lead: road.lead(id).map(|u| road.facts.unit_short(u).to_owned()),
        paired_text: group.when_text.clone(),
        paired_from: group.when.first().map(text),
        paired_to: match group.when {
            When::Since(_) => None,
            when => when.last().map(text),
        },
        paired_precision: precision(group.when),
        measures: group
            .lines
            .iter()
            .map(|line| measure(words, road, group, line, today))
            .collect(),
        left_out: group.rest,
        critical: critical(words, group),
    }
}

fn critical(words: Words, group: &Group) -> Option<RoadCritical> {
    let critical = group.critical?;
    let line = group.lines.iter().find(|l| l.row.id == critical.measure_id);
    let args = [
        ("text", line.map(|l| l.row.text.clone()).unwrap_or_default()),
        ("expected", words.day(&critical.expected.to_string())),
        ("promised", words.day(&critical.promised.to_string())),
        ("n", critical.days.to_string()),
    ];
    let key = if line.is_some() {
        "roadmap-critical"
    } else {
        "roadmap-critical-elsewhere"
    };
    Some(RoadCritical {
        measure_id: critical.measure_id,
        promised_on: critical.promised.to_string(),
        expected_on: critical.expected.to_string(),
        days: critical.days,
        why: words.text_with(key, &args),
    })
}

fn measure(words: Words, road: &Road, group: &Group, line: &Line, today: Date) -> RoadMeasure {
    let (row, times) = (&line.row, &line.times);
    let lit = road.facts.lights.get(&row.id);
    let text = |day: Date| day.to_string();
    let leads = road.facts.duty_units(row.id, DutyRole::Lead);
    RoadMeasure {
        measure_id: row.id,
        text: row.text.clone(),
        depth: line.depth,
        leads: leads.into_iter().map(|(_, name)| name).collect(),
        state: row.state,
        light: lit.map_or("idle", |l| l.light),
        light_brief: lit.map(|l| words.say(&l.brief)).unwrap_or_default(),
        start_on: times.start.map(text),
        due_text: row.due_text.clone(),
        first_due_on: times.first_due.map(text),
        due_on: times.due.map(text),
        due_period_from: times.due_period.map(text),
        done_on: times.done.map(text),
        days_late: times.days_late(today),
        days_moved: times.days_moved(),
        milestones: line
            .milestones
            .iter()
            .map(|m| RoadMilestone {
                text: m.text.clone(),
                due_on: m.due_on.clone(),
                done_on: m.done_on.clone(),
                is_late: m.done_on.is_none() && m.due_on < today.to_string(),
            })
            .collect(),
        is_critical: group.critical.is_some_and(|c| c.measure_id == row.id),
        may_extend_until: line.may_extend.map(|(_, last)| last.to_string()),
    }
}
