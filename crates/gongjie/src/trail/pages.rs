//! The journal as a page: of the whole organisation, and of one record.

use askama::Template;
use axum::extract::{Path, Query};
use gongjie_base::limits::PAGE_ROWS;
use gongjie_base::{Error, Result};
use serde::Deserialize;

use super::queries;
use super::rules::{self, Ask, Kind};
use crate::door::{Answer, Visit, show, show_refused};
use crate::journal::Algorithm;
use crate::journal::queries::{self as journal, Last, Line};
use crate::layout::{Errors, Page};
use crate::org::queries as org;

/// Options of a filter: value and words.
type Options = Vec<(String, String)>;

/// One entry in words.
struct Entry {
    line: Line,
    kind: String,
    /// The record's name; nothing where the reader may not know it.
    name: Option<String>,
    /// Where the record is seen.
    place: Option<String>,
    /// Where its own history is.
    own: Option<String>,
}

/// Entries in words; names are loaded in one go.
async fn entries(visit: &Visit, p: &Page, lines: Vec<Line>) -> Result<Vec<Entry>> {
    let names = queries::names(visit.read(), visit.actor()?, &lines).await?;
    let entry = |line: Line| {
        let kind = Kind::from_code(&line.subject);
        let mut named = names.get(&(line.subject.clone(), line.subject_id));
        if named.is_none() {
            let problem = line.problem_id.map(|id| ("problem".to_owned(), id));
            named = problem.and_then(|key| names.get(&key));
        }
        Entry {
            kind: kind.map_or_else(|| line.subject.clone(), |k| p.code("subject", k)),
            name: named.map(|n| n.name.clone()),
            place: named.and_then(|n| n.place.clone()),
            own: kind.map(|k| format!("/history/{k}/{}", line.subject_id)),
            line,
        }
    };
    Ok(lines.into_iter().map(entry).collect())
}

/// The page's entries and the number after which the next page begins.
fn cut(mut lines: Vec<Line>) -> (Vec<Line>, Option<i64>) {
    let wanted = usize::try_from(PAGE_ROWS).unwrap_or(usize::MAX);
    let is_more = lines.len() > wanted;
    lines.truncate(wanted);
    let next = lines.last().map(|l| l.seq).filter(|_| is_more);
    (lines, next)
}

#[derive(Template)]
#[template(path = "trail/index.html")]
struct IndexPage {
    p: Page,
    ask: Ask,
    errors: Errors,
    entries: Vec<Entry>,
    /// Address of the page with older entries.
    next: Option<String>,
    people: Options,
    kinds: Options,
    actions: Options,
    last: Option<Last>,
    sees_words: bool,
}

/// `GET /history`
pub async fn index(visit: Visit, Query(ask): Query<Ask>) -> Answer {
    let (conn, actor) = (visit.read(), visit.actor()?);
    let sees_words = actor.sees_business();
    let (lines, errors) = match ask.read() {
        Ok(wanted) => {
            let clock = &visit.app.clock;
            let found = queries::list(conn, actor, &wanted, clock, PAGE_ROWS + 1).await?;
            (found, Errors::none())
        }
        Err(Error::Invalid(fields)) => (Vec::new(), Errors(fields)),
        Err(error) => return Err(error.into()),
    };
    let (lines, next) = cut(lines);
    let p = visit.page(visit.words().text("trail-title"));
    let people = org::list_people(conn, actor).await?;
    let kinds = Kind::ALL
        .iter()
        .filter(|k| !sees_words || **k != Kind::Account);
    let page = IndexPage {
        entries: entries(&visit, &p, lines).await?,
        next: next.map(|seq| format!("/history?{}", ask.before(seq))),
        people: people
            .into_iter()
            .map(|p| (p.id.to_string(), p.name))
            .collect(),
        kinds: kinds
            .map(|k| (k.code().to_owned(), p.code("subject", k)))
            .collect(),
        actions: rules::actions(!sees_words)
            .map(|a| (a.to_owned(), p.deed(a)))
            .collect(),
        last: journal::find_last(conn, actor.organization_id).await?,
        sees_words,
        ask,
        errors,
        p,
    };
    if page.errors.0.is_empty() {
        show(&page)
    } else {
        show_refused(&page)
    }
}

/// Which page of one record's history.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Turn {
    pub before: String,
}

#[derive(Template)]
#[template(path = "trail/show.html")]
struct ShowPage {
    p: Page,
    entries: Vec<Entry>,
    next: Option<String>,
    /// The record's page.
    place: Option<String>,
    sees_words: bool,
}

/// `GET /history/{kind}/{id}`
pub async fn show_one(
    visit: Visit,
    Path((kind, id)): Path<(String, i64)>,
    Query(turn): Query<Turn>,
) -> Answer {
    let kind = Kind::from_code(&kind).ok_or(Error::NotFound)?;
    let actor = visit.actor()?;
    let before = turn.before.trim().parse().ok();
    let lines = queries::list_of_one(visit.read(), actor, kind, id, before, PAGE_ROWS + 1).await?;
    let (lines, next) = cut(lines);
    let p = visit.page("");
    let entries = entries(&visit, &p, lines).await?;
    let own = entries
        .iter()
        .find(|e| e.line.subject == kind.code() && e.line.subject_id == id);
    let what = own
        .and_then(|e| e.name.clone())
        .unwrap_or_else(|| format!("{} {id}", p.code("subject", kind)));
    let place = own.and_then(|e| e.place.clone());
    show(&ShowPage {
        p: visit.page(p.t1("trail-of", "what", what)),
        next: next.map(|seq| format!("/history/{kind}/{id}?before={seq}")),
        place,
        sees_words: actor.sees_business(),
        entries,
    })
}

/// The hash's name as its standard writes it.
fn algorithm(last: &Last) -> &'static str {
    match Algorithm::from_code(&last.algorithm) {
        Some(Algorithm::Sm3) => "SM3",
        Some(Algorithm::Sha256) => "SHA-256",
        None => "?",
    }
}
