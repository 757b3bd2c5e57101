//! Live rows: what an open page is told, what it is not told, and when its stream ends.

use std::io::{Read, Write};
use std::time::{Duration, Instant};

use axum::body::{Body, BodyDataStream};
use futures_util::StreamExt;
use gongjie::problem::actions::edit;
use gongjie::problem::rules::Input;
use gongjie_base::limits::STREAMS_PER_ACCOUNT_MAX;
use serde_json::Value;
use tower::ServiceExt;

use crate::client::Client;
use crate::program::{self, Server};
use crate::world::World;

/// Longer than any look at the journal; a test that waits so long has failed.
const PATIENCE: Duration = Duration::from_secs(8);

/// An open stream of events.
struct Following {
    body: BodyDataStream,
    text: String,
}

impl Following {
    async fn open(client: &Client, of: &str) -> Self {
        let request = client.request("GET", &format!("/events?of={of}"));
        let response = client
            .service
            .clone()
            .oneshot(
                request
                    .header("accept-encoding", "gzip")
                    .body(Body::empty())
                    .unwrap(),
            )
            .await
            .unwrap();
        assert_eq!(response.status(), 200);
        let kind = response.headers()["content-type"].to_str().unwrap();
        assert!(kind.starts_with("text/event-stream"), "{kind}");
        assert!(!response.headers().contains_key("content-encoding"));
        let body = response.into_body().into_data_stream();
        let text = String::new();
        let mut following = Self { body, text };
        // The first line says that the stream is open.
        assert!(following.more().await);
        following.text.clear();
        following
    }

    /// Reads on; false at the end of the stream.
    async fn more(&mut self) -> bool {
        let chunk = tokio::time::timeout(PATIENCE, self.body.next()).await;
        match chunk.expect("nothing was told in time") {
            Some(bytes) => {
                self.text
                    .push_str(&String::from_utf8_lossy(&bytes.unwrap()));
                true
            }
            None => false,
        }
    }

    /// The next change.
    async fn change(&mut self) -> Value {
        loop {
            if let Some((event, rest)) = self.text.split_once("\n\n") {
                let (event, rest) = (event.to_owned(), rest.to_owned());
                self.text = rest;
                if let Some(data) = event.lines().find_map(|l| l.strip_prefix("data: ")) {
                    return serde_json::from_str(data).unwrap();
                }
            } else {
                assert!(self.more().await, "the stream ended");
            }
        }
    }

    /// Everything up to the end of the stream.
    async fn rest(mut self) -> String {
        while self.more().await {}
        self.text
    }
}

async fn retitle(world: &World, who: &str, id: i64, title: &str) {
    let (unit, theme) = (world.unit_text("A"), world.theme().to_string());
    let fields = [
        ("title", title),
        ("hurts", "学生不知道该找谁"),
        ("class", "multi_dept"),
        ("raised_by_unit_id", unit.as_str()),
        ("theme_id", theme.as_str()),
    ];
    let path = format!("/problems/{id}");
    let client = world.client(who).await;
    client.post(&path, &fields).await.expect(303);
}

both!(a_change_of_one_is_told_to_the_other, |world| async move {
    let id = world.listed_problem().await;
    let mut yi = Following::open(&world.client("yi").await, "problems").await;
    let mut own = Following::open(&world.client("coord").await, "ledger").await;
    retitle(&world, "coord", id, "权责要写清").await;
    let told = yi.change().await;
    assert_eq!(told["kind"], "problem");
    assert_eq!((&told["id"], &told["problem"]), (&id.into(), &id.into()));
    assert_eq!(
        (&told["who"], &told["is_own"]),
        (&"统筹".into(), &false.into())
    );
    assert!(
        !told.to_string().contains("权责要写清"),
        "the words are read by the page itself"
    );
    assert_eq!(own.change().await["is_own"], true);
});

both!(what_somebody_may_not_see_is_not_told, |world| async move {
    let listed = world.listed_problem().await;
    let mut jia_head = Following::open(&world.client("jia_head").await, "problems").await;
    let mut bing = Following::open(&world.client("bing").await, "problems").await;
    let stranger = Following::open(&world.client("stranger").await, "problems").await;
    let fields = [
        ("title", "还没受理的题"),
        ("hurts", "不方便"),
        ("raised_by_unit_id", &world.unit_text("A")),
        ("theme_id", &world.theme().to_string()),
    ];
    let jia = world.client("jia").await;
    let proposed = jia.post("/problems", &fields).await.id();
    assert_eq!(jia_head.change().await["id"], proposed);
    retitle(&world, "coord", listed, "权责要写清").await;
    assert_eq!(
        bing.change().await["id"],
        listed,
        "丙 hears of the listed problem alone"
    );
    assert_eq!(jia_head.change().await["id"], listed);
    world.app.pulse.stop();
    assert!(
        !stranger.rest().await.contains("event:"),
        "the stranger heard something"
    );
});

