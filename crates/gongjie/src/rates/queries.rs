//! Counts of a rate and the rows behind each of its numbers. Reads only.

use gongjie_base::{Conn, Result};
use sea_orm::FromQueryResult;

pub use super::source_queries::Scope;
use super::source_queries::text;
use crate::figures::rate_rules::{Grade, Part, Rate, Tally};
use crate::org::Actor;

/// A row behind a number.
#[derive(Debug, Clone, PartialEq, FromQueryResult)]
pub struct RateRow {
    pub id: i64,
    pub title: String,
    pub sub: Option<String>,
    /// Id of the page that shows the row.
    pub target: i64,
    pub grade: Grade,
    /// What leaves it out.
    pub exclusion: Option<i64>,
}

#[derive(FromQueryResult)]
struct Line {
    grade: Grade,
    checked: i64,
    number: i64,
}

/// How many rows of each grade the actor sees. The three administrators see none.
pub async fn count(conn: &Conn, actor: &Actor, scope: &Scope, rate: Rate) -> Result<Tally> {
    let mut tally = Tally::default();
    if !actor.sees_business() {
        return Ok(tally);
    }
    let sql = format!(
        "SELECT y.grade, CAST(y.checked AS BIGINT) AS checked, COUNT(*) AS number FROM ({}) y \
         GROUP BY y.grade, y.checked",
        text(rate, actor, scope)
    );
    let lines: Vec<Line> = conn.all(&sql, [actor.organization_id.into()]).await?;
    for line in lines {
        tally.add(line.grade, line.number);
        if line.checked == 1 && line.grade != Grade::Excluded {
            tally.checked += line.number;
        }
    }
    Ok(tally)
}

/// The rows of a part after the row `after`, by id, at most `limit`: as many as its number says.
pub async fn rows(
    conn: &Conn,
    actor: &Actor,
    scope: &Scope,
    (rate, part): (Rate, Part),
    after: i64,
    limit: u64,
) -> Result<Vec<RateRow>> {
    if !actor.sees_business() {
        return Ok(Vec::new());
    }
    let grades: Vec<String> = part
        .grades(rate)
        .iter()
        .map(|grade| format!("'{grade}'"))
        .collect();
    let checked = match part {
        Part::Checked => " AND y.checked = 1",
        _ => "",
    };
    let sql = format!(
        "SELECT y.id, y.title, y.sub, y.target, y.grade, y.exclusion FROM ({}) y WHERE y.grade IN ({}){checked} \
         AND y.id > {after} ORDER BY y.id LIMIT {limit}",
        text(rate, actor, scope),
        grades.join(", "),
    );
    conn.all(&sql, [actor.organization_id.into()]).await
}

/// Rates of a unit are for its people and for those who see all, as the sheet of its facts is.
pub fn sees_unit(actor: &Actor, unit: i64) -> bool {
    actor.sees_all() || actor.units().contains(&unit)
}
