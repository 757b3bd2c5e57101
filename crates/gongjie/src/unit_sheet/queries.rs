//! The facts of a unit in a campaign. Reads only.

use std::collections::{BTreeMap, BTreeSet};

use gongjie_base::{Conn, Error, Result};
use jiff::civil::Date;

use super::rules::{Fact, Item, Row, Slip, sort};
use crate::calendar;
use crate::campaign::queries as campaigns;
use crate::campaign::tables::campaign;
use crate::door::Reading;
use crate::figures::queries::scope;
use crate::leniency::queries as leniency;
use crate::leniency::rules::Mark;
use crate::measure::light::Light;
use crate::measure::queries as measures;
use crate::measure::rules::ExtensionState;
use crate::measure::tables::measure;
use crate::org::tables::unit;
use crate::org::{Actor, queries as org};
use crate::problem::carry_queries::in_campaign;
use crate::slip::tables::slip;
use crate::slip::view::number;
use crate::slip::{queries as slip_queries, rules as slip_rules};

/// A unit's facts.
pub struct Sheet {
    pub unit: unit::Model,
    pub campaign: Option<campaign::Model>,
    pub campaigns: Vec<campaign::Model>,
    pub facts: BTreeMap<Fact, Vec<Row>>,
}

/// A unit's marks are for the unit and for those who see all; for others the sheet is not there.
pub fn sees(actor: &Actor, unit_id: i64) -> bool {
    actor.sees_business() && (actor.sees_all() || actor.units().contains(&unit_id))
}

/// The sheet of a unit in a campaign, or in the present one.
pub async fn find(at: Reading<'_>, unit_id: i64, campaign_id: Option<i64>) -> Result<Sheet> {
    if !sees(at.actor, unit_id) {
        return Err(Error::NotFound);
    }
    let unit = org::find_unit(at.conn, at.actor, unit_id).await?;
    let scope = scope(at.conn, at.actor, campaign_id, at.today).await?;
    let campaign = scope.campaign;
    let items = items(at.conn, at.actor, (unit_id, campaign.as_ref()), at.today).await?;
    let slips = slips(at, unit_id, campaign.as_ref()).await?;
    Ok(Sheet {
        facts: sort(&items, &slips, at.today),
        campaigns: campaigns::list_campaigns(at.conn, at.actor).await?,
        unit,
        campaign,
    })
}

fn day(text: Option<&str>) -> Option<Date> {
    text?.parse().ok()
}

/// Measures and tasks of counted problems that the unit leads.
async fn items(
    conn: &Conn,
    actor: &Actor,
    (unit_id, campaign): (i64, Option<&campaign::Model>),
    today: Date,
) -> Result<Vec<Item>> {
    let sql = format!(
        "SELECT m.* FROM measure m JOIN problem p ON p.id = m.problem_id \
         WHERE m.organization_id = $1 AND m.state <> 'cancelled' AND {} \
         AND p.state NOT IN ('proposed', 'returned', 'declined', 'merged', 'withdrawn') \
         AND EXISTS (SELECT 1 FROM duty d WHERE d.measure_id = m.id AND d.role = 'lead' \
         AND d.unit_id = $3) ORDER BY m.id",
        in_campaign("p", "$2")
    );
    let values = [
        actor.organization_id.into(),
        campaign.map_or(0, |c| c.id).into(),
        unit_id.into(),
    ];
    let rows: Vec<measure::Model> = conn.all(&sql, values).await?;
    let ids: Vec<i64> = rows.iter().map(|m| m.id).collect();
    let shines = measures::shines(conn, &rows, today).await?;
    let granted = leniency::find_granted(conn, Mark::Late, &ids).await?;
    let back = measures::list_send_backs(conn, &ids).await?;
    let back: BTreeSet<i64> = back.iter().map(|s| s.measure_id).collect();
    let extended = measures::list_extensions(conn, &ids).await?;
    let extended = extended
        .iter()
        .filter(|e| e.state == ExtensionState::Granted);
    let extended: BTreeSet<i64> = extended.map(|e| e.measure_id).collect();
    let item = |row: measure::Model| Item {
        due: day(row.due_on.as_deref()),
        done: day(row.done_on.as_deref()),
        is_open: row.state.is_open(),
        is_grey: shines.get(&row.id).is_some_and(|s| s.light == Light::Grey),
        is_excused: granted.get(&row.id).is_some_and(|g| g.takes_away()),
        is_sent_back: back.contains(&row.id),
        is_extended: extended.contains(&row.id),
        id: row.id,
        text: row.text,
    };
    Ok(rows.into_iter().map(item).collect())
}

/// Slips that were sent to the unit within the days of the campaign, those that were withdrawn left out.
async fn slips(
    at: Reading<'_>,
    unit_id: i64,
    campaign: Option<&campaign::Model>,
) -> Result<Vec<Slip>> {
    let Some(campaign) = campaign else {
        return Ok(Vec::new());
    };
    let filter = slip_queries::Filter {
        unit_id: Some(unit_id),
        ..Default::default()
    };
    let rows = slip_queries::list(at.conn, at.actor, &filter).await?;
    let calendar = calendar::queries::find(at.conn, at.actor.organization_id).await?;
    let (from, to) = (campaign.starts_on.as_str(), campaign.ends_on.as_str());
    let counts = |row: &slip::Model| {
        let sent = row.sent_on.as_deref();
        row.withdrawn_on.is_none() && sent.is_some_and(|on| from <= on && on <= to)
    };
    let slip = |row: slip::Model| Slip {
        name: number(at.words, &row).unwrap_or_default(),
        is_received: row.received_on.is_some(),
        is_signed_late: slip_rules::is_signed_late(&row, &calendar, at.today),
        id: row.id,
    };
    Ok(rows.into_iter().filter(counts).map(slip).collect())
}
