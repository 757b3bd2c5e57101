//! Every table as a document and as a workbook: types, styles, who sees what, and the same from the command line.

use std::io::{Cursor, Read};

use crate::measure::issued_measure;
use crate::program;
use crate::world::World;

const DOCX: &str = "application/vnd.openxmlformats-officedocument.wordprocessingml.document";
const XLSX: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

const DOCUMENTS: [&str; 10] = [
    "/ledger.docx",
    "/lists.docx",
    "/lists.docx?list=problems",
    "/lists.docx?list=measures",
    "/lists.docx?list=duties",
    "/lists.docx?list=closings",
    "/lists/ledger.docx",
    "/lists/problems.docx",
    "/lists/measures.docx",
    "/lists/duties.docx",
];

fn part(bytes: &[u8], path: &str) -> String {
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).unwrap();
    let mut text = String::new();
    let mut part = archive.by_name(path).unwrap();
    part.read_to_string(&mut text).unwrap();
    text
}

fn with(path: &str, query: &str) -> String {
    let sign = if path.contains('?') { '&' } else { '?' };
    format!("{path}{sign}{query}")
}

both!(
    every_table_is_a_document_in_either_style,
    |world| async move {
        let (problem, _) = issued_measure(&world).await;
        let jia = world.client("jia").await;
        let taskbook = format!("/problems/{problem}/taskbook.docx");
        for path in DOCUMENTS.into_iter().chain([taskbook.as_str()]) {
            let reply = jia.get(path).await.expect(200);
            assert_eq!(reply.headers["content-type"], DOCX, "{path}");
            let name = reply.headers["content-disposition"].to_str().unwrap();
            assert!(
                name.contains(".docx") && name.contains("UTF-8''%E"),
                "{name}"
            );
            assert!(part(&reply.bytes, "word/styles.xml").contains("仿宋_GB2312"));
            assert!(part(&reply.bytes, "word/document.xml").contains("<w:tblHeader/>"));
            let again = jia.get(path).await.expect(200);
            assert_eq!(
                reply.bytes, again.bytes,
                "{path}: the same rows, the same bytes"
            );
            let house = jia.get(&with(path, "style=house")).await.expect(200);
            assert!(part(&house.bytes, "word/styles.xml").contains("思源宋体"));
            jia.get(&with(path, "style=junk")).await.expect(422);
            world.client("wu").await.get(path).await.expect(404);
            world.nobody().get(path).await.expect(303);
        }
        let page = jia.get("/ledger").await.expect(200).body;
        assert!(page.contains("/ledger.docx?") && page.contains("style=house"));
    }
);

both!(
    a_stranger_s_documents_hold_nothing_of_ours,
    |world| async move {
        let (problem, _) = issued_measure(&world).await;
        let stranger = world.client("stranger").await;
        for path in DOCUMENTS {
            let reply = stranger.get(path).await.expect(200);
            let text = part(&reply.bytes, "word/document.xml");
            assert!(!text.contains("排班表") && !text.contains("甲处"), "{path}");
        }
        for format in ["xlsx", "docx"] {
            let path = format!("/problems/{problem}/taskbook.{format}");
            stranger.get(&path).await.expect(404);
            world.client("bing").await.get(&path).await.expect(200);
        }
    }
);

both!(
    the_task_book_is_four_tables_on_one_sheet,
    |world| async move {
        let (problem, _) = issued_measure(&world).await;
        let jia = world.client("jia").await;
        let path = format!("/problems/{problem}/taskbook.xlsx");
        let reply = jia.get(&path).await.expect(200);
        assert_eq!(reply.headers["content-type"], XLSX);
        let book = gongjie_reader::file::open(&reply.bytes).unwrap();
        let names: Vec<&str> = book.grids.iter().map(|g| g.name.as_str()).collect();
        assert_eq!(names, ["任务书", "举措与责任", "时间表", "签字"]);
        let report = gongjie_reader::judge::book(&book, &gongjie_reader::Options::default());
        let measures = &report.sheets[1];
        assert!(measures.is_ledger, "{}", measures.why);
        assert_eq!(measures.records[0].measure.as_deref(), Some("编一张排班表"));
        assert_eq!(
            measures.records[0].due.as_ref().unwrap().date.as_deref(),
            Some("2027-01-22")
        );
        let docx = path.replace("xlsx", "docx");
        let text = part(&jia.get(&docx).await.expect(200).bytes, "word/document.xml");
        assert_eq!(text.matches("<w:tbl>").count(), 4);
        assert_eq!(text.matches("<w:sectPr>").count(), 1, "all on one sheet");
        assert!(!text.contains("w:orient"), "upright");
    }
);

both!(a_light_is_a_word_and_a_fill, |world| async move {
    issued_measure(&world).await;
    world.app.clock.forward_days(200);
    let jia = world.client("jia").await;
    let reply = jia.get("/lists.docx?list=measures").await.expect(200);
    let text = part(&reply.bytes, "word/document.xml");
    let cell = text
        .split("<w:tc>")
        .find(|cell| cell.contains("红灯"))
        .unwrap();
    assert!(cell.contains("w:fill=\"F8CBC6\""), "{cell}");
});

#[tokio::test]
async fn the_command_writes_what_the_pages_send() {
    let world = World::sqlite().await;
    issued_measure(&world).await;
    let place = world.leave().await;
    let out = tempfile::tempdir().unwrap();
    for (view, endings) in [
        ("ledger", &["xlsx", "csv", "docx"][..]),
        ("workbook", &["xlsx", "docx"]),
        ("measures", &["xlsx", "csv", "docx"]),
        ("closings", &["docx"]),
    ] {
        for ending in endings {
            let file = out.path().join(format!("{view}.{ending}"));
            let words = ["export", view, "-o", file.to_str().unwrap(), "--json"];
            let ran = program::run(&words, &place.arguments).expect(0);
            assert!(ran.json()["rows"].as_u64().unwrap() > 0, "{view}.{ending}");
            gongjie_reader::file::open(&std::fs::read(&file).unwrap()).unwrap();
        }
    }
    let file = out.path().join("workbook.docx");
    let house = [
        "export",
        "workbook",
        "-o",
        file.to_str().unwrap(),
        "--style",
        "house",
    ];
    program::run(&house, &place.arguments).expect(0);
    let bytes = std::fs::read(&file).unwrap();
    assert!(part(&bytes, "word/styles.xml").contains("思源宋体"));
    let csv = out.path().join("workbook.csv");
    let refused = ["export", "workbook", "-o", csv.to_str().unwrap()];
    let ran = program::run(&refused, &place.arguments).expect(1);
    assert!(ran.err.contains("a csv holds one table"), "{}", ran.err);
    assert!(!csv.exists());
}
