//! What was acknowledged is there after the program was killed; what was not can be sent again and is there once.

use std::collections::{BTreeMap, BTreeSet};
use std::io::Write;
use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use serde_json::json;

use crate::program::{self, Server};
use crate::world::{Place, World};

const KILLS: usize = 10;
const CLIENTS: usize = 4;
/// For the first answer of a round.
const PATIENCE: Duration = Duration::from_secs(20);

/// A write: its title, its key and its body.
type Sent = (String, String, String);

/// What the clients know of their writes.
#[derive(Default)]
struct Known {
    acknowledged: Vec<Sent>,
    unknown: Vec<Sent>,
}

/// Titles that were acknowledged and stand not exactly once among the rows.
fn lost(acknowledged: &[Sent], rows: &[String]) -> Vec<String> {
    let mut count: BTreeMap<&str, usize> = BTreeMap::new();
    for row in rows {
        *count.entry(row).or_default() += 1;
    }
    let titles = acknowledged.iter().map(|(title, ..)| title);
    let wrong = titles.filter(|title| count.get(title.as_str()) != Some(&1));
    wrong.cloned().collect()
}

/// Writes until it is told to stop or the program is gone.
fn write(
    address: &str,
    token: &str,
    prefix: &str,
    (unit, theme): (i64, i64),
    stop: &AtomicBool,
    acknowledged: &AtomicUsize,
) -> Known {
    let mut known = Known::default();
    for n in 0.. {
        if stop.load(Ordering::SeqCst) {
            break;
        }
        let title = format!("{prefix} {n}");
        let key = gongjie_base::token::random().unwrap();
        let body = json!({ "title": title, "hurts": "进不去", "theme_id": theme, "raised_by_unit_id": unit });
        let sent = (title, key, body.to_string());
        match program::send(
            address,
            "POST",
            "/api/v1/problems",
            (token, &sent.1),
            &sent.2,
        ) {
            Ok((201, _)) => {
                known.acknowledged.push(sent);
                acknowledged.fetch_add(1, Ordering::SeqCst);
            }
            Ok((status, body)) => panic!("{status} {body}"),
            Err(_) => {
                known.unknown.push(sent);
                break;
            }
        }
    }
    known
}

/// Serves, lets all clients write, kills after `pause`.
fn round(place: &Place, token: &str, n: usize, pause: Duration, all: &Mutex<Known>) {
    let mut server = Server::start(&place.arguments);
    let (stop, acknowledged) = (AtomicBool::new(false), AtomicUsize::new(0));
    let started = Instant::now();
    std::thread::scope(|scope| {
        for client in 0..CLIENTS {
            let (address, stop, acknowledged) = (server.address.clone(), &stop, &acknowledged);
            scope.spawn(move || {
                let prefix = format!("轮 {n} 客 {client}");
                let known = write(
                    &address,
                    token,
                    &prefix,
                    (place.unit, place.theme),
                    stop,
                    acknowledged,
                );
                let mut all = all.lock().unwrap();
                all.acknowledged.extend(known.acknowledged);
                all.unknown.extend(known.unknown);
            });
        }
        // The moment is random from the first answer on: a slow start would leave nothing to compare.
        while acknowledged.load(Ordering::SeqCst) == 0 && started.elapsed() < PATIENCE {
            std::thread::sleep(Duration::from_millis(1));
        }
        std::thread::sleep(pause);
        server.kill();
        stop.store(true, Ordering::SeqCst);
    });
}

async fn killed_again_and_again(world: World) {
    let place = world.leave().await;
    let token = program::run(&["token", "--as", "jia", "--json"], &place.arguments).expect(0);
    let token = token.json()["token"].as_str().unwrap().to_owned();
    let all = Mutex::new(Known::default());
    for n in 0..KILLS {
        let random = gongjie_base::token::random().unwrap();
        let pause = u64::from_str_radix(&random[..2], 16).unwrap();
        round(&place, &token, n, Duration::from_millis(pause), &all);
    }
    let known = all.into_inner().unwrap();
    let server = Server::start(&place.arguments);
    for (_, key, body) in &known.unknown {
        let again = program::send(
            &server.address,
            "POST",
            "/api/v1/problems",
            (&token, key),
            body,
        );
        assert_eq!(again.unwrap().0, 201);
    }
    server.terminate();
    assert_eq!(server.exit_code(), Some(0));
    let db = place.open().await;
    let rows: Vec<String> = db
        .read()
        .column("SELECT title FROM problem", [])
        .await
        .unwrap();
    db.close().await.unwrap();
    let (acknowledged, unknown) = (known.acknowledged.len(), known.unknown.len());
    println!(
        "{KILLS} kills, {acknowledged} acknowledged, {unknown} unknown, {} rows",
        rows.len()
    );
    assert!(
        acknowledged > KILLS,
        "only {acknowledged} were acknowledged"
    );
    assert_eq!(lost(&known.acknowledged, &rows), Vec::<String>::new());
    assert_eq!(lost(&known.unknown, &rows), Vec::<String>::new());
    let distinct: BTreeSet<&String> = rows.iter().collect();
    assert_eq!(distinct.len(), acknowledged + unknown);
    program::run(&["journal", "verify"], &place.arguments).expect(0);
    program::run(&["doctor"], &place.arguments).expect(0);
}

both!(
    no_acknowledged_write_is_lost_when_the_program_is_killed,
    killed_again_and_again
);

#[test]
fn the_comparison_sees_a_lost_and_a_doubled_write() {
    let sent = |title: &str| (title.to_owned(), String::new(), String::new());
    let acknowledged = [sent("a"), sent("b"), sent("c")];
    let rows = ["a", "c", "c"].map(str::to_owned);
    assert_eq!(lost(&acknowledged, &rows), ["b", "c"]);
}

both!(a_told_stop_finishes_what_is_under_way, |world| async move {
    let place = world.leave().await;
    let token = program::run(&["token", "--as", "jia", "--json"], &place.arguments).expect(0);
    let token = token.json()["token"].as_str().unwrap().to_owned();
    let server = Server::start(&place.arguments);
    let body = json!({ "title": "门禁晚间停用", "hurts": "进不去", "theme_id": place.theme,
        "raised_by_unit_id": place.unit })
    .to_string();
    let (first, rest) = body.split_at(20);
    let mut stream = program::connect(&server.address).unwrap();
    let head = program::head("POST", "/api/v1/problems", &token, "once", body.len());
    stream.write_all(head.as_bytes()).unwrap();
    stream.write_all(first.as_bytes()).unwrap();
    // The program has begun to read when it is told to stop, and reads on afterwards.
    std::thread::sleep(Duration::from_millis(200));
    server.terminate();
    std::thread::sleep(Duration::from_millis(200));
    assert!(
        program::connect(&server.address).is_err(),
        "it still takes new requests"
    );
    stream.write_all(rest.as_bytes()).unwrap();
    let (status, answer) = program::answer(&mut stream).unwrap();
    assert_eq!(status, 201, "{answer}");
    assert_eq!(server.exit_code(), Some(0));
    let db = place.open().await;
    let sql = "SELECT COUNT(*) FROM problem WHERE title = '门禁晚间停用'";
    assert_eq!(db.read().scalar::<i64>(sql, []).await.unwrap(), Some(1));
});
