//! Activities as JSON: who was there, what was decided, and what became of it.

pub mod decisions;

use std::collections::BTreeMap;

use axum::extract::{Path, Query};
use axum::http::StatusCode;
use gongjie_base::check::Check;
use gongjie_base::limits::TITLE_CHARS_MAX;
use gongjie_base::{Error, Result};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::actions;
use super::queries::{self, Filter};
use super::rules::{self, Input, Kind};
use super::tables::activity::Model;
use super::tables::decision;
use crate::door::{
    Answer, Json, Key, Paging, Reading, Refusals, Rows, Unreadable, Visit, Write, json,
};
use crate::org::queries as org;
use crate::pairing::queries as pairings;
use crate::problem::queries as problems;

/// An activity 活动 in a list.
#[derive(Debug, Serialize, ToSchema)]
pub struct ActivityRow {
    pub id: i64,
    pub pairing_id: i64,
    /// `theme_day`, `forum`, `survey`, `visit`, `signing`, `joint_event` or `other`.
    pub kind: &'static str,
    pub title: String,
    pub place: Option<String>,
    /// As written.
    pub date_text: Option<String>,
    pub date_from: Option<String>,
    pub date_to: Option<String>,
    pub host: Option<String>,
    pub recorder: Option<String>,
    /// Where an old record comes from.
    pub source: Option<String>,
    pub decisions: usize,
    /// Decisions of which nothing became yet.
    pub open_decisions: usize,
    /// Send it back with every change; a stale one is refused with 409.
    pub version: i64,
}

/// A unit at an activity, or one that said why it was not there.
#[derive(Debug, Serialize, ToSchema)]
pub struct Attendance {
    pub unit_id: i64,
    pub unit: Option<String>,
    /// 应到
    pub expected: Option<i64>,
    /// 实到; null where the number is not known.
    pub present: Option<i64>,
    pub note: Option<String>,
}

/// A decision 议定事项.
#[derive(Debug, Serialize, ToSchema)]
pub struct Decision {
    pub id: i64,
    pub text: String,
    /// The measure that was made of it.
    pub measure_id: Option<i64>,
    /// On record only: no measure will come of it.
    pub is_noted: bool,
}

/// One activity with its record.
#[derive(Debug, Serialize, ToSchema)]
pub struct Activity {
    #[serde(flatten)]
    pub row: ActivityRow,
    pub minutes: Option<String>,
    pub units: Vec<Attendance>,
    /// People of all units; null as long as one unit's number is not known.
    pub people: Option<i64>,
    pub decided: Vec<Decision>,
    /// Problems of its pairing. Pictures are evidence of one of them with this `activity_id`.
    pub problem_ids: Vec<i64>,
    /// The asker may edit it and note decisions.
    pub may_record: bool,
    /// Problems for which the asker may make measures of its decisions.
    pub measurable_problem_ids: Vec<i64>,
}

/// What a list of activities asks for.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[serde(default)]
#[into_params(parameter_in = Query)]
pub struct ActivityQuery {
    /// For example `theme_day`.
    pub kind: Option<String>,
    pub pairing_id: Option<i64>,
    /// Activities at which this unit was.
    pub unit_id: Option<i64>,
    /// Words of the title.
    pub q: Option<String>,
}

impl ActivityQuery {
    fn filter(&self) -> Result<Filter> {
        let mut check = Check::new();
        let typed = |text: &Option<String>| text.clone().unwrap_or_default();
        let filter = Filter {
            kind: check.code("kind", &typed(&self.kind), Kind::from_code),
            pairing_id: self.pairing_id,
            unit_id: self.unit_id,
            text: check.optional("q", &typed(&self.q), TITLE_CHARS_MAX),
            ..Filter::default()
        };
        check.done()?;
        Ok(filter)
    }
}

/// The day of the row after which a page begins: the list is ordered by day first.
async fn day_before(at: Reading<'_>, id: i64) -> Result<String> {
    let row = queries::find(at.conn, at.actor, id).await;
    let row = row.map_err(|_| Error::invalid("before", "error-not-in-list"))?;
    Ok(queries::day_of(&row).to_owned())
}

fn listed(row: Model, decisions: &[decision::Model]) -> ActivityRow {
    let own = || decisions.iter().filter(|d| d.activity_id == row.id);
    let is_open = |d: &&decision::Model| d.measure_id.is_none() && !d.is_noted;
    ActivityRow {
        decisions: own().count(),
        open_decisions: own().filter(is_open).count(),
        id: row.id,
        pairing_id: row.pairing_id,
        kind: row.kind.code(),
        title: row.title,
        place: row.place,
        date_text: row.date_text,
        date_from: row.date_from,
        date_to: row.date_to,
        host: row.host,
        recorder: row.recorder,
        source: row.source,
        version: row.version,
    }
}

