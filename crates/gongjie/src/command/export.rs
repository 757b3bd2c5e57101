//! `gongjie export`: a view as a file.

use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Args, ValueEnum};

use super::Place;

/// What can be exported.
#[derive(Debug, Clone, Copy, ValueEnum)]
pub enum View {
    Ledger,
}

/// Write a view to a file, beside a running or a stopped server.
#[derive(Debug, Args)]
pub struct Arguments {
    view: View,
    #[command(flatten)]
    place: Place,
    /// The file to write; its ending (xlsx or csv) chooses the format.
    #[arg(short, long, value_name = "FILE")]
    output: PathBuf,
    /// Code of the organisation; the first one if it is not named.
    #[arg(long, value_name = "CODE")]
    organization: Option<String>,
    #[arg(long)]
    json: bool,
}

pub async fn run(arguments: Arguments) -> anyhow::Result<ExitCode> {
    anyhow::bail!("the ledger is not wired yet: {arguments:?}")
}
