//! The urgent channel: raised without a session, paged in steps until somebody answers, and closed.

mod handled;

use gongjie::clockwork::jobs::go_round;
use serde_json::Value;

use crate::client::Reply;
use crate::outbox::{channel, count};
use crate::world::World;

const FRAUD: &[(&str, &str)] = &[
    ("kind", "fraud"),
    ("phone", "13800000000"),
    ("place", "东区三号楼"),
    ("text", "正在转账"),
];

/// A form of somebody who is not signed in.
async fn send(world: &World, fields: &[(&str, &str)], key: &str) -> Reply {
    let mut all = vec![("_key", key)];
    all.extend_from_slice(fields);
    world.nobody().post_bare("/urgent/test", &all).await
}

/// Raises a call as nobody.
async fn raise(world: &World) -> i64 {
    let key = gongjie_base::token::random().unwrap();
    send(world, FRAUD, &key).await.expect(200);
    let all = calls(world, "coord").await;
    all.last().unwrap()["id"].as_i64().unwrap()
}

/// Open calls as the API tells them.
async fn calls(world: &World, who: &str) -> Vec<Value> {
    let body = world
        .client(who)
        .await
        .get("/api/v1/urgents")
        .await
        .expect(200)
        .body;
    let body: Value = serde_json::from_str(&body).unwrap();
    body["items"].as_array().unwrap().clone()
}

/// One call with its time line.
async fn detail(world: &World, who: &str, id: i64) -> Value {
    let body = world
        .client(who)
        .await
        .get(&format!("/api/v1/urgents/{id}"))
        .await
        .expect(200)
        .body;
    serde_json::from_str(&body).unwrap()
}

async fn step(world: &World, who: &str, id: i64, action: &str, fields: &[(&str, &str)]) -> Reply {
    let mut all = vec![("action", action)];
    all.extend_from_slice(fields);
    world
        .client(who)
        .await
        .post(&format!("/urgents/{id}/steps"), &all)
        .await
}

/// 值班 is the officer, 乙书记 the backup, 甲书记 the head: two of them hold no role of the channel.
async fn roster(world: &World) {
    let coord = world.client("coord").await;
    for (rank, who) in [
        ("officer", "duty"),
        ("backup", "yi_head"),
        ("head", "jia_head"),
    ] {
        let person = world.person_id(who).to_string();
        let fields = [
            ("rank", rank),
            ("person_id", person.as_str()),
            ("phone", "0598-1234567"),
        ];
        coord.post("/duty-roster", &fields).await.expect(303);
    }
}

/// Steps of the page-out so far: step, place, who.
async fn paged(world: &World, id: i64) -> Vec<(i64, String, Vec<i64>)> {
    let call = detail(world, "coord", id).await;
    let events = call["events"].as_array().unwrap();
    events
        .iter()
        .filter(|e| e["kind"] == "paged")
        .map(|e| {
            let who = e["paged_ids"]
                .as_array()
                .unwrap()
                .iter()
                .map(|p| p.as_i64().unwrap());
            (
                e["step"].as_i64().unwrap(),
                e["rank"].as_str().unwrap().to_owned(),
                who.collect(),
            )
        })
        .collect()
}

both!(
    a_call_needs_no_session_and_shows_the_numbers_first,
    |world| async move {
        let page = world.nobody().get("/urgent/test").await.expect(200).body;
        for number in ["110", "120", "119", "96110"] {
            assert!(page.contains(&format!("href=\"tel:{number}\"")), "{number}");
        }
        assert!(
            page.find("tel:110").unwrap() < page.find("<form").unwrap(),
            "the numbers stand before the form"
        );
        assert!(page.contains("不能代替 110"));
        world.nobody().get("/urgent/nowhere").await.expect(404);
        let coord = world.client("coord").await;
        coord
            .post("/duty-roster/number", &[("campus_number", "打这个")])
            .await
            .expect(422);
        coord
            .post("/duty-roster/number", &[("campus_number", "0598-8399110")])
            .await
            .expect(303);
        let page = world.nobody().get("/urgent/test").await.expect(200).body;
        assert!(
            page.contains("tel:05988399110"),
            "the campus number is shown to everybody"
        );
        let refused = send(&world, &[("kind", ""), ("place", "东区")], &"k".repeat(40))
            .await
            .expect(422)
            .body;
        assert!(
            refused.contains("东区") && refused.contains("tel:110"),
            "what was typed is kept, the numbers too"
        );
        roster(&world).await;
        let id = raise(&world).await;
        let call = detail(&world, "duty", id).await;
        assert_eq!(call["call"]["state"], "paged");
        assert_eq!(call["call"]["phone"], "13800000000");
        assert_eq!(
            call["events"][0]["person_id"],
            Value::Null,
            "nobody was asked who they are"
        );
        let page = world
            .client("duty")
            .await
            .get(&format!("/urgents/{id}"))
            .await
            .expect(200)
            .body;
        assert!(
            page.contains("东区三号楼") && page.contains("tel:13800000000"),
            "{page}"
        );
    }
);

