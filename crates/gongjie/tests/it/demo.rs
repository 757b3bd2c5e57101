//! The invented organisation shows every state, every light and every rule of a light, whatever the day on which it is loaded.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Display;

use gongjie::calendar::queries as calendars;
use gongjie::close_out::lifecycle as close_out_life;
use gongjie::close_out::queries as close_outs;
use gongjie::close_out::rules::{LookBack, Opinion, State as Closing, Verb, opinion_shown};
use gongjie::demo;
use gongjie::measure::lifecycle as measure_life;
use gongjie::measure::light::Light;
use gongjie::measure::queries as measures;
use gongjie::measure::rules::{ExtensionState, State as MeasureState};
use gongjie::org::{Actor, Part, queries as org};
use gongjie::pairing::lifecycle as pairing_life;
use gongjie::pairing::queries as pairings;
use gongjie::pairing::rules::{MemberAnswer, State as PairingState};
use gongjie::problem::lifecycle as problem_life;
use gongjie::problem::queries as problems;
use gongjie::problem::rules::{ClosedAs, State as ProblemState};
use gongjie::problem::tables::problem::Model as Problem;
use gongjie_base::lifecycle::Move;

use crate::world::World;

const WORDS: &str = include_str!("../../../gongjie_hall/locales/zh-CN/measure.ftl");
const SEED: &str = include_str!("../../seeds/example.json");

async fn example(world: &World) -> Actor {
    demo::load(&world.app).await.unwrap();
    let all = org::list_organizations(world.app.db.read()).await.unwrap();
    Actor::system(all.iter().find(|o| o.code == "example").unwrap())
}

async fn all_problems(world: &World, actor: &Actor) -> Vec<Problem> {
    let filter = problems::Filter::default();
    problems::list(world.app.db.read(), actor, &filter)
        .await
        .unwrap()
}

/// Every word of a closed set is among those that were seen.
fn expect_all<C: Copy + Ord + Display>(set: &str, all: &[C], seen: impl Iterator<Item = C>) {
    let seen: BTreeSet<C> = seen.collect();
    let missing: Vec<String> = all
        .iter()
        .filter(|c| !seen.contains(c))
        .map(ToString::to_string)
        .collect();
    assert!(missing.is_empty(), "{set} not shown: {missing:?}");
}

/// The states that a table names, from and to.
fn states_of<S: Copy + Ord + 'static, A: 'static>(table: &[Move<S, A, Part>]) -> Vec<S> {
    let all = table.iter().flat_map(|line| {
        let to = std::iter::once(line.to);
        line.from.iter().copied().chain(to)
    });
    all.collect::<BTreeSet<S>>().into_iter().collect()
}

both!(every_state_of_every_life_is_shown, |world| async move {
    let actor = example(&world).await;
    let conn = world.app.db.read();
    let found = all_problems(&world, &actor).await;
    let ids: Vec<i64> = found.iter().map(|p| p.id).collect();
    let states = || found.iter().map(|p| p.state);
    expect_all("problem", &states_of(problem_life::TABLE), states());
    expect_all("problem", ProblemState::ALL, states());

    let filter = pairings::Filter::default();
    let paired = pairings::list(conn, &actor, &filter).await.unwrap();
    let states = || paired.iter().map(|p| p.state);
    expect_all("pairing", &states_of(pairing_life::TABLE), states());
    expect_all("pairing", PairingState::ALL, states());

    let set = measures::list_of_problems(conn, &ids).await.unwrap();
    let states = || set.iter().map(|m| m.state);
    expect_all("measure", &states_of(measure_life::TABLE), states());
    expect_all("measure", MeasureState::ALL, states());
    let set_ids: Vec<i64> = set.iter().map(|m| m.id).collect();
    let asked = measures::list_extensions(conn, &set_ids).await.unwrap();
    let states = asked.iter().map(|e| e.state);
    expect_all("extension", ExtensionState::ALL, states);

    let closing = close_outs::list_of_problems(conn, &ids).await.unwrap();
    let states = || closing.iter().map(|c| c.state);
    // A passed check is struck off or shown to all next: it is seen in the close-outs that went on.
    let checked = std::iter::once(Closing::Checked);
    expect_all(
        "close-out",
        &states_of(close_out_life::TABLE),
        states().chain(checked.clone()),
    );
    expect_all("close-out", Closing::ALL, states().chain(checked));
    let found = closing.iter().filter_map(|c| c.look_back);
    expect_all("look-back", LookBack::ALL, found);
});

