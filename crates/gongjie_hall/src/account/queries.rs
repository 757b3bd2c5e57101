//! The only code that writes accounts, sessions, tokens and the throttle.

use gongjie_base::clock::Millis;
use gongjie_base::db::Standing;
use gongjie_base::{Conn, Error, Result, Tx};
use sea_orm::FromQueryResult;

/// An account with its person.
#[derive(Debug, Clone, FromQueryResult)]
pub struct Account {
    pub id: i64,
    pub person_id: i64,
    pub organization_id: i64,
    pub login: String,
    pub password_hash: String,
    pub is_disabled: bool,
    pub language: Option<String>,
}

const ACCOUNT: &str = "SELECT a.id, a.person_id, p.organization_id, a.login, a.password_hash, \
                       a.is_disabled, a.language FROM account a JOIN person p ON p.id = a.person_id";

/// The account with this login.
pub async fn find_account(conn: &Conn, login: &str) -> Result<Option<Account>> {
    conn.one(&format!("{ACCOUNT} WHERE a.login = $1"), [login.into()])
        .await
}

/// The account of a person by exact name, for the command line.
pub async fn find_account_of(conn: &Conn, name: &str) -> Result<Vec<Account>> {
    let sql = format!("{ACCOUNT} WHERE a.login = $1 OR p.name = $1 ORDER BY a.id");
    conn.all(&sql, [name.into()]).await
}

/// Inserts an account and returns its id.
pub async fn insert_account(
    tx: &Tx,
    person_id: i64,
    login: &str,
    password_hash: &str,
    at: Millis,
) -> Result<i64> {
    let sql = "INSERT INTO account (person_id, login, password_hash, is_disabled, created_at) \
               VALUES ($1, $2, $3, $4, $5) RETURNING id";
    let values = [
        person_id.into(),
        login.into(),
        password_hash.into(),
        false.into(),
        at.into(),
    ];
    tx.scalar(sql, values)
        .await?
        .ok_or_else(|| Error::internal("no account id"))
}

/// An account's chosen language.
pub async fn update_language(tx: &Tx, account_id: i64, language: &str) -> Result<()> {
    let sql = "UPDATE account SET language = $2 WHERE id = $1";
    tx.run(sql, [account_id.into(), language.into()])
        .await
        .map(|_| ())
}

/// Replaces an account's password and ends all its sessions but `keep`.
pub async fn update_password(tx: &Tx, account_id: i64, hash: &str, keep: &str) -> Result<()> {
    let sql = "UPDATE account SET password_hash = $2, version = version + 1 WHERE id = $1";
    tx.run(sql, [account_id.into(), hash.into()]).await?;
    let sql = "DELETE FROM session WHERE account_id = $1 AND hash <> $2";
    tx.run(sql, [account_id.into(), keep.into()])
        .await
        .map(|_| ())
}

/// A live session.
#[derive(Debug, Clone, FromQueryResult)]
pub struct Session {
    pub hash: String,
    pub account_id: i64,
    pub person_id: i64,
    pub csrf: String,
    pub seen_at: i64,
    pub language: Option<String>,
    pub organization_id: i64,
    /// Edition of what all pages look up in the organisation.
    pub edition: i64,
    /// Number of the organisation's last entry in the journal.
    pub seq: i64,
}

impl Session {
    /// Where the organisation stood when this was read.
    pub const fn standing(&self) -> Standing {
        Standing {
            edition: self.edition,
            seq: self.seq,
        }
    }
}

/// Starts a session.
pub async fn insert_session(
    tx: &Tx,
    hash: &str,
    account_id: i64,
    csrf: &str,
    at: Millis,
    ends_at: Millis,
) -> Result<()> {
    let sql = "INSERT INTO session (hash, account_id, csrf, started_at, seen_at, ends_at) \
               VALUES ($1, $2, $3, $4, $4, $5)";
    let values = [
        hash.into(),
        account_id.into(),
        csrf.into(),
        at.into(),
        ends_at.into(),
    ];
    tx.run(sql, values).await.map(|_| ())
}

/// The session with this hash, if it is neither idle nor over nor its account disabled.
pub async fn find_session(
    conn: &Conn,
    hash: &str,
    at: Millis,
    idle_since: Millis,
) -> Result<Option<Session>> {
    let sql = "SELECT s.hash, s.account_id, a.person_id, s.csrf, s.seen_at, a.language, p.organization_id, \
               COALESCE(e.number, 0) AS edition, COALESCE(h.seq, 0) AS seq FROM session s \
               JOIN account a ON a.id = s.account_id JOIN person p ON p.id = a.person_id \
               LEFT JOIN edition e ON e.organization_id = p.organization_id \
               LEFT JOIN journal_head h ON h.organization_id = p.organization_id \
               WHERE s.hash = $1 AND s.ends_at > $2 AND s.seen_at > $3 AND NOT a.is_disabled";
    conn.one(sql, [hash.into(), at.into(), idle_since.into()])
        .await
}

/// Notes that a session is in use.
pub async fn update_seen(tx: &Tx, hash: &str, at: Millis) -> Result<()> {
    tx.run(
        "UPDATE session SET seen_at = $2 WHERE hash = $1",
        [hash.into(), at.into()],
    )
    .await
    .map(|_| ())
}

