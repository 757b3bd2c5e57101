//! Voices and the clock: how many can be raised in a second while others work, and how long the nightly look takes.

use std::fmt::Write;
use std::path::Path;
use std::process::Command;
use std::rc::Rc;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, ensure};
use gongjie::journal;
use gongjie_base::{Clock, Db};

use crate::client::Client;
use crate::fill::{PASSWORD, login, voices};
use crate::floor;
use crate::load::{Ask, next, rate};
use crate::measure::{Effort, connect, product};
use crate::server::{Person, Server, sign_in};
use crate::store::Copy;

/// Connections that raise.
const RAISERS: usize = 16;
/// Voices that are there before.
const VOICES: u64 = 100_000;

/// One line of the table.
type Line = (&'static str, String);

async fn open(copy: &Copy) -> Result<Db> {
    Ok(match &copy.url {
        Some(url) => Db::postgres(url).await?,
        None => Db::sqlite(&copy.data.join("gongjie.db")).await?,
    })
}

async fn count(copy: &Copy, sql: &str) -> Result<i64> {
    let db = open(copy).await?;
    let found = db.read().scalar(sql, []).await?;
    db.close().await?;
    found.context("no count")
}

/// Fills in voices, and makes today a working day whatever day it is.
async fn prepare(copy: &Copy) -> Result<()> {
    let db = open(copy).await?;
    let tx = db.begin().await?;
    journal::take_turn(&tx, 1).await?;
    let clock = Clock::system("Asia/Shanghai").map_err(anyhow::Error::msg)?;
    for statement in voices::statements(VOICES, &clock) {
        tx.run(&statement, [])
            .await
            .with_context(|| statement.clone())?;
    }
    tx.commit().await?;
    db.close().await?;
    Ok(())
}

/// A form that raises a voice.
fn raise(mode: &'static str) -> Ask {
    Ask::Post(Rc::new(move |n| {
        // Who stays unknown writes no name.
        let name = match mode {
            "anonymous" => "",
            _ => "&name=%E5%BC%A0%E4%B8%89",
        };
        let form = format!(
            "_key=bench-voice-{}-{n:024}&mode={mode}{name}&text=%E7%AC%AC{n}%E6%AC%A1%E8%AF%B4%EF%BC%9A%E4%B8%9C%E5%8C%BA\
             %E5%AE%BF%E8%88%8D%E7%9A%84%E7%83%AD%E6%B0%B4%E6%99%9A%E4%B8%8A%E5%8D%81%E7%82%B9%E5%B0%B1%E5%81%9C%E4%BA%86",
            std::process::id()
        );
        ("/raise/bench".to_owned(), form)
    }))
}

/// What is measured of raising.
pub async fn raising(program: &Path, copy: &Copy, effort: Effort) -> Result<Vec<Line>> {
    prepare(copy).await?;
    let mut lines = Vec::new();
    let bare = Person {
        cookie: String::new(),
        csrf: String::new(),
    };
    let mut floor_rate: f64 = 0.0;
    if copy.url.is_none() {
        floor::take_voices(&copy.floor, &copy.data.join("gongjie.db"))?;
        let mut command = Command::new(std::env::current_exe()?);
        command.arg("floor").arg(&copy.floor);
        let floor = Server::start(&mut command, "/detail?id=1").await?;
        let ask = Ask::Post(Rc::new(|n| ("/raise".to_owned(), format!("第{n}次说"))));
        for _ in 0..effort.rounds {
            let mut clients = connect(&floor, std::slice::from_ref(&bare), RAISERS, &ask).await?;
            floor_rate = floor_rate.max(rate(&mut clients, effort.time).await?);
        }
        lines.push((
            "Floor: the same rows, a commit each",
            format!("{floor_rate:.0} /s"),
        ));
    }
    let server = Server::start(&mut product(program, copy), "/readyz").await?;
    for (words, mode) in [
        ("Raised, anonymous", "anonymous"),
        ("Raised by name, with its journal entry", "real_name"),
    ] {
        let (most, ratio) = raised(&server, copy, (&bare, mode), floor_rate, effort).await?;
        lines.push((words, format!("{most:.0} /s{ratio}")));
    }
    beside(&server, &bare, effort, &mut lines).await?;
    lines.push(("Memory, at most", format!("{:.0} MiB", server.peak()?)));
    Ok(lines)
}

/// Raises as fast as it is answered, and counts afterwards that each answered voice is a row.
async fn raised(
    server: &Server,
    copy: &Copy,
    (bare, mode): (&Person, &'static str),
    floor_rate: f64,
    effort: Effort,
) -> Result<(f64, String)> {
    let rows = "SELECT COUNT(*) FROM voice";
    let mut most: f64 = 0.0;
    let (before, first) = (count(copy, rows).await?, next());
    for _ in 0..effort.rounds {
        let mut clients =
            connect(server, std::slice::from_ref(bare), RAISERS, &raise(mode)).await?;
        most = most.max(rate(&mut clients, effort.time).await?);
    }
    let asked = i64::try_from(next() - first - 1)?;
    let new = count(copy, rows).await? - before;
    ensure!(new == asked, "{asked} were answered, {new} are stored");
    let ratio = if floor_rate > 0.0 {
        format!(" ({:.2} of the floor)", most / floor_rate)
    } else {
        String::new()
    };
    Ok((most, ratio))
}

/// How long the list and the desk take while sixteen raise.
async fn beside(
    server: &Server,
    bare: &Person,
    effort: Effort,
    lines: &mut Vec<Line>,
) -> Result<()> {
    let coordinator = sign_in(server.address, &login(0), PASSWORD).await?;
    let pages = [
        (
            "Problem list meanwhile, middle and 95th of 100",
            "/problems?sort=due&state=working&unit=3",
        ),
        ("Triage desk meanwhile, middle and 95th of 100", "/voices"),
    ];
    for (words, path) in pages {
        let ask = Ask::page(path);
        let mut reader = Client::connect(server.address, &coordinator.cookie).await?;
        let mut clients = connect(
            server,
            std::slice::from_ref(bare),
            RAISERS,
            &raise("anonymous"),
        )
        .await?;
        let load = rate(&mut clients, effort.time);
        let look = async {
            let begun = Instant::now();
            let mut taken = Vec::new();
            while begun.elapsed() < effort.time {
                let asked = Instant::now();
                ask.once(&mut reader, next()).await?;
                taken.push(asked.elapsed().as_secs_f64() * 1000.0);
            }
            taken.sort_by(f64::total_cmp);
            Ok::<_, anyhow::Error>(taken)
        };
        let (load, taken) = tokio::join!(load, look);
        let (load, taken) = (load?, taken?);
        let at = |part: usize| {
            taken
                .get(taken.len() * part / 100)
                .copied()
                .unwrap_or_default()
        };
        lines.push((
            words,
            format!("{:.1} and {:.1} ms, {load:.0} raised /s", at(50), at(95)),
        ));
    }
    Ok(())
}

/// What is measured of the nightly look at `size` problems.
pub async fn night(program: &Path, copy: &Copy) -> Result<Vec<Line>> {
    prepare(copy).await?;
    let open = "SELECT COUNT(*) FROM measure WHERE state NOT IN ('done', 'cancelled')";
    let mut lines = vec![(
        "Open measures and open voices",
        format!(
            "{} and {}",
            count(copy, open).await?,
            count(copy, "SELECT COUNT(*) FROM voice WHERE closed_at IS NULL").await?
        ),
    )];
    for words in [
        "The first look of a day",
        "The second look, which finds it done",
    ] {
        let mut command = Command::new(program);
        command.args(["clock", "--json", "--data"]).arg(&copy.data);
        if let Some(url) = &copy.url {
            command.args(["--database", url]);
        }
        let begun = Instant::now();
        let output = command.output()?;
        let taken = begun.elapsed();
        ensure!(
            output.status.success(),
            "{}",
            String::from_utf8_lossy(&output.stderr)
        );
        let said: serde_json::Value = serde_json::from_slice(&output.stdout)?;
        let number = |name: &str| said.pointer(name).and_then(serde_json::Value::as_u64);
        lines.push((
            words,
            format!(
                "{} ({} told, {} voices passed over)",
                seconds(taken),
                number("/told").unwrap_or_default(),
                number("/voices/lapsed").unwrap_or_default()
            ),
        ));
    }
    Ok(lines)
}

fn seconds(taken: Duration) -> String {
    format!("{:.2} s", taken.as_secs_f64())
}

/// The lines as Markdown.
pub fn print(lines: &[Line]) -> String {
    let mut text = String::from("| | |\n| --- | ---: |\n");
    for (words, figure) in lines {
        let _never_fails = writeln!(text, "| {words} | {figure} |");
    }
    text
}
