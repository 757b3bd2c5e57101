//! `gongjie clock`: what is due now, done once, beside a running server or instead of one.

use std::process::ExitCode;
use std::time::Instant;

use clap::Args;

use super::Place;
use crate::clockwork::jobs;

/// Do what is due now, once: a served program does the same every minute by itself.
#[derive(Debug, Args)]
pub struct Arguments {
    #[command(flatten)]
    place: Place,
    #[arg(long)]
    json: bool,
}

pub async fn run(arguments: Arguments) -> anyhow::Result<ExitCode> {
    let settings = arguments.place.settings(None)?;
    let db = super::open(&settings, false).await?;
    let pending = db.pending(crate::migrations::ALL).await?;
    if !pending.is_empty() {
        anyhow::bail!(
            "the schema is not up to date ({} migrations are pending); `gongjie migrate` brings it there",
            pending.len()
        );
    }
    let app = super::app(settings, db, false)?;
    let begun = Instant::now();
    let round = jobs::go_round(&app).await?;
    let milliseconds = begun.elapsed().as_millis();
    if arguments.json {
        let said = serde_json::json!({
            "told": round.told,
            "pages": round.pages,
            "voices": { "journaled": round.voices.journaled, "lapsed": round.voices.lapsed, "forgotten": round.voices.forgotten },
            "close_outs": { "settled": round.close_outs.settled, "reminded": round.close_outs.reminded },
            "milliseconds": milliseconds,
        });
        println!("{said}");
    } else {
        println!(
            "{} messages of limits, {} steps of urgent calls; voices: {} turns entered, {} passed over, {} names forgotten; close-outs: {} settled, {} reminded. {milliseconds} ms.",
            round.told,
            round.pages,
            round.voices.journaled,
            round.voices.lapsed,
            round.voices.forgotten,
            round.close_outs.settled,
            round.close_outs.reminded,
        );
    }
    app.db.close().await?;
    Ok(ExitCode::SUCCESS)
}
