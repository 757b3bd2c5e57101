//! The views as JSON: the same rows as the pages and files, and nothing for those who may not see them.

use serde_json::{Value, json};

use super::{act, call, ids, is_hidden, read, refused_fields};
use crate::measure::{issued_measure, paired_problem};

/// Every view that stands under one address.
const VIEWS: [&str; 10] = [
    "/api/v1/ledger",
    "/api/v1/lists",
    "/api/v1/lists/units",
    "/api/v1/lists/people",
    "/api/v1/lists/closings",
    "/api/v1/figures",
    "/api/v1/figures/problems",
    "/api/v1/home",
    "/api/v1/supervision",
    "/api/v1/search?q=%E7%8F%AD",
];

both!(the_ledger_has_the_cells_of_the_file, |world| async move {
    let problem = paired_problem(&world).await;
    let ledger = read(&world, "bing", "/api/v1/ledger?cols=state&cols=measures").await;
    assert_eq!((&ledger["count"], &ledger["gaps"]), (&json!(1), &json!(1)));
    let columns = ledger["columns"].as_array().unwrap();
    let codes: Vec<&str> = columns
        .iter()
        .map(|c| c["code"].as_str().unwrap())
        .collect();
    let six = ["lead", "partners", "date", "theme", "problem", "outcome"];
    assert_eq!(codes, [&six[..], &["measures", "state"]].concat());
    let row = &ledger["items"][0];
    assert_eq!(row["problems"][0]["id"], problem);
    let file = world
        .client("bing")
        .await
        .get("/ledger.csv?cols=state&cols=measures")
        .await;
    let line = file
        .body
        .lines()
        .find(|l| l.contains("甲处党支部"))
        .unwrap();
    let cells = line.trim_end().split(',').skip(1);
    let cells: Vec<&str> = cells.map(|c| c.trim_matches('"')).collect();
    let mut own: Vec<&str> = six.iter().map(|c| row[*c].as_str().unwrap()).collect();
    own.extend(["measures", "state"].map(|c| row["extras"][c].as_str().unwrap()));
    assert_eq!(own, cells);
    let none = read(&world, "bing", "/api/v1/ledger?q=%E6%97%A0%E6%AD%A4").await;
    assert_eq!((&none["count"], &none["items"]), (&json!(0), &json!([])));
    let behind = format!("/api/v1/ledger?after={}", row["pairing_id"]);
    assert_eq!(read(&world, "bing", &behind).await["items"], json!([]));
});

both!(
    the_lists_hold_measures_and_who_answers_for_them,
    |world| async move {
        let (problem, measure) = issued_measure(&world).await;
        let lists = read(&world, "jia", "/api/v1/lists").await;
        let block = &lists["items"][0];
        assert_eq!(block["problem_id"], problem);
        assert_eq!(block["leads"][0]["unit_id"], world.unit("A"));
        let line = &block["measures"][0];
        assert_eq!(
            (&line["measure_id"], &line["lead"]["unit_id"]),
            (&json!(measure), &json!(world.unit("B")))
        );
        assert_eq!(line["due"]["on"], "2027-01-22");
        assert_eq!(line["owner"]["person_id"], world.person_id("yi"));
        let units = read(&world, "jia", "/api/v1/lists/units").await;
        let own = format!("/api/v1/lists/units?unit={}", world.unit("B"));
        assert_eq!(ids(&read(&world, "jia", &own).await), [world.unit("B")]);
        assert!(ids(&units).contains(&world.unit("C")));
        let people = read(&world, "jia", "/api/v1/lists/people").await;
        assert_eq!(ids(&people), [world.person_id("yi")]);
        assert_eq!(people["nobody"], json!([]));
        let closings = read(&world, "jia", "/api/v1/lists/closings").await;
        let count = &closings["counts"][0];
        assert_eq!(
            (&count["figure"], &count["count"]),
            (&json!("problems"), &json!(1))
        );
        assert_eq!(closings["items"][0]["closing"]["closed_as"], Value::Null);
        let other = read(&world, "jia", "/api/v1/lists?state=closed").await;
        assert_eq!(other["items"], json!([]));
    }
);

