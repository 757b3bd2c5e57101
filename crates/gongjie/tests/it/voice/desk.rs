//! What the desk and the units do with voices, and what they may not.

use serde_json::Value;

use super::{HOT_WATER, only_id, raise, step, track, voices};

both!(
    not_solved_puts_it_back_twice_then_a_coordinator_decides,
    |world| async move {
        let code = raise(&world, HOT_WATER).await;
        let id = only_id(&world).await;
        let a = world.unit_text("A");
        step(
            &world,
            "coord",
            id,
            "dispatch",
            &[("kind", "help"), ("lead_unit_id", &a)],
        )
        .await
        .expect(303);
        step(&world, "jia", id, "sign", &[]).await.expect(303);
        let no = [("code", code.as_str()), ("solved", "no"), ("words", "没变")];
        for n in 0..3 {
            step(&world, "jia", id, "answer", &[("text", "改了")])
                .await
                .expect(303);
            if n < 2 {
                step(&world, "coord", id, "settle", &[("text", "办结")])
                    .await
                    .expect(422);
            }
            world
                .nobody()
                .post_bare("/track/verdicts", &no)
                .await
                .expect(200);
            let state = voices(&world, "coord", "").await[0]["state"].clone();
            assert_eq!(state, if n < 2 { "handling" } else { "answered" });
        }
        let page = track(&world, &code).await.body;
        assert!(page.contains("由统筹的人来定"), "{page}");
        step(&world, "jia", id, "settle", &[("text", "办结")])
            .await
            .expect(403);
        step(
            &world,
            "coord",
            id,
            "settle",
            &[("text", "条件不具备，已说明")],
        )
        .await
        .expect(303);
        let voice = &voices(&world, "coord", "").await[0];
        assert_eq!(
            (voice["state"].as_str(), voice["solved"].as_str()),
            (Some("closed"), Some("no"))
        );
    }
);

both!(
    a_dispute_is_heard_once_and_two_dispatchers_do_not_undo_each_other,
    |world| async move {
        raise(&world, HOT_WATER).await;
        let id = only_id(&world).await;
        let (a, b) = (world.unit_text("A"), world.unit_text("B"));
        let to = |unit: &str, version: &str| {
            vec![
                ("kind".to_owned(), "help".to_owned()),
                ("lead_unit_id".to_owned(), unit.to_owned()),
                ("version".to_owned(), version.to_owned()),
            ]
        };
        let send = |who: &'static str, action: &'static str, fields: Vec<(String, String)>| {
            let world = &world;
            async move {
                let fields: Vec<(&str, &str)> = fields
                    .iter()
                    .map(|(n, v)| (n.as_str(), v.as_str()))
                    .collect();
                step(world, who, id, action, &fields).await
            }
        };
        send("dispatcher", "dispatch", to(&a, "1"))
            .await
            .expect(303);
        let late = send("coord", "dispatch", to(&b, "1")).await;
        let late = late.expect(422).body;
        assert!(late.contains("现在的状态不能这样办"), "{late}");
        let dispute = [("text", "按分工归乙处"), ("lead_unit_id", b.as_str())];
        step(
            &world,
            "jia",
            id,
            "dispute",
            &[("text", ""), ("lead_unit_id", &b)],
        )
        .await
        .expect(422);
        step(
            &world,
            "jia",
            id,
            "dispute",
            &[("text", "归自己"), ("lead_unit_id", &a)],
        )
        .await
        .expect(422);
        step(&world, "jia", id, "dispute", &dispute)
            .await
            .expect(303);
        step(&world, "jia", id, "dispute", &dispute)
            .await
            .expect(422);
        let moved = [
            ("kind", "help"),
            ("lead_unit_id", b.as_str()),
            ("text", "按分工归乙处"),
        ];
        step(&world, "dispatcher", id, "redispatch", &moved)
            .await
            .expect(303);
        let again = [
            ("kind", "help"),
            ("lead_unit_id", a.as_str()),
            ("text", "再改"),
        ];
        step(&world, "dispatcher", id, "redispatch", &again)
            .await
            .expect(403);
        step(&world, "coord", id, "redispatch", &again)
            .await
            .expect(303);
    }
);

