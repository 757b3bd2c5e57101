//! The four tables on screen and on paper.

use askama::Template;
use axum::extract::RawQuery;
use gongjie_base::Error;
use gongjie_base::limits::PAGE_ROWS;

use super::address;
use super::bar::Bar;
use super::queries;
use super::rules::{self, Block, Held, Holder, Mark, NextStep};
use crate::door::{Answer, Picture, Visit, show};
use crate::figures::queries as figures;
use crate::figures::rules::Figure;
use crate::layout::Page;
use crate::measure::rules::State as MeasureState;
use crate::org::{Actor, Role};
use crate::problem::queries as problems;

/// Units or people of one page.
const HOLDERS: usize = 30;
/// Measures without a named person on one page.
const NOBODY: usize = 200;

/// One page of problems, newest first.
struct Sheet {
    /// Number of the first line, and the block.
    blocks: Vec<(usize, Block)>,
    /// All problems of the view.
    problems: u64,
    /// Lines on this page.
    lines: usize,
    next: Option<String>,
}

impl Sheet {
    fn count_said(&self, p: &Page) -> String {
        let problems = ("problems", self.problems.to_string());
        p.t2("lists-count", problems, ("lines", self.lines.to_string()))
    }
}

async fn sheet(visit: &Visit, picture: &Picture, bar: &Bar) -> Result<Sheet, Error> {
    let conn = &picture.conn;
    let actor = visit.actor()?;
    let mut filter = queries::filter(conn, actor, &bar.view).await?;
    let problems = problems::count(conn, actor, &filter).await?;
    filter.before_id = bar.view.before.parse().ok();
    filter.limit = Some(PAGE_ROWS + 1);
    let (mut blocks, _) =
        queries::blocks(conn, actor, &filter, &visit.app.clock, picture.today).await?;
    blocks.reverse();
    let rows = usize::try_from(PAGE_ROWS).unwrap_or(usize::MAX);
    let has_more = blocks.len() > rows;
    blocks.truncate(rows);
    let last = blocks.last().filter(|_| has_more);
    let next = last.map(|b| bar.link("before", &b.id.to_string()));
    let mut lines = 0;
    let numbered = blocks.into_iter().map(|block| {
        let first = lines + 1;
        lines += block.lines.len();
        (first, block)
    });
    Ok(Sheet {
        blocks: numbered.collect(),
        problems,
        lines,
        next,
    })
}

#[derive(Template)]
#[template(path = "lists/index.html")]
struct Index {
    p: Page,
    bar: Bar,
    sheet: Sheet,
}

/// `GET /lists`
pub async fn index(visit: Visit, RawQuery(query): RawQuery) -> Answer {
    let (view, picture) = address::read(&visit, query).await?;
    let conn = &picture.conn;
    let bar = Bar::load(conn, &visit, view, "/lists").await?;
    let sheet = sheet(&visit, &picture, &bar).await?;
    show(&Index {
        p: page(&visit, &picture, "lists-title"),
        bar,
        sheet,
    })
}

fn page(visit: &Visit, picture: &Picture, key: &str) -> Page {
    let mut p = visit.page(visit.words().text(key));
    p.today = picture.today;
    p.is_wide = true;
    p
}

/// The holders after the one with the id, and the address of the page behind them.
fn paged(mut holders: Vec<Holder>, bar: &Bar) -> (Vec<Holder>, Option<String>) {
    let after: Option<i64> = bar.view.after.parse().ok();
    let start = after.map_or(0, |id| holders.iter().take_while(|h| h.id <= id).count());
    holders.drain(..start);
    let has_more = holders.len() > HOLDERS;
    holders.truncate(HOLDERS);
    let last = holders.last().filter(|_| has_more);
    let next = last.map(|h| bar.link("after", &h.id.to_string()));
    (holders, next)
}

#[derive(Template)]
#[template(path = "lists/units.html")]
struct Units {
    p: Page,
    bar: Bar,
    holders: Vec<Holder>,
    count: usize,
    /// Name of the one unit that was chosen.
    unit: Option<String>,
    next: Option<String>,
}

/// `GET /lists/units`
pub async fn units(visit: Visit, RawQuery(query): RawQuery) -> Answer {
    let (view, picture) = address::read(&visit, query).await?;
    let conn = &picture.conn;
    let bar = Bar::load(conn, &visit, view, "/lists/units").await?;
    let (blocks, pairings) = address::all(&visit, &picture, &bar.view).await?;
    let chosen = bar.view.unit_id();
    let holders = rules::units(&blocks, &pairings, chosen);
    let count = holders.len();
    let (holders, next) = paged(holders, &bar);
    let unit = holders.first().filter(|_| chosen.is_some());
    show(&Units {
        p: page(&visit, &picture, "lists-units"),
        unit: unit.map(|u| u.name.clone()),
        count,
        next,
        holders,
        bar,
    })
}

#[derive(Template)]
#[template(path = "lists/people.html")]
struct People {
    p: Page,
    bar: Bar,
    /// Measures without a named person, and whether the actor may name one.
    nobody: Vec<(Held, bool)>,
    /// How many there are in all.
    unnamed: usize,
    holders: Vec<Holder>,
    next: Option<String>,
}

/// `GET /lists/people`
pub async fn people(visit: Visit, RawQuery(query): RawQuery) -> Answer {
    let (view, picture) = address::read(&visit, query).await?;
    let conn = &picture.conn;
    let bar = Bar::load(conn, &visit, view, "/lists/people").await?;
    let (blocks, _) = address::all(&visit, &picture, &bar.view).await?;
    let (nobody, holders) = rules::by_person(&blocks);
    let unnamed = nobody.len();
    let (holders, next) = paged(holders, &bar);
    let actor = visit.actor()?;
    let is_first_page = bar.view.after.is_empty();
    let nobody = nobody
        .into_iter()
        .filter(|_| is_first_page)
        .take(NOBODY)
        .map(|held| {
            let may = may_name(actor, &held);
            (held, may)
        })
        .collect();
    show(&People {
        p: page(&visit, &picture, "lists-people"),
        nobody,
        unnamed,
        holders,
        next,
        bar,
    })
}

/// The lead unit names its own person; the coordinator may, too.
fn may_name(actor: &Actor, held: &Held) -> bool {
    let lead = held.line.as_ref().and_then(|l| l.lead.as_ref());
    actor.has(Role::Coordinator) || lead.is_some_and(|l| actor.speaks_for(l.id))
}

#[derive(Template)]
#[template(path = "lists/closings.html")]
struct Closings {
    p: Page,
    bar: Bar,
    sheet: Sheet,
    /// 已销号, 销 and 核 of the whole campaign.
    counts: Vec<(Figure, i64)>,
}

/// `GET /lists/closings`
pub async fn closings(visit: Visit, RawQuery(query): RawQuery) -> Answer {
    let (view, picture) = address::read(&visit, query).await?;
    let conn = &picture.conn;
    let bar = Bar::load(conn, &visit, view, "/lists/closings").await?;
    let sheet = sheet(&visit, &picture, &bar).await?;
    let actor = visit.actor()?;
    let wanted = bar.view.campaign.parse().ok();
    let scope = figures::scope(conn, actor, wanted, picture.today).await?;
    let counts = queries::counts(conn, actor, &scope).await?;
    show(&Closings {
        p: page(&visit, &picture, "lists-closings"),
        bar,
        sheet,
        counts,
    })
}
