//! What every page looks up and few writes change: kept in memory under the edition that the database states.
//!
//! A request reads the edition of its organisation with its session and is given the shelf of that edition. A write
//! that changes such rows raises the edition in the same transaction, so no process shows what another has changed.

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

/// Things of one organisation in one edition.
#[derive(Default)]
pub struct Shelf {
    things: Mutex<HashMap<Key, Thing>>,
}

impl Shelf {
    fn find<T: Any + Send + Sync>(&self, key: Key) -> Result<Option<Arc<T>>> {
        let things = self.things.lock().map_err(Error::internal)?;
        let found = things.get(&key).cloned();
        Ok(found.and_then(|thing| thing.downcast().ok()))
    }

    fn put(&self, key: Key, thing: Thing) -> Result<()> {
        let mut things = self.things.lock().map_err(Error::internal)?;
        if things.len() >= THINGS_MAX {
            things.clear();
        }
        things.insert(key, thing);
        Ok(())
    }
}

/// Edition and shelf by organisation.
type Newest = HashMap<i64, (i64, Arc<Shelf>)>;

/// The newest shelf of each organisation. Cheap to clone.
#[derive(Clone, Default)]
pub struct Shelves {
    newest: Arc<Mutex<Newest>>,
}

impl Shelves {
    /// The shelf of an organisation's edition, empty where the edition is new.
    pub fn of(&self, organization_id: i64, edition: i64) -> Result<Arc<Shelf>> {
        let mut newest = self.newest.lock().map_err(Error::internal)?;
        match newest.get(&organization_id) {
            Some((known, shelf)) if *known == edition => Ok(Arc::clone(shelf)),
            // Whoever asked before the last change gets a shelf that nobody else sees.
            Some((known, _)) if *known > edition => Ok(Arc::default()),
            _ => {
                let shelf = Arc::<Shelf>::default();
                newest.insert(organization_id, (edition, Arc::clone(&shelf)));
                Ok(shelf)
            }
        }
    }
}

impl Conn {
    /// The thing under this key from the shelf, loaded where it is not there or where this connection has no shelf.
    pub async fn known<T, F>(&self, what: &'static str, id: i64, load: F) -> Result<Arc<T>>
    where
        T: Any + Send + Sync,
        F: Future<Output = Result<T>>,
    {
        let Some(shelf) = self.shelf() else {
            return load.await.map(Arc::new);
        };
        if let Some(found) = shelf.find((what, id))? {
            return Ok(found);
        }
        let thing = Arc::new(load.await?);
        shelf.put((what, id), Arc::clone(&thing) as Thing)?;
        Ok(thing)
    }
}

#[cfg(test)]
mod tests;
