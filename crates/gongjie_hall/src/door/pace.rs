//! How often a person and a network may ask for what costs: counted in the database, so that it holds for all instances.
//!
//! A process takes places from the counter some at a time and hands them out from memory: a limit of 600 a minute
//! costs at most one small write for every [`PLACES_AT_ONCE`] requests, and none once the minute is used up.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard};

use gongjie_base::clock::Millis;
use gongjie_base::limits::NETWORK_TIMES;
use gongjie_base::{Db, Error, Result, Say};

use super::queries;

/// Places that a process takes at once.
const PLACES_AT_ONCE: i64 = 20;
/// Minutes after which an unused counter is forgotten.
const FORGET_MINUTES: i64 = 60;

/// What a request costs the house.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, serde::Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Cost {
    /// A page or a row: not counted.
    Light,
    /// An unsafe request.
    Write,
    /// An export or a search.
    HeavyRead,
}

/// Who asks: the account, if anybody is signed in, and the network.
pub struct Asker<'a> {
    pub account_id: Option<i64>,
    pub network: &'a str,
}

/// The counters of this process. Cheap to clone.
#[derive(Clone, Default)]
pub struct Pace {
    desk: Arc<Mutex<Desk>>,
}

#[derive(Default)]
struct Desk {
    minute: i64,
    swept_at: i64,
    hands: HashMap<String, Hand>,
}

/// Places in hand of one door.
#[derive(Default)]
struct Hand {
    left: i64,
    /// The counter gave fewer than were asked for: there are no more in this minute.
    is_last: bool,
}

impl Pace {
    /// Counts one request, or refuses it until the minute is over. `max`: requests of one person in a minute.
    pub async fn take(
        &self,
        db: &Db,
        cost: Cost,
        asker: &Asker<'_>,
        max: u32,
        at: Millis,
    ) -> Result<()> {
        let (kind, word) = match cost {
            Cost::Light => return Ok(()),
            Cost::Write => ("write", "error-too-many-writes"),
            Cost::HeavyRead => ("heavy", "error-too-many-heavy-reads"),
        };
        let max = i64::from(max);
        let person = asker.account_id.map(|id| format!("{kind}:account:{id}"));
        let network = format!("{kind}:network:{}", asker.network);
        let of_network = max * i64::from(NETWORK_TIMES);
        let doors = person.map(|door| (door, max, word)).into_iter().chain([(
            network,
            of_network,
            "error-too-many-from-network",
        )]);
        for (door, max, word) in doors {
            if !self.pass(db, &door, max, at).await? {
                let seconds = 60 - at / 1000 % 60;
                let say = Say::new(word).with("max", max).with("seconds", seconds);
                return Err(Error::TooMuch(say));
            }
        }
        Ok(())
    }

    async fn pass(&self, db: &Db, door: &str, max: i64, at: Millis) -> Result<bool> {
        let minute = at / 60_000;
        if let Some(passed) = self.desk()?.spend(door, minute) {
            return Ok(passed);
        }
        let tx = db.begin().await?;
        let wanted = PLACES_AT_ONCE.min(max);
        let got = queries::take_places(&tx, door, minute, wanted, max).await?;
        tx.commit().await?;
        if self.desk()?.put(door, minute, got, wanted) {
            sweep(db, minute - FORGET_MINUTES).await;
        }
        Ok(got > 0)
    }

    fn desk(&self) -> Result<MutexGuard<'_, Desk>> {
        self.desk.lock().map_err(Error::internal)
    }
}

impl Desk {
    /// Spends a place in hand. Nothing: none is in hand and the counter may have more.
    fn spend(&mut self, door: &str, minute: i64) -> Option<bool> {
        if self.minute != minute {
            self.minute = minute;
            self.hands.clear();
        }
        let hand = self.hands.get_mut(door)?;
        if hand.left > 0 {
            hand.left -= 1;
            return Some(true);
        }
        hand.is_last.then_some(false)
    }

    /// Keeps what the counter gave, one place of it spent. True when old counters are due to be forgotten.
    fn put(&mut self, door: &str, minute: i64, got: i64, wanted: i64) -> bool {
        if self.minute == minute {
            let hand = self.hands.entry(door.to_owned()).or_default();
            hand.left += (got - 1).max(0);
            hand.is_last = got < wanted;
        }
        let is_due = minute - self.swept_at >= FORGET_MINUTES;
        if is_due {
            self.swept_at = minute;
        }
        is_due
    }
}

/// Old counters cost only room: if two instances sweep at once, one may give way.
async fn sweep(db: &Db, minute: i64) {
    let swept = async {
        let tx = db.begin().await?;
        queries::delete_counts(&tx, minute).await?;
        tx.commit().await
    };
    if let Err(error) = swept.await {
        tracing::warn!(%error, "old request counts were not swept");
    }
}
