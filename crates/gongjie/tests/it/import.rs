//! Ledgers brought in: what is asked, written, left, compared and undone; what a bad file changes (nothing).

use serde_json::Value;

use crate::world::World;

mod way;

/// A ledger as a branch sends it: a title, a line about who sends it, two problems, three measures.
pub const LEDGER: &str = "结对共建解难题工作台账（2026年）,,,,,,,,\n\
    填报单位：甲处党支部,,,,填报时间：2026年9月,,,,\n\
    序号,牵头党支部,共建党支部,结对时间,共建主题,难题,举措,完成时限,责任人\n\
    1,甲处党支部,乙处党支部、某派出所,2026年5月,门户安全,校门通行不便,增设一条人行通道,2026年6月底,甲\n\
    ,,,,,,张贴指引,立行立改,甲\n\
    2,丙处党支部,丁处党支部,2026年6月21日,师生服务,报修没有回音,建一个报修群,2026年9月,丙\n";

pub async fn upload(world: &World, who: &str, name: &str, bytes: &[u8]) -> i64 {
    let client = world.client(who).await;
    let reply = client
        .upload("/imports", &[("campaign", "1")], (name, bytes))
        .await;
    reply.expect(303).id()
}

pub async fn plan(world: &World, id: i64) -> Value {
    let client = world.client("coord").await;
    let body = client
        .get(&format!("/api/v1/imports/{id}"))
        .await
        .expect(200)
        .body;
    serde_json::from_str(&body).unwrap()
}

pub async fn confirm(world: &World, id: i64) {
    let client = world.client("coord").await;
    client
        .post(&format!("/imports/{id}/confirmation"), &[])
        .await
        .expect(303);
}

async fn answer(world: &World, id: i64, answers: &[&str]) {
    let client = world.client("coord").await;
    for text in answers {
        let path = format!("/imports/{id}/answers");
        client.post(&path, &[("answer", text)]).await.expect(303);
    }
}

pub async fn count(world: &World, sql: &str) -> i64 {
    world
        .app
        .db
        .read()
        .scalar::<i64>(sql, [])
        .await
        .unwrap()
        .unwrap_or_default()
}

pub const PROBLEMS: &str = "SELECT COUNT(*) FROM problem WHERE state <> 'withdrawn'";
const MEASURES: &str = "SELECT COUNT(*) FROM measure WHERE state <> 'cancelled'";

both!(
    a_clerk_brings_a_ledger_in_and_the_same_file_again_changes_nothing,
    |world| async move {
        let id = upload(&world, "coord", "台账.csv", LEDGER.as_bytes()).await;
        assert_eq!(count(&world, PROBLEMS).await, 0, "reading writes nothing");
        let plan_of = plan(&world, id).await;
        assert_eq!(plan_of["counts"]["problems"], 2, "{plan_of}");
        assert_eq!(plan_of["counts"]["pairings"], 2);
        assert_eq!(plan_of["counts"]["measures"], 3);
        assert_eq!(plan_of["counts"]["blocked"], 0);
        let page = world
            .client("coord")
            .await
            .get(&format!("/imports/{id}"))
            .await
            .expect(200)
            .body;
        assert!(
            page.contains("校门通行不便") && page.contains("某派出所"),
            "{page}"
        );
        confirm(&world, id).await;
        assert_eq!(count(&world, PROBLEMS).await, 2);
        assert_eq!(count(&world, MEASURES).await, 3);
        let ledger = world
            .client("coord")
            .await
            .get("/ledger")
            .await
            .expect(200)
            .body;
        for words in [
            "校门通行不便",
            "报修没有回音",
            "门户安全",
            "2026 年 5 月",
            "某派出所",
        ] {
            assert!(
                ledger.contains(words) || ledger.contains(&words.replace(' ', "")),
                "{words}"
            );
        }
        let due = "SELECT COUNT(*) FROM measure WHERE due_on = '2026-06-30'";
        assert_eq!(count(&world, due).await, 1);
        let owner = format!(
            "SELECT COUNT(*) FROM duty WHERE role = 'owner' AND person_id = {}",
            world.person_id("jia")
        );
        assert_eq!(
            count(&world, &owner).await,
            2,
            "people are found by name and unit"
        );
        let done = plan(&world, id).await;
        assert_eq!(done["state"], "done");
        let (first, last) = (
            done["first_seq"].as_i64().unwrap(),
            done["last_seq"].as_i64().unwrap(),
        );
        let alien = format!(
            "SELECT COUNT(*) FROM journal WHERE organization_id = 1 AND seq BETWEEN {first} AND {last} AND person_id <> {}",
            world.person_id("coord")
        );
        assert_eq!(
            count(&world, &alien).await,
            0,
            "one batch is one run of the journal"
        );
        let again = upload(&world, "coord", "台账.csv", LEDGER.as_bytes()).await;
        let plan_of = plan(&world, again).await;
        for what in [
            "problems", "pairings", "measures", "outcomes", "changes", "clashes",
        ] {
            assert_eq!(plan_of["counts"][what], 0, "{what}: {plan_of}");
        }
        assert_eq!(plan_of["counts"]["same"], 2);
        let page = world
            .client("coord")
            .await
            .get(&format!("/imports/{again}"))
            .await
            .expect(200)
            .body;
        assert!(page.contains("没有变化"), "{page}");
        let client = world.client("coord").await;
        client
            .post(&format!("/imports/{again}/confirmation"), &[])
            .await
            .expect(409);
        assert_eq!(count(&world, PROBLEMS).await, 2);
    }
);