both!(a_figure_opens_to_its_rows, |world| async move {
    let problem = paired_problem(&world).await;
    let second = world.listed_problem().await;
    let all = read(&world, "jia", "/api/v1/figures").await;
    let figures = all["items"].as_array().unwrap();
    let problems = figures.iter().find(|f| f["id"] == "problems").unwrap();
    assert_eq!(
        (&problems["counted"], &problems["support"]),
        (&json!(2), &json!("full"))
    );
    let one = read(&world, "jia", "/api/v1/figures/problems?limit=1").await;
    assert_eq!(
        (ids(&one), one["next"].as_i64()),
        (vec![problem], Some(problem))
    );
    assert!(!one["definition"]["object"].as_str().unwrap().is_empty());
    let rest = format!("/api/v1/figures/problems?limit=1&after={problem}");
    let rest = read(&world, "jia", &rest).await;
    assert_eq!((ids(&rest), &rest["next"]), (vec![second], &Value::Null));
    assert_eq!(rest["items"][0]["address"], format!("/problems/{second}"));
    let bare = read(&world, "jia", "/api/v1/figures/problems?theme=none").await;
    assert_eq!((&bare["counted"], &bare["items"]), (&json!(0), &json!([])));
    for path in ["/api/v1/figures/stars", "/api/v1/figures/problems?theme=0"] {
        let (reply, _) = call(&world, "jia", "GET", path, Value::Null).await;
        assert_eq!(reply.status, 404, "{path}");
    }
});

both!(
    home_says_what_waits_and_reads_the_sentence,
    |world| async move {
        let problem = world.proposed_problem().await;
        let home = read(&world, "coord", "/api/v1/home").await;
        let task = &home["waiting"][0];
        assert_eq!(
            (&task["verb"], &task["address"]),
            (&json!("受理"), &json!(format!("/problems/{problem}")))
        );
        assert_eq!(home["asker"]["roles"], json!(["coordinator"]));
        let sentence = home["numbers"]["sentence"].as_array().unwrap();
        let codes: Vec<&str> = sentence.iter().map(|f| f["id"].as_str().unwrap()).collect();
        assert_eq!(
            codes,
            [
                "branches",
                "pairings",
                "problems",
                "measures",
                "documents",
                "closed"
            ]
        );
        assert_eq!(home["numbers"]["themes"][0]["theme_id"], world.theme());
        let red = &home["numbers"]["lights"][0];
        assert_eq!((&red["light"], &red["count"]), (&json!("red"), &json!(0)));
        let bing = read(&world, "bing", "/api/v1/home").await;
        assert_eq!(bing["waiting"], json!([]));
        let wu = read(&world, "wu", "/api/v1/home").await;
        assert_eq!((&wu["waiting"], &wu["numbers"]), (&json!([]), &Value::Null));
    }
);

both!(the_board_explains_each_light, |world| async move {
    let (problem, measure) = issued_measure(&world).await;
    let board = read(&world, "inspector", "/api/v1/supervision").await;
    let row = &board["items"][0];
    assert_eq!(
        (
            &row["measure_id"],
            &row["problem_id"],
            &row["light"]["light"]
        ),
        (&json!(measure), &json!(problem), &json!("green"))
    );
    for part in ["why", "rule", "if_nothing"] {
        assert!(!row["light"][part].as_str().unwrap().is_empty(), "{part}");
    }
    world.app.clock.forward_days(90);
    let red = read(&world, "inspector", "/api/v1/supervision?light=red").await;
    assert_eq!(red["items"][0]["measure_id"], measure);
    let green = read(&world, "inspector", "/api/v1/supervision?light=green").await;
    assert_eq!(green["items"], json!([]));
    let path = "/api/v1/supervision?light=pink";
    let (reply, trouble) = call(&world, "inspector", "GET", path, Value::Null).await;
    assert_eq!(reply.status, 422);
    assert_eq!(refused_fields(&trouble), ["light"]);
    let ding = read(&world, "ding", "/api/v1/supervision").await;
    assert_eq!(ding["items"], json!([]));
});

both!(the_board_pages_by_limit, |world| async move {
    let (problem, first) = issued_measure(&world).await;
    let jia = world.client("jia").await;
    let unit = world.unit_text("B");
    let fields = [
        ("text", "再编一张"),
        ("lead", unit.as_str()),
        ("due_text", "2027-02-01"),
    ];
    let path = format!("/problems/{problem}/measures");
    let second = jia.post(&path, &fields).await.id();
    let page = read(&world, "coord", "/api/v1/supervision?limit=1").await;
    assert_eq!(page["items"][0]["measure_id"], first);
    let next = page["next"].as_str().unwrap();
    let page = read(
        &world,
        "coord",
        &format!("/api/v1/supervision?limit=1&from={next}"),
    )
    .await;
    assert_eq!(page["items"][0]["measure_id"], second);
    assert_eq!(page["next"], Value::Null);
});

