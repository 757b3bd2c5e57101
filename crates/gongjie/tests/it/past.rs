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
                let number = row.try_get::<i64>("", name).map(|v| v.to_string());
                let text = || row.try_get::<String>("", name);
                let yes = || row.try_get::<bool>("", name).map(|v| v.to_string());
                let cell = number.or_else(|_| text()).or_else(|_| yes());
                format!("{name}={}", cell.unwrap_or_else(|_| "none".to_owned()))
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

/// Numbers that look random and repeat.
struct Dice(u64);

impl Dice {
    fn roll(&mut self, sides: usize) -> usize {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).unwrap() % sides
    }

    fn pick<T: Copy>(&mut self, from: &[T]) -> Option<T> {
        (!from.is_empty()).then(|| from[self.roll(from.len())])
    }
}

/// What has been made so far, to be changed further.
#[derive(Default)]
struct Made {
    problems: Vec<i64>,
    pairings: Vec<i64>,
    measures: Vec<i64>,
    /// Actions that the product took.
    taken: usize,
}

impl Made {
    /// One action of somebody, whatever comes of it: a refusal changes nothing, which is to be seen too.
    #[allow(clippy::too_many_lines, reason = "one arm for each kind of action")]
    async fn act(&mut self, world: &World, dice: &mut Dice) {
        let n = dice.roll(10_000).to_string();
        let (a, b, c) = (
            world.unit_text("A"),
            world.unit_text("B"),
            world.unit_text("C"),
        );
        let theme = world.theme().to_string();
        let title = format!("事 {n}");
        let (who, path, fields): (&str, String, Vec<(&str, &str)>) = match dice.roll(9) {
            0 | 1 => (
                "jia",
                "/problems".into(),
                problem_fields(&title, &a, &theme),
            ),
            2 => {
                let Some(id) = dice.pick(&self.problems) else {
                    return;
                };
                (
                    "coord",
                    format!("/problems/{id}/moves"),
                    vec![("action", "list")],
                )
            }
            3 => {
                let Some(id) = dice.pick(&self.problems) else {
                    return;
                };
                (
                    "coord",
                    format!("/problems/{id}"),
                    problem_fields(&title, &a, &theme),
                )
            }
            4 => {
                let problem = crate::measure::paired_problem(world).await;
                self.problems.push(problem);
                self.taken += 2;
                return;
            }
            5 => {
                let Some(id) = dice.pick(&self.problems) else {
                    return;
                };
                let fields = vec![
                    ("text", title.as_str()),
                    ("lead", &b),
                    ("partners", &c),
                    ("start_on", "2026-11-20"),
                    ("due_text", "2027-03-31"),
                ];
                let client = world.client("jia").await;
                let reply = client
                    .post(&format!("/problems/{id}/measures"), &fields)
                    .await;
                if reply.status.as_u16() == 303 {
                    self.measures.push(reply.id());
                    self.taken += 1;
                }
                return;
            }
            6 => {
                let Some(id) = dice.pick(&self.measures) else {
                    return;
                };
                let lead = if dice.roll(2) == 0 { &b } else { &c };
                (
                    "jia",
                    format!("/measures/{id}"),
                    vec![
                        ("text", title.as_str()),
                        ("lead", lead),
                        ("start_on", "2026-11-20"),
                        ("due_text", "2027-03-31"),
                    ],
                )
            }
            7 => {
                let Some(id) = dice.pick(&self.pairings) else {
                    return;
                };
                let mut fields = vec![
                    ("title", title.as_str()),
                    ("lead", a.as_str()),
                    ("partners", b.as_str()),
                ];
                if dice.roll(2) == 0 {
                    fields.push(("partners", &c));
                }
                ("jia", format!("/pairings/{id}"), fields)
            }
            _ => {
                let Some(id) = dice.pick(&self.problems) else {
                    return;
                };
                let problem = id.to_string();
                let fields = vec![
                    ("title", title.as_str()),
                    ("lead", &a),
                    ("partners", &b),
                    ("problems", &problem),
                    ("theme_id", &theme),
                ];
                let client = world.client("jia").await;
                let reply = client.post("/pairings", &fields).await;
                if reply.status.as_u16() == 303 {
                    self.pairings.push(reply.id());
                    self.taken += 1;
                }
                return;
            }
        };
        let reply = world.client(who).await.post(&path, &fields).await;
        if reply.status.as_u16() == 303 {
            self.taken += 1;
            if path == "/problems" {
                self.problems.push(reply.id());
            }
        }
    }
}

