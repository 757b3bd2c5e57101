//! Closing a problem: the whole way, and everybody who must not take a step of it.

use gongjie::close_out::queries;
use gongjie::close_out::rules::{State, Verb};
use gongjie::close_out::tables::close_out::Model;
use gongjie::measure::actions as measures;
use gongjie::org::actions::{self as org, UnitInput};
use gongjie::org::{Role, UnitKind};
use gongjie::problem::queries as problems;
use gongjie::problem::rules::{ClosedAs, State as ProblemState};
use gongjie::problem::tables::problem;

use crate::measure::paired_problem;
use crate::verdict::checked;
use crate::world::World;

/// Changes a field of a problem that no action changes so late.
pub async fn set_problem(world: &World, id: i64, what: &str) {
    let tx = world.begin().await;
    let sql = format!("UPDATE problem SET {what} WHERE id = $1");
    tx.run(&sql, [id.into()]).await.unwrap();
    tx.commit().await.unwrap();
}

/// A problem that A leads and B takes part in, with one measure; `is_done`: it is done.
pub async fn working(world: &World, is_done: bool) -> i64 {
    let id = paired_problem(world).await;
    work_on(world, id, is_done).await;
    id
}

/// One measure of A, and the problem is worked on.
pub async fn work_on(world: &World, id: i64, is_done: bool) {
    let acting = world.acting("coord").await;
    let tx = world.begin().await;
    let units = [(world.unit("A"), None)];
    let measure = measures::Recorded {
        text: "理清权责",
        units: &units,
        owner_id: Some(world.person_id("jia")),
        done_on: is_done.then_some("2026-11-20"),
        source: "测试",
        ..measures::Recorded::default()
    };
    measures::record_old(&tx, &acting, id, &measure)
        .await
        .unwrap();
    tx.commit().await.unwrap();
    set_problem(world, id, "state = 'working'").await;
}

async fn problem(world: &World, id: i64) -> problem::Model {
    let acting = world.acting("coord").await;
    let conn = world.app.db.read();
    problems::find(conn, &acting.actor, id).await.unwrap()
}

pub async fn rows(world: &World, problem_id: i64) -> Vec<Model> {
    let conn = world.app.db.read();
    queries::list_of_problems(conn, &[problem_id])
        .await
        .unwrap()
}

pub async fn state(world: &World, problem_id: i64) -> State {
    rows(world, problem_id).await[0].state
}

/// A step as somebody, with the status that it must have.
pub async fn post(
    world: &World,
    who: &str,
    path: &str,
    fields: &[(&str, &str)],
    status: u16,
) -> String {
    let reply = world.client(who).await.post(path, fields).await;
    reply.expect(status).body
}

const APPLY: &[(&str, &str)] = &[
    ("result", "权责清单已经发布"),
    ("no_evidence_reason", "清单贴在墙上，还没有拍照"),
];
const AGREE: &str = "agree";
pub const NOTE: &[(&str, &str)] = &[("verify_note", "到现场看过，问了三名学生")];
const BACK: &[(&str, &str)] = &[
    ("send_back_reason", "evidence"),
    ("send_back_note", "缺盖章的文本"),
];

/// Applies as 甲 and returns the address of the close-out.
async fn applied(world: &World, id: i64) -> String {
    post(
        world,
        "jia",
        &format!("/problems/{id}/close-out"),
        APPLY,
        303,
    )
    .await;
    format!("/close-outs/{}", rows(world, id).await[0].id)
}

async fn view(world: &World, who: &str, path: &str, opinion: &str, words: &str, status: u16) {
    let unit = world.unit_text("B");
    let fields = [
        ("unit_id", unit.as_str()),
        ("opinion", opinion),
        ("words", words),
    ];
    post(world, who, &format!("{path}/view"), &fields, status).await;
}

