//! The one binary: commands, wiring and nothing else.

use std::process::ExitCode;

use clap::Parser;
use gongjie::command::{self, Cli};

/// Pages are made of thousands of small pieces of memory, on several threads; SQLite's too are served from here.
#[global_allocator]
static MEMORY: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// Threads that answer, at least: a statement on SQLite runs where it is asked, and a long one must not keep the others
/// waiting.
const THREADS_MIN: usize = 4;

fn main() -> ExitCode {
    let cli = Cli::parse();
    if cli.opens_cells() {
        return command::open_cells();
    }
    let cores = std::thread::available_parallelism().map_or(1, usize::from);
    let runtime = match tokio::runtime::Builder::new_multi_thread()
        .worker_threads(cores.max(THREADS_MIN))
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
