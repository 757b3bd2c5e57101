//! Results: submit, edit, withdraw, and the list with joint credit.

use gongjie::measure;
use gongjie::outcome::{actions, queries, rules};
use gongjie_base::Error;

use crate::pairing::active;
use crate::world::World;

/// A problem of A and B that is being worked on, with one measure of A that 甲 owns.
pub async fn working(world: &World) -> (i64, i64) {
    let (_, problem) = active(world).await;
    let acting = world.acting("jia").await;
    let input = measure::rules::Input {
        text: "理清导师与班主任的分工".into(),
        lead: world.unit_text("A"),
        owner: world.person_id("jia").to_string(),
        due_text: "2026-12-20".into(),
        ..Default::default()
    };
    let tx = world.begin().await;
    let id = measure::actions::set(&tx, &acting, problem, &input)
        .await
        .unwrap();
    measure::actions::start_problem(&tx, &acting, problem)
        .await
        .unwrap();
    tx.commit().await.unwrap();
    (problem, id)
}

/// A result of a problem, shared by A and B.
pub async fn submitted(world: &World, problem: i64, figure: &str) -> i64 {
    let acting = world.acting("jia").await;
    let input = rules::Input {
        text: "导师与班主任分工清楚了".into(),
        figure_label: vec!["受益学生".into()],
        figure_text: vec![figure.into()],
        share_unit: vec![world.unit_text("A"), world.unit_text("B")],
        ..Default::default()
    };
    let tx = world.begin().await;
    let id = actions::submit(&tx, &acting, problem, &input)
        .await
        .unwrap();
    tx.commit().await.unwrap();
    id
}

async fn count(world: &World, problem: i64) -> usize {
    let rows = queries::list_of_problems(world.app.db.read(), &[problem]).await;
    rows.unwrap().len()
}

both!(
    a_partner_writes_down_a_result_with_figures_as_written,
    |world| async move {
        let (problem, measure) = working(&world).await;
        let yi = world.client("yi").await;
        let form = format!("/problems/{problem}/outcomes/new");
        let page = yi.get(&form).await.expect(200);
        assert!(page.body.contains("理清导师与班主任的分工") && page.body.contains("乙处党支部"));
        let (a, b, m) = (
            world.unit_text("A"),
            world.unit_text("B"),
            measure.to_string(),
        );
        let path = format!("/problems/{problem}/outcomes");
        let fields = [
            ("text", "分工清楚了"),
            ("measure_id", m.as_str()),
            ("figure_label", "问题"),
            ("figure_text", "90余项"),
            ("figure_planned", "achieved"),
            ("figure_as_of", "2026-11-20"),
            ("figure_label", ""),
            ("figure_text", ""),
            ("share_unit", a.as_str()),
            ("share_percent", "60"),
            ("share_unit", b.as_str()),
            ("share_percent", "40"),
        ];
        let reply = yi.post_with_key(&path, &fields, "once").await;
        assert_eq!(reply.expect(303).location, format!("/problems/{problem}"));
        yi.post_with_key(&path, &fields, "once").await.expect(303);
        assert_eq!(count(&world, problem).await, 1);
        let list = world
            .client("bing")
            .await
            .get("/outcomes")
            .await
            .expect(200);
        for words in [
            "90余项",
            "多于",
            "乙处党支部 40%",
            "待附",
            "共同成果，合计只算一次",
        ] {
            assert!(list.body.contains(words), "{words}");
        }
        for outsider in ["stranger", "wu"] {
            let client = world.client(outsider).await;
            let list = client.get("/outcomes").await;
            assert!(!list.body.contains("90余项"), "{outsider}");
            client.get(&form).await.expect(404);
            client.post(&path, &fields).await.expect(404);
        }
        world.client("bing").await.get(&form).await.expect(403);
        let reply = world.client("bing").await.post(&path, &fields).await;
        assert!(reply.expect(403).body.contains("成效由参加这道题的单位写"));
        assert_eq!(count(&world, problem).await, 1);
    }
);

both!(
    a_refused_result_keeps_what_was_typed_and_changes_nothing,
    |world| async move {
        let (problem, _) = working(&world).await;
        let path = format!("/problems/{problem}/outcomes");
        let jia = world.client("jia").await;
        let (a, b, c) = (
            world.unit_text("A"),
            world.unit_text("B"),
            world.unit_text("C"),
        );
        let uneven = [
            ("text", "留住的字"),
            ("figure_label", ""),
            ("figure_text", "3项"),
            ("share_unit", a.as_str()),
            ("share_percent", "70"),
            ("share_unit", b.as_str()),
            ("share_percent", "40"),
        ];
        let page = jia.post(&path, &uneven).await.expect(422);
        for words in ["留住的字", "合起来是 110", "请填写", "value=\"70\""] {
            assert!(page.body.contains(words), "{words}");
        }
        let outside = [("text", "x"), ("share_unit", c.as_str())];
        let page = jia.post(&path, &outside).await.expect(422);
        assert!(page.body.contains("只能列参加这道题的单位"));
        let foreign = [("text", "x"), ("measure_id", "999999")];
        jia.post(&path, &foreign).await.expect(422);
        jia.post(&path, &[("text", "")]).await.expect(422);
        assert_eq!(count(&world, problem).await, 0);
        let listed = world.listed_problem().await;
        let reply = jia
            .post(&format!("/problems/{listed}/outcomes"), &[("text", "早")])
            .await;
        assert!(matches!(reply.status.as_u16(), 403 | 409));
    }
);

