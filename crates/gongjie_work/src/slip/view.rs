//! Slips in words: for their pages, for the JSON API and for the rooms that show them.

use std::collections::BTreeMap;

use gongjie_base::Result;
use jiff::civil::Date;
use serde::Serialize;
use utoipa::ToSchema;

use super::lifecycle::Action;
use super::queries;
use super::rules::{self, Kind, State};
use super::tables::slip::Model;
use super::tables::slip_answer;
use crate::calendar::{self, Calendar};
use crate::door::Reading;
use crate::layout::Words;
use crate::measure::queries as measures;
use crate::org::queries as org;
use crate::problem::queries as problems;

/// An answer of the unit.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct SlipAnswer {
    pub reason: String,
    pub done: String,
    /// Asked for; it becomes a limit only by an extension.
    pub new_due_on: Option<String>,
    pub evidence_link: Option<String>,
    pub answered_on: String,
    pub answered_by: Option<String>,
    pub is_sent_back: bool,
    pub send_back_note: Option<String>,
    pub sent_back_on: Option<String>,
}

/// A slip 催办单/督办单, or a letter of the supervisor.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[schema(as = Slip)]
pub struct SlipView {
    pub id: i64,
    #[schema(value_type = String)]
    pub kind: Kind,
    /// As it is written, for example 督办〔2026〕3号; null until it is sent.
    pub number: Option<String>,
    pub to_unit_id: i64,
    pub to: String,
    pub problem_id: Option<i64>,
    /// Null where the asker may not see the problem.
    pub problem: Option<String>,
    pub measure_id: Option<i64>,
    pub measure: Option<String>,
    pub about_unit_id: Option<i64>,
    pub about_unit: Option<String>,
    pub copies: Option<String>,
    pub matter: String,
    pub basis: String,
    pub demand: String,
    pub contact: Option<String>,
    #[schema(value_type = String)]
    pub state: State,
    pub drafted_on: String,
    pub drafted_by: Option<String>,
    pub approved_on: Option<String>,
    pub approved_by: Option<String>,
    pub sent_on: Option<String>,
    pub sent_by: Option<String>,
    /// Last day on which signing is in time.
    pub receive_by: Option<String>,
    pub received_on: Option<String>,
    pub received_by: Option<String>,
    pub is_signed_late: bool,
    pub answer_by: Option<String>,
    pub answers: Vec<SlipAnswer>,
    /// Answers that were sent back.
    pub send_backs: usize,
    pub checked_on: Option<String>,
    pub checked_by: Option<String>,
    pub check_note: Option<String>,
    pub closed_on: Option<String>,
    pub withdrawn_on: Option<String>,
    pub withdraw_reason: Option<String>,
    /// Last day of the present step.
    pub limit: Option<String>,
    /// The present step is over its limit.
    pub is_late: bool,
    /// What the asker may do now.
    #[schema(value_type = Vec<String>)]
    pub steps: Vec<Action>,
    pub may_edit: bool,
    pub version: i64,
}

impl SlipView {
    /// Anybody may do something.
    pub fn may(&self, action: &str) -> bool {
        self.steps.iter().any(|step| step.code() == action)
    }

    /// Title of the paper: 督办通知单.
    pub fn paper(&self, words: Words) -> String {
        words.code("slip-paper", self.kind.code())
    }
}

/// The number as it is written; nothing before it is sent.
pub fn number(words: Words, row: &Model) -> Option<String> {
    let (year, n) = row.year.zip(row.number)?;
    let args = [("year", year.to_string()), ("n", n.to_string())];
    Some(words.text_with(&format!("slip-number-{}", row.kind), &args))
}

/// Slips in the reader's words. The finder of the rows has checked that the reader may see them.
pub async fn views(at: Reading<'_>, rows: Vec<Model>) -> Result<Vec<SlipView>> {
    let ids: Vec<i64> = rows.iter().map(|r| r.id).collect();
    let mut answers: BTreeMap<i64, Vec<slip_answer::Model>> = BTreeMap::new();
    for answer in queries::list_answers(at.conn, &ids).await? {
        answers.entry(answer.slip_id).or_default().push(answer);
    }
    let names = Names::read(at, &rows).await?;
    let view = |row: Model| {
        let given = answers.remove(&row.id).unwrap_or_default();
        names.view(at, row, given)
    };
    Ok(rows.into_iter().map(view).collect())
}

