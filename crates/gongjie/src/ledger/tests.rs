//! Cells and orders of ledger rows as tables of cases.

use super::rules::{Extra, Group, Named, Problem, Row, Sort, Total, View, grouped, order};
use crate::pairing::ordered_queries::Sorted;
use crate::pairing::rules::{LeadBasis, MemberRole};

fn named(written: &str, role: MemberRole) -> Named {
    Named {
        written: written.into(),
        name: written.into(),
        role,
        is_outside: false,
    }
}

fn row() -> Row {
    Row {
        pairing_id: 1,
        position: Some(1),
        lead_basis: LeadBasis::Stated,
        members: vec![
            named("甲处党支部", MemberRole::Lead),
            named("乙处党支部", MemberRole::Partner),
            named("丙处", MemberRole::Partner),
        ],
        partners_open: "等相关支部".into(),
        date_text: "5月以来".into(),
        date_from: "2022-05-01".into(),
        theme_text: String::new(),
        area: None,
        problems: vec![
            Problem {
                id: 1,
                title: "原文的题".into(),
                is_stated: true,
                carried: Vec::new(),
            },
            Problem {
                id: 2,
                title: "暂拟的题".into(),
                is_stated: false,
                carried: Vec::new(),
            },
        ],
        outcomes: vec![(1, "一".into()), (1, "二".into())],
        extras: Vec::new(),
    }
}

#[test]
fn cells_are_written_as_the_offices_write_them() {
    let six = row().six();
    assert_eq!(
        six,
        [
            "甲处党支部",
            "乙处党支部、丙处等相关支部",
            "5月以来",
            "",
            "原文的题",
            "一；二"
        ]
    );
}

#[test]
fn an_unstated_lead_is_left_empty_and_never_guessed() {
    let row = Row {
        lead_basis: LeadBasis::FirstListed,
        ..row()
    };
    assert_eq!(row.lead(), "");
    assert_eq!(row.partners(), "甲处党支部、乙处党支部、丙处等相关支部");
    assert!(row.has_gap());
}

#[test]
fn two_named_leads_stand_in_one_cell() {
    let mut row = row();
    row.members
        .insert(1, named("第二党支部", MemberRole::CoLead));
    assert_eq!(row.lead(), "甲处党支部、第二党支部");
}

#[test]
fn rows_without_the_value_come_last_and_ties_keep_the_ledgers_order() {
    let at = |id: i64, position: Option<i64>, date: &str| Sorted {
        id,
        position,
        date_from: Some(date.into()),
        theme_text: None,
        first: None,
    };
    let rows = vec![
        at(9, None, "2022-01-01"),
        at(2, Some(2), ""),
        at(1, Some(1), ""),
        at(3, Some(3), "2022-06-21"),
    ];
    assert_eq!(order(rows.clone(), Sort::Position), [1, 2, 3, 9]);
    assert_eq!(order(rows, Sort::Date), [9, 3, 1, 2]);
}

#[test]
fn rows_of_one_month_stand_under_one_heading() {
    let of = |id: i64, date: &str| Row {
        pairing_id: id,
        date_from: date.into(),
        ..row()
    };
    let rows = vec![
        of(9, "2022-01-01"),
        of(3, "2022-06-21"),
        of(1, ""),
        of(2, ""),
    ];
    let groups = grouped(rows, Some(Group::Month));
    let sizes: Vec<_> = groups
        .iter()
        .map(|(h, rows)| (h.as_str(), rows.len()))
        .collect();
    assert_eq!(sizes, [("2022-01", 1), ("2022-06", 1), ("", 2)]);
}

#[test]
fn a_link_keeps_the_view() {
    let view: View =
        serde_html_form::from_str("campaign=1&theme=2&cols=due&cols=class&q=%E4%BA%BA").unwrap();
    assert_eq!(
        view.query(&[]),
        "campaign=1&theme=2&q=%E4%BA%BA&cols=due&cols=class"
    );
    assert_eq!(
        view.query(&[("theme", "")]),
        "campaign=1&q=%E4%BA%BA&cols=due&cols=class"
    );
    let codes: Vec<_> = view.extras().iter().map(|e| e.code()).collect();
    assert_eq!(codes, ["class", "due"]);
}

#[test]
fn sub_totals_count_a_problem_once_and_add_only_chosen_columns() {
    let with = |measures: &str| Row {
        extras: vec![
            (Extra::Measures, measures.into()),
            (Extra::Owner, "3".into()),
        ],
        ..row()
    };
    let rows = [with("4"), with("7"), with("")];
    let total = Total::of(&rows, &[Extra::Owner, Extra::Measures]);
    assert_eq!((total.rows, total.problems), (3, 2));
    assert_eq!(total.sums, [(Extra::Measures, 11)]);
    assert!(Total::of(&rows, &[]).sums.is_empty());
}

#[test]
fn a_carried_problem_says_so_in_its_cell() {
    let mut row = row();
    for problem in &mut row.problems {
        problem.carried = vec!["上年结转".into()];
    }
    assert_eq!(row.problem(), "原文的题（上年结转）");
}