both!(a_search_finds_what_the_asker_may_see, |world| async move {
    let problem = world.proposed_problem().await;
    let path = "/api/v1/search?q=%E5%AD%A6%E4%B8%9A%E5%AF%BC%E5%B8%88";
    let found = read(&world, "jia", path).await;
    let group = &found["groups"][0];
    assert_eq!(
        (&group["code"], &group["hits"][0]["address"]),
        (&json!("problems"), &json!(format!("/problems/{problem}")))
    );
    for who in ["bing", "stranger", "wu"] {
        assert_eq!(read(&world, who, path).await["groups"], json!([]), "{who}");
    }
    let nothing = read(&world, "jia", "/api/v1/search").await;
    assert_eq!(
        (&nothing["words"], &nothing["groups"]),
        (&json!([]), &json!([]))
    );
});

both!(a_dossier_tells_the_story_of_a_problem, |world| async move {
    let (problem, _) = issued_measure(&world).await;
    let path = format!("/api/v1/problems/{problem}/dossier");
    let dossier = read(&world, "jia", &path).await;
    assert_eq!(dossier["problem"]["id"], problem);
    assert_eq!(dossier["raised_by"], "甲处党支部");
    assert_eq!(
        dossier["steps"][3],
        json!({"code": "listed", "state": "now"})
    );
    assert_eq!(
        dossier["pairings"][0]["units"][1]["unit_id"],
        world.unit("B")
    );
    assert_eq!(
        (&dossier["counts"]["measures"], &dossier["light"]),
        (&json!(1), &json!("green"))
    );
    let events = dossier["events"].as_array().unwrap();
    let types: Vec<&str> = events
        .iter()
        .map(|e| e["action"].as_str().unwrap())
        .collect();
    assert_eq!(
        (types[0], *types.last().unwrap()),
        ("measure.set", "problem.propose")
    );
    let raised = events.last().unwrap();
    assert_eq!(raised["by"], "甲");
    let draft = world.proposed_problem().await;
    is_hidden(&world, &format!("/api/v1/problems/{draft}/dossier")).await;
});

both!(
    a_merged_problem_names_the_one_it_joined,
    |world| async move {
        let (master, twin) = (world.listed_problem().await, world.listed_problem().await);
        let path = format!("/api/v1/problems/{twin}/moves");
        let step = json!({"action": "merge", "master_id": master});
        act(&world, "coord", ("POST", &path), step, 200).await;
        let path = format!("/api/v1/problems/{twin}/dossier");
        assert_eq!(read(&world, "coord", &path).await["merged_into_id"], master);
    }
);

both!(
    strangers_administrators_and_nobody_see_no_business_rows,
    |world| async move {
        issued_measure(&world).await;
        for path in VIEWS {
            let reply = world.nobody().get(path).await;
            assert_eq!(reply.status, 401, "{path}");
            let (reply, _) = call(&world, "stranger", "GET", path, Value::Null).await;
            let body = reply.expect(200).body;
            for words in ["学业导师", "排班表", "甲处党支部"] {
                assert!(!body.contains(words), "{path}: {body}");
            }
            let is_for_all = path.contains("/home") || path.contains("/search");
            let (reply, _) = call(&world, "geng", "GET", path, Value::Null).await;
            let status = if is_for_all { 200 } else { 404 };
            assert_eq!(reply.status, status, "{path}");
            assert!(!reply.body.contains("排班表"), "{path}");
        }
    }
);

both!(
    a_query_that_cannot_be_read_is_refused_in_words,
    |world| async move {
        for path in [
            "/api/v1/ledger?after=x",
            "/api/v1/lists?before=x",
            "/api/v1/figures?campaign_id=x",
            "/api/v1/supervision?unit_id=x",
            "/api/v1/search?q=a&q=b",
        ] {
            let (reply, trouble) = call(&world, "jia", "GET", path, Value::Null).await;
            assert_eq!(
                (reply.status.as_u16(), &trouble["status"]),
                (400, &json!(400)),
                "{path}"
            );
            assert!(!trouble["detail"].as_str().unwrap().is_empty());
        }
        for path in ["/api/v1/ledger?limit=0", "/api/v1/lists?limit=501"] {
            let (reply, trouble) = call(&world, "jia", "GET", path, Value::Null).await;
            assert_eq!(reply.status, 422, "{path}");
            assert_eq!(refused_fields(&trouble), ["limit"]);
        }
    }
);
