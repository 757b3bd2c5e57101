//! The roadmap: what is drawn and what is not, what holds a problem up, who sees it, and that proposing changes nothing.

use gongjie::measure::actions::{self as measures, Recorded};
use gongjie::measure::queries as measure_queries;
use gongjie::pairing::actions as pairings;
use gongjie::pairing::rules::{LeadBasis, MemberRole};

use crate::api::read;
use crate::measure::{paired_problem, working_measure};
use crate::world::World;

const PAGES: [&str; 4] = [
    "/roadmap",
    "/roadmap?scale=week&paper=a3&split=quarter",
    "/roadmap?scale=quarter&campaign=all&theme=none&light=red",
    "/roadmap?campaign=x&theme=x&unit=x&light=x&scale=x&paper=x&from=x&before=x&after=x",
];

async fn page(world: &World, who: &str, path: &str) -> String {
    let body = world.client(who).await.get(path).await.expect(200).body;
    assert!(!body.contains('⟦'), "{path}: a text key is missing");
    assert!(!body.contains(" style="), "{path}: a style in markup");
    body
}

/// A listed problem whose pairing of A and B was made at a time as written.
async fn paired_at(world: &World, date_text: Option<&str>) -> i64 {
    let id = world.listed_problem().await;
    let acting = world.acting("coord").await;
    let tx = world.begin().await;
    let problem = gongjie::problem::queries::find(&tx, &acting.actor, id)
        .await
        .unwrap();
    let member = |key: &str, role| pairings::RecordedMember {
        unit_id: world.unit(key),
        role,
        written: None,
    };
    let old = pairings::Recorded {
        campaign_id: problem.campaign_id,
        position: None,
        title: "甲乙结对",
        theme_text: None,
        theme_id: None,
        date_text,
        lead_basis: LeadBasis::Stated,
        members: vec![
            member("A", MemberRole::Lead),
            member("B", MemberRole::Partner),
        ],
        partners_open: None,
        problems: vec![id],
        source: "测试",
    };
    pairings::record_old(&tx, &acting, &old).await.unwrap();
    tx.commit().await.unwrap();
    id
}

both!(an_empty_roadmap_says_what_comes_next, |world| async move {
    for path in PAGES {
        page(&world, "jia", path).await;
    }
    let body = page(&world, "jia", "/roadmap").await;
    assert!(body.contains("还没有进清单的难题"));
    assert!(!body.contains("<svg class=\"gdefs\""));
});

both!(
    a_time_is_drawn_as_exactly_as_it_was_written,
    |world| async move {
        // Words, class of the shape, classes that must not be there.
        let cases = [
            (Some("2026年3月30日"), Some("gpin"), ["gmonth", "gopen"]),
            (Some("2026年4月"), Some("gmonth"), ["gpin", "gopen"]),
            (Some("2026年5月13日起"), Some("gopen"), ["gpin", "gmonth"]),
            (Some("2026年5月以来"), Some("gopen"), ["gpin", "gmonth"]),
            (None, None, ["gpin", "gmonth"]),
            (Some("开学以后"), None, ["gpin", "gmonth"]),
        ];
        for (text, shape, others) in cases {
            let id = paired_at(&world, text).await;
            let path = format!("/problems/{id}/roadmap");
            let body = page(&world, "jia", &path).await;
            let has = |class: &str| body.contains(&format!("class=\"{class}\""));
            match shape {
                Some(class) => assert!(has(class), "{text:?}"),
                None => assert!(body.contains("1 道题不画在图上"), "{text:?}"),
            }
            for class in others {
                assert!(!has(class), "{text:?}: {class}");
            }
            if let Some(text) = text.filter(|_| shape.is_some()) {
                assert!(body.contains(&format!(">{text}</text>")), "{text}");
            }
        }
    }
);