/// Applied, signed and viewed.
pub async fn viewed(world: &World, id: i64) -> String {
    let path = applied(world, id).await;
    post(world, "jia_head", &format!("{path}/signature"), &[], 303).await;
    view(world, "yi", &path, AGREE, "", 303).await;
    assert_eq!(state(world, id).await, State::Viewed);
    path
}

/// Verified by 丁 and struck off by the coordinator.
async fn struck(world: &World, id: i64) -> String {
    let path = viewed(world, id).await;
    post(world, "ding", &format!("{path}/verification"), NOTE, 303).await;
    checked(world, &path).await;
    post(world, "coord", &format!("{path}/strike"), &[], 303).await;
    path
}

pub async fn waits(world: &World, who: &str) -> Vec<Verb> {
    let acting = world.acting(who).await;
    let conn = world.app.db.read();
    let found = queries::list_waiting(conn, &acting.actor, acting.today).await;
    found.unwrap().into_iter().map(|w| w.verb).collect()
}

both!(a_problem_goes_the_whole_way, |world| async move {
    let id = working(&world, true).await;
    let page = format!("/problems/{id}/close");
    assert_eq!(waits(&world, "jia").await, [Verb::Apply]);
    let shown = world.client("jia").await.get(&page).await.expect(200);
    assert!(shown.body.contains("申请销号") && shown.body.contains("还没有佐证"));
    let path = applied(&world, id).await;
    assert_eq!(problem(&world, id).await.state, ProblemState::Verifying);
    assert_eq!(waits(&world, "jia_head").await, [Verb::Sign]);
    assert!(waits(&world, "jia").await.is_empty());
    post(&world, "jia_head", &format!("{path}/signature"), &[], 303).await;
    assert_eq!(waits(&world, "yi").await, [Verb::View]);
    view(&world, "yi", &path, "differ", "还差一条", 303).await;
    assert!(waits(&world, "yi").await.is_empty() && waits(&world, "jia").await.is_empty());
    assert_eq!(waits(&world, "ding").await, [Verb::Verify]);
    post(&world, "ding", &format!("{path}/verification"), NOTE, 303).await;
    assert_eq!(waits(&world, "coord").await, [Verb::Draw]);
    let body = world.client("bing").await.get(&page).await.expect(200).body;
    assert!(body.contains("没有能问到的提出人") && body.contains("不用公示"));
    assert!(body.contains("乙处党支部：有不同意见，“还差一条”"));
    assert!(!body.contains("⟦"), "{body}");
    checked(&world, &path).await;
    assert_eq!(waits(&world, "coord").await, [Verb::Strike]);
    post(&world, "coord", &format!("{path}/strike"), &[], 303).await;
    let found = problem(&world, id).await;
    assert_eq!(found.state, ProblemState::Closed);
    assert_eq!(found.closed_as, Some(ClosedAs::Checked));
    let row = rows(&world, id).await.remove(0);
    assert_eq!(row.look_back_on.as_deref(), Some("2027-02-21"));
    assert_eq!(row.verifier_unit_id, Some(world.unit("D")));
    let english = world
        .client("leader")
        .await
        .get(&format!("{page}?lang=en"))
        .await;
    assert!(english.expect(200).body.contains("Closed as checked"));
    let holds = [("look_back", "holds"), ("look_back_note", "还管用")];
    post(
        &world,
        "supervisor",
        &format!("{path}/look-back"),
        &holds,
        409,
    )
    .await;
    world.app.clock.forward_days(90);
    assert_eq!(waits(&world, "supervisor").await, [Verb::LookBack]);
    post(&world, "jia", &format!("{path}/look-back"), &holds, 403).await;
    post(
        &world,
        "supervisor",
        &format!("{path}/look-back"),
        &holds[..1],
        422,
    )
    .await;
    post(
        &world,
        "supervisor",
        &format!("{path}/look-back"),
        &holds,
        303,
    )
    .await;
    assert!(waits(&world, "supervisor").await.is_empty());
    let body = world.client("jia").await.get(&page).await.expect(200).body;
    assert!(body.contains("还管用") && !body.contains("⟦"));
});

