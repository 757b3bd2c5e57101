//! Filled databases, kept from run to run under size, seed and version of the schema; a measurement works on a copy.

use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result};
use gongjie_base::Db;

use crate::fill::{self, SEED};
use crate::floor;
use crate::postgres::Postgres;

/// Which engine the product stands on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub enum Engine {
    Sqlite,
    Postgres,
}

impl Engine {
    /// As the marks of tables call it.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Sqlite => "sqlite",
            Self::Postgres => "postgres",
        }
    }
}

/// Where filled databases are kept.
pub struct Store {
    folder: PathBuf,
    postgres: Option<Postgres>,
}

/// A copy to measure: the product's data and the floor's file.
pub struct Copy {
    pub data: PathBuf,
    /// Address of the PostgreSQL database.
    pub url: Option<String>,
    pub floor: PathBuf,
}

impl Store {
    /// Opens the store; starts a private server for PostgreSQL.
    pub fn open(folder: &Path, engine: Engine) -> Result<Self> {
        std::fs::create_dir_all(folder)?;
        let folder = folder.canonicalize()?;
        let postgres = match engine {
            Engine::Sqlite => None,
            Engine::Postgres => Some(Postgres::start(&folder.join("postgres"))?),
        };
        Ok(Self { folder, postgres })
    }

    /// A fresh copy of the database with `size` problems, filled first if there is none.
    pub async fn copy(&self, size: u64) -> Result<Copy> {
        let name = format!("gongjie_{size}_{SEED}_{}", fill::version());
        let kept = self.folder.join(&name);
        if !kept.join("floor.db").exists() {
            self.make_sqlite(&kept, size).await?;
        }
        let data = self.folder.join("run");
        if data.exists() {
            std::fs::remove_dir_all(&data)?;
        }
        std::fs::create_dir_all(&data)?;
        let copy = Copy {
            floor: data.join("floor.db"),
            url: match &self.postgres {
                Some(postgres) => Some(copy_postgres(postgres, &name, size).await?),
                None => None,
            },
            data,
        };
        std::fs::copy(kept.join("floor.db"), &copy.floor)?;
        if copy.url.is_none() {
            std::fs::copy(kept.join("gongjie.db"), copy.data.join("gongjie.db"))?;
        }
        // What was copied goes to the disk now and not while something is measured.
        Command::new("sync").status()?;
        Ok(copy)
    }

    async fn make_sqlite(&self, kept: &Path, size: u64) -> Result<()> {
        eprintln!("filling {size} problems (SQLite) …");
        let making = self.folder.join("making");
        if making.exists() {
            std::fs::remove_dir_all(&making)?;
        }
        std::fs::create_dir_all(&making)?;
        let db = Db::sqlite(&making.join("gongjie.db")).await?;
        fill::fill(&db, size).await?;
        db.close().await?;
        floor::make(&making.join("floor.db"), &making.join("gongjie.db"))?;
        std::fs::rename(&making, kept).context("keeping what was filled")?;
        Ok(())
    }
}

async fn copy_postgres(postgres: &Postgres, name: &str, size: u64) -> Result<String> {
    if !postgres.has(name)? {
        eprintln!("filling {size} problems (PostgreSQL) …");
        postgres.run("postgres", "DROP DATABASE IF EXISTS making")?;
        postgres.run("postgres", "CREATE DATABASE making")?;
        let db = Db::postgres(&postgres.url("making")).await?;
        fill::fill(&db, size).await?;
        db.close().await?;
        // The server would do both by itself within minutes.
        postgres.run("making", "VACUUM ANALYZE")?;
        let rename = format!("ALTER DATABASE making RENAME TO {name}");
        postgres.run("postgres", &rename)?;
    }
    postgres.run("postgres", "DROP DATABASE IF EXISTS run WITH (FORCE)")?;
    let create = format!("CREATE DATABASE run TEMPLATE {name}");
    postgres.run("postgres", &create)?;
    postgres.run("postgres", "CHECKPOINT")?;
    Ok(postgres.url("run"))
}
