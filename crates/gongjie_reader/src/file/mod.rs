//! Foreign files become grids. The content decides what a file is, not its name.

mod docx;
mod html;
mod shown;
mod text;
mod xls;
mod xlsx;
mod xml;
mod zipped;

pub use text::rows as separated;

use crate::grid::{Book, Meter};
use crate::limits;
use crate::refusal::{Kind, Refusal};

/// First bytes of an OLE container: xls, doc, and every protected new format.
const OLE: &[u8] = &[0xD0, 0xCF, 0x11, 0xE0];
/// First bytes of files that are often renamed, with the name of what they are.
const OTHERS: [(&[u8], &str); 9] = [
    (b"%PDF", "a PDF"),
    (&[0x89, b'P', b'N', b'G'], "a picture"),
    (&[0xFF, 0xD8, 0xFF], "a picture"),
    (b"GIF8", "a picture"),
    (b"Rar!", "a RAR archive"),
    (&[0x1F, 0x8B], "a compressed file"),
    (&[b'7', b'z', 0xBC, 0xAF], "a 7z archive"),
    (b"{\\rtf", "a rich text document"),
    (&[0x7F, b'E', b'L', b'F'], "a program"),
];

/// Reads a file into its grids.
///
/// # Errors
/// A [`Refusal`] where it is empty, of another kind, damaged, protected, unsafe, or above a limit.
pub fn open(bytes: &[u8]) -> Result<Book, Refusal> {
    if bytes.len() > limits::FILE_BYTES_MAX {
        return Err(Refusal::too_large(format!(
            "the file has more than {} MB",
            limits::FILE_BYTES_MAX >> 20
        )));
    }
    if bytes.iter().all(u8::is_ascii_whitespace) {
        return Err(Refusal::new(Kind::Empty, "the file is empty"));
    }
    let mut meter = Meter::default();
    if bytes.starts_with(b"PK") {
        return zipped(bytes, &mut meter);
    }
    if bytes.starts_with(OLE) {
        return ole(bytes, &mut meter);
    }
    if let Some((_, what)) = OTHERS.iter().find(|(head, _)| bytes.starts_with(head)) {
        return Err(Refusal::new(
            Kind::Unsupported,
            format!("this is {what}, not a spreadsheet"),
        ));
    }
    // The oldest spreadsheets have no container; nobody sends them, and random bytes look like them.
    let text = text::decode(bytes)?;
    if html::is_page(&text) {
        return html::open(&text, &mut meter);
    }
    if text.trim_start().starts_with("<?xml") {
        return Err(Refusal::new(
            Kind::Unsupported,
            "an XML file that is no spreadsheet; save it as xlsx",
        ));
    }
    text::open(&text, &mut meter)
}

fn zipped(bytes: &[u8], meter: &mut Meter) -> Result<Book, Refusal> {
    let mut parts = zipped::Parts::open(bytes)?;
    if parts.has("word/document.xml") {
        return docx::open(&mut parts, meter);
    }
    if parts.has("xl/workbook.xml") {
        return xlsx::open(&mut parts, meter);
    }
    let what = if parts.has("xl/workbook.bin") {
        "a binary workbook (xlsb); save it as xlsx"
    } else if parts.has("content.xml") {
        "an OpenDocument file; save it as xlsx"
    } else if parts.has("ppt/presentation.xml") {
        "a presentation, not a spreadsheet"
    } else {
        "a zip archive without a workbook in it"
    };
    Err(Refusal::new(Kind::Unsupported, what))
}

fn ole(bytes: &[u8], meter: &mut Meter) -> Result<Book, Refusal> {
    let has = |name: &str| {
        let wide: Vec<u8> = name.encode_utf16().flat_map(u16::to_le_bytes).collect();
        bytes.windows(wide.len()).any(|window| window == wide)
    };
    if has("EncryptedPackage") || has("EncryptionInfo") {
        return Err(Refusal::new(
            Kind::Protected,
            "the file is protected by a password; save a copy without one",
        ));
    }
    if has("WordDocument") {
        return Err(Refusal::new(
            Kind::Unsupported,
            "an old Word document; save it as docx",
        ));
    }
    xls::open(bytes, meter)
}
