//! Rows and cells compared, as tables of cases.

use super::rules::{Pair, Row, Sign, Table, Tally, compare};

fn row(key: &str, cells: &[&str]) -> Row {
    Row {
        key: key.into(),
        cells: cells.iter().map(|c| (*c).to_owned()).collect(),
        ..Row::default()
    }
}

fn table(rows: Vec<Row>) -> Table {
    Table {
        columns: Vec::new(),
        rows,
    }
}

fn signs(pairs: &[Pair]) -> Vec<(String, Sign, usize)> {
    pairs
        .iter()
        .map(|p| (p.row.key.clone(), p.sign, p.number))
        .collect()
}

#[test]
fn added_changed_removed_and_same_rows_add_up() {
    let before = table(vec![
        row("1", &["a", "x"]),
        row("2", &["b", "y"]),
        row("3", &["c", "z"]),
    ]);
    let after = table(vec![
        row("1", &["a", "x"]),
        row("3", &["c", "w"]),
        row("4", &["d", "v"]),
    ]);
    let pairs = compare(before, after, "2026-03-31");
    assert_eq!(
        signs(&pairs),
        [
            ("1".into(), Sign::Same, 1),
            ("2".into(), Sign::Removed, 2),
            ("3".into(), Sign::Changed, 2),
            ("4".into(), Sign::Added, 3),
        ]
    );
    let tally = Tally::of(&pairs);
    assert_eq!(
        (tally.before, tally.added, tally.removed, tally.after),
        (3, 1, 1, 3)
    );
    assert_eq!((tally.changed, tally.cells), (1, 1));
}

#[test]
fn a_removed_row_stands_where_it_stood() {
    let before = table(vec![row("9", &[]), row("1", &[]), row("8", &[])]);
    let after = table(vec![row("1", &[])]);
    let pairs = compare(before, after, "");
    let keys: Vec<_> = pairs.iter().map(|p| p.row.key.as_str()).collect();
    assert_eq!(keys, ["9", "1", "8"]);
}

#[test]
fn a_row_that_bears_an_earlier_date_was_entered_late() {
    let dated = |key: &str, day: &str| Row {
        dated: Some(day.into()),
        ..row(key, &[])
    };
    let after = table(vec![
        dated("1", "2026-03-31"),
        dated("2", "2026-04-01"),
        row("3", &[]),
    ]);
    let pairs = compare(Table::default(), after, "2026-03-31");
    let late: Vec<_> = pairs.iter().map(|p| p.is_late).collect();
    assert_eq!(late, [true, false, false]);
    assert_eq!(Tally::of(&pairs).late, 1);
}

#[test]
fn a_row_that_only_moved_is_the_same() {
    let before = table(vec![row("1", &["a"]), row("2", &["b"])]);
    let after = table(vec![row("2", &["b"]), row("1", &["a"])]);
    let pairs = compare(before, after, "");
    assert!(pairs.iter().all(|p| p.sign == Sign::Same));
}
