//! One measure with everything that hangs on it, as its page shows it to the same reader.

use gongjie_base::{Error, Result};
use serde::Serialize;
use utoipa::ToSchema;

use super::rows::{Book, MeasureRow};
use crate::door::Reading;
use crate::measure::extension::Decision;
use crate::measure::facts::{Facts, Rights, facts};
use crate::measure::lifecycle::Action;
use crate::measure::rules::{ExtensionState, Ruling, State};
use crate::measure::tables::{extension, progress};
use crate::measure::tree::Tree;

/// A milestone 里程碑.
#[derive(Debug, Serialize, ToSchema)]
pub struct Milestone {
    pub id: i64,
    pub text: String,
    pub due_on: String,
    pub done_on: Option<String>,
}

/// An entry of progress 进展.
#[derive(Debug, Serialize, ToSchema)]
pub struct Progress {
    pub id: i64,
    pub entered_on: String,
    /// Nothing where nothing changed.
    pub sentence: Option<String>,
    pub is_no_change: bool,
    pub next_step: Option<String>,
    pub percent: Option<i64>,
    pub person: Option<String>,
}

/// A request for extension 延期.
#[derive(Debug, Serialize, ToSchema)]
pub struct Extension {
    pub id: i64,
    /// `asked`, `head_agreed`, `granted`, `denied` or `withdrawn`.
    pub state: &'static str,
    pub from_due_on: String,
    pub to_due_on: String,
    pub reason: String,
    pub progress_so_far: Option<String>,
    pub asked_on: String,
    pub asked_by: Option<String>,
    pub decided_on: Option<String>,
    pub decided_by: Option<String>,
    pub decision_note: Option<String>,
    /// Decisions open to the asker now.
    pub decisions: Vec<&'static str>,
    /// Send it back with a decision.
    pub version: i64,
}

/// A send-back 退回.
#[derive(Debug, Serialize, ToSchema)]
pub struct SendBack {
    /// `evidence`, `facts`, `unfinished`, `effect`, `wording` or `other`.
    pub reason: &'static str,
    pub note: Option<String>,
    pub sent_on: String,
    pub person: Option<String>,
}

/// A dispute about the assignment 派单异议.
#[derive(Debug, Serialize, ToSchema)]
pub struct Dispute {
    pub id: i64,
    pub basis: String,
    pub proposed_unit_id: Option<i64>,
    pub proposed_unit: Option<String>,
    pub asked_on: String,
    /// `moved` or `kept`; nothing while it waits.
    pub ruling: Option<&'static str>,
    pub ruled_on: Option<String>,
}

/// What the asker may do now.
#[derive(Debug, Serialize, ToSchema)]
pub struct MeasureMay {
    /// Actions for `/moves`.
    pub moves: Vec<&'static str>,
    #[serde(flatten)]
    pub rights: Rights,
    /// Rule about the dispute.
    pub rule: bool,
    /// The last date for which an extension may be asked; nothing where none may be.
    pub extend_until: Option<String>,
}

/// One measure with its side records.
#[derive(Debug, Serialize, ToSchema)]
pub struct Measure {
    #[serde(flatten)]
    pub row: MeasureRow,
    /// Why it is suspended or cancelled; for those concerned also the words of other steps.
    pub state_note: Option<String>,
    /// Everything under it, in reading order.
    pub tasks: Vec<MeasureRow>,
    pub milestones: Vec<Milestone>,
    pub progress: Vec<Progress>,
    /// The day until which the next entry is wanted.
    pub progress_wanted_by: Option<String>,
    /// Granted ones are seen by all, others by those concerned.
    pub extensions: Vec<Extension>,
    /// For those concerned.
    pub send_backs: Vec<SendBack>,
    /// For those concerned.
    pub dispute: Option<Dispute>,
    pub may: MeasureMay,
}

