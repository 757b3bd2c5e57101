//! Damaged copies of real sheets: the reader answers, with records or a refusal, and never stops.
#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::cast_possible_truncation
)]

use std::path::{Path, PathBuf};

use gongjie_reader::{Options, file, judge};

/// Copies of each file; `GONGJIE_MUTANTS` asks for more.
const COPIES: u64 = 60;

/// A small generator of numbers, the same every time.
struct Dice(u64);

impl Dice {
    fn next(&mut self) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0
    }

    fn below(&mut self, end: usize) -> usize {
        usize::try_from(self.next() % end.max(1) as u64).unwrap()
    }
}

fn sheets() -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../bench/reading/sheets");
    let mut found: Vec<PathBuf> = std::fs::read_dir(folder)
        .unwrap()
        .flatten()
        .map(|entry| entry.path())
        .filter(|path| !path.to_string_lossy().ends_with(".json"))
        .collect();
    found.sort();
    found
}

fn damage(bytes: &[u8], dice: &mut Dice) -> Vec<u8> {
    let mut bytes = bytes.to_vec();
    for _ in 0..=dice.below(8) {
        let at = dice.below(bytes.len());
        match dice.below(6) {
            0 => bytes[at] = dice.next() as u8,
            1 => bytes[at] ^= 1 << dice.below(8),
            2 => bytes.truncate(at.max(1)),
            3 => {
                let end = (at + dice.below(64)).min(bytes.len());
                bytes.drain(at..end);
            }
            4 => {
                let end = (at + dice.below(64)).min(bytes.len());
                let piece = bytes[at..end].to_vec();
                let to = dice.below(bytes.len());
                bytes.splice(to..to, piece);
            }
            _ => bytes.insert(at, [b'<', b'>', b'"', b'\n', 0, 0xFF][dice.below(6)]),
        }
        if bytes.is_empty() {
            break;
        }
    }
    bytes
}

#[test]
fn damaged_copies_of_every_sheet_are_answered() {
    let copies = std::env::var("GONGJIE_MUTANTS")
        .ok()
        .and_then(|n| n.parse().ok())
        .unwrap_or(COPIES);
    let sheets = sheets();
    assert!(sheets.len() >= 40, "{} sheets", sheets.len());
    let (mut read, mut refused) = (0_u64, 0_u64);
    for (at, path) in sheets.iter().enumerate() {
        let bytes = std::fs::read(path).unwrap();
        // The library for the old format takes all memory at some damages: it is tried in the child, under limits
        // (`reading.rs` of the program's tests).
        if bytes.starts_with(&[0xD0, 0xCF]) {
            continue;
        }
        for copy in 0..copies {
            let mut dice = Dice(0x9E37_79B9_7F4A_7C15 ^ (at as u64) << 32 ^ (copy + 1));
            match file::open(&damage(&bytes, &mut dice)) {
                Ok(book) => {
                    judge::book(&book, &Options::default());
                    read += 1;
                }
                Err(_) => refused += 1,
            }
        }
    }
    // Text formats nearly always read, zip formats nearly never: both sides are met.
    assert!(read > 0 && refused > 0, "{read} read, {refused} refused");
}

/// Any cells at all, in any order of words that ledgers use, are judged.
#[test]
fn any_grid_is_judged() {
    let words = [
        "序号",
        "难题",
        "举措",
        "责任单位",
        "完成时限",
        "1.",
        "（一）",
        "①",
        "、",
        "第一",
        "党支部",
        "6月底前",
        "等",
        "牵头：",
        "\n",
        "合计",
        "注：",
        "各区",
        "2022.13.45",
        "第",
        "１",
        "张三（",
        "）",
        "各",
        "",
    ];
    let mut dice = Dice(42);
    for _ in 0..2_000 {
        let rows = dice.below(12) + 1;
        let mut text = String::new();
        for _ in 0..rows {
            for _ in 0..dice.below(8) {
                for _ in 0..dice.below(4) {
                    text.push_str(words[dice.below(words.len())]);
                }
                text.push('\t');
            }
            text.push('\n');
        }
        if let Ok(book) = file::open(text.as_bytes()) {
            judge::book(&book, &Options::default());
        }
    }
}

/// Judging takes no more than a little longer for each row, whatever stands in the rows: it runs where it is called.
#[test]
fn many_lone_rows_are_judged_once_each() {
    for line in ["第N部分", "一\t某事", "注：某事", "小计", "\t\t某举措"] {
        let mut text = String::from("序号\t难题\t举措\t责任单位\n");
        for _ in 0..60_000 {
            text.push_str(line);
            text.push('\n');
        }
        let book = file::open(text.as_bytes()).unwrap();
        let report = judge::book(&book, &Options::default());
        assert!(report.has_ledger(), "{line}");
    }
}
