//! Everything about the closing of one problem, as its page shows it to the same reader.

use std::collections::BTreeMap;

use gongjie_base::clock::Millis;
use gongjie_base::{Error, Result};
use jiff::civil::Date;
use serde::Serialize;
use utoipa::ToSchema;

use crate::calendar::Calendar;
use crate::close_out::objection::{Finding, reference};
use crate::close_out::queries;
use crate::close_out::rules::{self, LookBack};
use crate::close_out::tables::{close_out, close_out_view, objection};
use crate::close_out::turn::{self, Open};
use crate::door::Reading;
use crate::measure::rules::SendBackReason;
use crate::org::queries as org;
use crate::problem::queries as problems;

/// One application for closing, with what came of it 销号.
#[derive(Debug, Serialize, ToSchema)]
pub struct CloseOut {
    pub id: i64,
    /// `applied`, `signed`, `viewed`, `verified`, `judged`, `unrated`, `checked`, `notice`, `struck`, `sent_back` or `withdrawn`.
    pub state: &'static str,
    pub result: String,
    pub no_evidence_reason: Option<String>,
    pub applied_on: String,
    pub applied_by: Option<String>,
    pub signed_on: Option<String>,
    pub signed_by: Option<String>,
    pub verified_on: Option<String>,
    pub verified_by: Option<String>,
    pub verifier_unit_id: Option<i64>,
    pub verify_note: Option<String>,
    pub notice_from: Option<String>,
    pub notice_to: Option<String>,
    pub struck_on: Option<String>,
    pub struck_by: Option<String>,
    /// From this day on it is seen whether it holds.
    pub look_back_on: Option<String>,
    pub looked_back_on: Option<String>,
    /// `holds` or `rebound`.
    pub look_back: Option<&'static str>,
    pub look_back_note: Option<String>,
    pub send_back_reason: Option<&'static str>,
    pub send_back_note: Option<String>,
    /// Send it back with every step; a stale one is refused with 409.
    pub version: i64,
}

/// A partner's view.
#[derive(Debug, Serialize, ToSchema)]
pub struct CloseOutView {
    pub unit_id: i64,
    pub unit: Option<String>,
    /// `waiting`, `agree`, `differ` or `silent`.
    pub opinion: &'static str,
    pub words: Option<String>,
    pub given_on: Option<String>,
}

/// Where it stands.
#[derive(Debug, Serialize, ToSchema)]
pub struct CloseOutTurn {
    /// `apply`, `sign`, `view`, `verify`, `verdict`, `notice`, `strike`, `look_back`; `over` or `nobody`.
    pub gate: &'static str,
    /// Whose turn it is, in words.
    pub whose: String,
    pub until: Option<String>,
    /// `green`, `blue` or `red`, where the step has a limit.
    pub light: Option<&'static str>,
    /// What is missing, in words.
    pub missing: Vec<String>,
}

/// An objection 异议 as the organisation sees it.
#[derive(Debug, Serialize, ToSchema)]
pub struct Objection {
    pub id: i64,
    /// What it is called in public.
    pub reference: String,
    pub close_out_id: i64,
    pub text: String,
    /// Who objected under the own name.
    pub person: Option<String>,
    /// Milliseconds; of somebody who was not asked the end of the half day.
    pub given_at: i64,
    /// `upheld` or `dismissed`; null while it waits.
    pub finding: Option<&'static str>,
    pub answer: Option<String>,
    pub answered_by: Option<String>,
    pub answered_on: Option<String>,
    pub version: i64,
}

/// The closing of one problem.
#[derive(Debug, Serialize, ToSchema)]
pub struct CloseOutSheet {
    pub problem_id: i64,
    pub problem_state: &'static str,
    /// On its way, or that by which the problem is closed.
    pub close_out: Option<CloseOut>,
    pub views: Vec<CloseOutView>,
    pub turn: CloseOutTurn,
    pub may: Open,
    /// The problem is shown to all before it is struck off.
    pub needs_notice: bool,
    pub measures: usize,
    pub open_measures: usize,
    pub evidence: u64,
    /// What was said against it while its notice ran.
    pub objections: Vec<Objection>,
    /// Newest first: sent back, withdrawn, or struck off and come back.
    pub earlier: Vec<CloseOut>,
}

