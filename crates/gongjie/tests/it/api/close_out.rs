//! Closing as JSON: every step, what is missing before it, and who must not take it.

use serde_json::{Value, json};

use super::proofs::{hidden_from, refused_at, stale, twice};
use super::{act, read};
use crate::close_out::working;
use crate::world::World;

fn application() -> Value {
    json!({"result": "权责清单已经发布", "no_evidence_reason": "清单贴在墙上，还没有拍照"})
}

/// Address of the sheet and of the steps of its close-out.
async fn applied(world: &World, problem: i64) -> (String, String) {
    let path = format!("/api/v1/problems/{problem}/close-out");
    let made = act(world, "jia", ("POST", &path), application(), 201).await;
    let id = &made["close_out"]["id"];
    (path, format!("/api/v1/close-outs/{id}"))
}

async fn step(world: &World, who: &str, one: &str, body: Value, status: u16) -> Value {
    let path = format!("{one}/moves");
    act(world, who, ("POST", &path), body, status).await
}

async fn agree(world: &World, one: &str) -> Value {
    let body = json!({"unit_id": world.unit("B"), "opinion": "agree"});
    act(world, "yi", ("POST", &format!("{one}/view")), body, 200).await
}

/// Nobody can be asked (the unit that raised it did the work), so the inspector is drawn, and checks.
async fn checked(world: &World, one: &str) {
    let draw = json!({"action": "draw", "checker_id": world.person_id("inspector")});
    step(world, "coord", one, draw, 200).await;
    let check = json!({"action": "check", "check_note": "另去看过"});
    step(world, "ding", one, check.clone(), 403).await;
    step(world, "inspector", one, check, 200).await;
}

both!(closing_waits_until_nothing_is_missing, |world| async move {
    let problem = working(&world, false).await;
    let path = format!("/api/v1/problems/{problem}/close-out");
    let line = ("POST", path.as_str());
    let sheet = read(&world, "jia", &path).await;
    assert_eq!(sheet["close_out"], Value::Null);
    assert_eq!(sheet["turn"]["gate"], "apply");
    assert_eq!(sheet["turn"]["missing"].as_array().unwrap().len(), 2);
    assert_eq!(sheet["may"]["apply"], json!(false));
    assert_eq!(sheet["open_measures"], json!(1));
    act(&world, "jia", line, application(), 409).await;

    let problem = working(&world, true).await;
    let path = format!("/api/v1/problems/{problem}/close-out");
    let line = ("POST", path.as_str());
    refused_at(
        &world,
        "jia",
        line,
        json!({}),
        &["result", "no_evidence_reason"],
    )
    .await;
    act(&world, "yi", line, application(), 403).await;
    for method in ["GET", "POST"] {
        hidden_from(&world, &["stranger", "wu"], (method, &path), &application()).await;
    }
    let made = twice(&world, "jia", line, application(), 201).await;
    assert_eq!(made["close_out"]["state"], "applied");
    assert_eq!(made["problem_state"], "verifying");
    assert_eq!(made["turn"]["gate"], "sign");
    let whose = made["turn"]["whose"].as_str().unwrap();
    assert!(!whose.is_empty() && !whose.contains('⟦'));
    assert_eq!(made["may"]["withdraw"], json!(true));
    act(&world, "jia", line, application(), 409).await;
    let hidden = world.proposed_problem().await;
    let path = format!("/api/v1/problems/{hidden}/close-out");
    hidden_from(&world, &["bing"], ("GET", &path), &Value::Null).await;
});

