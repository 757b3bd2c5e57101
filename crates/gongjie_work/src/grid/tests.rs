//! What becomes of a cell, as tables of cases.

use gongjie_base::limits::{GRID_CELLS_MAX, GRID_ROWS_MAX};
use gongjie_base::{Error, FieldError, Say};

use super::rules::{CellInput, Fate, Grid, Input, Kind, blame, decide, ids, read};

#[test]
fn a_cell_is_merged_when_only_its_row_moved_on_and_clashes_when_it_changed_itself() {
    let cases = [
        // seen, to, now, version typed, version now
        (Some("a"), "b", "a", Some(1), 1, Fate::Saved),
        (Some("a"), "b", "a", Some(1), 2, Fate::Merged),
        (Some("a"), "b", "c", Some(1), 2, Fate::Clash),
        (Some("a"), "b", "b", Some(1), 2, Fate::Same),
        (Some("a"), "b", "c", Some(2), 2, Fate::Clash),
        (Some("a"), "b", "a", None, 2, Fate::Merged),
        (None, "b", "a", Some(1), 1, Fate::Saved),
        (None, "b", "a", Some(1), 2, Fate::Clash),
        (None, "b", "a", None, 2, Fate::Clash),
        (Some(""), "", "", Some(1), 1, Fate::Same),
    ];
    for (seen, to, now, typed, stands, wanted) in cases {
        let fate = decide(seen, to, now, (typed, stands));
        assert_eq!(
            fate, wanted,
            "{seen:?} -> {to}, now {now}, {typed:?}/{stands}"
        );
    }
}

#[test]
fn a_step_over_a_limit_is_refused_and_names_it() {
    let cell = |n: usize| CellInput {
        object: "problem".into(),
        id: n.to_string(),
        field: "title".into(),
        ..CellInput::default()
    };
    let step = |cells: Vec<CellInput>| Input {
        grid: "problems".into(),
        kind: "edit".into(),
        cells,
        rows: Vec::new(),
    };
    let key = |input: &Input| match read(input) {
        Ok(done) => format!("{done:?}"),
        Err(Error::Invalid(fields)) => fields[0].say.key.to_owned(),
        Err(error) => error.to_string(),
    };
    assert_eq!(
        read(&step((0..GRID_ROWS_MAX).map(cell).collect())).unwrap(),
        (Grid::Problems, Kind::Edit)
    );
    assert_eq!(
        key(&step((0..=GRID_ROWS_MAX).map(cell).collect())),
        "grid-too-many-rows"
    );
    assert_eq!(
        key(&step((0..=GRID_CELLS_MAX).map(|_| cell(1)).collect())),
        "grid-too-many-cells"
    );
    assert_eq!(key(&step(Vec::new())), "grid-nothing");
}

#[test]
fn a_refusal_of_another_field_blames_every_cell_that_was_set() {
    let refused = [FieldError::new("hurts", Say::new("error-empty"))];
    let all = blame(&["title", "theme_id"], &refused);
    assert_eq!(all.len(), 2);
    let refused = [
        FieldError::new("title", Say::new("error-empty")),
        FieldError::new("hurts", Say::new("error-empty")),
    ];
    let own = blame(&["title", "theme_id"], &refused);
    assert_eq!(own.len(), 1);
    assert_eq!(own[0].0, "title");
}

#[test]
fn ids_are_read_whatever_stands_between_them() {
    assert_eq!(ids(" 3, 4、，5 ,"), ["3", "4", "5"]);
    assert!(ids(" ").is_empty());
}

#[test]
fn every_grid_names_each_field_once_and_knows_its_place() {
    for grid in Grid::ALL {
        let mut seen = std::collections::BTreeSet::new();
        for column in grid.columns() {
            assert!(seen.insert((column.object, column.field)), "{grid}");
        }
        assert!(grid.address().starts_with('/'));
    }
}

#[test]
fn cells_are_read_as_spreadsheets_copy_them() {
    let cases: [(&str, &[&[&str]]); 6] = [
        ("a\tb\r\nc\td\r\n", &[&["a", "b"], &["c", "d"]]),
        ("\"两行\n一格\"\tb", &[&["两行\n一格", "b"]]),
        ("\"他说\"\"好\"\"\"\tb", &[&["他说\"好\"", "b"]]),
        ("a\t\tc", &[&["a", "", "c"]]),
        ("\n \t \n a \n", &[&["a"]]),
        ("5\" 屏\tb\0", &[&["5\" 屏", "b"]]),
    ];
    for (text, wanted) in cases {
        assert_eq!(super::paste::cells(text), wanted, "{text:?}");
    }
}

#[test]
fn a_header_is_known_by_its_names_and_other_names() {
    use super::paste::{Head, header};
    let row = |names: &[&str]| names.iter().map(|n| (*n).to_owned()).collect::<Vec<_>>();
    let columns = Grid::Problems.columns();
    let own: Vec<Vec<String>> = columns.iter().map(|_| Vec::new()).collect();
    let heads = header(
        &row(&["编号", "题 名：", "（主题）", "备注"]),
        columns,
        &own,
    );
    assert_eq!(
        heads,
        Some(vec![
            Head::Number,
            Head::Field(0),
            Head::Field(2),
            Head::Unknown
        ])
    );
    assert_eq!(
        header(&row(&["题名"]), columns, &own),
        Some(vec![Head::Field(0)])
    );
    assert_eq!(header(&row(&["食堂排队", "说不清"]), columns, &own), None);
    assert_eq!(
        header(&row(&["题名", "说不清"]), columns, &own),
        None,
        "one name of two may be a value"
    );
}

#[test]
fn a_value_is_chosen_by_its_names_and_guessed_only_where_one_holds_it() {
    use super::paste::{Level, choose};
    let options: Vec<(String, Vec<String>)> = [
        ("1", vec!["教务处", "教务"]),
        ("2", vec!["学生处"]),
        ("3", vec!["学生处第二党支部"]),
        ("4", vec!["一"]),
    ]
    .into_iter()
    .map(|(id, names)| {
        (
            id.to_owned(),
            names.into_iter().map(str::to_owned).collect(),
        )
    })
    .collect();
    let cases = [
        ("教务", Some(("1", Level::Sure))),
        (" 学生处 ", Some(("2", Level::Sure))),
        ("第二党支部", Some(("3", Level::Guessed))),
        ("学生", None),
        ("一个不相干的名字", None),
        ("", None),
    ];
    for (written, wanted) in cases {
        let found = choose(written, &options);
        let found = found.as_ref().map(|(id, level)| (id.as_str(), *level));
        assert_eq!(found, wanted, "{written}");
    }
}
