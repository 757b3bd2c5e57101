//! What queries are run on: a pool of readers, a snapshot, or an open write.

use std::ops::Deref;

use sea_orm::{
    ConnectionTrait, DatabaseConnection, DatabaseTransaction, DbBackend, DbErr, ExecResult,
    FromQueryResult, QueryResult, Statement, TryGetable, Value,
};

use super::writer::Turn;
use crate::Result;

/// A place to run queries on; rooms' queries take `&Conn` and do not care which it is.
#[derive(Clone)]
pub enum Conn {
    /// Each statement on its own.
    Pool(DatabaseConnection),
    /// All statements in one transaction.
    Transaction(std::sync::Arc<DatabaseTransaction>),
}

impl Conn {
    pub(crate) fn transaction(transaction: DatabaseTransaction) -> Self {
        Self::Transaction(std::sync::Arc::new(transaction))
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
        match self {
            Self::Pool(c) => c.get_database_backend(),
            Self::Transaction(c) => c.get_database_backend(),
        }
    }

    async fn execute_raw(&self, statement: Statement) -> std::result::Result<ExecResult, DbErr> {
        match self {
            Self::Pool(c) => c.execute_raw(statement).await,
            Self::Transaction(c) => c.execute_raw(statement).await,
        }
    }

    async fn execute_unprepared(&self, sql: &str) -> std::result::Result<ExecResult, DbErr> {
        match self {
            Self::Pool(c) => c.execute_unprepared(sql).await,
            Self::Transaction(c) => c.execute_unprepared(sql).await,
        }
    }

    async fn query_one_raw(
        &self,
        statement: Statement,
    ) -> std::result::Result<Option<QueryResult>, DbErr> {
        match self {
            Self::Pool(c) => c.query_one_raw(statement).await,
            Self::Transaction(c) => c.query_one_raw(statement).await,
        }
    }

    async fn query_all_raw(
        &self,
        statement: Statement,
    ) -> std::result::Result<Vec<QueryResult>, DbErr> {
        match self {
            Self::Pool(c) => c.query_all_raw(statement).await,
            Self::Transaction(c) => c.query_all_raw(statement).await,
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
            conn: Conn::Pool(conn),
            turn: Some(turn),
        }
    }

    /// It shares SQLite's one writer.
    pub(super) fn is_shared(&self) -> bool {
        self.turn.is_some()
    }

    /// Makes the write durable. `Ok` is returned only after the engine has committed.
    pub async fn commit(self) -> Result<()> {
        match (self.turn, self.conn) {
            (Some(turn), _) => turn.commit().await,
            (None, Conn::Transaction(transaction)) => {
                let transaction = std::sync::Arc::into_inner(transaction)
                    .ok_or_else(|| crate::Error::internal("a transaction is still in use"))?;
                Ok(transaction.commit().await?)
            }
            (None, Conn::Pool(_)) => Ok(()),
        }
    }
}

impl Deref for Tx {
    type Target = Conn;

    fn deref(&self) -> &Conn {
        &self.conn
    }
}