both!(
    a_close_out_goes_from_signature_to_look_back,
    |world| async move {
        let problem = working(&world, true).await;
        let (sheet, one) = applied(&world, problem).await;
        let path = format!("{one}/moves");
        let line = ("POST", path.as_str());
        refused_at(&world, "jia_head", line, json!({}), &["action"]).await;
        refused_at(
            &world,
            "jia_head",
            line,
            json!({"action": "seal"}),
            &["action"],
        )
        .await;
        hidden_from(&world, &["stranger"], line, &json!({"action": "sign"})).await;
        step(&world, "jia", &one, json!({"action": "sign"}), 403).await;
        let sign = json!({"action": "sign", "version": 1});
        let signed = twice(&world, "jia_head", line, sign.clone(), 200).await;
        assert_eq!(
            signed["turn"]["missing"].as_array().unwrap().len(),
            1,
            "one view is missing"
        );
        assert!(
            signed["turn"]["missing"][0]
                .as_str()
                .unwrap()
                .contains("乙处党支部")
        );
        step(&world, "jia_head", &one, sign, 409).await;

        let view = format!("{one}/view");
        let line = ("POST", view.as_str());
        let b = world.unit("B");
        let differ = json!({"unit_id": b, "opinion": "differ"});
        refused_at(&world, "yi", line, differ.clone(), &["words"]).await;
        refused_at(&world, "yi", line, json!({"unit_id": b}), &["opinion"]).await;
        refused_at(
            &world,
            "yi",
            line,
            json!({"unit_id": 1, "opinion": "agree"}),
            &["unit_id"],
        )
        .await;
        act(
            &world,
            "bing",
            line,
            json!({"unit_id": b, "opinion": "agree"}),
            403,
        )
        .await;
        hidden_from(&world, &["stranger"], line, &differ).await;
        let mut differ = differ;
        differ["words"] = json!("还差一个学院");
        let viewed = twice(&world, "yi", line, differ, 200).await;
        assert_eq!(viewed["views"][0]["words"], "还差一个学院");
        assert_eq!(viewed["turn"]["gate"], "verify");

        let line = ("POST", path.as_str());
        let verify = json!({"action": "verify", "verify_note": "到现场看过"});
        for who in ["yi", "jia", "leader"] {
            step(&world, who, &one, verify.clone(), 403).await;
        }
        refused_at(
            &world,
            "ding",
            line,
            json!({"action": "verify"}),
            &["verify_note"],
        )
        .await;
        let version = read(&world, "ding", &sheet).await["close_out"]["version"]
            .as_i64()
            .unwrap();
        let mut late = verify.clone();
        late["version"] = json!(1);
        stale(&world, "ding", line, late, version).await;
        assert_eq!(
            read(&world, "ding", &sheet).await["may"]["verify"],
            json!(true)
        );
        let verified = twice(&world, "ding", line, verify, 200).await;
        assert_eq!(verified["close_out"]["verified_by"], "丁");
        step(&world, "coord", &one, json!({"action": "publish"}), 409).await;
        step(&world, "coord", &one, json!({"action": "strike"}), 409).await;
        step(&world, "coord", &one, json!({"action": "judge"}), 403).await;
        checked(&world, &one).await;
        step(&world, "ding", &one, json!({"action": "strike"}), 403).await;
        let struck = twice(&world, "coord", line, json!({"action": "strike"}), 200).await;
        assert_eq!(
            (&struck["problem_state"], &struck["turn"]["gate"]),
            (&json!("closed"), &json!("look_back"))
        );
        assert_eq!(struck["close_out"]["look_back_on"], "2027-02-21");

        let holds =
            json!({"action": "look_back", "look_back": "holds", "look_back_note": "清单还在用"});
        step(&world, "supervisor", &one, holds.clone(), 409).await;
        world.app.clock.forward_days(91);
        let bare = json!({"action": "look_back", "look_back": "holds"});
        refused_at(&world, "supervisor", line, bare, &["look_back_note"]).await;
        step(&world, "jia", &one, holds.clone(), 403).await;
        let over = twice(&world, "supervisor", line, holds, 200).await;
        assert_eq!(
            (&over["close_out"]["look_back"], &over["turn"]["gate"]),
            (&json!("holds"), &json!("over"))
        );
    }
);

