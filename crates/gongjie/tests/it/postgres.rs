//! A private PostgreSQL server from the system's own binaries: one a run, one database a test.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::LazyLock;
use std::sync::atomic::{AtomicU64, Ordering};

use gongjie_base::Db;

static SERVER: LazyLock<Server> = LazyLock::new(Server::start);
static TEMPLATE: tokio::sync::OnceCell<()> = tokio::sync::OnceCell::const_new();
static NEXT: AtomicU64 = AtomicU64::new(0);

struct Server {
    folder: PathBuf,
}

/// Address of a fresh, migrated database of its own.
pub async fn database() -> String {
    TEMPLATE
        .get_or_init(|| async {
            SERVER.sql("CREATE DATABASE template_gongjie");
            let db = Db::postgres(&SERVER.url("template_gongjie")).await.unwrap();
            gongjie::migrations::apply(&db).await.unwrap();
            db.close().await.unwrap();
        })
        .await;
    let name = format!("t{}", NEXT.fetch_add(1, Ordering::SeqCst));
    SERVER.sql(&format!("CREATE DATABASE {name} TEMPLATE template_gongjie"));
    SERVER.url(&name)
}

impl Server {
    fn start() -> Self {
        let bin = binaries();
        let made = command(&bin, "mktemp")
            .args(["-d", "/tmp/gongjie-pg-XXXXXX"])
            .output()
            .unwrap();
        let folder = PathBuf::from(String::from_utf8(made.stdout).unwrap().trim());
        let data = folder.join("data");
        let mut initdb = command(&bin, "initdb");
        initdb.args([
            "--no-sync",
            "-A",
            "trust",
            "-U",
            "postgres",
            "-E",
            "UTF8",
            "--locale=C.UTF-8",
            "-D",
        ]);
        run(initdb.arg(&data));
        let options = format!(
            "-c listen_addresses= -c unix_socket_directories={} -c fsync=off -c max_connections=600 -c shared_buffers=64MB",
            folder.display()
        );
        let mut start = command(&bin, "pg_ctl");
        start
            .args(["-w", "-s", "-o", &options, "-l"])
            .arg(folder.join("log"))
            .arg("-D")
            .arg(&data);
        run(start.arg("start").stdout(Stdio::null()));
        // Nobody drops a static: a small watcher ends the server after this process.
        let watch = format!(
            "while [ -d /proc/{} ]; do sleep 1; done; {}/pg_ctl -s -m immediate -D {} stop; rm -rf {}",
            std::process::id(),
            bin.display(),
            data.display(),
            folder.display()
        );
        let mut watcher = command(&bin, "sh");
        watcher
            .args(["-c", &watch])
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::null());
        watcher.spawn().unwrap();
        Self { folder }
    }

    fn url(&self, database: &str) -> String {
        format!(
            "postgres://postgres@localhost/{database}?host={}",
            self.folder.display()
        )
    }

    fn sql(&self, sql: &str) {
        let mut psql = command(&binaries(), "psql");
        psql.args(["-q", "-U", "postgres", "-h"])
            .arg(&self.folder)
            .args(["-c", sql, "postgres"]);
        run(&mut psql);
    }
}

/// The newest installed server's programs; without them the suite fails and says what to install.
fn binaries() -> PathBuf {
    let mut found: Vec<PathBuf> = std::fs::read_dir("/usr/lib/postgresql")
        .into_iter()
        .flatten()
        .filter_map(|entry| Some(entry.ok()?.path().join("bin")))
        .filter(|bin| bin.join("initdb").exists())
        .collect();
    found.sort();
    found.pop().expect(
        "no PostgreSQL server here: run scripts/install.sh test, or apt-get install postgresql",
    )
}

/// A program, run as `postgres` when we are root: the server refuses root.
fn command(bin: &Path, program: &str) -> Command {
    let own = bin.join(program);
    let program = if own.exists() {
        own
    } else {
        PathBuf::from(program)
    };
    let id = Command::new("id").arg("-u").output().unwrap();
    if String::from_utf8_lossy(&id.stdout).trim() == "0" {
        let mut command = Command::new("runuser");
        command
            .args(["-u", "postgres", "--"])
            .arg(program)
            .current_dir("/tmp");
        command
    } else {
        Command::new(program)
    }
}

fn run(command: &mut Command) {
    let status = command.stdin(Stdio::null()).status().unwrap();
    assert!(status.success(), "{command:?} ended with {status}");
}
