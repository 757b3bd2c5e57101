//! Reads everything about sets of problems and pairings, a few statements for any number of rows.

mod board;

use std::collections::{BTreeMap, BTreeSet};
use std::hash::{DefaultHasher, Hash, Hasher};
use std::sync::Arc;

use gongjie_base::db::like;
use gongjie_base::limits::{COUNTED_ROWS_MAX, PAGE_ROWS, PAGE_ROWS_MAX};
use gongjie_base::{Conn, Error, Result};
use jiff::civil::Date;
use sea_orm::sea_query::{Expr, ExprTrait, Order, Query};
use sea_orm::{
    ColumnTrait, Condition, EntityTrait, QueryFilter, QueryOrder, QuerySelect, QueryTrait,
};

pub use board::{DUE_MAX, Due, Stage, list_due, list_stage, list_titles};

use super::ask::{Place, Search};
use super::facts::{By, Facts, Want, as_tree};
use crate::campaign::queries as campaigns;
use crate::document::tables::document;
use crate::figures::queries::{lights, lights_among};
use crate::measure::tables::{duty, measure, progress};
use crate::org::{Actor, queries as org};
use crate::outcome::tables::{evidence, figure, outcome, outcome_share};
use crate::pairing::queries as pairing_queries;
use crate::pairing::tables::{pairing, pairing_member, pairing_problem};
use crate::problem::carry_queries::of_campaign;
use crate::problem::queries::{self as problem_queries, visible as visible_problem};
use crate::problem::tables::problem;

/// Rows that a filter by light reads for one page.
const LIGHT_ROWS_MAX: u64 = 5_000;

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
    let links = conn
        .rows_in::<pairing_problem::Model>("problem_id", &ids)
        .await?;
    let of_links: BTreeSet<i64> = links.iter().map(|l| l.pairing_id).collect();
    let of_links: Vec<i64> = of_links.into_iter().collect();
    let pairings = conn.rows_in("id", &of_links).await?;
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
    let links = conn
        .rows_in::<pairing_problem::Model>("pairing_id", &ids)
        .await?;
    let of_links: BTreeSet<i64> = links.iter().map(|l| l.problem_id).collect();
    let of_links: Vec<i64> = of_links.into_iter().collect();
    let mut problems: Vec<problem::Model> = conn.rows_in("id", &of_links).await?;
    problems.retain(|p| problem_queries::sees(actor, p));
    fill(conn, actor, problems, pairings, links, want, today).await
}

async fn fill(
    conn: &Conn,
    actor: &Actor,
    problems: Vec<problem::Model>,
    mut pairings: Vec<pairing::Model>,
    mut links: Vec<pairing_problem::Model>,
    want: Want,
    today: Date,
) -> Result<Facts> {
    let mut facts = Facts {
        units: org::known_units(conn, actor.organization_id).await?,
        themes: campaigns::list_themes(conn, actor).await?,
        ..Facts::default()
    };
    let pairing_ids: Vec<i64> = pairings.iter().map(|p| p.id).collect();
    let mut members = conn
        .rows_in::<pairing_member::Model>("pairing_id", &pairing_ids)
        .await?;
    pairings.retain(|p| pairing_queries::sees(actor, p, &members));
    let seen: BTreeSet<i64> = pairings.iter().map(|p| p.id).collect();
    members.retain(|m| seen.contains(&m.pairing_id));
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
        let mut rows = conn
            .rows_in::<document::Model>("problem_id", &problem_ids)
            .await?;
        rows.sort_by_key(|d| d.id);
        facts.documents = by(rows, |d| d.problem_id);
    }
    Ok(facts)
}

