//! Old records that are taken over, the list, and the words of every page.

use gongjie::pairing::actions::{self, Recorded, RecordedMember};
use gongjie::pairing::rules::{LeadBasis, MemberRole, State};
use gongjie::problem::rules::State as ProblemState;
use gongjie_base::Error;

use super::{active, drafted, found, problem_state};
use crate::world::World;

both!(
    an_old_record_is_taken_over_as_its_source_says,
    |world| async move {
        let problem = world.listed_problem().await;
        let member = |unit: &str, role| RecordedMember {
            unit_id: world.unit(unit),
            role,
            written: Some("甲处党支部"),
        };
        let campaign = found_campaign(&world).await;
        let old = Recorded {
            campaign_id: campaign,
            position: Some(10),
            title: "校园防范电信网络诈骗",
            theme_text: None,
            theme_id: None,
            date_text: Some("5月以来"),
            lead_basis: LeadBasis::FirstListed,
            members: vec![
                member("A", MemberRole::Lead),
                member("D", MemberRole::CoLead),
                member("O", MemberRole::Partner),
            ],
            partners_open: Some("等相关支部"),
            problems: vec![problem],
            source: "P10",
        };
        let tx = world.begin().await;
        let jia = world.acting("jia").await;
        assert!(actions::record_old(&tx, &jia, &old).await.is_err());
        drop(tx);
        let tx = world.begin().await;
        let coord = world.acting("coord").await;
        let id = actions::record_old(&tx, &coord, &old).await.unwrap();
        tx.commit().await.unwrap();
        let now = found(&world, id).await;
        assert_eq!(now.state, State::Active);
        assert_eq!(now.date_from.as_deref(), Some("2026-05-01"));
        assert_eq!(problem_state(&world, problem).await, ProblemState::Paired);
        let page = world
            .client("bing")
            .await
            .get(&format!("/pairings/{id}"))
            .await
            .expect(200);
        assert!(page.body.contains("首列") && page.body.contains("等相关支部"));
        let tx = world.begin().await;
        let twice = Recorded {
            members: vec![member("A", MemberRole::Lead), member("D", MemberRole::Lead)],
            ..old
        };
        let refused = actions::record_old(&tx, &coord, &twice).await;
        assert!(matches!(refused, Err(Error::Invalid(f)) if f[0].field == "lead"));
    }
);

async fn found_campaign(world: &World) -> i64 {
    let acting = world.acting("coord").await;
    gongjie::campaign::queries::find_open_campaign(world.app.db.read(), &acting.actor)
        .await
        .unwrap()
        .id
}

both!(the_list_is_filtered_and_paged_by_key, |world| async move {
    let problem = world.listed_problem().await;
    let mut last = 0;
    for _ in 0..51 {
        last = drafted(&world, &["B"], problem).await;
    }
    let jia = world.client("jia").await;
    let page = jia.get("/pairings?state=draft").await.expect(200);
    assert!(page.body.contains("下一页"));
    assert!(page.body.contains(&format!("/pairings/{last}\"")));
    let (c, b) = (world.unit_text("C"), world.unit_text("B"));
    for (query, has) in [
        ("state=active".to_owned(), false),
        (format!("unit={c}"), false),
        (format!("unit={b}"), true),
        ("q=导师".to_owned(), true),
        ("q=%25".to_owned(), false),
        (format!("before={}", last - 49), true),
        (format!("theme={}", world.theme()), true),
    ] {
        let query = query.replace("导师", "%E5%AF%BC%E5%B8%88");
        let page = jia.get(&format!("/pairings?{query}")).await.expect(200);
        assert_eq!(page.body.contains("一起理清学业导师权责"), has, "{query}");
    }
    let english = jia.get("/pairings?lang=en").await.expect(200);
    assert!(english.body.contains("Pairings") && !english.body.contains('⟦'));
});

both!(
    every_page_of_a_pairing_has_all_its_words,
    |world| async move {
        let (id, _) = active(&world).await;
        for who in ["jia", "jia_head", "yi", "coord", "bing"] {
            let client = world.client(who).await;
            for path in [format!("/pairings/{id}"), "/pairings".into()] {
                for lang in ["zh", "en"] {
                    let page = client.get(&format!("{path}?lang={lang}")).await.expect(200);
                    assert!(!page.body.contains('⟦'), "{who} {path}: {}", page.body);
                }
            }
        }
    }
);
