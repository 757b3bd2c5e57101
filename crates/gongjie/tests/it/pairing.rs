//! Drafting, inviting, answering and ending pairings.

mod endings;
mod records;

use gongjie::pairing::actions::{self, AnswerInput, StepInput};
use gongjie::pairing::queries;
use gongjie::pairing::rules::{Input, MemberAnswer, MemberRole, State};
use gongjie::pairing::tables::pairing::Model;
use gongjie::problem;
use gongjie::problem::rules::State as ProblemState;
use gongjie_base::Error;

use crate::world::World;

/// What 甲 types: A leads, `partners` join, for `problem`.
pub fn input(world: &World, partners: &[&str], problem: i64) -> Input {
    Input {
        title: "一起理清学业导师权责".into(),
        lead: world.unit_text("A"),
        partners: partners.iter().map(|u| world.unit_text(u)).collect(),
        problems: vec![problem.to_string()],
        theme_id: world.theme().to_string(),
        ..Input::default()
    }
}

/// A draft by 甲.
pub async fn drafted(world: &World, partners: &[&str], problem: i64) -> i64 {
    let acting = world.acting("jia").await;
    let tx = world.begin().await;
    let id = actions::create(&tx, &acting, &input(world, partners, problem))
        .await
        .unwrap();
    tx.commit().await.unwrap();
    id
}

/// A pairing that waits for its partners.
pub async fn invited(world: &World, partners: &[&str]) -> (i64, i64) {
    let problem = world.listed_problem().await;
    let id = drafted(world, partners, problem).await;
    let acting = world.acting("jia").await;
    let tx = world.begin().await;
    actions::invite(&tx, &acting, id, &StepInput::default())
        .await
        .unwrap();
    tx.commit().await.unwrap();
    (id, problem)
}

/// A and B, active, with their problem.
pub async fn active(world: &World) -> (i64, i64) {
    let (id, problem) = invited(world, &["B"]).await;
    let acting = world.acting("yi").await;
    let tx = world.begin().await;
    let answer = AnswerInput {
        unit_id: world.unit_text("B"),
        answer: "confirmed".into(),
        note: String::new(),
    };
    actions::answer(&tx, &acting, id, &answer).await.unwrap();
    tx.commit().await.unwrap();
    (id, problem)
}

async fn found(world: &World, id: i64) -> Model {
    let acting = world.acting("coord").await;
    queries::find(world.app.db.read(), &acting.actor, id)
        .await
        .unwrap()
}

async fn problem_state(world: &World, id: i64) -> ProblemState {
    let acting = world.acting("coord").await;
    problem::queries::find(world.app.db.read(), &acting.actor, id)
        .await
        .unwrap()
        .state
}

async fn count(world: &World) -> u64 {
    let acting = world.acting("coord").await;
    let filter = queries::Filter::default();
    queries::count(world.app.db.read(), &acting.actor, &filter)
        .await
        .unwrap()
}

fn form<'a>(lead: &'a str, partners: &[&'a str], problem: &'a str) -> Vec<(&'static str, &'a str)> {
    let mut fields = vec![("title", "理清权责"), ("lead", lead), ("problems", problem)];
    fields.extend(partners.iter().map(|p| ("partners", *p)));
    fields
}

both!(
    a_pairing_is_drafted_invited_confirmed_and_takes_its_problem,
    |world| async move {
        let problem = world.listed_problem().await;
        let text = problem.to_string();
        let jia = world.client("jia").await;
        let page = jia
            .get(&format!("/pairings/new?problem={problem}"))
            .await
            .expect(200);
        assert!(page.body.contains("某派出所") && page.body.contains("checked"));
        let (a, b) = (world.unit_text("A"), world.unit_text("B"));
        let fields = form(&a, &[&b], &text);
        let id = jia.post("/pairings", &fields).await.id();
        assert_eq!(found(&world, id).await.state, State::Draft);
        let path = format!("/pairings/{id}");
        for outsider in ["bing", "stranger", "wu"] {
            let client = world.client(outsider).await;
            client.get(&path).await.expect(404);
            client
                .post(&format!("{path}/invitations"), &[])
                .await
                .expect(404);
            let list = client.get("/pairings").await;
            assert!(!list.body.contains("理清权责"), "{outsider}");
        }
        jia.post(&format!("{path}/invitations"), &[])
            .await
            .expect(303);
        assert_eq!(found(&world, id).await.state, State::Invited);
        assert_eq!(problem_state(&world, problem).await, ProblemState::Listed);
        let yi = world.client("yi").await;
        let page = yi.get(&path).await.expect(200);
        assert!(page.body.contains("确认参加"));
        let answer = [("unit_id", b.as_str()), ("answer", "confirmed")];
        yi.post(&format!("{path}/answers"), &answer)
            .await
            .expect(303);
        let now = found(&world, id).await;
        assert_eq!(now.state, State::Active);
        assert_eq!(now.number, Some(1));
        assert_eq!(now.date_text.as_deref(), Some("2026年11月23日"));
        assert_eq!(problem_state(&world, problem).await, ProblemState::Paired);
        let page = world.client("bing").await.get(&path).await.expect(200);
        assert!(page.body.contains("结对〔2026〕1号"));
        assert!(!page.body.contains("<button class=\"btn\">结项"));
        world.client("stranger").await.get(&path).await.expect(404);
    }
);