both!(
    a_bundle_becomes_a_problem_and_every_raiser_keeps_following,
    |world| async move {
        let mut codes = Vec::new();
        for text in [
            "东区宿舍热水晚上十点就停了",
            "宿舍热水供应时间太短，十点就停",
            "东区宿舍十点以后没有热水",
        ] {
            codes.push(raise(&world, &[("text", text), ("mode", "anonymous")]).await);
        }
        raise(&world, &[("text", "图书馆座位不够"), ("mode", "anonymous")]).await;
        let all = voices(&world, "coord", "?state=received").await;
        let mut water: Vec<&Value> = all
            .iter()
            .filter(|v| v["text"].as_str().unwrap().contains("热水"))
            .collect();
        water.sort_by_key(|v| v["text"].as_str().map(str::to_owned));
        let first = water[0]["id"].as_i64().unwrap();
        let desk = world
            .client("dispatcher")
            .await
            .get(&format!("/voices/{first}?do=promote"))
            .await
            .expect(200)
            .body;
        assert!(desk.contains("三十天里三条以上"), "{desk}");
        let also: Vec<String> = water[1..].iter().map(|v| v["id"].to_string()).collect();
        let theme = world.theme().to_string();
        let fields = [
            ("title", "学生宿舍热水供应时间短"),
            ("theme_id", theme.as_str()),
            ("also", also[0].as_str()),
            ("also", also[1].as_str()),
        ];
        step(&world, "dispatcher", first, "promote", &fields)
            .await
            .expect(303);
        let problems: Value = serde_json::from_str(
            &world
                .client("coord")
                .await
                .get("/api/v1/problems")
                .await
                .body,
        )
        .unwrap();
        let problem = &problems["items"][0];
        assert_eq!(
            (problem["title"].as_str(), problem["origin"].as_str()),
            (Some("学生宿舍热水供应时间短"), Some("voice"))
        );
        assert_eq!(problem["raised_by_person_id"], Value::Null);
        for code in &codes {
            let page = track(&world, code).await.expect(200).body;
            assert!(page.contains("学生宿舍热水供应时间短"), "{page}");
        }
        let followers = voices(&world, "coord", &format!("?problem_id={}", problem["id"])).await;
        assert_eq!(followers.len(), 3);
    }
);

both!(a_refusal_may_be_appealed_once, |world| async move {
    let code = raise(&world, HOT_WATER).await;
    let id = only_id(&world).await;
    step(&world, "dispatcher", id, "decline", &[])
        .await
        .expect(422);
    step(
        &world,
        "dispatcher",
        id,
        "decline",
        &[("text", "同一件事上周已经答复")],
    )
    .await
    .expect(303);
    assert!(
        track(&world, &code)
            .await
            .body
            .contains("同一件事上周已经答复")
    );
    let appeal = [("code", code.as_str()), ("text", "上周的答复是别的楼")];
    world
        .nobody()
        .post_bare("/track/appeals", &appeal)
        .await
        .expect(200);
    assert_eq!(voices(&world, "coord", "").await[0]["state"], "received");
    step(&world, "dispatcher", id, "decline", &[("text", "仍不受理")])
        .await
        .expect(303);
    let second = world
        .nobody()
        .post_bare("/track/appeals", &appeal)
        .await
        .expect(422)
        .body;
    assert!(second.contains("已经申诉过一次"), "{second}");
});

both!(
    limits_are_the_organisations_own_and_promises_stay,
    |world| async move {
        let coord = world.client("coord").await;
        coord
            .post("/voice-limits", &[("triage", "0")])
            .await
            .expect(422);
        raise(
            &world,
            &[("text", "先说的"), ("mode", "real_name"), ("name", "张三")],
        )
        .await;
        coord
            .post("/voice-limits", &[("triage", "8")])
            .await
            .expect(303);
        raise(
            &world,
            &[("text", "后说的"), ("mode", "real_name"), ("name", "张三")],
        )
        .await;
        let all = voices(&world, "coord", "?state=received").await;
        let by = |text: &str| {
            let voice = all.iter().find(|v| v["text"] == text).unwrap();
            (voice["triage_by"].as_i64().unwrap() - voice["received_at"].as_i64().unwrap())
                / 3_600_000
        };
        // 10:00 on a Monday: four working hours end at 16:00, eight at 10:00 on the next day.
        assert_eq!((by("先说的"), by("后说的")), (6, 24));
        world
            .client("jia")
            .await
            .post("/voice-limits", &[("triage", "1")])
            .await
            .expect(404);
    }
);
