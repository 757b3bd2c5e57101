//! What needs somebody today: facts for the home page.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use gongjie_base::limits::PAGE_ROWS_MAX;
use gongjie_base::{Conn, Result};
use jiff::civil::Date;
use sea_orm::sea_query::{Query, UnionType};
use sea_orm::{ColumnTrait, Condition, EntityTrait, QueryFilter, QueryOrder, QuerySelect};

use super::super::extension::{self as extensions, Decision};
use super::super::lifecycle::Action;
use super::super::light::{Light, Shine};
use super::super::rules::{self, ExtensionState, SIGN_DAYS, State, Verb};
use super::super::tables::measure::{Column, Entity, Model};
use super::super::tables::{dispute, duty, extension};
use super::super::{lifecycle, parts};
use super::board::is_running;
use super::{list_disputes, list_duties, list_extensions, list_progress, list_send_backs, shines};
use crate::calendar::{self, Calendar};
use crate::org::{Actor, Part, Role};

/// One thing that waits for the actor.
#[derive(Debug, Clone)]
pub struct Waiting {
    pub measure: Model,
    pub verb: Verb,
    /// Until when, where there is a day.
    pub due: Option<Date>,
}

/// Everything about measures that waits for the actor, most urgent first.
pub async fn list_waiting(conn: &Conn, actor: &Actor, today: Date) -> Result<Vec<Waiting>> {
    if !actor.sees_business() {
        return Ok(Vec::new());
    }
    let rows = candidates(conn, actor).await?;
    let ids: Vec<i64> = rows.iter().map(|m| m.id).collect();
    let mut facts = Facts {
        duties: by_measure(list_duties(conn, &ids).await?, |d| d.measure_id),
        extensions: by_measure(list_extensions(conn, &ids).await?, |e| e.measure_id),
        disputes: by_measure(list_disputes(conn, &ids).await?, |d| d.measure_id),
        shines: shines(conn, &rows, today).await?,
        calendar: calendar::queries::find(conn, actor.organization_id).await?,
        ..Facts::default()
    };
    for row in list_send_backs(conn, &ids).await? {
        facts.sent_back.insert(row.measure_id);
    }
    for row in list_progress(conn, &ids).await? {
        facts.last.insert(row.measure_id, row.entered_on);
    }
    let problems: BTreeSet<i64> = rows.iter().map(|m| m.problem_id).collect();
    let problems: Vec<i64> = problems.into_iter().collect();
    facts.parts = parts::of_problems(conn, actor, &problems).await?;
    let mut found: Vec<Waiting> = rows
        .iter()
        .flat_map(|m| facts.waiting(actor, m, today))
        .collect();
    found.sort_by_key(|w| (w.due.unwrap_or(Date::MAX), w.measure.id, w.verb));
    Ok(found)
}

/// Open measures that may ask something of the actor: own duties, reports to check, requests, disputes.
async fn candidates(conn: &Conn, actor: &Actor) -> Result<Vec<Model>> {
    // One list of ids from the indexes of each, so that not every open measure is asked.
    let of = |concerned: Condition| {
        Query::select()
            .column(duty::Column::MeasureId)
            .from(duty::Entity)
            .cond_where(concerned)
            .to_owned()
    };
    let person = Condition::all().add(duty::Column::PersonId.eq(actor.person_id));
    let mut ids = of(person);
    let units = Condition::all().add(duty::Column::UnitId.is_in(actor.units()));
    ids.union(UnionType::Distinct, of(units));
    if actor.has(Role::UnitHead) || actor.sees_all() {
        let reported = Query::select()
            .column(Column::Id)
            .from(Entity)
            .and_where(Column::OrganizationId.eq(actor.organization_id))
            .and_where(Column::State.eq(State::Reported))
            .to_owned();
        ids.union(UnionType::Distinct, reported);
    }
    if actor.sees_all() {
        let asked = Query::select()
            .column(extension::Column::MeasureId)
            .from(extension::Entity)
            .and_where(extension::Column::State.eq(ExtensionState::HeadAgreed))
            .to_owned();
        let disputed = Query::select()
            .column(dispute::Column::MeasureId)
            .from(dispute::Entity)
            .and_where(dispute::Column::Ruling.is_null())
            .to_owned();
        ids.union(UnionType::Distinct, asked);
        ids.union(UnionType::Distinct, disputed);
    }
    let open = State::ALL.iter().copied().filter(|s| s.is_open());
    conn.select(
        Entity::find()
            .filter(Column::OrganizationId.eq(actor.organization_id))
            .filter(Column::State.is_in(open))
            .filter(is_running())
            .filter(Column::Id.in_subquery(ids))
            .order_by_asc(Column::Id)
            .limit(PAGE_ROWS_MAX),
    )
    .await
}

