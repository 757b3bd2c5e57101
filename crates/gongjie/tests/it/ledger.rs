//! The ledger on screen and its files, opened again: six columns in the order of the offices, a link that keeps the view.

use std::io::Cursor;

use calamine::{Data, Reader, Xlsx};
use gongjie::demo;

use crate::measure::paired_problem;
use crate::world::World;

const HEADS: [&str; 7] = [
    "序号",
    "牵头党支部",
    "共建党支部",
    "结对时间",
    "共建主题",
    "解决难题",
    "取得成效",
];

/// The ledger of the article as an office wrote it: six columns, 17 rows.
const OFFICE: &str = include_str!("article_ledger.tsv");

/// A text without tags and spaces.
fn bare(text: &str) -> String {
    let shown = text
        .split('<')
        .map(|t| t.split_once('>').map_or(t, |(_, rest)| rest));
    let shown: String = shown.collect();
    let shown = shown
        .replace("&#34;", "\"")
        .replace("&#39;", "'")
        .replace("&#38;", "&");
    shown.chars().filter(|c| !c.is_whitespace()).collect()
}

/// Every cell of the first sheet as text, row by row.
fn rows(bytes: &[u8]) -> Vec<Vec<String>> {
    let mut book = Xlsx::new(Cursor::new(bytes)).unwrap();
    let name = book.sheet_names()[0].clone();
    let range = book.worksheet_range(&name).unwrap();
    let text = |cell: &Data| cell.to_string();
    range
        .rows()
        .map(|row| row.iter().map(text).collect())
        .collect()
}

both!(
    the_file_opens_with_title_facts_heads_and_rows,
    |world| async move {
        paired_problem(&world).await;
        let jia = world.client("jia").await;
        let reply = jia.get("/ledger.xlsx").await.expect(200);
        let found = rows(&reply.bytes);
        assert_eq!(found[0][0], "2026 年结对共建台账");
        assert!(found[1][0].contains("填报单位：测试大学"), "{:?}", found[1]);
        assert!(found[1][0].contains("填报时间：2026年11月23日"));
        assert_eq!(found[2], HEADS);
        let row = &found[3];
        assert_eq!(row[..3], ["1", "甲处党支部", "乙处党支部"]);
        assert_eq!(row[5], "学业导师、班主任权责不清");
        let mut book = Xlsx::new(Cursor::new(reply.bytes.as_slice())).unwrap();
        let name = book.sheet_names()[0].clone();
        let merged = book.merge_cells_by_sheet_name(&name).unwrap();
        let title = merged
            .iter()
            .any(|cells| cells.start == (0, 0) && cells.end == (0, 6));
        assert!(title, "the title lies over all columns");
        let csv = jia.get("/ledger.csv").await.expect(200).body;
        assert!(csv.starts_with('\u{feff}') && csv.contains("\"甲处党支部\",\"乙处党支部\""));
    }
);

both!(a_link_keeps_columns_order_and_groups, |world| async move {
    paired_problem(&world).await;
    let jia = world.client("jia").await;
    let view = "cols=measures&cols=owner&sort=lead&group=lead&dense=1";
    let page = jia.get(&format!("/ledger?{view}")).await.expect(200).body;
    assert!(page.contains("table--dense") && page.contains("class=\"grouprow\""));
    for kept in [
        "name=\"cols\" value=\"measures\" checked",
        "name=\"cols\" value=\"owner\" checked",
        "<option value=\"lead\" selected>",
        "1 行，难题 1 道，举措数 0",
    ] {
        assert!(page.contains(kept), "{kept}");
    }
    assert!(!page.contains("value=\"due\" checked"));
    let file = page.split("href=\"/ledger.xlsx?").nth(1).unwrap();
    let query = file
        .split('"')
        .next()
        .unwrap()
        .replace("&#38;", "&")
        .replace("&amp;", "&");
    assert!(query.contains("cols=measures&cols=owner"), "{query}");
    let found = rows(
        &jia.get(&format!("/ledger.xlsx?{query}"))
            .await
            .expect(200)
            .bytes,
    );
    assert_eq!(found[2][7..], ["举措数", "责任人"]);
    let page = jia.get("/ledger?q=%25").await.expect(200).body;
    assert!(page.contains("这里没有结对") && page.contains("去掉筛选"));
});

both!(
    the_ledger_of_the_article_marks_what_its_source_leaves_out,
    |world: World| async move {
        demo::load(&world.app).await.unwrap();
        let reader = world.client("tongchou").await;
        let page = reader.get("/ledger").await.expect(200).body;
        assert!(page.contains("17 行") && page.contains("首列") && page.contains("原文未载"));
        assert!(page.contains("差 4"));
        let found = rows(&reader.get("/ledger.xlsx").await.expect(200).bytes);
        let mut written = found.iter().filter(|row| row[0].parse::<u32>().is_ok());
        let on_screen = bare(&page);
        // A lead that the source does not state stays empty in the file; the unit stands among the partners.
        for line in OFFICE.lines().skip(1) {
            let office: Vec<&str> = line.split('\t').collect();
            assert_eq!(written.next().unwrap()[1..7], office[..]);
            for cell in &office[3..6] {
                assert!(
                    on_screen.contains(&bare(cell)),
                    "{cell} stands on no screen"
                );
            }
        }
        assert!(written.next().is_none(), "no row more than the office has");
    }
);
