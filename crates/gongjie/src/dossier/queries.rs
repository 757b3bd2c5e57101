//! Reads everything about sets of problems and pairings, a few statements for any number of rows.

mod board;

use std::collections::{BTreeMap, BTreeSet};

use gongjie_base::db::like;
use gongjie_base::limits::{PAGE_ROWS, PAGE_ROWS_MAX};
use gongjie_base::{Conn, Error, Result};
use jiff::civil::Date;
use sea_orm::sea_query::{Expr, ExprTrait, Query};
use sea_orm::{ColumnTrait, Condition, EntityTrait, QueryFilter, QueryOrder, QuerySelect};

pub use board::{DUE_MAX, Due, Stage, list_due, list_stage, list_titles};

use super::ask::Search;
use super::facts::{By, Facts, Want, as_tree};
use crate::campaign::queries as campaigns;
use crate::document::tables::document;
use crate::figures::queries::lights;
use crate::measure::tables::{duty, measure, progress};
use crate::org::tables::unit;
use crate::org::{Actor, queries as org};
use crate::outcome::tables::{evidence, figure, outcome, outcome_share};
use crate::pairing::queries as pairing_queries;
use crate::pairing::tables::{pairing, pairing_member, pairing_problem};
use crate::problem::carry_queries::of_campaign;
use crate::problem::queries::{self as problem_queries, visible as visible_problem};
use crate::problem::tables::problem;

/// Ids in one statement; both engines take more.
const IDS_MAX: usize = 5_000;
/// Rows that a filter by light reads for one page.
const LIGHT_ROWS_MAX: u64 = 5_000;

async fn rows_of<E>(conn: &Conn, column: E::Column, ids: &[i64]) -> Result<Vec<E::Model>>
where
    E: EntityTrait,
    E::Model: Send + Sync,
{
    let mut rows = Vec::new();
    for part in ids.chunks(IDS_MAX) {
        let select = E::find().filter(column.is_in(part.iter().copied()));
        rows.extend(select.all(conn).await?);
    }
    Ok(rows)
}

fn by<T>(rows: Vec<T>, key: impl Fn(&T) -> i64) -> By<T> {
    let mut map: By<T> = BTreeMap::new();
    for row in rows {
        map.entry(key(&row)).or_default().push(row);
    }
    map
}

/// Everything wanted about these problems, which the caller has found for this actor.
pub async fn of_problems(
    conn: &Conn,
    actor: &Actor,
    problems: Vec<problem::Model>,
    want: Want,
    today: Date,
) -> Result<Facts> {
    let ids: Vec<i64> = problems.iter().map(|p| p.id).collect();
    let links =
        rows_of::<pairing_problem::Entity>(conn, pairing_problem::Column::ProblemId, &ids).await?;
    let of_links: BTreeSet<i64> = links.iter().map(|l| l.pairing_id).collect();
    let mut pairings = Vec::new();
    for part in of_links.into_iter().collect::<Vec<_>>().chunks(IDS_MAX) {
        let select = pairing::Entity::find()
            .filter(pairing::Column::Id.in_subquery(pairing_queries::visible_ids(actor)))
            .filter(pairing::Column::Id.is_in(part.iter().copied()));
        pairings.extend(select.all(conn).await?);
    }
    fill(conn, actor, problems, pairings, links, want, today).await
}

/// Everything wanted about these pairings and their problems; the caller has found them for this actor.
pub async fn of_pairings(
    conn: &Conn,
    actor: &Actor,
    pairings: Vec<pairing::Model>,
    want: Want,
    today: Date,
) -> Result<Facts> {
    let ids: Vec<i64> = pairings.iter().map(|p| p.id).collect();
    let links =
        rows_of::<pairing_problem::Entity>(conn, pairing_problem::Column::PairingId, &ids).await?;
    let of_links: BTreeSet<i64> = links.iter().map(|l| l.problem_id).collect();
    let mut problems = Vec::new();
    for part in of_links.into_iter().collect::<Vec<_>>().chunks(IDS_MAX) {
        let select = problem::Entity::find()
            .filter(visible_problem(actor))
            .filter(problem::Column::Id.is_in(part.iter().copied()));
        problems.extend(select.all(conn).await?);
    }
    fill(conn, actor, problems, pairings, links, want, today).await
}

