//! Nothing that we store leads to an anonymous raiser: planted canaries are searched for in every byte of database, journal and files.

use std::path::Path;

use axum::body::Body;
use axum::http::{Request, header};
use serde_json::Value;

use super::{code_in, only_id, raise, step, track, voices};
use crate::world::World;

/// What a browser sends that could tell who it is.
const CANARIES: [&str; 8] = [
    "canary-agent-7f3a",
    "canary-referrer-7f3a",
    "canary-language-7f3a",
    "203.0.113.77",
    "canary-file-name-7f3a",
    "CANARY-GPS-7F3A",
    "canary-cookie-7f3a",
    "canary-contact-7f3a",
];

/// A small JPEG with a place and an author in it.
fn picture() -> Vec<u8> {
    let plain = include_bytes!("../../../../gongjie_reader/tests/pictures/dot.jpg");
    let mut with = plain[..2].to_vec();
    for (marker, body) in [
        (0xE1_u8, "Exif\0\0CANARY-GPS-7F3A"),
        (0xFE, "CANARY-GPS-7F3A"),
    ] {
        with.extend([0xFF, marker]);
        with.extend(u16::try_from(body.len() + 2).unwrap().to_be_bytes());
        with.extend(body.as_bytes());
    }
    with.extend(&plain[2..]);
    with
}

/// A form as a browser sends it, with everything that browsers tell and a signed-in person's cookie.
fn telling(world: &World, cookie: &str, fields: &[(&str, &str)]) -> Request<Body> {
    let boundary = "xx7f3axx";
    let mut body = Vec::new();
    for (name, value) in fields {
        body.extend(
            format!(
                "--{boundary}\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n"
            )
            .bytes(),
        );
    }
    body.extend(
        format!("--{boundary}\r\nContent-Disposition: form-data; name=\"pictures\"; filename=\"canary-file-name-7f3a.jpg\"\r\nContent-Type: image/jpeg\r\n\r\n").bytes(),
    );
    body.extend(picture());
    body.extend(format!("\r\n--{boundary}--\r\n").bytes());
    let _ = world;
    let mut request = Request::builder()
        .method("POST")
        .uri("/raise/test")
        .header(
            header::COOKIE,
            format!("gongjie={cookie}; canary=canary-cookie-7f3a"),
        )
        .header(header::USER_AGENT, "canary-agent-7f3a")
        .header(header::REFERER, "http://localhost/canary-referrer-7f3a")
        .header(header::ACCEPT_LANGUAGE, "zh-CN, canary-language-7f3a")
        .header("x-forwarded-for", "203.0.113.77")
        .header("sec-fetch-site", "same-origin")
        .header(
            header::CONTENT_TYPE,
            format!("multipart/form-data; boundary={boundary}"),
        )
        .body(Body::from(body))
        .unwrap();
    let peer: std::net::SocketAddr = "203.0.113.77:4711".parse().unwrap();
    request
        .extensions_mut()
        .insert(axum::extract::ConnectInfo(peer));
    request
}

fn files_under(folder: &Path, found: &mut Vec<(String, Vec<u8>)>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            files_under(&path, found);
        } else {
            found.push((path.display().to_string(), std::fs::read(&path).unwrap()));
        }
    }
}

/// Every text cell of every table, and every byte of the data folder (with SQLite: database, WAL, temp files).
pub async fn everything(world: &World) -> Vec<(String, Vec<u8>)> {
    let mut found = Vec::new();
    files_under(world.folder(), &mut found);
    let db = world.app.db.read();
    if !world.app.db.is_sqlite() {
        let sql = "SELECT table_name::text FROM information_schema.tables WHERE table_schema = current_schema() AND table_type = 'BASE TABLE'";
        let tables: Vec<String> = db.column(sql, []).await.unwrap();
        assert!(tables.len() > 50);
        for table in tables {
            let rows: Vec<String> = db
                .column(&format!("SELECT t::text FROM {table} t"), [])
                .await
                .unwrap();
            found.push((table, rows.join("\n").into_bytes()));
        }
    }
    found
}

/// Forms in which a canary could lie somewhere.
fn forms(canary: &str) -> Vec<Vec<u8>> {
    use base64::Engine as _;
    let engine = base64::engine::general_purpose::STANDARD;
    let utf16: Vec<u8> = canary.encode_utf16().flat_map(u16::to_le_bytes).collect();
    let hash = gongjie_base::token::stored(canary);
    vec![
        canary.as_bytes().to_vec(),
        canary.to_lowercase().into_bytes(),
        utf16,
        // The groups that no neighbour changes.
        engine
            .encode(&canary.as_bytes()[..canary.len() / 3 * 3])
            .into_bytes(),
        hash.into_bytes(),
    ]
}

