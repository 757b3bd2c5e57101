//! What everybody may see: only what is public, no person, nobody's words; and nothing of who reads it.

use gongjie::outcome::queries as outcomes;
use serde_json::Value;

use crate::client::{Client, Reply};
use crate::close_out::{set_problem, working};
use crate::voice::nobody::{everything, hits};
use crate::voice::raise;
use crate::world::World;

mod objection;

/// Shows a problem to everybody, or no more.
pub async fn publish(world: &World, id: i64, fields: &[(&str, &str)]) {
    let coord = world.client("coord").await;
    let path = format!("/problems/{id}/publication");
    coord.post(&path, fields).await.expect(303);
}

pub const OPEN: &[(&str, &str)] = &[("is_public", "1")];
const TOLD: &[(&str, &str)] = &[("is_public", "1"), ("is_told", "1")];

async fn json(client: &Client, path: &str) -> Value {
    serde_json::from_str(&client.get(path).await.expect(200).body).unwrap()
}

async fn name(world: &World, who: &str, name: &str) {
    let tx = world.begin().await;
    let sql = "UPDATE person SET name = $1 WHERE id = $2";
    let id = world.person_id(who);
    tx.run(sql, [name.into(), id.into()]).await.unwrap();
    tx.commit().await.unwrap();
}

both!(only_what_is_public_is_there, |world| async move {
    let id = working(&world, false).await;
    let proposed = world.proposed_problem().await;
    let nobody = world.nobody();
    let page = format!("/public/problems/{id}");
    let twin = format!("/api/v1{page}");
    nobody.get(&page).await.expect(404);
    nobody.get(&twin).await.expect(404);
    nobody.get("/public/problems/999999").await.expect(404);
    let none = nobody.get("/public?org=test").await.expect(200).body;
    assert!(none.contains("还没有公开的难题"), "{none}");
    publish(&world, id, OPEN).await;
    let coord = world.client("coord").await;
    coord
        .post(&format!("/problems/{proposed}/publication"), OPEN)
        .await
        .expect(409);
    for who in ["jia", "bing", "leader", "stranger"] {
        let client = world.client(who).await;
        let path = format!("/problems/{id}/publication");
        client.post(&path, &[]).await.expect(404);
    }
    for path in [page.as_str(), "/public?org=test"] {
        let body = nobody.get(path).await.expect(200).body;
        assert!(body.contains("学业导师、班主任权责不清"), "{body}");
        assert!(!body.contains('⟦'), "{body}");
        let sign = if path.contains('?') { '&' } else { '?' };
        let english = nobody
            .get(&format!("{path}{sign}lang=en"))
            .await
            .expect(200);
        assert!(!english.body.contains('⟦'), "{}", english.body);
    }
    let list = json(&nobody, "/api/v1/public/problems?org=test").await;
    assert_eq!(list["items"].as_array().unwrap().len(), 1);
    assert_eq!(list["items"][0]["stage"], "working");
    nobody.get("/api/v1/public/problems").await.expect(422);
    nobody
        .get("/api/v1/public/problems?org=test&limit=0")
        .await
        .expect(422);
    nobody.get("/public?org=nowhere").await.expect(404);
    let several = nobody.get("/public").await.expect(200).body;
    assert!(several.contains("测试大学") && several.contains("别的大学"));
    let other = nobody.get("/public?org=other").await.expect(200).body;
    assert!(!other.contains("权责不清"), "another organisation");
    publish(&world, id, &[]).await;
    nobody.get(&page).await.expect(404);
    nobody.get(&twin).await.expect(404);
    publish(&world, id, OPEN).await;
    for state in ["proposed", "returned", "declined", "merged", "withdrawn"] {
        set_problem(&world, id, &format!("state = '{state}'")).await;
        nobody.get(&page).await.expect(404);
        let list = json(&nobody, "/api/v1/public/problems?org=test").await;
        assert_eq!(list["items"], serde_json::json!([]), "{state}");
    }
});