both!(
    an_unknown_unit_is_asked_once_and_its_spelling_is_remembered,
    |world| async move {
        let text = LEDGER
            .replace("丙处党支部", "丙处支部")
            .replace("丁处党支部", "保密办党支部");
        let id = upload(&world, "coord", "台账.csv", text.as_bytes()).await;
        let asked = plan(&world, id).await;
        assert_eq!(asked["counts"]["blocked"], 1);
        let must: Vec<&Value> = asked["questions"]
            .as_array()
            .unwrap()
            .iter()
            .filter(|q| q["weight"] == "must")
            .collect();
        assert_eq!(must.len(), 2, "{asked}");
        let c = world.unit("C");
        let proposed = format!("unit|丙处支部|{c}");
        assert!(
            must[0]["answers"]
                .as_array()
                .unwrap()
                .iter()
                .any(|a| *a == *proposed),
            "{asked}"
        );
        // The other row goes in first; the asked one waits.
        confirm(&world, id).await;
        assert_eq!(count(&world, PROBLEMS).await, 1);
        let id = upload(&world, "coord", "台账.csv", text.as_bytes()).await;
        answer(&world, id, &[&proposed, "unit|保密办党支部|new"]).await;
        let told = plan(&world, id).await;
        assert_eq!(told["counts"]["problems"], 1, "{told}");
        assert_eq!(told["counts"]["units"], 1);
        confirm(&world, id).await;
        assert_eq!(count(&world, PROBLEMS).await, 2);
        let alias =
            format!("SELECT COUNT(*) FROM unit_name WHERE unit_id = {c} AND name = '丙处支部'");
        assert_eq!(count(&world, &alias).await, 1);
        let id = upload(&world, "coord", "台账.csv", text.as_bytes()).await;
        let again = plan(&world, id).await;
        assert_eq!(again["counts"]["same"], 2, "{again}");
        let musts = again["questions"]
            .as_array()
            .unwrap()
            .iter()
            .filter(|q| q["weight"] == "must")
            .count();
        assert_eq!(musts, 0, "a spelling is asked once");
    }
);

