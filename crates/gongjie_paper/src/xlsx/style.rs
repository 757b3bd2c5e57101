//! The fonts, borders and alignments of the office layout, each made once.

use std::collections::HashMap;

use rust_xlsxwriter::{Color, Format, FormatAlign, FormatBorder, FormatUnderline};

use crate::sheet::{Align, NumberFormat, Rgb};

const TITLE_FONT: &str = "方正小标宋简体";
const HEADER_FONT: &str = "黑体";
const BODY_FONT: &str = "仿宋_GB2312";

/// The part of the sheet a cell belongs to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) enum Part {
    Title,
    /// The facts above and the remarks below the table.
    Line,
    Header,
    Body,
}

/// Everything that tells two cell formats apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) struct Style {
    pub part: Part,
    pub align: Align,
    pub number: Option<NumberFormat>,
    pub fill: Option<Rgb>,
    pub linked: bool,
    pub guarded: bool,
}

impl Style {
    pub fn of(part: Part, align: Align) -> Self {
        Self {
            part,
            align,
            number: None,
            fill: None,
            linked: false,
            guarded: false,
        }
    }
}

/// Formats already made, so a table of many cells makes only a few.
#[derive(Default)]
pub(crate) struct Styles {
    made: HashMap<Style, Format>,
}

impl Styles {
    pub fn get(&mut self, style: Style) -> &Format {
        self.made.entry(style).or_insert_with(|| make(style))
    }
}

fn make(style: Style) -> Format {
    let (font, size) = match style.part {
        Part::Title => (TITLE_FONT, 22),
        Part::Header => (HEADER_FONT, 12),
        Part::Line | Part::Body => (BODY_FONT, 12),
    };
    let align = match style.align {
        Align::Left => FormatAlign::Left,
        Align::Centre => FormatAlign::Center,
        Align::Right => FormatAlign::Right,
    };
    let mut format = Format::new()
        .set_font_name(font)
        .set_font_size(size)
        .set_align(align)
        .set_align(FormatAlign::VerticalCenter)
        .set_text_wrap();
    if matches!(style.part, Part::Header | Part::Body) {
        format = format.set_border(FormatBorder::Thin);
    }
    if let Some(number) = style.number {
        format = format.set_num_format(pattern(number));
    }
    if let Some(Rgb(red, green, blue)) = style.fill {
        let rgb = u32::from(red) << 16 | u32::from(green) << 8 | u32::from(blue);
        format = format.set_background_color(Color::RGB(rgb));
    }
    if style.linked {
        format = format
            .set_font_color(Color::RGB(0x0005_63C1))
            .set_underline(FormatUnderline::Single);
    }
    if style.guarded {
        format = format.set_quote_prefix();
    }
    format
}

fn pattern(number: NumberFormat) -> String {
    let places = |count: u8| match count {
        0 => "0".to_owned(),
        count => format!("0.{}", "0".repeat(usize::from(count.min(15)))),
    };
    match number {
        NumberFormat::Integer => places(0),
        NumberFormat::Fixed(count) => places(count),
        NumberFormat::Percent(count) => places(count) + "%",
    }
}