both!(
    units_and_measures_are_told_and_no_person_or_voice,
    |world| async move {
        for (who, its) in [
            ("jia", "王小名"),
            ("jia_head", "李大名"),
            ("coord", "赵中名"),
        ] {
            name(&world, who, its).await;
        }
        let id = working(&world, false).await;
        publish(&world, id, OPEN).await;
        let nobody = world.nobody();
        let join = id.to_string();
        let voice = [
            ("text", "我们楼也是这样说的"),
            ("mode", "anonymous"),
            ("problem", join.as_str()),
        ];
        raise(&world, &voice).await;
        let read = || async {
            let page = nobody
                .get(&format!("/public/problems/{id}"))
                .await
                .expect(200);
            let twin = nobody.get(&format!("/api/v1/public/problems/{id}")).await;
            page.body + &twin.expect(200).body
        };
        let both = read().await;
        for told in [
            "甲处党支部",
            "乙处党支部",
            "理清权责",
            "多部门协作",
            "推进中",
        ] {
            assert!(both.contains(told), "{told}: {both}");
        }
        for secret in [
            "王小名",
            "李大名",
            "赵中名",
            "我们楼也是这样说的",
            "学生不知道该找谁",
        ] {
            assert!(!both.contains(secret), "{secret}: {both}");
        }
        publish(&world, id, TOLD).await;
        assert!(read().await.contains("学生不知道该找谁"), "told on purpose");
        publish(&world, id, OPEN).await;
        assert!(!read().await.contains("学生不知道该找谁"), "and no more");
        let entries = "SELECT COUNT(*) FROM journal WHERE action = 'problem.publish'";
        let conn = world.app.db.read();
        assert_eq!(conn.scalar::<i64>(entries, []).await.unwrap(), Some(3));
        let dossier = world
            .client("coord")
            .await
            .get(&format!("/problems/{id}"))
            .await;
        assert!(dossier.expect(200).body.contains("/publication"));
        let dossier = world
            .client("bing")
            .await
            .get(&format!("/problems/{id}"))
            .await;
        let dossier = dossier.expect(200).body;
        assert!(!dossier.contains("/publication") && dossier.contains("/public/problems/"));
    }
);

both!(only_public_evidence_can_be_fetched, |world| async move {
    let id = working(&world, false).await;
    publish(&world, id, OPEN).await;
    let path = format!("/problems/{id}/evidence");
    let yi = world.client("yi").await;
    for visibility in ["internal", "public"] {
        let fields = [
            ("kind", "notice"),
            ("title", "分工办法"),
            ("dated_on", "2026-11-01"),
            ("visibility", visibility),
        ];
        let name = "王小名的电脑.pdf";
        yi.upload(&path, &fields, (name, b"%PDF-1.7\n1 0 obj\n"))
            .await
            .expect(303);
    }
    let acting = world.acting("yi").await;
    let rows = outcomes::list_evidence_of_problem(world.app.db.read(), &acting.actor, id);
    let ids: Vec<i64> = rows.await.unwrap().into_iter().map(|e| e.id).collect();
    let nobody = world.nobody();
    let file = |n: usize| format!("/public/evidence/{}", ids[n]);
    nobody.get(&file(0)).await.expect(404);
    let reply = nobody.get(&file(1)).await.expect(200);
    let header = |name: &str| reply.headers[name].to_str().unwrap().to_owned();
    assert_eq!(
        header("content-security-policy"),
        "default-src 'none'; sandbox"
    );
    assert_eq!(header("cache-control"), "no-store");
    let named = header("content-disposition");
    assert!(
        named.ends_with("%E5%88%86%E5%B7%A5%E5%8A%9E%E6%B3%95.pdf"),
        "{named}"
    );
    let page = nobody.get(&format!("/public/problems/{id}")).await.body;
    assert!(page.contains(&file(1)) && !page.contains(&file(0)));
    publish(&world, id, &[]).await;
    nobody.get(&file(1)).await.expect(404);
});

both!(lists_are_cut_filtered_and_go_on, |world| async move {
    let mut ids = Vec::new();
    for _ in 0..3 {
        let id = world.listed_problem().await;
        publish(&world, id, OPEN).await;
        world.app.clock.forward_minutes(1);
        ids.push(id);
    }
    set_problem(
        &world,
        ids[0],
        "state = 'working', title = '热水 50%_ 时间'",
    )
    .await;
    let nobody = world.nobody();
    let list = "/api/v1/public/problems?org=test";
    let found = |value: &Value| -> Vec<i64> {
        let items = value["items"].as_array().unwrap();
        items.iter().map(|i| i["id"].as_i64().unwrap()).collect()
    };
    let mut seen = Vec::new();
    let mut next = String::new();
    loop {
        let page = json(&nobody, &format!("{list}&limit=1&after={next}")).await;
        seen.extend(found(&page));
        match page["next"].as_str() {
            Some(after) => after.clone_into(&mut next),
            None => break,
        }
    }
    seen.sort_unstable();
    assert_eq!(seen, ids);
    assert_eq!(
        found(&json(&nobody, &format!("{list}&stage=working")).await),
        [ids[0]]
    );
    assert_eq!(
        found(&json(&nobody, &format!("{list}&q=50%25_")).await),
        [ids[0]]
    );
    assert_eq!(
        found(&json(&nobody, &format!("{list}&q=5_%25")).await),
        [0_i64; 0]
    );
    nobody
        .get(&format!("{list}&stage=nowhere"))
        .await
        .expect(422);
    nobody
        .get(&format!("{list}&after=nowhere"))
        .await
        .expect(422);
    let counts = json(&nobody, list).await["counts"].clone();
    assert_eq!(
        counts[0],
        serde_json::json!({"stage": "open", "problems": 2})
    );
    let page = nobody.get("/public?org=test&q=热水").await.expect(200).body;
    assert!(
        page.contains("热水 50%_ 时间") && !page.contains("权责不清"),
        "{page}"
    );
});

