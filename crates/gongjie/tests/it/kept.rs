//! What is kept beside the facts equals the facts, counted anew, after everything that people can do.

use gongjie::demo;
use gongjie::figures::queries::{self as figures, Scope};
use gongjie::figures::rules::Figure;
use gongjie::figures::tally_queries::Tally;
use gongjie::org::{Actor, queries as org};
use gongjie_base::{Conn, Db};

use crate::measure::paired_problem;
use crate::world::World;

/// Faults of everything that is kept.
async fn faults(db: &Db) -> Vec<String> {
    gongjie::command::kept::faults(db.read()).await.unwrap()
}

async fn scope(conn: &Conn, actor: &Actor, campaign: Option<i64>, world: &World) -> Scope {
    figures::scope(conn, actor, campaign, world.app.clock.today())
        .await
        .unwrap()
}

both!(
    kept_limits_units_and_totals_equal_a_recount_after_two_organisations_were_played,
    |world| async move {
        demo::load(&world.app).await.unwrap();
        assert_eq!(faults(&world.app.db).await, Vec::<String>::new());
        let conn = world.app.db.read();
        for organization in org::list_organizations(conn).await.unwrap() {
            let actor = Actor::system(&organization);
            let campaigns = gongjie::campaign::queries::list_campaigns(conn, &actor).await;
            for campaign in campaigns.unwrap() {
                let scope = scope(conn, &actor, Some(campaign.id), &world).await;
                let tally = Tally::load(conn, &actor, &scope).await.unwrap().unwrap();
                for figure in Figure::ALL.iter().filter(|f| f.light().is_none()) {
                    let Some(kept) = tally.count(*figure, None) else {
                        continue;
                    };
                    let counted = figures::count_rows(conn, &actor, &scope, *figure).await;
                    assert_eq!(kept, counted.unwrap(), "{} {figure}", campaign.name);
                }
            }
        }
    }
);

both!(
    a_total_that_went_wrong_is_found_by_the_recount,
    |world| async move {
        paired_problem(&world).await;
        assert_eq!(faults(&world.app.db).await, Vec::<String>::new());
        for wrong in [
            "UPDATE tally_problem SET problems = problems + 1",
            "UPDATE tally_joint SET pairings = pairings + 1",
            "UPDATE kept_problem SET due_on = '2020-01-01'",
            "DELETE FROM kept_unit",
        ] {
            let tx = world.app.db.begin().await.unwrap();
            tx.run(wrong, []).await.unwrap();
            tx.commit().await.unwrap();
        }
        let found = faults(&world.app.db).await;
        assert_eq!(found.len(), 4, "{found:?}");
    }
);

both!(
    lights_that_are_counted_together_equal_those_that_are_looked_at_one_by_one,
    |world| async move {
        demo::load(&world.app).await.unwrap();
        let conn = world.app.db.read();
        for organization in org::list_organizations(conn).await.unwrap() {
            let actor = Actor::system(&organization);
            let scope = scope(conn, &actor, None, &world).await;
            let counts = figures::count_lights(conn, &actor, &scope).await.unwrap();
            for figure in Figure::ALL.iter().filter(|f| f.light().is_some()) {
                let rows = figures::rows(conn, &actor, &scope, *figure, 0, 10_000).await;
                let counted = counts.get(figure.light().unwrap()).copied();
                let rows = i64::try_from(rows.unwrap().len()).unwrap();
                assert_eq!(counted.unwrap_or_default(), rows, "{figure}");
            }
        }
    }
);

both!(
    the_list_sorted_by_limit_pages_by_key_and_leaves_nothing_out,
    |world| async move {
        let mut wanted = Vec::new();
        for _ in 0..52 {
            wanted.push(world.proposed_problem().await);
        }
        let coord = world.client("coord").await;
        let first = coord.get("/problems?sort=due").await.expect(200).body;
        let next = first
            .split("href=\"/problems?sort=due&#38;before=")
            .nth(1)
            .and_then(|rest| rest.split('"').next())
            .expect("a next page");
        let second = format!("/problems?sort=due&before={next}");
        let second = coord.get(&second).await.expect(200).body;
        let shown = |page: &str, id: &i64| page.contains(&format!("href=\"/problems/{id}\""));
        for id in &wanted {
            assert!(shown(&first, id) != shown(&second, id), "{id} once");
        }
    }
);

both!(
    a_renamed_unit_is_seen_by_everybody_at_once,
    |world| async move {
        let id = world.proposed_problem().await;
        let (coord, jia) = (world.client("coord").await, world.client("jia").await);
        let page = jia.get(&format!("/problems/{id}")).await.expect(200).body;
        assert!(page.contains("甲处党支部"));
        let acting = world.acting("coord").await;
        let tx = world.begin().await;
        gongjie::journal::take_turn(&tx, acting.actor.organization_id)
            .await
            .unwrap();
        let sql = "UPDATE unit SET name = '甲处新支部', version = version + 1 WHERE id = $1";
        tx.run(sql, [world.unit("A").into()]).await.unwrap();
        tx.commit().await.unwrap();
        for reader in [jia, coord] {
            let page = reader
                .get(&format!("/problems/{id}"))
                .await
                .expect(200)
                .body;
            assert!(page.contains("甲处新支部") && !page.contains("甲处党支部"));
        }
    }
);
