//! Messages: told in the transaction of what happened, read in the inbox, sent by real protocols to real listeners.

mod guard;
mod listeners;
mod protocols;
mod workers;

use gongjie::outbox::actions::add_channel;
use gongjie::outbox::jobs::Worker;
use gongjie::outbox::rules::ChannelInput;
use gongjie::outbox::wire::Wire;
use gongjie::outbox::{Class, Note, tell};
use gongjie_base::Say;
use gongjie_base::outgoing::Allowed;
use sea_orm::FromQueryResult;

use crate::world::World;

/// A delivery as it stands.
#[derive(Debug, FromQueryResult)]
pub struct Row {
    pub id: i64,
    pub uid: String,
    pub state: String,
    pub tries: i64,
    pub error_key: Option<String>,
}

pub async fn rows(world: &World) -> Vec<Row> {
    let sql = "SELECT id, uid, state, tries, error_key FROM delivery ORDER BY id";
    world.app.db.read().all(sql, []).await.unwrap()
}

pub async fn count(world: &World, sql: &str) -> i64 {
    let n = world.app.db.read().scalar(sql, []).await.unwrap();
    n.unwrap()
}

pub fn note(world: &World, class: Class, fact: &str, people: &[&str]) -> Note {
    Note {
        recipients: people.iter().map(|key| world.person_id(key)).collect(),
        subject: "measure",
        subject_id: 7,
        path: "/measures/7".into(),
        say: Say::new("outbox-digest-rest").with("n", 41),
        class,
        fact: fact.into(),
    }
}

/// Tells in a transaction of its own; how many were told.
pub async fn told(world: &World, class: Class, fact: &str, people: &[&str]) -> usize {
    let acting = world.acting("coord").await;
    let tx = world.begin().await;
    let count = tell(&tx, &acting, note(world, class, fact, people)).await;
    tx.commit().await.unwrap();
    count.unwrap()
}

/// A channel with everything filled in; changed by `change`.
pub async fn channel(
    world: &World,
    kind: &str,
    url: &str,
    change: impl FnOnce(&mut ChannelInput),
) -> i64 {
    let mut input = ChannelInput {
        kind: kind.into(),
        name: format!("通道 {kind}"),
        url: url.into(),
        account: if kind == "wecom_app" { "corp" } else { "" }.into(),
        sender: if kind == "email" {
            "gongjie@school.example"
        } else {
            "1000002"
        }
        .into(),
        token: "a token+/".into(),
        secret: "SECRET".into(),
        takes: vec!["digest".into(), "instant".into(), "urgent".into()],
        is_on: "1".into(),
        ..ChannelInput::default()
    };
    change(&mut input);
    let acting = world.acting("wu").await;
    let tx = world.begin().await;
    let id = add_channel(&tx, &acting, &input).await.unwrap();
    tx.commit().await.unwrap();
    id
}

/// A wire to loopback.
pub fn loopback() -> Wire {
    Wire::new(Allowed::read("127.0.0.1", "127.0.0.1").unwrap())
}

pub fn worker(world: &World) -> Worker {
    Worker::new(world.app.clone(), loopback()).unwrap()
}

/// Works until nothing is due.
pub async fn work(worker: &Worker) {
    for _ in 0..1_000 {
        if worker.turn().await.unwrap() == 0 {
            return;
        }
    }
    panic!("there is always more");
}

/// Gives people e-mail addresses and names at WeCom.
pub async fn reach(world: &World, people: &[&str]) {
    let tx = world.begin().await;
    for key in people {
        let id = world.person_id(key);
        let sql = "UPDATE person SET email = $2 WHERE id = $1";
        let email = format!("{key}@school.example");
        tx.run(sql, [id.into(), email.into()]).await.unwrap();
        let sql = "INSERT INTO channel_name (person_id, kind, name) VALUES ($1, 'wecom_app', $2)";
        tx.run(sql, [id.into(), (*key).into()]).await.unwrap();
    }
    tx.commit().await.unwrap();
}

