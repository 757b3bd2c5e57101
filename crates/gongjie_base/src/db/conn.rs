//! What queries are run on: a pool of readers, a snapshot, or an open write.

use std::ops::Deref;
use std::sync::Arc;

use sea_orm::{
    ConnectionTrait, DatabaseConnection, DatabaseTransaction, DbBackend, DbErr, ExecResult,
    FromQueryResult, ProxyExecResult, QueryResult, Statement, TryGetable, Value,
};

use super::driver;
use super::file::{Held, Readers};
use super::shelf::Shelf;
use super::writer::Turn;
use crate::{Error, Result};

/// A place to run queries on; rooms' queries take `&Conn` and do not care which it is.
#[derive(Clone)]
pub struct Conn {
    pub(super) link: Link,
    shelf: Option<Arc<Shelf>>,
    is_past: bool,
}

#[derive(Clone)]
pub(super) enum Link {
    /// Readers of an SQLite file, each statement on its own.
    File(Readers),
    /// One connection to an SQLite file, all statements in its transaction.
    Held(Arc<Held>),
    /// PostgreSQL, each statement on its own.
    Pool(DatabaseConnection),
    /// PostgreSQL, all statements in one transaction.
    Transaction(Arc<DatabaseTransaction>),
}

impl Link {
    /// Runs something on SQLite's connection; nothing on PostgreSQL.
    pub(super) fn on_file<T>(
        &self,
        ask: impl FnOnce(&rusqlite::Connection) -> Result<T>,
    ) -> Option<Result<T>> {
        match self {
            Self::File(readers) => Some(readers.with(ask)),
            Self::Held(held) => Some(held.with(ask)),
            Self::Pool(_) | Self::Transaction(_) => None,
        }
    }

    /// Runs a statement on SQLite's connection, in the data layer's words.
    fn run<T>(
        &self,
        ask: impl FnOnce(&rusqlite::Connection) -> std::result::Result<T, DbErr>,
    ) -> std::result::Result<T, DbErr> {
        let done = self.on_file(|conn| Ok(ask(conn)));
        let done = done.unwrap_or_else(|| Err(Error::internal("no SQLite file")));
        done.unwrap_or_else(|error| Err(DbErr::Custom(error.to_string())))
    }
}

impl From<Link> for Conn {
    fn from(link: Link) -> Self {
        Self {
            link,
            shelf: None,
            is_past: false,
        }
    }
}

impl Conn {
    /// The same place for a reader of the present, who is spared to look up again what stands on the shelf.
    #[must_use]
    pub fn with_shelf(&self, shelf: Option<Arc<Shelf>>) -> Self {
        Self {
            link: self.link.clone(),
            shelf,
            is_past: self.is_past,
        }
    }

    /// A place that shows an earlier day: what is kept beside the facts does not hold there. What is looked up there
    /// never changes again.
    pub(super) fn of_the_past(self, shelf: Option<Arc<Shelf>>) -> Self {
        Self {
            shelf,
            is_past: true,
            ..self
        }
    }

    /// What is kept beside the facts (totals, limits) is that of the facts seen here.
    pub const fn is_present(&self) -> bool {
        !self.is_past
    }

    pub(super) const fn shelf(&self) -> Option<&Arc<Shelf>> {
        self.shelf.as_ref()
    }
}

impl Conn {
    /// All rows of a hand-written query; `$1`, `$2` … are its values on both engines.
    pub async fn all<T: FromQueryResult>(
        &self,
        sql: &str,
        values: impl IntoIterator<Item = Value>,
    ) -> Result<Vec<T>> {
        let rows = self.query_all_raw(self.statement(sql, values)).await?;
        let rows: std::result::Result<Vec<T>, DbErr> = rows
            .iter()
            .map(|row| T::from_query_result(row, ""))
            .collect();
        Ok(rows?)
    }

    /// The first row, if there is one.
    pub async fn one<T: FromQueryResult>(
        &self,
        sql: &str,
        values: impl IntoIterator<Item = Value>,
    ) -> Result<Option<T>> {
        match self.query_one_raw(self.statement(sql, values)).await? {
            Some(row) => Ok(Some(T::from_query_result(&row, "")?)),
            None => Ok(None),
        }
    }

    /// The first column of every row.
    pub async fn column<T: TryGetable>(
        &self,
        sql: &str,
        values: impl IntoIterator<Item = Value>,
    ) -> Result<Vec<T>> {
        let rows = self.query_all_raw(self.statement(sql, values)).await?;
        let cells: std::result::Result<Vec<T>, DbErr> =
            rows.iter().map(|row| row.try_get_by_index(0)).collect();
        Ok(cells?)
    }

