//! Measures as JSON: issuing, steps, side records, tasks; and who sees nothing of it.

use serde_json::{Value, json};

use super::proofs::{hidden_from, refused_at, stale, twice};
use super::{act, ids, read};
use crate::measure::{issued_measure, paired_problem, working_measure};
use crate::world::World;

fn typed(world: &World) -> Value {
    json!({"text": "编一张排班表", "lead": world.unit("B"), "partners": [world.unit("C"), world.unit("O")],
        "owner": world.person_id("yi"), "start_on": "2026-11-23", "due_text": "2027-01-22"})
}

fn with(mut body: Value, field: &str, value: Value) -> Value {
    body[field] = value;
    body
}

fn one(id: i64) -> String {
    format!("/api/v1/measures/{id}")
}

fn moves(id: i64) -> String {
    format!("/api/v1/measures/{id}/moves")
}

async fn step(world: &World, who: &str, id: i64, body: Value, status: u16) -> Value {
    act(world, who, ("POST", &moves(id)), body, status).await
}

fn roles(measure: &Value) -> Vec<&str> {
    let duties = measure["duties"].as_array().unwrap();
    duties.iter().map(|d| d["role"].as_str().unwrap()).collect()
}

both!(
    a_measure_is_issued_once_and_shown_with_duties_and_light,
    |world| async move {
        let problem = paired_problem(&world).await;
        let path = format!("/api/v1/problems/{problem}/measures");
        let made = twice(&world, "jia", ("POST", &path), typed(&world), 201).await;
        let id = made["id"].as_i64().unwrap();
        assert_eq!(ids(&read(&world, "yi", &path).await), [id], "made once");
        assert_eq!(made["state"], "issued");
        assert_eq!(made["first_due_on"], "2027-01-22");
        assert_eq!(roles(&made), ["lead", "partner", "partner", "owner"]);
        assert_eq!(made["duties"][3]["person"], "乙");
        let light = &made["light"];
        assert_eq!(
            (&light["code"], &light["days_left"]),
            (&json!("green"), &json!(60))
        );
        for words in ["brief", "why", "rule", "turns_green", "if_nothing"] {
            let words = light[words].as_str().unwrap();
            assert!(!words.is_empty() && !words.contains('⟦'), "{words}");
        }
        let yi = read(&world, "yi", &one(id)).await;
        assert_eq!(yi["may"]["moves"], json!(["sign"]));
        let bing = read(&world, "bing", &one(id)).await;
        assert_eq!(bing["may"]["moves"], json!([]));
        assert_eq!(bing["may"]["edit"], json!(false));
        for (method, path) in [("GET", path.as_str()), ("POST", &path), ("GET", &one(id))] {
            hidden_from(&world, &["stranger", "wu"], (method, path), &typed(&world)).await;
        }
        let hidden = world.proposed_problem().await;
        let path = format!("/api/v1/problems/{hidden}/measures");
        for method in ["GET", "POST"] {
            hidden_from(&world, &["bing"], (method, &path), &typed(&world)).await;
        }
    }
);

both!(
    a_broken_measure_is_refused_at_its_fields,
    |world| async move {
        let problem = paired_problem(&world).await;
        let path = format!("/api/v1/problems/{problem}/measures");
        let line = ("POST", path.as_str());
        refused_at(&world, "jia", line, json!({}), &["lead", "text"]).await;
        let (a, b) = (world.unit("A"), world.unit("B"));
        for (field, value, at) in [
            ("partners", json!([b]), "partners"),
            ("lead", json!([a, b]), "lead"),
            ("lead", json!(world.unit("other")), "lead"),
            ("owner", json!(world.person_id("stranger")), "owner"),
            ("due_text", json!("2026-11-01"), "due_text"),
            ("due_text", json!("等通知"), "due_text"),
            ("parent_id", json!(999_999), "parent_id"),
        ] {
            let body = with(typed(&world), field, value);
            refused_at(&world, "jia", line, body, &[at]).await;
        }
        act(&world, "bing", line, typed(&world), 403).await;
        assert_eq!(ids(&read(&world, "jia", &path).await), [0; 0]);
    }
);

