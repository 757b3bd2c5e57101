//! Limits that the door keeps: size of a body, requests in a minute, one answer for one key.

use axum::body::Body;
use axum::http::{Request, header};
use gongjie::door::{App, Cost, Jobs, Pace, Pulse};
use gongjie::router;
use gongjie_base::limits::BODY_BYTES_MAX;

use crate::client::{Client, Reply};
use crate::outcome::working;
use crate::world::World;

/// Sends JSON with a token.
async fn send_json(world: &World, token: &str, body: String) -> Reply {
    let request = Request::builder()
        .method("POST")
        .uri("/api/v1/problems")
        .header(header::AUTHORIZATION, format!("Bearer {token}"))
        .header(header::CONTENT_TYPE, "application/json")
        .header("idempotency-key", "large");
    world
        .nobody()
        .send(request.body(Body::from(body)).unwrap())
        .await
}

async fn token_of(world: &World, login: &str) -> String {
    let account = gongjie::account::queries::find_account(world.app.db.read(), login);
    let account = account.await.unwrap().unwrap();
    let tx = world.begin().await;
    let made = gongjie::account::actions::create_token(&tx, &account, "test", world.app.moment());
    let token = made.await.unwrap();
    tx.commit().await.unwrap();
    token
}

both!(
    a_body_over_the_limit_is_refused_with_413_and_the_limit_in_words,
    |world| async move {
        let jia = world.client("jia").await;
        let large = "长".repeat(BODY_BYTES_MAX / 3 + 1);
        let page = jia
            .post("/problems", &[("hurts", &large)])
            .await
            .expect(413);
        assert!(page.body.contains("内容太大，最多 1 MiB"), "{}", page.body);
        let path = format!("/problems/{}/evidence", working(&world).await.0);
        let page = jia
            .upload(&path, &[("title", &large)], ("a.txt", b"x"))
            .await
            .expect(413);
        assert!(page.body.contains("最多 1 MiB"), "{}", page.body);
        let many: Vec<(&str, &str)> = std::iter::repeat_n(("title", "x"), 60).collect();
        let page = jia.upload(&path, &many, ("a.txt", b"x")).await.expect(413);
        assert!(page.body.contains("最多 50 项"), "{}", page.body);
        let token = token_of(&world, "jia").await;
        let body = serde_json::json!({ "title": "题", "hurts": large }).to_string();
        let reply = send_json(&world, &token, body).await.expect(413);
        assert_eq!(reply.headers["content-type"], "application/problem+json");
        let trouble: serde_json::Value = serde_json::from_str(&reply.body).unwrap();
        assert_eq!(trouble["status"], 413);
        assert!(
            trouble["detail"].as_str().unwrap().contains("1 MiB"),
            "{trouble}"
        );
    }
);

async fn refused_after(client: &Client, path: &str, allowed: usize) -> Reply {
    for n in 0..allowed {
        let reply = client.post(path, &[("action", "x")]).await;
        assert_eq!(reply.status, 422, "request {n}: {}", reply.body);
    }
    client.post(path, &[("action", "x")]).await.expect(429)
}

both!(
    a_person_who_writes_too_often_waits_for_the_next_minute,
    |world| async move {
        let world = world.with_settings(&[("writes_per_minute", "30")]);
        let id = world.proposed_problem().await;
        let path = format!("/problems/{id}/moves");
        let jia = world.client("jia").await;
        let reply = refused_after(&jia, &path, 30).await;
        assert!(reply.body.contains("30 次"), "{}", reply.body);
        let seconds: i64 = reply.headers["retry-after"]
            .to_str()
            .unwrap()
            .parse()
            .unwrap();
        assert!((1..=60).contains(&seconds), "{seconds}");
        assert!(
            reply.body.contains(&format!("{seconds} 秒")),
            "{}",
            reply.body
        );
        // Reading goes on, others go on, and another session of the same person is no way round.
        jia.get("/problems").await.expect(200);
        world
            .client("coord")
            .await
            .post(&path, &[("action", "x")])
            .await
            .expect(422);
        world
            .client("jia")
            .await
            .post(&path, &[("action", "x")])
            .await
            .expect(429);
        let refused = send_json(&world, &token_of(&world, "jia").await, "{}".into()).await;
        assert_eq!(
            refused.expect(429).headers["content-type"],
            "application/problem+json"
        );
        world.app.clock.forward_minutes(1);
        jia.post(&path, &[("action", "x")]).await.expect(422);
    }
);

