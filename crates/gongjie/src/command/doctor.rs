//! `gongjie doctor`: every setting with its origin, and whether the installation is sound.

use std::process::ExitCode;

use clap::Args;
use serde::Serialize;

use super::{BROKEN, Place};
use crate::journal::queries;
use crate::migrations;
use crate::settings::Line;

/// List every setting with its origin, and check the installation.
#[derive(Debug, Args)]
pub struct Arguments {
    #[command(flatten)]
    place: Place,
    #[arg(long)]
    json: bool,
}

#[derive(Serialize)]
struct Finding {
    check: &'static str,
    is_ok: bool,
    words: String,
}

#[derive(Serialize)]
struct Report {
    version: &'static str,
    settings: Vec<Line>,
    findings: Vec<Finding>,
}

pub async fn run(arguments: Arguments) -> anyhow::Result<ExitCode> {
    let settings = arguments.place.settings(None)?;
    let mut findings = Vec::new();
    match super::open(&settings, false).await {
        Ok(db) => {
            let pending = db.pending(migrations::ALL).await;
            findings.push(match pending {
                Ok(names) if names.is_empty() => finding("schema", true, "up to date"),
                Ok(names) => finding(
                    "schema",
                    false,
                    format!("pending: {}; run gongjie migrate", names.join(", ")),
                ),
                Err(error) => finding("schema", false, error.to_string()),
            });
            let complaints = db.complaints().await?;
            findings.push(finding(
                "database",
                complaints.is_empty(),
                if complaints.is_empty() {
                    "sound".to_owned()
                } else {
                    complaints.join("; ")
                },
            ));
            if findings.iter().all(|f| f.is_ok) {
                let verdicts = queries::verify(db.read()).await?;
                let faults: Vec<String> = verdicts.iter().filter_map(|v| v.fault.clone()).collect();
                let entries: i64 = verdicts.iter().map(|v| v.entries).sum();
                let words = if faults.is_empty() {
                    format!("{entries} entries hold")
                } else {
                    faults.join("; ")
                };
                findings.push(finding("journal", faults.is_empty(), words));
                let faults = super::kept::faults(db.read()).await?;
                let words = if faults.is_empty() {
                    "equal a recount".to_owned()
                } else {
                    faults.join("; ")
                };
                findings.push(finding("totals", faults.is_empty(), words));
            }
        }
        Err(error) => findings.push(finding("database", false, format!("{error:#}"))),
    }
    let is_ok = findings.iter().all(|f| f.is_ok);
    let report = Report {
        version: env!("CARGO_PKG_VERSION"),
        settings: settings.lines(),
        findings,
    };
    if arguments.json {
        println!("{}", serde_json::to_string(&report)?);
    } else {
        print(&report);
    }
    Ok(if is_ok {
        ExitCode::SUCCESS
    } else {
        ExitCode::from(BROKEN)
    })
}

fn finding(check: &'static str, is_ok: bool, words: impl Into<String>) -> Finding {
    Finding {
        check,
        is_ok,
        words: words.into(),
    }
}

fn print(report: &Report) {
    println!(
        "gongjie {}\n\nSettings (file < environment < flag)",
        report.version
    );
    for line in &report.settings {
        let value = if line.value.is_empty() {
            "–"
        } else {
            &line.value
        };
        let origin = format!("{:?}", line.origin).to_lowercase();
        println!(
            "  {:<18} {:<24} {:<12} {:<26} {}",
            line.name, value, origin, line.environment, line.about
        );
    }
    println!("\nChecks");
    for finding in &report.findings {
        println!(
            "  {} {:<10} {}",
            if finding.is_ok { "ok " } else { "BAD" },
            finding.check,
            finding.words
        );
    }
}
