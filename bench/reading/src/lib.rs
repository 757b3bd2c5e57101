//! Compares what the reader says of a sheet with what a careful clerk means by it, cell by cell.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::path::{Path, PathBuf};

use anyhow::Context;
use gongjie_reader::{Options, file, judge};
use gongjie_words::{name_key, squash};
use serde_json::{Map, Value};

/// Counts of one file or of all.
#[derive(Debug, Clone, Copy, Default)]
pub struct Score {
    /// Cells that the truth speaks of.
    pub cells: usize,
    pub right: usize,
    /// Wrong cells over which a doubt stands.
    pub doubted: usize,
    /// Wrong cells that look certain; must be none.
    pub silent: usize,
    pub sheets: usize,
    /// Sheets that were rightly called a ledger or none.
    pub sheets_right: usize,
    pub headers: usize,
    pub headers_right: usize,
    pub mappings: usize,
    pub mappings_right: usize,
    /// Wrong headings that look certain.
    pub mappings_silent: usize,
    /// Doubts in all, right cells included.
    pub doubts: usize,
}

impl Score {
    pub fn add(&mut self, other: &Self) {
        self.cells += other.cells;
        self.right += other.right;
        self.doubted += other.doubted;
        self.silent += other.silent;
        self.sheets += other.sheets;
        self.sheets_right += other.sheets_right;
        self.headers += other.headers;
        self.headers_right += other.headers_right;
        self.mappings += other.mappings;
        self.mappings_right += other.mappings_right;
        self.mappings_silent += other.mappings_silent;
        self.doubts += other.doubts;
    }
}

/// A difference, for people.
#[derive(Debug, Clone)]
pub struct Finding {
    pub is_silent: bool,
    pub text: String,
}

/// Sheets with a truth beside them, in order.
pub fn sheets(folder: &Path) -> anyhow::Result<Vec<(PathBuf, PathBuf)>> {
    let mut out = Vec::new();
    let entries =
        std::fs::read_dir(folder).with_context(|| format!("no folder {}", folder.display()))?;
    let mut paths: Vec<PathBuf> = entries.flatten().map(|entry| entry.path()).collect();
    paths.sort();
    for path in &paths {
        let name = path
            .file_name()
            .and_then(|n| n.to_str())
            .unwrap_or_default();
        if name.ends_with(".truth.json") {
            continue;
        }
        let truth = path.with_extension("truth.json");
        if truth.exists() {
            out.push((path.clone(), truth));
        }
    }
    Ok(out)
}

/// Reads a sheet and compares it with its truth.
pub fn compare(sheet: &Path, truth: &Path) -> anyhow::Result<(Score, Vec<Finding>)> {
    let bytes = std::fs::read(sheet)?;
    let truth: Value = serde_json::from_slice(&std::fs::read(truth)?)
        .with_context(|| truth.display().to_string())?;
    let read = match file::open(&bytes) {
        Ok(book) => serde_json::to_value(judge::book(&book, &Options::default()))?,
        Err(refusal) => {
            let finding = Finding {
                is_silent: true,
                text: format!("refused: {refusal}"),
            };
            return Ok((Score::default(), vec![finding]));
        }
    };
    let mut score = Score::default();
    let mut findings = Vec::new();
    let (wanted, got) = (list(&truth, "sheets"), list(&read, "sheets"));
    if wanted.len() != got.len() {
        findings.push(Finding {
            is_silent: true,
            text: format!("{} sheets, and not {}", got.len(), wanted.len()),
        });
    }
    for (at, wanted) in wanted.iter().enumerate() {
        let found = got.get(at).cloned().unwrap_or(Value::Null);
        sheet_of(wanted, &found, &mut score, &mut findings);
    }
    Ok((score, findings))
}

fn list<'v>(value: &'v Value, key: &str) -> &'v [Value] {
    value
        .get(key)
        .and_then(Value::as_array)
        .map_or(&[], Vec::as_slice)
}

