//! The commands of the program, run as a user runs them: exit codes, one line of JSON, what they write and what they leave alone.

use std::io::Read;
use std::path::{Path, PathBuf};

use gongjie::migrations;
use gongjie_base::{Db, token};
use serde_json::{Value, json};
use sha2::{Digest, Sha256};

use crate::program::{self, Server};
use crate::world::{Place, World};

/// A folder with a database that was migrated up to a place.
async fn migrated(to: usize) -> (tempfile::TempDir, Vec<String>) {
    let folder = tempfile::tempdir().unwrap();
    let db = Db::sqlite(&folder.path().join("gongjie.db")).await.unwrap();
    db.migrate(&migrations::ALL[..to]).await.unwrap();
    db.close().await.unwrap();
    let place = vec!["--data".to_owned(), folder.path().display().to_string()];
    (folder, place)
}

async fn sqlite_place() -> Place {
    World::sqlite().await.leave().await
}

/// A backup of `place` beside its data.
fn backup(place: &Place) -> PathBuf {
    let file = place.path().join("copy.tar");
    let words = ["backup", "--json", "--output", file.to_str().unwrap()];
    let made = program::run(&words, &place.arguments).expect(0).json();
    assert_eq!(made["verified"], true);
    file
}

/// The list of contents of a backup.
fn manifest(file: &Path) -> Value {
    let mut archive = tar::Archive::new(std::fs::File::open(file).unwrap());
    for entry in archive.entries().unwrap() {
        let mut entry = entry.unwrap();
        if entry.path().unwrap().ends_with("manifest.json") {
            let mut text = String::new();
            entry.read_to_string(&mut text).unwrap();
            return serde_json::from_str(&text).unwrap();
        }
    }
    panic!("no list of contents");
}

/// The same backup with another database and another list of contents.
async fn altered(
    file: &Path,
    sql: &str,
    values: &[&str],
    change: impl FnOnce(&mut Value),
) -> PathBuf {
    let folder = file.with_extension("altered");
    tar::Archive::new(std::fs::File::open(file).unwrap())
        .unpack(&folder)
        .unwrap();
    let path = folder.join("gongjie.db");
    let db = Db::sqlite(&path).await.unwrap();
    let tx = db.begin().await.unwrap();
    tx.run(sql, values.iter().map(|v| (*v).into()))
        .await
        .unwrap();
    tx.commit().await.unwrap();
    db.close().await.unwrap();
    let mut list = manifest(file);
    let hash = hex::encode(Sha256::digest(std::fs::read(&path).unwrap()));
    list["files"]["gongjie.db"] = json!(hash);
    change(&mut list);
    std::fs::write(folder.join("manifest.json"), list.to_string()).unwrap();
    let copy = file.with_extension(format!("{}.tar", token::random().unwrap()));
    let mut tar = tar::Builder::new(std::fs::File::create(&copy).unwrap());
    tar.append_dir_all(".", &folder).unwrap();
    tar.finish().unwrap();
    std::fs::remove_dir_all(&folder).unwrap();
    copy
}

#[tokio::test]
async fn serving_needs_nothing_but_a_folder_and_ends_in_order() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("new");
    let place = ["--data".to_owned(), data.display().to_string()];
    let server = Server::start(&place);
    let alive = program::send(&server.address, "GET", "/readyz", ("", ""), "").unwrap();
    assert_eq!(alive, (200, "ready\n".to_owned()));
    let taken = ["serve", "--listen", &server.address];
    let second = program::run(&taken, &["--data", data.to_str().unwrap()]).expect(1);
    assert!(
        second.err.contains("is another program there?"),
        "{second:?}"
    );
    server.terminate();
    assert_eq!(server.exit_code(), Some(0));
    program::run(&["doctor"], &place).expect(0);
}

#[tokio::test]
async fn a_wrong_word_ends_with_two_and_a_missing_thing_with_one() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("none");
    let place = ["--data", data.to_str().unwrap()];
    for wrong in [
        &["serve", "--nonsense"][..],
        &["token"],
        &["export"],
        &["fly"],
    ] {
        program::run::<&str>(wrong, &[]).expect(2);
    }
    for missing in [
        &["token", "--as", "jia"][..],
        &["migrate", "--check"],
        &["journal", "verify"],
        &["backup", "-o", "never.tar"],
        &["export", "ledger", "-o", "never.csv"],
    ] {
        let ran = program::run(missing, &place).expect(1);
        assert!(ran.err.contains("there is no database"), "{ran:?}");
    }
    program::run(&["doctor"], &place).expect(3);
    assert!(!data.exists(), "looking made the folder");
}

#[tokio::test]
async fn pending_changes_of_the_schema_are_told_then_made() {
    let last = migrations::ALL.len() - 1;
    let (_folder, place) = migrated(last).await;
    let pending = program::run(&["migrate", "--check", "--json"], &place).expect(3);
    let name = migrations::ALL[last].name;
    assert_eq!(
        pending.json(),
        json!({ "pending": true, "migrations": [name] })
    );
    let doctor = program::run(&["doctor", "--json"], &place).expect(3).json();
    assert!(
        doctor["findings"][0]["words"]
            .as_str()
            .unwrap()
            .contains(name)
    );
    let done = program::run(&["migrate", "--json"], &place)
        .expect(0)
        .json();
    assert_eq!(done, json!({ "pending": false, "migrations": [name] }));
    program::run(&["migrate", "--check"], &place).expect(0);
}

