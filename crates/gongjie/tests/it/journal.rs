//! The chain: it verifies, it names the first broken entry, it never forks under concurrent writers.

use gongjie::journal::queries::verify;

both!(
    every_change_stands_in_a_chain_that_verifies,
    |world| async move {
        world.listed_problem().await;
        let verdicts = verify(world.app.db.read()).await.unwrap();
        assert_eq!(verdicts.len(), 2);
        assert!(
            verdicts.iter().all(|v| v.fault.is_none() && v.entries > 0),
            "{verdicts:?}"
        );
    }
);

both!(the_first_broken_entry_is_named, |world| async move {
    world.listed_problem().await;
    let spoils = [
        (
            "UPDATE journal SET action = 'x' WHERE seq = 7 AND organization_id = 1",
            "entry 7 was altered",
        ),
        (
            "DELETE FROM journal_change WHERE journal_id IN (SELECT id FROM journal WHERE seq = 5 AND organization_id = 1)",
            "",
        ),
        (
            "UPDATE journal_change SET changes = '[]' WHERE journal_id = (SELECT id FROM journal WHERE seq = 4 AND organization_id = 1)",
            "the changes of entry 4 were altered",
        ),
    ];
    for (sql, wanted) in spoils {
        let tx = world.begin().await;
        tx.run(sql, []).await.unwrap();
        tx.commit().await.unwrap();
        let first = verify(world.app.db.read()).await.unwrap().remove(0);
        if !wanted.is_empty() {
            assert_eq!(first.fault.as_deref(), Some(wanted), "{sql}");
        }
    }
});

both!(a_cut_tail_is_seen_by_the_head, |world| async move {
    let tx = world.begin().await;
    tx.run("DELETE FROM journal_change WHERE journal_id = (SELECT MAX(id) FROM journal WHERE organization_id = 1)", []).await.unwrap();
    tx.run(
        "DELETE FROM journal WHERE id = (SELECT MAX(id) FROM journal WHERE organization_id = 1)",
        [],
    )
    .await
    .unwrap();
    tx.commit().await.unwrap();
    let first = verify(world.app.db.read()).await.unwrap().remove(0);
    assert!(first.fault.unwrap().starts_with("the chain ends at entry"));
});

both!(
    concurrent_writers_never_fork_the_chain,
    |world| async move {
        let world = std::sync::Arc::new(world);
        let before = verify(world.app.db.read()).await.unwrap().remove(0).entries;
        let tasks: Vec<_> = (0..40)
            .map(|_| {
                let world = std::sync::Arc::clone(&world);
                tokio::spawn(async move { world.proposed_problem().await })
            })
            .collect();
        for task in tasks {
            task.await.unwrap();
        }
        let after = verify(world.app.db.read()).await.unwrap().remove(0);
        assert_eq!(after.fault, None);
        assert_eq!(after.entries, before + 40);
    }
);

both!(
    an_action_that_is_not_committed_leaves_nothing,
    |world| async move {
        let before = verify(world.app.db.read()).await.unwrap().remove(0).entries;
        let acting = world.acting("coord").await;
        let tx = world.begin().await;
        gongjie::org::actions::create_person(&tx, &acting, "无名", None)
            .await
            .unwrap();
        drop(tx);
        world.proposed_problem().await;
        let after = verify(world.app.db.read()).await.unwrap().remove(0);
        assert_eq!(after.entries, before + 1);
        assert_eq!(after.fault, None);
    }
);
