//! Results as JSON: figures as written, joint credit, totals; withdrawn ones no longer count.

use serde_json::{Value, json};

use super::proofs::{hidden_from, refused_at, stale, twice};
use super::{act, call, ids, read, refused_fields};
use crate::outcome::working;
use crate::world::World;

const ALL: &str = "/api/v1/outcomes";

fn typed(world: &World, measure: i64, figure: &str) -> Value {
    json!({"text": "导师与班主任分工清楚了", "measure_id": measure, "figure_label": ["受益学生", "新制度"],
        "figure_text": [figure, "90余项"], "figure_planned": ["achieved", "planned"],
        "figure_as_of": ["2026-11-20"], "share_unit": [world.unit("A"), world.unit("B")],
        "share_percent": [60, 40]})
}

fn with(mut body: Value, field: &str, value: Value) -> Value {
    body[field] = value;
    body
}

both!(
    a_result_is_written_once_with_figures_and_shares,
    |world| async move {
        let (problem, measure) = working(&world).await;
        let path = format!("/api/v1/problems/{problem}/outcomes");
        let line = ("POST", path.as_str());
        let made = twice(&world, "yi", line, typed(&world, measure, "1200名"), 201).await;
        let id = made["id"].as_i64().unwrap();
        assert_eq!(
            ids(&read(&world, "bing", &path).await),
            [id],
            "written once"
        );
        assert_eq!(ids(&read(&world, "bing", ALL).await), [id]);
        let figures = made["figures"].as_array().unwrap();
        assert_eq!(
            (&figures[0]["number"], &figures[0]["unit"]),
            (&json!("1200"), &json!("名"))
        );
        assert_eq!(
            figures[1]["text"], "90余项",
            "the qualifier is never dropped"
        );
        assert_ne!(figures[1]["qualifier"], "exact");
        assert_eq!(figures[1]["is_planned"], json!(true));
        assert_eq!(made["credited"][0]["percent"], json!(60));
        assert_eq!(made["is_shared"], json!(true));
        let one = format!("{ALL}/{id}");
        assert_eq!(read(&world, "bing", &one).await, made);
        let people = ["stranger", "wu"];
        for path in [&path, &one] {
            hidden_from(&world, &people, ("GET", path), &Value::Null).await;
        }
        hidden_from(&world, &people, line, &typed(&world, measure, "1")).await;
        assert_eq!(ids(&read(&world, "stranger", ALL).await), [0; 0]);
        let hidden = world.proposed_problem().await;
        let path = format!("/api/v1/problems/{hidden}/outcomes");
        hidden_from(&world, &["bing"], ("GET", &path), &Value::Null).await;
        hidden_from(
            &world,
            &["bing"],
            ("POST", &path),
            &typed(&world, measure, "1"),
        )
        .await;
    }
);

both!(
    a_broken_result_is_refused_at_its_fields,
    |world| async move {
        let (problem, measure) = working(&world).await;
        let path = format!("/api/v1/problems/{problem}/outcomes");
        let line = ("POST", path.as_str());
        let body = typed(&world, measure, "1200名");
        refused_at(&world, "jia", line, json!({}), &["text"]).await;
        for (field, value, at) in [
            ("measure_id", json!(999_999), "measure_id"),
            ("figure_text", json!([""]), "figure_text"),
            ("figure_planned", json!(["maybe"]), "figure_planned"),
            ("figure_as_of", json!(["gestern"]), "figure_as_of"),
            (
                "share_unit",
                json!([world.unit("C"), world.unit("A")]),
                "share_unit",
            ),
            ("share_percent", json!([60, 30]), "share_percent"),
        ] {
            let (reply, trouble) = call(
                &world,
                "jia",
                "POST",
                &path,
                with(body.clone(), field, value),
            )
            .await;
            reply.expect(422);
            assert!(
                refused_fields(&trouble).contains(&at.to_owned()),
                "{trouble}"
            );
        }
        act(&world, "bing", line, body, 403).await;
        assert_eq!(
            ids(&read(&world, "jia", &path).await),
            [0; 0],
            "nothing was written"
        );
    }
);

