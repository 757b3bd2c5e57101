//! Text files: csv, tsv, and what is copied from a spreadsheet. Encodings that offices use.

use encoding_rs::{GB18030, UTF_16BE, UTF_16LE};

use crate::grid::{Book, Builder, Grid, Meter, Value};
use crate::refusal::{Kind, Refusal};

/// Text in UTF-8 (with or without BOM), UTF-16 with BOM, or GB18030.
///
/// # Errors
/// Where it is none of them: bytes of some other kind of file.
pub fn decode(bytes: &[u8]) -> Result<String, Refusal> {
    let not_text = || Refusal::new(Kind::Unsupported, "this is neither a spreadsheet nor text");
    let text = match bytes {
        [0xFF, 0xFE, ..] => UTF_16LE.decode(bytes).0.into_owned(),
        [0xFE, 0xFF, ..] => UTF_16BE.decode(bytes).0.into_owned(),
        [0xEF, 0xBB, 0xBF, rest @ ..] => String::from_utf8_lossy(rest).into_owned(),
        _ => {
            if let Ok(text) = std::str::from_utf8(bytes) {
                text.to_owned()
            } else {
                let (text, _, is_wrong) = GB18030.decode(bytes);
                if is_wrong {
                    return Err(not_text());
                }
                text.into_owned()
            }
        }
    };
    let strange = text
        .chars()
        .filter(|c| (c.is_control() && !matches!(c, '\n' | '\r' | '\t')) || *c == '\u{FFFD}')
        .count();
    if strange * 100 > text.chars().count() {
        return Err(not_text());
    }
    Ok(text)
}

pub fn open(text: &str, meter: &mut Meter) -> Result<Book, Refusal> {
    meter.sheet()?;
    let separator = separator(text);
    let mut builder = Builder::default();
    for (at, record) in rows(text, separator).iter().enumerate() {
        let number = u32::try_from(at + 1).unwrap_or(u32::MAX);
        for (column, cell) in record.iter().enumerate() {
            builder.push(
                meter,
                number,
                u32::try_from(column).unwrap_or(u32::MAX),
                cell,
                Value::Text,
            )?;
        }
    }
    Ok(Book {
        grids: vec![Grid {
            name: String::new(),
            rows: builder.rows(),
            can_merge: false,
            ..Grid::default()
        }],
    })
}

/// The separator that gives the most lines the same number of cells: tab, comma, semicolon, bar, full-width comma.
fn separator(text: &str) -> char {
    const LOOK: usize = 60;
    let mut best = (0_usize, ',');
    for separator in ['\t', ',', ';', '|', '，'] {
        let sample: String = text
            .lines()
            .take(LOOK)
            .flat_map(|line| [line, "\n"])
            .collect();
        let widths: Vec<usize> = rows(&sample, separator)
            .iter()
            .map(Vec::len)
            .filter(|n| *n > 1)
            .collect();
        let most = widths
            .iter()
            .copied()
            .max_by_key(|w| (widths.iter().filter(|o| *o == w).count(), *w))
            .unwrap_or(0);
        let alike = widths.iter().filter(|w| **w == most).count();
        let score = alike * most.min(12);
        if score > best.0 {
            best = (score, separator);
        }
    }
    best.1
}

/// Rows of cells of separated text, as spreadsheets write and copy it. A quote that is never closed is a letter like others.
pub fn rows(text: &str, separator: char) -> Vec<Vec<String>> {
    records(text, separator, true)
        .or_else(|| records(text, separator, false))
        .unwrap_or_default()
}

/// Records of separated text; `None` where a quote is opened and never closed.
fn records(text: &str, separator: char, may_quote: bool) -> Option<Vec<Vec<String>>> {
    let mut rows: Vec<Vec<String>> = Vec::new();
    let mut row: Vec<String> = Vec::new();
    let mut cell = String::new();
    let mut is_quoted = false;
    let mut letters = text.chars().filter(|c| *c != '\r').peekable();
    while let Some(letter) = letters.next() {
        match letter {
            '"' if is_quoted && letters.peek() == Some(&'"') => {
                letters.next();
                cell.push('"');
            }
            '"' if is_quoted => is_quoted = false,
            '"' if may_quote && cell.is_empty() => is_quoted = true,
            other if is_quoted => cell.push(other),
            other if other == separator => row.push(std::mem::take(&mut cell)),
            '\n' => {
                row.push(std::mem::take(&mut cell));
                rows.push(std::mem::take(&mut row));
            }
            other => cell.push(other),
        }
    }
    if is_quoted {
        return None;
    }
    if !cell.is_empty() || !row.is_empty() {
        row.push(cell);
        rows.push(row);
    }
    Some(rows)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn encodings_are_told_apart() {
        let (gb, _, _) = GB18030.encode("序号,难题");
        for bytes in [
            "序号,难题".as_bytes().to_vec(),
            [b"\xEF\xBB\xBF", "序号,难题".as_bytes()].concat(),
            gb.into_owned(),
            [
                vec![0xFF, 0xFE],
                "序号,难题"
                    .encode_utf16()
                    .flat_map(u16::to_le_bytes)
                    .collect(),
            ]
            .concat(),
        ] {
            assert_eq!(
                decode(&bytes).unwrap().trim_start_matches('\u{FEFF}'),
                "序号,难题"
            );
        }
        assert!(decode(&[0, 1, 2, 3, 255, 254, 0, 0, 9]).is_err());
    }

    #[test]
    fn separators_quotes_and_breaks_inside_cells() {
        for (text, want) in [
            (
                "a,b\n\"x\ny\",\"say \"\"hi\"\"\"\n",
                vec![vec!["a", "b"], vec!["x\ny", "say \"hi\""]],
            ),
            (
                "a\tb\r\n\r\nc, d\te",
                vec![vec!["a", "b"], vec![""], vec!["c, d", "e"]],
            ),
            ("a;b\nc;d,e", vec![vec!["a", "b"], vec!["c", "d,e"]]),
            ("a,b\n\"open,c", vec![vec!["a", "b"], vec!["\"open", "c"]]),
        ] {
            let separator = separator(text);
            assert_eq!(rows(text, separator), want, "{text}");
        }
    }
}