both!(
    an_edit_of_a_version_that_is_gone_is_refused,
    |world| async move {
        let (_, id) = issued_measure(&world).await;
        let path = one(id);
        let body = with(typed(&world), "text", json!("编两张排班表"));
        let body = with(body, "version", json!(1));
        let edited = twice(&world, "jia", ("PATCH", &path), body.clone(), 200).await;
        assert_eq!(
            (&edited["text"], &edited["version"]),
            (&json!("编两张排班表"), &json!(2))
        );
        stale(&world, "jia", ("PATCH", &path), body.clone(), 2).await;
        refused_at(
            &world,
            "jia",
            ("PATCH", &path),
            json!({"version": 2}),
            &["lead", "text"],
        )
        .await;
        act(&world, "bing", ("PATCH", &path), body.clone(), 403).await;
        hidden_from(&world, &["stranger"], ("PATCH", &path), &body).await;
        let now = read(&world, "jia", &path).await;
        assert_eq!(
            (&now["text"], &now["version"]),
            (&edited["text"], &json!(2))
        );
    }
);

both!(
    a_measure_moves_by_its_lifecycle_and_no_other_way,
    |world| async move {
        let (_, id) = issued_measure(&world).await;
        let path = moves(id);
        let line = ("POST", path.as_str());
        refused_at(&world, "yi", line, json!({}), &["action"]).await;
        refused_at(&world, "yi", line, json!({"action": "finish"}), &["action"]).await;
        step(&world, "yi", id, json!({"action": "pass"}), 409).await;
        step(&world, "bing", id, json!({"action": "sign"}), 403).await;
        hidden_from(&world, &["stranger"], line, &json!({"action": "sign"})).await;
        let signed = twice(
            &world,
            "yi",
            line,
            json!({"action": "sign", "version": 1}),
            200,
        )
        .await;
        assert_eq!(
            (&signed["state"], &signed["version"]),
            (&json!("signed"), &json!(2))
        );
        stale(
            &world,
            "yi",
            line,
            json!({"action": "start", "version": 1}),
            2,
        )
        .await;
        step(&world, "yi", id, json!({"action": "start"}), 200).await;
        refused_at(&world, "yi", line, json!({"action": "report"}), &["result"]).await;
        let report = json!({"action": "report", "result": "排班表贴出来了"});
        assert_eq!(
            step(&world, "yi", id, report.clone(), 200).await["state"],
            "reported"
        );
        step(&world, "yi", id, json!({"action": "pass"}), 403).await;
        refused_at(
            &world,
            "coord",
            line,
            json!({"action": "send_back"}),
            &["code"],
        )
        .await;
        let back = json!({"action": "send_back", "code": "evidence", "reason": "没有照片"});
        let back = step(&world, "coord", id, back, 200).await;
        assert_eq!(back["state"], "working");
        assert_eq!(back["send_backs"][0]["reason"], "evidence");
        let unconcerned = read(&world, "ding", &one(id)).await;
        assert_eq!(unconcerned["send_backs"], json!([]));
        assert_eq!(unconcerned["state_note"], Value::Null);
        step(&world, "yi", id, report, 200).await;
        let done = step(&world, "jia_head", id, json!({"action": "pass"}), 200).await;
        assert_eq!(
            (&done["state"], &done["done_on"]),
            (&json!("done"), &json!("2026-11-23"))
        );
        assert_eq!(done["done"], json!({"done": 1, "all": 1}));
        assert_eq!(done["light"]["code"], "done");
    }
);

both!(
    the_work_on_a_problem_starts_with_a_measure_in_hand,
    |world| async move {
        let problem = paired_problem(&world).await;
        let path = format!("/api/v1/problems/{problem}/start");
        let line = ("POST", path.as_str());
        act(&world, "jia", line, Value::Null, 409).await;
        let measures = format!("/api/v1/problems/{problem}/measures");
        act(&world, "jia", ("POST", &measures), typed(&world), 201).await;
        act(&world, "bing", line, Value::Null, 403).await;
        hidden_from(&world, &["stranger"], line, &Value::Null).await;
        let started = twice(&world, "jia", line, Value::Null, 200).await;
        assert_eq!(started["state"], "working");
    }
);

