//! A server under measurement: started as people start it, watched through the system's own accounts, ended afterwards.

use std::io::{BufRead, BufReader};
use std::net::SocketAddr;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};

use crate::client::Client;

/// Time that a server may take to say where it listens.
const START_MAX: Duration = Duration::from_mins(1);

/// A running server process; it ends when this is dropped.
pub struct Server {
    child: Child,
    pub address: SocketAddr,
    /// From the start of the process to its first answer.
    pub start: Duration,
}

impl Server {
    /// Starts a program that prints one JSON line with `listening`, and asks it for `path` until it answers.
    pub async fn start(command: &mut Command, path: &str) -> Result<Self> {
        let begun = Instant::now();
        let mut child = command
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .spawn()
            .with_context(|| format!("cannot start {}", command.get_program().display()))?;
        let mut line = String::new();
        let out = child.stdout.take().context("no output")?;
        BufReader::new(out).read_line(&mut line)?;
        let said: serde_json::Value = serde_json::from_str(&line)
            .with_context(|| format!("the server said no address: {line}"))?;
        let address = said.get("listening").and_then(|a| a.as_str());
        let address = address.and_then(|a| a.strip_prefix("http://"));
        let address = address.context("no address")?.parse()?;
        let mut server = Self {
            child,
            address,
            start: Duration::ZERO,
        };
        while begun.elapsed() < START_MAX {
            let mut client = Client::connect(address, "").await?;
            if client.get(path).await?.status < 500 {
                server.start = begun.elapsed();
                return Ok(server);
            }
        }
        bail!("the server is not ready after {START_MAX:?}");
    }

    /// Number of the process.
    pub fn process(&self) -> u32 {
        self.child.id()
    }

    /// A line of the process's status, in MiB.
    fn mib(&self, name: &str) -> Result<f64> {
        let status = std::fs::read_to_string(format!("/proc/{}/status", self.child.id()))?;
        let line = status.lines().find_map(|l| l.strip_prefix(name));
        let kib = line.and_then(|l| l.split_whitespace().nth(1));
        Ok(kib.with_context(|| format!("no {name}"))?.parse::<f64>()? / 1024.0)
    }

    /// Memory now, in MiB.
    pub fn memory(&self) -> Result<f64> {
        self.mib("VmRSS")
    }

    /// Most memory since the start or since [`Server::forget_peak`], in MiB.
    pub fn peak(&self) -> Result<f64> {
        self.mib("VmHWM")
    }

    /// Begins a new count of the peak.
    pub fn forget_peak(&self) -> Result<()> {
        Ok(std::fs::write(
            format!("/proc/{}/clear_refs", self.child.id()),
            "5",
        )?)
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _already_gone = self.child.kill();
        let _already_gone = self.child.wait();
    }
}

/// A signed-in person: cookie and the session's CSRF token.
#[derive(Clone)]
pub struct Person {
    pub cookie: String,
    pub csrf: String,
}

/// Signs in as people do.
pub async fn sign_in(address: SocketAddr, login: &str, password: &str) -> Result<Person> {
    let mut client = Client::connect(address, "").await?;
    let form = format!("login={login}&password={}", password.replace(' ', "+"));
    let reply = client.post("/login", &form).await?;
    let cookie = reply.header("set-cookie").and_then(|c| c.split(';').next());
    let cookie = cookie.with_context(|| format!("{login} cannot sign in: {}", reply.status))?;
    let mut client = Client::connect(address, cookie).await?;
    let page = String::from_utf8(client.get("/problems/new").await?.body)?;
    let csrf = page
        .split_once("name=\"_csrf\" value=\"")
        .and_then(|(_, rest)| rest.split('"').next())
        .context("a form without a token")?;
    Ok(Person {
        cookie: cookie.to_owned(),
        csrf: csrf.to_owned(),
    })
}