/// Reads it for one reader; `since` gives the day of a moment.
pub async fn read(
    at: Reading<'_>,
    problem_id: i64,
    since: impl Fn(Millis) -> Date,
) -> Result<CloseOutSheet> {
    let problem = problems::find(at.conn, at.actor, problem_id).await?;
    let mut facts = queries::facts_of(at.conn, at.actor, &[problem_id]).await?;
    let facts = facts.remove(&problem_id).ok_or(Error::NotFound)?;
    let mut rows = queries::list_of_problems(at.conn, &[problem_id]).await?;
    let row = turn::present(&rows, problem.state).map(|place| rows.remove(place));
    let ids: Vec<i64> = row.iter().map(|r| r.id).collect();
    let views = queries::list_views(at.conn, &ids).await?;
    let case = facts.case(at.actor, &problem, at.today);
    let began = since(row.as_ref().map_or(0, |r| r.state_since));
    let turn = turn::turn(&case, row.as_ref(), &views, began);
    let names = Names::read(at).await?;
    let said = queries::list_objections(at.conn, &ids).await?;
    let unit = |id: i64| names.units.get(&id).cloned().unwrap_or_default();
    let missing = turn.missing.iter();
    let missing = missing.map(|m| m.in_words(at.words, unit)).collect();
    Ok(CloseOutSheet {
        problem_id,
        problem_state: problem.state.code(),
        may: turn::open(&case, row.as_ref(), &views, &facts.outside),
        needs_notice: case.needs_notice(),
        measures: facts.progress.measures,
        open_measures: facts.progress.open_measures,
        evidence: facts.progress.evidence,
        views: row.as_ref().map_or_else(Vec::new, |row| {
            let shown = views
                .iter()
                .map(|v| names.view(row, v, &facts.calendar, at.today));
            shown.collect()
        }),
        turn: CloseOutTurn {
            gate: turn.gate.code(),
            whose: at.words.text(turn.whose),
            until: turn.until.map(|d| d.to_string()),
            light: turn.light,
            missing,
        },
        objections: said.into_iter().map(|o| names.objection(o)).collect(),
        close_out: row.map(|row| names.close_out(row)),
        earlier: rows.into_iter().map(|row| names.close_out(row)).collect(),
    })
}

/// Names of units and people.
pub(super) struct Names {
    units: BTreeMap<i64, String>,
    people: BTreeMap<i64, String>,
}

impl Names {
    pub(super) async fn read(at: Reading<'_>) -> Result<Self> {
        let people = org::list_people(at.conn, at.actor).await?;
        Ok(Self {
            units: org::unit_names(at.conn, at.actor.organization_id).await?,
            people: people.into_iter().map(|p| (p.id, p.name)).collect(),
        })
    }

    fn view(
        &self,
        row: &close_out::Model,
        view: &close_out_view::Model,
        calendar: &Calendar,
        today: Date,
    ) -> CloseOutView {
        CloseOutView {
            unit_id: view.unit_id,
            unit: self.units.get(&view.unit_id).cloned(),
            opinion: rules::opinion_shown(row, view, calendar, today).code(),
            words: view.words.clone(),
            given_on: view.given_on.clone(),
        }
    }

    pub(super) fn objection(&self, row: objection::Model) -> Objection {
        let person = |id: Option<i64>| self.people.get(&id?).cloned();
        Objection {
            id: row.id,
            reference: reference(row.id),
            close_out_id: row.close_out_id,
            text: row.text,
            person: person(row.person_id),
            given_at: row.given_at,
            finding: row.finding.map(Finding::code),
            answer: row.answer,
            answered_by: person(row.answered_by_id),
            answered_on: row.answered_on,
            version: row.version,
        }
    }

    fn close_out(&self, row: close_out::Model) -> CloseOut {
        let person = |id: Option<i64>| self.people.get(&id?).cloned();
        CloseOut {
            id: row.id,
            state: row.state.code(),
            result: row.result,
            no_evidence_reason: row.no_evidence_reason,
            applied_on: row.applied_on,
            applied_by: person(row.applied_by_id),
            signed_on: row.signed_on,
            signed_by: person(row.signed_by_id),
            verified_on: row.verified_on,
            verified_by: person(row.verified_by_id),
            verifier_unit_id: row.verifier_unit_id,
            verify_note: row.verify_note,
            notice_from: row.notice_from,
            notice_to: row.notice_to,
            struck_on: row.struck_on,
            struck_by: person(row.struck_by_id),
            look_back_on: row.look_back_on,
            looked_back_on: row.looked_back_on,
            look_back: row.look_back.map(LookBack::code),
            look_back_note: row.look_back_note,
            send_back_reason: row.send_back_reason.map(SendBackReason::code),
            send_back_note: row.send_back_note,
            version: row.version,
        }
    }
}