both!(
    a_changed_file_is_a_diff_and_an_edit_in_the_product_is_a_clash,
    |world| async move {
        let id = upload(&world, "coord", "台账.csv", LEDGER.as_bytes()).await;
        confirm(&world, id).await;
        // Somebody improves a measure here; the file changes the same one, another one, and leaves a row out.
        let measure = "SELECT id FROM measure WHERE text = '增设一条人行通道'";
        let measure = count(&world, measure).await;
        let version = count(
            &world,
            &format!("SELECT version FROM measure WHERE id = {measure}"),
        )
        .await;
        let cells = serde_json::json!({"grid": "measures", "kind": "edit", "cells": [
            {"object": "measure", "id": measure, "field": "text", "to": "增设两条人行通道", "version": version}], "rows": []});
        crate::api::act(&world, "coord", ("POST", "/api/v1/grid/steps"), cells, 200).await;
        let changed = LEDGER
            .replace("增设一条人行通道", "增设一条无障碍人行通道")
            .replace("张贴指引", "张贴双语指引")
            .replace("2,丙处党支部,丁处党支部,2026年6月21日,师生服务,报修没有回音,建一个报修群,2026年9月,丙\n", "");
        let id = upload(&world, "coord", "台账（新）.csv", changed.as_bytes()).await;
        let told = plan(&world, id).await;
        assert_eq!(told["counts"]["problems"], 0, "{told}");
        assert_eq!(told["counts"]["changes"], 1, "{told}");
        assert_eq!(told["counts"]["clashes"], 1, "{told}");
        let page = world
            .client("coord")
            .await
            .get(&format!("/imports/{id}"))
            .await
            .expect(200)
            .body;
        assert!(
            page.contains("增设两条人行通道") && page.contains("增设一条无障碍人行通道"),
            "both sides are shown"
        );
        confirm(&world, id).await;
        let text = |id: i64, words: &str| {
            format!("SELECT COUNT(*) FROM measure WHERE id = {id} AND text = '{words}'")
        };
        assert_eq!(
            count(&world, &text(measure, "增设两条人行通道")).await,
            1,
            "ours stays until somebody decides"
        );
        assert_eq!(
            count(
                &world,
                "SELECT COUNT(*) FROM measure WHERE text = '张贴双语指引'"
            )
            .await,
            1
        );
        assert_eq!(
            count(&world, PROBLEMS).await,
            2,
            "nothing is deleted because it is missing"
        );
        // The same file again, decided for the file.
        let id = upload(&world, "coord", "台账（新）.csv", changed.as_bytes()).await;
        answer(&world, id, &[&format!("clash|measure:{measure}:text|file")]).await;
        confirm(&world, id).await;
        assert_eq!(
            count(&world, &text(measure, "增设一条无障碍人行通道")).await,
            1
        );
    }
);

both!(
    a_batch_is_undone_as_a_whole_until_somebody_else_works_on_its_rows,
    |world| async move {
        let coord = world.client("coord").await;
        let id = upload(&world, "coord", "台账.csv", LEDGER.as_bytes()).await;
        confirm(&world, id).await;
        coord
            .post(&format!("/imports/{id}/undoing"), &[])
            .await
            .expect(303);
        assert_eq!(count(&world, PROBLEMS).await, 0);
        assert_eq!(count(&world, MEASURES).await, 0);
        assert_eq!(
            count(
                &world,
                "SELECT COUNT(*) FROM pairing WHERE state = 'active'"
            )
            .await,
            0
        );
        coord
            .post(&format!("/imports/{id}/undoing"), &[])
            .await
            .expect(422);
        let id = upload(&world, "coord", "台账.csv", LEDGER.as_bytes()).await;
        assert_eq!(
            plan(&world, id).await["counts"]["problems"],
            2,
            "what was undone is made anew"
        );
        confirm(&world, id).await;
        let measure = count(
            &world,
            "SELECT MAX(id) FROM measure WHERE text = '增设一条人行通道'",
        )
        .await;
        let jia = world.client("jia").await;
        let said = [("sentence", "已经开工")];
        jia.post(&format!("/measures/{measure}/progress"), &said)
            .await
            .expect(303);
        let reply = coord
            .post(&format!("/imports/{id}/undoing"), &[])
            .await
            .expect(422);
        assert!(
            reply.body.contains('甲') && reply.body.contains("校门通行不便"),
            "{}",
            reply.body
        );
        assert_eq!(count(&world, PROBLEMS).await, 2, "nothing was undone");
    }
);

both!(
    a_row_may_be_left_out_a_column_changed_and_the_header_is_remembered,
    |world| async move {
        let text = LEDGER.replace("难题,举措", "怎么啦,举措");
        let id = upload(&world, "coord", "台账.csv", text.as_bytes()).await;
        let coord = world.client("coord").await;
        let columns = coord
            .get(&format!("/imports/{id}/columns"))
            .await
            .expect(200)
            .body;
        assert!(columns.contains("怎么啦"), "{columns}");
        coord
            .post(
                &format!("/imports/{id}/columns"),
                &[("column-5", "problem")],
            )
            .await
            .expect(303);
        answer(&world, id, &["row|6|out"]).await;
        let told = plan(&world, id).await;
        assert_eq!(told["counts"]["problems"], 1, "{told}");
        assert_eq!(told["counts"]["left_out"], 1, "{told}");
        confirm(&world, id).await;
        assert_eq!(
            count(
                &world,
                "SELECT COUNT(*) FROM problem WHERE title = '校门通行不便'"
            )
            .await,
            1
        );
        let id = upload(&world, "coord", "台账.csv", text.as_bytes()).await;
        let told = plan(&world, id).await;
        let guessed = told["questions"]
            .as_array()
            .unwrap()
            .iter()
            .filter(|q| q["heading"] == "怎么啦" && q["weight"] != "handled")
            .count();
        assert_eq!(guessed, 0, "the header was told once: {told}");
        assert_eq!(told["counts"]["problems"], 1, "{told}");
    }
);