/// Ends a session.
pub async fn delete_session(tx: &Tx, hash: &str) -> Result<()> {
    tx.run("DELETE FROM session WHERE hash = $1", [hash.into()])
        .await
        .map(|_| ())
}

/// A live session as its owner sees it.
#[derive(Debug, Clone, FromQueryResult)]
pub struct OwnSession {
    pub hash: String,
    pub started_at: Millis,
    pub seen_at: Millis,
}

/// Live sessions of an account, the latest used first.
pub async fn list_sessions(
    conn: &Conn,
    account_id: i64,
    at: Millis,
    idle_since: Millis,
) -> Result<Vec<OwnSession>> {
    let sql = "SELECT hash, started_at, seen_at FROM session \
               WHERE account_id = $1 AND ends_at > $2 AND seen_at > $3 ORDER BY seen_at DESC, hash";
    conn.all(sql, [account_id.into(), at.into(), idle_since.into()])
        .await
}

/// Ends all sessions of an account but `keep`. Returns how many.
pub async fn delete_other_sessions(tx: &Tx, account_id: i64, keep: &str) -> Result<u64> {
    let sql = "DELETE FROM session WHERE account_id = $1 AND hash <> $2";
    tx.run(sql, [account_id.into(), keep.into()]).await
}

/// The account of a person of this organisation.
pub async fn find_account_of_person(
    conn: &Conn,
    organization_id: i64,
    person_id: i64,
) -> Result<Option<Account>> {
    let sql = format!("{ACCOUNT} WHERE a.person_id = $1 AND p.organization_id = $2");
    conn.one(&sql, [person_id.into(), organization_id.into()])
        .await
}

/// An account by its id.
pub async fn find_account_by_id(conn: &Conn, id: i64) -> Result<Option<Account>> {
    conn.one(&format!("{ACCOUNT} WHERE a.id = $1"), [id.into()])
        .await
}

/// Stores an API token's hash.
pub async fn insert_token(
    tx: &Tx,
    hash: &str,
    account_id: i64,
    label: &str,
    at: Millis,
    ends_at: Millis,
) -> Result<()> {
    let sql = "INSERT INTO api_token (hash, account_id, label, created_at, ends_at) \
               VALUES ($1, $2, $3, $4, $5)";
    let values = [
        hash.into(),
        account_id.into(),
        label.into(),
        at.into(),
        ends_at.into(),
    ];
    tx.run(sql, values).await.map(|_| ())
}

/// The account behind a live token, if it is not disabled.
pub async fn find_token(conn: &Conn, hash: &str, at: Millis) -> Result<Option<Bearer>> {
    let sql = "SELECT a.id AS account_id, a.person_id, p.organization_id, COALESCE(e.number, 0) AS edition, COALESCE(h.seq, 0) AS seq \
               FROM api_token t JOIN account a ON a.id = t.account_id JOIN person p ON p.id = a.person_id \
               LEFT JOIN edition e ON e.organization_id = p.organization_id \
               LEFT JOIN journal_head h ON h.organization_id = p.organization_id \
               WHERE t.hash = $1 AND t.ends_at > $2 AND NOT a.is_disabled";
    conn.one(sql, [hash.into(), at.into()]).await
}

/// Who carries a token.
#[derive(Debug, Clone, FromQueryResult)]
pub struct Bearer {
    pub account_id: i64,
    pub person_id: i64,
    pub organization_id: i64,
    /// Edition of what all pages look up in the organisation.
    pub edition: i64,
    /// Number of the organisation's last entry in the journal.
    pub seq: i64,
}

impl Bearer {
    /// Where the organisation stood when this was read.
    pub const fn standing(&self) -> Standing {
        Standing {
            edition: self.edition,
            seq: self.seq,
        }
    }
}

/// Failures at one door and the moment it opens again.
#[derive(Debug, Clone, FromQueryResult)]
pub struct Throttle {
    pub failures: i64,
    pub open_at: i64,
    pub last_at: i64,
}

/// The throttle of a door (`login:…` or `net:…`).
pub async fn find_throttle(conn: &Conn, door: &str) -> Result<Option<Throttle>> {
    let sql = "SELECT failures, open_at, last_at FROM sign_in_throttle WHERE door = $1";
    conn.one(sql, [door.into()]).await
}

/// Writes the throttle of a door.
pub async fn upsert_throttle(tx: &Tx, door: &str, throttle: &Throttle) -> Result<()> {
    let sql = "INSERT INTO sign_in_throttle (door, failures, open_at, last_at) VALUES ($1, $2, $3, $4) \
               ON CONFLICT (door) DO UPDATE SET failures = $2, open_at = $3, last_at = $4";
    let values = [
        door.into(),
        throttle.failures.into(),
        throttle.open_at.into(),
        throttle.last_at.into(),
    ];
    tx.run(sql, values).await.map(|_| ())
}

/// Forgets a door's failures.
pub async fn delete_throttle(tx: &Tx, door: &str) -> Result<()> {
    tx.run(
        "DELETE FROM sign_in_throttle WHERE door = $1",
        [door.into()],
    )
    .await
    .map(|_| ())
}

/// Every account that may sign in, for the demo's list and the command line.
pub async fn list_accounts(conn: &Conn) -> Result<Vec<Account>> {
    conn.all(
        &format!("{ACCOUNT} WHERE NOT a.is_disabled ORDER BY a.id"),
        [],
    )
    .await
}
