//! How a sheet lies on paper and on the screen: A4, margins, page numbers, widths, frozen header.

use super::pen::{Pen, place};
use crate::error::PaperError;
use crate::layout::Layout;
use crate::measure::column_pixels;
use crate::sheet::{Orientation, Sheet};

const A4: u8 = 9;
const PAGE_NUMBERS: &str = "&C第 &P 页 共 &N 页";
/// Left, right, top, bottom, header and footer in inches.
const MARGINS: [f64; 6] = [0.6, 0.6, 0.8, 0.8, 0.4, 0.4];

pub(crate) fn write(pen: &mut Pen<'_>, sheet: &Sheet, layout: Layout) -> Result<(), PaperError> {
    let (header, _) = place((layout.header, 0))?;
    let (data, _) = place((layout.data, 0))?;
    let [left, right, top, bottom, head, foot] = MARGINS;
    let paper = pen.paper();
    paper
        .set_paper_size(A4)
        .set_print_fit_to_pages(1, 0)
        .set_margins(left, right, top, bottom, head, foot)
        .set_print_center_horizontally(true)
        .set_footer(PAGE_NUMBERS);
    match sheet.orientation {
        Orientation::Landscape => paper.set_landscape(),
        Orientation::Portrait => paper.set_portrait(),
    };
    paper.set_freeze_panes(data, 0)?;
    if sheet.repeat_header {
        paper.set_repeat_rows(header, data - 1)?;
    }
    for (index, column) in sheet.columns.iter().enumerate() {
        let (_, at) = place((0, index))?;
        paper.set_column_width_pixels(at, column_pixels(column.width_chars))?;
    }
    Ok(())
}
