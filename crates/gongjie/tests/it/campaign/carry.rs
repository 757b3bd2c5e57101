//! 结转: a problem goes on in the next campaign, once in each year and once in a total.

use gongjie::figures::queries::{self as figures, Scope};
use gongjie::figures::rules::Figure;
use gongjie::pairing::{actions as pairings, rules as pairing_rules};
use gongjie::problem::{actions as problems, lifecycle::Action, queries};
use serde_json::{Value, json};

use super::{next_year, this_year};
use crate::api::call;
use crate::world::World;

/// How many rows a figure has in a campaign.
async fn number(world: &World, campaign_id: i64, figure: Figure) -> i64 {
    let acting = world.acting("coord").await;
    let conn = world.app.db.read();
    let found = gongjie::campaign::queries::find_campaign(conn, &acting.actor, campaign_id).await;
    let scope = Scope {
        campaign: Some(found.unwrap()),
        theme: None,
        today: world.app.clock.today(),
    };
    let counted = figures::count(conn, &acting.actor, &scope, figure)
        .await
        .unwrap();
    let rows = figures::rows(conn, &acting.actor, &scope, figure, 0, 100).await;
    assert_eq!(counted, i64::try_from(rows.unwrap().len()).unwrap());
    counted
}

async fn declined_problem(world: &World) -> i64 {
    let id = world.proposed_problem().await;
    let acting = world.acting("coord").await;
    let tx = world.begin().await;
    let step = problems::Step {
        reason: "不属于本次行动".into(),
        ..problems::Step::default()
    };
    problems::advance(&tx, &acting, id, Action::Decline, &[], &step)
        .await
        .unwrap();
    tx.commit().await.unwrap();
    id
}

/// A leads, B is the partner: in force.
async fn paired(world: &World, problem_id: i64) -> i64 {
    let input = pairing_rules::Input {
        title: "厘清权责".into(),
        lead: world.unit_text("A"),
        partners: vec![world.unit_text("B")],
        problems: vec![problem_id.to_string()],
        theme_id: world.theme().to_string(),
        date_text: "2026年11月20日".into(),
        ..pairing_rules::Input::default()
    };
    let (jia, yi) = (world.acting("jia").await, world.acting("yi").await);
    let tx = world.begin().await;
    let id = pairings::create(&tx, &jia, &input).await.unwrap();
    pairings::invite(&tx, &jia, id, &pairings::StepInput::default())
        .await
        .unwrap();
    let answer = pairings::AnswerInput {
        unit_id: world.unit_text("B"),
        answer: "confirmed".into(),
        note: String::new(),
    };
    pairings::answer(&tx, &yi, id, &answer).await.unwrap();
    tx.commit().await.unwrap();
    id
}

async fn carry(world: &World, campaign_id: i64, problem_id: i64) {
    let id = problem_id.to_string();
    let path = format!("/campaigns/{campaign_id}/carry-overs");
    let coord = world.client("coord").await;
    let reply = coord.post(&path, &[("problems", &id)]).await.expect(303);
    assert_eq!(reply.location, format!("/campaigns/{campaign_id}"));
}

both!(
    the_coordinator_carries_a_chosen_problem_and_it_counts_once_in_each_year,
    |world| async move {
        let (first, second) = (world.listed_problem().await, world.listed_problem().await);
        let declined = declined_problem(&world).await;
        let old = this_year(&world).await.id;
        let acting = world.acting("coord").await;
        let before = queries::find(world.app.db.read(), &acting.actor, first).await;
        let before = before.unwrap();
        let new = next_year(&world).await;
        let coord = world.client("coord").await;
        let page = coord.get(&format!("/campaigns/{new}/carry-overs")).await;
        let page = page.expect(200).body;
        for (id, is_there) in [(first, true), (second, true), (declined, false)] {
            assert_eq!(
                page.contains(&format!("/problems/{id}\"")),
                is_there,
                "{id}"
            );
        }
        carry(&world, new, first).await;
        let after = queries::find(world.app.db.read(), &acting.actor, first).await;
        assert_eq!(after.unwrap(), before, "nothing of the row changes");
        let cases = [
            (old, Figure::Problems, 2),
            (old, Figure::CarriedOn, 1),
            (old, Figure::CarriedIn, 0),
            (new, Figure::Problems, 1),
            (new, Figure::CarriedIn, 1),
            (new, Figure::CarriedOn, 0),
        ];
        for (campaign, figure, wanted) in cases {
            assert_eq!(
                number(&world, campaign, figure).await,
                wanted,
                "{campaign} {figure}"
            );
        }
        let jia = world.client("jia").await;
        let list = jia.get(&format!("/problems?campaign={new}")).await.body;
        assert!(
            list.contains("上年结转") && list.contains("〔2026〕1"),
            "{list}"
        );
        assert!(!list.contains(&format!("/problems/{second}\"")));
        let list = jia.get(&format!("/problems?campaign={old}")).await.body;
        assert!(list.contains("结转下年"));
        let all = jia.get("/problems?campaign=all").await.body;
        assert_eq!(
            all.matches(&format!("href=\"/problems/{first}\"")).count(),
            1
        );
        let dossier = jia.get(&format!("/problems/{first}")).await.body;
        assert!(dossier.contains("结转到") && dossier.contains(&format!("/campaigns/{new}")));
        let page = coord.get(&format!("/campaigns/{new}")).await.body;
        assert!(page.contains("上年结转来的难题") && page.contains(&format!("/problems/{first}")));
        let page = coord.get(&format!("/campaigns/{old}")).await.body;
        assert!(page.contains("结转下年的难题"));
    }
);

