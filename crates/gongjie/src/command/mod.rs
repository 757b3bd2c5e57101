//! Commands of the program, one file each. Exit codes: 0 done, 1 failed, 2 wrong usage, 3 checked and found broken.

mod backup;
mod clock;
mod doctor;
mod export;
mod import;
mod journal;
pub mod kept;
mod read;
mod restore;
mod serve;
mod token;

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::process::ExitCode;
use std::sync::Arc;

use anyhow::Context;
use clap::{Args, Parser, Subcommand};
use gongjie_base::files::Files;
use gongjie_base::{Clock, Db, Secret};

use crate::door::{App, Crowd, Jobs, Pace, Pulse};
use crate::migrations;
use crate::settings::Settings;

/// Exit code of a check that found something broken.
pub const BROKEN: u8 = 3;

/// Gongjie 共解: raise it, pair it, solve it, prove it.
#[derive(Debug, Parser)]
#[command(name = "gongjie", version, about, long_about = None)]
pub struct Cli {
    #[command(subcommand)]
    command: Command,
}

/// Where the data is; the same for every command.
#[derive(Debug, Clone, Args)]
pub struct Place {
    /// Folder of the SQLite file and of evidence files.
    #[arg(long, value_name = "DIR")]
    data: Option<String>,
    /// PostgreSQL instead of the SQLite file: postgres://…
    #[arg(long, value_name = "URL")]
    database: Option<String>,
    /// Settings file (TOML).
    #[arg(long, value_name = "FILE", env = "GONGJIE_SETTINGS")]
    settings: Option<PathBuf>,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Serve the product.
    Serve {
        #[command(flatten)]
        place: Place,
        /// Address and port.
        #[arg(long, value_name = "ADDR")]
        listen: Option<String>,
        /// Print what a script needs as one JSON line.
        #[arg(long)]
        json: bool,
    },
    /// Load the demo organisations (once) and serve them, asking nothing.
    Demo {
        #[command(flatten)]
        place: Place,
        /// Address and port.
        #[arg(long, value_name = "ADDR")]
        listen: Option<String>,
        /// Print what a script needs as one JSON line.
        #[arg(long)]
        json: bool,
    },
    /// Read a ledger as offices send it, and say what was understood. Writes nothing.
    Read(read::Arguments),
    #[command(name = read::OPEN_CELLS, hide = true)]
    OpenCells,
    /// Bring a ledger into a campaign. Without --yes it only says what it would do.
    Import(import::Arguments),
    /// Write a view to a file, beside a running or a stopped server.
    Export(export::Arguments),
    /// The record of changes.
    Journal(journal::Arguments),
    /// Copy database and evidence while the server runs, and verify the copy.
    Backup(backup::Arguments),
    /// Put a verified backup into an empty data folder; a damaged one is refused.
    Restore(restore::Arguments),
    /// Do what is due now, once.
    Clock(clock::Arguments),
    /// Make an API token for a script.
    Token(token::Arguments),
    /// List every setting with its origin, and check the installation.
    Doctor(doctor::Arguments),
    /// Bring the schema up to date.
    Migrate {
        #[command(flatten)]
        place: Place,
        /// Only say what would be done; exit code 3 when something is pending.
        #[arg(long)]
        check: bool,
        #[arg(long)]
        json: bool,
    },
}

impl Cli {
    /// Whether this process only opens a foreign file: it takes its limits before anything else is started.
    pub fn opens_cells(&self) -> bool {
        matches!(self.command, Command::OpenCells)
    }
}

pub use read::open_cells;