both!(
    a_result_is_edited_and_a_stale_edit_shows_what_stands,
    |world| async move {
        let (problem, _) = working(&world).await;
        let id = submitted(&world, problem, "120人").await;
        let jia = world.client("jia").await;
        let page = jia.get(&format!("/outcomes/{id}/edit")).await.expect(200);
        assert!(page.body.contains("120人") && page.body.contains("读成：120，确数，单位：人"));
        let path = format!("/outcomes/{id}");
        let edit = |text: &'static str, version: &'static str| {
            vec![
                ("text", text),
                ("figure_label", "受益学生"),
                ("figure_text", "超过200人"),
                ("version", version),
            ]
        };
        jia.post(&path, &edit("改了一次", "1")).await.expect(303);
        let clash = jia.post(&path, &edit("又改", "1")).await.expect(409);
        for words in ["改了一次", "又改", "第 2 版", "value=\"2\""] {
            assert!(clash.body.contains(words), "{words}");
        }
        jia.post(&path, &edit("", "2")).await.expect(422);
        for outsider in ["stranger", "wu"] {
            let client = world.client(outsider).await;
            client.get(&format!("{path}/edit")).await.expect(404);
            client.post(&path, &edit("x", "2")).await.expect(404);
            client
                .post(&format!("{path}/withdrawal"), &[])
                .await
                .expect(404);
        }
        let bing = world.client("bing").await;
        bing.get(&format!("{path}/edit")).await.expect(403);
        bing.post(&path, &edit("x", "2")).await.expect(403);
        bing.post(&format!("{path}/withdrawal"), &[])
            .await
            .expect(403);
        let withdrawal = format!("{path}/withdrawal");
        jia.post(&withdrawal, &[("version", "1")]).await.expect(409);
        assert_eq!(count(&world, problem).await, 1);
        jia.post(&withdrawal, &[("version", "2")]).await.expect(303);
        jia.post(&withdrawal, &[]).await.expect(409);
        jia.get(&format!("{path}/edit")).await.expect(409);
        assert_eq!(count(&world, problem).await, 0);
        assert!(!jia.get("/outcomes").await.body.contains("改了一次"));
    }
);

both!(
    joint_credit_stands_at_each_unit_and_is_summed_once,
    |world| async move {
        let (problem, _) = working(&world).await;
        submitted(&world, problem, "120人").await;
        submitted(&world, problem, "30人").await;
        let jia = world.client("jia").await;
        let all = jia.get("/outcomes").await.expect(200).body;
        assert!(all.contains("150 人"), "the total counts each figure once");
        assert!(all.contains("各行相加是 4") && all.contains("每条只算一次"));
        for unit in ["A", "B"] {
            let of = jia
                .get(&format!("/outcomes?unit={}", world.unit(unit)))
                .await
                .body;
            assert!(of.contains("120人") && of.contains("150 人"), "{unit}");
        }
        let of_c = jia
            .get(&format!("/outcomes?unit={}", world.unit("C")))
            .await;
        assert!(of_c.body.contains("这里还没有成效"));
        let theme = format!("/outcomes?theme={}", world.theme());
        assert!(jia.get(&theme).await.body.contains("120人"));
        let other = jia
            .get("/outcomes?theme=999999&campaign=x")
            .await
            .expect(200);
        assert!(!other.body.contains("120人"));
        submitted(&world, problem, "80余人").await;
        let all = jia.get("/outcomes").await.body;
        assert!(all.contains("“80余人”不是确数") && !all.contains("230"));
    }
);

both!(
    an_old_record_keeps_the_place_it_comes_from,
    |world| async move {
        let (problem, _) = working(&world).await;
        let input = rules::Input {
            text: "引进人才133人".into(),
            ..Default::default()
        };
        let tx = world.begin().await;
        let jia = world.acting("jia").await;
        let refused = actions::record_old(&tx, &jia, problem, &input, "P4").await;
        assert!(matches!(refused, Err(Error::Forbidden(_))));
        let coord = world.acting("coord").await;
        actions::record_old(&tx, &coord, problem, &input, "P4")
            .await
            .unwrap();
        tx.commit().await.unwrap();
        let rows = queries::list_of_problems(world.app.db.read(), &[problem]).await;
        assert_eq!(rows.unwrap()[0].source.as_deref(), Some("P4"));
        let page = world.client("bing").await.get("/outcomes").await;
        assert!(page.body.contains("没写怎么分，各家共有"));
    }
);
