//! How pairings end, and what becomes of their problems.

use gongjie::journal::queries as journal;
use gongjie::org::Part;
use gongjie::pairing::actions::{self, StepInput};
use gongjie::pairing::rules::State;
use gongjie::problem;
use gongjie::problem::lifecycle::Action;
use gongjie::problem::rules::State as ProblemState;

use super::{active, form, found, input, problem_state};
use crate::outcome::working;
use crate::world::World;

both!(
    ending_a_pairing_gives_a_waiting_problem_back,
    |world| async move {
        let (id, problem) = active(&world).await;
        let path = format!("/pairings/{id}/termination");
        let why = [("reason", "单位撤并")];
        world
            .client("jia")
            .await
            .post(&path, &why)
            .await
            .expect(403);
        world
            .client("bing")
            .await
            .post(&path, &why)
            .await
            .expect(403);
        let coord = world.client("coord").await;
        coord.post(&path, &[]).await.expect(422);
        coord
            .post(&path, &[("reason", "x"), ("version", "1")])
            .await
            .expect(409);
        coord.post(&path, &why).await.expect(303);
        assert_eq!(found(&world, id).await.state, State::Terminated);
        assert_eq!(problem_state(&world, problem).await, ProblemState::Listed);
        coord.post(&path, &why).await.expect(409);
    }
);

both!(
    a_problem_with_another_live_pairing_stays_paired,
    |world| async move {
        let (first, problem) = active(&world).await;
        let acting = world.acting("bing").await;
        let mut second = input(&world, &["B"], problem);
        second.lead = world.unit_text("C");
        let tx = world.begin().await;
        let id = actions::create(&tx, &acting, &second).await.unwrap();
        actions::invite(&tx, &acting, id, &StepInput::default())
            .await
            .unwrap();
        tx.commit().await.unwrap();
        let yi = world.client("yi").await;
        let b = world.unit_text("B");
        let yes = [("unit_id", b.as_str()), ("answer", "confirmed")];
        yi.post(&format!("/pairings/{id}/answers"), &yes)
            .await
            .expect(303);
        assert_eq!(found(&world, id).await.number, Some(2));
        let coord = world.client("coord").await;
        let why = [("reason", "合并")];
        coord
            .post(&format!("/pairings/{first}/termination"), &why)
            .await
            .expect(303);
        assert_eq!(problem_state(&world, problem).await, ProblemState::Paired);
        coord
            .post(&format!("/pairings/{id}/conclusion"), &[])
            .await
            .expect(303);
        assert_eq!(problem_state(&world, problem).await, ProblemState::Listed);
    }
);

both!(
    a_pairing_is_not_concluded_while_its_problem_is_worked_on,
    |world| async move {
        let (id, problem) = active(&world).await;
        let acting = world.acting("jia_head").await;
        let parts = actions::parts(world.app.db.read(), &acting.actor, problem)
            .await
            .unwrap();
        assert_eq!(parts, [Part::Lead, Part::LeadHead]);
        // As the room of measures starts it, once it has looked at them.
        let parts = [parts, vec![Part::System]].concat();
        let tx = world.begin().await;
        let step = problem::actions::Step::default();
        let action = problem::lifecycle::Action::Start;
        problem::actions::advance(&tx, &acting, problem, action, &parts, &step)
            .await
            .unwrap();
        tx.commit().await.unwrap();
        let path = format!("/pairings/{id}/conclusion");
        let yi = world.client("yi_head").await;
        yi.post(&path, &[]).await.expect(403);
        let head = world.client("jia_head").await;
        let reply = head.post(&path, &[]).await.expect(409);
        assert!(reply.body.contains("还有 1 道题没有办结"));
        assert_eq!(found(&world, id).await.state, State::Active);
    }
);

/// The pairing of A and B and its problem, on which work has begun.
async fn at_work(world: &World) -> (i64, i64) {
    let (problem, _) = working(world).await;
    let acting = world.acting("coord").await;
    let pairings =
        gongjie::pairing::queries::list_of_problem(world.app.db.read(), &acting.actor, problem);
    (pairings.await.unwrap()[0].id, problem)
}

