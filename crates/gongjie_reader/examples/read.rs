//! Reads a file and prints the JSON, as `gongjie read` does; for trying the reader without building the product.

use std::process::ExitCode;

use gongjie_reader::{Options, apart, judge};

fn main() -> ExitCode {
    let Some(path) = std::env::args().nth(1) else {
        return ExitCode::from(2);
    };
    if path == "open-cells" {
        return apart::serve().map_or(ExitCode::from(1), |()| ExitCode::SUCCESS);
    }
    let (Ok(bytes), Ok(program)) = (std::fs::read(&path), std::env::current_exe()) else {
        return ExitCode::from(1);
    };
    match apart::open(&program, &["open-cells"], &bytes) {
        Ok(book) => {
            let report = judge::book(&book, &Options::default());
            println!(
                "{}",
                serde_json::to_string_pretty(&report).unwrap_or_default()
            );
            ExitCode::SUCCESS
        }
        Err(refusal) => {
            println!("{}: {refusal}", refusal.kind.code());
            ExitCode::from(1)
        }
    }
}
