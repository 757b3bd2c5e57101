//! The only way text reaches a document: cleaned, escaped, and never as a field, a link or raw markup.

use crate::guard::safe_text;
use crate::markup::escape;

/// A paragraph of a named style; `more` are properties that stand behind the style.
pub(crate) fn paragraph(out: &mut String, style: &str, more: &str, text: &str) {
    out.push_str("<w:p><w:pPr><w:pStyle w:val=\"");
    out.push_str(style);
    out.push_str("\"/>");
    out.push_str(more);
    out.push_str("</w:pPr>");
    run(out, text);
    out.push_str("</w:p>");
}

/// One run: line breaks and tabs are elements, everything else is text.
fn run(out: &mut String, raw: &str) {
    let safe = safe_text(raw);
    if safe.text.is_empty() {
        return;
    }
    out.push_str("<w:r>");
    let mut from = 0;
    for (at, c) in safe.text.char_indices() {
        let element = match c {
            '\n' => "<w:br/>",
            '\t' => "<w:tab/>",
            _ => continue,
        };
        words(out, safe.text.get(from..at).unwrap_or_default());
        out.push_str(element);
        from = at + 1;
    }
    words(out, safe.text.get(from..).unwrap_or_default());
    out.push_str("</w:r>");
}

fn words(out: &mut String, text: &str) {
    if !text.is_empty() {
        out.push_str("<w:t xml:space=\"preserve\">");
        escape(out, text);
        out.push_str("</w:t>");
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn markup_is_text_and_breaks_are_elements() {
        let mut out = String::new();
        paragraph(&mut out, "Cell", "", "<a>&\"\u{8}\r\nb\tc");
        assert_eq!(
            out,
            "<w:p><w:pPr><w:pStyle w:val=\"Cell\"/></w:pPr><w:r>\
             <w:t xml:space=\"preserve\">&lt;a&gt;&amp;&quot;</w:t><w:br/>\
             <w:t xml:space=\"preserve\">b</w:t><w:tab/><w:t xml:space=\"preserve\">c</w:t></w:r></w:p>"
        );
    }
}
