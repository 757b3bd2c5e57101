//! Slips, lenient notes, bulletins, the board and the facts of a unit as JSON.

use serde_json::{Value, json};

use super::{act, call, ids, read, refused_fields};
use crate::slip::late_measure;

const SLIPS: &str = "/api/v1/slips";

both!(a_script_presses_and_is_answered, |world| async move {
    let measure = late_measure(&world).await;
    let board = read(&world, "inspector", "/api/v1/supervision").await;
    let card = &board["items"][0];
    assert_eq!(card["ladder"][0]["rung"], "urge");
    assert_eq!(card["ladder"][0]["drafts"], "urge");
    let body = json!({"kind": "urge", "measure_id": measure.to_string()});
    let made = act(&world, "inspector", ("POST", SLIPS), body, 201).await;
    let one = format!("{SLIPS}/{}", made["id"]);
    assert_eq!(
        (&made["state"], &made["number"]),
        (&json!("drafted"), &Value::Null)
    );
    let moves = format!("{one}/moves");
    let step = |action: &str| json!({"action": action});
    act(&world, "coord", ("POST", &moves), step("approve"), 200).await;
    let sent = act(&world, "inspector", ("POST", &moves), step("send"), 200).await;
    assert_eq!(sent["number"], "催办〔2026〕1号");
    assert_eq!(read(&world, "yi", &one).await["steps"], json!(["receive"]));
    act(&world, "yi", ("POST", &moves), step("receive"), 200).await;
    let (reply, trouble) = call(&world, "yi", "POST", &format!("{one}/answers"), json!({})).await;
    reply.expect(422);
    assert_eq!(refused_fields(&trouble), ["reason", "done"]);
    let body = json!({"reason": "等会签", "done": "催过"});
    let answered = act(&world, "yi", ("POST", &format!("{one}/answers")), body, 200).await;
    assert_eq!(answered["answers"][0]["reason"], "等会签");
    let query = format!("{SLIPS}?kind=urge&is_open=true&measure_id={measure}");
    assert_eq!(ids(&read(&world, "yi", &query).await).len(), 1);
    for who in ["bing", "stranger"] {
        assert!(ids(&read(&world, who, SLIPS).await).is_empty(), "{who}");
        let (reply, _) = call(&world, who, "GET", &one, Value::Null).await;
        reply.expect(404);
        let (reply, _) = call(&world, who, "POST", &moves, step("check")).await;
        reply.expect(404);
    }
    let (reply, _) = call(&world, "bing", "POST", SLIPS, json!({"kind": "urge"})).await;
    reply.expect(404);
    let board = read(&world, "yi", "/api/v1/supervision").await;
    assert_eq!(board["items"][0]["slips"][0]["state"], "answered");
    assert_eq!(board["items"][0]["ladder"], json!([]), "not for the unit");
});

both!(
    a_script_asks_for_lenience_and_reads_bulletins,
    |world| async move {
        let measure = late_measure(&world).await;
        let body = json!({"mark": "late", "measure_id": measure.to_string(), "grounds": "force", "statement": "停电"});
        let note = act(&world, "yi", ("POST", "/api/v1/leniency"), body, 201).await;
        let moves = format!("/api/v1/leniency/{}/moves", note["id"]);
        act(
            &world,
            "supervisor",
            ("POST", &moves),
            json!({"action": "accept"}),
            200,
        )
        .await;
        let officers = ["ding", "inspector"].map(|who| world.person_id(who).to_string());
        let verify = json!({"action": "verify", "officers": officers});
        act(&world, "supervisor", ("POST", &moves), verify, 200).await;
        let grant = json!({"action": "grant", "note": "属实", "meeting": "办公会"});
        let given = act(&world, "leader", ("POST", &moves), grant, 200).await;
        assert_eq!(given["decision"], "granted");
        let board = read(&world, "coord", "/api/v1/supervision").await;
        assert_eq!(board["items"][0]["is_excused"], true);
        let unit = format!("/api/v1/units/{}/sheet", world.unit("B"));
        let sheet = read(&world, "coord", &unit).await;
        let fact = |name: &str| {
            let facts = sheet["facts"].as_array().unwrap();
            facts.iter().find(|f| f["fact"] == name).unwrap()["number"].clone()
        };
        assert_eq!((fact("late"), fact("excused")), (json!(0), json!(1)));
        let body = json!({"title": "通报", "from_on": "2026-11-01", "to_on": "2026-11-30"});
        let made = act(
            &world,
            "inspector",
            ("POST", "/api/v1/bulletins"),
            body,
            201,
        )
        .await;
        let excused = made["lines"].as_array().unwrap().iter();
        let excused: Vec<&Value> = excused
            .filter(|l| l["text"].as_str().unwrap().contains("予以容错"))
            .collect();
        assert_eq!(
            excused[0]["backing"][0]["at"],
            format!("/measures/{measure}")
        );
        let one = format!("/api/v1/bulletins/{}", made["id"]);
        for path in [one.as_str(), unit.as_str()] {
            for who in ["bing", "stranger"] {
                let (reply, _) = call(&world, who, "GET", path, Value::Null).await;
                reply.expect(404);
            }
        }
        let release = json!({"action": "release"});
        act(
            &world,
            "coord",
            ("POST", &format!("{one}/moves")),
            release,
            200,
        )
        .await;
        assert_eq!(
            read(&world, "bing", &one).await["number"],
            "通报〔2026〕1号"
        );
    }
);
