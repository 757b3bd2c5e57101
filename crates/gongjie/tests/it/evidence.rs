//! Evidence: links and files, who opens them, what is refused.

use gongjie::outcome::queries;

use crate::outcome::{submitted, working};
use crate::world::World;

const PDF: &[u8] = b"%PDF-1.7\n1 0 obj\n";

async fn pieces(world: &World, key: &str, problem: i64) -> Vec<(i64, Option<String>)> {
    let acting = world.acting(key).await;
    let rows = queries::list_evidence_of_problem(world.app.db.read(), &acting.actor, problem);
    let rows = rows.await.unwrap();
    rows.into_iter().map(|e| (e.id, e.file_hash)).collect()
}

fn fields(visibility: &str) -> Vec<(&'static str, &str)> {
    vec![
        ("kind", "notice"),
        ("title", "分工办法的通知"),
        ("dated_on", "2026-11-01"),
        ("visibility", visibility),
    ]
}

both!(
    an_internal_file_is_for_those_involved_and_a_public_one_for_the_house,
    |world| async move {
        let (problem, _) = working(&world).await;
        let path = format!("/problems/{problem}/evidence");
        let yi = world.client("yi").await;
        yi.get(&format!("{path}/new")).await.expect(200);
        let name = "通知 一.pdf";
        yi.upload(&path, &fields("internal"), (name, PDF))
            .await
            .expect(303);
        yi.upload(&path, &fields("public"), (name, PDF))
            .await
            .expect(303);
        let found = pieces(&world, "yi", problem).await;
        assert_eq!(found.len(), 2);
        assert_eq!(
            found[0].1, found[1].1,
            "the same file twice is one stored file"
        );
        let hash = found[0].1.clone().unwrap();
        let page = yi.get(&format!("{path}/new")).await.body;
        assert!(page.contains(&hash));
        let (internal, public) = (found[0].0, found[1].0);
        let file = |id: i64| format!("/evidence/{id}/file");
        for who in ["jia", "yi", "coord", "supervisor"] {
            let reply = world
                .client(who)
                .await
                .get(&file(internal))
                .await
                .expect(200);
            assert_eq!(reply.bytes, PDF);
            let header = |name: &str| reply.headers[name].to_str().unwrap().to_owned();
            assert_eq!(
                header("content-security-policy"),
                "default-src 'none'; sandbox"
            );
            assert_eq!(header("x-content-type-options"), "nosniff");
            assert_eq!(header("content-type"), "application/pdf");
            assert_eq!(
                header("content-disposition"),
                "attachment; filename=\"__ _.pdf\"; filename*=UTF-8''%E9%80%9A%E7%9F%A5%20%E4%B8%80.pdf"
            );
        }
        let bing = world.client("bing").await;
        bing.get(&file(internal)).await.expect(404);
        bing.get(&file(public)).await.expect(200);
        assert_eq!(pieces(&world, "bing", problem).await.len(), 1);
        for who in ["stranger", "wu"] {
            let client = world.client(who).await;
            client.get(&file(internal)).await.expect(404);
            client.get(&file(public)).await.expect(404);
            client.get(&format!("{path}/new")).await.expect(404);
            client
                .upload(&path, &fields("public"), (name, PDF))
                .await
                .expect(404);
        }
        bing.get(&format!("{path}/new")).await.expect(403);
        bing.upload(&path, &fields("public"), (name, PDF))
            .await
            .expect(403);
    }
);

both!(
    a_file_that_is_not_what_it_says_is_refused_at_the_field,
    |world| async move {
        let (problem, _) = working(&world).await;
        let path = format!("/problems/{problem}/evidence");
        let jia = world.client("jia").await;
        let cases: [(&str, &[u8], &str); 7] = [
            ("a.svg", b"<svg/>", "不收“svg”结尾的文件"),
            ("a.exe", b"MZ", "不收“exe”结尾的文件"),
            ("a.docm", b"PK\x03\x04", "不收“docm”结尾的文件"),
            ("a.png", b"<html>", "文件名说是 png"),
            (
                "a.xlsx",
                b"PK\x03\x04[Content_Types].xml xl/workbook.xml vbaProject",
                "宏",
            ),
            ("a.docx", b"PK\x03\x04hello.txt", "文件名说是 docx"),
            ("a.pdf", b"", "文件是空的"),
        ];
        for (name, bytes, words) in cases {
            let page = jia.upload(&path, &fields("internal"), (name, bytes)).await;
            let page = page.expect(422);
            assert!(page.body.contains(words), "{name}: {words}");
            assert!(
                page.body.contains("分工办法的通知"),
                "{name}: typed words are gone"
            );
        }
        let large = vec![b'a'; world.app.settings.file_bytes_max + 1];
        let page = jia
            .upload(&path, &fields("internal"), ("a.txt", &large))
            .await;
        let page = page.expect(422).body;
        assert!(page.contains("文件太大") && page.contains("分工办法的通知"));
        assert!(pieces(&world, "jia", problem).await.is_empty());
        assert!(
            !world.app.files.root().exists(),
            "a refused file was written"
        );
    }
);