/// Activities of pairings that the asker may see, the latest day first.
#[utoipa::path(get, path = "/api/v1/activities", tag = "activities", params(ActivityQuery, Paging),
    responses((status = 200, body = Rows<ActivityRow>), Unreadable))]
pub async fn index(
    visit: Visit,
    Query(query): Query<ActivityQuery>,
    Query(paging): Query<Paging>,
) -> Answer {
    let at = visit.reading()?;
    let before = match paging.before {
        Some(id) => Some((day_before(at, id).await?, id)),
        None => None,
    };
    let filter = Filter {
        before,
        limit: Some(paging.ask()?),
        ..query.filter()?
    };
    let mut rows = queries::list(at.conn, at.actor, &filter).await?;
    let next = paging.cut(&mut rows, |r| r.id)?;
    let ids: Vec<i64> = rows.iter().map(|r| r.id).collect();
    let decisions = queries::list_decisions(at.conn, &ids).await?;
    let items = rows.into_iter().map(|row| listed(row, &decisions));
    json(&Rows {
        items: items.collect(),
        next,
    })
}

/// One activity with who was there and what was decided.
#[utoipa::path(get, path = "/api/v1/activities/{id}", tag = "activities", params(("id" = i64, Path)),
    responses((status = 200, body = Activity), Unreadable))]
pub async fn show(visit: Visit, Path(id): Path<i64>) -> Answer {
    json(&read(visit.reading()?, id).await?)
}

async fn read(at: Reading<'_>, id: i64) -> Result<Activity> {
    let row = queries::find(at.conn, at.actor, id).await?;
    let found = pairings::find(at.conn, at.actor, row.pairing_id).await?;
    let links = pairings::list_links(at.conn, &[found.id]).await?;
    let wanted = problems::Filter {
        ids: Some(links.iter().map(|l| l.problem_id).collect()),
        ..problems::Filter::default()
    };
    let problems = problems::list(at.conn, at.actor, &wanted).await?;
    let names = org::unit_names(at.conn, at.actor.organization_id).await?;
    let units = attendance(&names, queries::list_units(at.conn, &[id]).await?);
    let decisions = queries::list_decisions(at.conn, &[id]).await?;
    let measurable = actions::list_measurable(at.conn, at.actor, found.id).await?;
    Ok(Activity {
        minutes: row.minutes.clone(),
        row: listed(row, &decisions),
        people: rules::head_count(units.iter().map(|u| u.present)),
        units,
        decided: decisions.into_iter().map(decided).collect(),
        problem_ids: problems.into_iter().map(|f| f.id).collect(),
        may_record: actions::may_record(at.conn, at.actor, &found).await?,
        measurable_problem_ids: measurable.into_iter().map(|f| f.id).collect(),
    })
}

fn attendance(
    names: &BTreeMap<i64, String>,
    rows: Vec<super::tables::activity_unit::Model>,
) -> Vec<Attendance> {
    let rows = rows.into_iter().map(|u| Attendance {
        unit: names.get(&u.unit_id).cloned(),
        unit_id: u.unit_id,
        expected: u.expected,
        present: u.present,
        note: u.note,
    });
    rows.collect()
}

fn decided(row: decision::Model) -> Decision {
    Decision {
        id: row.id,
        text: row.text,
        measure_id: row.measure_id,
        is_noted: row.is_noted,
    }
}

/// Ends a write with the activity as it stands now.
async fn answer(visit: &Visit, write: Write, status: StatusCode, id: i64) -> Answer {
    let activity = read(write.reading(visit), id).await?;
    write.json(status, &activity).await
}

/// Records an activity of a pairing. The n-th entries of `units`, `came`, `expected`, `present` and `notes` belong together.
#[utoipa::path(post, path = "/api/v1/activities", tag = "activities", request_body = Input, params(Key),
    responses((status = 201, body = Activity), Refusals))]
pub async fn create(visit: Visit, Json(input): Json<Input>) -> Answer {
    let write = visit.begin().await?;
    let id = actions::create(&write, &write.acting, &input).await?;
    answer(&visit, write, StatusCode::CREATED, id).await
}

/// Edits an activity. All fields but the decisions are replaced; send `version` as it was read.
#[utoipa::path(patch, path = "/api/v1/activities/{id}", tag = "activities", request_body = Input,
    params(("id" = i64, Path), Key), responses((status = 200, body = Activity), Refusals))]
pub async fn update(visit: Visit, Path(id): Path<i64>, Json(input): Json<Input>) -> Answer {
    let write = visit.begin().await?;
    actions::edit(&write, &write.acting, id, &input).await?;
    answer(&visit, write, StatusCode::OK, id).await
}
