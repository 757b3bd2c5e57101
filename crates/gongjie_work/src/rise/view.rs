//! Rises in words, for their pages and for the JSON API.

use std::collections::BTreeMap;

use gongjie_base::{Clock, Error, Result};
use serde::Serialize;
use utoipa::ToSchema;

use super::lifecycle::Action;
use super::limits::Limits;
use super::queries;
use super::rules::{self, Ground, State};
use super::tables::rise::Model;
use crate::calendar;
use crate::door::Reading;
use crate::measure::parts;
use crate::measure::tables::measure;
use crate::org::queries as org;
use crate::problem::queries as problems;
use crate::problem::rules::Class;
use crate::problem::tables::problem;

/// A change of class 提级 that was asked for.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[schema(as = Rise)]
pub struct RiseView {
    pub id: i64,
    pub problem_id: i64,
    /// Title of the problem.
    pub problem: String,
    /// `school_level`: up; `multi_dept`: back down.
    #[schema(value_type = String)]
    pub to_class: Class,
    /// `word`, or the rule that asked.
    #[schema(value_type = String)]
    pub ground: Ground,
    /// How many times, where the rule counts.
    pub times: Option<i64>,
    pub measure_id: Option<i64>,
    pub measure: Option<String>,
    pub reason: Option<String>,
    #[schema(value_type = String)]
    pub state: State,
    pub asked_on: String,
    /// Null: a rule.
    pub asked_by: Option<String>,
    pub asked_unit: Option<String>,
    /// The day by which it is to be decided.
    pub decide_by: String,
    pub decided_on: Option<String>,
    pub decided_by: Option<String>,
    pub note: Option<String>,
    /// What the asker may do now.
    #[schema(value_type = Vec<String>)]
    pub steps: Vec<Action>,
    pub version: i64,
}

impl RiseView {
    /// The step is open to the reader.
    pub fn may(&self, action: &str) -> bool {
        self.steps.iter().any(|step| step.code() == action)
    }

    /// It waits, and its day is over.
    pub fn is_late(&self, today: &jiff::civil::Date) -> bool {
        self.state == State::Asked && self.decide_by < today.to_string()
    }
}

/// Requests in the reader's words. The finder of the rows has checked that the reader may see them.
pub async fn views(at: Reading<'_>, rows: Vec<Model>) -> Result<Vec<RiseView>> {
    let own = at.actor.organization_id;
    let units = org::unit_names(at.conn, own).await?;
    let people = org::known_people(at.conn, own).await?;
    let ids: Vec<i64> = rows.iter().map(|r| r.problem_id).collect();
    let found: Vec<problem::Model> = at.conn.rows_in("id", &ids).await?;
    let of: BTreeMap<i64, problem::Model> = found.into_iter().map(|p| (p.id, p)).collect();
    let ids: Vec<i64> = of.keys().copied().collect();
    let parts = parts::of_problems(at.conn, at.actor, &ids).await?;
    let measures: Vec<i64> = rows.iter().filter_map(|r| r.measure_id).collect();
    let measures: Vec<measure::Model> = at.conn.rows_in("id", &measures).await?;
    let texts: BTreeMap<i64, String> = measures.into_iter().map(|m| (m.id, m.text)).collect();
    let person = |id: Option<i64>| people.get(&id?).cloned();
    let view = |row: Model| {
        let problem = of.get(&row.problem_id)?;
        let mut own = at.actor.standing_parts();
        own.extend(parts.get(&row.problem_id).into_iter().flatten());
        Some(RiseView {
            steps: rules::steps(at.actor, &row, problem, &own),
            problem: problem.title.clone(),
            measure: row.measure_id.and_then(|id| texts.get(&id).cloned()),
            asked_by: person(row.asked_by_id),
            asked_unit: row.asked_unit_id.and_then(|id| units.get(&id).cloned()),
            decided_by: person(row.decided_by_id),
            id: row.id,
            problem_id: row.problem_id,
            to_class: row.to_class,
            ground: row.ground,
            times: row.times,
            measure_id: row.measure_id,
            reason: row.reason,
            state: row.state,
            asked_on: row.asked_on,
            decide_by: row.decide_by,
            decided_on: row.decided_on,
            note: row.note,
            version: row.version,
        })
    };
    Ok(rows.into_iter().filter_map(view).collect())
}

/// One request that the reader may see.
pub async fn one(at: Reading<'_>, id: i64) -> Result<RiseView> {
    let (row, _) = queries::find(at.conn, at.actor, id).await?;
    let mut views = views(at, vec![row]).await?;
    views.pop().ok_or(Error::NotFound)
}

/// The class of one problem: what it is, until when its stage may last, and what was asked.
#[derive(Debug, Serialize, ToSchema)]
pub struct ClassView {
    pub problem_id: i64,
    #[schema(value_type = Option<String>)]
    pub class: Option<Class>,
    /// Until when the problem may stay where it stands, by its class; null: nothing runs.
    pub until: Option<String>,
    /// The class that the asker may ask for; null: none.
    #[schema(value_type = Option<String>)]
    pub may_ask: Option<Class>,
    /// Newest first.
    pub rises: Vec<RiseView>,
}

/// Everything about the class of a problem that the reader sees.
pub async fn of_problem(at: Reading<'_>, clock: &Clock, problem_id: i64) -> Result<ClassView> {
    let problem = problems::find(at.conn, at.actor, problem_id).await?;
    let filter = queries::Filter {
        problem_id: Some(problem_id),
        ..queries::Filter::default()
    };
    let rows = queries::list(at.conn, at.actor, &filter).await?;
    let waits = rows.iter().any(|row| row.state == State::Asked);
    let parts = parts::of_problem(at.conn, at.actor, problem_id).await?;
    Ok(ClassView {
        problem_id,
        class: problem.class,
        until: until(at, clock, &problem).await?,
        may_ask: rules::may_ask(&problem, &parts, waits).ok(),
        rises: views(at, rows).await?,
    })
}

/// Until when a problem that the reader sees may stay where it stands.
pub async fn until(
    at: Reading<'_>,
    clock: &Clock,
    problem: &problem::Model,
) -> Result<Option<String>> {
    let calendar = calendar::queries::find(at.conn, problem.organization_id).await?;
    let limits: Limits = queries::find_limits(at.conn, problem.organization_id).await?;
    let since = clock.date_of(problem.state_since);
    let until = limits.until(problem.class, problem.state, since, &calendar);
    Ok(until.map(|day| day.to_string()))
}
