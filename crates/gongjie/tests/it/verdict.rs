//! From a voice to a verdict: a student raises without a name, it becomes a problem, is solved, is judged, comes back, is solved again, and is looked at once more.

use gongjie::clockwork::jobs::go_round;
use gongjie::close_out::rules::State;
use gongjie::problem::queries as problems;
use gongjie::problem::rules::{ClosedAs, State as ProblemState};
use serde_json::Value;

use crate::close_out::{NOTE, post, rows, set_problem, state, viewed, work_on};
use crate::measure::pair;
use crate::voice::{raise, step, track, voices};
use crate::world::World;

async fn problem(world: &World, id: i64) -> gongjie::problem::tables::problem::Model {
    let acting = world.acting("coord").await;
    problems::find(world.app.db.read(), &acting.actor, id)
        .await
        .unwrap()
}

/// A problem of some voices that A leads with B, all of whose measures are done.
async fn worked_on(world: &World, texts: &[(&str, &str)]) -> (i64, Vec<String>) {
    let mut codes = Vec::new();
    for (text, mode) in texts {
        let name = if *mode == "anonymous" { "" } else { "张三" };
        codes.push(raise(world, &[("text", text), ("mode", mode), ("name", name)]).await);
    }
    let all = voices(world, "coord", "?state=received").await;
    let first = all[0]["id"].as_i64().unwrap();
    let theme = world.theme().to_string();
    let also: Vec<String> = all[1..].iter().map(|v| v["id"].to_string()).collect();
    let mut fields = vec![
        ("title", "学生宿舍热水供应时间短"),
        ("theme_id", theme.as_str()),
    ];
    fields.extend(also.iter().map(|id| ("also", id.as_str())));
    step(world, "dispatcher", first, "promote", &fields)
        .await
        .expect(303);
    let found: Value = serde_json::from_str(
        &world
            .client("coord")
            .await
            .get("/api/v1/problems")
            .await
            .body,
    )
    .unwrap();
    let id = found["items"][0]["id"].as_i64().unwrap();
    let tx = world.begin().await;
    let sql = "UPDATE problem SET class = 'multi_dept', grade = 1 WHERE id = $1";
    tx.run(sql, [id.into()]).await.unwrap();
    tx.commit().await.unwrap();
    let coord = world.client("coord").await;
    coord
        .post(&format!("/problems/{id}/moves"), &[("action", "list")])
        .await
        .expect(303);
    pair(world, id).await;
    work_on(world, id, true).await;
    (id, codes)
}

/// Applied, signed, seen, and verified by 丁.
async fn verified(world: &World, id: i64) -> String {
    let path = viewed(world, id).await;
    post(world, "ding", &format!("{path}/verification"), NOTE, 303).await;
    path
}

async fn judge(world: &World, code: &str, solved: &str, words: &str, status: u16) -> String {
    let form = [("code", code), ("solved", solved), ("words", words)];
    let reply = world
        .nobody()
        .post_bare("/track/problem-verdicts", &form)
        .await;
    reply.expect(status).body
}

/// The half day is over, and the clock of the house goes round.
async fn half_a_day(world: &World) {
    world.app.clock.forward_minutes(12 * 60);
    go_round(&world.app).await.unwrap();
}

/// Nobody can be asked (the unit that raised it did the work), so the inspector is drawn, and checks.
pub async fn checked(world: &World, path: &str) {
    let inspector = world.person_id("inspector").to_string();
    post(
        world,
        "coord",
        &format!("{path}/draw"),
        &[("checker_id", &inspector)],
        303,
    )
    .await;
    let note = [("check_note", "另去看过，问了两名学生")];
    post(world, "inspector", &format!("{path}/check"), &note, 303).await;
}

const WATER: [(&str, &str); 1] = [("东区宿舍的热水晚上十点就停了", "anonymous")];

