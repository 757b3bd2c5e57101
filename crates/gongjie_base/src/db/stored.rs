//! Rows that are read straight into what they are, without a map from names to values between.

use sea_orm::{
    ConnectionTrait, EntityTrait, FromQueryResult, QueryResult, QuerySelect, QueryTrait, Select,
    TryGetable, Value,
};

use super::conn::Conn;
use super::driver;
use crate::Result;
use crate::limits::PAGE_ROWS_MAX;

/// A row of a table, as `table!` declares it.
pub trait Stored: FromQueryResult + Send + Sync {
    /// `SELECT id, … FROM table`, the columns in their order.
    const SELECT: &'static str;

    /// The row's id.
    fn id(&self) -> i64;

    /// Reads a row of [`Stored::SELECT`].
    ///
    /// # Errors
    /// A cell that is not what the column holds.
    fn read(row: &rusqlite::Row<'_>) -> rusqlite::Result<Self>;
}

impl Conn {
    /// Rows of a table; `rest` is what follows `SELECT … FROM table`, `$1`, `$2` … are its values.
    pub async fn rows<T: Stored>(
        &self,
        rest: &str,
        values: impl IntoIterator<Item = Value>,
    ) -> Result<Vec<T>> {
        let sql = format!("{} {rest}", T::SELECT);
        let values: Vec<Value> = values.into_iter().collect();
        let read = |conn: &rusqlite::Connection| Ok(driver::read(conn, &sql, &values, T::read)?);
        match self.link.on_file(read) {
            Some(found) => found,
            None => self.all(&sql, values).await,
        }
    }

    /// Rows whose `column` is one of the ids, in no order.
    pub async fn rows_in<T: Stored>(&self, column: &str, ids: &[i64]) -> Result<Vec<T>> {
        self.rows_where(column, ids, "").await
    }

    /// A page of the rows with these ids that are kept, the newest first; at most `limit`.
    pub async fn page_of_ids<T: Stored>(
        &self,
        ids: &[i64],
        limit: Option<u64>,
        mut keep: impl FnMut(&T) -> bool,
    ) -> Result<Vec<T>> {
        let mut found: Vec<T> = self.rows_in("id", ids).await?;
        found.retain(|row| keep(row));
        found.sort_by_key(|row| std::cmp::Reverse(row.id()));
        let limit = limit.unwrap_or(PAGE_ROWS_MAX);
        found.truncate(usize::try_from(limit).unwrap_or(usize::MAX));
        Ok(found)
    }

    /// Rows whose `column` is one of the ids, by `column` and then by `order`.
    pub async fn rows_by<T: Stored>(
        &self,
        column: &str,
        ids: &[i64],
        order: &str,
    ) -> Result<Vec<T>> {
        let order = format!(" ORDER BY {column}, {order}");
        self.rows_where(column, ids, &order).await
    }

    async fn rows_where<T: Stored>(
        &self,
        column: &str,
        ids: &[i64],
        order: &str,
    ) -> Result<Vec<T>> {
        if ids.is_empty() {
            return Ok(Vec::new());
        }
        if let [id] = ids {
            let rest = format!("WHERE {column} = $1{order}");
            return self.rows(&rest, [(*id).into()]).await;
        }
        let (among, ids) = self.among(column, 1, ids);
        self.rows(&format!("WHERE {among}{order}"), [ids]).await
    }

    /// All rows that a statement finds whose columns are those of its table, in their order.
    pub async fn select<E>(&self, select: Select<E>) -> Result<Vec<E::Model>>
    where
        E: EntityTrait,
        E::Model: Stored,
    {
        if !self.is_file() {
            return Ok(select.all(self).await?);
        }
        let statement = select.build(sea_orm::DbBackend::Sqlite);
        let values = statement.values.map(|v| v.0).unwrap_or_default();
        let read = |conn: &rusqlite::Connection| {
            Ok(driver::read(conn, &statement.sql, &values, E::Model::read)?)
        };
        self.link.on_file(read).unwrap_or_else(|| Ok(Vec::new()))
    }

    /// [`Conn::select`] with one more column, which the statement names and which follows those of the table.
    pub async fn select_and<E, X>(
        &self,
        select: Select<E>,
        name: &str,
    ) -> Result<Vec<(E::Model, X)>>
    where
        E: EntityTrait,
        E::Model: Stored,
        X: rusqlite::types::FromSql + TryGetable,
    {
        let statement = select.build(self.get_database_backend());
        if !self.is_file() {
            let rows = self.query_all_raw(statement).await?;
            let row = |row: &QueryResult| {
                Ok((
                    E::Model::from_query_result(row, "")?,
                    row.try_get("", name)?,
                ))
            };
            return rows.iter().map(row).collect();
        }
        let values = statement.values.map(|v| v.0).unwrap_or_default();
        let row = |row: &rusqlite::Row<'_>| Ok((E::Model::read(row)?, row.get(name)?));
        let read =
            |conn: &rusqlite::Connection| Ok(driver::read(conn, &statement.sql, &values, row)?);
        self.link.on_file(read).unwrap_or_else(|| Ok(Vec::new()))
    }

    /// The condition that `column` is one of the ids, and its value: the same text for any number of ids. `place`: which
    /// of the statement's values it is.
    pub fn among(&self, column: &str, place: usize, ids: &[i64]) -> (String, Value) {
        let texts: Vec<String> = ids.iter().map(i64::to_string).collect();
        let (sql, ids) = if self.is_file() {
            let sql = format!("{column} IN (SELECT value FROM json_each(${place}))");
            (sql, format!("[{}]", texts.join(",")))
        } else {
            let sql = format!("{column} = ANY (CAST(${place} AS BIGINT[]))");
            (sql, format!("{{{}}}", texts.join(",")))
        };
        (sql, ids.into())
    }

    /// The first row that a statement finds; see [`Conn::select`].
    pub async fn select_one<E>(&self, select: Select<E>) -> Result<Option<E::Model>>
    where
        E: EntityTrait,
        E::Model: Stored,
    {
        Ok(self.select(select.limit(1)).await?.pop())
    }

    fn is_file(&self) -> bool {
        self.get_database_backend() == sea_orm::DbBackend::Sqlite
    }
}
