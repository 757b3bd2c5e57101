//! Totals that somebody stated 原文所述、上报数: kept as written, beside what the rows give.

use gongjie::campaign::queries;
use serde_json::{Value, json};

use super::this_year;
use crate::api::call;
use crate::world::World;

const GOOD: [(&str, &str); 4] = [
    ("kind", "problems"),
    ("text", "25余项"),
    ("as_of", "2026-11-01"),
    ("source", "年中汇报第 2 页"),
];

async fn stated(world: &World) -> Vec<gongjie::campaign::tables::stated_figure::Model> {
    let id = this_year(world).await.id;
    queries::list_stated(world.app.db.read(), id).await.unwrap()
}

both!(
    a_stated_total_stands_beside_what_the_rows_give,
    |world| async move {
        world.listed_problem().await;
        let id = this_year(&world).await.id;
        let coord = world.client("coord").await;
        let path = format!("/campaigns/{id}/stated-figures");
        coord.get(&format!("{path}/new")).await.expect(200);
        coord.post_with_key(&path, &GOOD, "k").await.expect(303);
        coord.post_with_key(&path, &GOOD, "k").await.expect(303);
        let rows = stated(&world).await;
        let row = rows.first().unwrap();
        assert_eq!(
            (rows.len(), row.number, row.text.as_str(), row.unit.as_str()),
            (1, 25, "25余", "项")
        );
        let page = world
            .client("jia")
            .await
            .get(&format!("/campaigns/{id}"))
            .await;
        for words in ["25余", "年中汇报第 2 页", "台账 1 行"] {
            assert!(page.body.contains(words), "{words} {}", page.body);
        }
        let other = [
            ("kind", "other"),
            ("label", "参加活动人次"),
            ("text", "1200"),
            ("source", "简报"),
        ];
        coord.post(&path, &other).await.expect(303);
        let page = coord.get(&format!("/campaigns/{id}")).await;
        assert!(page.body.contains("参加活动人次"));
    }
);

both!(
    a_stated_total_is_refused_at_its_fields_and_nothing_changes,
    |world| async move {
        let id = this_year(&world).await.id;
        let coord = world.client("coord").await;
        let path = format!("/campaigns/{id}/stated-figures");
        let bad = [("kind", "other"), ("text", "许多"), ("source", "")];
        let reply = coord.post(&path, &bad).await.expect(422);
        for words in ["许多", "读不出一个整数", "请填写"] {
            assert!(reply.body.contains(words), "{words}");
        }
        assert!(stated(&world).await.is_empty());
        coord.post(&path, &GOOD).await.expect(303);
        let reply = coord.post(&path, &GOOD).await.expect(422);
        assert!(reply.body.contains("这一类已经录过一个"));
        assert_eq!(stated(&world).await.len(), 1);
    }
);

both!(
    a_stated_total_is_corrected_and_a_stale_correction_shows_both,
    |world| async move {
        let id = this_year(&world).await.id;
        let coord = world.client("coord").await;
        let path = format!("/campaigns/{id}/stated-figures");
        coord.post(&path, &GOOD).await.expect(303);
        let own = format!("/stated-figures/{}", stated(&world).await[0].id);
        coord.get(&format!("{own}/edit")).await.expect(200);
        let mut typed = vec![
            ("kind", "problems"),
            ("text", "26"),
            ("source", "年终汇报"),
            ("version", "1"),
        ];
        coord.post(&own, &typed).await.expect(303);
        assert_eq!(stated(&world).await[0].number, 26);
        typed[1].1 = "27";
        let reply = coord.post(&own, &typed).await.expect(409);
        assert!(reply.body.contains("27") && reply.body.contains("26"));
        typed[2].1 = "";
        coord.post(&own, &typed).await.expect(422);
        for key in ["jia", "bing", "stranger"] {
            let client = world.client(key).await;
            client.get(&format!("{path}/new")).await.expect(404);
            client.get(&format!("{own}/edit")).await.expect(404);
            client.post(&path, &GOOD).await.expect(404);
            client.post(&own, &GOOD).await.expect(404);
        }
        assert_eq!(stated(&world).await[0].number, 26);
    }
);

both!(a_script_states_figures_as_a_page_does, |world| async move {
    let campaign = this_year(&world).await.id;
    let all = "/api/v1/stated-figures";
    let body =
        json!({"campaign_id": campaign, "kind": "documents", "text": "15", "source": "通知"});
    let (reply, made) = call(&world, "coord", "POST", all, body.clone()).await;
    assert_eq!(
        (reply.status.as_u16(), &made["number"]),
        (201, &json!(15)),
        "{}",
        reply.body
    );
    let (reply, _) = call(&world, "coord", "POST", all, body.clone()).await;
    assert_eq!(reply.status, 422);
    let nowhere = json!({"kind": "documents", "text": "15", "source": "通知"});
    let (reply, _) = call(&world, "coord", "POST", all, nowhere).await;
    assert_eq!(reply.status, 422);
    let path = format!("{all}/{}", made["id"]);
    let (_, read) = call(&world, "jia", "GET", &path, Value::Null).await;
    assert_eq!(read, made);
    let (_, list) = call(&world, "jia", "GET", all, Value::Null).await;
    assert_eq!(list["items"], json!([made]));
    let change = json!({"kind": "documents", "text": "16", "source": "通知", "version": 1});
    let (_, changed) = call(&world, "coord", "PATCH", &path, change.clone()).await;
    assert_eq!(changed["number"], json!(16));
    let (reply, _) = call(&world, "coord", "PATCH", &path, change).await;
    assert_eq!(reply.status, 409);
    let (reply, _) = call(&world, "bing", "POST", all, body.clone()).await;
    assert_eq!(reply.status, 404);
    let (reply, _) = call(&world, "stranger", "POST", all, body).await;
    assert_eq!(
        reply.status, 422,
        "a campaign of another organisation is not in the list"
    );
    let (reply, _) = call(&world, "stranger", "GET", &path, Value::Null).await;
    assert_eq!(reply.status, 404);
});
