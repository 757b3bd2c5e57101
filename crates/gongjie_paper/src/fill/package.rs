//! The parts of a workbook: read with limits, and written again as they were but for those that changed.

use std::collections::BTreeMap;
use std::io::{Cursor, Read as _, Write as _};

use quick_xml::events::Event;
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, DateTime, ZipArchive, ZipWriter};

use super::raw::{Pieces, attribute, is_named};
use super::{FillError, PART_BYTES_MAX, PARTS_MAX};

pub(super) const WORKBOOK: &str = "xl/workbook.xml";
/// Parts that do something when the file opens.
const ACTIVE: [&str; 5] = [
    "vbaproject",
    "xl/externallinks/",
    "xl/connections",
    "xl/activex/",
    "xl/embeddings/",
];
const RELATIONS: &str = "xl/_rels/workbook.xml.rels";

pub(super) struct Package<'b> {
    archive: ZipArchive<Cursor<&'b [u8]>>,
}

impl<'b> Package<'b> {
    pub fn open(bytes: &'b [u8]) -> Result<Self, FillError> {
        let archive = ZipArchive::new(Cursor::new(bytes)).map_err(FillError::damaged)?;
        if archive.len() > PARTS_MAX {
            return Err(FillError::TooLarge);
        }
        let mut package = Self { archive };
        for at in 0..package.archive.len() {
            let part = package.archive.by_index_raw(at);
            let part = part.map_err(FillError::damaged)?;
            let name = part.name().map_err(FillError::damaged)?.to_lowercase();
            if ACTIVE.iter().any(|active| name.contains(active)) {
                return Err(FillError::IsActive);
            }
        }
        Ok(package)
    }

    /// The text of a part.
    pub fn text(&mut self, path: &str) -> Result<String, FillError> {
        let part = self.archive.by_name(path).map_err(FillError::damaged)?;
        let mut bytes = Vec::new();
        let read = part.take(PART_BYTES_MAX + 1).read_to_end(&mut bytes);
        if read.map_err(FillError::damaged)? as u64 > PART_BYTES_MAX {
            return Err(FillError::TooLarge);
        }
        let text = String::from_utf8(bytes).map_err(FillError::damaged)?;
        Ok(match text.strip_prefix('\u{FEFF}') {
            Some(rest) => rest.to_owned(),
            None => text,
        })
    }

    /// Path and name of a sheet.
    pub fn sheet(&mut self, number: usize) -> Result<(String, String), FillError> {
        let workbook = self.text(WORKBOOK)?;
        let mut found = None;
        let mut count = 0;
        for piece in Pieces::of(&workbook) {
            let (Event::Start(tag) | Event::Empty(tag)) = piece?.event else {
                continue;
            };
            if is_named(&tag, "sheet") {
                if count == number {
                    found = Some((attribute(&tag, "id"), attribute(&tag, "name")));
                }
                count += 1;
            }
        }
        let Some((Some(id), name)) = found else {
            return Err(FillError::NoSheet);
        };
        let relations = self.text(RELATIONS)?;
        for piece in Pieces::of(&relations) {
            let (Event::Start(tag) | Event::Empty(tag)) = piece?.event else {
                continue;
            };
            if is_named(&tag, "Relationship") && attribute(&tag, "Id").as_deref() == Some(&*id) {
                let target = attribute(&tag, "Target").unwrap_or_default();
                return Ok((placed(&target), name.unwrap_or_default()));
            }
        }
        Err(FillError::NoSheet)
    }

    /// The part with the styles of cells, where there is one.
    pub fn styles(&mut self) -> Result<Option<(String, String)>, FillError> {
        let path = "xl/styles.xml";
        if self.archive.index_for_name(path).is_none() {
            return Ok(None);
        }
        Ok(Some((path.to_owned(), self.text(path)?)))
    }

    /// The workbook with some parts changed, the others as they were packed.
    pub fn written(mut self, changed: &BTreeMap<String, String>) -> Result<Vec<u8>, FillError> {
        let mut out = ZipWriter::new(Cursor::new(Vec::new()));
        let options = SimpleFileOptions::default()
            .compression_method(CompressionMethod::Deflated)
            .last_modified_time(DateTime::default());
        for at in 0..self.archive.len() {
            let part = self.archive.by_index_raw(at).map_err(FillError::damaged)?;
            let name = part.name().map_err(FillError::damaged)?.into_owned();
            if let Some(text) = changed.get(&name) {
                out.start_file(name, options).map_err(FillError::damaged)?;
                out.write_all(text.as_bytes()).map_err(FillError::damaged)?;
            } else {
                out.raw_copy_file(part).map_err(FillError::damaged)?;
            }
        }
        Ok(out.finish().map_err(FillError::damaged)?.into_inner())
    }
}

fn placed(target: &str) -> String {
    match target.strip_prefix('/') {
        Some(whole) => whole.to_owned(),
        None => format!("xl/{target}"),
    }
}
