//! Every sheet of the collection is read as a clerk means it, and nothing that is wrong looks certain.
#![allow(clippy::unwrap_used)]

use std::path::Path;

use gongjie_reading::{Score, compare, sheets};

#[test]
fn no_cell_is_wrong_without_a_doubt() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("sheets");
    let sheets = sheets(&folder).unwrap();
    assert!(sheets.len() >= 40, "{} sheets", sheets.len());
    let mut total = Score::default();
    let mut silent = Vec::new();
    for (sheet, truth) in &sheets {
        let (score, findings) = compare(sheet, truth).unwrap();
        let name = sheet.file_name().unwrap().to_string_lossy().into_owned();
        silent.extend(
            findings
                .into_iter()
                .filter(|finding| finding.is_silent)
                .map(|finding| format!("{name}: {}", finding.text)),
        );
        total.add(&score);
    }
    assert!(silent.is_empty(), "{}", silent.join("\n"));
    assert!(total.cells > 5_000, "{} cells judged", total.cells);
    assert_eq!(total.headers_right, total.headers);
    assert_eq!(total.mappings_right, total.mappings);
    assert_eq!(total.sheets_right, total.sheets);
    // Doubted cells may be wrong; few are.
    assert!(
        total.right * 1000 >= total.cells * 995,
        "{} of {} right",
        total.right,
        total.cells
    );
}

/// The comparison itself sees a wrong cell: a truth that says something else is not met.
#[test]
fn a_wrong_truth_is_seen() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("sheets");
    let (sheet, truth) = sheets(&folder).unwrap().into_iter().next().unwrap();
    let text = std::fs::read_to_string(&truth).unwrap();
    let mut value: serde_json::Value = serde_json::from_str(&text).unwrap();
    *value.pointer_mut("/sheets/0/records/0/problem").unwrap() = "另一个难题".into();
    let wrong = std::env::temp_dir().join(format!("gongjie-truth-{}.json", std::process::id()));
    std::fs::write(&wrong, value.to_string()).unwrap();
    let (score, _) = compare(&sheet, &wrong).unwrap();
    std::fs::remove_file(&wrong).unwrap();
    assert_eq!(score.silent, 1);
}

/// No row is lost on the way: below the header each is a record, a named kind of other row, or holds nothing but its number.
#[test]
fn every_row_is_accounted_for() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("sheets");
    let mut rows = 0;
    let mut lost = Vec::new();
    for (path, _) in sheets(&folder).unwrap() {
        let book = gongjie_reader::file::open(&std::fs::read(&path).unwrap()).unwrap();
        let report = gongjie_reader::judge::book(&book, &gongjie_reader::Options::default());
        for (grid, sheet) in book.grids.iter().zip(&report.sheets) {
            let last = sheet.header_rows.last().copied().unwrap_or(u32::MAX);
            for row in grid.rows.iter().filter(|row| row.number > last) {
                rows += 1;
                let is_number = |text: &str| text.chars().all(|c| c.is_ascii_digit());
                let is_empty = row.cells.iter().all(|cell| is_number(&cell.text));
                let is_known = sheet.records.iter().any(|record| record.row == row.number)
                    || sheet
                        .skipped_rows
                        .iter()
                        .any(|skipped| skipped.row == row.number)
                    || sheet.footer_rows.contains(&row.number);
                if !is_known && !is_empty {
                    let name = path.file_name().unwrap().to_string_lossy();
                    lost.push(format!("{name} row {}: {:?}", row.number, row.cells));
                }
            }
        }
    }
    assert!(rows > 500, "{rows} rows looked at");
    assert!(lost.is_empty(), "{}", lost.join("\n"));
}
