//! SQLite's one writer: actions take turns, and those that wait share one commit.
//!
//! Each action runs in its own savepoint of a transaction that is already open. When it is done it
//! hands the turn on and waits. The committer queues for the turn like everybody else, so every
//! action that queued before it goes into the same commit; only then are their answers released.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use sea_orm::{ConnectionTrait, DatabaseConnection};
use tokio::sync::{Mutex, Notify, OwnedMutexGuard, oneshot};

use super::conn::Tx;
use crate::{Error, Result, limits};

/// The door to the one writing connection.
#[derive(Clone)]
pub(super) struct Writer {
    shared: Arc<Shared>,
}

struct Shared {
    conn: DatabaseConnection,
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
    pub(super) fn new(conn: DatabaseConnection) -> Self {
        let shared = Arc::new(Shared {
            conn,
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
        turn.open().await?;
        Ok(Tx::shared(self.shared.conn.clone(), turn))
    }

    /// Commits since the file was opened that held at least one action.
    pub(super) fn commits(&self) -> u64 {
        self.shared.commits.load(Ordering::Relaxed)
    }

    pub(super) async fn close(self) -> Result<()> {
        let mut desk = Arc::clone(&self.shared.desk).lock_owned().await;
        self.shared.settle(&mut desk).await;
        Ok(self.shared.conn.clone().close().await?)
    }
}

impl Turn {
    async fn open(&mut self) -> Result<()> {
        let Some(desk) = self.desk.as_mut() else {
            return Err(Error::internal("no turn"));
        };
        let conn = &self.shared.conn;
        if desk.is_dirty {
            conn.execute_unprepared("ROLLBACK TO action; RELEASE action")
                .await?;
            desk.is_dirty = false;
        }
        if !desk.is_open {
            conn.execute_unprepared("BEGIN IMMEDIATE")
                .await
                .map_err(|_| limits::writer_busy())?;
            desk.is_open = true;
        }
        desk.is_dirty = true;
        conn.execute_unprepared("SAVEPOINT action").await?;
        Ok(())
    }

    pub(super) async fn commit(mut self) -> Result<()> {
        let Some(desk) = self.desk.as_mut() else {
            return Err(Error::internal("no turn"));
        };
        self.shared
            .conn
            .execute_unprepared("RELEASE action")
            .await?;
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
    /// Undoes what was left unfinished, commits what is done and answers those who wait.
    async fn settle(&self, desk: &mut Desk) {
        if desk.is_dirty {
            let undo = self
                .conn
                .execute_unprepared("ROLLBACK TO action; RELEASE action")
                .await;
            if let Err(error) = undo {
                tracing::error!(%error, "rolling back an unfinished action");
            }
            desk.is_dirty = false;
        }
        if !desk.is_open {
            return;
        }
        let committed = self.conn.execute_unprepared("COMMIT").await;
        if committed.is_err() {
            let _already_gone = self.conn.execute_unprepared("ROLLBACK").await;
        }
        desk.is_open = false;
        if !desk.waiting.is_empty() {
            self.commits.fetch_add(1, Ordering::Relaxed);
        }
        for done in desk.waiting.drain(..) {
            let answer = committed.as_ref().map(|_| ()).map_err(ToString::to_string);
            let _asker_left = done.send(answer);
        }
    }
}
