//! Reads what lights are computed from, for many measures at once.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use gongjie_base::{Conn, Result};
use jiff::civil::Date;
use sea_orm::FromQueryResult;

use super::super::light::{Facts, Light, Shine, shine};
use super::super::rules::{ExtensionState, SIGN_DAYS, State};
use super::super::tables::measure::Model;
use super::super::tables::{extension, milestone, send_back};
use super::super::tree::Tree;
use super::{list_extensions, list_milestones, list_of_problems, list_send_backs};
use crate::calendar::{self, Calendar};
use crate::problem::rules::State as ProblemState;
use crate::problem::tables::problem;

/// The light of each measure. The caller has checked that the asker sees them. A measure without a limit takes the
/// earliest open one of its tasks.
pub async fn shines(conn: &Conn, measures: &[Model], today: Date) -> Result<BTreeMap<i64, Shine>> {
    let problems: BTreeSet<i64> = measures.iter().map(|m| m.problem_id).collect();
    let paused = paused(conn, &problems).await?;
    let with_tasks: Vec<i64> = measures
        .iter()
        .filter(|m| m.due_on.is_none() && m.state.is_open())
        .map(|m| m.problem_id)
        .collect();
    let all = list_of_problems(conn, &with_tasks).await?;
    shine_all(conn, measures, paused, &all, today).await
}

/// [`shines`] of all measures of these problems: nothing about them is read again.
pub async fn shines_among(
    conn: &Conn,
    measures: &[Model],
    problems: &BTreeMap<i64, problem::Model>,
    today: Date,
) -> Result<BTreeMap<i64, Shine>> {
    let suspended = |p: &&problem::Model| p.state == ProblemState::Suspended;
    let paused = problems.values().filter(suspended).map(|p| p.id).collect();
    shine_all(conn, measures, paused, measures, today).await
}

/// `all`: every measure of the problems whose measures have tasks.
async fn shine_all(
    conn: &Conn,
    measures: &[Model],
    paused: BTreeSet<i64>,
    all: &[Model],
    today: Date,
) -> Result<BTreeMap<i64, Shine>> {
    let ids: Vec<i64> = measures.iter().map(|m| m.id).collect();
    let Some(first) = measures.first() else {
        return Ok(BTreeMap::new());
    };
    let mut side = Side {
        calendar: calendar::queries::find(conn, first.organization_id).await?,
        paused,
        ..Side::default()
    };
    for row in list_milestones(conn, &ids).await? {
        if row.done_on.is_none() {
            side.milestones.entry(row.measure_id).or_insert(row);
        }
    }
    for row in list_send_backs(conn, &ids).await? {
        side.send_backs.entry(row.measure_id).or_default().push(row);
    }
    for row in list_extensions(conn, &ids).await? {
        if row.state == ExtensionState::Granted {
            side.extensions.insert(row.measure_id, row);
        }
    }
    let tree = Tree::new(all);
    let light = |m: &Model| (m.id, shine(&side.facts(m, &tree), today));
    Ok(measures.iter().map(light).collect())
}

/// What the light of a measure follows from that has neither milestones, send-backs nor tasks.
#[derive(Debug, Clone, FromQueryResult)]
pub struct Plain {
    pub state: State,
    pub due_on: Option<String>,
    pub start_on: Option<String>,
    pub issued_on: String,
    pub signed_on: Option<String>,
    /// Its problem is suspended.
    pub is_paused: bool,
}

impl Plain {
    /// Of one measure.
    pub fn of(row: &Model, is_paused: bool) -> Self {
        Self {
            state: row.state,
            due_on: row.due_on.clone(),
            start_on: row.start_on.clone(),
            issued_on: row.issued_on.clone(),
            signed_on: row.signed_on.clone(),
            is_paused,
        }
    }
}

/// The light that follows from dates alone.
pub fn plain_light(plain: &Plain, calendar: &Calendar, today: Date) -> Light {
    let issued = day(Some(&plain.issued_on)).unwrap_or_default();
    let facts = Facts {
        state: plain.state,
        issued,
        sign_by: calendar.plus_working_days(issued, SIGN_DAYS),
        signed: day(plain.signed_on.as_deref()),
        start: day(plain.start_on.as_deref()),
        due: day(plain.due_on.as_deref()),
        due_set: None,
        milestone: None,
        sent_back: Vec::new(),
        reported: None,
        done: None,
        suspended: None,
        is_problem_paused: plain.is_paused,
    };
    shine(&facts, today).light
}

/// Which of these problems are suspended.
async fn paused(conn: &Conn, ids: &BTreeSet<i64>) -> Result<BTreeSet<i64>> {
    let ids: Vec<i64> = ids.iter().copied().collect();
    let problems: Vec<problem::Model> = conn.rows_in("id", &ids).await?;
    let paused = problems
        .iter()
        .filter(|p| p.state == ProblemState::Suspended);
    Ok(paused.map(|p| p.id).collect())
}

/// Side records by measure.
#[derive(Default)]
struct Side {
    calendar: Arc<Calendar>,
    /// The earliest open one.
    milestones: BTreeMap<i64, milestone::Model>,
    send_backs: BTreeMap<i64, Vec<send_back::Model>>,
    /// The last granted one.
    extensions: BTreeMap<i64, extension::Model>,
    /// Suspended problems.
    paused: BTreeSet<i64>,
}

impl Side {
    fn facts(&self, measure: &Model, tree: &Tree<'_>) -> Facts {
        let issued = day(Some(&measure.issued_on)).unwrap_or_default();
        let due = measure.due_on.as_deref().or_else(|| {
            let has_tasks = !tree.is_leaf(measure.id);
            has_tasks.then(|| tree.next_due(measure.id)).flatten()
        });
        let milestone = self.milestones.get(&measure.id);
        let sent_back = self.send_backs.get(&measure.id).into_iter().flatten();
        let extension = self.extensions.get(&measure.id);
        Facts {
            state: measure.state,
            issued,
            sign_by: self.calendar.plus_working_days(issued, SIGN_DAYS),
            signed: day(measure.signed_on.as_deref()),
            start: day(measure.start_on.as_deref()),
            due: day(due),
            due_set: extension.and_then(|e| day(e.decided_on.as_deref())),
            milestone: milestone.and_then(|m| Some((day(Some(&m.due_on))?, m.text.clone()))),
            sent_back: sent_back.filter_map(|s| day(Some(&s.sent_on))).collect(),
            reported: day(measure.reported_on.as_deref()),
            done: day(measure.done_on.as_deref()),
            suspended: day(measure.suspended_on.as_deref()),
            is_problem_paused: self.paused.contains(&measure.problem_id),
        }
    }
}

fn day(text: Option<&str>) -> Option<Date> {
    text?.parse().ok()
}
