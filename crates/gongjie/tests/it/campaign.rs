//! Campaigns from planned to closed, stated totals, and problems that go on in the next year.

mod carry;
mod stated;
mod theme;

use gongjie::campaign::queries;
use gongjie::campaign::rules::CampaignState;
use gongjie::campaign::tables::campaign;
use serde_json::{Value, json};

use crate::api::call;
use crate::world::World;

/// The campaign that the world opened.
pub async fn this_year(world: &World) -> campaign::Model {
    let acting = world.acting("coord").await;
    let all = queries::list_campaigns(world.app.db.read(), &acting.actor).await;
    all.unwrap().into_iter().find(|c| c.year == 2026).unwrap()
}

fn fields(year: &str) -> Vec<(&'static str, String)> {
    vec![
        ("year", year.to_owned()),
        ("name", format!("{year} 年结对共建")),
        ("starts_on", format!("{year}-01-01")),
        ("ends_on", format!("{year}-12-31")),
    ]
}

fn borrowed<'a>(fields: &'a [(&'static str, String)]) -> Vec<(&'a str, &'a str)> {
    fields.iter().map(|(n, v)| (*n, v.as_str())).collect()
}

/// Closes the present campaign and opens that of 2027.
pub async fn next_year(world: &World) -> i64 {
    let coord = world.client("coord").await;
    let old = this_year(world).await;
    let step = [("action", "close")];
    coord
        .post(&format!("/campaigns/{}/moves", old.id), &step)
        .await
        .expect(303);
    let id = coord
        .post("/campaigns", &borrowed(&fields("2027")))
        .await
        .id();
    let step = [("action", "open")];
    let opened = coord.post(&format!("/campaigns/{id}/moves"), &step).await;
    assert_eq!(opened.location, format!("/campaigns/{id}/carry-overs"));
    id
}

async fn count(world: &World) -> usize {
    let acting = world.acting("coord").await;
    let all = queries::list_campaigns(world.app.db.read(), &acting.actor).await;
    all.unwrap().len()
}

both!(
    a_coordinator_plans_a_campaign_and_opens_it_after_the_last_one_is_closed,
    |world| async move {
        let coord = world.client("coord").await;
        let old = this_year(&world).await;
        coord.get("/campaigns/new").await.expect(200);
        let id = coord
            .post("/campaigns", &borrowed(&fields("2027")))
            .await
            .id();
        let page = coord.get(&format!("/campaigns/{id}")).await.expect(200);
        assert!(page.body.contains("筹备中") && page.body.contains("2027 年结对共建"));
        let path = format!("/campaigns/{id}/moves");
        let reply = coord.post(&path, &[("action", "open")]).await.expect(409);
        assert!(reply.body.contains("还开着，请先结束它"), "{}", reply.body);
        coord.post(&path, &[("action", "close")]).await.expect(409);
        coord.post(&path, &[("action", "dance")]).await.expect(422);
        let close = format!("/campaigns/{}/moves", old.id);
        coord
            .post(&close, &[("action", "close"), ("version", "1")])
            .await
            .expect(409);
        coord.post(&close, &[("action", "close")]).await.expect(303);
        coord.post(&path, &[("action", "open")]).await.expect(303);
        let acting = world.acting("coord").await;
        let opened = queries::find_open_campaign(world.app.db.read(), &acting.actor)
            .await
            .unwrap();
        assert_eq!((opened.id, opened.previous_id), (id, Some(old.id)));
        let page = coord.get("/campaigns").await.expect(200);
        assert!(page.body.contains("已结束") && page.body.contains("进行中"));
        let edit = format!("/campaigns/{}", old.id);
        coord.get(&format!("{edit}/edit")).await.expect(409);
        coord
            .post(&edit, &borrowed(&fields("2026")))
            .await
            .expect(409);
    }
);

both!(
    a_problem_is_proposed_in_an_open_campaign_only,
    |world| async move {
        let coord = world.client("coord").await;
        let old = this_year(&world).await;
        let path = format!("/campaigns/{}/moves", old.id);
        coord.post(&path, &[("action", "close")]).await.expect(303);
        let (unit, theme) = (world.unit_text("A"), world.theme().to_string());
        let fields = [
            ("title", "门禁"),
            ("hurts", "进不去"),
            ("raised_by_unit_id", unit.as_str()),
            ("theme_id", theme.as_str()),
        ];
        let jia = world.client("jia").await;
        let reply = jia.post("/problems", &fields).await.expect(409);
        assert!(reply.body.contains("现在没有开启的年度行动"));
    }
);

both!(
    a_refused_campaign_keeps_what_was_typed_and_changes_nothing,
    |world| async move {
        let coord = world.client("coord").await;
        let before = count(&world).await;
        let fields = [
            ("year", "1890"),
            ("name", "很久以前的行动"),
            ("starts_on", "2027-12-31"),
            ("ends_on", "2027-01-01"),
        ];
        let reply = coord.post("/campaigns", &fields).await.expect(422);
        for words in ["很久以前的行动", "1890", "年份应在", "结束日期早于开始日期"]
        {
            assert!(reply.body.contains(words), "{words}");
        }
        coord.post("/campaigns", &[]).await.expect(422);
        assert_eq!(count(&world).await, before);
    }
);

both!(
    a_campaign_is_made_once_and_a_stale_edit_shows_both_wordings,
    |world| async move {
        let coord = world.client("coord").await;
        let before = count(&world).await;
        let mut fields = fields("2027");
        let first = coord
            .post_with_key("/campaigns", &borrowed(&fields), "once")
            .await
            .id();
        let second = coord
            .post_with_key("/campaigns", &borrowed(&fields), "once")
            .await
            .id();
        assert_eq!((first, count(&world).await), (second, before + 1));
        let path = format!("/campaigns/{first}");
        coord.get(&format!("{path}/edit")).await.expect(200);
        fields.push(("version", "1".to_owned()));
        coord.post(&path, &borrowed(&fields)).await.expect(303);
        fields[1].1 = "另一个名称".to_owned();
        let reply = coord.post(&path, &borrowed(&fields)).await.expect(409);
        assert!(reply.body.contains("另一个名称") && reply.body.contains("2027 年结对共建"));
        fields[4].1 = "2".to_owned();
        coord.post(&path, &borrowed(&fields)).await.expect(303);
        fields[3].1 = "不是日期".to_owned();
        let reply = coord.post(&path, &borrowed(&fields)).await.expect(422);
        assert!(reply.body.contains("另一个名称") && reply.body.contains("不是日期"));
    }
);

both!(
    everybody_with_business_reads_campaigns_and_the_coordinator_alone_keeps_them,
    |world| async move {
        let id = this_year(&world).await.id;
        let own = format!("/campaigns/{id}");
        for key in ["jia", "bing", "leader", "inspector", "editor"] {
            let client = world.client(key).await;
            let page = client.get("/campaigns").await.expect(200);
            assert!(page.body.contains(&own) && !page.body.contains("/campaigns/new"));
            client.get(&own).await.expect(200);
            for path in ["/campaigns/new".to_owned(), format!("{own}/edit")] {
                client.get(&path).await.expect(404);
            }
            client
                .post("/campaigns", &borrowed(&fields("2027")))
                .await
                .expect(404);
            client
                .post(&own, &borrowed(&fields("2026")))
                .await
                .expect(404);
            client
                .post(&format!("{own}/moves"), &[("action", "close")])
                .await
                .expect(404);
        }
        let stranger = world.client("stranger").await;
        assert!(!stranger.get("/campaigns").await.body.contains(&own));
        stranger.get(&own).await.expect(404);
        stranger.get(&format!("{own}/edit")).await.expect(404);
        stranger
            .post(&own, &borrowed(&fields("2026")))
            .await
            .expect(404);
        stranger
            .post(&format!("{own}/moves"), &[("action", "close")])
            .await
            .expect(404);
        for key in ["wu", "ji", "geng"] {
            world.client(key).await.get("/campaigns").await.expect(404);
            world.client(key).await.get(&own).await.expect(404);
        }
        assert_eq!(world.nobody().get("/campaigns").await.status, 303);
        assert_eq!(this_year(&world).await.state, CampaignState::Open);
    }
);

both!(
    every_number_of_a_campaign_opens_to_its_rows,
    |world| async move {
        world.listed_problem().await;
        let id = this_year(&world).await.id;
        let jia = world.client("jia").await;
        let page = jia.get(&format!("/campaigns/{id}")).await.expect(200);
        for figure in ["problems", "pairings", "carried_in", "carried_on", "closed"] {
            let link = format!("/figures/{figure}?campaign={id}");
            assert!(page.body.contains(&link), "{link}");
            jia.get(&link).await.expect(200);
        }
        let english = jia
            .get(&format!("/campaigns/{id}?lang=en"))
            .await
            .expect(200);
        assert!(english.body.contains("Stated figures"));
    }
);

both!(
    a_script_keeps_campaigns_as_a_page_does,
    |world| async move {
        let body = json!({"year": 2027, "name": "2027", "starts_on": "2027-01-01", "ends_on": "2027-12-31"});
        let (reply, made) = call(&world, "coord", "POST", "/api/v1/campaigns", body.clone()).await;
        assert_eq!(reply.status, 201, "{}", reply.body);
        assert_eq!(
            (&made["state"], &made["year"]),
            (&json!("planned"), &json!(2027))
        );
        let path = format!("/api/v1/campaigns/{}", made["id"]);
        let (_, read) = call(&world, "jia", "GET", &path, Value::Null).await;
        assert_eq!(read, made);
        let (_, list) = call(&world, "bing", "GET", "/api/v1/campaigns", Value::Null).await;
        assert_eq!(list["items"].as_array().unwrap().len(), 2);
        let mut change = body.clone();
        change["name"] = json!("改名");
        change["version"] = json!(1);
        let (_, changed) = call(&world, "coord", "PATCH", &path, change.clone()).await;
        assert_eq!(
            (&changed["name"], &changed["version"]),
            (&json!("改名"), &json!(2))
        );
        let (reply, trouble) = call(&world, "coord", "PATCH", &path, change).await;
        assert_eq!(
            (reply.status.as_u16(), &trouble["version"]),
            (409, &json!(2))
        );
        let moves = format!("{path}/moves");
        for (action, status) in [("open", 409), ("close", 409), ("dance", 422)] {
            let step = json!({"action": action});
            let (reply, _) = call(&world, "coord", "POST", &moves, step).await;
            assert_eq!(reply.status, status, "{action}");
        }
        let old = format!("/api/v1/campaigns/{}/moves", this_year(&world).await.id);
        let (_, closed) = call(&world, "coord", "POST", &old, json!({"action": "close"})).await;
        assert_eq!(closed["state"], "closed");
        let (_, opened) = call(&world, "coord", "POST", &moves, json!({"action": "open"})).await;
        assert_eq!(opened["state"], "open");
        let (reply, trouble) = call(&world, "coord", "POST", "/api/v1/campaigns", json!({})).await;
        assert_eq!(
            (
                reply.status.as_u16(),
                trouble["errors"].as_array().unwrap().len()
            ),
            (422, 4)
        );
        for who in ["jia", "bing"] {
            let (reply, _) = call(&world, who, "POST", "/api/v1/campaigns", body.clone()).await;
            assert_eq!(reply.status, 404, "{who}");
        }
        let (reply, _) = call(&world, "stranger", "GET", &path, Value::Null).await;
        assert_eq!(reply.status, 404);
        let (reply, _) = call(&world, "stranger", "PATCH", &path, body).await;
        assert_eq!(reply.status, 404);
    }
);
