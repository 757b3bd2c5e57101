//! Rows written into an office's own sheet: what was there stays, what stands below moves, no text is a formula.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic
)]

mod support;

use gongjie_paper::*;
use rust_xlsxwriter::{Format, FormatBorder};
use support::*;

const SHEET1: &str = "xl/worksheets/sheet1.xml";

/// The sheet of an office: title, header in row 3, two empty rows, a line to sign; a second sheet beside it.
fn office() -> Vec<u8> {
    let mut book = rust_xlsxwriter::Workbook::new();
    let line = Format::new().set_border(FormatBorder::Thin).set_text_wrap();
    let head = Format::new().set_bold().set_border(FormatBorder::Thin);
    let paper = book.add_worksheet();
    paper.set_name("工作台账").unwrap();
    paper
        .merge_range(0, 0, 0, 4, "某局结对工作台账", &head)
        .unwrap();
    for (column, text) in ["序号", "难题", "举措", "举措", "责任单位"]
        .iter()
        .enumerate()
    {
        let column = u16::try_from(column).unwrap();
        paper
            .write_string_with_format(2, column, *text, &head)
            .unwrap();
        for row in 3..5 {
            paper.write_blank(row, column, &line).unwrap();
        }
    }
    paper.merge_range(2, 2, 2, 3, "举措", &head).unwrap();
    for row in 3..5 {
        paper.merge_range(row, 2, row, 3, "", &line).unwrap();
        paper.set_row_height(row, 40).unwrap();
    }
    paper
        .merge_range(5, 0, 5, 4, "负责人签字：", &head)
        .unwrap();
    paper.set_column_width(1, 30).unwrap();
    paper.set_print_area(0, 0, 5, 4).unwrap();
    paper.set_repeat_rows(2, 2).unwrap();
    paper.set_landscape();
    let other = book.add_worksheet();
    other.set_name("填表说明").unwrap();
    other.write_string(9, 0, "逐条填写").unwrap();
    book.save_to_buffer().unwrap()
}

fn slot() -> Slot {
    Slot {
        sheet: 0,
        head: 3,
        foot: Some(6),
        columns: vec![0, 1, 2, 4],
    }
}

/// So many problems with two measures each.
fn data(problems: i64) -> Vec<Row> {
    let rows = (1..=problems).flat_map(|n| {
        [
            Row::from(vec![
                Cell::integer(n),
                Cell::text(format!("难题{n}")),
                Cell::text("=1+1"),
                Cell::text("教务处 & <后勤>"),
            ]),
            Row::from(vec![
                Cell::merged_up(),
                Cell::merged_up(),
                Cell::text("错峰就餐\n_x0041_"),
                Cell::blank(),
            ]),
        ]
    });
    rows.collect()
}

#[test]
fn rows_come_in_and_the_rest_moves_down() {
    let office = office();
    let filled = fill_xlsx(&office, &slot(), &data(4)).unwrap();
    let found = cells(&filled, "工作台账");
    assert_eq!(found[&(0, 0)], "某局结对工作台账");
    assert_eq!(found[&(2, 4)], "责任单位");
    assert_eq!(found[&(3, 0)], "1");
    assert_eq!(found[&(3, 2)], "=1+1");
    assert_eq!(found[&(4, 2)], "错峰就餐\n_x0041_");
    assert_eq!(found[&(9, 1)], "难题4");
    assert_eq!(found[&(9, 4)], "教务处 & <后勤>");
    assert_eq!(found[&(11, 0)], "负责人签字：");
    assert!(!found.contains_key(&(5, 4)) || found[&(5, 4)] != "负责人签字：");
    let merged = merges(&filled);
    for area in [
        (0, 0, 0, 4),
        (2, 2, 2, 3),
        (11, 0, 11, 4),
        (3, 0, 4, 0),
        (9, 1, 10, 1),
        (10, 2, 10, 3),
    ] {
        assert!(merged.contains(&area), "{area:?} of {merged:?}");
    }
    assert!(!merged.contains(&(5, 0, 5, 4)));
    let workbook = part(&filled, "xl/workbook.xml");
    assert!(workbook.contains("$A$1:$E$12"), "{workbook}");
    assert!(workbook.contains("工作台账!$3:$3"), "{workbook}");
    let xml = part(&filled, SHEET1);
    assert!(xml.contains("<dimension ref=\"A1:E12\"/>"));
    assert_eq!(xml.matches("ht=\"40\"").count(), 8);
}

#[test]
fn everything_else_stays_byte_for_byte() {
    let office = office();
    let filled = fill_xlsx(&office, &slot(), &data(4)).unwrap();
    assert_eq!(names(&office), names(&filled));
    for name in names(&office) {
        let changed = [SHEET1, "xl/workbook.xml", "xl/styles.xml"].contains(&name.as_str());
        if !changed {
            assert_eq!(part(&office, &name), part(&filled, &name), "{name}");
        }
    }
    let (before, after) = (part(&office, SHEET1), part(&filled, SHEET1));
    for piece in ["<cols>", "<sheetViews>", "<pageMargins", "<pageSetup"] {
        let of = |xml: &str| {
            let from = xml.find(piece).unwrap();
            xml[from..].split_inclusive('>').take(2).collect::<String>()
        };
        assert_eq!(of(&before), of(&after), "{piece}");
    }
    let styles = part(&filled, "xl/styles.xml");
    assert_eq!(
        styles.matches("quotePrefix=\"1\"").count(),
        1,
        "one style is copied"
    );
    assert_eq!(filled, fill_xlsx(&office, &slot(), &data(4)).unwrap());
}

