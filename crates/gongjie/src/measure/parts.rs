//! What somebody is toward a measure: parts in its problem and parts that its duties add.

use gongjie_base::{Conn, Result};

use super::queries;
use super::rules;
use super::tables::measure;
use crate::org::{Actor, Part};
use crate::pairing::actions as pairings;

/// Parts in a problem through its pairings, and those that follow from roles alone.
pub async fn of_problem(conn: &Conn, actor: &Actor, problem_id: i64) -> Result<Vec<Part>> {
    let mut parts = pairings::parts(conn, actor, problem_id).await?;
    parts.extend(actor.standing_parts());
    Ok(parts)
}

/// All parts toward one measure.
pub async fn of_measure(conn: &Conn, actor: &Actor, row: &measure::Model) -> Result<Vec<Part>> {
    let of_problem = of_problem(conn, actor, row.problem_id).await?;
    let duties = queries::list_duties(conn, &[row.id]).await?;
    Ok(rules::parts(actor, &of_problem, &duties))
}
