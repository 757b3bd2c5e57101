//! Sample sheets, and reading a written file back.
#![allow(
    dead_code,
    clippy::panic,
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing
)]

use std::collections::BTreeMap;
use std::io::{Cursor, Read};

use calamine::{DataRef, Reader, Xlsx};
use gongjie_paper::*;

/// Texts a spreadsheet might calculate or take for markup.
pub const PAYLOADS: [&str; 20] = [
    "=1+1",
    "+1+1",
    "-1+1",
    "@SUM(A1)",
    "\t=1",
    "\r=1",
    "\n=1",
    "\0=1",
    "＝1+1",
    "＋1",
    "－1",
    "＠a",
    "\"=1+1",
    "'=1+1",
    " =1+1",
    "=HYPERLINK(\"http://x\",\"a\")",
    "=cmd|' /C calc'!A0",
    "{=1+1}",
    "<r><t>假</t></r></si><si><t>x</t></r>",
    "<f>1+1</f>",
];

pub fn properties() -> Properties {
    Properties {
        title: "台账".into(),
        creator: "某大学".into(),
        created_unix: 1_655_769_600,
    }
}

/// A ledger with one problem over two measures, figures, a link, a note and a fill.
pub fn ledger() -> Sheet {
    let mut sheet = Sheet::new(
        "难题/清单",
        vec![
            Column::new("序号", 6).aligned(Align::Centre),
            Column::new("难题", 30).grouped("难题与举措"),
            Column::new("举措", 40).grouped("难题与举措"),
            Column::new("完成率", 10),
        ],
    );
    sheet.title = "结对共建解难题工作台账".into();
    sheet.meta = vec![
        "填报单位（盖章）：教务处".into(),
        "填报时间：2022年9月".into(),
    ];
    sheet.rows = vec![
        Row::from(vec![
            Cell::integer(1),
            Cell::text("食堂排队时间过长。".repeat(20)).linked("https://x.edu.cn/problems/1"),
            Cell::text("错峰就餐").commented("第一条"),
            Cell::number(0.857, NumberFormat::Percent(1)),
        ]),
        Row::from(vec![
            Cell::merged_up(),
            Cell::merged_up(),
            Cell::text("=增开窗口").filled(Rgb(255, 199, 206)),
            Cell::number(-2.5, NumberFormat::Fixed(2)),
        ]),
        Row::from(vec![Cell::integer(2), Cell::text("自习室不足")]),
    ];
    sheet.footer = vec!["注：1.本表每月报送。".into(), "负责人签字：".into()];
    sheet
}

pub fn written(sheet: Sheet) -> Vec<u8> {
    write_xlsx(
        &Workbook {
            sheets: vec![sheet],
        },
        &properties(),
    )
    .unwrap()
}

pub fn open(bytes: &[u8]) -> Xlsx<Cursor<&[u8]>> {
    Xlsx::new(Cursor::new(bytes)).unwrap()
}

/// The cells that hold something, by row and column from 0; figures in their shortest form.
pub fn cells(bytes: &[u8], name: &str) -> BTreeMap<(u32, u32), String> {
    let mut book = open(bytes);
    let mut reader = book.worksheet_cells_reader(name).unwrap();
    let mut found = BTreeMap::new();
    while let Some(cell) = reader.next_cell().unwrap() {
        let text = match cell.get_value() {
            DataRef::Empty => continue,
            DataRef::SharedString(text) => (*text).to_owned(),
            DataRef::String(text) => text.clone(),
            DataRef::Float(number) => number.to_string(),
            other => panic!("unexpected cell {other:?}"),
        };
        found.insert(cell.get_position(), text);
    }
    found
}

/// The merged areas of the first sheet as first row, first column, last row, last column.
pub fn merges(bytes: &[u8]) -> Vec<(u32, u32, u32, u32)> {
    let mut book = open(bytes);
    let name = book.sheet_names()[0].clone();
    let mut areas: Vec<_> = book
        .merge_cells_by_sheet_name(&name)
        .unwrap()
        .iter()
        .map(|area| (area.start.0, area.start.1, area.end.0, area.end.1))
        .collect();
    areas.sort_unstable();
    areas
}

/// One part of the package as text.
pub fn part(bytes: &[u8], path: &str) -> String {
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).unwrap();
    let mut text = String::new();
    archive
        .by_name(path)
        .unwrap()
        .read_to_string(&mut text)
        .unwrap();
    text
}

/// Paths of the parts of a package.
pub fn names(bytes: &[u8]) -> Vec<String> {
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).unwrap();
    (0..archive.len())
        .map(|at| archive.by_index(at).unwrap().name().unwrap().into_owned())
        .collect()
}
