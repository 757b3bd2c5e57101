//! 视图: who may keep which, that a link opens it, that a place says whether its address still is it, that nobody else finds it.

use gongjie::door::Method;
use gongjie::router;
use gongjie::view::rules::Place;
use serde_json::{Value, json};

use crate::api::call;
use crate::client::Client;

/// Saves a view of the ledger and gives its id.
async fn save(client: &Client, name: &str, query: &str, scope: &str) -> i64 {
    let fields = [
        ("place", "ledger"),
        ("query", query),
        ("name", name),
        ("scope", scope),
    ];
    client.post("/views", &fields).await.id()
}

both!(
    every_place_is_a_page_and_shows_its_views,
    |world| async move {
        let jia = world.client("jia").await;
        for place in Place::ALL {
            let table = router::table();
            let route = table
                .lines()
                .find(|r| r.method == Method::Get && r.path == place.address());
            assert!(route.is_some(), "{place}");
            let fields = [
                ("place", place.code()),
                ("query", "unit=1"),
                ("name", "我的看法"),
            ];
            let id = jia.post("/views", &fields).await.id();
            let page = jia.get(place.address()).await.expect(200);
            assert!(
                page.body.contains(&format!("href=\"/views/{id}\"")),
                "{place} does not show its views"
            );
            let page = jia.get(&format!("{}?q=x&unit=9", place.address())).await;
            assert!(page.body.contains("存成视图"), "{place} cannot be kept");
        }
    }
);

both!(
    a_link_opens_the_view_for_those_who_may_see_it,
    |world| async move {
        let jia = world.client("jia").await;
        let unit = format!("unit:{}", world.unit("A"));
        let mine = save(&jia, "缺项", "gaps=1&nonsense=2&q=%E4%BA%BA", "mine").await;
        let units = save(&jia, "我们的", "sort=lead", &unit).await;
        let coord = world.client("coord").await;
        let all = save(&coord, "全校", "sort=date", "organization").await;
        let opened = jia.get(&format!("/views/{mine}")).await.expect(303);
        assert_eq!(opened.location, "/ledger?gaps=1&q=%E4%BA%BA");
        let sees = [
            ("jia", true, true, true),
            ("jia_head", false, true, true),
            ("bing", false, false, true),
            ("coord", false, false, true),
            ("stranger", false, false, false),
        ];
        for (key, of_mine, of_units, of_all) in sees {
            let client = world.client(key).await;
            for (id, sees) in [(mine, of_mine), (units, of_units), (all, of_all)] {
                let wanted = if sees { 303 } else { 404 };
                client.get(&format!("/views/{id}")).await.expect(wanted);
                let list = client.get("/views").await.expect(200);
                let row = format!("id=\"view-{id}\"");
                assert_eq!(list.body.contains(&row), sees, "{key} {id}");
            }
        }
    }
);

both!(
    whose_a_view_may_be_follows_from_who_asks,
    |world| async move {
        let (jia, coord) = (world.client("jia").await, world.client("coord").await);
        let (own, other) = (
            format!("unit:{}", world.unit("A")),
            format!("unit:{}", world.unit("B")),
        );
        for (client, scope, taken) in [
            (&jia, own.as_str(), true),
            (&jia, &other, false),
            (&jia, "organization", false),
            (&coord, "organization", true),
            (&coord, &own, false),
            (&jia, "nobody", false),
        ] {
            let fields = [
                ("place", "ledger"),
                ("query", "gaps=1"),
                ("name", "有缺项的"),
                ("scope", scope),
            ];
            let reply = client.post("/views", &fields).await;
            if taken {
                reply.expect(303);
            } else {
                let page = reply.expect(422).body;
                assert!(
                    page.contains("有缺项的") && page.contains("gaps=1"),
                    "{scope}"
                );
            }
        }
        let twice = [
            ("place", "ledger"),
            ("query", "gaps=1"),
            ("name", "有缺项的"),
            ("scope", own.as_str()),
        ];
        let page = jia.post("/views", &twice).await.expect(422).body;
        assert!(page.contains("同名"), "{page}");
    }
);

