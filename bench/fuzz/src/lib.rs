//! What the fuzz targets share: a foreign part put into an otherwise sound container, so that its parser is what is fuzzed.

use std::io::{Cursor, Write};

use gongjie_reader::{Options, file, judge};
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

/// A container with parts that are stored as they are.
fn zipped(parts: &[(&str, &[u8])]) -> Vec<u8> {
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    let stored = SimpleFileOptions::default().compression_method(zip::CompressionMethod::Stored);
    for (name, bytes) in parts {
        if writer.start_file(*name, stored).is_err() || writer.write_all(bytes).is_err() {
            return Vec::new();
        }
    }
    writer.finish().map(Cursor::into_inner).unwrap_or_default()
}

const TYPES: &[u8] = br#"<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>"#;

/// A workbook whose one sheet and shared strings are these bytes.
pub fn workbook(sheet: &[u8], strings: &[u8]) -> Vec<u8> {
    zipped(&[
        ("[Content_Types].xml", TYPES),
        ("_rels/.rels", br#"<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="xl/workbook.xml"/></Relationships>"#),
        ("xl/workbook.xml", br#"<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets><sheet name="S" sheetId="1" r:id="rId1"/></sheets></workbook>"#),
        ("xl/_rels/workbook.xml.rels", br#"<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet1.xml"/><Relationship Id="rId2" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/sharedStrings" Target="sharedStrings.xml"/></Relationships>"#),
        ("xl/worksheets/sheet1.xml", sheet),
        ("xl/sharedStrings.xml", strings),
    ])
}

/// A document whose body is these bytes.
pub fn document(body: &[u8]) -> Vec<u8> {
    zipped(&[
        ("[Content_Types].xml", TYPES),
        ("_rels/.rels", br#"<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="word/document.xml"/></Relationships>"#),
        ("word/document.xml", body),
    ])
}

/// Opens and judges: a refusal is an answer, a panic is a fault.
pub fn read(bytes: &[u8]) {
    if let Ok(book) = file::open(bytes) {
        judge::book(
            &book,
            &Options {
                year: Some(2026),
                ..Options::default()
            },
        );
    }
}

/// Whether the bytes are an old workbook: its library panics on damaged ones, which end a child process and nothing else.
pub fn is_old_workbook(bytes: &[u8]) -> bool {
    bytes.starts_with(&[0xD0, 0xCF, 0x11, 0xE0])
}
