//! Every figure equals its rows, stands beside what was stated, and shows nothing to outsiders.

use gongjie::campaign::queries as campaigns;
use gongjie::demo;
use gongjie::figures::queries::{self, count_lights, count_themes, scope};
use gongjie::figures::rules::{Figure, Support};
use gongjie::org::{Actor, queries as org};

use crate::world::World;

/// More rows than any figure of the tests has.
const ALL: u64 = 10_000;

/// The article's organisation and the invented one, as the product sees them.
async fn organizations(world: &World) -> Vec<Actor> {
    demo::load(&world.app).await.unwrap();
    let all = org::list_organizations(world.app.db.read()).await.unwrap();
    all.iter()
        .filter(|o| !matches!(o.code.as_str(), "test" | "other"))
        .map(Actor::system)
        .collect()
}

both!(every_number_equals_its_rows, |world| async move {
    let (conn, today) = (world.app.db.read(), world.app.clock.today());
    let actors = organizations(&world).await;
    assert_eq!(actors.len(), 2);
    for actor in actors {
        let scope = scope(conn, &actor, None, today).await.unwrap();
        for figure in Figure::ALL {
            let number = queries::count(conn, &actor, &scope, *figure).await.unwrap();
            let rows = queries::rows(conn, &actor, &scope, *figure, 0, ALL)
                .await
                .unwrap();
            let name = &actor.organization_name;
            assert_eq!(
                number,
                i64::try_from(rows.len()).unwrap(),
                "{figure} of {name}"
            );
            let mut ids: Vec<i64> = rows.iter().map(|r| r.id).collect();
            ids.dedup();
            assert_eq!(
                ids.len(),
                rows.len(),
                "{figure} of {name} counts a row twice"
            );
        }
        let problems = queries::count(conn, &actor, &scope, Figure::Problems)
            .await
            .unwrap();
        let by_theme = count_themes(conn, &actor, &scope).await.unwrap();
        assert_eq!(problems, by_theme.values().sum::<i64>());
        let by_light = count_lights(conn, &actor, &scope).await.unwrap();
        for figure in Figure::ALL.iter().filter(|f| f.light().is_some()) {
            let number = queries::count(conn, &actor, &scope, *figure).await.unwrap();
            let other = figure.light().and_then(|l| by_light.get(l)).copied();
            assert_eq!(number, other.unwrap_or_default(), "{figure}");
        }
    }
});

both!(
    the_article_counts_as_it_can_be_counted,
    |world| async move {
        let (conn, today) = (world.app.db.read(), world.app.clock.today());
        let actors = organizations(&world).await;
        let article = actors.iter().find(|a| !a.is_example).unwrap();
        let scope = scope(conn, article, None, today).await.unwrap();
        let cases = [
            (Figure::Branches, 28, "28", Support::Full),
            (Figure::Pairings, 17, "21", Support::Part),
            (Figure::Problems, 17, "25", Support::Part),
            (Figure::Measures, 24, "90余", Support::Part),
            (Figure::Documents, 12, "15", Support::Part),
        ];
        for (figure, counted, text, support) in cases {
            let trace = queries::trace(conn, article, &scope, figure).await.unwrap();
            assert_eq!(
                (trace.counted, trace.text().as_str(), trace.support()),
                (counted, text, support),
                "{figure}"
            );
        }
    }
);

both!(rows_come_in_pages_by_key, |world| async move {
    let (conn, today) = (world.app.db.read(), world.app.clock.today());
    let actors = organizations(&world).await;
    let article = actors.iter().find(|a| !a.is_example).unwrap();
    let scope = scope(conn, article, None, today).await.unwrap();
    let all = queries::rows(conn, article, &scope, Figure::Branches, 0, ALL)
        .await
        .unwrap();
    let mut paged = Vec::new();
    let mut after = 0;
    loop {
        let page = queries::rows(conn, article, &scope, Figure::Branches, after, 5)
            .await
            .unwrap();
        let Some(last) = page.last() else { break };
        after = last.id;
        paged.extend(page);
    }
    assert_eq!(paged, all);
});

both!(
    a_theme_narrows_a_figure_and_the_sum_stays,
    |world| async move {
        let (conn, today) = (world.app.db.read(), world.app.clock.today());
        let actors = organizations(&world).await;
        let article = actors.iter().find(|a| !a.is_example).unwrap();
        let mut scope = scope(conn, article, None, today).await.unwrap();
        let all = queries::count(conn, article, &scope, Figure::Problems)
            .await
            .unwrap();
        let mut sum = 0;
        let themes = campaigns::list_themes(conn, article).await.unwrap();
        for theme in themes.iter().map(|t| Some(t.id)).chain([None]) {
            scope.theme = Some(theme);
            let number = queries::count(conn, article, &scope, Figure::Problems)
                .await
                .unwrap();
            let rows = queries::rows(conn, article, &scope, Figure::Problems, 0, ALL)
                .await
                .unwrap();
            assert_eq!(number, i64::try_from(rows.len()).unwrap());
            sum += number;
        }
        assert_eq!(sum, all);
    }
);

both!(
    a_figure_page_says_what_it_counts_and_links_its_rows,
    |world| async move {
        let id = world.listed_problem().await;
        let jia = world.client("jia").await;
        let page = jia.get("/figures/problems").await.expect(200);
        assert!(
            page.body.contains(&format!("/problems/{id}")),
            "{}",
            page.body
        );
        assert!(page.body.contains("这个数怎么定"));
        jia.get("/figures").await.expect(200);
        for figure in Figure::ALL {
            jia.get(&format!("/figures/{figure}")).await.expect(200);
        }
        let theme = world.theme();
        let narrowed = jia
            .get(&format!("/figures/problems?theme={theme}"))
            .await
            .expect(200);
        assert!(narrowed.body.contains(&format!("/problems/{id}")));
        let narrowed = jia.get("/figures/problems?theme=none").await.expect(200);
        assert!(!narrowed.body.contains(&format!("/problems/{id}")));
        jia.get("/figures/nonsense").await.expect(404);
        jia.get("/figures/problems?theme=999999").await.expect(404);
    }
);

both!(outsiders_count_nothing_of_it, |world| async move {
    let id = world.listed_problem().await;
    let draft = world.proposed_problem().await;
    let coord = world.client("coord").await;
    let page = coord.get("/figures/problems").await.expect(200);
    assert!(
        !page.body.contains(&format!("/problems/{draft}\"")),
        "a draft is counted"
    );
    let stranger = world.client("stranger").await;
    let page = stranger.get("/figures/problems").await.expect(200);
    assert!(!page.body.contains(&format!("/problems/{id}")));
    for administrator in ["wu", "ji", "geng"] {
        let client = world.client(administrator).await;
        let status = client.get("/figures/problems").await.status;
        assert!(status.is_client_error(), "{administrator} {status}");
    }
    assert_eq!(world.nobody().get("/figures/problems").await.status, 303);
});
