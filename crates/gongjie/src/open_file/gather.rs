//! Everything that everybody may see of one problem: no person, no draft, no note, no voice.

use gongjie_base::{Clock, Conn, Result};
use serde::Serialize;
use utoipa::ToSchema;

use super::queries::{self, Public};
use super::rules::{self, Shares, Step, Way, is_confirmed, is_taken_on};
use crate::close_out::queries as closings;
use crate::close_out::rules::{LookBack, State as CloseOutState};
use crate::close_out::tables::close_out;
use crate::close_out::turn::present;
use crate::measure::queries as measures;
use crate::measure::rules::State as MeasureState;
use crate::measure::tables::measure;
use crate::org::queries as org;
use crate::outcome::queries as outcomes;
use crate::outcome::tables::evidence;
use crate::pairing::rules::MemberRole;
use crate::problem::rules::State;

/// A measure as everybody sees it.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = PublicMeasure)]
pub struct Measure {
    pub text: String,
    pub due_on: Option<String>,
    /// As it was written, where it is no day.
    pub due_text: Option<String>,
    /// `signed`, `working`, `reported`, `done` or `suspended`.
    pub state: &'static str,
    pub done_on: Option<String>,
}

/// A public piece of evidence.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = PublicEvidence)]
pub struct Piece {
    pub id: i64,
    pub kind: &'static str,
    pub title: String,
    pub dated_on: Option<String>,
    pub link: Option<String>,
    /// It can be fetched at `/public/evidence/{id}`.
    pub is_file: bool,
}

/// What the raisers said, added up.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = PublicVerdict)]
pub struct Verdict {
    /// What was said; null while fewer than ten spoke 样本不足, for a small group would be known by its words.
    pub shares: Option<Shares>,
    /// A named person outside the doing units looked again and passed it.
    pub is_checked: bool,
}

/// A public problem with everything that belongs to it.
#[derive(Debug)]
pub struct File {
    pub problem: Public,
    pub leads: Vec<String>,
    pub partners: Vec<String>,
    pub steps: [Step; 4],
    pub measures: Vec<Measure>,
    pub result: Option<String>,
    pub outcomes: Vec<String>,
    pub evidence: Vec<Piece>,
    pub verdict: Option<Verdict>,
    /// `holds` or `rebound`, and when; nothing before it was looked at again.
    pub look_back: Option<(LookBack, String)>,
    /// From this day on it is looked at again.
    pub look_back_on: Option<String>,
    /// The close-out whose notice everybody may see.
    pub notice: Option<i64>,
    pub may_join: bool,
}

/// Reads it; what is not public is not there.
pub async fn of(conn: &Conn, clock: &Clock, id: i64) -> Result<File> {
    let problem = queries::find(conn, id).await?;
    let mut rows = closings::list_of_problems(conn, &[id]).await?;
    let row = present(&rows, problem.state).map(|place| rows.remove(place));
    let (leads, partners) = sides(conn, &problem).await?;
    let rows = measures::list_of_problems(conn, &[id]).await?;
    let seen = |m: &&measure::Model| m.parent_id.is_none() && is_taken_on(m.state);
    let rows: Vec<measure::Model> = rows.iter().filter(seen).cloned().collect();
    let way = way(conn, clock, &problem, !leads.is_empty(), &rows).await?;
    let confirmed = row.as_ref().filter(|r| is_confirmed(r.state));
    let outcomes = match confirmed {
        Some(_) => outcomes::list_of_problems(conn, &[id]).await?,
        None => Vec::new(),
    };
    let verdict = match &row {
        Some(row) => verdict(conn, row, clock.now()).await?,
        None => None,
    };
    let struck = row.as_ref().filter(|r| r.state == CloseOutState::Struck);
    let looked = struck.and_then(|r| r.look_back.zip(r.looked_back_on.clone()));
    Ok(File {
        leads,
        partners,
        steps: rules::steps(&way),
        measures: rows.into_iter().map(shown).collect(),
        result: confirmed.map(|r| r.result.clone()),
        outcomes: outcomes.into_iter().map(|o| o.text).collect(),
        evidence: pieces(queries::list_evidence(conn, id).await?),
        verdict,
        look_back_on: struck
            .filter(|_| looked.is_none())
            .and_then(|r| r.look_back_on.clone()),
        look_back: looked,
        notice: row.filter(|r| r.notice_from.is_some()).map(|r| r.id),
        may_join: rules::may_join(problem.state),
        problem,
    })
}

/// Units that lead, and those that take part: only members of pairings in force, each once.
async fn sides(conn: &Conn, problem: &Public) -> Result<(Vec<String>, Vec<String>)> {
    let doers = outcomes::find_doers(conn, problem.id).await?;
    let names = org::unit_names(conn, problem.organization_id).await?;
    let (mut leads, mut partners) = (Vec::new(), Vec::new());
    for member in doers.members.iter().filter(|m| m.is_live) {
        let side = if member.role == MemberRole::Partner {
            &mut partners
        } else {
            &mut leads
        };
        let name = names.get(&member.unit_id).cloned().unwrap_or_default();
        if !side.contains(&name) {
            side.push(name);
        }
    }
    partners.retain(|name| !leads.contains(name));
    Ok((leads, partners))
}

async fn way(
    conn: &Conn,
    clock: &Clock,
    problem: &Public,
    is_paired: bool,
    measures: &[measure::Model],
) -> Result<Way> {
    let day = |at: i64| clock.date_of(at).to_string();
    let (from, answered) = queries::find_paired(conn, problem.id).await?;
    let is_open = |m: &measure::Model| m.state != MeasureState::Done;
    let all_done = !measures.is_empty() && !measures.iter().any(is_open);
    let done = measures.iter().filter_map(|m| m.done_on.clone()).max();
    Ok(Way {
        raised_on: day(problem.created_at),
        paired_on: from.or_else(|| answered.map(day)),
        is_paired,
        begun_on: measures.iter().filter_map(|m| m.signed_on.clone()).min(),
        solved_on: done.filter(|_| all_done),
        closed_on: problem.closed_on.clone(),
        is_closed: problem.state == State::Closed,
        is_checked_now: problem.state == State::Verifying,
    })
}

fn shown(row: measure::Model) -> Measure {
    Measure {
        text: row.text,
        due_text: row.due_text.filter(|_| row.due_on.is_none()),
        due_on: row.due_on,
        state: row.state.code(),
        done_on: row.done_on,
    }
}

fn pieces(rows: Vec<evidence::Model>) -> Vec<Piece> {
    rows.into_iter()
        .map(|e| Piece {
            id: e.id,
            kind: e.kind.code(),
            title: e.title,
            dated_on: e.dated_on,
            link: e.link,
            is_file: e.file_hash.is_some(),
        })
        .collect()
}

/// What was said by now. A word of somebody who was not asked who they are counts when its half day is over.
async fn verdict(conn: &Conn, row: &close_out::Model, now: i64) -> Result<Option<Verdict>> {
    if row.state.reached() < CloseOutState::Verified.reached() {
        return Ok(None);
    }
    let asked = closings::list_verdicts(conn, &[row.id]).await?;
    let said = asked
        .iter()
        .filter(|v| v.given_at.is_some_and(|at| at <= now));
    let said: Vec<_> = said.filter_map(|v| v.solved).collect();
    let judged = closings::find_judgement(conn, row.id).await?;
    Ok(Some(Verdict {
        shares: rules::shares(asked.len(), &said),
        is_checked: judged.is_some_and(|j| j.checked_on.is_some()),
    }))
}
