//! Both pictures of a question, compared, and the journal's last word on each row. Reads only; every row comes from a view that knows the actor.

use std::collections::BTreeMap;

use gongjie_base::{Conn, Error, Result};
use jiff::civil::Date;
use sea_orm::EntityTrait;

use super::ask::{Ask, Narrow};
use super::rules::{Of, Pair, Row, Tally, compare};
use super::tables::Eye;
use crate::door::{Picture, Visit};
use crate::journal::queries::{self as journal, Line, Touch};
use crate::measure::tables::measure;

/// Two days, compared.
pub struct Compared {
    pub of: Of,
    pub from: Date,
    pub to: Date,
    /// Code and heading of each column, of the later day.
    pub columns: Vec<(String, String)>,
    /// Wanted and unwanted ones.
    pub pairs: Vec<Pair>,
    pub tally: Tally,
    /// Numbers of the journal that bound what happened between the days.
    span: (i64, i64),
}

/// Who looks at a picture.
pub fn eye<'a>(visit: &'a Visit, picture: &'a Picture) -> Result<Eye<'a>> {
    Ok(Eye {
        conn: &picture.conn,
        actor: visit.actor()?,
        words: visit.words(),
        clock: &visit.app.clock,
        today: picture.today,
    })
}

/// Compares what a view showed on both days.
pub async fn compared(visit: &Visit, ask: &Ask) -> Result<Compared> {
    let of = ask.which()?;
    let (from, to) = ask.days(visit.today())?;
    let narrow = ask.narrow();
    let (earlier, later) = (visit.picture_of(from).await?, visit.picture_of(to).await?);
    let before = eye(visit, &earlier)?.table(of, &narrow).await?;
    let after = eye(visit, &later)?.table(of, &narrow).await?;
    let columns = after.columns.clone();
    let pairs = compare(before, after, &from.to_string());
    Ok(Compared {
        of,
        from,
        to,
        columns,
        tally: Tally::of(&pairs),
        pairs,
        span: (visit.seq_of(from).await?, visit.seq_of(to).await?),
    })
}

impl Compared {
    /// The last entry between the days about each of these rows, by key.
    pub async fn last_words(
        &self,
        visit: &Visit,
        pairs: &[&Pair],
    ) -> Result<BTreeMap<String, Line>> {
        let mut touches = Vec::new();
        for pair in pairs {
            touches.extend(touched(&pair.row));
        }
        let (after, until) = self.span;
        let organization = visit.actor()?.organization_id;
        let lines =
            journal::list_touching(visit.read(), organization, after, until, &touches, None)
                .await?;
        let mut last = BTreeMap::new();
        for pair in pairs {
            let own = touched(&pair.row);
            let line = lines.iter().rev().find(|l| own.iter().any(|t| t.is_of(l)));
            if let Some(line) = line {
                last.insert(pair.row.key.clone(), line.clone());
            }
        }
        Ok(last)
    }
}

/// The problem that a row's key of a list names, by itself or through a measure; nothing for no key.
pub async fn problem_of_key(conn: &Conn, key: &str) -> Result<Option<i64>> {
    match key.split_once('-') {
        Some(("problem", id)) => Ok(id.parse().ok()),
        Some(("measure", id)) => {
            let id: i64 = id.parse().map_err(|_| Error::NotFound)?;
            let found = measure::Entity::find_by_id(id).one(conn).await?;
            // A measure that is not there yet belongs to no problem, and there is no problem 0.
            Ok(Some(found.map_or(0, |m| m.problem_id)))
        }
        _ => Ok(None),
    }
}

fn touched(row: &Row) -> Vec<Touch> {
    let subjects = row.subjects.iter().map(|(s, id)| Touch::Subject(s, *id));
    let problems = row.problems.iter().map(|id| Touch::Problem(*id));
    subjects.chain(problems).collect()
}

/// One version of a cell: which entry brought it, what stood before, what stands since.
pub struct Version {
    pub line: Line,
    pub from: String,
    pub to: String,
}

/// How a cell came to what it says: newest first.
pub struct CellStory {
    pub of: Of,
    pub row: Row,
    pub column: (String, String),
    /// What it says in the picture.
    pub text: String,
    pub versions: Vec<Version>,
    /// Entries before those that were looked at.
    pub is_cut: bool,
}

/// Entries about one row that are looked at, from the newest on.
const ENTRIES_MAX: u64 = 200;

/// The story of the cell in a column of the row with this key, as seen from a picture; nothing where there is no such cell.
pub async fn cell_story(
    visit: &Visit,
    picture: &Picture,
    of: Of,
    key: &str,
    column: &str,
    narrow: &Narrow,
) -> Result<Option<CellStory>> {
    let narrow = Narrow {
        key: key.to_owned(),
        ..narrow.clone()
    };
    let table = eye(visit, picture)?.table(of, &narrow).await?;
    let place = table.columns.iter().position(|(code, _)| code == column);
    let Some(row) = table.rows.into_iter().find(|r| r.key == key) else {
        return Ok(None);
    };
    let Some((place, column)) = place.and_then(|n| Some((n, table.columns.get(n)?.clone()))) else {
        return Ok(None);
    };
    let actor = visit.actor()?;
    let until = visit.seq_of(picture.today).await?;
    let lines = journal::list_touching(
        visit.read(),
        actor.organization_id,
        0,
        until,
        &touched(&row),
        Some(ENTRIES_MAX),
    )
    .await?;
    let is_cut = lines.len() as u64 >= ENTRIES_MAX;
    let mut versions: Vec<Version> = Vec::new();
    let mut stood = match lines.first().filter(|_| is_cut) {
        Some(first) => cell_at(visit, of, key, place, &narrow, first.seq - 1).await?,
        None => String::new(),
    };
    for line in lines {
        let now = cell_at(visit, of, key, place, &narrow, line.seq).await?;
        if now != stood {
            versions.push(Version {
                line,
                from: std::mem::replace(&mut stood, now.clone()),
                to: now,
            });
        }
    }
    versions.reverse();
    Ok(Some(CellStory {
        of,
        text: row.cells.get(place).cloned().unwrap_or_default(),
        row,
        column,
        versions,
        is_cut,
    }))
}

/// What a cell said after an entry; nothing where its row was not there.
async fn cell_at(
    visit: &Visit,
    of: Of,
    key: &str,
    place: usize,
    narrow: &Narrow,
    seq: i64,
) -> Result<String> {
    let conn: Conn = visit.app.db.as_of(seq).await?;
    let today = visit.today();
    let eye = Eye {
        conn: &conn,
        actor: visit.actor()?,
        words: visit.words(),
        clock: &visit.app.clock,
        today,
    };
    let table = eye.table(of, narrow).await?;
    let row = table.rows.into_iter().find(|r| r.key == key);
    let cell = row.and_then(|r| r.cells.into_iter().nth(place));
    Ok(cell.unwrap_or_default())
}