both!(
    from_a_voice_to_a_verdict_and_back_and_to_the_end,
    |world| async move {
        let (id, codes) = worked_on(&world, &WATER).await;
        let code = codes[0].as_str();
        judge(&world, code, "yes", "", 409).await;
        let path = verified(&world, id).await;
        assert_eq!(state(&world, id).await, State::Verified);
        post(&world, "coord", &format!("{path}/strike"), &[], 409).await;
        post(&world, "coord", &format!("{path}/lapse"), &[], 409).await;
        let page = track(&world, code).await.expect(200).body;
        assert!(
            page.contains("这件事解决了吗") && !page.contains("checked"),
            "asked, and nothing is preselected: {page}"
        );
        judge(&world, code, "", "", 422).await;
        judge(&world, code, "no", "", 422).await;
        judge(&world, code, "no", "四号楼还是十点停", 200).await;
        assert_eq!(
            state(&world, id).await,
            State::Verified,
            "the minute of an anonymous word is not told"
        );
        half_a_day(&world).await;
        assert_eq!(state(&world, id).await, State::SentBack);
        assert_eq!(problem(&world, id).await.state, ProblemState::Working);
        let sheet = world
            .client("jia")
            .await
            .get(&format!("/problems/{id}/close"))
            .await
            .expect(200)
            .body;
        assert!(sheet.contains("四号楼还是十点停"), "{sheet}");
        let path = verified(&world, id).await;
        judge(&world, code, "yes", "", 200).await;
        judge(&world, code, "yes", "", 422).await;
        half_a_day(&world).await;
        assert_eq!(state(&world, id).await, State::Judged);
        post(&world, "coord", &format!("{path}/strike"), &[], 303).await;
        let closed = problem(&world, id).await;
        assert_eq!(
            (closed.state, closed.closed_as),
            (ProblemState::Closed, Some(ClosedAs::Solved))
        );
        let row = rows(&world, id)
            .await
            .into_iter()
            .find(|r| r.state == State::Struck)
            .unwrap();
        assert_eq!(row.look_back_on.as_deref(), Some("2027-02-22"));
        // Within thirty days the raiser may say that it has come back.
        world.app.clock.forward_days(10);
        judge(&world, code, "no", "又停了", 200).await;
        half_a_day(&world).await;
        let back = problem(&world, id).await;
        assert_eq!((back.state, back.rebounds), (ProblemState::Working, 1));
        world.app.clock.forward_days(1);
        let named = "SELECT COUNT(*) FROM verdict WHERE person_id IS NOT NULL OR given_at % 43200000 <> 14400000";
        assert_eq!(
            world.app.db.read().scalar::<i64>(named, []).await.unwrap(),
            Some(0)
        );
    }
);

both!(
    each_raiser_counts_and_silence_is_not_satisfaction,
    |world| async move {
        let said = [
            ("东区宿舍热水十点就停", "anonymous"),
            ("宿舍热水十点停得太早", "real_name"),
            ("热水供应时间短，宿舍十点没水", "real_name"),
        ];
        let (id, codes) = worked_on(&world, &said).await;
        let path = verified(&world, id).await;
        judge(&world, &codes[1], "yes", "", 200).await;
        judge(&world, &codes[2], "yes", "", 200).await;
        assert_eq!(
            state(&world, id).await,
            State::Verified,
            "one has not spoken and has time"
        );
        let sheet = world
            .client("coord")
            .await
            .get(&format!("/problems/{id}/close"))
            .await
            .expect(200)
            .body;
        assert!(
            sheet.contains("3 位提出人里有 2 位回话，2 位说解决了"),
            "{sheet}"
        );
        // 23 November is a Monday: reminded from Thursday on, over after the next Monday.
        world.app.clock.forward_days(3);
        let round = go_round(&world.app).await.unwrap();
        assert_eq!(round.close_outs.reminded, 1);
        assert_eq!(
            go_round(&world.app).await.unwrap().close_outs.reminded,
            0,
            "once"
        );
        world.app.clock.forward_days(5);
        go_round(&world.app).await.unwrap();
        assert_eq!(state(&world, id).await, State::Judged);
        post(&world, "coord", &format!("{path}/strike"), &[], 303).await;
        assert_eq!(problem(&world, id).await.closed_as, Some(ClosedAs::Solved));
    }
);

both!(
    silence_is_passed_over_behind_many_that_were_struck_off_later,
    |world| async move {
        let (id, _) = worked_on(&world, &WATER).await;
        verified(&world, id).await;
        let other = world.listed_problem().await;
        let tx = world.begin().await;
        tx.run(
            "WITH RECURSIVE s(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM s WHERE i < 450) \
             INSERT INTO close_out (organization_id, problem_id, state, state_since, result, applied_on) \
             SELECT p.organization_id, p.id, 'struck', p.state_since + 864000000 + i, '办好了', '2026-11-24' \
             FROM problem p CROSS JOIN s WHERE p.id = $1",
            [other.into()],
        )
        .await
        .unwrap();
        tx.commit().await.unwrap();
        world.app.clock.forward_days(8);
        go_round(&world.app).await.unwrap();
        assert_eq!(state(&world, id).await, State::Unrated);
    }
);

