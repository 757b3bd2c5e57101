//! What people do with their own account, and how an administrator makes one.

use gongjie_base::check::Check;
use gongjie_base::clock::Millis;
use gongjie_base::{Db, Error, FieldError, Result, Say, Tx};
use serde::Deserialize;

use super::{fail, hashed, matches, queries, refuse_weak, rules};
use crate::account::queries::Account;
use crate::journal::{self, By, Entry};

/// A changed password as typed.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub struct PasswordInput {
    /// The password that stands now.
    pub present: String,
    pub password: String,
    /// The new one once more.
    pub again: String,
}

/// Checks a changed password and returns its stored form; nothing is changed yet. A wrong present password counts as a
/// failed sign-in at a door of its own.
pub async fn check_password(
    db: &Db,
    account: &Account,
    name: &str,
    input: &PasswordInput,
    at: Millis,
) -> Result<String> {
    let door = format!("password:{}", account.id);
    if let Some(shut) = queries::find_throttle(db.read(), &door).await?
        && shut.open_at > at
    {
        let seconds = (shut.open_at - at + 999) / 1000;
        let say = Say::new("error-sign-in-wait").with("seconds", seconds);
        return Err(Error::Invalid(vec![FieldError::new("present", say)]));
    }
    let is_long = input.present.chars().count() > rules::PASSWORD_CHARS_MAX;
    if is_long || !matches(input.present.clone(), account.password_hash.clone()).await? {
        let tx = db.begin().await?;
        fail(&tx, &door, 0, at).await?;
        tx.commit().await?;
        return Err(Error::invalid("present", "error-password-present"));
    }
    rules::check_password(&input.password, &account.login, name).map_err(refuse_weak)?;
    if input.password != input.again {
        return Err(Error::invalid("again", "error-password-again"));
    }
    hashed(&input.password).await
}

/// Replaces the own password by the stored form of [`check_password`]; all other sessions end.
pub async fn set_password(
    tx: &Tx,
    by: By,
    account: &Account,
    hash: &str,
    keep: &str,
) -> Result<()> {
    queries::update_password(tx, account.id, hash, keep).await?;
    queries::delete_throttle(tx, &format!("password:{}", account.id)).await?;
    let entry = Entry::new("account.password", "account", account.id);
    journal::record(tx, by, entry).await
}

/// Ends one session of the own account, named by the beginning of its hash.
pub async fn end_session(tx: &Tx, by: By, account_id: i64, mark: &str) -> Result<()> {
    let sessions = queries::list_sessions(tx, account_id, by.at, 0).await?;
    let found = sessions
        .into_iter()
        .find(|s| mark.len() >= rules::SESSION_MARK_CHARS && s.hash.starts_with(mark));
    let session = found.ok_or_else(|| Error::conflict("me-session-gone"))?;
    queries::delete_session(tx, &session.hash).await?;
    journal::record(tx, by, Entry::new("session.end", "account", account_id)).await
}

/// Ends all sessions of the own account but this one.
pub async fn end_other_sessions(tx: &Tx, by: By, account_id: i64, keep: &str) -> Result<()> {
    let ended = queries::delete_other_sessions(tx, account_id, keep).await?;
    let entry = Entry::new("session.end", "account", account_id).set("sessions", ended);
    journal::record(tx, by, entry).await
}

/// Ends all sessions of a person who leaves, if the person has an account.
pub async fn end_sessions_of(tx: &Tx, by: By, person_id: i64) -> Result<()> {
    let found = queries::find_account_of_person(tx, by.organization_id, person_id).await?;
    match found {
        Some(account) => end_other_sessions(tx, by, account.id, "").await,
        None => Ok(()),
    }
}

/// Keeps the language in which somebody reads.
pub async fn choose_language(tx: &Tx, by: By, account: &Account, language: &str) -> Result<()> {
    queries::update_language(tx, account.id, language).await?;
    let entry = Entry::new("account.language", "account", account.id).change(
        "language",
        account.language.as_ref(),
        Some(language),
    );
    journal::record(tx, by, entry).await
}

/// A new account as typed by an administrator.
#[derive(Debug, Clone, Default, Deserialize, utoipa::ToSchema)]
#[serde(default)]
pub struct AccountInput {
    pub login: String,
    pub password: String,
}

/// Checks a new account and returns the stored form of its first password; nothing is changed yet.
pub async fn check_account(db: &Db, name: &str, input: &AccountInput) -> Result<String> {
    let mut check = Check::new();
    let login = check.text("login", &input.login, rules::LOGIN_CHARS_MAX);
    let is_login = login.is_empty() || rules::is_login(&login);
    check.must(is_login, "login", "error-login-wrong");
    let taken = queries::find_account(db.read(), &login).await?.is_some();
    check.must(!taken, "login", "error-login-taken");
    if let Err(weak) = rules::check_password(&input.password, &login, name)
        && let Error::Invalid(fields) = refuse_weak(weak)
    {
        for field in fields {
            check.refuse(&field.field, field.say);
        }
    }
    check.done()?;
    hashed(&input.password).await
}
