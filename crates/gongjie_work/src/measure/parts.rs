//! What somebody is toward a measure: parts in its problem and parts that its duties add.

use std::collections::{BTreeMap, BTreeSet};

use gongjie_base::{Conn, Result};

use super::queries;
use super::rules;
use super::tables::measure;
use crate::org::{Actor, Part};
use crate::pairing::rules as pairing_rules;
use crate::pairing::rules::MemberAnswer;
use crate::pairing::{actions as pairings, queries as pairing_queries};

/// Parts in a problem through its pairings, and those that follow from roles alone.
pub async fn of_problem(conn: &Conn, actor: &Actor, problem_id: i64) -> Result<Vec<Part>> {
    let mut parts = pairings::parts(conn, actor, problem_id).await?;
    parts.extend(actor.standing_parts());
    Ok(parts)
}

/// The same for many problems at once. The caller has checked that the asker sees them.
pub async fn of_problems(
    conn: &Conn,
    actor: &Actor,
    problem_ids: &[i64],
) -> Result<BTreeMap<i64, Vec<Part>>> {
    let links = pairing_queries::list_links_of_problems(conn, problem_ids).await?;
    let linked: BTreeSet<i64> = links.iter().map(|l| l.pairing_id).collect();
    let filter = pairing_queries::Filter {
        ids: Some(linked.into_iter().collect()),
        is_counted: true,
        ..pairing_queries::Filter::default()
    };
    let pairings = pairing_queries::list(conn, actor, &filter).await?;
    let ids: Vec<i64> = pairings.iter().map(|p| p.id).collect();
    let members = pairing_queries::list_members(conn, &ids).await?;
    let mut found: BTreeMap<i64, Vec<Part>> = BTreeMap::new();
    for link in links {
        let own = members
            .iter()
            .filter(|m| m.pairing_id == link.pairing_id && m.answer == MemberAnswer::Confirmed);
        let parts = pairing_rules::member_parts(actor, own);
        found.entry(link.problem_id).or_default().extend(parts);
    }
    Ok(found)
}

/// All parts toward one measure.
pub async fn of_measure(conn: &Conn, actor: &Actor, row: &measure::Model) -> Result<Vec<Part>> {
    let of_problem = of_problem(conn, actor, row.problem_id).await?;
    let duties = queries::list_duties(conn, &[row.id]).await?;
    Ok(rules::parts(actor, &of_problem, &duties))
}
