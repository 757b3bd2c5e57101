//! Counts again what is kept beside the facts, for `gongjie doctor` and the tests.

use gongjie_base::{Conn, Result};

/// What is kept, and the rows by which it differs from the truth: kept without a fact, or a fact that is not kept.
const CHECKS: [(&str, &str, &str); 4] = [
    (
        "limits of problems",
        "SELECT problem_id, organization_id, state, due_on FROM kept_problem",
        "SELECT problem_id, organization_id, state, due_on FROM true_problem",
    ),
    (
        "units of problems",
        "SELECT unit_id, problem_id, state, due_on, CASE WHEN is_open THEN 1 ELSE 0 END FROM kept_unit",
        "SELECT t.unit_id, t.problem_id, p.state, p.due_on, MAX(t.openness) FROM true_unit t \
         JOIN true_problem p ON p.problem_id = t.problem_id GROUP BY t.unit_id, t.problem_id, p.state, p.due_on",
    ),
    (
        "totals of problems",
        "SELECT organization_id, campaign_id, state, basis, theme_id, stays, problems, measures, documents, outcomes \
         FROM tally_problem WHERE problems <> 0 OR measures <> 0 OR documents <> 0 OR outcomes <> 0",
        "SELECT organization_id, campaign_id, state, basis, theme_id, stays, COUNT(*), CAST(SUM(measures) AS BIGINT), \
         CAST(SUM(documents) AS BIGINT), CAST(SUM(outcomes) AS BIGINT) FROM problem_share \
         GROUP BY organization_id, campaign_id, state, basis, theme_id, stays",
    ),
    (
        "totals of pairings",
        "SELECT organization_id, campaign_id, lead_unit_id, unit_id, pairings FROM tally_joint WHERE pairings <> 0",
        "SELECT organization_id, campaign_id, 0, 0, COUNT(*) FROM pairing_key GROUP BY organization_id, campaign_id \
         UNION ALL SELECT organization_id, campaign_id, lead_unit_id, unit_id, COUNT(*) FROM pairing_joint \
         GROUP BY organization_id, campaign_id, lead_unit_id, unit_id",
    ),
];

/// What is kept otherwise than the facts are, in English for the command line.
pub async fn faults(conn: &Conn) -> Result<Vec<String>> {
    let mut found = Vec::new();
    for (what, kept, truth) in CHECKS {
        let count = |a: &str, b: &str| {
            format!("SELECT COUNT(*) FROM (SELECT * FROM ({a}) x EXCEPT SELECT * FROM ({b}) y) z")
        };
        let more: i64 = conn.scalar(&count(kept, truth), []).await?.unwrap_or(0);
        let less: i64 = conn.scalar(&count(truth, kept), []).await?.unwrap_or(0);
        if more + less > 0 {
            found.push(format!(
                "{what}: {more} rows are kept wrongly, {less} are missing"
            ));
        }
    }
    Ok(found)
}
