//! The flat lists: sorted by several columns, grouped with sub-totals, filtered by a cell, and what each actor may edit there.

use super::{STEPS, TITLE, fates, problem};
use crate::api::act;
use crate::world::World;
use serde_json::json;

/// Places of some words in a page, in the order in which they stand.
fn order<'a>(page: &str, words: &[&'a str]) -> Vec<&'a str> {
    let mut found: Vec<(usize, &str)> = words
        .iter()
        .filter_map(|w| page.find(&format!(">{w}<")).map(|at| (at, *w)))
        .collect();
    found.sort_unstable();
    found.into_iter().map(|(_, w)| w).collect()
}

async fn three(world: &World) -> [i64; 3] {
    let mut ids = [0; 3];
    for (id, (title, grade, class)) in ids.iter_mut().zip([
        ("乙题", "2", "multi_dept"),
        ("甲题", "2", "school_level"),
        ("丙题", "1", "multi_dept"),
    ]) {
        *id = world.proposed_problem().await;
        let cell = |field: &str, to: &str| json!({"object": "problem", "id": *id, "field": field, "version": 1, "to": to});
        let cells = json!([
            cell("title", title),
            cell("grade", grade),
            cell("class", class)
        ]);
        let body = json!({"grid": "problems", "kind": "edit", "cells": cells});
        act(world, "jia", ("POST", STEPS), body, 200).await;
    }
    ids
}

both!(
    lines_are_sorted_by_several_columns_grouped_and_narrowed_by_the_address,
    |world| async move {
        three(&world).await;
        let jia = world.client("jia").await;
        let titles = ["甲题", "乙题", "丙题"];
        let page = jia
            .get("/lists/problems?sort=-grade,class")
            .await
            .expect(200);
        assert_eq!(order(&page.body, &titles), ["乙题", "甲题", "丙题"]);
        assert!(page.body.contains("aria-sort=\"descending\""));
        let page = jia
            .get("/lists/problems?sort=grade&sort=-class")
            .await
            .expect(200);
        assert_eq!(order(&page.body, &titles), ["丙题", "甲题", "乙题"]);
        let page = jia.get("/lists/problems?group=class").await.expect(200);
        assert!(page.body.contains("2 行，办结 0，红灯 0"), "{}", page.body);
        let page = jia
            .get("/lists/problems?is=class%3Aschool_level")
            .await
            .expect(200);
        assert_eq!(order(&page.body, &titles), ["甲题"]);
        let page = jia
            .get("/lists/problems?hide=grade&sort=nothing")
            .await
            .expect(200);
        assert!(!page.body.contains("data-col=\"grade\""));
    }
);

both!(
    cells_say_whether_and_why_not_they_can_be_edited_and_outsiders_see_no_draft,
    |world| async move {
        let [id, ..] = three(&world).await;
        let own = world
            .client("jia")
            .await
            .get("/lists/problems")
            .await
            .expect(200);
        assert!(own.body.contains("data-editor=\"theme\""));
        assert!(
            own.body
                .contains(&format!("data-row=\"problem:{id}\" data-version=\"2\""))
        );
        for who in ["bing", "stranger"] {
            let page = world
                .client(who)
                .await
                .get("/lists/problems")
                .await
                .expect(200);
            assert!(!page.body.contains("甲题"), "{who}");
        }
        world
            .client("wu")
            .await
            .get("/lists/problems")
            .await
            .expect(404);
        let path = format!("/problems/{id}/moves");
        world
            .client("coord")
            .await
            .post(&path, &[("action", "decline"), ("reason", "重复")])
            .await
            .expect(303);
        assert_eq!(problem(&world, id).await.state.code(), "declined");
        let only = format!("/lists/problems?row=problem%3A{id}");
        let page = world.client("jia").await.get(&only).await.expect(200);
        assert!(
            !page.body.contains("data-editor"),
            "a declined problem is not edited"
        );
        assert!(page.body.contains("data-why"));
        let file = world
            .client("jia")
            .await
            .get(&format!("/lists/problems.xlsx?row=problem%3A{id}"))
            .await
            .expect(200);
        assert!(file.bytes.starts_with(b"PK"));
    }
);

both!(every_flat_list_and_its_file_opens, |world| async move {
    world.listed_problem().await;
    let coord = world.client("coord").await;
    for list in ["problems", "measures", "duties"] {
        coord.get(&format!("/lists/{list}")).await.expect(200);
        coord
            .get(&format!("/lists/{list}?group=state&sort=-due_text"))
            .await
            .expect(200);
        coord.get(&format!("/lists/{list}.xlsx")).await.expect(200);
    }
});

both!(
    the_ledger_grid_edits_the_pairing_its_problem_and_its_result_each_by_its_own_rules,
    |world| async move {
        let problem_id = crate::measure::paired_problem(&world).await;
        let coord = world.client("coord").await;
        let written = coord
            .post(
                &format!("/problems/{problem_id}/outcomes"),
                &[("text", "已经理顺")],
            )
            .await;
        assert_eq!(written.status, 303, "{}", written.body);
        let page = coord.get("/lists/ledger").await.expect(200);
        assert!(page.body.contains("data-field=\"theme_text\""));
        assert!(
            page.body
                .contains(&format!("data-row=\"problem:{problem_id}\""))
        );
        let start = page.body.find("data-row=\"outcome:").unwrap() + 18;
        let outcome: i64 = page.body[start..]
            .split('"')
            .next()
            .unwrap()
            .parse()
            .unwrap();
        let start = page.body.find("data-row=\"pairing:").unwrap() + 18;
        let pairing: i64 = page.body[start..]
            .split('"')
            .next()
            .unwrap()
            .parse()
            .unwrap();
        let body = json!({"grid": "ledger", "kind": "edit", "cells": [
            {"object": "pairing", "id": pairing, "field": "theme_text", "seen": "", "to": "把责任说清"},
            {"object": "problem", "id": problem_id, "field": "title", "seen": TITLE, "to": "权责不清"},
            {"object": "outcome", "id": outcome, "field": "text", "seen": "已经理顺", "to": "已经理顺，写进办法"},
        ]});
        let done = act(&world, "coord", ("POST", STEPS), body, 200).await;
        assert_eq!(fates(&done), ["merged", "merged", "merged"], "{done}");
        let page = coord.get("/lists/ledger?sort=-date_text").await.expect(200);
        for words in ["把责任说清", "权责不清", "已经理顺，写进办法"] {
            assert!(page.body.contains(words), "{words}");
        }
        // The same by pasting over the row: three cells behind three records.
        let text = "共建主题\t解决难题\t取得成效\n主题二\t难题二\t成效二";
        let body = json!({"grid": "ledger", "text": text, "rows": format!("pairing:{pairing}")});
        let plan = act(&world, "coord", ("POST", "/api/v1/grid/pastes"), body, 200).await;
        assert_eq!(plan["changes"], 3, "{plan}");
        let more = json!({"grid": "ledger", "text": format!("{text}\n多一行\t多\t多"), "rows": format!("pairing:{pairing}")});
        let plan = act(&world, "coord", ("POST", "/api/v1/grid/pastes"), more, 200).await;
        assert_eq!(plan["creates"], 0);
        assert!(
            plan["lines"][1]["words"][0]
                .as_str()
                .unwrap()
                .contains("台账")
        );
        let hidden = world
            .client("stranger")
            .await
            .get("/lists/ledger")
            .await
            .expect(200);
        assert!(!hidden.body.contains("权责不清"));
    }
);
