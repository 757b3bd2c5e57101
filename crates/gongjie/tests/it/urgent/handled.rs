//! A call from its answer to its end; who sees it and who does not; drills, the roster, the API.

use serde_json::Value;

use super::{calls, detail, raise, roster, step};
use crate::outbox::count;

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