async fn fill(
    conn: &Conn,
    actor: &Actor,
    problems: Vec<problem::Model>,
    pairings: Vec<pairing::Model>,
    mut links: Vec<pairing_problem::Model>,
    want: Want,
    today: Date,
) -> Result<Facts> {
    let mut facts = Facts {
        units: all_units(conn, actor).await?,
        themes: campaigns::list_themes(conn, actor).await?,
        ..Facts::default()
    };
    let pairing_ids: Vec<i64> = pairings.iter().map(|p| p.id).collect();
    let mut members =
        rows_of::<pairing_member::Entity>(conn, pairing_member::Column::PairingId, &pairing_ids)
            .await?;
    members.sort_by_key(|m| (m.pairing_id, m.position, m.id));
    facts.members = by(members, |m| m.pairing_id);
    let problem_ids: Vec<i64> = problems.iter().map(|p| p.id).collect();
    facts.problems = problems.into_iter().map(|p| (p.id, p)).collect();
    facts.pairings = pairings.into_iter().map(|p| (p.id, p)).collect();
    links.sort_by_key(|l| l.id);
    for link in links {
        let seen = facts.problems.contains_key(&link.problem_id)
            && facts.pairings.contains_key(&link.pairing_id);
        if seen {
            facts
                .problems_of
                .entry(link.pairing_id)
                .or_default()
                .push(link.problem_id);
            facts
                .pairings_of
                .entry(link.problem_id)
                .or_default()
                .push(link.pairing_id);
        }
    }
    if want.measures {
        fill_measures(conn, actor, &mut facts, &problem_ids, want, today).await?;
    }
    if want.outcomes {
        fill_outcomes(conn, &mut facts, &problem_ids, want).await?;
    }
    if want.documents {
        let mut rows =
            rows_of::<document::Entity>(conn, document::Column::ProblemId, &problem_ids).await?;
        rows.sort_by_key(|d| d.id);
        facts.documents = by(rows, |d| d.problem_id);
    }
    Ok(facts)
}

async fn all_units(conn: &Conn, actor: &Actor) -> Result<BTreeMap<i64, unit::Model>> {
    let units = unit::Entity::find()
        .filter(unit::Column::OrganizationId.eq(actor.organization_id))
        .all(conn)
        .await?;
    Ok(units.into_iter().map(|u| (u.id, u)).collect())
}

async fn fill_measures(
    conn: &Conn,
    actor: &Actor,
    facts: &mut Facts,
    problem_ids: &[i64],
    want: Want,
    today: Date,
) -> Result<()> {
    let rows = rows_of::<measure::Entity>(conn, measure::Column::ProblemId, problem_ids).await?;
    facts.lights = lights(conn, &rows, today).await?;
    let ids: Vec<i64> = rows.iter().map(|m| m.id).collect();
    let mut duties = rows_of::<duty::Entity>(conn, duty::Column::MeasureId, &ids).await?;
    duties.sort_by_key(|d| d.id);
    facts.duties = by(duties, |d| d.measure_id);
    let people = org::list_people(conn, actor).await?;
    facts.people = people.into_iter().map(|p| (p.id, p.name)).collect();
    if want.progress {
        let mut entries =
            rows_of::<progress::Entity>(conn, progress::Column::MeasureId, &ids).await?;
        entries.sort_by(|a, b| (&a.entered_on, a.id).cmp(&(&b.entered_on, b.id)));
        facts.progress = entries.into_iter().map(|e| (e.measure_id, e)).collect();
    }
    facts.measures = by(rows, |m| m.problem_id)
        .into_iter()
        .map(|(id, rows)| (id, as_tree(rows)))
        .collect();
    Ok(())
}

async fn fill_outcomes(
    conn: &Conn,
    facts: &mut Facts,
    problem_ids: &[i64],
    want: Want,
) -> Result<()> {
    let mut rows =
        rows_of::<outcome::Entity>(conn, outcome::Column::ProblemId, problem_ids).await?;
    rows.retain(|o| !o.is_withdrawn);
    rows.sort_by_key(|o| (o.position, o.id));
    let ids: Vec<i64> = rows.iter().map(|o| o.id).collect();
    facts.outcomes = by(rows, |o| o.problem_id);
    if want.proofs {
        let mut figures = rows_of::<figure::Entity>(conn, figure::Column::OutcomeId, &ids).await?;
        figures.sort_by_key(|f| (f.position, f.id));
        facts.figures = by(figures, |f| f.outcome_id);
        let shares =
            rows_of::<outcome_share::Entity>(conn, outcome_share::Column::OutcomeId, &ids).await?;
        facts.shares = by(shares, |s| s.outcome_id);
        let mut pieces =
            rows_of::<evidence::Entity>(conn, evidence::Column::ProblemId, problem_ids).await?;
        pieces.retain(|e| !e.is_withdrawn);
        facts.evidence = by(pieces, |e| e.problem_id);
    }
    Ok(())
}

