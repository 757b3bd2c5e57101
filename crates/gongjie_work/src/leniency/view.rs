//! Lenient notes in words, for their pages and for the JSON API.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use gongjie_base::Result;
use serde::Serialize;
use utoipa::ToSchema;

use super::lifecycle::Action;
use super::queries;
use super::rules::{self, Decision, Grounds, Mark, State};
use super::tables::leniency::Model;
use crate::door::Reading;
use crate::measure::queries as measures;
use crate::org::queries as org;
use crate::slip::queries as slips;
use crate::slip::view::number;

/// A note 容错 about one mark.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[schema(as = Leniency)]
pub struct LeniencyView {
    pub id: i64,
    #[schema(value_type = String)]
    pub mark: Mark,
    pub measure_id: Option<i64>,
    /// Null where the asker may not see it.
    pub measure: Option<String>,
    pub slip_id: Option<i64>,
    /// Number of the slip.
    pub slip: Option<String>,
    pub unit_id: i64,
    pub unit: String,
    #[schema(value_type = String)]
    pub grounds: Grounds,
    pub statement: String,
    #[schema(value_type = String)]
    pub state: State,
    pub applied_on: String,
    pub applied_by: Option<String>,
    pub settled_on: Option<String>,
    pub settled_by: Option<String>,
    pub refuse_reason: Option<String>,
    /// Who verifies.
    pub officers: Vec<String>,
    #[schema(value_type = Option<String>)]
    pub decision: Option<Decision>,
    pub decided_on: Option<String>,
    pub decided_by: Option<String>,
    pub meeting: Option<String>,
    pub finding: Option<String>,
    pub correction_plan: Option<String>,
    pub correct_by: Option<String>,
    pub closed_on: Option<String>,
    pub closed_by: Option<String>,
    pub close_note: Option<String>,
    pub withdraw_reason: Option<String>,
    /// What the asker may do now.
    #[schema(value_type = Vec<String>)]
    pub steps: Vec<Action>,
    pub version: i64,
}

impl LeniencyView {
    /// The step is open to the reader.
    pub fn may(&self, action: &str) -> bool {
        self.steps.iter().any(|step| step.code() == action)
    }
}

/// Notes in the reader's words. The finder of the rows has checked that the reader may see them.
pub async fn views(at: Reading<'_>, rows: Vec<Model>) -> Result<Vec<LeniencyView>> {
    let ids: Vec<i64> = rows.iter().map(|r| r.id).collect();
    let mut officers = queries::list_officers(at.conn, &ids).await?;
    let own = at.actor.organization_id;
    let units = org::unit_names(at.conn, own).await?;
    let people = org::known_people(at.conn, own).await?;
    let mut found = Vec::new();
    for row in rows {
        let verify = officers.remove(&row.id).unwrap_or_default();
        let named = Named::read(at, &row).await?;
        let unit = units.get(&row.unit_id).cloned().unwrap_or_default();
        found.push(view(at, row, (verify, &people), named, unit));
    }
    Ok(found)
}

/// One note that the reader may see.
pub async fn one(at: Reading<'_>, id: i64) -> Result<LeniencyView> {
    let row = queries::find(at.conn, at.actor, id).await?;
    let mut views = views(at, vec![row]).await?;
    views.pop().ok_or(gongjie_base::Error::NotFound)
}

/// What the mark is about, where the reader sees it.
struct Named {
    measure: Option<String>,
    slip: Option<String>,
}

impl Named {
    async fn read(at: Reading<'_>, row: &Model) -> Result<Self> {
        let measure = match row.measure_id {
            Some(id) => measures::find(at.conn, at.actor, id).await.ok(),
            None => None,
        };
        let slip = match row.slip_id {
            Some(id) => slips::find(at.conn, at.actor, id).await.ok(),
            None => None,
        };
        Ok(Self {
            measure: measure.map(|m| m.text),
            slip: slip.and_then(|slip| number(at.words, &slip)),
        })
    }
}

fn view(
    at: Reading<'_>,
    row: Model,
    (officers, people): (BTreeSet<i64>, &Arc<BTreeMap<i64, String>>),
    named: Named,
    unit: String,
) -> LeniencyView {
    let person = |id: Option<i64>| people.get(&id?).cloned();
    LeniencyView {
        steps: rules::steps(at.actor, &row, &officers),
        officers: officers.iter().filter_map(|id| person(Some(*id))).collect(),
        applied_by: person(row.applied_by_id),
        settled_by: person(row.settled_by_id),
        decided_by: person(row.decided_by_id),
        closed_by: person(row.closed_by_id),
        measure: named.measure,
        slip: named.slip,
        unit,
        id: row.id,
        mark: row.mark,
        measure_id: row.measure_id,
        slip_id: row.slip_id,
        unit_id: row.unit_id,
        grounds: row.grounds,
        statement: row.statement,
        state: row.state,
        applied_on: row.applied_on,
        settled_on: row.settled_on,
        refuse_reason: row.refuse_reason,
        decision: row.decision,
        decided_on: row.decided_on,
        meeting: row.meeting,
        finding: row.finding,
        correction_plan: row.correction_plan,
        correct_by: row.correct_by,
        closed_on: row.closed_on,
        close_note: row.close_note,
        withdraw_reason: row.withdraw_reason,
        version: row.version,
    }
}
