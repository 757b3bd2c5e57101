//! What board and calendar read: problems by stage with their real counts, and the days on which something of them is due.

use std::collections::BTreeMap;

use gongjie_base::{Conn, Result};
use jiff::civil::Date;
use sea_orm::sea_query::SelectStatement;
use sea_orm::{
    ColumnTrait, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder, QuerySelect, QueryTrait,
};

use super::super::ask::Search;
use super::super::facts::Facts;
use super::{asked, by};
use crate::figures::queries::lights;
use crate::measure::rules::State as MeasureState;
use crate::measure::tables::{measure, milestone};
use crate::org::Actor;
use crate::problem::rules::State;
use crate::problem::tables::problem;

/// Problems that a filter by light reads for one column, at most.
const READ_MAX: u64 = 2_000;
/// Problems that are read at once where lights are looked at.
const READ: u64 = 200;
/// Days of one month, measures and milestones each.
pub const DUE_MAX: u64 = 1_000;

/// A page of one column of the board.
#[derive(Default)]
pub struct Stage {
    pub problems: Vec<problem::Model>,
    /// Give it as `before` to get the next page.
    pub next: Option<i64>,
    /// How many stand in the column; nothing where a filter by light would have to read them all.
    pub count: Option<u64>,
}

/// Problems of these states among what is asked, newest first.
pub async fn list_stage(
    conn: &Conn,
    actor: &Actor,
    search: &Search,
    states: &[State],
    before: Option<i64>,
    limit: usize,
    today: Date,
) -> Result<Stage> {
    let of_states = || {
        let states = states.iter().copied();
        asked(actor, search).filter(problem::Column::State.is_in(states))
    };
    let chunk = match search.light {
        Some(_) => READ,
        None => limit as u64 + 1,
    };
    let mut stage = Stage::default();
    let mut before = before;
    let mut read = 0;
    loop {
        let mut select = of_states().order_by_desc(problem::Column::Id);
        if let Some(id) = before {
            select = select.filter(problem::Column::Id.lt(id));
        }
        let rows = select.limit(chunk).all(conn).await?;
        let is_last = (rows.len() as u64) < chunk;
        read += rows.len() as u64;
        before = rows.last().map(|p| p.id);
        stage
            .problems
            .extend(under(conn, rows, search.light, today).await?);
        if is_last || stage.problems.len() > limit || read >= READ_MAX {
            break;
        }
    }
    let has_more = stage.problems.len() > limit;
    stage.problems.truncate(limit);
    stage.next = stage.problems.last().filter(|_| has_more).map(|p| p.id);
    if search.light.is_none() {
        stage.count = Some(of_states().count(conn).await?);
    }
    Ok(stage)
}

/// Of these problems those whose loudest light is this one.
async fn under(
    conn: &Conn,
    rows: Vec<problem::Model>,
    light: Option<&'static str>,
    today: Date,
) -> Result<Vec<problem::Model>> {
    let Some(light) = light else { return Ok(rows) };
    let ids: Vec<i64> = rows.iter().map(|p| p.id).collect();
    let measures = conn.rows_in::<measure::Model>("problem_id", &ids).await?;
    let facts = Facts {
        lights: lights(conn, &measures, today).await?,
        measures: by(measures, |m| m.problem_id),
        ..Facts::default()
    };
    let shown = |p: &problem::Model| facts.problem_light(p.id).unwrap_or("idle") == light;
    Ok(rows.into_iter().filter(shown).collect())
}

/// What is due between two days.
pub struct Due {
    /// In the order of their limits.
    pub limits: Vec<measure::Model>,
    pub milestones: Vec<milestone::Model>,
    /// The measures of the milestones too.
    pub measures: BTreeMap<i64, measure::Model>,
    /// Light of each measure.
    pub lights: BTreeMap<i64, &'static str>,
    /// There is more than is read.
    pub is_cut: bool,
}

fn problem_ids(actor: &Actor, search: &Search) -> SelectStatement {
    asked(actor, search)
        .select_only()
        .column(problem::Column::Id)
        .into_query()
}

/// Limits and milestones of the measures of what is asked, both days included.
pub async fn list_due(
    conn: &Conn,
    actor: &Actor,
    search: &Search,
    (from, to): (Date, Date),
    today: Date,
) -> Result<Due> {
    let of_asked = || {
        measure::Entity::find()
            .filter(measure::Column::ProblemId.in_subquery(problem_ids(actor, search)))
            .filter(measure::Column::State.ne(MeasureState::Cancelled))
    };
    let (from, to) = (from.to_string(), to.to_string());
    let limits = of_asked()
        .filter(measure::Column::DueOn.between(from.as_str(), to.as_str()))
        .order_by_asc(measure::Column::DueOn)
        .order_by_asc(measure::Column::Id)
        .limit(DUE_MAX)
        .all(conn)
        .await?;
    let measure_ids = of_asked()
        .select_only()
        .column(measure::Column::Id)
        .into_query();
    let milestones = milestone::Entity::find()
        .filter(milestone::Column::DueOn.between(from.as_str(), to.as_str()))
        .filter(milestone::Column::MeasureId.in_subquery(measure_ids))
        .order_by_asc(milestone::Column::DueOn)
        .order_by_asc(milestone::Column::Id)
        .limit(DUE_MAX)
        .all(conn)
        .await?;
    let is_cut = [limits.len(), milestones.len()]
        .iter()
        .any(|n| *n as u64 >= DUE_MAX);
    let ids: Vec<i64> = milestones.iter().map(|m| m.measure_id).collect();
    let mut all = conn.rows_in::<measure::Model>("id", &ids).await?;
    all.extend(limits.iter().cloned());
    all.sort_by_key(|m| m.id);
    all.dedup_by_key(|m| m.id);
    let lit = lights(conn, &all, today).await?;
    Ok(Due {
        limits,
        milestones,
        lights: lit.into_iter().map(|(id, l)| (id, l.light)).collect(),
        measures: all.into_iter().map(|m| (m.id, m)).collect(),
        is_cut,
    })
}

/// Titles of these problems, which were found for this actor.
pub async fn list_titles(conn: &Conn, ids: &[i64]) -> Result<BTreeMap<i64, String>> {
    let rows = conn.rows_in::<problem::Model>("id", ids).await?;
    Ok(rows.into_iter().map(|p| (p.id, p.title)).collect())
}
