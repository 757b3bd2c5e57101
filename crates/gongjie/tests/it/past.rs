//! The past of every table of facts: kept by the database itself, read through views of the tables' own names.

use gongjie::journal::{self, queries as journal_queries};
use gongjie_base::Conn;
use sea_orm::{ConnectionTrait, Statement};

use crate::world::World;

/// Every row of a table as text, in the order of its ids.
async fn dump(conn: &Conn, table: &str) -> Vec<String> {
    let sql = format!("SELECT * FROM {table} ORDER BY id");
    let statement = Statement::from_string(conn.get_database_backend(), sql);
    let rows = conn.query_all_raw(statement).await.unwrap();
    let text = |row: &sea_orm::QueryResult| {
        let names = row.column_names();
        let cells: Vec<String> = names
            .iter()
            .map(|name| {
                let number = row
                    .try_get::<Option<i64>>("", name)
                    .map(|v| format!("{v:?}"));
                let text = || {
                    row.try_get::<Option<String>>("", name)
                        .map(|v| format!("{v:?}"))
                };
                let yes = || {
                    row.try_get::<Option<bool>>("", name)
                        .map(|v| format!("{v:?}"))
                };
                let cell = number.or_else(|_| text()).or_else(|_| yes());
                format!("{name}={}", cell.unwrap())
            })
            .collect();
        cells.join("|")
    };
    rows.iter().map(text).collect()
}

/// Everything that is remembered.
async fn copy(conn: &Conn) -> Vec<(String, Vec<String>)> {
    let mut all = Vec::new();
    for table in gongjie::migrations::REMEMBERED.tables {
        all.push(((*table).to_owned(), dump(conn, table).await));
    }
    all
}

async fn last_seq(world: &World) -> i64 {
    let organization = world.acting("jia").await.actor.organization_id;
    let last = journal_queries::find_last(world.app.db.read(), organization).await;
    last.unwrap().map_or(0, |l| l.seq)
}

both!(
    a_day_shows_what_was_known_when_it_ended,
    |world: World| async move {
        let id = world.listed_problem().await;
        let then = last_seq(&world).await;
        let before = copy(world.app.db.read()).await;
        world.app.clock.forward_days(3);
        let tx = world.begin().await;
        tx.run(
            "UPDATE problem SET title = 'later' WHERE id = $1",
            [id.into()],
        )
        .await
        .unwrap();
        tx.run("DELETE FROM theme WHERE id NOT IN (SELECT theme_id FROM problem WHERE theme_id IS NOT NULL)", [])
        .await
        .unwrap();
        let acting = world.acting("jia").await;
        let entry = journal::Entry::new("problem.update", "problem", id);
        journal::record(&tx, acting.by(), entry).await.unwrap();
        tx.commit().await.unwrap();
        let past = world.app.db.as_of(then).await.unwrap();
        assert_eq!(copy(&past).await, before);
        let now = world.app.db.as_of(last_seq(&world).await).await.unwrap();
        assert_eq!(copy(&now).await, copy(world.app.db.read()).await);
        assert_ne!(copy(&now).await, before);
        let nothing = world.app.db.as_of(0).await.unwrap();
        assert!(copy(&nothing).await.iter().all(|(_, rows)| rows.is_empty()));
    }
);
