//! Recording activities and what was decided there.

use gongjie::activity::queries;
use gongjie::activity::tables::{activity, decision};

use crate::pairing::{active, drafted, invited};
use crate::world::World;

fn fields(pairing: &str) -> Vec<(&'static str, &str)> {
    vec![
        ("pairing_id", pairing),
        ("kind", "theme_day"),
        ("title", "“开源节流”主题活动"),
        ("date_text", "6月21日"),
        ("minutes", "八家支部联合召开"),
        ("decisions", "修订相关文件\n下一次在哪家开"),
    ]
}

async fn found(world: &World, id: i64) -> (activity::Model, Vec<decision::Model>) {
    let acting = world.acting("coord").await;
    let read = world.app.db.read();
    (
        queries::find(read, &acting.actor, id).await.unwrap(),
        queries::list_decisions(read, &[id]).await.unwrap(),
    )
}

async fn count(world: &World) -> u64 {
    let acting = world.acting("coord").await;
    let filter = queries::Filter::default();
    queries::count(world.app.db.read(), &acting.actor, &filter)
        .await
        .unwrap()
}

both!(
    a_partner_records_an_activity_with_units_and_decisions,
    |world| async move {
        let (pairing, _) = active(&world).await;
        let text = pairing.to_string();
        let (a, b) = (world.unit_text("A"), world.unit_text("B"));
        let yi = world.client("yi").await;
        yi.get(&format!("/activities/new?pairing={pairing}"))
            .await
            .expect(200);
        let mut form = fields(&text);
        for (unit, came, expected, present) in [(&a, "yes", "12", "10"), (&b, "yes", "", "")] {
            form.push(("units", unit));
            form.push(("came", came));
            form.push(("expected", expected));
            form.push(("present", present));
            form.push(("notes", ""));
        }
        let id = yi.post("/activities", &form).await.id();
        let (activity, decisions) = found(&world, id).await;
        assert_eq!(activity.date_from.as_deref(), Some("2026-06-21"));
        assert_eq!(decisions.len(), 2);
        let units = queries::list_units(world.app.db.read(), &[id])
            .await
            .unwrap();
        assert_eq!(units[0].present, Some(10));
        assert_eq!(units[1].present, None);
        let bing = world.client("bing").await;
        let page = bing.get(&format!("/activities/{id}")).await.expect(200);
        assert!(page.body.contains("10/12") && page.body.contains("人数未载"));
        assert!(!page.body.contains("变成举措"), "an outsider has no button");
        let list = bing.get("/activities").await.expect(200);
        assert!(list.body.contains("2026 年 6 月"));
        world
            .client("stranger")
            .await
            .get(&format!("/activities/{id}"))
            .await
            .expect(404);
    }
);

both!(
    an_activity_of_a_pairing_not_to_be_seen_is_not_to_be_seen,
    |world| async move {
        let (pairing, _) = invited(&world, &["B"]).await;
        let text = pairing.to_string();
        let jia = world.client("jia").await;
        let id = jia.post("/activities", &fields(&text)).await.id();
        for outsider in ["bing", "stranger", "wu"] {
            let client = world.client(outsider).await;
            client.get(&format!("/activities/{id}")).await.expect(404);
            client
                .get(&format!("/activities/{id}/edit"))
                .await
                .expect(404);
            client
                .post(&format!("/activities/{id}"), &fields(&text))
                .await
                .expect(404);
            client
                .post(&format!("/activities/{id}/decisions"), &[("text", "x")])
                .await
                .expect(404);
            let list = client.get("/activities").await;
            assert!(!list.body.contains("开源节流"), "{outsider}");
        }
    }
);

