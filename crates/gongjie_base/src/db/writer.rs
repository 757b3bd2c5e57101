//! SQLite's one writer: actions take turns, and those that wait share one commit.
//!
//! Each action runs in its own savepoint of a transaction that is already open. When it is done it
//! hands the turn on and waits. The committer queues for the turn like everybody else, so every
//! action that queued before it goes into the same commit; only then are their answers released.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use tokio::sync::{Mutex, Notify, OwnedMutexGuard, oneshot};

use super::conn::Tx;
use super::driver;
use super::file::Held;
use crate::{Error, Result, limits};

/// The door to the one writing connection.
#[derive(Clone)]
pub(super) struct Writer {
    shared: Arc<Shared>,
}

struct Shared {
    conn: Arc<Held>,
    desk: Arc<Mutex<Desk>>,
    wake: Arc<Notify>,
    commits: AtomicU64,
}

/// What stands on the writer's desk between two turns.
#[derive(Default)]
struct Desk {
    /// A transaction is open.
    is_open: bool,
    /// The last action left its savepoint behind: to be rolled back.
    is_dirty: bool,
    /// Done, not yet durable: who waits for the commit.
    waiting: Vec<oneshot::Sender<Result<(), String>>>,
}

/// One action's turn at the desk.
pub(super) struct Turn {
    shared: Arc<Shared>,
    desk: Option<OwnedMutexGuard<Desk>>,
}

impl Writer {
    pub(super) fn new(conn: Held) -> Self {
        let shared = Arc::new(Shared {
            conn: Arc::new(conn),
            desk: Arc::new(Mutex::new(Desk::default())),
            wake: Arc::new(Notify::new()),
            commits: AtomicU64::new(0),
        });
        let weak = Arc::downgrade(&shared);
        let wake = Arc::clone(&shared.wake);
        tokio::spawn(async move {
            loop {
                wake.notified().await;
                let Some(shared) = weak.upgrade() else { return };
                let mut desk = Arc::clone(&shared.desk).lock_owned().await;
                shared.settle(&mut desk).await;
            }
        });
        Self { shared }
    }

    pub(super) async fn begin(&self) -> Result<Tx> {
        let wait = Duration::from_secs(limits::WRITE_WAIT_SECONDS);
        let desk = tokio::time::timeout(wait, Arc::clone(&self.shared.desk).lock_owned())
            .await
            .map_err(|_| limits::writer_busy())?;
        // From here on the turn is handed back properly even if this future is dropped.
        let mut turn = Turn {
            shared: Arc::clone(&self.shared),
            desk: Some(desk),
        };
        turn.open()?;
        Ok(Tx::shared(Arc::clone(&self.shared.conn), turn))
    }

    /// Commits since the file was opened that held at least one action.
    pub(super) fn commits(&self) -> u64 {
        self.shared.commits.load(Ordering::Relaxed)
    }

    pub(super) async fn close(self) -> Result<()> {
        let mut desk = Arc::clone(&self.shared.desk).lock_owned().await;
        self.shared.settle(&mut desk).await;
        self.shared.conn.close();
        Ok(())
    }
}

impl Turn {
    fn open(&mut self) -> Result<()> {
        let Some(desk) = self.desk.as_mut() else {
            return Err(Error::internal("no turn"));
        };
        let shared = &self.shared;
        if desk.is_dirty {
            shared.run("ROLLBACK TO action")?;
            shared.run("RELEASE action")?;
            desk.is_dirty = false;
        }
        if !desk.is_open {
            shared
                .run("BEGIN IMMEDIATE")
                .map_err(|_| limits::writer_busy())?;
            desk.is_open = true;
        }
        desk.is_dirty = true;
        shared.run("SAVEPOINT action")
    }

    pub(super) async fn commit(mut self) -> Result<()> {
        let Some(desk) = self.desk.as_mut() else {
            return Err(Error::internal("no turn"));
        };
        self.shared.run("RELEASE action")?;
        desk.is_dirty = false;
        let (done, durable) = oneshot::channel();
        desk.waiting.push(done);
        drop(self);
        match durable.await {
            Ok(Ok(())) => Ok(()),
            Ok(Err(what)) => Err(Error::internal(what)),
            Err(_) => Err(Error::internal("the writer stopped before the commit")),
        }
    }
}

impl Drop for Turn {
    fn drop(&mut self) {
        self.desk = None;
        self.shared.wake.notify_one();
    }
}

impl Shared {
    fn run(&self, sql: &str) -> Result<()> {
        self.conn.with(|conn| {
            let mut statement = conn.prepare_cached(sql).map_err(driver::error)?;
            statement.raw_execute().map_err(driver::error)?;
            Ok(())
        })
    }

    /// Undoes what was left unfinished, commits what is done and answers those who wait.
    async fn settle(self: &Arc<Self>, desk: &mut Desk) {
        if desk.is_dirty {
            let undo = self
                .run("ROLLBACK TO action")
                .and_then(|()| self.run("RELEASE action"));
            if let Err(error) = undo {
                tracing::error!(%error, "rolling back an unfinished action");
            }
            desk.is_dirty = false;
        }
        if !desk.is_open {
            return;
        }
        // The disk may take its time: it has a thread to itself.
        let shared = Arc::clone(self);
        let commit = move || {
            let done = shared.run("COMMIT");
            if done.is_err() {
                let _already_gone = shared.run("ROLLBACK");
            }
            done.map_err(|error| error.to_string())
        };
        let committed = tokio::task::spawn_blocking(commit)
            .await
            .unwrap_or_else(|error| Err(error.to_string()));
        desk.is_open = false;
        if !desk.waiting.is_empty() {
            self.commits.fetch_add(1, Ordering::Relaxed);
        }
        for done in desk.waiting.drain(..) {
            let _asker_left = done.send(committed.clone());
        }
    }
}
