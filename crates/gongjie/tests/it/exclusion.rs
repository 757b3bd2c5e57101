//! Exclusions: asked by one, decided by another who gains nothing by it, listed in the open, and refused in words.

use gongjie::org::{Role, actions as org};
use serde_json::Value;

use crate::client::Reply;
use crate::measure::{pair, paired_problem};
use crate::world::World;

const WHY: [(&str, &str); 3] = [
    ("reason", "duplicate"),
    ("words", "和另一道是同一件事"),
    ("evidence", "2026 年第 3 号"),
];

async fn ask(world: &World, who: &str, about: (&str, i64)) -> Reply {
    let id = about.1.to_string();
    let mut fields = vec![(about.0, id.as_str())];
    fields.extend(WHY);
    world.client(who).await.post("/exclusions", &fields).await
}

/// Somebody asks; gives the exclusion's id.
pub async fn asked(world: &World, who: &str, about: (&str, i64)) -> i64 {
    ask(world, who, about).await.expect(303).id()
}

/// A step as somebody, with the status that it must have.
pub async fn decide(world: &World, who: &str, id: i64, action: &str, status: u16) -> String {
    let fields = [("action", action), ("note", "看过佐证")];
    let path = format!("/exclusions/{id}/moves");
    let reply = world.client(who).await.post(&path, &fields).await;
    reply.expect(status).body
}

async fn state(world: &World, id: i64) -> String {
    let path = format!("/api/v1/exclusions/{id}");
    let body = world
        .client("coord")
        .await
        .get(&path)
        .await
        .expect(200)
        .body;
    let found: Value = serde_json::from_str(&body).unwrap();
    found["state"].as_str().unwrap().to_owned()
}

/// A voice that the desk gave to B.
async fn dispatched(world: &World) -> i64 {
    crate::voice::raise(world, crate::voice::HOT_WATER).await;
    let id = crate::voice::only_id(world).await;
    let unit = world.unit_text("B");
    let fields = [("lead_unit_id", unit.as_str()), ("kind", "help")];
    let reply = crate::voice::step(world, "dispatcher", id, "dispatch", &fields).await;
    reply.expect(303);
    id
}

both!(
    one_asks_and_another_who_gains_nothing_decides,
    |world| async move {
        let problem = paired_problem(&world).await;
        let id = asked(&world, "coord", ("problem_id", problem)).await;
        let own = decide(&world, "coord", id, "grant", 403).await;
        assert!(own.contains("自己申请的，由另一人决定"), "{own}");
        decide(&world, "coord", id, "refuse", 403).await;
        for who in ["jia_head", "yi", "supervisor", "editor", "dispatcher"] {
            let status = if matches!(who, "editor" | "yi") {
                404
            } else {
                403
            };
            decide(&world, who, id, "grant", status).await;
        }
        // An inspector who belongs to a unit that works on it gains by it.
        let system = world.acting("coord").await;
        let tx = world.begin().await;
        let yi = world.person_id("yi");
        org::grant(&tx, &system, yi, Role::Inspector, None)
            .await
            .unwrap();
        tx.commit().await.unwrap();
        let gains = decide(&world, "yi", id, "grant", 403).await;
        assert!(gains.contains("得益单位的人不能决定"), "{gains}");
        assert_eq!(state(&world, id).await, "asked");
        decide(&world, "leader", id, "grant", 303).await;
        assert_eq!(state(&world, id).await, "granted");
        let again = decide(&world, "inspector", id, "refuse", 409).await;
        assert!(again.contains("走不了这一步"), "{again}");
        let page = world
            .client("yi_head")
            .await
            .get(&format!("/exclusions/{id}"))
            .await;
        let page = page.expect(200).body;
        for said in ["统筹", "领导", "重复", "2026 年第 3 号", "看过佐证"] {
            assert!(page.contains(said), "{said}: {page}");
        }
        decide(&world, "jia", id, "withdraw", 403).await;
        decide(&world, "coord", id, "withdraw", 303).await;
        assert_eq!(state(&world, id).await, "withdrawn");
    }
);

both!(
    the_database_itself_wants_two_people_and_one_exclusion,
    |world| async move {
        let problem = paired_problem(&world).await;
        let id = asked(&world, "coord", ("problem_id", problem)).await;
        let person = world.person_id("coord");
        let columns = "organization_id, problem_id, unit_id, reason, words, evidence, state_since, asked_on, asked_by_id";
        for sql in [
            format!(
                "UPDATE exclusion SET state = 'granted', decided_by_id = {person} WHERE id = {id}"
            ),
            format!("UPDATE exclusion SET state = 'granted' WHERE id = {id}"),
            format!(
                "INSERT INTO exclusion ({columns}, state) SELECT {columns}, 'asked' FROM exclusion WHERE id = {id}"
            ),
        ] {
            let tx = world.begin().await;
            assert!(tx.run(&sql, []).await.is_err(), "{sql}");
        }
    }
);

