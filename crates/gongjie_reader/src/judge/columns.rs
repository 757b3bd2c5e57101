//! What each column is: by its heading first, then by what it holds.

use std::collections::BTreeMap;

use super::content::{Content, Sort};
use super::header::{Header, unnamed};
use super::heading::Meaning;
use super::view::View;
use crate::field::Field;
use crate::grid::{Cell, address, letters};
use crate::report::{Column, Doubt};

/// Weight from which a heading needs no question.
const SURE: u8 = 70;

/// Weight of a field that a person chose: nothing is surer, and nothing is asked.
const CHOSEN: u8 = u8::MAX;

/// Maps the columns of a table. `body`: rows of data by number; `chosen`: what a person said.
pub fn map<'g>(
    view: &View<'g>,
    header: &Header,
    body: &'g [u32],
    chosen: &BTreeMap<u32, Option<Field>>,
) -> (Vec<Column>, Vec<Doubt>) {
    let mut doubts = Vec::new();
    let contents: Vec<(u32, Content)> = (0..view.width)
        .map(|column| (column, Content::of(cells(view, body, column))))
        .collect();
    let content = |column: u32| contents.get(column as usize).map(|(_, content)| content);
    let mut columns: Vec<Column> = Vec::new();
    let mut meanings: Vec<Meaning> = Vec::new();
    for column in 0..view.width {
        let head = header.heads.iter().find(|head| head.column == column);
        if head.is_none() && content(column).is_none_or(|c| c.count == 0) {
            continue;
        }
        meanings.push(head.map_or(Meaning::Unknown, |head| head.meaning));
        columns.push(Column {
            letter: letters(column),
            index: column,
            heading: head.map_or_else(|| unnamed(column), |head| head.heading.clone()),
            field: None,
            is_guessed: false,
        });
    }
    let place = |column: &Column| {
        let row = header
            .heads
            .iter()
            .find(|head| head.column == column.index)
            .map(|head| head.row);
        address(
            row.or(header.rows.last().copied()).unwrap_or(1),
            column.index,
        )
    };
    beside_lead(&mut meanings);
    beside_problem(&mut meanings, &columns);
    for (meaning, column) in meanings.iter_mut().zip(&columns) {
        match chosen.get(&column.index) {
            Some(Some(field)) => *meaning = Meaning::Field(*field, CHOSEN),
            Some(None) => *meaning = Meaning::Foreign,
            None => {}
        }
    }
    for field in Field::ALL {
        claim(
            field,
            &mut columns,
            &meanings,
            &content,
            &place,
            &mut doubts,
        );
    }
    guess(&mut columns, &meanings, &content, &place, &mut doubts);
    (columns, doubts)
}

/// Beside 问题 a column 整改任务 says what is done, where no other column does.
fn beside_problem(meanings: &mut [Meaning], columns: &[Column]) {
    let is_problem = |meaning: &Meaning| matches!(meaning, Meaning::Field(Field::Problem, _));
    let sure = |meaning: &Meaning| matches!(meaning, Meaning::Field(Field::Problem, 95..));
    let has_measure = meanings
        .iter()
        .any(|m| matches!(m, Meaning::Field(Field::Measure, _)));
    if has_measure || !meanings.iter().any(sure) {
        return;
    }
    for (meaning, column) in meanings.iter_mut().zip(columns) {
        if is_problem(meaning) && !sure(meaning) && column.heading.ends_with("任务") {
            *meaning = Meaning::Field(Field::Measure, 60);
        }
    }
}

/// Beside 牵头单位 a column 责任单位 names the partners, where no other column does.
fn beside_lead(meanings: &mut [Meaning]) {
    let has = |wanted: Field, from: u8| move |meaning: &Meaning| matches!(meaning, Meaning::Field(field, weight) if *field == wanted && *weight >= from);
    if !meanings.iter().any(has(Field::Lead, 95)) || meanings.iter().any(has(Field::Partner, 0)) {
        return;
    }
    let responsible = meanings
        .iter_mut()
        .find(|meaning| matches!(meaning, Meaning::Field(Field::Lead, 80..95)));
    if let Some(meaning) = responsible {
        *meaning = Meaning::Field(Field::Partner, 60);
    }
}

