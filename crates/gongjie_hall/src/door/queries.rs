//! Unsafe requests are done once: their key, the digest of what was asked, and the answer are stored in the same transaction.

use gongjie_base::clock::Millis;
use gongjie_base::error::Answered;
use gongjie_base::limits::IDEMPOTENCY_HOURS;
use gongjie_base::{Error, Result, Tx};
use sea_orm::FromQueryResult;
use sha2::{Digest as _, Sha256};

use crate::org::Actor;

/// Digest of a request: method, address and every piece of its body in turn, each with its length.
pub struct Digest(Sha256);

impl Digest {
    pub fn of(method: &str, address: &str) -> Self {
        let mut digest = Self(Sha256::new());
        digest.add(method.as_bytes());
        digest.add(address.as_bytes());
        digest
    }

    pub fn add(&mut self, piece: &[u8]) {
        self.0.update((piece.len() as u64).to_be_bytes());
        self.0.update(piece);
    }

    pub fn finish(self) -> String {
        hex::encode(self.0.finalize())
    }
}

/// A request's key and the digest of its method, address and body.
#[derive(Debug, Clone)]
pub struct Claim {
    pub key: String,
    pub digest: String,
}

#[derive(FromQueryResult)]
struct Stored {
    request_digest: String,
    status: i64,
    location: Option<String>,
    body: String,
}

/// Takes the key for this transaction, or gives back the answer that it got before.
pub async fn claim(tx: &Tx, actor: &Actor, claim: &Claim, at: Millis) -> Result<()> {
    let account_id = actor.account_id;
    // Only the own organisation's old keys: its turn is held, so nobody else is sweeping them.
    // By age, as an index has them, so that the keys that are kept are not walked.
    let sql = "DELETE FROM idempotency WHERE id IN (SELECT i.id FROM idempotency i WHERE i.created_at < $1 \
               AND EXISTS (SELECT 1 FROM account a JOIN person p ON p.id = a.person_id \
               WHERE a.id = i.account_id AND p.organization_id = $2) ORDER BY i.created_at LIMIT 1000)";
    let oldest = at - IDEMPOTENCY_HOURS * 3_600_000;
    tx.run(sql, [oldest.into(), actor.organization_id.into()])
        .await?;
    let sql = "INSERT INTO idempotency (account_id, key, request_digest, status, body, created_at) \
               VALUES ($1, $2, $3, 0, '', $4) ON CONFLICT (account_id, key) DO NOTHING";
    let values = [
        account_id.into(),
        claim.key.as_str().into(),
        claim.digest.as_str().into(),
        at.into(),
    ];
    if tx.run(sql, values).await? == 1 {
        return Ok(());
    }
    let sql = "SELECT request_digest, status, location, body FROM idempotency \
               WHERE account_id = $1 AND key = $2";
    let values = [account_id.into(), claim.key.as_str().into()];
    let stored: Stored = tx.one(sql, values).await?.ok_or(Error::NotFound)?;
    if stored.request_digest != claim.digest {
        return Err(Error::invalid("Idempotency-Key", "error-key-reused"));
    }
    let status = u16::try_from(stored.status).unwrap_or(200);
    let answer = Answered {
        status,
        location: stored.location,
        body: stored.body,
    };
    Err(Error::Repeated(Box::new(answer)))
}

/// Takes up to `wanted` of the places that a counter has left in this minute. Returns how many it got.
pub async fn take_places(tx: &Tx, door: &str, minute: i64, wanted: i64, max: i64) -> Result<i64> {
    // A clock that runs behind never opens a minute that is over.
    let sql = "INSERT INTO request_count (door, minute, taken) VALUES ($1, $2, $3) \
               ON CONFLICT (door) DO UPDATE SET \
               taken = CASE WHEN request_count.minute >= $2 THEN request_count.taken ELSE 0 END + $3, \
               minute = CASE WHEN request_count.minute > $2 THEN request_count.minute ELSE $2 END \
               RETURNING taken";
    let values = [door.into(), minute.into(), wanted.into()];
    let taken: i64 = tx.scalar(sql, values).await?.unwrap_or(i64::MAX);
    Ok((max - (taken - wanted)).clamp(0, wanted))
}

/// Forgets counters that nobody has used since `minute`.
pub async fn delete_counts(tx: &Tx, minute: i64) -> Result<()> {
    let sql = "DELETE FROM request_count WHERE minute < $1";
    tx.run(sql, [minute.into()]).await.map(|_| ())
}

/// Keeps the answer for whoever asks again.
pub async fn store(
    tx: &Tx,
    account_id: i64,
    claim: &Claim,
    status: u16,
    location: Option<&str>,
    body: &str,
) -> Result<()> {
    let sql = "UPDATE idempotency SET status = $3, location = $4, body = $5 \
               WHERE account_id = $1 AND key = $2";
    let values = [
        account_id.into(),
        claim.key.as_str().into(),
        i64::from(status).into(),
        location.map(str::to_owned).into(),
        body.into(),
    ];
    tx.run(sql, values).await.map(|_| ())
}
