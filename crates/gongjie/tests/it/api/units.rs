//! Units as JSON: kept by those who keep the directory, read by everybody of the organisation.

use serde_json::{Value, json};

use super::{act, call, ids, read, refused_fields, twice};
use crate::world::World;

const ALL: &str = "/api/v1/units";

fn one(id: &Value) -> String {
    format!("{ALL}/{id}")
}

/// A department that the system administrator added.
async fn department(world: &World, name: &str) -> Value {
    let body = json!({"name": name, "kind": "admin_dept", "phone": "13800001234"});
    act(world, "wu", ("POST", ALL), body, 201).await
}

both!(a_unit_is_added_once_and_found, |world| async move {
    let body = json!({"name": "教务处", "kind": "admin_dept", "short_name": "教务"});
    let made = twice(&world, "wu", ("POST", ALL), body, 201).await;
    let found = read(&world, "bing", &format!("{ALL}?q=%E6%95%99%E5%8A%A1")).await;
    assert_eq!(ids(&found), [made["id"].as_i64().unwrap()]);
    let shown = read(&world, "jia", &one(&made["id"])).await;
    assert_eq!(shown, made);
    let strange = read(&world, "stranger", ALL).await;
    assert_eq!(ids(&strange), [world.unit("other")]);
    let (reply, _) = call(&world, "stranger", "GET", &one(&made["id"]), Value::Null).await;
    assert_eq!(reply.status, 404);
});

both!(units_page_by_key_and_make_a_tree, |world| async move {
    let top = department(&world, "机关").await;
    let body = json!({"name": "科室", "kind": "admin_dept", "parent_id": top["id"]});
    let below = act(&world, "coord", ("POST", ALL), body, 201).await;
    let under = read(&world, "jia", &format!("{ALL}?parent_id={}", top["id"])).await;
    assert_eq!(ids(&under), [below["id"].as_i64().unwrap()]);
    let (mut seen, mut path) = (Vec::new(), format!("{ALL}?limit=3"));
    loop {
        let page = read(&world, "jia", &path).await;
        seen.extend(ids(&page));
        let Some(next) = page["next"].as_i64() else {
            break;
        };
        path = format!("{ALL}?limit=3&after={next}");
    }
    let mut sorted = seen.clone();
    sorted.sort_unstable();
    sorted.dedup();
    assert_eq!((seen.len(), &seen), (7, &sorted));
    let branches = read(&world, "jia", &format!("{ALL}?kind=branch")).await;
    assert_eq!(ids(&branches).len(), 4);
});

both!(a_bad_unit_is_refused_at_its_fields, |world| async move {
    let (reply, trouble) = call(&world, "wu", "POST", ALL, json!({"kind": "castle"})).await;
    assert_eq!(reply.status, 422);
    assert_eq!(refused_fields(&trouble), ["kind", "name"]);
    let body = json!({"name": "甲处党支部", "kind": "branch"});
    let (reply, trouble) = call(&world, "wu", "POST", ALL, body).await;
    assert_eq!(reply.status, 422);
    assert_eq!(refused_fields(&trouble), ["name"]);
    for path in [
        format!("{ALL}?kind=castle"),
        format!("{ALL}?limit=0"),
        format!("{ALL}?limit=501"),
    ] {
        let (reply, _) = call(&world, "wu", "GET", &path, Value::Null).await;
        assert_eq!(reply.status, 422, "{path}");
    }
    let (reply, trouble) = call(&world, "wu", "GET", &format!("{ALL}?q=%00"), Value::Null).await;
    assert_eq!(reply.status, 422);
    assert_eq!(trouble["status"], 422);
    assert_eq!(ids(&read(&world, "wu", ALL).await).len(), 5);
});

both!(who_keeps_no_directory_changes_no_unit, |world| async move {
    let made = department(&world, "处").await;
    let own = one(&made["id"]);
    for who in ["jia", "bing", "leader"] {
        for (method, path) in [
            ("POST", ALL.to_owned()),
            ("PATCH", own.clone()),
            ("POST", format!("{own}/end")),
            ("POST", format!("{own}/merger")),
            ("POST", format!("{own}/aliases")),
            ("POST", format!("{own}/alias-removals")),
            ("POST", format!("{own}/covers")),
            ("POST", format!("{own}/cover-removals")),
        ] {
            let (reply, _) = call(&world, who, method, &path, json!({})).await;
            assert_eq!(reply.status, 404, "{who} {path}");
        }
    }
    let body = json!({"name": "夺", "kind": "admin_dept"});
    let (reply, _) = call(&world, "stranger", "PATCH", &own, body).await;
    assert_eq!(reply.status, 404);
    let seen = read(&world, "jia", &own).await;
    assert_eq!(
        (&seen["name"], &seen["phone"]),
        (&json!("处"), &Value::Null)
    );
    assert_eq!(read(&world, "wu", &own).await["phone"], "13800001234");
});

