//! Slips: the whole way, who may not take a step of it, numbers that are given once, and who sees nothing of it.

use gongjie::journal::queries as journal;
use gongjie::slip::queries::{self, Filter};
use gongjie::slip::rules::State;
use gongjie::slip::tables::slip::Model;

use crate::measure::paired_problem;
use crate::world::World;

/// A measure of B that has been late since Friday.
pub async fn late_measure(world: &World) -> i64 {
    let problem = paired_problem(world).await;
    crate::oversight::add(world, problem, "编一张排班表", "2026-11-20").await
}

/// Drafts an urging slip about a measure by one click.
pub async fn drafted(world: &World, measure: i64) -> i64 {
    let id = measure.to_string();
    let fields = [("kind", "urge"), ("measure_id", id.as_str())];
    let inspector = world.client("inspector").await;
    inspector.post("/slips/proposals", &fields).await.id()
}

pub async fn go(
    world: &World,
    who: &str,
    id: i64,
    action: &str,
    note: &str,
    status: u16,
) -> String {
    let fields = [("action", action), ("note", note)];
    let path = format!("/slips/{id}/moves");
    let reply = world.client(who).await.post(&path, &fields).await;
    reply.expect(status).body
}

/// Drafted, approved and sent.
pub async fn sent(world: &World, measure: i64) -> i64 {
    let id = drafted(world, measure).await;
    go(world, "coord", id, "approve", "", 303).await;
    go(world, "inspector", id, "send", "", 303).await;
    id
}

async fn row(world: &World, id: i64) -> Model {
    let acting = world.acting("leader").await;
    let conn = world.app.db.read();
    queries::find(conn, &acting.actor, id).await.unwrap()
}

const ANSWER: [(&str, &str); 3] = [
    ("reason", "等两家会签"),
    ("done", "已经催过一次"),
    ("new_due_on", "2026-12-10"),
];

async fn answer(world: &World, who: &str, id: i64, status: u16) -> String {
    let path = format!("/slips/{id}/answers");
    let reply = world.client(who).await.post(&path, &ANSWER).await;
    reply.expect(status).body
}

both!(a_slip_goes_the_whole_way, |world| async move {
    let measure = late_measure(&world).await;
    let board = world.client("inspector").await.get("/supervision").await;
    let board = board.expect(200).body;
    assert!(board.contains("起该发催办单") && board.contains("起草催办单"));
    let id = drafted(&world, measure).await;
    let page = format!("/slips/{id}");
    let shown = world
        .client("inspector")
        .await
        .get(&page)
        .await
        .expect(200)
        .body;
    assert!(shown.contains("编一张排班表") && shown.contains("未编号"));
    assert!(shown.contains("没有办结，过期 3 天"), "the basis is a fact");
    let again = world.client("inspector").await.get("/supervision").await;
    assert!(
        !again.expect(200).body.contains("起该发催办单"),
        "it is on the desk"
    );
    go(&world, "inspector", id, "approve", "", 403).await;
    go(&world, "inspector", id, "send", "", 409).await;
    go(&world, "coord", id, "approve", "", 303).await;
    world.client("yi").await.get(&page).await.expect(404);
    go(&world, "inspector", id, "send", "", 303).await;
    let out = row(&world, id).await;
    assert_eq!((out.year, out.number), (Some(2026), Some(1)));
    assert_eq!(out.answer_by.as_deref(), Some("2026-11-30"));
    let seen = world.client("yi").await.get(&page).await.expect(200).body;
    assert!(seen.contains("催办〔2026〕1号") && seen.contains("签收"));
    answer(&world, "yi", id, 409).await;
    world.app.clock.forward_days(2);
    go(&world, "yi", id, "receive", "", 303).await;
    let late = world
        .client("coord")
        .await
        .get(&page)
        .await
        .expect(200)
        .body;
    assert!(late.contains("签收晚了"));
    answer(&world, "yi", id, 303).await;
    go(&world, "inspector", id, "send_back", "没有说清", 303).await;
    let back = world.client("yi").await.get(&page).await.expect(200).body;
    assert!(back.contains("退回 1 次") && back.contains("没有说清"));
    for (key, told) in [("remind-slip-sent", 2), ("remind-slip-sent-back", 2)] {
        let sql = "SELECT COUNT(*) FROM message WHERE text_key = $1";
        let count = world.app.db.read().scalar::<i64>(sql, [key.into()]).await;
        assert_eq!(
            count.unwrap(),
            Some(told),
            "{key}: the unit's head and liaison"
        );
    }
    answer(&world, "yi_head", id, 303).await;
    go(&world, "inspector", id, "check", "属实", 303).await;
    go(&world, "inspector", id, "close", "", 303).await;
    assert_eq!(row(&world, id).await.state, State::Closed);
    let own = world.acting("coord").await.actor.organization_id;
    let conn = world.app.db.read();
    let lines = journal::list_of_subject(conn, own, "slip", id, 100)
        .await
        .unwrap();
    let mut did: Vec<&str> = lines.iter().map(|l| l.action.as_str()).collect();
    did.sort_unstable();
    assert_eq!(
        did,
        [
            "slip.answer",
            "slip.answer",
            "slip.approve",
            "slip.check",
            "slip.close",
            "slip.draft",
            "slip.receive",
            "slip.send",
            "slip.send_back",
        ]
    );
});