both!(
    the_limit_holds_over_two_instances_of_one_database,
    |world| async move {
        let world = world.with_settings(&[("writes_per_minute", "50")]);
        let id = world.proposed_problem().await;
        let path = format!("/problems/{id}/moves");
        let one = world.client("jia").await;
        let other = Client {
            service: router::service(App {
                pace: Pace::default(),
                pulse: Pulse::default(),
                jobs: Jobs::default(),
                program: env!("CARGO_BIN_EXE_gongjie").into(),
                ..world.app.clone()
            }),
            ..one.clone()
        };
        let mut passed = 0;
        for n in 0..100 {
            let client = if n % 2 == 0 { &one } else { &other };
            let reply = client.post(&path, &[("action", "x")]).await;
            passed += usize::from(reply.status == 422);
        }
        assert_eq!(passed, 50);
    }
);

both!(
    a_network_and_heavy_reads_have_limits_of_their_own,
    |world| async move {
        let world =
            world.with_settings(&[("writes_per_minute", "3"), ("heavy_reads_per_minute", "4")]);
        let nobody = world.nobody();
        let wrong = [("login", "nobody-here"), ("password", "不是这个口令吧")];
        let mut last = nobody.post_bare("/login", &wrong).await;
        for _ in 0..30 {
            last = nobody.post_bare("/login", &wrong).await;
        }
        assert!(last.expect(429).body.contains("这个网络"));
        world.app.clock.forward_minutes(1);
        let jia = world.client("jia").await;
        for path in ["/search?q=x", "/ledger.csv", "/ledger.xlsx", "/lists.csv"] {
            jia.get(path).await.expect(200);
        }
        let reply = jia.get("/lists.xlsx").await.expect(429);
        assert!(reply.body.contains("搜索和导出") && reply.headers.contains_key("retry-after"));
        jia.get("/ledger").await.expect(200);
        let table = router::table();
        let heavy = table.lines().filter(|r| r.cost == Cost::HeavyRead);
        assert!(heavy.count() >= 5);
    }
);

both!(
    a_key_that_sent_one_file_does_not_send_another,
    |world| async move {
        let (problem, _) = working(&world).await;
        let path = format!("/problems/{problem}/evidence");
        let jia = world.client("jia").await;
        let fields = [
            ("kind", "notice"),
            ("title", "通知"),
            ("dated_on", "2026-11-01"),
            ("visibility", "public"),
        ];
        let first: (&str, &[u8]) = ("a.pdf", b"%PDF-1.7\n1 0 obj\n");
        let same = jia
            .upload_with_key(&path, &fields, first, "once")
            .await
            .expect(303);
        let again = jia
            .upload_with_key(&path, &fields, first, "once")
            .await
            .expect(303);
        assert_eq!(same.location, again.location);
        let other: (&str, &[u8]) = ("a.pdf", b"%PDF-1.7\n2 0 obj\n");
        let reply = jia
            .upload_with_key(&path, &fields, other, "once")
            .await
            .expect(422);
        assert!(reply.body.contains("已经用于另一个请求"), "{}", reply.body);
        let mut renamed = fields;
        renamed[1].1 = "另一份通知";
        jia.upload_with_key(&path, &renamed, first, "once")
            .await
            .expect(422);
        let sql = "SELECT COUNT(*) FROM evidence";
        assert_eq!(
            world.app.db.read().scalar::<i64>(sql, []).await.unwrap(),
            Some(1)
        );
    }
);

both!(
    coming_and_going_is_journaled_with_the_chosen_algorithm,
    |world| async move {
        let world = world.with_settings(&[("journal_algorithm", "sha256")]);
        let jia = world.client("jia").await;
        jia.post("/logout", &[]).await.expect(303);
        let right = [("login", "yi"), ("password", crate::world::PASSWORD)];
        world.nobody().post_bare("/login", &right).await.expect(303);
        token_of(&world, "jia").await;
        let sql = "SELECT action || ' ' || algorithm FROM journal \
                   WHERE action IN ('session.start', 'session.end', 'token.create') ORDER BY seq";
        let found: Vec<String> = world.app.db.read().column(sql, []).await.unwrap();
        let wanted = [
            "session.start",
            "session.end",
            "session.start",
            "token.create",
        ];
        assert_eq!(found, wanted.map(|w| format!("{w} sha256")));
        let verdicts = gongjie::journal::queries::verify(world.app.db.read())
            .await
            .unwrap();
        assert!(verdicts.iter().all(|v| v.fault.is_none()), "{verdicts:?}");
    }
);