both!(
    the_doctor_and_the_journal_say_what_holds_in_one_line,
    |world| async move {
        let place = world.leave().await;
        let doctor = program::run(&["doctor", "--json"], &place.arguments)
            .expect(0)
            .json();
        for finding in doctor["findings"].as_array().unwrap() {
            assert_eq!(finding["is_ok"], true, "{finding}");
        }
        let settings = doctor["settings"].as_array().unwrap();
        let limit = settings
            .iter()
            .find(|s| s["name"] == "writes_per_minute")
            .unwrap();
        assert_eq!(
            (&limit["value"], &limit["origin"]),
            (&json!("1000000"), &json!("environment"))
        );
        let verified = program::run(&["journal", "verify", "--json"], &place.arguments).expect(0);
        assert_eq!(verified.json().as_array().unwrap().len(), 2);
        let db = place.open().await;
        let tx = db.begin().await.unwrap();
        tx.run("UPDATE journal SET action = 'x' WHERE seq = 2", [])
            .await
            .unwrap();
        tx.commit().await.unwrap();
        db.close().await.unwrap();
        let broken = program::run(&["journal", "verify", "--json"], &place.arguments).expect(3);
        assert_eq!(broken.json()[0]["fault"], "entry 2 was altered");
        program::run(&["doctor"], &place.arguments).expect(3);
    }
);

both!(
    a_token_opens_the_api_for_its_person_alone,
    |world| async move {
        let place = world.leave().await;
        program::run(&["token", "--as", "nobody"], &place.arguments).expect(1);
        let made = program::run(&["token", "--as", "jia", "--json"], &place.arguments)
            .expect(0)
            .json();
        assert_eq!((&made["login"], &made["days"]), (&json!("jia"), &json!(90)));
        let plain = program::run(&["token", "--as", "乙"], &place.arguments).expect(0);
        assert_eq!(plain.out.lines().count(), 1, "{plain:?}");
        let server = Server::start(&place.arguments);
        let get = |token: &str| {
            let asked = program::send(&server.address, "GET", "/api/v1/problems", (token, ""), "");
            asked.unwrap().0
        };
        assert_eq!(get(made["token"].as_str().unwrap()), 200);
        assert_eq!(get(plain.out.trim()), 200);
        assert_eq!(get("gj_0"), 401);
    }
);

#[tokio::test]
async fn a_backup_lists_the_changes_that_its_own_database_has_seen() {
    let place = sqlite_place().await;
    let all: Vec<&str> = migrations::ALL.iter().map(|m| m.name).collect();
    assert_eq!(manifest(&backup(&place))["migrations"], json!(all));
    let (folder, arguments) = migrated(all.len() - 1).await;
    let file = folder.path().join("older.tar");
    let words = ["backup", "-o", file.to_str().unwrap()];
    program::run(&words, &arguments).expect(0);
    assert_eq!(manifest(&file)["migrations"], json!(all[..all.len() - 1]));
}

#[tokio::test]
async fn a_backup_of_a_newer_version_is_refused() {
    let place = sqlite_place().await;
    let file = backup(&place);
    let sql = "INSERT INTO schema_migration (name, position) VALUES ('9999_later', 9999)";
    let newer = altered(&file, sql, &[], |list| {
        list["migrations"]
            .as_array_mut()
            .unwrap()
            .push(json!("9999_later"));
    });
    let lying = altered(&file, sql, &[], |_| {});
    for (file, words) in [(newer.await, "newer version"), (lying.await, "not the one")] {
        let target = place.path().join("restored");
        let ran = program::run(
            &["restore", file.to_str().unwrap()],
            &["--data", target.to_str().unwrap()],
        )
        .expect(3);
        assert!(ran.err.contains(words), "{ran:?}");
        assert!(!target.exists());
    }
}

#[tokio::test]
async fn checking_a_backup_writes_nothing_and_restoring_puts_everything_back() {
    let place = sqlite_place().await;
    let file = backup(&place);
    let target = place.path().join("restored");
    let data = ["--data", target.to_str().unwrap()];
    let words = ["restore", file.to_str().unwrap(), "--json"];
    let check = [words[0], words[1], words[2], "--check"];
    let checked = program::run(&check, &data).expect(0).json();
    assert_eq!(
        (&checked["verified"], &checked["restored"]),
        (&json!(true), &json!(false))
    );
    assert!(!target.exists(), "checking made the data folder");
    program::run(&check, &place.arguments).expect(0);
    let restored = program::run(&words, &data).expect(0).json();
    assert_eq!(restored["restored"], true);
    program::run(&["doctor"], &data).expect(0);
    let again = program::run(&words, &data).expect(1);
    assert!(again.err.contains("holds a database"), "{again:?}");
    let mut bytes = std::fs::read(&file).unwrap();
    let middle = bytes.len() / 2;
    bytes[middle] ^= 1;
    let damaged = place.path().join("damaged.tar");
    std::fs::write(&damaged, bytes).unwrap();
    let other = place.path().join("other");
    let refused = program::run(
        &["restore", damaged.to_str().unwrap()],
        &["--data", other.to_str().unwrap()],
    )
    .expect(3);
    assert!(refused.err.contains("Nothing was written"), "{refused:?}");
    assert!(!other.exists());
}