both!(
    who_is_not_meant_finds_nothing_and_writes_nothing,
    |world| async move {
        let measure = late_measure(&world).await;
        let id = sent(&world, measure).await;
        let before = row(&world, id).await;
        let page = format!("/slips/{id}");
        for who in [
            "bing", "ding", "jia", "editor", "stranger", "wu", "ji", "geng",
        ] {
            let client = world.client(who).await;
            client.get(&page).await.expect(404);
            client.get(&format!("{page}/notice.docx")).await.expect(404);
            client.get(&format!("{page}/edit")).await.expect(404);
            go(&world, who, id, "receive", "", 404).await;
            answer(&world, who, id, 404).await;
        }
        for who in ["bing", "jia", "editor", "stranger"] {
            let client = world.client(who).await;
            let list = client.get("/slips").await.expect(200).body;
            assert!(!list.contains("催办〔2026〕1号"), "{who}");
        }
        for who in ["bing", "leader", "editor"] {
            let client = world.client(who).await;
            client.get("/slips/new?kind=urge").await.expect(404);
        }
        for who in ["leader", "supervisor", "coord", "inspector", "yi"] {
            world.client(who).await.get(&page).await.expect(200);
        }
        for (who, action, status) in [
            ("leader", "withdraw", 403),
            ("supervisor", "withdraw", 403),
            ("inspector", "receive", 403),
            ("yi", "withdraw", 403),
            ("yi", "check", 409),
        ] {
            go(&world, who, id, action, "不该", status).await;
        }
        assert_eq!(row(&world, id).await, before);
    }
);

both!(letters_are_the_supervisors_alone, |world| async move {
    let unit = world.unit_text("B");
    let fields = [
        ("kind", "letter"),
        ("to_unit_id", unit.as_str()),
        ("about_unit_id", &unit),
        ("matter", "两件事都迟了"),
        ("basis", "台账"),
        ("demand", "请说明"),
    ];
    let inspector = world.client("inspector").await;
    let refused = inspector.post("/slips", &fields).await.expect(422).body;
    assert!(refused.contains("这种单子不由您发") && refused.contains("两件事都迟了"));
    let supervisor = world.client("supervisor").await;
    let id = supervisor.post("/slips", &fields).await.id();
    let page = format!("/slips/{id}");
    for who in ["inspector", "coord", "yi"] {
        let client = world.client(who).await;
        client.get(&page).await.expect(404);
    }
    go(&world, "supervisor", id, "approve", "", 403).await;
    go(&world, "leader", id, "approve", "", 303).await;
    go(&world, "leader", id, "send", "", 403).await;
    go(&world, "supervisor", id, "send", "", 303).await;
    let seen = world.client("yi").await.get(&page).await.expect(200).body;
    assert!(seen.contains("提醒函〔2026〕1号"));
    go(&world, "coord", id, "withdraw", "不归他", 403).await;
    let mut urge = fields;
    urge[0].1 = "urge";
    supervisor.post("/slips", &urge).await.expect(422);
});

