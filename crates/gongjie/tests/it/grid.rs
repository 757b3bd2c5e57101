//! Steps in grids: cells saved by the rules of their rooms, merged, refused, undone and redone.

use gongjie::problem::queries;
use gongjie::problem::rules::State;
use gongjie::problem::tables::problem::Model;
use serde_json::{Value, json};

use crate::api::{act, call, read};
use crate::world::World;

mod flat;
mod measures;
mod paste;

const STEPS: &str = "/api/v1/grid/steps";

async fn problem(world: &World, id: i64) -> Model {
    let acting = world.acting("coord").await;
    queries::find(world.app.db.read(), &acting.actor, id)
        .await
        .unwrap()
}

fn cell(id: i64, field: &str, seen: &str, version: i64, to: &str) -> Value {
    json!({"object": "problem", "id": id, "field": field, "seen": seen, "version": version, "to": to})
}

/// Takes a step and gives the answer.
async fn step(world: &World, who: &str, cells: Value) -> Value {
    let body = json!({"grid": "problems", "kind": "edit", "cells": cells, "rows": []});
    act(world, who, ("POST", STEPS), body, 200).await
}

async fn turn(world: &World, who: &str, step: &Value, verb: &str) -> Value {
    let path = format!("{STEPS}/{}/{verb}", step["id"]);
    act(
        world,
        who,
        ("POST", &path),
        json!({"version": step["version"]}),
        200,
    )
    .await
}

fn fates(step: &Value) -> Vec<&str> {
    let cells = step["cells"].as_array().unwrap();
    cells.iter().map(|c| c["fate"].as_str().unwrap()).collect()
}

const TITLE: &str = "学业导师、班主任权责不清";

both!(
    a_step_saves_what_the_rules_allow_and_says_why_not_for_the_rest,
    |world| async move {
        let (one, two) = (
            world.proposed_problem().await,
            world.proposed_problem().await,
        );
        let long = "题".repeat(201);
        let cells = json!([
            cell(one, "title", TITLE, 1, "新题名"),
            cell(one, "grade", "1", 1, "2"),
            cell(two, "title", TITLE, 1, &long),
            cell(two, "class", "multi_dept", 1, "school_level"),
            cell(two, "state", "proposed", 1, "closed"),
            cell(999_999, "title", "", 1, "x"),
        ]);
        let done = step(&world, "jia", cells).await;
        assert_eq!(
            fates(&done),
            ["saved", "saved", "refused", "saved", "refused", "refused"]
        );
        assert!(
            done["cells"][2]["words"].as_str().unwrap().contains("200"),
            "{done}"
        );
        let (one, two) = (problem(&world, one).await, problem(&world, two).await);
        assert_eq!(
            (one.title.as_str(), one.grade, one.version),
            ("新题名", Some(2), 2)
        );
        assert_eq!(two.title, TITLE);
        assert_eq!(two.class.unwrap().code(), "school_level");
        assert_eq!(two.state, State::Proposed);
    }
);

both!(
    two_people_in_one_row_are_merged_and_two_in_one_cell_see_both_values,
    |world| async move {
        let id = world.proposed_problem().await;
        step(
            &world,
            "coord",
            json!([cell(id, "title", TITLE, 1, "统筹的题名")]),
        )
        .await;
        let done = step(
            &world,
            "jia",
            json!([
                cell(id, "grade", "1", 1, "3"),
                cell(id, "title", TITLE, 1, "甲的题名"),
            ]),
        )
        .await;
        assert_eq!(fates(&done), ["merged", "clash"]);
        let clash = &done["cells"][1];
        assert_eq!(clash["now"], "统筹的题名");
        assert_eq!(clash["author"]["name"], "统筹");
        assert!(clash["words"].as_str().unwrap().contains("统筹的题名"));
        let now = problem(&world, id).await;
        assert_eq!((now.title.as_str(), now.grade), ("统筹的题名", Some(3)));
        // 甲 picks their own: it is typed over what stands now.
        let mine = cell(
            id,
            "title",
            "统筹的题名",
            clash["version"].as_i64().unwrap(),
            "甲的题名",
        );
        let done = step(&world, "jia", json!([mine])).await;
        assert_eq!(fates(&done), ["saved"]);
        assert_eq!(problem(&world, id).await.title, "甲的题名");
    }
);

