//! What is beyond the format is refused, and the error says where.
#![allow(clippy::unwrap_used, clippy::indexing_slicing)]

mod support;

use gongjie_paper::*;
use support::*;

#[test]
fn limits_name_the_cell() {
    let at_limit = "字".repeat(MAX_CELL_CHARS);
    let mut sheet = ledger();
    sheet.rows[1].cells[2] = Cell::text(at_limit.clone());
    assert_eq!(
        cells(&written(sheet.clone()), "难题／清单")[&(5, 2)],
        at_limit
    );
    sheet.rows[1].cells[2] = Cell::text(at_limit + "字");
    let error = write_xlsx(
        &Workbook {
            sheets: vec![sheet.clone()],
        },
        &properties(),
    )
    .unwrap_err();
    assert!(
        matches!(&error, PaperError::TextTooLong { cell, chars: 32_768, .. } if cell == "C6"),
        "{error}"
    );
    let error = write_csv(&sheet).unwrap_err();
    assert!(
        matches!(&error, PaperError::TextTooLong { cell, .. } if cell == "C3"),
        "{error}"
    );
}

#[test]
fn sizes_beyond_the_format_are_refused() {
    let refuse = |sheet: Sheet| {
        write_xlsx(
            &Workbook {
                sheets: vec![sheet],
            },
            &properties(),
        )
        .unwrap_err()
    };
    let one = |columns: usize| Sheet::new("s", vec![Column::new("", 4); columns]);
    assert!(matches!(refuse(one(0)), PaperError::NoColumns { .. }));
    assert!(matches!(
        refuse(one(MAX_COLUMNS + 1)),
        PaperError::TooManyColumns { .. }
    ));
    let mut tall = one(1);
    tall.rows = vec![Row::default(); MAX_ROWS];
    assert!(matches!(
        refuse(tall),
        PaperError::TooManyRows {
            rows: 1_048_577,
            ..
        }
    ));
    let mut wide = one(1);
    wide.rows = vec![Row::from(vec![Cell::blank(), Cell::blank()])];
    assert!(matches!(
        refuse(wide),
        PaperError::TooManyCells {
            row: 1,
            cells: 2,
            ..
        }
    ));
    let none = write_xlsx(&Workbook::default(), &properties()).unwrap_err();
    assert!(matches!(none, PaperError::NoSheets));
    let old = Properties {
        created_unix: i64::MIN,
        ..properties()
    };
    let error = write_xlsx(
        &Workbook {
            sheets: vec![ledger()],
        },
        &old,
    )
    .unwrap_err();
    assert!(matches!(error, PaperError::BadTime { .. }));
}
