//! The one binary: commands, wiring and nothing else.

use std::process::ExitCode;

use clap::Parser;
use gongjie::command::{self, Cli};

fn main() -> ExitCode {
    let cli = Cli::parse();
    let runtime = match tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()
    {
        Ok(runtime) => runtime,
        Err(error) => {
            eprintln!("gongjie: cannot start: {error}");
            return ExitCode::from(1);
        }
    };
    match runtime.block_on(command::run(cli)) {
        Ok(code) => code,
        Err(error) => {
            eprintln!("gongjie: {error:#}");
            ExitCode::from(1)
        }
    }
}