both!(
    the_same_form_twice_is_one_call_and_tells_how_it_stands,
    |world| async move {
        roster(&world).await;
        let key = gongjie_base::token::random().unwrap();
        let first = send(&world, FRAUD, &key).await.expect(200).body;
        assert!(
            !first.contains("没有重复登记") && first.contains("已呼叫值班的人"),
            "{first}"
        );
        let second = send(&world, &[("kind", "fraud")], &key)
            .await
            .expect(200)
            .body;
        assert!(second.contains("没有重复登记"));
        let all = calls(&world, "coord").await;
        assert_eq!(all.len(), 1);
        assert_eq!(
            count(
                &world,
                "SELECT COUNT(*) FROM message WHERE class = 'urgent'"
            )
            .await,
            1
        );
        let id = all[0]["id"].as_i64().unwrap();
        step(&world, "duty", id, "ack", &[]).await.expect(303);
        let third = send(&world, &[("kind", "fraud")], &key)
            .await
            .expect(200)
            .body;
        assert!(third.contains("有人接了"), "{third}");
        send(&world, FRAUD, "short").await.expect(422);
        // A public form holds no drill, whatever it sends.
        let key = gongjie_base::token::random().unwrap();
        send(&world, &[("kind", "accident"), ("is_drill", "1")], &key)
            .await
            .expect(200);
        assert_eq!(calls(&world, "coord").await[1]["is_drill"], false);
    }
);

both!(
    people_are_paged_in_steps_until_somebody_answers,
    |world| async move {
        roster(&world).await;
        let (duty, yi_head, jia_head) = (
            world.person_id("duty"),
            world.person_id("yi_head"),
            world.person_id("jia_head"),
        );
        let id = raise(&world).await;
        let told = |person: i64| {
            let sql = format!(
                "SELECT COUNT(*) FROM message WHERE class = 'urgent' AND person_id = {person}"
            );
            let world = &world;
            async move { count(world, &sql).await }
        };
        assert_eq!(
            paged(&world, id).await,
            vec![(1, "officer".to_owned(), vec![duty])]
        );
        assert_eq!((told(duty).await, told(yi_head).await), (1, 0));
        world.app.clock.forward_minutes(2);
        assert_eq!(go_round(&world.app).await.unwrap().pages, 0);
        world
            .client("yi_head")
            .await
            .get(&format!("/urgents/{id}"))
            .await
            .expect(404);
        world.app.clock.forward_minutes(1);
        // Two instances at the same minute: each step once.
        let (one, other) = tokio::join!(go_round(&world.app), go_round(&world.app));
        assert_eq!(one.unwrap().pages + other.unwrap().pages, 1);
        assert_eq!((told(yi_head).await, told(jia_head).await), (1, 0));
        world
            .client("yi_head")
            .await
            .get(&format!("/urgents/{id}"))
            .await
            .expect(200);
        world.app.clock.forward_minutes(3);
        assert_eq!(go_round(&world.app).await.unwrap().pages, 1);
        world.app.clock.forward_minutes(5);
        assert_eq!(go_round(&world.app).await.unwrap().pages, 1);
        world.app.clock.forward_minutes(5);
        assert_eq!(go_round(&world.app).await.unwrap().pages, 1);
        let steps = paged(&world, id).await;
        let short: Vec<(i64, &str, usize)> = steps
            .iter()
            .map(|(n, rank, who)| (*n, rank.as_str(), who.len()))
            .collect();
        assert_eq!(
            short,
            vec![
                (1, "officer", 1),
                (2, "backup", 1),
                (3, "head", 1),
                (4, "everybody", 3),
                (5, "everybody", 3)
            ]
        );
        assert_eq!(
            (told(duty).await, told(yi_head).await, told(jia_head).await),
            (3, 3, 3)
        );
        let line = world
            .client("duty")
            .await
            .get(&format!("/urgents/{id}"))
            .await
            .expect(200)
            .body;
        assert!(
            line.contains("第 2 步，呼叫备班：乙书记（送达 1 人）"),
            "{line}"
        );
        // Who was paged answers, without any role of the channel; then nobody is paged any more.
        step(&world, "yi_head", id, "ack", &[]).await.expect(303);
        world.app.clock.forward_minutes(60);
        assert_eq!(go_round(&world.app).await.unwrap().pages, 0);
        let call = detail(&world, "coord", id).await;
        assert_eq!(
            (
                call["call"]["state"].as_str(),
                call["call"]["acked_by_id"].as_i64()
            ),
            (Some("acked"), Some(yi_head))
        );
        assert_eq!(call["call"]["next_page_at"], Value::Null);
        step(&world, "duty", id, "ack", &[]).await.expect(422);
    }
);

