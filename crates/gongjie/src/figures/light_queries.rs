//! How many open measures show each light: most lights follow from state and dates alone, so equal ones are counted together.

use std::collections::{BTreeMap, BTreeSet};

use gongjie_base::{Conn, Result};
use sea_orm::{DbErr, FromQueryResult, QueryResult, Value};

use super::queries::{Scope, lights};
use crate::calendar;
use crate::measure::queries::{Plain, plain_light};
use crate::measure::tables::measure;
use crate::org::Actor;

/// Measures that share everything a light follows from.
struct Alike {
    plain: Plain,
    number: i64,
}

impl FromQueryResult for Alike {
    fn from_query_result(row: &QueryResult, prefix: &str) -> std::result::Result<Self, DbErr> {
        Ok(Self {
            plain: Plain::from_query_result(row, prefix)?,
            number: row.try_get(prefix, "number")?,
        })
    }
}

/// States in which a measure is open, as the index has them.
const OPEN: &str = "m.organization_id = $1 AND m.state IN ('issued', 'signed', 'working', 'reported', 'suspended')";
/// Measures whose light needs more than their own dates: milestones, send-backs, tasks.
const SPECIAL: &str = "m.id IN (SELECT s.measure_id FROM milestone s WHERE s.done_on IS NULL \
     UNION SELECT b.measure_id FROM send_back b \
     UNION SELECT c.parent_id FROM measure c WHERE c.parent_id IS NOT NULL)";

/// Open measures by light. `base`: which problems `p` are counted, with the organisation as `$1` and the campaign as `$2`.
pub async fn count(
    conn: &Conn,
    actor: &Actor,
    scope: &Scope,
    base: &str,
    values: [Value; 2],
) -> Result<BTreeMap<&'static str, i64>> {
    let mut counts: BTreeMap<&'static str, i64> = BTreeMap::new();
    if !actor.sees_business() {
        return Ok(counts);
    }
    let columns = "m.state, m.due_on, m.start_on, m.issued_on, m.signed_on, p.state = 'suspended'";
    let from =
        format!("FROM measure m JOIN problem p ON p.id = m.problem_id WHERE {OPEN} AND {base}");
    let sql =
        format!("SELECT {columns} AS is_paused, COUNT(*) AS number {from} GROUP BY {columns}");
    let calendar = calendar::queries::find(conn, actor.organization_id).await?;
    let alike: Vec<Alike> = conn.all(&sql, values.clone()).await?;
    for group in alike {
        let light = plain_light(&group.plain, &calendar, scope.today);
        *counts.entry(light.code()).or_default() += group.number;
    }
    // Those that were counted by their dates alone, and should not have been.
    let sql = format!("SELECT m.* {from} AND {SPECIAL}");
    let special: Vec<measure::Model> = conn.all(&sql, values.clone()).await?;
    let exact = lights(conn, &special, scope.today).await?;
    let paused = format!("SELECT m.id {from} AND {SPECIAL} AND p.state = 'suspended'");
    let paused: Vec<i64> = conn.column(&paused, values.clone()).await?;
    for row in &special {
        let plain = plain_light(
            &Plain::of(row, paused.contains(&row.id)),
            &calendar,
            scope.today,
        );
        *counts.entry(plain.code()).or_default() -= 1;
        if let Some(lit) = exact.get(&row.id) {
            *counts.entry(lit.light).or_default() += 1;
        }
    }
    let excused = excused(conn, actor, scope, &format!("{OPEN} AND {base}"), &values).await?;
    if let (Some(red), false) = (counts.get_mut("red"), excused.is_empty()) {
        *red -= i64::try_from(excused.len()).unwrap_or_default();
    }
    counts.retain(|_, number| *number > 0);
    Ok(counts)
}

/// Red measures whose mark was taken away by a lenient note 容错: they are shown as such and count as no red light.
/// `which`: the conditions on measures `m` and problems `p`, with the organisation as `$1` and the campaign as `$2`.
pub async fn excused(
    conn: &Conn,
    actor: &Actor,
    scope: &Scope,
    which: &str,
    values: &[Value; 2],
) -> Result<BTreeSet<i64>> {
    if !actor.sees_business() {
        return Ok(BTreeSet::new());
    }
    let sql = format!(
        "SELECT m.* FROM measure m JOIN problem p ON p.id = m.problem_id WHERE {which} AND m.id IN \
         (SELECT l.mark_id FROM leniency l WHERE l.organization_id = $1 AND l.mark = 'late' \
         AND l.decision = 'granted')"
    );
    let found: Vec<measure::Model> = conn.all(&sql, values.clone()).await?;
    let shown = lights(conn, &found, scope.today).await?;
    let is_red = |m: &&measure::Model| shown.get(&m.id).is_some_and(|lit| lit.light == "red");
    Ok(found.iter().filter(is_red).map(|m| m.id).collect())
}
