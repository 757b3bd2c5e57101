//! Bulletins: drafted from facts, edited, released by another, read-only; and who sees a draft.

use crate::slip::{late_measure, sent};
use crate::world::World;

const PERIOD: [(&str, &str); 3] = [
    ("title", "关于十一月督办情况的通报"),
    ("from_on", "2026-11-01"),
    ("to_on", "2026-11-30"),
];

async fn drafted(world: &World) -> i64 {
    let client = world.client("inspector").await;
    let reply = client.post("/bulletins", &PERIOD).await;
    let path = reply.location.trim_end_matches("/edit").to_owned();
    assert_eq!(reply.status.as_u16(), 303, "{}", reply.body);
    path.rsplit('/').next().unwrap().parse().unwrap()
}

async fn go(world: &World, who: &str, id: i64, action: &str, status: u16) {
    let path = format!("/bulletins/{id}/moves");
    let client = world.client(who).await;
    client
        .post(&path, &[("action", action)])
        .await
        .expect(status);
}

both!(
    facts_become_sentences_with_rows_that_a_person_ticks,
    |world| async move {
        let measure = late_measure(&world).await;
        let slip = sent(&world, measure).await;
        world.app.clock.forward_days(7);
        let id = drafted(&world).await;
        let inspector = world.client("inspector").await;
        let page = inspector
            .get(&format!("/bulletins/{id}"))
            .await
            .expect(200)
            .body;
        assert!(page.contains("期内应办结举措 1 项，已办结 0 项，办结率 0.0%"));
        assert!(page.contains("逾期未办结 1 项") && page.contains("发出督办类单子 1 份"));
        assert!(
            page.contains(&format!("/measures/{measure}"))
                && page.contains(&format!("/slips/{slip}"))
        );
        assert!(!page.contains("至今没有回复"), "names are not ticked");
        let edit = inspector
            .get(&format!("/bulletins/{id}/edit"))
            .await
            .expect(200)
            .body;
        assert!(edit.contains("至今没有回复"), "offered, with the slip");
        let line = edit.split("至今没有回复").next().unwrap();
        let line = line.rsplit("id=\"line-").next().unwrap();
        let line: String = line.chars().take_while(char::is_ascii_digit).collect();
        let fields = [
            ("title", "关于十一月督办情况的通报"),
            ("line_id", line.as_str()),
            ("line_text", "乙处排班表逾期，催办未复。"),
            ("line_in", line.as_str()),
            ("new_text", "请各单位引以为戒。"),
            ("new_part", "demand"),
        ];
        let path = format!("/bulletins/{id}");
        inspector.post(&path, &fields).await.expect(303);
        let page = inspector.get(&path).await.expect(200).body;
        assert!(page.contains("乙处排班表逾期") && page.contains("请各单位引以为戒"));
        go(&world, "inspector", id, "release", 403).await;
        world.client("jia").await.get(&path).await.expect(404);
        go(&world, "coord", id, "release", 303).await;
        let out = world.client("jia").await.get(&path).await.expect(200).body;
        assert!(out.contains("通报〔2026〕1号") && out.contains("乙处排班表逾期"));
        inspector.post(&path, &fields).await.expect(409);
        go(&world, "coord", id, "drop", 409).await;
        let file = world
            .client("jia")
            .await
            .get(&format!("{path}/paper.docx"))
            .await;
        assert!(file.expect(200).bytes.starts_with(b"PK"));
    }
);

both!(drafts_are_not_for_everybody, |world| async move {
    late_measure(&world).await;
    let id = drafted(&world).await;
    let path = format!("/bulletins/{id}");
    for who in ["jia", "yi", "bing", "editor", "wu", "ji", "geng"] {
        let client = world.client(who).await;
        client.get(&path).await.expect(404);
        client.get("/bulletins/new").await.expect(404);
        client.post("/bulletins", &PERIOD).await.expect(404);
        go(&world, who, id, "release", 404).await;
    }
    world.client("stranger").await.get(&path).await.expect(404);
    for who in ["supervisor", "leader"] {
        let client = world.client(who).await;
        client.get(&path).await.expect(200);
        client.get("/bulletins/new").await.expect(404);
        go(&world, who, id, "release", 403).await;
    }
    let coord = world.client("coord").await;
    let mut wrong = PERIOD;
    wrong[2].1 = "2026-10-01";
    let page = coord.post("/bulletins", &wrong).await.expect(422).body;
    assert!(
        page.contains("关于十一月督办情况的通报"),
        "typed words stay"
    );
    let form = coord.get("/bulletins/new").await.expect(200).body;
    assert!(form.contains("2026-10-01"), "the month before");
});
