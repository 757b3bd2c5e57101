//! The page of the calendar: a year as a table, what differs, who entered it, and the forms of the coordinator.

use askama::Template;
use axum::extract::{Path, Query};
use axum::response::Response;
use gongjie_base::{Error, Result};

use super::actions;
use super::notice::{DayInput, DayKind, HoursInput, VacationInput, hours_text};
use super::year::{self, Ask, Month, Year};
use crate::door::{Answer, Form, Upload, Visit, Write, show, show_refused};
use crate::layout::{Errors, Page};

#[derive(Template)]
#[template(path = "calendar/index.html")]
struct IndexPage {
    p: Page,
    year: Year,
    months: Vec<Month>,
    hours: HoursInput,
    day: DayInput,
    vacation: VacationInput,
    notice: String,
    kinds: Vec<(String, String)>,
    errors: Errors,
}

/// What was typed into one of the forms.
#[derive(Default)]
struct Typed {
    day: DayInput,
    vacation: VacationInput,
    hours: Option<HoursInput>,
    notice: String,
}

async fn page(visit: &Visit, ask: &Ask, typed: Typed, errors: Errors) -> Result<IndexPage> {
    let p = visit.page("calendar-title");
    let of = visit.actor()?.organization_id;
    let year = year::read(visit.read(), of, ask, visit.today()).await?;
    let kind = |k: &DayKind| (k.code().to_owned(), p.code("calendar-kind", k));
    Ok(IndexPage {
        months: year.months(),
        hours: typed.hours.unwrap_or_else(|| HoursInput {
            hours: hours_text(&year.calendar.shifts),
        }),
        day: typed.day,
        vacation: typed.vacation,
        notice: typed.notice,
        kinds: DayKind::ALL.iter().map(kind).collect(),
        year,
        p,
        errors,
    })
}

/// `GET /calendars`
pub async fn index(visit: Visit, Query(ask): Query<Ask>) -> Answer {
    show(&page(&visit, &ask, Typed::default(), Errors::none()).await?)
}

/// After a verb: the page of its year, or the page again with what was typed.
async fn answer(
    visit: &Visit,
    done: Result<(Write, i16)>,
    typed: Typed,
) -> Result<Response, crate::door::Refused> {
    match done {
        Ok((write, year)) => write.see(format!("/calendars?year={year}")).await,
        Err(Error::Invalid(fields)) => {
            let page = page(visit, &Ask::default(), typed, Errors(fields)).await?;
            show_refused(&page)
        }
        Err(error) => Err(error.into()),
    }
}

/// `POST /calendars/notices`: the JSON as a file or pasted.
pub async fn load(upload: Upload) -> Answer {
    let notice = notice_text(&upload);
    let done = async {
        if let Some(refused) = &upload.refused {
            return Err(Error::Invalid(vec![refused.clone()]));
        }
        let write = upload.visit.begin().await?;
        let plan = actions::load(&write, &write.acting, &notice).await?;
        let first = plan.added.first().or_else(|| plan.changed.first());
        let year = first.map_or_else(|| upload.visit.today().year(), |day| day.date.year());
        Ok((write, year))
    };
    let typed = Typed {
        notice: notice.clone(),
        ..Typed::default()
    };
    answer(&upload.visit, done.await, typed).await
}

/// The notice as it came: the file, or what was pasted.
pub(super) fn notice_text(upload: &Upload) -> String {
    match &upload.file {
        Some(file) => String::from_utf8_lossy(&file.bytes)
            .trim_start_matches('\u{feff}')
            .to_owned(),
        None => upload.field("notice").to_owned(),
    }
}

/// `POST /calendars/days`
pub async fn set_day(visit: Visit, Form(day): Form<DayInput>) -> Answer {
    let done = async {
        let write = visit.begin().await?;
        let date = actions::set_day(&write, &write.acting, &day).await?;
        Ok((write, date.year()))
    };
    let done = done.await;
    let typed = Typed {
        day,
        ..Typed::default()
    };
    answer(&visit, done, typed).await
}

/// `POST /calendars/vacations`
pub async fn add_vacation(visit: Visit, Form(vacation): Form<VacationInput>) -> Answer {
    let done = async {
        let write = visit.begin().await?;
        actions::add_vacation(&write, &write.acting, &vacation).await?;
        let year = vacation.starts_on.trim().get(..4);
        let year = year.and_then(|y| y.parse().ok());
        Ok((write, year.unwrap_or_else(|| visit.today().year())))
    };
    let done = done.await;
    let typed = Typed {
        vacation,
        ..Typed::default()
    };
    answer(&visit, done, typed).await
}

/// `POST /calendars/vacations/{id}/removal`
pub async fn remove_vacation(visit: Visit, Path(id): Path<i64>) -> Answer {
    let write = visit.begin().await?;
    actions::remove_vacation(&write, &write.acting, id).await?;
    write.see("/calendars".to_owned()).await
}

/// `POST /calendars/hours`
pub async fn set_hours(visit: Visit, Form(hours): Form<HoursInput>) -> Answer {
    let done = async {
        let write = visit.begin().await?;
        actions::set_hours(&write, &write.acting, &hours).await?;
        Ok((write, visit.today().year()))
    };
    let done = done.await;
    let typed = Typed {
        hours: Some(hours),
        ..Typed::default()
    };
    answer(&visit, done, typed).await
}
