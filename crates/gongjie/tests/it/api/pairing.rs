//! Pairings as JSON: drafted, confirmed by each member, edited, ended; hidden from outsiders until they are active.

use serde_json::{Value, json};

use super::{act, call, ids, is_hidden, read, refused_fields, twice};
use crate::pairing::{active, invited};
use crate::world::World;

const ALL: &str = "/api/v1/pairings";

fn one(id: impl std::fmt::Display) -> String {
    format!("{ALL}/{id}")
}

fn body(world: &World, problem: i64) -> Value {
    json!({"title": "理顺学业指导", "lead": world.unit("A"), "partners": [world.unit("B")],
        "problems": [problem], "theme_id": world.theme(), "date_text": "2026年6月"})
}

/// A draft of A with B, made by 甲.
async fn draft(world: &World) -> (Value, i64) {
    let problem = world.listed_problem().await;
    let made = twice(world, "jia", ("POST", ALL), body(world, problem), 201).await;
    (made, problem)
}

both!(
    a_pairing_is_drafted_invited_and_confirmed,
    |world| async move {
        let (made, problem) = draft(&world).await;
        let own = one(&made["id"]);
        assert_eq!(
            (&made["state"], &made["date_from"], &made["problem_ids"]),
            (&json!("draft"), &json!("2026-06-01"), &json!([problem]))
        );
        is_hidden(&world, &own).await;
        assert_eq!(ids(&read(&world, "bing", ALL).await), [0; 0]);
        let invite = format!("{own}/invitations");
        act(
            &world,
            "jia",
            ("POST", &invite),
            json!({"version": 99}),
            409,
        )
        .await;
        act(&world, "yi", ("POST", &invite), json!({}), 403).await;
        let asked = json!({"version": made["version"]});
        let now = twice(&world, "jia", ("POST", &invite), asked, 200).await;
        assert_eq!(now["members"][0]["answer"], "confirmed");
        let answers = format!("{own}/answers");
        let refused = act(&world, "yi", ("POST", &answers), json!({}), 422).await;
        assert_eq!(refused_fields(&refused), ["unit_id", "answer"]);
        let no = json!({"unit_id": world.unit("B"), "answer": "declined"});
        let refused = act(&world, "yi", ("POST", &answers), no, 422).await;
        assert_eq!(refused_fields(&refused), ["note"]);
        let yes = json!({"unit_id": world.unit("B"), "answer": "confirmed"});
        act(&world, "bing", ("POST", &answers), yes.clone(), 404).await;
        act(&world, "jia", ("POST", &answers), yes.clone(), 403).await;
        let now = twice(&world, "yi", ("POST", &answers), yes, 200).await;
        assert_eq!(
            (&now["state"], &now["number"]),
            (&json!("active"), &json!(1))
        );
        let path = format!("/api/v1/problems/{problem}");
        assert_eq!(read(&world, "bing", &path).await["state"], "paired");
        assert_eq!(read(&world, "bing", &own).await["state"], "active");
        let (reply, _) = call(&world, "stranger", "GET", &own, Value::Null).await;
        assert_eq!(reply.status, 404);
    }
);

both!(a_bad_pairing_is_refused_at_its_fields, |world| async move {
    let refused = act(&world, "jia", ("POST", ALL), json!({}), 422).await;
    let fields = refused_fields(&refused);
    for field in ["title", "lead", "partners"] {
        assert!(fields.contains(&field.to_owned()), "{field}: {fields:?}");
    }
    let problem = world.listed_problem().await;
    let mut two = body(&world, problem);
    two["lead"] = json!([world.unit("A"), world.unit("B")]);
    two["partners"] = json!([world.unit("D")]);
    let refused = act(&world, "jia", ("POST", ALL), two, 422).await;
    assert_eq!(refused_fields(&refused), ["lead"]);
    let mut foreign = body(&world, problem);
    foreign["partners"] = json!([world.unit("other")]);
    act(&world, "jia", ("POST", ALL), foreign, 422).await;
    let other = act(&world, "bing", ("POST", ALL), body(&world, problem), 422).await;
    assert_eq!(refused_fields(&other), ["lead"]);
    let (reply, _) = call(
        &world,
        "jia",
        "GET",
        &format!("{ALL}?state=odd"),
        Value::Null,
    )
    .await;
    assert_eq!(reply.status, 422);
    assert_eq!(ids(&read(&world, "coord", ALL).await), [0; 0]);
});