fn sheet_of(wanted: &Value, got: &Value, score: &mut Score, findings: &mut Vec<Finding>) {
    score.sheets += 1;
    let is_ledger = wanted
        .get("is_ledger")
        .and_then(Value::as_bool)
        .unwrap_or(true);
    let name = wanted.get("name").and_then(Value::as_str).unwrap_or("");
    if got.get("is_ledger").and_then(Value::as_bool) == Some(is_ledger) {
        score.sheets_right += 1;
    } else {
        findings.push(Finding {
            is_silent: true,
            text: format!(
                "{name}: is_ledger should be {is_ledger}: {}",
                got.get("why").unwrap_or(&Value::Null)
            ),
        });
    }
    if !is_ledger {
        return;
    }
    let doubts: HashSet<&str> = list(got, "doubts")
        .iter()
        .filter_map(|d| d.get("cell").and_then(Value::as_str))
        .collect();
    score.doubts += doubts.len();
    score.headers += 1;
    let rows = wanted.get("header_rows");
    if rows.is_none_or(|rows| got.get("header_rows") == Some(rows)) {
        score.headers_right += 1;
    } else {
        findings.push(Finding {
            is_silent: true,
            text: format!(
                "{name}: header rows {} should be {}",
                got.get("header_rows").unwrap_or(&Value::Null),
                rows.unwrap_or(&Value::Null)
            ),
        });
    }
    mapping(name, wanted, got, &doubts, score, findings);
    {
        let key = "footer_rows";
        one(
            &format!("{name}: {key}"),
            wanted.get(key),
            got.get(key),
            false,
            score,
            findings,
        );
    }
    if let Some(meta) = wanted.get("meta").and_then(Value::as_object) {
        for (key, value) in meta {
            let found = got.get("meta").and_then(|m| m.get(key));
            one(
                &format!("{name}: meta.{key}"),
                Some(value),
                found,
                false,
                score,
                findings,
            );
        }
    }
    records(name, wanted, got, score, findings);
}

fn mapping(
    name: &str,
    wanted: &Value,
    got: &Value,
    doubts: &HashSet<&str>,
    score: &mut Score,
    findings: &mut Vec<Finding>,
) {
    let Some(truth) = wanted.get("mapping").and_then(Value::as_object) else {
        return;
    };
    let found = got
        .get("mapping")
        .and_then(Value::as_object)
        .cloned()
        .unwrap_or_default();
    let letter = |heading: &str| {
        list(got, "columns")
            .iter()
            .find(|c| c.get("heading").and_then(Value::as_str) == Some(heading))
            .and_then(|c| c.get("letter"))
            .and_then(Value::as_str)
            .unwrap_or("")
            .to_owned()
    };
    for (heading, field) in truth {
        score.mappings += 1;
        if found.get(heading) == Some(field) {
            score.mappings_right += 1;
            continue;
        }
        let letter = letter(heading);
        let is_doubted = !letter.is_empty()
            && doubts
                .iter()
                .any(|cell| cell.trim_end_matches(|c: char| c.is_ascii_digit()) == letter);
        score.mappings_silent += usize::from(!is_doubted);
        findings.push(Finding {
            is_silent: !is_doubted,
            text: format!(
                "{name}: “{heading}” is {} and should be {field}",
                found
                    .get(heading)
                    .map_or("no heading".to_owned(), Value::to_string)
            ),
        });
    }
}

/// Where a report says that it doubts.
struct Doubted<'v> {
    cells: HashSet<&'v str>,
    /// Letter of each field and of each heading.
    letters: HashMap<String, String>,
    header_rows: Vec<String>,
}

impl<'v> Doubted<'v> {
    fn of(got: &'v Value) -> Self {
        let cells = list(got, "doubts").iter();
        let mut letters = HashMap::new();
        for column in list(got, "columns") {
            let word = |key: &str| column.get(key).and_then(Value::as_str).map(str::to_owned);
            let letter = word("letter").unwrap_or_default();
            letters.extend(word("heading").map(|heading| (heading, letter.clone())));
            letters.extend(word("field").map(|field| (field, letter)));
        }
        Self {
            cells: cells
                .filter_map(|d| d.get("cell").and_then(Value::as_str))
                .collect(),
            letters,
            header_rows: list(got, "header_rows")
                .iter()
                .map(Value::to_string)
                .collect(),
        }
    }

    fn row(&self, row: u64) -> bool {
        let number = row.to_string();
        let of = |cell: &&&str| cell.trim_start_matches(|c: char| c.is_ascii_uppercase()) == number;
        self.cells.iter().any(|cell| of(&cell))
    }

    /// Whether the cell of a key is doubted, or the heading over it.
    fn cell(&self, key: &str, row: u64, own: Option<&str>) -> bool {
        let base = key.trim_end_matches("_open");
        let letter = self.letters.get(base).cloned().unwrap_or_default();
        let own = own.map_or_else(|| format!("{letter}{row}"), str::to_owned);
        let over = |header: &String| self.cells.contains(format!("{letter}{header}").as_str());
        self.cells.contains(own.as_str()) || self.header_rows.iter().any(over)
    }
}

