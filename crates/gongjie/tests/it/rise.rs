//! Changes of class: a partner's word, the rules of the clock, who decides, what it changes, and who sees nothing of it.

use gongjie::clockwork::jobs::go_round;
use gongjie::problem::queries as problems;
use gongjie::problem::rules::{Class, State};
use serde_json::{Value, json};

use crate::api::{act, call, read, refused_fields, twice};
use crate::measure::paired_problem;
use crate::oversight::add;
use crate::world::World;

async fn class(world: &World, id: i64) -> Option<Class> {
    let acting = world.acting("coord").await;
    let found = problems::find(world.app.db.read(), &acting.actor, id).await;
    found.unwrap().class
}

async fn set(world: &World, id: i64, what: &str) {
    let tx = world.begin().await;
    let sql = format!("UPDATE problem SET {what} WHERE id = $1");
    tx.run(&sql, [id.into()]).await.unwrap();
    tx.commit().await.unwrap();
}

async fn rises(world: &World, id: i64) -> Vec<Value> {
    let path = format!("/api/v1/problems/{id}/rises");
    let of = read(world, "coord", &path).await;
    of["rises"].as_array().unwrap().clone()
}

async fn go(world: &World, who: &str, id: i64, fields: &[(&str, &str)], status: u16) -> String {
    let path = format!("/rises/{id}/moves");
    let reply = world.client(who).await.post(&path, fields).await;
    reply.expect(status).body
}

/// How many people were told something of this kind.
async fn told(world: &World, key: &str) -> i64 {
    let sql = "SELECT COUNT(*) FROM message WHERE text_key = $1";
    let count = world.app.db.read().scalar(sql, [key.into()]).await;
    count.unwrap().unwrap()
}

/// 乙 says that the units cannot agree.
async fn asked(world: &World) -> (i64, i64) {
    let problem = paired_problem(world).await;
    let yi = world.client("yi").await;
    let path = format!("/problems/{problem}/rises");
    yi.post(&path, &[("reason", "两家谈不拢")])
        .await
        .expect(303);
    (
        problem,
        rises(world, problem).await[0]["id"].as_i64().unwrap(),
    )
}

both!(
    a_partner_says_it_and_the_coordinator_decides_it,
    |world| async move {
        let problem = paired_problem(&world).await;
        let page = format!("/problems/{problem}/rises");
        let yi = world.client("yi").await;
        assert!(yi.get(&page).await.expect(200).body.contains("提请提级"));
        let empty = yi.post(&page, &[("reason", " ")]).await.expect(422).body;
        assert!(empty.contains("errsum"));
        yi.post(&page, &[("reason", "两家谈不拢")])
            .await
            .expect(303);
        assert_eq!(class(&world, problem).await, Some(Class::MultiDept));
        let again = yi.post(&page, &[("reason", "再说一次")]).await.expect(409);
        assert!(again.body.contains("已有一个请求在等决定"));
        let all = rises(&world, problem).await;
        let id = all[0]["id"].as_i64().unwrap();
        assert_eq!(all[0]["asked_unit"], json!("乙处党支部"));
        assert_eq!(
            all[0]["decide_by"],
            json!("2026-11-26"),
            "three working days"
        );
        assert_eq!(told(&world, "rise-told-up").await, 1, "the coordinator");

        // It waits on the first page of the coordinator, and on the page of the problem.
        let coord = world.client("coord").await;
        let home = coord.get("/").await.expect(200).body;
        assert!(home.contains(&page), "the first page does not ask");
        let dossier = coord.get(&format!("/problems/{problem}")).await.expect(200);
        assert!(dossier.body.contains("提级待决定"));
        for who in ["jia", "jia_head", "yi", "inspector"] {
            go(&world, who, id, &[("action", "grant")], 403).await;
        }
        let silent = go(&world, "coord", id, &[("action", "deny")], 422).await;
        assert!(silent.contains("errsum"), "a refusal needs its reason");
        let grant = [
            ("action", "grant"),
            ("note", "转学校统筹"),
            ("version", "1"),
        ];
        go(&world, "coord", id, &grant, 303).await;
        assert_eq!(class(&world, problem).await, Some(Class::SchoolLevel));
        go(&world, "coord", id, &grant, 409).await;
        // The leader, both units, and who asked; the decider knows.
        assert_eq!(told(&world, "rise-told-granted-up").await, 5);

        // Who and why stand in the story of the problem.
        let story = yi
            .get(&format!("/problems/{problem}"))
            .await
            .expect(200)
            .body;
        for words in ["提请改类别", "同意改类别", "类别改了", "转学校统筹"] {
            assert!(story.contains(words), "the story lacks {words}");
        }
        assert!(!coord.get("/").await.expect(200).body.contains(&page));
    }
);

