//! Evidence as JSON: links, files, who opens them.

use axum::body::Body;
use axum::http::{Request, header};
use gongjie::pairing::queries as pairings;
use serde_json::{Value, json};

use super::proofs::{hidden_from, refused_at, twice};
use super::{act, call, ids, read, token};
use crate::client::Reply;
use crate::outcome::working;
use crate::world::World;

const PDF: &[u8] = b"%PDF-1.7\n1 0 obj\n";

/// Sends a file with a bearer token, and with a key if there is one.
pub async fn upload(
    world: &World,
    who: &str,
    path: &str,
    fields: &[(&str, &str)],
    file: (&str, &[u8]),
    key: Option<&str>,
) -> (Reply, Value) {
    let token = token(world, who).await;
    let mut body = Vec::new();
    for (name, value) in fields {
        let part =
            format!("--x\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n");
        body.extend(part.into_bytes());
    }
    let head = format!(
        "--x\r\nContent-Disposition: form-data; name=\"file\"; filename=\"{}\"\r\n\r\n",
        file.0
    );
    body.extend(head.into_bytes());
    body.extend(file.1);
    body.extend(b"\r\n--x--\r\n");
    let mut request = Request::builder()
        .method("POST")
        .uri(path)
        .header(header::AUTHORIZATION, format!("Bearer {token}"))
        .header(header::CONTENT_TYPE, "multipart/form-data; boundary=x");
    if let Some(key) = key {
        request = request.header("idempotency-key", key);
    }
    let reply = world
        .nobody()
        .send(request.body(Body::from(body)).unwrap())
        .await;
    let value = serde_json::from_str(&reply.body).unwrap_or(Value::Null);
    (reply, value)
}

const FIELDS: &[(&str, &str)] = &[("kind", "notice"), ("title", "分工办法的通知")];

both!(
    a_file_is_attached_once_and_comes_back_as_it_was,
    |world| async move {
        let (problem, measure) = working(&world).await;
        let path = format!("/api/v1/problems/{problem}/evidence");
        let name = ("通知 一.pdf", PDF);
        let (reply, made) = upload(&world, "yi", &path, FIELDS, name, Some("k")).await;
        let first = reply.expect(201).body;
        let (reply, _) = upload(&world, "yi", &path, FIELDS, name, Some("k")).await;
        assert_eq!(reply.expect(201).body, first);
        let id = made["id"].as_i64().unwrap();
        assert_eq!(ids(&read(&world, "yi", &path).await), [id], "attached once");
        assert_eq!(made["file_type"], "application/pdf");
        assert_eq!(made["file_bytes"], json!(PDF.len()));
        let (reply, trouble) = upload(&world, "yi", &path, FIELDS, name, None).await;
        reply.expect(422);
        assert_eq!(trouble["errors"][0]["field"], "Idempotency-Key");
        let wrong = ("通知.pdf", b"MZ".as_slice());
        let (reply, trouble) = upload(&world, "yi", &path, FIELDS, wrong, Some("w")).await;
        reply.expect(422);
        assert_eq!(trouble["errors"][0]["field"], "file");
        let (reply, _) = upload(&world, "bing", &path, FIELDS, name, Some("b")).await;
        reply.expect(403);
        let (reply, _) = upload(&world, "stranger", &path, FIELDS, name, Some("s")).await;
        reply.expect(404);

        let file = format!("/api/v1/evidence/{id}/file");
        let (reply, _) = call(&world, "coord", "GET", &file, Value::Null).await;
        let reply = reply.expect(200);
        assert_eq!(reply.bytes, PDF);
        assert_eq!(
            reply.headers["content-security-policy"],
            "default-src 'none'; sandbox"
        );
        assert!(
            reply.headers["content-disposition"]
                .to_str()
                .unwrap()
                .starts_with("attachment")
        );
        let one = format!("/api/v1/evidence/{id}");
        assert_eq!(read(&world, "jia", &one).await["title"], "分工办法的通知");
        for path in [&one, &file] {
            hidden_from(
                &world,
                &["bing", "stranger", "wu"],
                ("GET", path),
                &Value::Null,
            )
            .await;
        }
        assert_eq!(ids(&read(&world, "bing", &path).await), [0; 0], "internal");
        let of_measure = format!("{path}?measure_id={measure}");
        assert_eq!(ids(&read(&world, "yi", &of_measure).await), [0; 0]);

        let withdrawal = format!("{one}/withdrawal");
        let line = ("POST", withdrawal.as_str());
        hidden_from(&world, &["bing", "stranger"], line, &Value::Null).await;
        act(&world, "supervisor", line, Value::Null, 403).await;
        twice(&world, "yi", line, Value::Null, 200).await;
        hidden_from(&world, &["yi", "coord"], ("GET", &file), &Value::Null).await;
    }
);

both!(
    a_link_and_a_picture_of_an_activity_are_evidence,
    |world| async move {
        let (problem, _) = working(&world).await;
        let conn = world.app.db.read();
        let links = pairings::list_links_of_problems(conn, &[problem]).await;
        let pairing = links.unwrap()[0].pairing_id;
        let body = json!({"pairing_id": pairing, "kind": "visit", "title": "走访"});
        let activity = act(&world, "jia", ("POST", "/api/v1/activities"), body, 201).await;
        let path = format!("/api/v1/problems/{problem}/evidence");
        let line = ("POST", path.as_str());
        let link = json!({"kind": "link", "title": "新闻稿", "link": "https://example.org/1", "visibility": "public"});
        refused_at(&world, "jia", line, json!({}), &["kind", "title", "file"]).await;
        let mut bad = link.clone();
        bad["link"] = json!("javascript:alert(1)");
        refused_at(&world, "jia", line, bad, &["link"]).await;
        let mut foreign = link.clone();
        foreign["activity_id"] = json!(999_999);
        refused_at(&world, "jia", line, foreign, &["activity_id"]).await;
        act(&world, "bing", line, link.clone(), 403).await;
        hidden_from(&world, &["stranger"], line, &link).await;
        let made = twice(&world, "jia", line, link, 201).await;
        assert_eq!(
            ids(&read(&world, "bing", &path).await),
            [made["id"].as_i64().unwrap()]
        );

        let png: Vec<u8> = [b"\x89PNG\r\n\x1a\n".as_slice(), &[0; 16]].concat();
        let activity = activity["id"].to_string();
        let fields = [
            ("kind", "photo"),
            ("title", "合影"),
            ("activity_id", activity.as_str()),
        ];
        let (reply, picture) =
            upload(&world, "yi", &path, &fields, ("合影.png", &png), Some("p")).await;
        reply.expect(201);
        let pictures = read(&world, "yi", &format!("{path}?activity_id={activity}")).await;
        assert_eq!(ids(&pictures), [picture["id"].as_i64().unwrap()]);
        let hidden = world.proposed_problem().await;
        let path = format!("/api/v1/problems/{hidden}/evidence");
        hidden_from(&world, &["bing"], ("GET", &path), &Value::Null).await;
    }
);
