//! Voices: raised without a name, followed by their code, triaged, handled and judged.

mod desk;
pub mod nobody;
mod seal;

use axum::body::Body;
use axum::http::header;
use serde_json::Value;

use crate::client::{Client, Reply};
use crate::world::World;

/// A form of somebody who is not signed in, with a key of its own.
pub async fn raise_as(client: &Client, fields: &[(&str, &str)], key: &str) -> Reply {
    let mut all = vec![("_key", key)];
    all.extend_from_slice(fields);
    client.post_bare("/raise/test", &all).await
}

/// Files a voice and gives its code.
pub async fn raise(world: &World, fields: &[(&str, &str)]) -> String {
    let key = gongjie_base::token::random().unwrap();
    let page = raise_as(&world.nobody(), fields, &key)
        .await
        .expect(200)
        .body;
    code_in(&page)
}

/// The code that a page shows.
pub fn code_in(page: &str) -> String {
    let tail = page
        .split("name=\"code\" value=\"")
        .nth(1)
        .expect("a code stands in the page");
    tail.split('"').next().unwrap().to_owned()
}

/// The page of a code.
pub async fn track(world: &World, code: &str) -> Reply {
    world.nobody().post_bare("/track", &[("code", code)]).await
}

/// Voices as the API tells them.
pub async fn voices(world: &World, who: &str, query: &str) -> Vec<Value> {
    let body = world
        .client(who)
        .await
        .get(&format!("/api/v1/voices{query}"))
        .await
        .expect(200)
        .body;
    let body: Value = serde_json::from_str(&body).unwrap();
    body["items"].as_array().unwrap().clone()
}

/// The newest voice's id.
pub async fn only_id(world: &World) -> i64 {
    let all = voices(world, "coord", "").await;
    assert_eq!(all.len(), 1, "{all:?}");
    all[0]["id"].as_i64().unwrap()
}

/// A step of the desk or of a unit.
pub async fn step(
    world: &World,
    who: &str,
    id: i64,
    action: &str,
    fields: &[(&str, &str)],
) -> Reply {
    let mut all = vec![("action", action)];
    all.extend_from_slice(fields);
    world
        .client(who)
        .await
        .post(&format!("/voices/{id}/steps"), &all)
        .await
}

pub const HOT_WATER: &[(&str, &str)] = &[
    ("text", "东区宿舍的热水晚上十点就停了"),
    ("mode", "anonymous"),
];

both!(
    one_text_is_enough_and_the_code_leads_back,
    |world| async move {
        let form = world.nobody().get("/raise/test").await.expect(200);
        assert!(
            form.body.contains("实名") && form.body.contains("隐名") && form.body.contains("匿名")
        );
        assert!(
            !form.body.contains("checked"),
            "no mode is chosen for anybody"
        );
        let code = raise(&world, HOT_WATER).await;
        assert_eq!(code.len(), 16);
        let page = track(&world, &code.to_lowercase()).await.expect(200).body;
        assert!(page.contains("东区宿舍的热水晚上十点就停了"), "{page}");
        let wrong = track(&world, "0000-0000-0000-0000").await.expect(422).body;
        assert!(wrong.contains("没有这个码"), "{wrong}");
        let refused = world
            .nobody()
            .post_bare(
                "/raise/test",
                &[
                    ("_key", &"k".repeat(40)),
                    ("text", ""),
                    ("mode", "anonymous"),
                    ("place", "三号楼"),
                ],
            )
            .await;
        let refused = refused.expect(422).body;
        assert!(refused.contains("三号楼"), "what was typed is kept");
        world.nobody().get("/raise/nowhere").await.expect(404);
    }
);

both!(the_same_form_sent_twice_is_one_voice, |world| async move {
    let key = gongjie_base::token::random().unwrap();
    let first = raise_as(&world.nobody(), HOT_WATER, &key)
        .await
        .expect(200)
        .body;
    let second = raise_as(&world.nobody(), HOT_WATER, &key)
        .await
        .expect(200)
        .body;
    assert_eq!(code_in(&first), code_in(&second));
    assert!(second.contains("没有重复登记"));
    assert_eq!(voices(&world, "coord", "").await.len(), 1);
    let changed = [("text", "东区宿舍的热水早上也停了"), ("mode", "anonymous")];
    let refused = raise_as(&world.nobody(), &changed, &key)
        .await
        .expect(422)
        .body;
    assert!(
        refused.contains("东区宿舍的热水早上也停了") && !refused.contains(&key),
        "another form with what was typed"
    );
    let short = raise_as(&world.nobody(), HOT_WATER, "short")
        .await
        .expect(422)
        .body;
    assert!(short.contains("东区宿舍"));
    assert_eq!(voices(&world, "coord", "").await.len(), 1);
});

