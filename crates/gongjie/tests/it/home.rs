//! The first page: what waits for whom, and what nobody else sees of it.

use gongjie::demo;

use crate::world::World;

const DRAFT: &str = "学业导师、班主任权责不清";

async fn body(world: &World, key: &str) -> String {
    world.client(key).await.get("/").await.expect(200).body
}

both!(
    what_waits_is_shown_to_whom_it_waits_for,
    |world| async move {
        let id = world.proposed_problem().await;
        let coord = body(&world, "coord").await;
        assert!(coord.contains("今天要您办 1 件"), "{coord}");
        assert!(coord.contains(&format!("href=\"/problems/{id}\"")));
        for other in ["jia", "yi", "bing", "inspector", "editor"] {
            let page = body(&world, other).await;
            assert!(page.contains("今天没有要您办的事"), "{other}");
        }
        for outsider in ["bing", "stranger", "wu"] {
            assert!(!body(&world, outsider).await.contains(DRAFT), "{outsider}");
        }
    }
);

both!(
    every_number_of_the_sentence_leads_to_its_figure,
    |world| async move {
        world.listed_problem().await;
        let jia = world.client("jia").await;
        let page = jia.get("/").await.expect(200).body;
        assert_eq!(page.matches("<h1").count(), 1);
        let figures: Vec<&str> = page
            .split("href=\"/figures/")
            .skip(1)
            .filter_map(|tail| tail.split('"').next())
            .collect();
        assert!(figures.len() >= 10, "{figures:?}");
        for figure in figures {
            jia.get(&format!("/figures/{figure}").replace("&amp;", "&"))
                .await
                .expect(200);
        }
    }
);

both!(
    administrators_see_no_business_and_the_unknown_are_asked_to_sign_in,
    |world| async move {
        world.listed_problem().await;
        for administrator in ["wu", "ji", "geng"] {
            let page = body(&world, administrator).await;
            assert!(
                !page.contains("/figures/") && !page.contains(DRAFT),
                "{administrator}"
            );
        }
        let nobody = world.nobody().get("/").await;
        assert_eq!(nobody.status, 303);
        assert!(nobody.location.starts_with("/login"), "{}", nobody.location);
    }
);

both!(
    an_organisation_without_anything_has_a_home_too,
    |world| async move {
        let page = body(&world, "stranger").await;
        assert!(page.contains("今天没有要您办的事"));
    }
);

both!(
    the_home_of_the_article_says_what_differs,
    |world| async move {
        demo::load(&world.app).await.unwrap();
        let page = body(&world, "tongchou").await;
        assert!(page.contains("原说 21，台账 17 行，差 4"), "{page}");
        assert!(page.contains("<svg") && page.contains("<title>"));
        assert!(!page.contains(" style=") && !page.contains("⟦"));
    }
);
