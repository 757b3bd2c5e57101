//! Rates: small samples, words that are not split, exclusions by two people, who may narrow to what, past days, files.

mod recount;
mod stir;

use gongjie::figures::rate_rules::Rate;
use serde_json::Value;

use crate::exclusion::{asked, decide};
use crate::measure::pair;
use crate::world::World;

/// A rate as the API tells it.
async fn rate(world: &World, who: &str, address: &str) -> Value {
    let path = format!("/api/v1/rates/{address}");
    let body = world.client(who).await.get(&path).await.expect(200).body;
    serde_json::from_str(&body).unwrap()
}

/// The number of a part; nothing where it is not told.
fn number(rate: &Value, part: &str) -> Option<i64> {
    let parts = rate["parts"].as_array().unwrap();
    let found = parts.iter().find(|p| p["part"] == part)?;
    found["number"].as_i64()
}

async fn run(world: &World, sql: &str) {
    let tx = world.begin().await;
    tx.run(sql, []).await.unwrap();
    tx.commit().await.unwrap();
}

/// Voices that B has answered and whose raisers said whether they are solved, at a moment.
async fn judged(world: &World, ids: std::ops::RangeInclusive<i64>, solved: &str, at: i64) {
    let (unit, now) = (world.unit("B"), world.app.clock.now());
    for id in ids {
        let sql = format!(
            "INSERT INTO voice (id, organization_id, code_hash, mode, channel, text, is_dangerous, received_at, state, state_since, triage_by, lead_unit_id, dispatched_at, solved, satisfied, judged_at) \
             VALUES ({id}, (SELECT organization_id FROM unit WHERE id = {unit}), 'h{id}', 'anonymous', 'web', '热水太早停', FALSE, {now}, 'closed', {now}, {now}, {unit}, {now}, '{solved}', 5, {at})"
        );
        run(world, &sql).await;
    }
}

/// A problem of A with so many measures of B that were due on Friday; `is_done`: all done on that day.
async fn due(world: &World, number: usize, is_done: bool) -> i64 {
    let problem = world.listed_problem().await;
    pair(world, problem).await;
    for n in 0..number {
        let text = format!("第 {n} 张排班表");
        crate::oversight::add(world, problem, &text, "2026-11-20").await;
    }
    if is_done {
        let sql = format!(
            "UPDATE measure SET state = 'done', done_on = due_on WHERE problem_id = {problem}"
        );
        run(world, &sql).await;
    }
    problem
}

both!(
    a_small_sample_states_no_value_and_does_not_split_words,
    |world| async move {
        let now = world.app.clock.now();
        judged(&world, 1..=7, "yes", now).await;
        judged(&world, 8..=9, "no", now).await;
        for who in ["coord", "yi"] {
            for code in ["solved", "satisfied"] {
                let few = rate(&world, who, code).await;
                assert_eq!(
                    (&few["value"], &few["tenths"]),
                    (&Value::Null, &Value::Null)
                );
                assert_eq!(few["is_small"], true);
                assert_eq!(number(&few, "denominator"), Some(9));
                assert_eq!(number(&few, "numerator"), None, "{few}");
                assert_eq!(number(&few, "half"), None);
                let items = few["items"].as_array().unwrap();
                assert_eq!(items.len(), 9);
                assert!(items.iter().all(|row| row["grade"].is_null()), "{few}");
                let client = world.client(who).await;
                let page = client.get(&format!("/rates/{code}")).await.expect(200).body;
                assert!(
                    page.contains("样本不足") && !page.contains("计入分子"),
                    "{page}"
                );
                for part in ["numerator", "half"] {
                    let page = format!("/rates/{code}?part={part}");
                    client.get(&page).await.expect(404);
                    client.get(&format!("/api/v1{page}")).await.expect(404);
                }
                let list = client.get("/rates").await.expect(200).body;
                assert!(!list.contains(&format!("/rates/{code}?part=numerator")));
                assert!(!list.contains("77.8%"), "seven of nine");
            }
        }
        judged(&world, 10..=10, "yes", now).await;
        let ten = rate(&world, "coord", "solved?part=numerator").await;
        assert_eq!(
            (&ten["value"], &ten["is_small"]),
            (&"80.0%".into(), &false.into())
        );
        assert_eq!(number(&ten, "numerator"), Some(8));
        assert_eq!(ten["items"].as_array().unwrap().len(), 8);
        let page = world.client("coord").await.get("/rates").await.body;
        assert!(page.contains("80.0%") && page.contains("/rates/solved?part=numerator"));
        let measures = due(&world, 9, true).await;
        assert!(measures > 0);
        let nine = rate(&world, "coord", "on_time?part=numerator").await;
        assert_eq!(
            (&nine["value"], number(&nine, "numerator")),
            (&Value::Null, Some(9))
        );
        let page = world.client("coord").await.get("/rates").await.body;
        let line = page.split("id=\"on_time\"").nth(1).unwrap();
        let line = line.split("</tr>").next().unwrap();
        let is_stated = line.contains("<b>100.0%</b>");
        assert!(line.contains("样本不足") && !is_stated, "{line}");
    }
);

