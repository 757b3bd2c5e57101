//! What was added to a journal since a number: for those who follow it. Reads only.

use gongjie_base::{Conn, Result};
use sea_orm::FromQueryResult;

/// An entry without its words.
#[derive(Debug, Clone, PartialEq, Eq, FromQueryResult)]
pub struct Added {
    pub seq: i64,
    pub person_id: Option<i64>,
    /// Name of who did it; nothing where the product did.
    pub person: Option<String>,
    pub subject: String,
    pub subject_id: i64,
    /// The problem to whose story it belongs.
    pub problem_id: Option<i64>,
}

/// Number of an organisation's last entry; 0 before the first.
pub async fn find_head(conn: &Conn, organization_id: i64) -> Result<i64> {
    let sql = "SELECT seq FROM journal_head WHERE organization_id = $1";
    let seq: Option<i64> = conn.scalar(sql, [organization_id.into()]).await?;
    Ok(seq.unwrap_or_default())
}

/// Entries after a number, oldest first. The caller shows only those that its asker may see.
pub async fn list_since(
    conn: &Conn,
    organization_id: i64,
    seq: i64,
    limit: u64,
) -> Result<Vec<Added>> {
    let sql = format!(
        "SELECT j.seq, j.person_id, p.name AS person, j.subject, j.subject_id, j.problem_id \
         FROM journal j LEFT JOIN person p ON p.id = j.person_id \
         WHERE j.organization_id = $1 AND j.seq > $2 ORDER BY j.seq LIMIT {limit}"
    );
    conn.all(&sql, [organization_id.into(), seq.into()]).await
}
