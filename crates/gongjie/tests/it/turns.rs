//! Many writers at once on rows that cross: each waits its turn, nobody is thrown out, the chain holds.

use std::sync::Arc;

use gongjie::journal::{Entry, queries as journal, record};
use gongjie_base::Error;

use crate::pairing::active;
use crate::world::World;

const ROUNDS: usize = 12;

async fn entries(world: &World) -> i64 {
    let verdicts = journal::verify(world.app.db.read()).await.unwrap();
    for verdict in &verdicts {
        assert_eq!(verdict.fault, None);
    }
    verdicts.iter().map(|v| v.entries).sum()
}

both!(
    eight_writers_of_crossing_rows_wait_their_turn,
    |world| async move {
        let (pairing, first) = active(&world).await;
        let second = world.listed_problem().await;
        let world = Arc::new(world);
        let before = entries(&world).await;
        // Four move the second problem in and out of the pairing: pairing, journal, problem. Four edit it: problem, journal.
        let writers: Vec<_> = (0..8)
            .map(|writer| {
                let world = Arc::clone(&world);
                tokio::spawn(async move {
                    let client = world.client("coord").await;
                    let (a, b) = (world.unit_text("A"), world.unit_text("B"));
                    let (first, second) = (first.to_string(), second.to_string());
                    let theme = world.theme().to_string();
                    for round in 0..ROUNDS {
                        let title = format!("写 {writer} 轮 {round}");
                        let reply = if writer % 2 == 0 {
                            let mut fields = vec![
                                ("title", title.as_str()),
                                ("lead", &a),
                                ("partners", &b),
                                ("problems", &first),
                            ];
                            if round % 2 == 0 {
                                fields.push(("problems", &second));
                            }
                            client.post(&format!("/pairings/{pairing}"), &fields).await
                        } else {
                            let fields = [
                                ("title", title.as_str()),
                                ("hurts", "进不去"),
                                ("theme_id", &theme),
                                ("class", "multi_dept"),
                                ("grade", "1"),
                                ("raised_by_unit_id", &a),
                            ];
                            client.post(&format!("/problems/{second}"), &fields).await
                        };
                        assert_eq!(
                            reply.status, 303,
                            "writer {writer} round {round}: {}",
                            reply.body
                        );
                    }
                })
            })
            .collect();
        for writer in writers {
            writer.await.unwrap();
        }
        let written = entries(&world).await - before;
        assert!(
            written >= i64::try_from(8 * ROUNDS).unwrap(),
            "{written} entries"
        );
    }
);

/// Two writes that take the head and a row the other way round lock each other out; only the order of the door prevents it.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_write_that_the_engine_ends_is_refused_in_words() {
    let world = World::postgres().await;
    let id = world.proposed_problem().await;
    let by = world.acting("jia").await.by();
    let entry = || Entry::new("problem.edit", "problem", id);
    let touch = "UPDATE problem SET version = version WHERE id = $1";
    // Neither takes the turn that would keep them apart; where they stand is said by hand.
    let stand = "SELECT set_config('gongjie.present', '9', true)";
    let begin = || async { world.app.db.begin().await.unwrap() };
    let (one, two) = (begin().await, begin().await);
    for tx in [&one, &two] {
        tx.scalar::<String>(stand, []).await.unwrap();
    }
    record(&one, by, entry()).await.unwrap();
    two.run(touch, [id.into()]).await.unwrap();
    // Whoever is ended lets go of its locks at once, so that the other one goes on.
    let first = async {
        let done = one.run(touch, [id.into()]).await.map(|_| ());
        drop(one);
        done
    };
    let second = async {
        let done = record(&two, by, entry()).await;
        drop(two);
        done
    };
    let (first, second) = tokio::join!(first, second);
    let ended: Vec<Error> = [first, second]
        .into_iter()
        .filter_map(Result::err)
        .collect();
    assert_eq!(ended.len(), 1, "{ended:?}");
    assert!(
        matches!(&ended[0], Error::TooMuch(say) if say.key == "error-writer-busy"),
        "{ended:?}"
    );
}
