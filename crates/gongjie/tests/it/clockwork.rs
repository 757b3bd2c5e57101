//! What time itself does: reading only what is due gives what climbing over everything would.

use std::collections::BTreeSet;

use gongjie::calendar;
use gongjie::clockwork::jobs::go_round;
use gongjie::demo;
use gongjie::measure::queries as measures;
use gongjie::org::{Actor, queries as org};
use gongjie::slip::ladder::{Due, Rung, ladder, reminded_limits};
use gongjie::slip::standing;
use gongjie_base::clock::plus_days;
use jiff::civil::Date;

use crate::oversight::add;
use crate::world::World;

/// The ladder over every open measure.
async fn everything(world: &World, actor: &Actor, today: Date) -> Vec<Due> {
    let filter = measures::Filter {
        limit: Some(100_000),
        ..measures::Filter::default()
    };
    let conn = world.app.db.read();
    let rows = measures::list_open(conn, actor, &filter).await.unwrap();
    standing::dues(conn, &rows, today).await.unwrap()
}

/// What the nightly look finds: whom to remind, and how many slips are due.
async fn looked(world: &World, actor: &Actor, today: Date) -> (BTreeSet<i64>, usize) {
    let conn = world.app.db.read();
    let of = actor.organization_id;
    let calendar = calendar::queries::find(conn, of).await.unwrap();
    let limits = reminded_limits(today, &calendar);
    let limits: Vec<String> = limits.iter().map(ToString::to_string).collect();
    let mut rows = Vec::new();
    let mut after = 0;
    // Pages of two: the page after a row begins behind it.
    loop {
        let page = measures::list_limited_on(conn, of, &limits, after, 2)
            .await
            .unwrap();
        let Some(last) = page.last() else { break };
        after = last.id;
        rows.extend(page);
    }
    let shines = measures::shines(conn, &rows, today).await.unwrap();
    let items = standing::items(conn, &rows, &shines).await.unwrap();
    let reminded = ladder(&items, today, &calendar)
        .into_iter()
        .filter(|d| d.rung == Rung::Remind)
        .map(|d| d.measure_id)
        .collect();
    let slips = standing::count_slips_due(conn, of, today, &calendar)
        .await
        .unwrap();
    (reminded, slips)
}

both!(
    looking_at_what_is_due_finds_what_climbing_over_everything_finds,
    |world| async move {
        demo::load(&world.app).await.unwrap();
        let today = world.app.clock.today();
        let (mut reminders, mut slips) = (0, 0);
        for organization in org::list_organizations(world.app.db.read()).await.unwrap() {
            let actor = Actor::system(&organization);
            for ahead in -45..=90 {
                let day = plus_days(today, ahead);
                let all = everything(&world, &actor, day).await;
                let due: BTreeSet<i64> = all
                    .iter()
                    .filter(|d| d.rung == Rung::Remind)
                    .map(|d| d.measure_id)
                    .collect();
                let formal = all.iter().filter(|d| d.rung.slip().is_some()).count();
                reminders += due.len();
                slips += formal;
                let found = looked(&world, &actor, day).await;
                assert_eq!(found, (due, formal), "{} on {day}", organization.name);
            }
        }
        assert!(
            reminders > 0 && slips > 0,
            "{reminders} reminders, {slips} slips: nothing was compared"
        );
    }
);

both!(
    a_day_is_looked_at_once_and_the_same_fact_is_told_once,
    |world| async move {
        let problem = crate::measure::paired_problem(&world).await;
        add(&world, problem, "三天后到期", "2026-11-26").await;
        add(&world, problem, "一周后到期", "2026-11-30").await;
        add(&world, problem, "还早", "2027-03-31").await;
        add(&world, problem, "已经过期", "2026-11-20").await;
        let told = go_round(&world.app).await.unwrap().told;
        assert!(told >= 3, "two measures and the office: {told}");
        assert_eq!(go_round(&world.app).await.unwrap().told, 0);
        let count = |fact: &'static str| {
            let sql = format!("SELECT COUNT(DISTINCT fact) FROM message WHERE fact LIKE '{fact}%'");
            let world = &world;
            async move { world.app.db.read().scalar::<i64>(&sql, []).await.unwrap() }
        };
        assert_eq!(count("measure.due:").await, Some(2));
        assert_eq!(count("slips.due:").await, Some(1));
    }
);
