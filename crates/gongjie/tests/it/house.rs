//! The walls of the house: reads the source and says where an arrow goes the wrong way.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

/// The crates of the house, from the hall to the views.
const HOUSE: [&str; 3] = ["gongjie_hall", "gongjie_work", "gongjie"];

pub fn home_of(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .parent()
        .unwrap()
        .join(name)
}

/// Every source file of the house with one of the endings, path relative to its crate.
pub fn sources(endings: &[&str]) -> Vec<(String, String)> {
    HOUSE
        .iter()
        .flat_map(|name| files(&home_of(name), "src", endings))
        .collect()
}

/// Every file under `folder` of a crate with one of the endings, path relative to the crate.
pub fn files(home: &Path, folder: &str, endings: &[&str]) -> Vec<(String, String)> {
    let mut found = Vec::new();
    let mut todo = vec![home.join(folder)];
    while let Some(folder) = todo.pop() {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                todo.push(path);
            } else if endings.iter().any(|e| path.to_string_lossy().ends_with(e)) {
                let name = path.strip_prefix(home).unwrap();
                let text = std::fs::read_to_string(&path).unwrap();
                found.push((name.to_string_lossy().into_owned(), text));
            }
        }
    }
    found.sort();
    found
}

/// Rooms in the order of `lib.rs`, with their sentences.
fn rooms() -> Vec<(String, String)> {
    let lib = std::fs::read_to_string(home_of("gongjie").join("src/lib.rs")).unwrap();
    lib.lines()
        .filter_map(|line| {
            [
                "pub mod ",
                "pub use gongjie_hall::",
                "pub use gongjie_work::",
            ]
            .iter()
            .find_map(|start| line.strip_prefix(start))?
            .split_once("; // ")
        })
        .map(|(room, sentence)| (room.to_owned(), sentence.to_owned()))
        .collect()
}

fn room_of(file: &str) -> &str {
    file.trim_start_matches("src/")
        .split('/')
        .next()
        .unwrap()
        .trim_end_matches(".rs")
}

fn without_comments(text: &str) -> String {
    text.lines()
        .filter(|l| !l.trim_start().starts_with("//"))
        .collect::<Vec<_>>()
        .join("\n")
}

/// Rooms named in a file by `crate::room` or in a `use crate::{room, …}` list.
fn named_rooms(text: &str) -> BTreeSet<String> {
    let text = without_comments(text);
    let mut named = BTreeSet::new();
    for tail in text.split("crate::").skip(1) {
        if let Some(list) = tail.strip_prefix('{') {
            let list = list.split("};").next().unwrap_or_default();
            let mut depth = 0;
            let mut word = String::new();
            for c in list.chars() {
                match c {
                    '{' => depth += 1,
                    '}' => depth -= 1,
                    ',' if depth == 0 => {
                        named.insert(
                            word.split("::")
                                .next()
                                .unwrap_or_default()
                                .trim()
                                .to_owned(),
                        );
                        word.clear();
                    }
                    c if depth == 0 => word.push(c),
                    _ => {}
                }
            }
            named.insert(
                word.split("::")
                    .next()
                    .unwrap_or_default()
                    .trim()
                    .to_owned(),
            );
        } else {
            let end = tail
                .find(|c: char| !c.is_alphanumeric() && c != '_')
                .unwrap_or(tail.len());
            named.insert(tail[..end].to_owned());
        }
    }
    named
}