both!(
    who_may_not_record_is_refused_and_a_draft_has_no_activities,
    |world| async move {
        let (pairing, problem) = active(&world).await;
        let text = pairing.to_string();
        let bing = world.client("bing").await;
        bing.post("/activities", &fields(&text)).await.expect(403);
        bing.get(&format!("/activities/new?pairing={pairing}"))
            .await
            .expect(403);
        let draft = drafted(&world, &["B"], problem).await.to_string();
        let jia = world.client("jia").await;
        jia.post("/activities", &fields(&draft)).await.expect(403);
        let stranger = world.client("stranger").await;
        stranger
            .post("/activities", &fields(&text))
            .await
            .expect(422);
        assert_eq!(count(&world).await, 0);
    }
);

both!(
    broken_fields_are_named_and_what_was_typed_stays,
    |world| async move {
        let (pairing, _) = active(&world).await;
        let text = pairing.to_string();
        let other = world.unit_text("other");
        let a = world.unit_text("A");
        let jia = world.client("jia").await;
        let cases: [(Vec<(&str, &str)>, &str); 5] = [
            (vec![("title", "")], "请填写"),
            (vec![("date_text", "2月30日")], "日历上没有这一天"),
            (vec![("units", &other)], "有单位不在可选的范围里"),
            (vec![("units", &a), ("units", &a)], "写了两行"),
            (
                vec![("units", &a), ("expected", "3"), ("present", "4")],
                "实到比应到多",
            ),
        ];
        for (wrong, words) in cases {
            let mut form = fields(&text);
            form.retain(|(name, _)| wrong.iter().all(|(w, _)| w != name));
            form.extend(wrong);
            let reply = jia.post("/activities", &form).await.expect(422);
            assert!(reply.body.contains(words), "{words}: {}", reply.body);
            assert!(reply.body.contains("八家支部联合召开"));
        }
        assert_eq!(count(&world).await, 0);
    }
);

both!(
    an_activity_is_edited_once_and_a_stale_edit_shows_both,
    |world| async move {
        let (pairing, _) = active(&world).await;
        let text = pairing.to_string();
        let jia = world.client("jia").await;
        let first = jia
            .post_with_key("/activities", &fields(&text), "one")
            .await
            .id();
        let again = jia
            .post_with_key("/activities", &fields(&text), "one")
            .await
            .id();
        assert_eq!(first, again);
        let path = format!("/activities/{first}");
        jia.get(&format!("{path}/edit")).await.expect(200);
        let mut form = fields(&text);
        form.push(("version", "1"));
        form[2].1 = "换个名称";
        jia.post(&path, &form).await.expect(303);
        form[2].1 = "晚到的名称";
        let reply = jia.post(&path, &form).await.expect(409);
        assert!(reply.body.contains("晚到的名称") && reply.body.contains("换个名称"));
        form[2].1 = "";
        form.last_mut().unwrap().1 = "2";
        jia.post(&path, &form).await.expect(422);
        let bing = world.client("bing").await;
        bing.post(&path, &form).await.expect(403);
        let (activity, decisions) = found(&world, first).await;
        assert_eq!(activity.title, "换个名称");
        assert_eq!(decisions.len(), 2, "editing leaves decisions alone");
    }
);

both!(a_decision_is_noted_and_settled_once, |world| async move {
    let (pairing, _) = active(&world).await;
    let text = pairing.to_string();
    let jia = world.client("jia").await;
    let id = jia.post("/activities", &fields(&text)).await.id();
    let path = format!("/activities/{id}/decisions");
    jia.post(&path, &[("text", " ")]).await.expect(422);
    jia.post(&path, &[("text", "第三条")]).await.expect(303);
    let bing = world.client("bing").await;
    bing.post(&path, &[("text", "x")]).await.expect(403);
    let (_, decisions) = found(&world, id).await;
    assert_eq!(decisions[2].text, "第三条");
    let note = format!("/decisions/{}/note", decisions[1].id);
    bing.post(&note, &[]).await.expect(403);
    world
        .client("stranger")
        .await
        .post(&note, &[])
        .await
        .expect(404);
    jia.post(&note, &[]).await.expect(303);
    jia.post(&note, &[]).await.expect(409);
    let page = jia.get(&format!("/activities/{id}")).await.expect(200);
    assert!(page.body.contains("只记在案") && page.body.contains("变成举措"));
});

