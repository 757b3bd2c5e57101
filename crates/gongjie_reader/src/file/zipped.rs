//! The parts of a zip container, inflated one at a time under one budget.

use std::io::{Cursor, Read};

use zip::ZipArchive;
use zip::result::ZipError;

use crate::limits;
use crate::refusal::{Kind, Refusal};

/// An open container.
pub struct Parts<'a> {
    archive: ZipArchive<Cursor<&'a [u8]>>,
    /// Bytes that may still be inflated.
    left: u64,
}

impl<'a> Parts<'a> {
    pub fn open(bytes: &'a [u8]) -> Result<Self, Refusal> {
        let archive = ZipArchive::new(Cursor::new(bytes)).map_err(refused)?;
        if archive.len() > limits::ZIP_ENTRIES_MAX {
            return Err(Refusal::too_large(format!(
                "more than {} files inside",
                limits::ZIP_ENTRIES_MAX
            )));
        }
        let mut parts = Self {
            archive,
            left: limits::INFLATED_BYTES_MAX,
        };
        parts.refuse_document_types()?;
        Ok(parts)
    }

    /// Whether there is a part of that name.
    pub fn has(&self, name: &str) -> bool {
        self.archive.index_for_name(name).is_some()
    }

    /// The text of a part.
    ///
    /// # Errors
    /// Damaged where it is missing or not UTF-8, too large above the budget.
    pub fn text(&mut self, name: &str) -> Result<String, Refusal> {
        let file = self.archive.by_name(name).map_err(refused)?;
        // What it says of its size is only a hint: no more than that is taken at once, and no more than the budget in all.
        let hint = file.size().min(self.left);
        let mut bytes = Vec::with_capacity(usize::try_from(hint).unwrap_or(0) + 1);
        file.take(self.left + 1)
            .read_to_end(&mut bytes)
            .map_err(|e| unreadable(name, &e))?;
        let count = bytes.len() as u64;
        if count > self.left {
            return Err(Refusal::too_large(format!(
                "the file inflates to more than {} MB",
                limits::INFLATED_BYTES_MAX >> 20
            )));
        }
        self.left -= count;
        if matches!(
            bytes.as_slice(),
            [0xFE, 0xFF, ..] | [0xFF, 0xFE, ..] | [0, b'<', ..] | [b'<', 0, ..]
        ) {
            return Err(Refusal::new(
                Kind::Unsafe,
                format!("{name} is not in UTF-8, as office programs write it"),
            ));
        }
        let text = String::from_utf8(bytes)
            .map_err(|_| Refusal::damaged(format!("{name} is not in UTF-8")))?;
        Ok(text
            .strip_prefix('\u{FEFF}')
            .map(str::to_owned)
            .unwrap_or(text))
    }

    /// Also parts that are never read may hold no document type: who sends one means harm.
    fn refuse_document_types(&mut self) -> Result<(), Refusal> {
        const HEAD_BYTES: u64 = 4096;
        for at in 0..self.archive.len() {
            let mut file = self.archive.by_index(at).map_err(refused)?;
            let name = file
                .name()
                .map(std::borrow::Cow::into_owned)
                .unwrap_or_default();
            let ending = name.rsplit('.').next().unwrap_or_default();
            if !["xml", "rels", "vml"].contains(&ending.to_ascii_lowercase().as_str()) {
                continue;
            }
            let mut head = Vec::new();
            (&mut file)
                .take(HEAD_BYTES)
                .read_to_end(&mut head)
                .map_err(|e| unreadable(&name, &e))?;
            // A document type can only stand before the first element.
            let plain: Vec<u8> = head.iter().copied().filter(|b| *b != 0).collect();
            let text = String::from_utf8_lossy(&plain).to_ascii_uppercase();
            if text.contains("<!DOCTYPE") || text.contains("<!ENTITY") {
                return Err(Refusal::new(
                    Kind::Unsafe,
                    format!("{name} declares a document type"),
                ));
            }
        }
        Ok(())
    }
}

fn unreadable(name: &str, error: &std::io::Error) -> Refusal {
    if error.kind() == std::io::ErrorKind::OutOfMemory {
        return Refusal::too_large(format!("{name} takes more memory than it may"));
    }
    Refusal::damaged(format!("{name}: {error}"))
}

fn refused(error: ZipError) -> Refusal {
    match error {
        ZipError::UnsupportedArchive(ZipError::PASSWORD_REQUIRED) | ZipError::InvalidPassword => {
            Refusal::new(Kind::Protected, "the file is protected by a password")
        }
        other => Refusal::damaged(other),
    }
}
