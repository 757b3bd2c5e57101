//! Activities as JSON: who was there, what was decided, what became of it.

use serde_json::{Value, json};

use super::proofs::{hidden_from, refused_at, stale, twice};
use super::{act, ids, read};
use crate::pairing::{active, invited};
use crate::world::World;

const ALL: &str = "/api/v1/activities";

fn typed(world: &World, pairing: i64) -> Value {
    json!({"pairing_id": pairing, "kind": "theme_day", "title": "“开源节流”主题活动", "date_text": "6月21日",
        "minutes": "八家支部联合召开", "units": [world.unit("A"), world.unit("B")], "expected": [12, ""],
        "present": [10, 8], "decisions": "修订相关文件\n下一次在哪家开"})
}

fn with(mut body: Value, field: &str, value: Value) -> Value {
    body[field] = value;
    body
}

async fn recorded(world: &World) -> (i64, Value) {
    let (pairing, problem) = active(world).await;
    let made = act(world, "jia", ("POST", ALL), typed(world, pairing), 201).await;
    (problem, made)
}

both!(
    an_activity_is_recorded_once_and_counts_its_people,
    |world| async move {
        let (pairing, problem) = active(&world).await;
        let made = twice(&world, "yi", ("POST", ALL), typed(&world, pairing), 201).await;
        assert_eq!(
            ids(&read(&world, "yi", ALL).await).len(),
            1,
            "recorded once"
        );
        assert_eq!(made["date_from"], "2026-06-21");
        assert_eq!(made["people"], json!(18));
        assert_eq!(made["units"][0]["unit"], "甲处党支部");
        assert_eq!(made["units"][1]["expected"], Value::Null);
        assert_eq!(
            (&made["decisions"], &made["open_decisions"]),
            (&json!(2), &json!(2))
        );
        assert_eq!(made["problem_ids"], json!([problem]));
        let path = format!("{ALL}/{}", made["id"]);
        let bing = read(&world, "bing", &path).await;
        assert_eq!(bing["may_record"], json!(false));
        assert_eq!(bing["measurable_problem_ids"], json!([]));
        hidden_from(&world, &["stranger", "wu"], ("GET", &path), &Value::Null).await;
        assert_eq!(ids(&read(&world, "stranger", ALL).await), [0; 0]);
    }
);

both!(
    an_activity_of_a_hidden_pairing_is_hidden,
    |world| async move {
        let (pairing, _) = invited(&world, &["B"]).await;
        let made = act(&world, "jia", ("POST", ALL), typed(&world, pairing), 201).await;
        let path = format!("{ALL}/{}", made["id"]);
        let body = typed(&world, pairing);
        for method in ["GET", "PATCH"] {
            hidden_from(&world, &["bing", "stranger"], (method, &path), &body).await;
        }
        let decisions = format!("{path}/decisions");
        hidden_from(
            &world,
            &["bing", "stranger"],
            ("POST", &decisions),
            &json!({"text": "x"}),
        )
        .await;
        assert_eq!(ids(&read(&world, "bing", ALL).await), [0; 0]);
        for who in ["bing", "stranger"] {
            refused_at(&world, who, ("POST", ALL), body.clone(), &["pairing_id"]).await;
        }
    }
);

both!(a_broken_or_stale_activity_is_refused, |world| async move {
    let (_, made) = recorded(&world).await;
    let pairing = made["pairing_id"].as_i64().unwrap();
    let body = typed(&world, pairing);
    refused_at(&world, "jia", ("POST", ALL), json!({}), &["pairing_id"]).await;
    for (field, value, at) in [
        ("kind", json!(""), "kind"),
        ("title", json!(" "), "title"),
        ("date_text", json!("2月30日"), "date_text"),
        ("units", json!([world.unit("other")]), "units"),
        ("present", json!([13]), "units"),
        ("notes", json!(["\u{0}"]), "notes"),
    ] {
        let body = with(body.clone(), field, value);
        refused_at(&world, "jia", ("POST", ALL), body, &[at]).await;
    }
    act(&world, "bing", ("POST", ALL), body.clone(), 403).await;
    let path = format!("{ALL}/{}", made["id"]);
    let change = with(with(body, "title", json!("换个名称")), "version", json!(1));
    let edited = twice(&world, "jia", ("PATCH", &path), change.clone(), 200).await;
    assert_eq!(
        (&edited["title"], &edited["decisions"]),
        (&json!("换个名称"), &json!(2))
    );
    stale(&world, "jia", ("PATCH", &path), change.clone(), 2).await;
    act(&world, "bing", ("PATCH", &path), change, 403).await;
    assert_eq!(
        ids(&read(&world, "jia", ALL).await).len(),
        1,
        "nothing refused was written"
    );
});

