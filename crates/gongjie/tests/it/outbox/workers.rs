//! Several workers, a worker that dies, the night, the weekend and the digest.

use std::collections::BTreeSet;

use gongjie::outbox::Class;
use gongjie::outbox::jobs::LEASE_MS;

use super::listeners::{MailServer, Service};
use super::{channel, count, note, reach, rows, told, work, worker};

both!(
    two_workers_send_two_hundred_messages_once_each,
    |world| async move {
        let service = Service::start().await;
        channel(&world, "webhook", &service.url(), |_| {}).await;
        let acting = world.acting("coord").await;
        let tx = world.begin().await;
        for n in 0..200 {
            let note = note(&world, Class::Urgent, &format!("f{n}"), &["jia"]);
            gongjie::outbox::tell(&tx, &acting, note).await.unwrap();
        }
        tx.commit().await.unwrap();
        let (one, other) = (worker(&world), worker(&world));
        let both = [
            tokio::spawn(async move { work(&one).await }),
            tokio::spawn(async move { work(&other).await }),
        ];
        for worker in both {
            worker.await.unwrap();
        }
        let asked = service.asked();
        let ids: BTreeSet<&str> = asked.iter().map(|a| a.head("webhook-id")).collect();
        assert_eq!((asked.len(), ids.len()), (200, 200));
        let rows = rows(&world).await;
        assert!(rows.iter().all(|r| r.state == "sent" && r.tries == 1));
    }
);

both!(
    a_worker_that_dies_after_sending_lets_it_be_sent_again_under_the_same_id,
    |world| async move {
        let service = Service::start().await;
        channel(&world, "webhook", &service.url(), |_| {}).await;
        told(&world, Class::Urgent, "f", &["jia"]).await;
        let dying = worker(&world);
        let taken = dying.take().await.unwrap();
        assert_eq!(taken.len(), 1);
        let outcome = dying.send(&taken[0]).await;
        let other = worker(&world);
        assert_eq!(other.turn().await.unwrap(), 0, "within the lease");
        world.app.clock.forward_minutes(LEASE_MS / 60_000);
        assert_eq!(other.turn().await.unwrap(), 1);
        let asked = service.asked();
        let ids: BTreeSet<&str> = asked.iter().map(|a| a.head("webhook-id")).collect();
        assert_eq!((asked.len(), ids.len()), (2, 1));
        // What the dead one would still record changes nothing.
        dying.record(&taken[0], &outcome).await.unwrap();
        let row = rows(&world).await.pop().unwrap();
        assert_eq!((row.state.as_str(), row.tries), ("sent", 2));
    }
);

both!(
    nobody_is_woken_and_weekends_are_free_unless_it_is_urgent,
    |world| async move {
        let service = Service::start().await;
        channel(&world, "webhook", &service.url(), |_| {}).await;
        let worker = worker(&world);
        let clock = world.app.clock.clone();
        // Monday 10:00 to Monday 23:00.
        clock.forward_minutes(13 * 60);
        told(&world, Class::Instant, "f", &["jia"]).await;
        work(&worker).await;
        assert!(service.asked().is_empty());
        told(&world, Class::Urgent, "g", &["jia"]).await;
        work(&worker).await;
        assert_eq!(service.asked().len(), 1);
        // Tuesday 07:29 and 07:30.
        clock.forward_minutes(8 * 60 + 29);
        work(&worker).await;
        assert_eq!(service.asked().len(), 1);
        clock.forward_minutes(1);
        work(&worker).await;
        assert_eq!(service.asked().len(), 2);
        // Saturday 10:30, then Monday 07:30.
        clock.forward_minutes(4 * 24 * 60 + 3 * 60);
        told(&world, Class::Instant, "h", &["jia"]).await;
        work(&worker).await;
        assert_eq!(service.asked().len(), 2);
        clock.forward_minutes(2 * 24 * 60 - 3 * 60);
        work(&worker).await;
        assert_eq!(service.asked().len(), 3);
    }
);

