//! The urgent channel: raised without a session, paged in steps until somebody answers, and closed.

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

both!(
    a_call_is_handled_to_its_end_and_becomes_a_problem,
    |world| async move {
        roster(&world).await;
        let id = raise(&world).await;
        for (action, fields) in [
            ("join", &[("partner", "派出所"), ("how", "电话")][..]),
            ("close", &[("text", "完")][..]),
            ("page", &[][..]),
        ] {
            let refused = step(&world, "duty", id, action, fields).await;
            assert!(refused.status.as_u16() >= 400, "{action}");
        }
        assert_eq!(
            step(&world, "leader", id, "ack", &[]).await.status.as_u16(),
            403,
            "a leader looks on"
        );
        step(&world, "duty", id, "ack", &[]).await.expect(303);
        step(&world, "duty", id, "join", &[("partner", "派出所")])
            .await
            .expect(422);
        step(
            &world,
            "duty",
            id,
            "join",
            &[
                ("partner", "某派出所"),
                ("how", "打 110，民警王"),
                ("text", "请求止付"),
            ],
        )
        .await
        .expect(303);
        step(&world, "duty", id, "note", &[("entry", "")])
            .await
            .expect(422);
        step(
            &world,
            "duty",
            id,
            "note",
            &[("entry", "measure"), ("text", "陪同去银行")],
        )
        .await
        .expect(303);
        world.app.clock.forward_minutes(31);
        let list = world
            .client("supervisor")
            .await
            .get("/urgents")
            .await
            .expect(200)
            .body;
        assert!(
            list.contains("过期 1 分"),
            "late for the first report: {list}"
        );
        step(
            &world,
            "coord",
            id,
            "note",
            &[("entry", "report"), ("text", "已止付两万")],
        )
        .await
        .expect(303);
        let due = detail(&world, "duty", id).await["call"]["report_due_at"]
            .as_i64()
            .unwrap();
        assert_eq!(due - world.app.clock.now(), 60 * 60_000, "then hourly");
        step(&world, "duty", id, "stabilise", &[("text", "")])
            .await
            .expect(422);
        step(
            &world,
            "duty",
            id,
            "stabilise",
            &[("text", "钱已冻结，人在宿舍")],
        )
        .await
        .expect(303);
        step(&world, "duty", id, "care", &[("text", "辅导员今晚谈话")])
            .await
            .expect(303);
        let seen = world
            .client("duty")
            .await
            .get(&format!("/urgents/{id}"))
            .await
            .expect(200)
            .body;
        assert!(seen.contains("辅导员今晚谈话"));
        let looked = world
            .client("leader")
            .await
            .get(&format!("/urgents/{id}"))
            .await
            .expect(200)
            .body;
        assert!(
            !looked.contains("辅导员今晚谈话") && looked.contains("内容只有处置的人看得到"),
            "restricted"
        );
        assert!(
            !detail(&world, "supervisor", id)
                .await
                .to_string()
                .contains("辅导员今晚谈话")
        );
        step(
            &world,
            "duty",
            id,
            "close",
            &[("text", "冒充客服，止付成功；要在新生班会讲")],
        )
        .await
        .expect(303);
        assert!(calls(&world, "duty").await.is_empty());
        step(
            &world,
            "duty",
            id,
            "note",
            &[("entry", "measure"), ("text", "晚了")],
        )
        .await
        .expect(422);
        step(
            &world,
            "duty",
            id,
            "promote",
            &[("title", "新生反诈提醒到不了宿舍")],
        )
        .await
        .expect(303);
        step(&world, "duty", id, "promote", &[("title", "再来一次")])
            .await
            .expect(422);
        let call = detail(&world, "coord", id).await;
        let problem = call["call"]["problem_id"].as_i64().unwrap();
        let page = world
            .client("coord")
            .await
            .get(&format!("/problems/{problem}"))
            .await
            .expect(200)
            .body;
        assert!(page.contains("新生反诈提醒到不了宿舍"));
        let ended = world
            .client("duty")
            .await
            .get("/urgents?tab=ended")
            .await
            .expect(200)
            .body;
        assert!(ended.contains(&format!("/urgents/{id}")));
    }
);

