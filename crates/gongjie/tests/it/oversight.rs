//! The board of lights: who sees what on it, and what can be done from it.

use gongjie::measure::{actions, queries, rules};

use crate::measure::{paired_problem, working_measure};
use crate::world::World;

/// A measure of B in a problem, with this text and limit.
pub async fn add(world: &World, problem: i64, text: &str, due: &str) -> i64 {
    let acting = world.acting("coord").await;
    let input = rules::Input {
        text: text.into(),
        lead: world.unit_text("B"),
        due_text: due.into(),
        ..rules::Input::default()
    };
    let tx = world.begin().await;
    let id = actions::set(&tx, &acting, problem, &input).await.unwrap();
    tx.commit().await.unwrap();
    id
}

async fn page(world: &World, who: &str, path: &str) -> String {
    let page = world.client(who).await.get(path).await.expect(200).body;
    assert!(!page.contains('⟦'), "a text key is missing");
    page
}

both!(an_empty_board_says_what_comes_next, |world| async move {
    let body = page(&world, "coord", "/supervision").await;
    assert!(body.contains("没有在办的举措"));
    assert!(body.contains("亮灯规则"));
});

both!(
    red_comes_first_and_every_card_says_why,
    |world| async move {
        let problem = paired_problem(&world).await;
        add(&world, problem, "绿的一条", "2027-03-31").await;
        add(&world, problem, "红的一条", "2026-11-20").await;
        add(&world, problem, "蓝的一条", "2026-11-24").await;
        add(&world, problem, "没有时限的一条", "").await;
        for path in ["/supervision", "/supervision?view=table"] {
            let body = page(&world, "supervisor", path).await;
            let place = |text: &str| {
                body.find(text)
                    .unwrap_or_else(|| panic!("{path}: no {text}"))
            };
            assert!(place("红的一条") < place("绿的一条"), "{path}");
            assert!(
                body.contains("2026年11月20日 到期，没有办结，过期 3 天"),
                "{path}"
            );
        }
        let board = page(&world, "supervisor", "/supervision").await;
        assert!(board.contains("另有 1 项没有时限") && !board.contains("没有时限的一条"));
        let idle = page(&world, "supervisor", "/supervision?light=idle").await;
        assert!(idle.contains("没有时限的一条") && !idle.contains("绿的一条"));
        let red = page(&world, "supervisor", "/supervision?light=red&view=table").await;
        assert!(red.contains("红的一条") && !red.contains("绿的一条"));
        let english = page(&world, "supervisor", "/supervision?lang=en").await;
        assert!(english.contains("3 days late"));
    }
);

both!(
    the_board_is_filtered_by_unit_theme_and_problem,
    |world| async move {
        let problem = paired_problem(&world).await;
        add(&world, problem, "乙处的一条", "2027-03-31").await;
        let (b, c) = (world.unit("B"), world.unit("C"));
        let theme = world.theme();
        let cases = [
            (format!("unit={b}"), true),
            (format!("unit={c}"), false),
            (format!("theme={theme}"), true),
            ("theme=999999".to_owned(), false),
            (format!("problem={problem}"), true),
            ("problem=999999".to_owned(), false),
            ("unit=x&theme=x&problem=x&light=x&after=x".to_owned(), true),
            ("after=2027-03-30~0".to_owned(), true),
            ("after=2027-04-01~0".to_owned(), false),
        ];
        for (query, wanted) in cases {
            let body = page(&world, "coord", &format!("/supervision?{query}")).await;
            assert_eq!(body.contains("乙处的一条"), wanted, "{query}");
            assert_eq!(body.contains("没有符合的举措"), !wanted, "{query}");
        }
    }
);

both!(marks_of_a_unit_are_not_for_everybody, |world| async move {
    let problem = paired_problem(&world).await;
    add(&world, problem, "乙处的一条", "2026-11-20").await;
    for (who, wanted) in [
        ("coord", true),
        ("inspector", true),
        ("leader", true),
        ("supervisor", true),
        ("jia", true),
        ("yi", true),
        ("bing", false),
        ("ding", false),
        ("editor", false),
        ("stranger", false),
    ] {
        let body = page(&world, who, "/supervision").await;
        assert_eq!(body.contains("乙处的一条"), wanted, "{who}");
    }
    for who in ["wu", "ji", "geng"] {
        world
            .client(who)
            .await
            .get("/supervision")
            .await
            .expect(404);
    }
});

both!(
    who_may_decide_finds_the_form_on_the_card,
    |world| async move {
        let (_, id) = working_measure(&world).await;
        let head = world.client("yi_head").await;
        let ask = [("to_due_on", "2027-02-10"), ("reason", "等会签")];
        head.post(&format!("/measures/{id}/extensions"), &ask)
            .await
            .expect(303);
        let asked = queries::list_extensions(world.app.db.read(), &[id]).await;
        let decide = format!("/extensions/{}/decision", asked.unwrap()[0].id);
        for (who, wanted) in [
            ("inspector", true),
            ("coord", true),
            ("jia_head", false),
            ("leader", false),
        ] {
            let body = page(&world, who, "/supervision").await;
            assert!(
                body.contains("申请延至 2027年2月10日，首次承诺 2027年1月22日"),
                "{who}"
            );
            assert_eq!(body.contains(&decide), wanted, "{who}");
        }
        let yi = world.client("yi").await;
        let report = [("action", "report"), ("result", "排班表已发")];
        yi.post(&format!("/measures/{id}/moves"), &report)
            .await
            .expect(303);
        for (who, wanted) in [
            ("jia_head", true),
            ("inspector", true),
            ("jia", false),
            ("yi_head", false),
        ] {
            let body = page(&world, who, "/supervision").await;
            assert!(body.contains("排班表已发"), "{who}");
            assert!(!body.contains(&decide), "the request went with the report");
            assert_eq!(body.contains("value=\"pass\""), wanted, "{who}");
        }
    }
);
