//! What the ladder asks about measures, read for many at once.

use std::collections::{BTreeMap, BTreeSet};

use gongjie_base::{Conn, Error, Result};
use jiff::civil::Date;

use super::ladder::{Due, Item, Sent, Standing, ladder};
use super::queries;
use super::rules::State;
use super::tables::slip::Model;
use crate::calendar;
use crate::measure::calendar::Calendar;
use crate::measure::light::{Light, Shine};
use crate::measure::queries as measures;
use crate::measure::rules::State as MeasureState;
use crate::measure::tables::measure;

/// What is due today about these measures, by the ladder. The caller has checked that the asker sees them.
pub async fn dues(conn: &Conn, rows: &[measure::Model], today: Date) -> Result<Vec<Due>> {
    let shines = measures::shines(conn, rows, today).await?;
    let items = items(conn, rows, &shines).await?;
    let Some(first) = rows.first() else {
        return Ok(Vec::new());
    };
    let calendar = calendar::queries::find(conn, first.organization_id).await?;
    Ok(ladder(&items, today, &calendar))
}

/// Measures with slips that are read together.
const PAGE: i64 = 500;

/// How many slips the ladder proposes today for the whole organisation. What nobody slipped yet is counted where it stands;
/// only what has slips is read and climbed: a property test holds it equal to [`dues`] over everything.
pub async fn count_slips_due(
    conn: &Conn,
    organization_id: i64,
    today: Date,
    calendar: &Calendar,
) -> Result<usize> {
    if !calendar.is_working(today) {
        return Ok(0);
    }
    let day = today.to_string();
    let first = queries::count_late_unslipped(conn, organization_id, &day).await?;
    let mut count = usize::try_from(first).map_err(Error::internal)?;
    let mut after = 0;
    loop {
        let ids = queries::list_late_slipped(conn, organization_id, &day, after, PAGE).await?;
        let Some(last) = ids.last() else {
            return Ok(count);
        };
        after = *last;
        let rows: Vec<measure::Model> = conn.rows_in("id", &ids).await?;
        let shines = measures::shines(conn, &rows, today).await?;
        let items = items(conn, &rows, &shines).await?;
        let dues = ladder(&items, today, calendar);
        count += dues.iter().filter(|d| d.rung.slip().is_some()).count();
    }
}

/// These measures as the ladder sees them. For the nightly job, which has its own calendar.
pub async fn items(
    conn: &Conn,
    rows: &[measure::Model],
    shines: &BTreeMap<i64, Shine>,
) -> Result<Vec<Item>> {
    let ids: Vec<i64> = rows.iter().map(|m| m.id).collect();
    let slips = queries::list_all_of_measures(conn, &ids).await?;
    let requests = measures::list_extensions(conn, &ids).await?;
    let asks = requests.iter().filter(|r| r.decided_on.is_none());
    let asking: BTreeSet<i64> = asks.map(|r| r.measure_id).collect();
    let item = |row: &measure::Model| {
        let slips = slips.get(&row.id).map_or(&[][..], Vec::as_slice);
        Item {
            measure_id: row.id,
            due: row.due_on.as_deref().and_then(|day| day.parse().ok()),
            standing: standing(row, shines.get(&row.id), asking.contains(&row.id)),
            sent: slips.iter().filter_map(sent).collect(),
            drafts: slips
                .iter()
                .filter(|s| s.state.is_draft())
                .map(|s| s.kind)
                .collect(),
        }
    };
    Ok(rows.iter().map(item).collect())
}

fn standing(row: &measure::Model, shine: Option<&Shine>, asks: bool) -> Standing {
    let light = shine.map_or(Light::Idle, |s| s.light);
    if matches!(light, Light::Grey | Light::Idle | Light::Done) {
        Standing::Still
    } else if asks || row.state == MeasureState::Reported {
        Standing::Waits
    } else {
        Standing::Running
    }
}

fn sent(row: &Model) -> Option<Sent> {
    if row.state == State::Withdrawn {
        return None;
    }
    let day = |text: &Option<String>| text.as_deref().and_then(|d| d.parse().ok());
    Some(Sent {
        kind: row.kind,
        sent: day(&row.sent_on)?,
        is_unanswered: row.state.is_unanswered(),
        settled: day(&row.checked_on),
    })
}
