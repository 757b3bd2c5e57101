//! `gongjie read`: what a foreign ledger says, without a database.

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::Args;
use gongjie_reader::report::Sheet;
use gongjie_reader::{Options, Register, Report, apart, judge};
use serde_json::json;

pub use crate::import::understand::OPEN_CELLS;

/// Read a ledger as offices send it, and say what was understood. Writes nothing.
#[derive(Debug, Args)]
pub struct Arguments {
    /// xlsx, xls, csv, tsv, docx, or a saved web page.
    file: PathBuf,
    /// Print one JSON object; `docs/reading.md` explains it.
    #[arg(long)]
    json: bool,
    /// The year of dates without one, where the sheet states none.
    #[arg(long, value_name = "YYYY", value_parser = clap::value_parser!(i16).range(1990..=2100))]
    year: Option<i16>,
    /// Names of known units: one a line, other names of it after tabs.
    #[arg(long, value_name = "FILE")]
    units: Option<PathBuf>,
}

pub fn run(arguments: &Arguments) -> anyhow::Result<ExitCode> {
    let register = match &arguments.units {
        Some(file) => match std::fs::read_to_string(file) {
            Ok(text) => Register::read(&text),
            Err(error) => {
                return Ok(refuse(
                    arguments,
                    "not_found",
                    &format!("{}: {error}", file.display()),
                ));
            }
        },
        None => Register::default(),
    };
    let bytes = match bytes(&arguments.file) {
        Ok(bytes) => bytes,
        Err((kind, message)) => return Ok(refuse(arguments, kind, &message)),
    };
    let program = std::env::current_exe()?;
    let book = match apart::open(&program, &[OPEN_CELLS], &bytes) {
        Ok(book) => book,
        Err(refusal) => return Ok(refuse(arguments, refusal.kind.code(), &refusal.message)),
    };
    let options = Options {
        year: arguments.year,
        register,
        ..Options::default()
    };
    let report = judge::book(&book, &options);
    if arguments.json {
        println!("{}", serde_json::to_string(&report)?);
    } else {
        tell(&report);
    }
    Ok(if report.has_ledger() {
        ExitCode::SUCCESS
    } else {
        ExitCode::from(super::BROKEN)
    })
}

/// The child: opens what comes in and prints its cells.
pub fn open_cells() -> ExitCode {
    apart::serve().map_or(ExitCode::from(1), |()| ExitCode::SUCCESS)
}

/// The bytes of a file that is not too large to be looked at.
fn bytes(path: &Path) -> Result<Vec<u8>, (&'static str, String)> {
    let not_found = |error: std::io::Error| ("not_found", format!("{}: {error}", path.display()));
    let about = std::fs::metadata(path).map_err(not_found)?;
    if !about.is_file() {
        return Err(("not_found", format!("{} is no file", path.display())));
    }
    let most = gongjie_reader::limits::FILE_BYTES_MAX;
    if about.len() > most as u64 {
        return Err((
            "too_large",
            format!("the file has more than {} MB", most >> 20),
        ));
    }
    std::fs::read(path).map_err(not_found)
}

fn refuse(arguments: &Arguments, kind: &str, message: &str) -> ExitCode {
    if arguments.json {
        println!("{}", json!({"error": {"kind": kind, "message": message}}));
    } else {
        eprintln!(
            "gongjie: {}: not read ({kind}): {message}",
            arguments.file.display()
        );
    }
    ExitCode::from(1)
}

/// The report for people: one paragraph a sheet, then its doubts.
fn tell(report: &Report) {
    for sheet in &report.sheets {
        let name = if sheet.name.is_empty() {
            "(no name)"
        } else {
            &sheet.name
        };
        if !sheet.is_ledger {
            println!("{name}: no ledger. {}", sheet.why);
            continue;
        }
        println!("{name}: a ledger; {}", sheet.why);
        tell_sheet(sheet);
    }
}

fn tell_sheet(sheet: &Sheet) {
    for column in &sheet.columns {
        let field = column
            .field
            .map_or("kept beside", gongjie_reader::Field::code);
        let guessed = if column.is_guessed { " (guessed)" } else { "" };
        println!(
            "  {:<3} {} -> {field}{guessed}",
            column.letter, column.heading
        );
    }
    if sheet.doubts.is_empty() {
        println!("  no doubts");
    } else {
        println!("  {} doubts:", sheet.doubts.len());
    }
    for doubt in &sheet.doubts {
        println!("  {:<6} {:<16} {}", doubt.cell, doubt.kind, doubt.message);
    }
}