both!(
    a_drill_is_marked_everywhere_and_a_false_alarm_blames_nobody,
    |world| async move {
        roster(&world).await;
        let drill = [("kind", "self_harm"), ("is_drill", "1"), ("place", "操场")];
        let id = world
            .client("duty")
            .await
            .post("/urgents", &drill)
            .await
            .id();
        let list = world
            .client("coord")
            .await
            .get("/urgents")
            .await
            .expect(200)
            .body;
        assert!(list.contains("演练"));
        let page = world
            .client("coord")
            .await
            .get(&format!("/urgents/{id}"))
            .await
            .expect(200)
            .body;
        assert!(page.contains("【演练】"));
        let inbox = world
            .client("duty")
            .await
            .get("/inbox")
            .await
            .expect(200)
            .body;
        assert!(inbox.contains("【演练】有人要轻生或自伤"), "{inbox}");
        step(&world, "duty", id, "ack", &[]).await.expect(303);
        step(&world, "duty", id, "false_alarm", &[("text", "演练结束")])
            .await
            .expect(303);
        step(&world, "duty", id, "care", &[("text", "x")])
            .await
            .expect(422);
        step(&world, "duty", id, "close", &[("text", "两分钟接警")])
            .await
            .expect(303);
        step(&world, "duty", id, "promote", &[("title", "演练")])
            .await
            .expect(422);
        assert_eq!(count(&world, "SELECT COUNT(*) FROM problem").await, 0);
    }
);

both!(
    staff_open_a_call_from_a_voice_and_outsiders_see_nothing,
    |world| async move {
        roster(&world).await;
        let receipt = {
            let key = gongjie_base::token::random().unwrap();
            let fields = [("text", "室友说不想活了"), ("mode", "anonymous")];
            crate::voice::raise_as(&world.nobody(), &fields, &key)
                .await
                .expect(200)
                .body
        };
        assert!(
            receipt.contains("href=\"/urgent/test\""),
            "the receipt leads to the channel"
        );
        let voice = crate::voice::only_id(&world).await;
        let desk = world
            .client("coord")
            .await
            .get(&format!("/voices/{voice}"))
            .await
            .expect(200)
            .body;
        assert!(desk.contains(&format!("/urgents/new?voice={voice}")));
        let voice = voice.to_string();
        let from_voice = [("kind", "self_harm"), ("voice_id", voice.as_str())];
        world
            .client("bing")
            .await
            .post("/urgents", &from_voice)
            .await
            .expect(422);
        let sent = world
            .client("dispatcher")
            .await
            .post("/urgents", &from_voice)
            .await
            .expect(303);
        assert_eq!(
            sent.location, "/urgents/new?sent=1",
            "who is not on duty sees no more of it"
        );
        let all = calls(&world, "duty").await;
        assert_eq!(all[0]["voice_id"].to_string(), voice);
        let id = all[0]["id"].as_i64().unwrap();
        for who in [
            "bing",
            "jia",
            "inspector",
            "editor",
            "dispatcher",
            "stranger",
        ] {
            world
                .client(who)
                .await
                .get(&format!("/urgents/{id}"))
                .await
                .expect(404);
            assert!(calls(&world, who).await.is_empty(), "{who}");
            step(&world, who, id, "ack", &[]).await.expect(404);
            if who != "stranger" {
                world.client(who).await.get("/urgents").await.expect(404);
                world
                    .client(who)
                    .await
                    .get("/duty-roster")
                    .await
                    .expect(404);
            }
        }
        for who in ["wu", "ji", "geng"] {
            for path in [
                "/urgents".to_owned(),
                format!("/urgents/{id}"),
                format!("/api/v1/urgents/{id}"),
                "/duty-roster".to_owned(),
            ] {
                world.client(who).await.get(&path).await.expect(404);
            }
        }
        assert_eq!(detail(&world, "coord", id).await["call"]["state"], "paged");
    }
);