both!(
    a_word_counts_when_its_half_day_is_over,
    |world| async move {
        let now = world.app.clock.now();
        judged(&world, 1..=10, "yes", now).await;
        judged(&world, 11..=11, "no", now + 3_600_000).await;
        let before = rate(&world, "coord", "solved").await;
        assert_eq!(number(&before, "answered"), Some(10));
        assert_eq!(number(&before, "silent"), Some(1));
        assert_eq!(before["value"], "100.0%");
        world.app.clock.forward_minutes(61);
        let after = rate(&world, "coord", "solved").await;
        assert_eq!(number(&after, "answered"), Some(11));
        assert_eq!(after["value"], "90.9%");
    }
);

both!(
    what_two_people_exclude_leaves_the_rate_and_is_shown,
    |world| async move {
        due(&world, 10, true).await;
        let late = due(&world, 2, false).await;
        let value = async |world: &World| {
            let found = rate(world, "coord", "on_time").await;
            let excluded = number(&found, "excluded");
            (found["value"].as_str().unwrap().to_owned(), excluded)
        };
        let before = ("83.3%".to_owned(), Some(0));
        assert_eq!(value(&world).await, before);
        let id = asked(&world, "coord", ("problem_id", late)).await;
        assert_eq!(value(&world).await, before, "asking changes nothing");
        decide(&world, "coord", id, "grant", 403).await;
        assert_eq!(value(&world).await, before);
        decide(&world, "inspector", id, "grant", 303).await;
        assert_eq!(value(&world).await, ("100.0%".to_owned(), Some(2)));
        let out = rate(&world, "coord", "on_time?part=excluded").await;
        assert_eq!(out["excluded_share"], "16.7%");
        let items = out["items"].as_array().unwrap();
        assert_eq!(items.len(), 2);
        assert!(items.iter().all(|row| row["exclusion_id"] == id));
        for code in ["closed", "extended"] {
            let found = rate(&world, "coord", code).await;
            assert!(number(&found, "excluded").unwrap() > 0, "{code}");
        }
        // Who heads a unit reads who asked and who decided; a liaison of another unit reads that it is left out.
        let path = "/rates/on_time?part=excluded";
        let page = world
            .client("yi_head")
            .await
            .get(path)
            .await
            .expect(200)
            .body;
        let names = ["统筹", "督办", "重复", &format!("/exclusions/{id}")];
        assert!(names.iter().all(|said| page.contains(*said)), "{page}");
        let page = world.client("yi").await.get(path).await.expect(200).body;
        assert!(page.contains("已剔除") && !page.contains(&format!("/exclusions/{id}")));
        decide(&world, "coord", id, "withdraw", 303).await;
        assert_eq!(value(&world).await, before, "it counts again");
    }
);

both!(
    rates_of_a_unit_are_for_its_people_and_for_those_who_see_all,
    |world| async move {
        let now = world.app.clock.now();
        due(&world, 3, true).await;
        judged(&world, 1..=10, "yes", now).await;
        let of_b = format!("?unit={}", world.unit("B"));
        for who in [
            "coord",
            "inspector",
            "leader",
            "supervisor",
            "yi",
            "yi_head",
        ] {
            let client = world.client(who).await;
            let page = client.get(&format!("/rates{of_b}")).await.expect(200).body;
            assert!(!page.contains('⟦'), "a text key is missing");
            let of = format!("on_time?unit_id={}", world.unit("B"));
            assert_eq!(
                number(&rate(&world, who, &of).await, "numerator"),
                Some(3),
                "{who}"
            );
            assert_eq!(
                rate(&world, who, "solved").await["value"],
                "100.0%",
                "{who}"
            );
        }
        for who in ["jia", "bing", "ding", "editor", "dispatcher", "stranger"] {
            let client = world.client(who).await;
            for path in [
                "/rates",
                "/rates/on_time",
                "/rates.xlsx",
                "/rates.csv",
                "/rates.docx",
            ] {
                client.get(&format!("{path}{of_b}")).await.expect(404);
            }
            let of = format!("?unit_id={}", world.unit("B"));
            client.get(&format!("/api/v1/rates{of}")).await.expect(404);
            client
                .get(&format!("/api/v1/rates/closed{of}"))
                .await
                .expect(404);
            let mine = rate(&world, who, "on_time").await;
            assert_eq!(number(&mine, "population"), Some(0), "{who}");
        }
        for (who, seen) in [("dispatcher", 10), ("bing", 0), ("stranger", 0)] {
            let voices = rate(&world, who, "solved").await;
            assert_eq!(number(&voices, "population"), Some(seen), "{who}");
        }
        let closed = rate(&world, "bing", "closed").await;
        assert_eq!(
            number(&closed, "population"),
            Some(1),
            "problems are seen by all"
        );
        let closed = rate(&world, "stranger", "closed").await;
        assert_eq!(number(&closed, "population"), Some(0));
        for who in ["wu", "ji", "geng"] {
            for path in ["/rates", "/rates/closed", "/rates.xlsx", "/api/v1/rates"] {
                let status = world.client(who).await.get(path).await.status;
                assert!(status.is_client_error(), "{who} {path} {status}");
            }
        }
        assert_eq!(world.nobody().get("/rates").await.status, 303);
        let coord = world.client("coord").await;
        coord.get("/rates/score").await.expect(404);
        coord.get("/rates/closed?part=half").await.expect(404);
        coord.get("/rates?campaign=999999").await.expect(404);
        coord.get("/rates?theme=999999").await.expect(404);
        let upside = coord.get("/rates?from=2026-11-02&to=2026-11-01").await;
        assert!(upside.expect(422).body.contains("结束日期早于开始日期"));
    }
);

