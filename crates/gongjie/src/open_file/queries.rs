//! Reads public problems only: every statement here joins `public_problem` and leaves out what is no matter of the public.

use gongjie_base::{Conn, Error, Result};
use sea_orm::{FromQueryResult, Value};

use super::rules::Stage;
use crate::outcome::rules::Visibility;
use crate::outcome::tables::evidence;
use crate::problem::rules::{Class, ClosedAs, State};

/// What a list asks for.
#[derive(Debug, Clone, Default)]
pub struct Filter {
    pub organization_id: i64,
    pub stage: Option<Stage>,
    /// Patterns that the title holds, in small letters.
    pub words: Vec<String>,
    /// Rows behind this movement and id.
    pub after: Option<(i64, i64)>,
    pub limit: u64,
}

/// A public problem in the list.
#[derive(Debug, Clone, FromQueryResult)]
pub struct Row {
    pub id: i64,
    pub title: String,
    pub state: State,
    pub number: Option<i64>,
    pub year: i64,
    /// The newest movement that everybody may know of.
    pub moved_at: i64,
}

/// Public problems with their newest movement: of the problem, of a measure that was taken on, of its closing.
const LIST: &str = "SELECT id, title, state, number, year, moved_at FROM (SELECT p.id, p.title, p.state, p.number, g.year, \
    CASE WHEN v.at > p.state_since THEN v.at ELSE p.state_since END AS moved_at \
    FROM problem p JOIN public_problem o ON o.problem_id = p.id JOIN campaign g ON g.id = p.campaign_id \
    LEFT JOIN (SELECT u.problem_id, MAX(u.state_since) AS at FROM (\
    SELECT m.problem_id, m.state_since FROM measure m JOIN public_problem om ON om.problem_id = m.problem_id \
    WHERE om.organization_id = $1 AND m.parent_id IS NULL AND m.state NOT IN ('issued', 'cancelled') UNION ALL \
    SELECT c.problem_id, c.state_since FROM close_out c JOIN public_problem oc ON oc.problem_id = c.problem_id \
    WHERE oc.organization_id = $1) u GROUP BY u.problem_id) v ON v.problem_id = p.id \
    WHERE p.organization_id = $1 AND p.state NOT IN ('proposed', 'returned', 'declined', 'merged', 'withdrawn')) t \
    WHERE 1 = 1";

/// Public problems, the newest movement first.
pub async fn list(conn: &Conn, filter: &Filter) -> Result<Vec<Row>> {
    let mut parts = vec![LIST.to_owned()];
    let mut values: Vec<Value> = vec![filter.organization_id.into()];
    if let Some(stage) = filter.stage {
        let states: Vec<String> = stage.states().iter().map(|s| format!("'{s}'")).collect();
        parts.push(format!("AND state IN ({})", states.join(", ")));
    }
    for word in &filter.words {
        values.push(word.clone().into());
        let n = values.len();
        parts.push(format!("AND LOWER(title) LIKE ${n} ESCAPE '\\'"));
    }
    if let Some((at, id)) = filter.after {
        values.extend([at.into(), id.into()]);
        let (a, b) = (values.len() - 1, values.len());
        parts.push(format!(
            "AND (moved_at < ${a} OR (moved_at = ${a} AND id < ${b}))"
        ));
    }
    values.push(i64::try_from(filter.limit).unwrap_or(i64::MAX).into());
    let n = values.len();
    parts.push(format!("ORDER BY moved_at DESC, id DESC LIMIT ${n}"));
    conn.all(&parts.join(" "), values).await
}

#[derive(FromQueryResult)]
struct Counted {
    state: State,
    n: i64,
}