/// A reader with everything that browsers tell, signed in on top.
async fn telling(client: &Client, path: &str) -> Reply {
    let request = client
        .request("GET", path)
        .header("user-agent", "canary-agent-81c2")
        .header("referer", "http://localhost/canary-referrer-81c2")
        .header("x-forwarded-for", "203.0.113.81");
    client
        .send(request.body(axum::body::Body::empty()).unwrap())
        .await
}

both!(nothing_is_left_of_a_reader, |world| async move {
    let id = working(&world, false).await;
    publish(&world, id, OPEN).await;
    let signed_in = world.client("jia").await;
    let seen = "SELECT MAX(seen_at) FROM session";
    let conn = world.app.db.read();
    let before: Option<i64> = conn.scalar(seen, []).await.unwrap();
    world.app.clock.forward_minutes(30);
    for path in [
        "/public?org=test&q=canary-words-81c2".to_owned(),
        format!("/public/problems/{id}?canary-query-81c2=1"),
        "/public/notices?org=test".to_owned(),
    ] {
        let reply = telling(&signed_in, &path).await.expect(200);
        assert_eq!(reply.headers["cache-control"], "no-store");
        assert_eq!(reply.headers["referrer-policy"], "no-referrer");
        assert!(!reply.headers.contains_key("set-cookie"), "{path}");
        assert!(
            !reply.body.contains("/me\""),
            "the page does not know who reads"
        );
        let plain = world.nobody().get(&path).await.expect(200);
        assert_eq!(plain.body, reply.body, "the same page for everybody");
    }
    let after: Option<i64> = conn.scalar(seen, []).await.unwrap();
    assert_eq!(before, after, "the session is not read, so it is not seen");
    let all = everything(&world).await;
    for canary in [
        "canary-agent-81c2",
        "canary-referrer-81c2",
        "canary-words-81c2",
        "canary-query-81c2",
        "203.0.113.81",
    ] {
        assert_eq!(hits(&all, canary), Vec::<String>::new(), "{canary}");
    }
    assert!(
        !hits(&all, "理清权责").is_empty(),
        "the search itself works"
    );
});

both!(readers_are_slowed_and_others_go_on, |world| async move {
    let world = world.with_settings(&[("raises_per_hour", "20")]);
    let id = working(&world, false).await;
    publish(&world, id, OPEN).await;
    let nobody = world.nobody();
    let page = format!("/public/problems/{id}");
    for n in 0..40 {
        let reply = nobody.get(&page).await;
        assert_eq!(reply.status.as_u16(), 200, "{n}");
    }
    for path in [
        page.as_str(),
        "/public?org=test",
        "/public/notices?org=test",
        "/public/notices/1",
        "/public/evidence/1",
        "/api/v1/public/problems?org=test",
        "/api/v1/public/notices?org=test",
        "/api/v1/public/notices/1",
        &format!("/api/v1{page}"),
    ] {
        nobody.get(path).await.expect(429);
    }
    raise(&world, &[("text", "一件事"), ("mode", "anonymous")]).await;
    let other = || async {
        let mut request = nobody
            .request("GET", &page)
            .body(axum::body::Body::empty())
            .unwrap();
        let peer: std::net::SocketAddr = "198.51.100.7:4711".parse().unwrap();
        let peer = axum::extract::ConnectInfo(peer);
        request.extensions_mut().insert(peer);
        nobody.send(request).await
    };
    other().await.expect(200);
    world.app.clock.forward_minutes(1);
    nobody.get(&page).await.expect(200);
});
