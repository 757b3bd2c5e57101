//! Two hundred texts that a program might calculate, written in every format and opened again: each stays a text.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic
)]

mod support;

use std::collections::BTreeSet;

use calamine::Reader as _;
use gongjie_paper::*;
use support::*;

/// What stands before the sign that begins a formula.
const BEFORE: [&str; 10] = [
    "", " ", "\u{3000}", "\u{feff}", "\"", "'", "“", "\n", "\r\n", "\0",
];
/// Signs that begin a formula, and their full-width twins.
const SIGNS: [&str; 10] = ["=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠"];
const AFTER: [&str; 2] = ["1+1", "cmd|' /C calc'!A0"];

fn payloads() -> Vec<String> {
    let all = BEFORE.iter().flat_map(|before| {
        SIGNS.iter().flat_map(move |sign| {
            AFTER
                .iter()
                .map(move |after| format!("{before}{sign}{after}"))
        })
    });
    all.collect()
}

/// A sheet that has the payloads in every place that takes a text.
fn sheet() -> Sheet {
    let payloads = payloads();
    let mut sheet = Sheet::new("=1+1", vec![Column::new("=1+1", 10).grouped("@x"); 2]);
    sheet.columns.push(Column::new("+1", 20));
    sheet.title = "=1+1".into();
    sheet.meta = vec!["=1+1".into(), "-1".into()];
    sheet.intro = "+1+1".into();
    sheet.footer = vec!["@SUM(A1)".into(), "\t=1".into()];
    for payload in &payloads {
        sheet.rows.push(Row::from(vec![
            Cell::text(payload),
            Cell::text(payload).commented(payload),
            Cell::text(payload).linked("https://x.edu.cn/"),
        ]));
    }
    sheet
}

/// The texts as they may come back: without control characters, breaks as one.
fn kept(raw: &str) -> String {
    safe_text(raw).text.into_owned()
}

/// Attributes of the first element `name` from `xml` on, by its number.
fn element(xml: &str, name: &str, number: usize) -> String {
    let open = format!("<{name} ");
    xml.split(&open)
        .nth(number + 1)
        .unwrap()
        .split('>')
        .next()
        .unwrap()
        .to_owned()
}

fn value<'a>(attributes: &'a str, name: &str) -> Option<&'a str> {
    let start = format!("{name}=\"");
    attributes.split(&start).nth(1)?.split('"').next()
}

/// Every fault that a workbook has.
fn faults_of_xlsx(bytes: &[u8], sheet: &Sheet) -> Vec<String> {
    let xml = part(bytes, "xl/worksheets/sheet1.xml");
    let mut faults = Vec::new();
    if xml.contains("<f>") || xml.contains("<f ") {
        faults.push("a cell holds a formula".to_owned());
    }
    let styles = part(bytes, "xl/styles.xml");
    let cell_styles = styles.split("<cellXfs").nth(1).unwrap();
    let cells = cells(bytes, &open(bytes).sheet_names()[0]);
    for (index, row) in sheet.rows.iter().enumerate() {
        let line = u32::try_from(index).unwrap() + 5;
        for (column, cell) in row.cells.iter().enumerate() {
            let name = format!("{}{}", ["A", "B", "C"][column], line + 1);
            let Value::Text(raw) = &cell.value else {
                continue;
            };
            let at = (line, u32::try_from(column).unwrap());
            if cells.get(&at) != Some(&kept(raw)) {
                faults.push(format!("{name}: {raw:?} came back as {:?}", cells.get(&at)));
            }
            let tag = xml.split(&format!("<c r=\"{name}\"")).nth(1).unwrap();
            let tag = tag.split('>').next().unwrap();
            let style = value(tag, " s").map_or(0, |style| style.parse().unwrap());
            let is_marked = value(&element(cell_styles, "xf", style), "quotePrefix") == Some("1");
            if !is_marked || value(tag, " t") != Some("s") {
                faults.push(format!("{name}: {raw:?} is not marked as a text"));
            }
        }
    }
    faults
}

fn faults_of_csv(bytes: &[u8], sheet: &Sheet) -> Vec<String> {
    let text = std::str::from_utf8(bytes)
        .unwrap()
        .trim_start_matches('\u{feff}');
    let mut reader = csv::ReaderBuilder::new()
        .has_headers(false)
        .from_reader(text.as_bytes());
    let records: Vec<csv::StringRecord> = reader.records().map(Result::unwrap).collect();
    let mut faults = Vec::new();
    if records.len() != sheet.rows.len() + 1 {
        faults.push(format!("{} records", records.len()));
    }
    for (record, row) in records.iter().skip(1).zip(&sheet.rows) {
        for (field, cell) in record.iter().zip(&row.cells) {
            if field != format!("'{}", kept(&cell.value.display())) {
                faults.push(format!("{field:?}"));
            }
        }
    }
    faults
}

