//! Board and calendar: further views of the list of problems, with its filters and its rights.

use gongjie::measure::actions as measures;
use gongjie::measure::rules;

use crate::measure::{issued_measure, paired_problem};
use crate::world::World;

async fn page(world: &World, who: &str, path: &str) -> String {
    let body = world.client(who).await.get(path).await.expect(200).body;
    assert!(!body.contains('⟦'), "{path}: a text key is missing");
    assert!(!body.contains(" style="), "{path}: a style in markup");
    body
}

/// The part of a board that is one column.
fn column<'a>(body: &'a str, code: &str) -> &'a str {
    let start = body.find(&format!("data-column=\"{code}\"")).unwrap();
    let tail = &body[start..];
    &tail[..tail.find("</section>").unwrap()]
}

both!(
    empty_views_have_words_and_all_switches,
    |world| async move {
        for view in ["board", "calendar"] {
            let body = page(
                &world,
                "jia",
                &format!("/problems?view={view}&unit=x&light=red"),
            )
            .await;
            assert!(body.contains("view=board") && body.contains("view=calendar"));
            assert!(body.contains("light=red"), "the switch keeps the filters");
        }
        let table = page(&world, "jia", "/problems?state=listed").await;
        assert!(table.contains("/problems?state=listed&#38;view=board"));
    }
);

both!(
    problems_stand_in_their_columns_with_real_counts,
    |world| async move {
        let proposed = world.proposed_problem().await;
        let paired = paired_problem(&world).await;
        for _ in 0..15 {
            world.listed_problem().await;
        }
        let body = page(&world, "coord", "/problems?view=board").await;
        let link = |id: i64| format!("href=\"/problems/{id}\"");
        assert!(column(&body, "sorting").contains(&link(proposed)));
        assert!(column(&body, "paired").contains(&link(paired)));
        let listed = column(&body, "listed");
        assert!(listed.contains("<b>15</b>"), "the count is the real one");
        assert_eq!(listed.matches("data-card").count(), 12);
        let more = "column=listed&#38;before=";
        assert!(listed.contains(more), "{listed}");
        let one = page(&world, "coord", "/problems?view=board&column=listed").await;
        assert_eq!(one.matches("data-card").count(), 15);
        assert!(!one.contains("data-column=\"paired\""));
        let filtered = page(&world, "coord", "/problems?view=board&state=paired").await;
        assert_eq!(filtered.matches("data-card").count(), 1);
    }
);

both!(
    a_card_offers_exactly_the_steps_of_the_reader,
    |world| async move {
        let id = world.proposed_problem().await;
        let step = |action: &str| format!("href=\"/problems/{id}?move={action}#move-{action}\"");
        let coord = page(&world, "coord", "/problems?view=board").await;
        assert!(coord.contains(&step("return")) || coord.contains(&step("decline")));
        assert!(
            coord.contains(&format!("href=\"/problems/{id}#turn\"")),
            "to list it"
        );
        let jia = page(&world, "jia", "/problems?view=board").await;
        assert!(jia.contains(&format!("href=\"/problems/{id}\"")));
        assert!(
            !jia.contains(&step("decline")),
            "the raiser does not decline"
        );
        let bing = page(&world, "bing", "/problems?view=board").await;
        assert!(
            !bing.contains(&format!("/problems/{id}\"")),
            "a proposal is not everybody's"
        );
        // The link opens the form of the step, and opening it moves nothing.
        let open = page(&world, "coord", &format!("/problems/{id}?move=decline")).await;
        assert!(open.contains("<details id=\"move-decline\" open>"));
        let again = page(&world, "coord", "/problems?view=board").await;
        assert!(column(&again, "sorting").contains(&format!("href=\"/problems/{id}\"")));
    }
);

both!(
    limits_and_milestones_stand_on_their_days,
    |world| async move {
        let (problem, measure) = issued_measure(&world).await;
        let acting = world.acting("coord").await;
        let tx = world.begin().await;
        for n in 0..6 {
            let input = rules::Input {
                text: format!("同一天的第 {n} 条"),
                lead: world.unit_text("B"),
                due_text: "2026-11-27".into(),
                ..rules::Input::default()
            };
            measures::set(&tx, &acting, problem, &input).await.unwrap();
        }
        tx.commit().await.unwrap();
        let jia = world.client("jia").await;
        let stone = [("text", "初稿"), ("due_on", "2026-12-10")];
        jia.post(&format!("/measures/{measure}/milestones"), &stone)
            .await
            .expect(303);
        let november = page(&world, "jia", "/problems?view=calendar").await;
        assert!(november.contains("2026 年 11 月") && november.contains("datetime=\"2026-11-23\""));
        assert!(november.contains("还有 2 项") && november.contains("day=2026-11-27"));
        let day = page(&world, "jia", "/problems?view=calendar&day=2026-11-27").await;
        assert_eq!(day.matches("同一天的第").count(), 6);
        let december = page(&world, "jia", "/problems?view=calendar&month=2026-12").await;
        assert!(december.contains("里程碑") && december.contains("初稿"));
        assert!(december.contains("month=2026-11") && december.contains("month=2027-01"));
        let january = page(&world, "jia", "/problems?view=calendar&month=2027-01").await;
        assert!(january.contains("编一张排班表"));
        let none = page(
            &world,
            "jia",
            "/problems?view=calendar&month=2027-01&theme=none",
        )
        .await;
        assert!(!none.contains("编一张排班表"));
        let red = page(
            &world,
            "jia",
            "/problems?view=calendar&month=2027-01&light=red",
        )
        .await;
        assert!(!red.contains("编一张排班表"));
        let stranger = page(&world, "stranger", "/problems?view=calendar&month=2027-01").await;
        assert!(!stranger.contains("编一张排班表"));
        page(
            &world,
            "jia",
            "/problems?view=calendar&month=x&day=y&lang=en",
        )
        .await;
    }
);
