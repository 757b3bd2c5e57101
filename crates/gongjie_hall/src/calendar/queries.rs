//! The only code that writes calendars.

use std::sync::Arc;

use gongjie_base::{Conn, Result, Tx};
use sea_orm::FromQueryResult;
use sea_orm::{ActiveModelTrait, Set};

use super::notice::{NoticeDay, minute};
use super::rules::{Calendar, Shift, Vacation};
use super::tables::calendar_vacation;
use crate::org::Acting;

#[derive(FromQueryResult)]
struct Piece {
    kind: String,
    a: String,
    b: String,
}

/// The working calendar of an organisation: for a reader of an earlier day as it was entered then.
pub async fn find(conn: &Conn, organization_id: i64) -> Result<Arc<Calendar>> {
    conn.known_now("calendar", organization_id, load(conn, organization_id))
        .await
}

async fn load(conn: &Conn, organization_id: i64) -> Result<Calendar> {
    let sql = "SELECT CASE WHEN is_off THEN 'off' ELSE 'work' END AS kind, day AS a, day AS b \
               FROM calendar_day WHERE organization_id = $1 \
               UNION ALL SELECT 'vacation', starts_on, ends_on FROM calendar_vacation \
               WHERE organization_id = $1 \
               UNION ALL SELECT 'shift', starts_at, ends_at FROM calendar_shift \
               WHERE organization_id = $1 ORDER BY 2";
    let pieces: Vec<Piece> = conn.all(sql, [organization_id.into()]).await?;
    let mut calendar = Calendar {
        shifts: Vec::new(),
        ..Calendar::default()
    };
    for Piece { kind, a, b } in pieces {
        match (kind.as_str(), a.parse(), b.parse()) {
            ("off", Ok(day), _) => {
                calendar.holidays.insert(day);
            }
            ("work", Ok(day), _) => {
                calendar.make_up_days.insert(day);
            }
            ("vacation", Ok(from), Ok(until)) => calendar.vacations.push(Vacation { from, until }),
            _ => {
                if let (Some(from), Some(until)) = (minute(&a), minute(&b)) {
                    calendar.shifts.push(Shift { from, until });
                }
            }
        }
    }
    if calendar.shifts.is_empty() {
        calendar.shifts = Calendar::default().shifts;
    }
    Ok(calendar)
}

/// A day with the name of who entered it.
#[derive(Debug, Clone, FromQueryResult)]
pub struct DayRow {
    pub day: String,
    pub name: String,
    pub is_off: bool,
    pub notice_year: Option<i64>,
    pub entered_by: Option<String>,
    pub entered_at: i64,
}

/// Days that differ from the week, of a span of days, by day.
pub async fn list_days(
    conn: &Conn,
    organization_id: i64,
    from: &str,
    until: &str,
) -> Result<Vec<DayRow>> {
    let sql = "SELECT d.day, d.name, d.is_off, d.notice_year, p.name AS entered_by, d.entered_at \
               FROM calendar_day d LEFT JOIN person p ON p.id = d.entered_by \
               WHERE d.organization_id = $1 AND d.day >= $2 AND d.day <= $3 ORDER BY d.day";
    conn.all(sql, [organization_id.into(), from.into(), until.into()])
        .await
}

/// A vacation with the name of who entered it.
#[derive(Debug, Clone, FromQueryResult)]
pub struct VacationRow {
    pub id: i64,
    pub name: String,
    pub starts_on: String,
    pub ends_on: String,
    pub entered_by: Option<String>,
    pub entered_at: i64,
}

/// Vacations that touch a span of days, by first day.
pub async fn list_vacations(
    conn: &Conn,
    organization_id: i64,
    from: &str,
    until: &str,
) -> Result<Vec<VacationRow>> {
    let sql = "SELECT v.id, v.name, v.starts_on, v.ends_on, p.name AS entered_by, v.entered_at \
               FROM calendar_vacation v LEFT JOIN person p ON p.id = v.entered_by \
               WHERE v.organization_id = $1 AND v.ends_on >= $2 AND v.starts_on <= $3 \
               ORDER BY v.starts_on, v.id";
    conn.all(sql, [organization_id.into(), from.into(), until.into()])
        .await
}

/// Writes one day, in place of what stood there.
pub async fn upsert_day(
    tx: &Tx,
    acting: &Acting,
    day: &NoticeDay,
    notice_year: Option<i64>,
) -> Result<()> {
    let by = acting.by();
    let sql = "INSERT INTO calendar_day \
               (organization_id, day, name, is_off, notice_year, entered_by, entered_at) \
               VALUES ($1, $2, $3, $4, $5, $6, $7) \
               ON CONFLICT (organization_id, day) DO UPDATE SET name = excluded.name, \
               is_off = excluded.is_off, notice_year = excluded.notice_year, \
               entered_by = excluded.entered_by, entered_at = excluded.entered_at";
    let values = [
        by.organization_id.into(),
        day.date.to_string().into(),
        day.name.trim().into(),
        day.is_off_day.into(),
        notice_year.into(),
        by.person_id.into(),
        by.at.into(),
    ];
    tx.run(sql, values).await?;
    Ok(())
}

/// Takes a day away; the week's rule holds again.
pub async fn delete_day(tx: &Tx, organization_id: i64, day: &str) -> Result<()> {
    let sql = "DELETE FROM calendar_day WHERE organization_id = $1 AND day = $2";
    tx.run(sql, [organization_id.into(), day.into()]).await?;
    Ok(())
}

/// Inserts a vacation and returns its id.
pub async fn insert_vacation(tx: &Tx, acting: &Acting, name: &str, days: Vacation) -> Result<i64> {
    let by = acting.by();
    let row = calendar_vacation::ActiveModel {
        organization_id: Set(by.organization_id),
        name: Set(name.to_owned()),
        starts_on: Set(days.from.to_string()),
        ends_on: Set(days.until.to_string()),
        entered_by: Set(by.person_id),
        entered_at: Set(by.at),
        ..Default::default()
    };
    Ok(row.insert(&**tx).await?.id)
}

/// Takes a vacation away; false where the organisation has none of this id.
pub async fn delete_vacation(tx: &Tx, organization_id: i64, id: i64) -> Result<bool> {
    let sql = "DELETE FROM calendar_vacation WHERE organization_id = $1 AND id = $2";
    Ok(tx.run(sql, [organization_id.into(), id.into()]).await? > 0)
}

/// Puts these working hours in place of what stood.
pub async fn update_shifts(tx: &Tx, organization_id: i64, shifts: &[Shift]) -> Result<()> {
    let sql = "DELETE FROM calendar_shift WHERE organization_id = $1";
    tx.run(sql, [organization_id.into()]).await?;
    let sql =
        "INSERT INTO calendar_shift (organization_id, starts_at, ends_at) VALUES ($1, $2, $3)";
    for shift in shifts {
        let text = |time: jiff::civil::Time| time.strftime("%H:%M").to_string();
        let values = [
            organization_id.into(),
            text(shift.from).into(),
            text(shift.until).into(),
        ];
        tx.run(sql, values).await?;
    }
    Ok(())
}
