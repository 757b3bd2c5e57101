//! Search: what is found, marked, escaped, and not shown to those who may not see it.

use gongjie::measure::actions as measures;
use gongjie::org::actions as org;

use crate::measure::paired_problem;
use crate::world::World;

fn address(q: &str) -> String {
    let query = serde_html_form::to_string([("q", q)]).unwrap();
    format!("/search?{query}")
}

async fn found(world: &World, who: &str, q: &str) -> String {
    let client = world.client(who).await;
    client.get(&address(q)).await.expect(200).body
}

both!(every_kind_of_row_is_found_and_marked, |world| async move {
    let id = paired_problem(&world).await;
    let acting = world.acting("coord").await;
    let tx = world.begin().await;
    let old = measures::Recorded {
        text: "编一张权责表",
        units: &[(world.unit("A"), None)],
        source: "测试",
        ..measures::Recorded::default()
    };
    let measure = measures::record_old(&tx, &acting, id, &old).await.unwrap();
    let sql = "INSERT INTO document (organization_id, problem_id, kind, title, state, created_at) \
               SELECT organization_id, id, 'rule', '导师权责办法', 'drafting', 0 FROM problem WHERE id = $1";
    tx.run(sql, [id.into()]).await.unwrap();
    org::add_alias(&tx, &acting, world.unit("A"), "第一权责组")
        .await
        .unwrap();
    tx.commit().await.unwrap();
    let page = found(&world, "jia", "权责").await;
    for part in [
        format!("href=\"/problems/{id}\">学业导师、班主任<mark>权责</mark>不清"),
        format!("href=\"/measures/{measure}\">编一张<mark>权责</mark>表"),
        format!("href=\"/units/{}\">甲处党支部", world.unit("A")),
        "又写作 第一<mark>权责</mark>组".to_owned(),
        "导师<mark>权责</mark>办法".to_owned(),
        "共 4 条".to_owned(),
    ] {
        assert!(page.contains(&part), "{part}\n{page}");
    }
    let page = found(&world, "jia", "甲").await;
    assert!(page.contains(&format!("href=\"/people/{}\"", world.person_id("jia"))));
    assert!(page.contains("<mark>甲</mark>乙结对"));
    let page = found(&world, "jia", "该找谁").await;
    assert!(
        page.contains("学生不知道<mark>该找谁</mark>"),
        "what hurts is searched, too"
    );
    let page = found(&world, "jia", "清 学业").await;
    assert!(page.contains("<mark>学业</mark>导师"), "words in any order");
    assert!(!found(&world, "jia", "学业 无此词").await.contains("<mark>"));
});

both!(nothing_found_says_what_to_try, |world| async move {
    world.listed_problem().await;
    let page = found(&world, "jia", "").await;
    assert!(page.contains("搜难题、结对、举措"));
    let page = found(&world, "jia", "绝无此物").await;
    assert!(page.contains("没有找到“绝无此物”") && page.contains("换一个说法"));
    for wild in ["%", "_", "\\"] {
        assert!(
            found(&world, "jia", wild).await.contains("没有找到"),
            "{wild}"
        );
    }
    world.client("jia").await.get("/search").await.expect(200);
    world
        .client("jia")
        .await
        .get("/search?lang=en&q=x")
        .await
        .expect(200);
});

both!(large_and_small_letters_are_the_same, |world| async move {
    let id = world.listed_problem().await;
    let tx = world.begin().await;
    let values = [id.into(), "Lab 门禁 ABC_1".into()];
    tx.run("UPDATE problem SET title = $2 WHERE id = $1", values)
        .await
        .unwrap();
    tx.commit().await.unwrap();
    for q in ["lab", "LAB", "Lab", "abc_1", "门禁"] {
        assert!(found(&world, "jia", q).await.contains("<mark>"), "{q}");
    }
});

both!(
    a_group_shows_twenty_and_says_that_there_are_more,
    |world| async move {
        for _ in 0..21 {
            world.listed_problem().await;
        }
        let page = found(&world, "jia", "学业导师").await;
        assert_eq!(page.matches("<mark>").count(), 20);
        assert!(page.contains("只列前 20 条") && page.contains("共 20 条以上"));
    }
);

both!(
    script_in_the_words_and_in_the_rows_is_text,
    |world| async move {
        let id = world.listed_problem().await;
        let bad = "<script>alert(1)</script>";
        let tx = world.begin().await;
        let values = [id.into(), format!("题 {bad} 完").into()];
        tx.run("UPDATE problem SET title = $2 WHERE id = $1", values)
            .await
            .unwrap();
        tx.commit().await.unwrap();
        for q in [bad, "<script>", "题", "\"><img src=x onerror=alert(1)>"] {
            let page = found(&world, "jia", q).await;
            assert!(
                !page.contains("<script>alert") && !page.contains("<img src=x"),
                "{q}"
            );
        }
        assert!(
            found(&world, "jia", "<script>")
                .await
                .contains("<mark>&#60;script&#62;</mark>")
        );
    }
);

both!(only_what_the_asker_may_see_is_found, |world| async move {
    let draft = world.proposed_problem().await;
    let link = format!("\"/problems/{draft}\"");
    for (who, sees) in [
        ("jia", true),
        ("coord", true),
        ("bing", false),
        ("stranger", false),
        ("wu", false),
    ] {
        let page = found(&world, who, "学业导师").await;
        assert_eq!(page.contains(&link), sees, "{who}");
    }
    let id = paired_problem(&world).await;
    let page = found(&world, "stranger", "甲").await;
    assert!(!page.contains("甲处党支部") && !page.contains(&format!("/problems/{id}")));
    assert!(!page.contains("甲乙结对") && !page.contains("甲书记"));
    let page = found(&world, "wu", "甲").await;
    assert!(page.contains("甲</mark>处党支部") && !page.contains("乙结对"));
    world.nobody().get(&address("甲")).await.expect(303);
});