/// Moves a problem as the system does for another room.
async fn advance(world: &World, problem: i64, action: Action, reason: &str) {
    let acting = world.acting("coord").await;
    let tx = world.begin().await;
    let step = problem::actions::Step {
        reason: reason.to_owned(),
        ..problem::actions::Step::default()
    };
    problem::actions::advance(&tx, &acting, problem, action, &[Part::System], &step)
        .await
        .unwrap();
    tx.commit().await.unwrap();
}

both!(
    a_terminated_pairing_leaves_no_problem_working_with_nobody,
    |world| async move {
        let (id, problem) = at_work(&world).await;
        assert_eq!(problem_state(&world, problem).await, ProblemState::Working);
        let coord = world.client("coord").await;
        let why = [("reason", "单位撤并")];
        coord
            .post(&format!("/pairings/{id}/termination"), &why)
            .await
            .expect(303);
        assert_eq!(found(&world, id).await.state, State::Terminated);
        assert_eq!(problem_state(&world, problem).await, ProblemState::Listed);
        let conn = world.app.db.read();
        let acting = world.acting("coord").await;
        let organization = acting.actor.organization_id;
        let lines = journal::list_of_problem(conn, organization, problem, 5)
            .await
            .unwrap();
        let moved = lines.iter().find(|l| l.action == "problem.move").unwrap();
        let changes = moved.changes.as_ref().unwrap();
        let to = |field: &str| {
            let change = changes.iter().find(|c| c.field == field);
            change.and_then(|c| c.to.clone()).unwrap_or_default()
        };
        assert_eq!(
            (to("state"), to("reason")),
            ("listed".into(), "单位撤并".into())
        );
        // Its measures rest until the next pairing takes them up.
        let measures = gongjie::measure::queries::list_of_problems(conn, &[problem]).await;
        assert_eq!(measures.unwrap().len(), 1);
        let page = world
            .client("stranger")
            .await
            .get(&format!("/problems/{problem}"))
            .await;
        page.expect(404);
    }
);

both!(
    a_suspended_problem_goes_back_to_the_list_too,
    |world| async move {
        let (id, problem) = at_work(&world).await;
        advance(&world, problem, Action::Suspend, "等经费").await;
        let coord = world.client("coord").await;
        let why = [("reason", "单位撤并")];
        coord
            .post(&format!("/pairings/{id}/termination"), &why)
            .await
            .expect(303);
        assert_eq!(problem_state(&world, problem).await, ProblemState::Listed);
    }
);

both!(
    a_problem_in_its_check_keeps_its_pairing,
    |world| async move {
        let (id, problem) = at_work(&world).await;
        advance(&world, problem, Action::Apply, "").await;
        let coord = world.client("coord").await;
        let why = [("reason", "单位撤并")];
        let reply = coord
            .post(&format!("/pairings/{id}/termination"), &why)
            .await;
        assert!(reply.expect(409).body.contains("正在核验"));
        assert_eq!(found(&world, id).await.state, State::Active);
        assert_eq!(
            problem_state(&world, problem).await,
            ProblemState::Verifying
        );
    }
);

both!(
    work_under_way_is_not_taken_out_of_its_last_pairing,
    |world| async move {
        let (id, problem) = at_work(&world).await;
        let other = world.listed_problem().await.to_string();
        let (a, b) = (world.unit_text("A"), world.unit_text("B"));
        let jia = world.client("jia").await;
        let reply = jia
            .post(&format!("/pairings/{id}"), &form(&a, &[&b], &other))
            .await;
        assert!(reply.expect(409).body.contains("正在推进"));
        assert_eq!(problem_state(&world, problem).await, ProblemState::Working);
        let links = gongjie::pairing::queries::list_links(world.app.db.read(), &[id]).await;
        assert_eq!(links.unwrap().len(), 1);
    }
);
