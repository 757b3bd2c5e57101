//! Loads the facts of ledger rows. Reads only; every list of ids comes from finders that know the actor.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use gongjie_base::limits::{COUNTED_ROWS_MAX, EXPORT_ROWS_MAX};
use gongjie_base::{Conn, Error, Result};
use jiff::civil::Date;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder};

use super::rules::{self, Extra, Named, Problem, Row, Sort, View};
use crate::campaign::queries as campaigns;
use crate::campaign::tables::theme;
use crate::document::tables::document;
use crate::layout::Words;
use crate::measure::rules::{DutyRole, State as MeasureState};
use crate::measure::tables::{duty, measure};
use crate::org::tables::unit;
use crate::org::{Actor, queries as org};
use crate::outcome::tables::outcome;
use crate::pairing::ordered_queries::{self as ordered, Seat};
use crate::pairing::queries as pairings;
use crate::pairing::tables::{pairing, pairing_member};
use crate::problem::carry_queries::marks;
use crate::problem::queries as problems;
use crate::problem::rules::{Carried, TitleBasis};
use crate::problem::tables::problem;

/// Pairings whose rows are read at a time.
pub const PART: u64 = 500;

/// Rows of a ledger that is asked for, read part by part: however long it is, few are in memory.
pub struct Walk<'a> {
    conn: &'a Conn,
    actor: &'a Actor,
    view: &'a View,
    ground: Ground,
    filter: pairings::Filter,
    order: Order,
}

/// How the walk finds its next rows.
enum Order {
    /// The ledger's own order, after this seat.
    Seats(Option<Seat>),
    /// Ids in another order.
    Ids(std::vec::IntoIter<i64>),
    Over,
}

impl<'a> Walk<'a> {
    /// The view's rows that the actor may see, from the first.
    pub async fn begin(
        conn: &'a Conn,
        actor: &'a Actor,
        view: &'a View,
        words: Words,
    ) -> Result<Self> {
        let filter = pairings::Filter {
            campaign_id: view.campaign.parse().ok(),
            theme_id: view.theme.parse().ok(),
            unit_id: view.unit.parse().ok(),
            is_counted: true,
            ids: view.only.map(|id| vec![id]),
            ..pairings::Filter::default()
        };
        let filter = ordered::settled(conn, filter).await?;
        let order = match view.order() {
            Sort::Position => Order::Seats(None),
            by => {
                let all = ordered::list_sorted(conn, actor, &filter).await?;
                Order::Ids(rules::order(all, by).into_iter())
            }
        };
        Ok(Self {
            conn,
            actor,
            view,
            ground: Ground::load(conn, actor, filter.campaign_id, words).await?,
            filter,
            order,
        })
    }

    /// How many pairings the walk passes, before words and gaps narrow it.
    pub async fn count(&self) -> Result<u64> {
        pairings::count(self.conn, self.actor, &self.filter).await
    }

    /// Goes on after the row of this pairing.
    pub async fn skip(&mut self, pairing_id: i64) -> Result<()> {
        match &mut self.order {
            Order::Seats(seat) => {
                // A row that is not there any more: from the first.
                match pairings::find(self.conn, self.actor, pairing_id).await {
                    Ok(found) => *seat = Some(Seat::of(&found)),
                    Err(Error::NotFound) => {}
                    Err(error) => return Err(error),
                }
            }
            Order::Ids(ids) => {
                ids.find(|id| *id == pairing_id);
            }
            Order::Over => {}
        }
        Ok(())
    }

    /// How many pairings stand before the place where the walk is.
    async fn passed(&self) -> Result<u64> {
        match &self.order {
            Order::Seats(Some(seat)) => {
                ordered::count_to_seat(self.conn, self.actor, &self.filter, *seat).await
            }
            Order::Ids(ids) => Ok(self.count().await?.saturating_sub(ids.len() as u64)),
            Order::Seats(None) | Order::Over => Ok(0),
        }
    }

