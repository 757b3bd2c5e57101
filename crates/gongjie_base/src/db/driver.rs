//! Statements on an SQLite connection: values in, rows out, errors in the words that the house knows.

use std::collections::BTreeMap;

use rusqlite::types::{ToSqlOutput, ValueRef};
use rusqlite::{CachedStatement, Connection, ToSql};
use sea_orm::{DbErr, ProxyExecResult, ProxyRow, QueryResult, RuntimeErr, Statement, Value};

/// An error of the engine in the data layer's words.
pub(super) fn db_error(error: rusqlite::Error) -> DbErr {
    DbErr::Exec(RuntimeErr::Internal(match error {
        rusqlite::Error::SqliteFailure(_, Some(words)) => words,
        other => other.to_string(),
    }))
}

/// An error of the engine in the house's words.
pub(super) fn error(error: rusqlite::Error) -> crate::Error {
    db_error(error).into()
}

/// A value as the engine takes it.
struct Bound<'a>(&'a Value);

impl ToSql for Bound<'_> {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        let value = match self.0 {
            Value::Bool(Some(yes)) => ValueRef::Integer(i64::from(*yes)),
            Value::TinyInt(Some(n)) => ValueRef::Integer(i64::from(*n)),
            Value::SmallInt(Some(n)) => ValueRef::Integer(i64::from(*n)),
            Value::Int(Some(n)) => ValueRef::Integer(i64::from(*n)),
            Value::BigInt(Some(n)) => ValueRef::Integer(*n),
            Value::TinyUnsigned(Some(n)) => ValueRef::Integer(i64::from(*n)),
            Value::SmallUnsigned(Some(n)) => ValueRef::Integer(i64::from(*n)),
            Value::Unsigned(Some(n)) => ValueRef::Integer(i64::from(*n)),
            Value::BigUnsigned(Some(n)) => ValueRef::Integer(
                i64::try_from(*n)
                    .map_err(|e| rusqlite::Error::ToSqlConversionFailure(Box::new(e)))?,
            ),
            Value::Float(Some(n)) => ValueRef::Real(f64::from(*n)),
            Value::Double(Some(n)) => ValueRef::Real(*n),
            Value::String(Some(text)) => ValueRef::Text(text.as_bytes()),
            Value::Char(Some(c)) => return Ok(ToSqlOutput::from(c.to_string())),
            Value::Bytes(Some(bytes)) => ValueRef::Blob(bytes),
            // Every other kind is a missing value here: the house stores numbers, words, yes or no, and bytes.
            _ => ValueRef::Null,
        };
        Ok(ToSqlOutput::Borrowed(value))
    }
}

/// A statement of this connection, prepared once. `GONGJIE_LOG=gongjie_base=trace` shows each.
fn prepare<'c>(conn: &'c Connection, sql: &str) -> rusqlite::Result<CachedStatement<'c>> {
    tracing::trace!(sql, "statement");
    conn.prepare_cached(sql)
}

/// `$3` and `?3` are the third value wherever they stand; a plain `?` is the next one.
fn bind(statement: &mut CachedStatement<'_>, values: &[Value]) -> rusqlite::Result<()> {
    let mut next = 0;
    for place in 1..=statement.parameter_count() {
        let named = statement
            .parameter_name(place)
            .and_then(|name| name.get(1..)?.parse::<usize>().ok());
        next = named.unwrap_or(next + 1);
        let value = values
            .get(next.wrapping_sub(1))
            .ok_or(rusqlite::Error::InvalidParameterCount(values.len(), next))?;
        statement.raw_bind_parameter(place, Bound(value))?;
    }
    Ok(())
}

fn values(statement: &Statement) -> &[Value] {
    statement.values.as_ref().map_or(&[], |v| v.0.as_slice())
}

/// Runs a statement and says what it changed.
pub(super) fn execute(conn: &Connection, sql: &Statement) -> Result<ProxyExecResult, DbErr> {
    let run = || {
        let mut statement = prepare(conn, &sql.sql)?;
        bind(&mut statement, values(sql))?;
        let changed = if statement.column_count() == 0 {
            statement.raw_execute()?
        } else {
            // A statement that answers with rows is run to its end for what it does.
            let mut rows = statement.raw_query();
            while rows.next()?.is_some() {}
            0
        };
        Ok(ProxyExecResult {
            last_insert_id: u64::try_from(conn.last_insert_rowid()).unwrap_or_default(),
            rows_affected: changed as u64,
        })
    };
    run().map_err(db_error)
}

/// Reads rows with whatever stands in them, `most` at most.
pub(super) fn query(
    conn: &Connection,
    sql: &Statement,
    most: usize,
) -> Result<Vec<QueryResult>, DbErr> {
    let run = || {
        let mut statement = prepare(conn, &sql.sql)?;
        bind(&mut statement, values(sql))?;
        let names: Vec<(String, bool)> = statement
            .column_names()
            .into_iter()
            .map(|name| (name.to_owned(), is_flag(name)))
            .collect();
        let mut found = Vec::new();
        let mut rows = statement.raw_query();
        while found.len() < most
            && let Some(row) = rows.next()?
        {
            let mut values = BTreeMap::new();
            for (at, (name, is_flag)) in names.iter().enumerate() {
                let value = cell(row.get_ref(at)?, *is_flag)?;
                values.insert(name.clone(), value);
            }
            found.push(ProxyRow { values }.into());
        }
        Ok(found)
    };
    run().map_err(db_error)
}

/// Reads rows straight into what they are.
pub(super) fn read<T>(
    conn: &Connection,
    sql: &str,
    values: &[Value],
    row_of: impl Fn(&rusqlite::Row<'_>) -> rusqlite::Result<T>,
) -> Result<Vec<T>, DbErr> {
    let run = || {
        let mut statement = prepare(conn, sql)?;
        bind(&mut statement, values)?;
        let mut found = Vec::new();
        let mut rows = statement.raw_query();
        while let Some(row) = rows.next()? {
            found.push(row_of(row)?);
        }
        Ok(found)
    };
    run().map_err(db_error)
}

/// The engine knows no yes and no; the house names such columns `is_…`, in tables and in answers, and nothing else.
fn is_flag(name: &str) -> bool {
    name.starts_with("is_")
}

fn cell(value: ValueRef<'_>, is_flag: bool) -> rusqlite::Result<Value> {
    Ok(match value {
        ValueRef::Null => Value::BigInt(None),
        ValueRef::Integer(n) if is_flag => Value::Bool(Some(n != 0)),
        ValueRef::Integer(n) => Value::BigInt(Some(n)),
        ValueRef::Real(n) => Value::Double(Some(n)),
        ValueRef::Text(text) => Value::String(Some(std::str::from_utf8(text)?.to_owned())),
        ValueRef::Blob(bytes) => Value::Bytes(Some(bytes.to_vec())),
    })
}