pub fn hits(found: &[(String, Vec<u8>)], canary: &str) -> Vec<String> {
    let forms: Vec<Vec<u8>> = forms(canary).into_iter().filter(|f| f.len() > 8).collect();
    found
        .iter()
        .filter(|(_, bytes)| {
            forms
                .iter()
                .any(|form| bytes.windows(form.len()).any(|w| w == form.as_slice()))
        })
        .map(|(name, _)| name.clone())
        .collect()
}

both!(
    nothing_stored_leads_to_an_anonymous_raiser,
    |world| async move {
        let signed_in = world.client("jia").await;
        let key = gongjie_base::token::random().unwrap();
        let fields = [
            ("_key", key.as_str()),
            ("text", "匿名说的一件事"),
            ("mode", "anonymous"),
        ];
        let page = signed_in
            .send(telling(&world, &signed_in.cookie, &fields))
            .await
            .expect(200)
            .body;
        let code = code_in(&page);
        // A contact is refused in this mode, and the refusal keeps nothing either.
        let key2 = gongjie_base::token::random().unwrap();
        let refused = [
            ("_key", key2.as_str()),
            ("text", "另一件"),
            ("mode", "anonymous"),
            ("contact", "canary-contact-7f3a"),
        ];
        signed_in
            .send(telling(&world, &signed_in.cookie, &refused))
            .await
            .expect(422);
        let nobody = world.nobody();
        nobody
            .post_bare("/track/messages", &[("code", &code), ("text", "补充一句")])
            .await
            .expect(200);
        let id = only_id(&world).await;
        let a = world.unit_text("A");
        step(
            &world,
            "dispatcher",
            id,
            "dispatch",
            &[("kind", "help"), ("lead_unit_id", &a)],
        )
        .await
        .expect(303);
        step(&world, "jia", id, "sign", &[]).await.expect(303);
        step(&world, "jia", id, "answer", &[("text", "已办")])
            .await
            .expect(303);
        nobody
            .post_bare(
                "/track/verdicts",
                &[("code", &code), ("solved", "yes"), ("words", "")],
            )
            .await
            .expect(200);
        world.app.clock.forward_days(1);
        let tx = world.app.db.begin().await.unwrap();
        let organization = world.acting("coord").await.actor.organization_id;
        let swept = gongjie::voice::actions::sweep(
            &tx,
            organization,
            world.app.clock.now(),
            gongjie::journal::Algorithm::Sm3,
        )
        .await
        .unwrap();
        tx.commit().await.unwrap();
        assert_eq!(swept.journaled, 3, "filed, said more, judged");

        let all = everything(&world).await;
        let shown = gongjie::voice::code::shown(&code);
        for canary in CANARIES.iter().copied().chain([
            code.as_str(),
            shown.as_str(),
            key.as_str(),
            key2.as_str(),
        ]) {
            assert_eq!(hits(&all, canary), Vec::<String>::new(), "{canary}");
        }
        // The search itself works: what was said is found.
        assert!(!hits(&all, "匿名说的一件事").is_empty());

        let conn = world.app.db.read();
        let named = "SELECT COUNT(*) FROM journal WHERE subject = 'voice' AND action IN ('voice.raise', 'voice.say', 'voice.judge') AND person_id IS NOT NULL";
        assert_eq!(conn.scalar::<i64>(named, []).await.unwrap(), Some(0));
        let events = "SELECT COUNT(*) FROM voice_event WHERE side = 'raiser' AND (person_id IS NOT NULL OR at % 43200000 <> 14400000)";
        assert_eq!(
            conn.scalar::<i64>(events, []).await.unwrap(),
            Some(0),
            "moments of the raiser are half days of the zone"
        );
        let voice = "SELECT COUNT(*) FROM voice WHERE received_at % 43200000 <> 14400000 OR judged_at % 43200000 <> 14400000 OR closed_at % 43200000 <> 14400000 OR raiser_name IS NOT NULL OR sealed IS NOT NULL OR entered_by_id IS NOT NULL";
        assert_eq!(conn.scalar::<i64>(voice, []).await.unwrap(), Some(0));
    }
);

