//! Verbs of the calendar: load a notice, enter a day, a vacation, the hours. By the coordinator.

use std::collections::BTreeMap;

use gongjie_base::{Error, Result, Tx};
use jiff::civil::Date;

use super::notice::{
    self, DayInput, DayKind, HoursInput, NoticeDay, Plan, Standing, VacationInput, hours_text,
};
use super::queries;
use crate::journal::{self, Entry};
use crate::org::{Acting, Role};

fn check(acting: &Acting) -> Result<()> {
    if acting.actor.has(Role::Coordinator) {
        Ok(())
    } else {
        Err(Error::forbidden("calendar-not-yours"))
    }
}

fn entry(acting: &Acting, action: &'static str) -> Entry {
    Entry::new(action, "calendar", acting.actor.organization_id)
}

async fn standing(tx: &Tx, acting: &Acting) -> Result<BTreeMap<Date, Standing>> {
    let of = acting.actor.organization_id;
    let rows = queries::list_days(tx, of, "0000", "9999-12-31").await?;
    let known = rows.into_iter().filter_map(|row| {
        let standing = Standing {
            name: row.name,
            is_off: row.is_off,
            notice_year: row.notice_year,
        };
        Some((row.day.parse().ok()?, standing))
    });
    Ok(known.collect())
}

/// Makes the calendar say what the JSON of a yearly notice says; days entered by hand stay. The same notice again changes
/// nothing and leaves no entry.
pub async fn load(tx: &Tx, acting: &Acting, text: &str) -> Result<Plan> {
    check(acting)?;
    let notice = notice::read_notice(text)?;
    let plan = notice::plan(&standing(tx, acting).await?, &notice);
    if plan.is_idle() {
        return Ok(plan);
    }
    let mut entry = entry(acting, "calendar.load").set("notice_year", notice.year);
    let year = Some(i64::from(notice.year));
    for day in plan.added.iter().chain(&plan.changed) {
        queries::upsert_day(tx, acting, day, year).await?;
        entry = entry.set(&day.date.to_string(), kind_of(day.is_off_day));
    }
    for day in &plan.removed {
        queries::delete_day(tx, acting.actor.organization_id, &day.to_string()).await?;
        entry = entry.set(&day.to_string(), DayKind::Week);
    }
    journal::record(tx, acting.by(), entry).await?;
    Ok(plan)
}

const fn kind_of(is_off: bool) -> DayKind {
    if is_off { DayKind::Off } else { DayKind::Work }
}

/// Enters one day by hand, or gives it back to the week.
pub async fn set_day(tx: &Tx, acting: &Acting, input: &DayInput) -> Result<Date> {
    check(acting)?;
    let (date, name, kind) = notice::read_day(input)?;
    let before = standing(tx, acting).await?;
    let before = before.get(&date).map(|s| kind_of(s.is_off));
    if kind == DayKind::Week {
        queries::delete_day(tx, acting.actor.organization_id, &date.to_string()).await?;
    } else {
        let is_off_day = kind == DayKind::Off;
        let day = NoticeDay {
            name,
            date,
            is_off_day,
        };
        queries::upsert_day(tx, acting, &day, None).await?;
    }
    let before = before.unwrap_or(DayKind::Week);
    let entry = entry(acting, "calendar.day").change(&date.to_string(), Some(before), Some(kind));
    journal::record(tx, acting.by(), entry).await?;
    Ok(date)
}

/// Enters a school vacation.
pub async fn add_vacation(tx: &Tx, acting: &Acting, input: &VacationInput) -> Result<i64> {
    check(acting)?;
    let (name, days) = notice::read_vacation(input)?;
    let id = queries::insert_vacation(tx, acting, &name, days).await?;
    let entry = entry(acting, "calendar.vacation")
        .set("name", name)
        .set("starts_on", days.from)
        .set("ends_on", days.until);
    journal::record(tx, acting.by(), entry).await?;
    Ok(id)
}

/// Takes a vacation away.
pub async fn remove_vacation(tx: &Tx, acting: &Acting, id: i64) -> Result<()> {
    check(acting)?;
    let of = acting.actor.organization_id;
    let rows = queries::list_vacations(tx, of, "0000", "9999-12-31").await?;
    let found = rows.into_iter().find(|v| v.id == id);
    let found = found.ok_or(Error::NotFound)?;
    queries::delete_vacation(tx, of, id).await?;
    let gone = None::<String>;
    let entry = entry(acting, "calendar.vacation")
        .change("name", Some(found.name), gone.clone())
        .change("starts_on", Some(found.starts_on), gone.clone())
        .change("ends_on", Some(found.ends_on), gone);
    journal::record(tx, acting.by(), entry).await
}

/// Sets the working hours of a day.
pub async fn set_hours(tx: &Tx, acting: &Acting, input: &HoursInput) -> Result<()> {
    check(acting)?;
    let shifts = notice::read_hours(input)?;
    let of = acting.actor.organization_id;
    let before = hours_text(&queries::find(tx, of).await?.shifts);
    queries::update_shifts(tx, of, &shifts).await?;
    let entry =
        entry(acting, "calendar.hours").change("hours", Some(before), Some(hours_text(&shifts)));
    journal::record(tx, acting.by(), entry).await
}
