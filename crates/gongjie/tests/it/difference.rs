//! Days: views as of a day, two days compared, the story of a cell, and who sees none of it.

use std::io::Cursor;

use calamine::{Reader, Xlsx};
use serde_json::Value;

use crate::measure::paired_problem;
use crate::world::World;

/// One pairing on the first day; on the third its problem has another title, and there is a second pairing.
async fn two_days(world: &World) -> (String, String, i64) {
    let problem = paired_problem(world).await;
    let first = world.app.clock.today().to_string();
    world.app.clock.forward_days(2);
    let (a, theme) = (world.unit_text("A"), world.theme().to_string());
    let fields = [
        ("title", "学业导师说不清归谁管"),
        ("hurts", "学生不知道该找谁"),
        ("theme_id", theme.as_str()),
        ("class", "multi_dept"),
        ("grade", "1"),
        ("raised_by_unit_id", &a),
    ];
    let coord = world.client("coord").await;
    coord
        .post(&format!("/problems/{problem}"), &fields)
        .await
        .expect(303);
    let old = paired_problem(world).await;
    let tx = world.begin().await;
    // Dated before the first day, entered after it.
    tx.run(
        "UPDATE pairing SET date_from = '2026-11-01', date_text = '11月' WHERE id IN (SELECT pairing_id FROM pairing_problem WHERE problem_id = $1)",
        [old.into()],
    )
    .await
    .unwrap();
    tx.commit().await.unwrap();
    (first, world.app.clock.today().to_string(), problem)
}

async fn json(world: &World, who: &str, path: &str) -> Value {
    let reply = world.client(who).await.get(path).await.expect(200);
    serde_json::from_str(&reply.body).unwrap()
}

both!(
    the_ledger_of_a_day_shows_that_day_and_says_so,
    |world: World| async move {
        let (first, second, _) = two_days(&world).await;
        let jia = world.client("jia").await;
        let page = jia
            .get(&format!("/ledger?as_of={first}"))
            .await
            .expect(200)
            .body;
        assert!(page.contains("学业导师、班主任权责不清") && !page.contains("说不清归谁管"));
        assert!(
            page.contains("结束时的样子") && page.contains("后来才录入的有 1 行"),
            "{page}"
        );
        let page = jia.get("/ledger").await.expect(200).body;
        assert!(page.contains("说不清归谁管") && !page.contains("结束时的样子"));
        let was = json(&world, "jia", &format!("/api/v1/ledger?as_of={first}")).await;
        assert_eq!(
            (was["count"].as_i64(), was["as_of"].as_str()),
            (Some(1), Some(first.as_str()))
        );
        let is = json(&world, "jia", "/api/v1/ledger").await;
        assert_eq!(
            (is["count"].as_i64(), &is["as_of"]),
            (Some(2), &Value::Null)
        );
        let before = json(&world, "jia", "/api/v1/ledger?as_of=2020-01-01").await;
        assert_eq!(before["count"], 0);
        for path in [
            "/",
            "/figures",
            "/figures/problems",
            "/lists",
            "/lists/units",
            "/lists/people",
            "/lists/closings",
        ] {
            let page = jia
                .get(&format!("{path}?as_of={first}"))
                .await
                .expect(200)
                .body;
            assert!(page.contains("结束时的样子"), "{path}");
        }
        for (text, words) in [("2027-01-01", "还没有到"), ("gestern", "日期要写成")] {
            let refused = jia
                .get(&format!("/ledger?as_of={text}"))
                .await
                .expect(422)
                .body;
            assert!(refused.contains(words), "{refused}");
        }
        let count = |page: &Value| page["items"].as_array().unwrap().len();
        let figures = format!("/api/v1/figures/problems?as_of={first}");
        assert_eq!(count(&json(&world, "jia", &figures).await), 1);
        assert_eq!(
            count(
                &json(
                    &world,
                    "jia",
                    &format!("/api/v1/figures/problems?as_of={second}")
                )
                .await
            ),
            2
        );
    }
);

both!(
    two_days_of_the_ledger_are_told_apart_cell_by_cell,
    |world: World| async move {
        let (first, second, problem) = two_days(&world).await;
        let path = format!("/api/v1/differences?from={first}&to={second}");
        let found = json(&world, "jia", &path).await;
        let tally = &found["tally"];
        for (name, number) in [
            ("before", 1),
            ("added", 1),
            ("late", 1),
            ("changed", 1),
            ("cells", 1),
            ("removed", 0),
            ("after", 2),
        ] {
            assert_eq!(tally[name], number, "{name}");
        }
        let changed = found["items"]
            .as_array()
            .unwrap()
            .iter()
            .find(|r| r["sign"] == "chg")
            .unwrap();
        let cell = changed["cells"]
            .as_array()
            .unwrap()
            .iter()
            .find(|c| c["is_changed"] == true)
            .unwrap();
        assert_eq!(
            (&cell["column"], &cell["from"], &cell["to"]),
            (
                &"problem".into(),
                &"学业导师、班主任权责不清".into(),
                &"学业导师说不清归谁管".into()
            )
        );
        assert_eq!(changed["last"]["action"], "problem.edit");
        // The other way round is the same question.
        let turned = json(
            &world,
            "jia",
            &format!("/api/v1/differences?from={second}&to={first}"),
        )
        .await;
        assert_eq!(turned["tally"], *tally);
        let jia = world.client("jia").await;
        let page = jia
            .get(&format!("/differences?from={first}&to={second}"))
            .await
            .expect(200)
            .body;
        for words in [
            "<del>",
            "<ins>",
            "补录",
            "2 = 1 + 1 − 0",
            "data-d=\"chg\"",
            "data-d=\"add\"",
        ] {
            assert!(page.contains(words), "{words}");
        }
        let only = jia
            .get(&format!("/differences?from={first}&to={second}&only=add"))
            .await
            .expect(200)
            .body;
        assert!(only.contains("data-d=\"add\"") && !only.contains("data-d=\"chg\""));
        let file = jia
            .get(&format!("/differences.xlsx?from={first}&to={second}"))
            .await
            .expect(200);
        let mut book = Xlsx::new(Cursor::new(file.bytes)).unwrap();
        let name = book.sheet_names()[0].clone();
        let range = book.worksheet_range(&name).unwrap();
        let text: String = range.cells().map(|(_, _, c)| c.to_string()).collect();
        assert!(
            text.contains("原：学业导师、班主任权责不清") && text.contains("新增（补录）"),
            "{text}"
        );
        for of in ["problems", "measures", "duties", "closings", "figures"] {
            let found = json(&world, "jia", &format!("{path}&of={of}")).await;
            let tally = &found["tally"];
            let number = |name: &str| tally[name].as_i64().unwrap();
            assert_eq!(
                number("after"),
                number("before") + number("added") - number("removed"),
                "{of}"
            );
            assert!(number("added") + number("changed") > 0, "{of}");
            jia.get(&format!("/differences?from={first}&to={second}&of={of}"))
                .await
                .expect(200);
        }
        jia.get("/differences?of=nothing").await.expect(422);
        let _ = problem;
    }
);

