//! Row heights guessed from text and column width, because Excel does not fit merged rows itself.

use crate::sheet::Sheet;
use crate::spans::{Span, is_swallowed};

/// Excel's greatest row height in points.
pub(crate) const MAX_ROW_POINTS: f64 = 409.0;
const BODY_LINE_POINTS: f64 = 17.0;
const TITLE_LINE_POINTS: f64 = 34.0;
const PADDING_POINTS: f64 = 6.0;
const MIN_ROW_POINTS: f64 = 26.0;
/// A half-width character of 12 pt text.
const CHAR_PIXELS: u32 = 8;
const CELL_PADDING_PIXELS: u32 = 9;

/// The width of a column in half-width characters, within what can be read and printed.
pub(crate) fn column_chars(width_chars: u16) -> u16 {
    width_chars.clamp(4, 200)
}

/// The width of a column in pixels.
pub(crate) fn column_pixels(width_chars: u16) -> u32 {
    u32::from(column_chars(width_chars)) * CHAR_PIXELS + CELL_PADDING_PIXELS
}

/// The height in points of a row with a 12 pt text over so many half-width characters.
pub(crate) fn body_points(text: &str, chars: usize) -> f64 {
    text_points(text, chars, BODY_LINE_POINTS).clamp(MIN_ROW_POINTS, MAX_ROW_POINTS)
}

/// The height in points of the 22 pt title over so many half-width characters of 12 pt.
pub(crate) fn title_points(text: &str, chars: usize) -> f64 {
    text_points(text, chars * 12 / 22, TITLE_LINE_POINTS).clamp(MIN_ROW_POINTS, MAX_ROW_POINTS)
}

/// The height a text needs, which several merged rows may carry together.
fn text_points(text: &str, chars: usize, line: f64) -> f64 {
    let count = lines(text, chars);
    // Printers break long texts a little earlier than this count does.
    let count = count + count / 10;
    f64::from(u32::try_from(count).unwrap_or(u32::MAX)) * line + PADDING_POINTS
}

/// The height of each table row; a merged text that needs more than its rows have shares the rest out.
pub(crate) fn row_heights(sheet: &Sheet, spans: &[Span]) -> Vec<f64> {
    let widths: Vec<usize> = sheet
        .columns
        .iter()
        .map(|column| column_chars(column.width_chars).into())
        .collect();
    let needed = |row: usize, column: usize| {
        let text = sheet
            .rows
            .get(row)
            .and_then(|r| r.cells.get(column))
            .map(|c| c.value.display());
        let chars = widths.get(column).copied().unwrap_or(4);
        text_points(&text.unwrap_or_default(), chars, BODY_LINE_POINTS)
    };
    let mut heights: Vec<f64> = (0..sheet.rows.len())
        .map(|row| {
            (0..widths.len())
                .filter(|&c| !is_swallowed(sheet, row, c) && !is_swallowed(sheet, row + 1, c))
                .map(|column| needed(row, column))
                .fold(MIN_ROW_POINTS, f64::max)
                .min(MAX_ROW_POINTS)
        })
        .collect();
    for span in spans {
        let Some(rows) = heights.get_mut(span.first..=span.last) else {
            continue;
        };
        let missing = needed(span.first, span.column) - rows.iter().sum::<f64>();
        if missing > 0.0 {
            let share = missing / f64::from(u32::try_from(rows.len()).unwrap_or(u32::MAX));
            for height in rows {
                *height = (*height + share).min(MAX_ROW_POINTS);
            }
        }
    }
    heights
}

/// Lines a text takes when broken as Chinese text is: words stay whole, closing marks do not
/// begin a line and opening marks do not end one.
pub(crate) fn lines(text: &str, chars: usize) -> usize {
    let chars = chars.max(2);
    let (mut count, mut used, mut unit) = (1_usize, 0_usize, 0_usize);
    let mut previous = '\n';
    for c in text.chars() {
        if c == '\n' {
            place(&mut count, &mut used, unit, chars);
            (count, used, unit) = (count + 1, 0, 0);
        } else if holds_together(previous, c) {
            unit += width(c);
        } else {
            place(&mut count, &mut used, unit, chars);
            unit = width(c);
        }
        previous = c;
    }
    place(&mut count, &mut used, unit, chars);
    count
}

/// Puts an unbreakable unit on the current line or on the next ones.
fn place(count: &mut usize, used: &mut usize, unit: usize, chars: usize) {
    if *used + unit <= chars {
        *used += unit;
        return;
    }
    if *used > 0 {
        *count += 1;
    }
    let full = chars - chars % 2;
    let further = unit.saturating_sub(1) / full;
    *count += further;
    *used = unit - further * full;
}

fn holds_together(previous: char, c: char) -> bool {
    const CLOSING: &str = "，。、；：？！）》〉」』】〕”’％…,.;:?!)]}%";
    const OPENING: &str = "（《〈「『【〔“‘([{";
    let word = |c: char| c.is_ascii_graphic();
    previous != '\n'
        && (CLOSING.contains(c) || OPENING.contains(previous) || (word(previous) && word(c)))
}

fn width(c: char) -> usize {
    match c {
        '\t' => 4,
        '\u{200B}'..='\u{200F}' | '\u{FE00}'..='\u{FE0F}' | '\u{300}'..='\u{36F}' => 0,
        '\u{FF61}'..='\u{FFDC}' => 1,
        c if c.is_ascii() => 1,
        _ => 2,
    }
}

#[cfg(test)]
#[allow(clippy::indexing_slicing)]
mod tests {
    use super::*;
    use crate::sheet::{Cell, Column, Row};

    #[test]
    fn lines_follow_chinese_breaking() {
        let cases = [
            ("", 10, 1),
            ("一二三四五", 10, 1),
            ("一二三四五六", 10, 2),
            ("一二三四五。", 10, 2),
            ("一\n二\n", 10, 3),
            ("一二三四abcd", 10, 2),
            ("abcdefghijklmnopqrstuvwxy", 10, 3),
            ("一二三四（五）", 10, 2),
        ];
        for (text, chars, expected) in cases {
            assert_eq!(lines(text, chars), expected, "{text:?}");
        }
    }

    #[test]
    fn a_merged_text_gets_its_height_from_all_its_rows() {
        let mut sheet = Sheet::new("s", vec![Column::new("a", 10), Column::new("b", 10)]);
        let long = "一".repeat(50);
        sheet.rows = vec![
            Row::from(vec![Cell::text(long), Cell::text("甲")]),
            Row::from(vec![Cell::merged_up(), Cell::text("乙")]),
        ];
        let heights = row_heights(&sheet, &crate::spans::spans(&sheet));
        let total: f64 = heights.iter().sum();
        assert!(total >= 11.0 * BODY_LINE_POINTS, "{heights:?}");
        assert!((heights[0] - heights[1]).abs() < 0.01, "{heights:?}");
    }

    #[test]
    fn no_row_is_higher_than_excel_allows() {
        let mut sheet = Sheet::new("s", vec![Column::new("a", 4)]);
        sheet.rows = vec![Row::from(vec![Cell::text("一".repeat(30_000))])];
        assert!(row_heights(&sheet, &[])[0] <= MAX_ROW_POINTS);
    }
}
