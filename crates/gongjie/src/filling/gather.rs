//! The rows of the view that a template takes, and of them the columns that it has.

use gongjie_base::{Error, Result};
use gongjie_paper::{Cell, Row, Sheet};

use crate::door::{Picture, Visit};
use crate::ledger;
use crate::lists::{address, export, rules as lists};
use crate::template::queries as templates;
use crate::template::rules::{FilledWith, Placing, slot_of};

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
async fn sheet(
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

/// The bytes of a template with the rows of its view in it, and its name.
pub async fn filled(visit: &Visit, id: i64, query: Option<String>) -> Result<(Vec<u8>, String)> {
    let template = templates::find(visit.read(), visit.actor()?, id).await?;
    let placing: Placing = serde_json::from_str(&template.layout).map_err(Error::internal)?;
    let office = visit.app.files.get(&template.file_hash).await?;
    let (view, picture) = address::read(visit, query).await?;
    let sheet = sheet(visit, &picture, &view, template.filled_with).await?;
    let rows = rows(sheet, &placing, template.filled_with);
    let slot = slot_of(&placing);
    let fill = move |_: &std::path::Path| gongjie_paper::fill_xlsx(&office, &slot, &rows);
    let bytes = visit.app.aside(fill).await?.map_err(Error::internal)?;
    Ok((bytes, template.name))
}

/// Of each row the cells that the office has columns for, in the office's order.
fn rows(sheet: Sheet, placing: &Placing, filled_with: FilledWith) -> Vec<Row> {
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
