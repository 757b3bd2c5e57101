//! Objections to a notice: filed by anybody, answered by a named person, and nothing is struck off before.

use gongjie::clockwork::jobs::go_round;
use gongjie::close_out::rules::{State, Verb};
use serde_json::{Value, json};

use super::{OPEN, publish};
use crate::api::{act, call, read};
use crate::client::{Client, Reply};
use crate::close_out::{NOTE, post, set_problem, state, viewed, waits, working};
use crate::verdict::checked;
use crate::voice::nobody::{everything, hits};
use crate::world::World;

/// A close-out of a school-level problem whose notice runs: its problem and its id.
async fn on_notice(world: &World) -> (i64, i64) {
    let id = working(world, true).await;
    set_problem(world, id, "class = 'school_level', grade = 2").await;
    let path = viewed(world, id).await;
    post(world, "ding", &format!("{path}/verification"), NOTE, 303).await;
    checked(world, &path).await;
    post(world, "coord", &format!("{path}/notice"), &[], 303).await;
    assert_eq!(state(world, id).await, State::Notice);
    let close_out = path.rsplit('/').next().unwrap().parse().unwrap();
    (id, close_out)
}

const SAID: &str = "九号楼北门还是老样子";

fn key() -> String {
    gongjie_base::token::random().unwrap()
}

async fn object(client: &Client, close_out: i64, words: &str, key: &str) -> Reply {
    let path = format!("/public/notices/{close_out}/objections");
    let form = [("_key", key), ("objection", words)];
    client.post_bare(&path, &form).await
}

/// What the organisation sees of the objections to a problem's close-out.
async fn heard(world: &World, problem: i64) -> Vec<Value> {
    let sheet = read(
        world,
        "coord",
        &format!("/api/v1/problems/{problem}/close-out"),
    )
    .await;
    sheet["objections"].as_array().unwrap().clone()
}

fn reference_in(page: &str) -> String {
    let tail = page.split("code--big\">").nth(1).expect("a number");
    tail.split('<').next().unwrap().to_owned()
}

both!(
    anybody_objects_and_nothing_is_struck_off_before_it_is_answered,
    |world| async move {
        let (problem, id) = on_notice(&world).await;
        let nobody = world.nobody();
        let notice = format!("/public/notices/{id}");
        nobody.get(&notice).await.expect(404);
        nobody.get(&format!("/api/v1{notice}")).await.expect(404);
        object(&nobody, id, SAID, &key()).await.expect(404);
        publish(&world, problem, OPEN).await;
        let page = nobody.get(&notice).await.expect(200).body;
        assert!(
            page.contains("权责清单已经发布") && page.contains("没有异议"),
            "{page}"
        );
        let listed = nobody
            .get("/public/notices?org=test")
            .await
            .expect(200)
            .body;
        assert!(
            listed.contains(&notice) && listed.contains("公示中"),
            "{listed}"
        );
        let running = nobody.get("/public?org=test").await.expect(200).body;
        assert!(running.contains(&notice), "{running}");

        object(&nobody, id, " ", &key()).await.expect(422);
        let short = object(&nobody, id, SAID, "short").await.expect(422).body;
        assert!(short.contains(SAID), "what was typed is kept");
        let key_1 = key();
        let filed = object(&nobody, id, SAID, &key_1).await.expect(200).body;
        let reference = reference_in(&filed);
        let again = object(&nobody, id, SAID, &key_1).await.expect(200).body;
        assert_eq!(reference_in(&again), reference);
        let other = object(&nobody, id, "别的话", &key_1).await.expect(422).body;
        assert!(other.contains("别的话") && other.contains(&reference));
        assert_eq!(heard(&world, problem).await.len(), 1);

        let page = nobody.get(&notice).await.expect(200).body;
        assert!(page.contains(&reference) && page.contains("等答复"));
        assert!(!page.contains(SAID), "nobody's words are shown to all");
        let inside = world
            .client("bing")
            .await
            .get(&format!("/problems/{problem}/close"))
            .await;
        assert!(inside.expect(200).body.contains(SAID));

        world.app.clock.forward_days(10);
        let path = format!("/close-outs/{id}");
        let refused = post(&world, "coord", &format!("{path}/strike"), &[], 409).await;
        assert!(refused.contains("有异议还没有答复"), "{refused}");
        assert!(
            waits(&world, "coord")
                .await
                .contains(&Verb::AnswerObjection)
        );
        let said = heard(&world, problem).await[0]["id"].as_i64().unwrap();
        let answers = format!("/objections/{said}/answer");
        let dismissed = [
            ("finding", "dismissed"),
            ("answer", "又看了三晚，都好"),
            ("version", "1"),
        ];
        for who in ["jia", "jia_head", "bing", "ding", "inspector"] {
            post(&world, who, &answers, &dismissed, 403).await;
        }
        post(&world, "stranger", &answers, &dismissed, 404).await;
        let kept = post(&world, "coord", &answers, &[("answer", "只写了答复")], 422).await;
        assert!(kept.contains("只写了答复"), "{kept}");
        post(&world, "coord", &answers, &dismissed[..1], 422).await;
        let stale = [dismissed[0], dismissed[1], ("version", "7")];
        post(&world, "coord", &answers, &stale, 409).await;
        post(&world, "coord", &format!("{path}/strike"), &[], 409).await;
        post(&world, "supervisor", &answers, &dismissed, 303).await;
        post(&world, "coord", &answers, &dismissed, 409).await;
        let page = nobody.get(&notice).await.expect(200).body;
        assert!(page.contains("又看了三晚，都好") && page.contains("异议不成立"));
        assert!(!page.contains("监督"), "who answered is not told to all");
        assert!(!page.contains("提异议</button>"), "its time is over");
        post(&world, "coord", &format!("{path}/strike"), &[], 303).await;
        assert_eq!(state(&world, problem).await, State::Struck);
        let late = object(&nobody, id, "太晚了吗", &key())
            .await
            .expect(409)
            .body;
        assert!(late.contains("太晚了吗"), "{late}");
        let page = nobody
            .get(&format!("/public/problems/{problem}"))
            .await
            .expect(200)
            .body;
        assert!(
            page.contains("样本不足") && page.contains("独立") && page.contains("已销号"),
            "{page}"
        );
    }
);

