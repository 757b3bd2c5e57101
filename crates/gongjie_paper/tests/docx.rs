//! Written documents, opened again: tables, page set-up, styles, bytes.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic
)]

mod support;

use gongjie_paper::*;
use support::*;

const DOCUMENT: &str = "word/document.xml";

fn document(sheets: Vec<Sheet>, preset: Preset) -> Vec<u8> {
    write_docx(&Workbook { sheets }, &properties(), preset).unwrap()
}

fn count(text: &str, part: &str) -> usize {
    text.matches(part).count()
}

#[test]
fn the_table_has_a_repeated_header_and_merged_cells() {
    let bytes = document(vec![ledger()], Preset::Gb9704);
    let xml = part(&bytes, DOCUMENT);
    assert_eq!(count(&xml, "<w:tblHeader/>"), 2, "both rows of the header");
    assert_eq!(count(&xml, "<w:gridSpan w:val=\"2\"/>"), 1);
    // Two columns of the header over two rows, two cells of the problem over its measures.
    assert_eq!(count(&xml, "<w:vMerge w:val=\"restart\"/>"), 4);
    assert_eq!(count(&xml, "<w:vMerge/>"), 4);
    assert_eq!(count(&xml, "<w:tr>"), 5);
    assert!(xml.contains("w:fill=\"FFC7CE\""));
    assert!(xml.contains("85.7%") && xml.contains("<w:jc w:val=\"right\"/>"));
    assert!(xml.contains("填报时间：2022年9月") && xml.contains("负责人签字："));
    let grid: u32 = xml
        .split("<w:gridCol w:w=\"")
        .skip(1)
        .map(|rest| rest.split('"').next().unwrap().parse::<u32>().unwrap())
        .sum();
    assert!(xml.contains(&format!("<w:tblW w:w=\"{grid}\"")), "{grid}");
}

#[test]
fn the_page_and_its_numbers_are_those_of_official_papers() {
    let bytes = document(vec![ledger()], Preset::Gb9704);
    let xml = part(&bytes, DOCUMENT);
    assert!(xml.contains("w:w=\"16838\" w:h=\"11906\" w:orient=\"landscape\""));
    assert!(xml.contains("w:top=\"1587\" w:right=\"2098\" w:bottom=\"1474\" w:left=\"1984\""));
    let footer = part(&bytes, "word/footer1.xml");
    assert!(footer.contains("第 </w:t>") && footer.contains(" 页 共 </w:t>"));
    assert_eq!(count(&footer, "w:instr=\" PAGE \""), 1);
    assert_eq!(count(&footer, "w:instr=\" NUMPAGES \""), 1);
    let styles = part(&bytes, "word/styles.xml");
    for font in ["方正小标宋简体", "黑体", "仿宋_GB2312", "楷体_GB2312"] {
        assert!(styles.contains(&format!("w:eastAsia=\"{font}\"")), "{font}");
        assert!(part(&bytes, "word/fontTable.xml").contains(&format!("w:name=\"{font}\"")));
    }
    assert!(styles.contains("w:line=\"560\" w:lineRule=\"exact\""));
    let house = document(vec![ledger()], Preset::House);
    let styles = part(&house, "word/styles.xml");
    assert!(
        styles.contains("思源宋体") && styles.contains("思源黑体") && !styles.contains("GB2312")
    );
}

#[test]
fn sheets_have_sections_of_their_own_unless_they_go_on() {
    let mut upright = ledger();
    upright.orientation = Orientation::Portrait;
    let mut further = upright.clone();
    further.goes_on = true;
    further.footer.clear();
    let xml = part(
        &document(vec![ledger(), upright, further], Preset::Gb9704),
        DOCUMENT,
    );
    assert_eq!(count(&xml, "<w:sectPr>"), 2);
    assert_eq!(count(&xml, "w:val=\"Heading\""), 1);
    assert_eq!(count(&xml, "w:val=\"Title\""), 2);
    assert!(xml.ends_with("</w:sectPr></w:body></w:document>"));
    assert!(
        !xml.contains("</w:tbl><w:sectPr>"),
        "no table ends a section"
    );
}

#[test]
fn the_same_input_gives_the_same_bytes_and_every_part_is_well_formed() {
    let once = document(vec![ledger()], Preset::Gb9704);
    assert_eq!(once, document(vec![ledger()], Preset::Gb9704));
    let mut archive = zip::ZipArchive::new(std::io::Cursor::new(&once)).unwrap();
    let names = names(&once);
    assert_eq!(names.len(), 10);
    for name in names {
        assert_eq!(
            archive.by_name(&name).unwrap().last_modified().unwrap(),
            zip::DateTime::default()
        );
        let xml = part(&once, &name);
        let mut reader = quick_xml::Reader::from_str(&xml);
        while !matches!(
            reader
                .read_event()
                .unwrap_or_else(|e| panic!("{name}: {e}")),
            quick_xml::events::Event::Eof
        ) {}
    }
    assert!(part(&once, "docProps/core.xml").contains("2022-06-21T00:00:00Z"));
}

#[test]
fn what_word_cannot_hold_is_refused() {
    let wide = Sheet::new("s", vec![Column::new("a", 4); MAX_DOCUMENT_COLUMNS + 1]);
    let mut long = Sheet::new("s", vec![Column::new("a", 4)]);
    long.rows = vec![Row::from(vec![Cell::text("x")]); MAX_DOCUMENT_ROWS];
    for sheet in [wide, long] {
        let book = Workbook {
            sheets: vec![sheet],
        };
        let refused = write_docx(&book, &properties(), Preset::Gb9704);
        assert!(matches!(
            refused,
            Err(PaperError::TooLargeForDocument { .. })
        ));
    }
}
