//! The calendar as JSON.

use axum::extract::{Path, Query};
use axum::http::StatusCode;
use gongjie_base::{Conn, Error, Result};
use jiff::civil::Date;
use serde::Serialize;
use utoipa::ToSchema;

use super::actions;
use super::notice::{DayInput, HoursInput, VacationInput, hours_text};
use super::pages::notice_text;
use super::year::{self, Ask};
use crate::door::{Answer, Json, Key, Refusals, Unreadable, Upload, Visit, json};

/// A day that differs from the week.
#[derive(Debug, Serialize, ToSchema)]
pub struct CalendarDay {
    pub day: String,
    pub name: String,
    /// Not worked; false: a make-up day.
    pub is_off: bool,
    /// Year of the notice that named it; null: entered by hand.
    pub notice_year: Option<i64>,
}

/// A school vacation, both days included.
#[derive(Debug, Serialize, ToSchema)]
pub struct CalendarVacation {
    pub id: i64,
    pub name: String,
    pub starts_on: String,
    pub ends_on: String,
}

/// One year of the working calendar.
#[derive(Debug, Serialize, ToSchema)]
pub struct WorkingCalendar {
    pub year: i16,
    /// `08:00-12:00, 14:00-18:00`
    pub hours: String,
    pub days: Vec<CalendarDay>,
    pub vacations: Vec<CalendarVacation>,
    /// Working days of each month, from January.
    pub working_days: Vec<usize>,
}

async fn read(conn: &Conn, of: i64, ask: &Ask, today: Date) -> Result<WorkingCalendar> {
    let year = year::read(conn, of, ask, today).await?;
    let working_days = year.months().iter().map(|m| m.worked).collect();
    let days = year.days.into_iter().map(|d| CalendarDay {
        day: d.day,
        name: d.name,
        is_off: d.is_off,
        notice_year: d.notice_year,
    });
    let vacations = year.vacations.into_iter().map(|v| CalendarVacation {
        id: v.id,
        name: v.name,
        starts_on: v.starts_on,
        ends_on: v.ends_on,
    });
    Ok(WorkingCalendar {
        year: year.number,
        hours: hours_text(&year.calendar.shifts),
        days: days.collect(),
        vacations: vacations.collect(),
        working_days,
    })
}

async fn of_year(conn: &Conn, of: i64, year: i16) -> Result<WorkingCalendar> {
    let ask = Ask {
        year: Some(year.to_string()),
    };
    read(conn, of, &ask, Date::ZERO).await
}

/// A year of the working calendar: what differs from the week, vacations, hours.
#[utoipa::path(get, path = "/api/v1/calendars", tag = "calendars", params(Ask),
    responses((status = 200, body = WorkingCalendar), Unreadable))]
pub async fn show(visit: Visit, Query(ask): Query<Ask>) -> Answer {
    let of = visit.actor()?.organization_id;
    json(&read(visit.read(), of, &ask, visit.today()).await?)
}

/// A notice as it is sent.
#[derive(Serialize, ToSchema)]
pub struct NoticeUpload {
    /// The text of the notice: `{"year": 2026, "days": [{"name": …, "date": "2026-01-01", "isOffDay": true}]}`.
    pub notice: String,
}

/// What loading a notice did.
#[derive(Debug, Serialize, ToSchema)]
pub struct Loaded {
    pub added: usize,
    pub changed: usize,
    /// Days that an earlier edition of the notice named and this one does not.
    pub removed: usize,
    /// Days entered by hand that say something else: they stay.
    pub kept: usize,
}

/// Loads a yearly notice of holidays and make-up days. The same notice again changes nothing. By the coordinator.
#[utoipa::path(post, path = "/api/v1/calendars/notices", tag = "calendars", request_body = NoticeUpload,
    params(Key), responses((status = 200, body = Loaded), Refusals))]
pub async fn load(upload: Upload) -> Answer {
    if let Some(refused) = &upload.refused {
        return Err(Error::Invalid(vec![refused.clone()]).into());
    }
    let write = upload.visit.begin().await?;
    let plan = actions::load(&write, &write.acting, &notice_text(&upload)).await?;
    let loaded = Loaded {
        added: plan.added.len(),
        changed: plan.changed.len(),
        removed: plan.removed.len(),
        kept: plan.kept.len(),
    };
    write.json(StatusCode::OK, &loaded).await
}

/// Enters one day by hand, or gives it back to the week. By the coordinator.
#[utoipa::path(post, path = "/api/v1/calendars/days", tag = "calendars", request_body = DayInput,
    params(Key), responses((status = 200, body = WorkingCalendar), Refusals))]
pub async fn set_day(visit: Visit, Json(day): Json<DayInput>) -> Answer {
    let write = visit.begin().await?;
    let date = actions::set_day(&write, &write.acting, &day).await?;
    let of = write.acting.actor.organization_id;
    let body = of_year(&write, of, date.year()).await?;
    write.json(StatusCode::OK, &body).await
}

/// Enters a school vacation. By the coordinator.
#[utoipa::path(post, path = "/api/v1/calendars/vacations", tag = "calendars", request_body = VacationInput,
    params(Key), responses((status = 201, body = CalendarVacation), Refusals))]
pub async fn add_vacation(visit: Visit, Json(input): Json<VacationInput>) -> Answer {
    let write = visit.begin().await?;
    let id = actions::add_vacation(&write, &write.acting, &input).await?;
    let text = |typed: &str| typed.trim().to_owned();
    let body = CalendarVacation {
        id,
        name: text(&input.name),
        starts_on: text(&input.starts_on),
        ends_on: text(&input.ends_on),
    };
    write.json(StatusCode::CREATED, &body).await
}

/// What is left of a vacation.
#[derive(Debug, Serialize, ToSchema)]
pub struct VacationGone {
    pub id: i64,
    pub is_removed: bool,
}

/// Takes a vacation away. By the coordinator.
#[utoipa::path(post, path = "/api/v1/calendars/vacations/{id}/removal", tag = "calendars",
    params(("id" = i64, Path), Key), responses((status = 200, body = VacationGone), Refusals))]
pub async fn remove_vacation(visit: Visit, Path(id): Path<i64>) -> Answer {
    let write = visit.begin().await?;
    actions::remove_vacation(&write, &write.acting, id).await?;
    let is_removed = true;
    write
        .json(StatusCode::OK, &VacationGone { id, is_removed })
        .await
}

/// Sets the working hours of a day. By the coordinator.
#[utoipa::path(post, path = "/api/v1/calendars/hours", tag = "calendars", request_body = HoursInput,
    params(Key), responses((status = 200, body = WorkingCalendar), Refusals))]
pub async fn set_hours(visit: Visit, Json(input): Json<HoursInput>) -> Answer {
    let today = visit.today();
    let write = visit.begin().await?;
    actions::set_hours(&write, &write.acting, &input).await?;
    let of = write.acting.actor.organization_id;
    let body = of_year(&write, of, today.year()).await?;
    write.json(StatusCode::OK, &body).await
}
