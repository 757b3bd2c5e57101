//! Measures as rows: who is responsible, which light, how far.

use std::collections::BTreeMap;

use gongjie_base::Result;
use serde::Serialize;
use utoipa::ToSchema;

use crate::door::Reading;
use crate::measure::light::Shine;
use crate::measure::queries;
use crate::measure::tables::{duty, measure};
use crate::measure::tree::{Done, Tree};
use crate::measure::view::LightView;
use crate::org::queries as org;

/// A unit or person that is responsible 责任.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = MeasureDuty)]
pub struct Duty {
    /// `leader_in_charge`, `lead`, `partner` or `owner`.
    pub role: &'static str,
    pub unit_id: Option<i64>,
    pub unit: Option<String>,
    pub person_id: Option<i64>,
    pub person: Option<String>,
    /// As an old record writes it.
    pub written: Option<String>,
}

/// A measure 举措 or a task under one.
#[derive(Debug, Serialize, ToSchema)]
pub struct MeasureRow {
    pub id: i64,
    pub problem_id: i64,
    /// The measure under which this is a task.
    pub parent_id: Option<i64>,
    /// 1 without a parent.
    pub depth: usize,
    pub text: String,
    pub goal: Option<String>,
    pub start_on: Option<String>,
    /// The limit as written.
    pub due_text: Option<String>,
    /// The limit that stands now.
    pub due_on: Option<String>,
    /// The first promise.
    pub first_due_on: Option<String>,
    /// `date`, `immediate`, `long_term` or `none`.
    pub due_kind: &'static str,
    /// `issued`, `signed`, `working`, `reported`, `done`, `suspended` or `cancelled`.
    pub state: &'static str,
    pub issued_on: String,
    pub signed_on: Option<String>,
    pub result: Option<String>,
    pub reported_on: Option<String>,
    pub done_on: Option<String>,
    /// The decision of an activity of which it was made.
    pub decision_id: Option<i64>,
    /// Where an old record comes from.
    pub source: Option<String>,
    /// How many measures and tasks an old record says this stands for.
    pub stated_count: Option<i64>,
    pub stated_tasks: Option<i64>,
    pub duties: Vec<Duty>,
    pub light: LightView,
    /// Counted from the lowest level up.
    pub done: Done,
    /// The earliest limit of what is still open at the lowest level.
    pub next_due_on: Option<String>,
    /// Send it back with every change; a stale one is refused with 409.
    pub version: i64,
}

/// What rows are made of besides themselves.
pub struct Book<'a> {
    at: Reading<'a>,
    units: BTreeMap<i64, String>,
    people: BTreeMap<i64, String>,
    shines: BTreeMap<i64, Shine>,
    duties: &'a [duty::Model],
}

impl<'a> Book<'a> {
    /// Reads it for these measures. The caller has checked that the reader sees them.
    pub async fn read(
        at: Reading<'a>,
        rows: &[measure::Model],
        duties: &'a [duty::Model],
    ) -> Result<Self> {
        let people = org::list_people(at.conn, at.actor).await?;
        Ok(Self {
            units: org::unit_names(at.conn, at.actor.organization_id).await?,
            people: people.into_iter().map(|p| (p.id, p.name)).collect(),
            shines: queries::shines(at.conn, rows, at.today).await?,
            duties,
            at,
        })
    }

    /// Everything under a measure in reading order; under 0: all.
    pub fn rows(&self, tree: &Tree<'_>, under: i64) -> Vec<MeasureRow> {
        tree.under(under)
            .into_iter()
            .filter_map(|(_, row)| self.row(tree, row))
            .collect()
    }

    /// One row; nothing for a measure that the book was not read for.
    pub fn row(&self, tree: &Tree<'_>, row: &measure::Model) -> Option<MeasureRow> {
        let light = LightView::in_words(self.shines.get(&row.id)?, self.at.words);
        let own = self.duties.iter().filter(|d| d.measure_id == row.id);
        Some(MeasureRow {
            id: row.id,
            problem_id: row.problem_id,
            parent_id: row.parent_id,
            depth: usize::try_from(tree.depth(row.id)).unwrap_or(1),
            text: row.text.clone(),
            goal: row.goal.clone(),
            start_on: row.start_on.clone(),
            due_text: row.due_text.clone(),
            due_on: row.due_on.clone(),
            first_due_on: row.first_due_on.clone(),
            due_kind: row.due_kind.code(),
            state: row.state.code(),
            issued_on: row.issued_on.clone(),
            signed_on: row.signed_on.clone(),
            result: row.result.clone(),
            reported_on: row.reported_on.clone(),
            done_on: row.done_on.clone(),
            decision_id: row.decision_id,
            source: row.source.clone(),
            stated_count: row.stated_count,
            stated_tasks: row.stated_tasks,
            duties: own.map(|d| self.duty(d)).collect(),
            light,
            done: tree.done(row.id),
            next_due_on: tree.next_due(row.id).map(str::to_owned),
            version: row.version,
        })
    }

    /// Name of a unit.
    pub fn unit(&self, id: Option<i64>) -> Option<String> {
        self.units.get(&id?).cloned()
    }

    /// Name of a person.
    pub fn person(&self, id: Option<i64>) -> Option<String> {
        self.people.get(&id?).cloned()
    }

    fn duty(&self, duty: &duty::Model) -> Duty {
        Duty {
            role: duty.role.code(),
            unit_id: duty.unit_id,
            unit: self.unit(duty.unit_id),
            person_id: duty.person_id,
            person: self.person(duty.person_id),
            written: duty.written.clone(),
        }
    }
}
