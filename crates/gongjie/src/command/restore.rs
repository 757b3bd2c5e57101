//! `gongjie restore`: a verified backup into an empty data folder.

use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::{Context, bail};
use clap::Args;
use gongjie_base::token;

use super::backup::{self, DATABASE, FILES};
use super::{BROKEN, Place};

/// Put a verified backup into an empty data folder; a damaged one is refused.
#[derive(Debug, Args)]
pub struct Arguments {
    #[command(flatten)]
    place: Place,
    /// The backup.
    #[arg(value_name = "FILE.tar")]
    file: PathBuf,
    /// Only check the backup; nothing is written but a copy in the system's folder for temporary files, which goes again.
    #[arg(long)]
    check: bool,
    #[arg(long)]
    json: bool,
}

pub async fn run(arguments: Arguments) -> anyhow::Result<ExitCode> {
    let settings = arguments.place.settings(None)?;
    if settings.sqlite_file().exists() && !arguments.check {
        bail!(
            "{} holds a database; restore into an empty folder and change over after looking at it",
            settings.data.display()
        );
    }
    let had_folder = settings.data.exists();
    let work = if arguments.check {
        std::env::temp_dir().join(format!("gongjie-check-{}", token::random()?))
    } else {
        settings.data.join(format!(".restore-{}", token::random()?))
    };
    let unpacked = backup::unpack(&arguments.file, &work);
    let verified = match unpacked {
        Ok(()) => backup::verify(&work).await,
        Err(error) => Err(error),
    };
    let outcome = match verified {
        Ok(manifest) => {
            if !arguments.check {
                put_in_place(&work, &settings).context("putting the files in place")?;
            }
            Ok(manifest)
        }
        Err(error) => Err(error),
    };
    std::fs::remove_dir_all(&work).ok();
    match outcome {
        Ok(manifest) => {
            let files = manifest.files.len() - 1;
            if arguments.json {
                println!(
                    "{}",
                    serde_json::json!({ "verified": true, "restored": !arguments.check, "evidence_files": files })
                );
            } else {
                println!(
                    "{}: sound, {files} evidence files{}",
                    arguments.file.display(),
                    if arguments.check { "" } else { ", restored" }
                );
            }
            Ok(ExitCode::SUCCESS)
        }
        Err(error) => {
            if !had_folder && !arguments.check {
                std::fs::remove_dir(&settings.data).ok();
            }
            eprintln!("gongjie: refused: {error:#}. Nothing was written.");
            Ok(ExitCode::from(BROKEN))
        }
    }
}

fn put_in_place(
    work: &std::path::Path,
    settings: &crate::settings::Settings,
) -> std::io::Result<()> {
    if work.join(FILES).exists() {
        std::fs::rename(work.join(FILES), settings.files())?;
    }
    // The database last: a folder without it is still empty to every command.
    std::fs::rename(work.join(DATABASE), settings.sqlite_file())
}