both!(
    each_broken_rule_is_said_at_its_field_and_changes_nothing,
    |world| async move {
        let problem = world.listed_problem().await.to_string();
        let proposed = world.proposed_problem().await.to_string();
        let coord = world.client("coord").await;
        let (a, b) = (world.unit_text("A"), world.unit_text("B"));
        let (out, other) = (world.unit_text("O"), world.unit_text("other"));
        let before = count(&world).await;
        let mut two_leads = form(&a, &[&b], &problem);
        two_leads.push(("lead", &b));
        let cases = [
            (two_leads, "牵头只能有一个"),
            (form(&a, &[&a, &b], &problem), "牵头单位不能同时是共建单位"),
            (form("", &[&b], &problem), "请选一个牵头单位"),
            (form(&a, &[], &problem), "至少选一个共建单位"),
            (form(&a, &[&b, &b], &problem), "同一个单位选了两次"),
            (form(&out, &[&b], &problem), "校外单位不能牵头"),
            (form("999999", &[&b], &problem), "牵头单位不在可选的范围里"),
            (
                form(&a, &["999999"], &problem),
                "有共建单位不在可选的范围里",
            ),
            (form(&a, &[&other], &problem), "有共建单位不在可选的范围里"),
            (form(&other, &[&b], &problem), "牵头单位不在可选的范围里"),
            (form(&a, &[&b], ""), "至少选一道难题"),
            (form(&a, &[&b], "999999"), "不在可选的范围里"),
            (form(&a, &[&b], &proposed), "还没入单"),
        ];
        for (fields, words) in cases {
            let reply = coord.post("/pairings", &fields).await;
            assert_eq!(reply.status, 422, "{words}: {}", reply.body);
            assert!(reply.body.contains(words), "{words}");
            assert!(reply.body.contains("理清权责"), "typed text is lost");
        }
        assert_eq!(count(&world).await, before);
    }
);

both!(
    nobody_leads_in_the_name_of_another_unit,
    |world| async move {
        let problem = world.listed_problem().await.to_string();
        let (a, c) = (world.unit_text("A"), world.unit_text("C"));
        let bing = world.client("bing").await;
        let reply = bing
            .post("/pairings", &form(&a, &[&c], &problem))
            .await
            .expect(422);
        assert!(reply.body.contains("不能以这个单位的名义牵头"));
        let stranger = world.client("stranger").await;
        stranger
            .post("/pairings", &form(&a, &[&c], &problem))
            .await
            .expect(409);
    }
);

both!(the_same_form_twice_makes_one_pairing, |world| async move {
    let problem = world.listed_problem().await.to_string();
    let (a, b) = (world.unit_text("A"), world.unit_text("B"));
    let jia = world.client("jia").await;
    let fields = form(&a, &[&b], &problem);
    let first = jia.post_with_key("/pairings", &fields, "once").await.id();
    let second = jia.post_with_key("/pairings", &fields, "once").await.id();
    assert_eq!(first, second);
    assert_eq!(count(&world).await, 1);
});

both!(
    the_database_refuses_a_second_lead_by_itself,
    |world| async move {
        let problem = world.listed_problem().await;
        let id = drafted(&world, &["B"], problem).await;
        let sql = "INSERT INTO pairing_member (pairing_id, unit_id, role, position, answer) \
                   VALUES ($1, $2, 'lead', 9, 'waiting')";
        let tx = world.begin().await;
        let values = [id.into(), world.unit("C").into()];
        assert!(matches!(tx.run(sql, values).await, Err(Error::Conflict(_))));
        drop(tx);
        let tx = world.begin().await;
        let sql = "INSERT INTO pairing_member (pairing_id, unit_id, role, position, answer) \
                   VALUES ($1, $2, 'partner', 9, 'waiting')";
        let values = [id.into(), world.unit("B").into()];
        assert!(matches!(tx.run(sql, values).await, Err(Error::Conflict(_))));
    }
);

