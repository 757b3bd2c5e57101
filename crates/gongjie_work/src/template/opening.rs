//! Opens an office's workbook in a process of its own and tries whether it takes rows.

use gongjie_base::{Error, FieldError, Result, Say};
use gongjie_paper::{Cell, FillError, Row};
use gongjie_reader::{Options, Report, apart, judge};

use super::rules::{self, FilledWith, Placing};
use crate::door::App;
use crate::import::understand::OPEN_CELLS;
use crate::layout::Words;

/// Where the workbook takes the rows of a view; refused in words, at the field of the file.
pub async fn open(
    app: &App,
    bytes: Vec<u8>,
    filled_with: FilledWith,
    words: Words,
) -> Result<Placing> {
    let file = bytes.clone();
    let report = app.aside(move |program| read(program, &file)).await??;
    let placing = rules::placing(&report, filled_with, |key| words.text(key));
    let placing = placing.map_err(|cannot| refuse(cannot.say()))?;
    let slot = rules::slot_of(&placing);
    let row = Row::from(vec![Cell::blank(); slot.columns.len()]);
    let tried = app.aside(move |_| gongjie_paper::fill_xlsx(&bytes, &slot, &[row]));
    tried.await?.map_err(|error| refuse(say(&error)))?;
    Ok(placing)
}

fn read(program: &std::path::Path, bytes: &[u8]) -> Result<Report> {
    match apart::open(program, &[OPEN_CELLS], bytes) {
        Ok(book) => Ok(judge::book(&book, &Options::default())),
        Err(refusal) => {
            let say = Say::new("template-unreadable").with("kind", refusal.kind.code());
            Err(refuse(say))
        }
    }
}

/// Why a workbook takes no rows, in words.
fn say(error: &FillError) -> Say {
    Say::new(match error {
        FillError::HasFormula => "template-has-formula",
        FillError::IsActive => "template-is-active",
        FillError::HasTable => "template-has-table",
        FillError::Damaged(_) | FillError::TooLarge | FillError::NoSheet => "template-not-xlsx",
    })
}

fn refuse(say: Say) -> Error {
    Error::Invalid(vec![FieldError::new("file", say)])
}
