//! A small HTTP/1.1 client on one kept connection: it costs little, so that on the same machine the server is measured.

use std::net::SocketAddr;

use anyhow::{Context, Result, bail};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

/// What came back, as far as anybody looks at it.
#[derive(Debug, Default)]
pub struct Reply {
    pub status: u16,
    /// Names in lower case.
    pub headers: Vec<(String, String)>,
    pub body: Vec<u8>,
}

impl Reply {
    /// The value of a header.
    pub fn header(&self, name: &str) -> Option<&str> {
        let found = self.headers.iter().find(|(n, _)| n == name);
        found.map(|(_, value)| value.as_str())
    }
}

/// One kept connection and the cookie of its person.
pub struct Client {
    stream: TcpStream,
    host: String,
    cookie: String,
    /// What was read and not yet used.
    read: Vec<u8>,
}

impl Client {
    /// Connects.
    pub async fn connect(address: SocketAddr, cookie: &str) -> Result<Self> {
        let stream = TcpStream::connect(address).await?;
        stream.set_nodelay(true)?;
        Ok(Self {
            stream,
            host: address.to_string(),
            cookie: cookie.to_owned(),
            read: Vec::with_capacity(64 * 1024),
        })
    }

    /// `GET`
    pub async fn get(&mut self, path: &str) -> Result<Reply> {
        self.send("GET", path, None).await
    }

    /// `POST` of a form that is encoded already.
    pub async fn post(&mut self, path: &str, form: &str) -> Result<Reply> {
        self.send("POST", path, Some(form)).await
    }

    async fn send(&mut self, method: &str, path: &str, form: Option<&str>) -> Result<Reply> {
        let cookie = match self.cookie.as_str() {
            "" => String::new(),
            cookie => format!("cookie: {cookie}\r\n"),
        };
        let kind = form.map_or_else(String::new, |form| {
            format!(
                "content-type: application/x-www-form-urlencoded\r\ncontent-length: {}\r\n",
                form.len()
            )
        });
        let request = format!(
            "{method} {path} HTTP/1.1\r\nhost: {}\r\naccept: text/html\r\n{cookie}{kind}\r\n{}",
            self.host,
            form.unwrap_or_default()
        );
        self.stream.write_all(request.as_bytes()).await?;
        self.reply()
            .await
            .with_context(|| format!("{method} {path}"))
    }

    async fn reply(&mut self) -> Result<Reply> {
        let head = self.until(b"\r\n\r\n").await?;
        let head = String::from_utf8(head)?;
        let mut lines = head.split("\r\n");
        let status = lines.next().and_then(|line| line.split(' ').nth(1));
        let mut reply = Reply {
            status: status.context("no status")?.parse()?,
            headers: lines
                .filter_map(|line| line.split_once(": "))
                .map(|(name, value)| (name.to_ascii_lowercase(), value.to_owned()))
                .collect(),
            body: Vec::new(),
        };
        if let Some(length) = reply.header("content-length") {
            let length = length.parse()?;
            reply.body = self.take(length).await?;
        } else if reply.header("transfer-encoding") == Some("chunked") {
            loop {
                let size = String::from_utf8(self.until(b"\r\n").await?)?;
                let size = usize::from_str_radix(size.trim(), 16)?;
                reply.body.extend(self.take(size).await?);
                self.take(2).await?;
                if size == 0 {
                    break;
                }
            }
        }
        Ok(reply)
    }

    /// Everything before the mark; the mark is read too.
    async fn until(&mut self, mark: &[u8]) -> Result<Vec<u8>> {
        let mut from = 0;
        loop {
            let rest = self.read.get(from..).unwrap_or_default();
            if let Some(at) = rest.windows(mark.len()).position(|w| w == mark) {
                let end = from + at;
                let found = self.read.get(..end).unwrap_or_default().to_vec();
                self.read.drain(..end + mark.len());
                return Ok(found);
            }
            from = self.read.len().saturating_sub(mark.len());
            self.more().await?;
        }
    }

    async fn take(&mut self, length: usize) -> Result<Vec<u8>> {
        while self.read.len() < length {
            self.more().await?;
        }
        let rest = self.read.split_off(length);
        Ok(std::mem::replace(&mut self.read, rest))
    }

    async fn more(&mut self) -> Result<()> {
        if self.stream.read_buf(&mut self.read).await? == 0 {
            bail!("the server hung up");
        }
        Ok(())
    }
}
