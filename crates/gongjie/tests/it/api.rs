//! The JSON API: the same rules, problem details, and a document that names every operation.

use std::collections::BTreeSet;

use axum::body::Body;
use axum::http::{Request, header};
use gongjie::account::{actions as accounts, queries as account_queries};
use gongjie::door::Method;
use gongjie::router;
use serde_json::{Value, json};

use crate::client::Reply;
use crate::world::World;

/// Sends JSON with a bearer token and a fresh key.
pub async fn call(
    world: &World,
    who: &str,
    method: &str,
    path: &str,
    body: Value,
) -> (Reply, Value) {
    let account = account_queries::find_account(world.app.db.read(), who)
        .await
        .unwrap()
        .unwrap();
    let tx = world.begin().await;
    let token = accounts::create_token(&tx, &account, "test", world.app.moment())
        .await
        .unwrap();
    tx.commit().await.unwrap();
    let request = Request::builder()
        .method(method)
        .uri(path)
        .header(header::AUTHORIZATION, format!("Bearer {token}"))
        .header(header::CONTENT_TYPE, "application/json")
        .header("idempotency-key", gongjie_base::token::random().unwrap());
    let body = if body.is_null() {
        Body::empty()
    } else {
        Body::from(body.to_string())
    };
    let reply = world.nobody().send(request.body(body).unwrap()).await;
    let value = serde_json::from_str(&reply.body).unwrap_or(Value::Null);
    (reply, value)
}

#[test]
fn the_document_names_every_operation_and_no_other() {
    let document =
        serde_json::to_value(<gongjie::api::Document as utoipa::OpenApi>::openapi()).unwrap();
    let mut described = BTreeSet::new();
    for (path, item) in document["paths"].as_object().unwrap() {
        for method in item.as_object().unwrap().keys() {
            described.insert(format!("{} {path}", method.to_uppercase()));
        }
    }
    let table = router::table();
    let served: BTreeSet<String> = table
        .lines()
        .filter(|r| r.path.starts_with("/api/v1/") && r.path != "/api/v1/openapi.json")
        .map(|r| {
            let method = match r.method {
                Method::Get => "GET",
                Method::Post => "POST",
                Method::Put => "PUT",
                Method::Patch => "PATCH",
                Method::Delete => "DELETE",
            };
            format!("{method} {}", r.path)
        })
        .collect();
    assert_eq!(described, served);
}

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
