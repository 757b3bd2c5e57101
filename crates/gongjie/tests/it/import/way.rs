//! Other ways in: bad files, pasted rows, a large file behind a bar, and the command.

use std::path::Path;

use serde_json::Value;

use super::{LEDGER, PROBLEMS, confirm, count, plan, upload};
use crate::program;
use crate::world::World;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn pasted_rows_are_read_like_a_file_and_a_large_one_says_how_far_it_is() {
    let world = World::sqlite().await;
    let coord = world.client("coord").await;
    let pasted =
        "序号\t难题\t举措\t责任单位\t完成时限\n1\t路灯不亮\t换灯\t甲处党支部\t2026年12月\n";
    let reply = coord
        .post("/imports", &[("campaign", "1"), ("text", pasted)])
        .await;
    let id = reply.expect(303).id();
    confirm(&world, id).await;
    assert_eq!(
        count(
            &world,
            "SELECT COUNT(*) FROM problem WHERE title = '路灯不亮'"
        )
        .await,
        1
    );
    let mut text = "序号,牵头单位,配合单位,难题,举措,完成时限\n".to_owned();
    for n in 1..=300 {
        let row = format!("{n},甲处党支部,乙处党支部,难题之{n}号,办法之{n}号,2026年10月\n");
        text.push_str(&row);
    }
    let id = upload(&world, "coord", "大表.csv", text.as_bytes()).await;
    coord
        .post(&format!("/imports/{id}/confirmation"), &[])
        .await
        .expect(303);
    let mut last = 0;
    for _ in 0..600 {
        let body = coord
            .get(&format!("/api/v1/imports/{id}/progress"))
            .await
            .expect(200)
            .body;
        let now: Value = serde_json::from_str(&body).unwrap();
        let done = now["done"].as_u64().unwrap();
        assert!(done >= last, "a bar never goes back");
        last = done;
        if now["is_going"] == false {
            break;
        }
        tokio::time::sleep(std::time::Duration::from_millis(50)).await;
    }
    assert_eq!(plan(&world, id).await["state"], "done");
    assert_eq!(count(&world, PROBLEMS).await, 301);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_command_says_what_it_would_do_and_does_it_with_yes() {
    let world = World::sqlite().await;
    let place = world.leave().await;
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("台账.csv");
    std::fs::write(&file, LEDGER.replace("丁处党支部", "保密办")).unwrap();
    let file = file.to_str().unwrap();
    let words = ["import", file, "--campaign", "2026", "--json"];
    let asked = program::run(&words, &place.arguments).expect(3).json();
    assert_eq!(asked["counts"]["blocked"], 1, "{asked}");
    assert_eq!(asked["import"], Value::Null);
    let words = [
        "import",
        file,
        "--campaign",
        "2026",
        "--json",
        "--answer",
        "unit|保密办|outside",
        "--yes",
    ];
    let done = program::run(&words, &place.arguments).expect(0).json();
    assert!(done["import"].as_i64().is_some(), "{done}");
    let again = program::run(&words, &place.arguments).expect(0).json();
    assert_eq!(again["counts"]["same"], 2, "{again}");
    assert_eq!(again["import"], Value::Null);
    let bad = folder.path().join("x.xlsx");
    std::fs::write(&bad, b"PK\x03\x04 no").unwrap();
    let words = [
        "import",
        bad.to_str().unwrap(),
        "--campaign",
        "2026",
        "--json",
        "--yes",
    ];
    program::run(&words, &place.arguments).expect(1);
    program::run(&["import", file, "--campaign", "1999"], &place.arguments).expect(1);
}

both!(bad_files_change_nothing_and_say_why, |world| async move {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../bench/reading/bad");
    let expect = std::fs::read_to_string(folder.join("expect.json")).unwrap();
    let expect: Value = serde_json::from_str(&expect).unwrap();
    let coord = world.client("coord").await;
    let before = count(&world, "SELECT COUNT(*) FROM journal").await;
    let (mut refused, mut seen) = (0, 0);
    for (name, _) in expect.as_object().unwrap().iter().take(14) {
        let bytes = std::fs::read(folder.join(name)).unwrap();
        let reply = coord
            .upload("/imports", &[("campaign", "1")], (name, &bytes))
            .await;
        seen += 1;
        if reply.status == 422 {
            refused += 1;
            assert!(reply.body.contains("field--bad"), "{name}: {}", reply.body);
        } else {
            reply.expect(303);
        }
    }
    let after = count(&world, "SELECT COUNT(*) FROM journal").await;
    assert_eq!(
        after - before,
        seen - refused,
        "only what is understood begins an import"
    );
    assert!(refused >= 10, "{refused} of {seen}");
    assert_eq!(count(&world, PROBLEMS).await, 0);
    let text = "部门,预算\n甲处党支部,3万元\n";
    let reply = coord
        .upload(
            "/imports",
            &[("campaign", "1")],
            ("预算.csv", text.as_bytes()),
        )
        .await;
    let id = reply.expect(303).id();
    let page = coord.get(&format!("/imports/{id}")).await.expect(200).body;
    assert!(
        page.contains("看起来不是台账") && !page.contains("/confirmation"),
        "{page}"
    );
    coord
        .post(&format!("/imports/{id}/confirmation"), &[])
        .await
        .expect(409);
    let reply = coord
        .upload(
            "/imports",
            &[("campaign", "1")],
            ("诗.csv", "床前明月光\n".as_bytes()),
        )
        .await;
    assert!(reply.expect(422).body.contains("没找到台账的表头"));
    let nothing = coord
        .post("/imports", &[("campaign", "1")])
        .await
        .expect(422);
    assert!(nothing.body.contains("请选一个文件"), "{}", nothing.body);
});

both!(
    results_of_a_record_without_a_pairing_are_taken_back_too,
    |world| async move {
        let text = "序号,难题名称,取得成效\n1,校门通行不便,已增设通道\n2,食堂排队,已增开窗口\n";
        let id = upload(&world, "coord", "台账.csv", text.as_bytes()).await;
        confirm(&world, id).await;
        let outcomes = "SELECT COUNT(*) FROM outcome WHERE NOT is_withdrawn";
        assert_eq!(count(&world, outcomes).await, 2);
        world
            .client("coord")
            .await
            .post(&format!("/imports/{id}/undoing"), &[])
            .await
            .expect(303);
        assert_eq!(count(&world, outcomes).await, 0);
        assert_eq!(count(&world, PROBLEMS).await, 0);
    }
);