    /// The next rows, words and gaps considered; nothing at the end. `limit`: pairings that are read for them.
    pub async fn next(&mut self, limit: u64) -> Result<Option<Vec<Row>>> {
        let found = match &mut self.order {
            Order::Seats(seat) => {
                ordered::list_by_seat(self.conn, self.actor, &self.filter, *seat, limit).await?
            }
            Order::Ids(ids) => {
                let limit = usize::try_from(limit).unwrap_or(usize::MAX);
                let some: Vec<i64> = ids.take(limit).collect();
                ordered::list_in_order(self.conn, &some).await?
            }
            Order::Over => return Ok(None),
        };
        if let (Order::Seats(seat), Some(last)) = (&mut self.order, found.last()) {
            *seat = Some(Seat::of(last));
        }
        if (found.len() as u64) < limit {
            self.order = Order::Over;
        }
        let facts = Facts::load(self.conn, self.actor, &found, &self.ground).await?;
        let mut rows: Vec<Row> = found.iter().map(|p| facts.row(p, self.view)).collect();
        let wanted = self.view.q.trim();
        rows.retain(|r| !self.view.only_gaps() || r.has_gap());
        rows.retain(|r| wanted.is_empty() || r.holds(wanted));
        Ok(Some(rows))
    }
}

/// A page of the ledger and what is said about all of it.
pub struct Part {
    pub rows: Vec<Row>,
    /// Rows before these.
    pub before: usize,
    /// All rows of the view.
    pub count: usize,
    /// Rows with a missing cell; nothing where there are too many rows to look at each.
    pub gaps: Option<usize>,
    /// Some row among those that were looked at has a unit that is only listed first.
    pub has_first_listed: bool,
    /// The last row's pairing, where more follow.
    pub next: Option<i64>,
}

/// The page after the row of `after`. Of a long ledger only the page is read; words and gaps read all of it, part by part.
pub async fn page(
    conn: &Conn,
    actor: &Actor,
    view: &View,
    words: Words,
    after: Option<i64>,
    limit: usize,
) -> Result<Part> {
    let mut walk = Walk::begin(conn, actor, view, words).await?;
    let all = walk.count().await?;
    let is_narrowed = view.only_gaps() || !view.q.trim().is_empty();
    if all > COUNTED_ROWS_MAX && !is_narrowed {
        return long_page(walk, all, after, limit).await;
    }
    let mut part = Part {
        rows: Vec::new(),
        before: 0,
        count: 0,
        gaps: Some(0),
        has_first_listed: false,
        next: None,
    };
    let mut is_here = after.is_none();
    while let Some(rows) = walk.next(PART).await? {
        for row in rows {
            part.count += 1;
            part.gaps = part.gaps.map(|n| n + usize::from(row.has_gap()));
            part.has_first_listed |= row.is_first_listed();
            if !is_here {
                part.before += 1;
                is_here = Some(row.pairing_id) == after;
            } else if part.rows.len() < limit {
                part.rows.push(row);
            } else if part.next.is_none() {
                part.next = part.rows.last().map(|r| r.pairing_id);
            }
        }
    }
    if is_here {
        return Ok(part);
    }
    // The row of `after` is not there any more: the first page.
    Box::pin(page(conn, actor, view, words, None, limit)).await
}

async fn long_page(mut walk: Walk<'_>, all: u64, after: Option<i64>, limit: usize) -> Result<Part> {
    let mut before = 0;
    if let Some(id) = after {
        walk.skip(id).await?;
        before = walk.passed().await?;
    }
    let mut rows = walk.next(limit as u64 + 1).await?.unwrap_or_default();
    let is_more = rows.len() > limit;
    rows.truncate(limit);
    Ok(Part {
        before: usize::try_from(before).unwrap_or(usize::MAX),
        count: usize::try_from(all).unwrap_or(usize::MAX),
        gaps: None,
        has_first_listed: rows.iter().any(Row::is_first_listed),
        next: rows.last().map(|r| r.pairing_id).filter(|_| is_more),
        rows,
    })
}

/// Pairings that bear a date up to a day and are not among those that were known when it ended: entered later 补录.
/// `then` is the picture of the day.
pub async fn count_later(
    now: &Conn,
    then: &Conn,
    actor: &Actor,
    view: &View,
    day: Date,
) -> Result<usize> {
    let filter = pairings::Filter {
        campaign_id: view.campaign.parse().ok(),
        theme_id: view.theme.parse().ok(),
        unit_id: view.unit.parse().ok(),
        is_counted: true,
        ..pairings::Filter::default()
    };
    let known = ordered::list_sorted(then, actor, &filter).await?;
    let known: BTreeSet<i64> = known.into_iter().map(|row| row.id).collect();
    let day = day.to_string();
    let found = ordered::list_sorted(now, actor, &filter).await?;
    let is_late = |row: &&ordered::Sorted| {
        let dated = row.date_from.as_deref();
        dated.is_some_and(|from| from <= day.as_str()) && !known.contains(&row.id)
    };
    Ok(found.iter().filter(is_late).count())
}