/// Records by their row, in order.
fn by_row(value: &Value) -> BTreeMap<u64, Vec<Map<String, Value>>> {
    let mut rows: BTreeMap<u64, Vec<Map<String, Value>>> = BTreeMap::new();
    for record in list(value, "records").iter().filter_map(Value::as_object) {
        let row = record.get("row").and_then(Value::as_u64).unwrap_or(0);
        rows.entry(row).or_default().push(record.clone());
    }
    rows
}

fn records(
    name: &str,
    wanted: &Value,
    got: &Value,
    score: &mut Score,
    findings: &mut Vec<Finding>,
) {
    let doubted = Doubted::of(got);
    let (truth, mut found) = (by_row(wanted), by_row(got));
    for (row, truths) in &truth {
        let founds = found.remove(row).unwrap_or_default();
        let is_count_wrong = founds.len() != truths.len();
        let is_row_doubted = is_count_wrong && doubted.row(*row);
        if is_count_wrong {
            findings.push(Finding {
                is_silent: !is_row_doubted,
                text: format!(
                    "{name}: row {row} gives {} records and should give {}",
                    founds.len(),
                    truths.len()
                ),
            });
        }
        for (at, truth) in truths.iter().enumerate() {
            let empty = Map::new();
            let record = founds.get(at).unwrap_or(&empty);
            for (key, value) in truth
                .iter()
                .filter(|(key, _)| *key != "row" && *key != "part")
            {
                let own = record
                    .get("cells")
                    .and_then(|c| c.get(key))
                    .and_then(Value::as_str);
                let is_doubted = is_row_doubted || doubted.cell(key, *row, own);
                let place = format!("{name}: row {row}.{} {key}", at + 1);
                one(
                    &place,
                    Some(value),
                    record.get(key),
                    is_doubted,
                    score,
                    findings,
                );
            }
        }
    }
    for (row, founds) in found {
        let is_doubted = doubted.row(row);
        score.cells += 1;
        score.silent += usize::from(!is_doubted);
        score.doubted += usize::from(is_doubted);
        findings.push(Finding {
            is_silent: !is_doubted,
            text: format!(
                "{name}: row {row} is no record: {:?}",
                founds.first().map(|r| r.get("problem"))
            ),
        });
    }
}

fn one(
    place: &str,
    wanted: Option<&Value>,
    got: Option<&Value>,
    is_doubted: bool,
    score: &mut Score,
    findings: &mut Vec<Finding>,
) {
    let Some(wanted) = wanted else { return };
    score.cells += 1;
    let got = got.unwrap_or(&Value::Null);
    if is_same(wanted, got) {
        score.right += 1;
        return;
    }
    if is_doubted {
        score.doubted += 1;
    } else {
        score.silent += 1;
    }
    findings.push(Finding {
        is_silent: !is_doubted,
        text: format!("{place}: {got} should be {wanted}"),
    });
}

/// Equal but for blanks, the form of brackets, and a stop at the end.
fn is_same(wanted: &Value, got: &Value) -> bool {
    match (wanted, got) {
        (Value::Null, Value::String(text)) | (Value::String(text), Value::Null) => {
            text.trim().is_empty()
        }
        (Value::Null, Value::Array(items)) | (Value::Array(items), Value::Null) => items.is_empty(),
        (Value::String(a), Value::String(b)) => plain(a) == plain(b),
        (Value::Array(a), Value::Array(b)) => {
            a.len() == b.len() && a.iter().zip(b).all(|(a, b)| is_same(a, b))
        }
        // A time: what the truth leaves out is not judged.
        (Value::Object(a), Value::Object(b))
            if a.contains_key("kind") || a.contains_key("text") =>
        {
            a.iter()
                .all(|(key, value)| is_same(value, b.get(key).unwrap_or(&Value::Null)))
        }
        (Value::Object(a), Value::Object(b)) => {
            let filled = |map: &Map<String, Value>| {
                map.iter()
                    .filter(|(_, v)| !v.is_null() && *v != "")
                    .map(|(k, v)| (squash(k), plain(v.as_str().unwrap_or(&v.to_string()))))
                    .collect::<BTreeMap<_, _>>()
            };
            filled(a) == filled(b)
        }
        (Value::Null, Value::Object(_)) => false,
        (a, b) => a == b,
    }
}

fn plain(text: &str) -> String {
    name_key(text.trim().trim_end_matches(['。', '；', ';', '，']))
}
