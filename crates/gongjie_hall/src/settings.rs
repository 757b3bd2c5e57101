//! Settings: one TOML file, environment and flags, in rising order; `gongjie doctor` lists each with where it came from.

use std::collections::BTreeMap;
use std::num::NonZero;
use std::path::{Path, PathBuf};

use anyhow::{Context, bail};
use gongjie_base::limits;
use gongjie_base::outgoing::Allowed;

use crate::journal::Algorithm;

/// Where a value came from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Origin {
    Default,
    File,
    Environment,
    Flag,
}

/// One setting as `doctor` shows it.
#[derive(Debug, Clone, serde::Serialize)]
pub struct Line {
    pub name: &'static str,
    pub environment: String,
    pub value: String,
    pub origin: Origin,
    pub about: &'static str,
}

/// Name, default and meaning of every setting.
const ALL: &[(&str, &str, &str)] = &[
    (
        "data",
        "data",
        "folder of the SQLite file and of evidence files",
    ),
    (
        "database",
        "",
        "postgres://… instead of the SQLite file in the data folder",
    ),
    ("listen", "127.0.0.1:8080", "address and port to serve on"),
    (
        "public_url",
        "",
        "address in people's browsers; https:// makes cookies Secure",
    ),
    (
        "time_zone",
        "Asia/Shanghai",
        "IANA name of the zone in which days are counted",
    ),
    (
        "language",
        "zh",
        "language of people who have not chosen: zh or en",
    ),
    (
        "journal_algorithm",
        "sm3",
        "hash of the journal: sm3 or sha256",
    ),
    (
        "file_bytes_max",
        "20971520",
        "bytes of one uploaded file, at most 1 GiB",
    ),
    (
        "writes_per_minute",
        "600",
        "requests of one person in a minute that change something; of one network ten times as many",
    ),
    (
        "heavy_reads_per_minute",
        "120",
        "exports and searches of one person in a minute; of one network ten times as many",
    ),
    (
        "secret",
        "",
        "64 hexadecimal characters that make codes and seals; empty: the file `secret` of the data folder, made at first start",
    ),
    (
        "raises_per_hour",
        "600",
        "voices of one network in an hour without a sign-in, a tenth of them at once; of all networks ten times as many",
    ),
    ("log", "info", "log filter, as in RUST_LOG"),
    ("log_format", "text", "text or json"),
    (
        "trusted_proxies",
        "",
        "addresses whose X-Forwarded-For is believed, separated by commas",
    ),
    (
        "outgoing_hosts",
        "",
        "hosts that may be called for messages, host or host:port, separated by commas; empty: nobody is called",
    ),
    (
        "outgoing_networks",
        "",
        "private addresses or networks where those hosts may stand all the same, separated by commas",
    ),
];

/// Everything that can be set.
#[derive(Debug, Clone)]
pub struct Settings {
    pub data: PathBuf,
    pub database: Option<String>,
    pub listen: String,
    pub public_url: String,
    pub time_zone: String,
    pub is_english: bool,
    pub algorithm: Algorithm,
    pub file_bytes_max: usize,
    /// Requests of one person in a minute that change something.
    pub writes_per_minute: u32,
    /// Exports and searches of one person in a minute.
    pub heavy_reads_per_minute: u32,
    /// What codes and seals are made with; nothing: the file of the data folder.
    pub secret: Option<String>,
    /// Voices of one network in an hour without a sign-in.
    pub raises_per_hour: u32,
    pub log: String,
    pub log_as_json: bool,
    pub trusted_proxies: Vec<std::net::IpAddr>,
    /// Whom messages may be sent to.
    pub outgoing: Allowed,
    lines: Vec<Line>,
}