/// What all rows are made of, loaded once.
struct Ground {
    words: Words,
    campaign_id: Option<i64>,
    units: Arc<BTreeMap<i64, unit::Model>>,
    people: Arc<BTreeMap<i64, String>>,
    themes: BTreeMap<i64, theme::Model>,
}

impl Ground {
    async fn load(
        conn: &Conn,
        actor: &Actor,
        campaign_id: Option<i64>,
        words: Words,
    ) -> Result<Self> {
        let themes = campaigns::list_themes(conn, actor).await?;
        Ok(Self {
            words,
            campaign_id,
            units: org::known_units(conn, actor.organization_id).await?,
            people: org::known_people(conn, actor.organization_id).await?,
            themes: themes.into_iter().map(|t| (t.id, t)).collect(),
        })
    }
}

/// Everything that rows of some pairings are made of.
struct Facts<'a> {
    ground: &'a Ground,
    carried: BTreeMap<i64, Vec<Carried>>,
    members: BTreeMap<i64, Vec<pairing_member::Model>>,
    problems_of: BTreeMap<i64, Vec<i64>>,
    problems: BTreeMap<i64, problem::Model>,
    outcomes: BTreeMap<i64, Vec<outcome::Model>>,
    measures: BTreeMap<i64, Vec<measure::Model>>,
    owners: BTreeMap<i64, String>,
    documents: BTreeMap<i64, usize>,
}

impl<'a> Facts<'a> {
    async fn load(
        conn: &Conn,
        actor: &Actor,
        found: &[pairing::Model],
        ground: &'a Ground,
    ) -> Result<Self> {
        let ids: Vec<i64> = found.iter().map(|p| p.id).collect();
        let mut members: BTreeMap<i64, Vec<pairing_member::Model>> = BTreeMap::new();
        for member in pairings::list_members(conn, &ids).await? {
            members.entry(member.pairing_id).or_default().push(member);
        }
        let mut problems_of: BTreeMap<i64, Vec<i64>> = BTreeMap::new();
        for link in pairings::list_links(conn, &ids).await? {
            problems_of
                .entry(link.pairing_id)
                .or_default()
                .push(link.problem_id);
        }
        let linked: Vec<i64> = problems_of.values().flatten().copied().collect();
        let filter = problems::Filter {
            ids: Some(linked),
            limit: u64::try_from(EXPORT_ROWS_MAX).ok(),
            ..problems::Filter::default()
        };
        let problems: BTreeMap<i64, problem::Model> = problems::list(conn, actor, &filter)
            .await?
            .into_iter()
            .map(|p| (p.id, p))
            .collect();
        let seen: Vec<i64> = problems.keys().copied().collect();
        let mut facts = Self {
            ground,
            carried: marks(conn, ground.campaign_id, &seen).await?,
            members,
            problems_of,
            problems,
            outcomes: BTreeMap::new(),
            measures: BTreeMap::new(),
            owners: BTreeMap::new(),
            documents: BTreeMap::new(),
        };
        facts.load_work(conn, &seen).await?;
        Ok(facts)
    }

    /// Outcomes, measures, owners and documents of problems that the actor may see.
    async fn load_work(&mut self, conn: &Conn, problems: &[i64]) -> Result<()> {
        let rows = outcome::Entity::find()
            .filter(outcome::Column::ProblemId.is_in(problems.iter().copied()))
            .filter(outcome::Column::IsWithdrawn.eq(false))
            .order_by_asc(outcome::Column::Position)
            .order_by_asc(outcome::Column::Id);
        for row in rows.all(conn).await? {
            self.outcomes.entry(row.problem_id).or_default().push(row);
        }
        let rows = measure::Entity::find()
            .filter(measure::Column::ProblemId.is_in(problems.iter().copied()))
            .order_by_asc(measure::Column::Position)
            .order_by_asc(measure::Column::Id);
        let mut measure_ids = Vec::new();
        for row in rows.all(conn).await? {
            measure_ids.push(row.id);
            self.measures.entry(row.problem_id).or_default().push(row);
        }
        let owners = duty::Entity::find()
            .filter(duty::Column::MeasureId.is_in(measure_ids))
            .filter(duty::Column::Role.eq(DutyRole::Owner));
        for row in owners.all(conn).await? {
            if let Some(name) = row.person_id.and_then(|id| self.ground.people.get(&id)) {
                self.owners.insert(row.measure_id, name.clone());
            }
        }
        let rows = document::Entity::find()
            .filter(document::Column::ProblemId.is_in(problems.iter().copied()));
        for row in rows.all(conn).await? {
            *self.documents.entry(row.problem_id).or_default() += 1;
        }
        Ok(())
    }