both!(
    every_page_opens_and_says_how_it_counts,
    |world| async move {
        due(&world, 11, true).await;
        for who in ["coord", "yi"] {
            let client = world.client(who).await;
            for language in ["zh", "en"] {
                let lang = format!("lang={language}");
                let list = client.get(&format!("/rates?{lang}")).await.expect(200).body;
                assert!(!list.contains('⟦'), "a text key is missing: {list}");
                for code in Rate::ALL {
                    assert!(list.contains(&format!("id=\"{code}\"")), "{code}");
                    let one = client
                        .get(&format!("/rates/{code}?{lang}"))
                        .await
                        .expect(200)
                        .body;
                    assert!(!one.contains('⟦'), "a text key is missing: {one}");
                }
            }
        }
        let client = world.client("coord").await;
        let figures = client.get("/figures").await.expect(200).body;
        assert!(figures.contains("/rates/on_time"));
        let sheet = format!("/units/{}/sheet", world.unit("B"));
        let sheet = client.get(&sheet).await.expect(200).body;
        assert!(sheet.contains(&format!("/rates?unit={}", world.unit("B"))));
        let csv = client.get("/rates.csv").await.expect(200).body;
        let line = csv
            .lines()
            .find(|line| line.starts_with("\"按期办结率"))
            .unwrap();
        assert!(line.contains("100.0%") && line.contains(",11,"), "{line}");
        let line = csv
            .lines()
            .find(|line| line.starts_with("\"解决率（诉求）"))
            .unwrap();
        assert!(line.contains("没有样本"), "{line}");
        for path in ["/rates.xlsx", "/rates.docx"] {
            assert!(
                client.get(path).await.expect(200).bytes.starts_with(b"PK"),
                "{path}"
            );
        }
    }
);

both!(
    a_past_day_has_the_rates_whose_past_is_kept,
    |world| async move {
        let problem = due(&world, 10, true).await;
        // An entry after it closes the day.
        world.listed_problem().await;
        let day = world.app.clock.today().to_string();
        world.app.clock.forward_days(3);
        let id = asked(&world, "coord", ("problem_id", problem)).await;
        decide(&world, "inspector", id, "grant", 303).await;
        let now = rate(&world, "coord", "on_time").await;
        assert_eq!(
            (&now["value"], number(&now, "excluded")),
            (&Value::Null, Some(10))
        );
        let then = rate(&world, "coord", &format!("on_time?as_of={day}")).await;
        assert_eq!(
            (&then["value"], number(&then, "excluded")),
            (&"100.0%".into(), Some(0))
        );
        let coord = world.client("coord").await;
        let page = coord
            .get(&format!("/rates?as_of={day}"))
            .await
            .expect(200)
            .body;
        assert!(
            page.contains("100.0%") && page.contains("不按天留存"),
            "{page}"
        );
        for code in Rate::ALL {
            let is_there = page.contains(&format!("id=\"{code}\""));
            assert_eq!(is_there, code.has_past(), "{code}");
            let status = if code.has_past() { 200 } else { 404 };
            for path in ["", "/api/v1"] {
                let path = format!("{path}/rates/{code}?as_of={day}");
                coord.get(&path).await.expect(status);
            }
        }
        coord.get("/rates?as_of=2027-01-01").await.expect(422);
    }
);
