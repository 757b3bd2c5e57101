//! Words and decisions of an import: what was chosen while a file was checked, and how two versions of a cell are weighed. Pure.

use std::collections::{BTreeMap, BTreeSet};

use gongjie_base::codes;
use gongjie_reader::Field;
use gongjie_words::name_key;
use serde::{Deserialize, Serialize};

/// Records that one import takes in: what the 10,000-row sheet of three measures a row gives, and some more.
pub const RECORDS_MAX: usize = 40_000;
/// Problems of the plan that one page shows.
pub const PROBLEMS_SHOWN: usize = 50;
/// Records from which the work goes on behind a page that shows how far it is.
pub const BEHIND_RECORDS_MIN: usize = 200;
/// Questions that one page shows.
pub const QUESTIONS_SHOWN: usize = 100;
/// Rows of the sheet that one page shows.
pub const SHEET_ROWS_SHOWN: usize = 60;
/// Answers of one import.
const ANSWERS_MAX: usize = 5_000;

codes! {
    /// 导入批次的状态
    pub enum State {
        /// Nothing is written yet.
        Open = "open",
        Done = "done",
        /// 整批撤回
        Undone = "undone",
        /// Given up before anything was written.
        Dropped = "dropped",
    }
}

codes! {
    /// How surely a cell is read: its colour and its word.
    pub enum Level {
        Sure = "sure",
        Guessed = "guessed",
        /// It contradicts what was changed in the product.
        Clash = "clash",
        Unknown = "unknown",
    }
}

codes! {
    /// How much a question weighs (design 7.15).
    pub enum Weight {
        /// 必须改: its rows are not imported before it is answered.
        Must = "must",
        /// 请看一眼
        Look = "look",
        /// 已代您处理
        Handled = "handled",
    }
}

codes! {
    /// What becomes of one field of a row that is there already.
    pub enum Fate {
        New = "new",
        Same = "same",
        Change = "change",
        /// The file says what it said last time; the product was changed since, and stays.
        Kept = "kept",
        /// Both were changed since the last import, or nobody knows which is newer.
        Clash = "clash",
    }
}

/// What was chosen while a file was checked. Kept with the batch; the file itself is never changed.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Choices {
    /// Number of the sheet, from 0.
    pub sheet: Option<usize>,
    /// First and last row of the header.
    pub header: Option<(u32, u32)>,
    pub year: Option<i16>,
    /// Column from 0, to a field's code; empty: none of ours.
    pub columns: BTreeMap<u32, String>,
    /// Name of a cell, to the text that should stand there.
    pub cells: BTreeMap<String, String>,
    /// Key of a written unit, to an id, `new`, `outside` or `open`.
    pub units: BTreeMap<String, String>,
    /// Key of a written name, to an id, `new` or `words`; the key `*` is for everybody who is not known.
    pub people: BTreeMap<String, String>,
    /// Key of a written theme, to an id or `words`.
    pub themes: BTreeMap<String, String>,
    /// Name of a cell that names several leads, to the one that leads.
    pub leads: BTreeMap<String, String>,
    /// `problem:12:title`, to `file` or `ours`.
    pub clashes: BTreeMap<String, String>,
    /// Questions that were looked at and left as they are.
    pub seen: BTreeSet<String>,
    /// Rows of the sheet that are not imported.
    pub left_out: BTreeSet<u32>,
}

/// An answer as a form sends it: kind, what it is about, and the answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Answer {
    pub kind: String,
    pub about: String,
    pub to: String,
}

impl Answer {
    /// Reads `unit|国资处党支部|12`, or the name `unit|国资处党支部` and the value `12`.
    pub fn read(name: &str, value: &str) -> Option<Self> {
        let whole = if name == "answer" {
            value.to_owned()
        } else {
            format!("{name}|{value}")
        };
        let (kind, rest) = whole.split_once('|')?;
        let (about, to) = rest.rsplit_once('|')?;
        Some(Self {
            kind: kind.to_owned(),
            about: about.to_owned(),
            to: to.trim().to_owned(),
        })
    }
}