both!(
    a_decision_becomes_a_measure_once_and_only_for_the_lead,
    |world| async move {
        let (pairing, problem) = active(&world).await;
        let (text, problem) = (pairing.to_string(), problem.to_string());
        let (jia, yi) = (world.client("jia").await, world.client("yi").await);
        let id = jia.post("/activities", &fields(&text)).await.id();
        let (_, decisions) = found(&world, id).await;
        let path = format!("/decisions/{}/measure", decisions[0].id);
        let a = world.unit_text("A");
        let owner = world.person_id("jia").to_string();
        let form = [
            ("problem_id", problem.as_str()),
            ("text", "修订相关文件"),
            ("lead", &a),
            ("owner", &owner),
            ("due_text", "2026-12-31"),
        ];
        let page = yi.get(&format!("/activities/{id}")).await.expect(200);
        assert!(!page.body.contains("/measure/new"));
        assert!(page.body.contains("由牵头单位或统筹办来办"));
        yi.get(&format!("{path}/new")).await.expect(403);
        yi.post(&path, &form).await.expect(403);
        let bing = world.client("bing").await;
        bing.post(&path, &form).await.expect(403);
        let stranger = world.client("stranger").await;
        stranger.get(&format!("{path}/new")).await.expect(404);
        stranger.post(&path, &form).await.expect(404);
        let page = jia.get(&format!("{path}/new")).await.expect(200);
        assert!(page.body.contains("修订相关文件") && !page.body.contains('⟦'));
        let mut wrong = form;
        wrong[0].1 = "999999";
        let reply = jia.post(&path, &wrong).await.expect(422);
        assert!(reply.body.contains("不在可选的范围里") && reply.body.contains("2026-12-31"));
        wrong = form;
        wrong[2].1 = "";
        jia.post(&path, &wrong).await.expect(422);
        let first = jia.post_with_key(&path, &form, "m").await.id();
        let second = jia.post_with_key(&path, &form, "m").await.id();
        assert_eq!(first, second);
        jia.post(&path, &form).await.expect(409);
        jia.get(&format!("{path}/new")).await.expect(409);
        let (_, decisions) = found(&world, id).await;
        assert_eq!(decisions[0].measure_id, Some(first));
        let note = format!("/decisions/{}/note", decisions[0].id);
        jia.post(&note, &[]).await.expect(409);
        let page = jia.get(&format!("/activities/{id}")).await.expect(200);
        assert!(page.body.contains(&format!("/measures/{first}")));
        assert!(page.body.contains("light__shape"), "its light is shown");
    }
);

both!(
    activities_are_listed_by_month_and_paged_by_key,
    |world| async move {
        let (pairing, _) = active(&world).await;
        let text = pairing.to_string();
        let jia = world.client("jia").await;
        for n in 0..52 {
            let day = match n {
                0 => "2026年3月2日".to_owned(),
                1 => "择机".to_owned(),
                n => format!("2026年6月{}日", n % 28 + 1),
            };
            let mut form = fields(&text);
            let title = format!("第{n}次");
            form[2].1 = &title;
            form[3].1 = &day;
            jia.post("/activities", &form).await.expect(303);
        }
        let page = jia.get("/activities").await.expect(200);
        assert!(page.body.contains("2026 年 6 月") && !page.body.contains("2026 年 3 月"));
        let next = page.body.split("class=\"end\" href=\"").nth(1).unwrap();
        let next = next.split('"').next().unwrap().replace("&#38;", "&");
        let rest = jia.get(&next).await.expect(200);
        assert!(rest.body.contains("2026 年 3 月") && rest.body.contains("时间未载"));
        assert!(
            !rest.body.contains("2026 年 6 月"),
            "no row stands on two pages"
        );
        let filtered = jia.get("/activities?kind=signing").await.expect(200);
        assert!(filtered.body.contains("没有符合的活动"));
        let english = jia.get("/activities?lang=en").await.expect(200);
        assert!(!english.body.contains('⟦'));
    }
);
