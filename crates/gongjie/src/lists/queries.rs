//! Finds the problems of a view and loads what hangs on them. Reads only; every problem comes from a finder that knows the actor.

use std::collections::{BTreeMap, BTreeSet};

use gongjie_base::limits::EXPORT_ROWS_MAX;
use gongjie_base::{Clock, Conn, Result};
use jiff::civil::Date;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder};

use super::rows::Source;
use super::rules::{Block, NO_THEME, View};
use crate::close_out::rules::State as CloseOutState;
use crate::close_out::tables::close_out;
use crate::dossier::facts::{Facts, Want};
use crate::dossier::queries as dossier;
use crate::figures::queries::{self as figures, Scope};
use crate::figures::rules::Figure;
use crate::org::{Actor, queries as org};
use crate::problem::carry_queries::{in_campaign, marks};
use crate::problem::queries::{self as problems, Filter};
use crate::problem::rules::State;

/// Everything that the lists show.
const WANT: Want = Want {
    measures: true,
    duties: true,
    outcomes: true,
    documents: false,
    proofs: true,
    progress: true,
};

/// The problems of a view that the actor may see, as a filter; paging is the caller's.
pub async fn filter(conn: &Conn, actor: &Actor, view: &View) -> Result<Filter> {
    Ok(Filter {
        campaign_id: Some(view.campaign.parse().unwrap_or_default()),
        state: State::from_code(view.state.trim()),
        theme_id: view.theme.trim().parse().ok(),
        is_without_theme: view.theme == NO_THEME,
        is_counted: true,
        ids: match view.only {
            Some(id) => Some(vec![id]),
            None => ids(conn, actor, view).await?,
        },
        ..Filter::default()
    })
}

/// The problems that the unit works on and that hold the words; nothing when neither was asked for.
async fn ids(conn: &Conn, actor: &Actor, view: &View) -> Result<Option<Vec<i64>>> {
    let campaign: i64 = view.campaign.parse().unwrap_or_default();
    let mut found: Option<BTreeSet<i64>> = None;
    if let Some(unit) = view.unit_id() {
        let of = in_campaign("p", "$3");
        let sql = format!(
            "SELECT m.problem_id FROM duty d JOIN measure m ON m.id = d.measure_id \
             JOIN problem p ON p.id = m.problem_id \
             WHERE d.unit_id = $1 AND p.organization_id = $2 AND {of} \
             UNION SELECT l.problem_id FROM pairing_problem l \
             JOIN pairing_member b ON b.pairing_id = l.pairing_id \
             JOIN pairing g ON g.id = l.pairing_id JOIN problem p ON p.id = l.problem_id \
             WHERE b.unit_id = $1 AND g.state IN ('active', 'concluded') AND b.answer <> 'left' \
             AND p.organization_id = $2 AND {of}"
        );
        let values = [unit.into(), actor.organization_id.into(), campaign.into()];
        found = Some(
            conn.column::<i64>(&sql, values)
                .await?
                .into_iter()
                .collect(),
        );
    }
    let words = view.q.trim();
    if !words.is_empty() {
        let of = in_campaign("p", "$2");
        let sql = format!(
            "SELECT p.id FROM problem p WHERE p.organization_id = $1 AND {of} \
             AND (p.title LIKE $3 ESCAPE '\\' OR LOWER(p.title) LIKE $4 ESCAPE '\\' \
             OR EXISTS (SELECT 1 FROM measure m WHERE m.problem_id = p.id AND m.state <> 'cancelled' \
             AND (m.text LIKE $3 ESCAPE '\\' OR LOWER(m.text) LIKE $4 ESCAPE '\\')))"
        );
        let escaped = words
            .replace('\\', "\\\\")
            .replace('%', "\\%")
            .replace('_', "\\_");
        let values = [
            actor.organization_id.into(),
            campaign.into(),
            format!("%{escaped}%").into(),
            format!("%{}%", escaped.to_lowercase()).into(),
        ];
        let held: BTreeSet<i64> = conn
            .column::<i64>(&sql, values)
            .await?
            .into_iter()
            .collect();
        found = Some(match found {
            Some(of_unit) => of_unit.intersection(&held).copied().collect(),
            None => held,
        });
    }
    Ok(found.map(|ids| ids.into_iter().collect()))
}

/// The blocks of the problems that a filter meets, oldest first, and how many live pairings each unit has there.
pub async fn blocks(
    conn: &Conn,
    actor: &Actor,
    filter: &Filter,
    clock: &Clock,
    today: Date,
) -> Result<(Vec<Block>, BTreeMap<i64, usize>)> {
    let found = problems::list(conn, actor, filter).await?;
    let raised = found
        .iter()
        .filter(|p| p.source.is_none())
        .map(|p| (p.id, clock.date_of(p.created_at).to_string()))
        .collect();
    let ids: Vec<i64> = found.iter().map(|p| p.id).collect();
    let facts = dossier::of_problems(conn, actor, found, WANT, today).await?;
    let people = org::list_people(conn, actor).await?;
    let source = Source {
        actor,
        facts: &facts,
        raised,
        closings: closings(conn, &ids).await?,
        carried: marks(conn, filter.campaign_id, &ids).await?,
        phones: people
            .into_iter()
            .filter_map(|p| Some((p.id, p.phone?)))
            .collect(),
    };
    Ok((source.blocks(), pairings_by_unit(&facts)))
}

/// Every block of a view at once, and how many live pairings each unit has there.
pub async fn all(
    conn: &Conn,
    actor: &Actor,
    view: &View,
    clock: &Clock,
    today: Date,
) -> Result<(Vec<Block>, BTreeMap<i64, usize>)> {
    let mut filter = filter(conn, actor, view).await?;
    filter.limit = u64::try_from(EXPORT_ROWS_MAX).ok();
    blocks(conn, actor, &filter, clock, today).await
}

/// 已销号, 销 and 核 of the whole campaign.
pub async fn counts(conn: &Conn, actor: &Actor, scope: &Scope) -> Result<Vec<(Figure, i64)>> {
    let mut counts = Vec::new();
    for figure in [
        Figure::Problems,
        Figure::Closed,
        Figure::Solved,
        Figure::Checked,
    ] {
        counts.push((figure, figures::count(conn, actor, scope, figure).await?));
    }
    Ok(counts)
}

fn pairings_by_unit(facts: &Facts) -> BTreeMap<i64, usize> {
    let mut units: BTreeMap<i64, BTreeSet<i64>> = BTreeMap::new();
    for id in facts.problems.keys() {
        for member in facts.live_members(*id) {
            units
                .entry(member.unit_id)
                .or_default()
                .insert(member.pairing_id);
        }
    }
    units
        .into_iter()
        .map(|(id, pairings)| (id, pairings.len()))
        .collect()
}

/// The newest close-out of each problem that was not withdrawn. The caller has checked that the problems may be seen.
async fn closings(conn: &Conn, ids: &[i64]) -> Result<BTreeMap<i64, close_out::Model>> {
    let mut found = BTreeMap::new();
    for part in ids.chunks(5_000) {
        let rows = close_out::Entity::find()
            .filter(close_out::Column::ProblemId.is_in(part.iter().copied()))
            .filter(close_out::Column::State.ne(CloseOutState::Withdrawn))
            .order_by_asc(close_out::Column::Id);
        found.extend(rows.all(conn).await?.into_iter().map(|c| (c.problem_id, c)));
    }
    Ok(found)
}
