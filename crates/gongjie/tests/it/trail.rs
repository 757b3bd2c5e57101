//! 留痕: who may read the journal, what each of them sees, and that pages go by key.

use gongjie::journal::queries as journal;
use gongjie::layout::{Lang, Words};
use gongjie::org::TermPack;
use gongjie::router;
use gongjie::trail::rules::ACTIONS;
use serde_json::{Value, json};

use crate::api::call;
use crate::world::World;

const TITLE: &str = "学业导师、班主任权责不清";

async fn edited_problem(world: &World) -> i64 {
    let id = world.listed_problem().await;
    let (unit, theme) = (world.unit_text("A"), world.theme().to_string());
    let fields = [
        ("title", "权责要写清"),
        ("hurts", "学生不知道该找谁"),
        ("raised_by_unit_id", unit.as_str()),
        ("theme_id", theme.as_str()),
        ("class", "multi_dept"),
    ];
    let coord = world.client("coord").await;
    coord
        .post(&format!("/problems/{id}"), &fields)
        .await
        .expect(303);
    id
}

both!(
    a_coordinator_reads_who_changed_what_before_and_after,
    |world| async move {
        let id = edited_problem(&world).await;
        for key in ["coord", "inspector", "supervisor"] {
            let page = world.client(key).await.get("/history").await.expect(200);
            let words = [
                TITLE,
                "权责要写清",
                "改了难题",
                "受理",
                "提出难题",
                "统筹",
                "甲",
            ];
            for words in words {
                assert!(page.body.contains(words), "{key} {words}");
            }
            assert!(page.body.contains(&format!("href=\"/problems/{id}\"")));
            assert!(page.body.contains(&format!("/history/problem/{id}")));
        }
        let english = world.client("coord").await.get("/history?lang=en").await;
        assert!(english.body.contains("Problem edited"));
    }
);

both!(nobody_else_finds_the_journal, |world| async move {
    let id = edited_problem(&world).await;
    let one = format!("/history/problem/{id}");
    for key in ["jia", "bing", "leader", "editor", "wu", "ji"] {
        let client = world.client(key).await;
        client.get("/history").await.expect(404);
        client.get(&one).await.expect(404);
    }
    assert_eq!(world.nobody().get("/history").await.status, 303);
    let stranger = world.client("stranger").await;
    let page = stranger.get("/history").await.expect(200);
    assert!(!page.body.contains(TITLE) && !page.body.contains("甲书记"));
    stranger.get(&one).await.expect(404);
});

both!(
    the_audit_administrator_sees_ids_and_fields_without_business_words,
    |world| async move {
        let id = edited_problem(&world).await;
        let geng = world.client("geng").await;
        for path in ["/history".to_owned(), format!("/history/problem/{id}")] {
            let page = geng.get(&path).await.expect(200);
            assert!(
                !page.body.contains(TITLE) && !page.body.contains("权责"),
                "{path}"
            );
            assert!(page.body.contains("<code>title</code>"), "{path}");
            assert!(page.body.contains(&format!("难题 {id}")), "{path}");
        }
        let (_, list) = call(&world, "geng", "GET", "/api/v1/history", Value::Null).await;
        let text = list.to_string();
        assert!(text.contains("problem.edit") && text.contains("\"title\""));
        assert!(!text.contains("权责"), "{text}");
    }
);

both!(
    sign_ins_are_seen_by_the_audit_administrator_alone,
    |world| async move {
        let (coord, geng) = (world.client("coord").await, world.client("geng").await);
        assert!(geng.get("/history").await.body.contains("开通账号"));
        let page = coord.get("/history").await;
        assert!(
            !page
                .body
                .contains("<th scope=\"row\" data-label=\"做了什么\"><div class=\"cell\">开通账号")
        );
        assert!(!page.body.contains("session.start"));
        let accounts = coord.get("/history?kind=account").await.expect(200);
        assert!(accounts.body.contains("没有符合条件的记录"));
        let acting = world.acting("coord").await;
        let search = journal::Search {
            subject: Some("account".into()),
            limit: 1,
            ..journal::Search::default()
        };
        let organization = acting.actor.organization_id;
        let lines = journal::list(world.app.db.read(), organization, &search).await;
        let account = lines.unwrap()[0].subject_id;
        let path = format!("/history/account/{account}");
        coord.get(&path).await.expect(404);
        geng.get(&path).await.expect(200);
    }
);

