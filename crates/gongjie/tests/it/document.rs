//! Documents of problems and agreements of pairings.

use gongjie::document::queries::{self, Filter};

use crate::pairing::{active, invited};
use crate::world::World;

const DOCUMENT: [(&str, &str); 4] = [
    ("title", "双聘管理办法"),
    ("kind", "rule"),
    ("state", "drafting"),
    ("link", "https://example.org/1"),
];
const AGREEMENT: [(&str, &str); 4] = [
    ("title", "警校共建协议"),
    ("state", "signed"),
    ("starts_on", "2025-12-01"),
    ("ends_on", "2026-12-10"),
];

async fn count(world: &World) -> u64 {
    let acting = world.acting("coord").await;
    queries::count(world.app.db.read(), &acting.actor, &Filter::default())
        .await
        .unwrap()
}

both!(
    lead_and_partner_keep_the_documents_of_a_problem,
    |world| async move {
        let (_, problem) = active(&world).await;
        let path = format!("/problems/{problem}/documents");
        let yi = world.client("yi").await;
        yi.get(&format!("{path}/new")).await.expect(200);
        yi.post(&path, &DOCUMENT).await.expect(303);
        let bing = world.client("bing").await;
        bing.get(&format!("{path}/new")).await.expect(403);
        bing.post(&path, &DOCUMENT).await.expect(403);
        let stranger = world.client("stranger").await;
        stranger.post(&path, &DOCUMENT).await.expect(404);
        assert_eq!(count(&world).await, 1);
        let list = bing.get("/documents").await.expect(200);
        assert!(list.body.contains("双聘管理办法") && !list.body.contains("/edit\""));
        let list = stranger.get("/documents").await.expect(200);
        assert!(!list.body.contains("双聘管理办法"));
        for (query, has) in [
            ("kind=rule", true),
            ("kind=plan", false),
            ("state=issued", false),
            ("unit=999", false),
            (&format!("problem={problem}"), true),
            ("problem=999999", false),
        ] {
            let page = yi.get(&format!("/documents?{query}")).await.expect(200);
            assert_eq!(page.body.contains("双聘管理办法"), has, "{query}");
        }
    }
);

both!(
    a_broken_document_is_refused_and_a_stale_edit_shows_both,
    |world| async move {
        let (_, problem) = active(&world).await;
        let path = format!("/problems/{problem}/documents");
        let jia = world.client("jia").await;
        let other = world.unit_text("other");
        let cases = [
            (vec![("title", "只有名称")], "请选一项"),
            (
                vec![
                    ("title", "只有名称"),
                    ("kind", "rule"),
                    ("state", "issued"),
                    ("link", "javascript:alert(1)"),
                ],
                "链接要以",
            ),
            (
                vec![
                    ("title", "只有名称"),
                    ("kind", "rule"),
                    ("state", "issued"),
                    ("unit_id", &other),
                ],
                "不在可选的范围里",
            ),
        ];
        for (fields, words) in cases {
            let reply = jia.post(&path, &fields).await.expect(422);
            assert!(reply.body.contains(words) && reply.body.contains("只有名称"));
        }
        assert_eq!(count(&world).await, 0);
        jia.post_with_key(&path, &DOCUMENT, "d").await.expect(303);
        jia.post_with_key(&path, &DOCUMENT, "d").await.expect(303);
        assert_eq!(count(&world).await, 1);
        let acting = world.acting("jia").await;
        let id = queries::list(world.app.db.read(), &acting.actor, &Filter::default())
            .await
            .unwrap()[0]
            .id;
        let path = format!("/documents/{id}");
        jia.get(&format!("{path}/edit")).await.expect(200);
        let bing = world.client("bing").await;
        bing.get(&format!("{path}/edit")).await.expect(403);
        bing.post(&path, &DOCUMENT).await.expect(403);
        world
            .client("stranger")
            .await
            .get(&format!("{path}/edit"))
            .await
            .expect(404);
        let mut fields = DOCUMENT.to_vec();
        fields.push(("version", "1"));
        fields[2].1 = "issued";
        jia.post(&path, &fields).await.expect(303);
        fields[0].1 = "晚到的名称";
        let reply = jia.post(&path, &fields).await.expect(409);
        assert!(reply.body.contains("晚到的名称") && reply.body.contains("双聘管理办法"));
        fields[0].1 = "";
        jia.post(&path, &fields).await.expect(422);
    }
);

