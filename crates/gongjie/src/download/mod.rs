//! A table as the file that was asked for: xlsx, csv or docx, in the style of an address. Owns no table. Read only.

pub mod pages;

use gongjie_base::{Error, Result, Say, codes};
use gongjie_paper::{PaperError, Preset, Properties, Workbook};
use serde::Deserialize;

codes! {
    /// What kind of file.
    pub enum Format {
        Xlsx = "xlsx",
        Csv = "csv",
        Docx = "docx",
    }
}

impl Format {
    /// What the answer says that it is.
    pub const fn media_type(self) -> &'static str {
        match self {
            Self::Xlsx => "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            Self::Csv => "text/csv; charset=utf-8",
            Self::Docx => "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        }
    }
}

/// What an address says about the file beside what is in it.
#[derive(Deserialize)]
#[serde(default)]
#[derive(Default)]
struct Asked {
    style: String,
}

/// The style of documents that an address asks for; that of official papers where it asks for none.
pub fn preset(query: Option<&str>) -> Result<Preset> {
    let asked: Asked = serde_html_form::from_str(query.unwrap_or_default())
        .map_err(|_| Error::invalid("query", "error-request-unreadable"))?;
    match asked.style.trim() {
        "" => Ok(Preset::default()),
        code => Preset::from_code(code).ok_or_else(|| Error::invalid("style", "error-not-in-list")),
    }
}

/// The bytes of a workbook in a format, made where they keep nobody waiting. csv holds one table: the first.
pub async fn write(
    workbook: Workbook,
    about: Properties,
    format: Format,
    preset: Preset,
) -> Result<Vec<u8>> {
    let make = move || match format {
        Format::Xlsx => gongjie_paper::write_xlsx(&workbook, &about),
        Format::Docx => gongjie_paper::write_docx(&workbook, &about, preset),
        Format::Csv => match workbook.sheets.first() {
            Some(sheet) => gongjie_paper::write_csv(sheet),
            None => Err(PaperError::NoSheets),
        },
    };
    let made = tokio::task::spawn_blocking(make).await;
    made.map_err(Error::internal)?.map_err(refused)
}

/// A table that is too long for a document is the asker's to narrow; everything else is ours.
fn refused(error: PaperError) -> Error {
    match error {
        PaperError::TooLargeForDocument { .. } => {
            let max = gongjie_paper::MAX_DOCUMENT_ROWS;
            Error::TooMuch(Say::new("error-export-document").with("max", max))
        }
        other => Error::internal(other),
    }
}