#[test]
fn a_room_uses_only_rooms_above_it() {
    let rooms = rooms();
    let place: BTreeMap<&str, usize> = rooms
        .iter()
        .enumerate()
        .map(|(n, (room, _))| (room.as_str(), n))
        .collect();
    let read_only: BTreeSet<&str> = rooms
        .iter()
        .filter(|(_, sentence)| sentence.starts_with("READ ONLY"))
        .map(|(room, _)| room.as_str())
        .collect();
    let mut wrong = Vec::new();
    for (file, text) in sources(&[".rs"]) {
        let room = room_of(&file);
        if matches!(
            room,
            "main" | "lib" | "router" | "migrations" | "command" | "api"
        ) {
            continue;
        }
        let own = place
            .get(room)
            .unwrap_or_else(|| panic!("{file}: {room} stands not in lib.rs"));
        for named in named_rooms(&text) {
            let Some(other) = place.get(named.as_str()) else {
                continue;
            };
            if named != room && other > own {
                wrong.push(format!("{file} names {named}, which stands below it"));
            }
            if named != room && read_only.contains(named.as_str()) && !read_only.contains(room) {
                wrong.push(format!("{file} calls the read-only room {named}"));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn every_lifecycle_is_printed_on_the_help_page() {
    let all = sources(&["lifecycle.rs"]);
    assert!(all.len() > 10, "only {} lifecycles found", all.len());
    let page = home_of("gongjie").join("src/handbook/lifecycles.rs");
    let page = std::fs::read_to_string(page).unwrap();
    for (file, _) in all {
        let table = format!("{}::lifecycle::TABLE", room_of(&file));
        assert!(page.contains(&table), "{table} is not printed");
    }
}

#[test]
fn a_table_is_written_only_in_the_queries_of_its_room() {
    let mut owner = BTreeMap::new();
    for (file, text) in sources(&[".sql"]) {
        for tail in text.split("CREATE TABLE ").skip(1) {
            owner.insert(
                tail.split_whitespace().next().unwrap().to_owned(),
                room_of(&file).to_owned(),
            );
        }
    }
    assert!(owner.len() > 30, "only {} tables found", owner.len());
    let mut wrong = Vec::new();
    for (file, text) in sources(&[".rs"]) {
        let text = without_comments(&text);
        for verb in ["INSERT INTO ", "UPDATE ", "DELETE FROM "] {
            for tail in text.split(verb).skip(1) {
                let end = tail
                    .find(|c: char| !c.is_alphanumeric() && c != '_')
                    .unwrap_or(tail.len());
                let Some(room) = owner.get(&tail[..end]) else {
                    continue;
                };
                if room != room_of(&file) || !file.contains("queries") {
                    wrong.push(format!("{file} writes {}", &tail[..end]));
                }
            }
        }
        if !file.contains("queries") {
            for call in [
                ".insert(&**",
                "update_many()",
                "delete_many()",
                "insert_many(",
                ".update_row(",
            ] {
                if text.contains(call) {
                    wrong.push(format!("{file} calls {call}"));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn sql_axum_and_engines_stay_in_their_files() {
    let mut wrong = Vec::new();
    for (file, text) in sources(&[".rs"]) {
        let text = without_comments(&text);
        let sql = file.contains("queries")
            || file.ends_with("tables.rs")
            || file.ends_with("journal/chain.rs");
        if !sql
            && (text.contains("SELECT ") || text.contains("EntityTrait"))
            && !file.ends_with("lobby/pages.rs")
            && !file.contains("/command/")
        {
            wrong.push(format!("{file} holds SQL"));
        }
        let http = file.contains("/door/")
            || file.contains("pages")
            || file.contains("api")
            || file.ends_with("router.rs")
            || file.ends_with("main.rs")
            || file.contains("/command/");
        if !http && text.contains("axum::") {
            wrong.push(format!("{file} names axum"));
        }
        let engine = file.contains("/search/")
            || file.ends_with("settings.rs")
            || file.contains("/command/");
        if !engine
            && (text.to_lowercase().contains("sqlite") || text.to_lowercase().contains("postgres"))
        {
            wrong.push(format!("{file} names an engine"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn rules_are_pure() {
    for (file, text) in sources(&["rules.rs", "lifecycle.rs", "light.rs", "leaving.rs"]) {
        let text = without_comments(&text);
        for word in ["async ", "axum", "Conn", "EntityTrait", "Clock", "::now()"] {
            assert!(!text.contains(word), "{file} holds {word}");
        }
    }
}

#[test]
fn files_are_short_and_begin_with_a_sentence() {
    let mut all = sources(&[".rs"]);
    all.extend(files(&home_of("gongjie"), "tests", &[".rs"]));
    for (file, text) in all {
        assert!(
            text.lines().count() <= 500,
            "{file} is longer than 500 lines"
        );
        if !file.ends_with("main.rs") {
            assert!(
                text.starts_with("//! "),
                "{file} does not say what it is for"
            );
        }
        for word in ["utils", "helpers", "common", "misc", "services", "managers"] {
            assert!(!file.contains(word), "{file}: {word} is no name");
        }
    }
}

/// Functions of one source text: name and body.
fn functions(text: &str) -> Vec<(String, String)> {
    let start = |line: &str| {
        let line = line.trim_start();
        ["pub async fn ", "pub(super) async fn ", "async fn "]
            .iter()
            .find_map(|s| line.strip_prefix(s))
            .map(|rest| rest.split(['(', '<']).next().unwrap().to_owned())
    };
    let mut found: Vec<(String, String)> = Vec::new();
    for line in text.lines() {
        if let Some(name) = start(line) {
            found.push((name, String::new()));
        } else if let Some((_, body)) = found.last_mut() {
            body.push_str(line);
            body.push('\n');
        }
    }
    found
}

/// Every verb that writes also records, itself or through a function of its room that does.
#[test]
fn an_action_that_changes_a_row_writes_its_journal_entry() {
    let mut rooms: BTreeMap<String, Vec<(String, String, String)>> = BTreeMap::new();
    for (file, text) in sources(&[".rs"]) {
        if file.contains("/actions") {
            for (name, body) in functions(&text) {
                rooms.entry(room_of(&file).to_owned()).or_default().push((
                    file.clone(),
                    name,
                    body,
                ));
            }
        }
    }
    let mut wrong = Vec::new();
    for functions in rooms.values() {
        let mut recorders: BTreeSet<&str> = BTreeSet::from(["journal::record"]);
        let mut callers: BTreeSet<&str> = BTreeSet::new();
        for _ in 0..4 {
            for (_, name, body) in functions {
                if recorders.iter().any(|r| body.contains(&format!("{r}("))) {
                    recorders.insert(name);
                }
                if functions.iter().any(|(_, other, _)| {
                    other != name
                        && recorders.contains(other.as_str())
                        && body.contains(&format!("{other}("))
                }) {
                    recorders.insert(name);
                }
            }
        }
        // A part of a verb records nothing itself when every verb that calls it does.
        for _ in 0..4 {
            for (_, name, _) in functions {
                let calls = |body: &str| body.contains(&format!("{name}("));
                let mut by = functions
                    .iter()
                    .filter(|(_, other, body)| other != name && calls(body))
                    .peekable();
                let covered = |other: &str| recorders.contains(other) || callers.contains(other);
                if by.peek().is_some() && by.all(|(_, other, _)| covered(other)) {
                    callers.insert(name);
                }
            }
        }
        for (file, name, body) in functions {
            let writes = [
                "queries::insert",
                "queries::update",
                "queries::delete",
                "queries::upsert",
            ]
            .iter()
            .any(|w| body.contains(w));
            if writes && !recorders.contains(name.as_str()) && !callers.contains(name.as_str()) {
                wrong.push(format!("{file}: {name} writes and does not record"));
            }
        }
    }
    // A failed sign-in belongs to no organisation's chain; the throttle keeps it.
    wrong.retain(|w| w != "src/account/actions.rs: fail writes and does not record");
    // Telling is the consequence of an action that has its entry; the outbox is the record of what was told.
    wrong.retain(|w| {
        !w.starts_with("src/outbox/actions.rs: tell_one ")
            && !w.starts_with("src/outbox/actions.rs: send_off ")
    });
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
