//! A problem from its proposal to its end, by scripts alone.

use serde_json::{Value, json};

use super::{act, read};
use crate::world::World;

/// A verb at this address as somebody; gives the answer.
async fn post(world: &World, who: &str, path: &str, body: Value, status: u16) -> Value {
    act(
        world,
        who,
        ("POST", &format!("/api/v1{path}")),
        body,
        status,
    )
    .await
}

/// Proposed by 甲, listed, and paired with 乙's unit.
async fn paired(world: &World) -> (i64, i64) {
    let (a, b) = (world.unit("A"), world.unit("B"));
    let body = json!({"title": "门禁晚间停用", "hurts": "研究生晚上进不了实验室", "theme_id": world.theme(),
        "class": "multi_dept", "grade": 1, "raised_by_unit_id": a});
    let made = post(world, "jia", "/problems", body, 201).await;
    let problem = made["id"].as_i64().unwrap();
    let list = json!({"action": "list", "version": made["version"]});
    post(
        world,
        "coord",
        &format!("/problems/{problem}/moves"),
        list,
        200,
    )
    .await;
    let body = json!({"title": "一起管好门禁", "lead": a, "partners": [b], "problems": [problem],
        "theme_id": world.theme()});
    let pairing = post(world, "jia", "/pairings", body, 201).await["id"]
        .as_i64()
        .unwrap();
    let path = format!("/pairings/{pairing}");
    post(world, "jia", &format!("{path}/invitations"), json!({}), 200).await;
    let yes = json!({"unit_id": b, "answer": "confirmed"});
    post(world, "yi", &format!("{path}/answers"), yes, 200).await;
    let problem_now = read(world, "bing", &format!("/api/v1/problems/{problem}")).await;
    assert_eq!(problem_now["state"], "paired");
    (problem, pairing)
}

/// Decided at a meeting, made a measure, done and checked.
async fn worked_on(world: &World, problem: i64, pairing: i64) -> i64 {
    let body = json!({"pairing_id": pairing, "kind": "forum", "title": "现场会", "date_text": "11月20日",
        "units": [world.unit("A"), world.unit("B")], "present": [3, 2], "decisions": "晚间门禁改为刷卡"});
    let activity = post(world, "jia", "/activities", body, 201).await;
    let decision = &activity["decided"][0]["id"];
    let body = json!({"problem_id": problem, "lead": world.unit("B"), "owner": world.person_id("yi"),
        "due_text": "2026-12-31"});
    let measure = post(
        world,
        "jia",
        &format!("/decisions/{decision}/measure"),
        body,
        201,
    )
    .await;
    let measure = measure["id"].as_i64().unwrap();
    let path = format!("/measures/{measure}");
    let moves = format!("{path}/moves");
    post(
        world,
        "jia",
        &format!("/problems/{problem}/start"),
        Value::Null,
        200,
    )
    .await;
    post(world, "yi", &moves, json!({"action": "sign"}), 200).await;
    let said = json!({"sentence": "读卡器已经装好"});
    let said = post(world, "yi", &format!("{path}/progress"), said, 201).await;
    assert_eq!(said["state"], "working");
    let report = json!({"action": "report", "result": "刷卡可以进门"});
    post(world, "yi", &moves, report, 200).await;
    let done = post(world, "jia_head", &moves, json!({"action": "pass"}), 200).await;
    assert_eq!(done["state"], "done");
    measure
}

both!(
    a_script_takes_a_problem_from_proposal_to_struck_off,
    |world| async move {
        let (problem, pairing) = paired(&world).await;
        let measure = worked_on(&world, problem, pairing).await;
        let path = format!("/problems/{problem}");
        let body = json!({"text": "晚上进得去了", "measure_id": measure, "figure_label": ["受益学生"],
        "figure_text": ["400余名"], "share_unit": [world.unit("A"), world.unit("B")]});
        let outcome = post(&world, "yi", &format!("{path}/outcomes"), body, 201).await;
        let body = json!({"kind": "link", "title": "通知", "link": "https://example.org/1",
        "outcome_id": outcome["id"]});
        post(&world, "yi", &format!("{path}/evidence"), body, 201).await;
        let body = json!({"title": "门禁管理办法", "kind": "rule", "state": "issued"});
        post(&world, "jia", &format!("{path}/documents"), body, 201).await;

        let body = json!({"result": "晚间门禁改为刷卡，研究生进得去了"});
        let sheet = post(&world, "jia", &format!("{path}/close-out"), body, 201).await;
        let one = format!("/close-outs/{}", sheet["close_out"]["id"]);
        let moves = format!("{one}/moves");
        post(&world, "jia_head", &moves, json!({"action": "sign"}), 200).await;
        let view = json!({"unit_id": world.unit("B"), "opinion": "agree"});
        post(&world, "yi", &format!("{one}/view"), view, 200).await;
        let verify =
            json!({"action": "verify", "verify_note": "晚上十点半刷卡进了门，问了三名学生"});
        post(&world, "yi_head", &moves, verify.clone(), 403).await;
        post(&world, "ding", &moves, verify, 200).await;
        let draw = json!({"action": "draw", "checker_id": world.person_id("inspector")});
        post(&world, "coord", &moves, draw, 200).await;
        let check = json!({"action": "check", "check_note": "另去看过，问了两名学生"});
        post(&world, "inspector", &moves, check, 200).await;
        let over = post(&world, "coord", &moves, json!({"action": "strike"}), 200).await;
        assert_eq!(over["close_out"]["state"], "struck");

        let problem = read(&world, "bing", &format!("/api/v1{path}")).await;
        assert_eq!(
            (&problem["state"], &problem["closed_as"]),
            (&json!("closed"), &json!("checked"))
        );
        let outcome = read(
            &world,
            "bing",
            &format!("/api/v1/outcomes/{}", outcome["id"]),
        )
        .await;
        assert_eq!(
            (&outcome["evidence"], &outcome["figures"][0]["text"]),
            (&json!(1), &json!("400余名"))
        );
    }
);
