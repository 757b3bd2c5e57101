//! Files that mean harm or are broken: refused with the right reason, and with little memory.
#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::cast_possible_truncation
)]

use std::fmt::Write as _;
use std::io::{Cursor, Write};

use gongjie_reader::{Kind, file};
use zip::CompressionMethod;
use zip::write::{SimpleFileOptions, ZipWriter};

fn zipped(parts: &[(&str, Vec<u8>)]) -> Vec<u8> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    let options = SimpleFileOptions::default().compression_method(CompressionMethod::Deflated);
    for (name, bytes) in parts {
        zip.start_file(*name, options).unwrap();
        zip.write_all(bytes).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

/// A workbook of one sheet, with other parts beside it or instead of the usual ones.
fn book(sheet: &str, others: &[(&str, &str)]) -> Vec<u8> {
    let mut parts = vec![
        (
            "xl/workbook.xml",
            r#"<workbook xmlns:r="r"><sheets><sheet name="a" sheetId="1" r:id="rId1"/></sheets></workbook>"#,
        ),
        (
            "xl/_rels/workbook.xml.rels",
            r#"<Relationships><Relationship Id="rId1" Target="worksheets/sheet1.xml"/></Relationships>"#,
        ),
        ("xl/worksheets/sheet1.xml", sheet),
    ];
    parts.retain(|(name, _)| !others.iter().any(|(other, _)| other == name));
    parts.extend(others);
    let parts: Vec<_> = parts
        .into_iter()
        .map(|(name, text)| (name, text.as_bytes().to_vec()))
        .collect();
    zipped(&parts)
}

fn text_cell(text: &str) -> String {
    format!(
        r#"<worksheet><sheetData><row r="1"><c r="A1" t="inlineStr"><is><t>{text}</t></is></c></row></sheetData></worksheet>"#
    )
}

fn kind(bytes: &[u8]) -> Option<Kind> {
    file::open(bytes).err().map(|refusal| refusal.kind)
}

#[test]
fn the_plain_book_of_these_tests_is_read() {
    let book = file::open(&book(&text_cell("序号"), &[])).unwrap();
    assert_eq!(book.grids[0].rows[0].text(0), "序号");
}

#[test]
fn document_types_and_entities_are_refused_wherever_they_stand() {
    let laughs = r#"<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;">]>"#;
    let outside = r#"<!DOCTYPE x SYSTEM "file:///etc/passwd">"#;
    let plain = text_cell("a");
    for (name, bytes) in [
        (
            "in the sheet",
            book(&format!("{laughs}{}", text_cell("&b;")), &[]),
        ),
        ("outside entity", book(&format!("{outside}{plain}"), &[])),
        (
            "in the relations",
            book(
                &plain,
                &[(
                    "xl/_rels/workbook.xml.rels",
                    &format!("{outside}<Relationships/>"),
                )],
            ),
        ),
        (
            "in the strings",
            book(
                &plain,
                &[("xl/sharedStrings.xml", &format!("{laughs}<sst/>"))],
            ),
        ),
        (
            "in a part that is never read",
            book(&plain, &[("xl/theme/theme1.xml", &format!("{laughs}<a/>"))]),
        ),
        (
            "an entity without a declaration",
            book(&text_cell("&unknown;"), &[]),
        ),
        (
            "in a document",
            zipped(&[(
                "word/document.xml",
                format!("{laughs}<document/>").into_bytes(),
            )]),
        ),
    ] {
        assert_eq!(kind(&bytes), Some(Kind::Unsafe), "{name}");
    }
    // Another encoding could hide the same.
    let wide: Vec<u8> = [0xFF, 0xFE]
        .into_iter()
        .chain(
            format!("{laughs}{plain}")
                .encode_utf16()
                .flat_map(u16::to_le_bytes),
        )
        .collect();
    let hidden = zipped(&[
        ("xl/workbook.xml", br#"<workbook xmlns:r="r"><sheets><sheet name="a" r:id="rId1"/></sheets></workbook>"#.to_vec()),
        ("xl/_rels/workbook.xml.rels", br#"<Relationships><Relationship Id="rId1" Target="worksheets/sheet1.xml"/></Relationships>"#.to_vec()),
        ("xl/worksheets/sheet1.xml", wide),
    ]);
    assert_eq!(kind(&hidden), Some(Kind::Unsafe));
}

#[test]
fn bombs_are_refused_as_too_large() {
    let long = "a".repeat(200 * 1024 * 1024);
    assert_eq!(
        kind(&book(&text_cell(&long), &[])),
        Some(Kind::TooLarge),
        "one long text"
    );
    drop(long);
    let mut merges = String::from("<worksheet><sheetData/><mergeCells>");
    for row in 1..=120_000 {
        let _ = write!(merges, r#"<mergeCell ref="A{row}:B{row}"/>"#);
    }
    merges.push_str("</mergeCells></worksheet>");
    assert_eq!(
        kind(&book(&merges, &[])),
        Some(Kind::TooLarge),
        "merged areas"
    );
    let mut sheets = String::from(r#"<workbook xmlns:r="r"><sheets>"#);
    for at in 0..10_000 {
        let _ = write!(sheets, r#"<sheet name="{at}" r:id="rId1"/>"#);
    }
    sheets.push_str("</sheets></workbook>");
    assert_eq!(
        kind(&book(&text_cell("a"), &[("xl/workbook.xml", &sheets)])),
        Some(Kind::TooLarge),
        "sheets"
    );
    let many: Vec<(String, Vec<u8>)> = (0..5_000)
        .map(|at| (format!("x/{at}"), Vec::new()))
        .collect();
    let many: Vec<(&str, Vec<u8>)> = many
        .iter()
        .map(|(name, bytes)| (name.as_str(), bytes.clone()))
        .collect();
    assert_eq!(kind(&zipped(&many)), Some(Kind::TooLarge), "entries");
}

#[test]
fn shared_strings_used_again_and_again_are_counted_where_they_are_used() {
    let long = "好".repeat(30_000);
    let mut sheet = String::from("<worksheet><sheetData>");
    for row in 1..=3_000 {
        let _ = write!(
            sheet,
            r#"<row r="{row}"><c r="A{row}" t="s"><v>0</v></c></row>"#
        );
    }
    sheet.push_str("</sheetData></worksheet>");
    let strings = format!("<sst><si><t>{long}</t></si></sst>");
    assert_eq!(
        kind(&book(&sheet, &[("xl/sharedStrings.xml", &strings)])),
        Some(Kind::TooLarge)
    );
}

#[test]
fn far_corners_cost_nothing() {
    let sheet = r#"<worksheet><sheetData><row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="XFD1048576"><v>2</v></c></row></sheetData><mergeCells><mergeCell ref="A1:XFD1048576"/></mergeCells></worksheet>"#;
    let read = file::open(&book(sheet, &[])).unwrap();
    assert_eq!(read.grids[0].rows.len(), 2);
    assert!(!gongjie_reader::judge::book(&read, &gongjie_reader::Options::default()).has_ledger());
    let beyond = r#"<worksheet><sheetData><row r="1048577"><c r="XFE1048577"><v>2</v></c></row></sheetData></worksheet>"#;
    assert_eq!(kind(&book(beyond, &[])), Some(Kind::Damaged));
}

#[test]
#[expect(clippy::too_many_lines, reason = "a table of files")]
fn broken_and_foreign_files_say_what_they_are() {
    let whole = book(&text_cell("序号"), &[]);
    let deep = format!(
        "<worksheet>{}{}</worksheet>",
        "<a>".repeat(5_000),
        "</a>".repeat(5_000)
    );
    let protected: Vec<u8> = [0xD0, 0xCF, 0x11, 0xE0]
        .into_iter()
        .chain([0; 600])
        .chain("EncryptedPackage".encode_utf16().flat_map(u16::to_le_bytes))
        .collect();
    for (name, bytes, want) in [
        (
            "a relation that leaves the file",
            book(
                "<worksheet/>",
                &[(
                    "xl/_rels/workbook.xml.rels",
                    r#"<Relationships><Relationship Id="rId1" Target="../../../etc/passwd"/></Relationships>"#,
                )],
            ),
            Kind::Damaged,
        ),
        ("nothing", Vec::new(), Kind::Empty),
        ("blanks", b" \n \n".to_vec(), Kind::Empty),
        (
            "half a file",
            whole[..whole.len() / 2].to_vec(),
            Kind::Damaged,
        ),
        (
            "another zip",
            zipped(&[("a.txt", b"a".to_vec())]),
            Kind::Unsupported,
        ),
        (
            "OpenDocument",
            zipped(&[("content.xml", b"<a/>".to_vec())]),
            Kind::Unsupported,
        ),
        (
            "a picture",
            b"\x89PNG\r\n\x1a\n....".to_vec(),
            Kind::Unsupported,
        ),
        ("a PDF", b"%PDF-1.7 ...".to_vec(), Kind::Unsupported),
        (
            "noise",
            (0..4_000_u32)
                .map(|n| (n.wrapping_mul(2_654_435_761) >> 13) as u8)
                .collect(),
            Kind::Unsupported,
        ),
        ("a password", protected, Kind::Protected),
        (
            "an OLE file of nothing",
            [0xD0, 0xCF, 0x11, 0xE0]
                .into_iter()
                .chain([0; 3_000])
                .collect(),
            Kind::Damaged,
        ),
        (
            "elements inside each other",
            book(&deep, &[]),
            Kind::Damaged,
        ),
        (
            "a page without a table",
            b"<html><body>hello</body></html>".to_vec(),
            Kind::Unsupported,
        ),
        (
            "XML that is no page",
            b"<?xml version=\"1.0\"?><a/>".to_vec(),
            Kind::Unsupported,
        ),
    ] {
        assert_eq!(kind(&bytes), Some(want), "{name}");
    }
}

#[test]
fn pages_inside_pages_and_wide_cells_do_not_hang() {
    let deep = format!(
        "<html><body>{}<table><tr><td>a</td></tr></table>",
        "<div>".repeat(100_000)
    );
    assert_eq!(kind(deep.as_bytes()), Some(Kind::Damaged));
    let wide = format!(
        "<table>{}</table>",
        "<tr><td colspan=1000 rowspan=60000>难题</td></tr>".repeat(300)
    );
    assert!(file::open(wide.as_bytes()).is_ok() || kind(wide.as_bytes()) == Some(Kind::Damaged));
}