impl Choices {
    /// Takes one answer; whether it is one.
    pub fn take(&mut self, answer: &Answer) -> bool {
        if answer.to.is_empty() && answer.kind != "cell" || self.count() >= ANSWERS_MAX {
            return false;
        }
        let (about, to) = (answer.about.clone(), answer.to.clone());
        let key = || name_key(&answer.about);
        match answer.kind.as_str() {
            "unit" => self.units.insert(key(), to).is_none(),
            "person" if about == "*" => self.people.insert(about, to).is_none(),
            "person" => self.people.insert(key(), to).is_none(),
            "theme" => self.themes.insert(key(), to).is_none(),
            "lead" => self.leads.insert(about, to).is_none(),
            "clash" => self.clashes.insert(about, to).is_none(),
            "cell" => self.cells.insert(about, to).is_none(),
            "seen" => self.seen.insert(about),
            "year" => match to.parse() {
                Ok(year) if (1990..=2100).contains(&year) => self.year.replace(year).is_none(),
                _ => return false,
            },
            "row" => match about.parse() {
                Ok(row) if to == "out" => self.left_out.insert(row),
                Ok(row) => self.left_out.remove(&row),
                Err(_) => return false,
            },
            _ => return false,
        };
        true
    }

    /// Answers given so far.
    pub fn count(&self) -> usize {
        self.cells.len()
            + self.units.len()
            + self.people.len()
            + self.themes.len()
            + self.leads.len()
            + self.clashes.len()
            + self.seen.len()
            + self.left_out.len()
    }

    /// The chosen columns as the reader takes them.
    pub fn fields(&self) -> BTreeMap<u32, Option<Field>> {
        let columns = self.columns.iter();
        columns
            .map(|(column, code)| (*column, Field::from_code(code)))
            .collect()
    }
}

/// Weighs one cell of the file against the row that is there. `base`: what the last import of it wrote.
pub fn weigh(file: &str, ours: &str, base: Option<&str>) -> Fate {
    match base {
        _ if file == ours => Fate::Same,
        Some(base) if file == base => Fate::Kept,
        Some(base) if ours == base => Fate::Change,
        _ => Fate::Clash,
    }
}

/// Whether words about closing say that it is done (`domain.md` 7.3 rule 8).
pub fn is_done(words: &str) -> bool {
    let key = name_key(words);
    let not = [
        "未", "没", "否", "×", "x", "推进", "正在", "部分", "阶段", "长期", "不", "待",
    ];
    let done = [
        "√",
        "✓",
        "✔",
        "是",
        "已完成",
        "已办结",
        "已销号",
        "销号",
        "完成",
        "办结",
        "100%",
        "已解决",
        "已整改",
        "解决",
    ];
    !not.iter().any(|word| key.contains(word)) && done.iter().any(|word| key.contains(word))
}

/// How alike two texts are: shared pairs of letters, 0 to 1 (Dice).
pub fn likeness(a: &str, b: &str) -> f64 {
    let pairs = |text: &str| {
        let letters: Vec<char> = name_key(text).chars().collect();
        let mut pairs: Vec<(char, char)> = letters
            .iter()
            .copied()
            .zip(letters.iter().copied().skip(1))
            .collect();
        pairs.sort_unstable();
        pairs
    };
    let (a, b) = (pairs(a), pairs(b));
    if a.is_empty() || b.is_empty() {
        return 0.0;
    }
    let (mut left, mut right, mut same) = (a.iter(), b.iter(), 0_u32);
    let (mut x, mut y) = (left.next(), right.next());
    while let (Some(one), Some(other)) = (x, y) {
        let order = one.cmp(other);
        same += u32::from(order.is_eq());
        if order.is_le() {
            x = left.next();
        }
        if order.is_ge() {
            y = right.next();
        }
    }
    let count = u32::try_from(a.len() + b.len()).unwrap_or(u32::MAX);
    f64::from(same * 2) / f64::from(count)
}

/// The key under which a header is remembered: its headings, in order.
pub fn head_key(headings: &[String]) -> String {
    let keys: Vec<String> = headings.iter().map(|heading| name_key(heading)).collect();
    keys.join("|")
}