both!(
    promise_limit_and_lateness_stand_in_picture_table_and_json,
    |world| async move {
        let (problem, id) = working_measure(&world).await;
        let path = format!("/problems/{problem}/roadmap");
        let body = page(&world, "yi", &path).await;
        assert!(body.contains("gplan") && body.contains("gbar"));
        assert!(!body.contains("glate"), "nothing is late yet");
        assert_eq!(body.matches("data-grip").count(), 1, "B may ask");
        assert!(body.contains(&format!("href=\"/measures/{id}?extend=1#extension\"")));
        let others = page(&world, "jia", &path).await;
        assert!(!others.contains("data-grip") && !others.contains("?extend=1"));
        world.app.clock.forward_days(70);
        let body = page(&world, "yi", &path).await;
        // Due on 22 January; 70 days after 23 November is 1 February.
        assert!(body.contains("glate") && body.contains("迟 10 天"));
        assert!(body.contains("拖住整题") && body.contains("晚 10 天"));
        assert!(!body.contains("data-grip"), "too late to ask");
        let json = read(&world, "yi", &format!("/api/v1/roadmap?problem={problem}")).await;
        let row = &json["items"][0]["measures"][0];
        assert_eq!(row["measure_id"], id);
        assert_eq!(row["first_due_on"], "2027-01-22");
        assert_eq!(
            (row["days_late"].clone(), row["is_critical"].clone()),
            (10.into(), true.into())
        );
        assert_eq!(json["items"][0]["critical"]["days"], 10);
        let english = page(&world, "yi", &format!("{path}?lang=en")).await;
        assert!(english.contains("10 days late"));
    }
);

both!(
    an_old_record_without_a_start_is_a_diamond_and_its_import_day_says_nothing,
    |world| async move {
        let problem = paired_problem(&world).await;
        let acting = world.acting("coord").await;
        let tx = world.begin().await;
        let units = [(world.unit("A"), None)];
        for (text, due_text) in [
            ("写到日", Some("2026年12月20日")),
            ("写到月", Some("2027年3月")),
            ("没写", None),
            ("长期", Some("长期坚持")),
        ] {
            let old = Recorded {
                text,
                units: &units,
                due_text,
                source: "测试",
                ..Recorded::default()
            };
            measures::record_old(&tx, &acting, problem, &old)
                .await
                .unwrap();
        }
        tx.commit().await.unwrap();
        let json = read(&world, "jia", &format!("/api/v1/roadmap?problem={problem}")).await;
        let rows = json["items"][0]["measures"].as_array().unwrap();
        assert!(rows.iter().all(|r| r["start_on"].is_null()), "{rows:?}");
        assert_eq!(rows[1]["due_period_from"], "2027-03-01");
        let body = page(&world, "jia", &format!("/problems/{problem}/roadmap")).await;
        assert_eq!(
            body.matches("class=\"gpin\"").count(),
            1,
            "one day is known"
        );
        assert_eq!(
            body.matches("class=\"gmonth\"").count(),
            1,
            "one month is known"
        );
        assert!(!body.contains("class=\"gopen\""));
    }
);

