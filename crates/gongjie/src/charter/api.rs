//! The task book as JSON, from the same facts as the sheet.

use axum::extract::Path;
use serde::Serialize;
use utoipa::ToSchema;

use super::gather::{self, Sheet, TaskbookMeasure, TaskbookNode};
use crate::door::{Answer, Unreadable, Visit, json};

/// A line of what is looked at before printing.
#[derive(Debug, Serialize, ToSchema)]
pub struct TaskbookCheck {
    pub is_there: bool,
    pub words: String,
}

/// Everything on the sheet.
#[derive(Debug, Serialize, ToSchema)]
pub struct Taskbook {
    pub problem_id: i64,
    pub title: String,
    /// Number in its campaign.
    pub number: Option<i64>,
    /// 0 while no measure is issued; 1 for the day of the first; each later change one more.
    pub version: usize,
    /// The journal entry that made this version, and its day.
    pub version_entry: Option<i64>,
    pub version_on: Option<String>,
    /// The organisation's last journal entry when this was read, and the day.
    pub as_of_entry: i64,
    pub as_of: String,
    pub theme: Option<String>,
    pub pairing_id: Option<i64>,
    /// As written.
    pub paired_text: Option<String>,
    pub theme_text: Option<String>,
    pub leads: Vec<String>,
    pub partners: Vec<String>,
    /// 责任领导
    pub leaders_in_charge: Vec<String>,
    pub measures: Vec<TaskbookMeasure>,
    pub timetable: Vec<TaskbookNode>,
    /// Measures without a day, which stand in no timetable.
    pub undated: usize,
    /// Units that sign; coordinating office, leader and supervisor sign besides.
    pub signers: Vec<String>,
    pub measures_signed: usize,
    pub checks: Vec<TaskbookCheck>,
}

/// The task book of a problem: measures, responsibilities, timetable, who signs and what is missing.
#[utoipa::path(get, path = "/api/v1/problems/{id}/taskbook", tag = "problems", params(("id" = i64, Path)),
    responses((status = 200, body = Taskbook), Unreadable))]
pub async fn show(visit: Visit, Path(id): Path<i64>) -> Answer {
    let reading = visit.reading()?;
    let sheet = gather::sheet(reading, &visit.app.clock, id).await?;
    let checks = sheet.holds.checks().into_iter().map(|c| TaskbookCheck {
        is_there: c.is_there,
        words: reading.words.say(&c.say),
    });
    let checks = checks.collect();
    json(&taskbook(sheet, checks, reading.today.to_string()))
}

fn taskbook(sheet: Sheet, checks: Vec<TaskbookCheck>, as_of: String) -> Taskbook {
    let names = |units: Vec<(i64, String)>| units.into_iter().map(|(_, name)| name).collect();
    let pairing = sheet.pairing.as_ref();
    Taskbook {
        problem_id: sheet.problem.id,
        number: sheet.problem.number,
        version: sheet.version.number,
        version_entry: sheet.version.made_by.map(|(seq, _)| seq),
        version_on: sheet.version.made_by.map(|(_, day)| day.to_string()),
        as_of_entry: sheet.last_entry,
        as_of,
        theme: sheet.theme,
        pairing_id: pairing.map(|p| p.id),
        paired_text: pairing.and_then(|p| p.date_text.clone()),
        theme_text: pairing.and_then(|p| p.theme_text.clone()),
        leads: names(sheet.leads),
        partners: names(sheet.partners),
        leaders_in_charge: sheet.leader_in_charge,
        measures: sheet.measures,
        timetable: sheet.nodes,
        undated: sheet.undated,
        signers: sheet.signers,
        measures_signed: sheet.signed.0,
        checks,
        title: sheet.problem.title,
    }
}
