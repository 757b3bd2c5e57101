//! The list of problems and the page of one problem: who sees which, whose turn it is, and that steps are taken once.

use gongjie::problem::queries;
use gongjie::problem::rules::State;
use gongjie::router;

use crate::client::Client;
use crate::measure::paired_problem;
use crate::world::World;

const TITLE: &str = "学业导师、班主任权责不清";

async fn state(world: &World, id: i64) -> State {
    let acting = world.acting("coord").await;
    let found = queries::find(world.app.db.read(), &acting.actor, id).await;
    found.unwrap().state
}

async fn page(world: &World, key: &str, id: i64) -> String {
    let client = world.client(key).await;
    client
        .get(&format!("/problems/{id}"))
        .await
        .expect(200)
        .body
}

/// The primary button of the page, if there is one.
fn primary(page: &str) -> Option<&str> {
    let acts = page.split("<div class=\"phead__acts\">").nth(1)?;
    let acts = acts.split("</header>").next()?;
    let button = acts.split("btn--primary\"").nth(1)?;
    button.split('>').nth(1)?.split('<').next()
}

both!(
    a_draft_is_seen_by_those_concerned_alone,
    |world| async move {
        let id = world.proposed_problem().await;
        for insider in ["jia", "coord", "leader", "inspector"] {
            let list = world
                .client(insider)
                .await
                .get("/problems")
                .await
                .expect(200);
            assert!(list.body.contains(TITLE), "{insider}");
            assert!(page(&world, insider, id).await.contains(TITLE));
        }
        for outsider in ["bing", "stranger"] {
            let client = world.client(outsider).await;
            client.get(&format!("/problems/{id}")).await.expect(404);
            let list = client.get("/problems").await.expect(200);
            assert!(!list.body.contains(TITLE), "{outsider}");
        }
        for administrator in ["wu", "ji", "geng"] {
            let client = world.client(administrator).await;
            let status = client.get(&format!("/problems/{id}")).await.status;
            assert!(status.is_client_error(), "{administrator}");
            assert!(client.get("/problems").await.status.is_client_error());
        }
        assert_eq!(world.nobody().get("/problems").await.status, 303);
    }
);

both!(
    the_one_primary_button_is_the_next_step_of_whom_it_belongs_to,
    |world| async move {
        let id = world.proposed_problem().await;
        assert_eq!(primary(&page(&world, "coord", id).await), Some("受理入单"));
        let jia = page(&world, "jia", id).await;
        assert_eq!(primary(&jia), None);
        assert!(jia.contains("这一步由下面的人来办：统筹办"), "{jia}");
        let coord = world.client("coord").await;
        let path = format!("/problems/{id}/moves");
        coord
            .post(&path, &[("action", "list"), ("version", "1")])
            .await
            .expect(303);
        assert_eq!(state(&world, id).await, State::Listed);
        let jia = page(&world, "jia", id).await;
        assert_eq!(primary(&jia), Some("找搭档结对"));
        assert!(jia.contains(&format!("/pairings/new?problem={id}")));
        assert!(jia.contains("难题〔2026〕1号"));
        assert_eq!(primary(&page(&world, "bing", id).await), None);
    }
);

both!(
    a_paired_problem_asks_its_lead_for_measures_then_to_start,
    |world| async move {
        let id = paired_problem(&world).await;
        let jia = page(&world, "jia", id).await;
        assert_eq!(primary(&jia), Some("加举措"));
        assert!(jia.contains("甲处党支部") && jia.contains("乙处党支部"));
        assert_eq!(primary(&page(&world, "yi", id).await), None);
        let client = world.client("jia").await;
        let (lead, owner) = (world.unit_text("B"), world.person_id("yi").to_string());
        let fields = [
            ("text", "编一张排班表"),
            ("lead", lead.as_str()),
            ("owner", owner.as_str()),
            ("due_text", "2027-01-22"),
        ];
        client
            .post(&format!("/problems/{id}/measures"), &fields)
            .await
            .expect(303);
        let jia = page(&world, "jia", id).await;
        assert_eq!(primary(&jia), Some("立单推进"));
        assert!(jia.contains("编一张排班表") && jia.contains("绿灯"));
        client
            .post(&format!("/problems/{id}/start"), &[])
            .await
            .expect(303);
        assert_eq!(state(&world, id).await, State::Working);
        assert_eq!(primary(&page(&world, "yi", id).await), Some("签收举措"));
        assert_eq!(primary(&page(&world, "bing", id).await), None);
        let list = client.get("/problems?light=green").await.expect(200);
        assert!(list.body.contains(TITLE));
        let list = client.get("/problems?light=red").await.expect(200);
        assert!(!list.body.contains(TITLE) && list.body.contains("去掉“灯”"));
    }
);

both!(a_refused_step_changes_nothing, |world| async move {
    let id = world.proposed_problem().await;
    let path = format!("/problems/{id}/moves");
    let coord = world.client("coord").await;
    let refused = coord
        .post(&path, &[("action", "decline"), ("version", "1")])
        .await;
    assert_eq!(refused.status, 422, "{}", refused.body);
    let stale = coord
        .post(&path, &[("action", "list"), ("version", "7")])
        .await;
    assert_eq!(stale.status, 409);
    let jia = world.client("jia").await;
    let not_hers = jia
        .post(&path, &[("action", "list"), ("version", "1")])
        .await;
    assert_eq!(not_hers.status, 403);
    let bing = world.client("bing").await;
    bing.post(&path, &[("action", "list")]).await.expect(404);
    assert_eq!(state(&world, id).await, State::Proposed);
});