/// One slip that the reader may see.
pub async fn one(at: Reading<'_>, id: i64) -> Result<SlipView> {
    let row = queries::find(at.conn, at.actor, id).await?;
    let mut views = views(at, vec![row]).await?;
    views.pop().ok_or(gongjie_base::Error::NotFound)
}

struct Names {
    units: BTreeMap<i64, String>,
    people: std::sync::Arc<BTreeMap<i64, String>>,
    problems: BTreeMap<i64, String>,
    measures: BTreeMap<i64, String>,
    calendar: std::sync::Arc<Calendar>,
}

impl Names {
    async fn read(at: Reading<'_>, rows: &[Model]) -> Result<Self> {
        let own = at.actor.organization_id;
        let filter = problems::Filter {
            ids: Some(rows.iter().filter_map(|r| r.problem_id).collect()),
            ..problems::Filter::default()
        };
        let found = problems::list(at.conn, at.actor, &filter).await?;
        let ids: Vec<i64> = found.iter().map(|p| p.id).collect();
        let measures = measures::list_of_problems(at.conn, &ids).await?;
        Ok(Self {
            calendar: calendar::queries::find(at.conn, own).await?,
            units: org::unit_names(at.conn, own).await?,
            people: org::known_people(at.conn, own).await?,
            problems: found.into_iter().map(|p| (p.id, p.title)).collect(),
            measures: measures.into_iter().map(|m| (m.id, m.text)).collect(),
        })
    }

    fn person(&self, id: Option<i64>) -> Option<String> {
        self.people.get(&id?).cloned()
    }

    fn answer(&self, row: slip_answer::Model) -> SlipAnswer {
        SlipAnswer {
            answered_by: self.person(row.answered_by_id),
            reason: row.reason,
            done: row.done,
            new_due_on: row.new_due_on,
            evidence_link: row.evidence_link,
            answered_on: row.answered_on,
            is_sent_back: row.is_sent_back,
            send_back_note: row.send_back_note,
            sent_back_on: row.sent_back_on,
        }
    }

    fn view(&self, at: Reading<'_>, row: Model, given: Vec<slip_answer::Model>) -> SlipView {
        let answered: Option<Date> = given.last().and_then(|a| a.answered_on.parse().ok());
        let limit = rules::limit(&row, &self.calendar, answered);
        let unit = |id: i64| self.units.get(&id).cloned().unwrap_or_default();
        let text = |day: Option<Date>| day.map(|day| day.to_string());
        SlipView {
            number: number(at.words, &row),
            to: unit(row.to_unit_id),
            problem: row
                .problem_id
                .and_then(|id| self.problems.get(&id).cloned()),
            measure: row
                .measure_id
                .and_then(|id| self.measures.get(&id).cloned()),
            about_unit: row.about_unit_id.map(unit),
            drafted_by: self.person(row.drafted_by_id),
            approved_by: self.person(row.approved_by_id),
            sent_by: self.person(row.sent_by_id),
            received_by: self.person(row.received_by_id),
            checked_by: self.person(row.checked_by_id),
            receive_by: text(rules::receive_by(&row, &self.calendar)),
            is_signed_late: rules::is_signed_late(&row, &self.calendar, at.today),
            send_backs: given.iter().filter(|a| a.is_sent_back).count(),
            answers: given.into_iter().map(|a| self.answer(a)).collect(),
            is_late: limit.is_some_and(|day| at.today > day),
            limit: text(limit),
            steps: rules::steps(at.actor, &row),
            may_edit: rules::may_edit(at.actor, &row).is_ok(),
            id: row.id,
            kind: row.kind,
            to_unit_id: row.to_unit_id,
            problem_id: row.problem_id,
            measure_id: row.measure_id,
            about_unit_id: row.about_unit_id,
            copies: row.copies,
            matter: row.matter,
            basis: row.basis,
            demand: row.demand,
            contact: row.contact,
            state: row.state,
            drafted_on: row.drafted_on,
            approved_on: row.approved_on,
            sent_on: row.sent_on,
            received_on: row.received_on,
            answer_by: row.answer_by,
            checked_on: row.checked_on,
            check_note: row.check_note,
            closed_on: row.closed_on,
            withdrawn_on: row.withdrawn_on,
            withdraw_reason: row.withdraw_reason,
            version: row.version,
        }
    }
}
