//! Gathers the rows of a roadmap: a page of problems, their measures with everything that is drawn, and what the reader may propose.

use std::collections::{BTreeMap, BTreeSet};

use gongjie_base::{Error, Result};
use jiff::civil::Date;

use super::ask::{Set, Wanted};
use super::queries;
use super::rules::{Critical, Part, Times, When, counts, critical};
use crate::door::Reading;
use crate::dossier::facts::{Facts, Want, of};
use crate::dossier::queries::of_problems;
use crate::measure::actions::{is_running, limit_of};
use crate::measure::rules as measures;
use crate::measure::tables::{extension, measure, milestone};
use crate::measure::{parts, queries as measure_queries};
use crate::org::Part as Role;
use crate::org::queries as org;
use crate::pairing::queries as pairings;
use crate::problem::queries as problems;
use crate::problem::tables::problem;

/// Problems that are read at once.
const PROBLEMS_READ: u64 = 30;
/// Rows of a page, problems and measures together; the next page goes on by key.
pub const ROWS_MAX: usize = 120;
/// Problems that a filter reads for one page, at most.
const PROBLEMS_READ_MAX: u64 = 3_000;

/// One measure on its row.
pub struct Line {
    pub row: measure::Model,
    /// 0 for a measure, more for tasks.
    pub depth: usize,
    pub times: Times,
    pub milestones: Vec<milestone::Model>,
    /// The limit and the last day that the reader may ask for, where the reader may ask.
    pub may_extend: Option<(Date, Date)>,
}

impl Line {
    /// Nothing of it can be drawn.
    pub fn is_undated(&self) -> bool {
        self.times.is_undated() && self.milestones.is_empty()
    }
}

/// One problem with its measures.
pub struct Group {
    pub problem: problem::Model,
    /// When its pairing was made, as exactly as that was recorded, and the words.
    pub when: When,
    pub when_text: Option<String>,
    pub lines: Vec<Line>,
    /// Measures that this page leaves out: they stand on the problem's own roadmap.
    pub rest: usize,
    /// The last measure of this page, where more follow on the next one.
    pub after: Option<i64>,
    pub critical: Option<Critical>,
}

impl Group {
    /// Nothing of it can be drawn.
    pub fn is_undated(&self) -> bool {
        self.when == When::Unknown && self.lines.iter().all(Line::is_undated)
    }

    /// First and last day of everything that is drawn.
    pub fn reach(&self, today: Date) -> Option<(Date, Date)> {
        let own = self.when.first().zip(self.when.last());
        let lines = self.lines.iter().filter_map(|l| l.times.reach(today));
        let days = |m: &milestone::Model| m.due_on.parse::<Date>().ok().map(|day| (day, day));
        let milestones = self.lines.iter().flat_map(|l| &l.milestones);
        own.into_iter()
            .chain(lines)
            .chain(milestones.filter_map(days))
            .reduce(|a, b| (a.0.min(b.0), a.1.max(b.1)))
    }
}

/// A page of a roadmap.
pub struct Road {
    pub groups: Vec<Group>,
    pub facts: Facts,
    /// Give it as `before` to get the next page.
    pub next: Option<i64>,
}

/// The problems of a set, or why there is no such set for this reader.
pub async fn narrow(reading: Reading<'_>, set: Set, wanted: &mut Wanted) -> Result<()> {
    let Reading { conn, actor, .. } = reading;
    match set {
        Set::All => {}
        Set::Problem(id) => {
            problems::find(conn, actor, id).await?;
            wanted.problem_ids = Some(vec![id]);
        }
        Set::Pairing(id) => {
            pairings::find(conn, actor, id).await?;
            let links = pairings::list_links(conn, &[id]).await?;
            wanted.problem_ids = Some(links.iter().map(|l| l.problem_id).collect());
        }
        Set::Unit(id) => {
            let units = org::list_units(conn, actor).await?;
            if !units.iter().any(|u| u.id == id) {
                return Err(Error::NotFound);
            }
            wanted.unit_id = Some(id);
        }
    }
    if wanted.problem_ids.is_some() {
        wanted.campaign_id = None;
    }
    Ok(())
}

