//! The JSON API: the same rules, problem details, and a document that names every operation.

use std::collections::BTreeSet;

use axum::body::Body;
use axum::http::{Request, header};
use gongjie::account::{actions as accounts, queries as account_queries};
use gongjie::door::Method;
use gongjie::router;
use serde_json::Value;

use crate::client::Reply;
use crate::world::World;

mod activity;
mod close_out;
mod document;
mod evidence;
mod example;
mod measure;
mod outcome;
mod pairing;
mod people;
mod problem;
mod oversight;
mod proofs;
mod template;
mod units;
mod views;
mod whole_way;

/// An API token of somebody.
pub async fn token(world: &World, who: &str) -> String {
    let account = account_queries::find_account(world.app.db.read(), who)
        .await
        .unwrap()
        .unwrap();
    let tx = world.begin().await;
    let token = accounts::create_token(&tx, &account, "test", world.app.moment())
        .await
        .unwrap();
    tx.commit().await.unwrap();
    token
}

/// Sends JSON with a bearer token and a fresh key.
pub async fn call(
    world: &World,
    who: &str,
    method: &str,
    path: &str,
    body: Value,
) -> (Reply, Value) {
    let key = gongjie_base::token::random().unwrap();
    call_with_key(world, who, method, path, body, &key).await
}

/// Sends JSON with a bearer token and a given key.
pub async fn call_with_key(
    world: &World,
    who: &str,
    method: &str,
    path: &str,
    body: Value,
    key: &str,
) -> (Reply, Value) {
    let token = token(world, who).await;
    let request = Request::builder()
        .method(method)
        .uri(path)
        .header(header::AUTHORIZATION, format!("Bearer {token}"))
        .header(header::CONTENT_TYPE, "application/json")
        .header("idempotency-key", key);
    let body = if body.is_null() {
        Body::empty()
    } else {
        Body::from(body.to_string())
    };
    let reply = world.nobody().send(request.body(body).unwrap()).await;
    let value = serde_json::from_str(&reply.body).unwrap_or(Value::Null);
    (reply, value)
}

/// Reads, and fails unless the answer is 200.
pub async fn read(world: &World, who: &str, path: &str) -> Value {
    let (reply, value) = call(world, who, "GET", path, Value::Null).await;
    reply.expect(200);
    value
}

/// Acts, fails unless the status is this one, and gives the answer.
pub async fn act(
    world: &World,
    who: &str,
    (method, path): (&str, &str),
    body: Value,
    status: u16,
) -> Value {
    let (reply, value) = call(world, who, method, path, body).await;
    reply.expect(status);
    value
}

/// Names of the refused fields of problem details.
pub fn refused_fields(trouble: &Value) -> Vec<String> {
    let errors = trouble["errors"].as_array().unwrap();
    let field = |error: &Value| error["field"].as_str().unwrap().to_owned();
    errors.iter().map(field).collect()
}

/// The ids of a page of rows.
pub fn ids(page: &Value) -> Vec<i64> {
    let items = page["items"].as_array().unwrap();
    items.iter().map(|i| i["id"].as_i64().unwrap()).collect()
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

/// The same request twice with one key: both answers are the first one. Gives it.
pub async fn twice(
    world: &World,
    who: &str,
    (method, path): (&str, &str),
    body: Value,
    status: u16,
) -> Value {
    let key = gongjie_base::token::random().unwrap();
    let (first, value) = call_with_key(world, who, method, path, body.clone(), &key).await;
    let (second, again) = call_with_key(world, who, method, path, body, &key).await;
    let statuses = (first.status.as_u16(), second.status.as_u16());
    assert_eq!(statuses, (status, status), "{} {}", first.body, second.body);
    assert_eq!(value, again);
    value
}

/// Everything under this path is not there for an outsider and for the stranger.
pub async fn is_hidden(world: &World, path: &str) {
    for who in ["bing", "stranger"] {
        let (reply, trouble) = call(world, who, "GET", path, Value::Null).await;
        assert_eq!(reply.status, 404, "{who}: {path}");
        assert_eq!(trouble["status"], 404);
    }
}