both!(
    several_leads_and_a_cell_to_correct_are_answered_on_the_page,
    |world| async move {
        let text = LEDGER
            .replace("2,丙处党支部,", "2,丙处党支部、乙处党支部,")
            .replace("2026年9月,丙\n", "有空的时候,丙\n");
        let id = upload(&world, "coord", "台账.csv", text.as_bytes()).await;
        let told = plan(&world, id).await;
        assert_eq!(told["counts"]["blocked"], 1, "{told}");
        answer(
            &world,
            id,
            &["lead|B6|丙处党支部", "cell|H6|2026年10月15日"],
        )
        .await;
        confirm(&world, id).await;
        assert_eq!(
            count(
                &world,
                "SELECT COUNT(*) FROM measure WHERE due_on = '2026-10-15'"
            )
            .await,
            1
        );
        let partner = format!(
            "SELECT COUNT(*) FROM pairing_member WHERE role = 'partner' AND unit_id = {}",
            world.unit("B")
        );
        assert_eq!(count(&world, &partner).await, 2);
    }
);

both!(
    a_draft_that_its_reader_may_not_see_is_neither_matched_nor_shown,
    |world| async move {
        // 甲 proposes a problem: a draft that 丙 does not see.
        world.proposed_problem().await;
        let text = "序号,难题,举措,责任单位,完成时限\n1,学业导师、班主任权责不清,定规矩,丙处党支部,2026年10月\n";
        let id = upload(&world, "bing", "台账.csv", text.as_bytes()).await;
        let bing = world.client("bing").await;
        let page = bing.get(&format!("/imports/{id}")).await.expect(200).body;
        assert!(!page.contains("学生不知道该找谁"), "{page}");
        let body = bing
            .get(&format!("/api/v1/imports/{id}"))
            .await
            .expect(200)
            .body;
        let told: Value = serde_json::from_str(&body).unwrap();
        assert_eq!(told["counts"]["problems"], 1, "{told}");
        assert_eq!(
            plan(&world, id).await["counts"]["problems"],
            0,
            "the coordinator sees that it is there"
        );
    }
);

both!(
    a_liaison_prepares_an_import_and_only_a_coordinator_confirms_it,
    |world| async move {
        let id = upload(&world, "jia", "台账.csv", LEDGER.as_bytes()).await;
        let jia = world.client("jia").await;
        let page = jia.get(&format!("/imports/{id}")).await.expect(200).body;
        assert!(!page.contains("/confirmation"), "{page}");
        jia.post(&format!("/imports/{id}/confirmation"), &[])
            .await
            .expect(404);
        jia.post(
            &format!("/imports/{id}/answers"),
            &[("answer", "row|6|out")],
        )
        .await
        .expect(303);
        for who in ["bing", "yi", "stranger", "wu"] {
            let client = world.client(who).await;
            for path in ["", "/columns", "/file"] {
                let status = client
                    .get(&format!("/imports/{id}{path}"))
                    .await
                    .status
                    .as_u16();
                assert!([403, 404].contains(&status), "{who} {path} {status}");
            }
            let status = client
                .post(&format!("/imports/{id}/answers"), &[("answer", "row|6|in")])
                .await
                .status;
            assert!([403, 404].contains(&status.as_u16()), "{who} {status}");
            let status = client.get(&format!("/api/v1/imports/{id}")).await.status;
            assert!([403, 404].contains(&status.as_u16()), "{who} {status}");
        }
        confirm(&world, id).await;
        assert_eq!(count(&world, PROBLEMS).await, 1);
        let file = jia.get(&format!("/imports/{id}/file")).await.expect(200);
        assert_eq!(file.bytes, LEDGER.as_bytes(), "the original is kept");
    }
);
