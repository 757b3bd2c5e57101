//! The worked example of `docs/api` runs against a really served program and does what it says.

use std::net::SocketAddr;
use std::path::Path;

use serde_json::json;
use tokio::net::TcpListener;
use tokio::process::Command;

use super::{ids, read, token};

both!(the_worked_example_does_what_it_says, |world| async move {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let base = format!("http://{}", listener.local_addr().unwrap());
    let service = world.service.clone();
    let service = service.into_make_service_with_connect_info::<SocketAddr>();
    let server = tokio::spawn(async move { axum::serve(listener, service).await });
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/api/example.sh");
    let done = Command::new("bash")
        .arg(script)
        .env("BASE", &base)
        .env("TOKEN", token(&world, "jia").await)
        .env("PARTNER_TOKEN", token(&world, "yi").await)
        .env("COORDINATOR_TOKEN", token(&world, "coord").await)
        .output()
        .await
        .unwrap();
    server.abort();
    let said = String::from_utf8_lossy(&done.stdout).into_owned();
    let trouble = String::from_utf8_lossy(&done.stderr);
    assert!(done.status.success(), "{said}{trouble}");

    let problems = read(&world, "coord", "/api/v1/problems").await;
    let problem = &problems["items"][0];
    assert_eq!(
        (ids(&problems).len(), &problem["state"]),
        (1, &json!("paired"))
    );
    let pairings = read(&world, "bing", "/api/v1/pairings").await;
    let pairing = &pairings["items"][0];
    assert_eq!(pairing["problem_ids"], json!([problem["id"]]));
    assert_eq!(
        (
            &pairing["members"][0]["unit_id"],
            &pairing["members"][1]["unit_id"]
        ),
        (&json!(world.unit("A")), &json!(world.unit("B")))
    );
    let ledger = read(&world, "bing", "/api/v1/ledger").await;
    assert_eq!(ledger["items"][0]["pairing_id"], pairing["id"]);
    let last = format!("in the ledger: pairing {}, lead 甲处党支部", pairing["id"]);
    assert!(said.contains(&last), "{said}");
});