both!(
    a_link_needs_no_upload_and_backs_its_result,
    |world| async move {
        let (problem, _) = working(&world).await;
        let outcome = submitted(&world, problem, "120人").await.to_string();
        let path = format!("/problems/{problem}/evidence");
        let jia = world.client("jia").await;
        let page = jia
            .get(&format!("{path}/new?outcome={outcome}"))
            .await
            .expect(200);
        assert!(page.body.contains("导师与班主任分工清楚了"));
        let with = |link: &'static str, outcome: &str| {
            let mut all = fields("public");
            all.push(("link", link));
            let mut all: Vec<(&str, String)> =
                all.into_iter().map(|(k, v)| (k, v.to_owned())).collect();
            all.push(("outcome_id", outcome.to_owned()));
            all
        };
        for (link, outcome) in [
            ("javascript:alert(1)", outcome.as_str()),
            ("", outcome.as_str()),
            ("https://example.org/a", "999999"),
        ] {
            let typed = with(link, outcome);
            let typed: Vec<(&str, &str)> = typed.iter().map(|(k, v)| (*k, v.as_str())).collect();
            jia.post(&path, &typed).await.expect(422);
        }
        let typed = with("https://example.org/a", &outcome);
        let typed: Vec<(&str, &str)> = typed.iter().map(|(k, v)| (*k, v.as_str())).collect();
        jia.post_with_key(&path, &typed, "once").await.expect(303);
        jia.post_with_key(&path, &typed, "once").await.expect(303);
        let found = pieces(&world, "bing", problem).await;
        assert_eq!(found.len(), 1);
        jia.get(&format!("/evidence/{}/file", found[0].0))
            .await
            .expect(404);
        assert!(jia.get("/outcomes").await.body.contains("有据（1 件）"));
    }
);

both!(
    withdrawn_evidence_is_gone_for_everybody,
    |world| async move {
        let (problem, _) = working(&world).await;
        let path = format!("/problems/{problem}/evidence");
        let jia = world.client("jia").await;
        jia.upload(&path, &fields("public"), ("a.pdf", PDF))
            .await
            .expect(303);
        let id = pieces(&world, "jia", problem).await[0].0;
        let withdrawal = format!("/evidence/{id}/withdrawal");
        world
            .client("bing")
            .await
            .post(&withdrawal, &[])
            .await
            .expect(403);
        world
            .client("stranger")
            .await
            .post(&withdrawal, &[])
            .await
            .expect(404);
        jia.post(&withdrawal, &[]).await.expect(303);
        jia.post(&withdrawal, &[]).await.expect(404);
        jia.get(&format!("/evidence/{id}/file")).await.expect(404);
        assert!(pieces(&world, "jia", problem).await.is_empty());
    }
);

both!(
    a_problem_holds_so_many_files_and_no_more,
    |world| async move {
        let (problem, _) = working(&world).await;
        let path = format!("/problems/{problem}/evidence");
        let jia = world.client("jia").await;
        for _ in 0..gongjie_base::limits::FILES_PER_PROBLEM_MAX {
            jia.upload(&path, &fields("internal"), ("a.pdf", PDF))
                .await
                .expect(303);
        }
        let page = jia.upload(&path, &fields("internal"), ("a.pdf", PDF)).await;
        assert!(page.expect(422).body.contains("已满 50 个"));
    }
);

both!(
    while_a_problem_is_verified_its_verifiers_see_and_its_results_stand_still,
    |world| async move {
        let (problem, _) = working(&world).await;
        let outcome = submitted(&world, problem, "120人").await;
        let path = format!("/problems/{problem}/evidence");
        let jia = world.client("jia").await;
        jia.upload(&path, &fields("internal"), ("a.pdf", PDF))
            .await
            .expect(303);
        let id = pieces(&world, "jia", problem).await[0].0;
        let file = format!("/evidence/{id}/file");
        let ding = world.client("ding").await;
        ding.get(&file).await.expect(404);
        let acting = world.acting("jia").await;
        let tx = world.begin().await;
        let apply = gongjie::problem::lifecycle::Action::Apply;
        let step = gongjie::problem::actions::Step::default();
        let system = [gongjie::org::Part::System];
        gongjie::problem::actions::advance(&tx, &acting, problem, apply, &system, &step)
            .await
            .unwrap();
        tx.commit().await.unwrap();
        ding.get(&file).await.expect(200);
        world.client("editor").await.get(&file).await.expect(404);
        let text = [("text", "再添一句")];
        let edit = jia.post(&format!("/outcomes/{outcome}"), &text).await;
        assert!(edit.expect(409).body.contains("正在核验"));
        let more = jia
            .post(&format!("/problems/{problem}/outcomes"), &text)
            .await;
        more.expect(409);
        let withdrawal = format!("/evidence/{id}/withdrawal");
        jia.post(&withdrawal, &[]).await.expect(409);
        jia.upload(&path, &fields("internal"), ("b.pdf", PDF))
            .await
            .expect(303);
        world
            .client("coord")
            .await
            .post(&withdrawal, &[])
            .await
            .expect(303);
        ding.get(&file).await.expect(404);
    }
);