both!(
    a_message_is_told_once_and_only_if_it_happened,
    |world| async move {
        let acting = world.acting("coord").await;
        let tx = world.begin().await;
        let note = note(&world, Class::Instant, "f", &["jia", "yi"]);
        assert_eq!(tell(&tx, &acting, note).await.unwrap(), 2);
        drop(tx);
        assert_eq!(count(&world, "SELECT COUNT(*) FROM message").await, 0);
        let people = ["jia", "yi", "jia", "stranger"];
        assert_eq!(told(&world, Class::Instant, "f", &people).await, 2);
        assert_eq!(told(&world, Class::Instant, "f", &people).await, 0);
        assert_eq!(told(&world, Class::Instant, "f", &["jia", "bing"]).await, 1);
        assert_eq!(told(&world, Class::Digest, "g", &["jia"]).await, 1);
        assert_eq!(count(&world, "SELECT COUNT(*) FROM message").await, 4);
        let of_stranger = world.client("stranger").await.get("/inbox").await;
        assert!(!of_stranger.expect(200).body.contains("id=\"message-"));
    }
);

both!(an_inbox_is_its_owners_own, |world| async move {
    told(&world, Class::Instant, "f", &["jia", "yi"]).await;
    told(&world, Class::Urgent, "g", &["jia"]).await;
    let jia = world.client("jia").await;
    let page = jia.get("/inbox").await.expect(200).body;
    assert_eq!(page.matches("id=\"message-").count(), 2);
    assert!(page.contains("还有 41 件"), "{page}");
    let sql = "SELECT MIN(id) FROM message";
    let id = count(&world, sql).await;
    let path = format!("/inbox/{id}/reading");
    world
        .client("bing")
        .await
        .post(&path, &[])
        .await
        .expect(404);
    let read = jia.post(&path, &[]).await.expect(303);
    assert_eq!(read.location, "/measures/7");
    let unread = jia.get("/inbox?only=unread").await.expect(200).body;
    assert_eq!(unread.matches("id=\"message-").count(), 1);
    jia.post("/inbox/reading", &[]).await.expect(303);
    let unread = jia.get("/inbox?only=unread").await.expect(200).body;
    assert_eq!(unread.matches("id=\"message-").count(), 0);
    let left = "SELECT COUNT(*) FROM message WHERE read_at IS NULL";
    assert_eq!(count(&world, left).await, 1);
    let api = jia.get("/api/v1/inbox").await.expect(200).body;
    assert!(api.contains("\"class\":\"urgent\""), "{api}");
});

both!(
    the_outbox_says_what_left_and_no_secret_is_shown_again,
    |world| async move {
        let service = listeners::Service::start().await;
        service.say(listeners::Say::Status(500));
        let id = channel(&world, "webhook", &service.url(), |_| {}).await;
        told(&world, Class::Urgent, "f", &["jia"]).await;
        work(&worker(&world)).await;
        let (coord, wu) = (world.client("coord").await, world.client("wu").await);
        let page = coord.get("/outbox").await.expect(200).body;
        assert!(page.contains("对方答复 500") && page.contains("还有 41 件"));
        let page = wu.get("/outbox").await.expect(200).body;
        assert!(page.contains("对方答复 500") && !page.contains("还有 41 件"));
        for key in ["jia", "leader", "geng"] {
            let client = world.client(key).await;
            client.get("/outbox").await.expect(404);
            client.get("/channels").await.expect(404);
        }
        for path in [
            "/channels",
            &format!("/channels/{id}/edit"),
            "/api/v1/channels",
        ] {
            let page = wu.get(path).await.expect(200).body;
            assert!(
                !page.contains("SECRET") && !page.contains("a token+/"),
                "{path}"
            );
        }
        let entries = "SELECT COUNT(*) FROM journal_change WHERE changes LIKE '%SECRET%'";
        assert_eq!(count(&world, entries).await, 0);
        // With another address the secret is asked for again.
        let path = format!("/channels/{id}");
        let fields = |url| {
            [
                ("name", "钩子"),
                ("url", url),
                ("takes", "urgent"),
                ("is_on", "1"),
            ]
        };
        let page = wu.post(&path, &fields("http://evil.example")).await;
        assert!(page.expect(422).body.contains("重新填写密钥"));
        wu.post(&path, &fields(&service.url())).await.expect(303);
        let sql = "SELECT COUNT(*) FROM channel WHERE secret = 'SECRET' AND name = '钩子'";
        assert_eq!(count(&world, sql).await, 1);
        world.client("stranger").await.get(&path).await.expect(404);
        let removal = format!("/channels/{id}/removal");
        wu.post(&removal, &[]).await.expect(303);
        assert_eq!(
            count(
                &world,
                "SELECT COUNT(*) FROM channel WHERE secret IS NOT NULL"
            )
            .await,
            0
        );
    }
);
