//! The list of problems: find one, see which are stuck.

use askama::Template;
use axum::extract::Query;
use gongjie_base::limits::COUNTED_ROWS_MAX;

use super::pieces::{Zi, zi};
use crate::campaign::queries as campaigns;
use crate::campaign::tables::{campaign, theme};
use crate::door::{Answer, Visit, show};
use crate::dossier::ask::{Ask, LIGHTS};
use crate::dossier::facts::{Facts, Want};
use crate::dossier::queries;
use crate::dossier::rules::{STEPS, step_now};
use crate::figures::queries as figures;
use crate::figures::rules::{Figure, Trace};
use crate::layout::Page;
use crate::org::queries as org;
use crate::pairing::view::{Joint, Units};
use crate::problem::carry_queries::marks;
use crate::problem::rules::{Carried, Class, State};
use crate::problem::tables::problem;

/// One problem.
struct Row {
    problem: problem::Model,
    /// 上年结转、结转下年 in the campaign of the list.
    carried: Vec<Carried>,
    number: Option<String>,
    zi: Zi,
    joint: Option<Joint>,
    /// Partners that the joint leaves out.
    more: usize,
    /// Which of the eight steps is now, counted from 0; 8 when all are behind.
    step: usize,
    light: Option<&'static str>,
    due: Option<String>,
}

/// One theme to filter by.
struct Chip {
    zi: Zi,
    href: String,
    /// Empty where there are too many to count.
    count: String,
    is_here: bool,
}

/// Options of a filter: value and words.
type Options = Vec<(String, String)>;

#[derive(Template)]
#[template(path = "dossier/index.html")]
struct IndexPage {
    p: Page,
    ask: Ask,
    rows: Vec<Row>,
    chips: Vec<Chip>,
    /// All that is asked for, as text: `1,000+` where there are more than are counted.
    all: String,
    next: Option<String>,
    /// The campaign's problems beside what it states.
    trace: Option<Trace>,
    is_example: bool,
    campaigns: Options,
    states: Options,
    classes: Options,
    lights: Options,
    units: Options,
}

/// Partners in a joint of the list.
const MATES_MAX: usize = 2;

/// `GET /problems`
pub async fn index(visit: Visit, Query(ask): Query<Ask>) -> Answer {
    let actor = visit.actor()?;
    let conn = visit.read();
    let scope = figures::scope(conn, actor, ask.campaign.parse().ok(), visit.today()).await?;
    let search = ask.search(scope.campaign.as_ref().map(|c| c.id));
    let listed = queries::list(conn, actor, &search, visit.today()).await?;
    let counts = queries::count_themes(conn, actor, &search).await?;
    let next = listed.next.map(|place| ask.with("before", &place));
    let found = listed.problems;
    let ids: Vec<i64> = found.iter().map(|p| p.id).collect();
    let want = Want {
        measures: true,
        ..Want::default()
    };
    let facts = queries::of_problems(conn, actor, found, want, visit.today()).await?;
    let mut carried = marks(conn, search.campaign_id, &ids).await?;
    let trace = figures::stated_trace(conn, actor, &scope, Figure::Problems).await?;
    let p = visit.page(visit.words().text("dossier-index-title"));
    let units = Units::load(conn, actor, &p).await?;
    let all = campaigns::list_campaigns(conn, actor).await?;
    let rows = ids
        .iter()
        .filter_map(|id| facts.problems.get(id))
        .map(|problem| {
            let carried = carried.remove(&problem.id).unwrap_or_default();
            row(&p, problem, carried, &facts, &units, &all)
        })
        .collect();
    let choosable = org::list_units(conn, actor).await?;
    show(&IndexPage {
        rows,
        chips: chips(&p, &ask, &facts.themes, &counts),
        all: said(&counts),
        next,
        trace,
        is_example: actor.is_example,
        campaigns: all
            .iter()
            .map(|c| (c.id.to_string(), c.name.clone()))
            .collect(),
        states: coded(&p, "problem-state", State::ALL.iter().map(|s| s.code())),
        classes: coded(&p, "class", Class::ALL.iter().map(|c| c.code())),
        lights: coded(&p, "light", LIGHTS.into_iter()),
        units: choosable
            .into_iter()
            .map(|u| (u.id.to_string(), u.name))
            .collect(),
        ask,
        p,
    })
}

fn coded<'a>(p: &Page, set: &str, codes: impl Iterator<Item = &'a str>) -> Options {
    codes.map(|c| (c.to_owned(), p.code(set, c))).collect()
}

fn row(
    p: &Page,
    problem: &problem::Model,
    carried: Vec<Carried>,
    facts: &Facts,
    units: &Units,
    campaigns: &[campaign::Model],
) -> Row {
    let members = facts.live_members(problem.id);
    let pairing = facts.live_pairings(problem.id).first().copied();
    let joint = pairing.map(|found| {
        let own: Vec<_> = members.iter().map(|m| (*m).clone()).collect();
        let mut joint = Joint::of(found, &own, units);
        let more = joint.mates.len().saturating_sub(MATES_MAX);
        joint.mates.truncate(MATES_MAX);
        (joint, more)
    });
    let (joint, more) = joint.map_or((None, 0), |(j, more)| (Some(j), more));
    Row {
        number: super::pieces::number(p, problem, campaigns),
        zi: zi(p, facts.theme(problem.theme_id)),
        joint,
        more,
        step: step_now(problem, facts),
        light: facts.problem_light(problem.id),
        due: facts.problem_due(problem.id).map(|d| p.day(d)),
        problem: problem.clone(),
        carried,
    }
}

fn chips(p: &Page, ask: &Ask, themes: &[theme::Model], counts: &queries::Counts) -> Vec<Chip> {
    let chip = |found: Option<&theme::Model>| {
        let id = found.map(|t| t.id);
        let value = id.map_or_else(|| "none".to_owned(), |id| id.to_string());
        Chip {
            zi: zi(p, found),
            href: ask.with("theme", &value),
            count: match counts.themes.get(&id) {
                _ if counts.is_cut => String::new(),
                Some(count) => count.to_string(),
                None => "0".to_owned(),
            },
            is_here: ask.theme == value,
        }
    };
    let mut chips: Vec<Chip> = themes.iter().map(|t| chip(Some(t))).collect();
    chips.push(chip(None));
    chips.retain(|c| c.count != "0" || c.is_here || c.zi.code != "none");
    chips
}

/// How many there are, as far as they were counted.
fn said(counts: &queries::Counts) -> String {
    if counts.is_cut {
        format!("{COUNTED_ROWS_MAX}+")
    } else {
        counts.all.to_string()
    }
}
