//! Foreign files are opened in a process of their own, with limits on memory, time and files; whatever happens there, the
//! server goes on.

use std::io::{self, Read, Write};
use std::path::Path;
use std::process::{Child, Command, ExitStatus, Stdio};
use std::sync::mpsc;
use std::thread;
use std::time::Duration;

use rustix::process::{Resource, Rlimit, setrlimit};
use serde::{Deserialize, Serialize};

use crate::file;
use crate::grid::Book;
use crate::limits;
use crate::picture::{self, Picture};
use crate::refusal::{Kind, Refusal};

/// The argument with which the product's own program opens what comes on its standard input.
pub const COMMAND: &str = "open-cells";
/// Address space of the process that reads, in bytes.
const MEMORY_BYTES_MAX: u64 = 768 * 1024 * 1024;
/// Processor seconds of that process.
const CPU_SECONDS_MAX: u64 = 10;
/// Seconds until it is stopped, whatever it does.
const WALL_SECONDS_MAX: u64 = 20;
/// Bytes that it may answer.
const ANSWER_BYTES_MAX: u64 = 512 * 1024 * 1024;

/// What the process answers.
#[derive(Debug, Serialize, Deserialize)]
enum Answer {
    Book(Book),
    Picture(Picture),
    Refused { kind: String, message: String },
}

/// What a child is asked to do: the first byte that it is sent.
#[derive(Clone, Copy)]
enum Job {
    Book = b'b' as isize,
    Picture = b'p' as isize,
}

/// Opens a file in a child: `program` with `arguments` must call [`serve`].
///
/// # Errors
/// As [`file::open`]; also where the child was stopped by its limits.
pub fn open(program: &Path, arguments: &[&str], bytes: &[u8]) -> Result<Book, Refusal> {
    match ask(program, arguments, Job::Book, bytes)? {
        Answer::Book(book) => Ok(book),
        _ => Err(Refusal::damaged("another answer than was asked for")),
    }
}

/// Makes a picture anew in a child: `program` with `arguments` must call [`serve`].
///
/// # Errors
/// As [`picture::remake`]; also where the child was stopped by its limits.
pub fn remake_picture(
    program: &Path,
    arguments: &[&str],
    bytes: &[u8],
) -> Result<Picture, Refusal> {
    match ask(program, arguments, Job::Picture, bytes)? {
        Answer::Picture(picture) => Ok(picture),
        _ => Err(Refusal::damaged("another answer than was asked for")),
    }
}

fn ask(program: &Path, arguments: &[&str], job: Job, bytes: &[u8]) -> Result<Answer, Refusal> {
    if bytes.len() > limits::FILE_BYTES_MAX {
        return Err(Refusal::too_large(format!(
            "the file has more than {} MB",
            limits::FILE_BYTES_MAX >> 20
        )));
    }
    let mut child = Command::new(program)
        .args(arguments)
        .env_clear()
        // The allocator of the product reserves a whole gigabyte at once, unless it is told otherwise (in KiB).
        .env("MIMALLOC_ARENA_RESERVE", "65536")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .map_err(|e| {
            Refusal::damaged(format!(
                "the process that reads files cannot be started: {e}"
            ))
        })?;
    let answer = talk(&mut child, job, bytes);
    if answer.is_none() {
        // Already ended is as good.
        drop(child.kill());
    }
    let status = child.wait().map_err(Refusal::damaged)?;
    let Some(answer) = answer else {
        return Err(Refusal::new(
            Kind::TooSlow,
            format!("reading took longer than {WALL_SECONDS_MAX} seconds"),
        ));
    };
    match serde_json::from_slice(&answer) {
        Ok(Answer::Refused { kind, message }) => Err(Refusal::new(
            Kind::from_code(&kind).unwrap_or(Kind::Damaged),
            message,
        )),
        Ok(answer) => Ok(answer),
        Err(_) => Err(stopped(status)),
    }
}

/// Sends the file and takes the answer; nothing when time is up.
fn talk(child: &mut Child, job: Job, bytes: &[u8]) -> Option<Vec<u8>> {
    let (mut input, output) = (child.stdin.take()?, child.stdout.take()?);
    let (done, waits) = mpsc::channel();
    thread::spawn(move || {
        let mut answer = Vec::new();
        let read = output.take(ANSWER_BYTES_MAX).read_to_end(&mut answer);
        // Nobody may wait any more.
        drop(done.send(read.map(|_| answer).unwrap_or_default()));
    });
    let bytes = bytes.to_vec();
    thread::spawn(move || {
        // A child that refused early closes its end; the answer says why.
        drop(
            input
                .write_all(&[job as u8])
                .and_then(|()| input.write_all(&bytes)),
        );
    });
    waits
        .recv_timeout(Duration::from_secs(WALL_SECONDS_MAX))
        .ok()
}

fn stopped(status: ExitStatus) -> Refusal {
    #[cfg(unix)]
    {
        use std::os::unix::process::ExitStatusExt as _;
        // 24 is SIGXCPU, 9 the hard end of the same limit.
        if matches!(status.signal(), Some(24 | 9)) {
            return Refusal::new(
                Kind::TooSlow,
                format!("reading took more than {CPU_SECONDS_MAX} seconds of the processor"),
            );
        }
        if status.signal().is_some() {
            return Refusal::too_large("reading took more memory than it may".to_owned());
        }
    }
    Refusal::damaged(format!("reading stopped ({status})"))
}

/// What the child does, before it starts any thread: takes limits, reads a file from standard input, answers on standard output.
///
/// # Errors
/// Where input or output fails.
pub fn serve() -> io::Result<()> {
    confine()?;
    let mut bytes = Vec::new();
    let most = u64::try_from(limits::FILE_BYTES_MAX).unwrap_or(u64::MAX);
    let mut input = io::stdin().lock().take(most + 2);
    let mut job = [0];
    input.read_exact(&mut job)?;
    input.read_to_end(&mut bytes)?;
    let answer = if job == [Job::Picture as u8] {
        picture::remake(&bytes).map(Answer::Picture)
    } else {
        file::open(&bytes).map(Answer::Book)
    };
    let answer = match answer {
        Ok(answer) => answer,
        Err(refusal) => Answer::Refused {
            kind: refusal.kind.code().to_owned(),
            message: refusal.message,
        },
    };
    let mut output = io::BufWriter::new(io::stdout().lock());
    serde_json::to_writer(&mut output, &answer)?;
    output.flush()
}

fn confine() -> io::Result<()> {
    let at_most = |most| Rlimit {
        current: Some(most),
        maximum: Some(most),
    };
    setrlimit(Resource::As, at_most(MEMORY_BYTES_MAX))?;
    setrlimit(Resource::Cpu, at_most(CPU_SECONDS_MAX))?;
    // It writes no file, leaves no core, and opens next to nothing.
    setrlimit(Resource::Fsize, at_most(0))?;
    setrlimit(Resource::Core, at_most(0))?;
    setrlimit(Resource::Nofile, at_most(16))?;
    Ok(())
}
