//! Everything that is read for the page of a measure, and what its reader may do.

use gongjie_base::Result;
use gongjie_base::lifecycle as table;

use crate::door::Visit;
use crate::measure::lifecycle::{self, Action, TABLE};
use crate::measure::rules::{self, State};
use crate::measure::tables::{dispute, duty, extension as request, measure, milestone, progress};
use crate::measure::tree::Tree;
use crate::measure::{actions, parts, queries};
use crate::org::{Actor, Part};
use crate::pairing::queries as pairings;
use crate::problem::tables::problem;

/// Everything that is read for the page.
pub(super) struct Facts {
    pub row: measure::Model,
    pub problem: problem::Model,
    pub rows: Vec<measure::Model>,
    pub duties: Vec<duty::Model>,
    pub own: Vec<duty::Model>,
    pub parts: Vec<Part>,
    pub milestones: Vec<milestone::Model>,
    pub progress: Vec<progress::Model>,
    pub requests: Vec<request::Model>,
    pub dispute: Option<dispute::Model>,
    pub is_concerned: bool,
    pub is_running: bool,
}

/// Reads everything.
pub(super) async fn facts(visit: &Visit, id: i64) -> Result<Facts> {
    let (conn, actor) = (visit.read(), visit.actor()?);
    let (row, problem) = queries::find_with_problem(conn, actor, id).await?;
    let rows = queries::list_of_problems(conn, &[problem.id]).await?;
    let ids: Vec<i64> = rows.iter().map(|m| m.id).collect();
    let duties = queries::list_duties(conn, &ids).await?;
    let own: Vec<duty::Model> = duties
        .iter()
        .filter(|d| d.measure_id == id)
        .cloned()
        .collect();
    let of_problem = parts::of_problem(conn, actor, problem.id).await?;
    let paired = pairings::member_units(conn, problem.id).await?;
    let units = actor.units();
    let is_concerned = actor.sees_all()
        || paired.iter().any(|u| units.contains(u))
        || own.iter().any(|d| {
            d.person_id == Some(actor.person_id) || d.unit_id.is_some_and(|u| units.contains(&u))
        });
    Ok(Facts {
        parts: rules::parts(actor, &of_problem, &own),
        milestones: queries::list_milestones(conn, &[id]).await?,
        progress: queries::list_progress(conn, &[id]).await?,
        requests: queries::list_extensions(conn, &[id]).await?,
        dispute: queries::list_disputes(conn, &[id]).await?.pop(),
        is_running: actions::is_running(problem.state),
        row,
        problem,
        rows,
        duties,
        own,
        is_concerned,
    })
}

/// What the reader may do besides the steps.
pub(super) struct Rights {
    pub edit: bool,
    /// Add a task below.
    pub split: bool,
    /// Report progress.
    pub say: bool,
    /// Set and tick milestones.
    pub plan: bool,
    pub dispute: bool,
}

impl Facts {
    /// Something can still be done.
    pub(super) fn is_open(&self) -> bool {
        self.row.state.is_open() && self.is_running
    }

    /// The reader does the measure.
    pub(super) fn is_doer(&self) -> bool {
        self.parts
            .iter()
            .any(|p| matches!(p, Part::Owner | Part::OwnerHead))
    }

    pub(super) async fn rights(&self, visit: &Visit) -> Result<Rights> {
        let state = self.row.state;
        let does = self.is_open() && self.is_doer();
        let changes = self.is_open() && state != State::Reported;
        let leads = self.parts.iter().any(|p| lifecycle::ISSUERS.contains(p));
        let edits = actions::may_edit(visit.read(), visit.actor()?, &self.row).await?;
        let is_new = matches!(state, State::Issued | State::Signed);
        Ok(Rights {
            edit: self.is_running && edits,
            split: changes && rules::may_issue(&self.parts, &self.parts),
            say: does && matches!(state, State::Signed | State::Working),
            plan: changes && (self.is_doer() || leads),
            dispute: does && self.dispute.is_none() && is_new,
        })
    }

    /// Steps open to the reader: exactly those that would not be refused.
    pub(super) fn steps(&self, tree: &Tree<'_>, actor: &Actor) -> Vec<Action> {
        if !self.is_running {
            return Vec::new();
        }
        let reported = self.row.reported_by_id == Some(actor.person_id);
        let closed = tree.tasks_are_closed(self.row.id);
        table::open_to(TABLE, self.row.state, &self.parts)
            .into_iter()
            .map(|line| line.action)
            .filter(|a| !(reported && lifecycle::bars_reporter(*a)))
            .filter(|a| closed || !lifecycle::waits_for_tasks(*a))
            .collect()
    }
}
