//! What an office template is filled with, and which of its columns takes what. Pure.

use gongjie_base::check::Check;
use gongjie_base::limits::NAME_CHARS_MAX;
use gongjie_base::{Result, Say, codes};
use gongjie_paper::Slot;
use gongjie_reader::Field;
use gongjie_reader::report::{Column, Report, Sheet};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

codes! {
    /// The view whose rows a template takes.
    pub enum FilledWith {
        /// 台账
        Ledger = "ledger",
        /// 难题清单
        Problems = "problems",
        /// 举措清单
        Measures = "measures",
        /// 责任清单
        Duties = "duties",
        /// 销号台账
        CloseOut = "close_out",
    }
}

/// A column of a view: its code, and the fields by which an office's heading is known to mean it.
type Known = (&'static str, &'static [Field]);

impl FilledWith {
    /// Columns of the view that a template can take, in the order of the view.
    pub const fn columns(self) -> &'static [Known] {
        use Field::{
            Class, Closed, Due, Lead, Measure, No, Note, Outcome, Owner, OwnerLeader, PairedOn,
            Partner, Problem, Progress, Theme, Title,
        };
        match self {
            Self::Ledger => &[
                ("no", &[No]),
                ("lead", &[Lead]),
                ("partners", &[Partner]),
                ("date", &[PairedOn]),
                ("theme", &[Theme]),
                ("problem", &[Problem, Title]),
                ("outcome", &[Outcome]),
            ],
            Self::Problems => &[
                ("no", &[No]),
                ("problem-name", &[Title]),
                ("hurts", &[Problem]),
                ("origin", &[]),
                ("raised-by", &[]),
                ("class", &[Class]),
                ("theme", &[Theme]),
                ("involved", &[]),
                ("raised-on", &[]),
                ("remark", &[Note]),
            ],
            Self::Measures => &[
                ("no", &[No]),
                ("problem", &[Problem, Title]),
                ("measure", &[Measure]),
                ("goal", &[]),
                ("start", &[]),
                ("end", &[Due]),
                ("lead", &[Lead]),
                ("partners", &[Partner]),
                ("progress", &[Progress]),
                ("finish", &[Closed, Outcome]),
                ("light", &[]),
            ],
            Self::Duties => &[
                ("no", &[No]),
                ("problem", &[Problem, Title]),
                ("measure", &[Measure]),
                ("leader", &[OwnerLeader]),
                ("lead", &[Lead]),
                ("partners", &[Partner]),
                ("owner", &[Owner]),
                ("phone", &[]),
                ("due", &[Due]),
            ],
            Self::CloseOut => &[
                ("no", &[No]),
                ("problem", &[Problem, Title]),
                ("measure", &[Measure]),
                ("responsible", &[Lead]),
                ("owner", &[Owner]),
                ("due", &[Due]),
                ("progress", &[Progress]),
                ("is-done", &[]),
                ("is-closed", &[Closed]),
                ("closed-on", &[]),
                ("verifier", &[]),
                ("evidence", &[]),
                ("remark", &[Note]),
            ],
        }
    }

    /// Text key of a column's heading.
    pub fn heading(self, code: &str) -> String {
        match self {
            Self::Ledger => format!("ledger-{code}"),
            _ => format!("lists-{code}"),
        }
    }
}

/// A column of the office and what it takes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Placed {
    /// From 0.
    pub column: u32,
    pub heading: String,
    /// Code of the view's column; nothing for one that stays empty.
    pub takes: Option<String>,
}

/// Where a sheet takes rows.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Placing {
    /// From 0, in the order of the tabs.
    pub sheet: usize,
    pub sheet_name: String,
    /// Last row above the data, from 1.
    pub head: u32,
    /// First row below the empty ones, where there is one.
    pub foot: Option<u32>,
    pub columns: Vec<Placed>,
}

/// Why a workbook is no template.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CannotFill {
    /// No sheet has a header that is known.
    NoTable,
    /// The sheet has rows already.
    HasRows,
    /// Fewer than two columns are those of the view.
    NoColumns,
}

impl CannotFill {
    /// The words for it.
    pub fn say(self) -> Say {
        Say::new(match self {
            Self::NoTable => "template-no-table",
            Self::HasRows => "template-has-rows",
            Self::NoColumns => "template-no-columns",
        })
    }
}

