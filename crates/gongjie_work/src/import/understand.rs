//! From bytes to a plan: the file is opened in a process of its own, the chosen corrections are put into its cells, and it is judged.

use std::path::Path;

use gongjie_base::{Error, FieldError, Result, Say};
use gongjie_reader::grid::{Cell, Grid, Row, Value, place};
use gongjie_reader::report::Sheet;
use gongjie_reader::{Kind, Options, Refusal, Register, apart, judge};

use super::rules::{Choices, RECORDS_MAX};

/// The argument with which this program opens what comes on its standard input.
pub const OPEN_CELLS: &str = apart::COMMAND;

/// A file as it is understood under some choices.
#[derive(Debug)]
pub struct Understood {
    /// Names of all sheets, and whether each is a ledger.
    pub sheets: Vec<(String, bool)>,
    /// Number of the sheet that is looked at.
    pub at: usize,
    pub sheet: Sheet,
    /// Its cells, with the corrections.
    pub grid: Grid,
}

/// What it is understood with.
pub struct Ask {
    pub register: Register,
    pub year: i64,
    pub choices: Choices,
}

/// Opens and judges a file; takes the processor for a while.
pub fn understand(program: &Path, bytes: &[u8], ask: Ask) -> Result<Understood> {
    let book = apart::open(program, &[OPEN_CELLS], bytes).map_err(|refusal| refused(&refusal))?;
    let mut grids = book.grids;
    let Ask {
        register,
        year,
        choices,
    } = ask;
    let plain = Options {
        year: i16::try_from(year).ok(),
        register,
        ..Options::default()
    };
    let judged: Vec<Sheet> = grids
        .iter()
        .map(|grid| judge::sheet(grid, &plain))
        .collect();
    let sheets: Vec<(String, bool)> = judged
        .iter()
        .map(|sheet| (sheet.name.clone(), sheet.is_ledger))
        .collect();
    // The ledger with the most rows is meant, unless another one was chosen.
    let most = judged
        .iter()
        .enumerate()
        .filter(|(_, sheet)| sheet.is_ledger)
        .max_by_key(|(at, sheet)| (sheet.records.len(), std::cmp::Reverse(*at)))
        .map(|(at, _)| at);
    let at = choices
        .sheet
        .filter(|at| *at < grids.len())
        .or(most)
        .unwrap_or(0);
    if grids.is_empty() {
        return Err(Error::invalid("file", "import-refused-empty"));
    }
    let mut grid = grids.swap_remove(at);
    for (cell, words) in &choices.cells {
        correct(&mut grid, cell, words);
    }
    let options = Options {
        year: choices.year.or(plain.year),
        is_year_told: choices.year.is_some(),
        register: plain.register,
        header: choices.header,
        columns: choices.fields(),
    };
    let sheet = judge::sheet(&grid, &options);
    if sheet.records.len() > RECORDS_MAX {
        let say = Say::new("import-refused-records").with("max", RECORDS_MAX);
        return Err(Error::Invalid(vec![FieldError::new("file", say)]));
    }
    Ok(Understood {
        sheets,
        at,
        sheet,
        grid,
    })
}

/// Why a file is not read, in words that say what to do.
fn refused(refusal: &Refusal) -> Error {
    let key = match refusal.kind {
        Kind::Empty => "import-refused-empty",
        Kind::Unsupported => "import-refused-unsupported",
        Kind::Damaged => "import-refused-damaged",
        Kind::Protected => "import-refused-protected",
        Kind::TooLarge => "import-refused-too_large",
        Kind::TooSlow => "import-refused-too_slow",
        Kind::Unsafe => "import-refused-unsafe",
    };
    Error::Invalid(vec![FieldError::new(
        "file",
        Say::new(key).with("what", &refusal.message),
    )])
}

/// Writes a corrected text into a cell; an empty text takes the cell out.
fn correct(grid: &mut Grid, cell: &str, words: &str) {
    let Some((number, column)) = place(cell) else {
        return;
    };
    let at = match grid.rows.binary_search_by_key(&number, |row| row.number) {
        Ok(at) => at,
        Err(at) => {
            grid.rows.insert(
                at,
                Row {
                    number,
                    cells: Vec::new(),
                },
            );
            at
        }
    };
    let Some(row) = grid.rows.get_mut(at) else {
        return;
    };
    let found = row.cells.binary_search_by_key(&column, |cell| cell.column);
    let words = words.trim();
    match found {
        Ok(at) if words.is_empty() => drop(row.cells.remove(at)),
        Ok(at) => {
            if let Some(cell) = row.cells.get_mut(at) {
                words.clone_into(&mut cell.text);
                cell.value = Value::Text;
            }
        }
        Err(_) if words.is_empty() => {}
        Err(at) => row.cells.insert(
            at,
            Cell {
                column,
                text: words.to_owned(),
                value: Value::Text,
            },
        ),
    }
}