fn problem_fields<'a>(
    title: &'a str,
    unit: &'a str,
    theme: &'a str,
) -> Vec<(&'static str, &'a str)> {
    vec![
        ("title", title),
        ("hurts", "进不去"),
        ("theme_id", theme),
        ("class", "multi_dept"),
        ("grade", "1"),
        ("raised_by_unit_id", unit),
    ]
}

/// Views that are compared as a reader gets them: pages of the API, and files byte by byte.
const VIEWS: [&str; 5] = [
    "/api/v1/ledger?",
    "/api/v1/lists?",
    "/api/v1/figures?",
    "/ledger.xlsx?",
    "/lists.xlsx?",
];

async fn views(world: &World, as_of: &str) -> Vec<Vec<u8>> {
    let reader = world.client("coord").await;
    let mut all = Vec::new();
    for view in VIEWS {
        let reply = reader
            .get(&format!("{view}as_of={as_of}"))
            .await
            .expect(200);
        all.push(reply.bytes);
    }
    all
}

both!(
    every_past_day_reads_as_it_read_on_that_day_whatever_was_done_since,
    |world: World| async move {
        let mut dice = Dice(2026);
        let mut made = Made::default();
        let mut days = Vec::new();
        let mut moments = Vec::new();
        for _ in 0..6 {
            for _ in 0..12 {
                made.act(&world, &mut dice).await;
                moments.push((last_seq(&world).await, copy(world.app.db.read()).await));
            }
            let day = world.app.clock.today().to_string();
            let seen = views(&world, &day).await;
            days.push((day, seen));
            world.app.clock.forward_days(1);
        }
        assert!(made.taken > 40, "only {} actions were taken", made.taken);
        let sizes: Vec<usize> = moments
            .iter()
            .map(|(_, c)| c.iter().map(|(_, r)| r.len()).sum())
            .collect();
        assert!(
            sizes.windows(2).any(|w| w[1] < w[0]),
            "no row was ever removed"
        );
        for (seq, then) in &moments {
            let past = world.app.db.as_of(*seq).await.unwrap();
            let now = copy(&past).await;
            for ((table, was), (_, is)) in then.iter().zip(&now) {
                assert_eq!(was, is, "{table} at {seq}");
            }
        }
        for (day, then) in &days {
            let now = views(&world, day).await;
            for ((view, was), is) in VIEWS.iter().zip(then).zip(&now) {
                assert!(was == is, "{view} of {day} reads otherwise today");
            }
        }
    }
);

both!(
    a_version_that_was_not_kept_is_seen_by_the_comparison,
    |world: World| async move {
        let id = world.listed_problem().await;
        let tx = world.begin().await;
        let forget = if world.app.db.is_sqlite() {
            "DROP TRIGGER past_problem_update"
        } else {
            "DROP TRIGGER past_problem ON problem"
        };
        tx.run(forget, []).await.unwrap();
        let sql = "UPDATE problem SET title = 'forgotten' WHERE id = $1";
        tx.run(sql, [id.into()]).await.unwrap();
        let acting = world.acting("jia").await;
        let entry = journal::Entry::new("problem.update", "problem", id);
        journal::record(&tx, acting.by(), entry).await.unwrap();
        tx.commit().await.unwrap();
        let now = world.app.db.as_of(last_seq(&world).await).await.unwrap();
        assert_ne!(copy(&now).await, copy(world.app.db.read()).await);
    }
);