both!(
    tasks_stand_under_their_measure_and_count_for_it,
    |world| async move {
        let (problem, id) = working_measure(&world).await;
        let path = format!("/api/v1/problems/{problem}/measures");
        let line = ("POST", path.as_str());
        let task = with(typed(&world), "parent_id", json!(id));
        let first = act(&world, "yi", line, task.clone(), 201).await;
        let second = act(&world, "yi", line, task, 201).await;
        let (first, second) = (
            first["id"].as_i64().unwrap(),
            second["id"].as_i64().unwrap(),
        );
        let list = read(&world, "bing", &path).await;
        assert_eq!(ids(&list), [id, first, second]);
        assert_eq!(list["items"][1]["parent_id"], json!(id));
        assert_eq!(list["items"][2]["depth"], json!(2));
        let report = json!({"action": "report", "result": "好了"});
        step(&world, "yi", id, report.clone(), 409).await;
        for action in ["sign", "start"] {
            step(&world, "yi", first, json!({"action": action}), 200).await;
        }
        step(&world, "yi", first, report, 200).await;
        step(&world, "coord", first, json!({"action": "pass"}), 200).await;
        let whole = read(&world, "yi", &one(id)).await;
        assert_eq!(whole["done"], json!({"done": 1, "all": 2}));
        assert_eq!(whole["tasks"].as_array().unwrap().len(), 2);
        assert_eq!(whole["tasks"][0]["state"], "done");
    }
);

both!(progress_and_milestones_are_noted_once, |world| async move {
    let (_, id) = working_measure(&world).await;
    let path = format!("/api/v1/measures/{id}/progress");
    let line = ("POST", path.as_str());
    let said = json!({"sentence": "排到十二月了", "percent": 40});
    twice(&world, "yi", line, said, 201).await;
    let said = act(&world, "yi", line, json!({"no_change": true}), 201).await;
    let entries = said["progress"].as_array().unwrap();
    assert_eq!(entries.len(), 2);
    assert_eq!(
        (&entries[0]["percent"], &entries[0]["person"]),
        (&json!(40), &json!("乙"))
    );
    assert_eq!(entries[1]["is_no_change"], json!(true));
    refused_at(
        &world,
        "yi",
        line,
        json!({"percent": 140}),
        &["sentence", "percent"],
    )
    .await;
    act(&world, "jia", line, json!({"no_change": true}), 403).await;
    hidden_from(&world, &["stranger"], line, &json!({"no_change": true})).await;

    let path = format!("/api/v1/measures/{id}/milestones");
    let line = ("POST", path.as_str());
    let stone = json!({"text": "方案", "due_on": "2026-12-01"});
    let planned = twice(&world, "yi", line, stone.clone(), 201).await;
    assert_eq!(planned["milestones"].as_array().unwrap().len(), 1);
    let late = json!({"text": "方案", "due_on": "2027-02-01"});
    refused_at(&world, "yi", line, late, &["due_on"]).await;
    refused_at(&world, "yi", line, json!({}), &["text", "due_on"]).await;
    act(&world, "ding", line, stone.clone(), 403).await;
    hidden_from(&world, &["stranger"], line, &stone).await;
    let tick = format!(
        "/api/v1/milestones/{}/completion",
        planned["milestones"][0]["id"]
    );
    let line = ("POST", tick.as_str());
    act(&world, "ding", line, Value::Null, 403).await;
    hidden_from(&world, &["stranger"], line, &Value::Null).await;
    let ticked = twice(&world, "yi", line, Value::Null, 200).await;
    assert_eq!(ticked["milestones"][0]["done_on"], "2026-11-23");
    act(&world, "yi", line, Value::Null, 409).await;
});