async fn fill_measures(
    conn: &Conn,
    actor: &Actor,
    facts: &mut Facts,
    problem_ids: &[i64],
    want: Want,
    today: Date,
) -> Result<()> {
    let rows = conn
        .rows_in::<measure::Model>("problem_id", problem_ids)
        .await?;
    facts.lights = lights_among(conn, &rows, &facts.problems, today).await?;
    let ids: Vec<i64> = rows.iter().map(|m| m.id).collect();
    if want.duties {
        let mut duties = conn.rows_in::<duty::Model>("measure_id", &ids).await?;
        duties.sort_by_key(|d| d.id);
        facts.duties = by(duties, |d| d.measure_id);
        facts.people = org::known_people(conn, actor.organization_id).await?;
    }
    if want.progress {
        let mut entries = conn.rows_in::<progress::Model>("measure_id", &ids).await?;
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
    let mut rows = conn
        .rows_in::<outcome::Model>("problem_id", problem_ids)
        .await?;
    rows.retain(|o| !o.is_withdrawn);
    rows.sort_by_key(|o| (o.position, o.id));
    let ids: Vec<i64> = rows.iter().map(|o| o.id).collect();
    facts.outcomes = by(rows, |o| o.problem_id);
    if want.proofs {
        let mut figures = conn.rows_in::<figure::Model>("outcome_id", &ids).await?;
        figures.sort_by_key(|f| (f.position, f.id));
        facts.figures = by(figures, |f| f.outcome_id);
        let shares = conn
            .rows_in::<outcome_share::Model>("outcome_id", &ids)
            .await?;
        facts.shares = by(shares, |s| s.outcome_id);
        let mut pieces = conn
            .rows_in::<evidence::Model>("problem_id", problem_ids)
            .await?;
        pieces.retain(|e| !e.is_withdrawn);
        facts.evidence = by(pieces, |e| e.problem_id);
    }
    Ok(())
}

/// A page of the problems that are asked for.
pub struct Listed {
    pub problems: Vec<problem::Model>,
    /// Where the next page begins; nothing on the last one.
    pub next: Option<String>,
}

/// Problems that are asked for, in their order.
///
/// Lights are computed, so a filter by light reads on until the page is full, at most [`LIGHT_ROWS_MAX`] rows.
pub async fn list(conn: &Conn, actor: &Actor, search: &Search, today: Date) -> Result<Listed> {
    let page = usize::try_from(PAGE_ROWS).unwrap_or(usize::MAX);
    let limit = match search.light {
        Some(_) => PAGE_ROWS_MAX,
        None => PAGE_ROWS + 1,
    };
    let mut place = search.place.clone();
    let mut found: Vec<(problem::Model, Place)> = Vec::new();
    let mut read = 0;
    loop {
        let rows = part(conn, actor, search, &place, limit).await?;
        let is_last = (rows.len() as u64) < limit;
        read += rows.len() as u64;
        if let Some((_, at)) = rows.last() {
            place = at.clone();
        }
        found.extend(with_light(conn, rows, search.light, today).await?);
        if found.len() > page || is_last || read >= LIGHT_ROWS_MAX {
            break;
        }
    }
    let is_full = found.len() > page;
    found.truncate(page);
    let next = found.last().filter(|_| is_full).map(|(_, at)| at.text());
    Ok(Listed {
        problems: found.into_iter().map(|(problem, _)| problem).collect(),
        next,
    })
}

/// The next rows after a place, each with its own place.
async fn part(
    conn: &Conn,
    actor: &Actor,
    search: &Search,
    place: &Place,
    limit: u64,
) -> Result<Vec<(problem::Model, Place)>> {
    let mut select = asked(actor, search);
    match place {
        Place::Newest(before) => {
            if let Some(id) = before {
                select = select.filter(problem::Column::Id.lt(*id));
            }
            let select = select.order_by_desc(problem::Column::Id);
            let rows = conn.select(select.limit(limit)).await?;
            let placed = |p: problem::Model| {
                let at = Place::Newest(Some(p.id));
                (p, at)
            };
            Ok(rows.into_iter().map(placed).collect())
        }
        Place::Due(after) => {
            let kept = kept_table(search);
            if search.unit_id.is_none() {
                let on = Expr::cust("kept_problem.problem_id = problem.id");
                QueryTrait::query(&mut select).inner_join(kept, on);
            }
            if let Some((due_on, id)) = after {
                let place = [Expr::col((kept, "due_on")), Expr::col((kept, "problem_id"))];
                let last = [Expr::value(due_on.as_str()), Expr::value(*id)];
                select = select.filter(Expr::tuple(place).gt(Expr::tuple(last)));
            }
            QueryTrait::query(&mut select)
                .order_by((kept, "due_on"), Order::Asc)
                .order_by((kept, "problem_id"), Order::Asc)
                .expr_as(Expr::col((kept, "due_on")), "kept_due_on");
            let rows = conn
                .select_and::<problem::Entity, String>(select.limit(limit), "kept_due_on")
                .await?;
            let placed = |(problem, due_on): (problem::Model, String)| {
                let at = Place::Due(Some((due_on, problem.id)));
                (problem, at)
            };
            Ok(rows.into_iter().map(placed).collect())
        }
    }
}

/// The kept table that a search reads its order from.
const fn kept_table(search: &Search) -> &'static str {
    if search.unit_id.is_some() {
        "kept_unit"
    } else {
        "kept_problem"
    }
}