both!(
    a_result_is_edited_as_a_whole_and_withdrawn_for_good,
    |world| async move {
        let (problem, measure) = working(&world).await;
        let path = format!("/api/v1/problems/{problem}/outcomes");
        let body = typed(&world, measure, "1200名");
        let made = act(&world, "jia", ("POST", &path), body, 201).await;
        let one = format!("{ALL}/{}", made["id"]);
        let change = json!({"text": "分工清楚了", "version": 1});
        act(&world, "bing", ("PATCH", &one), change.clone(), 403).await;
        hidden_from(&world, &["stranger"], ("PATCH", &one), &change).await;
        let edited = twice(&world, "jia", ("PATCH", &one), change.clone(), 200).await;
        assert_eq!(edited["figures"], json!([]));
        assert_eq!(edited["is_shared"], json!(false));
        let units: Vec<_> = edited["credited"].as_array().unwrap().iter().collect();
        assert_eq!(
            units.len(),
            2,
            "without named shares everybody who takes part is credited"
        );
        stale(&world, "jia", ("PATCH", &one), change, 2).await;
        refused_at(&world, "jia", ("PATCH", &one), json!({}), &["text"]).await;

        let withdrawal = format!("{one}/withdrawal");
        let line = ("POST", withdrawal.as_str());
        act(&world, "bing", line, json!({}), 403).await;
        hidden_from(&world, &["stranger"], line, &json!({})).await;
        stale(&world, "jia", line, json!({"version": 1}), 2).await;
        let gone = twice(&world, "jia", line, json!({"version": 2}), 200).await;
        assert_eq!(gone["is_withdrawn"], json!(true));
        act(&world, "jia", line, json!({}), 409).await;
        assert_eq!(ids(&read(&world, "jia", ALL).await), [0; 0]);
        assert_eq!(
            read(&world, "bing", &one).await["is_withdrawn"],
            json!(true),
            "the record stays"
        );
    }
);

both!(
    joint_credit_stands_at_each_unit_and_counts_once,
    |world| async move {
        let (problem, measure) = working(&world).await;
        let path = format!("/api/v1/problems/{problem}/outcomes");
        for figure in ["1200名", "300名"] {
            let body = typed(&world, measure, figure);
            act(&world, "jia", ("POST", &path), body, 201).await;
        }
        let totals = read(&world, "bing", "/api/v1/outcomes/totals").await;
        assert_eq!(
            (&totals["count"], &totals["credited"]),
            (&json!(2), &json!(4))
        );
        assert_eq!(totals["units"][0]["joint"], json!(2));
        let figures = totals["figures"].as_array().unwrap();
        let of = |label: &str| figures.iter().find(|f| f["label"] == label).unwrap();
        assert_eq!(of("受益学生")["sum"], "1500 名");
        let hedged = of("新制度");
        assert_eq!(hedged["sum"], "", "hedged figures are not added");
        assert!(hedged["why_not"].as_str().unwrap().contains("90余项"));
        let of_c = format!("/api/v1/outcomes/totals?unit_id={}", world.unit("C"));
        assert_eq!(read(&world, "bing", &of_c).await["count"], json!(0));
        let stranger = read(&world, "stranger", "/api/v1/outcomes/totals").await;
        assert_eq!(stranger["count"], json!(0));
        let first = read(&world, "bing", &format!("{ALL}?limit=1")).await;
        let next = first["next"].as_i64().unwrap();
        let second = read(&world, "bing", &format!("{ALL}?limit=1&before={next}")).await;
        assert_ne!(ids(&first), ids(&second));
        assert_eq!(second["next"], Value::Null);
        let zero = format!("{ALL}?limit=0");
        refused_at(&world, "bing", ("GET", &zero), Value::Null, &["limit"]).await;
    }
);
