//! The facts of a unit: who sees them, and that every number opens.

use crate::slip::{late_measure, sent};

both!(
    a_sheet_is_for_its_unit_and_for_those_who_see_all,
    |world| async move {
        let measure = late_measure(&world).await;
        sent(&world, measure).await;
        let path = format!("/units/{}/sheet", world.unit("B"));
        for who in [
            "coord",
            "inspector",
            "leader",
            "supervisor",
            "yi",
            "yi_head",
        ] {
            let page = world.client(who).await.get(&path).await.expect(200).body;
            assert!(page.contains("不打分，不排名"), "{who}");
            let rows = world.client(who).await.get(&format!("{path}/late")).await;
            assert!(rows.expect(200).body.contains("编一张排班表"), "{who}");
            let slips = world.client(who).await.get(&format!("{path}/slips")).await;
            assert!(slips.expect(200).body.contains("催办〔2026〕1号"), "{who}");
        }
        for who in [
            "jia", "bing", "ding", "editor", "stranger", "wu", "ji", "geng",
        ] {
            let client = world.client(who).await;
            client.get(&path).await.expect(404);
            client.get(&format!("{path}/late")).await.expect(404);
        }
        let coord = world.client("coord").await;
        coord.get(&format!("{path}/points")).await.expect(404);
        let unit = coord
            .get(&format!("/units/{}", world.unit("B")))
            .await
            .expect(200)
            .body;
        assert!(unit.contains(&path), "the unit's page leads there");
    }
);
