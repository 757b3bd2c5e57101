//! Signing in and out, tokens and passwords.

mod own;

use std::sync::LazyLock;

use argon2::password_hash::phc::PasswordHash;
use argon2::password_hash::{PasswordHasher, PasswordVerifier};
use argon2::{Algorithm, Argon2, Params, Version};
use gongjie_base::clock::Millis;
use gongjie_base::{Db, Error, Result, Say, Tx, token};
use tokio::sync::Semaphore;

use super::queries::{self, Account, Throttle};
use super::rules::{self, WeakPassword};
use crate::journal::{self, By, Entry, Moment};

pub use own::{
    AccountInput, PasswordInput, check_account, check_password, choose_language,
    end_other_sessions, end_session, end_sessions_of, set_password,
};

/// Argon2id runs at once; more wait, so that a flood of sign-ins leaves a core to everybody else.
static HASHERS: LazyLock<Semaphore> = LazyLock::new(|| Semaphore::new(2));
/// A hash that no password has: unknown logins take as long as known ones.
static NOBODY: LazyLock<String> = LazyLock::new(|| hash("nobody at all").unwrap_or_default());

fn argon2() -> Result<Argon2<'static>> {
    // OWASP: Argon2id, 19 MiB, two passes, one lane.
    let params = Params::new(19 * 1024, 2, 1, None).map_err(Error::internal)?;
    Ok(Argon2::new(Algorithm::Argon2id, Version::V0x13, params))
}

/// The stored form of a password. Takes some 20 milliseconds; call it off the async threads.
pub fn hash(password: &str) -> Result<String> {
    let hashed = argon2()?
        .hash_password(password.as_bytes())
        .map_err(Error::internal)?;
    Ok(hashed.to_string())
}

/// The stored form of a password, made off the async threads and never more than two at once.
pub async fn hashed(password: &str) -> Result<String> {
    let _turn = HASHERS.acquire().await.map_err(Error::internal)?;
    let password = password.to_owned();
    tokio::task::spawn_blocking(move || hash(&password))
        .await
        .map_err(Error::internal)?
}

async fn matches(password: String, stored: String) -> Result<bool> {
    let _turn = HASHERS.acquire().await.map_err(Error::internal)?;
    tokio::task::spawn_blocking(move || {
        let stored = PasswordHash::new(&stored).map_err(Error::internal)?;
        Ok(argon2()?
            .verify_password(password.as_bytes(), &stored)
            .is_ok())
    })
    .await
    .map_err(Error::internal)?
}

/// What a browser gets for a right password.
pub struct Started {
    /// The session's reference, for the cookie; only its hash is stored.
    pub reference: String,
    pub account: Account,
}

/// Signs in with login and password. `network` is the asker's /32 or /64. Wrong login and wrong password look alike.
pub async fn sign_in(
    db: &Db,
    login: &str,
    password: &str,
    network: &str,
    moment: Moment,
) -> Result<Started> {
    let at = moment.at;
    let doors = [format!("login:{login}:{network}"), format!("net:{network}")];
    for door in &doors {
        if let Some(shut) = queries::find_throttle(db.read(), door).await?
            && shut.open_at > at
        {
            let seconds = (shut.open_at - at + 999) / 1000;
            return Err(Error::TooMuch(
                Say::new("error-sign-in-wait").with("seconds", seconds),
            ));
        }
    }
    if password.chars().count() > rules::PASSWORD_CHARS_MAX {
        return Err(Error::invalid("password", "error-sign-in"));
    }
    let found = queries::find_account(db.read(), login)
        .await?
        .filter(|a| !a.is_disabled);
    let stored = found
        .as_ref()
        .map_or_else(|| NOBODY.clone(), |a| a.password_hash.clone());
    let right = matches(password.to_owned(), stored).await?;
    let tx = db.begin().await?;
    let Some(account) = found.filter(|_| right) else {
        for door in &doors {
            let free = if door.starts_with("net:") { 45 } else { 0 };
            fail(&tx, door, free, at).await?;
        }
        tx.commit().await?;
        return Err(Error::invalid("password", "error-sign-in"));
    };
    for door in &doors {
        queries::delete_throttle(&tx, door).await?;
    }
    let reference = start_session(&tx, &account, moment).await?;
    tx.commit().await?;
    Ok(Started { reference, account })
}

/// Starts a session for an account without asking for a password: after a password, or for the demo's people.
pub async fn start_session(tx: &Tx, account: &Account, moment: Moment) -> Result<String> {
    let reference = token::random()?;
    let at = moment.at;
    let ends_at = at + rules::SESSION_WHOLE_MS;
    let csrf = token::random()?;
    let hash = token::stored(&reference);
    queries::insert_session(tx, &hash, account.id, &csrf, at, ends_at).await?;
    let entry = Entry::new("session.start", "account", account.id);
    journal::record(tx, by(account, moment), entry).await?;
    Ok(reference)
}

async fn fail(tx: &Tx, door: &str, free: i64, at: Millis) -> Result<()> {
    let before = queries::find_throttle(tx, door).await?;
    let failures = before
        .filter(|t| at - t.last_at < rules::FORGET_MS)
        .map_or(1, |t| t.failures + 1);
    let open_at = at + rules::delay(failures - free);
    queries::upsert_throttle(
        tx,
        door,
        &Throttle {
            failures,
            open_at,
            last_at: at,
        },
    )
    .await
}

/// Ends the session with this hash.
pub async fn sign_out(tx: &Tx, account: i64, by: By, hash: &str) -> Result<()> {
    queries::delete_session(tx, hash).await?;
    journal::record(tx, by, Entry::new("session.end", "account", account)).await
}

/// Makes an API token, shown once. It acts with all the rights of the account until it ends.
pub async fn create_token(
    tx: &Tx,
    account: &Account,
    label: &str,
    moment: Moment,
) -> Result<String> {
    let at = moment.at;
    let reference = format!("gj_{}", token::random()?);
    let ends_at = at + rules::TOKEN_DAYS * 86_400_000;
    queries::insert_token(
        tx,
        &token::stored(&reference),
        account.id,
        label,
        at,
        ends_at,
    )
    .await?;
    let entry = Entry::new("token.create", "account", account.id).set("label", label);
    journal::record(tx, by(account, moment), entry).await?;
    Ok(reference)
}

/// Makes a local account for a person.
pub async fn create_account(
    tx: &Tx,
    by: By,
    person_id: i64,
    login: &str,
    password_hash: &str,
) -> Result<i64> {
    let id = queries::insert_account(tx, person_id, login, password_hash, by.at).await?;
    let entry = Entry::new("account.create", "account", id).set("login", login);
    journal::record(tx, by, entry).await?;
    Ok(id)
}

/// The words for a weak password, at its field.
pub fn refuse_weak(weak: WeakPassword) -> Error {
    let say = match weak {
        WeakPassword::TooShort => {
            Say::new("error-password-short").with("min", rules::PASSWORD_CHARS_MIN)
        }
        WeakPassword::TooLong => {
            Say::new("error-password-long").with("max", rules::PASSWORD_CHARS_MAX)
        }
        WeakPassword::Guessable => Say::new("error-password-guessable"),
    };
    Error::Invalid(vec![gongjie_base::FieldError::new("password", say)])
}

fn by(account: &Account, moment: Moment) -> By {
    By {
        organization_id: account.organization_id,
        person_id: Some(account.person_id),
        at: moment.at,
        algorithm: moment.algorithm,
    }
}
