//! Measures: issuing, signing, working, reporting, checking; tasks, extensions, disputes; and who sees nothing of it.

mod side;

use gongjie::measure::light::Light;
use gongjie::measure::rules::{DutyRole, ExtensionState, State, Verb};
use gongjie::measure::tables::measure::Model;
use gongjie::measure::{actions, queries};
use gongjie::pairing::actions as pairings;
use gongjie::pairing::rules::{LeadBasis, MemberRole};
use gongjie::problem;
use gongjie::problem::rules::State as ProblemState;

use crate::client::{Client, Reply};
use crate::world::World;

/// A listed problem that A leads and B helps to solve.
pub async fn paired_problem(world: &World) -> i64 {
    let id = world.listed_problem().await;
    pair(world, id).await;
    id
}

/// A leads the problem and B takes part.
pub async fn pair(world: &World, id: i64) {
    let acting = world.acting("coord").await;
    let tx = world.begin().await;
    let problem = problem::queries::find(&tx, &acting.actor, id)
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
        date_text: None,
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
}

fn fields(world: &World) -> Vec<(&'static str, String)> {
    vec![
        ("text", "编一张排班表".to_owned()),
        ("lead", world.unit_text("B")),
        ("partners", world.unit_text("C")),
        ("partners", world.unit_text("O")),
        ("owner", world.person_id("yi").to_string()),
        ("start_on", "2026-11-23".to_owned()),
        ("due_text", "2027-01-22".to_owned()),
    ]
}