both!(
    a_cell_tells_who_wrote_it_when_and_what_stood_before,
    |world: World| async move {
        let (first, second, problem) = two_days(&world).await;
        let rows = json(&world, "jia", "/api/v1/ledger").await;
        let row = rows["items"]
            .as_array()
            .unwrap()
            .iter()
            .find(|r| r["problems"][0]["id"] == problem)
            .unwrap();
        let id = row["pairing_id"].as_i64().unwrap();
        let story = json(&world, "jia", &format!("/api/v1/cells/ledger/{id}/problem")).await;
        let versions = story["versions"].as_array().unwrap();
        assert_eq!(story["text"], "学业导师说不清归谁管");
        assert_eq!(versions.len(), 2, "{versions:?}");
        assert_eq!(versions[0]["from"], "学业导师、班主任权责不清");
        assert_eq!(versions[0]["by"]["action"], "problem.edit");
        assert_eq!(
            (&versions[1]["from"], &versions[1]["to"]),
            (&"".into(), &versions[0]["from"])
        );
        let jia = world.client("jia").await;
        let page = jia
            .get(&format!("/cells/ledger/{id}/problem"))
            .await
            .expect(200)
            .body;
        assert!(
            page.contains("这一格的来历") && page.contains("<del>学业导师、班主任权责不清</del>")
        );
        let then = json(
            &world,
            "jia",
            &format!("/api/v1/cells/ledger/{id}/problem?as_of={first}"),
        )
        .await;
        assert_eq!(then["versions"].as_array().unwrap().len(), 1);
        let key = format!("problem-{problem}");
        let story = json(
            &world,
            "jia",
            &format!("/api/v1/cells/problems/{key}/problem-name?as_of={second}"),
        )
        .await;
        assert_eq!(story["versions"].as_array().unwrap().len(), 2, "{story}");
        for path in [
            "ledger/999999/problem",
            "ledger/x/problem",
            "nowhere/1/problem",
            "figures/problems/counted",
        ] {
            jia.get(&format!("/cells/{path}")).await.expect(404);
            jia.get(&format!("/api/v1/cells/{path}")).await.expect(404);
        }
        jia.get(&format!("/cells/ledger/{id}/nothing"))
            .await
            .expect(404);
    }
);

both!(
    outsiders_and_administrators_see_no_day_at_all,
    |world: World| async move {
        let (first, second, _) = two_days(&world).await;
        let rows = json(&world, "jia", "/api/v1/ledger").await;
        let id = rows["items"][0]["pairing_id"].as_i64().unwrap();
        let stranger = world.client("stranger").await;
        let found = json(
            &world,
            "stranger",
            &format!("/api/v1/differences?from={first}&to={second}"),
        )
        .await;
        assert_eq!(found["items"].as_array().unwrap().len(), 0);
        let was = json(&world, "stranger", &format!("/api/v1/ledger?as_of={first}")).await;
        assert_eq!(was["count"], 0);
        stranger
            .get(&format!("/cells/ledger/{id}/problem"))
            .await
            .expect(404);
        for key in ["wu", "ji", "geng"] {
            let client = world.client(key).await;
            for path in [
                "/differences",
                "/differences.xlsx",
                "/differences.docx",
                "/api/v1/differences",
            ] {
                client.get(path).await.expect(404);
            }
            client
                .get(&format!("/cells/ledger/{id}/problem"))
                .await
                .expect(404);
        }
    }
);

both!(
    the_example_has_a_past_that_can_be_shown,
    |world: World| async move {
        gongjie::demo::load(&world.app).await.unwrap();
        let month_ago = world
            .app
            .clock
            .date_of(world.app.clock.now() - 30 * 86_400_000);
        let found = json(
            &world,
            "example-gui",
            &format!("/api/v1/differences?from={month_ago}"),
        )
        .await;
        let number = |name: &str| found["tally"][name].as_i64().unwrap();
        assert!(
            number("before") > 0 && number("added") > 0,
            "{}",
            found["tally"]
        );
        assert!(number("changed") > 0, "{}", found["tally"]);
    }
);