both!(
    two_answers_at_once_make_one_active_pairing,
    |world| async move {
        let (id, problem) = invited(&world, &["B", "C"]).await;
        let path = format!("/pairings/{id}/answers");
        let (yi, bing) = (world.client("yi").await, world.client("bing").await);
        let (b, c) = (world.unit_text("B"), world.unit_text("C"));
        let first = [("unit_id", b.as_str()), ("answer", "confirmed")];
        let second = [("unit_id", c.as_str()), ("answer", "confirmed")];
        let (one, two) = tokio::join!(yi.post(&path, &first), bing.post(&path, &second));
        one.expect(303);
        two.expect(303);
        let now = found(&world, id).await;
        assert_eq!((now.state, now.number), (State::Active, Some(1)));
        assert_eq!(problem_state(&world, problem).await, ProblemState::Paired);
        yi.post(&path, &first).await.expect(409);
    }
);

both!(
    a_unit_answers_for_itself_and_the_lead_for_an_outside_one,
    |world| async move {
        let (id, _) = invited(&world, &["B", "O"]).await;
        let path = format!("/pairings/{id}/answers");
        let (jia, yi) = (world.client("jia").await, world.client("yi").await);
        let (b, out, c) = (
            world.unit_text("B"),
            world.unit_text("O"),
            world.unit_text("C"),
        );
        let yes = |unit: &str| [("unit_id", unit.to_owned()), ("answer", "confirmed".into())];
        let send = async |client: &crate::client::Client, unit: &str, note: &str| {
            let fields = yes(unit);
            let mut fields: Vec<(&str, &str)> =
                fields.iter().map(|(n, v)| (*n, v.as_str())).collect();
            fields.push(("note", note));
            client.post(&path, &fields).await
        };
        send(&jia, &b, "").await.expect(403);
        send(&yi, &out, "电话").await.expect(403);
        send(&yi, &c, "").await.expect(422);
        let reply = send(&jia, &out, "").await.expect(422);
        assert!(reply.body.contains("怎样确认"));
        send(&jia, &out, "11月20日电话，张所应允").await.expect(303);
        assert_eq!(found(&world, id).await.state, State::Invited);
        let bad = [("unit_id", b.as_str()), ("answer", "perhaps")];
        yi.post(&path, &bad).await.expect(422);
        send(&yi, &b, "").await.expect(303);
        assert_eq!(found(&world, id).await.state, State::Active);
        world
            .client("bing")
            .await
            .post(&path, &bad)
            .await
            .expect(422);
        world
            .client("stranger")
            .await
            .post(&path, &bad)
            .await
            .expect(404);
    }
);

both!(
    a_no_needs_a_reason_and_the_lead_goes_on_without_that_unit,
    |world| async move {
        let (id, problem) = invited(&world, &["B", "C"]).await;
        let path = format!("/pairings/{id}");
        let (jia, yi) = (world.client("jia").await, world.client("yi").await);
        let (b, c) = (world.unit_text("B"), world.unit_text("C"));
        let no = [("unit_id", b.as_str()), ("answer", "declined")];
        let reply = yi.post(&format!("{path}/answers"), &no).await.expect(422);
        assert!(reply.body.contains("不参加要写明理由"));
        let mut no = no.to_vec();
        no.push(("note", "今年没有人手"));
        yi.post(&format!("{path}/answers"), &no).await.expect(303);
        assert_eq!(found(&world, id).await.state, State::Invited);
        let page = jia.get(&path).await.expect(200);
        assert!(page.body.contains("今年没有人手") && page.body.contains("不等它，继续"));
        let out = [("unit_id", b.as_str())];
        yi.post(&format!("{path}/removals"), &out).await.expect(403);
        jia.post(&format!("{path}/removals"), &out)
            .await
            .expect(303);
        jia.post(&format!("{path}/removals"), &[("unit_id", c.as_str())])
            .await
            .expect(409);
        yi.get(&path).await.expect(404);
        let yes = [("unit_id", c.as_str()), ("answer", "confirmed")];
        let bing = world.client("bing").await;
        bing.post(&format!("{path}/answers"), &yes)
            .await
            .expect(303);
        assert_eq!(found(&world, id).await.state, State::Active);
        assert_eq!(problem_state(&world, problem).await, ProblemState::Paired);
        let units = queries::member_units(world.app.db.read(), problem)
            .await
            .unwrap();
        assert!(!units.contains(&world.unit("B")) && units.contains(&world.unit("C")));
    }
);