/// One page: problems newest first until it is full, each with its measures in the order of their tree.
pub async fn gather(reading: Reading<'_>, wanted: &Wanted) -> Result<Road> {
    let Reading {
        conn, actor, today, ..
    } = reading;
    let mut wanted = wanted.clone();
    let mut road = Road {
        groups: Vec::new(),
        facts: Facts::default(),
        next: None,
    };
    let mut rows = 0;
    let mut read = 0;
    loop {
        let found = queries::list(conn, actor, &wanted, PROBLEMS_READ).await?;
        let is_last = (found.len() as u64) < PROBLEMS_READ;
        read += found.len() as u64;
        let ids: Vec<i64> = found.iter().map(|p| p.id).collect();
        let want = Want {
            measures: true,
            duties: true,
            ..Want::default()
        };
        let facts = of_problems(conn, actor, found, want, today).await?;
        let side = Side::load(reading, &facts, &ids).await?;
        for id in &ids {
            let Some(group) = side.group(reading, &facts, *id, &wanted) else {
                continue;
            };
            let size = group.lines.len() + 1;
            if !road.groups.is_empty() && rows + size > ROWS_MAX {
                road.next = road.groups.last().map(|g| g.problem.id);
                merge(&mut road.facts, facts);
                return Ok(road);
            }
            rows += size;
            road.groups.push(group);
        }
        wanted.before = ids.last().copied();
        merge(&mut road.facts, facts);
        if is_last {
            return Ok(road);
        }
        if read >= PROBLEMS_READ_MAX {
            road.next = wanted.before;
            return Ok(road);
        }
    }
}

/// Keeps what names and lights are looked up in.
fn merge(all: &mut Facts, mut some: Facts) {
    all.units = some.units;
    all.themes = some.themes;
    all.problems.append(&mut some.problems);
    all.pairings.append(&mut some.pairings);
    all.members.append(&mut some.members);
    all.pairings_of.append(&mut some.pairings_of);
    all.duties.append(&mut some.duties);
    all.lights.append(&mut some.lights);
}

/// What hangs on the measures of these problems.
struct Side {
    milestones: BTreeMap<i64, Vec<milestone::Model>>,
    requests: BTreeMap<i64, Vec<extension::Model>>,
    /// What the reader is toward each problem.
    parts: BTreeMap<i64, Vec<Role>>,
}

impl Side {
    async fn load(reading: Reading<'_>, facts: &Facts, problem_ids: &[i64]) -> Result<Self> {
        let Reading { conn, actor, .. } = reading;
        let rows = facts.measures.values().flatten();
        let ids: Vec<i64> = rows.map(|m| m.id).collect();
        let mut side = Self {
            milestones: BTreeMap::new(),
            requests: BTreeMap::new(),
            parts: parts::of_problems(conn, actor, problem_ids).await?,
        };
        for row in measure_queries::list_milestones(conn, &ids).await? {
            side.milestones.entry(row.measure_id).or_default().push(row);
        }
        for row in measure_queries::list_extensions(conn, &ids).await? {
            side.requests.entry(row.measure_id).or_default().push(row);
        }
        Ok(side)
    }

