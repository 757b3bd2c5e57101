//! The pulse of the journals in this process: one watcher for each organisation that somebody follows, told at once of own commits and looking every second for those of other processes.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use gongjie_base::limits::{JOURNAL_LOOK_MS, STREAM_ENTRIES_MAX};
use gongjie_base::limits::{STREAMS_PER_ACCOUNT_MAX, STREAMS_PER_PROCESS_MAX};
use gongjie_base::{Db, Error, Result, Say};
use tokio::sync::{Notify, broadcast, watch};

use crate::journal::since_queries::{Added, find_head, list_since};
use crate::org::Actor;

/// Beats that a slow listener may be behind before it has to read the journal itself.
const BEATS_MAX: usize = 64;

/// Entries that were added together, oldest first.
pub type Beat = Arc<[Added]>;

/// The pulse. Cheap to clone; it holds nothing that another process would miss.
#[derive(Clone, Default)]
pub struct Pulse(Arc<Inner>);

#[derive(Default)]
struct Inner {
    followed: Mutex<Followed>,
    stop: watch::Sender<bool>,
}

#[derive(Default)]
struct Followed {
    watches: BTreeMap<i64, Arc<Watch>>,
    /// Open streams by account.
    open: BTreeMap<i64, usize>,
}

struct Watch {
    beats: broadcast::Sender<Beat>,
    wake: Notify,
}

impl Inner {
    fn followed(&self) -> MutexGuard<'_, Followed> {
        self.followed.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// One open stream: its beats, and its place among the streams that may be open.
pub struct Listener {
    inner: Arc<Inner>,
    account_id: i64,
    beats: broadcast::Receiver<Beat>,
    stop: watch::Receiver<bool>,
}

/// What a listener hears.
#[derive(Debug)]
pub enum Heard {
    Beat(Beat),
    /// It was too slow: what it missed stands in the journal.
    Missed,
    /// The program stops.
    Stop,
}

impl Pulse {
    /// Somebody committed in this process: whoever follows that journal looks now.
    pub fn poke(&self, organization_id: i64) {
        if let Some(watch) = self.0.followed().watches.get(&organization_id) {
            watch.wake.notify_one();
        }
    }

    /// Ends every stream, and those that would still be opened.
    pub fn stop(&self) {
        self.0.stop.send_replace(true);
    }

    /// Streams that are open now.
    pub fn open(&self) -> usize {
        self.0.followed().open.values().sum()
    }

    /// Opens a stream, within the limits of the account and of the process.
    pub async fn listen(&self, db: &Db, actor: &Actor) -> Result<Listener> {
        let organization_id = actor.organization_id;
        let head = find_head(db.read(), organization_id).await?;
        let mut followed = self.0.followed();
        let all: usize = followed.open.values().sum();
        let own = followed.open.entry(actor.account_id).or_default();
        if *own >= STREAMS_PER_ACCOUNT_MAX {
            let say = Say::new("error-streams-account").with("max", STREAMS_PER_ACCOUNT_MAX);
            return Err(Error::TooMuch(say));
        }
        if all >= STREAMS_PER_PROCESS_MAX {
            let say = Say::new("error-streams-process").with("max", STREAMS_PER_PROCESS_MAX);
            return Err(Error::TooMuch(say));
        }
        *own += 1;
        let mut is_new = false;
        let watch = followed.watches.entry(organization_id).or_insert_with(|| {
            is_new = true;
            Arc::new(Watch {
                beats: broadcast::Sender::new(BEATS_MAX),
                wake: Notify::new(),
            })
        });
        let listener = Listener {
            inner: self.0.clone(),
            account_id: actor.account_id,
            beats: watch.beats.subscribe(),
            stop: self.0.stop.subscribe(),
        };
        if is_new {
            let (inner, watch, db) = (self.0.clone(), watch.clone(), db.clone());
            tokio::spawn(follow(inner, watch, db, organization_id, head));
        }
        Ok(listener)
    }
}

impl Listener {
    /// Waits for the next beat.
    pub async fn hear(&mut self) -> Heard {
        let beats = &mut self.beats;
        tokio::select! {
            _ = self.stop.wait_for(|stop| *stop) => Heard::Stop,
            beat = beats.recv() => match beat {
                Ok(beat) => Heard::Beat(beat),
                Err(broadcast::error::RecvError::Lagged(_)) => Heard::Missed,
                Err(broadcast::error::RecvError::Closed) => Heard::Stop,
            },
        }
    }
}

impl Drop for Listener {
    fn drop(&mut self) {
        let mut followed = self.inner.followed();
        if let Some(own) = followed.open.get_mut(&self.account_id) {
            *own = own.saturating_sub(1);
            if *own == 0 {
                followed.open.remove(&self.account_id);
            }
        }
    }
}

/// Follows one journal until nobody listens or the program stops.
async fn follow(inner: Arc<Inner>, watch: Arc<Watch>, db: Db, organization_id: i64, head: i64) {
    let mut seq = head;
    let mut stop = inner.stop.subscribe();
    loop {
        tokio::select! {
            _ = stop.wait_for(|stop| *stop) => break,
            () = watch.wake.notified() => {}
            () = tokio::time::sleep(Duration::from_millis(JOURNAL_LOOK_MS)) => {}
        }
        {
            let mut followed = inner.followed();
            if watch.beats.receiver_count() == 0 {
                followed.watches.remove(&organization_id);
                return;
            }
        }
        match look(&db, organization_id, seq).await {
            Ok(added) => {
                seq = added.last().map_or(seq, |last| last.seq);
                if !added.is_empty() {
                    // Nobody left to tell is no fault: the next round ends the watch.
                    drop(watch.beats.send(added.into()));
                }
            }
            Err(error) => tracing::warn!(%error, organization_id, "the journal cannot be followed"),
        }
    }
    inner.followed().watches.remove(&organization_id);
}

async fn look(db: &Db, organization_id: i64, seq: i64) -> Result<Vec<Added>> {
    if find_head(db.read(), organization_id).await? <= seq {
        return Ok(Vec::new());
    }
    list_since(db.read(), organization_id, seq, STREAM_ENTRIES_MAX).await
}