#[test]
fn texts_stay_texts() {
    let filled = fill_xlsx(&office(), &slot(), &data(2)).unwrap();
    let xml = part(&filled, SHEET1);
    assert!(!xml.contains("<f>") && !xml.contains("<f "));
    let cell = xml.split("<c r=\"C4\"").nth(1).unwrap();
    let tag = cell.split('>').next().unwrap();
    let style: usize = tag
        .split("s=\"")
        .nth(1)
        .unwrap()
        .split('"')
        .next()
        .unwrap()
        .parse()
        .unwrap();
    let styles = part(&filled, "xl/styles.xml");
    let all = styles.split("<cellXfs").nth(1).unwrap();
    let own = all.split("<xf ").nth(style + 1).unwrap();
    assert!(own.split('>').next().unwrap().contains("quotePrefix=\"1\""));
    assert!(tag.contains("t=\"inlineStr\""));
}

#[test]
fn fewer_rows_than_were_left_empty_leave_the_rest_as_it_was() {
    let office = office();
    let one = vec![Row::from(vec![Cell::integer(1), Cell::text("甲")])];
    let filled = fill_xlsx(&office, &slot(), &one).unwrap();
    let found = cells(&filled, "工作台账");
    assert_eq!(found[&(3, 1)], "甲");
    assert_eq!(found[&(5, 0)], "负责人签字：");
    assert!(merges(&filled).contains(&(4, 2, 4, 3)));
    assert_eq!(
        part(&office, "xl/workbook.xml"),
        part(&filled, "xl/workbook.xml")
    );
    assert_eq!(
        cells(&fill_xlsx(&office, &slot(), &[]).unwrap(), "工作台账"),
        cells(&office, "工作台账")
    );
}

#[test]
fn a_sheet_without_empty_rows_takes_rows_below_its_header() {
    let mut book = rust_xlsxwriter::Workbook::new();
    let paper = book.add_worksheet();
    paper.write_string(0, 0, "难题").unwrap();
    paper.write_string(0, 1, "举措").unwrap();
    paper.write_string(1, 0, "注：逐条填写").unwrap();
    let bytes = book.save_to_buffer().unwrap();
    let slot = Slot {
        sheet: 0,
        head: 1,
        foot: Some(2),
        columns: vec![0, 1],
    };
    let rows = vec![Row::from(vec![Cell::text("甲"), Cell::text("乙")]); 3];
    let found = cells(&fill_xlsx(&bytes, &slot, &rows).unwrap(), "Sheet1");
    assert_eq!(found[&(3, 1)], "乙");
    assert_eq!(found[&(4, 0)], "注：逐条填写");
}

#[test]
fn formulas_and_damage_are_refused() {
    let mut book = rust_xlsxwriter::Workbook::new();
    let paper = book.add_worksheet();
    paper.write_string(0, 0, "难题").unwrap();
    paper.write_formula(3, 0, "=COUNTA(A2:A3)").unwrap();
    let bytes = book.save_to_buffer().unwrap();
    let slot = Slot {
        sheet: 0,
        head: 1,
        foot: Some(4),
        columns: vec![0],
    };
    let rows = vec![Row::from(vec![Cell::text("甲")])];
    assert!(matches!(
        fill_xlsx(&bytes, &slot, &rows),
        Err(FillError::HasFormula)
    ));
    let far = Slot {
        sheet: 5,
        ..slot.clone()
    };
    assert!(matches!(
        fill_xlsx(&bytes, &far, &rows),
        Err(FillError::NoSheet)
    ));
    assert!(matches!(
        fill_xlsx(b"PK", &slot, &rows),
        Err(FillError::Damaged(_))
    ));
    let office = office();
    for cut in (0..office.len()).step_by(97) {
        drop(fill_xlsx(&office[..cut], &slot, &rows));
    }
}

#[test]
fn macros_and_links_to_elsewhere_are_not_sent_on() {
    use std::io::Write as _;
    for path in ["xl/vbaProject.bin", "xl/externalLinks/externalLink1.xml"] {
        let mut zip = zip::ZipWriter::new_append(std::io::Cursor::new(office())).unwrap();
        zip.start_file(path, zip::write::SimpleFileOptions::default())
            .unwrap();
        zip.write_all(b"x").unwrap();
        let bytes = zip.finish().unwrap().into_inner();
        assert!(matches!(
            fill_xlsx(&bytes, &slot(), &data(1)),
            Err(FillError::IsActive)
        ));
    }
}
