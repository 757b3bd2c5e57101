//! Everything that is read about one measure, and what its reader may do: for its page and for the JSON API.

use gongjie_base::lifecycle as table;
use gongjie_base::{Conn, Result};
use jiff::civil::Date;

use super::extension::{self, CannotExtend, Decision, Limit};
use super::lifecycle::{self, Action, TABLE};
use super::rules::{self, State};
use super::tables::{dispute, duty, extension as request, measure, milestone, progress, send_back};
use super::tree::Tree;
use super::{actions, parts, queries};
use crate::org::{Actor, Part};
use crate::pairing::queries as pairings;
use crate::problem::tables::problem;

/// Everything that is read.
pub struct Facts {
    pub row: measure::Model,
    pub problem: problem::Model,
    /// Every measure of the problem.
    pub rows: Vec<measure::Model>,
    /// Duties of all of them.
    pub duties: Vec<duty::Model>,
    pub own: Vec<duty::Model>,
    pub parts: Vec<Part>,
    pub milestones: Vec<milestone::Model>,
    pub progress: Vec<progress::Model>,
    pub requests: Vec<request::Model>,
    pub send_backs: Vec<send_back::Model>,
    pub dispute: Option<dispute::Model>,
    /// Disputes, refusals and send-backs are seen by those concerned and by those who see all.
    pub is_concerned: bool,
    pub is_running: bool,
}

/// Reads everything.
pub async fn facts(conn: &Conn, actor: &Actor, id: i64) -> Result<Facts> {
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
        send_backs: queries::list_send_backs(conn, &[id]).await?,
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
#[derive(Debug, serde::Serialize, utoipa::ToSchema)]
#[schema(as = MeasureRights)]
pub struct Rights {
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
    pub fn is_open(&self) -> bool {
        self.row.state.is_open() && self.is_running
    }

    /// The reader does the measure.
    pub fn is_doer(&self) -> bool {
        self.parts
            .iter()
            .any(|p| matches!(p, Part::Owner | Part::OwnerHead))
    }

    /// What the reader may do besides the steps.
    pub async fn rights(&self, conn: &Conn, actor: &Actor) -> Result<Rights> {
        let state = self.row.state;
        let does = self.is_open() && self.is_doer();
        let changes = self.is_open() && state != State::Reported;
        let leads = self.parts.iter().any(|p| lifecycle::ISSUERS.contains(p));
        let edits = actions::may_edit(conn, actor, &self.row).await?;
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
    pub fn steps(&self, tree: &Tree<'_>, actor: &Actor) -> Vec<Action> {
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

    /// The limit with everything that was asked about it.
    pub fn limit(&self) -> Limit {
        actions::limit_of(&self.row, self.requests.iter().map(|e| e.state))
    }

    /// The last date for which the reader may ask, or why not; nothing for those who never may.
    pub fn may_ask(&self, today: Date) -> Option<Result<Date, CannotExtend>> {
        let is_under_way = matches!(self.row.state, State::Signed | State::Working);
        let may = self.is_open() && self.is_doer() && is_under_way;
        may.then(|| self.limit().may_ask(today).map(|(_, last)| last))
    }

    /// Decisions about a request that are open to the reader; only who asked may withdraw.
    pub fn decisions(&self, row: &request::Model, actor: &Actor) -> Vec<Decision> {
        let is_asker = row.asked_by_id == Some(actor.person_id);
        let mut decisions = extension::open_to(row.state, &self.parts);
        decisions.retain(|d| self.is_open() && (is_asker || *d != Decision::Withdraw));
        decisions
    }

    /// The reader may rule about the open dispute.
    pub fn may_rule(&self) -> bool {
        let is_open = self.dispute.as_ref().is_some_and(|d| d.ruling.is_none());
        is_open && self.is_running && self.parts.contains(&Part::Coordinator)
    }

    /// The day until which an entry of progress is wanted.
    pub fn progress_wanted(&self, today: Date) -> Option<Date> {
        let last = self.progress.last();
        let last = last.and_then(|e| e.entered_on.parse().ok());
        rules::progress_wanted(&self.row, last, today)
    }
}