both!(what_was_upheld_goes_back, |world| async move {
    let (problem, id) = on_notice(&world).await;
    publish(&world, problem, OPEN).await;
    object(&world.nobody(), id, SAID, &key()).await.expect(200);
    let said = heard(&world, problem).await[0]["id"].as_i64().unwrap();
    let upheld = [("finding", "upheld"), ("answer", "说得对，接着办")];
    post(
        &world,
        "leader",
        &format!("/objections/{said}/answer"),
        &upheld,
        303,
    )
    .await;
    world.app.clock.forward_days(10);
    let path = format!("/close-outs/{id}");
    let refused = post(&world, "coord", &format!("{path}/strike"), &[], 409).await;
    assert!(refused.contains("有异议成立"), "{refused}");
    let back = [
        ("send_back_reason", "effect"),
        ("send_back_note", "北门还没有改"),
    ];
    post(&world, "coord", &format!("{path}/send-back"), &back, 303).await;
    assert_eq!(state(&world, problem).await, State::SentBack);
    let page = world.nobody().get(&format!("/public/notices/{id}")).await;
    let page = page.expect(200).body;
    assert!(
        page.contains("退回接着办") && page.contains("说得对，接着办"),
        "{page}"
    );
    // What was said against the one before does not stand in the way of the next.
    viewed(&world, problem).await;
    assert!(
        !waits(&world, "coord")
            .await
            .contains(&Verb::AnswerObjection)
    );
});

both!(
    an_objection_under_a_name_and_by_script,
    |world| async move {
        let (problem, id) = on_notice(&world).await;
        let path = format!("/close-outs/{id}/objections");
        let form = [("objection", "署名说的话")];
        post(&world, "bing", &path, &[("objection", "")], 422).await;
        post(&world, "bing", &path, &form, 303).await;
        post(&world, "stranger", &path, &form, 404).await;
        let (nobody, notice) = (world.nobody(), format!("/api/v1/public/notices/{id}"));
        let refused = nobody.post_bare(&path, &form).await;
        assert!([303, 401, 403].contains(&refused.status.as_u16()));
        let named = &heard(&world, problem).await[0];
        assert_eq!(named["person"], "丙");
        publish(&world, problem, OPEN).await;
        let twin = act(
            &world,
            "bing",
            ("POST", &format!("/api/v1{path}")),
            json!({"objection": "又一条"}),
            201,
        )
        .await;
        assert_eq!(twin["person"], "丙");
        let (reply, _) = call(
            &world,
            "stranger",
            "POST",
            &format!("/api/v1{path}"),
            json!({"objection": "x"}),
        )
        .await;
        reply.expect(404);
        let send = |key: &str, body: Value| {
            let request = axum::http::Request::builder()
                .method("POST")
                .uri(format!("{notice}/objections"))
                .header("content-type", "application/json")
                .header("idempotency-key", key)
                .body(axum::body::Body::from(body.to_string()))
                .unwrap();
            nobody.send(request)
        };
        let key = key();
        let first = send(&key, json!({"objection": SAID}))
            .await
            .expect(201)
            .body;
        assert_eq!(
            send(&key, json!({"objection": SAID}))
                .await
                .expect(201)
                .body,
            first
        );
        send("", json!({"objection": SAID})).await.expect(422);
        send(&key, json!({"objection": ""})).await.expect(422);
        let told: Value =
            serde_json::from_str(&nobody.get(&notice).await.expect(200).body).unwrap();
        assert_eq!(told["objections"].as_array().unwrap().len(), 3);
        assert_eq!(told["stage"], "running");
        let text = told.to_string();
        assert!(!text.contains(SAID) && !text.contains("署名说的话") && !text.contains('丙'));
        let all: Value =
            serde_json::from_str(&nobody.get("/api/v1/public/notices?org=test").await.body)
                .unwrap();
        assert_eq!(all["items"][0]["id"], json!(id));
        for said in heard(&world, problem).await {
            let answers = format!("/api/v1/objections/{}/answer", said["id"]);
            let body = json!({"finding": "dismissed", "answer": "看过，都好"});
            let (reply, _) = call(&world, "yi", "POST", &answers, body.clone()).await;
            reply.expect(403);
            let (reply, _) = call(&world, "coord", "POST", &answers, json!({})).await;
            reply.expect(422);
            let done = act(&world, "coord", ("POST", &answers), body, 200).await;
            assert_eq!(done["answered_by"], "统筹");
        }
        let told: Value =
            serde_json::from_str(&nobody.get(&notice).await.expect(200).body).unwrap();
        assert_eq!(told["objections"][0]["answer"], "看过，都好");
    }
);

