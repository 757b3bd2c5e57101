//! The database behind one door: SQLite with one writer and many readers, or PostgreSQL.

mod conn;
mod migrate;
mod past;
mod rows;
mod shelf;
mod writer;

use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use sea_orm::sqlx::{self, AssertSqlSafe};
use sea_orm::{ConnectOptions, Database, DatabaseConnection, TransactionTrait};
use tokio::sync::OnceCell;

use conn::Link;
pub use conn::{Conn, Tx};
pub use migrate::Migration;
pub use past::Remembered;
pub use rows::like;
pub use shelf::{Shelf, Shelves};
use writer::Writer;

use crate::{Error, Result};

/// Readers of an SQLite file at once.
const READERS_MAX: u32 = 8;
/// Readers of an SQLite file's past at once.
const PAST_READERS_MAX: u32 = 4;
/// Connections to PostgreSQL at once, by default.
const POSTGRES_CONNECTIONS_MAX: u32 = 16;

/// An open database. Cheap to clone.
#[derive(Clone)]
pub struct Db {
    read: Conn,
    write: Door,
    /// Address of the SQLite file; nothing for PostgreSQL.
    file: Option<String>,
    shelves: Shelves,
    /// Readers of an SQLite file's past, opened when somebody first asks.
    past: Arc<OnceCell<DatabaseConnection>>,
}

#[derive(Clone)]
enum Door {
    Sqlite(Writer),
    Postgres(DatabaseConnection),
}

impl Db {
    /// Opens (and makes, if need be) the SQLite file `path`: WAL, `synchronous=FULL`, foreign keys on.
    pub async fn sqlite(path: &Path) -> Result<Self> {
        let url = format!("sqlite://{}?mode=rwc", path.display());
        let write = connect(&url, 1, false).await?;
        let read = connect(&url, READERS_MAX, true).await?;
        Ok(Self {
            read: Conn::pool(read),
            write: Door::Sqlite(Writer::new(write)),
            file: Some(url),
            shelves: Shelves::default(),
            past: Arc::default(),
        })
    }

    /// Connects to PostgreSQL at `url` (`postgres://…`).
    pub async fn postgres(url: &str) -> Result<Self> {
        let mut options = ConnectOptions::new(url.to_owned());
        options
            .max_connections(POSTGRES_CONNECTIONS_MAX)
            .acquire_timeout(Duration::from_secs(crate::limits::WRITE_WAIT_SECONDS))
            .map_sqlx_postgres_opts(|options| {
                let wait = format!("{}s", crate::limits::WRITE_WAIT_SECONDS);
                options.options([("lock_timeout", wait)])
            })
            .sqlx_logging(false);
        let pool = Database::connect(options).await?;
        Ok(Self {
            read: Conn::pool(pool.clone()),
            write: Door::Postgres(pool),
            file: None,
            shelves: Shelves::default(),
            past: Arc::default(),
        })
    }

    /// The same database for a reader of an organisation in this edition: what stands on its shelf is not asked again.
    pub fn for_reader(&self, organization_id: i64, edition: i64) -> Result<Self> {
        let shelf = self.shelves.of(organization_id, edition)?;
        Ok(Self {
            read: self.read.with_shelf(Some(shelf)),
            ..self.clone()
        })
    }

    /// For reading only. Each statement sees what was committed before it.
    pub fn read(&self) -> &Conn {
        &self.read
    }

    /// For several reads that must agree: one unchanging picture of the database.
    pub async fn snapshot(&self) -> Result<Conn> {
        let Link::Pool(pool) = &self.read.link else {
            return Err(Error::internal("a snapshot of a transaction"));
        };
        let transaction = match &self.write {
            Door::Sqlite(_) => pool.begin().await?,
            Door::Postgres(_) => {
                let level = sea_orm::IsolationLevel::RepeatableRead;
                let mode = sea_orm::AccessMode::ReadOnly;
                pool.begin_with_config(Some(level), Some(mode)).await?
            }
        };
        Ok(Conn::transaction(transaction).with_shelf(self.read.shelf().cloned()))
    }

    /// One unchanging picture of the database as it was when the write at number `seq` had been committed.
    ///
    /// Every table that [`Db::remember`] keeps is seen as it was then under its own name; other tables are as they are.
    pub async fn as_of(&self, seq: i64) -> Result<Conn> {
        if self.is_sqlite() {
            let pool = self.past.get_or_try_init(|| self.open_past()).await?;
            let conn = Conn::transaction(pool.begin().await?).of_the_past();
            conn.run("UPDATE temp.as_of SET seq = $1", [seq.into()])
                .await?;
            return Ok(conn);
        }
        let conn = self.snapshot().await?.of_the_past();
        let sql = format!(
            "SELECT set_config('gongjie.as_of', CAST(CAST($1 AS BIGINT) AS TEXT), true), \
             set_config('search_path', '{}, ' || quote_ident(current_schema()), true)",
            past::SCHEMA
        );
        conn.scalar::<String>(&sql, [seq.into()]).await?;
        Ok(conn)
    }