both!(
    a_voice_is_dispatched_signed_answered_and_judged,
    |world| async move {
        let code = raise(&world, HOT_WATER).await;
        let id = only_id(&world).await;
        let a = world.unit_text("A");
        let to_a = [("kind", "help"), ("lead_unit_id", a.as_str())];
        assert_eq!(
            step(&world, "bing", id, "dispatch", &to_a)
                .await
                .status
                .as_u16(),
            404
        );
        step(&world, "dispatcher", id, "dispatch", &[("kind", "help")])
            .await
            .expect(422);
        step(&world, "dispatcher", id, "dispatch", &to_a)
            .await
            .expect(303);
        let voice = &voices(&world, "jia", "").await[0];
        assert_eq!(voice["state"], "dispatched");
        assert!(voice["number"].as_str().unwrap().starts_with("20261123-"));
        assert!(voice["sign_by"].is_i64() && voice["answer_by"].is_i64());
        assert_eq!(voice["raiser_name"], Value::Null);
        assert!(
            voices(&world, "bing", "").await.is_empty(),
            "丙 sees nothing"
        );
        step(&world, "jia", id, "answer", &[("text", "已经改到十一点半")])
            .await
            .expect(422);
        step(&world, "jia", id, "sign", &[]).await.expect(303);
        let nobody = world.nobody();
        nobody
            .post_bare(
                "/track/messages",
                &[("code", &code), ("text", "四号楼也一样")],
            )
            .await
            .expect(200);
        nobody
            .post_bare(
                "/track/messages",
                &[("code", &code), ("text", "四号楼也一样")],
            )
            .await
            .expect(200);
        step(&world, "jia", id, "contact", &[("text", "请问是哪几天？")])
            .await
            .expect(303);
        step(&world, "jia", id, "answer", &[("text", "已经改到十一点半")])
            .await
            .expect(303);
        let page = track(&world, &code).await.expect(200).body;
        assert!(
            page.contains("请问是哪几天") && page.contains("已经改到十一点半"),
            "{page}"
        );
        assert_eq!(
            page.matches("四号楼也一样").count(),
            1,
            "the same words twice in a row are one turn"
        );
        let judged = |solved: &'static str, words: &'static str| {
            let (nobody, code) = (world.nobody(), code.clone());
            async move {
                let form = [
                    ("code", code.as_str()),
                    ("solved", solved),
                    ("words", words),
                ];
                nobody.post_bare("/track/verdicts", &form).await
            }
        };
        judged("", "").await.expect(422);
        judged("no", "").await.expect(422);
        judged("no", "四号楼还是十点停").await.expect(200);
        assert_eq!(voices(&world, "jia", "").await[0]["state"], "handling");
        step(&world, "jia", id, "answer", &[("text", "四号楼也改了")])
            .await
            .expect(303);
        judged("yes", "").await.expect(200);
        let voice = &voices(&world, "jia", "").await[0];
        assert_eq!(
            (voice["state"].as_str(), voice["solved"].as_str()),
            (Some("closed"), Some("yes"))
        );
        judged("yes", "").await.expect(422);
    }
);

both!(
    a_public_problem_is_found_while_typing_and_can_be_joined,
    |world| async move {
        let problem = world.listed_problem().await;
        let coord = world.client("coord").await;
        let look = |text: &'static str| {
            let nobody = world.nobody();
            async move {
                nobody
                    .post_bare("/raise/test/alike", &[("text", text)])
                    .await
                    .expect(200)
                    .body
            }
        };
        let title: Value =
            serde_json::from_str(&coord.get(&format!("/api/v1/problems/{problem}")).await.body)
                .unwrap();
        let title: &'static str =
            Box::leak(title["title"].as_str().unwrap().to_owned().into_boxed_str());
        assert_eq!(look(title).await, "[]", "not before it is public");
        coord
            .post(
                &format!("/problems/{problem}/publication"),
                &[("is_public", "1")],
            )
            .await
            .expect(303);
        assert!(look(title).await.contains(title));
        let join = problem.to_string();
        let code = raise(
            &world,
            &[
                ("text", "我们楼也是"),
                ("mode", "anonymous"),
                ("problem", &join),
            ],
        )
        .await;
        assert!(track(&world, &code).await.body.contains(title));
        coord
            .post(
                &format!("/problems/{problem}/publication"),
                &[("is_public", "")],
            )
            .await
            .expect(303);
        let key = gongjie_base::token::random().unwrap();
        raise_as(
            &world.nobody(),
            &[
                ("text", "我们楼也是"),
                ("mode", "anonymous"),
                ("problem", &join),
            ],
            &key,
        )
        .await
        .expect(422);
        world
            .client("jia")
            .await
            .post(
                &format!("/problems/{problem}/publication"),
                &[("is_public", "1")],
            )
            .await
            .expect(404);
    }
);

