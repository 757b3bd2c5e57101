//! Progress, milestones, extensions, send-backs, disputes, rests.

use super::*;

both!(progress_is_one_sentence_or_one_click, |world| async move {
    let (_, id) = issued_measure(&world).await;
    let yi = world.client("yi").await;
    let path = format!("/measures/{id}/progress");
    yi.post(&path, &[("sentence", "开始了")]).await.expect(409);
    step(&yi, id, "sign", &[]).await.expect(303);
    let reply = yi
        .post(&path, &[("sentence", "  "), ("next_step", "下周再看")])
        .await;
    let reply = reply.expect(422);
    assert!(reply.body.contains("请填写") && reply.body.contains("下周再看"));
    assert_eq!(
        find(&world, id).await.state,
        State::Signed,
        "nothing changed"
    );
    for bad in ["120", "-1", "一半"] {
        yi.post(&path, &[("sentence", "开始了"), ("percent", bad)])
            .await
            .expect(422);
    }
    yi.post(&path, &[("sentence", "开始了"), ("percent", "10")])
        .await
        .expect(303);
    assert_eq!(
        find(&world, id).await.state,
        State::Working,
        "the first entry starts the work"
    );
    yi.post(&path, &[("no_change", "1")]).await.expect(303);
    let conn = world.app.db.read();
    let entries = queries::list_progress(conn, &[id]).await.unwrap();
    assert_eq!(entries.len(), 2);
    assert!(entries[1].is_no_change && entries[1].sentence.is_none());
    world
        .client("jia")
        .await
        .post(&path, &[("no_change", "1")])
        .await
        .expect(403);
    world
        .client("stranger")
        .await
        .post(&path, &[("no_change", "1")])
        .await
        .expect(404);
    world.app.clock.forward_days(8);
    let yi = world.client("yi").await;
    assert_eq!(verbs(&world, "yi").await, [Verb::Progress]);
    let page = yi.get(&format!("/measures/{id}")).await.expect(200);
    assert!(page.body.contains("该报一次进展了") && page.body.contains("没有变化"));
});

both!(
    milestones_are_ticked_and_a_late_one_is_yellow,
    |world| async move {
        let (_, id) = working_measure(&world).await;
        let yi = world.client("yi").await;
        let path = format!("/measures/{id}/milestones");
        let reply = yi
            .post(&path, &[("text", "方案"), ("due_on", "2027-02-01")])
            .await;
        assert!(reply.expect(422).body.contains("不能晚于时限"));
        yi.post(&path, &[("text", "方案")]).await.expect(422);
        world
            .client("bing")
            .await
            .post(&path, &[("text", "方案"), ("due_on", "2026-11-25")])
            .await
            .expect(403);
        yi.post(&path, &[("text", "方案"), ("due_on", "2026-11-25")])
            .await
            .expect(303);
        assert_eq!(light(&world, id).await, Light::Green);
        world.app.clock.forward_days(3);
        let yi = world.client("yi").await;
        assert_eq!(light(&world, id).await, Light::Yellow);
        let page = yi.get(&format!("/measures/{id}")).await.expect(200);
        assert!(page.body.contains("该到没到，迟 1 天"), "{}", page.body);
        let stone = queries::list_milestones(world.app.db.read(), &[id])
            .await
            .unwrap()[0]
            .id;
        let tick = format!("/milestones/{stone}/completion");
        world
            .client("stranger")
            .await
            .post(&tick, &[])
            .await
            .expect(404);
        world
            .client("bing")
            .await
            .post(&tick, &[])
            .await
            .expect(403);
        yi.post(&tick, &[]).await.expect(303);
        yi.post(&tick, &[]).await.expect(409);
        assert_eq!(light(&world, id).await, Light::Green);
    }
);