/// Reads it for one reader.
pub async fn read(at: Reading<'_>, id: i64) -> Result<Measure> {
    let facts = facts(at.conn, at.actor, id).await?;
    let book = Book::read(at, &facts.rows, &facts.duties).await?;
    let tree = Tree::new(&facts.rows);
    let row = book.row(&tree, &facts.row);
    let extensions = facts.requests.iter();
    let extensions =
        extensions.filter(|e| facts.is_concerned || e.state == ExtensionState::Granted);
    let progress = facts.progress.iter();
    let is_told =
        facts.is_concerned || matches!(facts.row.state, State::Suspended | State::Cancelled);
    Ok(Measure {
        row: row.ok_or_else(|| Error::internal("no light"))?,
        state_note: facts.row.state_note.clone().filter(|_| is_told),
        tasks: book.rows(&tree, id),
        milestones: milestones(&facts),
        progress: progress.map(|e| progressed(e, &book)).collect(),
        progress_wanted_by: facts.progress_wanted(at.today).map(|d| d.to_string()),
        extensions: extensions.map(|e| asked(e, &facts, &book, at)).collect(),
        send_backs: send_backs(&facts, &book),
        dispute: dispute(&facts, &book),
        may: may(&facts, &tree, at).await?,
    })
}

fn milestones(facts: &Facts) -> Vec<Milestone> {
    let rows = facts.milestones.iter().map(|m| Milestone {
        id: m.id,
        text: m.text.clone(),
        due_on: m.due_on.clone(),
        done_on: m.done_on.clone(),
    });
    rows.collect()
}

fn progressed(entry: &progress::Model, book: &Book<'_>) -> Progress {
    Progress {
        id: entry.id,
        entered_on: entry.entered_on.clone(),
        sentence: entry.sentence.clone(),
        is_no_change: entry.is_no_change,
        next_step: entry.next_step.clone(),
        percent: entry.percent,
        person: book.person(entry.person_id),
    }
}

fn asked(row: &extension::Model, facts: &Facts, book: &Book<'_>, at: Reading<'_>) -> Extension {
    let decisions = facts.decisions(row, at.actor);
    Extension {
        id: row.id,
        state: row.state.code(),
        from_due_on: row.from_due_on.clone(),
        to_due_on: row.to_due_on.clone(),
        reason: row.reason.clone(),
        progress_so_far: row.progress_so_far.clone(),
        asked_on: row.asked_on.clone(),
        asked_by: book.person(row.asked_by_id),
        decided_on: row.decided_on.clone(),
        decided_by: book.person(row.decided_by_id),
        decision_note: row.decision_note.clone(),
        decisions: decisions.into_iter().map(Decision::code).collect(),
        version: row.version,
    }
}

fn send_backs(facts: &Facts, book: &Book<'_>) -> Vec<SendBack> {
    let rows = facts.send_backs.iter().filter(|_| facts.is_concerned);
    let rows = rows.map(|s| SendBack {
        reason: s.reason.code(),
        note: s.note.clone(),
        sent_on: s.sent_on.clone(),
        person: book.person(s.person_id),
    });
    rows.collect()
}

fn dispute(facts: &Facts, book: &Book<'_>) -> Option<Dispute> {
    let row = facts.dispute.as_ref().filter(|_| facts.is_concerned)?;
    Some(Dispute {
        id: row.id,
        basis: row.basis.clone(),
        proposed_unit_id: row.proposed_unit_id,
        proposed_unit: book.unit(row.proposed_unit_id),
        asked_on: row.asked_on.clone(),
        ruling: row.ruling.map(Ruling::code),
        ruled_on: row.ruled_on.clone(),
    })
}

async fn may(facts: &Facts, tree: &Tree<'_>, at: Reading<'_>) -> Result<MeasureMay> {
    let steps = facts.steps(tree, at.actor);
    let until = facts.may_ask(at.today).and_then(Result::ok);
    Ok(MeasureMay {
        moves: steps.into_iter().map(Action::code).collect(),
        rights: facts.rights(at.conn, at.actor).await?,
        rule: facts.may_rule(),
        extend_until: until.map(|d| d.to_string()),
    })
}
