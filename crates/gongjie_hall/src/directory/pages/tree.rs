//! 单位: the tree of units, or a list of those that a filter meets.

use std::collections::BTreeMap;

use askama::Template;
use axum::extract::Query;
use gongjie_base::Error;
use serde::Deserialize;

use super::coded;
use crate::directory::may_write;
use crate::directory::rules::{holds, walk};
use crate::door::{Answer, Visit, show};
use crate::layout::Page;
use crate::org::tables::unit;
use crate::org::{UnitKind, queries as org};

/// What the page is asked for.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Look {
    pub q: String,
    pub kind: String,
    /// `all`: ended and merged ones, too.
    pub show: String,
}

impl Look {
    fn is_filtered(&self) -> bool {
        !self.q.trim().is_empty() || !self.kind.is_empty()
    }
}

#[derive(Template)]
#[template(path = "directory/units.html")]
struct UnitsPage {
    p: Page,
    look: Look,
    kinds: Vec<(String, String)>,
    /// Kind, label, how many.
    counts: Vec<(&'static str, String, usize)>,
    rows: Vec<Row>,
    hidden: usize,
    is_tree: bool,
    may_write: bool,
}

/// One unit of the tree or the list.
struct Row {
    id: i64,
    name: String,
    kind: UnitKind,
    is_outside: bool,
    below: usize,
    closes: usize,
    people: i64,
    /// Covered units of a branch, covering branches of a unit.
    joined: Vec<String>,
    /// The other spelling that the words met.
    spelling: Option<String>,
    parent: Option<String>,
    ended: Option<String>,
    merged_into: Option<String>,
}

/// What the rows are made from.
struct Facts {
    people: BTreeMap<i64, i64>,
    joined: BTreeMap<i64, Vec<String>>,
    names: BTreeMap<i64, String>,
    spellings: BTreeMap<i64, Vec<String>>,
}

async fn facts(visit: &Visit, units: &[unit::Model]) -> Result<Facts, Error> {
    let (conn, actor) = (visit.read(), visit.actor()?);
    let names: BTreeMap<i64, String> = units.iter().map(|u| (u.id, u.name.clone())).collect();
    let mut joined: BTreeMap<i64, Vec<String>> = BTreeMap::new();
    for cover in org::list_covers(conn, actor).await? {
        let pairs = [
            (cover.branch_id, cover.unit_id),
            (cover.unit_id, cover.branch_id),
        ];
        for (own, other) in pairs {
            let name = names.get(&other).cloned();
            joined.entry(own).or_default().extend(name);
        }
    }
    let mut spellings: BTreeMap<i64, Vec<String>> = BTreeMap::new();
    for name in org::list_names_of_all(conn, actor).await? {
        spellings.entry(name.unit_id).or_default().push(name.name);
    }
    Ok(Facts {
        people: org::count_people_by_unit(conn, actor).await?,
        joined,
        names,
        spellings,
    })
}

fn row(unit: &unit::Model, facts: &Facts, spelling: Option<String>) -> Row {
    let name = |id: Option<i64>| id.and_then(|id| facts.names.get(&id).cloned());
    Row {
        id: unit.id,
        name: unit.name.clone(),
        kind: unit.kind,
        is_outside: unit.is_outside,
        below: 0,
        closes: 0,
        people: facts.people.get(&unit.id).copied().unwrap_or_default(),
        joined: facts.joined.get(&unit.id).cloned().unwrap_or_default(),
        spelling,
        parent: name(unit.parent_id),
        ended: unit.valid_to.clone(),
        merged_into: name(unit.merged_into_id),
    }
}

/// Whether the words meet the unit, and by which other spelling.
fn met(unit: &unit::Model, facts: &Facts, words: &str) -> Option<Option<String>> {
    let own = [
        Some(&unit.name),
        unit.short_name.as_ref(),
        unit.name_en.as_ref(),
    ];
    if own.into_iter().flatten().any(|name| holds(name, words)) {
        return Some(None);
    }
    let spellings = facts.spellings.get(&unit.id)?;
    let found = spellings.iter().find(|name| holds(name, words))?;
    Some(Some(found.clone()))
}

fn tree(units: &[unit::Model], facts: &Facts) -> Vec<Row> {
    let pairs: Vec<_> = units.iter().map(|u| (u.id, u.parent_id)).collect();
    walk(&pairs)
        .into_iter()
        .filter_map(|stop| {
            let unit = units.get(stop.index)?;
            Some(Row {
                below: stop.below,
                closes: stop.closes,
                ..row(unit, facts, None)
            })
        })
        .collect()
}

/// `GET /units`
pub async fn index(visit: Visit, Query(look): Query<Look>) -> Answer {
    let p = visit.page(visit.words().text("nav-units"));
    let mut units = org::list_all_units(visit.read(), visit.actor()?).await?;
    units.sort_by_key(|u| (u.kind, u.id));
    let facts = facts(&visit, &units).await?;
    let all = units.len();
    if look.show != "all" {
        units.retain(|u| u.valid_to.is_none() && u.merged_into_id.is_none());
    }
    let hidden = all - units.len();
    let count = |kind: UnitKind| units.iter().filter(|u| u.kind == kind).count();
    let counts = UnitKind::ALL
        .iter()
        .map(|k| (k.code(), p.code("unit-kind", k), count(*k)))
        .filter(|(.., n)| *n > 0)
        .collect();
    let is_tree = !look.is_filtered();
    let rows = if is_tree {
        tree(&units, &facts)
    } else {
        units
            .iter()
            .filter(|u| look.kind.is_empty() || u.kind.code() == look.kind)
            .filter_map(|u| Some(row(u, &facts, met(u, &facts, look.q.trim())?)))
            .collect()
    };
    show(&UnitsPage {
        kinds: coded(&p, "unit-kind", UnitKind::ALL.iter().map(|k| k.code())),
        counts,
        rows,
        hidden,
        is_tree,
        may_write: may_write(&visit),
        look,
        p,
    })
}
