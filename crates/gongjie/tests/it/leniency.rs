//! Lenient notes: the whole way, what a granted one takes away, and who sees nothing of it.

use crate::slip::{late_measure, sent};
use crate::world::World;

async fn apply(
    world: &World,
    who: &str,
    fields: &[(&str, &str)],
    status: u16,
) -> crate::client::Reply {
    let reply = world.client(who).await.post("/leniency", fields).await;
    reply.expect(status)
}

/// 乙 asks about the late measure of B.
async fn asked(world: &World, measure: i64) -> i64 {
    let measure = measure.to_string();
    let fields = [
        ("mark", "late"),
        ("measure_id", measure.as_str()),
        ("grounds", "force"),
        ("statement", "停电两天"),
    ];
    apply(world, "yi", &fields, 303).await.id()
}

async fn go(world: &World, who: &str, id: i64, fields: &[(&str, &str)], status: u16) -> String {
    let path = format!("/leniency/{id}/moves");
    let reply = world.client(who).await.post(&path, fields).await;
    reply.expect(status).body
}

/// Taken in and verified by 丁 and the inspector.
async fn verifying(world: &World, measure: i64) -> i64 {
    let id = asked(world, measure).await;
    go(world, "supervisor", id, &[("action", "accept")], 303).await;
    let ding = world.person_id("ding").to_string();
    let inspector = world.person_id("inspector").to_string();
    let officers = [
        ("action", "verify"),
        ("officers", ding.as_str()),
        ("officers", &inspector),
    ];
    go(world, "supervisor", id, &officers, 303).await;
    id
}

const GRANT: [(&str, &str); 3] = [
    ("action", "grant"),
    ("note", "停电属实"),
    ("meeting", "办公会第 9 次"),
];

both!(
    a_granted_note_takes_the_mark_away_in_the_open,
    |world| async move {
        let measure = late_measure(&world).await;
        let sheet = format!("/units/{}/sheet", world.unit("B"));
        let coord = world.client("coord").await;
        let red = "/supervision?view=table&light=red";
        assert!(
            coord
                .get(red)
                .await
                .expect(200)
                .body
                .contains("编一张排班表")
        );
        let late = coord.get(&format!("{sheet}/late")).await.expect(200).body;
        assert!(late.contains("编一张排班表"));
        let id = verifying(&world, measure).await;
        coord.get(&format!("/leniency/{id}")).await.expect(404);
        go(&world, "leader", id, &GRANT, 303).await;
        coord.get(&format!("/leniency/{id}")).await.expect(200);
        assert!(
            !coord
                .get(red)
                .await
                .expect(200)
                .body
                .contains("编一张排班表")
        );
        let board = coord.get("/supervision").await.expect(200).body;
        assert!(board.contains("另有 1 项予以容错，不计入红灯"));
        let excused = "/supervision?view=table&light=excused";
        assert!(
            coord
                .get(excused)
                .await
                .expect(200)
                .body
                .contains("编一张排班表")
        );
        let late = coord.get(&format!("{sheet}/late")).await.expect(200).body;
        assert!(!late.contains("编一张排班表"));
        let other = coord
            .get(&format!("{sheet}/excused"))
            .await
            .expect(200)
            .body;
        assert!(other.contains("编一张排班表"));
        let plan = [
            ("action", "correct"),
            ("note", "加一台发电机"),
            ("correct_by", "2026-12-20"),
        ];
        go(&world, "yi", id, &plan, 303).await;
        go(
            &world,
            "supervisor",
            id,
            &[("action", "close"), ("note", "看过")],
            303,
        )
        .await;
        let still = coord.get(excused).await.expect(200).body;
        assert!(
            still.contains("编一张排班表"),
            "closing keeps what was granted"
        );
    }
);

both!(who_may_not_rule_and_who_sees_nothing, |world| async move {
    let measure = late_measure(&world).await;
    let id = asked(&world, measure).await;
    let page = format!("/leniency/{id}");
    for who in [
        "bing",
        "ding",
        "jia",
        "coord",
        "inspector",
        "editor",
        "stranger",
        "wu",
        "ji",
        "geng",
    ] {
        let client = world.client(who).await;
        client.get(&page).await.expect(404);
        go(&world, who, id, &[("action", "accept")], 404).await;
    }
    go(&world, "leader", id, &[("action", "accept")], 403).await;
    go(&world, "yi", id, &[("action", "accept")], 403).await;
    go(
        &world,
        "supervisor",
        id,
        &[("action", "grant"), ("note", "x"), ("meeting", "x")],
        409,
    )
    .await;
    go(&world, "supervisor", id, &[("action", "accept")], 303).await;
    let yi = world.person_id("yi").to_string();
    let head = world.person_id("yi_head").to_string();
    let own = [
        ("action", "verify"),
        ("officers", yi.as_str()),
        ("officers", &head),
    ];
    let refused = go(&world, "supervisor", id, &own, 422).await;
    assert!(refused.contains("核实人员不能是本单位的"));
    let alone = [("action", "verify"), ("officers", yi.as_str())];
    assert!(
        go(&world, "supervisor", id, &alone, 422)
            .await
            .contains("至少写两名")
    );
    let measure = measure.to_string();
    let again = [
        ("mark", "late"),
        ("measure_id", measure.as_str()),
        ("grounds", "force"),
        ("statement", "再说一遍"),
    ];
    apply(&world, "yi", &again, 409).await;
    apply(&world, "jia", &again, 403).await;
    apply(&world, "stranger", &again, 404).await;
    let mut empty = again;
    empty[2].1 = "";
    let kept = apply(&world, "yi", &empty, 422).await.body;
    assert!(kept.contains("再说一遍"));
});

both!(
    a_slip_can_be_asked_about_for_ten_working_days,
    |world| async move {
        let measure = late_measure(&world).await;
        let slip = sent(&world, measure).await.to_string();
        let fields = [
            ("mark", "slip"),
            ("slip_id", slip.as_str()),
            ("grounds", "whole"),
            ("statement", "人都去救灾了"),
        ];
        let page = world
            .client("yi")
            .await
            .get(&format!("/leniency/new?slip={slip}"))
            .await;
        assert!(page.expect(200).body.contains("编一张排班表"));
        let bing = world.client("bing").await;
        bing.get(&format!("/leniency/new?slip={slip}"))
            .await
            .expect(404);
        world.app.clock.forward_days(15);
        let late = apply(&world, "yi", &fields, 409).await.body;
        assert!(late.contains("十个工作日"));
    }
);
