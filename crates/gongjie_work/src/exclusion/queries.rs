//! The only code that writes `exclusion`. Finders take the actor and cannot return what the actor may not see.

use std::collections::{BTreeMap, BTreeSet};

use gongjie_base::limits::PAGE_ROWS_MAX;
use gongjie_base::{Conn, Result, Tx};
use sea_orm::sea_query::{Expr, ExprTrait};
use sea_orm::{ActiveModelTrait, ColumnTrait, Condition, EntityTrait, QueryFilter};

use super::rules::{About, State, Subject};
use super::tables::exclusion::{ActiveModel, Column, Entity, Model};
use crate::org::{Actor, Role};
use crate::outcome::doers::Doers;
use crate::outcome::queries as outcomes;
use crate::problem::queries as problems;
use crate::problem::tables::problem;
use crate::voice::queries as voices;

/// What a list asks for; everything is optional.
#[derive(Debug, Clone, Default)]
pub struct Filter {
    pub state: Option<State>,
    pub unit_id: Option<i64>,
    pub before: Option<i64>,
    pub limit: Option<u64>,
}

/// Listed openly to the heads of all units, to those who see all and to the desk; others see what they asked and what
/// concerns their units.
pub fn visible(actor: &Actor) -> Condition {
    let own = Condition::all().add(Column::OrganizationId.eq(actor.organization_id));
    if !actor.sees_business() {
        return own.add(Expr::val(1).eq(0));
    }
    if actor.sees_all() || actor.has(Role::Dispatcher) || actor.has(Role::UnitHead) {
        return own;
    }
    own.add(
        Condition::any()
            .add(Column::UnitId.is_in(actor.units()))
            .add(Column::AskedById.eq(actor.person_id)),
    )
}

/// An exclusion that the actor sees.
pub async fn find(conn: &Conn, actor: &Actor, id: i64) -> Result<Model> {
    conn.find_row::<Entity>(id, visible(actor)).await
}

/// Exclusions that the actor sees, newest first.
pub async fn list(conn: &Conn, actor: &Actor, filter: &Filter) -> Result<Vec<Model>> {
    let mut select = Entity::find().filter(visible(actor));
    if let Some(state) = filter.state {
        select = select.filter(Column::State.eq(state));
    }
    if let Some(id) = filter.unit_id {
        select = select.filter(Column::UnitId.eq(id));
    }
    let limit = Some(filter.limit.unwrap_or(PAGE_ROWS_MAX));
    conn.page_rows(select, filter.before, limit).await
}

/// SQL: the exclusion that leaves this row out of the rates, which took both people; null where it counts. `column`:
/// `voice_id` or `problem_id`.
pub fn excluded_by(column: &str, id: &str) -> String {
    format!(
        "(SELECT x.id FROM exclusion x WHERE x.{column} = {id} AND x.state = '{}')",
        State::Granted
    )
}

/// Those of these exclusions that the actor sees.
pub async fn list_among(conn: &Conn, actor: &Actor, ids: &[i64]) -> Result<Vec<Model>> {
    Ok(Entity::find()
        .filter(visible(actor))
        .filter(Column::Id.is_in(ids.iter().copied()))
        .all(conn)
        .await?)
}

/// Is there an asking or an exclusion of this already?
pub async fn is_live(conn: &Conn, about: About) -> Result<bool> {
    let (column, id) = match about {
        About::Voice(id) => ("voice_id", id),
        About::Problem(id) => ("problem_id", id),
    };
    let rows: Vec<Model> = conn.rows_in(column, &[id]).await?;
    Ok(rows.iter().any(|row| State::LIVE.contains(&row.state)))
}

/// What is asked about, where the actor sees it.
pub async fn find_subject(conn: &Conn, actor: &Actor, about: About) -> Result<Subject> {
    match about {
        About::Voice(id) => {
            let voice = voices::find(conn, actor, id).await?;
            let mut doers = voices::find_helpers(conn, id).await?;
            doers.extend(voice.lead_unit_id);
            Ok(Subject {
                voice_id: Some(id),
                problem_id: None,
                lead: voice.lead_unit_id,
                doers,
                is_counted: voice.dispatched_at.is_some(),
            })
        }
        About::Problem(id) => {
            let problem = problems::find(conn, actor, id).await?;
            let doers = outcomes::list_doers(conn, &[id]).await?.remove(&id);
            Ok(subject_of(&problem, &doers.unwrap_or_default()))
        }
    }
}

/// A problem as something that is asked about. The caller has checked that it may be seen.
pub fn subject_of(problem: &problem::Model, doers: &Doers) -> Subject {
    Subject {
        voice_id: None,
        problem_id: Some(problem.id),
        lead: doers.sides().0.first().copied(),
        doers: doers.units(),
        is_counted: problem.state.is_counted(),
    }
}

/// Units that gain by each of these exclusions, by its id. The caller has checked that they may be seen.
pub async fn list_profit(conn: &Conn, rows: &[Model]) -> Result<BTreeMap<i64, BTreeSet<i64>>> {
    let of_voices: Vec<i64> = rows.iter().filter_map(|r| r.voice_id).collect();
    let of_problems: Vec<i64> = rows.iter().filter_map(|r| r.problem_id).collect();
    let helpers = voices::list_helpers(conn, &of_voices).await?;
    let doers = outcomes::list_doers(conn, &of_problems).await?;
    let mut found = BTreeMap::new();
    for row in rows {
        let mut units: BTreeSet<i64> = row.unit_id.into_iter().collect();
        if let Some(id) = row.voice_id {
            let of = helpers.iter().filter(|h| h.voice_id == id);
            units.extend(of.map(|h| h.unit_id));
        }
        if let Some(of) = row.problem_id.and_then(|id| doers.get(&id)) {
            units.extend(of.units());
        }
        found.insert(row.id, units);
    }
    Ok(found)
}

/// Inserts an asking and returns its id.
pub async fn insert(tx: &Tx, row: ActiveModel) -> Result<i64> {
    Ok(row.insert(&**tx).await?.id)
}

/// Writes changed fields if the version still stands; else the write is stale.
pub async fn update(tx: &Tx, row: ActiveModel, id: i64, version: i64) -> Result<()> {
    tx.update_row(row, id, version).await
}