both!(the_way_back_is_the_leaders, |world| async move {
    let problem = paired_problem(&world).await;
    set(&world, problem, "class = 'school_level'").await;
    let path = format!("/api/v1/problems/{problem}/rises");
    let body = json!({"reason": "几家说好了"});
    let (reply, _) = call(&world, "yi", "POST", &path, body.clone()).await;
    reply.expect(403);
    let back = act(&world, "coord", ("POST", &path), body, 201).await;
    assert_eq!(back["to_class"], json!("multi_dept"));
    assert_eq!(
        back["steps"],
        json!(["withdraw"]),
        "nobody decides their own"
    );
    assert_eq!(told(&world, "rise-told-down").await, 1, "the leader");
    let moves = format!("/api/v1/rises/{}/moves", back["id"]);
    let grant = json!({"action": "grant", "version": "1"});
    let (reply, _) = call(&world, "coord", "POST", &moves, grant.clone()).await;
    reply.expect(403);
    let done = act(&world, "leader", ("POST", &moves), grant, 200).await;
    assert_eq!(done["state"], json!("granted"));
    assert_eq!(class(&world, problem).await, Some(Class::MultiDept));
});

both!(
    a_class_is_not_changed_by_an_edit_once_it_is_listed,
    |world| async move {
        let problem = paired_problem(&world).await;
        let path = format!("/api/v1/problems/{problem}");
        let body = json!({"title": "题", "hurts": "痛", "theme_id": world.theme().to_string(),
            "grade": "1", "raised_by_unit_id": world.unit_text("A"), "class": "school_level"});
        let (reply, trouble) = call(&world, "coord", "PATCH", &path, body.clone()).await;
        reply.expect(422);
        assert_eq!(refused_fields(&trouble), ["class"]);
        let coord = world.client("coord").await;
        let form = coord.get(&format!("/problems/{problem}/edit")).await;
        assert!(form.expect(200).body.contains("类别与提级"));
        set(&world, problem, "class = NULL").await;
        act(&world, "coord", ("PATCH", &path), body, 200).await;
        assert_eq!(class(&world, problem).await, Some(Class::SchoolLevel));
    }
);

both!(
    the_clock_asks_for_what_is_blocked_once_for_each_fact,
    |world| async move {
        let problem = paired_problem(&world).await;
        add(&world, problem, "编一张排班表", "2026-11-24").await;
        set(&world, problem, "state = 'working'").await;
        // Ten working days after the limit is Tuesday, the 8th of December.
        for (days, risen) in [(14, 0), (1, 1), (0, 0), (1, 0)] {
            world.app.clock.forward_days(days);
            let round = go_round(&world.app).await.unwrap();
            assert_eq!(round.risen, risen, "{}", world.app.clock.today());
        }
        let all = rises(&world, problem).await;
        assert_eq!((all.len(), &all[0]["ground"]), (1, &json!("overdue")));
        assert_eq!(all[0]["asked_by"], Value::Null, "a rule");
        assert_eq!(all[0]["measure"], json!("编一张排班表"));
        assert_eq!(class(&world, problem).await, Some(Class::MultiDept));
        let id = all[0]["id"].as_i64().unwrap();
        // Not decided in three working days: coordinator and leader are told, once.
        world.app.clock.forward_days(2);
        go_round(&world.app).await.unwrap();
        assert_eq!(told(&world, "rise-told-late").await, 0);
        world.app.clock.forward_days(1);
        for _ in 0..2 {
            go_round(&world.app).await.unwrap();
            assert_eq!(told(&world, "rise-told-late").await, 2);
        }
        let deny = [("action", "deny"), ("note", "已经谈好"), ("version", "1")];
        go(&world, "coord", id, &deny, 303).await;
        world.app.clock.forward_days(30);
        let round = go_round(&world.app).await.unwrap();
        assert_eq!(round.risen, 0, "what was denied is not asked again");
        assert_eq!(class(&world, problem).await, Some(Class::MultiDept));
    }
);