both!(
    each_set_shows_its_own_and_nobody_else_sees_it,
    |world| async move {
        let (problem, id) = working_measure(&world).await;
        let acting = world.acting("coord").await;
        let conn = world.app.db.read();
        let pairing = gongjie::pairing::queries::list_of_problem(conn, &acting.actor, problem)
            .await
            .unwrap()[0]
            .id;
        let (a, b, c, d) = (
            world.unit("A"),
            world.unit("B"),
            world.unit("C"),
            world.unit("D"),
        );
        let holds = |path: String| {
            let world = &world;
            async move {
                page(world, "jia", &path)
                    .await
                    .contains(&format!("/measures/{id}\""))
            }
        };
        assert!(holds(format!("/problems/{problem}/roadmap")).await);
        assert!(holds(format!("/pairings/{pairing}/roadmap")).await);
        assert!(holds(format!("/units/{b}/roadmap")).await, "B answers");
        assert!(holds(format!("/units/{c}/roadmap")).await, "C helps");
        assert!(!holds(format!("/units/{d}/roadmap")).await, "D has no duty");
        assert!(
            !holds(format!("/units/{a}/roadmap")).await,
            "A is paired and has no duty"
        );
        assert!(holds("/roadmap".into()).await);
        assert!(holds("/roadmap?light=green".into()).await);
        assert!(!holds("/roadmap?light=red".into()).await);
        assert!(!holds("/roadmap?theme=none".into()).await);
        assert!(holds(format!("/roadmap?unit={b}&theme={}", world.theme())).await);
        let stranger = world.client("stranger").await;
        for path in [
            format!("/problems/{problem}/roadmap"),
            format!("/pairings/{pairing}/roadmap"),
            format!("/units/{b}/roadmap"),
        ] {
            stranger.get(&path).await.expect(404);
            world.client("wu").await.get(&path).await.expect(404);
            let reply = world.nobody().get(&path).await;
            assert!(reply.location.starts_with("/login"), "{}", reply.location);
        }
        let own = stranger.get("/roadmap").await.expect(200).body;
        assert!(!own.contains("编一张排班表"));
    }
);

both!(
    an_outsider_does_not_see_a_draft_on_the_road,
    |world| async move {
        let id = world.proposed_problem().await;
        let path = format!("/problems/{id}/roadmap");
        world.client("bing").await.get(&path).await.expect(404);
        world.client("jia").await.get(&path).await.expect(200);
        let all = page(&world, "jia", "/roadmap").await;
        assert!(
            !all.contains(&format!("/problems/{id}\"")),
            "what is not listed has no road"
        );
    }
);

both!(
    the_link_of_a_dragged_end_fills_the_form_and_changes_nothing,
    |world| async move {
        let (_, id) = working_measure(&world).await;
        let yi = world.client("yi").await;
        let open = yi
            .get(&format!("/measures/{id}?extend=2027-02-10"))
            .await
            .expect(200)
            .body;
        assert!(open.contains("name=\"to_due_on\" type=\"date\" value=\"2027-02-10\""));
        assert!(open.contains("<details open>"));
        let junk = yi
            .get(&format!("/measures/{id}?extend=%22%3E%3Cb%3E"))
            .await
            .expect(200)
            .body;
        assert!(junk.contains("type=\"date\" value=\"\"") && !junk.contains("\"><b>"));
        let asked = measure_queries::list_extensions(world.app.db.read(), &[id])
            .await
            .unwrap();
        assert!(asked.is_empty(), "a link asks for nothing");
    }
);

both!(a_long_roadmap_goes_on_by_key, |world| async move {
    let mut ids = Vec::new();
    for _ in 0..125 {
        ids.push(world.listed_problem().await);
    }
    let first = page(&world, "jia", "/roadmap").await;
    let holds = |body: &str, id: i64| body.contains(&format!("href=\"/problems/{id}\""));
    assert!(holds(&first, ids[124]) && !holds(&first, ids[0]));
    let json = read(&world, "jia", "/api/v1/roadmap").await;
    let next = json["next"].as_i64().unwrap();
    assert!(first.contains(&format!("before={next}")));
    let second = page(&world, "jia", &format!("/roadmap?before={next}")).await;
    assert!(holds(&second, ids[0]) && !holds(&second, ids[124]));
    assert!(!second.contains("rel=\"next\""));
    let seen = ids
        .iter()
        .filter(|id| holds(&first, **id) != holds(&second, **id))
        .count();
    assert_eq!(seen, ids.len(), "each problem stands on exactly one page");
});

both!(one_set_at_a_time_is_asked_of_the_api, |world| async move {
    let (reply, _) = crate::api::call(
        &world,
        "jia",
        "GET",
        "/api/v1/roadmap?problem=1&unit=2",
        serde_json::Value::Null,
    )
    .await;
    assert!(reply.expect(422).body.contains("一次只选一个"));
});