/// Problems that are asked for, newest first, and whether there are more.
///
/// Lights are computed, so a filter by light reads on until the page is full, at most [`LIGHT_ROWS_MAX`] rows.
pub async fn list(
    conn: &Conn,
    actor: &Actor,
    search: &Search,
    today: Date,
) -> Result<(Vec<problem::Model>, bool)> {
    let mut before = search.before_id;
    let mut found = Vec::new();
    let mut read = 0;
    loop {
        let mut select = asked(actor, search).order_by_desc(problem::Column::Id);
        if let Some(id) = before {
            select = select.filter(problem::Column::Id.lt(id));
        }
        let rows = select.limit(PAGE_ROWS_MAX).all(conn).await?;
        let is_last = (rows.len() as u64) < PAGE_ROWS_MAX;
        read += rows.len() as u64;
        before = rows.last().map(|p| p.id);
        found.extend(with_light(conn, rows, search.light, today).await?);
        let is_full = found.len() as u64 > PAGE_ROWS;
        if is_full || is_last || read >= LIGHT_ROWS_MAX {
            found.truncate(usize::try_from(PAGE_ROWS).unwrap_or(usize::MAX));
            return Ok((found, is_full));
        }
    }
}

async fn with_light(
    conn: &Conn,
    rows: Vec<problem::Model>,
    light: Option<&'static str>,
    today: Date,
) -> Result<Vec<problem::Model>> {
    let Some(light) = light else { return Ok(rows) };
    let ids: Vec<i64> = rows.iter().map(|p| p.id).collect();
    let measures = rows_of::<measure::Entity>(conn, measure::Column::ProblemId, &ids).await?;
    let facts = Facts {
        lights: lights(conn, &measures, today).await?,
        measures: by(measures, |m| m.problem_id),
        ..Facts::default()
    };
    let shown = |p: &problem::Model| facts.problem_light(p.id).unwrap_or("idle") == light;
    Ok(rows.into_iter().filter(shown).collect())
}

/// The statement for what is asked, light and place left out.
fn asked(actor: &Actor, search: &Search) -> sea_orm::Select<problem::Entity> {
    let mut select = problem::Entity::find().filter(visible_problem(actor));
    if let Some(id) = search.campaign_id {
        select = select.filter(of_campaign(id, search.state.is_some()));
    }
    match search.theme {
        Some(Some(id)) => select = select.filter(problem::Column::ThemeId.eq(id)),
        Some(None) => select = select.filter(problem::Column::ThemeId.is_null()),
        None => {}
    }
    if let Some(state) = search.state {
        select = select.filter(problem::Column::State.eq(state));
    }
    if let Some(class) = search.class {
        select = select.filter(problem::Column::Class.eq(class));
    }
    if let Some(unit) = search.unit_id {
        let taking_part = Query::select()
            .column((pairing_problem::Entity, pairing_problem::Column::ProblemId))
            .from(pairing_problem::Entity)
            .inner_join(
                pairing_member::Entity,
                Expr::col((pairing_member::Entity, pairing_member::Column::PairingId))
                    .equals((pairing_problem::Entity, pairing_problem::Column::PairingId)),
            )
            .and_where(pairing_member::Column::UnitId.eq(unit))
            .and_where(
                Expr::col((pairing_problem::Entity, pairing_problem::Column::PairingId))
                    .in_subquery(pairing_queries::visible_ids(actor)),
            )
            .to_owned();
        select = select.filter(
            Condition::any()
                .add(problem::Column::RaisedByUnitId.eq(unit))
                .add(problem::Column::Id.in_subquery(taking_part)),
        );
    }
    if let Some(text) = &search.text {
        let mut any = Condition::any().add(problem::Column::Title.like(like(text)));
        if let Ok(number) = text.parse::<i64>() {
            any = any.add(problem::Column::Number.eq(number));
        }
        select = select.filter(any);
    }
    select
}

/// How many problems each theme has in what is asked (nothing: without a theme), whatever theme is asked.
pub async fn count_themes(
    conn: &Conn,
    actor: &Actor,
    search: &Search,
) -> Result<BTreeMap<Option<i64>, i64>> {
    let any = Search {
        theme: None,
        ..search.clone()
    };
    let counts: Vec<(Option<i64>, i64)> = asked(actor, &any)
        .select_only()
        .column(problem::Column::ThemeId)
        .column_as(problem::Column::Id.count(), "number")
        .group_by(problem::Column::ThemeId)
        .into_tuple()
        .all(conn)
        .await?;
    Ok(counts.into_iter().collect())
}

/// The problem that this one joined 并入 with its title, where the actor may see it.
pub async fn find_master(
    conn: &Conn,
    actor: &Actor,
    problem: &problem::Model,
) -> Result<Option<(i64, String)>> {
    let Some(id) = problem.merged_into_id else {
        return Ok(None);
    };
    match problem_queries::find(conn, actor, id).await {
        Ok(found) => Ok(Some((id, found.title))),
        Err(Error::NotFound) => Ok(None),
        Err(error) => Err(error),
    }
}
