//! `gongjie export`: a view as a file.

use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::Context;
use clap::{Args, ValueEnum};
use gongjie_paper::{Preset, Properties, Workbook};

use super::Place;
use crate::door::App;
use crate::download::{self, Format};
use crate::layout::{Lang, Words};
use crate::lists::rules::List;
use crate::org::tables::organization::Model as Organization;
use crate::org::{Actor, queries as org};
use crate::{figures, ledger, lists};

/// What can be exported.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum View {
    /// The six columns.
    Ledger,
    /// Cover, three lists, close-out list and ledger together.
    Workbook,
    Problems,
    Measures,
    Duties,
    Closings,
}

impl View {
    const fn list(self) -> Option<List> {
        match self {
            Self::Problems => Some(List::Problems),
            Self::Measures => Some(List::Measures),
            Self::Duties => Some(List::Duties),
            Self::Closings => Some(List::Closings),
            Self::Ledger | Self::Workbook => None,
        }
    }
}

/// How a document looks.
#[derive(Debug, Clone, Copy, Default, ValueEnum)]
pub enum Style {
    /// Official papers, GB/T 9704.
    #[default]
    Gb9704,
    /// Source Han fonts.
    House,
}

/// Write a view to a file, beside a running or a stopped server.
#[derive(Debug, Args)]
pub struct Arguments {
    view: View,
    #[command(flatten)]
    place: Place,
    /// The file to write; its ending (xlsx, csv or docx) chooses the format. The workbook has no csv.
    #[arg(short, long, value_name = "FILE")]
    output: PathBuf,
    /// How a docx looks; its fonts are named and not embedded.
    #[arg(long, value_enum, default_value_t)]
    style: Style,
    /// Code of the organisation; the first one if it is not named.
    #[arg(long, value_name = "CODE")]
    organization: Option<String>,
    #[arg(long)]
    json: bool,
}

impl Arguments {
    fn format(&self) -> anyhow::Result<Format> {
        let ending = self.output.extension().and_then(|e| e.to_str());
        let Some(format) = ending.and_then(Format::from_code) else {
            anyhow::bail!("the file ends in .xlsx, .csv or .docx, which chooses the format");
        };
        if format == Format::Csv && self.view == View::Workbook {
            anyhow::bail!("a csv holds one table; export the workbook as .xlsx or .docx");
        }
        Ok(format)
    }

    const fn preset(&self) -> Preset {
        match self.style {
            Style::Gb9704 => Preset::Gb9704,
            Style::House => Preset::House,
        }
    }
}

pub async fn run(arguments: Arguments) -> anyhow::Result<ExitCode> {
    let format = arguments.format()?;
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
    let words = Words {
        lang,
        pack: organization.term_pack,
    };
    let (bytes, rows) = made(&app, organization, words, &arguments, format).await?;
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

/// The bytes of the view and how many rows its tables have.
async fn made(
    app: &App,
    organization: &Organization,
    words: Words,
    arguments: &Arguments,
    format: Format,
) -> gongjie_base::Result<(Vec<u8>, usize)> {
    let actor = Actor::system(organization);
    let conn = app.db.snapshot().await?;
    let today = app.clock.today();
    let about = Properties {
        title: match arguments.view {
            View::Ledger => words.text("ledger-title"),
            _ => words.text("lists-title"),
        },
        creator: organization.name.clone(),
        created_unix: app.clock.now() / 1000,
    };
    let book = if arguments.view == View::Ledger {
        let view = ledger::rules::View::default();
        if format == Format::Xlsx {
            return ledger::export::xlsx(&conn, &actor, &view, words, today, &about).await;
        }
        let sheet = ledger::export::export(&conn, &actor, &view, words, today).await?;
        Workbook {
            sheets: vec![sheet],
        }
    } else {
        let scope = figures::queries::scope(&conn, &actor, None, today).await?;
        let view = lists::rules::View {
            campaign: scope.campaign.map(|c| c.id.to_string()).unwrap_or_default(),
            ..lists::rules::View::default()
        };
        let (blocks, _) = lists::queries::all(&conn, &actor, &view, &app.clock, today).await?;
        let book = lists::export::Book {
            actor: &actor,
            view: &view,
            blocks: &blocks,
            words,
            today,
        };
        match arguments.view.list() {
            Some(list) => Workbook {
                sheets: vec![book.sheet(list)],
            },
            None => book.workbook(&conn).await?,
        }
    };
    let rows = book.sheets.iter().map(|sheet| sheet.rows.len()).sum();
    let bytes = download::write(book, about, format, arguments.preset()).await?;
    Ok((bytes, rows))
}