both!(whose_unit_did_the_work_cannot_verify, |world| async move {
    let id = working(&world, true).await;
    let path = viewed(&world, id).await;
    let verification = format!("{path}/verification");
    for who in ["jia", "jia_head", "yi", "yi_head", "leader", "editor"] {
        post(&world, who, &verification, NOTE, 403).await;
        post(&world, who, &format!("{path}/send-back"), BACK, 403).await;
    }
    for who in ["wu", "ji", "geng"] {
        let status = world
            .client(who)
            .await
            .post(&verification, NOTE)
            .await
            .status;
        assert!(matches!(status.as_u16(), 403 | 404), "{who} {status}");
    }
    let page = world
        .client("yi")
        .await
        .get(&format!("/problems/{id}/close"))
        .await;
    assert!(page.expect(200).body.contains("您的单位参与了办理"));
    assert_eq!(state(&world, id).await, State::Viewed);
    post(&world, "ding", &verification, &[], 422).await;
    post(&world, "inspector", &verification, NOTE, 303).await;
    post(&world, "ding", &verification, NOTE, 409).await;
});

both!(
    a_duty_and_a_covering_branch_bar_from_verifying,
    |world| async move {
        let acting = world.acting("coord").await;
        let tx = world.begin().await;
        let dept = UnitInput {
            name: "甲处".into(),
            kind: UnitKind::AdminDept.code().into(),
            ..UnitInput::default()
        };
        let dept = org::create_unit(&tx, &acting, &dept).await.unwrap();
        org::cover(&tx, &acting, world.unit("A"), dept)
            .await
            .unwrap();
        org::cover(&tx, &acting, world.unit("D"), dept)
            .await
            .unwrap();
        tx.commit().await.unwrap();
        let id = working(&world, true).await;
        let tx = world.begin().await;
        let units = [(world.unit("C"), None)];
        let measure = measures::Recorded {
            text: "丙也办一条",
            units: &units,
            done_on: Some("2026-11-20"),
            source: "测试",
            ..measures::Recorded::default()
        };
        measures::record_old(&tx, &acting, id, &measure)
            .await
            .unwrap();
        tx.commit().await.unwrap();
        let path = viewed(&world, id).await;
        let verification = format!("{path}/verification");
        post(&world, "ding", &verification, NOTE, 403).await;
        post(&world, "bing", &verification, NOTE, 403).await;
        assert!(waits(&world, "ding").await.is_empty());
        assert_eq!(state(&world, id).await, State::Viewed);
        post(&world, "coord", &verification, NOTE, 303).await;
    }
);

both!(
    an_open_measure_and_missing_evidence_refuse,
    |world| async move {
        let id = working(&world, false).await;
        let path = format!("/problems/{id}/close-out");
        let body = post(&world, "jia", &path, APPLY, 409).await;
        assert!(body.contains("还有 1 条举措或任务没有办结"));
        assert!(waits(&world, "jia").await.is_empty());
        let done = working(&world, true).await;
        let path = format!("/problems/{done}/close-out");
        let body = post(&world, "jia", &path, &[("result", "写过的结果")], 422).await;
        assert!(body.contains("写过的结果") && body.contains("请写明为什么没有"));
        post(&world, "jia", &path, &[("no_evidence_reason", "无")], 422).await;
        for who in ["bing", "yi", "supervisor"] {
            post(&world, who, &path, APPLY, 403).await;
        }
        assert!(rows(&world, done).await.is_empty());
        assert_eq!(problem(&world, done).await.state, ProblemState::Working);
    }
);

