//! Reads a file in this very process and prints the JSON; for trying the reader. The program reads in a child process.

use std::process::ExitCode;

fn main() -> ExitCode {
    let Some(path) = std::env::args().nth(1) else {
        return ExitCode::from(2);
    };
    let Ok(bytes) = std::fs::read(&path) else {
        return ExitCode::from(1);
    };
    match gongjie_reader::file::open(&bytes) {
        Ok(book) => {
            let report = gongjie_reader::judge::book(&book, &gongjie_reader::Options::default());
            println!("{}", serde_json::to_string_pretty(&report).unwrap_or_default());
            ExitCode::SUCCESS
        }
        Err(refusal) => {
            println!("{}: {refusal}", refusal.kind.code());
            ExitCode::from(1)
        }
    }
}
