//! The sheet as a page that prints as it is seen, and as files.

use askama::Template;
use axum::extract::{Path, RawQuery};
use gongjie_base::clock::plus_days;
use jiff::civil::Date;

use super::export;
use super::gather::{self, Sheet, TaskbookMeasure};
use crate::door::{Answer, Visit, show};
use crate::download::Format;
use crate::download::pages::{self as download, Name};
use crate::layout::Page;
use crate::measure::rules::DueKind;
use crate::roadmap::axis::{Axis, Scale, Tick};
use crate::roadmap::rules::Times;

/// A unit's row of the strip.
struct Strip {
    name: String,
    /// Left, width, hatched: without an end.
    bars: Vec<(f64, f64, bool)>,
    /// In words, for who does not see the bars.
    said: String,
}

#[derive(Template)]
#[template(path = "charter/show.html")]
struct ShowPage {
    p: Page,
    sheet: Sheet,
    organization: String,
    number: Option<String>,
    ticks: Vec<Tick>,
    strips: Vec<Strip>,
    /// There and words.
    checks: Vec<(bool, String)>,
    is_example: bool,
}

/// `GET /problems/{id}/taskbook`
pub async fn show_one(visit: Visit, Path(id): Path<i64>) -> Answer {
    let reading = visit.reading()?;
    let sheet = gather::sheet(reading, &visit.app.clock, id).await?;
    let p = visit.page(reading.words.text("charter-title"));
    let year = sheet.campaign.as_ref().map(|c| c.year.to_string());
    let number = sheet
        .problem
        .number
        .zip(year)
        .map(|(n, year)| p.t2("dossier-number", ("year", year), ("n", n.to_string())));
    let (ticks, strips) = strips(&p, &sheet, reading.today);
    let checks = sheet.holds.checks();
    show(&ShowPage {
        organization: reading.actor.organization_name.clone(),
        is_example: reading.actor.is_example,
        checks: checks
            .into_iter()
            .map(|c| (c.is_there, p.words.say(&c.say)))
            .collect(),
        number,
        ticks,
        strips,
        sheet,
        p,
    })
}

/// `GET /problems/{id}/taskbook.xlsx`
pub async fn xlsx(visit: Visit, Path(id): Path<i64>, RawQuery(query): RawQuery) -> Answer {
    file(&visit, id, query, Format::Xlsx).await
}

/// `GET /problems/{id}/taskbook.docx`
pub async fn docx(visit: Visit, Path(id): Path<i64>, RawQuery(query): RawQuery) -> Answer {
    file(&visit, id, query, Format::Docx).await
}

async fn file(visit: &Visit, id: i64, query: Option<String>, format: Format) -> Answer {
    let reading = visit.reading()?;
    let today = reading.today;
    let sheet = gather::sheet(reading, &visit.app.clock, id).await?;
    let book = export::workbook(&sheet, visit.reading()?);
    let title = visit.words().text("charter-title");
    let name = Name {
        code: "taskbook",
        shown: &title,
    };
    download::send(visit, book, name, format, query.as_deref(), today).await
}

/// The strip by month: from the first start to the last limit; work without an end runs through.
fn strips(p: &Page, sheet: &Sheet, today: Date) -> (Vec<Tick>, Vec<Strip>) {
    let times = || sheet.strips.iter().flat_map(|(_, times, _)| times);
    let from = times().filter_map(|t| t.start.or(t.due)).min();
    let to = times().filter_map(|t| t.due.or(t.done).or(t.start)).max();
    let (Some(from), Some(to)) = (from, to) else {
        return (Vec::new(), Vec::new());
    };
    let has_long = sheet.strips.iter().any(|(.., long)| *long);
    let end = sheet
        .campaign
        .as_ref()
        .and_then(|c| c.ends_on.parse::<Date>().ok());
    let to = end.filter(|_| has_long).map_or(to, |end| to.max(end));
    let axis = Axis::over(Scale::Month, from, to, None, today);
    let strips = sheet
        .strips
        .iter()
        .map(|(name, times, _)| strip(p, &axis, name, times))
        .filter(|s| !s.bars.is_empty())
        .collect();
    (axis.ticks(), strips)
}

/// By month: the first and the last month of a measure are filled whole, for the sheet promises months.
fn strip(p: &Page, axis: &Axis, name: &str, times: &[Times]) -> Strip {
    let mut bars = Vec::new();
    let mut said = Vec::new();
    for time in times {
        let (Some(from), is_open) = (time.start.or(time.due), time.due.is_none()) else {
            continue;
        };
        let to = time.due.or(time.done).unwrap_or(axis.to);
        let from = from.min(to).first_of_month();
        let (x, end) = (axis.x(from), axis.x(plus_days(to.last_of_month(), 1)));
        bars.push((x, ((end - x) * 100.0).round() / 100.0, is_open));
        let month = |day: Date| day.strftime("%Y-%m").to_string();
        said.push(p.t2("charter-months", ("from", month(from)), ("to", month(to))));
    }
    Strip {
        name: name.to_owned(),
        bars,
        said: said.join(&p.t("list-comma")),
    }
}

impl ShowPage {
    /// "11-23 到 12-31", or the limit as written where it names no day.
    fn span(&self, row: &TaskbookMeasure) -> String {
        let p = &self.p;
        let due = match (&row.due_on, row.due_kind) {
            (Some(day), _) => p.near_day(day),
            (None, DueKind::LongTerm) => p.t("dossier-due-long-term"),
            (None, _) => row.due_text.clone().unwrap_or_default(),
        };
        match &row.start_on {
            Some(start) if !due.is_empty() => {
                p.t2("charter-span", ("from", p.near_day(start)), ("to", due))
            }
            Some(start) => p.t1("charter-from", "date", p.near_day(start)),
            None => due,
        }
    }

    fn docx(&self) -> String {
        format!("/problems/{}/taskbook.docx", self.sheet.problem.id)
    }

    fn names(&self, units: &[(i64, String)]) -> String {
        let names: Vec<&str> = units.iter().map(|(_, name)| name.as_str()).collect();
        names.join(&self.p.t("list-comma"))
    }

    /// Measures that have an owner.
    fn owners(&self) -> usize {
        self.sheet.holds.measures - self.sheet.holds.without_owner
    }

    /// "截至 2026年11月23日，留痕第 48 条"
    fn as_of(&self) -> String {
        self.p.t2(
            "charter-as-of",
            ("day", self.p.day(&self.p.today.to_string())),
            ("seq", self.sheet.last_entry.to_string()),
        )
    }

    /// The entry that made this version.
    fn made(&self) -> Option<String> {
        let (seq, day) = self.sheet.version.made_by?;
        Some(self.p.t2(
            "charter-version-by",
            ("day", self.p.day(&day.to_string())),
            ("seq", seq.to_string()),
        ))
    }

    fn signed(&self) -> String {
        let (signed, all) = self.sheet.signed;
        format!("{signed} / {all}")
    }
}
