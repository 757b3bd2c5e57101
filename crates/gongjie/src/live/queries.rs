//! Which of the added entries an asker may see. Reads only.

use std::collections::BTreeSet;

use gongjie_base::{Conn, Result};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QuerySelect};

use super::rules::Of;
use crate::journal::since_queries::Added;
use crate::org::Actor;
use crate::pairing::queries as pairings_of;
use crate::pairing::tables::pairing;
use crate::problem::queries::visible;
use crate::problem::tables::problem;

/// Those that can show on the page and hang on a problem or a pairing that the asker sees; of all others not even the number is told.
pub async fn seen(conn: &Conn, actor: &Actor, of: Of, added: &[Added]) -> Result<Vec<Added>> {
    let shown: Vec<&Added> = added.iter().filter(|a| of.shows(&a.subject)).collect();
    if shown.is_empty() || !actor.sees_business() {
        return Ok(Vec::new());
    }
    let problem_of = |a: &Added| match a.subject.as_str() {
        "problem" => Some(a.subject_id),
        _ => a.problem_id,
    };
    let pairing_of = |a: &Added| Some(a.subject_id).filter(|_| a.subject == "pairing");
    let problems: BTreeSet<i64> = shown.iter().filter_map(|a| problem_of(a)).collect();
    let pairings: BTreeSet<i64> = shown.iter().filter_map(|a| pairing_of(a)).collect();
    let problems: Vec<i64> = problem::Entity::find()
        .select_only()
        .column(problem::Column::Id)
        .filter(visible(actor))
        .filter(problem::Column::Id.is_in(problems))
        .into_tuple()
        .all(conn)
        .await?;
    let pairings: Vec<i64> = pairing::Entity::find()
        .select_only()
        .column(pairing::Column::Id)
        .filter(pairings_of::visible(actor))
        .filter(pairing::Column::Id.is_in(pairings))
        .into_tuple()
        .all(conn)
        .await?;
    let sees = |a: &&Added| match (pairing_of(a), problem_of(a)) {
        (Some(pairing), None) => pairings.contains(&pairing),
        (Some(pairing), Some(problem)) => {
            pairings.contains(&pairing) && problems.contains(&problem)
        }
        (None, Some(problem)) => problems.contains(&problem),
        (None, None) => false,
    };
    Ok(shown.into_iter().filter(sees).cloned().collect())
}
