//! `make bench`: fills databases, measures the product beside a bare server on the plain driver, prints one table.

mod client;
mod fill;
mod floor;
mod load;
mod measure;
mod postgres;
mod server;
mod store;
mod table;
mod voices;

use std::path::PathBuf;
use std::time::Duration;

use clap::{Args, Parser, Subcommand};

use crate::measure::Effort;
use crate::store::{Engine, Store};

#[derive(Debug, Parser)]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

/// Where the filled databases and the program are.
#[derive(Debug, Args)]
struct Place {
    /// The product's program.
    #[arg(long, default_value = "target/release/gongjie")]
    program: PathBuf,
    #[arg(long, value_enum, default_value = "sqlite")]
    engine: Engine,
    /// Folder in which filled databases are kept.
    #[arg(long, default_value = "target/bench")]
    keep: PathBuf,
}

/// How long is measured, and where the table goes.
#[derive(Debug, Args)]
struct Measuring {
    #[arg(long, default_value_t = 3)]
    rounds: u32,
    /// Seconds of one measurement in one round.
    #[arg(long, default_value_t = 3.0)]
    seconds: f64,
    /// Writes the table into this Markdown file, between its marks: `<!-- bench:ENGINE -->` or `<!-- bench:voices-ENGINE -->`, and `<!-- /bench -->`.
    #[arg(long)]
    write: Option<PathBuf>,
}

impl Measuring {
    fn effort(&self) -> Effort {
        Effort {
            rounds: self.rounds,
            time: Duration::from_secs_f64(self.seconds),
        }
    }

    /// Writes the table where it was asked for.
    fn put(&self, name: &str, table: &str) -> anyhow::Result<()> {
        match &self.write {
            Some(file) => put(file, name, table),
            None => Ok(()),
        }
    }
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Measures and prints the table.
    Run {
        /// Numbers of problems, smallest first; multiples of 50.
        #[arg(long, value_delimiter = ',', default_value = "10000,100000,1000000")]
        sizes: Vec<u64>,
        #[command(flatten)]
        place: Place,
        #[command(flatten)]
        measuring: Measuring,
    },
    /// Measures how many voices are raised in a second, and how long the nightly look takes.
    Voices {
        /// Problems beside which voices are raised; 0 leaves it out.
        #[arg(long, default_value_t = 10_000)]
        size: u64,
        /// Problems at which the clock looks, two measures each for most of them; 0 leaves it out.
        #[arg(long, default_value_t = 1_000_000)]
        night: u64,
        #[command(flatten)]
        place: Place,
        #[command(flatten)]
        measuring: Measuring,
    },
    /// Serves the floor over its file.
    Floor { file: PathBuf },
    /// Asks for one thing as fast as it is answered, for a profiler: `list`, `detail`, `home`, `create` or an address.
    Watch {
        what: String,
        #[arg(long, default_value_t = 10_000)]
        size: u64,
        #[arg(long, default_value_t = 10.0)]
        seconds: f64,
        #[command(flatten)]
        place: Place,
    },
    /// Fills one size and prints where its copy lies.
    Fill {
        size: u64,
        #[command(flatten)]
        place: Place,
    },
}

fn main() -> anyhow::Result<()> {
    let cli = Cli::parse();
    // The load shares the machine with what it measures: one thread is enough for it.
    let mut runtime = match cli.command {
        Command::Floor { .. } => tokio::runtime::Builder::new_multi_thread(),
        _ => tokio::runtime::Builder::new_current_thread(),
    };
    runtime.enable_all().build()?.block_on(run(cli.command))
}

async fn run(command: Command) -> anyhow::Result<()> {
    match command {
        Command::Floor { file } => floor::serve(file).await,
        Command::Voices {
            size,
            night,
            place,
            measuring,
        } => {
            let store = Store::open(&place.keep, place.engine)?;
            let mut lines = Vec::new();
            if size > 0 {
                let copy = store.copy(size).await?;
                lines.extend(voices::raising(&place.program, &copy, measuring.effort()).await?);
            }
            if night > 0 {
                lines.extend(voices::night(&place.program, &store.copy(night).await?).await?);
            }
            let table = voices::print(&lines);
            println!("{table}");
            measuring.put(&format!("voices-{}", place.engine.name()), &table)
        }
        Command::Watch {
            what,
            size,
            seconds,
            place,
        } => {
            let copy = Store::open(&place.keep, place.engine)?.copy(size).await?;
            let time = Duration::from_secs_f64(seconds);
            measure::watch(&place.program, &copy, size, &what, time).await
        }
        Command::Fill { size, place } => {
            let copy = Store::open(&place.keep, place.engine)?.copy(size).await?;
            println!("{}", copy.url.unwrap_or(copy.data.display().to_string()));
            Ok(())
        }
        Command::Run {
            sizes,
            place,
            measuring,
        } => {
            let store = Store::open(&place.keep, place.engine)?;
            let mut figures = Vec::new();
            for size in sizes {
                eprintln!("{size} problems");
                let copy = store.copy(size).await?;
                let figure =
                    measure::measure(&place.program, &copy, size, measuring.effort()).await?;
                figures.push((size, figure));
                println!("{}", table::print(&figures));
            }
            measuring.put(place.engine.name(), &table::print(&figures))
        }
    }
}

/// Replaces the table between its marks.
fn put(file: &std::path::Path, name: &str, table: &str) -> anyhow::Result<()> {
    let text = std::fs::read_to_string(file)?;
    let mark = format!("<!-- bench:{name} -->\n");
    let (before, rest) = text
        .split_once(&mark)
        .ok_or_else(|| anyhow::anyhow!("{} has no {mark}", file.display()))?;
    let (_, after) = rest
        .split_once("<!-- /bench -->")
        .ok_or_else(|| anyhow::anyhow!("{} has no end mark", file.display()))?;
    std::fs::write(file, format!("{before}{mark}{table}<!-- /bench -->{after}"))?;
    Ok(())
}
