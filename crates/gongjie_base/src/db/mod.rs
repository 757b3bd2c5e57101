//! The database behind one door: SQLite with one writer and many readers, or PostgreSQL.

mod conn;
mod driver;
mod file;
mod migrate;
mod past;
mod rows;
mod shelf;
mod stored;
mod writer;

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use sea_orm::{ConnectOptions, Database, DatabaseConnection, TransactionTrait};
use tokio::sync::OnceCell;

use conn::Link;
pub use conn::{Conn, Tx};
use file::{Access, Held, Readers};
pub use migrate::Migration;
pub use past::Remembered;
pub use rows::like;
pub use shelf::{Shelf, Shelves, Standing};
pub use stored::Stored;
use writer::Writer;

use crate::{Error, Result};

/// Connections to PostgreSQL at once, by default.
const POSTGRES_CONNECTIONS_MAX: u32 = 16;

/// An open database. Cheap to clone.
#[derive(Clone)]
pub struct Db {
    read: Conn,
    write: Door,
    /// The SQLite file; nothing for PostgreSQL.
    file: Option<PathBuf>,
    shelves: Shelves,
    /// Whose reader this is; nothing for the house itself.
    reader_of: Option<i64>,
    /// Readers of an SQLite file's past, known when somebody first asks.
    past: Arc<OnceCell<Readers>>,
}

#[derive(Clone)]
enum Door {
    Sqlite(Writer),
    Postgres(DatabaseConnection),
}

impl Db {
    /// Opens (and makes, if need be) the SQLite file `path`: WAL, `synchronous=FULL`, foreign keys on.
    pub async fn sqlite(path: &Path) -> Result<Self> {
        let writer = file::open(path, Access::Write)?;
        let readers = Readers::new(path.to_owned(), Access::Read, String::new());
        Ok(Self {
            read: Link::File(readers).into(),
            write: Door::Sqlite(Writer::new(Held::writer(writer))),
            file: Some(path.to_owned()),
            shelves: Shelves::default(),
            reader_of: None,
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
            read: Link::Pool(pool.clone()).into(),
            write: Door::Postgres(pool),
            file: None,
            shelves: Shelves::default(),
            reader_of: None,
            past: Arc::default(),
        })
    }

    /// The same database for a reader of an organisation that stands there: what stands on its shelf is not asked again.
    pub fn for_reader(&self, organization_id: i64, standing: Standing) -> Result<Self> {
        let shelf = self.shelves.of(organization_id, standing)?;
        Ok(Self {
            read: self.read.with_shelf(Some(shelf)),
            reader_of: Some(organization_id),
            ..self.clone()
        })
    }

    /// For reading only. Each statement sees what was committed before it.
    pub fn read(&self) -> &Conn {
        &self.read
    }

    /// For several reads that must agree: one unchanging picture of the database.
    pub async fn snapshot(&self) -> Result<Conn> {
        let link = match &self.read.link {
            Link::File(readers) => Link::Held(Arc::new(readers.hold().await?)),
            Link::Pool(pool) => {
                let level = sea_orm::IsolationLevel::RepeatableRead;
                let mode = sea_orm::AccessMode::ReadOnly;
                let begun = pool.begin_with_config(Some(level), Some(mode)).await?;
                Link::Transaction(Arc::new(begun))
            }
            Link::Held(_) | Link::Transaction(_) => {
                return Err(Error::internal("a snapshot of a transaction"));
            }
        };
        Ok(Conn::from(link).with_shelf(self.read.shelf().cloned()))
    }

    /// One unchanging picture of the database as it was when the write at number `seq` had been committed.
    ///
    /// Every table that [`Db::remember`] keeps is seen as it was then under its own name; other tables are as they are.
    pub async fn as_of(&self, seq: i64) -> Result<Conn> {
        if self.is_sqlite() {
            let past = self.past.get_or_try_init(|| self.open_past()).await?;
            let link = Link::Held(Arc::new(past.hold().await?));
            let conn = Conn::from(link).of_the_past(self.past_shelf(seq)?);
            conn.run("UPDATE temp.as_of SET seq = $1", [seq.into()])
                .await?;
            return Ok(conn);
        }
        let conn = self.snapshot().await?;
        let conn = conn.of_the_past(self.past_shelf(seq)?);
        let sql = format!(
            "SELECT set_config('gongjie.as_of', CAST(CAST($1 AS BIGINT) AS TEXT), true), \
             set_config('search_path', '{}, ' || quote_ident(current_schema()), true)",
            past::SCHEMA
        );
        conn.scalar::<String>(&sql, [seq.into()]).await?;
        Ok(conn)
    }

    /// What an organisation's readers look up in its past; the house itself looks up everything again.
    fn past_shelf(&self, seq: i64) -> Result<Option<Arc<Shelf>>> {
        let of_reader = |organization| self.shelves.of_past(organization, seq);
        self.reader_of.map(of_reader).transpose()
    }

    /// Connections that may not write the file and on which views shadow its tables.
    async fn open_past(&self) -> Result<Readers> {
        let file = self.file.clone().unwrap_or_default();
        let kept = past::list_kept(self.read()).await?;
        let views = past::sqlite_views(&kept).join("; ");
        Ok(Readers::new(file, Access::Beside, views))
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
        let from = self
            .file
            .clone()
            .ok_or_else(|| Error::conflict("error-backup-postgres"))?;
        let to = to.display().to_string();
        // A connection of its own: readers may not write, and the writer is never kept waiting.
        let copy = move || {
            let own = file::open(&from, Access::Write)?;
            own.execute("VACUUM INTO ?1", [to]).map_err(driver::error)?;
            Ok(())
        };
        tokio::task::spawn_blocking(copy)
            .await
            .map_err(Error::internal)?
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

    /// Statements that the readers of an SQLite file have run: a page asks as many however much there is. Nothing on
    /// PostgreSQL.
    pub fn statements(&self) -> Option<u64> {
        match &self.read.link {
            Link::File(readers) => Some(readers.asked()),
            _ => None,
        }
    }

    /// Closes all connections after what is under way.
    pub async fn close(self) -> Result<()> {
        if let Door::Sqlite(writer) = self.write {
            writer.close().await?;
        }
        match self.read.link {
            Link::File(readers) => {
                readers.close();
                if let Some(past) = self.past.get() {
                    past.close();
                }
            }
            Link::Pool(pool) => pool.close().await?,
            Link::Held(_) | Link::Transaction(_) => {}
        }
        Ok(())
    }
}