    fn row(&self, pairing: &pairing::Model, view: &View) -> Row {
        let members = self.members.get(&pairing.id).map_or(&[][..], Vec::as_slice);
        let problems: Vec<&problem::Model> = self
            .problems_of
            .get(&pairing.id)
            .into_iter()
            .flatten()
            .filter_map(|id| self.problems.get(id))
            .filter(|p| self.is_of_campaign(pairing, p))
            .collect();
        let outcomes = problems
            .iter()
            .filter_map(|p| self.outcomes.get(&p.id))
            .flatten()
            .map(|o| (o.problem_id, o.text.clone()))
            .collect();
        let area = pairing.theme_id.and_then(|id| self.ground.themes.get(&id));
        Row {
            pairing_id: pairing.id,
            position: pairing.position,
            lead_basis: pairing.lead_basis,
            members: members.iter().map(|m| self.named(m)).collect(),
            partners_open: pairing.partners_open.clone().unwrap_or_default(),
            date_text: pairing.date_text.clone().unwrap_or_default(),
            date_from: pairing.date_from.clone().unwrap_or_default(),
            theme_text: pairing.theme_text.clone().unwrap_or_default(),
            area: area.map(|t| (t.hue.to_string(), t.mark.clone(), t.name.clone())),
            extras: view
                .extras()
                .into_iter()
                .map(|e| (e, self.extra(e, pairing, &problems)))
                .collect(),
            problems: problems
                .iter()
                .map(|p| Problem {
                    id: p.id,
                    title: p.title.clone(),
                    is_stated: p.title_basis == TitleBasis::Stated,
                    carried: self.said_carried(p.id),
                })
                .collect(),
            outcomes,
        }
    }

    /// A pairing of an earlier campaign stands here for the problems alone that were carried over into this one.
    fn is_of_campaign(&self, pairing: &pairing::Model, problem: &problem::Model) -> bool {
        let Some(campaign) = self.ground.campaign_id else {
            return true;
        };
        let is_carried = self
            .carried
            .get(&problem.id)
            .is_some_and(|marks| marks.contains(&Carried::In));
        pairing.campaign_id == campaign || is_carried
    }

    fn said_carried(&self, problem_id: i64) -> Vec<String> {
        let marks = self.carried.get(&problem_id).into_iter().flatten();
        marks
            .map(|m| self.ground.words.code("carried", m.code()))
            .collect()
    }

    fn named(&self, member: &pairing_member::Model) -> Named {
        let unit = self.ground.units.get(&member.unit_id);
        let name = unit.map(|u| u.name.clone()).unwrap_or_default();
        Named {
            written: member.written.clone().unwrap_or_else(|| name.clone()),
            name,
            role: member.role,
            is_outside: unit.is_some_and(|u| u.is_outside && u.merged_into_id.is_none()),
        }
    }

    fn extra(
        &self,
        extra: Extra,
        pairing: &pairing::Model,
        problems: &[&problem::Model],
    ) -> String {
        let measures = || {
            let all = problems
                .iter()
                .filter_map(|p| self.measures.get(&p.id))
                .flatten();
            all.filter(|m| m.state != MeasureState::Cancelled)
        };
        match extra {
            Extra::Number => pairing.number.map(|n| n.to_string()).unwrap_or_default(),
            Extra::ThemeArea => pairing
                .theme_id
                .and_then(|id| self.ground.themes.get(&id))
                .map(|t| t.name.clone())
                .unwrap_or_default(),
            Extra::Class => joined(
                problems
                    .iter()
                    .filter_map(|p| p.class)
                    .map(|c| self.ground.words.code("class", c.code())),
            ),
            Extra::Measures => measures().count().to_string(),
            Extra::Documents => {
                let count: usize = problems
                    .iter()
                    .filter_map(|p| self.documents.get(&p.id))
                    .sum();
                count.to_string()
            }
            Extra::Owner => joined(measures().filter_map(|m| self.owners.get(&m.id)).cloned()),
            Extra::Due => measures()
                .filter_map(|m| m.due_on.clone())
                .max()
                .unwrap_or_default(),
            Extra::State => joined(
                problems
                    .iter()
                    .map(|p| self.ground.words.code("problem-state", p.state.code())),
            ),
        }
    }
}

/// Different texts, each once, in order.
fn joined(texts: impl Iterator<Item = String>) -> String {
    let mut once: Vec<String> = Vec::new();
    for text in texts {
        if !once.contains(&text) {
            once.push(text);
        }
    }
    once.join("、")
}
