//! The real program as a process of its own, and a client that speaks HTTP to it over a socket.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use serde_json::Value;

/// What a command left behind.
#[derive(Debug)]
pub struct Ran {
    pub code: i32,
    pub out: String,
    pub err: String,
}

impl Ran {
    /// Fails with everything that was said unless the exit code is this one.
    pub fn expect(self, code: i32) -> Self {
        assert_eq!(self.code, code, "{self:?}");
        self
    }

    /// The one line of JSON.
    pub fn json(&self) -> Value {
        assert_eq!(self.out.lines().count(), 1, "{self:?}");
        serde_json::from_str(&self.out).unwrap()
    }
}

fn program() -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_gongjie"));
    let ours = std::env::vars().filter(|(name, _)| name.starts_with("GONGJIE_"));
    for (name, _) in ours {
        command.env_remove(name);
    }
    // Tests that write as fast as they can are no flood.
    command.env("GONGJIE_WRITES_PER_MINUTE", "1000000");
    command.stdin(Stdio::null());
    command
}

/// Runs a command to its end.
pub fn run<S: AsRef<str>>(words: &[&str], place: &[S]) -> Ran {
    let place = place.iter().map(AsRef::as_ref);
    let done = program().args(words).args(place).output().unwrap();
    Ran {
        code: done.status.code().unwrap(),
        out: String::from_utf8(done.stdout).unwrap(),
        err: String::from_utf8(done.stderr).unwrap(),
    }
}

/// `gongjie serve` on a free port. Killed when it is dropped.
pub struct Server {
    child: Child,
    /// Host and port.
    pub address: String,
}

impl Server {
    /// Starts and waits until it listens.
    pub fn start(place: &[String]) -> Self {
        let mut child = program()
            .args(["serve", "--json", "--listen", "127.0.0.1:0"])
            .args(place)
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let mut line = String::new();
        let mut out = BufReader::new(child.stdout.take().unwrap());
        out.read_line(&mut line).unwrap();
        let ready: Value = serde_json::from_str(&line).unwrap();
        let listening = ready["listening"].as_str().unwrap();
        let address = listening.trim_start_matches("http://").to_owned();
        Self { child, address }
    }

    /// SIGKILL: nothing is finished, nothing is said.
    pub fn kill(&mut self) {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
    }

    /// SIGTERM.
    pub fn terminate(&self) {
        let id = self.child.id().to_string();
        let told = Command::new("kill").args(["-TERM", &id]).status().unwrap();
        assert!(told.success());
    }

    /// The exit code, once it has finished.
    pub fn exit_code(mut self) -> Option<i32> {
        self.child.wait().unwrap().code()
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _already_gone = self.child.kill();
        let _already_gone = self.child.wait();
    }
}

/// Opens a connection that waits at most 20 seconds for an answer.
pub fn connect(address: &str) -> std::io::Result<TcpStream> {
    let stream = TcpStream::connect(address)?;
    stream.set_read_timeout(Some(Duration::from_secs(20)))?;
    Ok(stream)
}

/// The head of a request with a JSON body, up to its empty line.
pub fn head(method: &str, path: &str, token: &str, key: &str, length: usize) -> String {
    format!(
        "{method} {path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nAuthorization: Bearer {token}\r\n\
         Idempotency-Key: {key}\r\nContent-Type: application/json\r\nContent-Length: {length}\r\n\r\n"
    )
}

/// Reads an answer to its end: status and body.
pub fn answer(stream: &mut TcpStream) -> std::io::Result<(u16, String)> {
    let mut text = String::new();
    stream.read_to_string(&mut text)?;
    let cut = || std::io::Error::from(std::io::ErrorKind::UnexpectedEof);
    let (head, body) = text.split_once("\r\n\r\n").ok_or_else(cut)?;
    let status = head.split(' ').nth(1).and_then(|s| s.parse().ok());
    Ok((status.ok_or_else(cut)?, body.to_owned()))
}

/// Sends JSON and waits for the answer.
pub fn send(
    address: &str,
    method: &str,
    path: &str,
    (token, key): (&str, &str),
    body: &str,
) -> std::io::Result<(u16, String)> {
    let mut stream = connect(address)?;
    stream.write_all(head(method, path, token, key, body.len()).as_bytes())?;
    stream.write_all(body.as_bytes())?;
    answer(&mut stream)
}