both!(the_same_application_twice_is_one, |world| async move {
    let id = working(&world, true).await;
    let (jia, path) = (
        world.client("jia").await,
        format!("/problems/{id}/close-out"),
    );
    jia.post_with_key(&path, APPLY, "key-1").await.expect(303);
    jia.post_with_key(&path, APPLY, "key-1").await.expect(303);
    jia.post(&path, APPLY).await.expect(409);
    assert_eq!(rows(&world, id).await.len(), 1);
    let row = rows(&world, id).await.remove(0);
    let path = format!("/close-outs/{}/signature", row.id);
    post(&world, "jia_head", &path, &[("version", "99")], 409).await;
    assert_eq!(state(&world, id).await, State::Applied);
});

both!(
    nobody_signs_their_own_application_and_silence_waits_three_days,
    |world| async move {
        let id = working(&world, true).await;
        post(
            &world,
            "jia_head",
            &format!("/problems/{id}/close-out"),
            APPLY,
            303,
        )
        .await;
        let path = format!("/close-outs/{}", rows(&world, id).await[0].id);
        post(&world, "jia_head", &format!("{path}/signature"), &[], 403).await;
        post(&world, "yi_head", &format!("{path}/signature"), &[], 403).await;
        let why = [("withdraw_reason", "换人来报")];
        post(&world, "jia", &format!("{path}/withdrawal"), &why, 403).await;
        post(&world, "jia_head", &format!("{path}/withdrawal"), &[], 422).await;
        post(&world, "jia_head", &format!("{path}/withdrawal"), &why, 303).await;
        assert_eq!(problem(&world, id).await.state, ProblemState::Working);
        let path = applied(&world, id).await;
        view(&world, "yi", &path, AGREE, "", 422).await;
        post(&world, "jia_head", &format!("{path}/signature"), &[], 303).await;
        view(&world, "jia", &path, AGREE, "", 403).await;
        view(&world, "bing", &path, AGREE, "", 403).await;
        view(&world, "yi", &path, "differ", "", 422).await;
        let on = format!("{path}/continuation");
        post(&world, "coord", &on, &[], 409).await;
        post(&world, "jia_head", &on, &[], 403).await;
        world.app.clock.forward_days(4);
        assert_eq!(waits(&world, "coord").await, [Verb::GoOn]);
        post(&world, "coord", &on, &[], 303).await;
        let page = world
            .client("coord")
            .await
            .get(&format!("/problems/{id}/close"))
            .await;
        let body = page.expect(200).body;
        assert!(body.contains("乙处党支部：没有回") && body.contains("换人来报"));
    }
);

both!(
    it_is_sent_back_by_whoever_has_it_in_hand,
    |world| async move {
        let id = working(&world, true).await;
        let path = applied(&world, id).await;
        post(&world, "ding", &format!("{path}/send-back"), BACK, 403).await;
        post(&world, "jia_head", &format!("{path}/send-back"), &[], 422).await;
        post(&world, "jia_head", &format!("{path}/send-back"), BACK, 303).await;
        assert_eq!(problem(&world, id).await.state, ProblemState::Working);
        let path = viewed(&world, id).await;
        post(&world, "coord", &format!("{path}/strike"), &[], 409).await;
        post(&world, "ding", &format!("{path}/send-back"), BACK, 303).await;
        assert_eq!(problem(&world, id).await.state, ProblemState::Working);
        let page = world
            .client("jia")
            .await
            .get(&format!("/problems/{id}/close"))
            .await;
        let body = page.expect(200).body;
        assert!(body.contains("缺盖章的文本") && body.contains("佐证不足"));
        assert_eq!(rows(&world, id).await.len(), 2);
    }
);

