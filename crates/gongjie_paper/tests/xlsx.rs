//! Written xlsx files, opened again and compared.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic
)]

mod support;

use calamine::Reader;
use gongjie_paper::*;
use support::*;

const SHEET1: &str = "xl/worksheets/sheet1.xml";

#[test]
fn every_cell_comes_back_where_the_office_layout_puts_it() {
    let bytes = written(ledger());
    assert_eq!(open(&bytes).sheet_names(), ["难题／清单"]);
    let long = "食堂排队时间过长。".repeat(20);
    let expected = [
        ((0, 0), "结对共建解难题工作台账"),
        (
            (1, 0),
            "填报单位（盖章）：教务处\u{3000}\u{3000}\u{3000}填报时间：2022年9月",
        ),
        ((2, 0), "序号"),
        ((2, 1), "难题与举措"),
        ((2, 3), "完成率"),
        ((3, 1), "难题"),
        ((3, 2), "举措"),
        ((4, 0), "1"),
        ((4, 1), long.as_str()),
        ((4, 2), "错峰就餐"),
        ((4, 3), "0.857"),
        ((5, 2), "=增开窗口"),
        ((5, 3), "-2.5"),
        ((6, 0), "2"),
        ((6, 1), "自习室不足"),
        ((7, 0), "注：1.本表每月报送。"),
        ((8, 0), "负责人签字："),
    ];
    let found = cells(&bytes, "难题／清单");
    let found: Vec<_> = found
        .iter()
        .map(|(at, text)| (*at, text.as_str()))
        .collect();
    assert_eq!(found, expected);
}

#[test]
fn title_facts_headers_problems_and_footer_are_merged() {
    let expected = [
        (0, 0, 0, 3),
        (1, 0, 1, 3),
        (2, 0, 3, 0),
        (2, 1, 2, 2),
        (2, 3, 3, 3),
        (4, 0, 5, 0),
        (4, 1, 5, 1),
        (7, 0, 7, 3),
        (8, 0, 8, 3),
    ];
    assert_eq!(merges(&written(ledger())), expected);
}

#[test]
fn the_page_is_set_for_print() {
    let bytes = written(ledger());
    let xml = part(&bytes, SHEET1);
    for piece in [
        "paperSize=\"9\"",
        "orientation=\"landscape\"",
        "fitToHeight=\"0\"",
        "<pageSetUpPr fitToPage=\"1\"/>",
        "&amp;C第 &amp;P 页 共 &amp;N 页",
        "ySplit=\"4\"",
        "state=\"frozen\"",
        "<pageMargins left=\"0.6\" right=\"0.6\" top=\"0.8\" bottom=\"0.8\"",
    ] {
        assert!(xml.contains(piece), "{piece} not in {xml}");
    }
    let book = part(&bytes, "xl/workbook.xml");
    assert!(
        book.contains("Print_Titles") && book.contains("$3:$4"),
        "{book}"
    );
    let styles = part(&bytes, "xl/styles.xml");
    for font in ["方正小标宋简体", "黑体", "仿宋_GB2312"] {
        assert!(styles.contains(font), "{font}");
    }
    assert!(styles.contains("<sz val=\"22\"/>") && styles.contains("style=\"thin\""));
    assert!(styles.contains("FFFFC7CE"), "{styles}");
}

#[test]
fn a_portrait_sheet_without_title_starts_at_its_header() {
    let mut sheet = Sheet::new("单列", vec![Column::new("名称", 20)]);
    sheet.orientation = Orientation::Portrait;
    sheet.repeat_header = false;
    sheet.rows = vec![
        Row::from(vec![Cell::merged_up()]),
        Row::from(vec![Cell::text("乙")]),
    ];
    sheet.footer = vec!["说明".into()];
    let bytes = written(sheet);
    let found: Vec<_> = cells(&bytes, "单列").into_values().collect();
    assert_eq!(found, ["名称", "乙", "说明"]);
    assert!(part(&bytes, SHEET1).contains("orientation=\"portrait\""));
    assert!(!part(&bytes, "xl/workbook.xml").contains("Print_Titles"));
}

#[test]
fn payloads_stay_text_in_every_place() {
    for payload in PAYLOADS {
        let mut sheet = Sheet::new(payload, vec![Column::new(payload, 20).grouped(payload)]);
        sheet.title = payload.into();
        sheet.meta = vec![payload.into()];
        sheet.footer = vec![payload.into()];
        sheet.rows = vec![
            Row::from(vec![Cell::text(payload).commented(payload)]),
            Row::from(vec![Cell::text(payload).linked("https://x.edu.cn/1")]),
            Row::from(vec![Cell::merged_up()]),
        ];
        let bytes = written(sheet);
        let xml = part(&bytes, SHEET1);
        assert!(
            !xml.contains("<f>") && !xml.contains("<f "),
            "{payload:?}: {xml}"
        );
        let name = open(&bytes).sheet_names()[0].clone();
        let found: Vec<_> = cells(&bytes, &name).into_values().collect();
        let shown = safe_text(payload);
        assert_eq!(found, vec![shown.text.to_string(); 7], "{payload:?}");
        let marked = part(&bytes, "xl/styles.xml").contains("quotePrefix=\"1\"");
        assert_eq!(marked, shown.guarded, "{payload:?}");
    }
}