/// Replaces the value of one field, or adds it.
fn with(
    fields: &[(&'static str, String)],
    name: &'static str,
    value: &str,
) -> Vec<(&'static str, String)> {
    let mut fields: Vec<_> = fields.iter().filter(|(n, _)| *n != name).cloned().collect();
    fields.push((name, value.to_owned()));
    fields
}

async fn send(client: &Client, path: &str, fields: &[(&'static str, String)]) -> Reply {
    let fields: Vec<(&str, &str)> = fields.iter().map(|(n, v)| (*n, v.as_str())).collect();
    client.post(path, &fields).await
}

async fn find(world: &World, id: i64) -> Model {
    let acting = world.acting("coord").await;
    queries::find(world.app.db.read(), &acting.actor, id)
        .await
        .unwrap()
}

async fn light(world: &World, id: i64) -> Light {
    let row = find(world, id).await;
    let today = world.app.clock.today();
    let shines = queries::shines(world.app.db.read(), &[row], today).await;
    shines.unwrap()[&id].light
}

async fn verbs(world: &World, key: &str) -> Vec<Verb> {
    let acting = world.acting(key).await;
    let today = world.app.clock.today();
    let waiting = queries::list_waiting(world.app.db.read(), &acting.actor, today).await;
    waiting.unwrap().into_iter().map(|w| w.verb).collect()
}

/// A measure of B, issued by A, due in 60 days. Gives problem and measure.
pub async fn issued_measure(world: &World) -> (i64, i64) {
    let problem = paired_problem(world).await;
    let jia = world.client("jia").await;
    let path = format!("/problems/{problem}/measures");
    let id = send(&jia, &path, &fields(world)).await.id();
    (problem, id)
}

async fn step(client: &Client, id: i64, action: &str, more: &[(&str, &str)]) -> Reply {
    let mut fields = vec![("action", action)];
    fields.extend_from_slice(more);
    client.post(&format!("/measures/{id}/moves"), &fields).await
}

/// A measure that B is working on.
pub async fn working_measure(world: &World) -> (i64, i64) {
    let (problem, id) = issued_measure(world).await;
    let yi = world.client("yi").await;
    step(&yi, id, "sign", &[]).await.expect(303);
    step(&yi, id, "start", &[]).await.expect(303);
    (problem, id)
}

async fn outsiders_see_nothing(world: &World, path: &str) {
    for key in ["stranger", "wu", "ji", "geng"] {
        world.client(key).await.get(path).await.expect(404);
    }
    let reply = world.nobody().get(path).await;
    assert!(reply.location.starts_with("/login"), "{}", reply.location);
}

both!(
    a_measure_goes_from_issue_to_done_and_the_reporter_never_passes_it,
    |world| async move {
        let (problem, id) = issued_measure(&world).await;
        let row = find(&world, id).await;
        assert_eq!(row.first_due_on.as_deref(), Some("2027-01-22"));
        assert_eq!(verbs(&world, "yi").await, [Verb::Sign]);
        let (jia, yi) = (world.client("jia").await, world.client("yi").await);
        let head = world.client("jia_head").await;
        step(&jia, id, "sign", &[]).await.expect(403);
        step(&yi, id, "start", &[]).await.expect(409);
        step(&yi, id, "sign", &[]).await.expect(303);
        step(&yi, id, "start", &[]).await.expect(303);
        step(&yi, id, "pass", &[]).await.expect(409);
        let refused = step(&yi, id, "report", &[("result", " ")])
            .await
            .expect(422);
        assert!(refused.body.contains("请填写"));
        step(&yi, id, "report", &[("result", "排班表已发")])
            .await
            .expect(303);
        assert_eq!(find(&world, id).await.state, State::Reported);
        assert_eq!(verbs(&world, "jia_head").await, [Verb::Pass]);
        step(&yi, id, "pass", &[]).await.expect(403);
        step(&jia, id, "pass", &[]).await.expect(403);
        step(&head, id, "pass", &[]).await.expect(303);
        let row = find(&world, id).await;
        assert_eq!(
            (row.state, row.done_on.as_deref()),
            (State::Done, Some("2026-11-23"))
        );
        assert_eq!(light(&world, id).await, Light::Done);
        let page = jia.get(&format!("/measures/{id}")).await.expect(200);
        assert!(page.body.contains("排班表已发") && page.body.contains("审核通过"));
        assert!(!page.body.contains('⟦'), "a text key is missing");
        outsiders_see_nothing(&world, &format!("/measures/{id}")).await;
        outsiders_see_nothing(&world, &format!("/problems/{problem}/measures/new")).await;
    }
);

both!(
    the_person_who_reported_does_not_check_even_as_head_of_the_lead_unit,
    |world| async move {
        let problem = paired_problem(&world).await;
        let head = world.client("jia_head").await;
        let path = format!("/problems/{problem}/measures");
        let fields = with(&fields(&world), "lead", &world.unit_text("A"));
        let id = send(&head, &path, &fields).await.id();
        step(&head, id, "sign", &[]).await.expect(303);
        step(&head, id, "start", &[]).await.expect(303);
        step(&head, id, "report", &[("result", "办了")])
            .await
            .expect(303);
        let reply = step(&head, id, "pass", &[]).await.expect(403);
        assert!(reply.body.contains("要由别人审核"));
        let page = head.get(&format!("/measures/{id}")).await.expect(200);
        assert!(!page.body.contains("value=\"pass\""));
        let inspector = world.client("inspector").await;
        step(&inspector, id, "pass", &[]).await.expect(303);
    }
);

both!(
    what_is_wrong_is_said_at_the_field_and_changes_nothing,
    |world| async move {
        let problem = paired_problem(&world).await;
        let jia = world.client("jia").await;
        let path = format!("/problems/{problem}/measures");
        let good = fields(&world);
        let a = world.unit_text("A");
        let cases = [
            (with(&good, "text", ""), "请填写"),
            (
                with(&good, "text", &"长".repeat(8001)),
                "最多 8000 个字，现在有 8001 个",
            ),
            (with(&good, "lead", ""), "请选一项"),
            (
                with(&good, "lead", &world.unit_text("other")),
                "不在可选的范围里",
            ),
            (
                with(&good, "partners", &world.unit_text("B")),
                "不能同时是配合单位",
            ),
            (
                with(&good, "owner", &world.person_id("stranger").to_string()),
                "不在可选的范围里",
            ),
            (with(&good, "owner", "甲"), "不在可选的范围里"),
            (with(&good, "due_text", "2026-11-01"), "时限早于开始日期"),
            (with(&good, "due_text", "尽快"), "看不出是哪一天"),
            (with(&good, "parent_id", "999999"), "不在可选的范围里"),
        ];
        for (fields, words) in cases {
            let reply = send(&jia, &path, &fields).await.expect(422);
            assert!(reply.body.contains(words), "{words}: {}", reply.body);
            assert!(
                reply.body.contains("id=\"text\""),
                "the form is shown again"
            );
        }
        let mut two = good.clone();
        two.push(("lead", a));
        let reply = send(&jia, &path, &two).await.expect(422);
        assert!(reply.body.contains("责任单位只能有一个") && reply.body.contains("编一张排班表"));
        let conn = world.app.db.read();
        assert!(
            queries::list_of_problems(conn, &[problem])
                .await
                .unwrap()
                .is_empty()
        );
    }
);

both!(
    only_the_lead_and_the_coordinator_issue_measures_of_a_paired_problem,
    |world| async move {
        let listed = world.listed_problem().await;
        let jia = world.client("jia").await;
        let path = format!("/problems/{listed}/measures");
        let coord = world.client("coord").await;
        send(&coord, &path, &fields(&world)).await.expect(409);
        let problem = paired_problem(&world).await;
        let path = format!("/problems/{problem}/measures");
        jia.get(&format!("{path}/new")).await.expect(200);
        for key in ["yi", "bing", "ding", "leader", "inspector"] {
            let client = world.client(key).await;
            client.get(&format!("{path}/new")).await.expect(403);
            send(&client, &path, &fields(&world)).await.expect(403);
        }
        let stranger = world.client("stranger").await;
        send(&stranger, &path, &fields(&world)).await.expect(404);
        let b = world.unit_text("B");
        let bare = [("text", "一"), ("lead", b.as_str())];
        let first = jia.post_with_key(&path, &bare, "k");
        let first = first.await.id();
        let again = jia.post_with_key(&path, &bare, "k");
        assert_eq!(again.await.id(), first);
        let rows = queries::list_of_problems(world.app.db.read(), &[problem]).await;
        assert_eq!(rows.unwrap().len(), 1);
    }
);

both!(
    a_stale_edit_shows_both_and_a_promised_limit_stays,
    |world| async move {
        let (_, id) = issued_measure(&world).await;
        let (jia, yi) = (world.client("jia").await, world.client("yi").await);
        let path = format!("/measures/{id}");
        jia.get(&format!("{path}/edit")).await.expect(200);
        yi.get(&format!("{path}/edit")).await.expect(403);
        let fields = with(&fields(&world), "version", "1");
        let earlier = with(&fields, "due_text", "2027-01-15");
        send(&jia, &path, &earlier).await.expect(303);
        let row = find(&world, id).await;
        assert_eq!(row.due_on.as_deref(), Some("2027-01-15"));
        assert_eq!(
            row.first_due_on.as_deref(),
            Some("2027-01-22"),
            "the first promise stays"
        );
        let reply = send(&jia, &path, &with(&fields, "text", "另一个写法")).await;
        let reply = reply.expect(409);
        assert!(reply.body.contains("另一个写法") && reply.body.contains("编一张排班表"));
        step(&yi, id, "sign", &[]).await.expect(303);
        let version = find(&world, id).await.version.to_string();
        let late = with(&earlier, "version", &version);
        let reply = send(&jia, &path, &with(&late, "due_text", "2027-03-01")).await;
        assert!(reply.expect(422).body.contains("请申请延期"));
        let reply = send(&jia, &path, &with(&late, "lead", &world.unit_text("D"))).await;
        assert!(reply.expect(422).body.contains("已经签收"));
        send(&jia, &path, &with(&late, "text", "新写法"))
            .await
            .expect(303);
        assert_eq!(find(&world, id).await.text, "新写法");
        send(&yi, &path, &late).await.expect(403);
        step(&yi, id, "start", &[("version", "1")])
            .await
            .expect(409);
    }
);

both!(
    tasks_go_deep_and_a_parent_waits_for_them,
    |world| async move {
        let (problem, id) = working_measure(&world).await;
        let yi = world.client("yi").await;
        let path = format!("/problems/{problem}/measures");
        let page = yi.get(&format!("{path}/new?parent={id}")).await.expect(200);
        assert!(page.body.contains("拆一条任务"));
        let task = with(&fields(&world), "parent_id", &id.to_string());
        let first = send(&yi, &path, &task).await.id();
        let second = send(&yi, &path, &with(&task, "text", "贴出来")).await.id();
        let reply = step(&yi, id, "report", &[("result", "好了")]).await;
        assert!(reply.expect(409).body.contains("下面还有任务"));
        let said = [("sentence", "快了"), ("percent", "50")];
        let reply = yi.post(&format!("/measures/{id}/progress"), &said).await;
        assert!(reply.expect(422).body.contains("不用填"));
        for task in [first, second] {
            step(&yi, task, "sign", &[]).await.expect(303);
        }
        let coord = world.client("coord").await;
        let reply = step(&coord, second, "cancel", &[]).await.expect(422);
        assert!(reply.body.contains("请填写"));
        step(&coord, second, "cancel", &[("reason", "不贴了")])
            .await
            .expect(303);
        step(&yi, first, "start", &[]).await.expect(303);
        step(&yi, first, "report", &[("result", "好了")])
            .await
            .expect(303);
        step(&coord, first, "pass", &[]).await.expect(303);
        let page = yi.get(&format!("/measures/{id}")).await.expect(200);
        assert!(
            page.body.contains("最末一层 1 条，办结 1 条"),
            "{}",
            page.body
        );
        step(&yi, id, "report", &[("result", "好了")])
            .await
            .expect(303);
        step(&coord, id, "pass", &[]).await.expect(303);
        assert_eq!(find(&world, second).await.state, State::Cancelled);
        let mut parent = String::new();
        for depth in 1..=13 {
            let jia = world.client("jia").await;
            let reply = send(&jia, &path, &with(&fields(&world), "parent_id", &parent)).await;
            if depth == 13 {
                assert!(reply.expect(422).body.contains("最多拆 12 层"));
                break;
            }
            parent = reply.id().to_string();
        }
    }
);

both!(
    work_starts_when_a_measure_names_unit_owner_and_limit,
    |world| async move {
        let problem = paired_problem(&world).await;
        let jia = world.client("jia").await;
        let path = format!("/problems/{problem}/start");
        let reply = jia.post(&path, &[]).await.expect(409);
        assert!(reply.body.contains("责任单位、责任人和时限"));
        let measures = format!("/problems/{problem}/measures");
        let bare = [("text", "一"), ("lead", &*world.unit_text("B"))];
        let id = jia.post(&measures, &bare).await.id();
        jia.post(&path, &[]).await.expect(409);
        assert_eq!(light(&world, id).await, Light::Idle);
        send(
            &jia,
            &measures,
            &with(&fields(&world), "due_text", "立行立改"),
        )
        .await
        .expect(303);
        world.client("yi").await.post(&path, &[]).await.expect(403);
        world
            .client("stranger")
            .await
            .post(&path, &[])
            .await
            .expect(404);
        jia.post(&path, &[]).await.expect(303);
        let acting = world.acting("jia").await;
        let found = problem::queries::find(world.app.db.read(), &acting.actor, problem).await;
        assert_eq!(found.unwrap().state, ProblemState::Working);
        let rows = queries::list_of_problems(world.app.db.read(), &[problem])
            .await
            .unwrap();
        assert_eq!(rows[1].due_on.as_deref(), Some("2026-11-30"));
    }
);

both!(
    an_old_record_is_taken_over_as_it_stands,
    |world| async move {
        let problem = paired_problem(&world).await;
        let acting = world.acting("coord").await;
        let units = [(world.unit("B"), Some("乙处")), (world.unit("C"), None)];
        let old = actions::Recorded {
            text: "提出举措47条、细化任务69条",
            units: &units,
            stated_count: Some(47),
            stated_tasks: Some(69),
            source: "P4",
            ..actions::Recorded::default()
        };
        let tx = world.begin().await;
        let id = actions::record_old(&tx, &acting, problem, &old)
            .await
            .unwrap();
        let jia = world.acting("jia").await;
        assert!(actions::record_old(&tx, &jia, problem, &old).await.is_err());
        tx.commit().await.unwrap();
        assert_eq!(light(&world, id).await, Light::Idle);
        let page = world
            .client("jia")
            .await
            .get(&format!("/measures/{id}"))
            .await
            .expect(200);
        assert!(page.body.contains("举措 47 条") && page.body.contains("不计入合计"));
        assert!(!page.body.contains('⟦'));
        let english = world
            .client("jia")
            .await
            .get(&format!("/measures/{id}?lang=en"))
            .await;
        assert!(english.expect(200).body.contains("47 measures"));
    }
);
