//! The parts of a document around its text: styles, fonts by name, page numbers, what it says about itself.

use jiff::Timestamp;

use super::SPACES;
use super::preset::{Font, Preset};
use crate::error::PaperError;
use crate::markup::{add, escaped};
use crate::sheet::Properties;

pub(crate) const DECLARATION: &str =
    "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n";

const TYPES: &str = "<Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\">\
<Default Extension=\"rels\" ContentType=\"application/vnd.openxmlformats-package.relationships+xml\"/>\
<Default Extension=\"xml\" ContentType=\"application/xml\"/>\
<Override PartName=\"/word/document.xml\" ContentType=\"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml\"/>\
<Override PartName=\"/word/styles.xml\" ContentType=\"application/vnd.openxmlformats-officedocument.wordprocessingml.styles+xml\"/>\
<Override PartName=\"/word/settings.xml\" ContentType=\"application/vnd.openxmlformats-officedocument.wordprocessingml.settings+xml\"/>\
<Override PartName=\"/word/fontTable.xml\" ContentType=\"application/vnd.openxmlformats-officedocument.wordprocessingml.fontTable+xml\"/>\
<Override PartName=\"/word/footer1.xml\" ContentType=\"application/vnd.openxmlformats-officedocument.wordprocessingml.footer+xml\"/>\
<Override PartName=\"/docProps/core.xml\" ContentType=\"application/vnd.openxmlformats-package.core-properties+xml\"/>\
<Override PartName=\"/docProps/app.xml\" ContentType=\"application/vnd.openxmlformats-officedocument.extended-properties+xml\"/></Types>";

const PACKAGE: &str = "<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\">\
<Relationship Id=\"rId1\" Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument\" Target=\"word/document.xml\"/>\
<Relationship Id=\"rId2\" Type=\"http://schemas.openxmlformats.org/package/2006/relationships/metadata/core-properties\" Target=\"docProps/core.xml\"/>\
<Relationship Id=\"rId3\" Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/extended-properties\" Target=\"docProps/app.xml\"/></Relationships>";

const DOCUMENT: &str = "<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\">\
<Relationship Id=\"rId1\" Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/styles\" Target=\"styles.xml\"/>\
<Relationship Id=\"rId2\" Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/settings\" Target=\"settings.xml\"/>\
<Relationship Id=\"rId3\" Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/fontTable\" Target=\"fontTable.xml\"/>\
<Relationship Id=\"rId4\" Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/footer\" Target=\"footer1.xml\"/></Relationships>";

/// Every part but the text, with its path.
pub(crate) fn all(
    properties: &Properties,
    preset: Preset,
) -> Result<Vec<(&'static str, String)>, PaperError> {
    let whole = |text: &str| format!("{DECLARATION}{text}");
    Ok(vec![
        ("[Content_Types].xml", whole(TYPES)),
        ("_rels/.rels", whole(PACKAGE)),
        ("docProps/core.xml", whole(&core(properties)?)),
        (
            "docProps/app.xml",
            whole(
                "<Properties xmlns=\"http://schemas.openxmlformats.org/officeDocument/2006/extended-properties\"><Application>Gongjie</Application></Properties>",
            ),
        ),
        ("word/_rels/document.xml.rels", whole(DOCUMENT)),
        ("word/styles.xml", whole(&styles(preset))),
        ("word/settings.xml", whole(&settings())),
        ("word/fontTable.xml", whole(&fonts(preset))),
        ("word/footer1.xml", whole(&footer())),
    ])
}

fn core(properties: &Properties) -> Result<String, PaperError> {
    let unix = properties.created_unix;
    let created = Timestamp::from_second(unix).map_err(|_| PaperError::BadTime { unix })?;
    Ok(format!(
        "<cp:coreProperties xmlns:cp=\"http://schemas.openxmlformats.org/package/2006/metadata/core-properties\" \
         xmlns:dc=\"http://purl.org/dc/elements/1.1/\" xmlns:dcterms=\"http://purl.org/dc/terms/\" \
         xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\"><dc:title>{}</dc:title><dc:creator>{}</dc:creator>\
         <dcterms:created xsi:type=\"dcterms:W3CDTF\">{created}</dcterms:created></cp:coreProperties>",
        escaped(&properties.title),
        escaped(&properties.creator),
    ))
}

/// Nothing is asked of the reader when the file opens: no fields are updated, no macros, nothing from elsewhere.
fn settings() -> String {
    format!(
        "<w:settings {SPACES}><w:characterSpacingControl w:val=\"compressPunctuation\"/><w:compat>\
         <w:compatSetting w:name=\"compatibilityMode\" w:uri=\"http://schemas.microsoft.com/office/word\" w:val=\"15\"/>\
         </w:compat></w:settings>"
    )
}