#[test]
fn figures_are_numbers_with_a_format_and_stand_right() {
    let bytes = written(ledger());
    let styles = part(&bytes, "xl/styles.xml");
    assert!(styles.contains("formatCode=\"0.0%\""), "{styles}");
    assert!(
        styles.contains("horizontal=\"right\" vertical=\"center\" wrapText=\"1\""),
        "{styles}"
    );
    let mut sheet = Sheet::new("s", vec![Column::new("率", 8)]);
    sheet.rows = vec![Row::from(vec![Cell::number(
        f64::NAN,
        NumberFormat::Percent(0),
    )])];
    assert_eq!(cells(&written(sheet), "s")[&(1, 0)], "—");
}

#[test]
fn links_and_notes_are_written() {
    let bytes = written(ledger());
    assert!(
        part(&bytes, "xl/worksheets/_rels/sheet1.xml.rels").contains("https://x.edu.cn/problems/1")
    );
    assert!(part(&bytes, "xl/comments1.xml").contains("第一条"));
    for link in [
        "javascript:alert(1)",
        "file:///c:/x",
        "internal:A!A1",
        "https://x/%E4%B8%AD",
        "https://x/\n",
    ] {
        let mut sheet = ledger();
        sheet.rows[2].cells[1] = Cell::text("x").linked(link);
        let error = write_xlsx(
            &Workbook {
                sheets: vec![sheet],
            },
            &properties(),
        )
        .unwrap_err();
        assert!(
            matches!(&error, PaperError::BadLink { cell, .. } if cell == "B7"),
            "{link}: {error}"
        );
    }
}

#[test]
fn the_same_input_gives_the_same_bytes() {
    let book = Workbook {
        sheets: vec![ledger(), ledger(), ledger()],
    };
    let first = write_xlsx(&book, &properties()).unwrap();
    for _ in 0..5 {
        assert!(write_xlsx(&book, &properties()).unwrap() == first);
    }
    assert_eq!(
        open(&first).sheet_names(),
        ["难题／清单", "难题／清单(2)", "难题／清单(3)"]
    );
    let core = part(&first, "docProps/core.xml");
    assert!(
        core.contains("<dc:title>台账</dc:title>")
            && core.contains("<dc:creator>某大学</dc:creator>")
    );
    assert!(core.contains("2022-06-21T00:00:00Z"), "{core}");
    let later = Properties {
        created_unix: 1_655_769_601,
        ..properties()
    };
    assert!(write_xlsx(&book, &later).unwrap() != first);
}

#[test]
fn twenty_thousand_rows_are_written_with_their_merges() {
    let mut sheet = ledger();
    let pattern = sheet.rows.clone();
    sheet.rows = pattern.into_iter().cycle().take(20_000).collect();
    let bytes = written(sheet);
    assert_eq!(merges(&bytes).len(), 7 + 2 * 6_667);
    let last = cells(&bytes, "难题／清单").into_iter().next_back().unwrap();
    assert_eq!(last, ((20_005, 0), "负责人签字：".to_owned()));
}

#[test]
fn a_long_sheet_says_what_a_short_one_says_in_whatever_parts_it_comes() {
    let mut sheet = ledger();
    let mut rows: Vec<Row> = PAYLOADS
        .iter()
        .map(|text| {
            Row::from(vec![
                Cell::integer(1),
                Cell::text(*text),
                Cell::text("甲\n乙"),
            ])
        })
        .collect();
    rows.extend(ledger().rows);
    for cell in rows.iter_mut().flat_map(|row| row.cells.iter_mut()) {
        cell.merge_up = false;
    }
    let rows: Vec<Row> = rows.into_iter().cycle().take(1_500).collect();
    let in_parts = |size: usize| {
        let mut long = LongSheet::begin(ledger(), &properties()).unwrap();
        for part in rows.chunks(size) {
            long.push(part.to_vec()).unwrap();
        }
        assert_eq!(long.len(), 1_500);
        long.finish(ledger().footer).unwrap()
    };
    let first = in_parts(1);
    assert!(in_parts(7) == first && in_parts(1_500) == first);
    sheet.rows.clone_from(&rows);
    for column in &mut sheet.columns {
        if let Some(group) = column.group.take() {
            column.heading = format!("{group}/{}", column.heading);
        }
    }
    let short = written(sheet);
    assert_eq!(cells(&first, "难题／清单"), cells(&short, "难题／清单"));
    let heights = |bytes: &[u8]| {
        let xml = part(bytes, "xl/worksheets/sheet1.xml");
        let rows = xml.split("<row ").skip(1);
        let height = |row: &str| {
            row.split_once("ht=\"")
                .map(|(_, t)| t.split('"').next().map(str::to_owned))
        };
        rows.map(height).collect::<Vec<_>>()
    };
    let (long, short) = (heights(&first), heights(&short));
    let differs = long.iter().zip(&short).position(|(a, b)| a != b);
    // One empty row more.
    assert_eq!((differs, long.len()), (None, short.len() + 1));
    let xml = part(&first, "xl/worksheets/sheet1.xml");
    let number = |row: &str| row.split('"').nth(1).unwrap().parse::<usize>().unwrap();
    let numbers: Vec<usize> = xml.split("<row ").skip(1).map(number).collect();
    assert!(numbers.windows(2).all(|two| two[0] < two[1]), "rows go up");
    assert!(!part(&first, "xl/worksheets/sheet1.xml").contains("<f>"));
}
