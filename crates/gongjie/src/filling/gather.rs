//! The rows of the view that a template takes, and of them the columns that it has.

use gongjie_base::Result;
use gongjie_paper::{Cell, Row, Sheet};

use crate::door::{Picture, Visit};
use crate::ledger;
use crate::lists::{address, export, rules as lists};
use crate::template::rules::{FilledWith, Placing};

/// The list that a template is filled with; nothing for the ledger.
pub const fn list(filled_with: FilledWith) -> Option<lists::List> {
    match filled_with {
        FilledWith::Ledger => None,
        FilledWith::Problems => Some(lists::List::Problems),
        FilledWith::Measures => Some(lists::List::Measures),
        FilledWith::Duties => Some(lists::List::Duties),
        FilledWith::CloseOut => Some(lists::List::Closings),
    }
}

/// Codes of the view's columns, in the order of its sheet.
pub fn codes(filled_with: FilledWith) -> Vec<&'static str> {
    if let Some(list) = list(filled_with) {
        return export::codes(list).collect();
    }
    let six = ledger::export::SIX.iter();
    let six = six.map(|(key, _)| key.strip_prefix("ledger-").unwrap_or(key));
    std::iter::once("no").chain(six).collect()
}

/// The sheet of the view.
pub async fn sheet(
    visit: &Visit,
    picture: &Picture,
    view: &lists::View,
    filled_with: FilledWith,
) -> Result<Sheet> {
    let (actor, words, today) = (visit.actor()?, visit.words(), picture.today);
    let Some(list) = list(filled_with) else {
        let view = ledger::rules::View {
            campaign: view.campaign.clone(),
            theme: view.theme.clone(),
            unit: view.unit.clone(),
            q: view.q.clone(),
            ..ledger::rules::View::default()
        };
        return ledger::export::export(&picture.conn, actor, &view, words, today).await;
    };
    let (blocks, _) = address::all(visit, picture, view).await?;
    let book = export::Book {
        actor,
        view,
        blocks: &blocks,
        words,
        today,
    };
    Ok(book.sheet(list))
}

/// Of each row the cells that the office has columns for, in the office's order.
pub fn rows(sheet: Sheet, placing: &Placing, filled_with: FilledWith) -> Vec<Row> {
    let codes = codes(filled_with);
    let taking = placing.columns.iter().filter_map(|c| c.takes.as_deref());
    let places: Vec<Option<usize>> = taking
        .map(|code| codes.iter().position(|own| *own == code))
        .collect();
    let pick = |row: &Row| {
        let cells = places.iter().map(|place| {
            let cell = place.and_then(|at| row.cells.get(at));
            cell.cloned().unwrap_or_else(Cell::blank)
        });
        Row::from(cells.collect::<Vec<_>>())
    };
    sheet.rows.iter().map(pick).collect()
}
