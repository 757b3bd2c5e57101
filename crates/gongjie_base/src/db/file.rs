//! An SQLite file: connections that run a statement where it is asked, without a thread of their own.
//!
//! A page asks some twenty statements of a few microseconds each. Handing each one to a thread and its rows back costs
//! more than the statements, so readers are plain connections: a statement borrows an idle one, runs, and puts it back.

use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use rusqlite::config::DbConfig;
use rusqlite::{Connection, OpenFlags};
use tokio::sync::{OwnedSemaphorePermit, Semaphore};

use super::driver;
use crate::{Error, Result, limits};

/// Readers that stay open while nobody uses them.
const IDLE_MAX: usize = 8;
/// Pictures that are looked at together; who wants one more waits.
const HELD_MAX: usize = 16;
/// Prepared statements that each connection keeps.
const STATEMENTS_MAX: usize = 256;
/// How long a connection waits for a lock of another process.
const BUSY: Duration = Duration::from_secs(5);

/// What a connection may do.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Access {
    /// Reads and writes; makes the file, if need be.
    Write,
    /// Reads.
    Read,
    /// Reads, and makes temporary things of its own beside the file.
    Beside,
}

/// Opens a connection with everything that the house asks of one.
pub(super) fn open(path: &Path, access: Access) -> Result<Connection> {
    let flags = match access {
        Access::Write => OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_CREATE,
        // A reader of a file in WAL mode shares its index with the writer, so it opens it for writing and is told not to.
        Access::Read => OpenFlags::SQLITE_OPEN_READ_WRITE,
        Access::Beside => OpenFlags::SQLITE_OPEN_READ_ONLY,
    };
    let conn = Connection::open_with_flags(path, flags | OpenFlags::SQLITE_OPEN_NO_MUTEX)
        .map_err(driver::error)?;
    conn.busy_timeout(BUSY).map_err(driver::error)?;
    conn.set_prepared_statement_cache_capacity(STATEMENTS_MAX);
    // A prepared statement keeps its plan whatever values it gets; else each new value prepares it anew.
    conn.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_QPSG, true)
        .map_err(driver::error)?;
    let mut pragmas =
        "PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON; PRAGMA trusted_schema = OFF; \
                       PRAGMA secure_delete = ON;"
            .to_owned();
    match access {
        Access::Write => pragmas.push_str("PRAGMA journal_mode = WAL;"),
        Access::Read => pragmas.push_str("PRAGMA query_only = ON; PRAGMA cache_size = -8000;"),
        Access::Beside => {}
    }
    conn.execute_batch(&pragmas).map_err(driver::error)?;
    Ok(conn)
}

/// Readers of one file. Cheap to clone.
#[derive(Clone)]
pub(super) struct Readers(Arc<Desk>);

struct Desk {
    path: PathBuf,
    access: Access,
    /// Run on each new connection.
    first: String,
    /// `None`: closed.
    idle: Mutex<Option<Vec<Connection>>>,
    room: Arc<Semaphore>,
    /// Statements that were run.
    asked: AtomicU64,
}

impl Readers {
    /// Readers of the file `path` that run `first` when they are opened.
    pub(super) fn new(path: PathBuf, access: Access, first: String) -> Self {
        Self(Arc::new(Desk {
            path,
            access,
            first,
            idle: Mutex::new(Some(Vec::new())),
            room: Arc::new(Semaphore::new(HELD_MAX)),
            asked: AtomicU64::new(0),
        }))
    }

    fn take(&self) -> Result<Connection> {
        let desk = &*self.0;
        let mut idle = desk.idle.lock().unwrap_or_else(PoisonError::into_inner);
        let idle = idle
            .as_mut()
            .ok_or_else(|| Error::internal("the database is closed"))?;
        if let Some(conn) = idle.pop() {
            return Ok(conn);
        }
        let conn = open(&desk.path, desk.access)?;
        conn.execute_batch(&desk.first).map_err(driver::error)?;
        Ok(conn)
    }

    fn give_back(&self, conn: Connection) {
        let mut idle = self.0.idle.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(idle) = idle.as_mut()
            && idle.len() < IDLE_MAX
        {
            idle.push(conn);
        }
    }

    /// Runs a statement on a reader that is idle.
    pub(super) fn with<T>(&self, ask: impl FnOnce(&Connection) -> Result<T>) -> Result<T> {
        self.0.asked.fetch_add(1, Ordering::Relaxed);
        let conn = self.take()?;
        let found = ask(&conn);
        self.give_back(conn);
        found
    }

    /// A reader of its own with an open transaction: one picture for all its statements. Waits for room at most
    /// [`limits::WRITE_WAIT_SECONDS`].
    pub(super) async fn hold(&self) -> Result<Held> {
        let wait = Duration::from_secs(limits::WRITE_WAIT_SECONDS);
        let room = tokio::time::timeout(wait, Arc::clone(&self.0.room).acquire_owned())
            .await
            .map_err(|_| limits::writer_busy())?
            .map_err(Error::internal)?;
        let conn = self.take()?;
        conn.execute_batch("BEGIN").map_err(driver::error)?;
        Ok(Held {
            conn: Mutex::new(Some(conn)),
            home: Some((self.clone(), room)),
        })
    }

    /// Statements that all readers have run since the file was opened.
    pub(super) fn asked(&self) -> u64 {
        self.0.asked.load(Ordering::Relaxed)
    }

    /// Closes what is idle; what is in use closes when it comes back.
    pub(super) fn close(&self) {
        let mut idle = self.0.idle.lock().unwrap_or_else(PoisonError::into_inner);
        *idle = None;
    }
}

/// A connection in the hands of one asker.
pub(super) struct Held {
    conn: Mutex<Option<Connection>>,
    /// Where it goes afterwards, its transaction ended.
    home: Option<(Readers, OwnedSemaphorePermit)>,
}

impl Held {
    /// The writer of a file, which nobody takes back.
    pub(super) const fn writer(conn: Connection) -> Self {
        Self {
            conn: Mutex::new(Some(conn)),
            home: None,
        }
    }

    /// Runs a statement on it.
    pub(super) fn with<T>(&self, ask: impl FnOnce(&Connection) -> Result<T>) -> Result<T> {
        if let Some((home, _)) = &self.home {
            home.0.asked.fetch_add(1, Ordering::Relaxed);
        }
        let conn = self.conn.lock().unwrap_or_else(PoisonError::into_inner);
        let conn = conn
            .as_ref()
            .ok_or_else(|| Error::internal("the database is closed"))?;
        ask(conn)
    }

    /// Closes the connection.
    pub(super) fn close(&self) {
        let mut conn = self.conn.lock().unwrap_or_else(PoisonError::into_inner);
        *conn = None;
    }
}

impl Drop for Held {
    fn drop(&mut self) {
        let conn = self.conn.get_mut().unwrap_or_else(PoisonError::into_inner);
        if let (Some(conn), Some((home, _room))) = (conn.take(), self.home.take()) {
            // A reader has nothing to lose: its transaction ends here, whatever became of it.
            if conn.is_autocommit() || conn.execute_batch("ROLLBACK").is_ok() {
                home.give_back(conn);
            }
        }
    }
}