both!(
    a_place_says_which_view_it_is_and_whether_it_was_changed,
    |world| async move {
        let jia = world.client("jia").await;
        let id = save(&jia, "有缺项的", "gaps=1", "mine").await;
        let page = jia.get("/ledger?gaps=1&theme=").await.body;
        assert!(page.contains("views__name\">有缺项的"), "{page}");
        assert!(!page.contains("已改动") && !page.contains("存成视图</summary>"));
        let plain = jia.get("/ledger?group=lead").await.body;
        assert!(!plain.contains("views__name"), "no view was opened");
        // The link leaves a cookie, as a browser would keep it.
        let opened = jia.get(&format!("/views/{id}")).await.expect(303);
        let kept = opened.headers["set-cookie"].to_str().unwrap();
        let kept = kept.split(';').next().unwrap();
        let after = Client {
            cookie: format!("{}; {kept}", jia.cookie),
            ..jia.clone()
        };
        let page = after.get("/ledger?gaps=1&group=lead").await.body;
        assert!(page.contains("已改动") && page.contains("另存"), "{page}");
        assert!(page.contains(&format!("action=\"/views/{id}/address\"")));
        let left = after.get("/ledger").await;
        let gone = left.headers["set-cookie"].to_str().unwrap();
        assert!(gone.starts_with("gongjie_view_ledger=;"), "{gone}");
        let fields = [("query", "gaps=1&group=lead"), ("version", "1")];
        jia.post(&format!("/views/{id}/address"), &fields)
            .await
            .expect(303);
        let page = jia.get("/ledger?group=lead&gaps=1").await.body;
        assert!(page.contains("views__name\">有缺项的"), "{page}");
    }
);

both!(
    only_who_keeps_a_view_changes_or_removes_it,
    |world| async move {
        let (jia, coord) = (world.client("jia").await, world.client("coord").await);
        let id = save(&coord, "全校", "sort=date", "organization").await;
        let (edit, removal) = (format!("/views/{id}"), format!("/views/{id}/removal"));
        let fields = [
            ("name", "改名"),
            ("scope", "organization"),
            ("version", "1"),
        ];
        jia.post(&edit, &fields).await.expect(403);
        jia.post(&removal, &[("version", "1")]).await.expect(403);
        world
            .client("stranger")
            .await
            .post(&edit, &fields)
            .await
            .expect(404);
        coord.post(&edit, &fields).await.expect(303);
        let stale = coord
            .post(
                &edit,
                &[
                    ("name", "又改"),
                    ("scope", "organization"),
                    ("version", "1"),
                ],
            )
            .await
            .expect(409);
        assert!(
            stale.body.contains("又改") && stale.body.contains("改名"),
            "{}",
            stale.body
        );
        coord.post(&removal, &[("version", "1")]).await.expect(409);
        coord.post(&removal, &[("version", "2")]).await.expect(303);
        coord.get(&format!("/views/{id}")).await.expect(404);
        assert!(!coord.get("/views").await.body.contains("改名"));
    }
);

both!(
    the_menu_opens_a_place_with_the_chosen_view,
    |world| async move {
        let (jia, yi) = (world.client("jia").await, world.client("yi").await);
        let coord = world.client("coord").await;
        let id = save(&coord, "全校", "sort=date", "organization").await;
        let start = format!("/views/{id}/start");
        let menu = format!("<a href=\"/views/{id}\"");
        assert!(!jia.get("/problems").await.body.contains(&menu));
        jia.post(&start, &[("on", "1")]).await.expect(303);
        assert!(jia.get("/problems").await.body.contains(&menu));
        let ledger = jia.get("/ledger").await.body;
        assert!(
            ledger.contains(&format!("{menu} aria-current=\"page\"")),
            "{ledger}"
        );
        assert!(
            !yi.get("/problems").await.body.contains(&menu),
            "it is 甲's alone"
        );
        jia.post(&start, &[]).await.expect(303);
        assert!(!jia.get("/problems").await.body.contains(&menu));
        jia.post(&start, &[("on", "1")]).await.expect(303);
        coord
            .post(&format!("/views/{id}/removal"), &[])
            .await
            .expect(303);
        assert!(
            !jia.get("/problems").await.body.contains(&menu),
            "a removed view opens nothing"
        );
    }
);