both!(
    members_answer_and_partners_view_in_every_way,
    |world| async move {
        let actor = example(&world).await;
        let conn = world.app.db.read();
        let filter = pairings::Filter::default();
        let paired = pairings::list(conn, &actor, &filter).await.unwrap();
        let ids: Vec<i64> = paired.iter().map(|p| p.id).collect();
        let members = pairings::list_members(conn, &ids).await.unwrap();
        let answers = [
            MemberAnswer::Waiting,
            MemberAnswer::Confirmed,
            MemberAnswer::Declined,
        ];
        expect_all("answer", &answers, members.iter().map(|m| m.answer));

        let found = all_problems(&world, &actor).await;
        let ids: Vec<i64> = found.iter().map(|p| p.id).collect();
        let closing = close_outs::list_of_problems(conn, &ids).await.unwrap();
        let rows: BTreeMap<i64, _> = closing.iter().map(|c| (c.id, c)).collect();
        let ids: Vec<i64> = rows.keys().copied().collect();
        let views = close_outs::list_views(conn, &ids).await.unwrap();
        let today = world.app.clock.today();
        let calendar = calendars::find(conn, actor.organization_id).await.unwrap();
        let shown = views
            .iter()
            .map(|v| opinion_shown(rows[&v.close_out_id], v, &calendar, today));
        expect_all("view", Opinion::ALL, shown);
    }
);

both!(
    every_light_shines_by_every_rule_on_every_kind_of_day,
    |world| async move {
        // From a Monday to a Saturday: a weekend moves the working days, not the colours.
        world.app.clock.forward_days(5);
        let actor = example(&world).await;
        let conn = world.app.db.read();
        let found = all_problems(&world, &actor).await;
        let ids: Vec<i64> = found.iter().map(|p| p.id).collect();
        let set = measures::list_of_problems(conn, &ids).await.unwrap();
        let today = world.app.clock.today();
        let shines = measures::shines(conn, &set, today).await.unwrap();
        expect_all("light", Light::ALL, shines.values().map(|s| s.light));

        let seen: BTreeSet<&str> = shines.values().map(|s| s.rule).collect();
        let rules = WORDS.lines().filter_map(|l| l.split_once(" = "));
        let rules: Vec<&str> = rules
            .map(|(key, _)| key)
            .filter(|key| key.starts_with("light-rule-"))
            .collect();
        assert!(rules.len() > 10, "{rules:?}");
        for rule in rules {
            assert!(seen.contains(rule), "{rule} is not shown");
        }

        let seed: serde_json::Value = serde_json::from_str(SEED).unwrap();
        let mut wanted = BTreeMap::new();
        let mut todo: Vec<&serde_json::Value> = seed["problems"]
            .as_array()
            .unwrap()
            .iter()
            .flat_map(|p| p["measures"].as_array().unwrap())
            .collect();
        while let Some(measure) = todo.pop() {
            let light = measure["wanted_light"].as_str().unwrap();
            wanted.insert(measure["text"].as_str().unwrap(), light);
            todo.extend(measure["children"].as_array().unwrap());
        }
        assert_eq!(wanted.len(), set.len());
        for row in &set {
            let light = shines[&row.id].light.code();
            assert_eq!(light, wanted[row.text.as_str()], "{}", row.text);
        }
    }
);

both!(
    what_was_closed_was_checked_and_what_came_back_is_counted,
    |world| async move {
        let actor = example(&world).await;
        let conn = world.app.db.read();
        let found = all_problems(&world, &actor).await;
        let closed: Vec<&Problem> = found
            .iter()
            .filter(|p| p.state == ProblemState::Closed)
            .collect();
        assert!(closed.len() > 1);
        for problem in closed {
            // On a raiser's word where one was asked and spoke, else on a named check.
            let sql = "SELECT COUNT(*) FROM verdict WHERE problem_id = $1 AND solved = 'yes'";
            let said: Option<i64> = conn.scalar(sql, [problem.id.into()]).await.unwrap();
            let word = if said > Some(0) {
                ClosedAs::Solved
            } else {
                ClosedAs::Checked
            };
            assert_eq!(problem.closed_as, Some(word), "{}", problem.title);
        }
        let back = found.iter().find(|p| p.rebounds == 1).unwrap();
        assert_eq!((back.state, back.closed_as), (ProblemState::Working, None));

        let accounts = gongjie::account::queries::list_accounts(conn)
            .await
            .unwrap();
        let yin = accounts.iter().find(|a| a.login == "example-yin").unwrap();
        let yin = org::find_actor(conn, yin.id, yin.person_id).await.unwrap();
        let today = world.app.clock.today();
        let waiting = close_outs::list_waiting(conn, &yin.unwrap(), today)
            .await
            .unwrap();
        assert!(waiting.iter().any(|w| w.verb == Verb::LookBack));
    }
);
