//! The worker: makes the day's digests, takes what is due under a lease, sends it, records the try. Several of them never send one delivery twice within a lease; one that dies after sending lets it be sent again under the same id.

use std::collections::BTreeMap;
use std::time::Duration;

use gongjie_base::clock::Millis;
use gongjie_base::limits::DELIVERY_TRIES_MAX;
use gongjie_base::{Result, Say};
use tokio::sync::watch;
use tokio::task::JoinSet;

use super::actions::{address, new_uid};
use super::queries::{self, Enclosed, Made, Parcel, Tried};
use super::render;
use super::rules::{
    self, Class, DIGEST_AT_MS, Outcome, after, is_digest_time, is_open, pick, spread_ms,
};
use super::tables::{channel, message};
use super::wire::{self, Letter, Target, Trouble, Wire};
use crate::calendar::queries as calendars;
use crate::door::App;

/// Deliveries that a worker takes at once.
const TAKEN_MAX: usize = 16;
/// Milliseconds for which what a worker has taken is its own: longer than all of it can last.
pub const LEASE_MS: Millis = 180_000;
/// Time between two looks for something due.
const LOOK: Duration = Duration::from_secs(2);

/// One worker of one process.
#[derive(Clone)]
pub struct Worker {
    app: App,
    wire: Wire,
    name: String,
}

/// A delivery that is this worker's for the time of its lease.
pub struct Taken {
    id: i64,
    tries: i64,
    /// Nothing: there is nothing left to tell.
    parcel: Option<(Target, Letter)>,
}

/// Works until told to stop, when outgoing calls are on at all.
pub async fn run(app: App, mut stop: watch::Receiver<bool>) {
    let wire = Wire::new(app.settings.outgoing.clone());
    if wire.is_off() {
        return;
    }
    let Ok(worker) = Worker::new(app, wire) else {
        return;
    };
    while !*stop.borrow() {
        match worker.turn().await {
            Ok(0) => {}
            Ok(_) => continue,
            Err(error) => tracing::error!(%error, "messages could not be sent"),
        }
        tokio::select! {
            _ = stop.changed() => break,
            () = tokio::time::sleep(LOOK) => {}
        }
    }
}

impl Worker {
    /// A worker with a name of its own.
    pub fn new(app: App, wire: Wire) -> Result<Self> {
        let name = new_uid()?;
        Ok(Self { app, wire, name })
    }

    /// Makes digests that are due, then takes, sends and records one batch. Gives how many were tried.
    pub async fn turn(&self) -> Result<usize> {
        self.bundle().await?;
        let taken = self.take().await?;
        let count = taken.len();
        let mut sending = JoinSet::new();
        for one in taken {
            let worker = self.clone();
            sending.spawn(async move {
                let outcome = worker.send(&one).await;
                worker.record(&one, &outcome).await
            });
        }
        while let Some(done) = sending.join_next().await {
            match done {
                Ok(Ok(())) => {}
                Ok(Err(error)) => tracing::error!(%error, "a try could not be recorded"),
                Err(error) => tracing::error!(%error, "a delivery ended in a fault"),
            }
        }
        Ok(count)
    }

    /// Organisations with something to do, and whether what is not urgent may leave there now.
    async fn open(&self, now: Millis) -> Result<Vec<i64>> {
        let read = self.app.db.read();
        let civil = self.app.clock.civil(now);
        let mut open = Vec::new();
        for id in queries::list_busy_organizations(read, now).await? {
            if is_open(&*calendars::find(read, id).await?, civil) {
                open.push(id);
            }
        }
        Ok(open)
    }

    /// Makes the digest of today where it is time and was not made: one delivery a person by each channel.
    pub async fn bundle(&self) -> Result<()> {
        let now = self.app.clock.now();
        let civil = self.app.clock.civil(now);
        let read = self.app.db.read();
        for id in queries::list_busy_organizations(read, now).await? {
            if is_digest_time(&*calendars::find(read, id).await?, civil) {
                self.bundle_one(id, now).await?;
            }
        }
        Ok(())
    }

    async fn bundle_one(&self, organization_id: i64, now: Millis) -> Result<()> {
        let today = self.app.clock.date_of(now);
        let day = today.to_string();
        if queries::has_digest_run(self.app.db.read(), organization_id, &day).await? {
            return Ok(());
        }
        // What is told later in the day waits for the next one.
        let before = self.app.clock.start_of(today) + DIGEST_AT_MS;
        let tx = self.app.db.begin().await?;
        if !queries::insert_digest_run(&tx, organization_id, &day).await? {
            return Ok(());
        }
        let mut of_person: BTreeMap<i64, Vec<i64>> = BTreeMap::new();
        for waiting in queries::list_undigested(&tx, organization_id, before).await? {
            of_person
                .entry(waiting.person_id)
                .or_default()
                .push(waiting.id);
        }
        let ids: Vec<i64> = of_person.keys().copied().collect();
        let people = queries::list_recipients(&tx, organization_id, &ids).await?;
        let channels = queries::list_channels(&tx, organization_id).await?;
        let channels = channels
            .iter()
            .filter(|c| c.is_on && c.kind.is_personal() && rules::takes(&c.takes, Class::Digest));
        for channel in channels {
            for person in &people {
                let messages = of_person.get(&person.id).map_or(&[][..], Vec::as_slice);
                if address(channel.kind, person).is_none() || messages.is_empty() {
                    continue;
                }
                let made = Made {
                    organization_id,
                    channel_id: channel.id,
                    person_id: Some(person.id),
                    uid: new_uid()?,
                    fact: format!("digest:{}:{day}", person.id),
                    class: Class::Digest,
                    due_at: now + spread_ms(person.id),
                    created_at: now,
                };
                queries::insert_delivery(&tx, made, messages).await?;
            }
        }
        queries::update_digested(&tx, organization_id, &day, before).await?;
        tx.commit().await
    }

