//! Written csv files, read back with an independent reader.
#![allow(clippy::unwrap_used, clippy::indexing_slicing)]

mod support;

use gongjie_paper::*;
use support::*;

fn records(bytes: &[u8]) -> Vec<Vec<String>> {
    let body = bytes.strip_prefix("\u{FEFF}".as_bytes()).unwrap();
    csv::ReaderBuilder::new()
        .has_headers(false)
        .from_reader(body)
        .records()
        .map(|record| record.unwrap().iter().map(str::to_owned).collect())
        .collect()
}

#[test]
fn the_table_comes_back_with_merged_cells_filled() {
    let bytes = write_csv(&ledger()).unwrap();
    let long = "食堂排队时间过长。".repeat(20);
    let expected = [
        ["序号", "难题与举措/难题", "难题与举措/举措", "完成率"],
        ["1", &long, "错峰就餐", "85.7%"],
        ["1", &long, "'=增开窗口", "-2.50"],
        ["2", "自习室不足", "", ""],
    ];
    assert_eq!(records(&bytes), expected);
}

#[test]
fn payloads_get_an_apostrophe_and_nothing_else_does() {
    for payload in PAYLOADS {
        let mut sheet = Sheet::new("s", vec![Column::new(payload, 10), Column::new("b", 10)]);
        sheet.rows = vec![Row::from(vec![Cell::text(payload), Cell::text("x")])];
        let safe = safe_text(payload);
        let shown = if safe.guarded {
            format!("'{}", safe.text)
        } else {
            safe.text.to_string()
        };
        let read = records(&write_csv(&sheet).unwrap());
        assert_eq!(
            read,
            [[shown.clone(), "b".into()], [shown, "x".into()]],
            "{payload:?}"
        );
    }
}

#[test]
fn quotes_commas_and_line_breaks_survive() {
    let text = "甲,\"乙\"\n丙;=1+1";
    let mut sheet = Sheet::new("s", vec![Column::new("a", 10)]);
    sheet.rows = vec![Row::from(vec![Cell::text(text)])];
    let bytes = write_csv(&sheet).unwrap();
    assert_eq!(records(&bytes)[1][0], text);
    assert!(bytes.ends_with(b"\"\r\n"));
    assert_eq!(bytes.windows(2).filter(|pair| pair == b"\r\n").count(), 2);
}
