//! The past of tables: triggers keep every version of every row, views of the tables' own names show one of them.
//!
//! A write stands at a number (the journal's next, see [`Tx::stand_at`]). Each version of a row holds from the number
//! that wrote it until the number that replaced or removed it. Who reads as of a number sees the versions that held
//! then, through views that shadow the tables: on SQLite temporary views of a connection of its own, on PostgreSQL a
//! schema that stands first in the search path. So every query that is right today is right on every day.

use sea_orm::{FromQueryResult, Value};

use super::{Conn, Db, Tx};
use crate::{Error, Result};

/// A version that nothing has replaced yet.
const STANDS: i64 = i64::MAX;
/// Changes when the triggers below change, so that they are made anew.
const EDITION: &str = "1";
/// Schema of the shadowing views on PostgreSQL.
pub(super) const SCHEMA: &str = "as_of";

/// Tables whose past is kept, each with a column `id`, and logs that are cut at a number.
#[derive(Debug, Clone, Copy)]
pub struct Remembered {
    pub tables: &'static [&'static str],
    /// A table that only grows, and its column with the number.
    pub logs: &'static [(&'static str, &'static str)],
}

/// One column as the engine describes it.
#[derive(Debug, FromQueryResult)]
struct Column {
    name: String,
    kind: String,
    preset: Option<String>,
}

#[derive(FromQueryResult)]
struct IndexPart {
    index_name: String,
    column_name: Option<String>,
}

/// What stands in `past_kept`: for which columns and by which edition the past of a table is kept.
#[derive(FromQueryResult)]
pub(super) struct Kept {
    pub name: String,
    pub columns: String,
    signature: String,
}

impl Tx {
    /// Says at which number this write stands: the first column of `sql`, or 1 where it finds no row. The row is kept for
    /// this write until it ends, so others that want it wait.
    pub async fn stand_at(&self, sql: &str, values: impl IntoIterator<Item = Value>) -> Result<()> {
        if self.is_shared() {
            let sql = format!("UPDATE present SET seq = COALESCE(({sql}), 1)");
            self.run(&sql, values).await?;
        } else {
            let sql = format!(
                "SELECT set_config('gongjie.present', CAST(COALESCE(({sql} FOR UPDATE), 1) AS TEXT), true)"
            );
            self.scalar::<String>(&sql, values).await?;
        }
        Ok(())
    }
}

/// Keeps the past of these tables from now on; does nothing where that is done already.
pub(super) async fn remember(db: &Db, what: Remembered) -> Result<()> {
    let tx = db.begin().await?;
    if !db.is_sqlite() {
        tx.run("SET LOCAL lock_timeout = 0", []).await?;
        tx.run("SELECT pg_advisory_xact_lock(7026)", []).await?;
    }
    let sql = "CREATE TABLE IF NOT EXISTS past_kept (name TEXT PRIMARY KEY, columns TEXT NOT NULL, signature TEXT NOT NULL)";
    tx.run(sql, []).await?;
    if db.is_sqlite() {
        tx.run(
            "CREATE TABLE IF NOT EXISTS present (seq BIGINT NOT NULL)",
            [],
        )
        .await?;
        let sql = "INSERT INTO present (seq) SELECT 0 WHERE NOT EXISTS (SELECT 1 FROM present)";
        tx.run(sql, []).await?;
    } else {
        tx.run(&format!("CREATE SCHEMA IF NOT EXISTS {SCHEMA}"), [])
            .await?;
    }
    let kept = list_kept(&tx).await?;
    let work = Work {
        tx: &tx,
        is_sqlite: db.is_sqlite(),
    };
    for table in what.tables {
        let before = kept.iter().find(|k| k.name == *table);
        work.keep(table, before).await?;
    }
    for (log, column) in what.logs {
        let before = kept.iter().find(|k| k.name == *log);
        work.cut(log, column, before).await?;
    }
    tx.commit().await
}

/// Every table and log whose past is kept.
pub(super) async fn list_kept(conn: &Conn) -> Result<Vec<Kept>> {
    conn.all(
        "SELECT name, columns, signature FROM past_kept ORDER BY name",
        [],
    )
    .await
}

/// The shadowing views of an SQLite connection; the number stands in its own table `as_of`.
pub(super) fn sqlite_views(kept: &[Kept]) -> Vec<String> {
    let at = "(SELECT seq FROM temp.as_of)";
    let mut views = vec![
        "CREATE TEMP TABLE as_of (seq BIGINT NOT NULL)".to_owned(),
        "INSERT INTO temp.as_of (seq) VALUES (0)".to_owned(),
    ];
    views.extend(kept.iter().map(|k| k.view("TEMP VIEW ", "main.", at)));
    views
}

impl Kept {
    /// A view of the table's own name over the versions that hold at `at`.
    fn view(&self, what: &str, schema: &str, at: &str) -> String {
        let Self { name, columns, .. } = self;
        match columns.strip_prefix("log:") {
            Some(column) => format!(
                "CREATE {what}{name} AS SELECT * FROM {schema}{name} WHERE {column} <= {at}"
            ),
            None => format!(
                "CREATE {what}{name} AS SELECT {columns} FROM {schema}past_{name} WHERE past_from <= {at} AND past_to > {at}"
            ),
        }
    }
}