    /// Takes what is due under a lease of this worker.
    pub async fn take(&self) -> Result<Vec<Taken>> {
        let now = self.app.clock.now();
        let open = self.open(now).await?;
        if queries::list_due(self.app.db.read(), &open, now)
            .await?
            .is_empty()
        {
            return Ok(Vec::new());
        }
        let tx = self.app.db.begin().await?;
        queries::take_delivery_turn(&tx, now).await?;
        let due = queries::list_due(&tx, &open, now).await?;
        let last = queries::list_last_tries(&tx, now).await?;
        let mut ids = Vec::new();
        for id in pick(&due, &last, now, TAKEN_MAX) {
            if queries::update_leased(&tx, id, &self.name, now, now + LEASE_MS).await? {
                ids.push(id);
            }
        }
        tx.commit().await?;
        self.open_parcels(&ids).await
    }

    async fn open_parcels(&self, ids: &[i64]) -> Result<Vec<Taken>> {
        let read = self.app.db.read();
        let parcels = queries::list_parcels(read, ids).await?;
        let channels: Vec<i64> = parcels.iter().map(|p| p.channel_id).collect();
        let channels = queries::list_channels_by_id(read, &channels).await?;
        let channels: BTreeMap<i64, channel::Model> =
            channels.into_iter().map(|c| (c.id, c)).collect();
        let enclosed = queries::list_enclosed(read, ids).await?;
        let messages: Vec<i64> = enclosed.iter().map(|e| e.message_id).collect();
        let messages = queries::list_messages_by_id(read, &messages).await?;
        let messages: BTreeMap<i64, message::Model> =
            messages.into_iter().map(|m| (m.id, m)).collect();
        let open = |parcel: Parcel| {
            let own: Vec<&Enclosed> = enclosed
                .iter()
                .filter(|e| e.delivery_id == parcel.id)
                .collect();
            let channel = channels.get(&parcel.channel_id);
            Taken {
                id: parcel.id,
                tries: parcel.tries,
                parcel: channel.and_then(|c| self.letter(&parcel, c, &own, &messages)),
            }
        };
        Ok(parcels.into_iter().map(open).collect())
    }

    fn letter(
        &self,
        parcel: &Parcel,
        channel: &channel::Model,
        own: &[&Enclosed],
        messages: &BTreeMap<i64, message::Model>,
    ) -> Option<(Target, Letter)> {
        let settings = &self.app.settings;
        let words = render::words_for(
            parcel.language.as_deref(),
            parcel.term_pack,
            settings.is_english,
        );
        let messages: Vec<&message::Model> = own
            .iter()
            .filter_map(|e| messages.get(&e.message_id))
            .collect();
        let to = match channel.kind {
            rules::ChannelKind::Email => parcel.email.clone(),
            rules::ChannelKind::WecomApp => parcel.wecom.clone(),
            _ => None,
        };
        let to = to.unwrap_or_default();
        // Who left since, or has no address any more, is not told.
        if channel.kind.is_personal() && to.trim().is_empty() {
            return None;
        }
        let letter = render::letter(words, parcel, to, &messages, own, &settings.public_url)?;
        Some((target(channel), letter))
    }

    /// Sends what was taken. The answer stands nowhere until [`Worker::record`].
    pub async fn send(&self, taken: &Taken) -> Outcome {
        let Some((target, letter)) = &taken.parcel else {
            return Outcome::Skipped;
        };
        if taken.tries > DELIVERY_TRIES_MAX {
            return Outcome::Never(Say::new("wire-tried-out"));
        }
        let now = self.app.clock.now();
        match wire::send(&self.wire, target, letter, now).await {
            Ok(()) => Outcome::Sent,
            Err(Trouble::Later(say)) => Outcome::Later(say),
            Err(Trouble::Never(say)) => Outcome::Never(say),
        }
    }

    /// Records a try, unless the lease was over and another worker has it.
    pub async fn record(&self, taken: &Taken, outcome: &Outcome) -> Result<()> {
        let now = self.app.clock.now();
        let (state, minutes) = after(outcome, taken.tries);
        let say = match outcome {
            Outcome::Later(say) | Outcome::Never(say) => Some(say),
            Outcome::Sent | Outcome::Skipped => None,
        };
        let args = say.map(|s| serde_json::to_string(&s.args).unwrap_or_default());
        // A little apart, so that what failed together does not come again together.
        let apart = taken.id.rem_euclid(20) * 1_000;
        let tried = Tried {
            id: taken.id,
            worker: &self.name,
            state,
            due_at: minutes.map(|m| now + m * 60_000 + apart),
            sent_at: (*outcome == Outcome::Sent).then_some(now),
            error_key: say.map(|s| s.key),
            error_args: args,
        };
        let tx = self.app.db.begin().await?;
        queries::update_tried(&tx, &tried).await?;
        tx.commit().await
    }
}

fn target(channel: &channel::Model) -> Target {
    Target {
        channel_id: channel.id,
        version: channel.version,
        kind: channel.kind,
        url: channel.url.clone(),
        account: channel.account.clone(),
        sender: channel.sender.clone(),
        token: channel.token.clone(),
        secret: channel.secret.clone(),
    }
}