both!(what_another_process_wrote_is_told_too, |world| async move {
    let id = world.listed_problem().await;
    let mut yi = Following::open(&world.client("yi").await, "problems").await;
    // A write past the door, as a command or another instance makes it: nobody pokes this process.
    let acting = world.acting("coord").await;
    let input = Input {
        title: "别处改的".into(),
        hurts: "学生不知道该找谁".into(),
        class: "multi_dept".into(),
        theme_id: world.theme().to_string(),
        raised_by_unit_id: world.unit_text("A"),
        ..Input::default()
    };
    let tx = world.begin().await;
    edit(&tx, &acting, id, &input).await.unwrap();
    tx.commit().await.unwrap();
    assert_eq!(yi.change().await["id"], id);
});

both!(
    who_was_away_is_told_what_happened_since,
    |world| async move {
        let id = world.listed_problem().await;
        let yi = world.client("yi").await;
        let page = yi.get("/problems").await.expect(200).body;
        let since = page.split("data-since=\"").nth(1).unwrap();
        let since: i64 = since.split('"').next().unwrap().parse().unwrap();
        retitle(&world, "coord", id, "改一次").await;
        retitle(&world, "coord", id, "改两次").await;
        let mut all = Following::open(&yi, &format!("problems&since={since}")).await;
        let first = all.change().await["seq"].as_i64().unwrap();
        let second = all.change().await["seq"].as_i64().unwrap();
        assert!(since < first && first < second);
        let request = yi
            .request("GET", "/events?of=problems&since=0")
            .header("last-event-id", first.to_string());
        let response = yi
            .service
            .clone()
            .oneshot(request.body(Body::empty()).unwrap());
        let body = response.await.unwrap().into_body().into_data_stream();
        let mut again = Following {
            body,
            text: String::new(),
        };
        assert_eq!(
            again.change().await["seq"],
            second,
            "the browser's own word is stronger"
        );
    }
);

both!(
    streams_of_one_account_have_a_limit_that_is_named,
    |world| async move {
        let yi = world.client("yi").await;
        let mut open = Vec::new();
        for _ in 0..STREAMS_PER_ACCOUNT_MAX {
            open.push(Following::open(&yi, "ledger").await);
        }
        let refused = yi.get("/events?of=ledger").await.expect(429);
        assert!(refused.body.contains("开着的页面太多"), "{}", refused.body);
        Following::open(&world.client("jia").await, "ledger").await;
        open.pop();
        Following::open(&yi, "ledger").await;
        drop(open);
        assert_eq!(world.app.pulse.open(), 0, "a closed stream frees its place");
        yi.get("/events?of=nonsense").await.expect(422);
        assert!(
            world
                .nobody()
                .get("/events?of=ledger")
                .await
                .location
                .starts_with("/login")
        );
    }
);

both!(a_stream_ends_with_its_session, |world| async move {
    let id = world.listed_problem().await;
    let yi = world.client("yi").await;
    let stream = Following::open(&yi, "problems").await;
    yi.post("/logout", &[]).await.expect(303);
    retitle(&world, "coord", id, "权责要写清").await;
    assert!(
        !stream.rest().await.contains("event:"),
        "it was told after the sign-out"
    );
});

both!(open_streams_do_not_hold_up_a_stop, |world| async move {
    let place = world.leave().await;
    let token = program::run(&["token", "--as", "yi", "--json"], &place.arguments).expect(0);
    let token = token.json()["token"].as_str().unwrap().to_owned();
    let server = Server::start(&place.arguments);
    let mut streams = Vec::new();
    for _ in 0..3 {
        let mut stream = program::connect(&server.address).unwrap();
        let head = format!(
            "GET /events?of=ledger HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer {token}\r\n\r\n"
        );
        stream.write_all(head.as_bytes()).unwrap();
        let mut start = [0; 15];
        stream.read_exact(&mut start).unwrap();
        assert_eq!(&start, b"HTTP/1.1 200 OK");
        streams.push(stream);
    }
    let told = Instant::now();
    server.terminate();
    assert_eq!(server.exit_code(), Some(0));
    assert!(
        told.elapsed() < Duration::from_secs(5),
        "{:?}",
        told.elapsed()
    );
});