both!(
    a_decision_becomes_a_measure_or_stays_on_record,
    |world| async move {
        let (problem, made) = recorded(&world).await;
        let path = format!("{ALL}/{}/decisions", made["id"]);
        let line = ("POST", path.as_str());
        refused_at(&world, "jia", line, json!({"text": " "}), &["text"]).await;
        act(&world, "bing", line, json!({"text": "x"}), 403).await;
        let third = twice(&world, "yi", line, json!({"text": "第三条"}), 201).await;
        assert_eq!(third["decided"].as_array().unwrap().len(), 3);
        assert_eq!(third["decided"][2]["text"], "第三条");

        let measure = format!("/api/v1/decisions/{}/measure", third["decided"][0]["id"]);
        let line = ("POST", measure.as_str());
        let body =
            json!({"problem_id": problem, "lead": world.unit("A"), "due_text": "2026-12-31"});
        act(&world, "yi", line, body.clone(), 403).await;
        act(&world, "bing", line, body.clone(), 403).await;
        hidden_from(&world, &["stranger"], line, &body).await;
        let foreign = with(body.clone(), "problem_id", json!(999_999));
        refused_at(&world, "jia", line, foreign, &["problem_id"]).await;
        refused_at(
            &world,
            "jia",
            line,
            with(body.clone(), "lead", json!("")),
            &["lead"],
        )
        .await;
        let became = twice(&world, "jia", line, body.clone(), 201).await;
        assert_eq!(
            became["text"], "修订相关文件",
            "its words are not typed again"
        );
        act(&world, "jia", line, body, 409).await;

        let note = format!("/api/v1/decisions/{}/note", third["decided"][1]["id"]);
        let line = ("POST", note.as_str());
        act(&world, "bing", line, Value::Null, 403).await;
        hidden_from(&world, &["stranger"], line, &Value::Null).await;
        let noted = twice(&world, "jia", line, Value::Null, 200).await;
        assert_eq!(noted["decided"][0]["measure_id"], became["id"]);
        assert_eq!(noted["decided"][1]["is_noted"], json!(true));
        assert_eq!(noted["open_decisions"], json!(1));
        act(&world, "jia", line, Value::Null, 409).await;
    }
);

both!(
    activities_are_paged_by_day_and_filtered,
    |world| async move {
        let (pairing, _) = active(&world).await;
        for (title, day) in [
            ("一", "3月2日"),
            ("二", "择机"),
            ("三", "6月1日"),
            ("四", "3月2日"),
        ] {
            let body =
                json!({"pairing_id": pairing, "kind": "forum", "title": title, "date_text": day});
            act(&world, "jia", ("POST", ALL), body, 201).await;
        }
        let mut seen = Vec::new();
        let mut path = format!("{ALL}?limit=1");
        loop {
            let page = read(&world, "bing", &path).await;
            seen.push(page["items"][0]["title"].as_str().unwrap().to_owned());
            let Some(next) = page["next"].as_i64() else {
                break;
            };
            path = format!("{ALL}?limit=1&before={next}");
        }
        assert_eq!(seen, ["三", "四", "一", "二"]);
        for (query, found) in [
            ("kind=forum".to_owned(), 4),
            ("kind=signing".to_owned(), 0),
            (format!("pairing_id={pairing}"), 4),
            (format!("unit_id={}", world.unit("A")), 0),
            ("q=%E4%B8%89".to_owned(), 1),
        ] {
            let page = read(&world, "bing", &format!("{ALL}?{query}")).await;
            assert_eq!(ids(&page).len(), found, "{query}");
        }
        for (query, field) in [
            ("kind=party", "kind"),
            ("limit=0", "limit"),
            ("before=999999", "before"),
        ] {
            let path = format!("{ALL}?{query}");
            refused_at(&world, "bing", ("GET", &path), Value::Null, &[field]).await;
        }
    }
);
