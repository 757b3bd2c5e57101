//! Fills the corpora from the collection of sheets: `seeds COLLECTION CORPORA`.

use std::fs;
use std::io::Read;
use std::path::Path;

use zip::ZipArchive;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut arguments = std::env::args().skip(1);
    let (from, to) = (arguments.next().ok_or("which collection?")?, arguments.next().ok_or("into which folder?")?);
    let to = Path::new(&to);
    for target in ["sheet", "document", "text", "container", "words"] {
        fs::create_dir_all(to.join(target))?;
    }
    let mut words = 0;
    for entry in fs::read_dir(from)? {
        let path = entry?.path();
        let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        let bytes = fs::read(&path)?;
        if bytes.starts_with(b"PK") {
            if bytes.len() < 20_000 {
                fs::write(to.join("container").join(&name), &bytes)?;
            }
            let mut archive = ZipArchive::new(fs::File::open(&path)?)?;
            let mut part = |wanted: &str| {
                let mut text = Vec::new();
                if let Ok(mut file) = archive.by_name(wanted) {
                    file.read_to_end(&mut text).ok();
                }
                text
            };
            let document = part("word/document.xml");
            if !document.is_empty() {
                fs::write(to.join("document").join(&name), document)?;
            }
            let mut sheet = part("xl/worksheets/sheet1.xml");
            if !sheet.is_empty() {
                sheet.push(0);
                sheet.extend(part("xl/sharedStrings.xml"));
                fs::write(to.join("sheet").join(&name), sheet)?;
            }
        } else if name.ends_with(".json") {
            let truth = String::from_utf8_lossy(&bytes);
            for text in truth.split('"').filter(|text| text.contains(['年', '月', '底', '期'])).take(20) {
                words += 1;
                fs::write(to.join("words").join(words.to_string()), text)?;
            }
        } else {
            fs::write(to.join("text").join(&name), &bytes)?;
        }
    }
    Ok(())
}
