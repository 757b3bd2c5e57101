//! What every page looks up: kept in memory under the number that the database states.
//!
//! What few writes change (units, people, themes) stands under the organisation's edition, which such a write raises in
//! the same transaction. What any write may change (totals) stands under the number of the journal's last entry, which
//! every write raises. A request reads both numbers with its session, so no process shows what another has changed.

use std::any::Any;
use std::collections::HashMap;
use std::future::Future;
use std::sync::{Arc, Mutex};

use super::Conn;
use crate::{Error, Result};

/// Things on one shelf, at most; a full one is emptied.
const THINGS_MAX: usize = 4_096;

type Key = (&'static str, i64);
type Thing = Arc<dyn Any + Send + Sync>;

/// Things of one organisation in one edition, and at one entry of its journal.
#[derive(Default)]
pub struct Shelf {
    things: Arc<Things>,
    /// Under the last entry.
    now: Arc<Things>,
}

#[derive(Default)]
struct Things(Mutex<HashMap<Key, Thing>>);

impl Things {
    fn find<T: Any + Send + Sync>(&self, key: Key) -> Result<Option<Arc<T>>> {
        let things = self.0.lock().map_err(Error::internal)?;
        let found = things.get(&key).cloned();
        Ok(found.and_then(|thing| thing.downcast().ok()))
    }

    fn put(&self, key: Key, thing: Thing) -> Result<()> {
        let mut things = self.0.lock().map_err(Error::internal)?;
        if things.len() >= THINGS_MAX {
            things.clear();
        }
        things.insert(key, thing);
        Ok(())
    }
}

/// Where an organisation stands: its edition and the number of its journal's last entry.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Standing {
    pub edition: i64,
    pub seq: i64,
}

/// Numbers of the past that have a shelf; the one that was asked for longest ago goes first.
const PAST_MAX: usize = 8;

/// Standing and shelf by organisation.
type Newest = HashMap<i64, (Standing, Arc<Shelf>)>;

/// Shelves by organisation and number of its past, the last asked at the end.
type Past = Vec<((i64, i64), Arc<Shelf>)>;

/// The newest shelf of each organisation. Cheap to clone.
#[derive(Clone, Default)]
pub struct Shelves {
    newest: Arc<Mutex<Newest>>,
    past: Arc<Mutex<Past>>,
}

impl Shelves {
    /// The shelf of an organisation's past at a number: it stands as long as others are not asked for more.
    pub(super) fn of_past(&self, organization_id: i64, seq: i64) -> Result<Arc<Shelf>> {
        let key = (organization_id, seq);
        let mut past = self.past.lock().map_err(Error::internal)?;
        let known = past.iter().position(|(at, _)| *at == key);
        let (_, shelf) = known
            .map(|at| past.remove(at))
            .unwrap_or((key, Arc::default()));
        if past.len() >= PAST_MAX {
            past.remove(0);
        }
        past.push((key, Arc::clone(&shelf)));
        Ok(shelf)
    }

    /// The shelf of an organisation where it stands, empty where that is new.
    pub fn of(&self, organization_id: i64, standing: Standing) -> Result<Arc<Shelf>> {
        let mut newest = self.newest.lock().map_err(Error::internal)?;
        let known = newest.get(&organization_id);
        let shelf = match known {
            Some((known, shelf)) if *known == standing => return Ok(Arc::clone(shelf)),
            // Whoever asked before the last change gets a shelf that nobody else sees.
            Some((known, _)) if known.edition > standing.edition || known.seq > standing.seq => {
                return Ok(Arc::default());
            }
            Some((known, shelf)) if known.edition == standing.edition => Shelf {
                things: Arc::clone(&shelf.things),
                now: Arc::default(),
            },
            _ => Shelf::default(),
        };
        let shelf = Arc::new(shelf);
        newest.insert(organization_id, (standing, Arc::clone(&shelf)));
        Ok(shelf)
    }
}

impl Conn {
    /// The thing under this key from the shelf, loaded where it is not there or where this connection has no shelf.
    pub async fn known<T, F>(&self, what: &'static str, id: i64, load: F) -> Result<Arc<T>>
    where
        T: Any + Send + Sync,
        F: Future<Output = Result<T>>,
    {
        let things = self.shelf().map(|shelf| Arc::clone(&shelf.things));
        known(things, (what, id), load).await
    }

    /// [`Conn::known`] for what any write may change: it stands until the journal's next entry. Every write of it must
    /// make an entry.
    pub async fn known_now<T, F>(&self, what: &'static str, id: i64, load: F) -> Result<Arc<T>>
    where
        T: Any + Send + Sync,
        F: Future<Output = Result<T>>,
    {
        let things = self.shelf().map(|shelf| Arc::clone(&shelf.now));
        known(things, (what, id), load).await
    }
}

async fn known<T, F>(things: Option<Arc<Things>>, key: Key, load: F) -> Result<Arc<T>>
where
    T: Any + Send + Sync,
    F: Future<Output = Result<T>>,
{
    let Some(things) = things else {
        return load.await.map(Arc::new);
    };
    if let Some(found) = things.find(key)? {
        return Ok(found);
    }
    let thing = Arc::new(load.await?);
    things.put(key, Arc::clone(&thing) as Thing)?;
    Ok(thing)
}

#[cfg(test)]
mod tests;
