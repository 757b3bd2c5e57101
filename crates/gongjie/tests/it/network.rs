//! The network of pairings: the counts of the table, its filters, who sees it.

use crate::api::read;
use crate::measure::paired_problem;
use crate::world::World;

async fn page(world: &World, who: &str, path: &str) -> String {
    let body = world.client(who).await.get(path).await.expect(200).body;
    assert!(!body.contains('⟦'), "a text key is missing");
    assert!(!body.contains(" style="), "a style in markup");
    body
}

both!(an_empty_network_has_a_way_on, |world| async move {
    let body = page(&world, "jia", "/pairings/network").await;
    assert!(body.contains("没有符合条件的结对") && !body.contains("data-network="));
});

both!(
    units_are_counted_and_filters_narrow_them,
    |world| async move {
        paired_problem(&world).await;
        paired_problem(&world).await;
        let (a, b, c) = (world.unit("A"), world.unit("B"), world.unit("C"));
        let body = page(&world, "bing", "/pairings/network").await;
        assert!(body.contains(&format!("data-unit=\"{a}\"")));
        assert!(body.contains(&format!("href=\"/pairings?unit={b}\"")));
        assert!(!body.contains(&format!("data-unit=\"{c}\"")));
        let json = read(&world, "bing", "/api/v1/pairings/network").await;
        let first = &json["units"][0];
        assert_eq!(first["unit_id"], a, "of two alike the one that leads");
        let counts =
            ["pairings", "leads", "partners", "problems"].map(|k| first[k].as_i64().unwrap());
        assert_eq!(counts, [2, 2, 1, 2]);
        assert_eq!(json["joints"][0]["pairings"], 2);
        let cases = [
            ("least=2".to_owned(), 2),
            ("least=3".to_owned(), 0),
            (format!("unit={a}"), 2),
            (format!("unit={c}"), 0),
            ("state=draft".to_owned(), 0),
            ("state=active".to_owned(), 2),
            ("q=%E7%94%B2%E4%B9%99".to_owned(), 2),
            ("q=%25".to_owned(), 0),
            ("theme=999999".to_owned(), 0),
            ("campaign=x&theme=x&unit=x&state=x&least=x".to_owned(), 2),
        ];
        for (query, units) in cases {
            let path = format!("/api/v1/pairings/network?{query}");
            let json = read(&world, "bing", &path).await;
            assert_eq!(json["units"].as_array().unwrap().len(), units, "{query}");
            page(&world, "bing", &format!("/pairings/network?{query}")).await;
        }
        let list = page(&world, "bing", &format!("/pairings?unit={a}")).await;
        assert!(list.contains(&format!("href=\"/pairings/network?unit={a}\"")));
    }
);

both!(the_network_of_others_stays_theirs, |world| async move {
    paired_problem(&world).await;
    let body = page(&world, "stranger", "/pairings/network").await;
    assert!(!body.contains("data-unit"));
    world
        .client("wu")
        .await
        .get("/pairings/network")
        .await
        .expect(404);
    let reply = world.nobody().get("/pairings/network").await;
    assert!(reply.location.starts_with("/login"), "{}", reply.location);
});