both!(
    a_pairing_whose_partners_all_decline_is_not_formed,
    |world| async move {
        let (id, problem) = invited(&world, &["B"]).await;
        let yi = world.client("yi").await;
        let b = world.unit_text("B");
        let no = [
            ("unit_id", b.as_str()),
            ("answer", "declined"),
            ("note", "不相干"),
        ];
        yi.post(&format!("/pairings/{id}/answers"), &no)
            .await
            .expect(303);
        assert_eq!(found(&world, id).await.state, State::Declined);
        assert_eq!(problem_state(&world, problem).await, ProblemState::Listed);
        let bing = world.client("bing").await;
        bing.get(&format!("/pairings/{id}")).await.expect(404);
    }
);

both!(
    an_edit_asks_new_members_and_a_stale_one_shows_both,
    |world| async move {
        let (id, problem) = active(&world).await;
        let path = format!("/pairings/{id}");
        let jia = world.client("jia").await;
        jia.get(&format!("{path}/edit")).await.expect(200);
        world
            .client("yi")
            .await
            .get(&format!("{path}/edit"))
            .await
            .expect(403);
        let text = problem.to_string();
        let (a, b, c) = (
            world.unit_text("A"),
            world.unit_text("B"),
            world.unit_text("C"),
        );
        let version = found(&world, id).await.version.to_string();
        let mut fields = form(&a, &[&b, &c], &text);
        fields.push(("version", &version));
        jia.post(&path, &fields).await.expect(303);
        let members = queries::list_members(world.app.db.read(), &[id])
            .await
            .unwrap();
        let answers: Vec<_> = members.iter().map(|m| m.answer).collect();
        let yes = MemberAnswer::Confirmed;
        assert_eq!(answers, [yes, yes, MemberAnswer::Waiting]);
        let bing = world.acting("bing").await;
        let parts = actions::parts(world.app.db.read(), &bing.actor, problem)
            .await
            .unwrap();
        assert!(parts.is_empty(), "an unconfirmed member has no part yet");
        fields[0].1 = "晚到的写法";
        let reply = jia.post(&path, &fields).await.expect(409);
        assert!(reply.body.contains("晚到的写法") && reply.body.contains("理清权责"));
        let version = found(&world, id).await.version.to_string();
        let mut other_lead = form(&b, &[&a], &text);
        other_lead.push(("version", &version));
        let reply = jia.post(&path, &other_lead).await.expect(422);
        assert!(reply.body.contains("换牵头要由统筹办改"));
        let coord = world.client("coord").await;
        coord.post(&path, &other_lead).await.expect(303);
        let members = queries::list_members(world.app.db.read(), &[id])
            .await
            .unwrap();
        assert_eq!(members[0].unit_id, world.unit("B"));
        assert_eq!(members[0].role, MemberRole::Lead);
        assert_eq!(members.len(), 2);
    }
);

both!(
    who_worked_and_left_is_still_no_outsider,
    |world| async move {
        let (id, problem) = active(&world).await;
        let jia = world.client("jia").await;
        let text = problem.to_string();
        let (a, c) = (world.unit_text("A"), world.unit_text("C"));
        jia.post(&format!("/pairings/{id}"), &form(&a, &[&c], &text))
            .await
            .expect(303);
        let read = world.app.db.read();
        let members = queries::list_members(read, &[id]).await.unwrap();
        assert!(members.iter().all(|m| m.unit_id != world.unit("B")));
        let units = queries::member_units(read, problem).await.unwrap();
        assert!(units.contains(&world.unit("B")));
    }
);

both!(
    another_problem_is_linked_and_paired_at_once,
    |world| async move {
        let (id, problem) = active(&world).await;
        let more = world.listed_problem().await;
        let path = format!("/pairings/{id}/problems");
        let text = more.to_string();
        let link = [("problem_id", text.as_str())];
        world
            .client("yi")
            .await
            .post(&path, &link)
            .await
            .expect(403);
        let jia = world.client("jia").await;
        jia.post(&path, &link).await.expect(303);
        assert_eq!(problem_state(&world, more).await, ProblemState::Paired);
        jia.post(&path, &link).await.expect(422);
        jia.post(&path, &[("problem_id", "")]).await.expect(422);
        let acting = world.acting("coord").await;
        let of = queries::list_of_problem(world.app.db.read(), &acting.actor, more)
            .await
            .unwrap();
        assert_eq!(of.len(), 1);
        let links = queries::list_links_of_problems(world.app.db.read(), &[problem, more])
            .await
            .unwrap();
        assert_eq!(links.len(), 2);
    }
);