both!(
    an_agreement_turns_yellow_before_its_end,
    |world| async move {
        let (pairing, _) = active(&world).await;
        let path = format!("/pairings/{pairing}/agreements");
        let jia = world.client("jia").await;
        jia.get(&format!("{path}/new")).await.expect(200);
        jia.post(&path, &AGREEMENT).await.expect(303);
        let bing = world.client("bing").await;
        bing.get(&format!("{path}/new")).await.expect(403);
        bing.post(&path, &AGREEMENT).await.expect(403);
        let list = bing.get("/agreements").await.expect(200);
        assert!(list.body.contains("还有 17 天到期"), "{}", list.body);
        let page = jia.get(&format!("/pairings/{pairing}")).await.expect(200);
        assert!(page.body.contains("警校共建协议") && page.body.contains("还有 17 天到期"));
        let list = bing.get("/agreements?state=drafting").await.expect(200);
        assert!(list.body.contains("没有符合的协议"));
        let mut wrong = AGREEMENT.to_vec();
        wrong[3].1 = "2024-01-01";
        let reply = jia.post(&path, &wrong).await.expect(422);
        assert!(reply.body.contains("警校共建协议") && reply.body.contains("早于"));
        let acting = world.acting("jia").await;
        let found = queries::list_agreements(world.app.db.read(), &acting.actor)
            .await
            .unwrap();
        assert_eq!(found.len(), 1);
        let path = format!("/agreements/{}", found[0].id);
        let mut fields = AGREEMENT.to_vec();
        fields.push(("version", "1"));
        fields[0].1 = "续签的协议";
        jia.get(&format!("{path}/edit")).await.expect(200);
        jia.post(&path, &fields).await.expect(303);
        fields[0].1 = "晚到的协议";
        let reply = jia.post(&path, &fields).await.expect(409);
        assert!(reply.body.contains("晚到的协议") && reply.body.contains("续签的协议"));
        jia.post(&path, &wrong).await.expect(422);
        bing.post(&path, &fields).await.expect(403);
        world
            .client("stranger")
            .await
            .post(&path, &fields)
            .await
            .expect(404);
    }
);

both!(
    an_agreement_of_an_invited_pairing_is_hidden_with_it,
    |world| async move {
        let (pairing, _) = invited(&world, &["B"]).await;
        let jia = world.client("jia").await;
        jia.post(&format!("/pairings/{pairing}/agreements"), &AGREEMENT)
            .await
            .expect(303);
        let acting = world.acting("jia").await;
        let id = queries::list_agreements(world.app.db.read(), &acting.actor)
            .await
            .unwrap()[0]
            .id;
        for outsider in ["bing", "stranger", "wu"] {
            let client = world.client(outsider).await;
            client
                .get(&format!("/agreements/{id}/edit"))
                .await
                .expect(404);
            let list = client.get("/agreements").await;
            assert!(!list.body.contains("警校共建协议"), "{outsider}");
        }
    }
);

both!(lists_have_all_their_words, |world| async move {
    let (pairing, problem) = active(&world).await;
    let jia = world.client("jia").await;
    jia.post(&format!("/problems/{problem}/documents"), &DOCUMENT)
        .await
        .expect(303);
    jia.post(&format!("/pairings/{pairing}/agreements"), &AGREEMENT)
        .await
        .expect(303);
    for path in ["/documents", "/agreements", &format!("/pairings/{pairing}")] {
        for lang in ["zh", "en"] {
            let page = jia.get(&format!("{path}?lang={lang}")).await.expect(200);
            assert!(!page.body.contains('⟦'), "{path}: {}", page.body);
        }
    }
});