struct Work<'a> {
    tx: &'a Tx,
    is_sqlite: bool,
}

impl Work<'_> {
    async fn keep(&self, table: &str, before: Option<&Kept>) -> Result<()> {
        let columns = self.columns(table).await?;
        let indexes = self.indexes(table).await?;
        let names: Vec<&str> = columns.iter().map(|c| c.name.as_str()).collect();
        let described: Vec<String> = columns
            .iter()
            .map(|c| format!("{} {}", c.name, c.kind))
            .collect();
        let signature = format!("{EDITION}|{}|{}", described.join(","), indexes.join(";"));
        if before.is_some_and(|k| k.signature == signature) {
            return Ok(());
        }
        if names.iter().all(|n| *n != "id") {
            return Err(Error::internal(format!("{table} has no id")));
        }
        match before {
            None => self.begin(table, &columns).await?,
            Some(before) => self.widen(table, &columns, before).await?,
        }
        for index in &indexes {
            let name = index.replace(',', "_");
            let sql =
                format!("CREATE INDEX IF NOT EXISTS past_{table}_{name} ON past_{table} ({index})");
            self.tx.run(&sql, []).await?;
        }
        self.watch(table, &names).await?;
        self.note(table, &names.join(", "), &signature).await
    }

    /// Columns of a table in their order.
    async fn columns(&self, table: &str) -> Result<Vec<Column>> {
        let sql = if self.is_sqlite {
            "SELECT name, type AS kind, dflt_value AS preset FROM pragma_table_info($1) ORDER BY cid"
        } else {
            "SELECT CAST(a.attname AS TEXT) AS name, format_type(a.atttypid, a.atttypmod) AS kind, \
             pg_get_expr(d.adbin, d.adrelid) AS preset FROM pg_attribute a \
             LEFT JOIN pg_attrdef d ON d.adrelid = a.attrelid AND d.adnum = a.attnum \
             WHERE a.attrelid = to_regclass($1) AND a.attnum > 0 AND NOT a.attisdropped ORDER BY a.attnum"
        };
        let columns: Vec<Column> = self.tx.all(sql, [table.into()]).await?;
        if columns.is_empty() {
            return Err(Error::internal(format!("no table {table} to remember")));
        }
        Ok(columns)
    }

    /// Columns of each index, joined by commas; expressions and what stands behind them are left out.
    async fn indexes(&self, table: &str) -> Result<Vec<String>> {
        let sql = if self.is_sqlite {
            "SELECT l.name AS index_name, i.name AS column_name FROM pragma_index_list($1) l \
             JOIN pragma_index_info(l.name) i ORDER BY l.name, i.seqno"
        } else {
            "SELECT CAST(i.relname AS TEXT) AS index_name, CAST(a.attname AS TEXT) AS column_name FROM pg_index x \
             JOIN pg_class i ON i.oid = x.indexrelid \
             CROSS JOIN LATERAL unnest(x.indkey) WITH ORDINALITY k (attnum, n) \
             LEFT JOIN pg_attribute a ON a.attrelid = x.indrelid AND a.attnum = k.attnum AND k.attnum > 0 \
             WHERE x.indrelid = to_regclass($1) AND NOT x.indisprimary ORDER BY i.relname, k.n"
        };
        let parts: Vec<IndexPart> = self.tx.all(sql, [table.into()]).await?;
        let mut indexes: Vec<(String, Vec<String>, bool)> = Vec::new();
        for part in parts {
            if indexes
                .last()
                .is_none_or(|(name, ..)| *name != part.index_name)
            {
                indexes.push((part.index_name.clone(), Vec::new(), true));
            }
            if let Some((_, columns, goes_on)) = indexes.last_mut() {
                match part.column_name {
                    Some(column) if *goes_on => columns.push(column),
                    _ => *goes_on = false,
                }
            }
        }
        let mut found: Vec<String> = indexes
            .into_iter()
            .filter(|(_, columns, _)| !columns.is_empty())
            .map(|(_, columns, _)| columns.join(","))
            .collect();
        found.sort();
        found.dedup();
        Ok(found)
    }

    /// The table of versions, with what stands now as the first of them.
    async fn begin(&self, table: &str, columns: &[Column]) -> Result<()> {
        let described: Vec<String> = columns
            .iter()
            .map(|c| format!("{} {}", c.name, c.kind))
            .collect();
        let names: Vec<&str> = columns.iter().map(|c| c.name.as_str()).collect();
        let (described, names) = (described.join(", "), names.join(", "));
        let tail = if self.is_sqlite { " WITHOUT ROWID" } else { "" };
        let sql = format!(
            "CREATE TABLE past_{table} ({described}, past_from BIGINT NOT NULL, past_to BIGINT NOT NULL, \
             PRIMARY KEY (id, past_from)){tail}"
        );
        self.tx.run(&sql, []).await?;
        let sql = format!(
            "INSERT INTO past_{table} ({names}, past_from, past_to) SELECT {names}, 0, {STANDS} FROM {table}"
        );
        self.tx.run(&sql, []).await?;
        Ok(())
    }

    /// Adds columns that the table has got since; earlier versions have the column's preset.
    async fn widen(&self, table: &str, columns: &[Column], before: &Kept) -> Result<()> {
        let had: Vec<&str> = before.columns.split(", ").collect();
        for column in columns.iter().filter(|c| !had.contains(&c.name.as_str())) {
            let Column { name, kind, preset } = column;
            let preset = preset
                .as_ref()
                .map(|p| format!(" DEFAULT {p}"))
                .unwrap_or_default();
            let sql = format!("ALTER TABLE past_{table} ADD COLUMN {name} {kind}{preset}");
            self.tx.run(&sql, []).await?;
            let sql = format!(
                "UPDATE past_{table} SET {name} = (SELECT x.{name} FROM {table} x WHERE x.id = past_{table}.id) \
                 WHERE past_to = {STANDS}"
            );
            self.tx.run(&sql, []).await?;
        }
        Ok(())
    }

    /// The triggers that keep every version.
    async fn watch(&self, table: &str, names: &[&str]) -> Result<()> {
        let news: Vec<String> = names.iter().map(|n| format!("NEW.{n}")).collect();
        let (names, news) = (names.join(", "), news.join(", "));
        let now = if self.is_sqlite {
            "(SELECT seq FROM present)"
        } else {
            "present_seq"
        };
        // What the same write wrote before was never seen by anybody. On PostgreSQL a write that stands nowhere is an error.
        let end = format!(
            "DELETE FROM past_{table} WHERE id = OLD.id AND past_from = {now}; \
             UPDATE past_{table} SET past_to = {now} WHERE id = OLD.id AND past_to = {STANDS};"
        );
        let start = format!(
            "INSERT INTO past_{table} ({names}, past_from, past_to) VALUES ({news}, {now}, {STANDS});"
        );
        let triggers = [
            ("INSERT", start.clone()),
            ("UPDATE", format!("{end} {start}")),
            ("DELETE", end.clone()),
        ];
        if self.is_sqlite {
            for (verb, body) in triggers {
                let name = format!("past_{table}_{}", verb.to_lowercase());
                self.tx
                    .run(&format!("DROP TRIGGER IF EXISTS {name}"), [])
                    .await?;
                let sql = format!("CREATE TRIGGER {name} AFTER {verb} ON {table} BEGIN {body} END");
                self.tx.run(&sql, []).await?;
            }
            return Ok(());
        }
        let sql = format!(
            "CREATE OR REPLACE FUNCTION past_of_{table}() RETURNS trigger LANGUAGE plpgsql AS $body$ \
             DECLARE present_seq BIGINT := current_setting('gongjie.present')::BIGINT; \
             BEGIN IF TG_OP <> 'INSERT' THEN {end} END IF; IF TG_OP <> 'DELETE' THEN {start} END IF; RETURN NULL; END $body$"
        );
        self.tx.run(&sql, []).await?;
        let sql = format!(
            "CREATE OR REPLACE TRIGGER past_{table} AFTER INSERT OR UPDATE OR DELETE ON {table} \
             FOR EACH ROW EXECUTE FUNCTION past_of_{table}()"
        );
        self.tx.run(&sql, []).await?;
        Ok(())
    }

    /// A log needs no versions: what was added later is left out.
    async fn cut(&self, log: &str, column: &str, before: Option<&Kept>) -> Result<()> {
        if before.is_some_and(|k| k.signature == EDITION) {
            return Ok(());
        }
        self.note(log, &format!("log:{column}"), EDITION).await
    }

    /// Writes down what is kept, and on PostgreSQL makes the shadowing view.
    async fn note(&self, name: &str, columns: &str, signature: &str) -> Result<()> {
        let sql = "INSERT INTO past_kept (name, columns, signature) VALUES ($1, $2, $3) \
                   ON CONFLICT (name) DO UPDATE SET columns = excluded.columns, signature = excluded.signature";
        let values = [name.into(), columns.into(), signature.into()];
        self.tx.run(sql, values).await?;
        if self.is_sqlite {
            return Ok(());
        }
        let schema: String = self
            .tx
            .scalar("SELECT quote_ident(current_schema())", [])
            .await?
            .ok_or_else(|| Error::internal("no schema"))?;
        self.tx
            .run(&format!("DROP VIEW IF EXISTS {SCHEMA}.{name}"), [])
            .await?;
        let kept = Kept {
            name: name.to_owned(),
            columns: columns.to_owned(),
            signature: String::new(),
        };
        let at = "CAST(current_setting('gongjie.as_of') AS BIGINT)";
        let view = kept.view(&format!("VIEW {SCHEMA}."), &format!("{schema}."), at);
        self.tx.run(&view, []).await?;
        Ok(())
    }
}
