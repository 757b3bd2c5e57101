//! `gongjie journal verify`: walks every organisation's chain and names the first broken entry.

use std::process::ExitCode;

use clap::{Args, Subcommand};
use gongjie_base::Clock;

use super::{BROKEN, Place};
use crate::journal::queries;

/// The record of changes.
#[derive(Debug, Args)]
pub struct Arguments {
    #[command(subcommand)]
    verb: Verb,
}

#[derive(Debug, Subcommand)]
enum Verb {
    /// Check every entry against its hash and its predecessor; exit code 3 when one is broken.
    Verify {
        #[command(flatten)]
        place: Place,
        #[arg(long)]
        json: bool,
    },
}

pub async fn run(arguments: Arguments) -> anyhow::Result<ExitCode> {
    let Verb::Verify { place, json } = arguments.verb;
    let settings = place.settings(None)?;
    let clock = Clock::system(&settings.time_zone).map_err(anyhow::Error::msg)?;
    let db = super::open(&settings, false).await?;
    let verdicts = queries::verify(db.read()).await?;
    let is_broken = verdicts.iter().any(|v| v.fault.is_some());
    if json {
        println!("{}", serde_json::to_string(&verdicts)?);
    } else {
        for verdict in &verdicts {
            let last = verdict
                .last_good_at
                .map(|at| clock.minute_of(at))
                .unwrap_or_default();
            match &verdict.fault {
                None => println!(
                    "ok      {}: {} entries, the last of {last}",
                    verdict.organization, verdict.entries
                ),
                Some(fault) => println!(
                    "BROKEN  {}: {fault}; {} entries before it hold, the last of {last}",
                    verdict.organization, verdict.entries
                ),
            }
        }
    }
    Ok(if is_broken {
        ExitCode::from(BROKEN)
    } else {
        ExitCode::SUCCESS
    })
}