fn by_measure<T>(rows: Vec<T>, id: impl Fn(&T) -> i64) -> BTreeMap<i64, Vec<T>> {
    let mut found: BTreeMap<i64, Vec<T>> = BTreeMap::new();
    for row in rows {
        found.entry(id(&row)).or_default().push(row);
    }
    found
}

#[derive(Default)]
struct Facts {
    calendar: Arc<Calendar>,
    duties: BTreeMap<i64, Vec<duty::Model>>,
    extensions: BTreeMap<i64, Vec<extension::Model>>,
    disputes: BTreeMap<i64, Vec<dispute::Model>>,
    shines: BTreeMap<i64, Shine>,
    /// Day of the last progress.
    last: BTreeMap<i64, String>,
    /// Measures that were sent back at least once.
    sent_back: BTreeSet<i64>,
    /// Parts by problem.
    parts: BTreeMap<i64, Vec<Part>>,
}

impl Facts {
    fn sign_by(&self, measure: &Model) -> Option<Date> {
        let issued = measure.issued_on.parse().ok()?;
        Some(self.calendar.plus_working_days(issued, SIGN_DAYS))
    }

    fn waiting(&self, actor: &Actor, measure: &Model, today: Date) -> Vec<Waiting> {
        let none = Vec::new();
        let of_problem = self.parts.get(&measure.problem_id).unwrap_or(&none);
        let duties = self.duties.get(&measure.id).map_or(&[][..], Vec::as_slice);
        let parts = rules::parts(actor, of_problem, duties);
        let doer = parts
            .iter()
            .any(|p| matches!(p, Part::Owner | Part::OwnerHead));
        let due: Option<Date> = measure.due_on.as_deref().and_then(|d| d.parse().ok());
        let mut found: Vec<(Verb, Option<Date>)> = Vec::new();
        for line in gongjie_base::lifecycle::open_to(lifecycle::TABLE, measure.state, &parts) {
            let barred = measure.reported_by_id == Some(actor.person_id);
            match line.action {
                Action::Sign => found.push((Verb::Sign, self.sign_by(measure))),
                Action::Pass if !barred => {
                    let reported = measure.reported_on.as_deref().and_then(|d| d.parse().ok());
                    found.push((Verb::Pass, reported));
                }
                _ => {}
            }
        }
        let last = self.last.get(&measure.id).and_then(|d| d.parse().ok());
        if doer && let Some(by) = rules::progress_wanted(measure, last, today) {
            found.push((Verb::Progress, Some(by)));
        }
        if doer && measure.state == State::Working && self.sent_back.contains(&measure.id) {
            found.push((Verb::Again, due));
        }
        for request in self.extensions.get(&measure.id).into_iter().flatten() {
            let until = request.from_due_on.parse().ok();
            for decision in extensions::open_to(request.state, &parts) {
                match decision {
                    Decision::Agree => found.push((Verb::Agree, until)),
                    Decision::Grant => found.push((Verb::Decide, until)),
                    Decision::Deny | Decision::Withdraw => {}
                }
            }
        }
        let disputes = self.disputes.get(&measure.id).into_iter().flatten();
        if parts.contains(&Part::Coordinator) && disputes.into_iter().any(|d| d.ruling.is_none()) {
            found.push((Verb::Rule, None));
        }
        match self.shines.get(&measure.id).map(|s| s.light) {
            Some(Light::Red) if doer => found.push((Verb::Red, due)),
            Some(Light::Yellow) if doer => found.push((Verb::Yellow, due)),
            _ => {}
        }
        found
            .into_iter()
            .map(|(verb, due)| Waiting {
                measure: measure.clone(),
                verb,
                due,
            })
            .collect()
    }
}
