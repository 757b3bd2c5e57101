//! The table of a sheet: repeated header of one or two rows, cells merged downward, widths that fill the page.

use super::text::paragraph;
use crate::markup::add;
use crate::measure::column_chars;
use crate::sheet::{Align, Cell, Column, Rgb, Sheet, Value};
use crate::spans::is_swallowed;

const BORDERS: [&str; 6] = ["top", "left", "bottom", "right", "insideH", "insideV"];

/// How a cell stands to those above it.
#[derive(Clone, Copy, PartialEq)]
enum Merge {
    None,
    First,
    Further,
}

pub(crate) fn write(out: &mut String, sheet: &Sheet, width: u32) {
    let widths = widths(&sheet.columns, width);
    out.push_str("<w:tbl><w:tblPr><w:tblW w:w=\"");
    out.push_str(&width.to_string());
    out.push_str("\" w:type=\"dxa\"/><w:tblBorders>");
    for side in BORDERS {
        add(
            out,
            format_args!("<w:{side} w:val=\"single\" w:sz=\"4\" w:space=\"0\" w:color=\"auto\"/>"),
        );
    }
    out.push_str(
        "</w:tblBorders><w:tblLayout w:type=\"fixed\"/><w:tblCellMar><w:left w:w=\"57\" w:type=\"dxa\"/>\
         <w:right w:w=\"57\" w:type=\"dxa\"/></w:tblCellMar></w:tblPr><w:tblGrid>",
    );
    for width in &widths {
        add(out, format_args!("<w:gridCol w:w=\"{width}\"/>"));
    }
    out.push_str("</w:tblGrid>");
    write_header(out, sheet, &widths);
    for index in 0..sheet.rows.len() {
        write_row(out, sheet, index, &widths);
    }
    out.push_str("</w:tbl>");
}

/// Twips of the narrowest column: three digits of the body beside the cell's own margins, so that 序号 is not broken.
const WIDTH_MIN: u64 = 700;

/// The page shared out as the columns ask for it, none narrower than a number; the last one takes what rounding leaves.
fn widths(columns: &[Column], width: u32) -> Vec<u32> {
    let asked = |column: &Column| u64::from(column_chars(column.width_chars));
    let most: u64 = columns.iter().map(asked).sum::<u64>().max(1);
    let fewest = most * WIDTH_MIN / u64::from(width.max(1));
    let chars = |column: &Column| asked(column).max(fewest);
    let all: u64 = columns.iter().map(chars).sum::<u64>().max(1);
    let mut taken = 0;
    let mut before = 0;
    columns
        .iter()
        .map(|column| {
            before += chars(column);
            let end = u32::try_from(u64::from(width) * before / all).unwrap_or(width);
            let own = end - taken;
            taken = end;
            own
        })
        .collect()
}

fn write_header(out: &mut String, sheet: &Sheet, widths: &[u32]) {
    let is_two_level = sheet.columns.iter().any(|column| column.group.is_some());
    let open = |out: &mut String| {
        out.push_str("<w:tr><w:trPr><w:cantSplit/>");
        if sheet.repeat_header {
            out.push_str("<w:tblHeader/>");
        }
        out.push_str("</w:trPr>");
    };
    open(out);
    let mut left = 0;
    for run in sheet
        .columns
        .chunk_by(|a, b| a.group.is_some() && a.group == b.group)
    {
        let own = widths.get(left..left + run.len()).unwrap_or_default();
        left += run.len();
        let Some(first) = run.first() else { continue };
        let (merge, text) = match &first.group {
            Some(group) => (Merge::None, group),
            None if is_two_level => (Merge::First, &first.heading),
            None => (Merge::None, &first.heading),
        };
        open_cell(out, own.iter().sum(), run.len(), merge, None);
        paragraph(out, "Header", "", text);
        out.push_str("</w:tc>");
    }
    out.push_str("</w:tr>");
    if !is_two_level {
        return;
    }
    open(out);
    for (column, width) in sheet.columns.iter().zip(widths) {
        let (merge, text) = match &column.group {
            Some(_) => (Merge::None, column.heading.as_str()),
            None => (Merge::Further, ""),
        };
        open_cell(out, *width, 1, merge, None);
        paragraph(out, "Header", "", text);
        out.push_str("</w:tc>");
    }
    out.push_str("</w:tr>");
}

fn write_row(out: &mut String, sheet: &Sheet, index: usize, widths: &[u32]) {
    // What belongs together stays on one page.
    out.push_str("<w:tr><w:trPr><w:cantSplit/></w:trPr>");
    let row = sheet.rows.get(index);
    for (column, width) in widths.iter().enumerate() {
        let cell = row.and_then(|row| row.cells.get(column));
        if is_swallowed(sheet, index, column) {
            open_cell(out, *width, 1, Merge::Further, None);
            paragraph(out, "Cell", "", "");
            out.push_str("</w:tc>");
            continue;
        }
        let merge = if is_swallowed(sheet, index + 1, column) {
            Merge::First
        } else {
            Merge::None
        };
        open_cell(out, *width, 1, merge, cell.and_then(|cell| cell.fill));
        let text = cell.map(|cell| cell.value.display()).unwrap_or_default();
        let align = sheet.columns.get(column).map_or(Align::Left, |c| c.align);
        paragraph(out, "Cell", justified(align, cell), &text);
        out.push_str("</w:tc>");
    }
    out.push_str("</w:tr>");
}

/// Figures stand right unless their column is centred.
fn justified(align: Align, cell: Option<&Cell>) -> &'static str {
    let is_number = cell.is_some_and(|cell| matches!(cell.value, Value::Number { .. }));
    match align {
        Align::Centre => "<w:jc w:val=\"center\"/>",
        Align::Right => "<w:jc w:val=\"right\"/>",
        Align::Left if is_number => "<w:jc w:val=\"right\"/>",
        Align::Left => "",
    }
}

fn open_cell(out: &mut String, width: u32, columns: usize, merge: Merge, fill: Option<Rgb>) {
    add(
        out,
        format_args!("<w:tc><w:tcPr><w:tcW w:w=\"{width}\" w:type=\"dxa\"/>"),
    );
    if columns > 1 {
        add(out, format_args!("<w:gridSpan w:val=\"{columns}\"/>"));
    }
    out.push_str(match merge {
        Merge::None => "",
        Merge::First => "<w:vMerge w:val=\"restart\"/>",
        Merge::Further => "<w:vMerge/>",
    });
    if let Some(Rgb(red, green, blue)) = fill {
        add(
            out,
            format_args!(
                "<w:shd w:val=\"clear\" w:color=\"auto\" w:fill=\"{red:02X}{green:02X}{blue:02X}\"/>"
            ),
        );
    }
    out.push_str("<w:vAlign w:val=\"center\"/></w:tcPr>");
}