    /// The first column of the first row.
    pub async fn scalar<T: TryGetable>(
        &self,
        sql: &str,
        values: impl IntoIterator<Item = Value>,
    ) -> Result<Option<T>> {
        match self.query_one_raw(self.statement(sql, values)).await? {
            Some(row) => Ok(Some(row.try_get_by_index(0)?)),
            None => Ok(None),
        }
    }

    /// Runs a statement and returns how many rows it changed.
    pub async fn run(&self, sql: &str, values: impl IntoIterator<Item = Value>) -> Result<u64> {
        Ok(self
            .execute_raw(self.statement(sql, values))
            .await?
            .rows_affected())
    }

    fn statement(&self, sql: &str, values: impl IntoIterator<Item = Value>) -> Statement {
        Statement::from_sql_and_values(self.get_database_backend(), sql, values)
    }
}

#[async_trait::async_trait]
impl ConnectionTrait for Conn {
    fn get_database_backend(&self) -> DbBackend {
        match &self.link {
            Link::File(_) | Link::Held(_) => DbBackend::Sqlite,
            Link::Pool(_) | Link::Transaction(_) => DbBackend::Postgres,
        }
    }

    async fn execute_raw(&self, statement: Statement) -> std::result::Result<ExecResult, DbErr> {
        match &self.link {
            Link::Pool(c) => c.execute_raw(statement).await,
            Link::Transaction(c) => c.execute_raw(statement).await,
            file => Ok(file.run(|conn| driver::execute(conn, &statement))?.into()),
        }
    }

    async fn execute_unprepared(&self, sql: &str) -> std::result::Result<ExecResult, DbErr> {
        match &self.link {
            Link::Pool(c) => c.execute_unprepared(sql).await,
            Link::Transaction(c) => c.execute_unprepared(sql).await,
            file => {
                file.run(|conn| conn.execute_batch(sql).map_err(driver::db_error))?;
                Ok(ProxyExecResult::default().into())
            }
        }
    }

    async fn query_one_raw(
        &self,
        statement: Statement,
    ) -> std::result::Result<Option<QueryResult>, DbErr> {
        match &self.link {
            Link::Pool(c) => c.query_one_raw(statement).await,
            Link::Transaction(c) => c.query_one_raw(statement).await,
            file => Ok(file.run(|conn| driver::query(conn, &statement, 1))?.pop()),
        }
    }

    async fn query_all_raw(
        &self,
        statement: Statement,
    ) -> std::result::Result<Vec<QueryResult>, DbErr> {
        match &self.link {
            Link::Pool(c) => c.query_all_raw(statement).await,
            Link::Transaction(c) => c.query_all_raw(statement).await,
            file => file.run(|conn| driver::query(conn, &statement, usize::MAX)),
        }
    }
}

/// An open write: state, journal entry and idempotency record go in together or not at all.
///
/// Dropped without [`Tx::commit`] it leaves nothing behind.
pub struct Tx {
    conn: Conn,
    turn: Option<Turn>,
}

impl Tx {
    pub(super) fn own(transaction: DatabaseTransaction) -> Self {
        Self {
            conn: Link::Transaction(Arc::new(transaction)).into(),
            turn: None,
        }
    }

    pub(super) fn shared(writer: Arc<Held>, turn: Turn) -> Self {
        Self {
            conn: Link::Held(writer).into(),
            turn: Some(turn),
        }
    }

    /// It shares SQLite's one writer.
    pub(super) fn is_shared(&self) -> bool {
        self.turn.is_some()
    }

    /// Begins a part of this write that may fail by itself. End it with [`Tx::keep_part`] or [`Tx::drop_part`] before the next begins.
    pub async fn begin_part(&self) -> Result<()> {
        self.part("SAVEPOINT part").await
    }

    /// The part stands; it becomes durable with the write.
    pub async fn keep_part(&self) -> Result<()> {
        self.part("RELEASE SAVEPOINT part").await
    }

    /// Undoes everything since the part began, also after a statement that failed.
    pub async fn drop_part(&self) -> Result<()> {
        self.part("ROLLBACK TO SAVEPOINT part").await?;
        self.keep_part().await
    }

    async fn part(&self, sql: &str) -> Result<()> {
        self.execute_unprepared(sql).await?;
        Ok(())
    }

    /// Makes the write durable. `Ok` is returned only after the engine has committed.
    pub async fn commit(self) -> Result<()> {
        match (self.turn, self.conn.link) {
            (Some(turn), _) => turn.commit().await,
            (None, Link::Transaction(transaction)) => {
                let transaction = Arc::into_inner(transaction)
                    .ok_or_else(|| Error::internal("a transaction is still in use"))?;
                Ok(transaction.commit().await?)
            }
            (None, _) => Ok(()),
        }
    }
}

impl Deref for Tx {
    type Target = Conn;

    fn deref(&self) -> &Conn {
        &self.conn
    }
}