both!(
    where_nobody_speaks_somebody_else_must_look,
    |world| async move {
        let (id, codes) = worked_on(&world, &WATER).await;
        let path = verified(&world, id).await;
        world.app.clock.forward_days(8);
        go_round(&world.app).await.unwrap();
        assert_eq!(state(&world, id).await, State::Unrated);
        post(&world, "coord", &format!("{path}/strike"), &[], 409).await;
        let who = |key: &str| world.person_id(key).to_string();
        post(&world, "jia", &format!("{path}/draw"), &[], 403).await;
        for key in ["ding", "jia", "yi", "jia_head"] {
            post(
                &world,
                "coord",
                &format!("{path}/draw"),
                &[("checker_id", &who(key))],
                422,
            )
            .await;
        }
        post(&world, "coord", &format!("{path}/draw"), &[], 303).await;
        let drawn = "SELECT checker_id FROM judgement ORDER BY id DESC LIMIT 1";
        let drawn = world
            .app
            .db
            .read()
            .scalar::<i64>(drawn, [])
            .await
            .unwrap()
            .unwrap();
        let lot = ["bing", "coord", "inspector"]
            .into_iter()
            .find(|k| world.person_id(k) == drawn);
        let lot = lot.expect("one of those who did none of the work");
        let note = [("check_note", "去看过")];
        for key in ["bing", "coord", "inspector", "ding"]
            .into_iter()
            .filter(|k| *k != lot)
        {
            post(&world, key, &format!("{path}/check"), &note, 403).await;
        }
        post(&world, lot, &format!("{path}/check"), &[], 422).await;
        post(&world, lot, &format!("{path}/check"), &note, 303).await;
        // A late word still counts, and is more than the check.
        judge(&world, &codes[0], "yes", "", 200).await;
        half_a_day(&world).await;
        assert_eq!(state(&world, id).await, State::Judged);
        post(&world, "coord", &format!("{path}/strike"), &[], 303).await;
        assert_eq!(problem(&world, id).await.closed_as, Some(ClosedAs::Solved));
    }
);

both!(a_link_works_once_and_says_so_after, |world| async move {
    let said = [
        ("东区宿舍热水十点就停", "real_name"),
        ("宿舍热水十点停得太早", "anonymous"),
    ];
    let (id, _) = worked_on(&world, &said).await;
    verified(&world, id).await;
    let link_of = |mode: &'static str| {
        let sql = format!(
            "SELECT d.id FROM verdict d JOIN voice v ON v.id = d.voice_id WHERE v.mode = '{mode}'"
        );
        let world = &world;
        async move {
            world
                .app
                .db
                .read()
                .scalar::<i64>(&sql, [])
                .await
                .unwrap()
                .unwrap()
        }
    };
    let anonymous = link_of("anonymous").await;
    post(
        &world,
        "jia",
        &format!("/verdicts/{anonymous}/link"),
        &[],
        409,
    )
    .await;
    let named = link_of("real_name").await;
    post(&world, "bing", &format!("/verdicts/{named}/link"), &[], 403).await;
    let made = |who: &'static str| {
        let world = &world;
        async move {
            let page = post(world, who, &format!("/verdicts/{named}/link"), &[], 200).await;
            let tail = page.split("/verdict/").nth(1).unwrap();
            format!("/verdict/{}", tail.split('<').next().unwrap())
        }
    };
    let first = made("jia").await;
    let link = made("coord").await;
    world.nobody().get(&first).await.expect(404);
    let page = world.nobody().get(&link).await.expect(200).body;
    assert!(
        page.contains("权责清单已经发布") && !page.contains("checked"),
        "{page}"
    );
    world
        .nobody()
        .post_bare(&link, &[("solved", "partly"), ("words", "")])
        .await
        .expect(422);
    world
        .nobody()
        .post_bare(&link, &[("solved", "yes"), ("satisfied", "5")])
        .await
        .expect(200);
    let again = world
        .nobody()
        .post_bare(&link, &[("solved", "no"), ("words", "反悔")])
        .await
        .expect(422)
        .body;
    assert!(
        again.contains("只用一次") && again.contains("解决了"),
        "{again}"
    );
    world.nobody().get("/verdict/0000").await.expect(404);
    let stored = "SELECT solved FROM verdict WHERE token_hash IS NOT NULL";
    assert_eq!(
        world
            .app
            .db
            .read()
            .scalar::<String>(stored, [])
            .await
            .unwrap()
            .as_deref(),
        Some("yes")
    );
});

both!(
    the_unit_that_raised_it_judges_if_it_did_none_of_the_work,
    |world| async move {
        let id = crate::measure::paired_problem(&world).await;
        let c = format!("raised_by_unit_id = {}", world.unit("C"));
        set_problem(&world, id, &c).await;
        work_on(&world, id, true).await;
        let path = verified(&world, id).await;
        let yes = [("solved", "yes"), ("satisfied", "4")];
        for who in ["jia", "ding", "coord", "yi"] {
            post(&world, who, &format!("{path}/verdict"), &yes, 403).await;
        }
        let page = world
            .client("bing")
            .await
            .get(&format!("/problems/{id}/close"))
            .await
            .expect(200)
            .body;
        assert!(page.contains("这道难题是贵单位提的"), "{page}");
        post(&world, "bing", &format!("{path}/verdict"), &[], 422).await;
        post(&world, "bing", &format!("{path}/verdict"), &yes, 303).await;
        assert_eq!(state(&world, id).await, State::Judged);
        post(&world, "coord", &format!("{path}/strike"), &[], 303).await;
        assert_eq!(problem(&world, id).await.closed_as, Some(ClosedAs::Solved));
    }
);