impl Settings {
    /// Reads the file (which may be missing only when it was not named), then `GONGJIE_…`, then `flags`.
    pub fn load(
        file: Option<&Path>,
        environment: &BTreeMap<String, String>,
        flags: &BTreeMap<&'static str, String>,
    ) -> anyhow::Result<Self> {
        let table = match file {
            Some(path) => std::fs::read_to_string(path)
                .with_context(|| format!("cannot read the settings file {}", path.display()))?
                .parse::<toml::Table>()
                .with_context(|| format!("{} is no TOML", path.display()))?,
            None => toml::Table::new(),
        };
        if let Some(unknown) = table
            .keys()
            .find(|k| ALL.iter().all(|(name, ..)| name != k))
        {
            bail!("unknown setting {unknown} in the settings file; `gongjie doctor` lists all");
        }
        let lines = ALL
            .iter()
            .map(|(name, default, about)| {
                let variable = format!("GONGJIE_{}", name.to_uppercase());
                let (value, origin) = if let Some(value) = flags.get(name) {
                    (value.clone(), Origin::Flag)
                } else if let Some(value) = environment.get(&variable) {
                    (value.clone(), Origin::Environment)
                } else if let Some(value) = table.get(*name) {
                    (
                        value
                            .as_str()
                            .map_or_else(|| value.to_string(), str::to_owned),
                        Origin::File,
                    )
                } else {
                    ((*default).to_owned(), Origin::Default)
                };
                Line {
                    name,
                    environment: variable,
                    value,
                    origin,
                    about,
                }
            })
            .collect();
        Self::from_lines(lines)
    }

    fn from_lines(lines: Vec<Line>) -> anyhow::Result<Self> {
        let text = |name: &str| {
            lines
                .iter()
                .find(|l| l.name == name)
                .map(|l| l.value.clone())
                .unwrap_or_default()
        };
        let listen = text("listen");
        let public_url = match text("public_url") {
            url if url.is_empty() => format!("http://{listen}"),
            url => url.trim_end_matches('/').to_owned(),
        };
        let algorithm = Algorithm::from_code(&text("journal_algorithm"))
            .context("journal_algorithm is sm3 or sha256")?;
        let file_bytes_max: usize = text("file_bytes_max")
            .parse()
            .context("file_bytes_max is a number of bytes")?;
        if file_bytes_max > 1 << 30 {
            bail!(
                "file_bytes_max is at most 1 GiB; the default is {}",
                limits::FILE_BYTES_MAX
            );
        }
        let whole = |name: &str| -> anyhow::Result<u32> {
            let number: NonZero<u32> = text(name)
                .parse()
                .with_context(|| format!("{name} is a whole number from 1"))?;
            Ok(number.get())
        };
        let trusted_proxies = text("trusted_proxies")
            .split(',')
            .map(str::trim)
            .filter(|a| !a.is_empty())
            .map(|a| {
                a.parse()
                    .with_context(|| format!("trusted_proxies: {a} is no address"))
            })
            .collect::<anyhow::Result<_>>()?;
        let outgoing = Allowed::read(&text("outgoing_hosts"), &text("outgoing_networks"))
            .map_err(|wrong| anyhow::anyhow!("outgoing_hosts, outgoing_networks: {wrong}"))?;
        Ok(Self {
            data: PathBuf::from(text("data")),
            database: Some(text("database")).filter(|d| !d.is_empty()),
            listen,
            public_url,
            time_zone: text("time_zone"),
            is_english: text("language") == "en",
            algorithm,
            file_bytes_max,
            writes_per_minute: whole("writes_per_minute")?,
            heavy_reads_per_minute: whole("heavy_reads_per_minute")?,
            secret: Some(text("secret")).filter(|s| !s.is_empty()),
            raises_per_hour: whole("raises_per_hour")?,
            log: text("log"),
            log_as_json: text("log_format") == "json",
            trusted_proxies,
            outgoing,
            lines,
        })
    }

    /// Every setting, with secrets in the database address masked.
    pub fn lines(&self) -> Vec<Line> {
        let mut lines = self.lines.clone();
        for line in &mut lines {
            if line.name == "secret" && !line.value.is_empty() {
                "***".clone_into(&mut line.value);
            }
            if let Some((head, tail)) = line.value.clone().split_once("://")
                && let Some((_, host)) = tail.split_once('@')
            {
                line.value = format!("{head}://***@{host}");
            }
        }
        lines
    }

    /// Cookies carry `Secure` and the `__Host-` prefix.
    pub fn is_https(&self) -> bool {
        self.public_url.starts_with("https://")
    }

    /// The SQLite file.
    pub fn sqlite_file(&self) -> PathBuf {
        self.data.join("gongjie.db")
    }

    /// The folder of evidence files.
    pub fn files(&self) -> PathBuf {
        self.data.join("files")
    }
}