/// How many public problems an organisation has in each stage.
pub async fn count(conn: &Conn, organization_id: i64) -> Result<Vec<(Stage, i64)>> {
    let sql = "SELECT p.state, COUNT(*) AS n FROM problem p JOIN public_problem o ON o.problem_id = p.id \
               WHERE p.organization_id = $1 GROUP BY p.state";
    let rows: Vec<Counted> = conn.all(sql, [organization_id.into()]).await?;
    let count = |stage: Stage| {
        let own = rows.iter().filter(|r| Stage::of(r.state) == Some(stage));
        own.map(|r| r.n).sum::<i64>()
    };
    Ok(Stage::ALL.iter().map(|s| (*s, count(*s))).collect())
}

/// A public problem.
#[derive(Debug, Clone, FromQueryResult)]
pub struct Public {
    pub id: i64,
    pub organization_id: i64,
    pub organization: String,
    pub organization_code: String,
    pub is_example: bool,
    pub title: String,
    /// Only where the coordinator tells it to everybody.
    pub hurts: Option<String>,
    pub class: Option<Class>,
    pub state: State,
    pub state_since: i64,
    pub number: Option<i64>,
    pub year: i64,
    pub created_at: i64,
    pub closed_as: Option<ClosedAs>,
    pub closed_on: Option<String>,
    pub rebounds: i64,
}

/// One public problem; any other is not there.
pub async fn find(conn: &Conn, id: i64) -> Result<Public> {
    let sql = "SELECT p.id, p.organization_id, g.name AS organization, g.code AS organization_code, g.is_example, p.title, \
               CASE WHEN o.is_told THEN p.hurts END AS hurts, p.class, p.state, p.state_since, p.number, c.year, p.created_at, \
               p.closed_as, p.closed_on, p.rebounds FROM problem p JOIN public_problem o ON o.problem_id = p.id \
               JOIN organization g ON g.id = p.organization_id JOIN campaign c ON c.id = p.campaign_id \
               WHERE p.id = $1 AND p.state NOT IN ('proposed', 'returned', 'declined', 'merged', 'withdrawn')";
    let found: Option<Public> = conn.one(sql, [id.into()]).await?;
    found.ok_or(Error::NotFound)
}

#[derive(FromQueryResult)]
struct Since {
    day: Option<String>,
    at: Option<i64>,
}

/// Since when units work on it together: the day of the pairing, else the moment of its last yes. The caller has checked
/// that the problem is public.
pub async fn find_paired(conn: &Conn, problem_id: i64) -> Result<(Option<String>, Option<i64>)> {
    let sql = "SELECT MIN(g.date_from) AS day, MIN(m.answered_at) AS at FROM pairing_problem l JOIN pairing g ON g.id = l.pairing_id \
               JOIN pairing_member m ON m.pairing_id = g.id AND m.answer = 'confirmed' \
               WHERE l.problem_id = $1 AND g.state IN ('active', 'concluded')";
    let found: Option<Since> = conn.one(sql, [problem_id.into()]).await?;
    Ok(found.map_or((None, None), |s| (s.day, s.at)))
}

/// Public evidence of a public problem, oldest first. The caller has checked that the problem is public.
pub async fn list_evidence(conn: &Conn, problem_id: i64) -> Result<Vec<evidence::Model>> {
    let mut rows: Vec<evidence::Model> = conn.rows_by("problem_id", &[problem_id], "id").await?;
    rows.retain(|e| !e.is_withdrawn && e.visibility == Visibility::Public);
    Ok(rows)
}

/// A public piece of evidence of a public problem; any other is not there.
pub async fn find_evidence(conn: &Conn, id: i64) -> Result<evidence::Model> {
    let rows: Vec<evidence::Model> = conn.rows_in("id", &[id]).await?;
    let own = |e: &evidence::Model| !e.is_withdrawn && e.visibility == Visibility::Public;
    let row = rows.into_iter().find(own).ok_or(Error::NotFound)?;
    find(conn, row.problem_id).await?;
    Ok(row)
}

/// What a piece of evidence is called as a file: its title and the ending of its name, which may say whose it is.
pub fn file_name(row: &evidence::Model) -> String {
    let name = row.file_name.as_deref().unwrap_or_default();
    let ending = name.rsplit_once('.').map_or("", |(_, e)| e);
    format!("{}.{ending}", row.title)
}