both!(
    the_ledger_and_the_lists_of_both_years_show_a_carried_problem,
    |world| async move {
        let id = world.listed_problem().await;
        paired(&world, id).await;
        let old = this_year(&world).await.id;
        let new = next_year(&world).await;
        carry(&world, new, id).await;
        for figure in [Figure::Pairings, Figure::Branches] {
            assert_eq!(
                number(&world, old, figure).await,
                number(&world, new, figure).await,
                "{figure}"
            );
        }
        assert_eq!(number(&world, new, Figure::Pairings).await, 1);
        let jia = world.client("jia").await;
        let unit = world.unit("A");
        for (campaign, mark, other) in
            [(old, "结转下年", "上年结转"), (new, "上年结转", "结转下年")]
        {
            for path in [
                format!("/ledger?campaign={campaign}"),
                format!("/ledger.csv?campaign={campaign}"),
                format!("/lists?campaign={campaign}&unit={unit}&q=%E6%9D%83%E8%B4%A3"),
                format!("/lists.csv?campaign={campaign}&list=problems"),
                format!("/lists/closings?campaign={campaign}"),
            ] {
                let body = jia.get(&path).await.expect(200).body;
                assert!(body.contains("权责不清"), "{path}");
                assert!(body.contains(mark) && !body.contains(other), "{path}");
            }
        }
    }
);

both!(
    a_problem_that_is_closed_in_the_new_year_is_closed_there_alone,
    |world| async move {
        let id = world.listed_problem().await;
        let old = this_year(&world).await.id;
        let new = next_year(&world).await;
        carry(&world, new, id).await;
        let tx = world.begin().await;
        let sql = "UPDATE problem SET state = 'closed', closed_as = 'checked', \
                   closed_on = '2027-02-01' WHERE id = $1";
        tx.run(sql, [id.into()]).await.unwrap();
        tx.commit().await.unwrap();
        for figure in [Figure::Closed, Figure::Checked] {
            assert_eq!(number(&world, old, figure).await, 0, "{figure}");
            assert_eq!(number(&world, new, figure).await, 1, "{figure}");
        }
        assert_eq!(number(&world, old, Figure::Problems).await, 1);
        let acting = world.acting("coord").await;
        for (campaign, wanted) in [(old, 0), (new, 1)] {
            let filter = queries::Filter {
                campaign_id: Some(campaign),
                state: Some(gongjie::problem::rules::State::Closed),
                ..queries::Filter::default()
            };
            let found = queries::count(world.app.db.read(), &acting.actor, &filter).await;
            assert_eq!(found.unwrap(), wanted, "{campaign}");
        }
    }
);

