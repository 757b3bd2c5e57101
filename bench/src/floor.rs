//! The floor: a bare axum server over the plain SQLite driver, without sessions, rights, journal or templates.

use std::cell::RefCell;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex};

use anyhow::{Context, Result};
use axum::Router;
use axum::body::Bytes;
use axum::extract::{Query, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use rusqlite::{Connection, OpenFlags, Row, params};
use serde::{Deserialize, Serialize};

/// Rows of a list, as the product's.
const ROWS: i64 = 50;

/// One row of the floor's only table.
#[derive(Serialize)]
struct Problem {
    id: i64,
    number: Option<i64>,
    title: String,
    hurts: Option<String>,
    class: Option<String>,
    theme_id: Option<i64>,
    grade: Option<i64>,
    state: String,
    unit_id: i64,
    due_on: Option<String>,
    created_at: i64,
}

const COLUMNS: &str =
    "id, number, title, hurts, class, theme_id, grade, state, unit_id, due_on, created_at";

impl Problem {
    fn read(row: &Row<'_>) -> rusqlite::Result<Self> {
        Ok(Self {
            id: row.get(0)?,
            number: row.get(1)?,
            title: row.get(2)?,
            hurts: row.get(3)?,
            class: row.get(4)?,
            theme_id: row.get(5)?,
            grade: row.get(6)?,
            state: row.get(7)?,
            unit_id: row.get(8)?,
            due_on: row.get(9)?,
            created_at: row.get(10)?,
        })
    }
}

/// Makes the floor's file from the rows of a filled product database: the same problems, one table, one index.
pub fn make(file: &Path, product: &Path) -> Result<()> {
    let conn = Connection::open(file)?;
    conn.execute_batch(
        "PRAGMA journal_mode = WAL; CREATE TABLE problem (id INTEGER PRIMARY KEY, number INTEGER, title TEXT NOT NULL, \
         hurts TEXT, class TEXT, theme_id INTEGER, grade INTEGER, state TEXT NOT NULL, unit_id INTEGER NOT NULL, \
         due_on TEXT, created_at INTEGER NOT NULL);",
    )?;
    conn.execute(
        "ATTACH DATABASE ?1 AS product",
        [product.display().to_string()],
    )?;
    conn.execute_batch(
        "INSERT INTO problem SELECT p.id, p.number, p.title, p.hurts, p.class, p.theme_id, p.grade, p.state, \
         p.raised_by_unit_id, (SELECT MIN(m.due_on) FROM product.measure m WHERE m.problem_id = p.id \
         AND m.state NOT IN ('done', 'cancelled')), p.created_at FROM product.problem p ORDER BY p.id; \
         CREATE INDEX problem_list ON problem (state, unit_id, due_on, id);",
    )?;
    Ok(())
}

/// Takes over the product's tables of voices, their indexes and rows: what is raised at the floor is written as there.
pub fn take_voices(file: &Path, product: &Path) -> Result<()> {
    let conn = Connection::open(file)?;
    // Units and people stay away, so no key is checked here.
    conn.execute_batch("PRAGMA foreign_keys = OFF")?;
    conn.execute(
        "ATTACH DATABASE ?1 AS product",
        [product.display().to_string()],
    )?;
    let made = "SELECT sql FROM product.sqlite_master WHERE tbl_name IN ('voice', 'voice_event') AND sql IS NOT NULL \
                AND type IN ('table', 'index') ORDER BY type DESC";
    let made: Vec<String> = conn
        .prepare(made)?
        .query_map([], |row| row.get(0))?
        .collect::<rusqlite::Result<_>>()?;
    for sql in made {
        conn.execute_batch(&sql)?;
    }
    conn.execute_batch(
        "INSERT INTO main.voice SELECT * FROM product.voice; INSERT INTO main.voice_event SELECT * FROM product.voice_event;",
    )?;
    Ok(())
}

#[derive(Clone)]
struct Floor {
    file: Arc<PathBuf>,
    writer: Arc<Mutex<Connection>>,
}

thread_local! {
    /// Each thread's own reader.
    static READER: RefCell<Option<Connection>> = const { RefCell::new(None) };
}

fn write_connection(file: &Path) -> rusqlite::Result<Connection> {
    let conn = Connection::open(file)?;
    conn.execute_batch(
        "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA foreign_keys = OFF;",
    )?;
    Ok(conn)
}

impl Floor {
    fn read<T>(&self, ask: impl FnOnce(&Connection) -> rusqlite::Result<T>) -> Result<T> {
        READER.with(|reader| {
            let mut reader = reader.borrow_mut();
            if reader.is_none() {
                let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
                *reader = Some(Connection::open_with_flags(self.file.as_path(), flags)?);
            }
            let conn = reader.as_ref().context("no reader")?;
            Ok(ask(conn)?)
        })
    }
}

#[derive(Deserialize)]
struct Asked {
    #[serde(default)]
    state: String,
    #[serde(default)]
    unit: i64,
    #[serde(default)]
    id: i64,
    #[serde(default)]
    rows: i64,
}

fn answer<T: Serialize>(found: Result<T>) -> Response {
    match found.and_then(|found| Ok(serde_json::to_vec(&found)?)) {
        Ok(json) => ([("content-type", "application/json")], json).into_response(),
        Err(error) => (StatusCode::INTERNAL_SERVER_ERROR, error.to_string()).into_response(),
    }
}

async fn list(State(floor): State<Floor>, Query(asked): Query<Asked>) -> Response {
    answer(floor.read(|conn| {
        let sql = format!(
            "SELECT {COLUMNS} FROM problem WHERE state = ?1 AND unit_id = ?2 ORDER BY due_on, id LIMIT {ROWS}"
        );
        let mut statement = conn.prepare_cached(&sql)?;
        statement
            .query_map(params![asked.state, asked.unit], Problem::read)?
            .collect::<rusqlite::Result<Vec<_>>>()
    }))
}

async fn detail(State(floor): State<Floor>, Query(asked): Query<Asked>) -> Response {
    answer(floor.read(|conn| {
        let sql = format!("SELECT {COLUMNS} FROM problem WHERE id = ?1");
        let mut statement = conn.prepare_cached(&sql)?;
        statement.query_row([asked.id], Problem::read)
    }))
}

/// Inserts some rows in one commit.
async fn create(State(floor): State<Floor>, Query(asked): Query<Asked>, body: Bytes) -> Response {
    let insert = move || -> Result<i64> {
        let title = String::from_utf8_lossy(&body).into_owned();
        let mut writer = floor
            .writer
            .lock()
            .map_err(|_| anyhow::anyhow!("poisoned"))?;
        let transaction = writer.transaction()?;
        for _ in 0..asked.rows.max(1) {
            let mut statement = transaction.prepare_cached(
                "INSERT INTO problem (title, state, unit_id, created_at) VALUES (?1, 'proposed', ?2, 0)",
            )?;
            statement.execute(params![title, asked.unit])?;
        }
        let id = transaction.last_insert_rowid();
        transaction.commit()?;
        Ok(id)
    };
    let done = tokio::task::spawn_blocking(insert).await;
    let mut response = answer(done.map_err(anyhow::Error::from).and_then(|id| id));
    if response.status() == StatusCode::OK {
        *response.status_mut() = StatusCode::CREATED;
    }
    response
}

/// Inserts a voice and its first event in one commit.
async fn raise(State(floor): State<Floor>, body: Bytes) -> Response {
    let insert = move || -> Result<i64> {
        let text = String::from_utf8_lossy(&body).into_owned();
        let ids = [
            gongjie::voice::queries::random_id()?,
            gongjie::voice::queries::random_id()?,
        ];
        let code = gongjie_base::token::random()?;
        let mut writer = floor
            .writer
            .lock()
            .map_err(|_| anyhow::anyhow!("poisoned"))?;
        let transaction = writer.transaction()?;
        transaction
            .prepare_cached(
                "INSERT INTO voice (id, organization_id, code_hash, mode, channel, text, is_dangerous, received_at, state, \
                 state_since, triage_by, due_at, redos, appeals, disputes, turns, version) \
                 VALUES (?1, 1, ?2, 'anonymous', 'web', ?3, 0, 0, 'received', 0, 0, 0, 0, 0, 0, 1, 1)",
            )?
            .execute(params![ids[0], code, text])?;
        transaction
            .prepare_cached(
                "INSERT INTO voice_event (id, organization_id, voice_id, turn, kind, side, is_internal, at, is_journaled) \
                 VALUES (?1, 1, ?2, 1, 'raised', 'raiser', 0, 0, 0)",
            )?
            .execute(params![ids[1], ids[0]])?;
        transaction.commit()?;
        Ok(ids[0])
    };
    let done = tokio::task::spawn_blocking(insert).await;
    answer(done.map_err(anyhow::Error::from).and_then(|id| id))
}

/// Serves until it is killed; prints the address.
pub async fn serve(file: PathBuf) -> Result<()> {
    let floor = Floor {
        writer: Arc::new(Mutex::new(write_connection(&file)?)),
        file: Arc::new(file),
    };
    let router = Router::new()
        .route("/list", get(list))
        .route("/detail", get(detail))
        .route("/create", post(create))
        .route("/raise", post(raise))
        .with_state(floor);
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await?;
    println!(
        "{}",
        serde_json::json!({ "listening": format!("http://{}", listener.local_addr()?) })
    );
    axum::serve(listener, router).await?;
    Ok(())
}
