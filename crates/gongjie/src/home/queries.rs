//! Who works with whom, what happened lately. Reads only.

use std::collections::{BTreeMap, BTreeSet};

use gongjie_base::{Conn, Result};
use sea_orm::FromQueryResult;

use super::network::{Look, Unit};
use crate::campaign::queries as campaigns;
use crate::campaign::tables::theme;
use crate::figures::queries::{self as figures, Scope};
use crate::figures::rules::{Figure, Trace};
use crate::figures::tally_queries::Tally;
use crate::org::rules::{BranchType, UnitKind};
use crate::org::{Actor, queries as org};
use crate::pairing::queries as pairings;

/// Numbers of the sentence, in the order in which it is read.
const SENTENCE: &[Figure] = &[
    Figure::Branches,
    Figure::Pairings,
    Figure::Problems,
    Figure::Measures,
    Figure::Documents,
    Figure::Closed,
];

/// Lights of the table, the loudest first.
const LIGHTS: &[(Figure, &str)] = &[
    (Figure::LightRed, "red"),
    (Figure::LightYellow, "yellow"),
    (Figure::LightBlue, "blue"),
    (Figure::LightGreen, "green"),
    (Figure::LightGrey, "grey"),
    (Figure::LightIdle, "idle"),
];

/// Who works with whom: units and joints (lead, partner) of the pairings that count.
pub async fn list_joints(
    conn: &Conn,
    actor: &Actor,
    campaign_id: Option<i64>,
) -> Result<(Vec<Unit>, Vec<(i64, i64)>, usize)> {
    let joints = joints(conn, actor, campaign_id).await?;
    let mut counts: BTreeMap<i64, usize> = BTreeMap::new();
    for joint in joints.iter().filter(|j| j.lead_unit_id != 0) {
        *counts.entry(joint.unit_id).or_default() += usize::try_from(joint.pairings).unwrap_or(0);
    }
    let pairings = joints.iter().find(|j| j.lead_unit_id == 0);
    let pairings = pairings.map_or(0, |j| usize::try_from(j.pairings).unwrap_or(0));
    let joints = joints
        .iter()
        .map(|j| (j.lead_unit_id, j.unit_id))
        .filter(|(lead, mate)| lead != mate)
        .collect();
    let units = org::list_units(conn, actor).await?;
    let units = units
        .into_iter()
        .filter_map(|u| {
            let pairings = *counts.get(&u.id)?;
            let college = matches!(u.kind, UnitKind::School | UnitKind::CollegeHouse)
                || matches!(
                    u.branch_type,
                    Some(BranchType::Faculty | BranchType::Student | BranchType::JointTs)
                );
            let look = match (u.is_outside, college) {
                (true, _) => Look::Outside,
                (false, true) => Look::College,
                _ => Look::Office,
            };
            let name = u.short_name.unwrap_or(u.name);
            Some(Unit {
                id: u.id,
                name,
                look,
                pairings,
            })
        })
        .collect();
    Ok((units, joints, pairings))
}

/// So many pairings join lead and unit; both 0 for all pairings together.
#[derive(FromQueryResult)]
struct JointCount {
    lead_unit_id: i64,
    unit_id: i64,
    pairings: i64,
}

/// The kept joints of a campaign; of an earlier day they are counted.
async fn joints(conn: &Conn, actor: &Actor, campaign_id: Option<i64>) -> Result<Vec<JointCount>> {
    if !actor.sees_business() {
        return Ok(Vec::new());
    }
    let values = [
        actor.organization_id.into(),
        campaign_id.unwrap_or_default().into(),
    ];
    if conn.is_present() {
        let sql = "SELECT lead_unit_id, unit_id, pairings FROM tally_joint \
                   WHERE organization_id = $1 AND campaign_id = $2 AND pairings > 0";
        return conn.all(sql, values).await;
    }
    let counted = format!(
        "g.organization_id = $1 AND g.state IN ('active', 'concluded') AND {}",
        pairings::in_campaign("g", "$2")
    );
    let sql = format!(
        "SELECT CAST(0 AS BIGINT) AS lead_unit_id, CAST(0 AS BIGINT) AS unit_id, COUNT(*) AS pairings \
         FROM pairing g WHERE {counted} UNION ALL \
         SELECT l.unit_id AS lead_unit_id, m.unit_id, COUNT(*) AS pairings FROM pairing g \
         JOIN pairing_member l ON l.pairing_id = g.id AND l.role = 'lead' AND l.answer <> 'left' \
         JOIN pairing_member m ON m.pairing_id = g.id AND m.answer <> 'left' \
         WHERE {counted} GROUP BY l.unit_id, m.unit_id"
    );
    conn.all(&sql, values).await
}

