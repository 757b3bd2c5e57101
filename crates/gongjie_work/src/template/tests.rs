//! Which column of an office takes what, as tables of cases.

use gongjie_reader::grid::{Book, Cell, Grid, Row, Value};
use gongjie_reader::{Options, judge};

use super::rules::{CannotFill, FilledWith, Input, placing, read};

/// A sheet with these rows from the first on.
fn book(rows: &[&[&str]]) -> Book {
    let rows = rows.iter().zip(1..).map(|(cells, number)| Row {
        number,
        cells: cells
            .iter()
            .zip(0..)
            .filter(|(text, _)| !text.is_empty())
            .map(|(text, column)| Cell {
                column,
                text: (*text).to_owned(),
                value: Value::Text,
            })
            .collect(),
    });
    let grid = Grid {
        name: "表".into(),
        rows: rows.filter(|row| !row.cells.is_empty()).collect(),
        can_merge: true,
        ..Grid::default()
    };
    Book { grids: vec![grid] }
}

fn place(rows: &[&[&str]], view: FilledWith) -> Result<super::rules::Placing, CannotFill> {
    let report = judge::book(&book(rows), &Options::default());
    placing(&report, view, |key| match key {
        "lists-phone" => "联系电话".to_owned(),
        "lists-problem" => "难题".to_owned(),
        other => other.to_owned(),
    })
}

#[test]
fn columns_are_found_by_their_headings_and_by_what_they_mean() {
    let rows: [&[&str]; 4] = [
        &["某局问题整改台账"],
        &[
            "序号",
            "存在问题",
            "整改措施",
            "责任部门",
            "责任人",
            "联系电话",
            "整改期限",
            "天气",
        ],
        &[],
        &["填表人："],
    ];
    let placed = place(&rows, FilledWith::Duties).unwrap();
    let takes: Vec<_> = placed.columns.iter().map(|c| c.takes.as_deref()).collect();
    assert_eq!(
        takes,
        [
            Some("no"),
            Some("problem"),
            Some("measure"),
            Some("lead"),
            Some("owner"),
            Some("phone"),
            Some("due"),
            None
        ]
    );
    assert_eq!((placed.head, placed.foot), (2, Some(4)));
}

#[test]
fn one_column_for_the_problem_takes_its_name() {
    let rows: [&[&str]; 1] = [&["序号", "问题", "问题类别", "备注"]];
    let placed = place(&rows, FilledWith::Problems).unwrap();
    assert_eq!(placed.columns[1].takes.as_deref(), Some("problem-name"));
    assert_eq!(placed.foot, None);
}

#[test]
fn what_is_no_empty_sheet_is_refused() {
    let head: &[&str] = &["序号", "难题", "举措", "责任单位"];
    let full: [&[&str]; 2] = [head, &["1", "电梯慢", "检修", "后勤处"]];
    let cases: [(&[&[&str]], FilledWith, CannotFill); 3] = [
        (&full, FilledWith::Measures, CannotFill::HasRows),
        (
            &[&["姓名", "电话"]],
            FilledWith::Measures,
            CannotFill::NoTable,
        ),
        (
            &[&["序号", "举措", "责任人"]],
            FilledWith::Problems,
            CannotFill::NoColumns,
        ),
    ];
    for (rows, view, why) in cases {
        assert_eq!(place(rows, view), Err(why));
    }
}

#[test]
fn a_form_names_every_broken_rule() {
    let gongjie_base::Error::Invalid(fields) = read(&Input::default(), false).unwrap_err() else {
        panic!("it is refused");
    };
    let names: Vec<&str> = fields.iter().map(|f| f.field.as_str()).collect();
    assert_eq!(names, ["name", "filled_with", "file"]);
}