both!(
    an_extension_is_asked_agreed_and_granted_and_the_first_promise_stays,
    |world| async move {
        let (_, id) = working_measure(&world).await;
        let (yi, head) = (world.client("yi").await, world.client("yi_head").await);
        let inspector = world.client("inspector").await;
        let path = format!("/measures/{id}/extensions");
        let ask = [("to_due_on", "2027-02-10"), ("reason", "等会签")];
        let page = yi.get(&format!("/measures/{id}")).await.expect(200);
        assert!(
            page.body.contains("2027年2月21日"),
            "the last possible date is shown"
        );
        let reply = yi
            .post(&path, &[("to_due_on", "2027-02-22"), ("reason", "等会签")])
            .await;
        let reply = reply.expect(422);
        assert!(reply.body.contains("最晚到 2027年2月21日") && reply.body.contains("等会签"));
        yi.post(&path, &[("to_due_on", "2027-01-22"), ("reason", "等会签")])
            .await
            .expect(422);
        yi.post(&path, &[("to_due_on", "2027-02-10")])
            .await
            .expect(422);
        world
            .client("jia")
            .await
            .post(&path, &ask)
            .await
            .expect(403);
        world
            .client("stranger")
            .await
            .post(&path, &ask)
            .await
            .expect(404);
        yi.post(&path, &ask).await.expect(303);
        yi.post(&path, &ask).await.expect(409);
        let asked = queries::list_extensions(world.app.db.read(), &[id])
            .await
            .unwrap();
        let decide = format!("/extensions/{}/decision", asked[0].id);
        assert_eq!(verbs(&world, "yi_head").await, [Verb::Agree]);
        inspector
            .post(&decide, &[("decision", "grant")])
            .await
            .expect(409);
        yi.post(&decide, &[("decision", "agree")]).await.expect(403);
        head.post(&decide, &[("decision", "agree")])
            .await
            .expect(303);
        assert_eq!(verbs(&world, "inspector").await, [Verb::Decide]);
        inspector
            .post(&decide, &[("decision", "grant"), ("version", "1")])
            .await
            .expect(409);
        inspector
            .post(&decide, &[("decision", "deny")])
            .await
            .expect(422);
        inspector
            .post(&decide, &[("decision", "grant"), ("due_on", "2027-03-30")])
            .await
            .expect(422);
        assert_eq!(find(&world, id).await.due_on.as_deref(), Some("2027-01-22"));
        world
            .client("bing")
            .await
            .post(&decide, &[("decision", "grant")])
            .await
            .expect(403);
        world
            .client("stranger")
            .await
            .post(&decide, &[("decision", "grant")])
            .await
            .expect(404);
        inspector
            .post(&decide, &[("decision", "grant"), ("due_on", "2027-02-05")])
            .await
            .expect(303);
        let row = find(&world, id).await;
        assert_eq!(row.due_on.as_deref(), Some("2027-02-05"));
        assert_eq!(row.first_due_on.as_deref(), Some("2027-01-22"));
        let page = yi.get(&format!("/measures/{id}")).await.expect(200);
        assert!(page.body.contains("2027年1月22日") && page.body.contains("2027年2月5日"));
        // the second and last one, asked by the head itself, then withdrawn
        head.post(
            &path,
            &[("to_due_on", "2027-02-20"), ("reason", "还差一步")],
        )
        .await
        .expect(303);
        let asked = queries::list_extensions(world.app.db.read(), &[id])
            .await
            .unwrap();
        assert_eq!(asked[1].state, ExtensionState::HeadAgreed);
        let decide = format!("/extensions/{}/decision", asked[1].id);
        yi.post(&decide, &[("decision", "withdraw")])
            .await
            .expect(403);
        head.post(&decide, &[("decision", "withdraw")])
            .await
            .expect(303);
        world.app.clock.forward_days(74);
        let head = world.client("yi_head").await;
        let reply = head
            .post(&path, &[("to_due_on", "2027-02-20"), ("reason", "迟了")])
            .await;
        assert!(reply.expect(409).body.contains("当天和过期以后"));
        assert_eq!(light(&world, id).await, Light::Yellow);
        world.app.clock.forward_days(1);
        assert_eq!(light(&world, id).await, Light::Red);
        assert!(verbs(&world, "yi").await.contains(&Verb::Red));
    }
);

both!(
    a_measure_is_sent_back_with_a_reason_and_twice_makes_it_yellow,
    |world| async move {
        let (_, id) = working_measure(&world).await;
        let (yi, head) = (world.client("yi").await, world.client("jia_head").await);
        for n in 1..=2 {
            step(&yi, id, "report", &[("result", "好了")])
                .await
                .expect(303);
            step(&head, id, "send_back", &[]).await.expect(422);
            step(&head, id, "send_back", &[("code", "x")])
                .await
                .expect(422);
            let back = [("code", "evidence"), ("reason", "没有佐证")];
            step(&head, id, "send_back", &back).await.expect(303);
            let wanted = if n == 2 { Light::Yellow } else { Light::Green };
            assert_eq!(light(&world, id).await, wanted);
        }
        let page = yi.get(&format!("/measures/{id}")).await.expect(200);
        assert!(page.body.contains("佐证不足") && page.body.contains("没有佐证"));
        let outsider = world.client("ding").await;
        let page = outsider.get(&format!("/measures/{id}")).await.expect(200);
        assert!(
            !page.body.contains("没有佐证"),
            "marks of a unit are not for everybody"
        );
    }
);

