//! The rows of the table, with cells merged downward and heights that show all of the text.

use super::pen::Pen;
use super::style::{Part, Style};
use crate::error::PaperError;
use crate::layout::Layout;
use crate::measure::row_heights;
use crate::sheet::{Align, Cell, Sheet, Value};
use crate::spans::{is_swallowed, spans};

pub(crate) fn write(pen: &mut Pen<'_>, sheet: &Sheet, layout: Layout) -> Result<(), PaperError> {
    let spans = spans(sheet);
    for span in &spans {
        let cell = sheet
            .rows
            .get(span.first)
            .and_then(|row| row.cells.get(span.column));
        let style = style(sheet, span.column, cell);
        let (top, bottom) = (layout.data + span.first, layout.data + span.last);
        pen.merge((top, span.column), (bottom, span.column), style)?;
    }
    // The height comes first: a row of a long sheet is gone when the next one is written.
    for ((index, row), points) in sheet
        .rows
        .iter()
        .enumerate()
        .zip(row_heights(sheet, &spans))
    {
        pen.height(layout.data + index, points)?;
        for column in 0..sheet.columns.len() {
            if !is_swallowed(sheet, index, column) {
                let cell = row.cells.get(column);
                write_cell(
                    pen,
                    (layout.data + index, column),
                    cell,
                    style(sheet, column, cell),
                )?;
            }
        }
    }
    Ok(())
}

/// Figures stand right, or in the middle where their column says so (running numbers).
fn style(sheet: &Sheet, column: usize, cell: Option<&Cell>) -> Style {
    let align = sheet
        .columns
        .get(column)
        .map_or(Align::Left, |column| column.align);
    let Some(cell) = cell else {
        return Style::of(Part::Body, align);
    };
    let number = match cell.value {
        Value::Number { format, .. } => Some(format),
        Value::Text(_) => None,
    };
    let align = if number.is_some() && align == Align::Left {
        Align::Right
    } else {
        align
    };
    let blank = matches!(&cell.value, Value::Text(text) if text.is_empty());
    let linked = cell.link.is_some() && !blank;
    Style {
        number,
        fill: cell.fill,
        linked,
        ..Style::of(Part::Body, align)
    }
}

fn write_cell(
    pen: &mut Pen<'_>,
    at: (usize, usize),
    cell: Option<&Cell>,
    style: Style,
) -> Result<(), PaperError> {
    let Some(cell) = cell else {
        return pen.text(at, "", style);
    };
    if let (Some(link), true) = (&cell.link, style.linked) {
        pen.link(at, link, &cell.value.display())?;
    }
    match &cell.value {
        Value::Number { value, .. } if value.is_finite() => pen.number(at, *value, style)?,
        other => pen.text(at, &other.display(), style)?,
    }
    match &cell.comment {
        Some(comment) if !comment.is_empty() => pen.note(at, comment),
        _ => Ok(()),
    }
}
