//! Reads the list of results with their figures: which ones, credited to whom, and what they add up to.

use gongjie_base::limits::PAGE_ROWS;
use gongjie_base::{Conn, Result};
use sea_orm::{FromQueryResult, Value};

use crate::campaign::rules::Qualifier;
use crate::org::Actor;

/// Figures that are added up at most; beyond it the page asks for a narrower choice.
pub const FIGURES_SUMMED_MAX: u64 = 5_000;

/// What the list asks for; everything is optional.
#[derive(Debug, Clone, Default)]
pub struct Filter {
    pub campaign_id: Option<i64>,
    pub theme_id: Option<i64>,
    /// Results credited to this unit, alone or with others.
    pub unit_id: Option<i64>,
    /// Rows with a smaller id: the page after the one that ended there.
    pub before_id: Option<i64>,
    /// Rows at most; nothing: one more than a page, to see whether there is a next one.
    pub limit: Option<u64>,
}

/// One result of the list.
#[derive(Debug, Clone, FromQueryResult)]
pub struct Row {
    pub id: i64,
    pub problem_id: i64,
    pub text: String,
    pub title: String,
    pub theme_id: Option<i64>,
    pub measure_id: Option<i64>,
    pub source: Option<String>,
    pub is_withdrawn: bool,
    pub version: i64,
}

/// A figure as far as sums need it.
#[derive(Debug, Clone, FromQueryResult)]
pub struct Summand {
    pub label: String,
    pub text: String,
    pub unit: String,
    pub qualifier: Qualifier,
    pub is_planned: bool,
}

/// How many results a unit is credited with.
#[derive(Debug, Clone, FromQueryResult)]
pub struct Credit {
    pub unit_id: i64,
    pub outcomes: i64,
    /// Those shared with at least one other unit.
    pub joint: i64,
}

/// Who is credited with what: named shares, or everybody who takes part where none are named.
const CREDIT: &str = "WITH credit (outcome_id, unit_id) AS (\
    SELECT s.outcome_id, s.unit_id FROM outcome_share s \
    UNION SELECT o.id, m.unit_id FROM outcome o JOIN pairing_problem l ON l.problem_id = o.problem_id \
    JOIN pairing g ON g.id = l.pairing_id AND g.state IN ('active', 'concluded') \
    JOIN pairing_member m ON m.pairing_id = g.id AND m.answer = 'confirmed' \
    WHERE NOT EXISTS (SELECT 1 FROM outcome_share s WHERE s.outcome_id = o.id)) ";

/// Results that the actor may see and the filter meets; its values are `$1` to `$4`.
const CHOSEN: &str = "FROM outcome o JOIN problem p ON p.id = o.problem_id \
    WHERE o.organization_id = $1 AND NOT o.is_withdrawn \
    AND p.state NOT IN ('proposed', 'returned', 'declined', 'merged', 'withdrawn') \
    AND ($2 IS NULL OR p.campaign_id = $2 OR EXISTS (SELECT 1 FROM carry_over ci WHERE ci.problem_id = p.id AND ci.to_campaign_id = $2)) AND ($3 IS NULL OR p.theme_id = $3) \
    AND ($4 IS NULL OR o.id IN (SELECT c.outcome_id FROM credit c JOIN unit u ON u.id = c.unit_id \
    WHERE u.id = $4 OR u.merged_into_id = $4)) ";

fn values(actor: &Actor, filter: &Filter) -> Vec<Value> {
    vec![
        actor.organization_id.into(),
        filter.campaign_id.into(),
        filter.theme_id.into(),
        filter.unit_id.into(),
    ]
}

/// Results, newest first.
pub async fn list(conn: &Conn, actor: &Actor, filter: &Filter) -> Result<Vec<Row>> {
    if !actor.sees_business() {
        return Ok(Vec::new());
    }
    let sql = format!(
        "{CREDIT}SELECT o.id, o.problem_id, o.text, p.title, p.theme_id, o.measure_id, o.source, \
         o.is_withdrawn, o.version {CHOSEN}\
         AND ($5 IS NULL OR o.id < $5) ORDER BY o.id DESC LIMIT {}",
        filter.limit.unwrap_or(PAGE_ROWS + 1)
    );
    let mut values = values(actor, filter);
    values.push(filter.before_id.into());
    conn.all(&sql, values).await
}

/// Every figure that the filter meets, each once however many units share it; one more than can be added up at most.
pub async fn list_summands(conn: &Conn, actor: &Actor, filter: &Filter) -> Result<Vec<Summand>> {
    if !actor.sees_business() {
        return Ok(Vec::new());
    }
    let sql = format!(
        "{CREDIT}SELECT f.label, f.text, f.unit, f.qualifier, f.is_planned FROM figure f \
         WHERE f.outcome_id IN (SELECT o.id {CHOSEN}) ORDER BY f.label, f.unit, f.id LIMIT {}",
        FIGURES_SUMMED_MAX + 1
    );
    conn.all(&sql, values(actor, filter)).await
}

/// Credits by unit, most first; joint ones stand at each unit that shares them.
pub async fn list_credits(conn: &Conn, actor: &Actor, filter: &Filter) -> Result<Vec<Credit>> {
    if !actor.sees_business() {
        return Ok(Vec::new());
    }
    let sql = format!(
        "{CREDIT}SELECT c.unit_id, COUNT(*) AS outcomes, CAST(SUM(CASE WHEN EXISTS \
         (SELECT 1 FROM credit d WHERE d.outcome_id = c.outcome_id AND d.unit_id <> c.unit_id) \
         THEN 1 ELSE 0 END) AS BIGINT) AS joint \
         FROM credit c WHERE c.outcome_id IN (SELECT o.id {CHOSEN}) \
         GROUP BY c.unit_id ORDER BY outcomes DESC, c.unit_id LIMIT 500"
    );
    conn.all(&sql, values(actor, filter)).await
}

/// How many results the filter meets, each counted once.
pub async fn count(conn: &Conn, actor: &Actor, filter: &Filter) -> Result<i64> {
    if !actor.sees_business() {
        return Ok(0);
    }
    let sql = format!("{CREDIT}SELECT COUNT(*) {CHOSEN}");
    let n = conn.scalar(&sql, values(actor, filter)).await?;
    Ok(n.unwrap_or_default())
}
