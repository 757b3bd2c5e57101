//! Documents and agreements as JSON.

use serde_json::{Value, json};

use super::proofs::{hidden_from, refused_at, stale, twice};
use super::{act, ids, read};
use crate::pairing::{active, invited};

const ALL: &str = "/api/v1/documents";
const AGREEMENTS: &str = "/api/v1/agreements";

fn paper() -> Value {
    json!({"title": "双聘管理办法", "kind": "rule", "state": "drafting", "link": "https://example.org/1"})
}

fn pact() -> Value {
    json!({"title": "警校共建协议", "state": "signed", "starts_on": "2025-12-01", "ends_on": "2026-12-10"})
}

fn with(mut body: Value, field: &str, value: Value) -> Value {
    body[field] = value;
    body
}

both!(
    a_document_is_kept_by_those_who_do_the_work,
    |world| async move {
        let (_, problem) = active(&world).await;
        let path = format!("/api/v1/problems/{problem}/documents");
        let line = ("POST", path.as_str());
        refused_at(&world, "yi", line, json!({}), &["kind", "state", "title"]).await;
        let bad = with(paper(), "link", json!("javascript:alert(1)"));
        refused_at(&world, "yi", line, bad, &["link"]).await;
        let foreign = with(paper(), "unit_id", json!(world.unit("other")));
        refused_at(&world, "yi", line, foreign, &["unit_id"]).await;
        act(&world, "bing", line, paper(), 403).await;
        hidden_from(&world, &["stranger"], line, &paper()).await;
        assert_eq!(ids(&read(&world, "coord", ALL).await), [0; 0]);
        let made = twice(&world, "yi", line, paper(), 201).await;
        let id = made["id"].as_i64().unwrap();
        assert_eq!(ids(&read(&world, "bing", ALL).await), [id]);
        assert_eq!(ids(&read(&world, "stranger", ALL).await), [0; 0]);
        for (query, found) in [
            ("kind=rule".to_owned(), 1),
            ("kind=plan".to_owned(), 0),
            ("state=issued".to_owned(), 0),
            (format!("problem_id={problem}"), 1),
            ("unit_id=999".to_owned(), 0),
            ("q=%E5%8F%8C%E8%81%98".to_owned(), 1),
            (format!("before={id}"), 0),
        ] {
            let page = read(&world, "bing", &format!("{ALL}?{query}")).await;
            assert_eq!(ids(&page).len(), found, "{query}");
        }
        let broken = format!("{ALL}?kind=law&limit=1");
        refused_at(&world, "bing", ("GET", &broken), Value::Null, &["kind"]).await;

        let path = format!("{ALL}/{id}");
        assert_eq!(read(&world, "bing", &path).await, made);
        hidden_from(&world, &["stranger"], ("GET", &path), &Value::Null).await;
        let change = with(with(paper(), "state", json!("issued")), "version", json!(1));
        act(&world, "bing", ("PATCH", &path), change.clone(), 403).await;
        hidden_from(&world, &["stranger"], ("PATCH", &path), &change).await;
        let issued = twice(&world, "jia", ("PATCH", &path), change.clone(), 200).await;
        assert_eq!(
            (&issued["state"], &issued["version"]),
            (&json!("issued"), &json!(2))
        );
        stale(&world, "jia", ("PATCH", &path), change, 2).await;
        refused_at(
            &world,
            "jia",
            ("PATCH", &path),
            json!({}),
            &["kind", "state", "title"],
        )
        .await;
        assert_eq!(read(&world, "jia", &path).await, issued);
    }
);

both!(
    a_document_of_a_hidden_problem_is_hidden,
    |world| async move {
        let hidden = world.proposed_problem().await;
        let path = format!("/api/v1/problems/{hidden}/documents");
        hidden_from(&world, &["bing", "stranger"], ("POST", &path), &paper()).await;
    }
);

both!(
    an_agreement_counts_the_days_to_its_end,
    |world| async move {
        let (pairing, _) = active(&world).await;
        let path = format!("/api/v1/pairings/{pairing}/agreements");
        let line = ("POST", path.as_str());
        refused_at(&world, "jia", line, json!({}), &["state", "title"]).await;
        let backwards = with(pact(), "ends_on", json!("2024-01-01"));
        refused_at(&world, "jia", line, backwards, &["ends_on"]).await;
        act(&world, "bing", line, pact(), 403).await;
        hidden_from(&world, &["stranger"], line, &pact()).await;
        let made = twice(&world, "jia", line, pact(), 201).await;
        assert_eq!(made["days_left"], json!(17));
        let id = made["id"].as_i64().unwrap();
        assert_eq!(ids(&read(&world, "bing", AGREEMENTS).await), [id]);
        assert_eq!(ids(&read(&world, "stranger", AGREEMENTS).await), [0; 0]);
        let drafts = format!("{AGREEMENTS}?state=drafting");
        assert_eq!(ids(&read(&world, "bing", &drafts).await), [0; 0]);

        let path = format!("{AGREEMENTS}/{id}");
        hidden_from(&world, &["stranger"], ("GET", &path), &Value::Null).await;
        let change = with(
            with(pact(), "ends_on", json!("2027-12-10")),
            "version",
            json!(1),
        );
        act(&world, "bing", ("PATCH", &path), change.clone(), 403).await;
        hidden_from(&world, &["stranger"], ("PATCH", &path), &change).await;
        let longer = twice(&world, "yi", ("PATCH", &path), change.clone(), 200).await;
        assert_eq!(longer["days_left"], Value::Null);
        stale(&world, "yi", ("PATCH", &path), change, 2).await;
        refused_at(
            &world,
            "yi",
            ("PATCH", &path),
            json!({}),
            &["state", "title"],
        )
        .await;
        assert_eq!(read(&world, "bing", &path).await, longer);
    }
);

both!(
    an_agreement_of_a_hidden_pairing_is_hidden,
    |world| async move {
        let (pairing, _) = invited(&world, &["B"]).await;
        let path = format!("/api/v1/pairings/{pairing}/agreements");
        hidden_from(&world, &["bing", "stranger"], ("POST", &path), &pact()).await;
        let made = act(&world, "jia", ("POST", &path), pact(), 201).await;
        let path = format!("{AGREEMENTS}/{}", made["id"]);
        for method in ["GET", "PATCH"] {
            hidden_from(&world, &["bing", "stranger"], (method, &path), &pact()).await;
        }
        assert_eq!(ids(&read(&world, "bing", AGREEMENTS).await), [0; 0]);
    }
);
