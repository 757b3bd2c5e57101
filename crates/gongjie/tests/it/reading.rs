//! `gongjie read`: what it prints, how it ends, and that hostile files end only the child.

use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use serde_json::Value;

fn sheets() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../bench/reading/sheets")
}

fn read(arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_gongjie"))
        .arg("read")
        .args(arguments)
        .output()
        .unwrap()
}

fn json(output: &Output) -> Value {
    serde_json::from_slice(&output.stdout).unwrap()
}

/// A file that this test writes and takes away.
struct Written(PathBuf);

impl Written {
    fn new(name: &str, bytes: &[u8]) -> Self {
        let path = std::env::temp_dir().join(format!("gongjie-{}-{name}", std::process::id()));
        std::fs::write(&path, bytes).unwrap();
        Self(path)
    }

    fn path(&self) -> &str {
        self.0.to_str().unwrap()
    }
}

impl Drop for Written {
    fn drop(&mut self) {
        std::fs::remove_file(&self.0).unwrap();
    }
}

#[test]
fn the_json_has_the_keys_that_scripts_rely_on() {
    let file = sheets().join("02-two-level-pairing.xlsx");
    let output = read(&[file.to_str().unwrap(), "--json"]);
    assert_eq!(output.status.code(), Some(0));
    let report = json(&output);
    let sheet = &report["sheets"][0];
    for key in [
        "name",
        "is_ledger",
        "why",
        "header_rows",
        "header",
        "mapping",
        "columns",
        "meta",
        "footer_rows",
        "skipped_rows",
        "records",
        "doubts",
    ] {
        assert!(sheet.get(key).is_some(), "{key}");
    }
    let record = &sheet["records"][0];
    for key in [
        "row",
        "part",
        "no",
        "title",
        "problem",
        "measure",
        "lead",
        "lead_open",
        "partner",
        "partner_open",
        "owner",
        "owner_phone",
        "owner_leader",
        "due",
        "paired_on",
        "theme",
        "section",
        "class",
        "outcome",
        "progress",
        "closed",
        "note",
        "extra",
        "cells",
    ] {
        assert!(record.get(key).is_some(), "{key}");
    }
}

#[test]
fn headings_stand_in_the_order_of_the_columns() {
    let file = sheets().join("02-two-level-pairing.xlsx");
    let output = read(&[file.to_str().unwrap(), "--json"]);
    let report = json(&output);
    let sheet = &report["sheets"][0];
    // Keys of the mapping stand in the order of the columns.
    let headings: Vec<&str> = sheet["header"]
        .as_array()
        .unwrap()
        .iter()
        .filter_map(Value::as_str)
        .collect();
    let text = String::from_utf8(output.stdout).unwrap();
    let mapping = text
        .split("\"mapping\":{")
        .nth(1)
        .unwrap()
        .split('}')
        .next()
        .unwrap();
    let places: Vec<Option<usize>> = headings
        .iter()
        .map(|h| mapping.find(&format!("\"{h}\":")))
        .collect();
    assert!(
        places.iter().all(Option::is_some) && places.is_sorted(),
        "{mapping}"
    );
}

#[test]
fn it_ends_as_the_document_says() {
    let ledger = Written::new(
        "a.csv",
        "序号,难题,举措,责任单位,完成时限\n1,电梯慢,检修,后勤保障部,6月底前\n".as_bytes(),
    );
    let other = Written::new("b.csv", "姓名,电话,签到\n张三,1,√\n李四,2,√\n".as_bytes());
    let broken = Written::new("c.xlsx", b"PK\x03\x04 nothing");
    for (arguments, code) in [
        (vec![ledger.path(), "--json"], 0),
        (vec![ledger.path()], 0),
        (vec![other.path(), "--json"], 3),
        (vec![broken.path(), "--json"], 1),
        (vec![broken.path()], 1),
        (vec!["/nowhere/at/all.xlsx", "--json"], 1),
        (vec![], 2),
        (vec![ledger.path(), "--year", "22"], 2),
    ] {
        assert_eq!(read(&arguments).status.code(), Some(code), "{arguments:?}");
    }
    assert_eq!(
        json(&read(&[broken.path(), "--json"]))["error"]["kind"],
        "damaged"
    );
    let due = |arguments: &[&str]| json(&read(arguments))["sheets"][0]["records"][0]["due"].clone();
    assert_eq!(due(&[ledger.path(), "--json"])["date_if_year"], Value::Null);
    let dated = due(&[ledger.path(), "--json", "--year", "2024"]);
    assert_eq!(
        (&dated["date"], &dated["date_if_year"]),
        (&Value::Null, &Value::from("2024-06-30"))
    );
}

