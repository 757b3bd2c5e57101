//! Entries that a reader may see, and the names of the records they are about. Reads only.

use std::collections::{BTreeMap, BTreeSet};

use gongjie_base::clock::plus_days;
use gongjie_base::{Clock, Conn, Error, Result};
use sea_orm::FromQueryResult;

use super::rules::{Kind, OF_ACCOUNTS, Wanted};
use crate::journal::queries::{self as journal, Line, Search};
use crate::org::{Actor, queries as org};

/// The audit administrator's journal has no business words: they are taken out before anything is shown.
fn without_words(lines: &mut [Line]) {
    for change in lines
        .iter_mut()
        .flat_map(|l| l.changes.iter_mut().flatten())
    {
        change.from = None;
        change.to = None;
    }
}

async fn seen(conn: &Conn, actor: &Actor, mut search: Search) -> Result<Vec<Line>> {
    if !actor.reads_history() {
        return Ok(Vec::new());
    }
    let sees_business = actor.sees_business();
    if sees_business {
        search.without = OF_ACCOUNTS;
    }
    let mut lines = journal::list(conn, actor.organization_id, &search).await?;
    if sees_business {
        org::name_changes(conn, actor.organization_id, &mut lines).await?;
        name_themes(conn, actor, &mut lines).await?;
    } else {
        without_words(&mut lines);
    }
    Ok(lines)
}

/// Puts names for the ids of themes.
async fn name_themes(conn: &Conn, actor: &Actor, lines: &mut [Line]) -> Result<()> {
    let themes = crate::campaign::queries::list_themes(conn, actor).await?;
    let names: BTreeMap<String, String> = themes
        .into_iter()
        .map(|t| (t.id.to_string(), t.name))
        .collect();
    for change in lines
        .iter_mut()
        .flat_map(|l| l.changes.iter_mut().flatten())
    {
        if change.field == "theme_id" {
            for value in [&mut change.from, &mut change.to].into_iter().flatten() {
                if let Some(name) = names.get(value) {
                    value.clone_from(name);
                }
            }
        }
    }
    Ok(())
}

/// Entries of the actor's organisation that the actor may see, newest first.
pub async fn list(
    conn: &Conn,
    actor: &Actor,
    wanted: &Wanted,
    clock: &Clock,
    limit: u64,
) -> Result<Vec<Line>> {
    let search = Search {
        person_id: wanted.person_id,
        subject: wanted.kind.map(|k| k.code().to_owned()),
        action: wanted.action.clone(),
        from: wanted.from.map(|day| clock.start_of(day)),
        until: wanted.until.map(|day| clock.start_of(plus_days(day, 1))),
        before: wanted.before,
        limit,
        ..Search::default()
    };
    seen(conn, actor, search).await
}

/// The history of one record, newest first; of a problem with everything that belongs to its story.
/// A record of another organisation, or one that the actor may not see, has none and is not found.
pub async fn list_of_one(
    conn: &Conn,
    actor: &Actor,
    kind: Kind,
    id: i64,
    before: Option<i64>,
    limit: u64,
) -> Result<Vec<Line>> {
    let mut search = Search {
        before,
        limit,
        ..Search::default()
    };
    if kind == Kind::Problem {
        search.problem_id = Some(id);
    } else {
        search.subject = Some(kind.code().to_owned());
        search.subject_id = Some(id);
    }
    let lines = seen(conn, actor, search).await?;
    if lines.is_empty() && before.is_none() {
        return Err(Error::NotFound);
    }
    Ok(lines)
}

/// Name, and the record on whose page it is seen when it has no page of its own.
#[derive(Debug, Clone)]
pub struct Named {
    pub name: String,
    pub place: Option<String>,
}

#[derive(FromQueryResult)]
struct NamedRow {
    id: i64,
    name: String,
    problem_id: Option<i64>,
    pairing_id: Option<i64>,
}

