//! A sealed name opens with two guardians, for who asked, for a day; every look is seen by the raiser.

use super::{only_id, raise, step, track};
use crate::world::World;

async fn masked(world: &World) -> (String, i64) {
    let form = [
        ("text", "有人克扣补助"),
        ("mode", "masked"),
        ("name", "王小五"),
        ("contact", "13900001111"),
    ];
    let code = raise(world, &form).await;
    let id = only_id(world).await;
    let a = world.unit_text("A");
    step(
        world,
        "dispatcher",
        id,
        "dispatch",
        &[("kind", "complain"), ("lead_unit_id", &a)],
    )
    .await
    .expect(303);
    (code, id)
}

async fn request_id(world: &World) -> i64 {
    let sql = "SELECT MAX(id) FROM unsealing";
    world
        .app
        .db
        .read()
        .scalar::<i64>(sql, [])
        .await
        .unwrap()
        .unwrap()
}

both!(
    handlers_see_a_number_and_the_name_lies_nowhere_in_clear,
    |world| async move {
        let (_, id) = masked(&world).await;
        for who in ["jia", "dispatcher", "coord", "guard"] {
            let page = world.client(who).await.get(&format!("/voices/{id}")).await;
            assert!(
                !page.body.contains("王小五") && !page.body.contains("13900001111"),
                "{who}"
            );
        }
        let sql = "SELECT COUNT(*) FROM voice WHERE raiser_name IS NOT NULL OR sealed LIKE '%王%' OR sealed IS NULL";
        assert_eq!(
            world.app.db.read().scalar::<i64>(sql, []).await.unwrap(),
            Some(0)
        );
    }
);

both!(
    two_guardians_open_it_and_neither_is_who_asked,
    |world| async move {
        let (code, id) = masked(&world).await;
        let jia = world.client("jia").await;
        let ask = format!("/voices/{id}/unsealings");
        world
            .client("bing")
            .await
            .post(&ask, &[("reason", "想知道")])
            .await
            .expect(404);
        jia.post(&ask, &[("reason", "")]).await.expect(422);
        jia.post(&ask, &[("reason", "须核对本人账户")])
            .await
            .expect(303);
        let request = request_id(&world).await;
        let (decide, look) = (
            format!("/unsealings/{request}/decision"),
            format!("/unsealings/{request}/looks"),
        );
        jia.post(&look, &[]).await.expect(403);
        jia.post(&decide, &[("decision", "agree")])
            .await
            .expect(404);
        world
            .client("coord")
            .await
            .post(&decide, &[("decision", "agree")])
            .await
            .expect(404);
        let guard = world.client("guard").await;
        guard
            .post(&decide, &[("decision", "agree")])
            .await
            .expect(303);
        guard
            .post(&decide, &[("decision", "agree")])
            .await
            .expect(403);
        jia.post(&look, &[]).await.expect(403);
        world
            .client("guard2")
            .await
            .post(&decide, &[("decision", "agree")])
            .await
            .expect(303);
        guard.post(&look, &[]).await.expect(404);
        world
            .client("coord")
            .await
            .post(&look, &[])
            .await
            .expect(403);
        let shown = jia.post(&look, &[]).await.expect(200).body;
        assert!(shown.contains("王小五") && shown.contains("13900001111"));
        let seen = track(&world, &code).await.expect(200).body;
        assert!(
            seen.contains("须核对本人账户") && seen.contains("名字被看过一次"),
            "{seen}"
        );
        let journal = "SELECT COUNT(*) FROM journal WHERE action IN ('unsealing.ask', 'unsealing.agree', 'unsealing.open')";
        assert_eq!(
            world
                .app
                .db
                .read()
                .scalar::<i64>(journal, [])
                .await
                .unwrap(),
            Some(4)
        );
        world.app.clock.forward_days(1);
        world.client("jia").await.post(&look, &[]).await.expect(403);
    }
);

both!(
    a_guardian_refuses_with_words_and_names_are_forgotten_in_time,
    |world| async move {
        let (code, id) = masked(&world).await;
        let jia = world.client("jia").await;
        jia.post(
            &format!("/voices/{id}/unsealings"),
            &[("reason", "方便联系")],
        )
        .await
        .expect(303);
        let decide = format!("/unsealings/{}/decision", request_id(&world).await);
        let guard = world.client("guard").await;
        guard
            .post(&decide, &[("decision", "refuse")])
            .await
            .expect(422);
        guard
            .post(
                &decide,
                &[("decision", "refuse"), ("words", "可以凭码联系")],
            )
            .await
            .expect(303);
        world
            .client("guard2")
            .await
            .post(&decide, &[("decision", "agree")])
            .await
            .expect(409);
        step(&world, "jia", id, "sign", &[]).await.expect(303);
        step(&world, "jia", id, "answer", &[("text", "已补发")])
            .await
            .expect(303);
        world
            .nobody()
            .post_bare(
                "/track/verdicts",
                &[("code", code.as_str()), ("solved", "yes")],
            )
            .await
            .expect(200);
        world.app.clock.forward_days(366);
        let organization = world.acting("coord").await.actor.organization_id;
        let tx = world.app.db.begin().await.unwrap();
        let swept = gongjie::voice::actions::sweep(
            &tx,
            organization,
            world.app.clock.now(),
            gongjie::journal::Algorithm::Sm3,
        )
        .await
        .unwrap();
        tx.commit().await.unwrap();
        assert_eq!(swept.forgotten, 1);
        let left = "SELECT COUNT(*) FROM voice WHERE sealed IS NOT NULL";
        assert_eq!(
            world.app.db.read().scalar::<i64>(left, []).await.unwrap(),
            Some(0)
        );
    }
);

both!(
    an_answer_without_a_word_lapses_as_not_rated,
    |world| async move {
        let (code, id) = masked(&world).await;
        step(&world, "jia", id, "sign", &[]).await.expect(303);
        step(&world, "jia", id, "answer", &[("text", "已补发")])
            .await
            .expect(303);
        let organization = world.acting("coord").await.actor.organization_id;
        for (days, wanted) in [(6, 0), (2, 1), (1, 0)] {
            world.app.clock.forward_days(days);
            let tx = world.app.db.begin().await.unwrap();
            let swept = gongjie::voice::actions::sweep(
                &tx,
                organization,
                world.app.clock.now(),
                gongjie::journal::Algorithm::Sm3,
            )
            .await
            .unwrap();
            tx.commit().await.unwrap();
            assert_eq!(swept.lapsed, wanted);
        }
        let page = track(&world, &code).await.expect(200).body;
        assert!(page.contains("未评价"), "{page}");
        world
            .nobody()
            .post_bare(
                "/track/verdicts",
                &[
                    ("code", code.as_str()),
                    ("solved", "no"),
                    ("words", "少了一半"),
                ],
            )
            .await
            .expect(200);
        assert_eq!(
            crate::voice::voices(&world, "jia", "").await[0]["state"],
            "handling",
            "within thirty days it goes back"
        );
    }
);