// The negative control: a named voice, sent in the same way, is found by the same search.
both!(the_search_finds_what_is_stored, |world| async move {
    let named = [
        ("text", "实名说的一件事"),
        ("mode", "real_name"),
        ("name", "张三"),
        ("contact", "canary-contact-7f3a"),
    ];
    raise(&world, &named).await;
    let all = everything(&world).await;
    assert!(!hits(&all, "canary-contact-7f3a").is_empty());
});

both!(
    ids_tell_no_order_and_the_journal_hears_later_in_another_order,
    |world| async move {
        let mut texts = Vec::new();
        for n in 0..12 {
            let text = format!("第 {n:02} 件事");
            raise(&world, &[("text", &text), ("mode", "anonymous")]).await;
            texts.push(text);
        }
        let conn = world.app.db.read();
        let none: Option<i64> = conn
            .scalar("SELECT COUNT(*) FROM journal WHERE subject = 'voice'", [])
            .await
            .unwrap();
        assert_eq!(
            none,
            Some(0),
            "nothing in the journal while it could tell the time"
        );
        let by_id: Vec<String> = conn
            .column("SELECT text FROM voice ORDER BY id", [])
            .await
            .unwrap();
        let mut sorted = by_id.clone();
        sorted.sort();
        assert_eq!(sorted, texts);
        // One chance in 479,001,600 that twelve random numbers stand in order.
        assert_ne!(by_id, texts);
        let moments: Vec<i64> = conn
            .column("SELECT DISTINCT received_at FROM voice", [])
            .await
            .unwrap();
        assert_eq!(moments.len(), 1);
        world.app.clock.forward_minutes(3 * 60);
        let organization = world.acting("coord").await.actor.organization_id;
        let tx = world.app.db.begin().await.unwrap();
        let swept = gongjie::voice::actions::sweep(
            &tx,
            organization,
            world.app.clock.now(),
            gongjie::journal::Algorithm::Sm3,
        )
        .await
        .unwrap();
        tx.commit().await.unwrap();
        assert_eq!(swept.journaled, 12);
        let subjects: Vec<i64> = conn
            .column(
                "SELECT subject_id FROM journal WHERE action = 'voice.raise' ORDER BY seq",
                [],
            )
            .await
            .unwrap();
        assert_eq!(subjects.len(), 12);
        let verdicts = gongjie::journal::queries::verify(conn).await.unwrap();
        assert!(verdicts.iter().all(|v| v.fault.is_none()));
    }
);

both!(a_session_sent_along_is_not_read, |world| async move {
    let signed_in = world.client("jia").await;
    let page = signed_in.get("/raise/test").await.expect(200).body;
    assert!(!page.contains("甲"), "the page does not know who asks");
    let key = gongjie_base::token::random().unwrap();
    let form = [
        ("_key", key.as_str()),
        ("text", "登录着说的"),
        ("mode", "anonymous"),
    ];
    signed_in.post_bare("/raise/test", &form).await.expect(200);
    let voice: Vec<Value> = voices(&world, "coord", "").await;
    assert_eq!(voice[0]["handler_id"], Value::Null);
    let other = signed_in
        .request("POST", "/raise/test")
        .header("sec-fetch-site", "cross-site");
    let body = serde_html_form::to_string([
        ("_key", "k".repeat(40).as_str()),
        ("text", "别的网站替人说的"),
        ("mode", "anonymous"),
    ])
    .unwrap();
    let other = other
        .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
        .body(Body::from(body))
        .unwrap();
    let _ = other;
    let foreign = Request::builder()
        .method("POST")
        .uri("/raise/test")
        .header("sec-fetch-site", "cross-site")
        .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
        .body(Body::from(
            "_key=kkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkk&text=x&mode=anonymous",
        ))
        .unwrap();
    signed_in.send(foreign).await.expect(403);
    assert_eq!(voices(&world, "coord", "").await.len(), 1);
});

both!(codes_cannot_be_probed, |world| async move {
    let code = raise(&world, &[("text", "一件事"), ("mode", "anonymous")]).await;
    let mut refused = 0;
    for n in 0..30 {
        let guess = format!("{n:016}");
        let reply = track(&world, &guess).await.expect(422);
        assert!(!reply.body.contains("一件事"));
        refused += u32::from(reply.body.contains("秒后"));
    }
    assert!(refused > 10, "guesses of one network are slowed");
    track(&world, &code).await.expect(200);
});