#[test]
fn a_register_of_units_takes_doubts_away() {
    let ledger = Written::new(
        "d.csv",
        "难题,举措,牵头单位,配合单位\n档案少,整理,\"档案馆、博物馆党支部\",\"教务、学工部等\"\n"
            .as_bytes(),
    );
    let units = Written::new(
        "units.txt",
        "档案馆、博物馆党支部\n教务处\t教务\n学工部\n".as_bytes(),
    );
    let doubts = |report: &Value| report["sheets"][0]["doubts"].as_array().unwrap().len();
    let bare = json(&read(&[ledger.path(), "--json"]));
    let known = json(&read(&[ledger.path(), "--json", "--units", units.path()]));
    assert_eq!((doubts(&bare) > 0, doubts(&known)), (true, 0));
    let record = &known["sheets"][0]["records"][0];
    assert_eq!(record["lead"][0], "档案馆、博物馆党支部");
    assert_eq!(record["partner"], serde_json::json!(["教务处", "学工部"]));
    assert_eq!(record["partner_open"], serde_json::json!(["等"]));
}

/// Damaged copies of old workbooks make the library take all memory or stop; the program answers all the same, in words.
#[test]
fn damaged_old_workbooks_end_only_the_child() {
    let files = std::fs::read_dir(sheets())
        .unwrap()
        .flatten()
        .map(|e| e.path());
    let old: Vec<Vec<u8>> = files
        .filter_map(|path| std::fs::read(path).ok())
        .filter(|bytes| bytes.starts_with(&[0xD0, 0xCF]))
        .collect();
    assert!(
        !old.is_empty(),
        "no workbook of the old format in the collection"
    );
    let mut refused = 0;
    for (at, bytes) in old.iter().enumerate() {
        for step in 1..=6_usize {
            let mut copy = bytes.clone();
            let length = copy.len();
            for n in 0..40 {
                let place = (step * 7919 + n * 104_729 + at * 31) % length;
                if let Some(byte) = copy.get_mut(place) {
                    *byte ^= u8::try_from(n * step % 251).unwrap() | 1;
                }
            }
            let file = Written::new(&format!("old-{at}-{step}.xls"), &copy);
            let output = read(&[file.path(), "--json"]);
            let report = json(&output);
            let is_read = report.get("sheets").is_some();
            assert!(is_read || report["error"]["kind"].is_string(), "{report}");
            refused += usize::from(!is_read);
        }
    }
    assert!(refused > 0, "no damage was met");
}

/// Files that are broken, foreign, or made to harm, each with the answers that are right for it.
#[test]
fn bad_files_are_refused_with_their_reason() {
    let folder = sheets().join("../bad");
    let text = std::fs::read_to_string(folder.join("expect.json")).unwrap();
    let expected: serde_json::Map<String, Value> = serde_json::from_str(&text).unwrap();
    assert!(expected.len() >= 30, "{} files", expected.len());
    let mut wrong = Vec::new();
    for (name, want) in &expected {
        let file = folder.join(name);
        let report = json(&read(&[file.to_str().unwrap(), "--json"]));
        let got = report["error"]["kind"].as_str().unwrap_or("ok");
        let is_right = match want {
            Value::Array(kinds) => kinds.iter().any(|kind| kind == got),
            kind => kind == got,
        };
        if !is_right {
            wrong.push(format!("{name}: {got}, and not {want}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
