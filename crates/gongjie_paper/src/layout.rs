//! Which file row each part of a sheet stands in.

use crate::sheet::Sheet;

/// File rows, counted from 0.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Layout {
    pub title: Option<usize>,
    pub meta: Option<usize>,
    pub intro: Option<usize>,
    pub header: usize,
    /// A second header row stands under the first.
    pub two_level: bool,
    pub data: usize,
    pub footer: usize,
    pub end: usize,
}

impl Layout {
    /// Title, facts, sentence, header, table, footer.
    pub fn office(sheet: &Sheet) -> Self {
        let title = (!sheet.title.is_empty()).then_some(0);
        let above = usize::from(title.is_some());
        let meta = (!sheet.meta.is_empty()).then_some(above);
        let above = above + usize::from(meta.is_some());
        let intro = (!sheet.intro.is_empty()).then_some(above);
        let header = above + usize::from(intro.is_some());
        let two_level = sheet.columns.iter().any(|column| column.group.is_some());
        let data = header + 1 + usize::from(two_level);
        let footer = data + sheet.rows.len();
        Self {
            title,
            meta,
            intro,
            header,
            two_level,
            data,
            footer,
            end: footer + sheet.footer.len(),
        }
    }

    /// One header row and the table, as a plain list has it.
    pub fn plain(sheet: &Sheet) -> Self {
        let end = 1 + sheet.rows.len();
        Self {
            title: None,
            meta: None,
            intro: None,
            header: 0,
            two_level: false,
            data: 1,
            footer: end,
            end,
        }
    }
}

/// The address of a cell from its row and column counted from 0, for example `AB12`.
pub(crate) fn address(row: usize, column: usize) -> String {
    let mut letters = Vec::new();
    let mut rest = column + 1;
    while rest > 0 {
        let digit = u8::try_from((rest - 1) % 26).unwrap_or(0);
        letters.push(char::from(b'A' + digit));
        rest = (rest - 1) / 26;
    }
    letters.iter().rev().collect::<String>() + &(row + 1).to_string()
}

/// The facts of a sheet on one line.
pub(crate) fn meta_line(sheet: &Sheet) -> String {
    sheet.meta.join("\u{3000}\u{3000}\u{3000}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_follow_the_spreadsheet_alphabet() {
        let cases = [
            (0, "A1"),
            (25, "Z1"),
            (26, "AA1"),
            (701, "ZZ1"),
            (702, "AAA1"),
            (16_383, "XFD1"),
        ];
        for (column, expected) in cases {
            assert_eq!(address(0, column), expected);
        }
    }
}
