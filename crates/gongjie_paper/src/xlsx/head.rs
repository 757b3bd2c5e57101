//! The rows around the table: title, facts, one or two header rows, and the remarks below.

use super::pen::Pen;
use super::style::{Part, Style};
use crate::error::PaperError;
use crate::layout::{Layout, meta_line};
use crate::measure::{body_points, column_chars, title_points};
use crate::sheet::{Align, Column, Sheet};

pub(crate) fn write(pen: &mut Pen<'_>, sheet: &Sheet, layout: Layout) -> Result<(), PaperError> {
    let chars = total_chars(&sheet.columns);
    if let Some(row) = layout.title {
        across(
            pen,
            sheet,
            row,
            &sheet.title,
            Style::of(Part::Title, Align::Centre),
        )?;
        pen.height(row, title_points(&sheet.title, chars))?;
    }
    if let Some(row) = layout.meta {
        let line = meta_line(sheet);
        across(pen, sheet, row, &line, Style::of(Part::Line, Align::Left))?;
        pen.height(row, body_points(&line, chars))?;
    }
    if let Some(row) = layout.intro {
        let style = Style::of(Part::Line, Align::Left);
        across(pen, sheet, row, &sheet.intro, style)?;
        pen.height(row, body_points(&sheet.intro, chars))?;
    }
    if layout.two_level {
        write_two_levels(pen, sheet, layout)
    } else {
        write_one_level(pen, sheet, layout)
    }
}

pub(crate) fn write_footer(
    pen: &mut Pen<'_>,
    sheet: &Sheet,
    layout: Layout,
) -> Result<(), PaperError> {
    let chars = total_chars(&sheet.columns);
    for (index, line) in sheet.footer.iter().enumerate() {
        let row = layout.footer + index;
        pen.height(row, body_points(line, chars))?;
        across(pen, sheet, row, line, Style::of(Part::Line, Align::Left))?;
    }
    Ok(())
}

fn across(
    pen: &mut Pen<'_>,
    sheet: &Sheet,
    row: usize,
    text: &str,
    style: Style,
) -> Result<(), PaperError> {
    pen.merge((row, 0), (row, sheet.columns.len() - 1), style)?;
    pen.text((row, 0), text, style)
}

fn total_chars(columns: &[Column]) -> usize {
    columns
        .iter()
        .map(|column| usize::from(column_chars(column.width_chars)))
        .sum()
}

fn heading_points(columns: &[Column]) -> f64 {
    columns
        .iter()
        .map(|column| body_points(&column.heading, column_chars(column.width_chars).into()))
        .fold(0.0, f64::max)
}

fn write_one_level(pen: &mut Pen<'_>, sheet: &Sheet, layout: Layout) -> Result<(), PaperError> {
    let style = Style::of(Part::Header, Align::Centre);
    for (index, column) in sheet.columns.iter().enumerate() {
        pen.text((layout.header, index), &column.heading, style)?;
    }
    pen.height(layout.header, heading_points(&sheet.columns))
}

fn write_two_levels(pen: &mut Pen<'_>, sheet: &Sheet, layout: Layout) -> Result<(), PaperError> {
    let style = Style::of(Part::Header, Align::Centre);
    let (upper, lower) = (layout.header, layout.header + 1);
    let mut left = 0;
    let mut upper_points = 0.0;
    for run in sheet
        .columns
        .chunk_by(|a, b| a.group.is_some() && a.group == b.group)
    {
        let right = left + run.len() - 1;
        let group = run.first().and_then(|column| column.group.as_deref());
        if let Some(group) = group {
            pen.merge((upper, left), (upper, right), style)?;
            pen.text((upper, left), group, style)?;
            upper_points = body_points(group, total_chars(run)).max(upper_points);
            for (index, column) in run.iter().enumerate() {
                pen.text((lower, left + index), &column.heading, style)?;
            }
        } else {
            // A column without a group stands in a run of its own, over both rows.
            pen.merge((upper, left), (lower, left), style)?;
            pen.text(
                (upper, left),
                run.first().map_or("", |column| &column.heading),
                style,
            )?;
        }
        left = right + 1;
    }
    pen.height(upper, upper_points)?;
    pen.height(lower, heading_points(&sheet.columns))
}