    /// Connections that may not write the file and on which views shadow its tables.
    async fn open_past(&self) -> Result<DatabaseConnection> {
        let file = self.file.as_deref().unwrap_or_default();
        let kept = past::list_kept(self.read()).await?;
        let views = Arc::new(past::sqlite_views(&kept).join("; "));
        let url = file.replace("mode=rwc", "mode=ro");
        connect_with(&url, PAST_READERS_MAX, false, move |options| {
            options.map_sqlx_sqlite_pool_opts(move |pool| {
                let views = Arc::clone(&views);
                pool.after_connect(move |conn, _| {
                    // Made of table and column names alone, never of what somebody typed.
                    let views = AssertSqlSafe(views.as_str().to_owned());
                    Box::pin(async move {
                        sqlx::raw_sql(views).execute(conn).await?;
                        Ok(())
                    })
                })
            });
        })
        .await
    }

    /// Keeps the past of these tables from now on. Call it after [`Db::migrate`].
    pub async fn remember(&self, what: Remembered) -> Result<()> {
        past::remember(self, what).await
    }

    /// Opens a write. Nothing is changed unless [`Tx::commit`] returns `Ok`.
    ///
    /// On SQLite the caller waits for the one writer, at most [`crate::limits::WRITE_WAIT_SECONDS`].
    pub async fn begin(&self) -> Result<Tx> {
        match &self.write {
            Door::Sqlite(writer) => writer.begin().await,
            Door::Postgres(pool) => Ok(Tx::own(pool.begin().await?)),
        }
    }

    /// Runs the migrations that have not run yet, in the given order, and returns their names.
    pub async fn migrate(&self, all: &[Migration]) -> Result<Vec<&'static str>> {
        migrate::run(self, all).await
    }

    /// Migrations that this database has seen, in their order; none where it was never migrated.
    pub async fn applied(&self) -> Result<Vec<String>> {
        migrate::applied(self).await
    }

    /// Migrations that have not run yet.
    pub async fn pending(&self, all: &[Migration]) -> Result<Vec<&'static str>> {
        migrate::pending(self, all).await
    }

    /// True on SQLite.
    pub fn is_sqlite(&self) -> bool {
        matches!(self.write, Door::Sqlite(_))
    }

    /// Copies a consistent picture of an SQLite database into the new file `to` while others read and write.
    pub async fn copy_sqlite(&self, to: &Path) -> Result<()> {
        let url = self
            .file
            .as_deref()
            .ok_or_else(|| Error::conflict("error-backup-postgres"))?;
        // A connection of its own: readers may not write, and the writer is never kept waiting.
        let own = connect(url, 1, false).await?;
        let copied = Conn::pool(own.clone())
            .run("VACUUM INTO $1", [to.display().to_string().into()])
            .await;
        own.close().await?;
        copied.map(|_| ())
    }

    /// Asks the engine whether the file is sound; `Ok` lists what it complains about.
    pub async fn complaints(&self) -> Result<Vec<String>> {
        if !self.is_sqlite() {
            return Ok(Vec::new());
        }
        let rows: Vec<String> = self.read.column("PRAGMA integrity_check", []).await?;
        Ok(rows.into_iter().filter(|r| r != "ok").collect())
    }

    /// Commits that the one writer has made: with actions waiting, fewer than actions. Nothing on PostgreSQL.
    pub fn commits(&self) -> Option<u64> {
        match &self.write {
            Door::Sqlite(writer) => Some(writer.commits()),
            Door::Postgres(_) => None,
        }
    }

    /// Closes all connections after what is under way.
    pub async fn close(self) -> Result<()> {
        if let Door::Sqlite(writer) = self.write {
            writer.close().await?;
        }
        if let Link::Pool(pool) = self.read.link {
            pool.close().await?;
        }
        Ok(())
    }
}

async fn connect(url: &str, connections: u32, read_only: bool) -> Result<DatabaseConnection> {
    connect_with(url, connections, read_only, |_| {}).await
}

async fn connect_with(
    url: &str,
    connections: u32,
    read_only: bool,
    more: impl FnOnce(&mut ConnectOptions),
) -> Result<DatabaseConnection> {
    let mut options = ConnectOptions::new(url.to_owned());
    options
        .max_connections(connections)
        .min_connections(1)
        .acquire_timeout(Duration::from_secs(crate::limits::WRITE_WAIT_SECONDS))
        .test_before_acquire(false)
        .idle_timeout(None)
        .max_lifetime(None)
        .sqlx_logging(false)
        .map_sqlx_sqlite_opts(move |o| {
            o.pragma("journal_mode", "WAL")
                .pragma("synchronous", "FULL")
                .pragma("foreign_keys", "ON")
                .pragma("busy_timeout", "5000")
                .pragma("trusted_schema", "OFF")
                .pragma("secure_delete", "ON")
                .pragma("query_only", if read_only { "ON" } else { "OFF" })
        });
    more(&mut options);
    Ok(Database::connect(options).await?)
}
