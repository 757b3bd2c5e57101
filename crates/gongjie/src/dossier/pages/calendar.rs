//! The list of problems as a calendar: limits and milestones of their measures, month by month.

use std::collections::BTreeMap;

use askama::Template;
use jiff::civil::Date;

use super::bar::{Bar, Way, at};
use crate::calendar::queries as calendars;
use crate::door::{Answer, Visit, show};
use crate::dossier::ask::Ask;
use crate::dossier::month::{self, Day, Entry};
use crate::dossier::queries::{self, DUE_MAX, Due};
use crate::figures::queries as figures;
use crate::layout::Page;
use crate::measure::rules::State;

/// A day with everything on it, for narrow windows and for one day alone.
struct Listed {
    date: Date,
    entries: Vec<Entry>,
}

#[derive(Template)]
#[template(path = "dossier/calendar.html")]
struct CalendarPage {
    p: Page,
    bar: Bar,
    ask: Ask,
    month: Date,
    title: String,
    weeks: Vec<Vec<Day>>,
    /// Days of the month on which something is due.
    days: Vec<Listed>,
    /// The one day that is asked for.
    day: Option<Listed>,
    titles: BTreeMap<i64, String>,
    before: String,
    after: String,
    is_cut: bool,
    is_example: bool,
}

/// `GET /problems?view=calendar`
pub async fn calendar(visit: Visit, ask: Ask, view: Way) -> Answer {
    let reading = visit.reading()?;
    let (conn, actor, today) = (reading.conn, reading.actor, reading.today);
    let scope = figures::scope(conn, actor, ask.campaign.parse().ok(), today).await?;
    let mut search = ask.search(scope.campaign.map(|c| c.id));
    // Here the light is that of each measure, not the loudest one of its problem.
    let light = search.light.take();
    let one: Option<Date> = view.day.parse().ok();
    let wanted = format!("{}-01", view.month).parse().ok();
    let month = one.or(wanted).unwrap_or(today).first_of_month();
    let due = queries::list_due(conn, actor, &search, month::bounds(month), today).await?;
    let mut by_day = by_day(&due);
    if let Some(light) = light {
        for entries in by_day.values_mut() {
            entries.retain(|e| e.light == light);
        }
        by_day.retain(|_, entries| !entries.is_empty());
    }
    let ids: Vec<i64> = due.measures.values().map(|m| m.problem_id).collect();
    let mut p = visit.page(reading.words.text("dossier-index-title"));
    p.is_wide = true;
    let in_month = |date: &Date| date.first_of_month() == month;
    let days = by_day.iter().filter(|(date, _)| in_month(date));
    let (before, after) = month::neighbours(month);
    let to = |m: Date| {
        at(
            &ask,
            "calendar",
            &[("month", &m.strftime("%Y-%m").to_string())],
        )
    };
    let kept = vec![("month", month.strftime("%Y-%m").to_string())];
    let calendar = calendars::find(visit.read(), actor.organization_id).await?;
    show(&CalendarPage {
        title: p.t2(
            "roadmap-month",
            ("year", month.year().to_string()),
            ("month", month.month().to_string()),
        ),
        days: days
            .map(|(date, entries)| Listed {
                date: *date,
                entries: entries.clone(),
            })
            .collect(),
        day: one.map(|date| Listed {
            date,
            entries: by_day.get(&date).cloned().unwrap_or_default(),
        }),
        titles: queries::list_titles(conn, &ids).await?,
        before: to(before),
        after: to(after),
        bar: Bar::load(&visit, &p, &ask, "calendar", kept).await?,
        weeks: month::weeks(month, today, &calendar, by_day),
        is_cut: due.is_cut,
        is_example: actor.is_example,
        month,
        ask,
        p,
    })
}

/// Limits first, then milestones, day by day.
fn by_day(due: &Due) -> BTreeMap<Date, Vec<Entry>> {
    let mut found: BTreeMap<Date, Vec<Entry>> = BTreeMap::new();
    let light = |id: i64| due.lights.get(&id).copied().unwrap_or("idle");
    for row in &due.limits {
        let Some(date) = row.due_on.as_deref().and_then(|d| d.parse().ok()) else {
            continue;
        };
        found.entry(date).or_default().push(Entry {
            measure_id: row.id,
            problem_id: row.problem_id,
            text: row.text.clone(),
            is_milestone: false,
            is_done: row.state == State::Done,
            light: light(row.id),
        });
    }
    for stone in &due.milestones {
        let of = due.measures.get(&stone.measure_id);
        let (Ok(date), Some(of)) = (stone.due_on.parse(), of) else {
            continue;
        };
        found.entry(date).or_default().push(Entry {
            measure_id: of.id,
            problem_id: of.problem_id,
            text: stone.text.clone(),
            is_milestone: true,
            is_done: stone.done_on.is_some(),
            light: light(of.id),
        });
    }
    found
}

impl CalendarPage {
    fn of(&self, entry: &Entry) -> String {
        self.titles
            .get(&entry.problem_id)
            .cloned()
            .unwrap_or_default()
    }

    /// Everything of one day.
    fn link(&self, date: &Date) -> String {
        at(&self.ask, "calendar", &[("day", &date.to_string())])
    }

    fn day_said(&self, date: &Date) -> String {
        self.p.day(&date.to_string())
    }

    fn whole(&self) -> String {
        let month = self.month.strftime("%Y-%m").to_string();
        at(&self.ask, "calendar", &[("month", &month)])
    }

    fn now(&self) -> String {
        at(&self.ask, "calendar", &[])
    }

    fn is_now(&self) -> bool {
        self.month == self.p.today.first_of_month()
    }

    fn cut(&self) -> String {
        self.p.t1("board-cut", "n", DUE_MAX)
    }
}
