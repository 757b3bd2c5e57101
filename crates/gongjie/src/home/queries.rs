//! Who works with whom, what happened lately. Reads only.

use std::collections::{BTreeMap, BTreeSet};

use gongjie_base::{Conn, Result};
use sea_orm::FromQueryResult;

use super::network::{Look, Unit};
use crate::campaign::queries as campaigns;
use crate::campaign::tables::theme;
use crate::figures::queries::{self as figures, Scope};
use crate::figures::rules::{Figure, Trace};
use crate::org::rules::{BranchType, UnitKind};
use crate::org::{Actor, queries as org};
use crate::pairing::queries as pairings;
use crate::pairing::rules::MemberRole;

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
    let filter = pairings::Filter {
        campaign_id,
        is_counted: true,
        ..pairings::Filter::default()
    };
    let ids: Vec<i64> = pairings::list(conn, actor, &filter)
        .await?
        .iter()
        .map(|p| p.id)
        .collect();
    let members = pairings::list_members(conn, &ids).await?;
    let mut leads: BTreeMap<i64, i64> = BTreeMap::new();
    let mut counts: BTreeMap<i64, usize> = BTreeMap::new();
    for member in &members {
        *counts.entry(member.unit_id).or_default() += 1;
        if member.role == MemberRole::Lead {
            leads.insert(member.pairing_id, member.unit_id);
        }
    }
    let joints = members
        .iter()
        .filter_map(|m| Some((*leads.get(&m.pairing_id)?, m.unit_id)))
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
    Ok((units, joints, ids.len()))
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
    let sql = "SELECT id, title, date_text, date_from, pairing_id FROM activity \
               WHERE organization_id = $1 ORDER BY COALESCE(date_from, '0') DESC, id DESC LIMIT 40";
    let rows: Vec<Recent> = conn.all(sql, [actor.organization_id.into()]).await?;
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
}

/// Everything that is counted for the home page.
pub async fn numbers(conn: &Conn, actor: &Actor, scope: &Scope) -> Result<Numbers> {
    let mut sentence = Vec::new();
    for figure in SENTENCE {
        sentence.push((*figure, figures::trace(conn, actor, scope, *figure).await?));
    }
    let counts = figures::count_lights(conn, actor, scope).await?;
    let lights = LIGHTS
        .iter()
        .map(|(f, light)| (*f, *light, counts.get(light).copied().unwrap_or(0)))
        .collect();
    Ok(Numbers {
        sentence,
        lights,
        solved: figures::count(conn, actor, scope, Figure::Solved).await?,
        checked: figures::count(conn, actor, scope, Figure::Checked).await?,
    })
}

/// Problems by theme, most problems first; those without a theme stand at the end, where there are any.
pub async fn themes(
    conn: &Conn,
    actor: &Actor,
    scope: &Scope,
) -> Result<Vec<(Option<theme::Model>, i64)>> {
    let counts = figures::count_themes(conn, actor, scope).await?;
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
