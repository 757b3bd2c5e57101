//! The door: who may come in, proofs of origin, headers, sign-in and its throttle.

use axum::body::Body;
use gongjie::door::{Method, Who};
use gongjie::router;

use crate::world::PASSWORD;

both!(
    every_page_asks_for_a_sign_in_unless_it_is_open_to_anybody,
    |world| async move {
        let nobody = world.nobody();
        for route in router::table().lines().filter(|r| r.method == Method::Get) {
            let path = route
                .path
                .replace("{id}", "1")
                .replace("{name}", "gongjie.css");
            // Where there are several organisations a script has to name one.
            let query = if path.starts_with("/api/v1/public/") {
                "?org=test"
            } else {
                ""
            };
            let reply = nobody.get(&format!("{path}{query}")).await;
            let path = path.replace("{org}", "test").replace("{link}", "0");
            if matches!(route.who, Who::Anybody | Who::Unasked) {
                assert!(
                    reply.status.is_success() || reply.status == 404,
                    "{path} {}",
                    reply.status
                );
            } else if path.starts_with("/api/") {
                assert_eq!(reply.status, 401, "{path}");
            } else {
                assert!(
                    reply.location.starts_with("/login?next="),
                    "{path} {}",
                    reply.status
                );
            }
        }
    }
);

both!(no_verb_works_without_its_proofs, |world| async move {
    let jia = world.client("coord").await;
    for route in router::table().lines().filter(|r| r.method != Method::Get) {
        // Where nobody is asked there is no session to prove; a form of another site is refused all the same.
        if matches!(route.who, Who::Anybody | Who::Unasked) || route.path.starts_with("/api/") {
            continue;
        }
        let path = route.path.replace("{id}", "1");
        let reply = jia.post_bare(&path, &[("_key", "k")]).await;
        assert!(
            matches!(reply.status.as_u16(), 403 | 404),
            "{path} without a token: {}",
            reply.status
        );
        let wrong = jia.post_bare(&path, &[("_csrf", "0"), ("_key", "k")]).await;
        assert!(
            matches!(wrong.status.as_u16(), 403 | 404),
            "{path} with a wrong token: {}",
            wrong.status
        );
        let request = axum::http::Request::builder()
            .method("POST")
            .uri(&path)
            .header("cookie", format!("gongjie={}", jia.cookie))
            .header("sec-fetch-site", "cross-site")
            .header("content-type", "application/x-www-form-urlencoded");
        let body = format!("_csrf={}&_key=k", jia.csrf);
        let reply = jia.send(request.body(Body::from(body)).unwrap()).await;
        assert!(
            matches!(reply.status.as_u16(), 403 | 404),
            "{path} from another site: {}",
            reply.status
        );
    }
});

both!(
    administrators_of_the_system_see_no_business_data,
    |world| async move {
        for key in ["wu", "ji", "geng"] {
            let client = world.client(key).await;
            for route in router::table().lines() {
                if route.who == Who::Staff && route.method == Method::Get {
                    let path = route.path.replace("{id}", "1");
                    let status = client.get(&path).await.status;
                    assert_eq!(status, 404, "{key} {path}");
                }
            }
        }
    }
);

both!(every_answer_is_dressed, |world| async move {
    for path in [
        "/login",
        "/problems/new",
        "/no-such-page",
        "/assets/gongjie.css",
    ] {
        let reply = world.client("jia").await.get(path).await;
        let policy = reply
            .headers
            .get("content-security-policy")
            .expect(path)
            .to_str()
            .unwrap();
        assert!(
            policy.contains("default-src 'none'") && !policy.contains("unsafe"),
            "{path}"
        );
        assert_eq!(reply.headers["x-content-type-options"], "nosniff", "{path}");
        assert_eq!(reply.headers["referrer-policy"], "no-referrer", "{path}");
        assert!(
            !reply.body.contains(" style=\""),
            "{path} has an inline style"
        );
    }
});

both!(sign_in_works_and_slows_down_guessing, |world| async move {
    let nobody = world.nobody();
    let right = [
        ("login", "jia"),
        ("password", PASSWORD),
        ("next", "/ledger"),
    ];
    let reply = nobody.post_bare("/login", &right).await.expect(303);
    assert_eq!(reply.location, "/ledger");
    let cookie = reply.headers["set-cookie"].to_str().unwrap();
    assert!(
        cookie.contains("HttpOnly") && cookie.contains("SameSite=Lax"),
        "{cookie}"
    );
    let wrong = [("login", "yi"), ("password", "不是这个口令吧")];
    let unknown = [("login", "nobody-here"), ("password", "不是这个口令吧")];
    let first = nobody.post_bare("/login", &wrong).await.expect(422);
    let other = nobody.post_bare("/login", &unknown).await.expect(422);
    assert_eq!(
        first.body.contains("账号或密码不对"),
        other.body.contains("账号或密码不对")
    );
    for _ in 0..5 {
        nobody.post_bare("/login", &wrong).await;
    }
    nobody.post_bare("/login", &wrong).await.expect(429);
    nobody.post_bare("/login", &right).await.expect(303);
});

both!(
    a_session_ends_when_its_owner_leaves_or_stays_away,
    |world| async move {
        let jia = world.client("jia").await;
        jia.get("/problems/new").await.expect(200);
        jia.post("/logout", &[]).await.expect(303);
        assert!(
            jia.get("/problems/new")
                .await
                .location
                .starts_with("/login")
        );
        let yi = world.client("yi").await;
        world.app.clock.forward_days(1);
        assert!(yi.get("/problems/new").await.location.starts_with("/login"));
    }
);

both!(pages_speak_both_languages, |world| async move {
    let jia = world.client("jia").await;
    let zh = jia.get("/problems/new").await;
    assert!(zh.body.contains("lang=\"zh-CN\"") && zh.body.contains("提难题"));
    let en = jia.get("/problems/new?lang=en").await;
    assert!(en.body.contains("lang=\"en\"") && en.body.contains("Raise a problem"));
    assert!(
        en.headers["set-cookie"]
            .to_str()
            .unwrap()
            .starts_with("gongjie_lang=en")
    );
});