both!(
    a_hard_problem_is_shown_and_struck_by_a_leader,
    |world| async move {
        let id = working(&world, true).await;
        set_problem(&world, id, "grade = 3").await;
        let path = viewed(&world, id).await;
        post(&world, "ding", &format!("{path}/verification"), NOTE, 303).await;
        let (notice, strike) = (format!("{path}/notice"), format!("{path}/strike"));
        post(&world, "leader", &strike, &[], 409).await;
        checked(&world, &path).await;
        post(&world, "coord", &strike, &[], 403).await;
        post(&world, "leader", &strike, &[], 409).await;
        post(&world, "jia", &notice, &[], 403).await;
        assert_eq!(waits(&world, "coord").await, [Verb::Publish]);
        post(&world, "coord", &notice, &[], 303).await;
        post(&world, "leader", &strike, &[], 409).await;
        world.app.clock.forward_days(8);
        assert_eq!(waits(&world, "leader").await, [Verb::Strike]);
        post(&world, "coord", &strike, &[], 403).await;
        post(&world, "leader", &strike, &[], 303).await;
        assert_eq!(problem(&world, id).await.state, ProblemState::Closed);
    }
);

both!(a_rebound_reopens_the_problem, |world| async move {
    let id = working(&world, true).await;
    let path = struck(&world, id).await;
    post(&world, "coord", &format!("{path}/notice"), &[], 409).await;
    let fields = [("look_back", "rebound"), ("look_back_note", "又找不到人了")];
    post(&world, "coord", &format!("{path}/look-back"), &fields, 303).await;
    let found = problem(&world, id).await;
    assert_eq!((found.state, found.rebounds), (ProblemState::Working, 1));
    assert_eq!(found.closed_as, None);
    post(&world, "coord", &format!("{path}/look-back"), &fields, 409).await;
    let page = world
        .client("jia")
        .await
        .get(&format!("/problems/{id}/close"))
        .await;
    assert!(page.expect(200).body.contains("又找不到人了"));
    struck(&world, id).await;
    assert_eq!(problem(&world, id).await.state, ProblemState::Closed);
});

both!(who_may_not_see_it_finds_nothing, |world| async move {
    let hidden = world.proposed_problem().await;
    let id = working(&world, true).await;
    let path = viewed(&world, id).await;
    let page = format!("/problems/{id}/close");
    let draft = format!("/problems/{hidden}/close");
    world.client("bing").await.get(&draft).await.expect(404);
    post(&world, "bing", &format!("{draft}-out"), APPLY, 404).await;
    let stranger = world.client("stranger").await;
    stranger.get(&page).await.expect(404);
    for step in [
        "verification",
        "signature",
        "view",
        "continuation",
        "notice",
    ] {
        stranger
            .post(&format!("{path}/{step}"), NOTE)
            .await
            .expect(404);
    }
    for step in ["strike", "send-back", "withdrawal", "look-back"] {
        stranger
            .post(&format!("{path}/{step}"), BACK)
            .await
            .expect(404);
    }
    assert!(waits(&world, "stranger").await.is_empty());
    let status = world.client("wu").await.get(&page).await.status.as_u16();
    assert!(matches!(status, 403 | 404));
    world.nobody().get(&page).await.expect(303);
    assert!(world.acting("ding").await.actor.has(Role::Liaison));
});

both!(
    an_outside_partner_is_noted_by_the_coordinator,
    |world| async move {
        let id = working(&world, true).await;
        let tx = world.begin().await;
        let sql = "UPDATE pairing_member SET unit_id = $1 WHERE unit_id = $2";
        tx.run(sql, [world.unit("O").into(), world.unit("B").into()])
            .await
            .unwrap();
        tx.commit().await.unwrap();
        let path = applied(&world, id).await;
        post(&world, "jia_head", &format!("{path}/signature"), &[], 303).await;
        let unit = world.unit_text("O");
        let fields = [
            ("unit_id", unit.as_str()),
            ("opinion", AGREE),
            ("words", "电话里说的"),
        ];
        let path = format!("{path}/view");
        post(&world, "jia", &path, &fields, 403).await;
        post(&world, "coord", &path, &fields[..2], 422).await;
        assert_eq!(waits(&world, "coord").await, [Verb::View]);
        post(&world, "coord", &path, &fields, 303).await;
        assert_eq!(state(&world, id).await, State::Viewed);
    }
);
