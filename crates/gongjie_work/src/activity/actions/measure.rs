//! A decision becomes a measure: its words are not typed again, and the decision points to what came of it.

use gongjie_base::{Conn, Error, Result, Tx};

use super::{pairing_to_record, tell};
use crate::activity::queries;
use crate::journal::Entry;
use crate::measure::rules::{self as measure_rules, Input};
use crate::measure::{actions as measures, actions::is_running};
use crate::org::{Acting, Actor};
use crate::pairing::{queries as pairings, rules as pairing_rules};
use crate::problem::queries as problems;
use crate::problem::tables::problem;

/// Problems of a pairing for which the actor may make measures of its decisions: under way, and the actor leads or coordinates.
pub async fn list_measurable(
    conn: &Conn,
    actor: &Actor,
    pairing_id: i64,
) -> Result<Vec<problem::Model>> {
    let found = pairings::find(conn, actor, pairing_id).await?;
    let members = pairings::list_members(conn, &[pairing_id]).await?;
    let parts = pairing_rules::parts(actor, &members);
    if !found.state.binds() || !measure_rules::may_issue(&parts, &[]) {
        return Ok(Vec::new());
    }
    let links = pairings::list_links(conn, &[pairing_id]).await?;
    let filter = problems::Filter {
        ids: Some(links.iter().map(|l| l.problem_id).collect()),
        ..problems::Filter::default()
    };
    let mut found = problems::list(conn, actor, &filter).await?;
    found.retain(|f| is_running(f.state));
    Ok(found)
}

/// Makes a measure 举措 of a decision for one of the pairing's problems. For those who may issue the problem's measures; once.
pub async fn make_measure(
    tx: &Tx,
    acting: &Acting,
    decision_id: i64,
    problem_id: i64,
    input: &Input,
) -> Result<i64> {
    let (decision, activity) = queries::find_decision(tx, &acting.actor, decision_id).await?;
    pairing_to_record(tx, acting, activity.pairing_id).await?;
    let links = pairings::list_links(tx, &[activity.pairing_id]).await?;
    if links.iter().all(|l| l.problem_id != problem_id) {
        return Err(Error::invalid("problem_id", "error-not-in-list"));
    }
    if decision.measure_id.is_some() || decision.is_noted {
        return Err(Error::conflict("activity-decision-settled"));
    }
    let measure_id = measures::set(tx, acting, problem_id, input).await?;
    if !queries::settle_decision(tx, decision_id, Some(measure_id)).await? {
        return Err(Error::conflict("activity-decision-settled"));
    }
    let entry = Entry::new("activity.make_measure", "activity", activity.id)
        .set("decision", decision.text)
        .set("measure", measure_id);
    tell(tx, acting, entry, activity.pairing_id).await?;
    Ok(measure_id)
}