both!(
    all_open_problems_go_on_and_a_second_year_takes_them_from_the_last_one,
    |world| async move {
        let first = world.listed_problem().await;
        world.proposed_problem().await;
        let new = next_year(&world).await;
        let coord = world.client("coord").await;
        let path = format!("/campaigns/{new}/carry-overs");
        coord.post(&path, &[("all", "1")]).await.expect(303);
        let reply = coord.post(&path, &[("all", "1")]).await.expect(422);
        assert!(reply.body.contains("没有要结转的难题"));
        let page = coord.get(&path).await.expect(200);
        assert!(page.body.contains("没有要结转的"));
        let moves = format!("/campaigns/{new}/moves");
        coord.post(&moves, &[("action", "close")]).await.expect(303);
        let fields = [
            ("year", "2028"),
            ("name", "2028"),
            ("starts_on", "2028-01-01"),
            ("ends_on", "2028-12-31"),
        ];
        let third = coord.post("/campaigns", &fields).await.id();
        let moves = format!("/campaigns/{third}/moves");
        coord.post(&moves, &[("action", "open")]).await.expect(303);
        carry(&world, third, first).await;
        let acting = world.acting("coord").await;
        let found =
            gongjie::problem::carry_queries::list_carries(world.app.db.read(), &[first]).await;
        let steps: Vec<(i64, i64)> = found.unwrap()[&first]
            .iter()
            .map(|c| (c.from_campaign_id, c.to_campaign_id))
            .collect();
        let old = this_year(&world).await.id;
        assert_eq!(steps, [(old, new), (new, third)]);
        let list = coord.get(&format!("/problems?campaign={new}")).await.body;
        assert!(list.contains("上年结转") && list.contains("结转下年"));
        let filter = queries::Filter::default();
        let all = queries::count(world.app.db.read(), &acting.actor, &filter);
        assert_eq!(all.await.unwrap(), 2, "a total over years counts once");
    }
);

both!(
    what_cannot_be_carried_is_refused_with_words_and_nothing_changes,
    |world| async move {
        let id = world.listed_problem().await.to_string();
        let declined = declined_problem(&world).await.to_string();
        let old = this_year(&world).await.id;
        let coord = world.client("coord").await;
        let early = coord
            .post(
                &format!("/campaigns/{old}/carry-overs"),
                &[("problems", &id)],
            )
            .await
            .expect(422);
        assert!(early.body.contains("有的难题不能结转"));
        let new = next_year(&world).await;
        let path = format!("/campaigns/{new}/carry-overs");
        let reply = coord.post(&path, &[]).await.expect(422);
        assert!(reply.body.contains("请至少选一道"));
        let both = [("problems", id.as_str()), ("problems", declined.as_str())];
        let reply = coord.post(&path, &both).await.expect(422);
        assert!(reply.body.contains("有的难题不能结转"));
        coord.post(&path, &[("problems", "x")]).await.expect(422);
        assert_eq!(number(&world, new, Figure::Problems).await, 0);
        let closed = format!("/campaigns/{old}/carry-overs");
        let reply = coord.post(&closed, &[("all", "1")]).await.expect(409);
        assert!(reply.body.contains("只能结转到开启的年度行动"));
        coord.get(&closed).await.expect(409);
        for key in ["jia", "bing", "leader", "stranger"] {
            let client = world.client(key).await;
            client.get(&path).await.expect(404);
            client.post(&path, &[("all", "1")]).await.expect(404);
        }
        let chosen = [("problems", id.as_str())];
        coord.post_with_key(&path, &chosen, "k").await.expect(303);
        coord.post_with_key(&path, &chosen, "k").await.expect(303);
        coord.post(&path, &chosen).await.expect(422);
        assert_eq!(number(&world, new, Figure::CarriedIn).await, 1);
    }
);

both!(a_script_carries_over_as_a_page_does, |world| async move {
    let id = world.listed_problem().await;
    let old = this_year(&world).await.id;
    let new = next_year(&world).await;
    let path = format!("/api/v1/campaigns/{new}/carry-overs");
    let chosen = json!({"problems": [id]});
    for (who, status) in [("bing", 404), ("stranger", 404)] {
        let (reply, _) = call(&world, who, "POST", &path, chosen.clone()).await;
        assert_eq!(reply.status, status, "{who}");
    }
    let (reply, _) = call(&world, "coord", "POST", &path, json!({})).await;
    assert_eq!(reply.status, 422);
    let (reply, done) = call(&world, "coord", "POST", &path, chosen).await;
    assert_eq!(
        (reply.status.as_u16(), &done["carried"]),
        (201, &json!(1)),
        "{}",
        reply.body
    );
    for campaign in [old, new] {
        let path = format!("/api/v1/campaigns/{campaign}/carry-overs");
        let (_, list) = call(&world, "jia", "GET", &path, Value::Null).await;
        assert_eq!(list["items"][0]["problem_id"], json!(id));
        assert_eq!(list["items"][0]["carried_on"], "2026-11-23");
        let (reply, _) = call(&world, "stranger", "GET", &path, Value::Null).await;
        assert_eq!(reply.status, 404);
    }
    for campaign in [old, new] {
        let list = format!("/api/v1/problems?campaign_id={campaign}");
        let (_, page) = call(&world, "jia", "GET", &list, Value::Null).await;
        assert_eq!(page["items"].as_array().unwrap().len(), 1);
        assert_eq!(page["items"][0]["campaign_id"], json!(old));
    }
});
