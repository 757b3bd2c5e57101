//! People as JSON: names for everybody, telephone numbers and verbs for those who keep the directory.

use serde_json::{Value, json};

use super::{act, call, ids, read, refused_fields, twice};
use crate::world::World;

const ALL: &str = "/api/v1/people";

fn one(id: &Value) -> String {
    format!("{ALL}/{id}")
}

async fn newcomer(world: &World) -> Value {
    let body = json!({"name": "新人", "unit_id": world.unit("A"), "phone": "13800001234"});
    twice(world, "wu", ("POST", ALL), body, 201).await
}

both!(a_person_is_entered_once_and_found, |world| async move {
    let made = newcomer(&world).await;
    assert_eq!(made["phone"], "13800001234");
    let shown = read(&world, "bing", &one(&made["id"])).await;
    assert_eq!(
        (&shown["name"], &shown["phone"]),
        (&json!("新人"), &Value::Null)
    );
    let of_unit = read(&world, "jia", &format!("{ALL}?unit_id={}", world.unit("A"))).await;
    assert_eq!(ids(&of_unit).len(), 3);
    let heads = read(&world, "jia", &format!("{ALL}?role=unit_head")).await;
    let both = [world.person_id("jia_head"), world.person_id("yi_head")];
    assert_eq!(ids(&heads), both);
    let first = read(&world, "jia", &format!("{ALL}?limit=10")).await;
    let rest = read(
        &world,
        "jia",
        &format!("{ALL}?limit=10&after={}", first["next"]),
    )
    .await;
    assert_eq!((ids(&first).len(), ids(&rest).len()), (10, 9));
    assert_eq!(rest["next"], Value::Null);
    let strange = read(&world, "stranger", ALL).await;
    assert_eq!(ids(&strange), [world.person_id("stranger")]);
    let (reply, _) = call(&world, "stranger", "GET", &one(&made["id"]), Value::Null).await;
    assert_eq!(reply.status, 404);
});

both!(a_bad_person_is_refused_at_the_fields, |world| async move {
    let body = json!({"unit_id": world.unit("other")});
    let refused = act(&world, "wu", ("POST", ALL), body, 422).await;
    let fields = refused_fields(&refused);
    assert!(fields.contains(&"name".to_owned()), "{fields:?}");
    assert!(fields.contains(&"unit_id".to_owned()), "{fields:?}");
    let unknown = format!("{ALL}?role=king");
    let (reply, trouble) = call(&world, "wu", "GET", &unknown, Value::Null).await;
    assert_eq!(reply.status, 422);
    assert_eq!(refused_fields(&trouble), ["role"]);
});

both!(
    a_person_is_edited_and_a_late_edit_refused,
    |world| async move {
        let made = newcomer(&world).await;
        let own = one(&made["id"]);
        let body = json!({"name": "老人", "unit_id": world.unit("B"), "version": made["version"]});
        let now = twice(&world, "coord", ("PATCH", &own), body.clone(), 200).await;
        assert_eq!(
            (&now["name"], &now["unit_id"]),
            (&json!("老人"), &json!(world.unit("B")))
        );
        let late = act(&world, "coord", ("PATCH", &own), body, 409).await;
        assert_eq!(late["version"], now["version"]);
    }
);

both!(roles_are_given_and_taken_back, |world| async move {
    let made = newcomer(&world).await;
    let own = one(&made["id"]);
    let (roles, removals) = (format!("{own}/roles"), format!("{own}/role-removals"));
    let refused = act(
        &world,
        "wu",
        ("POST", &roles),
        json!({"role": "liaison"}),
        422,
    )
    .await;
    assert_eq!(refused_fields(&refused), ["unit_id"]);
    let body = json!({"role": "liaison", "unit_id": world.unit("A")});
    let now = twice(&world, "wu", ("POST", &roles), body, 200).await;
    let held = &now["roles"][0];
    assert_eq!(
        (&held["role"], &held["unit_id"]),
        (&json!("liaison"), &json!(world.unit("A")))
    );
    act(
        &world,
        "wu",
        ("POST", &removals),
        json!({"grant_id": 0}),
        404,
    )
    .await;
    let refused = act(&world, "wu", ("POST", &removals), json!({}), 422).await;
    assert_eq!(refused_fields(&refused), ["grant_id"]);
    let now = act(
        &world,
        "wu",
        ("POST", &removals),
        json!({"grant_id": held["id"]}),
        200,
    )
    .await;
    assert_eq!(now["roles"], json!([]));
});

both!(
    a_person_leaves_comes_back_and_gets_an_account,
    |world| async move {
        let made = newcomer(&world).await;
        let own = one(&made["id"]);
        let (leave, back) = (format!("{own}/deactivation"), format!("{own}/reactivation"));
        let stale = json!({"version": 99});
        act(&world, "wu", ("POST", &leave), stale, 409).await;
        let gone = twice(
            &world,
            "wu",
            ("POST", &leave),
            json!({"version": made["version"]}),
            200,
        )
        .await;
        assert_eq!(gone["is_active"], false);
        let here = act(
            &world,
            "wu",
            ("POST", &back),
            json!({"version": gone["version"]}),
            200,
        )
        .await;
        assert_eq!(here["is_active"], true);
        let account = format!("{own}/account");
        let refused = act(
            &world,
            "wu",
            ("POST", &account),
            json!({"login": "jia"}),
            422,
        )
        .await;
        assert!(refused_fields(&refused).contains(&"login".to_owned()));
        let body = json!({"login": "xinren", "password": "校园路灯和门禁都要有人管着"});
        twice(&world, "wu", ("POST", &account), body.clone(), 200).await;
        act(&world, "wu", ("POST", &account), body, 409).await;
        assert_eq!(
            read(&world, "xinren", "/api/v1/home").await["asker"]["name"],
            "新人"
        );
    }
);

both!(
    who_keeps_no_directory_changes_no_person,
    |world| async move {
        let made = newcomer(&world).await;
        let own = one(&made["id"]);
        for who in ["bing", "jia_head", "leader"] {
            for (method, path) in [
                ("POST", ALL.to_owned()),
                ("PATCH", own.clone()),
                ("POST", format!("{own}/deactivation")),
                ("POST", format!("{own}/reactivation")),
                ("POST", format!("{own}/roles")),
                ("POST", format!("{own}/role-removals")),
                ("POST", format!("{own}/account")),
            ] {
                let (reply, _) = call(&world, who, method, &path, json!({})).await;
                assert_eq!(reply.status, 404, "{who} {path}");
            }
        }
        let body = json!({"role": "liaison", "unit_id": world.unit("other")});
        let (reply, _) = call(&world, "stranger", "POST", &format!("{own}/roles"), body).await;
        assert_eq!(reply.status, 404);
        assert_eq!(read(&world, "wu", &own).await, made);
    }
);
