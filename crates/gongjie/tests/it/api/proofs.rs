//! What every verb of the API must show: sent twice it is done once, and outsiders learn nothing.

use serde_json::Value;

use super::{call, call_with_key, refused_fields};
use crate::world::World;

/// Sends one request twice with one key: the second answer is the first one. Gives it.
pub async fn twice(
    world: &World,
    who: &str,
    (method, path): (&str, &str),
    body: Value,
    status: u16,
) -> Value {
    let key = gongjie_base::token::random().unwrap();
    let (first, value) = call_with_key(world, who, method, path, body.clone(), &key).await;
    let first = first.expect(status);
    let (second, _) = call_with_key(world, who, method, path, body, &key).await;
    assert_eq!(second.expect(status).body, first.body, "{method} {path}");
    value
}

/// These people get 404, whatever they send.
pub async fn hidden_from(world: &World, people: &[&str], line: (&str, &str), body: &Value) {
    for who in people {
        let (reply, _) = call(world, who, line.0, line.1, body.clone()).await;
        assert_eq!(reply.status, 404, "{who} {line:?} {}", reply.body);
    }
}

/// Refused with 422 at exactly these fields.
pub async fn refused_at(
    world: &World,
    who: &str,
    (method, path): (&str, &str),
    body: Value,
    fields: &[&str],
) {
    let (reply, trouble) = call(world, who, method, path, body).await;
    reply.expect(422);
    assert_eq!(refused_fields(&trouble), fields, "{trouble}");
    for error in trouble["errors"].as_array().unwrap() {
        let words = error["detail"].as_str().unwrap();
        assert!(!words.is_empty() && !words.contains('⟦'), "{words}");
    }
}

/// Refused with 409 that names the version that stands now.
pub async fn stale(world: &World, who: &str, (method, path): (&str, &str), body: Value, now: i64) {
    let (reply, trouble) = call(world, who, method, path, body).await;
    reply.expect(409);
    assert_eq!(trouble["version"].as_i64(), Some(now), "{trouble}");
}