both!(
    an_extension_is_asked_agreed_and_granted_and_a_refusal_gives_its_reason,
    |world| async move {
        let (_, id) = working_measure(&world).await;
        let path = format!("/api/v1/measures/{id}/extensions");
        let line = ("POST", path.as_str());
        let ask = json!({"to_due_on": "2027-02-10", "reason": "等会签"});
        assert_eq!(
            read(&world, "yi", &one(id)).await["may"]["extend_until"],
            "2027-02-21"
        );
        refused_at(&world, "yi", line, json!({}), &["to_due_on", "reason"]).await;
        let far = with(ask.clone(), "to_due_on", json!("2027-09-01"));
        refused_at(&world, "yi", line, far, &["to_due_on"]).await;
        act(&world, "jia", line, ask.clone(), 403).await;
        hidden_from(&world, &["stranger"], line, &ask).await;
        let asked = twice(&world, "yi", line, ask.clone(), 201).await;
        let extension = &asked["extensions"][0];
        assert_eq!(asked["extensions"].as_array().unwrap().len(), 1);
        assert_eq!(extension["decisions"], json!(["withdraw"]));
        assert_eq!(
            read(&world, "ding", &one(id)).await["extensions"],
            json!([])
        );
        act(&world, "yi", line, ask.clone(), 409).await;

        let decide = format!("/api/v1/extensions/{}/decision", extension["id"]);
        let line = ("POST", decide.as_str());
        refused_at(&world, "yi_head", line, json!({}), &["decision"]).await;
        refused_at(
            &world,
            "yi_head",
            line,
            json!({"decision": "deny"}),
            &["note"],
        )
        .await;
        act(&world, "inspector", line, json!({"decision": "grant"}), 409).await;
        act(&world, "bing", line, json!({"decision": "agree"}), 403).await;
        hidden_from(&world, &["stranger"], line, &json!({"decision": "agree"})).await;
        let agree = json!({"decision": "agree", "version": 1});
        let agreed = twice(&world, "yi_head", line, agree, 200).await;
        assert_eq!(agreed["extensions"][0]["state"], "head_agreed");
        stale(
            &world,
            "inspector",
            line,
            json!({"decision": "grant", "version": 1}),
            2,
        )
        .await;
        let granted = json!({"decision": "grant", "due_on": "2027-02-01"});
        let granted = act(&world, "inspector", line, granted, 200).await;
        assert_eq!(granted["due_on"], "2027-02-01");
        assert_eq!(
            granted["first_due_on"], "2027-01-22",
            "the first promise stays"
        );
        let seen = read(&world, "ding", &one(id)).await;
        assert_eq!(seen["extensions"][0]["state"], "granted");

        let again = with(ask, "to_due_on", json!("2027-02-20"));
        let again = act(&world, "yi", ("POST", &path), again, 201).await;
        let decide = format!(
            "/api/v1/extensions/{}/decision",
            again["extensions"][1]["id"]
        );
        let line = ("POST", decide.as_str());
        act(
            &world,
            "yi_head",
            line,
            json!({"decision": "withdraw"}),
            403,
        )
        .await;
        let gone = act(&world, "yi", line, json!({"decision": "withdraw"}), 200).await;
        assert_eq!(gone["extensions"][1]["state"], "withdrawn");
        act(&world, "yi", line, json!({"decision": "withdraw"}), 409).await;
    }
);

both!(
    a_disputed_measure_goes_where_the_coordinator_says,
    |world| async move {
        let (_, id) = issued_measure(&world).await;
        let path = format!("/api/v1/measures/{id}/dispute");
        let line = ("POST", path.as_str());
        let body = json!({"basis": "三定方案归丁处", "proposed_unit_id": world.unit("D")});
        refused_at(
            &world,
            "yi",
            line,
            json!({}),
            &["basis", "proposed_unit_id"],
        )
        .await;
        let same = with(body.clone(), "proposed_unit_id", json!(world.unit("B")));
        refused_at(&world, "yi", line, same, &["proposed_unit_id"]).await;
        act(&world, "bing", line, body.clone(), 403).await;
        hidden_from(&world, &["stranger"], line, &body).await;
        let disputed = twice(&world, "yi", line, body.clone(), 201).await;
        act(&world, "yi", line, body, 409).await;
        assert_eq!(disputed["dispute"]["proposed_unit"], "丁处党支部");
        assert_eq!(disputed["may"]["rule"], json!(false));
        assert_eq!(read(&world, "ding", &one(id)).await["dispute"], Value::Null);

        let path = format!("/api/v1/disputes/{}/ruling", disputed["dispute"]["id"]);
        let line = ("POST", path.as_str());
        refused_at(&world, "coord", line, json!({}), &["ruling"]).await;
        act(&world, "yi", line, json!({"ruling": "kept"}), 403).await;
        hidden_from(&world, &["stranger"], line, &json!({"ruling": "kept"})).await;
        let ruled = twice(&world, "coord", line, json!({"ruling": "moved"}), 200).await;
        assert_eq!(ruled["dispute"]["ruling"], "moved");
        assert_eq!(
            ruled["duties"].as_array().unwrap().last().unwrap()["unit"],
            "丁处党支部"
        );
        act(&world, "coord", line, json!({"ruling": "kept"}), 409).await;
    }
);