/// Gives a field to the column with the surest name for it; others that claim it are kept beside.
fn claim<'c>(
    field: Field,
    columns: &mut [Column],
    meanings: &[Meaning],
    content: &impl Fn(u32) -> Option<&'c Content>,
    place: &impl Fn(&Column) -> String,
    doubts: &mut Vec<Doubt>,
) {
    let mut claims: Vec<(usize, u8)> = meanings
        .iter()
        .enumerate()
        .filter_map(|(at, meaning)| match meaning {
            Meaning::Field(f, weight) if *f == field => Some((at, *weight)),
            _ => None,
        })
        .collect();
    // The surer name, then the one whose content fits, then the first.
    claims.sort_by_key(|(at, weight)| {
        let misfit = columns
            .get(*at)
            .and_then(|c| content(c.index))
            .is_some_and(|c| c.contradicts(field));
        (std::cmp::Reverse(*weight), misfit, *at)
    });
    let mut first = None;
    for (nth, (at, weight)) in claims.iter().enumerate() {
        let Some(column) = columns.get_mut(*at) else {
            continue;
        };
        if nth > 0 {
            if asks_of_the_problem(field, first.as_deref(), &column.heading) {
                continue;
            }
            doubts.push(Doubt {
                cell: place(column),
                kind: "heading_rival",
                message: format!(
                    "“{}” could also be {}, which another column is; it is kept beside",
                    column.heading,
                    field.code()
                ),
            });
            continue;
        }
        column.field = Some(field);
        first = Some(column.heading.clone());
        if *weight == CHOSEN {
            continue;
        }
        if *weight < SURE {
            column.is_guessed = true;
            doubts.push(Doubt {
                cell: place(column),
                kind: "heading_guessed",
                message: format!("“{}” is taken for {}", column.heading, field.code()),
            });
        } else if let Some(content) = content(column.index).filter(|c| c.contradicts(field)) {
            let main = content.main().map_or(Sort::Short, |(sort, _)| sort);
            doubts.push(Doubt {
                cell: place(column),
                kind: "heading_doubted",
                message: format!(
                    "“{}” should hold {}, and holds mostly {main:?}",
                    column.heading,
                    field.code()
                ),
            });
        }
    }
}

/// The cells that stand in a column themselves.
fn cells<'g>(view: &View<'g>, body: &'g [u32], column: u32) -> impl Iterator<Item = &'g Cell> {
    let grid = view.grid;
    body.iter().filter_map(move |row| grid.cell(*row, column))
}

/// An unknown heading over familiar content is proposed, where nothing else is that field.
fn guess<'c>(
    columns: &mut [Column],
    meanings: &[Meaning],
    content: &impl Fn(u32) -> Option<&'c Content>,
    place: &impl Fn(&Column) -> String,
    doubts: &mut Vec<Doubt>,
) {
    let taken =
        |columns: &[Column], field: Field| columns.iter().any(|column| column.field == Some(field));
    for (at, meaning) in meanings.iter().enumerate() {
        if *meaning != Meaning::Unknown {
            continue;
        }
        let Some(found) = columns
            .get(at)
            .and_then(|column| content(column.index))
            .filter(|c| c.count >= 2)
        else {
            continue;
        };
        let Some((sort, share)) = found.main() else {
            continue;
        };
        let wanted: &[Field] = match sort {
            Sort::Time => &[Field::Due],
            Sort::Unit => &[Field::Lead, Field::Partner],
            Sort::Person => &[Field::Owner],
            Sort::Mark => &[Field::Closed],
            Sort::Number if at == 0 => &[Field::No],
            Sort::Long => &[Field::Problem, Field::Measure],
            Sort::Number | Sort::Short => &[],
        };
        if share < 70 && sort != Sort::Short {
            continue;
        }
        // Where nothing says what is to be solved, the first column of words does.
        let is_nameless = ![Field::Problem, Field::Title, Field::Measure]
            .iter()
            .any(|field| taken(columns, *field));
        let is_words = matches!(sort, Sort::Short | Sort::Long | Sort::Unit);
        let wanted = if is_nameless && is_words {
            &[Field::Problem]
        } else {
            wanted
        };
        let free = wanted.iter().copied().find(|field| !taken(columns, *field));
        let Some((field, column)) = free.zip(columns.get_mut(at)) else {
            continue;
        };
        column.field = Some(field);
        column.is_guessed = true;
        doubts.push(Doubt {
            cell: place(column),
            kind: "heading_guessed",
            message: format!(
                "“{}” is not known; what it holds looks like {}",
                column.heading,
                field.code()
            ),
        });
    }
}

/// 是否完成 asks of the measure and 是否销号 beside it of the problem: two questions that do not rival.
fn asks_of_the_problem(field: Field, first: Option<&str>, heading: &str) -> bool {
    field == Field::Closed
        && heading.contains("销号")
        && first.is_some_and(|first| first.contains("完成") || first.contains("办结"))
}