both!(who_may_ask_and_what_is_refused, |world| async move {
    let draft = world.proposed_problem().await;
    let refused = ask(&world, "coord", ("problem_id", draft)).await;
    assert!(refused.expect(409).body.contains("各率没有计入它"));
    let problem = paired_problem(&world).await;
    for who in [
        "jia",
        "yi",
        "yi_head",
        "bing",
        "ding",
        "leader",
        "inspector",
    ] {
        ask(&world, who, ("problem_id", problem)).await.expect(403);
        let form = format!("/exclusions/new?problem={problem}");
        world.client(who).await.get(&form).await.expect(404);
    }
    for who in ["stranger", "wu", "ji", "geng"] {
        ask(&world, who, ("problem_id", problem)).await.expect(404);
    }
    let head = world.client("jia_head").await;
    let form = format!("/exclusions/new?problem={problem}");
    let page = head.get(&form).await.expect(200).body;
    assert!(page.contains("学业导师、班主任权责不清") && page.contains("条件不成熟"));
    let dossier = head
        .get(&format!("/problems/{problem}"))
        .await
        .expect(200)
        .body;
    assert!(dossier.contains(&form), "the problem's page leads there");
    let number = problem.to_string();
    let typed = [("problem_id", number.as_str()), ("words", "写了一半的话")];
    let page = head.post("/exclusions", &typed).await.expect(422).body;
    assert!(page.contains("写了一半的话"), "what was typed is kept");
    let mut fields = vec![("problem_id", number.as_str())];
    fields.extend(WHY);
    let key = gongjie_base::token::random().unwrap();
    let first = head.post_with_key("/exclusions", &fields, &key).await.id();
    let second = head.post_with_key("/exclusions", &fields, &key).await.id();
    assert_eq!(first, second, "sent twice is asked once");
    let again = ask(&world, "coord", ("problem_id", problem)).await;
    assert!(again.expect(409).body.contains("已经申请过或已经剔除"));
    let path = format!("/exclusions/{first}/moves");
    let inspector = world.client("inspector").await;
    let empty = inspector
        .post(&path, &[("action", "grant")])
        .await
        .expect(422)
        .body;
    assert!(
        empty.contains("id=\"note\"") || empty.contains("note"),
        "{empty}"
    );
    let stale = [("action", "grant"), ("note", "看过"), ("version", "7")];
    inspector.post(&path, &stale).await.expect(409);
    assert_eq!(state(&world, first).await, "asked");
    decide(&world, "inspector", first, "refuse", 303).await;
    // What was refused may be asked for again.
    asked(&world, "coord", ("problem_id", problem)).await;
});

both!(
    exclusions_are_listed_to_all_heads_and_not_to_outsiders,
    |world| async move {
        let voice = dispatched(&world).await;
        let desk = world.client("dispatcher").await;
        let page = desk.get(&format!("/voices/{voice}")).await.expect(200).body;
        let form = format!("/exclusions/new?voice={voice}");
        assert!(page.contains(&form), "the voice's page leads there");
        desk.get(&form).await.expect(200);
        let id = asked(&world, "dispatcher", ("voice_id", voice)).await;
        let path = format!("/exclusions/{id}");
        for who in [
            "coord",
            "inspector",
            "leader",
            "supervisor",
            "dispatcher",
            "yi",
            "jia_head",
        ] {
            let client = world.client(who).await;
            client.get(&path).await.expect(200);
            let list = client.get("/exclusions").await.expect(200).body;
            assert!(list.contains(&path), "{who}");
        }
        // The head of another unit reads number and reason, not what was said.
        let page = world.client("jia_head").await.get(&path).await.body;
        assert!(page.contains("重复") && !page.contains("热水"), "{page}");
        for who in ["bing", "ding", "editor", "stranger", "wu", "ji", "geng"] {
            let client = world.client(who).await;
            client.get(&path).await.expect(404);
            client.get(&format!("/api/v1{path}")).await.expect(404);
            decide(&world, who, id, "grant", 404).await;
            let list = client.get("/exclusions").await;
            assert!(!list.body.contains(&path), "{who}");
        }
        for filter in ["?state=granted", "?unit=999999"] {
            let list = world
                .client("coord")
                .await
                .get(&format!("/exclusions{filter}"))
                .await;
            assert!(!list.expect(200).body.contains(&path), "{filter}");
        }
        decide(&world, "coord", id, "grant", 303).await;
        let list = world
            .client("coord")
            .await
            .get("/exclusions?state=granted")
            .await;
        assert!(list.expect(200).body.contains(&path));
    }
);

both!(every_step_stands_in_the_journal, |world| async move {
    let problem = world.listed_problem().await;
    pair(&world, problem).await;
    let id = asked(&world, "coord", ("problem_id", problem)).await;
    decide(&world, "inspector", id, "grant", 303).await;
    decide(&world, "coord", id, "withdraw", 303).await;
    let organization = world.acting("coord").await.actor.organization_id;
    let told = "SELECT action FROM journal WHERE organization_id = $1 AND subject = 'exclusion' ORDER BY seq";
    let conn = world.app.db.read();
    let told: Vec<String> = conn.column(told, [organization.into()]).await.unwrap();
    assert_eq!(
        told,
        ["exclusion.ask", "exclusion.grant", "exclusion.withdraw"]
    );
});