both!(nothing_is_left_of_who_objects, |world| async move {
    let (problem, id) = on_notice(&world).await;
    publish(&world, problem, OPEN).await;
    let signed_in = world.client("jia").await;
    let keys: Vec<String> = (0..5).map(|_| key()).collect();
    for (n, key) in keys.iter().enumerate() {
        let body = serde_html_form::to_string([
            ("_key", key.as_str()),
            ("objection", &format!("第 {n} 条异议")),
        ]);
        let mut request = signed_in
            .request("POST", &format!("/public/notices/{id}/objections"))
            .header("content-type", "application/x-www-form-urlencoded")
            .header("user-agent", "canary-agent-93d4")
            .header("referer", "http://localhost/canary-referrer-93d4")
            .header("x-forwarded-for", "203.0.113.93")
            .body(axum::body::Body::from(body.unwrap()))
            .unwrap();
        let peer: std::net::SocketAddr = "203.0.113.93:4711".parse().unwrap();
        let peer = axum::extract::ConnectInfo(peer);
        request.extensions_mut().insert(peer);
        signed_in.send(request).await.expect(200);
    }
    let conn = world.app.db.read();
    let count = "SELECT COUNT(*) FROM journal WHERE action = 'close_out.object'";
    assert_eq!(
        conn.scalar::<i64>(count, []).await.unwrap(),
        Some(0),
        "it could tell the time"
    );
    let rows = "SELECT COUNT(*) FROM objection WHERE person_id IS NULL AND given_at % 43200000 = 14400000 AND form_hash <> ''";
    assert_eq!(
        conn.scalar::<i64>(rows, []).await.unwrap(),
        Some(5),
        "half days only"
    );
    world.app.clock.forward_minutes(12 * 60);
    go_round(&world.app).await.unwrap();
    go_round(&world.app).await.unwrap();
    assert_eq!(
        conn.scalar::<i64>(count, []).await.unwrap(),
        Some(5),
        "each once"
    );
    let named = format!("{count} AND person_id IS NOT NULL");
    assert_eq!(conn.scalar::<i64>(&named, []).await.unwrap(), Some(0));
    let verdicts = gongjie::journal::queries::verify(conn).await.unwrap();
    assert!(verdicts.iter().all(|v| v.fault.is_none()));
    let all = everything(&world).await;
    let canaries = ["canary-agent-93d4", "canary-referrer-93d4", "203.0.113.93"];
    for canary in canaries.into_iter().chain(keys.iter().map(String::as_str)) {
        assert_eq!(hits(&all, canary), Vec::<String>::new(), "{canary}");
    }
    assert!(
        !hits(&all, "第 3 条异议").is_empty(),
        "the search itself works"
    );
});

both!(a_flood_of_objections_is_slowed, |world| async move {
    let world = world.with_settings(&[("raises_per_hour", "200")]);
    let (problem, id) = on_notice(&world).await;
    publish(&world, problem, OPEN).await;
    let nobody = world.nobody();
    for n in 0..2 {
        object(&nobody, id, &format!("第 {n} 条"), &key())
            .await
            .expect(200);
    }
    let late = object(&nobody, id, "第三条的字都在", &key())
        .await
        .expect(429)
        .body;
    assert!(
        late.contains("第三条的字都在") && late.contains("秒后"),
        "{late}"
    );
    let foreign = axum::http::Request::builder()
        .method("POST")
        .uri(format!("/public/notices/{id}/objections"))
        .header("sec-fetch-site", "cross-site")
        .header("content-type", "application/x-www-form-urlencoded")
        .body(axum::body::Body::from(
            "_key=kkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkk&objection=x",
        ))
        .unwrap();
    nobody.send(foreign).await.expect(403);
    world.app.clock.forward_minutes(4);
    object(&nobody, id, "第三条的字都在", &key())
        .await
        .expect(200);
    assert_eq!(heard(&world, problem).await.len(), 3);
});
