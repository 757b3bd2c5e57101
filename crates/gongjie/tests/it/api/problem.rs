//! Problems as JSON: what a page does, refused with words, paged by key.

use serde_json::{Value, json};

use super::call;

both!(a_script_does_what_a_page_does, |world| async move {
    let body = json!({"title": "门禁晚间停用", "hurts": "进不去", "theme_id": world.theme(),
        "raised_by_unit_id": world.unit("A")});
    let (reply, made) = call(&world, "jia", "POST", "/api/v1/problems", body).await;
    assert_eq!(reply.status, 201, "{}", reply.body);
    let path = format!("/api/v1/problems/{}", made["id"]);
    let (_, read) = call(&world, "jia", "GET", &path, Value::Null).await;
    assert_eq!(read, made);
    let (reply, trouble) = call(&world, "bing", "GET", &path, Value::Null).await;
    assert_eq!(reply.status, 404);
    assert_eq!(trouble["status"], 404);
    let (reply, _) = call(&world, "stranger", "GET", &path, Value::Null).await;
    assert_eq!(reply.status, 404);
});

both!(refusals_are_problem_details, |world| async move {
    let (reply, trouble) = call(
        &world,
        "jia",
        "POST",
        "/api/v1/problems",
        json!({"title": ""}),
    )
    .await;
    assert_eq!(reply.status, 422);
    assert_eq!(reply.headers["content-type"], "application/problem+json");
    let fields: Vec<_> = trouble["errors"]
        .as_array()
        .unwrap()
        .iter()
        .map(|e| e["field"].as_str().unwrap())
        .collect();
    assert!(
        fields.contains(&"title") && fields.contains(&"hurts"),
        "{fields:?}"
    );
    let (reply, _) = call(&world, "jia", "POST", "/api/v1/problems", json!([1])).await;
    assert_eq!(reply.status, 422);
    let (reply, trouble) = call(&world, "jia", "GET", "/api/v1/problems/abc", Value::Null).await;
    assert_eq!(
        (reply.status.as_u16(), trouble["status"].as_u64()),
        (400, Some(400))
    );
    let (reply, _) = call(&world, "jia", "DELETE", "/api/v1/problems", Value::Null).await;
    assert_eq!(reply.status, 405);
    let reply = world.nobody().get("/api/v1/problems").await;
    assert_eq!(reply.status, 401);
});

both!(a_list_pages_by_key, |world| async move {
    for _ in 0..5 {
        world.proposed_problem().await;
    }
    let mut seen = Vec::new();
    let mut path = "/api/v1/problems?limit=2".to_owned();
    loop {
        let (_, page) = call(&world, "coord", "GET", &path, Value::Null).await;
        seen.extend(
            page["items"]
                .as_array()
                .unwrap()
                .iter()
                .map(|p| p["id"].as_i64().unwrap()),
        );
        let Some(next) = page["next"].as_i64() else {
            break;
        };
        path = format!("/api/v1/problems?limit=2&before={next}");
    }
    let mut sorted = seen.clone();
    sorted.sort_unstable();
    sorted.reverse();
    sorted.dedup();
    assert_eq!((seen.len(), &seen), (5, &sorted));
    let (_, stranger) = call(&world, "stranger", "GET", "/api/v1/problems", Value::Null).await;
    assert_eq!(stranger["items"], json!([]));
});
