//! An office's own empty workbook takes rows: only the XML of one sheet changes, everything else stays byte for byte.

mod names;
mod package;
mod raw;
mod reference;
mod rows;
mod sheet;
mod styles;

use std::collections::BTreeMap;

use crate::sheet::Row;
use package::Package;
use reference::Shift;
use styles::Guards;

/// Bytes of one part of the workbook, inflated.
const PART_BYTES_MAX: u64 = 64 * 1024 * 1024;
/// Parts of a workbook.
const PARTS_MAX: usize = 2_000;

/// Where the sheet takes rows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Slot {
    /// Which sheet, from 0 in the order of the tabs.
    pub sheet: usize,
    /// Last row above the data, from 1.
    pub head: u32,
    /// First row below the rows that were left empty, where there is one with content.
    pub foot: Option<u32>,
    /// The column of the office, from 0, for each cell of a row.
    pub columns: Vec<u32>,
}

/// Why a workbook takes no rows. Nothing is written in part.
#[derive(Debug, thiserror::Error)]
pub enum FillError {
    #[error("the workbook is damaged: {0}")]
    Damaged(String),
    #[error("the workbook is too large")]
    TooLarge,
    #[error("there is no such sheet")]
    NoSheet,
    /// Rows below move, and what a formula says of them would be wrong.
    #[error("the sheet holds a formula")]
    HasFormula,
    /// What it would do is nothing that we send.
    #[error("the workbook holds macros or links to other files")]
    IsActive,
    /// A table of the program has a range of its own that is kept elsewhere.
    #[error("the sheet holds a table object")]
    HasTable,
}

impl FillError {
    fn damaged(what: impl std::fmt::Display) -> Self {
        Self::Damaged(what.to_string())
    }
}

/// Writes rows into an office's empty sheet.
///
/// The first empty row is the pattern for styles and height. Rows are added where there are more than were left empty;
/// what stands below moves down with its merged areas, print area and names. Texts are inline strings, marked as text
/// where a program might take them for a formula; figures other than whole ones are written as they are shown. Pictures
/// and notes below the table do not move.
///
/// # Errors
/// A [`FillError`] where the workbook cannot be taken apart, or holds what a move would make wrong.
pub fn fill_xlsx(office: &[u8], slot: &Slot, rows: &[Row]) -> Result<Vec<u8>, FillError> {
    let mut package = Package::open(office)?;
    let (part, name) = package.sheet(slot.sheet)?;
    let text = package.text(&part)?;
    let styles = package.styles()?;
    let mut guards = Guards::of(styles.as_ref().map(|(_, text)| text.as_str()))?;
    let (filled, shift) = sheet::fill(&text, slot, rows, &mut guards)?;
    let mut changed = BTreeMap::from([(part, filled)]);
    if shift.by > 0 {
        let workbook = package.text(package::WORKBOOK)?;
        if let Some(moved) = names::moved(&workbook, slot.sheet, &name, shift)? {
            changed.insert(package::WORKBOOK.to_owned(), moved);
        }
    }
    if let Some((path, text)) = styles
        && let Some(marked) = guards.written(&text)?
    {
        changed.insert(path, marked);
    }
    package.written(&changed)
}

impl Shift {
    /// Rows that come in addition to those that were left empty.
    fn of(first: u32, foot: u32, rows: usize) -> Self {
        let rows = u32::try_from(rows).unwrap_or(u32::MAX);
        Self {
            first,
            foot,
            by: rows.saturating_sub(foot - first),
        }
    }
}