both!(
    urgent_pages_leave_by_the_channels_at_any_hour,
    |world| async move {
        roster(&world).await;
        let inside = world
            .client("coord")
            .await
            .get("/duty-roster")
            .await
            .expect(200)
            .body;
        assert!(inside.contains("呼叫只到站内收件箱"));
        channel(&world, "webhook", "https://127.0.0.1/hook", |_| {}).await;
        // 23:00 and later: quiet hours hold back nothing that is urgent.
        world.app.clock.forward_minutes(14 * 60);
        let id = raise(&world).await;
        let sql = "SELECT COUNT(*) FROM delivery WHERE class = 'urgent'";
        assert_eq!(count(&world, sql).await, 1);
        world.app.clock.forward_minutes(3);
        go_round(&world.app).await.unwrap();
        assert_eq!(count(&world, sql).await, 2);
        let page = world
            .client("duty")
            .await
            .get(&format!("/urgents/{id}"))
            .await
            .expect(200)
            .body;
        assert!(!page.contains("呼叫只到站内收件箱"));
    }
);

both!(
    without_a_roster_everybody_with_the_role_is_paged_and_without_anybody_it_says_so,
    |world| async move {
        let id = raise(&world).await;
        let duty = world.person_id("duty");
        assert_eq!(
            paged(&world, id).await,
            vec![(4, "everybody".to_owned(), vec![duty])]
        );
        let tx = world.begin().await;
        tx.run(
            "UPDATE person SET is_active = $1 WHERE id = $2",
            [false.into(), duty.into()],
        )
        .await
        .unwrap();
        tx.commit().await.unwrap();
        let id = raise(&world).await;
        assert_eq!(
            paged(&world, id).await,
            vec![(4, "everybody".to_owned(), vec![world.person_id("coord")])]
        );
        let tx = world.begin().await;
        tx.run(
            "UPDATE role_grant SET role = 'editor' WHERE role = 'coordinator' AND person_id = $1",
            [world.person_id("coord").into()],
        )
        .await
        .unwrap();
        tx.commit().await.unwrap();
        let key = gongjie_base::token::random().unwrap();
        let page = send(&world, FRAUD, &key).await.expect(200).body;
        assert!(
            page.contains("现在没有叫到人") && page.contains("tel:110"),
            "{page}"
        );
        let id = calls(&world, "leader").await.last().unwrap()["id"]
            .as_i64()
            .unwrap();
        let page = world
            .client("leader")
            .await
            .get(&format!("/urgents/{id}"))
            .await
            .expect(200)
            .body;
        assert!(
            page.contains("没有叫到任何人") && page.contains("tel:110"),
            "{page}"
        );
    }
);