both!(
    undo_sets_back_what_nobody_touched_and_redo_does_it_again,
    |world| async move {
        let id = world.proposed_problem().await;
        let done = step(
            &world,
            "jia",
            json!([
                cell(id, "title", TITLE, 1, "新题名"),
                cell(id, "grade", "1", 1, "2"),
            ]),
        )
        .await;
        let undone = turn(&world, "jia", &done, "undoing").await;
        assert_eq!(undone["state"], "undone");
        let now = problem(&world, id).await;
        assert_eq!((now.title.as_str(), now.grade), (TITLE, Some(1)));
        let again = turn(&world, "jia", &undone, "redoing").await;
        assert_eq!(again["state"], "done");
        let now = problem(&world, id).await;
        assert_eq!((now.title.as_str(), now.grade), ("新题名", Some(2)));
        // 统筹 changes the title: it stays, the grade goes back.
        step(
            &world,
            "coord",
            json!([cell(id, "title", "新题名", now.version, "别的题名")]),
        )
        .await;
        let undone = turn(&world, "jia", &again, "undoing").await;
        let words = undone["cells"][0]["words"].as_str().unwrap();
        assert!(
            words.contains("统筹") && words.contains("别的题名"),
            "{words}"
        );
        assert_eq!(undone["cells"][0]["is_back"], false);
        assert_eq!(undone["cells"][1]["is_back"], true);
        let now = problem(&world, id).await;
        assert_eq!((now.title.as_str(), now.grade), ("别的题名", Some(1)));
    }
);

both!(
    a_stale_or_repeated_undo_changes_nothing,
    |world| async move {
        let id = world.proposed_problem().await;
        let done = step(&world, "jia", json!([cell(id, "grade", "1", 1, "2")])).await;
        let path = format!("{STEPS}/{}/undoing", done["id"]);
        let stale = json!({"version": 7});
        act(&world, "jia", ("POST", &path), stale, 409).await;
        assert_eq!(problem(&world, id).await.grade, Some(2));
        turn(&world, "jia", &done, "undoing").await;
        act(&world, "jia", ("POST", &path), json!({}), 409).await;
        assert_eq!(problem(&world, id).await.grade, Some(1));
    }
);

both!(
    made_rows_are_proposed_and_withdrawn_again_by_undo,
    |world| async move {
        let row = |title: &str, hurts: &str| {
            json!({"object": "problem", "fields": {"title": title, "hurts": hurts,
            "theme_id": world.theme().to_string(), "raised_by_unit_id": world.unit_text("A")}})
        };
        let rows = json!([row("第一题", "难"), row("第二题", ""), row("第三题", "难")]);
        let body = json!({"grid": "problems", "kind": "paste", "cells": [], "rows": rows});
        let done = act(&world, "jia", ("POST", STEPS), body, 200).await;
        let made = done["made"].as_array().unwrap();
        assert_eq!(made[1]["id"], Value::Null);
        assert_eq!(made[1]["refused"][0]["field"], "hurts");
        let first = made[0]["id"].as_i64().unwrap();
        assert_eq!(problem(&world, first).await.state, State::Proposed);
        // One of them is on the list by now: undo says so and takes the other back.
        let third = made[2]["id"].as_i64().unwrap();
        let path = format!("/problems/{third}/moves");
        world
            .client("coord")
            .await
            .post(&path, &[("action", "decline"), ("reason", "重复")])
            .await
            .expect(303);
        let undone = turn(&world, "jia", &done, "undoing").await;
        assert_eq!(problem(&world, first).await.state, State::Withdrawn);
        assert_eq!(problem(&world, third).await.state, State::Declined);
        assert_eq!(undone["made"][2]["is_back"], false);
        assert!(
            !undone["made"][2]["refused"][0]["words"]
                .as_str()
                .unwrap()
                .is_empty()
        );
        turn(&world, "jia", &undone, "redoing").await;
        assert_eq!(problem(&world, first).await.state, State::Proposed);
    }
);

both!(
    steps_are_seen_by_who_took_them_and_by_nobody_else,
    |world| async move {
        let id = world.proposed_problem().await;
        let done = step(&world, "jia", json!([cell(id, "grade", "1", 1, "2")])).await;
        let path = format!("{STEPS}/{}", done["id"]);
        assert_eq!(read(&world, "jia", &path).await["cells"][0]["to"], "2");
        for who in ["coord", "bing", "stranger", "wu"] {
            let (reply, _) = call(&world, who, "GET", &path, Value::Null).await;
            assert_eq!(reply.status, 404, "{who}");
            let (reply, _) = call(&world, who, "POST", &format!("{path}/undoing"), json!({})).await;
            assert_eq!(reply.status, 404, "{who}");
        }
        assert_eq!(problem(&world, id).await.grade, Some(2));
        // An outsider's cells are refused as if the row were not there.
        for who in ["bing", "stranger"] {
            let done = step(&world, who, json!([cell(id, "title", "猜", 2, "抢")])).await;
            assert_eq!(done["id"], Value::Null);
            assert_eq!(fates(&done), ["refused"]);
            assert!(!done.to_string().contains("班主任"), "{done}");
        }
        let list = read(&world, "bing", STEPS).await;
        assert_eq!(list["items"].as_array().unwrap().len(), 0);
    }
);

