//! Proposing, editing and moving problems.

use gongjie::problem::queries;
use gongjie::problem::rules::State;

use crate::client::Client;
use crate::world::World;

fn fields(world: &World) -> Vec<(&'static str, String)> {
    vec![
        ("title", "实验室门禁晚间停用".to_owned()),
        ("hurts", "研究生晚上进不去".to_owned()),
        ("raised_by_unit_id", world.unit_text("A")),
        ("theme_id", world.theme().to_string()),
    ]
}

fn borrowed<'a>(fields: &'a [(&'static str, String)]) -> Vec<(&'a str, &'a str)> {
    fields.iter().map(|(n, v)| (*n, v.as_str())).collect()
}

async fn count(world: &World) -> u64 {
    let acting = world.acting("coord").await;
    queries::count(
        world.app.db.read(),
        &acting.actor,
        &queries::Filter::default(),
    )
    .await
    .unwrap()
}

async fn nobody_outside_sees(world: &World, id: i64, who: &[&str]) {
    for key in who {
        let client: Client = world.client(key).await;
        client
            .get(&format!("/problems/{id}/edit"))
            .await
            .expect(404);
    }
}

both!(
    a_liaison_proposes_a_problem_and_an_outsider_does_not_see_it,
    |world| async move {
        let jia = world.client("jia").await;
        jia.get("/problems/new").await.expect(200);
        let id = jia.post("/problems", &borrowed(&fields(&world))).await.id();
        let acting = world.acting("jia").await;
        let problem = queries::find(world.app.db.read(), &acting.actor, id)
            .await
            .unwrap();
        assert_eq!(problem.state, State::Proposed);
        nobody_outside_sees(&world, id, &["bing", "stranger", "wu"]).await;
    }
);

both!(
    a_refused_form_keeps_what_was_typed_and_changes_nothing,
    |world| async move {
        let jia = world.client("jia").await;
        let before = count(&world).await;
        let fields = [
            ("title", "只写了题目"),
            ("hurts", ""),
            ("raised_by_unit_id", "999999"),
        ];
        let reply = jia.post("/problems", &fields).await.expect(422);
        assert!(reply.body.contains("只写了题目"));
        assert!(reply.body.contains("请填写"));
        assert_eq!(count(&world).await, before);
    }
);

both!(
    a_unit_of_another_organisation_is_not_in_the_list,
    |world| async move {
        let jia = world.client("coord").await;
        let mut fields = fields(&world);
        fields[2].1 = world.unit_text("other");
        let reply = jia.post("/problems", &borrowed(&fields)).await.expect(422);
        assert!(reply.body.contains("不在可选的范围里"));
    }
);

both!(the_same_form_twice_makes_one_problem, |world| async move {
    let jia = world.client("jia").await;
    let fields = fields(&world);
    let before = count(&world).await;
    let first = jia
        .post_with_key("/problems", &borrowed(&fields), "key-1")
        .await;
    let second = jia
        .post_with_key("/problems", &borrowed(&fields), "key-1")
        .await;
    assert_eq!(first.id(), second.id());
    assert_eq!(count(&world).await, before + 1);
    let other = [("title", "别的")];
    jia.post_with_key("/problems", &other, "key-1")
        .await
        .expect(422);
});

both!(a_stale_edit_shows_both_wordings, |world| async move {
    let id = world.proposed_problem().await;
    let jia = world.client("jia").await;
    let path = format!("/problems/{id}");
    let mut fields = fields(&world);
    fields.push(("version", "1".to_owned()));
    jia.post(&path, &borrowed(&fields)).await.expect(303);
    fields[0].1 = "另一个写法".to_owned();
    let reply = jia.post(&path, &borrowed(&fields)).await.expect(409);
    assert!(reply.body.contains("另一个写法") && reply.body.contains("实验室门禁晚间停用"));
});

both!(
    only_the_coordinator_lists_and_a_reason_is_asked_for_refusals,
    |world| async move {
        let id = world.proposed_problem().await;
        let path = format!("/problems/{id}/moves");
        world
            .client("jia")
            .await
            .post(&path, &[("action", "list")])
            .await
            .expect(403);
        world
            .client("bing")
            .await
            .post(&path, &[("action", "list")])
            .await
            .expect(404);
        let coord = world.client("coord").await;
        coord
            .post(&path, &[("action", "decline")])
            .await
            .expect(422);
        coord.post(&path, &[("action", "list")]).await.expect(303);
        coord.post(&path, &[("action", "list")]).await.expect(409);
        coord.post(&path, &[("action", "close")]).await.expect(409);
    }
);