both!(
    members_and_problems_change_with_an_edit,
    |world| async move {
        let (made, problem) = draft(&world).await;
        let own = one(&made["id"]);
        let second = world.listed_problem().await;
        let links = format!("{own}/problems");
        let link = json!({"problem_id": second});
        let now = twice(&world, "jia", ("POST", &links), link.clone(), 200).await;
        assert_eq!(now["problem_ids"], json!([problem, second]));
        let refused = act(&world, "jia", ("POST", &links), link.clone(), 422).await;
        assert_eq!(refused_fields(&refused), ["problem_id"]);
        act(&world, "bing", ("POST", &links), link, 404).await;
        let mut edit = body(&world, second);
        edit["partners"] = json!([world.unit("B"), world.unit("D")]);
        edit["version"] = made["version"].clone();
        act(&world, "jia", ("PATCH", &own), edit.clone(), 409).await;
        edit["version"] = now["version"].clone();
        act(&world, "yi", ("PATCH", &own), edit.clone(), 403).await;
        act(&world, "bing", ("PATCH", &own), edit.clone(), 404).await;
        let now = twice(&world, "jia", ("PATCH", &own), edit, 200).await;
        assert_eq!(now["problem_ids"], json!([second]));
        assert_eq!(now["members"].as_array().unwrap().len(), 3);
        let removals = format!("{own}/removals");
        let lead = json!({"unit_id": world.unit("A")});
        act(&world, "jia", ("POST", &removals), lead, 409).await;
        let gone = json!({"unit_id": world.unit("D"), "reason": "来不了"});
        let now = twice(&world, "jia", ("POST", &removals), gone, 200).await;
        assert_eq!(now["members"].as_array().unwrap().len(), 2);
    }
);

both!(
    a_pairing_ends_with_a_reason_or_with_its_work,
    |world| async move {
        let (id, _) = active(&world).await;
        let own = one(id);
        let (conclusion, termination) = (format!("{own}/conclusion"), format!("{own}/termination"));
        let refused = act(&world, "coord", ("POST", &termination), json!({}), 422).await;
        assert_eq!(refused_fields(&refused), ["reason"]);
        act(
            &world,
            "jia",
            ("POST", &termination),
            json!({"reason": "不做了"}),
            403,
        )
        .await;
        act(&world, "yi", ("POST", &conclusion), json!({}), 403).await;
        act(&world, "stranger", ("POST", &conclusion), json!({}), 404).await;
        act(
            &world,
            "coord",
            ("POST", &conclusion),
            json!({"version": 99}),
            409,
        )
        .await;
        let reason = json!({"reason": "对方撤并"});
        let now = twice(&world, "coord", ("POST", &termination), reason.clone(), 200).await;
        assert_eq!(
            (&now["state"], &now["state_note"]),
            (&json!("terminated"), &json!("对方撤并"))
        );
        act(&world, "coord", ("POST", &termination), reason, 409).await;
        let (given_up, _) = invited(&world, &["B"]).await;
        let path = format!("{}/termination", one(given_up));
        let now = act(
            &world,
            "jia",
            ("POST", &path),
            json!({"reason": "作罢"}),
            200,
        )
        .await;
        assert_eq!(now["state"], "declined");
    }
);

both!(
    pairings_are_found_by_unit_state_and_words,
    |world| async move {
        let (id, _) = active(&world).await;
        let (made, _) = draft(&world).await;
        let draft = made["id"].as_i64().unwrap();
        assert_eq!(ids(&read(&world, "jia", ALL).await), [draft, id]);
        let state = format!("{ALL}?state=active");
        assert_eq!(ids(&read(&world, "jia", &state).await), [id]);
        let unit = format!("{ALL}?unit_id={}", world.unit("C"));
        assert_eq!(ids(&read(&world, "jia", &unit).await), [0; 0]);
        let words = format!("{ALL}?q=%E7%90%86%E9%A1%BA");
        assert!(ids(&read(&world, "jia", &words).await).contains(&draft));
        let first = read(&world, "jia", &format!("{ALL}?limit=1")).await;
        assert_eq!(
            (ids(&first), first["next"].as_i64()),
            (vec![draft], Some(draft))
        );
        let rest = read(&world, "jia", &format!("{ALL}?limit=1&before={draft}")).await;
        assert_eq!((ids(&rest), &rest["next"]), (vec![id], &Value::Null));
        assert_eq!(ids(&read(&world, "stranger", ALL).await), [0; 0]);
    }
);