    /// The rows of one problem; nothing where a filter leaves none of it.
    fn group(
        &self,
        reading: Reading<'_>,
        facts: &Facts,
        id: i64,
        wanted: &Wanted,
    ) -> Option<Group> {
        let problem = facts.problems.get(&id)?.clone();
        let mut lines: Vec<Line> = facts
            .live_measures(id)
            .filter(|m| is_wanted(facts, m, wanted))
            .map(|m| self.line(reading, facts, &problem, m))
            .collect();
        if wanted.light.is_some() && lines.is_empty() {
            return None;
        }
        if let Some(after) = wanted.after {
            let place = lines.iter().position(|l| l.row.id == after);
            lines.drain(..place.map_or(0, |n| n + 1));
        }
        let rest = lines.len().saturating_sub(ROWS_MAX - 1);
        lines.truncate(ROWS_MAX - 1);
        let pairing = facts.live_pairings(id).into_iter().next_back();
        Some(Group {
            when: pairing.map_or(When::Unknown, |p| {
                When::recorded(
                    p.date_precision,
                    p.date_from.as_deref(),
                    p.date_to.as_deref(),
                )
            }),
            when_text: pairing.and_then(|p| p.date_text.clone()),
            after: lines.last().filter(|_| rest > 0).map(|l| l.row.id),
            rest,
            critical: self.critical(facts, id, reading.today),
            lines,
            problem,
        })
    }

    fn line(
        &self,
        reading: Reading<'_>,
        facts: &Facts,
        problem: &problem::Model,
        row: &measure::Model,
    ) -> Line {
        let own = self.parts.get(&problem.id).map_or(&[][..], Vec::as_slice);
        let parts = measures::parts(reading.actor, own, of(&facts.duties, row.id));
        let does = parts.contains(&Role::Owner) || parts.contains(&Role::OwnerHead);
        let requests = self.requests.get(&row.id).into_iter().flatten();
        let limit = limit_of(row, requests.map(|e| e.state));
        let may = does && is_running(problem.state);
        Line {
            depth: facts.depth(row),
            times: Times::of(row),
            milestones: self.milestones.get(&row.id).cloned().unwrap_or_default(),
            may_extend: may.then(|| limit.may_ask(reading.today).ok()).flatten(),
            row: row.clone(),
        }
    }

    fn critical(&self, facts: &Facts, id: i64, today: Date) -> Option<Critical> {
        let problem = facts.problems.get(&id)?;
        if problem.state == crate::problem::rules::State::Closed {
            return None;
        }
        let open_days = |id: i64| {
            let own = self.milestones.get(&id).into_iter().flatten();
            own.filter(|m| m.done_on.is_none())
                .filter_map(|m| m.due_on.parse().ok())
                .collect()
        };
        let parts: Vec<Part> = facts
            .live_measures(id)
            .filter(|m| counts(m.state))
            .map(|m| Part {
                measure_id: m.id,
                times: Times::of(m),
                open_milestones: open_days(m.id),
            })
            .collect();
        critical(&parts, today)
    }
}

fn is_wanted(facts: &Facts, row: &measure::Model, wanted: &Wanted) -> bool {
    let light = facts.lights.get(&row.id).map(|l| l.light);
    let has_light = wanted.light.is_none_or(|l| light == Some(l));
    let has_unit = wanted.unit_id.is_none_or(|unit| {
        let duties = of(&facts.duties, row.id);
        duties.iter().any(|d| d.unit_id == Some(unit))
    });
    has_light && has_unit
}

impl Road {
    /// Problems in the order of time, and apart those of which nothing can be drawn.
    pub fn by_time(&mut self, today: Date) -> Vec<Group> {
        let (undated, mut dated): (Vec<Group>, Vec<Group>) = std::mem::take(&mut self.groups)
            .into_iter()
            .partition(Group::is_undated);
        dated.sort_by_key(|g| (g.reach(today).map(|r| r.0), g.problem.id));
        self.groups = dated;
        undated
    }

    /// First and last day of the page.
    pub fn reach(&self, today: Date) -> Option<(Date, Date)> {
        let reaches = self.groups.iter().filter_map(|g| g.reach(today));
        reaches.reduce(|a, b| (a.0.min(b.0), a.1.max(b.1)))
    }

    /// Units that appear, for a key that counts them once.
    pub fn lead(&self, problem_id: i64) -> Option<i64> {
        let leads: BTreeSet<i64> = self.facts.lead_units(problem_id);
        let first = self.facts.live_members(problem_id).into_iter();
        first.map(|m| m.unit_id).find(|unit| leads.contains(unit))
    }
}
