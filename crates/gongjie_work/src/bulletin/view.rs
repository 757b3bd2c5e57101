//! Bulletins in words, for their pages, the JSON API and files.

use std::collections::BTreeMap;

use gongjie_base::{Error, Result};
use serde::Serialize;
use utoipa::ToSchema;

use super::lifecycle::Action;
use super::queries;
use super::rules::{self, Backing, Part, State, UnitLine};
use super::tables::bulletin::Model;
use super::tables::bulletin_line;
use crate::door::Reading;
use crate::org::queries as org;

/// A sentence with the rows behind it.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct BulletinLine {
    pub id: i64,
    #[schema(value_type = String)]
    pub part: Part,
    pub text: String,
    /// It stands in the bulletin; others are offered only.
    pub is_in: bool,
    /// What it counted on the day of the draft; empty for a sentence of one's own.
    pub backing: Vec<Backing>,
}

/// A bulletin 通报.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[schema(as = Bulletin)]
pub struct BulletinView {
    pub id: i64,
    pub title: String,
    /// As it is written, for example 通报〔2026〕2号; null until it is released.
    pub number: Option<String>,
    pub from_on: String,
    pub to_on: String,
    /// The day of the facts.
    pub as_of: String,
    #[schema(value_type = String)]
    pub state: State,
    pub drafted_on: String,
    pub drafted_by: Option<String>,
    pub released_on: Option<String>,
    pub released_by: Option<String>,
    /// Of a released one, only what stands in it.
    pub lines: Vec<BulletinLine>,
    /// The attached table.
    pub units: Vec<UnitLine>,
    /// What the asker may do now.
    #[schema(value_type = Vec<String>)]
    pub steps: Vec<Action>,
    pub may_edit: bool,
    pub version: i64,
}

impl BulletinView {
    /// The step is open to the reader.
    pub fn may(&self, action: &str) -> bool {
        self.steps.iter().any(|step| step.code() == action)
    }

    /// Sentences of a part that stand in it.
    pub fn part(&self, part: &str) -> Vec<&BulletinLine> {
        let of = |line: &&BulletinLine| line.is_in && line.part.code() == part;
        self.lines.iter().filter(of).collect()
    }
}

/// Bulletins in the reader's words. The finder of the rows has checked that the reader may see them.
pub async fn views(at: Reading<'_>, rows: Vec<Model>) -> Result<Vec<BulletinView>> {
    let ids: Vec<i64> = rows.iter().map(|r| r.id).collect();
    let mut lines: BTreeMap<i64, Vec<bulletin_line::Model>> = BTreeMap::new();
    for line in queries::list_lines(at.conn, &ids).await? {
        lines.entry(line.bulletin_id).or_default().push(line);
    }
    let people = org::known_people(at.conn, at.actor.organization_id).await?;
    let view = |row: Model| {
        let own = lines.remove(&row.id).unwrap_or_default();
        view(at, row, own, &|id: Option<i64>| people.get(&id?).cloned())
    };
    rows.into_iter().map(view).collect()
}

/// One bulletin that the reader may see.
pub async fn one(at: Reading<'_>, id: i64) -> Result<BulletinView> {
    let row = queries::find(at.conn, at.actor, id).await?;
    views(at, vec![row]).await?.pop().ok_or(Error::NotFound)
}

fn view(
    at: Reading<'_>,
    row: Model,
    lines: Vec<bulletin_line::Model>,
    person: &dyn Fn(Option<i64>) -> Option<String>,
) -> Result<BulletinView> {
    let ticked = lines.iter().filter(|line| line.is_in).count();
    let mut shown = Vec::new();
    for line in lines {
        if row.state == State::Released && !line.is_in {
            continue;
        }
        shown.push(BulletinLine {
            id: line.id,
            part: line.part,
            is_in: line.is_in,
            backing: serde_json::from_str(&line.backing).map_err(Error::internal)?,
            text: line.text,
        });
    }
    let number = row.year.zip(row.number).map(|(year, n)| {
        let args = [("year", year.to_string()), ("n", n.to_string())];
        at.words.text_with("bulletin-number", &args)
    });
    Ok(BulletinView {
        number,
        lines: shown,
        units: serde_json::from_str(&row.units).map_err(Error::internal)?,
        steps: rules::steps(at.actor, &row, ticked),
        may_edit: rules::may_edit(at.actor, &row).is_ok(),
        drafted_by: person(row.drafted_by_id),
        released_by: person(row.released_by_id),
        id: row.id,
        title: row.title,
        from_on: row.from_on,
        to_on: row.to_on,
        as_of: row.as_of,
        state: row.state,
        drafted_on: row.drafted_on,
        released_on: row.released_on,
        version: row.version,
    })
}
