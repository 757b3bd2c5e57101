//! Cells of measures: owner, partners and limit by the rules of the measure, and rows pasted under a problem.

use gongjie::measure::queries;
use gongjie::measure::rules::DutyRole;
use serde_json::{Value, json};

use super::{STEPS, fates};
use crate::api::{act, call};
use crate::measure::{issued_measure, paired_problem, working_measure};
use crate::world::World;

fn cell(id: i64, field: &str, version: i64, to: &str) -> Value {
    json!({"object": "measure", "id": id, "field": field, "version": version, "to": to})
}

async fn step(world: &World, who: &str, cells: Value) -> Value {
    let body = json!({"grid": "measures", "kind": "edit", "cells": cells});
    act(world, who, ("POST", STEPS), body, 200).await
}

async fn row(world: &World, id: i64) -> (gongjie::measure::tables::measure::Model, Vec<i64>) {
    let acting = world.acting("coord").await;
    let conn = world.app.db.read();
    let row = queries::find(conn, &acting.actor, id).await.unwrap();
    let duties = queries::list_duties(conn, &[id]).await.unwrap();
    let partners = duties.iter().filter(|d| d.role == DutyRole::Partner);
    (row, partners.filter_map(|d| d.unit_id).collect())
}

both!(
    a_limit_that_is_not_yet_signed_is_edited_and_a_promised_one_asks_for_an_extension,
    |world| async move {
        let (_, id) = issued_measure(&world).await;
        let version = row(&world, id).await.0.version;
        let partners = format!("{},{}", world.unit("C"), world.unit("D"));
        let done = step(
            &world,
            "jia",
            json!([
                cell(id, "due_text", version, "2027年3月底前"),
                cell(id, "partners", version, &partners),
            ]),
        )
        .await;
        assert_eq!(fates(&done), ["saved", "saved"], "{done}");
        let (now, of) = row(&world, id).await;
        assert_eq!(now.due_on.as_deref(), Some("2027-03-31"));
        assert_eq!(of, [world.unit("C"), world.unit("D")]);
        let page = world
            .client("jia")
            .await
            .get("/lists/measures")
            .await
            .expect(200);
        assert!(
            page.body.contains(
                "data-field=\"due_text\" data-value=\"2027年3月底前\" data-editor=\"text\""
            )
        );
        let (_, working) = working_measure(&world).await;
        let version = row(&world, working).await.0.version;
        let done = step(
            &world,
            "jia",
            json!([
                cell(working, "due_text", version, "2027-12-31"),
                cell(working, "text", version, "另一个写法"),
            ]),
        )
        .await;
        assert_eq!(fates(&done), ["refused", "saved"], "{done}");
        assert_eq!(row(&world, working).await.0.text, "另一个写法");
        let page = world
            .client("jia")
            .await
            .get("/lists/duties")
            .await
            .expect(200);
        assert!(
            page.body
                .contains(&format!("/measures/{working}#extension"))
        );
        // Who may not issue measures sees why; who sees no problem sees no row.
        let page = world
            .client("ding")
            .await
            .get("/lists/measures")
            .await
            .expect(200);
        assert!(!page.body.contains("data-editor"));
        let done = step(
            &world,
            "ding",
            json!([cell(working, "text", version + 1, "抢")]),
        )
        .await;
        assert_eq!(fates(&done), ["refused"]);
        let page = world
            .client("stranger")
            .await
            .get("/lists/measures")
            .await
            .expect(200);
        assert!(!page.body.contains("另一个写法"));
    }
);

both!(
    measures_are_pasted_under_the_problem_that_their_row_names,
    |world| async move {
        let problem = paired_problem(&world).await;
        let text = "难题\t举措\t责任单位\t完成时限\n\
                    学业导师、班主任权责不清\t编一张排班表\t乙处\t6月底前\n\
                    没有这道题\t别的\t乙处党支部\t";
        let body = json!({"grid": "measures", "text": text});
        let plan = act(&world, "jia", ("POST", "/api/v1/grid/pastes"), body, 200).await;
        assert_eq!(plan["creates"], 1, "{plan}");
        assert_eq!(plan["rows"][0]["under"], problem.to_string());
        let step = json!({"grid": "measures", "kind": "paste", "cells": plan["cells"], "rows": plan["rows"]});
        let done = act(&world, "jia", ("POST", STEPS), step, 200).await;
        let id = done["made"][0]["id"].as_i64().unwrap();
        assert_eq!(row(&world, id).await.0.text, "编一张排班表");
        // The head of the lead unit may cancel it, so their undo does; a liaison's is refused in words.
        let path = format!("{STEPS}/{}/undoing", done["id"]);
        let (reply, told) = call(&world, "jia", "POST", &path, json!({})).await;
        assert_eq!(reply.status, 200);
        assert_eq!(told["made"][0]["is_back"], false);
        assert!(
            !told["made"][0]["refused"][0]["words"]
                .as_str()
                .unwrap()
                .is_empty()
        );
    }
);

both!(
    a_bulk_page_names_the_chosen_rows_and_sets_one_value_for_all,
    |world| async move {
        let (_, id) = issued_measure(&world).await;
        let version = row(&world, id).await.0.version;
        let jia = world.client("jia").await;
        let page = jia
            .get(&format!(
                "/grid/bulks/new?grid=measures&row=measure:{id}:{version}&row=measure:999999:1"
            ))
            .await
            .expect(200);
        assert!(page.body.contains("编一张排班表") && page.body.contains("name=\"to\""));
        let hidden = world
            .client("stranger")
            .await
            .get(&format!(
                "/grid/bulks/new?grid=measures&row=measure:{id}:{version}"
            ))
            .await
            .expect(200);
        assert!(!hidden.body.contains("编一张排班表"));
        let owner = world.person_id("yi_head").to_string();
        let row_name = format!("measure:{id}:{version}");
        let fields = [
            ("grid", "measures"),
            ("kind", "bulk"),
            ("row", &row_name),
            ("field", "owner"),
            ("to", &owner),
        ];
        jia.post("/grid/steps", &fields).await.expect(303);
        let duties = queries::list_duties(world.app.db.read(), &[id])
            .await
            .unwrap();
        let (_, now) = queries::lead_and_owner(&duties);
        assert_eq!(now, Some(world.person_id("yi_head")));
    }
);
