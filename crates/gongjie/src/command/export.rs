//! `gongjie export`: a view as a file.

use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::Context;
use clap::{Args, ValueEnum};

use super::Place;
use crate::door::App;
use crate::layout::{Lang, Words};
use crate::ledger;
use crate::org::tables::organization::Model as Organization;
use crate::org::{Actor, queries as org};

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
    let View::Ledger = arguments.view;
    let ending = arguments
        .output
        .extension()
        .and_then(|e| e.to_str())
        .unwrap_or_default();
    if !matches!(ending, "xlsx" | "csv") {
        anyhow::bail!("the file ends in .xlsx or .csv, which chooses the format");
    }
    let settings = arguments.place.settings(None)?;
    let lang = if settings.is_english {
        Lang::En
    } else {
        Lang::Zh
    };
    let db = super::open(&settings, false).await?;
    let app = super::app(settings, db, false)?;
    let all = org::list_organizations(app.db.read()).await?;
    let found = match &arguments.organization {
        Some(code) => all.iter().find(|o| o.code == *code),
        None => all.first(),
    };
    let Some(organization) = found else {
        let codes: Vec<_> = all.iter().map(|o| o.code.as_str()).collect();
        anyhow::bail!("no such organisation; there are: {}", codes.join(", "));
    };
    let actor = Actor::system(organization);
    let words = Words {
        lang,
        pack: organization.term_pack,
    };
    let conn = app.db.snapshot().await?;
    let view = ledger::rules::View::default();
    let today = app.clock.today();
    let (bytes, rows) = if ending == "csv" {
        let sheet = ledger::export::export(&conn, &actor, &view, words, today).await?;
        (gongjie_paper::write_csv(&sheet)?, sheet.rows.len())
    } else {
        let about = properties(&app, organization, words);
        ledger::export::xlsx(&conn, &actor, &view, words, today, &about).await?
    };
    drop(conn);
    std::fs::write(&arguments.output, bytes)
        .with_context(|| format!("cannot write {}", arguments.output.display()))?;
    if arguments.json {
        println!(
            "{}",
            serde_json::json!({ "file": arguments.output, "rows": rows })
        );
    } else {
        println!(
            "{}: {rows} rows of {}",
            arguments.output.display(),
            organization.name
        );
    }
    app.db.close().await?;
    Ok(ExitCode::SUCCESS)
}

fn properties(app: &App, organization: &Organization, words: Words) -> gongjie_paper::Properties {
    gongjie_paper::Properties {
        title: words.text("ledger-title"),
        creator: organization.name.clone(),
        created_unix: app.clock.now() / 1000,
    }
}