both!(a_refused_form_keeps_its_words, |world| async move {
    let measure = late_measure(&world).await.to_string();
    let unit = world.unit_text("O");
    let fields = [
        ("kind", "press"),
        ("measure_id", measure.as_str()),
        ("to_unit_id", unit.as_str()),
        ("matter", "一件留住的话"),
        ("basis", ""),
        ("demand", "尽快"),
    ];
    let inspector = world.client("inspector").await;
    let page = inspector.post("/slips", &fields).await.expect(422).body;
    assert!(page.contains("一件留住的话") && page.contains("尽快"));
    let mut fields = fields;
    fields[4].1 = "据";
    let page = inspector.post("/slips", &fields).await.expect(422).body;
    assert!(page.contains("校外单位不发督办单"));
    let id = sent(&world, measure.parse().unwrap()).await;
    let page = go(&world, "inspector", id, "withdraw", "", 422).await;
    assert!(page.contains("理由") && page.contains("error"));
    go(&world, "yi", id, "receive", "", 303).await;
    let typed = [("reason", "一段写好的原因"), ("done", "")];
    let path = format!("/slips/{id}/answers");
    let page = world
        .client("yi")
        .await
        .post(&path, &typed)
        .await
        .expect(422)
        .body;
    assert!(page.contains("一段写好的原因"));
    let fields = [("action", "withdraw"), ("note", "发错了"), ("version", "1")];
    let path = format!("/slips/{id}/moves");
    inspector.post(&path, &fields).await.expect(409);
});

both!(
    numbers_are_given_once_whoever_sends_at_once,
    |world| async move {
        let measure = late_measure(&world).await;
        let mut ids = Vec::new();
        for _ in 0..8 {
            let id = measure.to_string();
            let fields = [("kind", "urge"), ("measure_id", id.as_str())];
            let inspector = world.client("inspector").await;
            let id = inspector.post("/slips/proposals", &fields).await.id();
            go(&world, "coord", id, "approve", "", 303).await;
            ids.push(id);
        }
        let mut tasks = Vec::new();
        for (id, who) in ids.iter().zip(["inspector", "coord"].into_iter().cycle()) {
            let client = world.client(who).await;
            let path = format!("/slips/{id}/moves");
            tasks.push(tokio::spawn(async move {
                client.post(&path, &[("action", "send")]).await.expect(303);
            }));
        }
        for task in tasks {
            task.await.unwrap();
        }
        let acting = world.acting("coord").await;
        let conn = world.app.db.read();
        let rows = queries::list(conn, &acting.actor, &Filter::default())
            .await
            .unwrap();
        let mut numbers: Vec<i64> = rows.iter().filter_map(|r| r.number).collect();
        numbers.sort_unstable();
        assert_eq!(numbers, (1..=8).collect::<Vec<i64>>());
        let tx = world.begin().await;
        let twice = tx
            .run("UPDATE slip SET number = 1 WHERE id = $1", [ids[1].into()])
            .await;
        let other = tx
            .run("UPDATE slip SET number = 1 WHERE id = $1", [ids[2].into()])
            .await;
        assert!(
            twice.is_err() || other.is_err(),
            "the database refuses it by itself"
        );
    }
);

both!(the_same_click_twice_is_one_slip, |world| async move {
    let measure = late_measure(&world).await.to_string();
    let fields = [("kind", "urge"), ("measure_id", measure.as_str())];
    let client = world.client("inspector").await;
    let first = client.post_with_key("/slips/proposals", &fields, "k").await;
    let second = client.post_with_key("/slips/proposals", &fields, "k").await;
    assert_eq!(first.id(), second.id());
});

both!(
    the_notice_is_a_document_and_the_board_shows_what_was_sent,
    |world| async move {
        let measure = late_measure(&world).await;
        let id = sent(&world, measure).await;
        let yi = world.client("yi").await;
        let file = yi
            .get(&format!("/slips/{id}/notice.docx"))
            .await
            .expect(200);
        assert!(file.bytes.starts_with(b"PK"), "a docx");
        let todo = yi.get("/").await.expect(200).body;
        assert!(todo.contains(&format!("/slips/{id}")), "it waits at home");
        for path in [
            "/supervision",
            "/supervision?view=list",
            "/supervision?view=table",
        ] {
            let body = yi.get(path).await.expect(200).body;
            assert!(
                body.contains("催办〔2026〕1号") && body.contains("已送达"),
                "{path}"
            );
            assert!(!body.contains("起草"), "a unit drafts nothing: {path}");
        }
        world.app.clock.forward_days(3);
        let board = world
            .client("coord")
            .await
            .get("/supervision")
            .await
            .expect(200)
            .body;
        assert!(board.contains("起该发督办单") && board.contains("起草督办单"));
        world.app.clock.forward_days(11);
        let board = world
            .client("supervisor")
            .await
            .get("/supervision")
            .await
            .expect(200)
            .body;
        assert!(board.contains("可写进通报") && board.contains("起草提醒函"));
        assert!(
            !board.contains("起草督办单"),
            "the supervisor drafts letters alone"
        );
    }
);