both!(
    staff_enter_a_call_and_another_system_files_by_api,
    |world| async move {
        let form = [
            ("text", "电话里说报销太慢"),
            ("mode", "real_name"),
            ("name", "李四"),
            ("channel", "phone"),
        ];
        let page = world
            .client("jia")
            .await
            .post("/voices", &form)
            .await
            .expect(200)
            .body;
        assert!(page.contains("查询码"), "{page}");
        let client = world.client("dispatcher").await;
        let key = gongjie_base::token::random().unwrap();
        let body = r#"{"text":"公众号留言：报销太慢","mode":"anonymous"}"#;
        let send = || {
            client
                .request("POST", "/api/v1/voices")
                .header("x-csrf-token", &client.csrf)
                .header("idempotency-key", &key)
                .header(header::CONTENT_TYPE, "application/json")
                .body(Body::from(body))
                .unwrap()
        };
        let first: Value =
            serde_json::from_str(&client.send(send()).await.expect(201).body).unwrap();
        assert_eq!(first["code"].as_str().unwrap().len(), 19);
        let again: Value =
            serde_json::from_str(&client.send(send()).await.expect(201).body).unwrap();
        assert_eq!(
            (again["id"].clone(), again["code"].clone()),
            (first["id"].clone(), Value::Null)
        );
        assert!(
            track(&world, first["code"].as_str().unwrap())
                .await
                .expect(200)
                .body
                .contains("公众号留言")
        );
    }
);

both!(
    a_flood_of_files_is_refused_before_they_are_read_and_the_words_stay,
    |world| async move {
        // Thirty files an hour, three at once.
        let world = world.with_settings(&[("raises_per_hour", "5")]);
        let nobody = world.nobody();
        let key = gongjie_base::token::random().unwrap();
        for _ in 0..3 {
            let picture = ("a.png", &b"no picture"[..]);
            let empty = [("text", ""), ("mode", "anonymous")];
            nobody
                .upload_with_key("/raise/test", &empty, picture, &key)
                .await
                .expect(422);
        }
        let fields = [("text", "第四次的字都在"), ("mode", "anonymous")];
        let large = vec![0; 3_000_000];
        let late = nobody
            .upload_with_key("/raise/test", &fields, ("a.png", &large), &key)
            .await
            .expect(422)
            .body;
        assert!(
            late.contains("第四次的字都在") && late.contains("秒后"),
            "{late}"
        );
        // Without a file nothing is in the way.
        raise_as(&nobody, &fields, &key).await.expect(200);
    }
);

both!(a_flood_is_slowed_and_others_go_on, |world| async move {
    let world = world.with_settings(&[("raises_per_hour", "20")]);
    let nobody = world.nobody();
    for n in 0..2 {
        let key = gongjie_base::token::random().unwrap();
        let text = format!("第 {n} 条");
        raise_as(&nobody, &[("text", &text), ("mode", "anonymous")], &key)
            .await
            .expect(200);
    }
    let key = gongjie_base::token::random().unwrap();
    let late = raise_as(
        &nobody,
        &[("text", "第三条的字都在"), ("mode", "anonymous")],
        &key,
    )
    .await
    .expect(429)
    .body;
    assert!(
        late.contains("第三条的字都在") && late.contains("秒后"),
        "{late}"
    );
    world.app.clock.forward_minutes(4);
    raise_as(
        &nobody,
        &[("text", "第三条的字都在"), ("mode", "anonymous")],
        &key,
    )
    .await
    .expect(200);
    assert_eq!(voices(&world, "coord", "").await.len(), 3);
});
