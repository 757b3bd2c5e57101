//! Unsafe requests are done once: their key, the digest of what was asked, and the answer are stored in the same transaction.

use gongjie_base::clock::Millis;
use gongjie_base::error::Answered;
use gongjie_base::limits::IDEMPOTENCY_HOURS;
use gongjie_base::{Error, Result, Tx};
use sea_orm::FromQueryResult;

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
pub async fn claim(tx: &Tx, account_id: i64, claim: &Claim, at: Millis) -> Result<()> {
    let sql = "DELETE FROM idempotency WHERE created_at < $1";
    tx.run(sql, [(at - IDEMPOTENCY_HOURS * 3_600_000).into()])
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
