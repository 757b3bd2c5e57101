//! The one writer of SQLite: turns, savepoints, shared commits.
#![allow(clippy::unwrap_used, clippy::panic, reason = "tests fail by panicking")]

use std::time::Duration;

use gongjie_base::{Db, Tx};

async fn database() -> (Db, tempfile::TempDir) {
    let folder = tempfile::tempdir().unwrap();
    let db = Db::sqlite(&folder.path().join("test.db")).await.unwrap();
    let tx = db.begin().await.unwrap();
    tx.run("CREATE TABLE word (text TEXT NOT NULL UNIQUE)", [])
        .await
        .unwrap();
    tx.commit().await.unwrap();
    (db, folder)
}

async fn write(tx: &Tx, text: &str) {
    tx.run("INSERT INTO word (text) VALUES ($1)", [text.into()])
        .await
        .unwrap();
}

async fn words(db: &Db) -> Vec<String> {
    db.read()
        .column("SELECT text FROM word ORDER BY text", [])
        .await
        .unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn actions_that_wait_share_one_commit() {
    let (db, _folder) = database().await;
    let before = db.commits().unwrap();
    let first = db.begin().await.unwrap();
    write(&first, "first").await;
    let others: Vec<_> = (0..20)
        .map(|n| {
            let db = db.clone();
            tokio::spawn(async move {
                let tx = db.begin().await.unwrap();
                write(&tx, &format!("other {n}")).await;
                tx.commit().await.unwrap();
            })
        })
        .collect();
    // All twenty stand in the queue before the first one hands its turn on.
    tokio::time::sleep(Duration::from_millis(300)).await;
    first.commit().await.unwrap();
    for other in others {
        other.await.unwrap();
    }
    assert_eq!(words(&db).await.len(), 21);
    assert_eq!(db.commits().unwrap(), before + 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn an_action_that_fails_takes_no_other_with_it() {
    let (db, _folder) = database().await;
    let tasks: Vec<_> = (0..30)
        .map(|n| {
            let db = db.clone();
            tokio::spawn(async move {
                let tx = db.begin().await.unwrap();
                write(&tx, &format!("word {n:02}")).await;
                if n % 3 == 0 {
                    // The same word again breaks the constraint; the whole action goes.
                    let again = "INSERT INTO word (text) VALUES ($1)";
                    assert!(
                        tx.run(again, [format!("word {n:02}").into()])
                            .await
                            .is_err()
                    );
                } else {
                    tx.commit().await.unwrap();
                }
            })
        })
        .collect();
    for task in tasks {
        task.await.unwrap();
    }
    assert_eq!(words(&db).await.len(), 20);
}

#[tokio::test(flavor = "multi_thread")]
async fn an_action_whose_asker_leaves_is_undone_and_blocks_nobody() {
    let (db, _folder) = database().await;
    let leaver = db.begin().await.unwrap();
    write(&leaver, "gone").await;
    drop(leaver);
    let tx = db.begin().await.unwrap();
    write(&tx, "stays").await;
    tx.commit().await.unwrap();
    assert_eq!(words(&db).await, ["stays"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn readers_see_nothing_before_the_commit_and_one_picture_in_a_snapshot() {
    let (db, _folder) = database().await;
    let tx = db.begin().await.unwrap();
    write(&tx, "new").await;
    assert!(words(&db).await.is_empty());
    let snapshot = db.snapshot().await.unwrap();
    let count = "SELECT count(*) FROM word";
    assert_eq!(snapshot.scalar::<i64>(count, []).await.unwrap(), Some(0));
    tx.commit().await.unwrap();
    assert_eq!(words(&db).await, ["new"]);
    assert_eq!(snapshot.scalar::<i64>(count, []).await.unwrap(), Some(0));
}

#[tokio::test(flavor = "multi_thread")]
async fn readers_cannot_write() {
    let (db, _folder) = database().await;
    assert!(
        db.read()
            .run("INSERT INTO word (text) VALUES ('x')", [])
            .await
            .is_err()
    );
}