both!(
    every_rule_finds_its_own_and_an_organisation_sets_its_numbers,
    |world| async move {
        let mut ids = Vec::new();
        for _ in 0..4 {
            let id = paired_problem(&world).await;
            let measure = add(&world, id, "编一张排班表", "").await;
            ids.push((id, measure));
        }
        let other = add(&world, ids[3].0, "再编一张", "").await;
        let tx = world.begin().await;
        let run = async |sql: &str| {
            tx.run(sql, []).await.unwrap();
        };
        let (plan, still, sent, fought) = (ids[0].0, ids[1].1, ids[2].1, ids[3].1);
        run(&format!(
            "UPDATE problem SET state = 'working' WHERE id <> {plan}"
        ))
        .await;
        run(&format!(
            "UPDATE problem SET state = 'paired' WHERE id = {plan}"
        ))
        .await;
        run(&format!(
            "UPDATE measure SET state = 'suspended', suspended_on = '2026-11-23' WHERE id = {still}"
        ))
        .await;
        for _ in 0..3 {
            run(&format!("INSERT INTO send_back (measure_id, reason, sent_on) VALUES ({sent}, 'facts', '2026-11-23')")).await;
        }
        for measure in [fought, other] {
            run(&format!("INSERT INTO dispute (measure_id, basis, asked_on) VALUES ({measure}, '不归这里', '2026-11-23')")).await;
        }
        tx.commit().await.unwrap();
        assert_eq!(go_round(&world.app).await.unwrap().risen, 2);
        // A plan is due ten working days after the pairing, and ten more make it late: Monday, the 21st of December.
        world.app.clock.forward_days(27);
        assert_eq!(go_round(&world.app).await.unwrap().risen, 0);
        world.app.clock.forward_days(1);
        assert_eq!(go_round(&world.app).await.unwrap().risen, 1);
        // Nobody may set a number but the coordinator; 0 switches a rule off.
        let off = json!({"code": "suspended", "count": "0"});
        let (reply, _) = call(&world, "jia", "POST", "/api/v1/rise-limits", off.clone()).await;
        reply.expect(404);
        let bad = json!({"code": "decide", "count": "0"});
        let (reply, _) = call(&world, "coord", "POST", "/api/v1/rise-limits", bad).await;
        reply.expect(422);
        act(&world, "coord", ("POST", "/api/v1/rise-limits"), off, 200).await;
        world.app.clock.forward_days(2);
        assert_eq!(go_round(&world.app).await.unwrap().risen, 0);
        let coord = world.client("coord").await;
        let typed = [("suspended", ""), ("decide", "x")];
        let page = coord.post("/rise-limits", &typed).await.expect(422);
        assert!(page.body.contains("value=\"x\""));
        coord
            .post("/rise-limits", &[("suspended", "")])
            .await
            .expect(303);
        assert_eq!(go_round(&world.app).await.unwrap().risen, 1);
        let mut grounds = Vec::new();
        for (id, _) in ids {
            grounds.push(rises(&world, id).await[0]["ground"].clone());
        }
        assert_eq!(
            json!(grounds),
            json!(["plan_late", "suspended", "sent_back", "disputed"])
        );
    }
);

both!(
    class_deadlines_stand_on_the_page_and_the_whole_way_is_in_the_api,
    |world| async move {
        let problem = world.listed_problem().await;
        let path = format!("/api/v1/problems/{problem}/rises");
        assert_eq!(
            read(&world, "jia", &path).await["until"],
            json!("2026-11-30")
        );
        set(&world, problem, "class = 'school_level'").await;
        assert_eq!(
            read(&world, "jia", &path).await["until"],
            json!("2026-12-07")
        );
        let jia = world.client("jia").await;
        let dossier = jia
            .get(&format!("/problems/{problem}"))
            .await
            .expect(200)
            .body;
        assert!(dossier.contains("这一步最迟"));
        let limits = read(&world, "jia", "/api/v1/rise-limits").await;
        assert_eq!(limits.as_array().unwrap().len(), 10);
        let (problem, id) = asked(&world).await;
        let body = json!({"action": "withdraw"});
        let moves = format!("/api/v1/rises/{id}/moves");
        twice(&world, "yi", ("POST", &moves), body, 200).await;
        assert_eq!(class(&world, problem).await, Some(Class::MultiDept));
        let all = read(&world, "coord", "/api/v1/rises?state=withdrawn").await;
        assert_eq!(all["items"].as_array().unwrap().len(), 1);
        for path in ["/rises", "/rises?show=all", "/rise-limits"] {
            let body = world.client("coord").await.get(path).await.expect(200).body;
            assert!(!body.contains('⟦'), "{path}: a text key is missing");
        }
    }
);

both!(others_see_nothing_of_it, |world| async move {
    let (problem, id) = asked(&world).await;
    let page = format!("/problems/{problem}/rises");
    // 丙 sees the problem as everybody does, and may do nothing there.
    let bing = world.client("bing").await;
    let seen = bing.get(&page).await.expect(200).body;
    assert!(!seen.contains("提请提级") && !seen.contains("value=\"grant\""));
    bing.post(&page, &[("reason", "x")]).await.expect(403);
    go(&world, "bing", id, &[("action", "grant")], 403).await;
    for who in ["stranger", "wu", "geng"] {
        let client = world.client(who).await;
        client.get(&page).await.expect(404);
        client.post(&page, &[("reason", "x")]).await.expect(404);
        go(&world, who, id, &[("action", "grant")], 404).await;
        let body = client.get("/rises").await.body;
        assert!(!body.contains("权责不清"), "{who}");
    }
    // A draft that 丙 does not see hides its class as well.
    let draft = world.proposed_problem().await;
    bing.get(&format!("/problems/{draft}/rises"))
        .await
        .expect(404);
    let acting = world.acting("coord").await;
    let found = problems::find(world.app.db.read(), &acting.actor, problem).await;
    assert_eq!(found.unwrap().state, State::Paired);
});