both!(
    a_step_writes_its_own_entry_and_those_of_its_rows,
    |world| async move {
        let id = world.proposed_problem().await;
        let done = step(&world, "jia", json!([cell(id, "grade", "1", 1, "2")])).await;
        let story = |kind: &str, id: &Value| format!("/api/v1/history/{kind}/{id}");
        let of_row = read(&world, "coord", &story("problem", &json!(id))).await;
        assert!(of_row.to_string().contains("problem.edit"));
        turn(&world, "jia", &done, "undoing").await;
        let whole = read(&world, "inspector", "/api/v1/history")
            .await
            .to_string();
        for action in ["grid.step", "grid.undo"] {
            assert!(whole.contains(action), "{action}");
        }
        let verdicts = gongjie::journal::queries::verify(world.app.db.read())
            .await
            .unwrap();
        assert!(verdicts.iter().all(|v| v.fault.is_none()));
    }
);

both!(the_same_step_twice_is_taken_once, |world| async move {
    let id = world.proposed_problem().await;
    let body =
        json!({"grid": "problems", "kind": "edit", "cells": [cell(id, "grade", "1", 1, "2")]});
    crate::api::twice(&world, "jia", ("POST", STEPS), body, 200).await;
    assert_eq!(problem(&world, id).await.version, 2);
});

both!(a_step_over_its_limit_is_refused_whole, |world| async move {
    let id = world.proposed_problem().await;
    let cells: Vec<Value> = (0..501)
        .map(|n| cell(n + id, "grade", "1", 1, "2"))
        .collect();
    let body = json!({"grid": "problems", "kind": "edit", "cells": cells});
    let (reply, trouble) = call(&world, "jia", "POST", STEPS, body).await;
    assert_eq!(reply.status, 422);
    assert!(trouble.to_string().contains("500"), "{trouble}");
    assert_eq!(problem(&world, id).await.grade, Some(1));
});

both!(
    without_javascript_a_form_takes_the_step_and_undoes_it,
    |world| async move {
        let id = world.proposed_problem().await;
        let jia = world.client("jia").await;
        let row = format!("problem:{id}:1");
        let form = |to: &'static str| {
            [
                ("grid", "problems"),
                ("kind", "bulk"),
                ("back", "/problems"),
                ("field", "grade"),
                ("to", to),
            ]
        };
        let with_row = |row: &str, to: &'static str| {
            let mut fields = form(to).map(|(n, v)| (n.to_owned(), v.to_owned())).to_vec();
            fields.push(("row".to_owned(), row.to_owned()));
            fields
        };
        let send = async |fields: Vec<(String, String)>| {
            let fields: Vec<(&str, &str)> = fields
                .iter()
                .map(|(n, v)| (n.as_str(), v.as_str()))
                .collect();
            jia.post("/grid/steps", &fields).await
        };
        let reply = send(with_row(&row, "2")).await.expect(303);
        assert_eq!(reply.location, "/problems");
        assert_eq!(problem(&world, id).await.grade, Some(2));
        // The same rows from a page that is old by now: nothing is written, both values are shown.
        let reply = send(with_row(&row, "3")).await.expect(409);
        assert!(reply.body.contains("用我的"), "{}", reply.body);
        assert_eq!(problem(&world, id).await.grade, Some(2));
        let reply = send(with_row(&row.replace(":1", ":2"), "9"))
            .await
            .expect(422);
        assert!(reply.body.contains("没有保存"));
        let steps = jia.get("/grid/steps").await.expect(200);
        assert!(steps.body.contains("/undoing"));
        let list = read(&world, "jia", STEPS).await;
        let path = format!("/grid/steps/{}/undoing", list["items"][0]["id"]);
        let reply = jia.post(&path, &[("version", "1")]).await.expect(303);
        jia.get(&reply.location).await.expect(200);
        assert_eq!(problem(&world, id).await.grade, Some(1));
        // A way back that leads away is not followed.
        let mut fields = with_row(&format!("problem:{id}:3"), "2");
        fields[2].1 = "https://example.org/".to_owned();
        let reply = send(fields).await.expect(303);
        assert_eq!(reply.location, "/lists/problems");
    }
);

both!(
    an_old_record_may_be_edited_without_what_its_source_leaves_out,
    |world| async move {
        let acting = world.acting("coord").await;
        let tx = world.begin().await;
        let old = gongjie::problem::actions::Recorded {
            campaign_id: 1,
            title: "原题",
            basis: gongjie::problem::rules::TitleBasis::Derived,
            theme_id: None,
            hurts: None,
            class: None,
            source: "第 3 页",
        };
        let id = gongjie::problem::actions::record_old(&tx, &acting, &old)
            .await
            .unwrap();
        tx.commit().await.unwrap();
        let theme = world.theme().to_string();
        let done = step(
            &world,
            "coord",
            json!([cell(id, "theme_id", "", 1, &theme)]),
        )
        .await;
        assert_eq!(fates(&done), ["saved"], "{done}");
        let now = problem(&world, id).await;
        assert_eq!(now.title_basis.code(), "derived", "the title is still ours");
        // What is there stays required.
        let done = step(
            &world,
            "coord",
            json!([cell(id, "theme_id", &theme, 2, "")]),
        )
        .await;
        assert_eq!(fates(&done), ["refused"]);
    }
);
