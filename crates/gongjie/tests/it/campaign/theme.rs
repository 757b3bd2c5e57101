//! The dictionary of themes 主题方面.

use gongjie::campaign::queries;
use gongjie::campaign::rules::Hue;
use gongjie::campaign::tables::theme;
use serde_json::{Value, json};

use crate::api::call;
use crate::world::World;

async fn themes(world: &World) -> Vec<theme::Model> {
    let acting = world.acting("coord").await;
    let all = queries::list_themes(world.app.db.read(), &acting.actor).await;
    all.unwrap()
}

const GOOD: [(&str, &str); 3] = [
    ("name", "办事流程与服务"),
    ("name_en", "Procedures and service"),
    ("mark", "办"),
];

both!(
    a_coordinator_adds_and_edits_themes_and_everybody_reads_them,
    |world| async move {
        let coord = world.client("coord").await;
        coord.get("/themes/new").await.expect(200);
        coord.post_with_key("/themes", &GOOD, "k").await.expect(303);
        coord.post_with_key("/themes", &GOOD, "k").await.expect(303);
        let all = themes(&world).await;
        let added = all.last().unwrap();
        assert_eq!((all.len(), added.hue, added.position), (2, Hue::Ochre, 2));
        let page = world.client("bing").await.get("/themes").await.expect(200);
        assert!(page.body.contains("办事流程与服务") && page.body.contains("zi--ochre"));
        assert!(!page.body.contains("/themes/new"));
        let own = format!("/themes/{}", added.id);
        coord.get(&format!("{own}/edit")).await.expect(200);
        let mut typed = vec![
            ("name", "办事与服务"),
            ("mark", "务"),
            ("hue", "violet"),
            ("position", "1"),
            ("version", "1"),
        ];
        coord.post(&own, &typed).await.expect(303);
        typed[0].1 = "别的名称";
        let reply = coord.post(&own, &typed).await.expect(409);
        assert!(reply.body.contains("别的名称") && reply.body.contains("办事与服务"));
        let edited = themes(&world).await;
        let edited = edited.iter().find(|t| t.id == added.id).unwrap();
        assert_eq!(
            (edited.name.as_str(), edited.hue),
            ("办事与服务", Hue::Violet)
        );
        assert_eq!(edited.code, added.code, "the code stays");
    }
);

both!(
    a_theme_is_refused_at_its_fields_and_nothing_changes,
    |world| async move {
        let coord = world.client("coord").await;
        let cases = [
            (vec![("name", ""), ("mark", "办")], "请填写"),
            (vec![("name", "办事"), ("mark", "办事")], "最多 1 个字"),
            (
                vec![("name", "听声音"), ("mark", "声")],
                "另一个方面已经用了这个字",
            ),
            (
                vec![("name", "倾听一线声音"), ("mark", "听")],
                "已经有一条相同的了",
            ),
            (
                vec![("name", "办事"), ("mark", "办"), ("hue", "pink")],
                "不在可选的范围里",
            ),
            (
                vec![("name", "办事"), ("mark", "办"), ("position", "0")],
                "次序请写",
            ),
        ];
        for (typed, words) in cases {
            let reply = coord.post("/themes", &typed).await.expect(422);
            assert!(reply.body.contains(words), "{typed:?}");
        }
        assert_eq!(themes(&world).await.len(), 1);
        let own = format!("/themes/{}", world.theme());
        let reply = coord.post(&own, &[("name", "只有名称")]).await.expect(422);
        assert!(reply.body.contains("只有名称"));
    }
);

both!(
    a_retired_theme_stays_on_old_rows_and_cannot_be_chosen,
    |world| async move {
        let id = world.listed_problem().await;
        let own = format!("/themes/{}", world.theme());
        let coord = world.client("coord").await;
        let jia = world.client("jia").await;
        assert!(jia.get("/problems/new").await.body.contains("倾听一线声音"));
        let retire = format!("{own}/retirement");
        coord.post(&retire, &[("version", "9")]).await.expect(409);
        coord.post(&retire, &[("version", "1")]).await.expect(303);
        coord.post(&retire, &[]).await.expect(409);
        assert!(!jia.get("/problems/new").await.body.contains("倾听一线声音"));
        let dossier = jia.get(&format!("/problems/{id}")).await;
        assert!(dossier.body.contains("倾听一线声音"));
        assert!(coord.get("/themes").await.body.contains("已停用"));
        let restore = format!("{own}/restoration");
        coord.post(&restore, &[]).await.expect(303);
        coord.post(&restore, &[]).await.expect(409);
        assert!(jia.get("/problems/new").await.body.contains("倾听一线声音"));
        for key in ["jia", "bing", "leader", "stranger"] {
            let client = world.client(key).await;
            client.get(&format!("{own}/edit")).await.expect(404);
            client.post(&own, &GOOD).await.expect(404);
            client.post(&retire, &[]).await.expect(404);
            client.post(&restore, &[]).await.expect(404);
        }
        world
            .client("bing")
            .await
            .post("/themes", &GOOD)
            .await
            .expect(404);
        let stranger = world.client("stranger").await.get("/themes").await;
        assert!(!stranger.expect(200).body.contains("倾听一线声音"));
        world.client("geng").await.get("/themes").await.expect(404);
    }
);

both!(a_script_keeps_themes_as_a_page_does, |world| async move {
    let all = "/api/v1/themes";
    let body = json!({"name": "办事", "mark": "办", "hue": "green"});
    let (reply, made) = call(&world, "coord", "POST", all, body.clone()).await;
    assert_eq!(
        (reply.status.as_u16(), &made["hue"]),
        (201, &json!("green")),
        "{}",
        reply.body
    );
    let path = format!("{all}/{}", made["id"]);
    let (_, read) = call(&world, "jia", "GET", &path, Value::Null).await;
    assert_eq!(read, made);
    let (_, list) = call(&world, "bing", "GET", all, Value::Null).await;
    assert_eq!(list["items"].as_array().unwrap().len(), 2);
    let change = json!({"name": "办事流程", "mark": "办", "version": 1});
    let (_, changed) = call(&world, "coord", "PATCH", &path, change.clone()).await;
    assert_eq!(
        (&changed["name"], &changed["hue"]),
        (&json!("办事流程"), &json!("green"))
    );
    let (reply, _) = call(&world, "coord", "PATCH", &path, change).await;
    assert_eq!(reply.status, 409);
    for (verb, is_retired) in [("retirement", true), ("restoration", false)] {
        let step = format!("{path}/{verb}");
        let (_, done) = call(&world, "coord", "POST", &step, json!({})).await;
        assert_eq!(done["is_retired"], json!(is_retired));
        let (reply, _) = call(&world, "coord", "POST", &step, json!({})).await;
        assert_eq!(reply.status, 409);
        let (reply, _) = call(&world, "stranger", "POST", &step, json!({})).await;
        assert_eq!(reply.status, 404);
    }
    let (reply, _) = call(&world, "coord", "POST", all, json!({"name": ""})).await;
    assert_eq!(reply.status, 422);
    let (reply, _) = call(&world, "bing", "POST", all, body).await;
    assert_eq!(reply.status, 404);
});