both!(a_renamed_unit_keeps_its_former_name, |world| async move {
    let made = department(&world, "旧处").await;
    let own = one(&made["id"]);
    let body = json!({"name": "新处", "kind": "admin_dept", "renamed_on": "2026-11-01",
        "version": made["version"]});
    let now = twice(&world, "wu", ("PATCH", &own), body, 200).await;
    assert_eq!(now["name"], "新处");
    let former = &now["names"][0];
    assert_eq!(
        (&former["name"], &former["kind"]),
        (&json!("旧处"), &json!("former"))
    );
    let body = json!({"name": "晚了", "kind": "admin_dept", "version": made["version"]});
    let (reply, trouble) = call(&world, "wu", "PATCH", &own, body).await;
    assert_eq!(reply.status, 409);
    assert_eq!(trouble["version"], now["version"]);
    assert_eq!(read(&world, "wu", &own).await["name"], "新处");
});

both!(spellings_and_covers_come_and_go, |world| async move {
    let made = department(&world, "教务处").await;
    let own = one(&made["id"]);
    let aliases = format!("{own}/aliases");
    let now = act(
        &world,
        "wu",
        ("POST", &aliases),
        json!({"alias": "教务"}),
        200,
    )
    .await;
    let name = &now["names"][0];
    assert_eq!(name["name"], "教务");
    let again = act(
        &world,
        "wu",
        ("POST", &aliases),
        json!({"alias": "教务"}),
        422,
    )
    .await;
    assert_eq!(refused_fields(&again), ["alias"]);
    let removals = format!("{own}/alias-removals");
    let body = json!({"name_id": name["id"]});
    let now = act(&world, "wu", ("POST", &removals), body, 200).await;
    assert_eq!(now["names"], json!([]));
    let refused = act(&world, "wu", ("POST", &removals), json!({}), 422).await;
    assert_eq!(refused_fields(&refused), ["name_id"]);

    let (covers, uncovers) = (format!("{own}/covers"), format!("{own}/cover-removals"));
    let body = json!({"other_id": world.unit("A")});
    let now = twice(&world, "wu", ("POST", &covers), body.clone(), 200).await;
    assert_eq!(now["joined_ids"], json!([world.unit("A")]));
    let foreign = json!({"other_id": world.unit("other")});
    let refused = act(&world, "wu", ("POST", &covers), foreign, 422).await;
    assert_eq!(refused_fields(&refused), ["other_id"]);
    let now = act(&world, "wu", ("POST", &uncovers), body, 200).await;
    assert_eq!(now["joined_ids"], json!([]));
});

both!(a_unit_ends_and_another_is_merged, |world| async move {
    let old = department(&world, "旧处").await;
    let new = department(&world, "新处").await;
    let twin = department(&world, "新 处").await;
    let end = format!("{}/end", one(&old["id"]));
    let refused = act(&world, "wu", ("POST", &end), json!({}), 422).await;
    assert_eq!(refused_fields(&refused), ["valid_to"]);
    let body =
        json!({"valid_to": "2026-11-20", "successor_id": new["id"], "version": old["version"]});
    let ended = twice(&world, "wu", ("POST", &end), body, 200).await;
    assert_eq!(
        (&ended["valid_to"], &ended["successor_id"]),
        (&json!("2026-11-20"), &new["id"])
    );
    let merger = format!("{}/merger", one(&twin["id"]));
    let stale = json!({"into_id": new["id"], "version": 99});
    act(&world, "wu", ("POST", &merger), stale, 409).await;
    let body = json!({"into_id": new["id"], "version": twin["version"]});
    let stays = twice(&world, "wu", ("POST", &merger), body, 200).await;
    assert_eq!(stays["id"], new["id"]);
    let open = ids(&read(&world, "jia", ALL).await);
    let all = ids(&read(&world, "jia", &format!("{ALL}?with_ended=true")).await);
    assert_eq!((open.len(), all.len()), (6, 8));
});