/// Finds the sheet and where it takes the rows; `words` gives the text of a key.
pub fn placing(
    report: &Report,
    filled_with: FilledWith,
    words: impl Fn(&str) -> String,
) -> std::result::Result<Placing, CannotFill> {
    let ledgers = report
        .sheets
        .iter()
        .enumerate()
        .filter(|(_, s)| s.is_ledger);
    let (at, sheet) = ledgers
        .map(|(at, sheet)| (at, sheet, taken(&columns(sheet, filled_with, &words))))
        .max_by_key(|(at, _, taken)| (*taken, std::cmp::Reverse(*at)))
        .map(|(at, sheet, _)| (at, sheet))
        .ok_or(CannotFill::NoTable)?;
    if !sheet.records.is_empty() {
        return Err(CannotFill::HasRows);
    }
    let columns = columns(sheet, filled_with, &words);
    if taken(&columns) < 2 {
        return Err(CannotFill::NoColumns);
    }
    let mut head = sheet.header_rows.iter().max().copied().unwrap_or(1);
    // How to fill in the form, under the header, stays where it is.
    while sheet
        .skipped_rows
        .iter()
        .any(|s| s.row == head + 1 && s.why == "instruction")
    {
        head += 1;
    }
    let below = sheet.skipped_rows.iter().map(|s| s.row);
    let foot = sheet.footer_rows.iter().copied().chain(below);
    Ok(Placing {
        sheet: at,
        sheet_name: sheet.name.clone(),
        head,
        foot: foot.filter(|row| *row > head).min(),
        columns,
    })
}

/// Columns that take something besides the number.
fn taken(columns: &[Placed]) -> usize {
    let takes = |c: &&Placed| c.takes.as_deref().is_some_and(|code| code != "no");
    columns.iter().filter(takes).count()
}

/// Same heading first, then same meaning; each column of the view goes to one column of the office.
fn columns(sheet: &Sheet, view: FilledWith, words: &impl Fn(&str) -> String) -> Vec<Placed> {
    let mut placed: Vec<Placed> = sheet
        .columns
        .iter()
        .map(|column| Placed {
            column: column.index,
            heading: column.heading.clone(),
            takes: None,
        })
        .collect();
    let is_named = |column: &Column, known: &Known| {
        let own = column.heading.rsplit('/').next().unwrap_or_default();
        let heading = words(&view.heading(known.0));
        own == heading || column.heading == heading
    };
    let means =
        |column: &Column, known: &Known| column.field.is_some_and(|field| known.1.contains(&field));
    for known in view.columns() {
        let free = |n: usize| placed.get(n).is_some_and(|p: &Placed| p.takes.is_none());
        let all = || sheet.columns.iter().enumerate().filter(|(n, _)| free(*n));
        let found = all()
            .find(|(_, c)| is_named(c, known))
            .or_else(|| all().find(|(_, c)| means(c, known)))
            .map(|(n, _)| n);
        if let Some(one) = found.and_then(|n| placed.get_mut(n)) {
            one.takes = Some(known.0.to_owned());
        }
    }
    // A list with one column for the problem takes its name there.
    let has_name = placed
        .iter()
        .any(|p| p.takes.as_deref() == Some("problem-name"));
    if view == FilledWith::Problems && !has_name {
        let hurts = placed
            .iter_mut()
            .find(|p| p.takes.as_deref() == Some("hurts"));
        if let Some(one) = hurts {
            one.takes = Some("problem-name".to_owned());
        }
    }
    placed
}

/// The columns that take something, for the writer.
pub fn slot_of(placing: &Placing) -> Slot {
    let taking = placing.columns.iter().filter(|c| c.takes.is_some());
    Slot {
        sheet: placing.sheet,
        head: placing.head,
        foot: placing.foot,
        columns: taking.map(|c| c.column).collect(),
    }
}

/// What is typed beside the file. Without the file it is refused.
#[derive(Debug, Clone, Default, Deserialize, ToSchema)]
#[schema(as = OfficeTemplateInput)]
pub struct Input {
    pub name: String,
    pub filled_with: String,
}

/// What was read of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Read {
    pub name: String,
    pub filled_with: FilledWith,
}

/// Reads the form; every broken rule is named.
pub fn read(input: &Input, has_file: bool) -> Result<Read> {
    let mut check = Check::new();
    let name = check.text("name", &input.name, NAME_CHARS_MAX);
    let filled_with = check.code("filled_with", &input.filled_with, FilledWith::from_code);
    check.must(
        !input.filled_with.trim().is_empty(),
        "filled_with",
        "error-choose",
    );
    check.must(has_file, "file", "template-no-file");
    check.done()?;
    Ok(Read {
        name,
        filled_with: filled_with.unwrap_or(FilledWith::Ledger),
    })
}
