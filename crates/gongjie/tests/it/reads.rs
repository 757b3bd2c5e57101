//! What pages read: as many statements however much there is, and no row that its reader may not see.

use gongjie::demo;
use gongjie::org::{Actor, queries as org};
use gongjie::pairing::queries as pairings;
use gongjie::pairing::tables::{pairing, pairing_member};
use gongjie::problem::queries as problems;
use gongjie::problem::tables::problem;

use crate::measure::paired_problem;
use crate::world::World;

/// Statements of a page that is asked for a second time, so that what is looked up once is known.
async fn asked(world: &World, key: &str, path: &str) -> u64 {
    let client = world.client(key).await;
    client.get(path).await.expect(200);
    let before = world.app.db.statements().unwrap();
    client.get(path).await.expect(200);
    world.app.db.statements().unwrap() - before
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn pages_ask_as_much_of_many_rows_as_of_few() {
    let world = World::sqlite().await;
    let first = paired_problem(&world).await;
    let one = format!("/problems/{first}");
    let pages = [
        ("/", 12),
        ("/problems?sort=due", 17),
        (one.as_str(), 22),
        ("/ledger", 18),
        ("/lists", 22),
        ("/lists/problems", 26),
        ("/supervision", 40),
    ];
    let mut few = Vec::new();
    for (path, _) in pages {
        few.push(asked(&world, "jia", path).await);
    }
    for _ in 0..12 {
        paired_problem(&world).await;
    }
    for ((path, most), few) in pages.into_iter().zip(few) {
        let many = asked(&world, "jia", path).await;
        assert!(many <= few, "{path}: {few} statements, of more rows {many}");
        assert!(many <= most, "{path}: {many} statements");
    }
}

both!(
    a_row_that_was_read_is_seen_by_whom_its_finder_shows_it_to,
    |world| async move {
        demo::load(&world.app).await.unwrap();
        paired_problem(&world).await;
        world.proposed_problem().await;
        let conn = world.app.db.read();
        let all_problems: Vec<problem::Model> = conn.rows("ORDER BY id", []).await.unwrap();
        let all_pairings: Vec<pairing::Model> = conn.rows("ORDER BY id", []).await.unwrap();
        let members: Vec<pairing_member::Model> = conn.rows("ORDER BY id", []).await.unwrap();
        let mut actors: Vec<Actor> = Vec::new();
        for account in gongjie::account::queries::list_accounts(conn)
            .await
            .unwrap()
        {
            let actor = org::find_actor(conn, account.id, account.person_id).await;
            actors.extend(actor.unwrap());
        }
        let (mut seen, mut unseen) = (0, 0);
        for actor in &actors {
            let filter = problems::Filter {
                limit: Some(10_000),
                ..problems::Filter::default()
            };
            let mut found = problems::list(conn, actor, &filter).await.unwrap();
            found.sort_by_key(|p| p.id);
            let mut own = all_problems.clone();
            own.retain(|p| problems::sees(actor, p));
            assert_eq!(own, found, "problems of {}", actor.name);
            let filter = pairings::Filter {
                limit: Some(10_000),
                ..pairings::Filter::default()
            };
            let mut found = pairings::list(conn, actor, &filter).await.unwrap();
            found.sort_by_key(|p| p.id);
            let mut own = all_pairings.clone();
            own.retain(|p| pairings::sees(actor, p, &members));
            assert_eq!(own, found, "pairings of {}", actor.name);
            seen += own.len();
            unseen += all_pairings.len() - own.len();
        }
        assert!(actors.len() > 20 && seen > 100 && unseen > 100);
    }
);

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_column_is_a_yes_or_no_exactly_when_its_name_says_so() {
    let world = World::sqlite().await;
    let sql = "SELECT m.name || '.' || c.name || ' ' || c.type FROM sqlite_master m \
               JOIN pragma_table_info(m.name) c WHERE m.type = 'table' \
               AND (c.type = 'BOOLEAN') <> (c.name GLOB 'is_*')";
    let wrong: Vec<String> = world.app.db.read().column(sql, []).await.unwrap();
    assert!(wrong.is_empty(), "{wrong:?}");
}
