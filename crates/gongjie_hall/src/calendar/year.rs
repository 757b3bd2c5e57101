//! One year of the calendar, read for page and JSON.

use std::sync::Arc;

use gongjie_base::clock::plus_days;
use gongjie_base::{Conn, Error, Result};
use jiff::civil::{Date, Weekday, date};
use serde::Deserialize;
use utoipa::IntoParams;

use super::queries::{self, DayRow, VacationRow};
use super::rules::Calendar;

/// Which year is asked for.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[serde(default)]
#[into_params(parameter_in = Query)]
pub struct Ask {
    /// For example 2026; the present year where none is named.
    pub year: Option<String>,
}

/// A year with all that differs in it.
pub struct Year {
    pub number: i16,
    pub calendar: Arc<Calendar>,
    pub days: Vec<DayRow>,
    pub vacations: Vec<VacationRow>,
}

/// A month of the year view.
pub struct Month {
    pub number: i8,
    /// Working days.
    pub worked: usize,
    /// Days without work.
    pub off: usize,
    pub days: Vec<Square>,
}

/// A day of the year view.
pub struct Square {
    pub day: i8,
    /// `off`, `work`, `vacation`, `rest` (an ordinary weekend) or nothing.
    pub mark: &'static str,
}

/// Reads the year that is asked for.
pub async fn read(conn: &Conn, organization_id: i64, ask: &Ask, today: Date) -> Result<Year> {
    let year = match ask.year.as_deref().map(str::trim).unwrap_or_default() {
        "" => today.year(),
        text => text
            .parse()
            .ok()
            .filter(|year| (1990..=2200).contains(year))
            .ok_or_else(|| Error::invalid("year", "calendar-year-unknown"))?,
    };
    let (from, until) = (format!("{year}-01-01"), format!("{year}-12-31"));
    Ok(Year {
        number: year,
        calendar: queries::find(conn, organization_id).await?,
        days: queries::list_days(conn, organization_id, &from, &until).await?,
        vacations: queries::list_vacations(conn, organization_id, &from, &until).await?,
    })
}

impl Month {
    /// The days with a mark, as spans: `1–3, 8`.
    pub fn said(&self, mark: &str) -> String {
        let mut spans: Vec<(i8, i8)> = Vec::new();
        for day in self.days.iter().filter(|d| d.mark == mark).map(|d| d.day) {
            match spans.last_mut() {
                Some((_, last)) if *last + 1 == day => *last = day,
                _ => spans.push((day, day)),
            }
        }
        let text = |(from, until): &(i8, i8)| match until - from {
            0 => from.to_string(),
            _ => format!("{from}–{until}"),
        };
        spans.iter().map(text).collect::<Vec<_>>().join(", ")
    }
}

impl Year {
    /// The twelve months.
    pub fn months(&self) -> Vec<Month> {
        (1..=12)
            .map(|month| self.month(date(self.number, month, 1)))
            .collect()
    }

    fn month(&self, first: Date) -> Month {
        let length = i64::from(first.days_in_month());
        let days: Vec<Date> = (0..length).map(|n| plus_days(first, n)).collect();
        let worked = days
            .iter()
            .filter(|d| self.calendar.is_working(**d))
            .count();
        Month {
            number: first.month(),
            worked,
            off: days.len() - worked,
            days: days.into_iter().map(|d| self.square(d)).collect(),
        }
    }

    fn square(&self, day: Date) -> Square {
        let weekend = matches!(day.weekday(), Weekday::Saturday | Weekday::Sunday);
        let mark = if self.calendar.in_vacation(day) {
            "vacation"
        } else if self.calendar.make_up_days.contains(&day) {
            "work"
        } else if self.calendar.holidays.contains(&day) {
            "off"
        } else if weekend {
            "rest"
        } else {
            ""
        };
        Square {
            day: day.day(),
            mark,
        }
    }
}