both!(
    a_close_out_is_sent_back_withdrawn_and_handed_on,
    |world| async move {
        let problem = working(&world, true).await;
        let (sheet, one) = applied(&world, problem).await;
        let path = format!("{one}/moves");
        let line = ("POST", path.as_str());
        refused_at(
            &world,
            "jia_head",
            line,
            json!({"action": "send_back"}),
            &["send_back_reason", "send_back_note"],
        )
        .await;
        let back = json!({"action": "send_back", "send_back_reason": "evidence", "send_back_note": "缺盖章的文本"});
        step(&world, "jia", &one, back.clone(), 403).await;
        let back = twice(&world, "jia_head", line, back, 200).await;
        assert_eq!(
            (&back["close_out"], &back["problem_state"]),
            (&Value::Null, &json!("working"))
        );
        assert_eq!(back["earlier"][0]["send_back_reason"], "evidence");

        let (_, one) = applied(&world, problem).await;
        let path = format!("{one}/moves");
        let line = ("POST", path.as_str());
        refused_at(
            &world,
            "jia",
            line,
            json!({"action": "withdraw"}),
            &["withdraw_reason"],
        )
        .await;
        let withdraw = json!({"action": "withdraw", "withdraw_reason": "再补一张照片"});
        step(&world, "coord", &one, withdraw.clone(), 403).await;
        let gone = twice(&world, "jia", line, withdraw, 200).await;
        assert_eq!(gone["earlier"][0]["state"], "withdrawn");

        let (_, one) = applied(&world, problem).await;
        step(&world, "jia_head", &one, json!({"action": "sign"}), 200).await;
        step(&world, "coord", &one, json!({"action": "go_on"}), 409).await;
        world.app.clock.forward_days(7);
        step(&world, "yi", &one, json!({"action": "go_on"}), 403).await;
        let on = step(&world, "coord", &one, json!({"action": "go_on"}), 200).await;
        assert_eq!(on["close_out"]["state"], "viewed");
        assert_eq!(
            on["views"][0]["opinion"], "silent",
            "silence is shown as silence"
        );
        assert_eq!(
            read(&world, "bing", &sheet).await["earlier"]
                .as_array()
                .unwrap()
                .len(),
            2
        );
    }
);

both!(
    a_hard_problem_is_shown_to_all_before_a_leader_strikes_it_off,
    |world| async move {
        let problem = working(&world, true).await;
        let tx = world.begin().await;
        let sql = "UPDATE problem SET grade = 3 WHERE id = $1";
        tx.run(sql, [problem.into()]).await.unwrap();
        tx.commit().await.unwrap();
        let (_, one) = applied(&world, problem).await;
        step(&world, "jia_head", &one, json!({"action": "sign"}), 200).await;
        agree(&world, &one).await;
        let verify = json!({"action": "verify", "verify_note": "看过"});
        let verified = step(&world, "ding", &one, verify, 200).await;
        assert_eq!(
            (&verified["needs_notice"], &verified["turn"]["gate"]),
            (&json!(true), &json!("verdict"))
        );
        checked(&world, &one).await;
        step(&world, "leader", &one, json!({"action": "strike"}), 409).await;
        step(&world, "jia", &one, json!({"action": "publish"}), 403).await;
        let shown = step(&world, "coord", &one, json!({"action": "publish"}), 200).await;
        assert_eq!(shown["close_out"]["notice_to"], "2026-11-30");
        assert_eq!(shown["turn"]["missing"].as_array().unwrap().len(), 1);
        step(&world, "leader", &one, json!({"action": "strike"}), 409).await;
        world.app.clock.forward_days(8);
        step(&world, "coord", &one, json!({"action": "strike"}), 403).await;
        let struck = step(&world, "leader", &one, json!({"action": "strike"}), 200).await;
        assert_eq!(struck["problem_state"], "closed");
    }
);