both!(
    what_somebody_keeps_alone_does_not_stand_in_the_journal,
    |world| async move {
        let (jia, coord) = (world.client("jia").await, world.client("coord").await);
        let id = save(&jia, "悄悄看的", "q=%E9%87%8D", "mine").await;
        save(&coord, "大家看的", "gaps=1", "organization").await;
        let page = coord.get("/history?kind=saved_view").await.expect(200).body;
        assert!(
            page.contains("存了视图") && page.contains("大家看的"),
            "{page}"
        );
        assert!(!page.contains("悄悄看的"));
        let scope = format!("unit:{}", world.unit("A"));
        let fields = [
            ("name", "给单位看"),
            ("scope", scope.as_str()),
            ("version", "1"),
        ];
        jia.post(&format!("/views/{id}"), &fields).await.expect(303);
        let page = coord.get("/history?kind=saved_view").await.expect(200).body;
        assert!(
            page.contains("给单位看") && !page.contains("悄悄看的"),
            "{page}"
        );
    }
);

both!(one_key_saves_one_view, |world| async move {
    let jia = world.client("jia").await;
    let fields = [("place", "ledger"), ("query", "gaps=1"), ("name", "一次")];
    let first = jia.post_with_key("/views", &fields, "k1").await.id();
    let second = jia.post_with_key("/views", &fields, "k1").await.id();
    assert_eq!(first, second);
    assert_eq!(jia.get("/views").await.body.matches(">一次<").count(), 1);
});

both!(the_api_keeps_views_by_the_same_rules, |world| async move {
    let body =
        json!({"place": "problems", "query": "state=working&x=1", "name": "在办", "scope": "mine"});
    let (reply, made) = call(&world, "jia", "POST", "/api/v1/views", body).await;
    assert_eq!(reply.status, 201, "{made}");
    assert_eq!(made["query"], "state=working");
    assert_eq!(made["address"], "/problems?state=working");
    let path = format!("/api/v1/views/{}", made["id"]);
    let read = |who: &'static str| call(&world, who, "GET", &path, Value::Null);
    assert_eq!(read("yi").await.0.status, 404);
    let change = json!({"name": "在办的题", "scope": "organization", "version": 1});
    let (reply, refused) = call(&world, "jia", "PATCH", &path, change).await;
    assert_eq!(reply.status, 422, "{refused}");
    assert_eq!(refused["errors"][0]["field"], "scope");
    let change =
        json!({"name": "在办的题", "scope": "mine", "version": 1, "query": "state=closed"});
    let (_, changed) = call(&world, "jia", "PATCH", &path, change).await;
    assert_eq!(changed["version"], 2, "{changed}");
    let list = |place: &str| format!("/api/v1/views?place={place}");
    let (_, found) = call(&world, "jia", "GET", &list("problems"), Value::Null).await;
    assert_eq!(found["items"][0]["name"], "在办的题");
    let (_, none) = call(&world, "jia", "GET", &list("ledger"), Value::Null).await;
    assert_eq!(none["items"], json!([]));
    let start = format!("{path}/start");
    let (_, started) = call(&world, "jia", "POST", &start, json!({"on": true})).await;
    assert_eq!(started["is_start"], true, "{started}");
    let removal = format!("{path}/removal");
    let (reply, _) = call(&world, "jia", "POST", &removal, json!({"version": 2})).await;
    assert_eq!(reply.status, 200);
    assert_eq!(read("jia").await.0.status, 404);
});
