//! Walks along a ledger part by part: a page, all rows of a file, and how many there are.

use std::hash::{DefaultHasher, Hash, Hasher};

use gongjie_base::limits::{COUNTED_ROWS_MAX, EXPORT_ROWS_MAX};
use gongjie_base::{Conn, Error, Result, Say};

use super::queries::{Facts, Ground};
use super::rules::{self, Row, Sort, View};
use crate::layout::Words;
use crate::org::Actor;
use crate::pairing::ordered_queries::{self as ordered, Seat};
use crate::pairing::queries as pairings;

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

    /// How many pairings the walk passes, before words and gaps narrow it: counted once until something is written.
    pub async fn count(&self) -> Result<u64> {
        let mut hasher = DefaultHasher::new();
        (self.actor.person_id, format!("{:?}", self.filter)).hash(&mut hasher);
        let count = pairings::count(self.conn, self.actor, &self.filter);
        let key = hasher.finish().cast_signed();
        Ok(*self.conn.known_now("ledger-count", key, count).await?)
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

/// All rows of a view, read part by part; more than [`EXPORT_ROWS_MAX`] are refused.
pub async fn rows(conn: &Conn, actor: &Actor, view: &View, words: Words) -> Result<Vec<Row>> {
    let mut walk = Walk::begin(conn, actor, view, words).await?;
    let mut all = Vec::new();
    while let Some(rows) = walk.next(PART).await? {
        all.extend(rows);
        if all.len() > EXPORT_ROWS_MAX {
            let say = Say::new("error-export-rows").with("max", EXPORT_ROWS_MAX);
            return Err(Error::TooMuch(say));
        }
    }
    Ok(all)
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