both!(the_history_narrows_by_what_is_asked, |world| async move {
    let id = edited_problem(&world).await;
    let coord = world.client("coord").await;
    let jia = world.person_id("jia");
    let cases = [
        (format!("person={jia}"), "提出难题", "权责要写清</ins>"),
        ("kind=problem".to_owned(), "提出难题", "授予角色</div>"),
        (
            "action=problem.edit".to_owned(),
            "权责要写清",
            "提出难题</div>",
        ),
        (
            "from=2026-11-23&until=2026-11-23".to_owned(),
            "提出难题",
            "没有符合条件的记录",
        ),
        (
            "from=2026-11-24".to_owned(),
            "没有符合条件的记录",
            "<code>nothing</code>",
        ),
        (
            "until=2026-11-22".to_owned(),
            "没有符合条件的记录",
            "<code>nothing</code>",
        ),
    ];
    for (query, there, gone) in cases {
        let page = coord.get(&format!("/history?{query}")).await.expect(200);
        assert!(page.body.contains(there), "{query} lacks {there}");
        assert!(!page.body.contains(gone), "{query} has {gone}");
    }
    let bad = "/history?kind=nonsense&from=gestern&person=x";
    let page = coord.get(bad).await.expect(422);
    for words in ["没有这一类对象", "gestern", "不在可选的范围里"] {
        assert!(page.body.contains(words), "{words}");
    }
    coord.get("/history/nonsense/1").await.expect(404);
    coord.get("/history/problem/999999").await.expect(404);
    let one = coord
        .get(&format!("/history/problem/{id}"))
        .await
        .expect(200);
    assert!(one.body.contains("的经过") && one.body.contains("受理"));
    let unit = format!("/history/unit/{}", world.unit("A"));
    assert!(coord.get(&unit).await.expect(200).body.contains("新增单位"));
});

both!(a_long_history_goes_by_key, |world| async move {
    for _ in 0..30 {
        world.listed_problem().await;
    }
    let coord = world.client("coord").await;
    let mut path = "/history?kind=problem".to_owned();
    let mut numbers = Vec::new();
    loop {
        let page = coord.get(&path).await.expect(200).body;
        let seqs = page.split("id=\"entry-").skip(1);
        numbers.extend(seqs.map(|t| t.split('"').next().unwrap().parse::<i64>().unwrap()));
        let Some(next) = page.split("rel=\"next\" href=\"").nth(1) else {
            break;
        };
        let next = next.split('"').next().unwrap();
        path = next.replace("&#38;", "&").replace("&amp;", "&");
        assert!(path.contains("kind=problem"), "{path}");
    }
    assert_eq!(numbers.len(), 60);
    assert!(numbers.windows(2).all(|w| w[0] > w[1]), "{numbers:?}");
    let mut path = "/api/v1/history?kind=problem&limit=25".to_owned();
    let mut read = Vec::new();
    loop {
        let (_, page) = call(&world, "inspector", "GET", &path, Value::Null).await;
        let items = page["items"].as_array().unwrap();
        read.extend(items.iter().map(|e| e["seq"].as_i64().unwrap()));
        let Some(next) = page["next"].as_i64() else {
            break;
        };
        path = format!("/api/v1/history?kind=problem&limit=25&before={next}");
    }
    assert_eq!(read, numbers);
});

both!(the_page_says_where_the_chain_stands, |world| async move {
    edited_problem(&world).await;
    // Signing in is an entry too.
    let coord = world.client("coord").await;
    let verdicts = journal::verify(world.app.db.read()).await.unwrap();
    let own = verdicts
        .iter()
        .find(|v| v.organization == "测试大学")
        .unwrap();
    let page = coord.get("/history").await;
    assert!(page.body.contains(&own.head) && page.body.contains("SM3"));
    assert!(page.body.contains("gongjie journal verify"));
});

both!(
    a_script_reads_one_record_as_a_page_does,
    |world| async move {
        let id = edited_problem(&world).await;
        let path = format!("/api/v1/history/problem/{id}");
        let (_, list) = call(&world, "supervisor", "GET", &path, Value::Null).await;
        let first = &list["items"][0];
        assert_eq!(
            (&first["action"], &first["subject_id"]),
            (&json!("problem.edit"), &json!(id))
        );
        let title = first["changes"].as_array().unwrap();
        let title = title.iter().find(|c| c["field"] == "title").unwrap();
        assert_eq!(
            (&title["from"], &title["to"]),
            (&json!(TITLE), &json!("权责要写清"))
        );
        for (who, path, status) in [
            ("jia", path.as_str(), 404),
            ("bing", "/api/v1/history", 404),
            ("stranger", path.as_str(), 404),
            ("coord", "/api/v1/history/nonsense/1", 404),
            ("coord", "/api/v1/history?kind=nonsense", 422),
            ("coord", "/api/v1/history?limit=0", 422),
        ] {
            let (reply, _) = call(&world, who, "GET", path, Value::Null).await;
            assert_eq!(reply.status, status, "{who} {path}");
        }
    }
);

fn words(lang: Lang) -> Words {
    Words {
        lang,
        pack: TermPack::Party,
    }
}

#[test]
fn every_entry_type_of_the_route_table_has_words_in_both_languages() {
    let table = router::table();
    let journaled: Vec<&str> = table.lines().flat_map(|r| r.journals.clone()).collect();
    assert!(journaled.len() > 50, "only {}", journaled.len());
    for action in journaled.into_iter().chain(ACTIONS.iter().copied()) {
        let key = format!("did-{}", action.replace(['.', '_'], "-"));
        for lang in [Lang::Zh, Lang::En] {
            assert!(words(lang).find(&key).is_some(), "{lang:?} {key}");
        }
    }
}

#[test]
fn every_entry_type_of_the_route_table_can_be_asked_for() {
    for route in router::table().lines() {
        for action in &route.journals {
            assert!(ACTIONS.contains(action), "{action}");
        }
    }
    let mut once = ACTIONS.to_vec();
    once.sort_unstable();
    once.dedup();
    assert_eq!(once.len(), ACTIONS.len());
}