async fn with_light(
    conn: &Conn,
    rows: Vec<(problem::Model, Place)>,
    light: Option<&'static str>,
    today: Date,
) -> Result<Vec<(problem::Model, Place)>> {
    let Some(light) = light else { return Ok(rows) };
    let ids: Vec<i64> = rows.iter().map(|(p, _)| p.id).collect();
    let measures = conn.rows_in::<measure::Model>("problem_id", &ids).await?;
    let facts = Facts {
        lights: lights(conn, &measures, today).await?,
        measures: by(measures, |m| m.problem_id),
        ..Facts::default()
    };
    let shown = |p: &problem::Model| facts.problem_light(p.id).unwrap_or("idle") == light;
    Ok(rows.into_iter().filter(|(p, _)| shown(p)).collect())
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
        // Beside a unit the kept row has the state too, and with it the order.
        select = match search.unit_id {
            Some(_) => select.filter(Expr::col(("kept_unit", "state")).eq(state)),
            None => select.filter(problem::Column::State.eq(state)),
        };
    }
    if let Some(class) = search.class {
        select = select.filter(problem::Column::Class.eq(class));
    }
    if let Some(unit) = search.unit_id {
        let on = Expr::cust("kept_unit.problem_id = problem.id");
        QueryTrait::query(&mut select).inner_join("kept_unit", on);
        select = select.filter(Expr::col(("kept_unit", "unit_id")).eq(unit));
        if !actor.sees_all() {
            let open = Expr::col(("kept_unit", "is_open")).eq(true);
            let seen = through_visible_pairing(actor, unit);
            select = select.filter(Condition::any().add(open).add(seen));
        }
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

/// The unit takes part through a pairing that the actor may see, though not everybody does.
fn through_visible_pairing(actor: &Actor, unit: i64) -> sea_orm::sea_query::SimpleExpr {
    let taking_part = Query::select()
        .column((pairing_problem::Entity, pairing_problem::Column::ProblemId))
        .from(pairing_problem::Entity)
        .inner_join(
            pairing_member::Entity,
            Expr::col((pairing_member::Entity, pairing_member::Column::PairingId))
                .equals((pairing_problem::Entity, pairing_problem::Column::PairingId)),
        )
        .and_where(
            Expr::col((pairing_problem::Entity, pairing_problem::Column::ProblemId))
                .equals((problem::Entity, problem::Column::Id)),
        )
        .and_where(pairing_member::Column::UnitId.eq(unit))
        .and_where(pairing_queries::is_visible(
            actor,
            (pairing_problem::Entity, pairing_problem::Column::PairingId),
        ))
        .to_owned();
    Expr::exists(taking_part)
}

/// Problems by theme.
pub struct Counts {
    /// By id; nothing: without a theme.
    pub themes: BTreeMap<Option<i64>, i64>,
    pub all: i64,
    /// There are more than were counted.
    pub is_cut: bool,
}

/// How many problems each theme has in what is asked, whatever theme is asked. Counts no further than
/// [`COUNTED_ROWS_MAX`]: a page that many people open does not walk through everything there is.
pub async fn count_themes(conn: &Conn, actor: &Actor, search: &Search) -> Result<Arc<Counts>> {
    let any = Search {
        theme: None,
        place: Place::default(),
        ..search.clone()
    };
    let mut hasher = DefaultHasher::new();
    (actor.person_id, format!("{any:?}")).hash(&mut hasher);
    let key = hasher.finish().cast_signed();
    conn.known_now("list-themes", key, count_themes_now(conn, actor, &any))
        .await
}

async fn count_themes_now(conn: &Conn, actor: &Actor, any: &Search) -> Result<Counts> {
    let themes: Vec<Option<i64>> = asked(actor, any)
        .select_only()
        .column(problem::Column::ThemeId)
        .limit(COUNTED_ROWS_MAX + 1)
        .into_tuple()
        .all(conn)
        .await?;
    let mut counts = Counts {
        themes: BTreeMap::new(),
        all: 0,
        is_cut: themes.len() as u64 > COUNTED_ROWS_MAX,
    };
    for theme in themes {
        *counts.themes.entry(theme).or_default() += 1;
        counts.all += 1;
    }
    Ok(counts)
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
