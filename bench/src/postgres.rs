//! A private PostgreSQL server from the system's own binaries, with its durable defaults; it ends with the bench.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use anyhow::{Context, Result, ensure};

/// The server and its folder.
pub struct Postgres {
    bin: PathBuf,
    folder: PathBuf,
}

impl Postgres {
    /// Starts the server in `folder`, which keeps its databases from run to run.
    pub fn start(folder: &Path) -> Result<Self> {
        let server = Self {
            bin: binaries()?,
            folder: folder.to_owned(),
        };
        let data = folder.join("data");
        if !data.exists() {
            std::fs::create_dir_all(folder)?;
            if is_root()? {
                run(Command::new("chown").arg("postgres").arg(folder))?;
            }
            let mut initdb = server.command("initdb")?;
            initdb.args([
                "-A",
                "trust",
                "-U",
                "postgres",
                "-E",
                "UTF8",
                "--locale=C.UTF-8",
                "-D",
            ]);
            run(initdb.arg(&data).stdout(Stdio::null()))?;
        }
        let options = format!(
            "-c listen_addresses= -c unix_socket_directories={} -c shared_buffers=512MB -c max_wal_size=4GB",
            folder.display()
        );
        let mut start = server.command("pg_ctl")?;
        start.args(["-w", "-s", "-o", &options, "-l"]);
        start.arg(folder.join("log")).arg("-D").arg(&data);
        run(start
            .arg("start")
            .stdout(Stdio::null())
            .stderr(Stdio::null()))?;
        Ok(server)
    }

    /// Address of a database.
    pub fn url(&self, database: &str) -> String {
        format!(
            "postgres://postgres@localhost/{database}?host={}",
            self.folder.display()
        )
    }

    /// Whether there is a database of this name.
    pub fn has(&self, database: &str) -> Result<bool> {
        let sql = format!("SELECT 1 FROM pg_database WHERE datname = '{database}'");
        let out = self.psql("postgres", &sql)?.output()?;
        Ok(String::from_utf8_lossy(&out.stdout).contains('1'))
    }

    /// Runs statements in a database.
    pub fn run(&self, database: &str, sql: &str) -> Result<()> {
        run(self.psql(database, sql)?.stdout(Stdio::null()))
    }

    fn psql(&self, database: &str, sql: &str) -> Result<Command> {
        let mut psql = self.command("psql")?;
        psql.args(["-q", "-t", "-v", "ON_ERROR_STOP=1", "-U", "postgres", "-h"])
            .arg(&self.folder)
            .args(["-c", sql, database]);
        Ok(psql)
    }

    /// A program of the server, run as `postgres` when we are root: the server refuses root.
    fn command(&self, program: &str) -> Result<Command> {
        let program = self.bin.join(program);
        if !is_root()? {
            return Ok(Command::new(program));
        }
        let mut command = Command::new("runuser");
        command.args(["-u", "postgres", "--"]).arg(program);
        command.current_dir("/tmp");
        Ok(command)
    }
}

impl Drop for Postgres {
    fn drop(&mut self) {
        if let Ok(mut stop) = self.command("pg_ctl") {
            stop.args(["-s", "-m", "fast", "-D"])
                .arg(self.folder.join("data"));
            let _ended_already = run(stop.arg("stop").stderr(Stdio::null()));
        }
    }
}

fn is_root() -> Result<bool> {
    let id = Command::new("id").arg("-u").output()?;
    Ok(String::from_utf8_lossy(&id.stdout).trim() == "0")
}

/// The newest installed server's programs.
fn binaries() -> Result<PathBuf> {
    let folders = std::fs::read_dir("/usr/lib/postgresql")
        .into_iter()
        .flatten();
    let mut found: Vec<PathBuf> = folders
        .filter_map(|entry| Some(entry.ok()?.path().join("bin")))
        .filter(|bin| bin.join("initdb").exists())
        .collect();
    found.sort();
    found
        .pop()
        .context("no PostgreSQL server here: run scripts/install.sh test")
}

fn run(command: &mut Command) -> Result<()> {
    let status = command.stdin(Stdio::null()).status()?;
    ensure!(status.success(), "{command:?} ended with {status}");
    Ok(())
}
