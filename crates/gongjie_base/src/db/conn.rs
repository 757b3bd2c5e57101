//! What queries are run on: a pool of readers, a snapshot, or an open write.

use std::ops::Deref;
use std::sync::Arc;

use sea_orm::{
    ConnectionTrait, DatabaseConnection, DatabaseTransaction, DbBackend, DbErr, ExecResult,
    FromQueryResult, QueryResult, Statement, TryGetable, Value,
};

use super::shelf::Shelf;
use super::writer::Turn;
use crate::Result;

/// A place to run queries on; rooms' queries take `&Conn` and do not care which it is.
#[derive(Clone)]
pub struct Conn {
    pub(super) link: Link,
    shelf: Option<Arc<Shelf>>,
    is_past: bool,
}

#[derive(Clone)]
pub(super) enum Link {
    /// Each statement on its own.
    Pool(DatabaseConnection),
    /// All statements in one transaction.
    Transaction(Arc<DatabaseTransaction>),
}

impl Conn {
    pub(super) const fn pool(pool: DatabaseConnection) -> Self {
        Self {
            link: Link::Pool(pool),
            shelf: None,
            is_past: false,
        }
    }

    pub(super) fn transaction(transaction: DatabaseTransaction) -> Self {
        Self {
            link: Link::Transaction(Arc::new(transaction)),
            shelf: None,
            is_past: false,
        }
    }

    /// The same place for a reader of the present, who is spared to look up again what stands on the shelf.
    #[must_use]
    pub fn with_shelf(&self, shelf: Option<Arc<Shelf>>) -> Self {
        Self {
            link: self.link.clone(),
            shelf,
            is_past: self.is_past,
        }
    }

    /// A place that shows an earlier day: what is kept beside the facts does not hold there.
    pub(super) fn of_the_past(self) -> Self {
        Self {
            shelf: None,
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
            Link::Pool(c) => c.get_database_backend(),
            Link::Transaction(c) => c.get_database_backend(),
        }
    }

    async fn execute_raw(&self, statement: Statement) -> std::result::Result<ExecResult, DbErr> {
        match &self.link {
            Link::Pool(c) => c.execute_raw(statement).await,
            Link::Transaction(c) => c.execute_raw(statement).await,
        }
    }

    async fn execute_unprepared(&self, sql: &str) -> std::result::Result<ExecResult, DbErr> {
        match &self.link {
            Link::Pool(c) => c.execute_unprepared(sql).await,
            Link::Transaction(c) => c.execute_unprepared(sql).await,
        }
    }

    async fn query_one_raw(
        &self,
        statement: Statement,
    ) -> std::result::Result<Option<QueryResult>, DbErr> {
        match &self.link {
            Link::Pool(c) => c.query_one_raw(statement).await,
            Link::Transaction(c) => c.query_one_raw(statement).await,
        }
    }

    async fn query_all_raw(
        &self,
        statement: Statement,
    ) -> std::result::Result<Vec<QueryResult>, DbErr> {
        match &self.link {
            Link::Pool(c) => c.query_all_raw(statement).await,
            Link::Transaction(c) => c.query_all_raw(statement).await,
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
            conn: Conn::transaction(transaction),
            turn: None,
        }
    }

    pub(super) fn shared(conn: DatabaseConnection, turn: Turn) -> Self {
        Self {
            conn: Conn::pool(conn),
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
                    .ok_or_else(|| crate::Error::internal("a transaction is still in use"))?;
                Ok(transaction.commit().await?)
            }
            (None, Link::Pool(_)) => Ok(()),
        }
    }
}

impl Deref for Tx {
    type Target = Conn;

    fn deref(&self) -> &Conn {
        &self.conn
    }
}