both!(
    the_roster_and_the_partners_are_kept_by_those_on_duty,
    |world| async move {
        let person = world.person_id("jia").to_string();
        let shift = [
            ("rank", "backup"),
            ("person_id", person.as_str()),
            ("weekdays", "6"),
            ("weekdays", "7"),
            ("from_hour", "18"),
            ("until_hour", "8"),
        ];
        world
            .client("bing")
            .await
            .post("/duty-roster", &shift)
            .await
            .expect(403);
        world
            .client("leader")
            .await
            .post("/duty-roster", &shift)
            .await
            .expect(403);
        let duty = world.client("duty").await;
        duty.post("/duty-roster", &shift).await.expect(303);
        let stranger = world.person_id("stranger").to_string();
        duty.post(
            "/duty-roster",
            &[("rank", "head"), ("person_id", &stranger)],
        )
        .await
        .expect(422);
        duty.post(
            "/duty-roster",
            &[("rank", "everybody"), ("person_id", &person)],
        )
        .await
        .expect(422);
        duty.post(
            "/duty-roster",
            &[
                ("rank", "head"),
                ("person_id", &person),
                ("from_hour", "25"),
            ],
        )
        .await
        .expect(422);
        let page = world
            .client("leader")
            .await
            .get("/duty-roster")
            .await
            .expect(200)
            .body;
        assert!(
            page.contains("周六、周日") && page.contains("18:00–8:00"),
            "{page}"
        );
        duty.post(
            "/urgent-partners",
            &[
                ("kind", "police"),
                ("name", "某派出所"),
                ("partner_phone", "不知道"),
            ],
        )
        .await
        .expect(422);
        duty.post(
            "/urgent-partners",
            &[
                ("kind", "police"),
                ("name", "某派出所"),
                ("partner_phone", "0598-110"),
            ],
        )
        .await
        .expect(303);
        let id = raise(&world).await;
        let page = world
            .client("duty")
            .await
            .get(&format!("/urgents/{id}"))
            .await
            .expect(200)
            .body;
        assert!(page.contains("tel:0598110") && page.contains("某派出所"));
        let shift_id = count(&world, "SELECT MAX(id) FROM duty_shift").await;
        let partner_id = count(&world, "SELECT MAX(id) FROM urgent_partner").await;
        let stranger = world.client("stranger").await;
        stranger
            .post(&format!("/duty-roster/{shift_id}/removal"), &[])
            .await
            .expect(404);
        stranger
            .post(&format!("/urgent-partners/{partner_id}/removal"), &[])
            .await
            .expect(404);
        duty.post(&format!("/duty-roster/{shift_id}/removal"), &[])
            .await
            .expect(303);
        duty.post(&format!("/urgent-partners/{partner_id}/removal"), &[])
            .await
            .expect(303);
        let left =
            "SELECT (SELECT COUNT(*) FROM duty_shift) + (SELECT COUNT(*) FROM urgent_partner)";
        assert_eq!(count(&world, left).await, 0);
    }
);

both!(
    the_api_takes_steps_and_refuses_what_the_table_refuses,
    |world| async move {
        roster(&world).await;
        let id = raise(&world).await;
        let duty = world.client("duty").await;
        let send = |body: &'static str| {
            let request = duty
                .request("POST", &format!("/api/v1/urgents/{id}/steps"))
                .header("content-type", "application/json")
                .header("x-csrf-token", &duty.csrf)
                .header("idempotency-key", gongjie_base::token::random().unwrap());
            duty.send(request.body(axum::body::Body::from(body)).unwrap())
        };
        let done: Value =
            serde_json::from_str(&send(r#"{"action":"ack"}"#).await.expect(200).body).unwrap();
        assert_eq!(done["call"]["state"], "acked");
        assert!(send(r#"{"action":"ack"}"#).await.status.as_u16() >= 400);
        send(r#"{"action":"fly"}"#).await.expect(422);
        world
            .client("coord")
            .await
            .get("/api/v1/urgents?of=nothing")
            .await
            .expect(422);
    }
);