both!(
    a_day_has_one_digest_a_person_and_what_was_read_is_left_out,
    |world| async move {
        let server = MailServer::start(0).await;
        channel(&world, "email", &server.url(), |c| c.secret.clear()).await;
        reach(&world, &["jia", "yi", "bing"]).await;
        // Told on Monday at 23:00.
        world.app.clock.forward_minutes(13 * 60);
        for fact in ["a", "b", "c"] {
            told(&world, Class::Digest, fact, &["jia", "yi"]).await;
        }
        told(&world, Class::Digest, "d", &["bing"]).await;
        let (one, other) = (worker(&world), worker(&world));
        work(&one).await;
        assert_eq!(rows(&world).await.len(), 0, "not at night");
        let yi = world.client("yi").await;
        yi.post("/inbox/reading", &[]).await.expect(303);
        // Tuesday 08:29, then 08:30.
        world.app.clock.forward_minutes(9 * 60 + 29);
        work(&one).await;
        assert_eq!(rows(&world).await.len(), 0);
        world.app.clock.forward_minutes(1);
        let both = [
            tokio::spawn(async move { one.bundle().await.unwrap() }),
            tokio::spawn(async move { other.bundle().await.unwrap() }),
        ];
        for worker in both {
            worker.await.unwrap();
        }
        assert_eq!(rows(&world).await.len(), 2, "for 甲 and 丙");
        // 丙 reads it before it leaves.
        let bing = world.client("bing").await;
        bing.post("/inbox/reading", &[]).await.expect(303);
        world.app.clock.forward_minutes(6);
        let worker = worker(&world);
        work(&worker).await;
        let states: BTreeSet<String> = rows(&world).await.into_iter().map(|r| r.state).collect();
        assert_eq!(states, ["sent".to_owned(), "skipped".to_owned()].into());
        let mails = server.mails();
        assert_eq!(mails.len(), 1);
        assert!(mails[0].contains("jia@school.example"));
        told(&world, Class::Digest, "e", &["jia"]).await;
        work(&worker).await;
        assert_eq!(server.mails().len(), 1, "one a day");
        world.app.clock.forward_days(1);
        work(&worker).await;
        world.app.clock.forward_minutes(6);
        work(&worker).await;
        assert_eq!(server.mails().len(), 2);
        let runs = count(&world, "SELECT COUNT(*) FROM digest_run").await;
        assert_eq!(runs, 2);
    }
);

both!(
    a_long_queue_keeps_nobody_else_waiting_and_who_left_is_not_told,
    |world| async move {
        let (group, hook) = (Service::start().await, Service::start().await);
        let server = MailServer::start(0).await;
        channel(&world, "dingtalk_robot", &group.url(), |_| {}).await;
        channel(&world, "email", &server.url(), |c| c.secret.clear()).await;
        reach(&world, &["jia", "yi"]).await;
        for n in 0..450 {
            told(&world, Class::Urgent, &format!("f{n}"), &["bing"]).await;
        }
        channel(&world, "webhook", &hook.url(), |_| {}).await;
        told(&world, Class::Urgent, "last", &["jia", "yi"]).await;
        let tx = world.begin().await;
        let sql = "UPDATE person SET is_active = FALSE WHERE id = $1";
        tx.run(sql, [world.person_id("yi").into()]).await.unwrap();
        tx.commit().await.unwrap();
        let worker = worker(&world);
        work(&worker).await;
        assert_eq!((group.asked().len(), hook.asked().len()), (1, 1));
        let mails = server.mails();
        assert_eq!(mails.len(), 1);
        assert!(mails[0].contains("jia@school.example"));
        let skipped = "SELECT COUNT(*) FROM delivery WHERE state = 'skipped'";
        assert_eq!(count(&world, skipped).await, 1);
        // Twenty a minute for a group.
        world.app.clock.forward_minutes(1);
        work(&worker).await;
        assert_eq!(
            group.asked().len(),
            2,
            "one whenever three seconds have passed"
        );
    }
);