both!(
    a_suspended_measure_rests_and_its_limit_moves,
    |world| async move {
        let (_, id) = working_measure(&world).await;
        let coord = world.client("coord").await;
        let yi = world.client("yi").await;
        let milestones = format!("/measures/{id}/milestones");
        yi.post(&milestones, &[("text", "方案"), ("due_on", "2026-11-25")])
            .await
            .expect(303);
        step(&yi, id, "suspend", &[("reason", "等")])
            .await
            .expect(403);
        step(&coord, id, "suspend", &[]).await.expect(422);
        step(&coord, id, "suspend", &[("reason", "等外单位回函")])
            .await
            .expect(303);
        world.app.clock.forward_days(10);
        let coord = world.client("coord").await;
        let yi = world.client("yi").await;
        assert_eq!(light(&world, id).await, Light::Grey);
        assert!(verbs(&world, "yi").await.is_empty());
        step(&yi, id, "report", &[("result", "好了")])
            .await
            .expect(409);
        step(&coord, id, "resume", &[]).await.expect(303);
        let row = find(&world, id).await;
        assert_eq!(row.due_on.as_deref(), Some("2027-02-01"));
        let stones = queries::list_milestones(world.app.db.read(), &[id])
            .await
            .unwrap();
        assert_eq!(stones[0].due_on, "2026-12-05");
        assert_eq!(light(&world, id).await, Light::Green);
    }
);

both!(
    an_assignment_is_disputed_once_and_the_coordinator_rules,
    |world| async move {
        let (_, id) = issued_measure(&world).await;
        let yi = world.client("yi").await;
        let coord = world.client("coord").await;
        let path = format!("/measures/{id}/dispute");
        let (b, c) = (world.unit_text("B"), world.unit_text("C"));
        yi.post(&path, &[("basis", "三定方案")]).await.expect(422);
        let reply = yi
            .post(&path, &[("basis", "三定方案"), ("proposed_unit_id", &b)])
            .await;
        assert!(reply.expect(422).body.contains("三定方案"));
        let good = [("basis", "三定方案"), ("proposed_unit_id", c.as_str())];
        world
            .client("jia")
            .await
            .post(&path, &good)
            .await
            .expect(403);
        world
            .client("stranger")
            .await
            .post(&path, &good)
            .await
            .expect(404);
        yi.post(&path, &good).await.expect(303);
        yi.post(&path, &good).await.expect(409);
        assert_eq!(verbs(&world, "coord").await, [Verb::Rule]);
        let found = queries::list_disputes(world.app.db.read(), &[id])
            .await
            .unwrap();
        let rule = format!("/disputes/{}/ruling", found[0].id);
        world
            .client("jia_head")
            .await
            .post(&rule, &[("ruling", "moved")])
            .await
            .expect(403);
        world
            .client("stranger")
            .await
            .post(&rule, &[("ruling", "moved")])
            .await
            .expect(404);
        coord.post(&rule, &[]).await.expect(422);
        coord
            .post(&rule, &[("ruling", "moved"), ("note", "按分工")])
            .await
            .expect(303);
        coord.post(&rule, &[("ruling", "kept")]).await.expect(409);
        let duties = queries::list_duties(world.app.db.read(), &[id])
            .await
            .unwrap();
        let leads: Vec<_> = duties.iter().filter(|d| d.role == DutyRole::Lead).collect();
        assert_eq!(leads.len(), 1);
        assert_eq!(leads[0].unit_id, Some(world.unit("C")));
        assert!(duties.iter().all(|d| d.role != DutyRole::Owner));
        let bing = world.client("bing").await;
        let owner = world.person_id("bing").to_string();
        step(&yi, id, "sign", &[]).await.expect(403);
        step(&bing, id, "sign", &[("owner", &owner)])
            .await
            .expect(303);
        assert_eq!(find(&world, id).await.state, State::Signed);
    }
);

both!(measures_of_a_suspended_problem_rest, |world| async move {
    let (problem, id) = working_measure(&world).await;
    let coord = world.client("coord").await;
    let suspend = [("action", "suspend"), ("reason", "等")];
    coord
        .post(&format!("/problems/{problem}/moves"), &suspend)
        .await
        .expect(303);
    assert_eq!(light(&world, id).await, Light::Grey);
    let yi = world.client("yi").await;
    let reply = step(&yi, id, "report", &[("result", "好了")]).await;
    assert!(reply.expect(409).body.contains("中止了"));
    let page = yi.get(&format!("/measures/{id}")).await.expect(200);
    assert!(
        !page.body.contains("name=\"action\""),
        "no button that would be refused"
    );
});
