//! The page of a measure: why its light shines, its tasks, what can be said and done, and its story.

use askama::Template;
use axum::extract::{Path, Query};
use gongjie_base::{Error, Result};
use jiff::civil::Date;
use serde::Deserialize;

use super::history::{Event, event};
use super::pieces::{self, Ask, Asked, Choices, Head, Quarrel, Said, Stone, Task};
use crate::door::{Answer, Visit, show as print};
use crate::journal::queries as journal;
use crate::layout::Page;
use crate::measure::facts::{Rights, facts};
use crate::measure::lifecycle::Action;
use crate::measure::queries;
use crate::measure::tables::measure;
use crate::measure::tree::Tree;
use crate::measure::view::LightView;
use crate::org::queries as org;
use crate::pairing::view::Units;
use crate::problem::tables::problem;

/// Events of the story, at most.
const EVENTS_MAX: u64 = 100;

#[derive(Template)]
#[template(path = "measure/show.html")]
struct ShowPage {
    p: Page,
    row: measure::Model,
    problem: problem::Model,
    head: Head,
    light: LightView,
    tasks: Vec<Task>,
    /// 3/5 done, from the lowest level up.
    done_words: String,
    next_due: Option<String>,
    percent: Option<i64>,
    said: Vec<Said>,
    progress_hint: Option<String>,
    stones: Vec<Stone>,
    asked: Vec<Asked>,
    ask: Option<Ask>,
    /// Why no extension can be asked for, where that is worth saying.
    ask_refused: Option<String>,
    /// The reader came to ask, with this day in mind.
    is_asking: bool,
    wish: String,
    quarrel: Option<Quarrel>,
    /// Steps open to the reader.
    steps: Vec<Action>,
    /// Whose step is next, in words.
    whose: String,
    choices: Choices,
    may: Rights,
    /// Marks and the story are seen by those concerned and by those who see all.
    is_concerned: bool,
    is_leaf: bool,
    events: Vec<Event>,
}

impl ShowPage {
    fn can(&self, action: &str) -> bool {
        self.steps.iter().any(|a| a.code() == action)
    }
}

/// What a link to the page brings along.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Brought {
    /// Opens the request for an extension; a day fills it in.
    extend: Option<String>,
}

/// `GET /measures/{id}`
pub async fn show(visit: Visit, Path(id): Path<i64>, Query(brought): Query<Brought>) -> Answer {
    let page = page(&visit, id, &brought).await?;
    print(&page)
}

async fn page(visit: &Visit, id: i64, brought: &Brought) -> Result<ShowPage> {
    let (conn, actor, today) = (visit.read(), visit.actor()?, visit.today());
    let facts = facts(conn, actor, id).await?;
    let tree = Tree::new(&facts.rows);
    let p = visit.page(facts.row.text.clone());
    let units = Units::load(conn, actor, &p).await?;
    let people = org::list_people(conn, actor).await?;
    let shines = queries::shines(conn, &facts.rows, today).await?;
    let shine = shines.get(&id).ok_or_else(|| Error::internal("no light"))?;
    let mut events = Vec::new();
    if facts.is_concerned {
        let own = actor.organization_id;
        let lines = journal::list_of_subject(conn, own, "measure", id, EVENTS_MAX).await?;
        events.extend(lines.iter().map(|line| event(line, &p)));
    }
    let head = pieces::head(&facts, &units, &people, &p);
    let (ask, ask_refused) = pieces::ask(&facts, &p, today);
    let wish = brought.extend.as_deref().and_then(|d| d.parse().ok());
    let said = facts.progress.iter().rev();
    let stones = facts.milestones.iter();
    let asked = facts.requests.iter();
    let dispute = facts.dispute.as_ref();
    Ok(ShowPage {
        light: LightView::of(shine, &p),
        tasks: pieces::tasks(&facts, &tree, &shines, &units, &p),
        done_words: pieces::done_words(tree.done(id), &p),
        next_due: tree.next_due(id).map(|d| p.day(d)),
        percent: facts.progress.iter().rev().find_map(|e| e.percent),
        said: said.map(|e| pieces::said(e, &people, &p)).collect(),
        progress_hint: pieces::progress_hint(&facts, &p, today).filter(|_| facts.is_doer()),
        stones: stones.map(|m| pieces::stone(m, &p, today)).collect(),
        asked: asked.map(|e| pieces::asked(e, &facts, actor, &p)).collect(),
        ask,
        ask_refused,
        is_asking: brought.extend.is_some(),
        wish: wish.map(|day: Date| day.to_string()).unwrap_or_default(),
        quarrel: dispute.map(|d| pieces::quarrel(d, &facts, &units, &p)),
        steps: facts.steps(&tree, actor),
        whose: pieces::whose(&facts.row, &head.lead, &p),
        choices: pieces::choices(&units, &people, &p),
        may: facts.rights(conn, actor).await?,
        is_concerned: facts.is_concerned,
        is_leaf: tree.is_leaf(id),
        head,
        events,
        row: facts.row.clone(),
        problem: facts.problem.clone(),
        p,
    })
}