fn faults_of_docx(bytes: &[u8], sheet: &Sheet) -> Vec<String> {
    let mut faults = Vec::new();
    let mut codes = BTreeSet::new();
    for name in names(bytes) {
        let xml = part(bytes, &name);
        for word in [
            "instrText",
            "fldChar",
            "hyperlink",
            "TargetMode",
            "oleObject",
            "attachedTemplate",
            "<w:altChunk",
        ] {
            if xml.contains(word) {
                faults.push(format!("{name} holds {word}"));
            }
        }
        let fields = xml.split("w:instr=\"").skip(1);
        codes.extend(fields.map(|rest| rest.split('"').next().unwrap().trim().to_owned()));
    }
    if codes != BTreeSet::from(["PAGE".to_owned(), "NUMPAGES".to_owned()]) {
        faults.push(format!("fields {codes:?}"));
    }
    let xml = part(bytes, "word/document.xml");
    let mut texts = Vec::new();
    for cell in xml.split("<w:tc>").skip(1) {
        let cell = cell.split("</w:tc>").next().unwrap();
        let plain = cell
            .replace("<w:br/>", "<w:t>\n</w:t>")
            .replace("<w:tab/>", "<w:t>\t</w:t>");
        let words = plain.split("<w:t").skip(1).filter_map(|rest| {
            let (head, rest) = rest.split_once('>')?;
            (head.is_empty() || head.starts_with(' ')).then(|| rest.split("</w:t>").next().unwrap())
        });
        texts.push(
            words
                .collect::<String>()
                .replace("&quot;", "\"")
                .replace("&amp;", "&"),
        );
    }
    let body = &texts[texts.len() - sheet.rows.len() * sheet.columns.len()..];
    let wanted = sheet.rows.iter().flat_map(|row| &row.cells);
    for (text, cell) in body.iter().zip(wanted) {
        if *text != kept(&cell.value.display()) {
            faults.push(format!("{:?} came back as {text:?}", cell.value.display()));
        }
    }
    faults
}

#[test]
fn no_payload_is_a_formula_in_any_format() {
    assert_eq!(payloads().len(), 200);
    let sheet = sheet();
    let book = Workbook {
        sheets: vec![sheet.clone()],
    };
    let xlsx = write_xlsx(&book, &properties()).unwrap();
    let csv = write_csv(&sheet).unwrap();
    let docx = write_docx(&book, &properties(), Preset::Gb9704).unwrap();
    for (format, faults) in [
        ("xlsx", faults_of_xlsx(&xlsx, &sheet)),
        ("csv", faults_of_csv(&csv, &sheet)),
        ("docx", faults_of_docx(&docx, &sheet)),
    ] {
        assert!(faults.is_empty(), "{format}: {}", faults.join("\n"));
    }
}

/// The looking finds what it looks for: files with a formula, a bare cell and a field in them are told from good ones.
#[test]
fn a_file_with_a_formula_is_found() {
    let mut sheet = Sheet::new("s", vec![Column::new("a", 10)]);
    sheet.title = "t".into();
    sheet.meta = vec!["m".into()];
    sheet.intro = "i".into();
    sheet.columns = vec![Column::new("a", 10).grouped("g")];
    sheet.rows = vec![Row::from(vec![Cell::text("=1+1")])];
    let mut book = rust_xlsxwriter::Workbook::new();
    let paper = book.add_worksheet();
    paper.write_formula(5, 0, "=1+1").unwrap();
    let faults = faults_of_xlsx(&book.save_to_buffer().unwrap(), &sheet);
    assert!(faults.iter().any(|f| f.contains("formula")), "{faults:?}");
    assert!(
        faults.iter().any(|f| f.contains("not marked")),
        "{faults:?}"
    );
    assert_eq!(faults_of_csv(b"\"a\"\r\n\"=1+1\"\r\n", &sheet).len(), 1);
    let good = Workbook {
        sheets: vec![sheet.clone()],
    };
    let docx = write_docx(&good, &properties(), Preset::Gb9704).unwrap();
    let bad = changed(&docx, "word/document.xml", |xml| {
        xml.replacen(
            "<w:r>",
            "<w:r><w:instrText>DDEAUTO c</w:instrText></w:r><w:r>",
            1,
        )
    });
    assert!(faults_of_docx(&docx, &sheet).is_empty());
    assert_eq!(faults_of_docx(&bad, &sheet).len(), 1);
}

/// The same package with one part changed.
fn changed(bytes: &[u8], path: &str, change: impl Fn(String) -> String) -> Vec<u8> {
    use std::io::Write as _;
    let mut out = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    for name in names(bytes) {
        let text = part(bytes, &name);
        let text = if name == path { change(text) } else { text };
        out.start_file(name, zip::write::SimpleFileOptions::default())
            .unwrap();
        out.write_all(text.as_bytes()).unwrap();
    }
    out.finish().unwrap().into_inner()
}
