//! The task book: what stands on it, which version it is, what it lacks, and who may read it.

use crate::api::read;
use crate::measure::{issued_measure, paired_problem};
use crate::world::World;

async fn page(world: &World, who: &str, id: i64) -> String {
    let path = format!("/problems/{id}/taskbook");
    let body = world.client(who).await.get(&path).await.expect(200).body;
    assert!(!body.contains('⟦'), "a text key is missing");
    assert!(!body.contains(" style="), "a style in markup");
    body
}

both!(
    a_sheet_without_measures_prints_and_says_what_is_missing,
    |world| async move {
        let id = world.listed_problem().await;
        let body = page(&world, "jia", id).await;
        assert!(body.contains("结对共建解难题任务书") && body.contains("草稿，还没有举措"));
        assert!(body.contains("没有牵头单位") && body.contains("还没有举措"));
        assert!(
            body.contains("编号：难题〔2026〕1号"),
            "numbered when it was listed"
        );
        let paired = paired_problem(&world).await;
        let body = page(&world, "jia", paired).await;
        assert!(body.contains("甲处党支部") && body.contains("（牵头）"));
        assert!(body.contains("结对时间没写"));
    }
);

both!(
    measures_duties_promise_and_signatures_stand_on_the_sheet,
    |world| async move {
        let (id, measure) = issued_measure(&world).await;
        let body = page(&world, "bing", id).await;
        for words in [
            "编一张排班表",
            "某派出所",
            "乙处党支部",
            "第 1 版",
            "2027-01-22",
            "书记签字",
            "专责监督",
            "责任领导没填",
            "1 条举措各有责任人",
        ] {
            assert!(body.contains(words), "{words}");
        }
        assert!(body.contains("charter__bar"), "the strip is drawn");
        let json = read(&world, "bing", &format!("/api/v1/problems/{id}/taskbook")).await;
        assert_eq!(json["measures"][0]["measure_id"], measure);
        assert_eq!(json["timetable"][0]["first_due_on"], "2027-01-22");
        assert_eq!(json["version"], 1);
        let english = world.client("bing").await;
        let english = english
            .get(&format!("/problems/{id}/taskbook?lang=en"))
            .await
            .body;
        assert!(english.contains("Version 1") && english.contains("Task book"));
    }
);

both!(
    a_later_change_makes_the_next_version_and_a_word_of_progress_none,
    |world| async move {
        let (id, measure) = issued_measure(&world).await;
        let version = || async {
            let json = read(&world, "jia", &format!("/api/v1/problems/{id}/taskbook")).await;
            (
                json["version"].as_i64().unwrap(),
                json["version_on"].as_str().map(str::to_owned),
            )
        };
        assert_eq!(version().await, (1, Some("2026-11-23".into())));
        let yi = world.client("yi").await;
        let moves = format!("/measures/{measure}/moves");
        yi.post(&moves, &[("action", "sign")]).await.expect(303);
        yi.post(&moves, &[("action", "start")]).await.expect(303);
        world.app.clock.forward_days(2);
        let yi = world.client("yi").await;
        let progress = [("sentence", "排到一半")];
        yi.post(&format!("/measures/{measure}/progress"), &progress)
            .await
            .expect(303);
        assert_eq!(version().await.0, 1, "progress stands not on the sheet");
        let stone = [("text", "初稿"), ("due_on", "2026-12-10")];
        yi.post(&format!("/measures/{measure}/milestones"), &stone)
            .await
            .expect(303);
        assert_eq!(version().await, (2, Some("2026-11-25".into())));
        let body = page(&world, "jia", id).await;
        assert!(body.contains("第 2 版") && body.contains("初稿"));
    }
);

both!(
    who_may_not_see_the_problem_sees_no_sheet,
    |world| async move {
        let id = world.proposed_problem().await;
        let path = format!("/problems/{id}/taskbook");
        for who in ["bing", "stranger", "wu"] {
            world.client(who).await.get(&path).await.expect(404);
        }
        let reply = world.nobody().get(&path).await;
        assert!(reply.location.starts_with("/login"), "{}", reply.location);
        world.client("jia").await.get(&path).await.expect(200);
    }
);
