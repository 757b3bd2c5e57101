//! The list of problems as a board: a column for each stage of life, a menu of the steps on each card.

use askama::Template;
use std::collections::BTreeMap;

use gongjie_base::Result;

use super::bar::{Bar, Way, at};
use super::pieces::{Zi, zi};
use crate::door::{Answer, Visit, show};
use crate::dossier::ask::{Ask, Search};
use crate::dossier::facts::{Facts, Want};
use crate::dossier::queries::{self, Stage};
use crate::dossier::stages::{self, Move};
use crate::figures::queries as figures;
use crate::layout::Page;
use crate::measure::parts;
use crate::org::Part;
use crate::pairing::view::{Joint, Units};
use crate::problem::rules as problems;
use crate::problem::tables::problem;

/// Cards of a column; the rest is behind its link.
const CARDS_MAX: usize = 12;
/// Cards of a page that shows one column.
const CARDS_OF_ONE_MAX: usize = 48;
/// Partners in a joint of a card.
const MATES_MAX: usize = 2;

struct Card {
    problem: problem::Model,
    zi: Zi,
    joint: Option<Joint>,
    light: Option<&'static str>,
    due: Option<String>,
    moves: Vec<Move>,
}

struct Column {
    code: &'static str,
    count: Option<u64>,
    cards: Vec<Card>,
    /// The rest of the column.
    more: Option<String>,
}

#[derive(Template)]
#[template(path = "dossier/board.html")]
struct BoardPage {
    p: Page,
    bar: Bar,
    columns: Vec<Column>,
    /// The whole board, where one column is shown.
    whole: Option<String>,
    is_example: bool,
}

/// `GET /problems?view=board`
pub async fn board(visit: Visit, ask: Ask, view: Way) -> Answer {
    let reading = visit.reading()?;
    let (conn, actor, today) = (reading.conn, reading.actor, reading.today);
    let scope = figures::scope(conn, actor, ask.campaign.parse().ok(), today).await?;
    let search = ask.search(scope.campaign.map(|c| c.id));
    let mut p = visit.page(reading.words.text("dossier-index-title"));
    p.is_wide = true;
    let mut chosen = stages::stages();
    let one = chosen.iter().any(|(code, _)| *code == view.column);
    if one {
        chosen.retain(|(code, _)| *code == view.column);
    }
    let limit = if one { CARDS_OF_ONE_MAX } else { CARDS_MAX };
    let before = view.before.parse().ok().filter(|_| one);
    let mut found = Vec::new();
    for (code, states) in chosen {
        let stage =
            queries::list_stage(conn, actor, &search, &states, before, limit, today).await?;
        found.push((code, stage));
    }
    let columns = columns(&visit, &p, &ask, found, &search).await?;
    let kept = if one {
        vec![("column", view.column.clone())]
    } else {
        Vec::new()
    };
    show(&BoardPage {
        bar: Bar::load(&visit, &p, &ask, "board", kept).await?,
        whole: one.then(|| at(&ask, "board", &[])),
        is_example: actor.is_example,
        columns,
        p,
    })
}

/// Cards of all columns, read together.
async fn columns(
    visit: &Visit,
    p: &Page,
    ask: &Ask,
    found: Vec<(&'static str, Stage)>,
    search: &Search,
) -> Result<Vec<Column>> {
    let (conn, actor, today) = (visit.read(), visit.actor()?, visit.today());
    let all: Vec<problem::Model> = found
        .iter()
        .flat_map(|(_, stage)| stage.problems.iter().cloned())
        .collect();
    let ids: Vec<i64> = all.iter().map(|p| p.id).collect();
    let own = parts::of_problems(conn, actor, &ids).await?;
    let want = Want {
        measures: true,
        ..Want::default()
    };
    let facts = queries::of_problems(conn, actor, all, want, today).await?;
    let units = Units::load(conn, actor, p).await?;
    let card = |problem: &problem::Model| {
        let parts = parts_of(visit, problem, &own)?;
        Ok(card(p, problem, &facts, &units, &parts))
    };
    let mut columns = Vec::new();
    for (code, stage) in found {
        let next = stage.next.map(|id| id.to_string());
        let is_empty = stage.problems.is_empty();
        // An end without a solution is worth a column only where there is one.
        if is_empty && code == "ended" && search.state.is_none() {
            continue;
        }
        columns.push(Column {
            code,
            count: stage.count,
            cards: stage.problems.iter().map(card).collect::<Result<_>>()?,
            more: next.map(|id| at(ask, "board", &[("column", code), ("before", &id)])),
        });
    }
    Ok(columns)
}

fn parts_of(
    visit: &Visit,
    problem: &problem::Model,
    own: &BTreeMap<i64, Vec<Part>>,
) -> Result<Vec<Part>> {
    let mut parts = problems::parts(visit.actor()?, problem);
    parts.extend(own.get(&problem.id).into_iter().flatten());
    parts.sort_unstable();
    parts.dedup();
    Ok(parts)
}

fn card(p: &Page, problem: &problem::Model, facts: &Facts, units: &Units, parts: &[Part]) -> Card {
    let members: Vec<_> = facts
        .live_members(problem.id)
        .into_iter()
        .cloned()
        .collect();
    let joint = facts.live_pairings(problem.id).first().map(|found| {
        let mut joint = Joint::of(found, &members, units);
        joint.mates.truncate(MATES_MAX);
        joint
    });
    Card {
        zi: zi(p, facts.theme(problem.theme_id)),
        joint,
        light: facts.problem_light(problem.id),
        due: facts.problem_due(problem.id).map(|d| p.near_day(d)),
        moves: stages::moves(problem, parts),
        problem: problem.clone(),
    }
}

impl BoardPage {
    fn is_empty(&self) -> bool {
        self.columns.iter().all(|c| c.cards.is_empty())
    }
}