/// An activity as the page lists it.
#[derive(Debug, Clone, FromQueryResult)]
pub struct Recent {
    pub id: i64,
    pub title: String,
    pub date_text: Option<String>,
    pub date_from: Option<String>,
    pub pairing_id: i64,
}

/// The latest activities of pairings that the actor may see.
pub async fn list_recent(conn: &Conn, actor: &Actor) -> Result<Vec<Recent>> {
    if !actor.sees_business() {
        return Ok(Vec::new());
    }
    // The dated ones first, as an index has them; those without a day come last.
    let recent = "SELECT id, title, date_text, date_from, pairing_id FROM activity WHERE organization_id = $1 AND date_from";
    let values = [actor.organization_id.into()];
    let dated = format!("{recent} IS NOT NULL ORDER BY date_from DESC, id DESC LIMIT 40");
    let mut rows: Vec<Recent> = conn.all(&dated, values.clone()).await?;
    if rows.len() < 40 {
        let undated = format!("{recent} IS NULL ORDER BY id DESC LIMIT 40");
        rows.extend(conn.all::<Recent>(&undated, values).await?);
    }
    let filter = pairings::Filter {
        ids: Some(rows.iter().map(|r| r.pairing_id).collect()),
        ..pairings::Filter::default()
    };
    let seen: BTreeSet<i64> = pairings::list(conn, actor, &filter)
        .await?
        .iter()
        .map(|p| p.id)
        .collect();
    Ok(rows
        .into_iter()
        .filter(|r| seen.contains(&r.pairing_id))
        .take(6)
        .collect())
}

/// The numbers of the home page.
pub struct Numbers {
    /// In the order in which the sentence is read.
    pub sentence: Vec<(Figure, Trace)>,
    /// The loudest first.
    pub lights: Vec<(Figure, &'static str, i64)>,
    pub solved: i64,
    pub checked: i64,
    /// Problems by theme id (0: without a theme).
    pub themes: BTreeMap<i64, i64>,
}

/// Everything that is counted for the home page.
pub async fn numbers(conn: &Conn, actor: &Actor, scope: &Scope) -> Result<Numbers> {
    let tally = Tally::load(conn, actor, scope).await?;
    let mut sentence = Vec::new();
    for figure in SENTENCE {
        let counted = count(conn, actor, scope, tally.as_ref(), *figure).await?;
        let trace = figures::beside_stated(conn, scope, *figure, counted).await?;
        sentence.push((*figure, trace));
    }
    let counts = figures::count_lights(conn, actor, scope).await?;
    let lights = LIGHTS
        .iter()
        .map(|(f, light)| (*f, *light, counts.get(light).copied().unwrap_or(0)))
        .collect();
    Ok(Numbers {
        sentence,
        lights,
        solved: count(conn, actor, scope, tally.as_ref(), Figure::Solved).await?,
        checked: count(conn, actor, scope, tally.as_ref(), Figure::Checked).await?,
        themes: match &tally {
            Some(tally) => tally.themes(),
            None => figures::count_themes(conn, actor, scope).await?,
        },
    })
}

/// A figure from the kept totals; counted where it is not kept.
async fn count(
    conn: &Conn,
    actor: &Actor,
    scope: &Scope,
    tally: Option<&Tally>,
    figure: Figure,
) -> Result<i64> {
    match tally.and_then(|t| t.count(figure, None)) {
        Some(count) => Ok(count),
        None => figures::count(conn, actor, scope, figure).await,
    }
}

/// Problems by theme, most problems first; those without a theme stand at the end, where there are any.
pub async fn themes(
    conn: &Conn,
    actor: &Actor,
    counts: &BTreeMap<i64, i64>,
) -> Result<Vec<(Option<theme::Model>, i64)>> {
    let of = |id: i64| counts.get(&id).copied().unwrap_or(0);
    let mut themes: Vec<(Option<theme::Model>, i64)> = campaigns::list_themes(conn, actor)
        .await?
        .into_iter()
        .filter(|t| !t.is_retired)
        .map(|t| {
            let count = of(t.id);
            (Some(t), count)
        })
        .collect();
    themes.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
    if of(0) > 0 {
        themes.push((None, of(0)));
    }
    Ok(themes)
}