both!(a_step_sent_twice_is_taken_once, |world| async move {
    let id = world.proposed_problem().await;
    let path = format!("/problems/{id}/moves");
    let coord = world.client("coord").await;
    let step = [("action", "list"), ("version", "1")];
    for _ in 0..2 {
        coord.post_with_key(&path, &step, "once").await.expect(303);
    }
    let body = page(&world, "coord", id).await;
    assert_eq!(
        body.matches("<strong>受理入单</strong> <span").count(),
        1,
        "{body}"
    );
});

both!(
    other_steps_ask_for_their_reason_and_tell_the_story,
    |world| async move {
        let id = paired_problem(&world).await;
        let coord = page(&world, "coord", id).await;
        assert!(coord.contains("value=\"suspend\""));
        assert!(!page(&world, "yi", id).await.contains("value=\"suspend\""));
        let client = world.client("coord").await;
        let path = format!("/problems/{id}/moves");
        let step = [("action", "suspend"), ("reason", "等上级文件")];
        client.post(&path, &step).await.expect(303);
        let coord = page(&world, "coord", id).await;
        assert!(
            coord.contains("等上级文件") && coord.contains("<del>已结对</del> → 中止"),
            "{coord}"
        );
        assert_eq!(primary(&coord), Some("恢复办理"));
    }
);

both!(a_merged_problem_leads_to_its_master, |world| async move {
    let master = world.listed_problem().await;
    let id = world.proposed_problem().await;
    let coord = page(&world, "coord", id).await;
    assert!(coord.contains(&format!("<option value=\"{master}\">")));
    let client = world.client("coord").await;
    let master_text = master.to_string();
    let path = format!("/problems/{id}/moves");
    let step = [("action", "merge"), ("master_id", master_text.as_str())];
    client.post(&path, &step).await.expect(303);
    let coord = page(&world, "coord", id).await;
    assert!(
        coord.contains(&format!("<dd><a href=\"/problems/{master}\">")),
        "{coord}"
    );
    assert_eq!(primary(&coord), None);
});

both!(
    the_list_is_filtered_and_says_which_filter_to_drop,
    |world| async move {
        let id = paired_problem(&world).await;
        let jia = world.client("jia").await;
        let hits = |body: &str| body.contains(&format!("/problems/{id}\""));
        let (theme, a, b, c) = (
            world.theme().to_string(),
            world.unit_text("A"),
            world.unit_text("B"),
            world.unit_text("C"),
        );
        let cases = [
            (String::new(), true),
            (format!("?theme={theme}"), true),
            ("?theme=none".to_owned(), false),
            ("?state=paired".to_owned(), true),
            ("?state=closed".to_owned(), false),
            ("?class=multi_dept".to_owned(), true),
            ("?class=school_level".to_owned(), false),
            (format!("?unit={a}"), true),
            (format!("?unit={b}"), true),
            (format!("?unit={c}"), false),
            ("?q=%E7%8F%AD%E4%B8%BB%E4%BB%BB".to_owned(), true),
            ("?q=%25".to_owned(), false),
            ("?q=1".to_owned(), true),
            ("?light=idle".to_owned(), true),
            ("?campaign=all".to_owned(), true),
            (format!("?before={id}"), false),
            (
                "?theme=x&state=y&class=z&unit=w&light=v&campaign=u&before=t".to_owned(),
                true,
            ),
        ];
        for (query, wanted) in cases {
            let list = jia.get(&format!("/problems{query}")).await.expect(200);
            assert_eq!(hits(&list.body), wanted, "{query}");
        }
        let empty = jia.get("/problems?state=closed&q=x").await.expect(200);
        assert!(empty.body.contains("去掉“阶段”") && empty.body.contains("/problems?q=x"));
        let stranger = world.client("stranger").await;
        let list = stranger.get("/problems?campaign=all").await.expect(200);
        assert!(
            !hits(&list.body) && list.body.contains("还没有难题") || list.body.contains("去掉")
        );
    }
);

both!(
    the_demo_names_who_may_do_the_next_step,
    |world| async move {
        let mut world = world;
        world.app.is_demo = true;
        world.service = router::service(world.app.clone());
        let id = world.proposed_problem().await;
        let jia = page(&world, "jia", id).await;
        assert!(jia.contains("name=\"login\" value=\"coord\""), "{jia}");
        assert!(!jia.contains("value=\"stranger\""));
        let coord = page(&world, "coord", id).await;
        assert!(!coord.contains("name=\"login\""));
        let nobody: Client = world.nobody();
        let next = format!("/problems/{id}");
        let fields = [("login", "coord"), ("next", next.as_str())];
        let reply = nobody.post_bare("/demo/people", &fields).await;
        assert_eq!((reply.status.as_u16(), reply.location), (303, next));
    }
);

both!(
    every_page_has_its_words_in_both_languages_and_no_inline_style,
    |world| async move {
        let id = paired_problem(&world).await;
        let jia = world.client("jia").await;
        for path in [
            "/problems".to_owned(),
            format!("/problems/{id}"),
            "/figures".to_owned(),
        ] {
            for lang in ["zh", "en"] {
                let separator = if path.contains('?') { '&' } else { '?' };
                let page = jia
                    .get(&format!("{path}{separator}lang={lang}"))
                    .await
                    .expect(200)
                    .body;
                assert!(!page.contains('⟦'), "{path} {lang} {page}");
                assert!(
                    !page.contains(" style=") && !page.contains(" onclick="),
                    "{path}"
                );
                assert_eq!(page.matches("<h1").count(), 1, "{path}");
            }
        }
    }
);