/// Runs one command.
pub async fn run(cli: Cli) -> anyhow::Result<ExitCode> {
    match cli.command {
        Command::Serve {
            place,
            listen,
            json,
        } => serve::serve(&place, listen, json).await,
        Command::Demo {
            place,
            listen,
            json,
        } => serve::demo(&place, listen, json).await,
        Command::Read(arguments) => read::run(&arguments),
        Command::OpenCells => Ok(read::open_cells()),
        Command::Import(arguments) => Box::pin(import::run(arguments)).await,
        Command::Export(arguments) => export::run(arguments).await,
        Command::Journal(arguments) => journal::run(arguments).await,
        Command::Backup(arguments) => backup::run(arguments).await,
        Command::Restore(arguments) => restore::run(arguments).await,
        Command::Clock(arguments) => clock::run(arguments).await,
        Command::Token(arguments) => token::run(arguments).await,
        Command::Doctor(arguments) => doctor::run(arguments).await,
        Command::Migrate { place, check, json } => migrate(&place, check, json).await,
    }
}

impl Place {
    /// File, environment, flags.
    fn settings(&self, listen: Option<String>) -> anyhow::Result<Settings> {
        let mut flags = BTreeMap::new();
        flags.extend(self.data.clone().map(|v| ("data", v)));
        flags.extend(self.database.clone().map(|v| ("database", v)));
        flags.extend(listen.map(|v| ("listen", v)));
        let environment = std::env::vars()
            .filter(|(k, _)| k.starts_with("GONGJIE_"))
            .collect();
        Settings::load(self.settings.as_deref(), &environment, &flags)
    }
}

/// Opens the database of the settings; the SQLite folder is made when `may_create`.
async fn open(settings: &Settings, may_create: bool) -> anyhow::Result<Db> {
    if let Some(url) = &settings.database {
        return Db::postgres(url)
            .await
            .context("cannot connect to the PostgreSQL database");
    }
    let file = settings.sqlite_file();
    if may_create {
        std::fs::create_dir_all(&settings.data)
            .with_context(|| format!("cannot make the folder {}", settings.data.display()))?;
    } else if !file.exists() {
        anyhow::bail!(
            "there is no database in {}; `gongjie serve` makes one",
            settings.data.display()
        );
    }
    Db::sqlite(&file)
        .await
        .with_context(|| format!("cannot open {}", file.display()))
}

/// The product without a door in front of it, for commands that act.
/// Name of the file in the data folder that makes codes and seals. It is no part of a backup.
pub const SECRET_FILE: &str = "secret";

fn app(settings: Settings, db: Db, is_demo: bool) -> anyhow::Result<App> {
    let clock = Clock::system(&settings.time_zone)
        .map_err(|e| anyhow::anyhow!("time_zone {}: {e}", settings.time_zone))?;
    let secret = match &settings.secret {
        Some(text) => Secret::from_text(text).context("the setting secret")?,
        None => Secret::in_file(&settings.data.join(SECRET_FILE))
            .context("the secret of the data folder")?,
    };
    Ok(App {
        db,
        clock,
        files: Files::new(settings.files()),
        settings: Arc::new(settings),
        routes: Arc::default(),
        pace: Pace::default(),
        crowd: Crowd::default(),
        secret,
        pulse: Pulse::default(),
        jobs: Jobs::default(),
        program: std::env::current_exe().context("this program cannot find itself")?,
        is_demo,
    })
}

async fn migrate(place: &Place, check: bool, json: bool) -> anyhow::Result<ExitCode> {
    let settings = place.settings(None)?;
    let db = open(&settings, !check).await?;
    let names = if check {
        db.pending(migrations::ALL).await?
    } else {
        migrations::apply(&db).await?
    };
    if json {
        println!(
            "{}",
            serde_json::json!({ "pending": check, "migrations": names })
        );
    } else if names.is_empty() {
        println!(
            "The schema is up to date ({} migrations).",
            migrations::ALL.len()
        );
    } else {
        println!(
            "{}: {}",
            if check { "Pending" } else { "Done" },
            names.join(", ")
        );
    }
    Ok(if check && !names.is_empty() {
        ExitCode::from(BROKEN)
    } else {
        ExitCode::SUCCESS
    })
}