/// Table, name, problem and pairing of each kind that has a name in words.
const fn source(kind: Kind) -> Option<(&'static str, &'static str, &'static str, &'static str)> {
    match kind {
        Kind::Problem => Some(("problem", "title", "id", "NULL")),
        Kind::Pairing => Some(("pairing", "title", "NULL", "id")),
        Kind::Measure => Some(("measure", "text", "problem_id", "NULL")),
        Kind::Activity => Some(("activity", "title", "NULL", "pairing_id")),
        Kind::Outcome => Some(("outcome", "text", "problem_id", "NULL")),
        Kind::Evidence => Some(("evidence", "title", "problem_id", "NULL")),
        Kind::Document => Some(("document", "title", "problem_id", "NULL")),
        Kind::Agreement => Some(("agreement", "title", "NULL", "pairing_id")),
        Kind::Slip => Some(("slip", "matter", "NULL", "NULL")),
        Kind::Bulletin => Some(("bulletin", "title", "NULL", "NULL")),
        Kind::Campaign => Some(("campaign", "name", "NULL", "NULL")),
        Kind::Theme => Some(("theme", "name", "NULL", "NULL")),
        Kind::StatedFigure => Some(("stated_figure", "text", "NULL", "NULL")),
        Kind::Unit => Some(("unit", "name", "NULL", "NULL")),
        Kind::Person => Some(("person", "name", "NULL", "NULL")),
        Kind::Voice => Some(("voice", "COALESCE(number, '')", "problem_id", "NULL")),
        Kind::Poster => Some(("poster", "place", "NULL", "NULL")),
        Kind::UrgentPartner => Some(("urgent_partner", "name", "NULL", "NULL")),
        // Readers of the journal may not be allowed to see urgent calls.
        Kind::UrgentCall
        | Kind::DutyShift
        | Kind::VoiceLimit
        | Kind::PairingProblem
        | Kind::CloseOut
        | Kind::Leniency
        | Kind::Rise
        | Kind::RiseLimit
        | Kind::Exclusion
        | Kind::GridStep
        | Kind::ImportBatch
        | Kind::Organization
        | Kind::SavedView
        | Kind::OfficeTemplate
        | Kind::Calendar
        | Kind::Channel
        | Kind::Delivery
        | Kind::Account => None,
    }
}

/// Names of the records that these entries are about. The audit administrator gets none.
pub async fn names(
    conn: &Conn,
    actor: &Actor,
    lines: &[Line],
) -> Result<BTreeMap<(String, i64), Named>> {
    let mut found = BTreeMap::new();
    if !actor.sees_business() {
        return Ok(found);
    }
    let mut wanted: BTreeMap<Kind, BTreeSet<i64>> = BTreeMap::new();
    for line in lines {
        if let Some(kind) = Kind::from_code(&line.subject) {
            wanted.entry(kind).or_default().insert(line.subject_id);
        }
        wanted
            .entry(Kind::Problem)
            .or_default()
            .extend(line.problem_id);
    }
    for (kind, ids) in wanted {
        let Some((table, name, problem, pairing)) = source(kind) else {
            continue;
        };
        if ids.is_empty() {
            continue;
        }
        let ids: Vec<String> = ids.iter().map(i64::to_string).collect();
        let sql = format!(
            "SELECT id, {name} AS name, CAST({problem} AS BIGINT) AS problem_id, \
             CAST({pairing} AS BIGINT) AS pairing_id FROM {table} \
             WHERE organization_id = $1 AND id IN ({})",
            ids.join(", ")
        );
        let rows: Vec<NamedRow> = conn.all(&sql, [actor.organization_id.into()]).await?;
        for row in rows {
            let place = kind.place(row.id);
            let of = |kind: Kind, id: Option<i64>| id.and_then(|id| kind.place(id));
            let place = place
                .or_else(|| of(Kind::Problem, row.problem_id))
                .or_else(|| of(Kind::Pairing, row.pairing_id));
            let name = row.name;
            found.insert((kind.code().to_owned(), row.id), Named { name, place });
        }
    }
    Ok(found)
}
