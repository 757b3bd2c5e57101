//! 工作日历: which days and hours are worked: holidays, make-up days, school vacations, working hours. Owns `calendar_day`, `calendar_vacation`, `calendar_shift`. Every room with a deadline asks it.

pub mod actions;
pub mod api;
pub mod notice;
mod pages;
pub mod queries;
pub mod rules;
pub mod tables;
#[cfg(test)]
mod tests;
mod year;

pub use rules::Calendar;

use crate::door::{Routes, Who};

/// Bytes of the upload of a notice: its file and the fields beside it.
const UPLOAD_BYTES_MAX: usize = 256 * 1024;

/// Routes of this room.
pub fn routes() -> Routes {
    api_routes(page_routes(Routes::new()))
}

fn page_routes(routes: Routes) -> Routes {
    let who = Who::Coordinator;
    routes
        .get("/calendars", Who::Staff, pages::index)
        .upload(
            "/calendars/notices",
            who,
            "calendar.load",
            UPLOAD_BYTES_MAX,
            pages::load,
        )
        .post("/calendars/days", who, "calendar.day", pages::set_day)
        .post(
            "/calendars/vacations",
            who,
            "calendar.vacation",
            pages::add_vacation,
        )
        .post(
            "/calendars/vacations/{id}/removal",
            who,
            "calendar.vacation",
            pages::remove_vacation,
        )
        .post("/calendars/hours", who, "calendar.hours", pages::set_hours)
}

fn api_routes(routes: Routes) -> Routes {
    let who = Who::Coordinator;
    routes
        .get("/api/v1/calendars", Who::Staff, api::show)
        .upload(
            "/api/v1/calendars/notices",
            who,
            "calendar.load",
            UPLOAD_BYTES_MAX,
            api::load,
        )
        .post("/api/v1/calendars/days", who, "calendar.day", api::set_day)
        .post(
            "/api/v1/calendars/vacations",
            who,
            "calendar.vacation",
            api::add_vacation,
        )
        .post(
            "/api/v1/calendars/vacations/{id}/removal",
            who,
            "calendar.vacation",
            api::remove_vacation,
        )
        .post(
            "/api/v1/calendars/hours",
            who,
            "calendar.hours",
            api::set_hours,
        )
}
