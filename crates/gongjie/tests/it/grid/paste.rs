//! Pasted rows: what the preview says, that it writes nothing, and that the step does what it said.

use serde_json::{Value, json};

use super::{STEPS, TITLE, problem};
use crate::api::{act, call};
use crate::world::World;

const PASTES: &str = "/api/v1/grid/pastes";

async fn preview(world: &World, who: &str, body: Value) -> Value {
    act(world, who, ("POST", PASTES), body, 200).await
}

fn levels(line: &Value) -> Vec<(&str, &str)> {
    let cells = line["cells"].as_array().unwrap();
    cells
        .iter()
        .map(|c| (c["field"].as_str().unwrap(), c["level"].as_str().unwrap()))
        .collect()
}

both!(
    a_preview_tells_each_cell_and_writes_nothing_until_it_is_confirmed,
    |world| async move {
        let id = world.proposed_problem().await;
        let text = "难题\t主题\t难度\t具体表现\t备注\n\
                    新的题名\t倾听\t二级\t\"两行\n写在一格\"\t不读\n\
                    第二题\t没有的主题\t9\t难\t";
        let body = json!({"grid": "problems", "text": text, "field": "title",
            "columns": "title,theme_id,class", "rows": format!("problem:{id}")});
        let plan = preview(&world, "jia", body).await;
        assert_eq!(plan["has_header"], true);
        assert_eq!(plan["unknown_heads"], json!(["备注"]));
        let lines = plan["lines"].as_array().unwrap();
        assert_eq!(lines[0]["id"], id);
        let wanted = [
            ("title", "sure"),
            ("theme_id", "same"),
            ("grade", "sure"),
            ("hurts", "sure"),
        ];
        assert_eq!(levels(&lines[0]), wanted);
        assert_eq!(lines[1]["id"], Value::Null);
        assert_eq!(levels(&lines[1])[1], ("theme_id", "unknown"));
        assert!(
            lines[1]["words"][0].as_str().unwrap().contains("主题"),
            "{plan}"
        );
        assert_eq!(
            (plan["changes"].as_i64(), plan["creates"].as_i64()),
            (Some(3), Some(0))
        );
        let before = problem(&world, id).await;
        assert_eq!(
            (before.title.as_str(), before.version),
            (TITLE, 1),
            "nothing is written"
        );
        let step = json!({"grid": "problems", "kind": "paste", "cells": plan["cells"], "rows": plan["rows"]});
        act(&world, "jia", ("POST", STEPS), step, 200).await;
        let after = problem(&world, id).await;
        assert_eq!(after.title, "新的题名");
        assert_eq!(after.hurts.as_deref(), Some("两行\n写在一格"));
        assert_eq!(after.grade, Some(2));
    }
);

both!(
    rows_below_the_last_one_are_proposed_for_the_clerks_own_unit,
    |world| async move {
        let theme = "声\t";
        let mut text = String::from("题名\t方面\t现状\n");
        for n in 0..30 {
            text.push_str(&format!("第 {n} 题\t{theme}说不清\n"));
        }
        let body = json!({"grid": "problems", "text": text});
        let plan = preview(&world, "jia", body.clone()).await;
        assert_eq!(plan["creates"], 30, "{plan}");
        let step = json!({"grid": "problems", "kind": "paste", "cells": plan["cells"], "rows": plan["rows"]});
        let done = act(&world, "jia", ("POST", STEPS), step, 200).await;
        let first = done["made"][0]["id"].as_i64().unwrap();
        let row = problem(&world, first).await;
        assert_eq!(row.raised_by_unit_id, Some(world.unit("A")));
        assert_eq!(row.state.code(), "proposed");
        // The same rows again: their titles are found, so nothing is made twice.
        let again = preview(&world, "jia", body).await;
        assert_eq!(again["creates"], 0);
        assert_eq!(again["changes"], 0);
    }
);

both!(
    without_a_header_columns_run_on_from_the_cell_where_it_was_pasted,
    |world| async move {
        let (one, two) = (
            world.proposed_problem().await,
            world.proposed_problem().await,
        );
        let body = json!({"grid": "problems", "text": "学校统筹\t3\n多部门\t1", "field": "class",
            "columns": "title,theme_id,class,grade", "rows": format!("problem:{one},problem:{two}")});
        let plan = preview(&world, "jia", body).await;
        let lines = plan["lines"].as_array().unwrap();
        assert_eq!(levels(&lines[0]), [("class", "guessed"), ("grade", "sure")]);
        assert_eq!(levels(&lines[1]), [("class", "same"), ("grade", "same")]);
    }
);

both!(
    a_preview_says_what_the_rules_say_and_an_outsider_sees_no_row,
    |world| async move {
        let id = world.listed_problem().await;
        let rows = format!("problem:{id}");
        let body = json!({"grid": "problems", "text": "改", "field": "title", "columns": "title", "rows": rows});
        let plan = preview(&world, "jia", body.clone()).await;
        let cell = &plan["lines"][0]["cells"][0];
        assert_eq!(
            cell["level"], "refused",
            "listed problems are the coordinator's: {plan}"
        );
        assert!(!cell["words"].as_str().unwrap().is_empty());
        let (reply, _) = call(&world, "stranger", "POST", PASTES, body).await;
        assert_eq!(reply.status, 404);
        let empty = json!({"grid": "problems", "text": " \n "});
        let (reply, _) = call(&world, "jia", "POST", PASTES, empty).await;
        assert_eq!(reply.status, 422);
        let many = json!({"grid": "problems", "text": "题\n".repeat(501)});
        let (reply, trouble) = call(&world, "jia", "POST", PASTES, many).await;
        assert_eq!(reply.status, 422);
        assert!(trouble.to_string().contains("500"));
    }
);

both!(
    without_javascript_the_text_area_leads_to_the_preview_and_on,
    |world| async move {
        let jia = world.client("jia").await;
        jia.get("/grid/pastes/new?grid=problems").await.expect(200);
        jia.get("/grid/pastes/new?grid=nothing").await.expect(404);
        let text = "题名\t主题\t现状\n贴进来的题\t声\t难";
        let page = jia
            .post("/grid/pastes", &[("grid", "problems"), ("text", text)])
            .await
            .expect(200);
        assert!(
            page.body.contains("贴进来的题") && page.body.contains("确认，保存"),
            "{}",
            page.body
        );
        let start = page.body.find("name=\"plan\" value=\"").unwrap() + 19;
        let plan = &page.body[start..];
        let plan = plan[..plan.find("\">").unwrap()]
            .replace("&#34;", "\"")
            .replace("&quot;", "\"");
        let fields = [
            ("grid", "problems"),
            ("kind", "paste"),
            ("back", "/lists/problems"),
            ("plan", &plan),
        ];
        let reply = jia.post("/grid/steps", &fields).await.expect(303);
        assert_eq!(reply.location, "/lists/problems");
        let list = jia.get("/lists/problems").await.expect(200);
        assert!(list.body.contains("贴进来的题"));
        let refused = jia
            .post("/grid/pastes", &[("grid", "problems"), ("text", "")])
            .await
            .expect(422);
        assert!(refused.body.contains("没有内容"));
    }
);