fn fonts(preset: Preset) -> String {
    let named = preset.fonts();
    let mut out = format!("<w:fonts {SPACES}>");
    let mut seen: Vec<&str> = Vec::new();
    for font in [named.title, named.heading, named.facts, named.body] {
        if seen.contains(&font.name) {
            continue;
        }
        seen.push(font.name);
        add(
            &mut out,
            format_args!(
                "<w:font w:name=\"{}\"><w:altName w:val=\"{}\"/><w:charset w:val=\"86\"/><w:family w:val=\"{}\"/></w:font>",
                font.name, font.other, font.family
            ),
        );
    }
    out.push_str("</w:fonts>");
    out
}

/// 第 X 页 共 Y 页: the only fields of the document.
fn footer() -> String {
    let words = |text: &str| format!("<w:r><w:t xml:space=\"preserve\">{text}</w:t></w:r>");
    let field = |code: &str| {
        format!("<w:fldSimple w:instr=\" {code} \"><w:r><w:t>1</w:t></w:r></w:fldSimple>")
    };
    format!(
        "<w:ftr {SPACES}><w:p><w:pPr><w:pStyle w:val=\"PageNumber\"/></w:pPr>{}{}{}{}{}</w:p></w:ftr>",
        words("第 "),
        field("PAGE"),
        words(" 页 共 "),
        field("NUMPAGES"),
        words(" 页"),
    )
}

/// One style for each kind of paragraph, so that an office changes a kind at once.
fn styles(preset: Preset) -> String {
    let mut out = format!(
        "<w:styles {SPACES}><w:docDefaults><w:rPrDefault>{}</w:rPrDefault><w:pPrDefault/></w:docDefaults>\
         <w:style w:type=\"paragraph\" w:default=\"1\" w:styleId=\"Normal\"><w:name w:val=\"Normal\"/><w:qFormat/></w:style>",
        letters(&preset.fonts().body, 24),
    );
    for Kind {
        id,
        name,
        paragraph,
        letters,
    } in kinds(preset)
    {
        add(
            &mut out,
            format_args!(
                "<w:style w:type=\"paragraph\" w:styleId=\"{id}\"><w:name w:val=\"{name}\"/>\
                 <w:basedOn w:val=\"Normal\"/><w:qFormat/><w:pPr>{paragraph}</w:pPr>{letters}</w:style>"
            ),
        );
    }
    out.push_str("</w:styles>");
    out
}

/// A kind of paragraph: its style.
struct Kind {
    id: &'static str,
    name: &'static str,
    paragraph: String,
    letters: String,
}

fn kinds(preset: Preset) -> [Kind; 8] {
    let fonts = preset.fonts();
    let [title, heading, page, number] = preset.sizes();
    let line = preset.line();
    let lines = |before: u32| format!("<w:spacing w:before=\"{before}\" w:after=\"0\" {line}/>");
    let plain = "<w:spacing w:before=\"20\" w:after=\"20\" w:line=\"240\" w:lineRule=\"auto\"/>";
    let next = "<w:keepNext/>";
    let centre = "<w:jc w:val=\"center\"/>";
    let indent = page * 20;
    let indent = format!("<w:ind w:firstLineChars=\"200\" w:firstLine=\"{indent}\"/>");
    let level = |n: u8| format!("<w:outlineLvl w:val=\"{n}\"/>");
    let kind = |id, name, paragraph, font: &Font, size| Kind {
        id,
        name,
        paragraph,
        letters: letters(font, size),
    };
    let big = format!("{next}{}{centre}{}", lines(0), level(0));
    let part = format!("{next}{}{}", lines(240), level(1));
    let sentence = format!("{next}{}{indent}", lines(0));
    [
        kind("Title", "Title", big, &fonts.title, title),
        kind("Heading", "heading 2", part, &fonts.heading, heading),
        kind(
            "Facts",
            "共解 填报行",
            next.to_owned() + &lines(0),
            &fonts.facts,
            24,
        ),
        kind("Intro", "共解 正文", sentence, &fonts.body, page),
        kind(
            "Header",
            "共解 表头",
            format!("{next}{plain}{centre}"),
            &fonts.heading,
            24,
        ),
        kind("Cell", "共解 表文", plain.to_owned(), &fonts.body, 24),
        kind("Remark", "共解 表注", lines(0), &fonts.body, 24),
        kind(
            "PageNumber",
            "footer",
            format!("{plain}{centre}"),
            &fonts.body,
            number,
        ),
    ]
}

fn letters(font: &Font, half_points: u32) -> String {
    let name = font.name;
    format!(
        "<w:rPr><w:rFonts w:hint=\"eastAsia\" w:ascii=\"{name}\" w:hAnsi=\"{name}\" w:eastAsia=\"{name}\" w:cs=\"{name}\"/>\
         <w:sz w:val=\"{half_points}\"/><w:szCs w:val=\"{half_points}\"/></w:rPr>"
    )
}
